"""The rules of Lambda for a function's environment: its size and its names (PC6002 to PC6004).

Source: AWS Lambda quotas and CreateFunction; the size is that of the variables as JSON text,
recorded on AWS at its boundary. Values are never shown: they may be secrets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from peerc.compiler.settings import Settings

ENVIRONMENT_BYTES_MAX = 4_096  # spec/limits.json
RESERVED = frozenset(
    [
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT",
        "LAMBDA_RUNTIME_DIR",
    ]
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]+\Z")


def environment_bytes(env: Mapping[str, str]) -> int:
    """What the platform measures, in bytes: compact JSON, escaped or raw, whichever is larger."""
    return max(
        len(json.dumps(env, separators=(",", ":"), ensure_ascii=ascii_only).encode())
        for ascii_only in (True, False)
    )


def check_environment(settings: Settings, agent: str, value: object) -> dict[str, str]:
    """The variables of `[agents.<agent>.env]`; those that cannot be are reported and left out."""
    at = ("agents", agent, "env")
    env: dict[str, str] = {}
    for name, text in settings.table(at, value, f"`[agents.{agent}.env]`").items():
        place = (*at, name)
        if name in RESERVED:
            settings.report("PC6004", place, found=f"`{name}`")
        elif not _NAME.match(name):
            hint = "a name has two or more letters, digits and _, and starts with a letter"
            settings.bad(place, f"`{name}` is not the name of a variable", hint)
        elif not isinstance(text, str):
            settings.bad(place, f"the variable `{name}` is not text", "write its value in quotes")
        else:
            env[name] = text
    size = environment_bytes(env)
    if size > ENVIRONMENT_BYTES_MAX:
        settings.report("PC6003", at, agent=agent, size=size)
    return env
