"""A caller in Python, `WALK_AGENT` of either contract: makes the visits, tells how they ended."""

import importlib
import os
from concurrent.futures import ThreadPoolExecutor

from contract.types import Query, Seen, Task, Told
from peercontract import PeerError

me = importlib.import_module(f"contract.{os.environ['WALK_AGENT']}")


def visited(visit, plan, peers, run):
    peer = getattr(peers, visit.agent)
    code, there = "", 0
    try:
        if visit.op == "look":
            peer.look(Query(mark=plan.mark))
        else:
            task = Task(mark=plan.mark, slow=visit.slow, fails=visit.fails)
            there = getattr(peer, visit.op)(task).dropped
    except PeerError as error:
        code = error.code
    return Seen(code=code, state=run.state or "", there=there, here=run.dropped_members)


@me.agent
class Caller:
    def tour(self, plan, peers, run):
        workers = len(plan.visits) if plan.at_once else 1
        with ThreadPoolExecutor(workers) as pool:
            seen = pool.map(lambda visit: visited(visit, plan, peers, run), plan.visits)
            return Told(seen=list(seen))


handler = me.handler(Caller)
