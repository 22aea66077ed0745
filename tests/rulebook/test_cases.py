"""The cases that the built-in rules carry, and the shorthand that they are written in."""

from __future__ import annotations

import datetime as dt

import pytest

from dag_check.application import Application
from dag_check.errors import DataError
from dag_check.forms.library import builtin_form
from dag_check.rulebook import RuleCase, evaluate, load_rulebook, run_cases, verify_rules
from dag_check.rulebook.cases import application_of, complete, expand, merge

RULEBOOK = load_rulebook()
TODAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize("code", [rule.code for rule in RULEBOOK.rules])
def test_a_rule_does_what_its_cases_say(code: str) -> None:
    failures = [f"{outcome.case}: {outcome.failure}" for outcome in run_cases(RULEBOOK, [code]) if not outcome.ok]
    assert failures == []


@pytest.mark.parametrize("rule", RULEBOOK.rules, ids=lambda rule: rule.code)
def test_a_rule_carries_at_least_a_pass_and_a_problem(rule) -> None:  # type: ignore[no-untyped-def]
    expected = {case.expect for case in rule.cases}
    assert {"pass", "problem"} <= expected


@pytest.mark.parametrize("rule", RULEBOOK.rules, ids=lambda rule: rule.code)
def test_a_rule_stands_in_the_file_that_its_code_and_name_say(rule) -> None:  # type: ignore[no-untyped-def]
    path = RULEBOOK.files[rule.code]
    assert path.name == f"{rule.code}-{rule.name}.yaml"
    assert path.parent.name == rule.family


def test_the_expressions_and_texts_of_every_rule_are_right() -> None:
    verify_rules(RULEBOOK)


def test_no_rule_has_anything_to_say_of_the_complete_application() -> None:
    report = evaluate(application_of(RuleCase(name="complete", expect="pass")), RULEBOOK, today=TODAY)
    assert report.flatten("code", "message") == []
    assert [result.code for result in report.results if result.status in ("cannot_tell", "crashed")] == []
    assert report.outcome == "ready"


def test_an_empty_application_crashes_no_rule() -> None:
    report = evaluate(Application(), RULEBOOK, today=TODAY)
    assert [result.code for result in report.results if result.status == "crashed"] == []
    assert report.outcome == "not_checked"


def test_a_blank_form_crashes_no_rule() -> None:
    report = evaluate(expand({"form": {}, "files": {"a.docx": {"kind": "application_form"}}}), RULEBOOK, today=TODAY)
    assert [result.code for result in report.results if result.status == "crashed"] == []
    assert report.outcome == "changes_needed"


def test_an_application_survives_the_way_through_json() -> None:
    application = application_of(RuleCase(name="complete", expect="pass"))
    again = Application.model_validate_json(application.model_dump_json())
    assert again == application
    first, second = (evaluate(one, RULEBOOK, today=TODAY).to_json() for one in (application, again))
    assert first == second


@pytest.mark.parametrize(
    ("change", "said"),
    [({"answer": {}}, "answer"), ({"answers": {"project.nothing": "x"}}, "project.nothing"), ({"sections": {"nowhere": {}}}, "nowhere"),
     ({"variables": "x"}, "variables"), ({"ethics": [{"status": "maybe"}]}, "status")],
)  # fmt: skip
def test_a_mistake_in_the_shorthand_is_named(change: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        application_of(RuleCase(name="wrong", change=change, expect="pass"))


def test_null_removes_and_a_mapping_is_merged() -> None:
    case = RuleCase(name="x", change={"answers": {"project.aims": None}, "files": {"dpia.docx": None}}, expect="pass")
    application = application_of(case)
    assert application.form is not None
    aims, benefit = application.form.question("project.aims"), application.form.question("project.benefit")
    assert aims is not None and aims.answer.is_blank
    assert benefit is not None and not benefit.answer.is_blank
    assert [file.path for file in application.files] == ["application.docx", "variables.xlsx", "ethics-approval.pdf"]


def test_a_condition_on_the_choices_of_a_question_is_judged_in_a_case() -> None:
    form = builtin_form()
    sections = tuple(
        section.model_copy(update={"when": "'yes' in choices['linking.intended']"})
        if section.id == "hmcts_data"
        else section
        for section in form.sections
    )
    form = form.model_copy(update={"sections": sections})

    def applies(ticked: list[str]) -> tuple[bool | None, str]:
        made = expand(merge(complete(), {"chosen": {"linking.intended": ticked}}), form)
        assert made.form is not None
        return next((section.applies, section.why) for section in made.form.sections if section.id == "hmcts_data")

    assert applies(["yes"]) == (True, "it applies because you answered “Yes” to question 6.1")
    assert applies(["no"]) == (False, "it applies only if you answered “Yes” to question 6.1")
    assert applies([])[0] is None
