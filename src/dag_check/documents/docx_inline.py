"""The inside of Word paragraphs: runs, inline controls, fields, tracked changes, symbols -> drafts of spans.

Walks with a stack of its own, never by recursion. What hangs on a paragraph (text boxes, notes) is handed back as anchors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from dag_check.documents.docx_boxes import in_symbol_font, is_symbol_font, symbol, without_private_use
from dag_check.documents.docx_context import Chain, Context, Reading
from dag_check.documents.docx_fields import FieldReader, Shown
from dag_check.documents.docx_package import M, W
from dag_check.documents.docx_spans import Control, Draft
from dag_check.documents.docx_styles import Look, Style, read_look
from dag_check.documents.model import SpanKind

_TEXTS = {W + "t", M + "t"}
_LETTERS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_SKIPPED = {
    W + name
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "delInstrText", "fldData", "rt", "softHyphen", "smartTagPr", "customXmlPr")
} | {M + "rPr", M + "ctrlPr"}  # fmt: skip
_RUNS = {W + "r", M + "r"}
_PICTURES = {
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{http://purl.oclc.org/ooxml/drawingml/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
}
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text box met in a paragraph: its content, where it stands, and the state of things around it."""

    content: etree._Element
    chain: Chain
    context: Context


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A reference to a foot- or endnote: the kind of its part and its id."""

    kind: str
    id: str


@dataclass(slots=True)
class Inline:
    """What a paragraph holds: drafts of its spans, and its anchors, both in order."""

    drafts: list[Draft] = field(default_factory=list)
    anchors: list[TextBox | NoteReference] = field(default_factory=list)
    insertions: int = 0
    deletions: int = 0
    page_break: bool = False
    """Whether a page break was the last thing read: it shows nothing, but parts the words before and after it."""


@dataclass(slots=True)
class _Level:
    children: Iterator[tuple[int, etree._Element]]
    context: Context
    chain: Chain
    look: Look | None = None
    prompt_style: bool = False
    closes_field: bool = False


class InlineReader:
    """Reads the paragraphs of one story; it keeps the fields that run from one into the next."""

    def __init__(self, reading: Reading, fields: FieldReader) -> None:
        self._reading = reading
        self._fields = fields
        self._paragraph = 0
        self._looks: dict[tuple[Look, str, int], tuple[Look, bool]] = {}

    def read(
        self, elements: Iterable[tuple[int, etree._Element]], context: Context, chain: Chain, style: Style
    ) -> Inline:
        """The content of a paragraph, or of loose runs, with the positions of its elements. `chain` is the place of their parent."""
        self._paragraph += 1
        found = Inline()
        stack = [_Level(iter(elements), context, chain)]
        while stack:
            level = stack[-1]
            step = next(level.children, None)
            if step is None:
                stack.pop()
                if level.closes_field:
                    self._fields.close_simple()
                continue
            deeper = self._step(step[0], step[1], level, style, found)
            if deeper is not None:
                stack.append(deeper)
        self._reading.insertions += found.insertions
        self._reading.deletions += found.deletions
        return found

    def _step(
        self, position: int, element: etree._Element, level: _Level, style: Style, found: Inline
    ) -> _Level | None:
        """Reads one element; gives the level to go down into, if there is something below it to read."""
        tag = element.tag
        if tag in _TEXTS:
            self._text(element.text, level, found)
            return None
        if tag in _SKIPPED:
            return None
        chain = (level.chain, position)
        if tag in _RUNS:
            look, prompt_style = self._look(element, style)
            return _Level(iter(enumerate(element)), level.context, chain, look, prompt_style)
        letters = _LETTERS.get(tag)
        if letters is not None:
            self._emit(letters, level, found)
        elif tag == W + "br":
            if element.get(W + "type") in ("page", "column"):
                found.page_break = bool(found.drafts)
            else:
                self._emit("\n", level, found)
        elif tag == W + "sym":
            self._symbol(element, level, found)
        elif tag == W + "fldChar":
            self._show(self._fields.mark(element, self._paragraph), level, found)
        elif tag == W + "instrText":
            self._fields.code(element.text or "")
        elif tag in _NOTES:
            if self._fields.shows(self._paragraph):
                found.anchors.append(NoteReference(_NOTES[tag], element.get(W + "id") or ""))
        elif tag in _PICTURES:
            if self._fields.shows(self._paragraph) and not level.context.hidden:
                found.drafts.append(Draft("", level.look or Look(), "picture", level.context.inserted))
        elif tag == W + "txbxContent":
            if self._fields.shows(self._paragraph):
                hidden = level.context.hidden or bool(level.look and level.look.hidden)
                found.anchors.append(TextBox(element, chain, level.context.changed(hidden=hidden)))
        else:
            return self._wrapper(element, level, chain, found)
        return None

    def _wrapper(self, element: etree._Element, level: _Level, chain: Chain, found: Inline) -> _Level | None:
        tag = element.tag
        if tag == W + "fldSimple":
            self._fields.open_simple(element.get(W + "instr") or "", self._paragraph)
            return _Level(iter(enumerate(element)), level.context, chain, closes_field=True)
        entered = self._reading.enter(element, level.context, chain, found)
        if entered is None:
            return None
        children, context, inner = entered
        if context.box is not None and level.context.box is None:
            self._emit(context.box, level, found, control=context.control, box=True)
            return None
        if context.control is not level.context.control and context.control is not None and context.control.stored:
            self._stored_value(context.control, element, level, found)
        return _Level(children, context, inner, level.look, level.prompt_style)

    def _stored_value(self, control: Control, element: etree._Element, level: _Level, found: Inline) -> None:
        """A drop-down or date may hold its value only in its properties, when a program filled it in."""
        if not any(text.text for text in element.iter(W + "t", W + "sym", W + "sdt") if text is not element):
            self._emit(control.stored, level, found, control=control)

    def _look(self, run: etree._Element, style: Style) -> tuple[Look, bool]:
        properties = run.find(W + "rPr")
        direct, style_id = read_look(properties)
        key = (direct, style_id, id(style))
        cached = self._looks.get(key)
        if cached is None:
            styles = self._reading.styles
            cached = (styles.look(direct, style_id, style), styles.is_placeholder_style(style_id))
            self._looks[key] = cached
        return cached

    def _text(self, text: str | None, level: _Level, found: Inline) -> None:
        if not text:
            return
        if "\n" in text or "\t" in text or "\r" in text:
            text = _on_one_line(text)
        look = level.look
        if look is not None and (is_symbol_font(look.ascii_font) or is_symbol_font(look.other_font)):
            text = _pictures(text, look)
        elif not text.isascii():
            text = without_private_use(text)
        self._emit(text, level, found)

    def _symbol(self, element: etree._Element, level: _Level, found: Inline) -> None:
        try:
            code = int(element.get(W + "char") or "0", 16)
        except ValueError:
            return
        self._emit(symbol(element.get(W + "font") or "", code), level, found)

    def _show(self, shown: Shown | None, level: _Level, found: Inline) -> None:
        if shown is None:
            return
        kind: SpanKind | None = "placeholder" if shown.prompt else None
        self._emit(shown.text, level, found, control=shown.control, box=shown.box, kind=kind, by_field=True)

    def _emit(
        self,
        text: str,
        level: _Level,
        found: Inline,
        *,
        control: Control | None = None,
        box: bool = False,
        kind: SpanKind | None = None,
        by_field: bool = False,
    ) -> None:
        if not text or not (by_field or self._fields.shows(self._paragraph)):
            return
        context = level.context
        look = level.look or self._reading.styles.look(Look(), "", PLAIN_STYLE)
        if context.hidden or look.hidden:
            kind = "hidden"
            self._reading.hidden_text = self._reading.hidden_text or bool(text.strip())
        elif kind is None:
            kind = "placeholder" if context.placeholder and not box else "text"
        if found.page_break:
            found.page_break = False
            if not (found.drafts[-1].text[-1:].isspace() or text[0].isspace()):
                found.drafts.append(Draft("\n", look, kind, context.inserted))
        holder = control or self._fields.control or context.control
        found.drafts.append(Draft(text, look, kind, context.inserted, box, holder, level.prompt_style))


PLAIN_STYLE = Style("")


def _on_one_line(text: str) -> str:
    """Line breaks within w:t are spaces to Word, and at its ends only the layout of the XML."""
    if text != text.strip() and ("\n" in text[: len(text) - len(text.lstrip())] or "\n" in text[len(text.rstrip()) :]):
        text = text.strip("\n\r\t ") or " "
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")


def _pictures(text: str, look: Look) -> str:
    """Text of which the ASCII letters, the others or both are set in a font of pictures."""
    result = []
    for letter in text:
        font = look.ascii_font if letter.isascii() else look.other_font
        result.append(in_symbol_font(letter, font) if font is not None and is_symbol_font(font) else letter)
    return "".join(result)
