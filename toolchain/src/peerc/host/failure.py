"""A function error made readable: what an agent's call ended with, not a line of JSON."""

from __future__ import annotations

import json

from peerc.compiler import catalogue


def render_failure(payload: str) -> list[str]:
    """The lines for a function error's payload: its type, its message, and any stack.

    An agent's own error stands in `errorMessage` as the error text of spec/wire.md.
    """
    document = _object(payload)
    kind = str(document.get("errorType", "")) or "error"
    message = str(document.get("errorMessage", payload))
    error = _object(message)
    if "code" in error:
        return _contract_error(error)
    lines = [f"error[{kind}]: {message}"]
    stack = document.get("stackTrace") or document.get("trace") or []
    if isinstance(stack, list):
        lines += [f"  {line}" for entry in stack for line in str(entry).rstrip().split("\n")]
    return lines


def _contract_error(error: dict[str, object]) -> list[str]:
    lines = [f"error[{error['code']}]: {error.get('message', '')}"]
    agent, op = error.get("agent"), error.get("op")
    if agent:
        lines.append(f"  --> {agent}.{op}" if op else f"  --> {agent}")
    violations = error.get("violations")
    for violation in violations if isinstance(violations, list) else []:
        at = violation.get("at") or "the whole value"
        found = f"expected {violation.get('expected')}, found {violation.get('actual')}"
        lines.append(f"   | {violation.get('direction')} {at}: {found} [{violation.get('code')}]")
    if "data" in error:
        lines.append(f"   | {error.get('type')}: {json.dumps(error['data'], ensure_ascii=False)}")
    for member in ("error_type", "request_id"):
        if error.get(member):
            lines.append(f"   | {member}: {error[member]}")
    known = catalogue.entries().get(str(error["code"]))
    if known is not None and "{" not in known.hint:
        lines.append(f"   = help: {known.hint}")
    return lines


def _object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
