"""`dag-check variables`: shows how a list of requested variables is read, a row each. What is read is intake's."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dag_check.commands.console import NOTHING_CHECKED, READY, RuleFolders, refuse_to_overwrite, show, width, write
from dag_check.errors import UsageError
from dag_check.feedback.terminal import printable, wrap
from dag_check.text import json_text

if TYPE_CHECKING:
    from dag_check.application import RequestedVariable, VariableList
    from dag_check.intake.listing import Listing

KEYS = ("sheet", "cell", "dataset", "table", "variable", "requested", "justification", "notes")
"""The keys of an entry, in order: a contract with programs that read it."""

_FORMULA = re.compile(r"\s*[=+\-@＋－＝＠−]")
_SHARED = {
    "merged": "The justification is that of a merged cell.",
    "ditto": "The justification is that of a row above.",
    "group": "The justification is that of the group.",
    "form": "The justification is from the form.",
}
_FORMATS: dict[str, Literal["text", "json", "csv"]] = {".json": "json", ".csv": "csv", ".txt": "text"}


def variables(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A list of variables (.xlsx, .ods, .csv, .docx ...), a folder or a .zip."),
    ],
    format_name: Annotated[
        Literal["text", "json", "csv"] | None,
        typer.Option("--format", metavar="FORMAT", help="How to write it: text, json or csv. [default: text]"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to this file; its extension decides the format."),
    ] = None,
    rules: RuleFolders = None,
) -> int:
    """Show what is read as requested variables in a file.

    Each variable with its cell, whether it is requested, and the justification that counts for it. Exit code 2: nothing was found.
    """
    from dag_check import api
    from dag_check.intake.listing import read_listing

    refuse_to_overwrite(output, [file, *(rules or ())])
    chosen = format_name or (_format(output) if output else "text")
    found = read_listing(file, api.load_rules(rules or ()).knowledge)
    text = {"json": _as_json, "csv": _as_csv, "text": _as_text}[chosen](found)
    if output is None:
        show(text)
    else:
        write(output, text.encode("utf-8-sig" if chosen == "csv" else "utf-8"))
        show(f"{_counted(found)} The list is in {printable(str(output))}\n")
    for sentence in found.unread:
        _complain(sentence)
    if not found.lists:
        _complain(
            f"No list of variables was found in {file.name or file}. `dag-check inspect` shows what is read in it."
        )
        return NOTHING_CHECKED
    return READY


# --- entries ------------------------------------------------------------------------------------------------------


def entries(found: Listing) -> Iterator[dict[str, Any]]:
    """A dictionary a variable, with `KEYS`. Where several files hold lists, a note says which file a variable is in."""
    several = len({variables.file for variables in found.lists}) > 1
    for variables in found.lists:
        for variable in variables.variables:
            place = variable.location
            notes = [f"In {variables.file}."] if several else []
            if place.cell is None and place.row:
                notes.append(f"Row {place.row} of a table in a document.")
            if variables.catalogue:
                notes.append("In a data owner's catalogue, where nothing is marked.")
            notes += _notes(variable)
            values = (
                place.sheet,
                place.cell,
                variable.dataset,
                variable.table,
                variable.name,
                variable.requested,
                variable.justification,
                notes,
            )
            yield dict(zip(KEYS, values, strict=True))


def _notes(variable: RequestedVariable) -> list[str]:
    return [*variable.notes, *([_SHARED[variable.shared_by]] if variable.shared_by else [])]


def _as_json(found: Listing) -> str:
    return json_text(list(entries(found)))


def _as_csv(found: Listing) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(KEYS)
    for entry in entries(found):
        cells = {**entry, "requested": str(entry["requested"]).lower(), "notes": " ".join(entry["notes"])}
        writer.writerow([_cell(cells[key]) for key in KEYS])
    return out.getvalue()


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else printable(str(value))
    return f"'{text}" if _FORMULA.match(text) else text


# --- text ---------------------------------------------------------------------------------------------------------


def _as_text(found: Listing) -> str:
    parts = [_table(variables) for variables in found.lists]
    return "\n".join([*parts, f"{_counted(found)}\n"]) if parts else ""


def _counted(found: Listing) -> str:
    total = sum(len(variables.variables) for variables in found.lists)
    asked = sum(len(variables.requested) for variables in found.lists)
    lists = len(found.lists)
    return f"{lists} list{'' if lists == 1 else 's'}, {total} variable{'' if total == 1 else 's'}, {asked} requested."


def _table(variables: VariableList) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wide = width()
    columns = {
        "Cell": [v.location.cell or (f"row {v.location.row}" if v.location.row else "") for v in variables.variables],
        "Dataset": [v.dataset for v in variables.variables],
        "Table": [v.table for v in variables.variables],
        "Variable": [v.name for v in variables.variables],
        "Asked": ["yes" if v.requested else "no" for v in variables.variables],
        "Justification": [v.justification or "-" for v in variables.variables],
        "Notes": [" ".join(_notes(v)) for v in variables.variables],
    }
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, width=wide)
    shares = {"Variable": 3, "Dataset": 2, "Table": 2, "Justification": 5, "Notes": 3}
    shown = [name for name, texts in columns.items() if _is_worth_a_column(name, texts)]
    for name in shown:
        fixed = name not in shares
        table.add_column(Text(name), ratio=shares.get(name), no_wrap=fixed, overflow="fold")
    for row in zip(*(columns[name] for name in shown), strict=True):
        table.add_row(*(Text(printable(text)) for text in row))
    out = io.StringIO()
    Console(file=out, width=wide, color_system=None, highlight=False, legacy_windows=False).print(table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join([*_heading(variables, wide), "", *lines, ""])


def _is_worth_a_column(name: str, texts: list[str]) -> bool:
    """Whether a column tells its rows apart: one dataset for all is said above the table."""
    if name in ("Dataset", "Table"):
        return len(set(texts)) > 1
    return name != "Notes" or any(texts)


def _heading(variables: VariableList, wide: int) -> list[str]:
    where = f'sheet "{variables.sheet}"' if variables.sheet else "a table"
    total, asked = len(variables.variables), len(variables.requested)
    header = f", headings in row {variables.header_row}" if variables.header_row and variables.sheet else ""
    lines = wrap(
        f"{variables.file}, {where}{header}: {total} variable{'' if total == 1 else 's'}, {asked} requested", wide
    )
    columns = "; ".join(f'{role} "{heading}"' for role, heading in variables.columns.items() if heading)
    datasets, tables = ({getattr(v, name) for v in variables.variables} for name in ("dataset", "table"))
    notes = [f"Columns: {columns}" if columns else "", *variables.notes]
    if len(datasets) == 1 and (only := datasets.pop()):
        notes.insert(0, f"Dataset: {only}")
    if len(tables) == 1 and (only := tables.pop()):
        notes.insert(1, f"Table: {only}")
    if variables.catalogue:
        notes.append("Read as a data owner's catalogue: nothing in it is a request.")
    elif not variables.has_request_column:
        notes.append("No column says what is requested, so every row was read as requested.")
    if not variables.has_justification_column and not variables.catalogue:
        notes.append("No column of justifications was found.")
    return lines + [line for note in notes if note for line in wrap(note, wide, "  ")]


# --- writing ------------------------------------------------------------------------------------------------------


def _format(output: Path) -> Literal["text", "json", "csv"]:
    found = _FORMATS.get(output.suffix.lower())
    if found is None:
        known = ", ".join(_FORMATS)
        raise UsageError(f"The extension of {output.name!r} asks for no format. Use one of {known}, or add --format.")
    return found


def _complain(sentence: str) -> None:
    print(f"dag-check: {printable(sentence)}", file=sys.stderr)
