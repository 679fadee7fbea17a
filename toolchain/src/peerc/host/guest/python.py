"""A Python guest: `awslambdaric` of the host's own interpreter, so that agents see its packages."""

from __future__ import annotations

import importlib.util
import os
import sys

from peerc.host.function import Definition
from peerc.host.guest.launch import BuildFailed, Launch
from peerc.host.platform import Platform


async def prepare(definition: Definition, platform: Platform) -> Launch:
    """Nothing to build. `-u`: lines leave the process when they are printed, not when it ends."""
    if importlib.util.find_spec("awslambdaric") is None:
        raise BuildFailed("awslambdaric is missing: pip install awslambdaric", code="PC6008")
    command = (sys.executable, "-u", "-m", "awslambdaric", definition.handler)
    env = {
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{sys.version_info[0]}.{sys.version_info[1]}",
        # As on Lambda, where the task root is read-only. A .pyc is told by seconds and size alone:
        # two saves of one size within a second would leave the older code in it.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    # The only variable of Python's that is passed on: a checkout is used in place by it.
    if "PYTHONPATH" in os.environ:
        paths = os.environ["PYTHONPATH"].split(os.pathsep)
        env["PYTHONPATH"] = os.pathsep.join(os.path.abspath(path) for path in paths if path)
    return Launch(command, definition.folder, env)
