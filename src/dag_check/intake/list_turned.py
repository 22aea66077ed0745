"""Turns lists on their side: variables that run across, with "Description" and "Justification" as labels of rows.

Only what cannot be anything else is turned: labels that are headings of a list stand one below the other, and what stands beside
them are no headings.
"""

from __future__ import annotations

from collections.abc import Sequence

from dag_check.documents.model import Range
from dag_check.intake.list_grid import Grid, GridRow, line
from dag_check.intake.list_header import Headings, Reading
from dag_check.intake.list_marks import looks_coded

MOST_LABELS = 40
"""A list on its side has a row for each heading; a sheet with more rows than this is looked at from the top only."""
CORNER = "Variable"
"""The heading of names where nothing is written in the corner."""

_SPEAKING = frozenset({"justification", "request", "description"})


def turned(grid: Grid, headings: Headings) -> Grid:
    """The grid with its variables one below the other; the grid itself where they are so already, or where it holds no list."""
    found = _labelled(grid.rows[: MOST_LABELS + 1], headings)
    if found is None:
        return grid
    side, rows = found
    numbers = {row.number for row in rows}
    columns: dict[int, dict[int, str]] = {}
    for row in rows:
        for col, text in row.cells.items():
            if col >= side:
                columns.setdefault(col, {})[row.number] = text
    columns.setdefault(side, {}).setdefault(rows[0].number, CORNER)
    above = [line(" ".join(row.cells.values())) for row in grid.rows if row.number < rows[0].number]
    return Grid(
        rows=tuple(GridRow(col, cells) for col, cells in sorted(columns.items())),
        sheet=grid.sheet,
        title=above[-1] if above else grid.title,
        visible=grid.visible,
        merged=tuple(Range(r.left, r.top, r.right, r.bottom) for r in grid.merged if r.top in numbers),
        hidden_rows=grid.hidden_cols,
        hidden_cols=grid.hidden_rows,
        struck=frozenset((col, row) for row, col in grid.struck),
        comments=grid.comments,
        page=grid.page,
        turned=True,
    )


def _labelled(rows: Sequence[GridRow], headings: Headings) -> tuple[int, list[GridRow]] | None:
    """The column of labels, and the rows from that of the names to the last labelled one; None where there is no such thing."""
    wide = [row for row in rows if len(row.cells) >= 3]
    if len(wide) < 2 or len(rows) > MOST_LABELS:
        return None
    side = min(min(row.cells) for row in wide)
    labels = [(row, headings.read(row.cells[side])) for row in wide if side in row.cells]
    speaking = {role for _, reading in labels for role in reading.roles[:1]} & _SPEAKING
    if len(speaking) + any(reading.name for _, reading in labels) < 2 or not speaking - {"description"}:
        return None
    if sum(reading.known for _, reading in labels) < 0.6 * len(labels):
        return None
    top = _row_of_names(wide, side, labels)
    if top is None:
        return None
    names = [text for col, text in top.cells.items() if col > side]
    spoken = [headings.read(text) for text in names]
    if len(names) < 3 or len(set(names)) < len(names) or sum(reading.known for reading in spoken) > 0.2 * len(names):
        return None
    if side not in top.cells and sum(map(looks_coded, names)) < 0.7 * len(names):
        return None
    last = max(row.number for row, reading in labels if reading.known)
    if last <= top.number:
        return None
    return side, [row for row in rows if top.number <= row.number <= last]


def _row_of_names(wide: Sequence[GridRow], side: int, labels: Sequence[tuple[GridRow, Reading]]) -> GridRow | None:
    """The row that is labelled as that of the names, or that stands without a label over the labelled ones."""
    if named := [row for row, reading in labels if reading.name and not reading.roles]:
        return named[0] if named[0] is labels[0][0] else None
    first = wide.index(labels[0][0])
    return wide[first - 1] if first and side not in wide[first - 1].cells else None
