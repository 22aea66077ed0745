"""From verdicts to results: five statuses, rules that give way, findings in order, fingerprints that last."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dag_check.application import Application
from dag_check.checks import base
from dag_check.checks.base import Case, Problem, Verdict
from dag_check.errors import UsageError
from dag_check.location import Location, QuestionRef
from dag_check.report import Report
from dag_check.rulebook import RuleCase, evaluate, load_rulebook
from dag_check.rulebook.cases import application_of
from dag_check.rulebook.evaluation import encloses
from dag_check.rulebook.models import Docs, Rule, Rulebook, Source

TODAY = dt.date(2026, 3, 2)
Say = Callable[..., Rule]


def application(**change: Any) -> Application:
    return application_of(RuleCase(name="x", change=change, expect="pass"))


def at(question: str, section: str = "Project details") -> Location:
    return Location(file="application.docx", section=section, question=QuestionRef(id=question, number="3.5"))


@pytest.fixture
def rule_that() -> Iterator[Say]:
    """Makes a rule whose check returns a verdict, or raises an exception."""
    made: list[str] = []

    def make(verdict: Verdict | Exception, code: str = "TST001", message: str = "Wrong at {question}.", **more: Any) -> Rule:  # fmt: skip
        name = f"test_{code}"

        def function(case: Case) -> Verdict:
            if isinstance(verdict, Exception):
                raise verdict
            return verdict

        base._CHECKS[name] = function
        made.append(name)
        return Rule(code=code, name=f"test-{code.lower()}", title="A test", severity=more.pop("severity", "error"), check=name, message=message,
                    advice="Mend it.", source=Source(document="D", says="S"), docs=Docs(checks="c", why="w", fix="f"), **more)  # fmt: skip

    yield make
    for name in made:
        base._CHECKS.pop(name, None)


def report_of(*rules: Rule, on: Application | None = None, **more: Any) -> Report:
    built_in = load_rulebook()
    rulebook = Rulebook(name="test", version="1", rules=rules, knowledge=built_in.knowledge, folders=built_in.folders, files={})  # fmt: skip
    return evaluate(on or application(), rulebook, today=TODAY, **more)


@pytest.mark.parametrize(
    ("verdict", "status", "reason"),
    [
        (Verdict(passed="Seen."), "pass", "Seen."),
        (Verdict(not_applicable="None asked.", passed="Seen."), "not_applicable", "None asked."),
        (Verdict(cannot_tell="A scan.", not_applicable="None asked."), "cannot_tell", "A scan."),
        (Verdict(problems=(Problem(Location()),), cannot_tell="A scan."), "problem", "A scan."),
    ],
)
def test_problem_comes_before_cannot_tell_before_not_applicable_before_pass(rule_that: Say, verdict: Verdict, status: str, reason: str) -> None:  # fmt: skip
    result = report_of(rule_that(verdict)).results[0]
    assert (result.status, result.reason) == (status, reason)


def test_a_rule_that_raises_is_a_result_and_the_others_still_run(rule_that: Say, caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    with caplog.at_level(logging.ERROR):
        report = report_of(rule_that(KeyError("Dr Secret Name")), rule_that(Verdict(passed="Yes."), code="TST002"))
    assert [result.status for result in report.results] == ["crashed", "pass"]
    assert report.counts.crashed == 1
    assert "KeyError" in (report.results[0].reason or "")
    assert "TST001" in caplog.text
    assert "Secret" not in caplog.text + report.to_json()


def test_a_message_that_names_a_value_which_is_not_there_is_a_crashed_rule(rule_that: Say) -> None:
    result = report_of(rule_that(Verdict(problems=(Problem(Location()),)), message="{colour} is wrong")).results[0]
    assert result.status == "crashed"
    assert "{colour}" in (result.reason or "")


def test_braces_in_an_answer_are_left_alone(rule_that: Say) -> None:
    problem = Problem(at("project.ari"), values={"what": "{x} {question}"})
    finding = report_of(rule_that(Verdict(problems=(problem,)), message="Wrong: {what}")).results[0].findings[0]
    assert finding.message == "Wrong: {x} {question}"


def test_a_finding_gives_way_to_one_at_the_same_question(rule_that: Say) -> None:
    weak = rule_that(Verdict(problems=(Problem(at("project.ari")), Problem(at("project.aims")))), gives_way_to=("TST002",))  # fmt: skip
    strong = rule_that(Verdict(problems=(Problem(at("project.ari")),)), code="TST002")
    report = report_of(weak, strong)
    assert report.flatten("code", "question") == [("TST001", "project.aims"), ("TST002", "project.ari")]


def test_a_rule_that_gave_way_with_all_its_findings_passes_and_says_to_which(rule_that: Say) -> None:
    weak = rule_that(Verdict(problems=(Problem(at("project.ari")),)), gives_way_to=("TST002",))
    strong = rule_that(Verdict(problems=(Problem(at("project.ari")),)), code="TST002")
    result = report_of(weak, strong).results[0]
    assert result.status == "pass"
    assert "TST002" in (result.reason or "")
    undecided = rule_that(Verdict(problems=(Problem(at("project.ari")),), cannot_tell="A scan."), code="TST003", gives_way_to=("TST002",))  # fmt: skip
    assert report_of(undecided, strong).results[0].status == "cannot_tell"


def test_selecting_a_rule_does_not_change_what_it_says(rule_that: Say) -> None:
    weak = rule_that(Verdict(problems=(Problem(at("project.ari")),)), gives_way_to=("TST002",))
    strong = rule_that(Verdict(problems=(Problem(at("project.ari")),)), code="TST002")
    assert [result.status for result in report_of(weak, strong, select=["TST001"]).results] == ["pass"]


def test_a_finding_that_gave_way_itself_pushes_nothing_out(rule_that: Say) -> None:
    here = (Problem(at("project.ari")),)
    first = rule_that(Verdict(problems=here), gives_way_to=("TST002",))
    second = rule_that(Verdict(problems=here), code="TST002", gives_way_to=("TST003",))
    third = rule_that(Verdict(problems=here), code="TST003")
    assert report_of(first, second, third).flatten("code") == [("TST001",), ("TST003",)]


def test_what_encloses_what() -> None:
    section = Location(file="application.docx", section="Project details")
    assert encloses(section, at("project.ari"))
    assert not encloses(section, at("gdpr.article6", "GDPR"))
    assert not encloses(at("project.ari"), section)
    cell = Location(file="v.xlsx", sheet="A", cell="F12", variable="age")
    assert encloses(Location(file="v.xlsx", sheet="A"), cell)
    assert encloses(Location(file="v.xlsx", sheet="A", cell="F10:F20"), cell)
    assert not encloses(Location(file="v.xlsx", sheet="A", cell="F13"), cell)
    assert not encloses(Location(file="v.xlsx", sheet="B"), cell)
    assert not encloses(Location(), cell)


def test_findings_keep_the_order_of_the_form(rule_that: Say) -> None:
    problems = (Problem(at("safe_data.period")), Problem(at("project.aims")), Problem(Location(file="v.xlsx")))
    found = report_of(rule_that(Verdict(problems=problems))).flatten("question")
    assert found == [("project.aims",), ("safe_data.period",), (None,)]


def mark(rule_that: Say, *problems: Problem, on: Application | None = None) -> list[str]:
    return [finding.fingerprint for _, finding in report_of(rule_that(Verdict(problems=problems)), on=on).findings]


def test_a_fingerprint_outlives_wording_rows_and_file_names(rule_that: Say) -> None:
    first = Problem(Location(file="v1.xlsx", sheet="A", cell="C5", row=5, variable="age"), quote="x")
    second = Problem(Location(file="v2.xlsx", sheet="A", cell="C9", row=9, variable="age"), quote="y")
    other = Problem(Location(file="v1.xlsx", sheet="A", cell="C5", row=5, variable="sex"))
    assert mark(rule_that, first) == mark(rule_that, second) != mark(rule_that, other)
    form, renamed = (Problem(at("project.ari").model_copy(update={"file": name})) for name in ("a.docx", "b.docx"))
    assert mark(rule_that, form) == mark(rule_that, renamed)


def test_a_fingerprint_is_unique_within_a_report(rule_that: Say) -> None:
    marks = mark(rule_that, Problem(at("project.ari")), Problem(at("project.ari")), Problem(at("project.ari"), key="k"))
    assert len(set(marks)) == 3
    assert marks[1] == f"{marks[0]}-2"


def test_findings_that_share_a_place_keep_their_fingerprints_whatever_their_order(rule_that: Say) -> None:
    one, other, third = (Problem(at("project.ari"), quote=quote) for quote in ("first", "second", "third"))
    before, after = mark(rule_that, one, other, third), mark(rule_that, third, other)
    assert before[1:] == after[::-1]
    assert mark(rule_that, other)[0] not in before


def test_a_fingerprint_in_a_list_of_variables_does_not_hang_on_its_rows(rule_that: Say) -> None:
    files = {"files": {"v.xlsx": {"kind": "variable_list"}, "ethics.xlsx": {"kind": "ethics_self_assessment"}}}
    listed = application_of(RuleCase(name="x", base="empty", expect="pass", change=files))

    def at_cell(file: str, cell: str) -> list[str]:
        return mark(rule_that, Problem(Location(file=file, sheet="A", cell=cell)), on=listed)

    assert at_cell("v.xlsx", "F4") == at_cell("v.xlsx", "F9")
    assert at_cell("ethics.xlsx", "F4") != at_cell("ethics.xlsx", "F9")


def test_the_outcome_follows_the_errors(rule_that: Say) -> None:
    wrong = Verdict(problems=(Problem(Location()),))
    assert report_of(rule_that(wrong)).outcome == "changes_needed"
    assert report_of(rule_that(wrong, severity="warning")).outcome == "ready"
    assert report_of(rule_that(wrong), on=Application()).outcome == "not_checked"
    locked = application_of(RuleCase(name="x", base="empty", expect="pass", change={
        "files": {"a.docx": {"problem": {"reason": "encrypted", "problem": "Locked.", "remedy": "Unlock it."}}}}))  # fmt: skip
    assert report_of(rule_that(wrong), on=locked).outcome == "not_checked"
    scan = application_of(RuleCase(name="x", base="empty", expect="pass", change={"files": {"a.pdf": {"unread_pages": [1]}}}))  # fmt: skip
    assert report_of(rule_that(wrong), on=scan).outcome == "not_checked"


def test_counts_are_called_as_the_contract_calls_them(rule_that: Say) -> None:
    content = json.loads(report_of(rule_that(Verdict(passed="Yes."))).to_json())
    assert content["counts"] == {"error": 0, "warning": 0, "info": 0, "pass": 1, "not_applicable": 0, "cannot_tell": 0, "crashed": 0}  # fmt: skip
    assert Report.model_validate(content).counts.passed == 1
    assert content["tool"]["name"] == "dag-check"


def test_rules_are_selected_by_family_code_and_name() -> None:
    rulebook = load_rulebook()
    chosen = evaluate(application(), rulebook, today=TODAY, select=["FRM"], ignore=["FRM002", "placeholder-answer"])
    codes = [result.code for result in chosen.results]
    assert "FRM001" in codes and not {"FRM002", "FRM003", "SUB001"} & set(codes)
    assert {"FRM002", "FRM003", "SUB001"} <= set(chosen.left_out) and not set(chosen.left_out) & set(codes)
    assert evaluate(application(), rulebook, today=TODAY).left_out == ()
    with pytest.raises(UsageError, match="XYZ"):
        evaluate(application(), rulebook, today=TODAY, select=["XYZ"])


def test_a_required_expression_is_held_against_the_question_that_it_names(tmp_path: Path) -> None:
    rule = Rule(code="TST009", name="t", title="T", severity="info", require='size(answers.supervisor) > 3 && "moj" in data', at="supervisor",
                message="{question} is short: {quote}", advice="Say more.", source=Source(document="D", says="S"), docs=Docs(checks="c", why="w", fix="f"))  # fmt: skip
    report = report_of(rule)
    assert report.flatten("code", "question", "message") == [("TST009", "applicant.supervisor", "2.3 is short: N/A")]
    good = application(answers={"supervisor": "Dr Who"}, chosen={"access.data": ["moj"]})
    assert report_of(rule, on=good).results[0].status == "pass"
    lost = application(questions={"supervisor": {"found": False}})
    assert report_of(rule, on=lost).results[0].status == "cannot_tell"
    assert report_of(rule, on=Application()).results[0].status == "not_applicable"
