"""Stubs in Python: the package `contract/`, one module an agent beside the types they share."""

from __future__ import annotations

from peerc.compiler import ir
from peerc.compiler.code import File
from peerc.compiler.emit.python.agents import agent_module
from peerc.compiler.emit.python.errors import errors_module
from peerc.compiler.emit.python.machine import run_module
from peerc.compiler.emit.python.tables import package_module
from peerc.compiler.emit.python.types import public_module, types_module


def emit(contract: ir.Contract) -> tuple[File, ...]:
    """The files of an agent in Python; the same contract gives the same bytes."""
    files = [
        File("contract/__init__.py", package_module(contract).text),
        File("contract/_types.py", types_module(contract).text),
        File("contract/types.py", public_module(contract).text),
    ]
    if any(one.is_error for one in contract.types):
        files.append(File("contract/_errors.py", errors_module(contract).text))
    if contract.machine is not None:
        files.append(File("contract/run.py", run_module(contract, contract.machine).text))
    files.extend(
        File(f"contract/{agent.names.python}.py", agent_module(contract, agent).text)
        for agent in contract.agents
    )
    return tuple(sorted(files, key=lambda file: file.path))
