"""Gathers the cells of a sheet as a reader meets them, in any order, and makes a Sheet of them.

Keeps cells sparsely and counts them, so that neither a stray cell at XFD1048576 nor a million filled cells surprises anyone.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from dag_check.documents.model import CellValue, Comment, Range, Sheet, SheetCell, SheetRow, a1
from dag_check.errors import UnreadableFile

MAX_CELLS = 1_000_000
"""Filled cells of a workbook that are read at the most: about 200 MB of memory, and a few seconds."""
MAX_MERGED = 100_000
_MAX_MERGE_STEPS = 5_000_000

LAST_ROW = 1_048_576
LAST_COL = 16_384


class CellBudget:
    """Counts the filled cells of one workbook, over all its sheets."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._left = MAX_CELLS

    def spend(self, cells: int) -> None:
        """Raises UnreadableFile (too_large) when the workbook holds more than MAX_CELLS filled cells."""
        self._left -= cells
        if self._left < 0:
            raise UnreadableFile(
                self._file,
                "too_large",
                f"The workbook has more than {MAX_CELLS:,} filled cells.",
                "Send a workbook that holds only the list of requested variables.",
            )


class SheetBuilder:
    """One sheet in the making. Rows and columns count from 1."""

    def __init__(self, name: str, budget: CellBudget, *, visible: bool = True) -> None:
        self.name = name
        self.visible = visible
        self._budget = budget
        self._rows: dict[int, dict[int, CellValue]] = {}
        self._hidden_rows: list[tuple[int, int]] = []
        self._hidden_cols: list[tuple[int, int]] = []
        self._merged: list[Range] = []
        self._struck: set[tuple[int, int]] = set()
        self._comments: list[tuple[int, int, Comment]] = []

    def add_row(self, row: int, cells: dict[int, CellValue]) -> None:
        """Takes filled cells of a row, by column; a cell given twice keeps its last value."""
        if cells:
            self._budget.spend(len(cells))
            known = self._rows.setdefault(row, cells)
            if known is not cells:
                known.update(cells)

    def add(self, row: int, col: int, value: CellValue) -> None:
        """Takes one filled cell; the empty text fills nothing."""
        if value != "":
            self.add_row(row, {col: value})

    def hide_rows(self, first: int, last: int) -> None:
        """Marks rows as hidden. Neighbouring runs become one, as a sheet may hide a million rows one by one."""
        runs = self._hidden_rows
        if runs and runs[-1][1] == first - 1:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))

    def hide_cols(self, first: int, last: int) -> None:
        """Marks columns as hidden."""
        self._hidden_cols.append((first, last))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Takes a merged range; its corners in any order."""
        area = Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        if (area.top, area.left) != (area.bottom, area.right) and len(self._merged) < MAX_MERGED:
            self._merged.append(area)

    def strike(self, row: int, col: int) -> None:
        """Marks a cell as struck through."""
        self._struck.add((row, col))

    def comment(self, row: int, col: int, author: str, text: str) -> None:
        """Takes a note or threaded comment on a cell; replies come in their order."""
        self._comments.append((row, col, Comment(author=author, text=text, cell=a1(row, col))))

    def build(self) -> Sheet:
        """The sheet: rows in order, nothing in the covered cells of merged ranges, marks only as far as cells reach."""
        self._empty_covered_cells()
        numbers = sorted(number for number, cells in self._rows.items() if cells)
        last_row = numbers[-1] if numbers else 0
        last_col = max((max(cells) for cells in self._rows.values() if cells), default=0)
        return Sheet(
            name=self.name,
            rows=tuple(SheetRow(number, _in_order(self._rows[number])) for number in numbers),
            visible=self.visible,
            merged=tuple(dict.fromkeys(self._merged)),
            hidden_rows=_clipped(self._hidden_rows, last_row),
            hidden_cols=_clipped(self._hidden_cols, last_col),
            struck=frozenset(place for place in self._struck if place[1] in self._rows.get(place[0], ())),
            comments=tuple(comment for _, _, comment in sorted(self._comments, key=lambda item: item[:2])),
        )

    def _empty_covered_cells(self) -> None:
        numbers = sorted(self._rows)
        steps = 0
        for area in self._merged:
            start = bisect.bisect_left(numbers, area.top)
            for number in numbers[start : bisect.bisect_right(numbers, area.bottom)]:
                cells = self._rows[number]
                covered = [
                    col for col in cells if area.left <= col <= area.right and (number, col) != (area.top, area.left)
                ]
                for col in covered:
                    del cells[col]
                steps += 1 + len(cells)
            if steps > _MAX_MERGE_STEPS:
                return  # thousands of whole-column ranges over one another: no program writes such a sheet


def _in_order(cells: dict[int, CellValue]) -> tuple[SheetCell, ...]:
    return tuple([SheetCell(col, cells[col]) for col in sorted(cells)])


def _clipped(runs: Iterable[tuple[int, int]], last: int) -> frozenset[int]:
    return frozenset(number for first, end in runs for number in range(max(first, 1), min(end, last) + 1))
