"""The page of a contract: a golden file, and texts that stay texts.

`UPDATE_GOLDEN=1` writes the golden file anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from peerc.compiler import ir, pipeline
from peerc.compiler.emit.markdown.text import anchor, code, prose

from .test_hostile import TEXTS, contract_of, loaded

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PAGES = [GOLDEN / "dialect", GOLDEN / "stubs"]


def page(contract: ir.Contract) -> str:
    (file,) = pipeline.emit(contract, "docs")
    return file.content


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_the_golden_page_is_what_the_emitter_writes(folder: Path) -> None:
    contract = pipeline.load(folder / "contract.yaml").contract
    assert contract is not None
    golden = folder / "contract.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(page(contract), encoding="utf-8")
    assert page(contract) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_every_link_leads_to_a_heading(folder: Path) -> None:
    contract = pipeline.load(folder / "contract.yaml").contract
    assert contract is not None
    text = page(contract)
    headings = {anchor(one) for one in re.findall(r"^#+ (.*)$", text, re.M)}
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= headings


def test_texts_of_a_contract_are_no_markup_and_keep_the_tables_whole() -> None:
    text = page(loaded(contract_of(TEXTS)))
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", text)  # of code spans
    assert not re.search(r"<(?!!-- Code generated)[a-z/!]", outside)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    widths = {len(re.findall(r"(?<!\\)\|", line)) for line in rows}
    assert widths == {3, 5}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\ufeff]", text)


@pytest.mark.parametrize(("text", "shown"), [
    ("a *b* [c](d)", r"a \*b\* \[c\](d)"),
    ("<script>", "&lt;script&gt;"),
    ("a\n# b", "a # b"),
    ("a|b", r"a\|b"),
    ("well-known (1.0)!", "well-known (1.0)!"),
])  # fmt: skip
def test_prose_shows_markup_as_it_is(text: str, shown: str) -> None:
    assert prose(text) == shown


@pytest.mark.parametrize(("text", "shown"), [
    ("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("", "`   `"), ("a|b", r"`a\|b`"),
    ("\n", r"`\u000a`"),
])  # fmt: skip
def test_a_code_span_holds_any_text(text: str, shown: str) -> None:
    assert code(text) == shown
