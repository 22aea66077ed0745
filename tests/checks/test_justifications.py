"""What justifications are worth: measured on a labelled set, and stated for the cases that were argued over."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dag_check.checks.justifications import is_blanket, quality, template_of
from dag_check.knowledge import builtin

CORPUS = Path(__file__).parents[1] / "corpus"
LABELLED = [CORPUS / "justifications.csv", CORPUS / "justifications-fresh.csv"]


def judged(split: str) -> list[tuple[str, str, str]]:
    """Text, label and judgement of each labelled justification of a split."""
    rows = []
    for path in LABELLED:
        with path.open(encoding="utf-8", newline="") as file:
            rows += [row for row in csv.DictReader(file) if row["split"] == split]
    said = {"specific": "good", "repeats": "generic"}
    verdicts = [quality(row["text"], row["variable"], row["description"], builtin()) for row in rows]
    return [(row["text"], row["label"], said.get(v, v)) for row, v in zip(rows, verdicts, strict=True)]


@pytest.mark.parametrize("split", ["tuning", "held_out", "fresh_a", "fresh_b"])
def test_generic_is_found_without_false_alarms(split: str) -> None:
    rows = judged(split)
    hits = sum(label == said == "generic" for _, label, said in rows)
    alarms = [text for text, label, said in rows if said == "generic" != label]
    misses = [text for text, label, said in rows if label == "generic" != said]
    assert len(rows) >= 100
    assert hits / (hits + len(alarms)) >= 0.95, alarms
    assert hits / (hits + len(misses)) >= 0.9, misses


@pytest.mark.parametrize("split", ["tuning", "held_out"])
def test_missing_is_never_taken_for_a_justification_nor_the_reverse(split: str) -> None:
    assert [row for row in judged(split) if (row[1] == "missing") != (row[2] == "missing")] == []


@pytest.mark.parametrize(
    ("text", "name", "description", "worth"),
    [
        ("control variable", "age", "Age", "generic"),
        ("control variable for sentence severity", "age", "Age", "specific"),
        ("Confounder: age affects sentence length", "age", "Age", "specific"),
        ("this variable is the age of the defendant", "age", "Age of the defendant", "repeats"),
        ("age_band", "age_band", "", "repeats"),
        ("Linkage", "id_hash", "Identifier", "specific"),
        ("Main outcome", "recalled", "Recalled to custody", "specific"),
        ("Needed for RQ2", "age", "Age", "specific"),
        ("Er mwyn cymharu dedfrydau rhwng llysoedd", "court", "Court", "specific"),
        ("orders", "age", "Age", "specific"),
        ("Analysing", "age", "Age", "generic"),
        ("The project's aims", "age", "Age", "generic"),
        ('"', "age", "Age", "missing"),
        ("↓", "age", "Age", "missing"),
        ("", "age", "Age", "missing"),
        (None, "age", "Age", "missing"),
        ("#N/A", "age", "Age", "missing"),
    ],
)
def test_border_cases(text: str | None, name: str, description: str, worth: str) -> None:
    assert quality(text, name, description, builtin()) == worth


def test_texts_that_differ_only_in_the_name_are_one() -> None:
    assert template_of("sex_code is needed", "sex_code", "Sex") == template_of("Age band is needed.", "age_band", "")
    assert template_of("Sex explains remand", "sex", "") != template_of("Age explains sentence length", "age", "")


@pytest.mark.parametrize(
    ("count", "of", "blanket"),
    [(4, 4, False), (5, 5, True), (5, 15, True), (5, 16, False), (10, 30, True), (10, 31, False)],
)
def test_blanket_is_five_or_a_third_where_that_is_more(count: int, of: int, blanket: bool) -> None:
    assert is_blanket(count, of) is blanket
