"""What the checks of requested variables share: which lists count, and how places, files and counts are said in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dag_check.application import Application, Question, VariableList
from dag_check.location import Location
from dag_check.text import shorten

NO_LIST = "There is no list of requested variables; see VAR001."
NOTHING_REQUESTED = "No variable is marked as requested; see VAR008."


def lists_of(application: Application) -> list[VariableList]:
    """The lists of the submission in which something can be asked for."""
    return [found for found in application.variable_lists if not found.catalogue]


def where(place: Location) -> str:
    """A place in words: 'sheet "Variables", cell F12', or 'row 3 of the table in form.docx'."""
    if place.sheet and place.cell:
        cells = "cells" if ":" in place.cell else "cell"
        return f'sheet "{place.sheet}", {cells} {place.cell}'
    if place.row:
        return f"row {place.row} of the table in {place.file}"
    return f"the table in {place.file}"


def places(those: Sequence[Location]) -> str:
    """Several places in words, what they share said once: 'sheet "Variables", cells C27 and C28'."""
    first = those[0]
    if len(those) > 1 and all((one.file, one.sheet) == (first.file, first.sheet) for one in those):
        cells = [one.cell for one in those if one.sheet and one.cell]
        if len(cells) == len(those) and not any(":" in cell for cell in cells):
            return f'sheet "{first.sheet}", cells {named(cells)}'
        rows = [str(one.row) for one in those if not one.sheet and one.row]
        if len(rows) == len(those):
            return f"rows {named(rows)} of the table in {first.file}"
    several = len({one.file for one in those}) > 1
    told = [(one.file or "", where(one)) for one in those]
    return named([f"{file}, {place}" if several and file not in place else place for file, place in told])


def place_of_list(found: VariableList) -> str:
    return (
        f'The list on sheet "{found.sheet}" of {found.file}'
        if found.sheet
        else f"The table of variables in {found.file}"
    )


def files_of(lists: Iterable[VariableList]) -> str:
    return named(dict.fromkeys(found.file for found in lists))


def named(names: Iterable[str], most: int = 8) -> str:
    names = list(names)
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def count_of(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def asked_in(question: Question) -> str:
    return f"question {question.number}" if question.number else f'the question "{shorten(question.label, 60)}"'
