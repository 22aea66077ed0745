"""Paragraphs and tables of a Word story (body, header, note, text box) in reading order. Their inside is left to docx_inline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from dag_check.documents.docx_context import Chain, Context, Reading, place
from dag_check.documents.docx_fields import FieldReader
from dag_check.documents.docx_inline import Inline, InlineReader, NoteReference, TextBox
from dag_check.documents.docx_package import M, W, number_of
from dag_check.documents.docx_spans import Draft, finish
from dag_check.documents.docx_styles import Look, heading_of_outline, hex_colour
from dag_check.documents.model import TICKED, UNTICKED, Block, Cell, Origin, Paragraph, Span, Table
from dag_check.errors import UnreadableFile

_DEEPEST = 64
"""Tables, text boxes and notes inside each other; Word itself stops far below."""
_SKIPPED = {
    W + name
    for name in ("sectPr", "sdtPr", "sdtEndPr", "tcPr", "trPr", "tblPr", "tblPrEx", "tblGrid", "pPr", "rPr", "customXmlPr", "tblGridChange")
}  # fmt: skip
_LOOSE = {W + "r", W + "hyperlink", W + "fldSimple", M + "oMath", M + "oMathPara"}

Placed = tuple[int, etree._Element]


class _ParagraphSettings(NamedTuple):
    style: str = ""
    list_id: int | None = None
    list_level: int | None = None
    outline: int | None = None
    mark_deleted: bool = False
    mark_inserted: bool = False


@dataclass(slots=True)
class _CellDraft:
    blocks: list[Block]
    row: int
    col: int
    col_span: int
    shading: str | None
    row_span: int = 1


@dataclass(slots=True)
class _Row:
    cells: list[_CellDraft] = field(default_factory=list)


class StoryReader:
    """Reads one part (or the notes of one part), whose root is `root`."""

    def __init__(self, reading: Reading, part: str, root: etree._Element, origin: Origin) -> None:
        self._reading = reading
        self._part = part
        self._root = root
        self._origin: Origin = origin
        self._inline = InlineReader(reading, FieldReader(root))
        self._notes: dict[str, int] | None = None

    def blocks(self, depth: int = 0) -> tuple[Block, ...]:
        """All blocks of the part."""
        return tuple(self._blocks(enumerate(self._root), Context(), (None, self._part), self._origin, depth))

    def note(self, note_id: str, depth: int) -> tuple[Block, ...]:
        """The blocks of one foot- or endnote, () for one that is not there or only separates."""
        if self._notes is None:
            self._notes = {
                element.get(W + "id") or "": position
                for position, element in enumerate(self._root)
                if element.get(W + "type") in (None, "normal")
            }
        position = self._notes.get(note_id)
        if position is None:
            return ()
        chain: Chain = ((None, self._part), position)
        return tuple(self._blocks(enumerate(self._root[position]), Context(), chain, self._origin, depth))

    def _blocks(
        self, elements: Iterable[Placed], context: Context, chain: Chain, origin: Origin, depth: int
    ) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise UnreadableFile(
                self._reading.package.name,
                "unsafe",
                f"The file is not opened: tables or text boxes stand inside each other more than {_DEEPEST} deep.",
                "Open it in the program that made it, save a new copy and send that.",
            )
        joined: Inline | None = None
        last: tuple[Context, Chain, _ParagraphSettings] | None = None
        for element, own_context, own_chain in self._flat(elements, context, chain, _BLOCK_TAGS):
            if element.tag == W + "tbl":
                if joined is not None and last is not None:
                    yield from self._paragraph(joined, *last, origin, depth, only_if_filled=True)
                    joined = None
                table = self._table(element, own_context, own_chain, origin, depth)
                if table is not None:
                    yield table
                continue
            if element.tag == W + "altChunk":
                self._reading.note_once(
                    "alt_chunk", "The file embeds another file as part of its text; that part was not read."
                )
                continue
            inline, settings = self._read_paragraph(element, own_context, own_chain)
            if joined is not None:
                joined.drafts += inline.drafts
                joined.anchors += inline.anchors
                inline = joined
            joined, last = inline, (own_context, own_chain, settings)
            if not settings.mark_deleted:
                yield from self._paragraph(inline, *last, origin, depth)
                joined = None
        if joined is not None and last is not None:
            yield from self._paragraph(joined, *last, origin, depth, only_if_filled=True)

    def _flat(
        self, elements: Iterable[Placed], context: Context, chain: Chain, wanted: set[str]
    ) -> Iterator[tuple[etree._Element, Context, Chain]]:
        """The wanted elements below, in order, with wrappers (controls, changes, alternatives) opened, without recursion."""
        stack: list[tuple[Iterator[Placed], Context, Chain]] = [(iter(elements), context, chain)]
        while stack:
            children, around, parent = stack[-1]
            step = next(children, None)
            if step is None:
                stack.pop()
                continue
            position, element = step
            here: Chain = (parent, position)
            if element.tag in wanted:
                yield element, around, here
            elif element.tag not in _SKIPPED:
                entered = self._reading.enter(element, around, here)
                if entered is not None:
                    stack.append(entered)

    def _read_paragraph(
        self, element: etree._Element, context: Context, chain: Chain
    ) -> tuple[Inline, _ParagraphSettings]:
        if element.tag in _LOOSE:
            style = self._reading.styles.paragraph("")
            loose = [(int(chain[1]), element)]
            return self._inline.read(loose, context, chain[0], style), _ParagraphSettings()
        settings = _read_settings(element.find(W + "pPr"))
        if context.box is not None:
            return Inline(
                [Draft(context.box, Look(), box=True, control=context.control, inserted=context.inserted)]
            ), settings
        style = self._reading.styles.paragraph(settings.style)
        inline = self._inline.read(enumerate(element), context, chain, style)
        # A changed paragraph mark goes with the change of the text beside it; alone it counts for itself.
        self._reading.insertions += settings.mark_inserted and inline.insertions == 0
        self._reading.deletions += settings.mark_deleted and inline.deletions == 0
        return inline, settings

    def _paragraph(
        self,
        inline: Inline,
        context: Context,
        chain: Chain,
        settings: _ParagraphSettings,
        origin: Origin,
        depth: int,
        *,
        only_if_filled: bool = False,
    ) -> Iterator[Block]:
        spans = finish(inline.drafts)
        if spans or not only_if_filled:
            style = self._reading.styles.paragraph(settings.style)
            heading = style.heading if settings.outline is None else heading_of_outline(settings.outline)
            number = self._reading.numbering.number(settings.list_id, settings.list_level, style)
            if number in (TICKED, UNTICKED):
                spans, number = (Span(number, box=True), *spans), ""
            yield Paragraph(spans, style.name, heading, number, origin, None, place(chain))
        for anchor in inline.anchors:
            if isinstance(anchor, TextBox):
                yield from self._blocks(enumerate(anchor.content), anchor.context, anchor.chain, "text_box", depth + 1)
            else:
                yield from self._note(anchor, depth + 1)

    def _note(self, reference: NoteReference, depth: int) -> Iterator[Block]:
        reading = self._reading
        if (reference.kind, reference.id) in reading.notes_read:
            return
        reading.notes_read.add((reference.kind, reference.id))
        if reference.kind not in reading.note_stories:
            reading.note_stories[reference.kind] = _note_story(reading, reference.kind)
        story = reading.note_stories[reference.kind]
        if story is not None:
            yield from story.note(reference.id, depth)

    def _table(self, table: etree._Element, context: Context, chain: Chain, origin: Origin, depth: int) -> Table | None:
        rows: list[_Row] = []
        above: dict[int, _CellDraft] = {}
        for row, own_context, own_chain in self._flat(enumerate(table), context, chain, {W + "tr"}):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                self._reading.deletions += 1
                continue
            if properties is not None and properties.find(W + "ins") is not None:
                self._reading.insertions += 1
                own_context = own_context.changed(inserted=True)
            before = number_of(properties.find(W + "gridBefore")) if properties is not None else None
            drafts, above = self._row(row, own_context, own_chain, len(rows), before or 0, above, origin, depth)
            rows.append(drafts)
        if not rows:
            return None
        style = table.find(f"{W}tblPr/{W}tblStyle")
        return Table(
            tuple(tuple(_finished(cell) for cell in row.cells) for row in rows),
            self._reading.styles.style(style.get(W + "val") or "").name if style is not None else "",
            origin,
            place(chain),
        )

    def _row(
        self,
        row: etree._Element,
        context: Context,
        chain: Chain,
        number: int,
        col: int,
        above: dict[int, _CellDraft],
        origin: Origin,
        depth: int,
    ) -> tuple[_Row, dict[int, _CellDraft]]:
        """The cells that begin in a row, and by column the cells that a cell below may continue."""
        found = _Row()
        below: dict[int, _CellDraft] = {}
        for cell, own_context, own_chain in self._flat(enumerate(row), context, chain, {W + "tc"}):
            settings = _read_cell_settings(cell.find(W + "tcPr"))
            if settings.deleted:
                self._reading.deletions += 1
                continue
            self._reading.insertions += settings.inserted
            span = min(settings.span, 10_000)
            if settings.continues_row and found.cells:
                found.cells[-1].col_span += span
            elif settings.continues_column and col in above:
                above[col].row_span += 1
                below[col] = above[col]
            else:
                blocks = list(self._blocks(enumerate(cell), own_context, own_chain, origin, depth + 1))
                draft = _CellDraft(blocks, number, col, span, settings.shading)
                found.cells.append(draft)
                if settings.in_merged_column:
                    below[col] = draft
            col += span
        return found, below


def _note_story(reading: Reading, kind: str) -> StoryReader | None:
    part = reading.package.related(reading.main, kind)
    root = reading.package.side_xml(part)
    if root is None or part is None:
        return None
    return StoryReader(reading, part, root, "footnote" if kind == "footnotes" else "endnote")


_BLOCK_TAGS = {W + "p", W + "tbl", W + "altChunk", *_LOOSE}


class _CellSettings(NamedTuple):
    span: int = 1
    shading: str | None = None
    in_merged_column: bool = False
    continues_column: bool = False
    continues_row: bool = False
    deleted: bool = False
    inserted: bool = False


def _read_cell_settings(properties: etree._Element | None) -> _CellSettings:
    if properties is None:
        return _CellSettings()
    span, shading = 1, None
    vertical: str | None = None
    horizontal: str | None = None
    deleted = inserted = False
    for item in properties:
        tag = item.tag
        if tag == W + "gridSpan":
            span = max(number_of(item) or 1, 1)
        elif tag == W + "shd":
            shading = hex_colour(item.get(W + "fill"))
        elif tag == W + "vMerge":
            vertical = item.get(W + "val") or "continue"
        elif tag == W + "hMerge":
            horizontal = item.get(W + "val") or "continue"
        elif tag == W + "cellDel":
            deleted = True
        elif tag == W + "cellIns":
            inserted = True
    return _CellSettings(
        span, shading, vertical is not None, vertical == "continue", horizontal == "continue", deleted, inserted
    )


def _finished(draft: _CellDraft) -> Cell:
    return Cell(tuple(draft.blocks), draft.row, draft.col, draft.row_span, draft.col_span, draft.shading)


def _read_settings(properties: etree._Element | None) -> _ParagraphSettings:
    """A paragraph's own settings. What it had before a tracked change (w:pPrChange) stands deeper and is not met."""
    if properties is None:
        return _NO_SETTINGS
    style = ""
    list_id = list_level = outline = None
    deleted = inserted = False
    for item in properties:
        tag = item.tag
        if tag == W + "pStyle":
            style = item.get(W + "val") or ""
        elif tag == W + "numPr":
            list_id = number_of(item.find(W + "numId"))
            list_level = number_of(item.find(W + "ilvl"))
        elif tag == W + "outlineLvl":
            outline = number_of(item)
        elif tag == W + "rPr":
            deleted = item.find(W + "del") is not None or item.find(W + "moveFrom") is not None
            inserted = item.find(W + "ins") is not None or item.find(W + "moveTo") is not None
    return _ParagraphSettings(style, list_id, list_level, outline, deleted, inserted)


_NO_SETTINGS = _ParagraphSettings()
