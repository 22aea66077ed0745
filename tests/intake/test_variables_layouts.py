"""Whatever the layout - offset, titles, spacers, order and names of columns - every variable comes back with its own cells."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dag_check.documents.model import (
    Cell,
    Document,
    Paragraph,
    Range,
    Sheet,
    SheetCell,
    SheetRow,
    Span,
    Table,
    Workbook,
    a1,
)
from dag_check.intake.variables import find_lists
from dag_check.knowledge import builtin

HEADINGS = {
    "name": [
        "Variable",
        "Variable name",
        "Field name",
        "Data item",
        "NPDAlias",
        "Variable Name ",
        "variable_name",
        "VARIABLE",
    ],
    "justification": [
        "Justification",
        "Why is this needed?",
        "Reason for request",
        "Rationale",
        "Purpose",
        "Project need",
    ],
    "description": ["Description", "Variable description", "Definition", "Label"],
    "dataset": ["Dataset", "Data set", "Source"],
    "table": ["Table", "Table name"],
    "request": ["Required?", "Requested", "Include", "Y/N", "Please tick", "Data request data item required?"],
}
WORDS = [
    "sex",
    "age",
    "plea",
    "order",
    "start",
    "end",
    "hash",
    "band",
    "lsoa",
    "tier",
    "risk",
    "type",
    "visit",
    "bail",
    "count",
]
REASONS = [
    "Outcome: time to recall",
    "Confounder of sentence length",
    "Links prison to probation",
    "",
    "-",
    "TBC",
    "Exposure in question 2",
]
TITLES = [
    "Data request for project Sunrise",
    "Version 2",
    "Please read the notes first.",
    "Annex A",
    "Prepared for the panel, March",
]


@st.composite
def layouts(draw: st.DrawFn) -> tuple[Workbook, dict[str, tuple[str, str, bool]]]:
    """A workbook of one list, and what is in it: name -> its cell, its justification, whether it is requested."""
    names = draw(
        st.lists(st.tuples(*[st.sampled_from(WORDS)] * 2, st.integers(1, 99)), min_size=2, max_size=12, unique=True)
    )
    roles = ["name", "justification", *draw(st.sets(st.sampled_from(["description", "dataset", "table", "request"])))]
    roles = draw(st.permutations(roles))
    left, top = draw(st.integers(1, 6)), draw(st.integers(1, 9))
    columns = {role: left + place for place, role in enumerate(roles)}
    rows: list[SheetRow] = []
    for title in draw(st.lists(st.sampled_from(TITLES), max_size=3)):
        rows.append(SheetRow(top, (SheetCell(left, title),)))
        top += draw(st.integers(1, 2))
    heading = tuple(SheetCell(columns[role], draw(st.sampled_from(HEADINGS[role]))) for role in roles)
    rows.append(SheetRow(top, tuple(sorted(heading, key=lambda cell: cell.col))))
    truth: dict[str, tuple[str, str, bool]] = {}
    marks = draw(st.sampled_from([["Yes", "Y", "✓", "1"], ["Yes", "x", "1"]]))  # a cross beside ticks refuses
    for parts in names:
        top += draw(st.sampled_from([1, 1, 1, 2]))
        name = "_".join(map(str, parts))
        reason = draw(st.sampled_from(REASONS))
        wanted = "request" not in columns or draw(st.booleans())
        texts = {
            "name": name,
            "justification": reason,
            "description": f"What {name} says",
            "dataset": "Crown Court",
            "table": "T1",
        }
        texts["request"] = draw(st.sampled_from(marks if wanted else ["No", "N", "", "☐"]))
        cells = [SheetCell(columns[role], texts[role]) for role in roles if texts[role]]
        rows.append(SheetRow(top, tuple(sorted(cells, key=lambda cell: cell.col))))
        truth[name] = (a1(top, columns["name"]), reason, wanted)
    if draw(st.booleans()):
        rows.append(SheetRow(top + 2, (SheetCell(left, f"Total: {len(truth)} variables"),)))
    return Workbook("list.xlsx", "xlsx", (Sheet("Sheet1", tuple(rows)),)), truth


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(layouts())
def test_every_variable_comes_back_with_its_cell_its_mark_and_its_justification(
    layout: tuple[Workbook, dict[str, tuple[str, str, bool]]],
) -> None:
    workbook, truth = layout
    (found,) = find_lists(workbook, "list.xlsx", builtin())
    read = {v.name: (v.location.cell, v.justification or "", v.requested) for v in found.variables}
    assert read == truth


@settings(max_examples=60, deadline=None)
@given(layouts())
def test_justification_points_at_its_own_cell_even_when_blank(
    layout: tuple[Workbook, dict[str, tuple[str, str, bool]]],
) -> None:
    workbook, _ = layout
    (found,) = find_lists(workbook, "list.xlsx", builtin())
    rows = {row.number: {cell.col: cell.text for cell in row.cells} for row in workbook.sheets[0].rows}
    for variable in found.variables:
        place = variable.justification_location
        assert place is not None and place.cell is not None and place.row == variable.location.row
        texts = {a1(place.row, col): text for col, text in rows[place.row or 0].items()}
        assert texts.get(place.cell, "") == (variable.justification or "")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.integers(1, 8), st.text(max_size=30) | st.integers() | st.booleans() | st.floats(), max_size=8
        ),
        max_size=12,
    ),
    st.lists(st.tuples(*[st.integers(1, 10)] * 4), max_size=4),
)
def test_no_sheet_breaks_it(rows: list[dict[int, object]], merges: list[tuple[int, int, int, int]]) -> None:
    made = tuple(
        SheetRow(number, tuple(SheetCell(col, row[col]) for col in sorted(row)))  # type: ignore[arg-type]
        for number, row in enumerate(rows, 1)
    )
    merged = tuple(Range(min(t, b), min(lft, r), max(t, b), max(lft, r)) for t, lft, b, r in merges)
    find_lists(Workbook("x.xlsx", "xlsx", (Sheet("S", made, merged=merged),)), "x.xlsx", builtin())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["Variable", "Justification", "Required?", "Description", "sex_code", "as above", "Yes", "", '"', "Total", "Crown Court", "x;y", "☒"]),
            min_size=1,
            max_size=5,
        ),
        max_size=10,
    )
)  # fmt: skip
def test_no_table_of_such_words_breaks_it(rows: list[list[str]]) -> None:
    table = Table(
        tuple(
            tuple(Cell((Paragraph((Span(text),)),), r, c) for c, text in enumerate(row)) for r, row in enumerate(rows)
        )
    )
    for found in find_lists(Document("x.docx", "docx", (table,)), "x.docx", builtin()):
        for variable in found.variables:
            assert variable.name and variable.location.row
