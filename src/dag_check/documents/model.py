"""What a file says, whatever its format: a Document of blocks, a Workbook of sheets, or a Bundle of further files.

Knows nothing of forms or of DAG. Readers make these values; intake reads them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

TICKED = "☒"
UNTICKED = "☐"

Format = Literal[
    "docx", "odt", "pdf", "xlsx", "xlsb", "xls", "ods", "csv", "txt", "html", "eml", "msg", "zip", "image", "unknown"
]
"""docx stands for the whole family (.docx, .docm, .dotx, Strict), xlsx for .xlsx, .xlsm and .xltx, csv for .tsv too."""

SpanKind = Literal["text", "placeholder", "hidden", "picture"]
Origin = Literal["body", "text_box", "footnote", "endnote", "header", "footer"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of one look.

    `placeholder` spans are the prompt of an unfilled control ("Click here to enter text"), `hidden` ones are not shown by
    Word, `picture` ones stand for an inline picture (their text is "" or its description): none of these is part of a
    paragraph's `text`. A check box of any make (content control, legacy field, w:sym, typed glyph) is a span of its own with
    `box` true and the text TICKED or UNTICKED. `control` is the tag, alias or name of the innermost content control or
    form field that holds the span, "" for one that has none, None outside controls; `offered` are the entries of a drop-down
    that holds it. `size` is the size of the type in points, None where it is not known. `glyph` is the character that a typed box
    was, "" for other boxes. `highlight` says that the text is marked with a highlighter, or stands on a coloured ground. None of these four
    counts in comparing spans.
    """

    text: str
    kind: SpanKind = "text"
    bold: bool = False
    italic: bool = False
    strike: bool = False
    inserted: bool = False
    colour: str | None = None
    box: bool = False
    control: str | None = None
    size: float | None = field(default=None, compare=False)
    offered: tuple[str, ...] = field(default=(), compare=False)
    glyph: str = field(default="", compare=False)
    highlight: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `number` is its automatic number as Word shows it ("3.5", "a)", "•"), "" where it has none.

    `heading` is its outline level, 1 to 9, by style or by outline level; None for body text. `ref` points at its XML:
    the part's name and the child positions from that part's root down (() where there is no XML to point at).
    """

    spans: tuple[Span, ...]
    style: str = ""
    heading: int | None = None
    number: str = ""
    origin: Origin = "body"
    page: int | None = None
    ref: tuple[str | int, ...] = ()

    @property
    def text(self) -> str:
        """What a reader sees, without the automatic number, prompts of unfilled controls and hidden text.

        Line breaks are "\\n", tabs "\\t"; non-breaking spaces are kept.
        """
        return "".join(span.text for span in self.spans if span.kind == "text")

    @property
    def prompt(self) -> str:
        """The placeholder text of unfilled controls in this paragraph, "" where there is none."""
        return "".join(span.text for span in self.spans if span.kind == "placeholder")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `row` and `col` are grid positions from 0; a merged cell stands once, at its top left, with its spans."""

    blocks: tuple[Block, ...]
    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    shading: str | None = None

    @property
    def text(self) -> str:
        """The visible text of the cell, its blocks joined by line breaks (nested tables cell by cell)."""
        return "\n".join(paragraph.text for paragraph in paragraphs(self.blocks))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows, each with the cells that begin in it, left to right. Rows that tracked changes deleted are not there."""

    rows: tuple[tuple[Cell, ...], ...]
    style: str = ""
    origin: Origin = "body"
    ref: tuple[str | int, ...] = ()


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the file that a person should know: `kind` is a short code for programs, `text` a plain sentence."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A review comment in a document, or a note on a cell: who wrote it, what it says, and for a cell where (A1)."""

    author: str
    text: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """A filled field of a PDF form: its name, its value ("" when empty, TICKED or UNTICKED for a box) and its page."""

    name: str
    value: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself. Dates are as stored, without time zone where the file gives none.

    `custom` are the document properties that its maker added, by name (those of Word files, and only texts).
    """

    title: str = ""
    author: str = ""
    created: dt.datetime | None = None
    modified: dt.datetime | None = None
    producer: str = ""
    custom: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text document: Word, OpenDocument, PDF, plain text, HTML or the body of an e-mail.

    `blocks` holds the body in reading order; text boxes and foot- and endnotes come as blocks of their own `origin` right
    after the paragraph that holds their anchor (so every visible text stands exactly once). `insertions` and `deletions`
    count tracked changes still in the file (moves count once in each). `unread_pages` are pages without any text (scans).
    """

    name: str
    format: Format
    blocks: tuple[Block, ...]
    headers: tuple[Block, ...] = ()
    footers: tuple[Block, ...] = ()
    comments: tuple[Comment, ...] = ()
    insertions: int = 0
    deletions: int = 0
    fields: tuple[FormField, ...] = ()
    pages: int | None = None
    unread_pages: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    properties: Properties = field(default_factory=Properties)

    @property
    def text(self) -> str:
        """The visible text of the body, a paragraph a line."""
        return "\n".join(paragraph.text for paragraph in paragraphs(self.blocks))


CellValue = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A filled cell of a sheet. `col` counts from 1. Error values ("#REF!") are text."""

    col: int
    value: CellValue

    @property
    def text(self) -> str:
        """The value as a person would read it: whole numbers without ".0", booleans TRUE/FALSE, dates ISO, text as it is."""
        value = self.value
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        if isinstance(value, dt.datetime) and value.time() == dt.time.min:
            return value.date().isoformat()
        if isinstance(value, dt.date | dt.time):
            return value.isoformat()
        return str(value)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with at least one filled cell. `number` counts from 1; cells come left to right."""

    number: int
    cells: tuple[SheetCell, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, inclusive, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        """The range as a person writes it: "B4:C9", or "B4" for a single cell."""
        start = a1(self.top, self.left)
        return start if (self.top, self.left) == (self.bottom, self.right) else f"{start}:{a1(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: only filled cells are kept, so a stray cell at XFD1048576 costs nothing.

    A merged range's value stands in its top-left cell only. `hidden_rows` and `hidden_cols` count from 1 and hold only rows and
    columns up to the last filled one. `struck` are the (row, col) of cells struck through. `comments` carry their cell.
    """

    name: str
    rows: tuple[SheetRow, ...]
    visible: bool = True
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook, or a delimited text file as a workbook of one sheet."""

    name: str
    format: Format
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()
    properties: Properties = field(default_factory=Properties)


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a bundle: its path in it (safe: relative, "/" between folders) and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A zip or an e-mail: further files, and for an e-mail what it says (`body`, with From, Date and Subject first)."""

    name: str
    format: Format
    members: tuple[Member, ...]
    body: Document | None = None
    notes: tuple[Note, ...] = ()


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Every paragraph in reading order, those in tables row by row and cell by cell."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)


def column_letters(col: int) -> str:
    """The letters of a column counted from 1: 1 is A, 28 is AB."""
    letters = ""
    while col > 0:
        col, rest = divmod(col - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def a1(row: int, col: int) -> str:
    """The A1 reference of a cell counted from 1: (12, 6) is F12."""
    return f"{column_letters(col)}{row}"
