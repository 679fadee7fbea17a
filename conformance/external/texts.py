"""JSONTestSuite and the vectors of RFC 8785, which stand beside the checkout or nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from external.verdicts import ORACLE, Case

# Their members are duplicates: refused by the strict profile (spec/canonical.md J9).
DUPLICATES = ("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json")
# Of those that may go either way: numbers that a double has, nearest or as zero.
ACCEPTED = frozenset(
    f"i_number_{name}.json"
    for name in (
        *("double_huge_neg_exp", "real_underflow", "too_big_neg_int", "too_big_pos_int"),
        "very_big_negative_int",
    )
)
COUNTS = {"y_": 95, "n_": 188, "i_": 35}


def parsing() -> Iterator[Case]:
    """Each file of test_parsing, as its bytes."""
    for path in sorted((ORACLE / "JSONTestSuite" / "test_parsing").iterdir()):
        is_well_formed = path.name.startswith("y_") and path.name not in DUPLICATES
        is_accepted = is_well_formed or path.name in ACCEPTED
        yield Case(path.name, "json_text", {"hex": path.read_bytes().hex()}, is_accepted)


def canonical() -> Iterator[Case]:
    """Each input of the vectors, and the text that it must become."""
    for path in sorted((ORACLE / "jcs" / "input").iterdir()):
        expected = (ORACLE / "jcs" / "output" / path.name).read_text(encoding="utf-8")
        given = {"text": path.read_text(encoding="utf-8")}
        yield Case(f"jcs {path.stem}", "canonical", given, True, expected)
