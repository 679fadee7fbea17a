"""Warm Invoke of this host against AWS's own emulator (RIE): echo p50 in three languages.

Usage: .venv/bin/python bench/host_warm.py [--pairs 5] [--samples 500] [--seed N] [--force]

A pair is one freshly started host and one freshly started emulator with the same guest, in random
order; each gets 100 warm-up calls, then the samples, over one keep-alive connection. Bar: the
host's median is at most the emulator's, in every language. Exit code 1 when one is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "rie"
WHEEL = "aws-sam-cli==1.170.0"
BINARY = f"aws-lambda-rie-{'arm64' if platform.machine() == 'aarch64' else 'x86_64'}"
LANGUAGES = ("python", "javascript", "rust")
WARM_UPS = 100
LOAD_MAX = 1.0
EVENT = json.dumps({"text": "x" * 240}, separators=(",", ":")).encode()
SERVE = """
import asyncio, signal, sys, uvloop
from pathlib import Path
from peerc.host.function import Definition
from peerc.host.guest.launch import Launch
from peerc.host.host import Host
from peerc.host.logs import Journal
from peerc.host.platform import Platform
async def main(state, port, folder, *command):
    platform = Platform(Path(state), print)
    host = Host([], platform, Journal(Path(state, "logs"), print, platform.clock))
    definition = Definition("function", "function", "rust", Path(folder), "app.handler", 30_000)
    await host.open(int(port))
    host.put(definition, Launch(command, Path(folder)))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await host.close()
uvloop.run(main(*sys.argv[1:]))
"""


def main() -> int:
    """Measures, prints a table, writes bench/results/host_warm.json."""
    options = parse()
    load = os.getloadavg()[0]
    if load > LOAD_MAX and not options.force:
        print(f"1-minute load is {load:.2f}, over {LOAD_MAX}: --force measures, and records that")
        return 2
    emulator = fetch_emulator()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        guests = build_guests(Path(scratch))
        samples = measure(guests, emulator, Path(scratch), options, draw)
    rows = [row(language, samples[language]) for language in guests]
    record = {
        "bench": "host_warm",
        "date": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds"),
        "command": " ".join(["bench/host_warm.py", *sys.argv[1:]]),
        "seed": options.seed,
        "pairs": options.pairs,
        "samples_per_pair": options.samples,
        "warm_ups": WARM_UPS,
        "load_before": load,
        "load_after": os.getloadavg()[0],
        "loaded": load > LOAD_MAX,
        "machine": machine(),
        "versions": versions(),
        "rows": rows,
    }
    path = ROOT / "bench" / "results" / "host_warm.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=1) + "\n")
    print("| guest | host p50 ms | RIE p50 ms | ratio | host p99 | RIE p99 |\n" + "|---" * 6 + "|")
    for r in rows:
        print(
            f"| {r['guest']} | {r['host_p50_ms']} | {r['rie_p50_ms']} | {r['ratio']} | "
            f"{r['host_p99_ms']} | {r['rie_p99_ms']} |"
        )
    return 0 if all(float(str(r["ratio"])) <= 1.0 for r in rows) else 1


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--force", action="store_true")
    return parser.parse_args()


# --- what is measured ----------------------------------------------------------------------------


def fetch_emulator() -> Path:
    """The emulator's binary out of the wheel of aws-sam-cli, into the checkout's cache."""
    binary = CACHE / BINARY
    if not binary.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            WHEEL,
            "-d",
            str(CACHE),
        ]
        subprocess.run(pip, check=True)
        with zipfile.ZipFile(next(CACHE.glob("aws_sam_cli-*.whl"))) as wheel:
            binary.write_bytes(wheel.read(f"samcli/local/rapid/{BINARY}"))
        binary.chmod(0o755)
    return binary


def build_guests(scratch: Path) -> dict[str, list[str]]:
    """The echo guest's command in each language; both sides start the very same."""
    (scratch / "app.py").write_text("def handler(event, context):\n    return event\n")
    (scratch / "app.mjs").write_text("export const handler = async (event) => event;\n")
    crate = ROOT / "toolchain" / "tests" / "host" / "guests" / "echo_rust" / "Cargo.toml"
    build = [
        "cargo",
        "build",
        "--quiet",
        "--release",
        "--message-format=json",
        "--manifest-path",
        str(crate),
    ]
    output = subprocess.run(build, check=True, stdout=subprocess.PIPE).stdout
    built = [json.loads(line) for line in output.splitlines()]
    (rust,) = [m["executable"] for m in built if m.get("executable")]
    return {
        "python": [sys.executable, "-m", "awslambdaric", "app.handler"],
        "javascript": [
            node(),
            str(ROOT / "node_modules" / "aws-lambda-ric" / "index.mjs"),
            "app.handler",
        ],
        "rust": [rust],
    }


def node() -> str:
    """The Node that the checkout's commands use, or the machine's."""
    own = ROOT / ".venv" / "node-bin" / "node"
    found = str(own) if own.exists() else shutil.which("node")
    if found is None:
        raise SystemExit("node is missing: make setup")
    return found


def measure(
    guests: dict[str, list[str]],
    emulator: Path,
    scratch: Path,
    options: argparse.Namespace,
    draw: random.Random,
) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of each sample by language and side; sides alternate in random order."""
    samples: dict[str, dict[str, list[float]]] = {g: {"host": [], "rie": []} for g in guests}
    for pair in range(options.pairs):
        for language, command in draw.sample(sorted(guests.items()), len(guests)):
            for side in draw.sample(["host", "rie"], 2):
                port = free_port()
                started = (
                    host(scratch, port, command)
                    if side == "host"
                    else rie(emulator, scratch, port, command)
                )
                with started:
                    samples[language][side] += calls(port, options.samples)
        print(f"pair {pair + 1} of {options.pairs}", file=sys.stderr)
    return samples


@contextmanager
def host(scratch: Path, port: int, command: list[str]) -> Iterator[None]:
    """This host with one function, nothing but the guest's command taken from us."""
    arguments = [str(scratch / "state"), str(port), str(scratch), *command]
    with running([sys.executable, "-c", SERVE, *arguments], scratch, dict(os.environ)):
        yield


@contextmanager
def rie(emulator: Path, scratch: Path, port: int, command: list[str]) -> Iterator[None]:
    """The emulator as its own documentation starts it, without its debug log."""
    arguments = [
        str(emulator),
        "--log-level",
        "error",
        "--runtime-api-address",
        f"127.0.0.1:{free_port()}",
        "--runtime-interface-emulator-address",
        f"127.0.0.1:{port}",
        *command,
    ]
    env = {
        **os.environ,
        "AWS_LAMBDA_FUNCTION_NAME": "function",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_FUNCTION_TIMEOUT": "30",
        "LAMBDA_TASK_ROOT": str(scratch),
        "_HANDLER": "app.handler",
        "AWS_LAMBDA_LOG_GROUP_NAME": "g",
        "AWS_LAMBDA_LOG_STREAM_NAME": "s",
    }
    with running(arguments, scratch, env):
        yield


@contextmanager
def running(command: list[str], folder: Path, env: dict[str, str]) -> Iterator[None]:
    """A process and its group for the length of the block."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def calls(port: int, count: int) -> list[float]:
    """`count` sequential calls over one connection, after the warm-up; milliseconds of each."""
    connection = connect(port)
    head = "POST /2015-03-31/functions/function/invocations HTTP/1.1\r\nHost: h\r\n"
    request = f"{head}Content-Length: {len(EVENT)}\r\n\r\n".encode() + EVENT
    times = []
    for number in range(WARM_UPS + count):
        begun = time.perf_counter_ns()
        connection.sendall(request)
        answer = connection.recv(65_536)
        while not answer.rstrip().endswith(b'"}'):
            more = connection.recv(65_536)
            if not more:
                raise SystemExit(f"the connection broke after {answer!r}")
            answer += more
        if number >= WARM_UPS:
            times.append((time.perf_counter_ns() - begun) / 1e6)
    connection.close()
    return times


def connect(port: int) -> socket.socket:
    """A connection as soon as the server listens."""
    for _ in range(200):
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        except ConnectionRefusedError:
            time.sleep(0.05)
            continue
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection
    raise SystemExit(f"nothing listens on port {port}")


# --- what is written down ------------------------------------------------------------------------


def row(language: str, sides: dict[str, list[float]]) -> dict[str, object]:
    """Percentiles from all raw samples of a side."""
    host_p50, rie_p50 = (statistics.median(sides[side]) for side in ("host", "rie"))
    return {
        "guest": language,
        "host_p50_ms": round(host_p50, 3),
        "rie_p50_ms": round(rie_p50, 3),
        "ratio": round(host_p50 / rie_p50, 3),
        "samples": len(sides["host"]),
        "host_p99_ms": round(percentile(sides["host"], 0.99), 3),
        "rie_p99_ms": round(percentile(sides["rie"], 0.99), 3),
    }


def percentile(values: list[float], part: float) -> float:
    """The value below which `part` of all lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def machine() -> dict[str, object]:
    """What the numbers were taken on."""
    cpu = ""
    if Path("/proc/cpuinfo").exists():
        names = [
            x for x in Path("/proc/cpuinfo").read_text().splitlines() if x.startswith("model name")
        ]
        cpu = names[0].partition(": ")[2] if names else ""
    return {
        "system": platform.platform(),
        "cpu": cpu or platform.processor(),
        "cpus": os.cpu_count(),
    }


def versions() -> dict[str, str]:
    """Of everything on either side's path."""
    found = {name: version(name) for name in ("awslambdaric", "httptools", "uvloop")}
    ric = json.loads((ROOT / "node_modules" / "aws-lambda-ric" / "package.json").read_text())
    node_version = subprocess.run([node(), "--version"], stdout=subprocess.PIPE, check=True).stdout
    return {
        "python": platform.python_version(),
        "node": node_version.decode().strip(),
        "emulator": WHEEL,
        "aws-lambda-ric": ric["version"],
        "lambda_runtime": "1.5.0",
        **found,
    }


if __name__ == "__main__":
    sys.exit(main())
