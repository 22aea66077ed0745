"""Builds the blocks of a Document from a walk over a tree: paragraphs, tables, text boxes and notes, opened and closed in turn.

Shared by the OpenDocument and HTML readers. It keeps a stack of its own, so that no nesting, however deep, can overflow Python's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from dag_check.documents.docx_boxes import ALONE_BOXES, ALWAYS_BOXES, ANY_BOX, box_of, without_private_use
from dag_check.documents.docx_spans import is_prompt
from dag_check.documents.model import TICKED, UNTICKED, Block, Cell, Origin, Paragraph, Span, SpanKind, Table

MAX_TABLE_DEPTH = 20
"""Tables nested deeper than this are read as if their cells' paragraphs stood in the enclosing cell."""
_MOST_COVERED_CELLS = 100_000

_WHITE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of characters looks, and which control holds it. `hidden` and `placeholder` decide the span's kind.

    `offered` are the entries of the drop-down that holds it.
    """

    bold: bool = False
    italic: bool = False
    strike: bool = False
    inserted: bool = False
    colour: str | None = None
    hidden: bool = False
    placeholder: bool = False
    control: str | None = None
    size: float | None = None
    offered: tuple[str, ...] = ()
    highlight: bool = False

    @property
    def kind(self) -> SpanKind:
        """The kind of a span of this look."""
        return "hidden" if self.hidden else "placeholder" if self.placeholder else "text"


PLAIN = Look()


def spans_of(text: str, look: Look = PLAIN) -> tuple[Span, ...]:
    """A whole paragraph of one look as spans, every check box glyph a span of its own."""
    return spans_of_runs([(text, look, False)])


def spans_of_runs(runs: list[tuple[str, Look, bool]]) -> tuple[Span, ...]:
    """The spans of a paragraph from its runs (text, look, whether it is a box already).

    Typed boxes are split off: ticks and full squares count as boxes only at an edge of the paragraph or beside another box.
    Text of a control that is only Word's invitation to fill it in becomes a placeholder.
    """
    visible = "".join(text for text, look, _ in runs if look.kind == "text")
    edges = (len(visible) - len(visible.lstrip()), len(visible.rstrip()))
    with_boxes = any(box for _, _, box in runs) or any(glyph in visible for glyph in ALWAYS_BOXES)
    spans: list[Span] = []
    before = 0
    for text, look, box in runs:
        if box:
            spans.append(_span(text, look, box=True))
        elif look.kind != "text":
            spans.append(_span(text, look))
        elif look.control is not None and is_prompt(text):
            spans.append(_span(text, replace(look, placeholder=True)))
        else:
            spans.extend(_split(text, look, before, edges, with_boxes))
        before += len(text) if look.kind == "text" else 0
    return tuple(spans)


def _split(text: str, look: Look, before: int, edges: tuple[int, int], with_boxes: bool) -> Iterator[Span]:
    end = 0
    for match in ANY_BOX.finditer(text):
        at_edge = before + match.start() == edges[0] or before + match.end() == edges[1]
        if match[0][0] in ALONE_BOXES and not (at_edge or with_boxes):
            continue
        if match.start() > end:
            yield _span(text[end : match.start()], look)
        yield _span(box_of(match[0]), look, box=True, glyph=match[0][0])
        end = match.end()
    if end < len(text):
        yield _span(text[end:], look)


def _span(text: str, look: Look, *, box: bool = False, glyph: str = "") -> Span:
    return Span(
        text,
        kind=look.kind,
        bold=look.bold,
        italic=look.italic,
        strike=look.strike,
        inserted=look.inserted,
        colour=look.colour,
        box=box,
        control=look.control,
        size=look.size,
        offered=look.offered,
        glyph=glyph,
        highlight=look.highlight,
    )


@dataclass(slots=True)
class _OpenParagraph:
    template: Paragraph
    runs: list[tuple[list[str], Look, bool]] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    at_space: bool = True


@dataclass(slots=True)
class _OpenAside:
    origin: Origin
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    style: str
    origin: Origin
    rows: list[list[Cell]] = field(default_factory=list)
    row: int = -1
    col: int = 0
    taken: dict[tuple[int, int], None] = field(default_factory=dict)


@dataclass(slots=True)
class _OpenCell:
    row: int
    col: int
    row_span: int
    col_span: int
    shading: str | None
    blocks: list[Block] = field(default_factory=list)


_Frame = _OpenParagraph | _OpenAside | _OpenTable | _OpenCell


class Flow:
    """Blocks being built. What is opened is closed in the opposite order; `blocks` is the result."""

    def __init__(self, origin: Origin = "body") -> None:
        self.blocks: list[Block] = []
        self._frames: list[_Frame] = []
        self._origins: list[Origin] = [origin]
        self._tables = 0
        self._flat = 0

    @property
    def in_paragraph(self) -> bool:
        """Whether text added now belongs to an open paragraph."""
        return bool(self._frames) and isinstance(self._frames[-1], _OpenParagraph)

    def open_paragraph(self, *, style: str = "", heading: int | None = None, number: str = "") -> None:
        """Begins a paragraph; one inside another comes after it."""
        template = Paragraph((), style=style, heading=heading, number=number, origin=self._origins[-1])
        self._frames.append(_OpenParagraph(template))

    def close_paragraph(self, *, keep_empty: bool = True) -> None:
        """Ends the paragraph; the text boxes and notes anchored in it follow it."""
        frame = self._frames.pop()
        assert isinstance(frame, _OpenParagraph)
        runs = [("".join(pieces), look, box) for pieces, look, box in frame.runs]
        if runs and frame.at_space and runs[-1][0].endswith(" "):
            text, look, box = runs.pop()
            if text[:-1]:
                runs.append((text[:-1], look, box))
        if runs or keep_empty:
            self._add(replace(frame.template, spans=spans_of_runs(runs)))
        for block in frame.after:
            self._add(block)

    def text(self, text: str, look: Look = PLAIN) -> None:
        """Adds character data to the open paragraph: white space runs are one space, none at its beginning and end."""
        if not self.in_paragraph:
            return
        frame = self._frames[-1]
        assert isinstance(frame, _OpenParagraph)
        text = _WHITE.sub(" ", text)
        if frame.at_space and text.startswith(" "):
            text = text[1:]
        if text:
            frame.at_space = text.endswith(" ")
            self._run(frame, without_private_use(text), look)

    def exact(self, text: str, look: Look = PLAIN) -> None:
        """Adds characters that stand as they are: a tab, a line break, counted spaces."""
        if not self.in_paragraph or not text:
            return
        frame = self._frames[-1]
        assert isinstance(frame, _OpenParagraph)
        frame.at_space = False
        self._run(frame, text, look)

    def line_break(self, look: Look = PLAIN) -> None:
        """Adds a line break; spaces around it go, as in HTML."""
        self.exact("\n", look)
        if self.in_paragraph:
            frame = self._frames[-1]
            assert isinstance(frame, _OpenParagraph)
            frame.at_space = True

    def box(self, ticked: bool, look: Look = PLAIN) -> None:
        """Adds a check box."""
        if not self.in_paragraph:
            return
        frame = self._frames[-1]
        assert isinstance(frame, _OpenParagraph)
        frame.at_space = False
        frame.runs.append(([TICKED if ticked else UNTICKED], look, True))

    def open_aside(self, origin: Origin) -> None:
        """Begins a text box or note: its blocks come after the paragraph that holds it."""
        self._frames.append(_OpenAside(origin))
        self._origins.append(origin)

    def close_aside(self) -> None:
        """Ends a text box or note."""
        frame = self._frames.pop()
        assert isinstance(frame, _OpenAside)
        self._origins.pop()
        for block in frame.blocks:
            self._add(block)

    def open_table(self, *, style: str = "") -> None:
        """Begins a table."""
        if self._tables >= MAX_TABLE_DEPTH:
            self._flat += 1
            return
        self._tables += 1
        self._frames.append(_OpenTable(style, self._origins[-1]))

    def close_table(self) -> None:
        """Ends a table; one without any row leaves nothing."""
        if self._flat:
            self._flat -= 1
            return
        frame = self._frames.pop()
        assert isinstance(frame, _OpenTable)
        self._tables -= 1
        if frame.rows:
            self._add(Table(tuple(tuple(row) for row in frame.rows), style=frame.style, origin=frame.origin))

    def open_row(self) -> None:
        """Begins a row of the open table."""
        if self._flat or not self._frames or not isinstance(self._frames[-1], _OpenTable):
            return
        table = self._frames[-1]
        table.row += 1
        table.col = 0
        table.rows.append([])

    def skip_cells(self, count: int) -> None:
        """Leaves room for cells that a merged one covers."""
        if not self._flat and self._frames and isinstance(self._frames[-1], _OpenTable):
            self._frames[-1].col += count

    def open_cell(self, *, rows: int = 1, cols: int = 1, shading: str | None = None, find_room: bool = False) -> bool:
        """Begins a cell; `find_room` steps over what cells of earlier rows cover. False outside a row: nothing to close."""
        if self._flat:
            return False
        if not self._frames or not isinstance(self._frames[-1], _OpenTable) or self._frames[-1].row < 0:
            return False
        table = self._frames[-1]
        while find_room and (table.row, table.col) in table.taken:
            table.col += 1
        if rows > 1 and find_room:
            for row in range(table.row + 1, table.row + rows):
                if len(table.taken) < _MOST_COVERED_CELLS:
                    table.taken.update(dict.fromkeys((row, col) for col in range(table.col, table.col + cols)))
        self._frames.append(_OpenCell(table.row, table.col, rows, cols, shading))
        table.col += cols if find_room else 1
        return True

    def close_cell(self) -> None:
        """Ends a cell."""
        frame = self._frames.pop()
        assert isinstance(frame, _OpenCell)
        table = self._frames[-1]
        assert isinstance(table, _OpenTable)
        cell = Cell(tuple(frame.blocks), frame.row, frame.col, frame.row_span, frame.col_span, frame.shading)
        table.rows[-1].append(cell)

    def extend(self, blocks: Iterable[Block]) -> None:
        """Adds finished blocks where the flow stands."""
        for block in blocks:
            self._add(block)

    def _run(self, frame: _OpenParagraph, text: str, look: Look) -> None:
        last = frame.runs[-1] if frame.runs else None
        if last is not None and not last[2] and last[1] == look:
            last[0].append(text)
        else:
            frame.runs.append(([text], look, False))

    def _add(self, block: Block) -> None:
        target = self._frames[-1] if self._frames else None
        if target is None:
            self.blocks.append(block)
        elif isinstance(target, _OpenParagraph):
            target.after.append(block)
        elif isinstance(target, _OpenCell | _OpenAside):
            target.blocks.append(block)
        else:
            # Text straight in a table, outside its cells: nothing may be lost, so it becomes a row of its own.
            table = target
            table.row += 1
            table.rows.append([Cell((block,), table.row, 0)])
