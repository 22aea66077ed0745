"""A table of data in a form that is not known: what it asks for is not judged as this application's list."""

from __future__ import annotations

from pathlib import Path

import docx
from openpyxl import Workbook

import dag_check


def form_of_another_maker(path: Path, *, asking: bool = True) -> None:
    document = docx.Document()
    document.add_heading("Request for council records", 1)
    for text in ("Who are you?", "What is it for?", "☐ Research   ☒ Audit", "Who will see it?") if asking else ():
        document.add_paragraph(text)
    table = document.add_table(rows=0, cols=3)
    for row in (("Variable", "Source", "Justification"), ("age_band", "Wards", ""), ("fall_code", "Wards", "")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def status(folder: Path, code: str) -> str:
    return next(result.status for result in dag_check.check(folder).results if result.code == code)


def test_the_table_in_a_form_that_is_not_known_is_left_to_a_person(tmp_path: Path) -> None:
    form_of_another_maker(tmp_path / "request.docx")
    assert (status(tmp_path, "SUB001"), status(tmp_path, "VAR001")) == ("problem", "cannot_tell")
    assert status(tmp_path, "VAR002") != "problem"


def test_a_list_in_a_file_of_its_own_is_checked_without_a_form(tmp_path: Path) -> None:
    form_of_another_maker(tmp_path / "variables.docx", asking=False)
    assert (status(tmp_path, "SUB001"), status(tmp_path, "VAR002")) == ("problem", "problem")


def test_a_workbook_is_checked_beside_a_form_that_is_not_known(tmp_path: Path) -> None:
    form_of_another_maker(tmp_path / "request.docx")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Variable", "Requested", "Justification"),
        ("age_band", "Yes", ""),
        ("fall_code", "Yes", "To count falls"),
    ):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    assert (status(tmp_path, "VAR001"), status(tmp_path, "VAR002")) == ("pass", "problem")
