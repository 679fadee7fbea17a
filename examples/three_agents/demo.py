"""What `make demo` runs: one question through three agents, and what came of it, for a terminal.

.venv/bin/python examples/three_agents/demo.py ["your question"]
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import corpus

HERE = Path(__file__).resolve().parent
PEERC = HERE.parent.parent / ".venv" / "bin" / "peerc"
REPORT = HERE / "out" / "report.html"
QUESTION = "When did presidents speak about the Panama Canal, and what did they say?"
OTHERS = (
    "What did Lincoln say about slavery?",
    "How have presidents spoken of Indian tribes before 1900?",
    "What did presidents say about inflation after 1970?",
    "When did the internet come up?",
)
QUOTES = 3
WIDTH = 92
# A line of `peerc run --timing`.
HOP = re.compile(
    r"(?P<name>[\w.-]+)  (?P<start>cold|warm)  (?P<ms>[\d.]+) ms"
    r"  in (?P<in>\d+) B  out (?P<out>\d+) B"
)


class DemoError(Exception):
    """The demo cannot go on; the text says why and what to do."""


def main(arguments: list[str]) -> int:
    """Asks, prints, writes the report; 1 with a sentence on standard error when that fails."""
    if set(arguments) & {"-h", "--help"}:
        print(__doc__)
        return 0
    question = " ".join(arguments) or QUESTION
    try:
        corpus.ensure()
        began = time.monotonic()
        report, timing = ask(question)
        seconds = time.monotonic() - began
    except (corpus.CorpusError, DemoError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(report["page"]["html"], encoding="utf-8")
    show_answer(report["answer"])
    show_calls(timing, seconds)
    print(f"\nThe page, with the plot and all quotes:\n  {REPORT}")
    print("\nAsk something else:")
    for other in OTHERS:
        print(f'  .venv/bin/python examples/three_agents/demo.py "{other}"')
    return 0


def ask(question: str) -> tuple[dict[str, Any], str]:
    """The report (contract type `Report`) and the lines of `--timing`."""
    command = [str(PEERC), "run", "reason.ask", "--project", str(HERE), "--input", "-"]
    command += ["--timing", "--quiet"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps({"text": question}),
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as missing:
        raise DemoError(f"{PEERC} is not there: run `make setup`") from missing
    if done.returncode == 0:
        return json.loads(done.stdout), done.stderr
    if "NothingFound" in done.stderr:
        raise DemoError(f"no address speaks of that; try `{OTHERS[0]}`")
    raise DemoError(f"`peerc run` ended with {done.returncode}:\n{done.stderr.strip()}")


def show_answer(answer: dict[str, Any]) -> None:
    """The question, the answer's paragraphs and its strongest quotes."""
    print(f"\n{answer['question']['text']}\n")
    for paragraph in answer["paragraphs"]:
        print(textwrap.fill(paragraph, WIDTH), end="\n\n")
    strongest = sorted(answer["quotes"], key=lambda quote: -quote["score"])[:QUOTES]
    for quote in sorted(strongest, key=lambda quote: quote["year"]):
        print(f"  {quote['year']}  {quote['speaker']}")
        indent = "        "
        print(
            textwrap.fill(
                f"“{quote['text']}”", WIDTH, initial_indent=indent, subsequent_indent=indent
            )
        )
        print()


def show_calls(timing: str, seconds: float) -> None:
    """One line a call, in the order they began."""
    hops = [match.groupdict() for match in HOP.finditer(timing)]
    print(f"{'call':<18}{'start':<7}{'ms':>9}{'bytes in':>11}{'bytes out':>11}")
    for hop in hops:
        sizes = f"{int(hop['in']):>11,}{int(hop['out']):>11,}"
        print(f"{hop['name']:<18}{hop['start']:<7}{float(hop['ms']):>9.1f}{sizes}")
    print(f"\n{len(hops)} calls in three languages, {seconds:.1f} s with starting everything.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
