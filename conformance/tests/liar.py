"""A driver with one bad habit, for the runner's tests: crashes, hangs, prints garbage, lies."""

from __future__ import annotations

import json
import sys
import time

HABIT = sys.argv[1]
TRIGGER = "canonical/numbers/zero"
RIGHT = {"canonical": "0", "sha256": "x", "id": "y"}


def misbehave(command: dict[str, object]) -> str:
    """The line that the habit answers with; some never return."""
    if HABIT == "crash":
        sys.stderr.write("it went wrong here\n")
        sys.exit(7)
    if HABIT == "exit-quietly":
        sys.exit(0)
    if HABIT == "hang":
        time.sleep(60)
    if HABIT == "two-answers":
        return "\n".join([json.dumps({"id": command["id"], "out": RIGHT})] * 2)
    return {
        "garbage": "Traceback (most recent call last):",
        "not-an-object": "[1]",
        "other-id": json.dumps({"id": "canonical/numbers/one", "out": RIGHT}),
        "both": json.dumps({"id": command["id"], "out": RIGHT, "error": {}}),
        "neither": json.dumps({"id": command["id"]}),
        "out-is-text": json.dumps({"id": command["id"], "out": "0"}),
        "lie": json.dumps({"id": command["id"], "out": RIGHT | {"canonical": "-0"}}),
        "extra-member": json.dumps({"id": command["id"], "out": RIGHT | {"more": 1}}),
        "true-for-one": json.dumps({"id": command["id"], "out": RIGHT | {"canonical": True}}),
        "error": json.dumps({"id": command["id"], "error": {"code": "PC1108", "at": ""}}),
    }[HABIT]


def answer(command: dict[str, object]) -> str:
    """The right line, but for the trigger."""
    if command["cmd"] == "hello":
        if HABIT == "no-hello":
            return "hello!"
        return json.dumps(
            {
                "pcp": 2 if HABIT == "other-protocol" else 1,
                "language": "liar",
                "version": "0",
                "ops": ["validate"] if HABIT == "no-op" else ["canonical"],
            }
        )
    if command["id"] == TRIGGER and HABIT != "none":
        return misbehave(command)
    return json.dumps({"id": command["id"], "out": RIGHT})


for line in sys.stdin:
    received = json.loads(line)
    if received["cmd"] == "bye":
        if HABIT == "never-leaves":
            time.sleep(60)
        sys.exit(1 if HABIT == "leaves-with-1" else 0)
    sys.stdout.write(answer(received) + "\n")
    sys.stdout.flush()
