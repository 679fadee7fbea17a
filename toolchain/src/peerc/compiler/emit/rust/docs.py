"""Descriptions as doc comments; every item has one, for `missing_docs` and for the reader."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, comment_lines


def doc(text: ir.Doc, otherwise: str) -> Code:
    """`///` lines: the contract's own words, or `otherwise` where it has none; `#[deprecated]`."""
    words = "\n\n".join(part for part in (text.title, text.description) if part.strip())
    lines = comment_lines(words or otherwise, "/// ")
    return code("{lines}\n#[deprecated]", lines=lines) if text.deprecated else lines
