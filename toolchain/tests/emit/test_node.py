"""The JavaScript emitter: golden stubs, types that hold user code, texts that cannot break out.

`UPDATE_GOLDEN=1` writes the golden files anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from peerc.compiler import ir
from peerc.compiler.pipeline import emit, load, load_bytes

ROOT = Path(__file__).resolve().parents[3]
STUBS = ROOT / "toolchain" / "tests" / "golden" / "stubs"
USER = Path(__file__).parent / "node_user"
RUNTIME = ROOT / "runtimes" / "node"
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
    command = [TSC, "-p", RUNTIME / "tsconfig.json", "--outDir", folder]
    subprocess.run(command, env=ENVIRONMENT, check=True)
    return folder


def test_the_golden_stubs_are_what_the_contract_gives() -> None:
    for file in emit(golden(), "javascript"):
        path = STUBS / "node" / file.path
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(file.content, encoding="utf-8")
        assert file.content == path.read_text(encoding="utf-8")


def test_the_stubs_of_the_runtime_tests_are_what_their_contract_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = RUNTIME / "test" / "field_notes"
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
    command = [sys.executable, "-c", script, STUBS / "contract.yaml"]
    output = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    expected = "".join(file.content for file in emit(golden(), "javascript"))
    assert output.stdout.decode() == expected


def test_user_code_that_keeps_the_contract_has_no_type_error(tmp_path: Path, types: Path) -> None:
    folder = written(golden(), tmp_path)
    (folder / "good.ts").write_text(
        (USER / "good.ts").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert type_errors(folder, types) == ""


def test_user_code_that_breaks_the_contract_is_a_type_error(tmp_path: Path, types: Path) -> None:
    folder = written(golden(), tmp_path)
    (folder / "bad.ts").write_text((USER / "bad.ts").read_text(encoding="utf-8"), encoding="utf-8")
    assert type_errors(folder, types) == ""  # each line has the directive that expects it


def test_adding_an_optional_field_changes_only_its_type() -> None:
    source = (STUBS / "contract.yaml").read_text(encoding="utf-8")
    field = "          zip: {type: integer}\n"
    longer = source.replace(field, f"{field}          zone: {{type: string}}\n")
    assert longer != source
    before = emit(golden(), "javascript")
    result = load_bytes("contract.yaml", longer.encode())
    assert result.contract is not None, result.findings
    for old, new in zip(before, emit(result.contract, "javascript"), strict=True):
        gone = set(old.content.split("\n")) - set(new.content.split("\n"))
        come = set(new.content.split("\n")) - set(old.content.split("\n"))
        assert 0 < len(gone) + len(come) <= 16


def traps() -> Iterator[tuple[str, bytes]]:
    """Contracts whose every name or text is a trap."""
    texts = {
        f"Text{i}": {"enum": [text, "ok"], "title": text, "description": text}
        for i, text in enumerate(INJECTIONS)
    }
    consts = {
        f"Const{i}": {
            "type": "object",
            "description": text,
            "properties": {"only": {"const": text, "description": text}},
        }
        for i, text in enumerate(INJECTIONS)
    }
    ops = {"run_it": {"input": "Text0", "output": "Const0", "description": "\n".join(INJECTIONS)}}
    agent = {"language": "javascript", "description": "*/ process.exit(9)", "ops": ops}
    yield "texts", document(texts | consts, {"only": agent})
    for name in TRAPS:
        record = {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}
        optional = {
            "type": "object",
            "properties": {name: {"type": "array", "items": {"$ref": "R"}}},
        }
        yield name, document({"R": record, "O": optional}, {})


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
        "const ok = texts.every((text, i) =>\n"
        "  types[`Text${i}`].fromJson(JSON.stringify(text)) === text &&\n"
        "  types[`Const${i}`].fromJson(JSON.stringify({ only: text })).only === text);\n"
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
    agents = {"to-string": {"language": "javascript", "ops": ops}}
    types = {"T": {"type": "string"}, "__proto__": record, "toString": record}
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
