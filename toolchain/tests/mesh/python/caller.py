"""The mesh's caller in Python: asks the callee that the task names, reports what came as data."""

from __future__ import annotations

from callee import seen
from contract import py_caller
from contract.types import Answer, Caught, Relayed, Task
from peercontract import PeerError


def caught(error: PeerError) -> Caught:
    declared = error if isinstance(error, py_caller.Refused) else None
    return Caught(
        code=error.code,
        at=error.at,
        fault=error.fault,
        agent=error.agent,
        op=error.op,
        is_declared=declared is not None,
        reason=declared.data.reason if declared else None,
        left=declared.data.left if declared else None,
    )


def sent(task: Task) -> Task:
    """The task as it goes on: `bad_input` breaks the contract here, in the caller's own stub."""
    text = "x" * 41 if task.kind == "bad_input" else task.text
    return Task(kind=task.kind, target=task.target, text=text, count=task.count, note=task.note)


def ask(task: Task, peers: py_caller.Peers) -> Answer:
    if task.target == "python":
        return peers.py_callee.act(sent(task))
    if task.target == "javascript":
        return peers.js_callee.act(sent(task))
    return peers.rs_callee.act(sent(task))


@py_caller.agent
class Caller:
    def relay(
        self, task: py_caller.Task, peers: py_caller.Peers, run: py_caller.Run
    ) -> py_caller.Relayed:
        try:
            return Relayed(seen=seen(run), answer=ask(task, peers))
        except PeerError as error:
            return Relayed(seen=seen(run), caught=caught(error))

    def chain(
        self, task: py_caller.Task, peers: py_caller.Peers, run: py_caller.Run
    ) -> py_caller.Relayed:
        """Python, JavaScript, Rust, Python; an error of any is caught here by its class."""
        try:
            return Relayed(seen=seen(run), answer=peers.js_caller.pass_on(task))
        except py_caller.Refused as error:
            return Relayed(seen=seen(run), caught=caught(error))


handler = py_caller.handler(Caller)
