"""Checks that can only refuse: who may call whom, how many hops and how much time are left.

Order and numbers: spec/wire.md#admission and #deadlines. Times are ms since 1970 and are arguments.
"""

from __future__ import annotations

from .error_table import DEADLINE_RESERVE_MS, RUNTIME_MIN_MS
from .errors import make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .contract import Contract, Op
    from .envelope import Request


class Admission:
    """What an admitted call may spend: the op to run, hops for its own calls, its deadline.

    `state`: where the run stands, None where the contract has no `run`. `is_tolerant`: the input
    is written by a contract that this one accepts (spec/wire.md#modes).
    """

    __slots__ = ("deadline_ms", "hops_left", "is_tolerant", "op", "state")

    def __init__(
        self, op: Op, hops_left: int, deadline_ms: int, state: str | None, is_tolerant: bool
    ) -> None:
        self.op = op
        self.hops_left = hops_left
        self.deadline_ms = deadline_ms
        self.state = state
        self.is_tolerant = is_tolerant


class Child:
    """What a call sends along: the callee's hops and deadline, and the ms until then."""

    __slots__ = ("deadline_ms", "hops_left", "left_ms")

    def __init__(self, hops_left: int, deadline_ms: int, left_ms: int) -> None:
        self.hops_left = hops_left
        self.deadline_ms = deadline_ms
        self.left_ms = left_ms


def admit(
    contract: Contract,
    agent: str,
    request: Request,
    now_ms: int,
    received_ms: int,
    platform_deadline_ms: int,
) -> Admission:
    """Judges a request in the order of spec/wire.md#admission, up to the body.

    Raises WireError PC3003, PC3004 or CallError PC8001, PC8004, PC8005, PC2003.
    """
    addressee, _, name = request.to.partition(".")
    is_tolerant = _is_tolerant(contract, request, name if addressee == agent else "", agent)
    if addressee != agent:
        raise make("PC3004", message=f"the call is for `{addressee}`, this is `{agent}`")
    op = _op(contract, agent, name)
    if not contract.allows(request.from_agent, agent, name):
        raise make("PC8001", message=f"`{request.from_agent}` may not call `{request.to}`")
    deadline_ms = min(
        request.deadline_ms,
        received_ms + request.left_ms,
        received_ms + op.timeout_ms,
        platform_deadline_ms - DEADLINE_RESERVE_MS,
    )
    _check_time(deadline_ms, now_ms)
    state = _state(contract, request.state, request.to)
    hops_left = min(request.hops_left, contract.hops)
    return Admission(op, hops_left, deadline_ms, state, is_tolerant)


def enter(
    contract: Contract, agent: str, name: str, now_ms: int, platform_deadline_ms: int
) -> Admission:
    """Judges a bare event, which starts a run. Raises PC3004, PC8004, PC8005, PC2003."""
    op = _op(contract, agent, name)
    deadline_ms = min(
        now_ms + contract.deadline_ms,
        now_ms + op.timeout_ms,
        platform_deadline_ms - DEADLINE_RESERVE_MS,
    )
    _check_time(deadline_ms, now_ms)
    state = _state(contract, None, f"{agent}.{name}")
    return Admission(op, contract.hops, deadline_ms, state, False)


def child(
    contract: Contract, caller: str, to: str, hops_left: int, deadline_ms: int, now_ms: int
) -> Child:
    """What `caller` ("" outside the contract) may send to `to` (`agent.op`) with its own rest.

    Raises CallError PC8001, PC8003, PC8004, PC8005.
    """
    agent, _, name = to.partition(".")
    if agent not in contract.agents or not contract.allows(caller, agent, name):
        raise make("PC8001", message=f"`{caller}` may not call `{to}`")
    op = _op(contract, agent, name)
    if hops_left < 1:
        raise make("PC8003")
    _check_time(deadline_ms, now_ms)
    until_ms = min(deadline_ms, now_ms + op.timeout_ms)
    return Child(hops_left - 1, until_ms, until_ms - now_ms)


def _is_tolerant(contract: Contract, request: Request, name: str, agent: str) -> bool:
    """The mode to read a caller of the own op `name` in. Raises PC3003 for one not understood."""
    if request.contract == contract.id:
        return False
    op = contract.agents[agent].ops.get(name)
    if op is not None and op.interface_id and request.interface == op.interface_id:
        return False
    if request.contract in contract.accepts:
        return True
    raise make("PC3003", message=f"the caller has {request.contract}, this is {contract.id}")


def _state(contract: Contract, state: str | None, to: str) -> str | None:
    """Where the run stands, by a machine that admits `to` there. Raises PC2003."""
    if contract.machine is None:
        return None
    state = contract.machine.initial if state is None else state
    contract.machine.admit(state, to)
    return state


def _op(contract: Contract, agent: str, name: str) -> Op:
    op = contract.agents[agent].ops.get(name)
    if op is None:
        raise make("PC3004", message=f"`{agent}` has no op of the name that was asked for")
    return op


def _check_time(deadline_ms: int, now_ms: int) -> None:
    if deadline_ms <= now_ms:
        raise make("PC8004", message=f"the deadline passed {now_ms - deadline_ms} ms ago")
    if deadline_ms - now_ms < RUNTIME_MIN_MS:
        left_ms = deadline_ms - now_ms
        raise make("PC8005", message=f"{left_ms} ms are left, {RUNTIME_MIN_MS} are needed")
