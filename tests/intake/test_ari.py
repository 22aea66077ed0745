"""What is read in answers on the Areas of Research Interest, held to a labelled set: tests/corpus/ari-answers.yaml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from dag_check.intake.ari import read_ari
from dag_check.knowledge import builtin
from dag_check.rulebook import RuleCase, evaluate, load_rulebook
from dag_check.rulebook.cases import application_of

LABELS = yaml.safe_load((Path(__file__).parents[1] / "corpus" / "ari-answers.yaml").read_text(encoding="utf-8"))
WANTED: dict[str, list[str]] = {"good": [], "generic": ["ARI002"], "area_only": ["ARI002"], "none": ["ARI001"]}
RULEBOOK = load_rulebook()


def findings(answer: str) -> list[str]:
    application = application_of(
        RuleCase(name="x", change={"answers": {"project.ari": answer}, "ari": []}, expect="pass")
    )
    assert application.form is not None
    application = application.model_copy(update={"ari": read_ari(application.form, builtin())})
    report = evaluate(application, RULEBOOK, today=dt.date(2026, 3, 2), select=["ARI001", "ARI002"])
    return [result.code for result in report.results if result.status == "problem"]


@pytest.mark.parametrize("answer", [text for part in LABELS.values() for text in part["good"]])
def test_a_good_answer_raises_no_alarm(answer: str) -> None:
    assert findings(answer) == []


@pytest.mark.parametrize(
    ("kind", "answer"), [(kind, text) for kind, texts in LABELS["answers"].items() for text in texts if kind != "good"]
)
def test_the_first_set_is_told_as_labelled(kind: str, answer: str) -> None:
    assert findings(answer) == WANTED[kind]


def test_of_the_unseen_set_at_most_one_in_ten_is_missed() -> None:
    second = [(kind, text) for kind, texts in LABELS["second"].items() for text in texts]
    wrong = [text for kind, text in second if findings(text) != WANTED[kind]]
    assert len(wrong) <= len(second) / 10, wrong


def test_there_are_at_least_sixty_labelled_answers() -> None:
    assert sum(len(texts) for part in LABELS.values() for texts in part.values()) >= 60
