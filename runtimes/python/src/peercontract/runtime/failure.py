"""What an agent's own failure becomes for its caller (spec/wire.md#errors)."""

from __future__ import annotations

import sys

from peercontract.core.errors import ContractError, DeclaredError, PeerError, make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from peercontract.core.contract import Op

# They say more about the chain of calls than about the peer, so they travel on as they are.
_UNCHANGED = ("PC2103", "PC8003", "PC8004", "PC8005")


def failure_of(error: Exception, agent: str, op: Op) -> PeerError:
    """The error that `agent.op` answers with when its code raised `error`."""
    if isinstance(error, DeclaredError):
        declared = op.errors.get(error.type)
        answer = _declared(error, declared) if declared else _caused(error, agent, op)
    elif isinstance(error, PeerError) and error.is_from_call:
        if error.code in _UNCHANGED:
            return error
        answer = _caused(error, agent, op)
    else:
        _log(error, agent, op)
        answer = make("PC2102", message=type(error).__name__)
        answer.error_type = type(error).__name__
    answer.agent = agent
    answer.op = op.name
    return answer


def _declared(error: DeclaredError, declared: type[DeclaredError]) -> PeerError:
    """A fresh error from the data as it is now, or the violation that it has by now."""
    try:
        return declared.from_value(declared.CODEC.plain(error.data, "output"))
    except ContractError as violation:
        return violation


def _caused(error: PeerError, agent: str, op: Op) -> PeerError:
    """A failure behind which `error` stands: a peer's, or `agent.op`'s own when it names none."""
    whose, where = (error.agent, error.op) if error.agent else (agent, op.name)
    answer = make("PC2102", message=f"{error.code} of {whose}.{where}")
    answer.cause = {"agent": whose, "op": where, "code": error.code, "at": error.at}
    if isinstance(error, DeclaredError):
        answer.cause["type"] = error.type
    return answer


def _log(error: Exception, agent: str, op: Op) -> None:
    """Writes the stack to the agent's own log: never to the caller."""
    from traceback import format_exception

    stack = "".join(format_exception(error))
    sys.stderr.write(f"{agent}.{op.name} failed\n{stack}")
    sys.stderr.flush()
