"""What an import says it could not keep: four kinds of loss, and the table of keywords."""

from __future__ import annotations

from dataclasses import dataclass, field

from peerc.compiler import catalogue
from peerc.compiler.diagnostics import Finding, Source, bounded, shown
from peerc.compiler.tree import Node

NARROWED, WIDENED, ANNOTATION, REFUSED = "narrowed", "widened", "annotation dropped", "refused"

# keyword -> what happens to it; docs/import.md shows this table, a test holds the two together.
KEPT, MERGED, REWRITTEN = "kept", "merged", "rewritten"
KEYWORDS: dict[str, tuple[str, str]] = {
    "type": (KEPT, "a list becomes a nullable type or a union; absent, it is told from the rest"),
    "properties": (KEPT, "names that are not 1 to 128 printable ASCII characters are left out"),
    "required": (KEPT, "a name without a schema is refused: it would hold anything"),
    "additionalProperties": (REWRITTEN, "alone a map; beside `properties` the record is closed"),
    "patternProperties": (REWRITTEN, "alone a map with a pattern for names; else left out"),
    "propertyNames": (KEPT, "of a map, its `pattern`; the rest is dropped"),
    "minProperties": (KEPT, "of a map; of a record dropped where it says something"),
    "maxProperties": (KEPT, "of a map; of a record dropped where it says something"),
    "items": (KEPT, "a list of schemas (to draft 2019-09) is a tuple"),
    "prefixItems": (KEPT, "a tuple has all of its items and no more"),
    "additionalItems": (REWRITTEN, "a tuple is closed"),
    "minItems": (KEPT, ""),
    "maxItems": (KEPT, ""),
    "uniqueItems": (KEPT, "of strings, integers and enums; else dropped"),
    "minLength": (KEPT, ""),
    "maxLength": (KEPT, ""),
    "pattern": (KEPT, "lazy quantifiers and named groups are rewritten; else dropped"),
    "format": (KEPT, "of the closed list, on strings; else dropped"),
    "contentEncoding": (KEPT, "base64; else dropped"),
    "minimum": (KEPT, "a fraction is rounded inwards for an integer"),
    "maximum": (KEPT, "a fraction is rounded inwards for an integer"),
    "exclusiveMinimum": (KEPT, "`true` (draft 4) turns `minimum` into it"),
    "exclusiveMaximum": (KEPT, "`true` (draft 4) turns `maximum` into it"),
    "multipleOf": (KEPT, "whole numbers; a number with it is an integer; a fraction is dropped"),
    "enum": (KEPT, "strings and safe integers; other members are left out"),
    "const": (KEPT, "a string or a safe integer; a boolean becomes any boolean"),
    "$ref": (KEPT, "inside the file; the target becomes a named type. Elsewhere: refused"),
    "$defs": (KEPT, "what is referred to becomes a named type"),
    "definitions": (KEPT, "what is referred to becomes a named type"),
    "allOf": (MERGED, "where all parts can hold at once; else refused"),
    "oneOf": (REWRITTEN, "enum, nullable type, union of kinds or of tagged records; else refused"),
    "anyOf": (REWRITTEN, "as `oneOf`; an arm that another one holds is left out"),
    "nullable": (REWRITTEN, "`type: [T, null]`"),
    "discriminator": (REWRITTEN, "the tag is found in the records"),
    "default": (KEPT, "on an optional property, a scalar, `[]` or `{}` that fits; else dropped"),
    "title": (KEPT, ""),
    "description": (KEPT, ""),
    "deprecated": (KEPT, ""),
    "examples": (KEPT, "those that fit"),
    "example": (REWRITTEN, "`examples`"),
    "not": (WIDENED, ""),
    "if": (WIDENED, ""),
    "then": (WIDENED, ""),
    "else": (WIDENED, ""),
    "contains": (WIDENED, ""),
    "minContains": (WIDENED, ""),
    "maxContains": (WIDENED, ""),
    "dependencies": (WIDENED, ""),
    "dependentRequired": (WIDENED, ""),
    "dependentSchemas": (WIDENED, ""),
    "unevaluatedItems": (WIDENED, ""),
    "unevaluatedProperties": (KEPT, "`false` is what a closed record is"),
    "$dynamicRef": (REFUSED, ""),
    "$recursiveRef": (REFUSED, ""),
    "readOnly": (ANNOTATION, ""),
    "writeOnly": (ANNOTATION, ""),
    "contentMediaType": (ANNOTATION, ""),
    "contentSchema": (ANNOTATION, ""),
}
# What names a schema and says nothing about values.
SILENT = frozenset(
    {
        *("$schema", "$id", "id", "$anchor", "$comment", "$vocabulary"),
        *("$dynamicAnchor", "$recursiveAnchor"),
    }
)
_HINTS = {
    NARROWED: "fewer values fit than before: widen the type by hand where they are needed",
    WIDENED: "more values fit than before: check the rest in the agent's code",
    ANNOTATION: "nothing about values changes",
    REFUSED: "write this type by hand, or leave it out with --partial",
}


class Refused(Exception):
    """A schema that the dialect cannot express. Changes nothing; `said` = reported already."""

    def __init__(self, node: Node, problem: str, hint: str = "", said: bool = False) -> None:
        super().__init__(problem)
        self.node, self.problem, self.hint, self.said = node, problem, hint, said


@dataclass(slots=True)
class Losses:
    """The collector of one import; one finding a place and text."""

    source: Source
    found: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def report(self, kind: str, node: Node, found: str, problem: str, hint: str = "") -> None:
        """A loss of one kind at `node`; only what is refused is an error."""
        span = self.source.span(node.start, node.end)
        fields = {"found": shown(bounded(found)), "problem": f"{kind}: {shown(problem)}"}
        key = (node.pointer, fields["found"] + fields["problem"])
        self.found[key] = Finding(
            code="PC1603",
            level="error" if kind == REFUSED else "warning",
            message=catalogue.fill(catalogue.entry("PC1603").text, fields),
            file=self.source.file,
            span=span,
            pointer=node.pointer,
            hint=hint or _HINTS[kind],
            excerpt=self.source.line(span.line),
        )

    def sorted(self) -> tuple[Finding, ...]:
        """By place."""
        order = sorted(self.found.values(), key=lambda f: (f.span.line, f.span.column, f.message))
        return tuple(order)
