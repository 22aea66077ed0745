"""Forms of other makers: each is learned from its blank with nothing corrected by hand, and every filled copy of it read with that."""

from __future__ import annotations

import pytest

from tests.forms.makers.scoring import (
    COPIES,
    document_at,
    file_of,
    forms,
    learned,
    read_copy,
    score_blank,
    score_copy,
    truth_of,
)

_COPIES = [(form, copy) for form in forms() for copy in COPIES]


@pytest.mark.parametrize("form", forms())
def test_a_blank_is_learned_as_a_careful_person_would_list_it(form: str) -> None:
    score = score_blank(learned(form), truth_of(file_of(form, "blank").with_suffix(".yaml")))

    assert score.found >= 0.97, score.missing
    assert not score.invented
    assert score.sections_agree, score.sections
    assert not score.kinds


@pytest.mark.parametrize("form", forms())
def test_a_blank_read_with_its_own_form_is_found_whole_and_unanswered(form: str) -> None:
    read = read_copy(learned(form), file_of(form, "blank"))

    assert [question.id for question in read.questions if not question.found] == []
    assert [question.id for question in read.questions if not question.answer.is_blank] == []
    assert read.match == 1.0


@pytest.mark.parametrize(("form", "copy"), _COPIES)
def test_a_filled_copy_gives_every_answer_to_its_question(form: str, copy: str) -> None:
    path = file_of(form, copy)
    places = score_blank(learned(form), truth_of(file_of(form, "blank").with_suffix(".yaml"))).places

    score = score_copy(read_copy(learned(form), path), places, truth_of(path.with_suffix(".yaml")))

    assert score.right >= 0.98, score.wrong
    assert not score.false_answers, "a blank question was taken for answered"
    assert not score.false_blanks, "an answered question was taken for blank"


def test_the_forms_are_documents_of_different_makers() -> None:
    assert len(forms()) >= 10
    assert {document_at(file_of(form, "blank")).format for form in forms()} == {"docx", "odt"}
