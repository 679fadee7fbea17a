"""The mesh's callee in Python: answers, or misbehaves in the way the task names."""

from __future__ import annotations

import time

from contract import py_callee
from contract.types import Answer, Seen


def seen(run: py_callee.Run) -> Seen:
    return Seen(
        run=run.id,
        hops_left=run.hops_left,
        deadline_ms=run.deadline_ms,
        traceparent=run.traceparent,
    )


@py_callee.agent
class Callee:
    def act(
        self, task: py_callee.Task, peers: py_callee.Peers, run: py_callee.Run
    ) -> py_callee.Answer:
        if task.kind == "declared":
            raise py_callee.Refused(reason=task.text, left=task.count)
        if task.kind == "fail":
            raise ValueError("the callee's own fault")
        if task.kind == "sleep":
            time.sleep(task.count / 1000)
        ratio = 1.5 if task.kind == "bad_output" else 0.5
        return Answer(
            text=task.text,
            count=task.count,
            ratio=ratio,
            tags=["python", "é𝄞"],
            note=task.note,
            seen=seen(run),
        )


handler = py_callee.handler(Callee)
