"""Reading delimited text: encodings, delimiters, quotation marks, and what spreadsheets and people leave in such files."""

from __future__ import annotations

import contextlib
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.documents import open_file
from dag_check.documents.model import Sheet, Workbook
from dag_check.errors import UnreadableFile


def sheet_of(data: bytes | str, name: str = "list.csv") -> Sheet:
    workbook = open_file(name, data.encode() if isinstance(data, str) else data)
    assert isinstance(workbook, Workbook)
    (sheet,) = workbook.sheets
    return sheet


def grid(data: bytes | str, name: str = "list.csv") -> list[list[str]]:
    rows = sheet_of(data, name).rows
    return [[cell.text for cell in row.cells] for row in rows]


TABLE = "Variable,Justification\noffence_é,Needed – “why”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_found(encoding: str) -> None:
    assert grid(TABLE.encode(encoding)) == [["Variable", "Justification"], ["offence_é", "Needed – “why”"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found(delimiter: str) -> None:
    rows = [["Name", "Why"], ["age", "a, b; c | d"], ["sex", "1,5; 2,5"]]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    assert grid(buffer.getvalue()) == rows


def test_commas_in_prose_do_not_divide_a_semicolon_table() -> None:
    text = "Name;Why\nage;we need it, as it matters, for all\nsex;to compare, of course\n"
    assert grid(text)[1] == ["age", "we need it, as it matters, for all"]


def test_decimal_commas_do_not_divide_a_tab_table() -> None:
    assert grid("1,5\t2,5\n3,5\t4,5\n", "numbers.tsv") == [["1,5", "2,5"], ["3,5", "4,5"]]


def test_the_line_that_declares_the_delimiter_is_no_row() -> None:
    sheet = sheet_of("sep=|\na|b,c\n")
    assert [(row.number, [cell.value for cell in row.cells]) for row in sheet.rows] == [(1, ["a", "b,c"])]


def test_a_title_above_the_table_does_not_hide_the_delimiter() -> None:
    assert grid("Request for data\n\nName;Why\nage;x\nsex;y\n")[1:] == [["Name", "Why"], ["age", "x"], ["sex", "y"]]


def test_quoted_line_breaks_stay_in_their_cell_and_rows_are_counted_as_rows() -> None:
    sheet = sheet_of('a,b\n"one\ntwo",c\nd,e\n')
    assert [(row.number, row.cells[0].value) for row in sheet.rows] == [(1, "a"), (2, "one\ntwo"), (3, "d")]


def test_a_quotation_mark_left_open_does_not_swallow_the_rest() -> None:
    workbook = open_file("list.csv", b'name,why\nage,"we need it\nsex,compare\nethnicity,compare\n')
    assert isinstance(workbook, Workbook)
    assert [row.cells[0].text for row in workbook.sheets[0].rows] == ["name", "age", "sex", "ethnicity"]
    assert [note.kind for note in workbook.notes] == ["open_quote"]


def test_values_stay_text_and_empty_cells_are_not_there() -> None:
    (row,) = sheet_of("007,,1.50, ,TRUE\n").rows
    assert [(cell.col, cell.value) for cell in row.cells] == [(1, "007"), (3, "1.50"), (4, " "), (5, "TRUE")]


def test_zero_bytes_are_left_out_and_noted() -> None:
    workbook = open_file("list.csv", b"name,why\nage,we need\x00 it\nsex,compare\n" * 20)
    assert isinstance(workbook, Workbook)
    assert workbook.sheets[0].rows[1].cells[1].text == "we need it"
    assert [note.kind for note in workbook.notes] == ["zero_bytes"]


def test_a_cell_of_a_megabyte_is_read_and_the_modules_own_limit_is_left_as_it_was() -> None:
    before = csv.field_size_limit()
    assert grid("a,b\n" + "x" * 1_000_000 + ",y\n")[1][1] == "y"
    assert csv.field_size_limit() == before


def test_a_single_column_is_a_sheet_too() -> None:
    sheet = sheet_of("Variable\nage\nsex\n", "folder/my.variables.csv")
    assert sheet.name == "my.variables"
    assert [row.cells[0].text for row in sheet.rows] == ["Variable", "age", "sex"]


def test_old_mac_line_ends_divide_rows() -> None:
    assert grid("a,b\rc,d\r") == [["a", "b"], ["c", "d"]]


def test_a_file_of_blanks_is_empty() -> None:
    with pytest.raises(UnreadableFile) as caught:
        sheet_of(" \r\n\r\n")
    assert caught.value.reason == "empty"


_cell = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n,;"\t'), max_size=10)


@given(st.lists(st.lists(_cell, min_size=2, max_size=4), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_grid_comes_back_cell_for_cell(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
    found = sheet_of("sep=,\n" + buffer.getvalue())
    expected = {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text}
    assert {(row.number, cell.col): cell.value for row in found.rows for cell in row.cells} == expected


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_noise_meets_only_unreadable_file(data: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        open_file("list.csv", data)
