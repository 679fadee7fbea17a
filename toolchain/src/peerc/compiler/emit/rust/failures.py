"""An agent's `Error`: one variant a declared error, and what turns a peer's error into it."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import Code, code, ident, indent, join, rust_literal
from peerc.compiler.emit.rust.docs import doc
from peerc.compiler.emit.rust.shapes import Shapes

_ERROR = """\
/// What keeps an operation of this agent from its output.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {{
{variants}
    /// A peer's error, a violation, or a failure of the agent's own code.
    Peer(stub::PeerError),
}}

impl Error {{
    /// A failure of the agent's own code: its caller learns the name of its type, the log its text.
    #[must_use]
    pub fn failed<E: ::std::error::Error>(error: E) -> Self {{
        Self::Peer(stub::PeerError::own_failure(::std::any::type_name::<E>(), &error.to_string()))
    }}

    pub(super) fn read(error: stub::PeerError) -> Self {{
        match error.declared.as_ref().map(|declared| declared.name.as_str()) {{
{reads}
            _ => Self::Peer(error),
        }}
    }}
}}

impl From<stub::PeerError> for Error {{
    fn from(error: stub::PeerError) -> Self {{
        Self::Peer(error)
    }}
}}

impl From<Error> for stub::PeerError {{
    fn from(error: Error) -> Self {{
        match error {{
{writes}
            Error::Peer(error) => error,
        }}
    }}
}}

impl ::std::fmt::Display for Error {{
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {{
        ::std::fmt::Display::fmt(&stub::PeerError::from(self.clone()), f)
    }}
}}

impl ::std::error::Error for Error {{}}{conversions}"""

_CONVERSION = """

impl From<super::{peer}::Error> for Error {{
    fn from(error: super::{peer}::Error) -> Self {{
        match error {{
{shared}
            other => Self::Peer(other.into()),
        }}
    }}
}}"""


def failures(shapes: Shapes, agent: ir.Agent, called: list[ir.Agent]) -> Code:
    """The enum `Error` with its conversions; `called`: the agents whose errors come in by `?`."""
    declared = errors_of(agent)
    return code(
        _ERROR,
        variants=indent(join("\n", [_variant(shapes, name) for name in declared])),
        reads=indent(join("\n", [_read(shapes, name) for name in declared]), " " * 12),
        writes=indent(join("\n", [_write(shapes, name) for name in declared]), " " * 12),
        conversions=join("", [_conversion(shapes, declared, peer) for peer in called]),
    )


def errors_of(agent: ir.Agent) -> list[str]:
    """Wire names of what any of its operations declares."""
    return sorted({name for op in agent.ops for name in op.errors})


def _rust(shapes: Shapes, name: str) -> Code:
    return ident(shapes.named[name].names.rust)


def _variant(shapes: Shapes, name: str) -> Code:
    words = doc(shapes.named[name].doc, f"Declared: `{name}`.")
    return code("{doc}\n{name}(types::{name}),", doc=words, name=_rust(shapes, name))


def _read(shapes: Shapes, name: str) -> Code:
    arm = "Some({wire}) => types::{name}::from_peer(&error).map_or_else(Self::Peer, Self::{name}),"
    return code(arm, wire=rust_literal(name), name=_rust(shapes, name))


def _write(shapes: Shapes, name: str) -> Code:
    arm = "Error::{name}(error) => error.to_peer({wire}),"
    return code(arm, wire=rust_literal(name), name=_rust(shapes, name))


def _conversion(shapes: Shapes, declared: list[str], peer: ir.Agent) -> Code:
    """A declared error that both agents know stays itself: the op decides what becomes of it."""
    name = ident(peer.names.rust)
    arm = "super::{peer}::Error::{error}(error) => Self::{error}(error),"
    both = [one for one in errors_of(peer) if one in declared]
    shared = [code(arm, peer=name, error=_rust(shapes, one)) for one in both]
    return code(_CONVERSION, peer=name, shared=indent(join("\n", shared), " " * 12))
