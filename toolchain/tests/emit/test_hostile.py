"""Texts and names that would break out of generated code, in every place, in three languages.

One contract holds each text wherever a text may stand; what is compiled from it must be read by the
language's own parser, and give the texts back unchanged.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from peerc.compiler import ir, naming
from peerc.compiler.pipeline import emit, load_bytes

ROOT = Path(__file__).resolve().parents[3]
NODE = ROOT / ".venv" / "node-bin"
ENVIRONMENT = os.environ | {"PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}"}

TEXTS = (
    *('"""', "'''", "\\", "\\\\", "ends in \\", "\\N{DASH}", "\\u{110000}", "*/", "/*", "*\\/"),
    *("-->", "<!--", "</script>", "`", "${process.exit(9)}", "{}", "{0}", "{{7*7}}", "%s", "#]"),
    *('r#"', '"#', '"##', "'; throw 1; '", '"); throw 1; ("', "*/ } fn main() {", "//", "#"),
    *("\u2028process.exit(9)", "\u2029", "\x85", "a\rb", "a\nb", "\t", "\0", "\x1b[2J", "\x7f"),
    *("\u202e", "\ufeff", "\u200d", "e\u0301", "é", "\ufb01", "fi", "\U0001f600", "\U0010ffff"),
    *("__import__('os').system('touch canary')", "#![allow()]"),
    *("@ts-" + "ignore", "# type:" + " ignore"),
    *("__proto__", "constructor", "prototype", "toString", "", " ", "a" * 128),
)
# Properties and operations, agents and types where their grammar lets them.
NAMES = (
    *("and", "async", "await", "class", "def", "del", "elif", "except", "from", "global", "import"),
    *("is", "lambda", "match", "None", "nonlocal", "pass", "raise", "self", "True", "type", "with"),
    *(
        "arguments",
        "const",
        "default",
        "delete",
        "enum",
        "eval",
        "export",
        "function",
        "instanceof",
    ),
    *("let", "new", "null", "package", "private", "static", "super", "switch", "this", "typeof"),
    *("undefined", "var", "void", "yield", "abstract", "become", "box", "crate", "dyn", "extern"),
    *("fn", "gen", "impl", "in", "loop", "macro", "mod", "move", "mut", "priv", "pub", "ref"),
    *("struct", "trait", "try", "unsafe", "union", "use", "where", "while", "prototype", "then"),
    *("hasOwnProperty", "toJSON", "valueOf", "__init__", "__class__", "__slots__", "from_json"),
    *(
        "constructor",
        "clone",
        "drop",
        "into",
        "fmt",
        "str",
        "list",
        "dict",
        "value",
        "errors",
        "at",
    ),
)
ODD = ("$ref", "a.b", "a/b~c", "1st", "-", " ", '"', "\\", "#private", "*/", "`", "${x}", "{}", "'")


def escaped(text: str) -> str:
    """A pattern of that text alone, every code unit spelled out."""
    raw = text.encode("utf-16-be")
    units = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
    return "^" + "".join(f"\\u{unit:04x}" for unit in units) + "$"


def contract_of(texts: tuple[str, ...]) -> dict[str, object]:
    """Every text as doc, enum member, const, tag, default, pattern, map key and in a tuple."""
    types: dict[str, object] = {}
    variants = {text: f"V{number}" for number, text in enumerate(texts)}
    types["Members"] = {"enum": list(texts), "x-pc-names": {"rust": variants}}
    types["Open"] = {"enum": list(texts), "x-pc-names": {"rust": variants}, "x-pc-open": True}
    for number, text in enumerate(texts):
        doc = {"title": text, "description": text, "examples": []} if text else {}
        types[f"Tag{number}"] = {
            "type": "object",
            "required": ["tag"],
            "properties": {"tag": {"const": text}, "deep": {"$ref": "Tags", **doc}},
            **doc,
        }
        pattern = escaped(text)
        types[f"Text{number}"] = {
            "type": "object",
            "required": ["fixed"],
            "properties": {
                "fixed": {"const": text, **doc},
                "filled": {"type": "string", "default": text, **doc},
                "chosen": {"$ref": "Members", "default": text},
                "matched": {"type": "string", "pattern": pattern, "maxLength": 200},
                "named": {
                    "type": "object",
                    "propertyNames": {"pattern": pattern},
                    "additionalProperties": {"type": "integer"},
                },
                "pair": {"type": "array", "prefixItems": [{"const": text}, {"type": "string"}]},
            },
            "deprecated": True,
            **doc,
        }
    arms = [{"$ref": f"Tag{number}"} for number in range(min(len(texts), 64))]
    types["Tags"] = {"oneOf": arms, "x-pc-open": True}
    types["Error"] = {
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"const": texts[0]}},
    }
    ops = {
        f"op{number}": {"input": f"Text{number}", "output": "Tags", "description": text or "-"}
        for number, text in enumerate(texts)
    }
    ops["op0"]["errors"] = ["Error"]  # type: ignore[assignment]  # a dict of texts but for this
    agents = {"a": {"language": "python", "ops": ops}}
    return {"peer": 1, "name": "hostile", "types": types, "agents": agents}


def contract_of_names() -> dict[str, object]:
    """Every reserved word as a property; as agent, operation, type and enum member where it may."""
    names = tuple({naming.snake(name): name for name in NAMES}.values())  # `class`, `__class__`
    ops = [name for name in names if name.islower() and name.isalpha()]
    refused = {"then", "catch", "finally", "constructor"}
    fields = {name: {"type": "string", "default": name} for name in (*names, *ODD)}
    own: dict[str, object] = {
        name: {"python": f"odd_{n}", "rust": f"odd_{n}"} for n, name in enumerate(ODD)
    }
    for name, given in own.items():
        fields[name]["x-pc-names"] = given  # type: ignore[assignment]  # a dict of texts but for it
    types: dict[str, object] = {
        "Record": {"type": "object", "properties": fields},
        "Words": {"enum": list(names)},
    }
    types |= {name: {"type": "object", "properties": {}} for name in ("Option", "Vec", "Promise")}
    types |= {name: {"type": "object", "properties": {}} for name in ("Date", "Any", "Literal")}
    op = {"input": "Record", "output": "Words"}
    agents: dict[str, object] = {
        name: {"language": "rust", "ops": {"self": op}}
        for name in ("self", "type", "import", "class", "crate", "delete")
    }
    agents["words"] = {"language": "rust", "ops": {one: op for one in ops if one not in refused}}
    return {"peer": 1, "name": "names", "types": types, "agents": agents}


def loaded(source: dict[str, object]) -> ir.Contract:
    result = load_bytes("contract.json", json.dumps(source).encode())
    assert result.contract is not None, result.findings[:5]
    return result.contract


def written(contract: ir.Contract, language: str, folder: Path) -> list[Path]:
    paths = []
    for file in emit(contract, language):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.content, encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


SOURCES = {"texts": contract_of(TEXTS), "names": contract_of_names()}


@pytest.mark.parametrize("name", SOURCES)
def test_python_imports_what_is_compiled(name: str, tmp_path: Path) -> None:
    written(loaded(SOURCES[name]), "python", tmp_path)
    program = "import contract, contract.types, contract._types as t; print(len(t.CODECS))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) == len(SOURCES[name]["types"])  # type: ignore[arg-type]  # a mapping
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize("name", SOURCES)
def test_mypy_accepts_what_is_compiled(name: str, tmp_path: Path) -> None:
    written(loaded(SOURCES[name]), "python", tmp_path)
    env = os.environ | {"MYPYPATH": str(ROOT / "runtimes" / "python" / "src")}
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "contract"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("name", SOURCES)
def test_node_imports_what_is_compiled(name: str, tmp_path: Path) -> None:
    paths = written(loaded(SOURCES[name]), "javascript", tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "peercontract").symlink_to(ROOT / "runtimes" / "node")
    script = "import * as c from './contract.js'; console.log(Object.keys(c.codecs).length)"
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) == len(SOURCES[name]["types"])  # type: ignore[arg-type]  # a mapping
    # Without the run time's types only what a parser says counts: TS1xxx.
    [declarations] = [path for path in paths if path.name.endswith(".d.ts")]
    tsc = [ROOT / "node_modules" / ".bin" / "tsc", "--noEmit", "--noResolve", declarations]
    parsed = subprocess.run(tsc, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True)
    assert "error TS1" not in parsed.stdout, parsed.stdout[:2000]


@pytest.mark.parametrize("name", SOURCES)
def test_rust_parses_what_is_compiled(name: str, tmp_path: Path) -> None:
    paths = written(loaded(SOURCES[name]), "rust", tmp_path)
    for path in paths:
        command = ["rustfmt", "--edition", "2024", "--emit", "stdout", "--quiet", str(path)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_python_reads_each_text_back_unchanged(number: int, stubs: Path) -> None:
    text = TEXTS[number]
    program = (
        "import json, sys\n"
        "from contract import types\n"
        "text = json.loads(sys.argv[1])\n"
        f"value = getattr(types, 'Text{number}').from_json(json.dumps({{'fixed': text,\n"
        "    'matched': text, 'pair': [text, 'x']}))\n"
        "assert (value.filled, value.chosen, value.fixed) == (text, text, text)\n"
        f"value = getattr(types, 'Tag{number}').from_json(json.dumps({{'tag': text}}))\n"
        "assert value.tag == text\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(text)],
        cwd=stubs,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stubs")
    written(loaded(SOURCES["texts"]), "python", folder)
    return folder


@pytest.mark.parametrize(
    ("first", "second"),
    [("fooBar", "foo_bar"), ("FooBar", "fooBar"), ("foo-bar", "foo bar"), ("a", "A"), ("-", "x2d")],
)
def test_names_that_differ_only_in_case_or_separators_are_refused(first: str, second: str) -> None:
    fields = {first: {"type": "string"}, second: {"type": "string"}}
    source = {"peer": 1, "name": "t", "types": {"T": {"type": "object", "properties": fields}}}
    found = load_bytes("contract.json", json.dumps(source).encode()).findings
    assert {one.code for one in found} == {"PC1204"}


def test_a_property_that_would_set_the_prototype_is_refused() -> None:
    fields = {"__proto__": {"type": "string"}}
    source = {"peer": 1, "name": "t", "types": {"T": {"type": "object", "properties": fields}}}
    found = load_bytes("contract.json", json.dumps(source).encode()).findings
    assert {one.code for one in found} == {"PC1205"}
