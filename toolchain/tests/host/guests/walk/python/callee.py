"""The callee in Python: leaves a line in the file that the task names, to be seen to run."""

import time
from pathlib import Path

from contract import py
from contract.types import Done, Note


@py.agent
class Callee:
    def step(self, task, peers, run):
        with Path(task.mark).open("a", encoding="utf-8") as file:
            file.write("py\n")
        time.sleep(0.4 if task.slow else 0)
        if task.fails:
            raise ValueError("as it was told to")
        count = len(Path(task.mark).read_text(encoding="utf-8").splitlines())
        return Done(count=count, dropped=run.dropped_members, state=run.state)

    turn = step

    def look(self, query, peers, run):
        return Note(text=f"py saw {run.state}")


handler = py.handler(Callee)
