"""Puts lists in order that give each variable a card: "Variable", "Description", "Why needed" one below the other, again and again.

In a sheet the cards stand in one column of labels with the answers beside them; in a document each may be a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dag_check.intake.list_grid import Grid, GridRow, line
from dag_check.intake.list_header import Headings, key

FEWEST = 3
"""Cards alike from which on they make a list."""
NEAR_THE_TOP = 20
LONGEST_NAME = 4
"""Words of a name that stands above its reason; the reason has more."""
WIDEST_CARD = 20
"""Labels of a card; a sheet where "Variable" comes once in so many rows is laid out otherwise."""


def gathered(grids: Iterable[Grid], headings: Headings) -> Iterator[Grid]:
    """The grids, with the tables of a document that are each one variable's card put into one."""
    cards: list[Grid] = []
    for grid in grids:
        if not grid.is_sheet and _is_card(grid, headings):
            cards.append(grid)
            continue
        yield from _together(cards)
        cards = []
        yield grid
    yield from _together(cards)


def in_rows(grid: Grid, headings: Headings) -> Grid:
    """The grid with a row for each card and a column for each label; the grid itself where it holds no cards."""
    if pairs := _in_pairs(grid, headings):
        return pairs
    starts, side = _starts(grid.rows, headings)
    if len(starts) < FEWEST:
        return grid
    bounds = [*starts[1:], len(grid.rows)]
    cards = [grid.rows[start : min(end, start + WIDEST_CARD)] for start, end in zip(starts, bounds, strict=True)]
    labels: dict[str, str] = {}
    for card in cards:
        labels.update({key(row.cells[side]): line(row.cells[side]) for row in card if _is_label(row, side, headings)})
    columns = {label: col for col, label in enumerate(labels, 1)}
    if not any("justification" in headings.read(label).roles for label in labels.values()):
        return grid
    top = grid.rows[starts[0]].number
    rows = [GridRow(top - 1, {columns[label]: text for label, text in labels.items()})]
    places = {(top - 1, col): (top, side) for col in columns.values()}
    for card in cards:
        cells: dict[int, str] = {}
        for row in card:
            if not _is_label(row, side, headings):
                continue
            col = columns[key(row.cells[side])]
            beside = [held for held in row.cells if held > side]
            places[(card[0].number, col)] = (row.number, min(beside, default=side + 1))
            if beside:
                cells[col] = "\n".join(row.cells[held] for held in beside)
        rows.append(GridRow(card[0].number, cells))
    above = [line(" ".join(row.cells.values())) for row in grid.rows[: starts[0]]]
    title = "\n".join([*reversed(above), grid.title]).strip()
    return replace(grid, rows=tuple(rows), title=title, merged=(), struck=frozenset(), comments={}, places=places)


def _in_pairs(grid: Grid, headings: Headings) -> Grid | None:
    """One column with a name and below it its reason, again and again, under "Variables and justifications"."""
    first = grid.rows[:NEAR_THE_TOP]
    alone = [(place, next(iter(row.cells.values()))) for place, row in enumerate(first) if len(row.cells) == 1]
    top = next((place for place, text in alone if headings.read(text).reasoned), None)
    if top is None:
        return None
    ((side, heading),) = grid.rows[top].cells.items()
    under = grid.rows[top + 1 :]
    if len(under) < 2 * FEWEST or len(under) % 2 or any(row.cells.keys() != {side} for row in under):
        return None
    names, reasons = under[::2], under[1::2]
    if any(len(row.cells[side].split()) > LONGEST_NAME or ":" in row.cells[side] for row in names):
        return None
    if sum(len(row.cells[side].split()) > LONGEST_NAME for row in reasons) < 0.8 * len(reasons):
        return None
    rows = [*grid.rows[:top], GridRow(grid.rows[top].number, {1: "Variable", 2: "Justification"})]
    at = {(row.number, col): (row.number, col) for row in grid.rows[:top] for col in row.cells}
    at.update({(grid.rows[top].number, col): (grid.rows[top].number, side) for col in (1, 2)})
    for name, reason in zip(names, reasons, strict=True):
        rows.append(GridRow(name.number, {1: name.cells[side], 2: reason.cells[side]}))
        at |= {(name.number, 1): (name.number, side), (name.number, 2): (reason.number, side)}
    return replace(grid, rows=tuple(rows), title=line(heading), merged=(), places=at if grid.is_sheet else {})


def _starts(rows: Sequence[GridRow], headings: Headings) -> tuple[list[int], int]:
    """Where the cards begin, and the column of their labels: one heading of names again and again, each time with one name beside it."""
    found: dict[tuple[int, str], list[int]] = {}
    for place, row in enumerate(rows):
        if len(row.cells) != 2:
            continue
        side, beside = sorted(row.cells)
        label = row.cells[side]
        if headings.names(label) and headings.read(label).name >= 2 and not headings.read(row.cells[beside]).known:
            found.setdefault((side, key(label)), []).append(place)
    (side, _), starts = max(found.items(), key=lambda entry: len(entry[1]), default=((0, ""), []))
    followed = [
        start
        for start in starts
        if start + 1 < len(rows) and start + 1 not in starts and _is_label(rows[start + 1], side, headings)
    ]
    return (starts, side) if len(followed) == len(starts) else ([], 0)


def _is_label(row: GridRow, side: int, headings: Headings) -> bool:
    return side in row.cells and min(row.cells) == side and len(row.cells) <= 3 and headings.read(row.cells[side]).known


def _is_card(grid: Grid, headings: Headings) -> bool:
    """Whether a table of a document is one variable's card: labels at the side, that of the name among the first."""
    if not 2 <= len(grid.rows) <= WIDEST_CARD or any(len(row.cells) > 2 for row in grid.rows):
        return False
    side = min(grid.rows[0].cells)
    labels = [headings.read(row.cells[side]) for row in grid.rows if side in row.cells]
    values = [headings.read(text) for row in grid.rows for col, text in row.cells.items() if col != side]
    return (
        len(labels) == len(grid.rows)
        and labels[0].name >= 2
        and any("justification" in reading.roles for reading in labels)
        and not any(reading.name >= 2 or "justification" in reading.roles for reading in values)
    )


def _together(cards: Sequence[Grid]) -> Iterator[Grid]:
    if len(cards) < FEWEST:
        yield from cards
        return
    rows: list[GridRow] = []
    for card in cards:
        rows += [GridRow(len(rows) + place, row.cells) for place, row in enumerate(card.rows, 1)]
    yield replace(cards[0], rows=tuple(rows), merged=(), struck=frozenset())
