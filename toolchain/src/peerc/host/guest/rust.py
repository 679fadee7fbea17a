"""A Rust guest: `cargo build` of the agent's crate, then the built binary itself, never cargo."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal

from peerc.host.function import Definition
from peerc.host.guest.launch import BuildFailed, Launch
from peerc.host.orphans import kill_group
from peerc.host.platform import MARKER, Platform


async def prepare(definition: Definition, platform: Platform) -> Launch:
    """Builds the binary `handler` of the crate in `folder`, dev profile. Cancelling it kills cargo.

    Raises BuildFailed: PC6008 without cargo, else PC6006 with rustc's own rendered messages.
    """
    cargo = shutil.which("cargo")
    if cargo is None:
        raise BuildFailed("cargo is missing: install rustup (https://rustup.rs)", code="PC6008")
    process = await asyncio.create_subprocess_exec(
        cargo,
        "build",
        "--message-format=json",
        "--quiet",
        "--bin",
        definition.handler,
        "--manifest-path",
        str(definition.folder / "Cargo.toml"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, MARKER: platform.marker},
    )
    try:
        output, complaints = await process.communicate()
    except asyncio.CancelledError:
        kill_group(process.pid, signal.SIGKILL)
        raise
    messages = [json.loads(line) for line in output.splitlines() if line.startswith(b"{")]
    if process.returncode != 0:
        raise _failure(messages, complaints.decode("utf-8", "replace"))
    for message in messages:
        built = message.get("executable")  # only a binary's artifact has one
        if built and message["target"]["name"] == definition.handler:
            return Launch((built,), definition.folder)
    raise BuildFailed(f"cargo built no binary `{definition.handler}`")


def _failure(messages: list[dict[str, object]], complaints: str) -> BuildFailed:
    rendered = []
    for message in messages:
        diagnostic = message.get("message")
        if isinstance(diagnostic, dict) and diagnostic.get("level") == "error":
            rendered.append(str(diagnostic.get("rendered", "")).rstrip())
    text = "\n".join(rendered) or complaints.strip()
    return BuildFailed(text.split("\n")[0], text)
