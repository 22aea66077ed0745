"""Habits met in submissions by authors who had not seen the readers: crosses beside ticks, grids of yes and no, pasted signatures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import dag_check
from dag_check.application import Question
from tests.corpus.redteam.layouts import LAYOUTS, Style
from tests.corpus.redteam.layouts_second import SECOND
from tests.corpus.redteam.make import form
from tests.corpus.redteam.projects import PLEA, PRISON

LAYOUTS.update(SECOND)


def read(folder: Path, layout: str, answers: dict[str, Any], style: Style, name: str) -> Question:
    """The question of that id in a form written so."""
    form(folder / "form.docx", layout, answers, style)
    application = dag_check.read(folder)
    assert application.form is not None
    return next(question for question in application.form.questions if question.id == name)


@pytest.mark.parametrize("ticks", [("✔", "✘"), ("✓", "✗"), ("✘", "☐"), ("■", "□"), ("[X]", "[  ]")])
def test_a_cross_beside_ticks_says_no_and_beside_empty_boxes_yes(tmp_path: Path, ticks: tuple[str, str]) -> None:
    question = read(tmp_path, "italics", PLEA, Style(ticks=ticks), "access.data")
    assert question.answer.chosen == ("data_first_hmpps", "data_first_courts")


def test_a_mark_in_the_column_of_no_chooses_nothing(tmp_path: Path) -> None:
    question = read(tmp_path, "grid", PLEA, Style(), "access.route")
    assert question.answer.chosen == ("sail",)


def test_a_pasted_picture_signs_the_declaration(tmp_path: Path) -> None:
    question = read(tmp_path, "two_up", PLEA, Style(signature_picture=True), "declaration.signed")
    assert question.answer.fields["Signature"] == "[picture]"


def test_name_with_a_colon_in_italics_is_an_answer(tmp_path: Path) -> None:
    question = read(tmp_path, "italics", PLEA, Style(answer="<w:i/>"), "declaration.signed")
    assert question.answer.fields["Name"] == "N. Ó Ceallaigh"


def test_a_label_in_other_words_is_found_by_its_number_and_place(tmp_path: Path) -> None:
    question = read(tmp_path, "merged_labels", PRISON, Style(prefix="Q", paraphrase=True), "applicant.funding")
    assert question.found
    assert question.answer.text.startswith("ESRC, award")
