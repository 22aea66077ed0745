"""Fills a Word template: `{{date}}` in a line, `{{contacts}}` alone in a paragraph, `{{if ready}}` ... `{{end}}` around paragraphs.

A placeholder is a name and nothing else, and only the template's own text is looked at: what is filled in is never read again, so
that no text of a submission can become a placeholder. Knows nothing of reports.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from dag_check.errors import UnreadableFile, UsageError
from dag_check.feedback.office_patch import CONTENT_TYPES, OfficePatch, local

_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_INDENT = 567
"""Twentieths of a point: 1 cm, from a number to its text."""
_PAGE_WIDTH = 9_000

LineKind = Literal["heading", "item", "text", "plain"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph to fill in: a small heading, an item's bold first line (number, tab, words), text under an item, or plain text."""

    text: str
    kind: LineKind = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table to fill in: headings, the columns' widths in percent, and rows of texts."""

    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Sequence[Line] | Table


def fill(
    name: str,
    template: bytes,
    inline: Mapping[str, str],
    blocks: Mapping[str, Block],
    conditions: Mapping[str, bool],
) -> bytes:
    """The template with its placeholders filled, as the bytes of a .docx. Every other part is left as it is.

    `name` is what errors call the template. Raises UsageError for a placeholder or condition that is not known, or an `{{if}}`
    without its `{{end}}`; UnreadableFile for a file that is no Word document.
    """
    patch = OfficePatch(name, template)
    main = patch.main_part("word/document.xml")
    root = patch.edit(main)
    if local(root) != "document":
        raise UnreadableFile(name, "unsupported", "The template is no Word document.", "Save it as .docx in Word.")
    _make_document(name, patch, main)
    filler = _Filler(name, inline, blocks, conditions)
    stories = [relation.part for relation in patch.related(main) if relation.kind in ("header", "footer")]
    for part in dict.fromkeys(part for part in stories if part):
        filler.fill(patch.edit(part), body=False)
    filler.fill(root, body=True)
    return patch.data()


class _Filler:
    """Fills stories of one template."""

    def __init__(
        self,
        name: str,
        inline: Mapping[str, str],
        blocks: Mapping[str, Block],
        conditions: Mapping[str, bool],
    ) -> None:
        self._name, self._inline, self._blocks, self._conditions = name, inline, blocks, conditions

    def fill(self, root: etree._Element, *, body: bool) -> None:
        """Fills a story. Conditions and blocks count in the body only. Which paragraph is what is settled before anything is filled in."""
        w = f"{{{etree.QName(root).namespace}}}"
        if body:
            self._decide(root, w)
        waiting = []
        for paragraph in list(root.iter(w + "p")):
            alone = _PLACEHOLDER.fullmatch(_text(paragraph, w).strip())
            block = alone[1].casefold() if alone else ""
            if body and block in self._blocks:
                waiting.append((paragraph, self._blocks[block]))
            else:
                self._fill_line(paragraph, w)
        for paragraph, content in waiting:
            _replace(paragraph, content, w)

    def _decide(self, root: etree._Element, w: str) -> None:
        """Takes out what stands between a condition that does not hold and its end, and all marks of conditions."""
        for mark in list(root.iter(w + "p")):
            said = _condition(mark, w)
            if said is None or said == "end" or mark.getparent() is None:
                continue
            name = said.removeprefix("if ").strip()
            if name not in self._conditions:
                raise self._wrong(
                    f"{{{{if {name}}}}} is not a condition. There are: {', '.join(sorted(self._conditions))}."
                )
            between, end = [], mark.getnext()
            while end is not None and _condition(end, w) != "end":
                if _condition(end, w) is not None:
                    raise self._wrong(
                        f"{{{{if {name}}}}} holds another {{{{if ...}}}}. Conditions cannot stand in each other."
                    )
                between.append(end)
                end = end.getnext()
            if end is None:
                raise self._wrong(f"{{{{if {name}}}}} has no {{{{end}}}} after it, in a paragraph of its own.")
            for element in (mark, end, *(() if self._conditions[name] else between)):
                _remove(element)

    def _fill_line(self, paragraph: etree._Element, w: str) -> None:
        """Fills the placeholders inside a paragraph, which Word may have split over several runs."""
        pieces = _pieces(paragraph, w)
        text = "".join(piece.text or "" for piece in pieces)
        for match in reversed(list(_PLACEHOLDER.finditer(text))):
            name = match[1].casefold()
            if name not in self._inline:
                raise self._wrong(self._unknown(match[0], name))
            _splice(pieces, match.start(), match.end(), self._inline[name])

    def _unknown(self, shown: str, name: str) -> str:
        shown = " ".join(shown.split())[:80]
        if name in self._blocks:
            return f"{shown} must stand alone in a paragraph of the letter's body."
        if name == "end" or name.startswith("if "):
            return f"{shown} must stand alone in a paragraph of the letter's body, and {{{{end}}}} after its {{{{if ...}}}}."
        known = ", ".join([*self._inline, *self._blocks])
        return f"{shown} is not a placeholder. There are: {known}."

    def _wrong(self, why: str) -> UsageError:
        return UsageError(f"The template {self._name} cannot be filled: {why}")


def _make_document(name: str, patch: OfficePatch, main: str) -> None:
    """A letter is a document: of a template (.dotx) the type is changed, and one with macros cannot be one."""
    declared = patch.content_type(main)
    if "macroEnabled" in declared:
        raise UsageError(f"The template {name} holds macros. Save it as an ordinary Word document (.docx).")
    if "template.main" in declared:
        stored = patch.stored(CONTENT_TYPES)
        for entry in patch.edit(stored) if stored else ():
            if entry.get("ContentType") == declared:
                entry.set("ContentType", _DOCUMENT)


def _condition(element: etree._Element, w: str) -> str | None:
    """What a paragraph says that is nothing but "{{if ...}}" or "{{end}}", None for all others."""
    if element.tag != w + "p":
        return None
    alone = _PLACEHOLDER.fullmatch(_text(element, w).strip())
    said = " ".join(alone[1].casefold().split()) if alone else ""
    return said if said == "end" or said.startswith("if ") else None


def _pieces(paragraph: etree._Element, w: str) -> list[etree._Element]:
    """The texts of a paragraph, without those of text boxes in it."""
    return [text for text in paragraph.iter(w + "t") if next(text.iterancestors(w + "p"), None) is paragraph]


def _text(paragraph: etree._Element, w: str) -> str:
    return "".join(piece.text or "" for piece in _pieces(paragraph, w))


def _splice(pieces: Sequence[etree._Element], start: int, end: int, value: str) -> None:
    """Puts a value in the place of the characters from `start` to `end` of the joined pieces, in the look of the first."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        own_start, own_end = max(start - at, 0), min(end - at, len(text))
        if own_start < own_end:
            first = at + own_start == start
            piece.text = text[:own_start] + (value if first else "") + text[own_end:]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += len(text)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if local(parent) == "tc" and not any(local(child) in ("p", "sdt") for child in parent):
        etree.SubElement(parent, element.tag)  # a cell must end in a paragraph


def _replace(paragraph: etree._Element, content: Block, w: str) -> None:
    """Puts paragraphs or a table in the place of a placeholder's paragraph, in its look."""
    parent = paragraph.getparent()
    if parent is None:
        return
    new = (
        [_table(content, paragraph, w)]
        if isinstance(content, Table)
        else [_line(line, paragraph, w) for line in content]
    )
    if isinstance(content, Table) or not new:
        new.append(_copy_of(paragraph, w))  # a cell must end in a paragraph, and a table must not touch the next
    section = paragraph.find(f"{w}pPr/{w}sectPr")
    if section is not None:
        new.append(_copy_of(paragraph, w))
        new[-1][0].append(copy.deepcopy(section))
    at = parent.index(paragraph)
    parent.remove(paragraph)
    for offset, element in enumerate(new):
        parent.insert(at + offset, element)


def _copy_of(paragraph: etree._Element, w: str) -> etree._Element:
    """An empty paragraph in the look of another, without a section's break, so that it is not doubled."""
    made = paragraph.makeelement(w + "p")
    settings = paragraph.find(w + "pPr")
    if settings is not None:
        settings = copy.deepcopy(settings)
        for name in ("sectPr", "keepNext", "ind", "tabs"):
            for element in settings.findall(w + name):
                settings.remove(element)
        made.append(settings)
    return made


def _line(line: Line, like: etree._Element, w: str) -> etree._Element:
    made = _copy_of(like, w)
    settings = made.find(w + "pPr")
    if settings is None:
        settings = etree.SubElement(made, w + "pPr")
    if line.kind in ("heading", "item"):
        _insert(settings, w, "keepNext", {})
    if line.kind in ("item", "text"):
        tabs = _insert(settings, w, "tabs", {})
        etree.SubElement(tabs, w + "tab", {w + "val": "left", w + "pos": str(_INDENT)})
        hanging = {w + "hanging": str(_INDENT)} if line.kind == "item" else {}
        _insert(settings, w, "ind", {w + "left": str(_INDENT), **hanging})
    _run(made, like, line.text, w, bold=line.kind in ("heading", "item"))
    return made


# fmt: off
_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
    "spacing", "ind",
)
# fmt: on
"""The order in which Word wants a paragraph's settings, as far as it matters here."""


def _insert(settings: etree._Element, w: str, name: str, attributes: Mapping[str, str]) -> etree._Element:
    """Adds a setting where it belongs."""
    before = set(_ORDER[: _ORDER.index(name)])
    at = 1 + max((i for i, element in enumerate(settings) if local(element) in before), default=-1)
    made = settings.makeelement(w + name, dict(attributes))
    settings.insert(at, made)
    return made


def _run(to: etree._Element, like: etree._Element, text: str, w: str, *, bold: bool = False) -> None:
    """Adds text in the look of the placeholder's; a tab is a tab."""
    run = etree.SubElement(to, w + "r")
    look = like.find(f"{w}r/{w}rPr")
    look = etree.SubElement(run, w + "rPr") if look is None else copy.deepcopy(look)
    run.append(look)
    if bold and look.find(w + "b") is None:
        ahead = [i for i, element in enumerate(look) if local(element) in ("rStyle", "rFonts")]
        look.insert(ahead[-1] + 1 if ahead else 0, look.makeelement(w + "b"))
    for number, part in enumerate(text.split("\t")):
        if number:
            etree.SubElement(run, w + "tab")
        words = etree.SubElement(run, w + "t")
        words.text = part
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _table(table: Table, like: etree._Element, w: str) -> etree._Element:
    made = like.makeelement(w + "tbl")
    settings = etree.SubElement(made, w + "tblPr")
    etree.SubElement(settings, w + "tblW", {w + "w": str(_PAGE_WIDTH), w + "type": "dxa"})
    borders = etree.SubElement(settings, w + "tblBorders")
    for side in ("top", "bottom", "insideH"):
        etree.SubElement(
            borders, w + side, {w + "val": "single", w + "sz": "4", w + "space": "0", w + "color": "A6A6A6"}
        )
    etree.SubElement(settings, w + "tblLayout", {w + "type": "fixed"})
    margins = etree.SubElement(settings, w + "tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        etree.SubElement(margins, w + side, {w + "w": "57", w + "type": "dxa"})
    widths = [str(_PAGE_WIDTH * percent // 100) for percent in table.widths]
    grid = etree.SubElement(made, w + "tblGrid")
    for width in widths:
        etree.SubElement(grid, w + "gridCol", {w + "w": width})
    for number, texts in enumerate((table.headings, *table.rows)):
        row = etree.SubElement(made, w + "tr")
        properties = etree.SubElement(row, w + "trPr")
        etree.SubElement(properties, w + "cantSplit")
        if not number:
            etree.SubElement(properties, w + "tblHeader")
        for text, width in zip(texts, widths, strict=True):
            cell = etree.SubElement(row, w + "tc")
            etree.SubElement(etree.SubElement(cell, w + "tcPr"), w + "tcW", {w + "w": width, w + "type": "dxa"})
            paragraph = _copy_of(like, w)
            _run(paragraph, like, text, w, bold=not number)
            cell.append(paragraph)
    return made
