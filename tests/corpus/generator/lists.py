"""Lists of requested variables as workbooks, CSV files and Word tables, in the layouts that people use."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.generator.blocks import Table, cell
from tests.corpus.generator.content import Variable

STAMP = dt.datetime(2026, 11, 18, 10, 12)
PLAIN = ("Dataset", "Table", "Variable", "Description", "Research question", "Justification")


def row_of(variable: Variable) -> list[str]:
    """The six columns of the plain list."""
    v = variable
    return [v.dataset, v.table, v.name, v.description, v.question, v.justification]


def save(book: Workbook, path: Path) -> None:
    """Saves with fixed dates, so that the bytes stay the same."""
    book.properties.created = book.properties.modified = STAMP
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (2026, 11, 18, 10, 12, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-11-18T10:12:00Z", data)
            target.writestr(info, data)


def plain_list(
    variables: list[Variable],
    path: Path,
    *,
    header_row: int = 1,
    title: str = "",
    sheet: str = "Variables",
    headers: tuple[str, ...] = PLAIN,
) -> None:
    """One sheet, a row a variable, the header on a row of choice under a title and notes."""
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.title = sheet
    if header_row > 1:
        ws.cell(1, 1, title or "List of requested variables").font = Font(bold=True, size=14)
    if header_row > 3:
        ws.cell(2, 1, "One row per variable. Prepared by the project team, November 2026.")
    write_rows(ws, header_row, headers, [row_of(v) for v in variables])
    save(book, path)


def write_rows(ws: Worksheet, header_row: int, headers: tuple[str, ...], rows: list[list[str]]) -> None:
    """A header and rows below it, formatted as people do."""
    for column, name in enumerate(headers, 1):
        top = ws.cell(header_row, column, name)
        top.font = Font(bold=True, color="FFFFFF")
        top.fill = PatternFill("solid", fgColor="231F6D")
    for at, row in enumerate(rows, header_row + 1):
        for column, value in enumerate(row, 1):
            if value != "":
                ws.cell(at, column, value).alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in zip("ABCDEFGH", (24, 14, 26, 34, 12, 70, 20, 20), strict=True):
        ws.column_dimensions[column].width = width
    ws.freeze_panes = ws.cell(header_row + 1, 1)


def sheet_per_dataset(variables: list[Variable], path: Path, *, header_row: int = 3, front: bool = True) -> None:
    """A tab for each dataset with group headings for its tables, after a front sheet that is no list."""
    book = Workbook()
    ws = book.active
    assert ws is not None
    if front:
        ws.title = "Read me"
        ws["A1"] = "Variables requested"
        ws["A3"] = "Each of the following tabs lists the variables of one dataset."
        ws["A4"] = "Contact"
        ws["B4"] = "the lead applicant"
    else:
        book.remove(ws)
    for dataset in dict.fromkeys(v.dataset for v in variables):
        tab = book.create_sheet(dataset[:31])
        tab.cell(1, 1, dataset).font = Font(bold=True, size=13)
        at = header_row
        for column, name in enumerate(("Variable name", "What it holds", "Needed for", "Why we need it"), 1):
            tab.cell(at, column, name).font = Font(bold=True)
        table = ""
        for v in (v for v in variables if v.dataset == dataset):
            at += 1
            if v.table != table:
                table = v.table
                tab.cell(at, 1, f"Table: {table}").font = Font(bold=True)
                tab.merge_cells(start_row=at, start_column=1, end_row=at, end_column=4)
                at += 1
            for column, value in enumerate((v.name, v.description, v.question, v.justification), 1):
                if value:
                    tab.cell(at, column, value)
        for column, width in zip("ABCD", (28, 36, 14, 80), strict=True):
            tab.column_dimensions[column].width = width
    save(book, path)


def csv_list(
    variables: list[Variable],
    path: Path,
    *,
    encoding: str = "cp1252",
    delimiter: str = ";",
    headers: tuple[str, ...] = PLAIN,
) -> None:
    """A CSV as Excel exports it in Europe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(row_of(v) for v in variables)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue().encode(encoding, "replace"))


def word_table(
    variables: list[Variable], *, columns: tuple[str, ...] = ("Variable", "Description", "Justification")
) -> Table:
    """The list as a table of the form."""
    rows = [tuple(cell(name, bold=True, shade="D9E2F3") for name in columns)]
    rows += [tuple(cell(text) for text in (v.name, v.description, v.justification)) for v in variables]
    return Table(tuple(rows), (2200, 2800, 4200), header=True)


def catalogue(
    variables: list[Variable],
    path: Path,
    *,
    mark: tuple[str, str] = ("Yes", "No"),
    unwanted: int = 20,
    hidden: bool = False,
    header_row: int = 5,
    requested: bool = True,
    interleaved: bool = True,
    merged: tuple[tuple[int, int, str], ...] = (),
) -> None:
    """A catalogue with a column of requests: the wanted rows marked, `unwanted` others left at the default, as real workbooks have them.

    `merged` holds (first, last, text): the wanted rows of those places, from 0, share one merged cell of justification.
    """
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.title = "Data items"
    ws["A1"] = "Data tables - request for data items"
    ws["A1"].font = Font(bold=True, size=14)
    ws["A2"] = "Mark each item that you require. Leave the others as they are."
    headers = (
        "Table",
        "Data item",
        "Description",
        "Values",
        "Data item required?",
        "Justification for the request",
        "Notes",
    )
    for column, name in enumerate(headers, 1):
        ws.cell(header_row, column, name).font = Font(bold=True)
    others = [(f"attribute_{n:02}", f"Further item {n} of the catalogue") for n in range(1, unwanted + 1)]
    at = header_row
    rows: list[int] = []
    every = max(1, len(variables) // max(1, unwanted))
    for index, v in enumerate(variables):
        at += 1
        rows.append(at)
        values = (v.table, v.name, v.description, "", mark[0] if requested else mark[1], v.justification)
        for column, value in enumerate(values, 1):
            if value:
                ws.cell(at, column, value)
        if others and interleaved and index % every == 0:
            name, description = others.pop(0)
            at += 1
            for column, value in enumerate((v.table, name, description, "", mark[1]), 1):
                if value:
                    ws.cell(at, column, value)
            ws.row_dimensions[at].hidden = hidden
    for name, description in others:
        at += 1
        for column, value in enumerate(("", name, description, "", mark[1]), 1):
            if value:
                ws.cell(at, column, value)
    for first, last, text in merged:
        for row in range(rows[first], rows[last] + 1):
            ws.cell(row, 6).value = None
        ws.cell(rows[first], 6, text)
        ws.merge_cells(start_row=rows[first], start_column=6, end_row=rows[last], end_column=6)
    for column, width in zip("ABCDEFG", (20, 28, 40, 20, 14, 70, 20), strict=True):
        ws.column_dimensions[column].width = width
    save(book, path)
