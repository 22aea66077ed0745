"""Says what of a file the reading of its lists leaves over: cells that look like variables, or like their reasons, and are part of none.

Nothing here reads a variable. What is found becomes a doubt of the list, so that a person looks where the list may go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dag_check.application import VariableList
from dag_check.documents.model import Block as Part
from dag_check.documents.model import Document, Paragraph, Workbook, column_letters
from dag_check.intake.list_blocks import Block
from dag_check.intake.list_grid import Grid, GridRow, line
from dag_check.intake.list_header import Headings
from dag_check.intake.list_marks import looks_coded, read_mark, split_names
from dag_check.knowledge import Knowledge
from dag_check.text import normalise, shorten

FEWEST = 3
"""Cells left over of one kind from which on they are told of: one or two are remarks."""
SHOWN = 4
LONGEST_ITEM = 8
"""Words of a name; longer texts are prose."""
LOOKED_AT = 2_000

_BEGINS_CODED = re.compile(r"\W{0,3}([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)(?=[\s:;,.)–—-]|$)")


@dataclass(frozen=True, slots=True)
class Read:
    """A list that was read: its grid, its block, and what came of it."""

    grid: Grid
    block: Block
    found: VariableList


def left_over(
    source: Workbook | Document, grids: Sequence[Grid], read: Sequence[Read], known: Headings, knowledge: Knowledge
) -> str:
    """A sentence on what may be variables and was not read as such; "" where every cell is accounted for."""
    names = {normalise(variable.name) for entry in read for variable in entry.found.variables}
    looked_at = [grid for grid in grids if grid.visible and not _is_apart(grid, known)]
    said = _rows_of_another_list(looked_at, read, known)
    said = said or _columns_beside(read, known, knowledge)
    coded = dict.fromkeys(name for grid in looked_at for name in _coded_cells(grid, read, names))
    if not said and (more := _tables_alike(looked_at, read)):
        said = more
    if isinstance(source, Document):
        coded.update(dict.fromkeys(_coded_lines(source.blocks, names, known)))
    if not said and len(coded) >= FEWEST:
        some = ", ".join(list(coded)[:SHOWN])
        more = f" and {len(coded) - SHOWN} more" if len(coded) > SHOWN else ""
        said = f"it also holds names that are part of no list that was read ({some}{more})"
    return said


def alike(grid: Grid, before: Grid, block: Block) -> Iterator[Block]:
    """The block of a table of a document without headings that is laid out as the list before it, with its own title."""
    reasons = block.columns.get("justification", ())
    if grid.is_sheet or before.is_sheet or not reasons or len(grid.rows) < FEWEST:
        return
    if _width(grid.rows) != _width(before.rows):
        return
    both = [row for row in grid.rows if 0 < len(row.cells.get(block.names[0], "").split()) <= LONGEST_ITEM]
    spoken = [row for row in both if any(len(row.cells.get(col, "").split()) >= 4 for col in reasons)]
    if len(spoken) >= 0.6 * len(grid.rows):
        yield replace(block, rows=grid.rows, header_row=None, title=grid.title, notes=())


def _width(rows: Sequence[GridRow]) -> int:
    return max((max(row.cells) for row in rows), default=0)


def reasons_under_a_heading(grid: Grid, known: Headings) -> bool:
    """Whether a column headed as justifications holds some, each beside a short text: a list of something, under whatever heading."""
    for place, row in enumerate(grid.rows[:LOOKED_AT]):
        readings = {col: known.read(text) for col, text in row.cells.items()}
        if len(readings) < 2 or any(reading.against for reading in readings.values()):
            continue
        under = grid.rows[place + 1 : place + 1 + 2 * FEWEST]
        for col in (col for col, reading in readings.items() if "justification" in reading.roles):
            held = [after for after in under if len(after.cells.get(col, "").split()) >= 4]
            if sum(any(len(after.cells[c].split()) <= LONGEST_ITEM for c in after.cells) for after in held) >= FEWEST:
                return True
    return False


def _is_apart(grid: Grid, known: Headings) -> bool:
    """Whether a sheet says of itself that it holds no requests: a dictionary, the codes of values, what was changed."""
    name = grid.sheet.casefold().replace("_", " ")
    return bool(known.dictionary_words.search(name) or known.about_words.search(name) or known.refuses(grid.sheet))


def _rows_of_another_list(grids: Sequence[Grid], read: Sequence[Read], known: Headings) -> str:
    """Headings of a list (of names, and of reasons) that head none of the lists that were read, with rows under them."""
    for grid in grids:
        own = [entry for entry in read if entry.grid is grid]
        taken = {row.number for entry in own for row in entry.block.rows} | {e.block.header_row for e in own}
        for place, row in enumerate(grid.rows[:LOOKED_AT]):
            if row.number in taken or len(row.cells) < 2:
                continue
            readings = {col: known.read(text) for col, text in row.cells.items()}
            reasons = [col for col, reading in readings.items() if "justification" in reading.roles]
            heads = [col for col, reading in readings.items() if reading.name >= 2 and col not in reasons]
            under = [after for after in grid.rows[place + 1 : place + 4] if after.number not in taken]
            filled = sum(any(col in after.cells for col in heads) for after in under)
            if reasons and heads and filled >= 2:
                at = f"row {row.number}" + (f' of sheet "{grid.sheet}"' if grid.is_sheet else "")
                return f'{at} looks like the headings of another list ("{shorten(row.cells[heads[0]], 40)}", "{shorten(row.cells[reasons[0]], 40)}"), which was not read'
    return ""


def _tables_alike(grids: Sequence[Grid], read: Sequence[Read]) -> str:
    """A table of a document without headings that is laid out as a list that was read."""
    for grid in grids:
        if any(entry.grid is grid for entry in read):
            continue
        for entry in read:
            if any(True for _ in alike(grid, entry.grid, entry.block)):
                under = f' under "{shorten(grid.title, 60)}"' if grid.title else ""
                return f"a table without headings{under} looks like more of the list"
    return ""


def _columns_beside(read: Sequence[Read], known: Headings, knowledge: Knowledge) -> str:
    """Two columns side by side that the list has no use for, short texts that differ and prose: more variables and their reasons."""
    for entry in read:
        block = entry.block
        used = {col for other in read if other.grid is entry.grid for col in _used(other.block)}
        rows = [row for row in block.rows[:LOOKED_AT] if block.names[0] in row.cells]
        free = sorted({col for row in rows for col in row.cells} - used)
        for col in free:
            heading = known.read(block.headings.get(col, ""))
            if heading.known and not heading.name:
                continue
            held = [line(row.cells[col]) for row in rows if col in row.cells]
            beside = [row.cells[col + 1] for row in rows if col in row.cells and col + 1 in row.cells]
            prose = [text for text in beside if len(text.split()) >= 4]
            if len(held) < FEWEST or col + 1 not in free or len(prose) < 0.6 * len(held):
                continue
            if len(set(held)) < 0.9 * len(held) or len(set(prose)) < 0.5 * len(prose):
                continue
            if set(held) <= {line(row.cells[c]) for row in rows for c in used & row.cells.keys()}:
                continue  # a key to the codes or groups of the list
            if all(_may_be_name(text, knowledge) for text in held):
                there = f"columns {column_letters(col)} and {column_letters(col + 1)}" if entry.grid.is_sheet else f"columns {col} and {col + 1}"  # fmt: skip
                return f"{there} hold what may be more variables and their reasons ({', '.join(held[:2])})"
    return ""


def _used(block: Block) -> set[int]:
    return {col for cols in block.columns.values() for col in cols} | {*block.names, *block.matrix, *block.questions}


def _may_be_name(text: str, knowledge: Knowledge) -> bool:
    return (
        len(text.split()) <= LONGEST_ITEM
        and sum(sign.isalpha() for sign in text) >= 3
        and read_mark(text, knowledge) is None
    )


def _coded_cells(grid: Grid, read: Sequence[Read], names: set[str]) -> Iterator[str]:
    """Names as of a database in cells that are neither a variable nor what a list says of one."""
    own = [entry.block for entry in read if entry.grid is grid]
    used: dict[int, set[int]] = {}
    for block in own:
        cols = {col for found in block.columns.values() for col in found} | set(block.matrix) | set(block.names[1:])
        for row in block.rows:
            used.setdefault(row.number, set()).update(cols)
    headers = {block.header_row for block in own}
    for row in grid.rows[:LOOKED_AT]:
        if row.number not in headers:
            yield from _coded_in(row, used.get(row.number, set()), names)


def _coded_in(row: GridRow, used: set[int], names: set[str]) -> Iterator[str]:
    for col, text in row.cells.items():
        if col in used or "_" not in text or len(text) > 400:
            continue
        for name in split_names(text):
            if "_" in name and looks_coded(name) and normalise(name) not in names:
                yield name


def _coded_lines(parts: Sequence[Part], names: set[str], known: Headings) -> Iterator[str]:
    """Names that begin paragraphs outside tables, but for those under a heading that says they are not asked for."""
    refused = False
    for part in parts:
        if not isinstance(part, Paragraph):
            continue
        text = line(part.text)
        if text and not (found := _BEGINS_CODED.match(text)):
            refused = known.refuses(text.rstrip(":"))
        elif text and found and not refused and normalise(found.group(1)) not in names:
            yield found.group(1)
