"""What the types of a contract have in common: JSON text of their own, and labels."""

from __future__ import annotations

from peerc.compiler.code import Code

_JSON = """\
    /// Reads it from JSON text.
    pub fn from_json(text: &str) -> Result<Self, stub::PeerError> {
        stub::Codec { decode: Self::decode, encode: Self::encode }.from_json(text)
    }

    /// Writes it as JSON text.
    pub fn to_json(&self) -> Result<String, stub::PeerError> {
        stub::Codec { decode: Self::decode, encode: Self::encode }.to_json(self)
    }
"""

_HIDDEN = """\
    fn decode(v: &stub::Value<'_>, at: &stub::Path<'_>, e: &mut stub::Errors) -> Option<Self> {
        stub::read::hidden(v, at, e, Self::decode_shown)
    }

    fn encode(&self, at: &stub::Path<'_>, w: &mut stub::Writer) {
        stub::write::hidden(self, at, w, Self::encode_shown);
    }
"""


def json() -> Code:
    """`from_json` and `to_json` of a type that has `decode` and `encode`."""
    return Code(_JSON)


def hidden(has_label: bool) -> dict[str, Code]:
    """The places `decode`, `encode`, `hidden` of a template: a label stands around both."""
    if not has_label:
        return {"decode": Code("decode"), "encode": Code("encode"), "hidden": Code("")}
    return {
        "decode": Code("decode_shown"),
        "encode": Code("encode_shown"),
        "hidden": Code("\n" + _HIDDEN),
    }
