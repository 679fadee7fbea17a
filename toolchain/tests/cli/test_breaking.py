"""`peerc breaking` as a process: what it compares with, what it prints, what a waiver lets pass."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from .running import Done, peerc

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "breaking"
CONTRACT = """\
peer: 1
name: shop
version: 1.2.0

types:
  Order: {type: object, required: [item, count], properties: {item: {$ref: Item}, count: {$ref: N}}}
  N: {type: integer, minimum: 1, maximum: 99}
  Item: {type: string, minLength: 2, maxLength: 40}
  Receipt:
    type: object
    required: [state]
    properties: {state: {enum: [paid, open]}, note: {type: string}}

agents:
  till:
    language: python
    ops: {buy: {input: Order, output: Receipt, effect: idempotent, timeout_ms: 5000}}
"""
EDITS = (
    ("minLength: 2", "minLength: 3"),
    ("[paid, open]", "[paid, open, lost]"),
    ("timeout_ms: 5000", "timeout_ms: 4000"),
    (", note: {type: string}", ""),
)
LATER, PAST = "2999-12-31", "2020-01-31"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder under git whose contract was committed, then edited in four places."""
    write(tmp_path, CONTRACT)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    write(tmp_path, edited())
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    who = ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL")
    names = {f"GIT_{one}": "a@b.c" for one in who}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = os.environ | names | alone
    subprocess.run(["git", "-C", str(folder), *arguments], env=environment, check=True)


def edited(*edits: tuple[str, str]) -> str:
    text = CONTRACT
    for old, new in edits or EDITS:
        assert old in text
        text = text.replace(old, new)
    return text


def write(folder: Path, text: str) -> None:
    (folder / "contract.yaml").write_text(text, encoding="utf-8")


def breaking(folder: Path, *arguments: str, against: str = "git:main") -> Done:
    return peerc("breaking", "--against", against, *arguments, cwd=folder)


def waived(text: str, *waivers: tuple[str, str]) -> str:
    lines = (
        f'  - {{fingerprint: "{one}", reason: nobody calls it, expires: {day}}}\n'
        for one, day in waivers
    )
    return text + "x-pc-waivers:\n" + "".join(lines)


def fingerprints(done: Done) -> list[str]:
    return [one["fingerprint"] for one in json.loads(done.out)["findings"] if "rule" in one]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_each_format_is_exactly_its_golden_text(form: str, shop: Path) -> None:
    done = breaking(shop, "--format", form)
    golden = GOLDEN / f"shop.{form}"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(done.out, encoding="utf-8")
    assert done.out == golden.read_text(encoding="utf-8")
    assert (done.code, done.err) == (100, "")


def test_sarif_is_what_its_readers_ask_for(shop: Path) -> None:
    (run,) = json.loads(breaking(shop, "--format", "sarif").out)["runs"]
    rules = {one["id"] for one in run["tool"]["driver"]["rules"]}
    for result in run["results"]:
        assert result["ruleId"] in rules
        region = result["locations"][0]["physicalLocation"]["region"]
        assert min(region["startLine"], region["startColumn"]) >= 1
        assert result["partialFingerprints"]


def test_an_edit_that_breaks_nothing_says_so(shop: Path) -> None:
    write(shop, edited(("maxLength: 40", "maxLength: 41")))
    done = breaking(shop)
    assert (done.code, done.err) == (0, "")
    assert done.out == "contract.yaml breaks nothing of git:main\n"


@pytest.mark.parametrize("level", ["wire", "source", "behaviour"])
def test_a_level_looks_at_its_categories(level: str, shop: Path) -> None:
    done = breaking(shop, "--level", level, "--format", "json")
    expected = {"bound-narrowed", "enum-value-added"}
    if level != "wire":
        expected |= {"field-removed-optional"}
    if level == "behaviour":
        expected |= {"field-name-unreserved", "limit-tightened"}
    found = json.loads(done.out)["findings"]
    assert {one["rule"] for one in found if "rule" in one} == expected


def test_the_version_must_say_what_breaks(shop: Path) -> None:
    assert "version 1.2.0 after 1.2.0 promises that nothing breaks" in breaking(shop).out
    write(shop, edited(*EDITS, ("version: 1.2.0", "version: 2.0.0")))
    assert "PC1507" not in breaking(shop).out


def test_before_one_the_second_number_is_the_major_one(shop: Path) -> None:
    (shop / "old.yaml").write_text(edited(("1.2.0", "0.2.9")), encoding="utf-8")
    for version, is_refused in (("0.2.10", True), ("0.3.0", False), ("1.0.0", False)):
        write(shop, edited(*EDITS, ("1.2.0", version)))
        assert ("PC1507" in breaking(shop, against="old.yaml").out) is is_refused


def test_waivers_let_their_findings_pass_and_still_ask_for_a_version(shop: Path) -> None:
    all_of_them = fingerprints(breaking(shop, "--format", "json"))
    text = waived(edited(), *((one, LATER) for one in all_of_them))
    write(shop, text)
    done = breaking(shop)
    assert done.code == 100
    assert re.findall(r"\[PC\d+\]", done.out) == ["[PC1507]"]
    write(shop, text.replace("version: 1.2.0", "version: 2.0.0"))
    done = breaking(shop)
    assert (done.code, done.out) == (0, "contract.yaml breaks nothing of git:main, 5 waived\n")
    listed = json.loads(breaking(shop, "--format", "json").out)["waived"]
    assert {one["fingerprint"] for one in listed} == set(all_of_them)


def test_an_expired_waiver_is_an_error_beside_its_finding(shop: Path) -> None:
    first = fingerprints(breaking(shop, "--format", "json"))[0]
    write(shop, waived(edited(), (first, PAST)))
    done = breaking(shop)
    assert f"error[PC1505]: the waiver of {first} expired on {PAST}" in done.out
    assert first in done.out.replace(f"waiver of {first}", "")


def test_a_waiver_of_nothing_is_a_warning(shop: Path) -> None:
    write(shop, waived(CONTRACT, ("0123456789abcdef", LATER)))
    done = breaking(shop)
    assert done.code == 0
    assert "warning[PC1506]: the waiver 0123456789abcdef waives nothing" in done.out


@pytest.mark.parametrize(("waiver", "said"), [
    ("{fingerprint: xyz, reason: r, expires: 2027-01-01}", "16 hexadecimal digits"),
    ('{fingerprint: "0123456789abcdef", reason: " ", expires: 2027-01-01}', "1 to 500 characters"),
    ('{fingerprint: "0123456789abcdef", reason: r, expires: 2027-02-29}', "a date"),
    ('{fingerprint: "0123456789abcdef", reason: r}', "needs `expires`"),
    ('{fingerprint: "0123456789abcdef", reason: r, expires: 2027-01-01, by: me}', "no member `by`"),
    ("[a]", "a waiver is a mapping"),
])  # fmt: skip
def test_a_waiver_that_is_no_waiver_is_refused_with_its_place(
    waiver: str, said: str, shop: Path
) -> None:
    write(shop, f"{CONTRACT}x-pc-waivers: [{waiver}]\n")
    done = peerc("check", "contract.yaml", cwd=shop)
    assert done.code == 100
    assert said in done.out
    assert "contract.yaml:18:" in done.out


def test_a_waiver_twice_is_refused(shop: Path) -> None:
    write(shop, waived(CONTRACT, ("0123456789abcdef", LATER), ("0123456789abcdef", PAST)))
    assert "waived once" in peerc("check", "contract.yaml", cwd=shop).out


def test_waivers_are_no_part_of_the_hash(shop: Path) -> None:
    write(shop, CONTRACT)
    before = peerc("hash", cwd=shop).out
    write(shop, waived(CONTRACT, ("0123456789abcdef", LATER)))
    assert peerc("hash", cwd=shop).out.split("\n")[0] == before.split("\n")[0]


def test_a_form_on_disk_or_by_its_hash_is_compared_with(shop: Path) -> None:
    write(shop, CONTRACT)
    reference = peerc("vendor", "contract.yaml", cwd=shop)
    assert reference.code == 0, reference.err
    (form,) = (shop / "contracts").glob("*.json")
    identity = reference.out.split("@")[1].split("#")[0]
    write(shop, edited())
    wire = breaking(shop, "--level", "wire", "--format", "json")
    for against in (
        f"hash:{identity}",
        identity,
        f"hash:{identity[:20]}",
        f"contracts/{form.name}",
    ):
        done = breaking(shop, "--level", "wire", "--format", "json", against=against)
        assert fingerprints(done) == fingerprints(wire), against
        assert "PC1507" not in done.out


def test_a_contract_that_moved_is_found_where_it_was(shop: Path) -> None:
    (shop / "api").mkdir()
    (shop / "contract.yaml").rename(shop / "api" / "contract.yaml")
    lost = breaking(shop / "api")
    assert (lost.code, lost.out) == (2, "")
    assert "name where it was then: `git:REF:path/of/contract.yaml`" in lost.err
    found = breaking(shop / "api", against="git:main:contract.yaml")
    assert found.code == 100


@pytest.mark.parametrize(("against", "said"), [
    ("git:nowhere", "name a commit, branch or tag"),
    ("git:", "is no revision"),
    ("git:--output=x", "is no revision"),
    ("nothing.yaml", "nothing.yaml cannot be read"),
    ("hash:short", "is no contract hash"),
    ("hash:pc1-aaaaaaaaaaaaaaaa", "there is no such file"),
])  # fmt: skip
def test_what_cannot_be_compared_with_says_what_to_name(
    against: str, said: str, shop: Path
) -> None:
    done = breaking(shop, against=against)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "help: " in done.err


def test_an_older_contract_with_errors_is_named_with_its_line(shop: Path) -> None:
    (shop / "old.yaml").write_text(CONTRACT.replace("Item}", "Item2}"), encoding="utf-8")
    done = breaking(shop, against="old.yaml")
    assert done.code == 2
    assert "old.yaml has errors" in done.err
    assert "line 6" in done.err


def test_a_form_that_was_changed_is_none(shop: Path) -> None:
    form = peerc("hash", "--form", "contract.yaml", cwd=shop).out.strip()
    (shop / "form.json").write_text(form.replace('"shop"', '"Shop"'), encoding="utf-8")
    done = breaking(shop, against="form.json")
    assert done.code == 2
    assert "form.json has errors" in done.err


def test_a_new_contract_with_errors_shows_them_and_judges_nothing(shop: Path) -> None:
    write(shop, CONTRACT.replace("Item}", "Item2}"))
    done = breaking(shop)
    assert done.code == 100
    assert "PC1305" in done.out or "Item2" in done.out
    assert "PC15" not in done.out


def test_without_git_it_says_that_there_is_none(shop: Path) -> None:
    done = peerc("breaking", "--against", "git:main", cwd=shop, PATH="/nonexistent")
    assert done.code == 2
    assert "there is no `git` on the PATH" in done.err


FORWARD = """\
peer: 1
name: wires
types:
  Wide: {type: object, required: [n], properties: {n: {type: integer, minimum: 0, maximum: %s}}}
  Narrow: {type: object, required: [n], properties: {n: {type: integer, minimum: 0, maximum: 9}}}
agents:
  a:
    language: python
    calls: [b.take]
    ops: {give: {input: Narrow, output: Wide, forward: b.take}}
  b:
    language: rust
    ops: {take: {input: Narrow, output: Narrow}}
"""


def test_what_is_forwarded_must_always_be_an_input_of_its_target(shop: Path) -> None:
    write(shop, FORWARD % 10)
    done = peerc("check", "contract.yaml", cwd=shop)
    assert done.code == 100
    assert '`a.give` is not always an input of `b.take`: `{"n":10}`' in done.out
    write(shop, FORWARD % 9)
    assert peerc("check", "contract.yaml", cwd=shop).code == 0
