"""A document as a sequence of lines, each knowing where it stands and how it looks: what labels and answers are found in.

A line is a paragraph, or a part of one between line breaks. Lines of tables carry their cell. Leaves matching to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from dag_check.documents.model import TICKED, UNTICKED, Block, Document, Paragraph, Span
from dag_check.text import is_filler, normalise, tidy

_TYPED_BOX = re.compile(
    r"\[\s?[xX✓✔☓✗✘]\s?\]|\[\s{0,3}\]|(?<!\w)\(\s?[xX✓✔]\s?\)|(?<!\w)\(\s{1,3}\)|[☐☑☒□■▢🗹🗷✅]|(?<!\w)_{1,3}[xX✓✔]_{1,3}"
)
_PROMPT = re.compile(
    r"(?:click|tap|press)(?: or (?:click|tap))?(?: here)?(?: or (?:click|tap))? to (?:enter|add|choose|select|type|insert) "
    r"(?:some |your |a |an )?(?:text|date|item|answer|response)[. ]*|choose an item[. ]*|enter text(?: here)?[. ]*",
    re.IGNORECASE,
)
"""What unfilled controls say, once a copy in another format has turned it into plain text."""
_TICKS, _CROSSES = frozenset("✓✔✅🗸"), frozenset("✗✘☓🗴🗶")
_TICKED_GLYPHS = ("☑", "☒", "■", "🗹", "🗷", "✅")
_NUMBER = re.compile(
    r"""^(?:(?:question|q|section|part|item)\s*\.?\s*)?      # "Question 3.5"
        \(?(?P<number>\d{1,2}(?:\.\d{1,2}){0,2}|[a-z]?\d{1,2}[a-z]?|\d{1,2}(?:\.\d{1,2})?[a-z]|[a-z](?=[.)](?:\s|$)|\)))
        [.)\]:]*(?=\s|$|(?-i:[A-Z"'‘“(-]))\s*[:.)–—-]?\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_TOC_TAIL = re.compile(r"(\t|\.{4,}|…{2,}|\s{3,})\s*\d{1,3}\s*$")
_GREY = re.compile(r"^([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$", re.IGNORECASE)
_OPTIONS_SIDE_BY_SIDE = 3
"""Up to so many words, a lone "(x)" among them ticks one of two options ("yes (x) no")."""


@dataclass(frozen=True, slots=True)
class Place:
    """The table cell that a line stands in: the table (numbered in reading order), row, column and spans, all from 0."""

    table: int
    row: int
    col: int
    row_span: int
    col_span: int
    shaded: bool


@dataclass(frozen=True)
class Line:
    """One line. `pieces` is its text and boxes in order: a str, or True / False for a ticked / empty box.

    `places` are the cells that it stands in, outermost first. `number` is its number, typed or automatic, without punctuation at its
    end. `body` is the text without number and boxes. `prompt` is placeholder text of unfilled controls on it. `tags` are the
    names of the controls on it, in order, boxes' included. `kept` is `pieces` without what is struck through. `unfilled` says that a
    control on it waits to be filled in, `offered` are the entries of a drop-down on it, `size` is the size of its type in points. `lit` is what of the
    text is highlighted.
    """

    index: int
    paragraph: int
    pieces: tuple[str | bool, ...]
    prompt: str
    number: str
    auto_number: bool
    body: str
    style: str
    heading: int | None
    bold: bool
    bold_prefix: int
    italic: bool
    grey: bool
    struck: bool
    kept: tuple[str | bool, ...]
    has_picture: bool
    control: bool
    tags: tuple[str, ...]
    places: tuple[Place, ...]
    page: int | None
    origin: str
    unfilled: bool = False
    offered: tuple[str, ...] = ()
    size: float | None = None
    lit: str = ""

    @property
    def place(self) -> Place | None:
        """The innermost cell, None outside tables."""
        return self.places[-1] if self.places else None

    @cached_property
    def text(self) -> str:
        """The text with boxes as glyphs, as a person would quote it."""
        return tidy("".join(_glyph(piece) for piece in self.pieces))

    @cached_property
    def norm(self) -> str:
        """The body for comparing."""
        return normalise(self.body)

    @property
    def has_box(self) -> bool:
        """Whether a check box stands on the line."""
        return any(isinstance(piece, bool) for piece in self.pieces)

    @cached_property
    def is_blank(self) -> bool:
        """Nothing on it but filler (dots, underscores, dashes), unless a box or a picture."""
        return not self.has_box and not self.has_picture and is_filler(self.body) and is_filler(self.text)


def _glyph(piece: str | bool) -> str:
    if isinstance(piece, str):
        return piece
    return f" {TICKED if piece else UNTICKED} "


def lines_of(document: Document) -> list[Line]:
    """The lines of a document's body in reading order. Lines of a table of contents are left out."""
    lines: list[Line] = []
    paragraphs = list(_walk(document.blocks))
    crosses_say_no = _crosses_say_no(paragraph for paragraph, _ in paragraphs)
    for number, (paragraph, places) in enumerate(paragraphs):
        if paragraph.style.casefold().startswith(("toc", "table of contents", "contents heading")):
            continue
        for spans in _split(_uncrossed(paragraph.spans) if crosses_say_no else paragraph.spans):
            line = _line(len(lines), number, paragraph, spans, places)
            lines.append(line)
    return _without_contents(lines)


def _crosses_say_no(paragraphs: Iterable[Paragraph]) -> bool:
    """Whether ticks (✔) and crosses (✘) stand for yes and no: both are typed, and no box is left empty beside them."""
    boxes = [span for paragraph in paragraphs for span in paragraph.spans if span.box]
    typed = {span.glyph for span in boxes}
    return bool(typed & _TICKS) and bool(typed & _CROSSES) and all(span.text == TICKED for span in boxes)


def _uncrossed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(replace(span, text=UNTICKED) if span.glyph in _CROSSES else span for span in spans)


def _walk(blocks: tuple[Block, ...]) -> Iterator[tuple[Paragraph, tuple[Place, ...]]]:
    """Every paragraph with the cells around it, without recursion (documents may nest deeply)."""
    tables = 0
    stack: list[tuple[Iterator[Block], tuple[Place, ...]]] = [(iter(blocks), ())]
    while stack:
        iterator, places = stack[-1]
        block = next(iterator, None)
        if block is None:
            stack.pop()
        elif isinstance(block, Paragraph):
            yield block, places
        else:
            table = tables
            tables += 1
            cells = [cell for row in block.rows for cell in row]
            for cell in reversed(cells):
                place = Place(
                    table,
                    cell.row,
                    cell.col,
                    cell.row_span,
                    cell.col_span,
                    bool(cell.shading) and not _is_white(cell.shading),
                )
                stack.append((iter(cell.blocks), (*places, place)))


def _is_white(colour: str | None) -> bool:
    return (colour or "").casefold() in ("ffffff", "auto", "white", "none", "")


def _split(spans: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """A paragraph's spans cut at line breaks."""
    if not any("\n" in span.text for span in spans):
        return [spans]
    parts: list[list[Span]] = [[]]
    for span in spans:
        if "\n" not in span.text:
            parts[-1].append(span)
            continue
        for position, text in enumerate(span.text.split("\n")):
            if position:
                parts.append([])
            if text:
                parts[-1].append(replace(span, text=text))
    return [tuple(part) for part in parts]


def _line(
    index: int, paragraph_index: int, paragraph: Paragraph, spans: tuple[Span, ...], places: tuple[Place, ...]
) -> Line:
    if _PROMPT.fullmatch(tidy("".join(span.text for span in spans if span.kind == "text"))):
        spans = tuple(replace(span, kind="placeholder") if span.kind == "text" else span for span in spans)
    pieces = list(_pieces(spans))
    plain = tidy("".join(piece if isinstance(piece, str) else " " for piece in pieces))
    number, auto, body = paragraph.number, bool(paragraph.number), plain
    if auto:
        number = re.sub(r"^[\s().:•–-]+|[\s().:•–-]+$", "", number)
    match = _NUMBER.match(plain)
    if match and (not number or match["number"].count(".")):
        rest = plain[match.end() :]
        if rest or "." in match["number"] or match["number"].isdigit():
            number, auto, body = match["number"].rstrip("."), False, rest
    shown = [span for span in spans if span.kind == "text" and span.text.strip() and not span.box]
    return Line(
        index=index,
        paragraph=paragraph_index,
        pieces=tuple(pieces),
        prompt=tidy("".join(span.text for span in spans if span.kind == "placeholder")),
        number=number,
        auto_number=auto,
        body=body,
        style=paragraph.style,
        heading=paragraph.heading,
        bold=bool(shown) and all(span.bold for span in shown),
        bold_prefix=_bold_prefix(spans),
        italic=bool(shown) and all(span.italic for span in shown),
        grey=bool(shown) and all(_is_grey(span.colour) for span in shown),
        struck=bool(shown) and all(span.strike for span in shown),
        kept=tuple(_pieces(tuple(span for span in spans if not span.strike)))
        if any(s.strike for s in spans)
        else tuple(pieces),
        has_picture=any(span.kind == "picture" for span in spans),
        control=any(span.control is not None for span in shown),
        tags=_tags(spans),
        places=places,
        page=paragraph.page,
        origin=paragraph.origin,
        unfilled=any(span.kind == "placeholder" for span in spans),
        offered=next((span.offered for span in spans if span.offered), ()),
        size=shown[0].size if shown else None,
        lit=tidy(" ".join(span.text for span in shown if span.highlight)),
    )


def _pieces(spans: tuple[Span, ...]) -> Iterator[str | bool]:
    """Texts and boxes in order, typed boxes ("[x]", "☐") too; neighbouring texts joined."""
    text = ""
    for span in spans:
        if span.kind != "text":
            continue
        if span.box:
            yield from _typed_boxes(text)
            text = ""
            yield span.text == TICKED
        else:
            text += span.text
    yield from _typed_boxes(text)


def _typed_boxes(text: str) -> Iterator[str | bool]:
    position = 0
    matches = list(_TYPED_BOX.finditer(text))
    if len(matches) == 1 and matches[0].group().startswith("(") and _between_words(text, *matches[0].span()):
        matches = []
    for match in matches:
        if match.start() > position:
            yield text[position : match.start()]
        mark = match.group()
        yield mark in _TICKED_GLYPHS or any(sign in mark for sign in "xX✓✔☓✗✘")
        position = match.end()
    if position < len(text):
        yield text[position:]


def _between_words(text: str, start: int, end: int) -> bool:
    """Whether a bracketed mark stands in running text ("Form (X) of the register"): no gap beside it, and a sentence that goes on behind
    it, where another option would begin with a capital."""
    before, after = text[:start], text[end:]
    if not before.strip() or not after.strip() or before.endswith(("  ", "\t")) or after.startswith(("  ", "\t")):
        return False
    return after.lstrip(" ")[:1].islower() and len(before.split()) + len(after.split()) > _OPTIONS_SIDE_BY_SIDE


def _bold_prefix(spans: tuple[Span, ...]) -> int:
    """How many characters at the start are bold, where something after them is not; 0 where the look does not change."""
    length = 0
    for span in spans:
        if span.kind != "text" or span.box:
            continue
        if not span.bold and span.text.strip():
            return length
        length += len(span.text)
    return 0


def _tags(spans: tuple[Span, ...]) -> tuple[str, ...]:
    """The names of the controls on a line: one a box, and one a control that holds text or a prompt."""
    tags: list[str] = []
    previous: Span | None = None
    for span in spans:
        if span.control and (span.box or previous is None or previous.box or previous.control != span.control):
            tags.append(span.control)
        previous = span
    return tuple(tags)


def is_standard_prompt(text: str) -> bool:
    """Whether a text is what Word's own unfilled controls say."""
    return _PROMPT.fullmatch(tidy(text)) is not None


def plain_line(text: str, page: int | None = None) -> Line:
    """A line of plain text that stands nowhere in particular, for text cut out of another line."""
    return Line(
        index=-1, paragraph=-1, pieces=(text,), prompt="", number="", auto_number=False, body=tidy(text), style="", heading=None,
        bold=False, bold_prefix=0, italic=False, grey=False, struck=False, kept=(text,), has_picture=False, control=False, tags=(), places=(),
        page=page, origin="body",
    )  # fmt: skip


def _is_grey(colour: str | None) -> bool:
    match = _GREY.match(colour or "")
    if not match:
        return False
    red, green, blue = (int(part, 16) for part in match.groups())
    return max(red, green, blue) - min(red, green, blue) <= 24 and 0x48 <= red <= 0xD0


def _ends_in_page(line: Line) -> bool:
    # Only the end is looked at: a search from every place in a long row of dots or spaces takes the cube of its length.
    raw = "".join(piece for piece in line.pieces if isinstance(piece, str))
    return _TOC_TAIL.search(raw.rstrip()[-80:]) is not None


def _without_contents(lines: list[Line]) -> list[Line]:
    """Without the lines of a table of contents that has no style of its own: runs of lines that end in a page number."""
    tails = [not line.places and _ends_in_page(line) for line in lines]
    drop: set[int] = set()
    run: list[int] = []
    for position, tail in enumerate([*tails, False]):
        if tail:
            run.append(position)
        else:
            if len(run) >= 4:
                drop.update(run)
            run = []
    return [line for position, line in enumerate(lines) if position not in drop] if drop else lines
