"""A Report's findings as a table, a row each, for Excel and its kin. What is no finding (what passed, what a person must look at)
is in the other formats.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.terminal import fit, printable
from dag_check.location import QuestionRef
from dag_check.report import Finding, Report, Result

QUOTE = 500
"""The longest quote, in characters: enough to know the answer by."""
CELL = 32_000
"""The longest cell: Excel takes 32,767 characters."""

_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20\u2212]")
"""How a text begins that Excel, LibreOffice or another program may take for a formula."""

COLUMNS: dict[str, Callable[[Result, Finding], object]] = {
    "severity": lambda result, finding: result.severity,
    "code": lambda result, finding: result.code,
    "file": lambda result, finding: finding.location.file,
    "section": lambda result, finding: finding.location.section,
    "question": lambda result, finding: _question(finding.location.question),
    "sheet": lambda result, finding: finding.location.sheet,
    "cell": lambda result, finding: finding.location.cell,
    "row": lambda result, finding: finding.location.row,
    "page": lambda result, finding: finding.location.page,
    "variable": lambda result, finding: finding.location.variable,
    "dataset": lambda result, finding: finding.location.dataset,
    "message": lambda result, finding: finding.message,
    "advice": lambda result, finding: finding.advice,
    "quote": lambda result, finding: fit(printable(finding.quote), QUOTE),
    "waived": lambda result, finding: finding.waived,
    "rule": lambda result, finding: result.title,
    "source": lambda result, finding: result.source,
    "fingerprint": lambda result, finding: finding.fingerprint,
}
"""The heading of each column, and what stands in it."""


def render(report: Report, view: View = DEFAULT_VIEW) -> bytes:
    """The findings as CSV (RFC 4180), in UTF-8 with the mark by which Excel on Windows knows it."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for result, finding in report.findings:
        table.writerow([harmless(value(result, finding)) for value in COLUMNS.values()])
    return out.getvalue().encode("utf-8-sig")


def _question(question: QuestionRef | None) -> str:
    """The number with the label: alone, 3.10 would become the number 3.1 in a spreadsheet."""
    if question is None:
        return ""
    if not question.label:
        return f"question {question.number or question.id}"
    return f"{question.number} {question.label}".strip()


def harmless(value: object) -> object:
    """The value as a cell may hold it: numbers as they are, text on one line that no program takes for a formula."""
    if value is None or isinstance(value, int):
        return value
    text = fit(printable(str(value)), CELL)
    return f"'{text}" if _FORMULA.match(text) else text
