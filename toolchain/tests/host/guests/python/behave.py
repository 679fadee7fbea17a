"""A guest that does what its event's `do` asks, well or badly: every behaviour in one file."""

import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

count = 0
running = False


def handler(event, context):
    """Echoes the event unless `do` names something else; `n` counts this process's invocations."""
    global count, running
    count += 1
    assert not running, "two invocations at once in one process"
    running = True
    try:
        do = event.get("do") if isinstance(event, dict) else None
        return globals().get(f"do_{do}", echo)(event, context)
    finally:
        running = False


def echo(event, context):
    return event


def do_nothing(event, context):
    return None


def do_raise(event, context):
    raise Exception("Handler fails")


def do_exit(event, context):
    os._exit(event["status"])


def do_sys_exit(event, context):
    sys.exit(0)


def do_signal(event, context):
    os.kill(os.getpid(), signal.Signals[event["name"]])


def do_sleep(event, context):
    time.sleep(event["ms"] / 1000)
    return {**event, "pid": os.getpid(), "n": count}


def do_print(event, context):
    sys.stdout.write(event["text"] + "\n")
    return


def do_garbage(event, context):
    os.write(1, b"\xff\xfe not text \x1b[31m red\n")
    os.write(2, b"x" * 200_000 + b"\n")
    return "fine"


def do_log(event, context):
    logging.getLogger().warning("first\nsecond")
    return context.aws_request_id


def do_large(event, context):
    return "x" * event["size"]


def do_environment(event, context):
    return dict(os.environ)


def do_context(event, context):
    sent = context.client_context
    return {
        "request_id": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "name": context.function_name,
        "version": context.function_version,
        "memory": context.memory_limit_in_mb,
        "remaining_ms": context.get_remaining_time_in_millis(),
        "custom": sent.custom if sent else None,
    }


def do_count(event, context):
    return {"n": count, "pid": os.getpid()}


def do_write(event, context):
    Path(tempfile.gettempdir(), "kept").write_text(event["text"])
    if event.get("hang"):
        time.sleep(60)
    return


def do_read(event, context):
    path = Path(tempfile.gettempdir(), "kept")
    return {"text": path.read_text() if path.exists() else None, "n": count}


def do_leave_child(event, context):
    """Starts a process that leaves the group, so that only its environment says whose it is."""
    child = subprocess.Popen(["sleep", "300"], start_new_session=True)
    return child.pid
