"""The findings as an Excel workbook."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from dag_check.feedback import format_for, render
from dag_check.feedback.csv import COLUMNS
from dag_check.report import Report
from tests.feedback.goldens import stored


def rows(report: Report) -> list[tuple[object, ...]]:
    content = render(report, "workbook")
    assert isinstance(content, bytes)
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_a_row_a_finding_under_the_headings_of_the_csv() -> None:
    report = stored()
    heading, *below = rows(report)
    assert list(heading) == list(COLUMNS)
    assert [(row[1], row[6]) for row in below] == report.flatten("code", "cell")


def test_the_extension_xlsx_asks_for_it() -> None:
    assert format_for("report.xlsx") == "workbook"
