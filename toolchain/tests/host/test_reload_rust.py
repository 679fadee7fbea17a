"""A Rust agent under reload: a failed build is an error that names it, never old code."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from .projects import Dev, save, write_project
from .running import GUESTS

AGENT = "rs: {language: rust, ops: {say: {input: Word, output: Word}}}"


@pytest.mark.slow
def test_a_broken_rust_build_is_an_error_and_its_repair_an_answer(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p")
    source = (GUESTS / "echo_rust" / "src" / "main.rs").read_text()
    shutil.copytree(GUESTS / "echo_rust", folder / "rs")
    manifest = (folder / "rs" / "Cargo.toml").read_text()
    save(folder / "rs" / "Cargo.toml", standalone(manifest))
    shutil.copy(Path(__file__).resolve().parents[3] / "Cargo.lock", folder / "rs" / "Cargo.lock")
    with (folder / "peer.toml").open("a") as file:
        file.write('[agents.rs]\nsource = "rs"\nhandler = "echo-rust"\n')
    with (folder / "contract.yaml").open("a") as file:
        file.write(f"  {AGENT}\n")
    dev = Dev(folder)
    try:
        dev.wait_for(r"rs \| built", 120)
        assert json.loads(dev.invoke("rs", b'{"a":1}')["Payload"]) == {"a": 1}
        save(folder / "rs" / "src" / "main.rs", source.replace("Ok(event.payload)", "Ok(nonsense)"))
        dev.wait_for(r"rs \| error\[E0425\]", 60)
        error = json.loads(dev.invoke("rs")["Payload"])
        assert error["errorType"] == "PC6006"
        assert "building `rs` failed: error[E0425]" in error["errorMessage"]
        changed = source.replace("Ok(event.payload)", 'Ok(Value::from("new code"))')
        save(folder / "rs" / "src" / "main.rs", changed)
        deadline = time.monotonic() + 60
        while json.loads(dev.invoke("rs")["Payload"]) != "new code":
            assert time.monotonic() < deadline
    finally:
        dev.stop()


def standalone(manifest: str) -> str:
    """The crate's manifest outside the checkout's workspace."""
    lines = [line for line in manifest.splitlines() if not line.endswith(".workspace = true")]
    manifest = "\n".join(lines)
    manifest = manifest.replace("publish", 'version = "0.0.0"\nedition = "2024"\npublish')
    for name, version in (
        ("lambda_runtime", "=1.5.0"),
        ("tokio", "=1.54.1"),
        ("serde_json", "=1.0.154"),
    ):
        manifest = manifest.replace(
            f"{name} = {{ workspace = true", f'{name} = {{ version = "{version}"'
        )
    return manifest.replace("[lints]\nworkspace = true", "[workspace]")
