"""`peerc import` as a process: what it writes, and when it writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

from .running import peerc


def test_the_command_writes_a_contract_that_check_takes(tmp_path: Path) -> None:
    schema = {"title": "Order", "type": "object", "properties": {"n": {"type": "integer"}}}
    (tmp_path / "order.schema.json").write_text(json.dumps(schema, indent=2), encoding="utf-8")
    done = peerc("import", "order.schema.json", "--out", "contract.yaml", cwd=tmp_path)
    assert done.code == 0
    assert "warning[PC1603]" in done.err
    assert "order.schema.json:" in done.err
    assert peerc("check", "contract.yaml", cwd=tmp_path).code == 0
    again = peerc("import", "order.schema.json", "--out", "contract.yaml", cwd=tmp_path)
    assert again.code == 2, "what is there already is never overwritten"


def test_what_is_refused_writes_nothing_but_with_partial(tmp_path: Path) -> None:
    schema = {"$defs": {"Good": {"type": "string"}, "Bad": {}}, "type": "object"}
    schema |= {"additionalProperties": False}
    schema |= {"properties": {"g": {"$ref": "#/$defs/Good"}, "b": {"$ref": "#/$defs/Bad"}}}
    (tmp_path / "s.json").write_text(json.dumps(schema), encoding="utf-8")
    done = peerc("import", "s.json", "--out", "contract.yaml", cwd=tmp_path)
    assert done.code == 100
    assert "error[PC1603]" in done.err
    assert not (tmp_path / "contract.yaml").exists()
    done = peerc("import", "s.json", "--out", "contract.yaml", "--partial", cwd=tmp_path)
    assert done.code == 0, done.err
    assert "Good" in (tmp_path / "contract.yaml").read_text(encoding="utf-8")
    assert peerc("check", "contract.yaml", cwd=tmp_path).code == 0


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = peerc("import", "nothing.json", cwd=tmp_path)
    assert done.code == 2
    assert "nothing.json" in done.err
