"""Writes a workbook in the layout of the UKSA self-assessment, version 3.0, with option texts made up for tests."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string

from dag_check.intake.uksa import layout_of
from dag_check.knowledge import builtin

LAYOUT = layout_of(builtin())
INFORMATION = {
    "C4": "Sentencing and the family courts",
    "C7": "October 2026 to September 2029",
    "C10": "To learn how sentencing and family court cases interact.",
    "C13": "A cohort study of linked court records.",
    "C16": "Data First family court and Crown Court datasets.",
}
# Scores whose mean of principle means is 1.2778: public views (3 + 1) / 2 = 2, transparency (1 + 2 + 2) / 3 = 5/3, the
# other four principles 1: (4 + 2 + 5/3) / 6.
SCORES: dict[int, int | None] = {item.item: 1 for item in LAYOUT.items} | {18: 3, 21: 2, 22: 2, 13: None, 14: None}


def option(item: int, score: int | None) -> str:
    """The made-up text of an option; with the non-breaking spaces and curly apostrophes of the real form."""
    if score is None:
        return f"N/A\u00a0– not relevant to question {item}"
    words = {1: "fully dealt with", 2: "partly dealt with", 3: "not dealt with"}[score]
    return f"The project\u2019s\u00a0matter {item} is {words}"


def uksa_workbook(
    scores: Mapping[int, int | None] | None = None,
    *,
    cells: Mapping[str, Any] | None = None,
    blank: bool = False,
    hidden_options: bool = True,
    version: str = "Version 3.0",
    sheet: str = "Assessment",
    rows_above: int = 0,
    columns_before: int = 0,
) -> bytes:
    """An .xlsx file. `scores` maps items to scores (None for N/A), `cells` overrides cells, "" empties one."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    content: dict[str, Any] = {"B1": "Self-Assessment Form", "L1": version}
    for entry in LAYOUT.information:
        content[f"B{entry.cell[1:]}"] = entry.label
    for cell in LAYOUT.prompt_cells:
        content[cell] = "Please describe this in a few sentences."
    labels = (
        "Is the data linked?",
        "Sensitive personal data",
        "Patient-level health data",
        "Protected characteristics",
    )
    for row, label in enumerate(labels, start=20):
        content[f"B{row}"] = label
    content["D19"], content["N28"] = "1 if applicable", "Justification"
    for item in LAYOUT.items:
        content[f"B{item.answer[1:]}"], content[f"C{item.answer[1:]}"] = item.title, f"What about {item.title.lower()}?"
    if not blank:
        content |= INFORMATION
        for item in LAYOUT.items:
            score = (scores or SCORES).get(item.item, SCORES[item.item])
            content[item.answer] = option(item.item, score).replace("\u2019", "'").replace("\u00a0", " ")
            content[item.justification] = f"Because matter {item.item} was looked at by the team."
    content |= cells or {}
    far = {}
    for column, (first, last) in LAYOUT.options_columns.items() if hidden_options else ():
        row = LAYOUT.options_first_row
        for item in LAYOUT.items[first - 1 : last]:
            for text in (item.title, *(option(item.item, score) for score in (1, 2, 3, *([None] if item.na else [])))):
                far[f"{column}{row}"] = text
                row += 1
        page.column_dimensions[column].hidden = True
    for reference, value in content.items():
        letters = reference.rstrip("0123456789")
        if value != "":
            page.cell(
                int(reference[len(letters) :]) + rows_above, column_index_from_string(letters) + columns_before, value
            )
    for reference, value in far.items():
        page[reference] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
