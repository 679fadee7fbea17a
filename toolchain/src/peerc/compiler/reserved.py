"""Names that generated code cannot use as they are; they get a `_` behind.

One table a language and kind of thing. Written out, not asked of the interpreter: the same contract
gives the same names under every release of it.
"""

from __future__ import annotations


def _names(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split())


# --- Python ---------------------------------------------------------------------------------------
PYTHON_WORDS = _names(
    "False None True and as assert async await break class continue def del elif else except",
    "finally for from global if import in is lambda nonlocal not or pass raise return try",
    "while with yield self",
)
# Names that annotations in a class body use, and the methods that a record has.
PYTHON_FIELDS = PYTHON_WORDS | _names(
    "bool bytes dict float frozenset int list object set str tuple from_json to_json",
)
_WINDOWS_DEVICES = _names(
    "con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5",
    "lpt6 lpt7 lpt8 lpt9",
)
PYTHON_MODULES = (
    PYTHON_WORDS | _WINDOWS_DEVICES | frozenset({"types", "errors", "annotations", "run"})
)
PYTHON_TYPES = _names(
    # literals, builtin classes, then what stands beside the types in generated modules
    "None True False ArithmeticError AssertionError AttributeError BaseException",
    "BaseExceptionGroup BufferError ConnectionError EOFError Ellipsis Exception",
    "ExceptionGroup ImportError IndexError KeyError KeyboardInterrupt LookupError MemoryError",
    "NameError NotImplemented NotImplementedError OSError OverflowError PermissionError",
    "RecursionError ReferenceError RuntimeError StopIteration SyntaxError SystemError",
    "SystemExit TimeoutError TypeError UnicodeError ValueError Warning ZeroDivisionError",
    "Agent CODECS Client Peers Run",
)

# --- JavaScript and TypeScript --------------------------------------------------------------------
_JAVASCRIPT_WORDS = _names(
    "arguments async await break case catch class const continue debugger default delete do",
    "else enum eval export extends false finally for function get if implements import in",
    "instanceof interface let new null of package private protected public return set static",
    "super switch this throw true try typeof undefined var void while with yield globalThis",
)
JAVASCRIPT_CONSTANTS = _JAVASCRIPT_WORDS | _names("types codecs contract peers run")
JAVASCRIPT_METHODS = _names(
    "toString toLocaleString toJSON valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable",
    "prototype",
)
JAVASCRIPT_TYPES = _names(
    # what the declarations use or define beside the types
    "Array Omit Peers Promise PromiseLike Record Run Uint8Array",
)

# --- Rust -----------------------------------------------------------------------------------------
RUST_WORDS = _names(
    "abstract as async await become box break const continue crate do dyn else enum extern",
    "false final fn for gen if impl in let loop macro match mod move mut override priv pub",
    "ref return self static struct super trait true try type typeof unsafe unsized use",
    "virtual where while yield",
)
RUST_MODULES = RUST_WORDS | _names("alloc contract core peercontract run std types")
RUST_SELF = frozenset({"Self"})
RUST_VARIANTS = frozenset({"Peer"})  # the variant of an agent's Error that holds a peer's error
RUST_TYPES = RUST_SELF | _names(
    # the prelude, which `use contract::types::*` would hide, and the run's own type
    "Option Some None Result Ok Err Vec Box String ToString ToOwned Iterator IntoIterator",
    "DoubleEndedIterator ExactSizeIterator Extend FromIterator From Into TryFrom TryInto",
    "AsRef AsMut Default Drop Clone Copy Send Sync Sized Unpin Fn FnMut FnOnce AsyncFn",
    "AsyncFnMut AsyncFnOnce Future IntoFuture Eq PartialEq Ord PartialOrd Run",
)
