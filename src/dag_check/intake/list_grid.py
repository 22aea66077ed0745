"""A sheet or a table of a document as one kind of grid: rows of texts, merged ranges, hidden rows, struck cells.

Gives the reading of lists one shape to work on. Leaves to others what the texts mean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dag_check.documents.model import (
    Block,
    Cell,
    Document,
    Paragraph,
    Range,
    Sheet,
    Table,
    Workbook,
    a1,
    paragraphs,
)
from dag_check.text import is_filler, tidy

FEWEST_ITEMS = 3
"""Items of a list in running text, each a name and its reason, from which on they may be a list of variables."""
_ITEM = re.compile(
    r"(?P<bullet>[•·▪◦‣*–-]\s*|\(?(?:\d{1,3}|[a-z])[.)]\s+)?(?P<name>\w[^:;.?!–—]{0,78}?\w\)?)(?:\s+[-–—]+\s+|\s*[–—]\s*|:\s+)(?P<reason>\S+\s+\S+\s+\S.*)",
    re.DOTALL,
)
MAX_DEPTH = 20
"""Tables nested deeper than this are not looked into; no list of variables is."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with at least one filled cell: its number from 1, and its texts by column from 1, stripped, never ""."""

    number: int
    cells: Mapping[int, str]


@dataclass(frozen=True, eq=False)
class Grid:
    """Rows of texts. `sheet` is "" for a table of a document; `title` is the text that stands over such a table.

    `follows` is true for a table that only blank paragraphs part from the table before it. `comments` are the notes on cells, by A1.
    `turned` is true where rows and columns have changed places (see `list_turned`): a row is then a column of the sheet.
    `places` says where in the sheet a cell stands (row, column) that was put elsewhere (see `list_cards`).
    """

    rows: tuple[GridRow, ...]
    sheet: str = ""
    title: str = ""
    follows: bool = False
    visible: bool = True
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    page: int | None = None
    comments: Mapping[str, str] = field(default_factory=dict)
    turned: bool = False
    places: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _spans: dict[int, tuple[list[int], list[Range]]] = field(default_factory=dict)

    @property
    def is_sheet(self) -> bool:
        """Whether the grid is a sheet, so that its cells have A1 references."""
        return bool(self.sheet)

    @property
    def rearranged(self) -> bool:
        """Whether the cells stand elsewhere in the sheet, so that what stood above the list is only in `title`."""
        return self.turned or bool(self.places)

    def at(self, row: int, col: int) -> str:
        """The A1 reference of a cell of a sheet."""
        if self.places:
            return a1(*self.places.get((row, col), (row, 1)))
        return a1(col, row) if self.turned else a1(row, col)

    def merge_at(self, row: int, col: int) -> Range | None:
        """The merged range that holds a cell, None where none does."""
        if not self.merged:
            return None
        if col not in self._spans:
            ranges = sorted((r for r in self.merged if r.left <= col <= r.right), key=lambda r: r.top)
            self._spans[col] = ([r.top for r in ranges], ranges)
        tops, ranges = self._spans[col]
        place = bisect_right(tops, row) - 1
        return ranges[place] if place >= 0 and ranges[place].bottom >= row else None


def grids(source: Workbook | Document) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the tables of a document (nested ones too), as grids."""
    if isinstance(source, Workbook):
        return tuple(_of_sheet(sheet) for sheet in source.sheets)
    return tuple(_of_blocks(source.blocks, 0))


def _of_sheet(sheet: Sheet) -> Grid:
    rows = []
    for row in sheet.rows:
        cells = {}
        for cell in row.cells:
            value = cell.value
            text = value.strip() if isinstance(value, str) else cell.text
            if text:
                cells[cell.col] = text
        if cells:
            rows.append(GridRow(row.number, cells))
    return Grid(
        rows=tuple(rows),
        sheet=sheet.name or "Sheet",
        visible=sheet.visible,
        merged=sheet.merged,
        hidden_rows=sheet.hidden_rows,
        hidden_cols=sheet.hidden_cols,
        struck=sheet.struck,
        comments={comment.cell: comment.text for comment in sheet.comments if comment.cell and comment.text.strip()},
    )


def _of_blocks(blocks: tuple[Block, ...], depth: int) -> Iterator[Grid]:
    title, follows = "", False
    items: list[tuple[str, str]] = []
    heads: dict[int, str] = {}
    for block in (*blocks, None):
        if isinstance(block, Paragraph):
            if is_filler(block.text):
                continue
            if found := _item(block):
                items.append(found)
                continue
        if len(items) >= FEWEST_ITEMS:
            rows = tuple(GridRow(number, {1: name, 2: reason}) for number, (name, reason) in enumerate(items, 1))
            over = dict.fromkeys([title, *(heads[level] for level in sorted(heads, reverse=True))])
            yield Grid(rows=rows, title="\n".join(text for text in over if text))
        if items:
            follows = False
        items = []
        if isinstance(block, Paragraph):
            title, follows = tidy(block.text), False
            if block.heading:
                heads = {level: text for level, text in heads.items() if level < block.heading}
                heads[block.heading] = title
            continue
        if block is None:
            break
        yield _of_table(block, title, follows)
        follows = True
        if depth < MAX_DEPTH:
            for row in block.rows:
                for cell in row:
                    if any(isinstance(inner, Table) for inner in cell.blocks) or len(cell.blocks) >= FEWEST_ITEMS:
                        yield from _of_blocks(cell.blocks, depth + 1)


def _item(paragraph: Paragraph) -> tuple[str, str] | None:
    """The name and the reason of an item of a list in running text ("plea_date - tells late pleas"), None where it is no such thing."""
    if paragraph.heading or not (found := _ITEM.fullmatch(tidy(paragraph.text))):
        return None
    listed = bool(paragraph.number) or "list" in paragraph.style.casefold() or found["bullet"] is not None
    return (found["name"], found["reason"]) if listed or "_" in found["name"] else None


def _of_table(table: Table, title: str, follows: bool) -> Grid:
    rows, merged, struck, page = [], [], [], None
    for row in table.rows:
        cells: dict[int, str] = {}
        number = 0
        for cell in row:
            number = cell.row + 1
            if cell.row_span > 1 or cell.col_span > 1:
                merged.append(
                    Range(cell.row + 1, cell.col + 1, cell.row + cell.row_span, cell.col + max(cell.col_span, 1))
                )
            text, is_struck, on_page = _own_text(cell)
            page = page or on_page
            if text:
                cells[cell.col + 1] = text
                if is_struck:
                    struck.append((cell.row + 1, cell.col + 1))
        if cells:
            rows.append(GridRow(number, cells))
    return Grid(
        rows=tuple(rows), title=title, follows=follows, merged=tuple(merged), struck=frozenset(struck), page=page
    )


def _own_text(cell: Cell) -> tuple[str, bool, int | None]:
    """The text of a cell without its nested tables (they are grids of their own), whether all is struck, and its page."""
    own = [block for block in cell.blocks if isinstance(block, Paragraph)]
    text = "\n".join(paragraph.text for paragraph in own).strip()
    spans = [span for paragraph in own for span in paragraph.spans if span.kind == "text" and span.text.strip()]
    page = next((paragraph.page for paragraph in paragraphs(cell.blocks)), None)
    return text, bool(spans) and all(span.strike for span in spans), page


def line(text: str) -> str:
    """As `text.tidy`, at once where there is nothing to tidy: most cells of ten thousand rows."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return tidy(text)
