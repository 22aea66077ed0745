"""A Report's findings as an Excel workbook, a row each: to sort, filter and hand round. The columns are those of the CSV."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.csv import COLUMNS, harmless
from dag_check.feedback.office_patch import new_package
from dag_check.report import Report
from dag_check.text import xml_text

WIDTHS = {
    "message": 60,
    "advice": 60,
    "quote": 40,
    "question": 40,
    "rule": 40,
    "source": 30,
    "file": 28,
    "section": 24,
    "variable": 24,
}
"""Columns wider than the rest, in characters."""


def render(report: Report, view: View = DEFAULT_VIEW) -> bytes:
    """The findings as .xlsx: a heading row that stays in view and filters, long texts wrapped, no formula anywhere."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Findings"
    sheet.append(list(COLUMNS))
    for result, finding in report.findings:
        sheet.append([_cell(harmless(value(result, finding))) for value in COLUMNS.values()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 12)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    stamp = dt.datetime.combine(report.checked_on, dt.time())
    workbook.properties.creator = f"{report.tool.name} {report.tool.version}"
    workbook.properties.created = workbook.properties.modified = stamp
    made = io.BytesIO()
    workbook.save(made)
    return _without_times(made.getvalue(), stamp)


def _cell(value: object) -> object:
    return xml_text(value) if isinstance(value, str) else value


def _without_times(package: bytes, stamp: dt.datetime) -> bytes:
    """The package with the day of the check in place of the time of saving, which openpyxl writes into it."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        parts = {part: source.read(part) for part in source.namelist()}
    saved = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    parts["docProps/core.xml"] = saved.sub(
        rb"\g<1>" + stamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), parts["docProps/core.xml"]
    )
    return new_package(parts)
