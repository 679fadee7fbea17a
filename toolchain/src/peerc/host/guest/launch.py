"""From a definition to a command line: picks the language's room, knows what all have alike."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from peerc.host.function import LATEST, Definition
from peerc.host.platform import MARKER, Platform

REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")


@dataclass(frozen=True, slots=True)
class Launch:
    """A built guest: the command, its working folder and the variables only this language needs."""

    command: tuple[str, ...]
    folder: Path
    env: dict[str, str] = field(default_factory=dict)


class BuildFailed(Exception):
    """No guest can be made of the newest state.

    `first` is the first diagnostic, the text has them all.

    `code`: PC6006 the build failed, PC6008 a tool is missing (spec/errors.json).
    """

    def __init__(self, first: str, text: str = "", code: str = "PC6006") -> None:
        super().__init__(text or first)
        self.first = first
        self.code = code


Prepare = Callable[[Definition, Platform], Awaitable[Launch]]


def preparer(language: str) -> Prepare:
    """The function that builds a guest of `language`; it raises BuildFailed."""
    from peerc.host.guest import node, python, rust  # they import this module

    return {"python": python.prepare, "javascript": node.prepare, "rust": rust.prepare}[language]


def environment(
    definition: Definition,
    launch: Launch,
    platform: Platform,
    runtime_api: str,
    stream: str,
    scratch: Path,
) -> dict[str, str]:
    """The guest's whole environment (recorded on Lambda, as far as it makes sense on a desk).

    Nothing of the caller's shell reaches a guest but PATH, HOME and the locale: what works here
    because of a variable in a shell would fail on Lambda. `scratch` stands for the environment's
    own /tmp.
    """
    name = definition.name
    env = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", str(scratch)),
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "TZ": ":UTC",
        "TMPDIR": str(scratch),
        "LAMBDA_TASK_ROOT": str(definition.folder),
        "LAMBDA_RUNTIME_DIR": str(launch.folder),
        "_HANDLER": definition.handler,
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": LATEST,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(definition.memory_mb),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": stream,
        "AWS_ENDPOINT_URL_LAMBDA": platform.endpoint,
        "AWS_ACCESS_KEY_ID": "AKIAPEERCONTRACTLOCA",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_SESSION_TOKEN": "local",
        MARKER: platform.marker,
    }
    env |= dict.fromkeys(REGION_VARIABLES, platform.place.region)
    if "PEER_PREFIX" in os.environ:  # the host named its functions by it, so peers must too
        env["PEER_PREFIX"] = os.environ["PEER_PREFIX"]
    return env | launch.env | definition.env
