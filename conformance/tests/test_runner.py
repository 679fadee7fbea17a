"""The runner tells the truth about drivers that do not: crash, hang, garbage, lies, missing ops."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

HERE = Path(__file__).resolve().parent
RUN = HERE.parent / "run.py"
RIGHT = {"canonical": "0", "sha256": "x", "id": "y"}
TRIGGER = "canonical/numbers/zero"
AFTER = "canonical/numbers/one"


class Lab:
    """A folder with a suite of two cases and drivers of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.suites = folder / "suites"
        (self.suites / "canonical").mkdir(parents=True)
        self.cases([TRIGGER, AFTER])

    def cases(self, ids: list[str]) -> None:
        """Writes the vectors, one id a line."""
        entries = ",\n".join(
            json.dumps({"id": name, "in": {"text": "0"}, "out": RIGHT}) for name in ids
        )
        text = f'{{"op": "canonical", "spec": "spec/canonical.md#writing", "cases": [\n{entries}]}}'
        (self.suites / "canonical" / "numbers.json").write_text(text, encoding="utf-8")

    def driver(self, habit: str, name: str = "liar", **members: object) -> None:
        """Adds a driver with a habit; it calls itself `liar` whatever its folder."""
        folder = self.folder / "drivers" / name
        folder.mkdir(parents=True)
        command = [sys.executable, str(HERE / "liar.py"), habit]
        manifest = {"command": command, "language": "liar", **members}
        (folder / "driver.json").write_text(json.dumps(manifest), encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str]:
        """Exit code and report."""
        options = ["--no-build", "--seconds", "2", "--suite", "canonical", "--case", "canonical/*"]
        folders = ["--drivers", "drivers", "--suites", "suites", "--known", "known"]
        done = subprocess.run(
            [sys.executable, str(RUN), *options, *folders, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(tmp_path)


def test_an_honest_driver_passes_and_the_last_line_counts(lab: Lab) -> None:
    lab.driver("none")
    code, report = lab.run()
    assert code == 0, report
    assert report.splitlines()[-1] == "2 passed, 0 failed"


@pytest.mark.parametrize(
    ("habit", "told"),
    [
        ("crash", "crash: exit code 7\nit went wrong here"),
        ("exit-quietly", "crash: exit code 0"),
        ("hang", "timeout: no answer in 2 s"),
        ("garbage", "garbage: not a JSON object: b'Traceback"),
        ("not-an-object", "garbage: not a JSON object"),
        ("other-id", "garbage: answers `canonical/numbers/one`"),
        ("both", "garbage: needs exactly one of `out` and `error`"),
        ("neither", "garbage: needs exactly one of `out` and `error`"),
        ("out-is-text", "garbage: `out` is no object"),
        ("lie", 'out {"canonical": "-0"'),
        ("extra-member", '"more": 1'),
        ("true-for-one", '"canonical": true'),
        ("error", 'error {"at": "", "code": "PC1108"}'),
    ],
)
def test_a_bad_answer_is_that_case_only_and_the_run_goes_on(
    lab: Lab, habit: str, told: str
) -> None:
    lab.driver(habit)
    code, report = lab.run()
    assert code == 1, report
    assert report.splitlines()[-1] == "1 passed, 1 failed"
    assert f"FAIL liar {TRIGGER}" in report
    assert told in report


def test_a_failure_shows_id_place_expected_and_got(lab: Lab) -> None:
    lab.driver("lie")
    _, report = lab.run()
    place = lab.suites / "canonical" / "numbers.json"
    assert f"at       {place}:2" in report
    assert 'expected out {"canonical": "0", "id": "y", "sha256": "x"}' in report


def test_an_answer_too_many_does_not_shift_the_others(lab: Lab) -> None:
    lab.driver("two-answers")
    lab.cases([TRIGGER, AFTER, "canonical/numbers/two"])
    code, report = lab.run()
    assert (code, f"FAIL liar {AFTER}" in report) == (1, True)
    assert report.splitlines()[-1] == "2 passed, 1 failed"


@pytest.mark.parametrize("habit", ["no-hello", "other-protocol"])
def test_a_driver_without_a_proper_greeting_did_not_start(lab: Lab, habit: str) -> None:
    lab.driver(habit)
    code, report = lab.run()
    assert (code, report.startswith("driver: ")) == (3, True)


def test_a_command_that_is_no_program_did_not_start(lab: Lab) -> None:
    lab.driver("none", command=["./no-such-program"])
    assert lab.run()[0] == 3


def test_a_driver_that_was_asked_for_and_is_missing_is_an_error(lab: Lab) -> None:
    lab.driver("none")
    assert lab.run("--only", "cobol")[0] == 3


@pytest.mark.parametrize("habit", ["never-leaves", "leaves-with-1"])
def test_a_driver_that_does_not_leave_cleanly_blocks(lab: Lab, habit: str) -> None:
    lab.driver(habit)
    code, report = lab.run()
    assert code == 1
    assert "after bye" in report


def test_an_op_is_missing_never_silently(lab: Lab) -> None:
    lab.driver("no-op")
    code, report = lab.run()
    assert code == 1
    assert "the driver has no op `canonical`" in report


def test_an_op_may_be_absent_where_the_manifest_says_why(lab: Lab) -> None:
    lab.driver("no-op", absent={"canonical": "comes with the next slice"})
    code, report = lab.run()
    assert code == 0
    assert "2 absent" in report


def test_an_op_declared_absent_but_there_is_stale(lab: Lab) -> None:
    lab.driver("none", absent={"canonical": "comes with the next slice"})
    assert lab.run()[0] == 1


def test_a_known_deviation_does_not_block_and_another_one_does(lab: Lab) -> None:
    lab.driver("error")
    (lab.folder / "known").mkdir()
    known = lab.folder / "known" / "liar.txt"
    known.write_text(f"# deviations\n{TRIGGER} PC1108 its parser is old\n", encoding="utf-8")
    code, report = lab.run()
    assert (code, "1 known" in report) == (0, True)
    known.write_text(f"{TRIGGER} PC1101 its parser is old\n", encoding="utf-8")
    assert lab.run()[0] == 1


def test_a_known_deviation_that_passes_is_stale(lab: Lab) -> None:
    lab.driver("none")
    (lab.folder / "known").mkdir()
    (lab.folder / "known" / "liar.txt").write_text(f"{TRIGGER} out why\n", encoding="utf-8")
    code, report = lab.run()
    assert (code, "STALE" in report) == (1, True)


def test_languages_that_differ_are_shown_side_by_side(lab: Lab) -> None:
    lab.driver("none", "a", language="liar")
    lab.driver("lie", "b", language="liar", command=copied_driver(lab, "other"))
    manifest = lab.folder / "drivers" / "b" / "driver.json"
    text = manifest.read_text(encoding="utf-8").replace('"language": "liar"', '"language": "other"')
    manifest.write_text(text, encoding="utf-8")
    code, report = lab.run()
    assert code == 1
    assert f"DISAGREE {TRIGGER}" in report
    assert "1 cases are answered differently" in report


def copied_driver(lab: Lab, language: str) -> list[str]:
    """The lying driver under another language's name."""
    source = (HERE / "liar.py").read_text(encoding="utf-8")
    copy = lab.folder / f"{language}.py"
    copy.write_text(
        source.replace('"language": "liar"', f'"language": "{language}"'), encoding="utf-8"
    )
    return [sys.executable, str(copy), "lie"]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"op": "canonical"}',
        '{"op": "canonical", "cases": [{"id": "a", "in": {}}]}',
        '{"op": "canonical", "cases": [{"id": "a", "in": {}, "error": {"code": "PC1108"}}]}',
    ],
)
def test_a_vector_file_that_says_nothing_is_refused(lab: Lab, text: str) -> None:
    lab.driver("none")
    (lab.suites / "canonical" / "bad.json").write_text(text, encoding="utf-8")
    code, report = lab.run()
    assert (code, "bad vectors" in report) == (2, True)


def test_an_id_used_twice_is_refused(lab: Lab) -> None:
    lab.driver("none")
    lab.cases([TRIGGER, TRIGGER])
    assert lab.run()[0] == 2


def test_a_pattern_that_matches_nothing_is_refused(lab: Lab) -> None:
    lab.driver("none")
    assert lab.run("--case", "nothing/*")[0] == 2


def test_a_pattern_may_leave_the_suite_out(lab: Lab) -> None:
    lab.driver("lie")
    code, report = lab.run("--case", "numbers/o*")
    assert (code, report.splitlines()[-1]) == (0, "1 passed, 0 failed")


def test_junit_names_language_suite_and_case(lab: Lab) -> None:
    lab.driver("lie")
    lab.run("--junit", "report.xml")
    cases = ElementTree.parse(lab.folder / "report.xml").findall(".//testcase")
    assert [(case.get("classname"), case.get("name")) for case in cases] == [
        ("liar.canonical", TRIGGER),
        ("liar.canonical", AFTER),
    ]
    assert [len(case.findall("failure")) for case in cases] == [1, 0]
