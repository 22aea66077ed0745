"""What a filled form is made of before any file format: paragraphs, tables, boxes. Layouts make these, writers turn them into files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BoxKind = Literal["w14", "legacy", "glyph", "bracket", "wingdings", "tickmark", "paren"]
Style = Literal["normal", "title", "h1", "h2", "h3", "guidance", "bullet", "boldline", "label", "toc"]


@dataclass(frozen=True)
class Run:
    """A piece of text with its looks."""

    text: str
    bold: bool = False
    italic: bool = False
    grey: bool = False
    strike: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Box:
    """A check box."""

    checked: bool
    kind: BoxKind = "w14"


@dataclass(frozen=True)
class Control:
    """An inline content control; a placeholder control shows its prompt."""

    text: str
    placeholder: bool = False
    tag: str = ""
    kind: Literal["text", "date", "dropdown", "rich"] = "text"


@dataclass(frozen=True)
class Change:
    """A tracked insertion or deletion."""

    text: str
    author: str
    deleted: bool = False


@dataclass(frozen=True)
class Note:
    """A comment anchored on a piece of text."""

    text: str
    comment: str
    author: str


@dataclass(frozen=True)
class LegacyField:
    """A legacy text form field."""

    text: str


@dataclass(frozen=True)
class TextBox:
    """A floating text box with paragraphs in it."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Break:
    """A line break within the paragraph."""


@dataclass(frozen=True)
class Tab:
    """A tab stop within the paragraph."""


Inline = Run | Box | Control | Change | Note | LegacyField | TextBox | Break | Tab


@dataclass(frozen=True)
class Para:
    """A paragraph; `level` numbers it automatically (0 = section, 1 = question)."""

    items: tuple[Inline, ...]
    style: Style = "normal"
    level: int | None = None


@dataclass(frozen=True)
class Cell:
    """A table cell."""

    blocks: tuple[Block, ...]
    span: int = 1
    shade: str = ""
    vmerge: Literal["", "restart", "continue"] = ""


@dataclass(frozen=True)
class Table:
    """A table: rows of cells; `controls` wraps every row in a content control, as repeating sections do."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    row_controls: bool = False
    borders: bool = True
    header: bool = False


@dataclass(frozen=True)
class ControlBlock:
    """A block-level content control."""

    blocks: tuple[Block, ...]
    placeholder: bool = False
    tag: str = ""


@dataclass(frozen=True)
class PageBreak:
    """A page break between blocks."""


Block = Para | Table | ControlBlock | PageBreak


def para(
    text: str = "", style: Style = "normal", *, bold: bool = False, italic: bool = False, level: int | None = None
) -> Para:
    """A paragraph of one run."""
    items = (Run(text, bold=bold, italic=italic, grey=style == "guidance"),) if text else ()
    return Para(items, style, level)


def cell(*blocks: Block | str, span: int = 1, shade: str = "", bold: bool = False) -> Cell:
    """A cell of blocks, where a string is a paragraph."""
    made = tuple(para(b, bold=bold) if isinstance(b, str) else b for b in blocks) or (para(),)
    return Cell(made, span, shade)


@dataclass
class Page:
    """A whole document: its blocks and what stands around them."""

    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    author: str = ""
    header: str = ""
    footer: str = ""
