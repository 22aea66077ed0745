"""Which place holds which: for rules that give way to one another, and for waivers."""

from __future__ import annotations

import re

from dag_check.location import Location

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


def encloses(outer: Location, inner: Location) -> bool:
    """Whether a place is another place, or holds it: a question's, a cell's, or that of the section, sheet or file around it."""
    if outer.question and inner.question:
        return outer.question.id == inner.question.id
    if outer.question:
        return False
    known = False
    for name in ("file", "section", "sheet", "variable", "dataset"):
        wanted = getattr(outer, name)
        if wanted is not None:
            known = True
            if wanted != getattr(inner, name):
                return False
    if outer.cell is not None:
        return inner.cell is not None and holds_cell(outer.cell, inner.cell)
    return known


def holds_cell(outer: str, inner: str) -> bool:
    """Whether a cell or range in A1 notation is, or holds, another."""
    around, within = _box(outer), _box(inner)
    if outer == inner or around is None or within is None:
        return outer == inner
    left, top, right, bottom = around
    return left <= within[0] and within[2] <= right and top <= within[1] and within[3] <= bottom


def _box(cells: str) -> tuple[int, int, int, int] | None:
    found = _RANGE.fullmatch(cells)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    return _column(left), int(top), _column(right or left), int(bottom or top)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
