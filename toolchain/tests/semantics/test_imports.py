"""Imports: types of another contract by its hash, and every way in which that does not resolve."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from peerc.compiler import imports, ir, pipeline

BILLING = """\
peer: 1
name: billing
types:
  Money: {type: object, required: [amount], properties: {amount: {type: number, minimum: 0.5},
    currency: {$ref: Currency}, part: {type: object, properties: {a: {enum: [x, y]}}}}}
  Currency: {enum: [USD, EUR]}
  Unused: {type: string}
"""


def write(folder: Path, source: str) -> str:
    """Vendors a contract as `peerc vendor` does; gives the start of references to its types."""
    own = imports.folder(folder / imports.FOLDER)
    contract = pipeline.load_bytes("other.yaml", source.encode(), own).contract
    assert contract is not None
    (folder / imports.FOLDER).mkdir(exist_ok=True)
    name = imports.file_name(contract.name, contract.id)
    (folder / imports.FOLDER / name).write_bytes(contract.form)
    return f"pc:{contract.name}@{contract.id}#"


def load(folder: Path, types: str) -> pipeline.Result:
    path = folder / "contract.yaml"
    path.write_text(f"peer: 1\nname: shop\ntypes:\n{types}\n", encoding="utf-8")
    return pipeline.load(path)


def good(folder: Path, types: str) -> ir.Contract:
    result = load(folder, types)
    assert result.contract is not None, result.findings
    return result.contract


def refusal(folder: Path, types: str) -> tuple[str, str, str]:
    """Code, message and hint of the one finding."""
    [finding] = load(folder, types).findings
    assert finding.pointer.startswith("/types/")
    return finding.code, finding.message, finding.hint


def test_an_imported_type_comes_with_what_it_needs_and_no_more(tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    contract = good(tmp_path, f"  Order: {{$ref: '{start}Money'}}")
    names = {one.names.wire: (one.names.python, one.is_imported) for one in contract.types}
    assert names == {
        "Order": ("Order", False),
        f"{start}Currency": ("BillingCurrency", True),
        f"{start}Money": ("BillingMoney", True),
    }


def test_rules_of_an_imported_type_point_into_its_own_contract(tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    contract = good(tmp_path, f"  Order: {{$ref: '{start}Money'}}")
    [money] = [one.shape for one in contract.types if one.names.wire == f"{start}Money"]
    assert isinstance(money, ir.Record)
    assert money.rule == f"{start}/types/Money"
    part = next(one.shape for one in money.fields if one.names.wire == "part")
    assert isinstance(part, ir.Record)
    assert part.names.rust == "BillingMoneyPart"
    assert part.rule == f"{start}/types/Money/properties/part"


def test_the_form_holds_the_reference_and_not_what_it_names(tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    form = good(tmp_path, f"  Order: {{$ref: '{start}Money'}}").form.decode()
    assert f'"types":{{"Order":{{"$ref":"{start}Money"}}}}' in form


def test_an_import_of_an_import_is_found_in_the_same_folder(tmp_path: Path) -> None:
    inner = write(tmp_path, "peer: 1\nname: tax\ntypes: {Rate: {type: number}}\n")
    outer = write(tmp_path, f"peer: 1\nname: bill\ntypes: {{Tax: {{$ref: '{inner}Rate'}}}}\n")
    contract = good(tmp_path, f"  T: {{$ref: '{outer}Tax'}}")
    assert {one.names.python for one in contract.types} == {"T", "BillTax", "TaxRate"}


@pytest.mark.parametrize("language", ["python", "javascript", "rust"])
def test_every_language_gets_stubs_of_imported_types(language: str, tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    files = pipeline.emit(good(tmp_path, f"  Order: {{$ref: '{start}Money'}}"), language)
    assert any("BillingMoneyPart" in file.content for file in files)


def test_an_operation_may_take_an_imported_type(tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    op = f"{{input: '{start}Money', output: T}}"
    agents = f"agents: {{a: {{language: rust, ops: {{go: {op}}}}}}}"
    contract = good(tmp_path, f"  T: {{type: string}}\n{agents}")
    assert contract.agents[0].ops[0].input == f"{start}Money"


def test_no_file_of_that_name(tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    [file] = (tmp_path / imports.FOLDER).iterdir()
    file.unlink()
    code, message, hint = refusal(tmp_path, f"  T: {{$ref: '{start}Money'}}")
    assert code == "PC1202"
    assert f"there is no `contracts/{file.name}`" in message
    assert "peerc vendor" in hint


def test_a_file_of_another_hash(tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    [file] = (tmp_path / imports.FOLDER).iterdir()
    file.write_bytes(file.read_bytes().replace(b"Unused", b"Useful"))
    code, message, _ = refusal(tmp_path, f"  T: {{$ref: '{start}Money'}}")
    assert code == "PC1202"
    assert "has the hash `pc1-" in message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b"{",
        b'{"agents":{},"name":"billing","peer":1}',
        b'{"agents":{},"name":"billing","peer":2,"types":{}}',
        b'{"agents":{},"name":"billing","peer":1,"types":{"Money":{"type":"map"}}}',
        b'{"agents":{},"name":"billing","peer":1,"types":{"Money":{"$ref":"Gone"}}}',
        b'{"agents":{},"name":"billing","peer":1,"types":{"Money":{"enum":["a"]}}}',
        b'{"agents": {},"name":"billing","peer":1,"types":{"Money":{"type":"string"}}}',
        b'{"agents":{},"name":"billing","peer":1,"types":{"Money":{"title":"a","type":"string"}}}',
        b'{"agents":{},"name":"billing","peer":1,"types":7}',
    ],
)
def test_a_file_that_is_no_contract_form(content: bytes, tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    [file] = (tmp_path / imports.FOLDER).iterdir()
    file.write_bytes(content)
    code, message, _ = refusal(tmp_path, f"  T: {{$ref: '{start}Money'}}")
    assert code == "PC1202"
    assert "is no contract form: " in message


def test_a_type_that_the_contract_does_not_have(tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    code, message, hint = refusal(tmp_path, f"  T: {{$ref: '{start}Moneys'}}")
    assert code == "PC1202"
    assert "has no type `Moneys`" in message
    assert hint == "did you mean `Money`?"


def test_a_chain_of_too_many_imports(tmp_path: Path) -> None:
    start = write(tmp_path, "peer: 1\nname: c0\ntypes: {T: {type: string}}\n")
    for number in range(1, imports.DEPTH_MAX):
        source = f"peer: 1\nname: c{number}\ntypes: {{T: {{$ref: '{start}T'}}}}\n"
        start = write(tmp_path, source)
    assert good(tmp_path, f"  A: {{$ref: '{start}T'}}")
    start = write(tmp_path, f"peer: 1\nname: last\ntypes: {{T: {{$ref: '{start}T'}}}}\n")
    code, message, _ = refusal(tmp_path, f"  A: {{$ref: '{start}T'}}")
    assert code == "PC1202"
    assert f"a chain of {imports.DEPTH_MAX} imports" in message


def test_a_type_of_ones_own_with_the_name_of_an_imported_one(tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    types = f"  BillingMoney: {{type: string}}\n  Order: {{$ref: '{start}Money'}}"
    code, message, _ = refusal(tmp_path, types)
    assert code == "PC1204"
    assert "BillingMoney" in message


def test_a_default_of_an_imported_type_is_checked(tmp_path: Path) -> None:
    start = write(tmp_path, BILLING)
    field = f"{{$ref: '{start}Currency', default: GBP}}"
    assert refusal(tmp_path, f"  T: {{type: object, properties: {{c: {field}}}}}")[0] == "PC1316"


def peerc(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "peerc", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_vendor_writes_the_form_and_prints_the_reference_and_is_idempotent(tmp_path: Path) -> None:
    (tmp_path / "billing.yaml").write_text(BILLING, encoding="utf-8")
    (tmp_path / "shop").mkdir()
    first = peerc(tmp_path / "shop", "vendor", "../billing.yaml")
    again = peerc(tmp_path / "shop", "vendor", "../billing.yaml")
    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    assert first.stdout == again.stdout
    start = first.stdout.removeprefix("$ref: ").strip()
    assert "there already" in again.stderr
    assert good(tmp_path / "shop", f"  T: {{$ref: '{start}Money'}}")


def test_vendor_takes_a_form_and_brings_what_it_imports(tmp_path: Path) -> None:
    inner = write(tmp_path, "peer: 1\nname: tax\ntypes: {Rate: {type: number, minimum: 0.5}}\n")
    outer = write(tmp_path, f"peer: 1\nname: bill\ntypes: {{Tax: {{$ref: '{inner}Rate'}}}}\n")
    [form] = (tmp_path / imports.FOLDER).glob("bill-*.json")
    (tmp_path / "shop").mkdir()
    done = peerc(tmp_path / "shop", "vendor", str(form))
    assert done.stdout == f"$ref: {outer}\n", done.stderr
    assert good(tmp_path / "shop", f"  T: {{$ref: '{outer}Tax'}}")


def test_vendor_refuses_a_contract_with_errors_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "billing.yaml").write_text("peer: 1\nname: b\ntypes: {T: {type: map}}\n")
    done = peerc(tmp_path, "vendor", "billing.yaml")
    assert (done.returncode, done.stdout) == (100, "")
    assert "PC1303" in done.stderr
    assert not (tmp_path / imports.FOLDER).exists()


def test_vendor_says_what_it_cannot_read(tmp_path: Path) -> None:
    done = peerc(tmp_path, "vendor", "gone.yaml")
    assert done.returncode == 2
    assert "error[PC7001]" in done.stderr
