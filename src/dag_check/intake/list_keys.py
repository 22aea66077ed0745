"""Joins justifications that stand apart to the variables they are for: by theme in a table of their own, or by codes (J1, J2).

Works on lists that are read. A key table has a heading that asks for reasons and, to the left of it, keys that the cells of the list repeat.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dag_check.application import RequestedVariable, VariableList
from dag_check.documents.model import a1
from dag_check.intake.list_blocks import Block
from dag_check.intake.list_grid import Grid, GridRow, line
from dag_check.intake.list_header import Headings
from dag_check.location import Location
from dag_check.text import normalise

MOST_KEYS = 60
LONGEST_KEY = 60
ENOUGH = 0.8
"""The share of what a column holds that must be keys before the table is taken for its key."""

_SEPARATORS = re.compile(r"\s*(?:[;,/&+\n]|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class KeyTable:
    """Reasons by what stands before them: "J1" or "Dates" -> the text and where it stands."""

    sheet: str
    heading: str
    entries: Mapping[str, tuple[str, Location]]

    def find(self, said: str) -> list[tuple[str, Location]]:
        """The reasons for a cell, which may hold several keys; [] where one of them is none."""
        whole = self.entries.get(normalise(said))
        if whole:
            return [whole]
        found = [self.entries.get(normalise(part)) for part in _SEPARATORS.split(said) if part.strip()]
        return [entry for entry in found if entry] if all(found) else []


def key_tables(grid: Grid, headings: Headings, file: str) -> list[KeyTable]:
    """The tables of a grid that may be keys to justifications."""
    tables = []
    for place, row in enumerate(grid.rows):
        if len(row.cells) < 2:
            continue
        over = grid.rows[place - 1] if place else None
        above = over.cells if over and over.number == row.number - 1 else {}
        columns = sorted(row.cells)
        for before, col in itertools.pairwise(columns):
            if before in above and col in above:  # within a table, not at its head
                continue
            if "justification" in headings.read(row.cells[col]).roles[:1] and not _heads_list(row, before, headings):
                entries = _entries(grid, grid.rows[place + 1 :], row.number, before, col, file)
                if 2 <= len(entries) <= MOST_KEYS:
                    tables.append(KeyTable(grid.sheet, line(row.cells[col]), entries))
    return tables


def _heads_list(row: GridRow, col: int, headings: Headings) -> bool:
    """Whether the headings from a column to the left, up to a gap, are those of a list of variables: its reasons are no key."""
    while col in row.cells:
        if headings.read(row.cells[col]).name >= 2:
            return True
        col -= 1
    return False


def _entries(
    grid: Grid, rows: Sequence[GridRow], above: int, before: int, col: int, file: str
) -> dict[str, tuple[str, Location]]:
    entries: dict[str, tuple[str, Location]] = {}
    for row in rows:
        key, text = normalise(row.cells.get(before, "")), line(row.cells.get(col, ""))
        if row.number != above + 1 or not key or not text:
            break
        if key in entries or len(key) > LONGEST_KEY:
            return {}
        above = row.number
        cell = a1(row.number, col) if grid.is_sheet else None
        entries[key] = (text, Location(file=file, sheet=grid.sheet or None, cell=cell, row=row.number, page=grid.page))
    return entries


def joined(grid: Grid, block: Block, found: VariableList, tables: Sequence[KeyTable]) -> VariableList:
    """The list with the reasons of a key table that its cells refer to; the list itself where there is none."""
    rows = {row.number: row for row in grid.rows}
    apart = [table for table in tables if not _is_of(table, found)]
    if not apart or not found.requested or grid.turned:
        return found
    reasons = block.columns.get("justification", ())
    written = [variable.justification for variable in found.requested if variable.justification]
    for table in apart:
        for col in (
            reasons if written else sorted({c for row in block.rows[:200] for c in row.cells} - set(block.names))
        ):
            held = {row.cells[col] for row in block.rows if col in row.cells and block.names[0] in row.cells}
            keyed = {text for text in held if table.find(text)}
            if len(keyed) >= 2 and len(keyed) >= ENOUGH * len(held):
                return _with_reasons(found, table, col, rows)
    return found


def _is_of(table: KeyTable, found: VariableList) -> bool:
    """Whether a key table is the list itself: its keys are the names of the list."""
    names = {normalise(variable.name) for variable in found.variables}
    return len(names & table.entries.keys()) >= 0.5 * len(table.entries)


def _with_reasons(found: VariableList, table: KeyTable, col: int, rows: Mapping[int, GridRow]) -> VariableList:
    variables: list[RequestedVariable] = []
    for variable in found.variables:
        row = rows.get(variable.location.row or 0)
        reasons = table.find(row.cells.get(col, "")) if row else []
        if reasons:
            place = reasons[0][1].model_copy(update={"variable": variable.name})
            text = " - ".join(dict.fromkeys(text for text, _ in reasons))
            variable = variable.model_copy(
                update={"justification": text, "justification_location": place, "shared_by": "group"}
            )
        variables.append(variable)
    where = f' on sheet "{table.sheet}"' if table.sheet and table.sheet != found.sheet else ""
    return found.model_copy(
        update={
            "variables": tuple(variables),
            "has_justification_column": True,
            "columns": {**found.columns, "justification": found.columns.get("justification") or table.heading},
            "notes": (*found.notes, f'The justifications were taken from the table headed "{table.heading}"{where}.'),
        }
    )
