"""Waivers: what they cover, what is said of those that cover nothing, and how a mistake in their file is told."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dag_check import check, cli
from dag_check.application import Application, Waiver
from dag_check.errors import DataError, UsageError
from dag_check.intake.waivers import is_waiver_file, load_waivers, read_waivers
from dag_check.report import Report
from dag_check.rulebook import RuleCase, evaluate, load_rulebook
from dag_check.rulebook.cases import application_of

TODAY = dt.date(2026, 3, 2)
ROOT = Path(__file__).resolve().parents[2]
RULEBOOK = load_rulebook()
ONE = b"waivers:\n  - code: FRM002\n    where: {question: project.aims}\n    reason: Agreed\n    who: Jo Smith\n    until: 2026-12-31\n"


def faulty(**more: Any) -> Application:
    """An application without aims, and with a variable that nothing justifies."""
    variables = [
        {"name": "age_band", "justification": ""},
        {"name": "plea", "justification": "Guilty pleas shorten sentences, so lengths are compared within plea."},
    ]
    change = {"answers": {"project.aims": ""}, "variables": variables, **more}
    return application_of(RuleCase(name="x", change=change, expect="pass"))


def waiver(code: str, **where: str) -> Waiver:
    return Waiver(code=code, where=where, reason="Agreed by telephone", who="Jo Smith")


def waived(report: Report) -> list[str]:
    return [result.code for result, finding in report.findings if finding.waived]


def judged(*waivers: Waiver, **more: Any) -> Report:
    return evaluate(faulty(), RULEBOOK, today=TODAY, waivers=waivers, **more)


@pytest.mark.parametrize(
    "where",
    [
        {"question": "project.aims"},
        {"question": "3.4"},
        {"any": "3.4"},
        {"any": "Project.Aims"},
        {"question": "3.4", "file": "application.docx"},
    ],
)
def test_a_waiver_finds_its_question_by_id_or_number(where: dict[str, str]) -> None:
    number = next(q.number for q in faulty().form.questions if q.id == "project.aims")  # type: ignore[union-attr]
    where = {key: value.replace("3.4", number) for key, value in where.items()}
    assert waived(judged(waiver("FRM002", **where))) == ["FRM002"]


@pytest.mark.parametrize(
    "where",
    [{"cell": "F2"}, {"cell": "$f$2"}, {"cell": "F1:F9"}, {"variable": "AGE_BAND"}, {"any": "F2"}, {"any": "age_band"},
     {"sheet": "Variables", "cell": "F2"}, {"file": "variables.xlsx"}],
)  # fmt: skip
def test_a_waiver_finds_its_variable_by_cell_sheet_name_or_file(where: dict[str, str]) -> None:
    assert waived(judged(waiver("VAR002", **where))) == ["VAR002"]


@pytest.mark.parametrize("where", [{"cell": "F3"}, {"sheet": "Other", "cell": "F2"}, {"any": "submission"}, {"question": "3.4"}, {}])  # fmt: skip
def test_a_waiver_for_another_place_covers_nothing(where: dict[str, str]) -> None:
    report = judged(waiver("VAR002", **where))
    assert waived(report) == []
    result = report.result("SUB006")
    assert result is not None and result.status == "problem" and "at that place" in result.findings[0].message


def test_a_finding_can_be_waived_by_its_fingerprint() -> None:
    finding = next(f for r, f in judged().findings if r.code == "VAR002")
    assert waived(judged(waiver("VAR002", fingerprint=finding.fingerprint))) == ["VAR002"]


def test_a_waived_finding_stays_in_the_report_and_out_of_the_outcome_and_the_counts() -> None:
    before = judged()
    assert (before.outcome, before.counts.error) == ("changes_needed", 2)
    aims = waiver("FRM002", question="project.aims").model_copy(update={"until": dt.date(2026, 12, 31)})
    after = judged(aims, waiver("VAR002", variable="age_band"))
    assert (after.outcome, after.counts.error) == ("ready", 0)
    assert after.flatten("code", "fingerprint") == before.flatten("code", "fingerprint")
    said = {finding.waived for _, finding in after.findings}
    assert "Agreed by telephone (Jo Smith, until 31 December 2026; a waiver)." in said


def test_a_waiver_counts_on_its_last_day_and_not_after() -> None:
    for last, expected in ((TODAY, ["FRM002"]), (TODAY - dt.timedelta(1), [])):
        one = waiver("FRM002", question="project.aims").model_copy(update={"until": last})
        assert waived(judged(one)) == expected


def test_what_the_applicant_waives_is_honoured_and_a_person_is_asked_to_confirm_it() -> None:
    own = {"code": "FRM002", "where": {"question": "project.aims"}, "reason": "No space", "who": "Dr Lindqvist"}
    report = evaluate(faulty(waivers=[own]), RULEBOOK, today=TODAY)
    assert waived(report) == ["FRM002"]
    result = report.result("SUB006")
    assert result is not None and result.status == "cannot_tell"
    assert "Dr Lindqvist" in (result.reason or "") and "came with the submission" in (result.reason or "")


def test_waivers_of_the_submission_can_be_switched_off_by_a_flag_and_by_the_rulebook(tmp_path: Path) -> None:
    own = {"code": "FRM002", "where": {"question": "project.aims"}, "reason": "No space", "who": "Dr Lindqvist"}
    application = faulty(waivers=[own])
    (tmp_path / "rulebook.yaml").write_text("name: ours\nversion: '1'\nsubmission_waivers: false\n", encoding="utf-8")
    strict = load_rulebook([tmp_path])
    for report in (
        evaluate(application, RULEBOOK, today=TODAY, submission_waivers=False),
        evaluate(application, strict, today=TODAY),
    ):
        assert waived(report) == []
        result = report.result("SUB006")
        assert result is not None and "do not count here" in result.findings[0].message
    given_too = evaluate(application, strict, today=TODAY, waivers=[waiver("FRM002", question="project.aims")])
    assert waived(given_too) == ["FRM002"]


def test_a_waiver_for_a_rule_that_was_not_selected_is_not_called_unused() -> None:
    report = judged(waiver("FRM002", question="project.aims"), select=["SUB", "VAR"])
    result = report.result("SUB006")
    assert result is not None and result.status == "pass"


def test_the_command_takes_waivers_and_shows_who_waived(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The examples' complete application loses its letter, and somebody says that this may stand."""
    folder = shutil.copytree(ROOT / "examples" / "complete", tmp_path / "complete")
    for letter in folder.glob("*.pdf"):
        letter.unlink()
    arguments = ["check", str(folder), "--today", "2026-03-02", "--select", "ETH008,SUB006"]
    assert cli.main(arguments) == 1
    for name in ("w.yaml", "complete/dag-check-waivers.yaml"):
        (tmp_path / name).write_text(
            f"- {{code: ETH008, where: {{file: {form(folder)}}}, reason: Seen on paper, who: Jo Smith}}\n",
            encoding="utf-8",
        )
    capsys.readouterr()
    assert cli.main([*arguments, "--no-submission-waivers", "--waivers", str(tmp_path / "w.yaml")]) == 0
    assert "Waived: Seen on paper (Jo Smith; w.yaml)." in capsys.readouterr().out
    assert cli.main(arguments) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "A person must look at 1 thing" in out and "which came with the submission" in out
    assert cli.main([*arguments, "--no-submission-waivers"]) == 1


def form(folder: Path) -> str:
    """The name of the filled form."""
    return next(file.name for file in folder.glob("*.docx") if "pplication" in file.name)


# ---- the file ----------------------------------------------------------------------------------------------------------


def test_a_file_of_waivers_in_a_submission_is_read_and_listed(tmp_path: Path) -> None:
    (tmp_path / "dag-check-waivers.yaml").write_bytes(ONE)
    (tmp_path / "notes.txt").write_text("Notes", encoding="utf-8")
    report = check(tmp_path, today=TODAY)
    first = report.submission.files[0]
    assert (first.path, first.format, first.kind) == ("dag-check-waivers.yaml", "yaml", "other")
    assert report.result("SUB006") is not None


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [("dag-check-waivers.yaml", b"", True), ("deep/Dag-Check-Waivers.YML", b"x", True), ("w.yaml", b"# ours\nwaivers:\n", True),
     ("w.yaml", b"name: x\nwaivers: []", False), ("w.txt", b"waivers:\n", False), ("form.docx", b"PK", False)],
)  # fmt: skip
def test_waivers_are_known_by_name_or_by_their_first_line(name: str, data: bytes, expected: bool) -> None:
    assert is_waiver_file(name, data) is expected


def test_numbers_and_dates_stay_as_they_were_written() -> None:
    data = b"- {code: frm002, where: 3.10, reason: 1, who: 2, until: 2026-12-31}\n"
    (one,) = read_waivers("w.yaml", data)
    assert (one.code, one.where, one.until, one.submitted) == ("FRM002", {"any": "3.10"}, dt.date(2026, 12, 31), True)


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (ONE.replace(b"reason: Agreed", b"resaon: Agreed"), 4, "did you mean `reason`"),
        (ONE.replace(b"    who: Jo Smith\n", b""), 2, "`who` is missing"),
        (ONE.replace(b"who: Jo Smith", b"who:"), 5, "`who` is missing"),
        (ONE.replace(b"FRM002", b"FRM2"), 2, "not the code of a rule"),
        (ONE.replace(b"2026-12-31", b"31/12/2026"), 6, "2026-12-31"),
        (ONE.replace(b"question:", b"qestion:"), 3, "did you mean `question`"),
        (ONE.replace(b"where: {question: project.aims}", b"where:"), 3, "empty"),
        (ONE.replace(b"    where: {question: project.aims}\n", b""), 2, "for one place"),
        (b"waivers: [a]\n", 1, "not a mapping"),
        (b"name: x\n", 1, "does not hold waivers"),
        (b"waivers: [\n", None, "Not valid YAML"),
        (b"waivers: \xff\n", None, "UTF-8"),
        (b"a: &a [x]\nwaivers: [*a, *a]\n", 2, "References"),
        (b"waivers: " + b"[" * 500, 1, "nested"),
        (b"#" * 300_000, None, "too large"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_of_waivers_is_told_with_its_line(tmp_path: Path, data: bytes, line: int | None, said: str) -> None:  # fmt: skip
    file = tmp_path / "dag-check-waivers.yaml"
    file.write_bytes(data)
    with pytest.raises(DataError) as caught:
        load_waivers(file)
    assert said in str(caught.value)
    if line is not None:
        assert caught.value.line == line
    report = check({"dag-check-waivers.yaml": data}, today=TODAY)
    result = report.result("SUB006")
    assert result is not None and result.status == "problem" and said in result.findings[0].message


def test_the_waivers_beside_a_wrong_one_are_still_read() -> None:
    good, wrong = read_waivers("w.yaml", ONE + b"  - code: FRM003\n")
    assert (good.problem, wrong.code) == ("", "FRM003")
    assert "missing" in wrong.problem


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        load_waivers(tmp_path / "nowhere.yaml")


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("waivers:\n" + text).encode("utf-8", "replace"))
)
def test_whatever_stands_in_the_file_nothing_is_raised(data: bytes) -> None:
    for one in read_waivers("dag-check-waivers.yaml", data):
        assert one.problem or (one.code and one.where and one.reason and one.who)
