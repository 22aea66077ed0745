"""The checks of the form hold for any application, and point at what they mean. What each finds is in the cases of its rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dag_check.forms.library import builtin_form
from dag_check.report import Report
from dag_check.rulebook import RuleCase, evaluate, load_rulebook
from dag_check.rulebook.cases import application_of

RULEBOOK = load_rulebook()
QUESTIONS = [question.id for question in builtin_form().questions]
CHOICES = {question.id: [*question.options] or ["yes", "no"] for question in builtin_form().questions if question.answer in ("choice", "choices", "yes_no")}  # fmt: skip
ANSWERS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["", "N/A", "TBC", "....", "See above", "[insert]", "xxx", "Yes", "see attached", "a.pdf", "None", "\x00", "Name: Date:"]),
)  # fmt: skip
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "answers": st.dictionaries(st.sampled_from(QUESTIONS), ANSWERS, max_size=6),
        "chosen": st.fixed_dictionaries({}, optional={id: st.lists(st.sampled_from(options), max_size=3) for id, options in CHOICES.items()}),
        "questions": st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from([{"found": False}, {"unsure": "so"}, {"applies": None}, {"kind": "fields"}]), max_size=4),
        "sections": st.dictionaries(st.sampled_from(["gdpr", "access", "linking", "declaration"]), st.sampled_from([{"found": False}, {"applies": None}, {"title": ""}]), max_size=2),
        "people": st.lists(st.fixed_dictionaries({"Name": ANSWERS, "Organisation": ANSWERS}), max_size=2),
    },
)  # fmt: skip


def report(change: dict[str, Any], *select: str) -> Report:
    case = RuleCase(name="x", change=change, expect="pass")
    return evaluate(application_of(case), RULEBOOK, today=dt.date(2026, 3, 2), select=select or ("SUB", "FRM", "ARI"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES)
def test_whatever_the_form_says_no_rule_crashes_and_every_finding_has_a_place(change: dict[str, Any]) -> None:
    made = report(change)
    assert [result.reason for result in made.results if result.status == "crashed"] == []
    for result, finding in made.findings:
        assert "{" not in result.title and finding.message and finding.advice
        assert finding.location.file or result.code == "SUB001"


@pytest.mark.parametrize("question", [q.id for q in builtin_form().questions if q.answer == "text" and q.when is None])
def test_a_blank_answer_is_one_finding_at_its_question_or_none_where_its_section_does_not_apply(question: str) -> None:
    change: dict[str, Any] = {"answers": {question: " . . . "}}
    if question == "project.ari":
        change["ari"] = []
    found = report(change).flatten("code", "question")
    form = application_of(RuleCase(name="x", expect="pass")).form
    section = form.section_of(question) if form else None
    code = "ARI001" if question == "project.ari" else "FRM002"
    assert found == ([(code, question)] if section and section.applies else [])


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q not in ("hmcts_data.extract",)])
def test_a_question_that_was_not_located_is_never_a_finding(question: str) -> None:
    blank = {"text": "", "chosen": [], "fields": {}, "people": []}
    change: dict[str, Any] = {"questions": {question: {"found": False, "answer": blank}}, "ari": []}
    assert [found for found in report(change, "FRM").flatten("code", "question") if found[1] == question] == []


def test_two_defects_at_one_question_are_told_once_by_the_rule_that_knows_most() -> None:
    made = report({"answers": {"project.ari": "TBC"}, "ari": []})
    assert made.flatten("code", "question") == [("ARI001", "project.ari")]


def test_many_questions_that_were_not_located_are_all_named_by_their_numbers() -> None:
    numbers = {
        "project.aims": "3.4",
        "project.outputs": "3.9",
        "project.risks": "3.12",
        "safe_data.population": "5.2",
    }
    result = report({"questions": {question: {"found": False} for question in numbers}}, "FRM002").results[0]
    assert result.reason is not None
    assert result.reason.startswith("Questions 3.4, 3.9, 3.12, 5.2 could not be located for sure")
