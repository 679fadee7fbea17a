"""`x-pc-label` and `x-pc-names`: what is said of a schema, an agent or an operation."""

from __future__ import annotations

import re

from peerc.compiler import reserved
from peerc.compiler.checks.keywords import LABELS
from peerc.compiler.checks.reading import bad_value, closed, mapping, report, text
from peerc.compiler.checks.site import PROPERTY, TYPE
from peerc.compiler.diagnostics import Findings, bounded
from peerc.compiler.model import Given
from peerc.compiler.tree import Mapping, Node, text_of

_LANGUAGES = ("python", "javascript", "rust")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")
_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]{0,63}\Z")
_TAKEN = {
    "python": reserved.PYTHON_FIELDS | reserved.PYTHON_TYPES | reserved.PYTHON_MODULES,
    "javascript": reserved.JAVASCRIPT_CONSTANTS | reserved.JAVASCRIPT_TYPES,
    "rust": reserved.RUST_MODULES | reserved.RUST_TYPES,
}


def label(findings: Findings, at: Mapping) -> str | None:
    """`pii` or `secret`."""
    node = at.get("x-pc-label")
    if node is None:
        return None
    word = text_of(node)
    if word in LABELS:
        return word
    hint = findings.suggest(word or "", LABELS, "write `pii` or `secret`")
    bad_value(findings, node, "`x-pc-label`", "`pii` or `secret`", hint)
    return None


def given(findings: Findings, at: Mapping, form: str, place: str) -> Given | None:
    """Names for a schema: of a type, a property, or by value of an enum's members."""
    node = at.get("x-pc-names")
    if node is None:
        return None
    languages = _languages(findings, node)
    if languages is None:
        return None
    names: dict[str, str] = {}
    variants: dict[str | int, str] = {}
    for language, member in languages.members.items():
        if language not in _LANGUAGES:
            continue
        if isinstance(member.value, Mapping):
            variants = _variants(findings, at, language, member.value, form)
        elif place not in (TYPE, PROPERTY):
            found = f"x-pc-names.{language}"
            report(findings, "PC1321", member.key, found=found, type="a schema without a name")
        elif place == PROPERTY and language == "javascript":
            found = "x-pc-names.javascript"
            report(findings, "PC1321", member.key, found=found, type="a property")
        else:
            names[language] = identifier(findings, member.value, language, place == TYPE)
    return _made(node, names, variants)


def named(findings: Findings, at: Mapping) -> Given | None:
    """Names for an agent or an operation."""
    node = at.get("x-pc-names")
    languages = None if node is None else _languages(findings, node)
    if node is None or languages is None:
        return None
    names = {
        language: identifier(findings, member.value, language)
        for language, member in languages.members.items()
        if language in _LANGUAGES
    }
    return _made(node, names, {})


def _made(node: Node, names: dict[str, str], variants: dict[str | int, str]) -> Given:
    python, javascript, rust = (names.get(language, "") for language in _LANGUAGES)
    return Given(node, python, javascript, rust, variants)


def _languages(findings: Findings, node: Node) -> Mapping | None:
    hint = "write `{python: name}`, with `javascript` and `rust` where needed"
    languages = mapping(findings, node, "`x-pc-names`", hint)
    if languages is not None:
        closed(findings, languages, "`x-pc-names`", _LANGUAGES, {})
    return languages


def identifier(findings: Findings, node: Node, language: str, is_type: bool = False) -> str:
    """A name that the language takes as it is; "" after PC1205."""
    name = text(findings, node, f"a name in `x-pc-names.{language}`")
    if name is None:
        return ""
    problem = ""
    if not _IDENTIFIER.match(name):
        problem = "a name for code has 1 to 64 letters, digits and _, and starts with a letter"
    elif is_type and not _PASCAL.match(name):
        problem = "a name of a type is written `LikeThis`"
    elif name in _TAKEN[language]:
        problem = f"generated code for {language} uses it itself"
    if problem:
        fields = {"found": bounded(name), "problem": problem, "suggestion": "use another name"}
        report(findings, "PC1205", node, **fields)
        return ""
    return name


def _variants(
    findings: Findings, at: Mapping, language: str, node: Mapping, form: str
) -> dict[str | int, str]:
    """`{rust: {"+": Plus}}`: the other languages write an enum's member as its literal."""
    if form != "enum" or language != "rust":
        found = f"x-pc-names.{language} by value"
        kind = "an enum in that language" if form == "enum" else "what is no enum"
        report(findings, "PC1321", node, found=found, type=kind)
        return {}
    values = {str(one.value): one.value for one in getattr(at.get("enum"), "items", ())}
    variants: dict[str | int, str] = {}
    for key, member in node.members.items():
        name = identifier(findings, member.value, language, is_type=True)
        if key not in values:
            hint = findings.suggest(key, values, "name a member of the enum")
            fields = {"what": "the enum's member", "found": bounded(key), "suggestion": hint}
            report(findings, "PC1201", member.key, **fields)
        elif name:
            variants[values[key]] = name
    return variants
