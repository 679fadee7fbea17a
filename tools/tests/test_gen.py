"""gen.py: what it writes agrees with the catalogue, and `--check` sees an edited file."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def loaded(name: str, path: Path) -> ModuleType:
    """The module at `path`, under a name of its own: conformance has a gen.py too."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


gen = loaded("tools_gen", Path(__file__).resolve().parent.parent / "gen.py")


def test_python_table_holds_the_run_time_codes(tmp_path: Path) -> None:
    path = tmp_path / "table.py"
    path.write_text(gen.python_table())
    table = loaded("generated_table", path)
    assert list(table.TABLE) == [entry["code"] for entry in gen.runtime_codes()]
    for entry in gen.runtime_codes():
        assert table.TABLE[entry["code"]] == tuple(entry[column] for column in gen.COLUMNS)
    for limit in gen.runtime_limits():
        assert getattr(table, limit["name"].upper()) == limit["value"]


@pytest.mark.parametrize("table", [gen.javascript_table, gen.rust_table])
def test_other_tables_name_every_code_and_limit(table: object) -> None:
    assert callable(table)
    text = table()
    assert [entry["code"] for entry in gen.runtime_codes() if entry["code"] not in text] == []
    assert [
        entry["name"] for entry in gen.runtime_limits() if entry["name"].upper() not in text
    ] == []


def test_settle_writes_once_and_only_compares_when_checking(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a.md"
    assert not gen.settle(path, "a", check=True)
    assert not path.exists()
    assert not gen.settle(path, "a", check=False)
    assert gen.settle(path, "a", check=True)
    path.write_text("edited")
    assert not gen.settle(path, "a", check=True)
    assert path.read_text() == "edited"


def test_text_that_languages_escape_differently_is_refused() -> None:
    assert gen.quoted('say "a"') == '"say \\"a\\""'
    with pytest.raises(SystemExit):
        gen.quoted("a\tb")
    with pytest.raises(SystemExit):
        gen.quoted("\u00e9")


def test_codes_are_unique_and_well_formed() -> None:
    codes = [entry["code"] for entry in gen.load("errors")]
    assert len(codes) == len(set(codes))
    for entry in gen.load("errors"):
        assert entry["retry"] in ("never", "same", "later"), entry
        assert entry["fault"] in ("author", "caller", "callee", "peer", "platform"), entry
        assert set(entry["where"]) <= {"peerc", "runtime"}, entry
