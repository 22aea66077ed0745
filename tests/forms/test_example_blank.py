"""The built-in form, learned from the blank among the examples: it asks the same, and the labelled corpus is judged as well by it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from benchmarks.accuracy import Labelled, judge, labelled

import dag_check
from dag_check.forms.definition import FormDefinition
from dag_check.forms.library import builtin_form, form_from

BLANK = next((Path(__file__).parents[2] / "examples" / "blank-form").glob("*.docx"))
WORDS_OF_THE_BLANK = {"guidance"}
SUBMISSIONS = list(labelled())


@cache
def learned() -> FormDefinition:
    return form_from(BLANK)


def test_the_example_asks_what_the_built_in_form_asks() -> None:
    """Ids, numbers, labels, kinds, options, fields, limits, conditions, N/A policies and roles; the example adds guidance."""
    form = builtin_form()
    assert (learned().form, learned().title, learned().edition) == (form.form, form.title, form.edition)
    for one, other in zip(learned().sections, form.sections, strict=True):
        assert one.model_dump(exclude={"questions"}) == other.model_dump(exclude={"questions"})
        assert [question.model_dump(exclude=WORDS_OF_THE_BLANK) for question in one.questions] == [
            question.model_dump(exclude=WORDS_OF_THE_BLANK) for question in other.questions
        ]


@pytest.mark.parametrize(
    "submission",
    [
        pytest.param(one, id=one.name, marks=() if at % 2 == 0 else pytest.mark.slow)
        for at, one in enumerate(SUBMISSIONS)
    ],
)
def test_the_corpus_is_judged_as_well_by_the_learned_form(submission: Labelled) -> None:
    report = dag_check.check(submission.path, today=submission.today, form=learned())
    score = judge(submission, report)
    assert score.missed == [], "expected, and not said"
    assert score.false == [], "said, and not expected"
    assert report.outcome == ("ready" if submission.ready else "changes_needed")
