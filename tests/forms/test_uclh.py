"""A real blank made in Word is learned, and copies of it filled in several ways are read. Skipped where the blank is not at hand."""

from __future__ import annotations

import shutil
from functools import cache
from typing import Any

import pytest

from dag_check.documents import open_file
from dag_check.documents.model import Document
from dag_check.forms.definition import FormDefinition
from dag_check.forms.learn import learn_form
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin
from tests.forms.makers import uclh
from tests.forms.makers.generator.office import converted
from tests.forms.makers.scoring import BlankScore, document_at, score_blank, score_copy

pytestmark = pytest.mark.skipif(not uclh.PATH.exists(), reason="the blank is not part of the project")


@cache
def _learned() -> tuple[FormDefinition, BlankScore]:
    definition = learn_form(document_at(uclh.PATH), builtin())
    return definition, score_blank(definition, uclh.truth())


def test_its_sections_are_learned_in_order() -> None:
    _, score = _learned()

    assert len(score.sections[1]) == 13
    assert score.sections_agree, score.sections


def test_its_questions_are_learned_and_none_is_invented() -> None:
    _, score = _learned()

    assert score.found >= 0.97, score.missing
    assert len(score.invented) == 0, score.invented
    assert not score.kinds


@pytest.mark.parametrize(
    "way", ["fields kept", "flat", "through LibreOffice", "flat, through LibreOffice", "as OpenDocument"]
)
@pytest.mark.parametrize(("seed", "share"), [(1, 0.85), (2, 0.4)])
def test_filled_copies_are_read(way: str, seed: int, share: float) -> None:
    given = uclh.answers(seed, share)
    data, name = uclh.filled(given, flat="flat" in way), "filled.docx"
    if "LibreOffice" in way or "OpenDocument" in way:
        if shutil.which("soffice") is None:
            pytest.skip("LibreOffice is not installed")
        extension = "odt" if "OpenDocument" in way else "docx"
        data = converted(data, "docx", extension if extension == "odt" else "docx:MS Word 2007 XML")
        name = f"filled.{extension}"

    _assert_right(data, name, given)


def _assert_right(data: bytes, name: str, given: dict[str, Any]) -> None:
    definition, blank = _learned()
    document = open_file(name, data)
    assert isinstance(document, Document)

    score = score_copy(read_form(document, name, definition, builtin()).form, blank.places, given)

    assert score.right >= 0.98, score.wrong
    assert not score.false_answers
    assert not score.false_blanks
