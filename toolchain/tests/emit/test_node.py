"""The JavaScript emitter: golden stubs, types that hold user code, texts that cannot break out.

`UPDATE_GOLDEN=1` writes the golden files anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from difflib import ndiff
from pathlib import Path

import pytest
from peerc.compiler import ir
from peerc.compiler.pipeline import emit, load, load_bytes

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "toolchain" / "tests" / "golden"
STUBS = GOLDEN / "stubs"
USER = Path(__file__).parent / "node_user"
RUNTIME = ROOT / "runtimes" / "node"
SHAPES = RUNTIME / "test" / "every_shape"
TSC = ROOT / "node_modules" / ".bin" / "tsc"
ENVIRONMENT = os.environ | {
    "PATH": f"{ROOT / '.venv' / 'node-bin'}{os.pathsep}{os.environ['PATH']}"
}
STRICT = {
    "strict": True,
    "noEmit": True,
    "exactOptionalPropertyTypes": True,
    "noUncheckedIndexedAccess": True,
    "target": "es2024",
    "lib": ["es2024"],
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "types": ["node"],
    "typeRoots": [str(ROOT / "node_modules" / "@types")],
}

INJECTIONS = (
    *('"""', "'''", "\\", "\\N{DASH}", "*/", "/*", "-->", "</script>", "`", "${process.exit(9)}"),
    *("{{7*7}}", "{0}", "%s", "\u2028process.exit(9)", "\u2029", "a\rprocess.exit(9)", "\u202e"),
    *("\ufeff", "\0", "#]", 'r#"', '"#', "\\u{110000}", "*/ } fn main(){", "'; throw 1; '"),
    *(
        "*/ process.exit(9); /*",
        "//\nprocess.exit(9)",
        *(f"@ts-{word}" for word in ("ignore", "nocheck")),
        "*\\/",
    ),
)
TRAPS = (
    *("arguments", "eval", "await", "yield", "let", "static", "async", "of", "get", "set", "any"),
    *("unknown", "never", "object", "symbol", "bigint", "declare", "namespace", "class", "default"),
    *(
        "prototype",
        "constructor",
        "toString",
        "valueOf",
        "hasOwnProperty",
        "toJSON",
        "then",
        "catch",
    ),
    *("$ref", "a.b", "a/b~c", "1st", "-", " ", '"', "\\", "#private", "__defineGetter__", "seen"),
    *(
        "value",
        "at",
        "errors",
        "items",
        "item",
        "copy",
        "i",
        "undefined",
        "Object",
        "Number",
        "Set",
    ),
)


def golden() -> ir.Contract:
    contract = load_bytes("contract.yaml", (STUBS / "contract.yaml").read_bytes()).contract
    assert contract is not None
    return contract


def written(contract: ir.Contract, folder: Path) -> Path:
    """The stubs of a contract in a folder from which Node finds the run time."""
    for file in emit(contract, "javascript"):
        (folder / file.path).write_text(file.content, encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    modules = folder / "node_modules"
    modules.mkdir()
    (modules / "peercontract").symlink_to(RUNTIME)
    return folder


def node(folder: Path, script: str) -> str:
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def type_errors(folder: Path, types: Path) -> str:
    """What the TypeScript compiler says about a folder, with the run time's own declarations."""
    paths = {"peercontract": [str(types / "index.d.ts")]}
    config = {"compilerOptions": STRICT | {"paths": paths}, "include": ["*.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    done = subprocess.run(
        [TSC, "-p", folder], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.fixture(scope="module")
def types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The declarations that the npm package ships, made from the run time's sources."""
    folder = tmp_path_factory.mktemp("types")
    command = [str(TSC), "-p", str(RUNTIME / "tsconfig.json"), "--outDir", str(folder)]
    subprocess.run(command, env=ENVIRONMENT, check=True)
    return folder


@pytest.mark.parametrize("name", ["stubs", "dialect"])
def test_the_golden_stubs_are_what_the_contract_gives(name: str) -> None:
    folder = GOLDEN / name
    contract = load_bytes("contract.yaml", (folder / "contract.yaml").read_bytes()).contract
    assert contract is not None
    for file in emit(contract, "javascript"):
        path = folder / "node" / file.path
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(file.content, encoding="utf-8")
        assert file.content == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["field_notes", "every_shape"])
def test_the_stubs_of_the_runtime_tests_are_what_their_contract_gives(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = RUNTIME / "test" / name
    monkeypatch.chdir(folder)
    contract = load("contract.yaml").contract
    assert contract is not None
    for file in emit(contract, "javascript"):
        if os.environ.get("UPDATE_GOLDEN"):
            (folder / file.path).write_text(file.content, encoding="utf-8")
        assert file.content == (folder / file.path).read_text(encoding="utf-8")


def test_the_header_names_source_and_hash() -> None:
    contract = golden()
    for file in emit(contract, "javascript"):
        first, second = file.content.split("\n")[:2]
        assert first == "// Code generated by peerc from contract.yaml. DO NOT EDIT."
        assert second == f"// contract {contract.id}"


def test_another_folder_hash_seed_and_locale_give_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; from peerc.compiler.pipeline import emit, load_bytes\n"
        "raw = open(sys.argv[1], 'rb').read()\n"
        "for f in emit(load_bytes('contract.yaml', raw).contract, 'javascript'):\n"
        "    sys.stdout.buffer.write(f.content.encode())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-c", script, str(STUBS / "contract.yaml")]
    output = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    expected = "".join(file.content for file in emit(golden(), "javascript"))
    assert output.stdout.decode() == expected


def shapes() -> ir.Contract:
    contract = load_bytes("contract.yaml", (SHAPES / "contract.yaml").read_bytes()).contract
    assert contract is not None
    return contract


@pytest.mark.parametrize("name", ["good", "shapes_good"])
def test_user_code_that_keeps_the_contract_has_no_type_error(
    name: str, tmp_path: Path, types: Path
) -> None:
    assert type_errors(with_user_code(name, tmp_path), types) == ""


@pytest.mark.parametrize("name", ["bad", "shapes_bad"])
def test_user_code_that_breaks_the_contract_is_a_type_error(
    name: str, tmp_path: Path, types: Path
) -> None:
    # Each line has the directive that expects it.
    assert type_errors(with_user_code(name, tmp_path), types) == ""


def with_user_code(name: str, folder: Path) -> Path:
    """The stubs of the contract that the code is written against, and the code."""
    written(shapes() if name.startswith("shapes") else golden(), folder)
    text = (USER / f"{name}.ts").read_text(encoding="utf-8")
    (folder / f"{name}.ts").write_text(text, encoding="utf-8")
    return folder


def test_no_declaration_says_any() -> None:
    for contract in (golden(), shapes()):
        [_, declarations] = emit(contract, "javascript")
        without_docs = re.sub(r"/\*\*.*?\*/", "", declarations.content, flags=re.DOTALL)
        assert not re.search(r"\b(?:any|unknown|object)\b", without_docs)


@pytest.mark.parametrize(
    ("source", "after", "added"),
    [
        (STUBS, "          zip: {type: integer}\n", "          zone: {type: string}\n"),
        (SHAPES, "      shapes: {type: array, items: {$ref: Shape}}\n", "      some: {$ref: Id}\n"),
        (
            SHAPES,
            "      digits: {type: string, maxLength: 4}\n",
            "      zone: {type: string, pattern: a}\n",
        ),
        (
            SHAPES,
            "      digits: {type: string, maxLength: 4}\n",
            "      a: {$ref: Circle}\n",
        ),
    ],
)
def test_adding_an_optional_field_changes_only_its_type(
    source: Path, after: str, added: str
) -> None:
    text = (source / "contract.yaml").read_text(encoding="utf-8")
    assert text.count(after) == 1
    results = [
        load_bytes("contract.yaml", one.encode())
        for one in (text, text.replace(after, after + added))
    ]
    before, behind = (emit(one.contract, "javascript") for one in results if one.contract)
    for old, new in zip(before, behind, strict=True):
        lines = list(ndiff(old.content.split("\n"), new.content.split("\n")))
        changed = [line for line in lines if line[0] in "+-"]
        assert 0 < len(changed) <= 16, changed


def traps() -> Iterator[tuple[str, bytes]]:
    """Contracts whose every name or text is a trap."""
    types: dict[str, object] = {}
    for i, text in enumerate(INJECTIONS):
        types |= texts_of(text, i)
    ops = {"run_it": {"input": "Text0", "output": "Const0", "description": "\n".join(INJECTIONS)}}
    agent = {"language": "javascript", "description": "*/ process.exit(9)", "ops": ops}
    yield "texts", document(types, {"only": agent})
    for name in TRAPS:
        record = {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}
        optional = {
            "type": "object",
            "properties": {name: {"type": "array", "items": {"$ref": "R"}}},
        }
        yield name, document({"R": record, "O": optional} | named(name), {})


def texts_of(text: str, i: int) -> dict[str, object]:
    """A type for every place of the dialect that holds a text of the author's."""
    docs = {"title": text, "description": text}
    tagged = {"type": "object", "required": ["tag"]}
    return {
        f"Text{i}": {"enum": [text, "ok"], "x-pc-open": True, **docs},
        f"Const{i}": {"type": "object", **docs, "properties": {"only": {"const": text, **docs}}},
        f"Default{i}": {
            "type": "object",
            "properties": {"only": {"type": "string", "default": text, **docs}},
        },
        f"Pattern{i}": {"type": "string", "pattern": f"^{escaped(text)}$", **docs},
        f"Names{i}": {
            "type": "object",
            "additionalProperties": {"type": "boolean"},
            "propertyNames": {"pattern": f"^{escaped(text)}$"},
        },
        f"A{i}": {**tagged, "properties": {"tag": {"const": text}}},
        f"B{i}": {**tagged, "properties": {"tag": {"const": "b"}}},
        f"Union{i}": {"oneOf": [{"$ref": f"A{i}"}, {"$ref": f"B{i}"}], **docs},
    }


def escaped(text: str) -> str:
    """A pattern that matches the text: `\\uHHHH` for every character that could mean something."""
    return "".join(c if c.isascii() and c.isalnum() else f"\\u{ord(c):04x}" for c in text)


def named(name: str) -> dict[str, object]:
    """A property of the name with a default, and a tag of the name and called by it."""
    arms = {
        f"Tagged{i}": {
            "type": "object",
            "required": [name],
            "properties": {name: {"const": tag}},
        }
        for i, tag in enumerate((name, "other"))
    }
    return arms | {
        "D": {"type": "object", "properties": {name: {"type": "integer", "default": 7}}},
        "T": {"oneOf": [{"$ref": "Tagged0"}, {"$ref": "Tagged1"}], "x-pc-open": True},
        "M": {"type": "object", "additionalProperties": {"$ref": "T"}},
    }


def document(types: dict[str, object], agents: dict[str, object]) -> bytes:
    return json.dumps({"peer": 1, "name": "traps", "types": types, "agents": agents}).encode()


def test_no_text_of_a_contract_becomes_code(tmp_path: Path, types: Path) -> None:
    result = load_bytes("contract.json", dict(traps())["texts"])
    assert result.contract is not None, result.findings
    folder = written(result.contract, tmp_path)
    (folder / "use.ts").write_text('export * from "./contract.js";\n', encoding="utf-8")
    assert type_errors(folder, types) == ""
    script = (
        'import { types } from "./contract.js";\n'
        f"const texts = {json.dumps(INJECTIONS)};\n"
        "const same = (type, value) =>\n"
        "  types[type].toJson(types[type].fromJson(JSON.stringify(value))) ===\n"
        "  JSON.stringify(value);\n"
        "const ok = texts.every((text, i) =>\n"
        "  same(`Text${i}`, text) && same(`Const${i}`, { only: text }) &&\n"
        "  types[`Default${i}`].fromJson('{}').only === text &&\n"
        "  types[`Default${i}`].toJson({}) === JSON.stringify({ only: text }) &&\n"
        "  same(`Pattern${i}`, text) && same(`Names${i}`, { [text]: true }) &&\n"
        "  same(`Union${i}`, { tag: text }));\n"
        "console.log(ok);"
    )
    assert node(folder, script) == "true\n"


def test_every_property_name_survives_a_round_trip(tmp_path: Path) -> None:
    for index, (name, source) in enumerate(traps()):
        if name == "texts":
            continue
        result = load_bytes("contract.json", source)
        assert result.contract is not None, (name, result.findings)
        [module, _] = emit(result.contract, "javascript")
        (tmp_path / f"contract{index}.js").write_text(module.content, encoding="utf-8")
    written(golden(), tmp_path)
    script = (
        'import { readdirSync } from "node:fs";\n'
        f"const names = {json.dumps(['', *TRAPS])};\n"
        "for (const file of readdirSync('.').filter((one) => /^contract\\d+\\.js$/.test(one))) {\n"
        "  const name = names[Number(/\\d+/.exec(file)[0])];\n"
        "  const { types } = await import(`./${file}`);\n"
        "  const text = JSON.stringify({ [name]: 'x' });\n"
        "  if (types.R.toJson(types.R.fromJson(text)) !== text) throw new Error(name);\n"
        "  const many = `{${JSON.stringify(name)}:[${text}]}`;\n"
        "  if (types.O.toJson(types.O.fromJson(many)) !== many) throw new Error(name);\n"
        "  if (types.O.toJson(types.O.fromJson('{}')) !== '{}') throw new Error(name);\n"
        "  if (types.D.fromJson('{}')[name] !== 7) throw new Error(name);\n"
        "  const tagged = JSON.stringify({ [name]: { [name]: name } });\n"
        "  if (types.M.toJson(types.M.fromJson(tagged)) !== tagged) throw new Error(name);\n"
        "}\n"
        "console.log('done');"
    )
    assert node(tmp_path, script) == "done\n"


def test_names_of_every_objects_members_are_names_like_others(tmp_path: Path) -> None:
    record = {
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"const": "bad"}},
    }
    ops = {"echo": {"input": "T", "output": "T", "errors": ["__proto__", "toString"]}}
    agents: dict[str, object] = {"to-string": {"language": "javascript", "ops": ops}}
    types: dict[str, object] = {"T": {"type": "string"}, "__proto__": record, "toString": record}
    result = load_bytes("contract.json", document(types, agents))
    assert result.contract is not None, result.findings
    script = (
        'import { codecs, contract, types } from "./contract.js";\n'
        "const { errors } = contract.op('to-string.echo');\n"
        "console.log(Object.keys(codecs).join(), Object.keys(errors).join(),\n"
        "  types.Proto === codecs.__proto__, types.T.toJson('x'));"
    )
    expected = 'T,__proto__,toString __proto__,toString true "x"\n'
    assert node(written(result.contract, tmp_path), script) == expected


def test_an_imported_type_is_called_in_code_and_on_the_wire_by_its_own_names(
    tmp_path: Path, types: Path
) -> None:
    contract = shapes()
    wire = f"pc:billing@{contract.id}#Size"
    named = (
        replace(
            one,
            names=replace(one.names, wire=wire, javascript="BillingSize"),
            shape=replace(one.shape, rule=f"pc:billing@{contract.id}#/types/Size"),
            is_imported=True,
        )
        if one.names.wire == "Size"
        else one
        for one in contract.types
    )
    folder = written(replace(contract, types=tuple(named)), tmp_path)
    use = (
        'import { codecs, types } from "./contract.js";\n'
        "export const size: types.BillingSize = types.BillingSize.fromJson('2');\n"
        f"export const text: string = codecs[{json.dumps(wire)}].toJson(size);\n"
    )
    (folder / "use.ts").write_text(use, encoding="utf-8")
    assert type_errors(folder, types) == ""
    script = (
        'import { codecs, types } from "./contract.js";\n'
        "try { types.BillingSize.fromJson('9') } catch (error) {\n"
        f"  console.log(codecs[{json.dumps(wire)}] === types.BillingSize,\n"
        "    error.violations[0].rule.replace(/@pc1-[a-z2-7]{52}/, ''));\n"
        "}"
    )
    assert node(folder, script) == "true pc:billing#/types/Size/enum\n"


def test_the_second_form_of_a_type_never_takes_another_types_name(
    tmp_path: Path, types: Path
) -> None:
    filled = {"type": "object", "properties": {"n": {"type": "integer", "default": 7}}}
    result = load_bytes("contract.json", document({"A": filled, "AInit": {"type": "string"}}, {}))
    assert result.contract is not None, result.findings
    folder = written(result.contract, tmp_path)
    use = (
        'import { types } from "./contract.js";\n'
        "export const text: types.AInit = types.A.toJson({});\n"
        "export const n: number = types.A.fromJson(text).n;\n"
    )
    (folder / "use.ts").write_text(use, encoding="utf-8")
    assert type_errors(folder, types) == ""


def test_the_signer_is_equal_to_botocore_on_ten_thousand_requests() -> None:
    folder = ROOT / "conformance" / "sigv4"
    seed = os.environ.get("SEED", str(int.from_bytes(os.urandom(4))))
    sys.stderr.write(f"SEED={seed}\n")
    requests = subprocess.run(
        [sys.executable, folder / "generate.py", "--seed", seed], capture_output=True, check=True
    )
    done = subprocess.run(
        ["node", folder / "check.js"],
        input=requests.stdout,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == b"10000 requests\n"
