"""People who are written without the form's table: lines whose cells are parted alike, and labelled lines."""

from __future__ import annotations

import pytest

from dag_check.documents.lines import lines_of
from dag_check.documents.model import Block, Document
from dag_check.intake.fields import read_people
from dag_check.knowledge import builtin
from dag_check.location import Location
from tests.intake.form_layouts import para, table

COLUMNS = ["Name", "Organisation", "Role in the project", "Accredited researcher number or status"]
TWO = [
    ["Dr Aud de Winter", "University of X", "Lead", "ONS 210031"],
    ["Yusuf O'Hara-Lee", "Y Trust", "Analyst", "training booked"],
]


def _read(*texts: str, cell: bool = False) -> list[list[str]]:
    blocks: list[Block] = [para(text) for text in texts]
    document = Document("f", "docx", (table([blocks]),) if cell else tuple(blocks))
    people, _ = read_people(lines_of(document), COLUMNS, builtin(), Location(file="f"))
    return [[person.cells[column] for column in COLUMNS] for person in people]


@pytest.mark.parametrize("sign", [", ", " | ", "; ", " – "])
@pytest.mark.parametrize("cell", [False, True])
def test_a_line_for_each_person(sign: str, cell: bool) -> None:
    assert _read(*(sign.join(person) for person in TWO), cell=cell) == TWO
    assert _read(*(sign.join(person) + ";" for person in TWO), cell=cell) == TWO
    assert _read(*(sign.join(person) for person in [COLUMNS, *TWO]), cell=cell) == TWO


def test_labelled_lines() -> None:
    texts = [f"{name}: {text}" for person in TWO for name, text in zip(COLUMNS, person, strict=True)]
    assert _read(*texts) == TWO


@pytest.mark.parametrize(
    "texts",
    [
        ["Dr A Smith, Dr B Jones, Professor C Brown, Dr D White"],
        ["Dr A Smith, University of X, Lead, ONS 210031", "Dr B Jones, University of X, Analyst"],
        ["Dr A Smith, Institute of Law, London, Lead, ONS 210031"],
        ["We will recruit a researcher, who will be trained, vetted, and accredited by 2027"],
        ["Name: Dr A Smith", "Organisation: University of X"],
        ["As in our first application, with two changes, both small, in 2026"],
    ],
)
def test_what_does_not_fit_is_left_to_a_person(texts: list[str]) -> None:
    assert _read(*texts) == []
