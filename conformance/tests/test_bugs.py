"""The broken driver's list of bugs and the bugs themselves are the same."""

from __future__ import annotations

import json
from pathlib import Path

from bugs import BUGS
from runner.vectors import SUITES

MANIFEST = Path(__file__).resolve().parents[1] / "drivers" / "broken" / "driver.json"
LEAST_BUGS = 14


def test_every_bug_is_run_and_every_suite_has_one() -> None:
    listed = json.loads(MANIFEST.read_text(encoding="utf-8"))["bugs"]
    assert listed.keys() == BUGS.keys()
    assert len(listed) > LEAST_BUGS
    assert {suite for suites in listed.values() for suite in suites} == set(SUITES)
