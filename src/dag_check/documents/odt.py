"""Reads an OpenDocument text (.odt, .ott) straight from its XML. Knows nothing of forms; styles and counting are in odt_styles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from dag_check.documents.docx_spans import is_choice_prompt
from dag_check.documents.flow import PLAIN, Flow, Look
from dag_check.documents.guard import (
    DEFAULT_LIMITS,
    REMOVE_PASSWORD,
    Limits,
    Package,
    check_size,
    open_package,
    parse_xml,
)
from dag_check.documents.model import TICKED, UNTICKED, Block, Comment, Document, Note, Origin, Properties, paragraphs
from dag_check.documents.odt_styles import (
    DC,
    DRAW,
    FIELD,
    FORM,
    LOEXT,
    META,
    OFFICE,
    STYLE,
    SVG,
    TABLE,
    TEXT,
    XML_ID,
    Counter,
    ListStyle,
    Styles,
    whole,
)
from dag_check.errors import UnreadableFile

MOST_REPEATED_ROWS = 200
MOST_REPEATED_CELLS = 100
_MOST_CELLS = 200_000
_MOST_SPACES = 500
_LEVELS = 10
_BODY_TAG = f"{OFFICE}text"

_SKIPPED = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{TEXT}note-citation",
        f"{TEXT}number",
        f"{TEXT}ruby-text",
        f"{TEXT}table-of-content-source",
        f"{TEXT}alphabetical-index-source",
        f"{TEXT}illustration-index-source",
        f"{TEXT}table-index-source",
        f"{TEXT}object-index-source",
        f"{TEXT}user-index-source",
        f"{TEXT}bibliography-source",
        f"{TEXT}script",
        f"{OFFICE}annotation",
        f"{OFFICE}forms",
        f"{OFFICE}binary-data",
        f"{OFFICE}event-listeners",
        f"{SVG}title",
        f"{SVG}desc",
        f"{DRAW}object",
        f"{DRAW}object-ole",
        f"{DRAW}image",
        f"{TABLE}shapes",
        f"{FIELD}param",
        f"{LOEXT}list-item",
    }
)
_PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
_NO_TEXT = frozenset(
    {
        f"{TEXT}note",
        f"{TEXT}note-body",
        f"{TEXT}drop-down-label",
        f"{DRAW}frame",
        f"{DRAW}text-box",
        f"{DRAW}g",
        f"{DRAW}custom-shape",
        f"{DRAW}enhanced-geometry",
    }
)
_SHAPES = frozenset(
    f"{DRAW}{name}"
    for name in [
        "text-box",
        "custom-shape",
        "rect",
        "ellipse",
        "circle",
        "line",
        "polygon",
        "polyline",
        "path",
        "caption",
    ]
)
_UNSHOWN_FIELDS = frozenset(
    {f"{TEXT}variable-set", f"{TEXT}variable-decl", f"{TEXT}hidden-text", f"{TEXT}user-field-get"}
)


@dataclass(slots=True)
class _List:
    style: ListStyle | None
    counter: Counter
    level: int
    number_pending: bool = False
    start: int | None = None
    identity: str = ""


@dataclass(frozen=True, slots=True)
class _Control:
    """A form control as a reader sees it: a box and its label, or a text. `offered` are the entries of a list."""

    name: str
    box: bool | None = None
    text: str = ""
    offered: tuple[str, ...] = ()


def read_odt(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """An OpenDocument text as a Document.

    Raises UnreadableFile (empty, too_large, corrupt, encrypted, unsafe, unsupported).
    """
    check_size(name, data, limits)
    package = open_package(name, data, limits)
    _refuse_other_kinds(name, package)
    content = parse_xml(name, "content.xml", package.read("content.xml", at_most=limits.xml_part), limits)
    style_root = _part(name, package, "styles.xml", limits)
    meta = _part(name, package, "meta.xml", limits)
    body = content.find(f"{OFFICE}body/{_BODY_TAG}")
    if body is None:
        raise UnreadableFile(
            name,
            "unsupported",
            "The file is an OpenDocument file, but not a text document.",
            "Send the text as a Word (.docx) or OpenDocument (.odt) document.",
        )
    styles = Styles([root for root in (style_root, content) if root is not None])
    reader = _Reader(styles, content)
    blocks = reader.read(body)
    headers, footers = _headers_and_footers(styles, style_root)
    notes = reader.notes
    if any(part.startswith(("Basic/", "Scripts/")) and part.endswith((".xml", ".py", ".js")) for part in package.names):
        notes.append(Note("macros", "The document holds macros. They were not run."))
    insertions, deletions = _tracked(body)
    return Document(
        name,
        "odt",
        blocks,
        headers=headers,
        footers=footers,
        comments=_comments(body),
        insertions=insertions,
        deletions=deletions,
        pages=_pages(meta),
        notes=tuple(notes),
        properties=_properties(meta),
    )


def _refuse_other_kinds(name: str, package: Package) -> None:
    if "META-INF/manifest.xml" in package:
        manifest = package.read("META-INF/manifest.xml", at_most=10_000_000)
        if re.search(rb"<(\w+:)?encryption-data\b", manifest) or "encrypted-package" in package:
            raise UnreadableFile(name, "encrypted", "The file is protected by a password.", REMOVE_PASSWORD)
    if "content.xml" not in package:
        raise UnreadableFile(
            name,
            "corrupt",
            "The file is damaged: it has no text in it (content.xml is missing).",
            "Open it in the program that made it, save a new copy and send that.",
        )


def _part(name: str, package: Package, part: str, limits: Limits) -> etree._Element | None:
    """A part that the text can do without: None where it is missing or damaged."""
    if part not in package:
        return None
    try:
        return parse_xml(name, part, package.read(part, at_most=limits.xml_part), limits)
    except UnreadableFile as error:
        if error.reason != "corrupt":
            raise
        return None


class _Reader:
    """One walk over the tree of a body, a header or a footer. Its stacks are its own: no nesting overflows Python's."""

    def __init__(self, styles: Styles, content: etree._Element | None, origin: Origin = "body") -> None:
        self.notes: list[Note] = []
        self._styles = styles
        self._flow = Flow(origin)
        self._looks: list[Look] = [PLAIN]
        self._undo: list[Callable[[], None] | None] = []
        self._lists: list[_List] = []
        self._closed: list[list[_List]] = []
        self._last_of_style: dict[str, Counter] = {}
        self._by_id: dict[str, Counter] = {}
        self._outline = Counter()
        self._insertions = _insertion_ids(content)
        self._inserting: set[str] = set()
        self._controls = _controls(content)
        self._marks: list[tuple[str, str]] = []
        self._cells = 0

    def read(self, root: etree._Element) -> tuple[Block, ...]:
        """The blocks under the root."""
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walk:
            if element is root:
                continue
            if event == "start":
                if not self._start(element):
                    walk.skip_subtree()
                    skipped = element
                continue
            if element is skipped:
                skipped = None
            else:
                self._looks.pop()
                undo = self._undo.pop()
                if undo is not None:
                    undo()
            if element.tail and self._flow.in_paragraph:
                parent = element.getparent()
                if parent is not None and parent.tag not in _NO_TEXT:
                    self._text(element.tail)
        return tuple(self._flow.blocks)

    def _start(self, element: etree._Element) -> bool:
        """Opens what the element opens. False: nothing of it is shown, its children are passed over."""
        tag = element.tag
        if tag in _SKIPPED:
            return False
        handler = _HANDLERS.get(tag)
        outer = self._looks[-1]
        if handler is None:
            self._looks.append(outer)
            self._undo.append(None)
        elif not handler(self, element, outer):
            return False
        if element.text and self._flow.in_paragraph and tag not in _NO_TEXT:
            self._text(element.text)
        return True

    def _text(self, text: str) -> None:
        self._flow.text(text, self._look())

    def _look(self) -> Look:
        look = self._looks[-1]
        if self._inserting and not look.inserted:
            look = replace(look, inserted=True)
        if self._marks and look.control is None:
            look = replace(look, control=self._marks[-1][1])
        return look

    def _open(self, look: Look, undo: Callable[[], None] | None = None) -> bool:
        self._looks.append(look)
        self._undo.append(undo)
        return True

    # Each handler below opens one kind of element; it returns False where the children must be passed over.

    def _paragraph(self, element: etree._Element, outer: Look) -> bool:
        style = element.get(f"{TEXT}style-name")
        level: int | None = None
        if element.tag == f"{TEXT}h":
            level = whole(element.get(f"{TEXT}outline-level"), 1, _LEVELS)
        else:
            level = self._styles.outline_level(style)
        number = self._number(element, style, level)
        heading = min(level, 9) if level is not None else None
        box = number if number in (TICKED, UNTICKED) else ""
        if box:
            number = "" if self._styles.ticked_bullets else "•"
        self._flow.open_paragraph(style=self._styles.shown_name(style), heading=heading, number=number)
        if box and not number:
            self._flow.box(box == TICKED)
        inside = replace(outer, bold=False, italic=False, strike=False, colour=None, placeholder=False, control=None)
        return self._open(self._styles.look("paragraph", style, inside), self._flow.close_paragraph)

    def _number(self, element: etree._Element, style: str | None, level: int | None) -> str:
        if self._lists:
            current = self._lists[-1]
            if not current.number_pending:
                return ""
            current.number_pending = False
            shape = current.style or self._styles.list_style(self._styles.list_of_paragraph(style))
            if shape is None and element.tag == f"{TEXT}h":
                shape = self._styles.outline
            return current.counter.next(shape, current.level, current.start) if shape is not None else ""
        if element.tag == f"{TEXT}h" and level is not None and element.get(f"{TEXT}is-list-header") != "true":
            outline = self._styles.outline
            asked = self._styles.list_of_paragraph(style)
            if outline is None or (
                asked is None and self._styles.outline_level(style) is None and not _counts(outline)
            ):
                return ""
            start = element.get(f"{TEXT}start-value") if element.get(f"{TEXT}restart-numbering") == "true" else None
            return self._outline.next(outline, level - 1, whole(start, 1, 1_000_000) if start else None)
        return ""

    def _span(self, element: etree._Element, outer: Look) -> bool:
        return self._open(self._styles.look("text", element.get(f"{TEXT}style-name"), outer))

    def _spaces(self, element: etree._Element, outer: Look) -> bool:
        self._flow.exact(" " * whole(element.get(f"{TEXT}c"), 1, _MOST_SPACES), self._look())
        return self._open(outer)

    def _tab(self, element: etree._Element, outer: Look) -> bool:
        self._flow.exact("\t", self._look())
        return self._open(outer)

    def _line_break(self, element: etree._Element, outer: Look) -> bool:
        self._flow.exact("\n", self._look())
        return self._open(outer)

    def _list(self, element: etree._Element, outer: Look) -> bool:
        parent = self._lists[-1] if self._lists else None
        named = element.get(f"{TEXT}style-name")
        if parent is not None:
            style = self._styles.list_style(named) or parent.style
            inner = _List(style, parent.counter, min(parent.level + 1, _LEVELS - 1), identity=parent.identity)
            if named and named != parent.identity and self._styles.list_style(named):
                inner.counter, inner.identity = Counter(), named
            self._lists.append(inner)
            return self._open(outer, self._close_list)
        counter = self._counter(element, named)
        if named:
            self._last_of_style[named] = counter
        identity = element.get(XML_ID) or element.get(f"{TEXT}id")
        if identity:
            self._by_id[identity] = counter
        self._lists.append(_List(self._styles.list_style(named), counter, 0, identity=named or ""))
        return self._open(outer, self._close_list)

    def _counter(self, element: etree._Element, named: str | None) -> Counter:
        continued = element.get(f"{TEXT}continue-list")
        if continued and continued in self._by_id:
            return self._by_id[continued]
        if element.get(f"{TEXT}continue-numbering") == "true" and named in self._last_of_style:
            return self._last_of_style[named]
        return Counter()

    def _close_list(self) -> None:
        self._lists.pop()

    def _item(self, element: etree._Element, outer: Look) -> bool:
        if self._lists:
            current = self._lists[-1]
            current.number_pending = element.tag == f"{TEXT}list-item"
            start = element.get(f"{TEXT}start-value")
            current.start = whole(start, 1, 1_000_000) if start is not None else None
        return self._open(outer)

    def _apart(self) -> Callable[[], None]:
        """Sets the open lists aside: a table cell, text box or note inside a list does not count on."""
        lists, self._lists = self._lists, []

        def back() -> None:
            self._lists = lists

        return back

    def _table(self, element: etree._Element, outer: Look) -> bool:
        self._flow.open_table(style=element.get(f"{TABLE}template-name", ""))
        return self._open(outer, self._flow.close_table)

    def _row(self, element: etree._Element, outer: Look) -> bool:
        repeated = whole(element.get(f"{TABLE}number-rows-repeated"), 1, MOST_REPEATED_ROWS)
        if repeated > 1:
            columns = sum(
                whole(cell.get(f"{TABLE}number-columns-repeated"), 1, MOST_REPEATED_CELLS)
                for cell in element.iterchildren(f"{TABLE}table-cell")
            )
            for _ in range(repeated - 1):
                self._flow.open_row()
                self._empty_cells(columns)
        self._flow.open_row()
        return self._open(outer)

    def _empty_cells(self, count: int) -> None:
        for _ in range(count):
            self._cells += 1
            if self._cells > _MOST_CELLS or not self._flow.open_cell():
                return
            self._flow.close_cell()

    def _cell(self, element: etree._Element, outer: Look) -> bool:
        repeated = whole(element.get(f"{TABLE}number-columns-repeated"), 1, MOST_REPEATED_CELLS)
        if repeated > 1:
            self._empty_cells(repeated - 1)
        opened = self._flow.open_cell(
            rows=whole(element.get(f"{TABLE}number-rows-spanned"), 1, 10_000),
            cols=whole(element.get(f"{TABLE}number-columns-spanned"), 1, 1_000),
            shading=self._styles.shading(element.get(f"{TABLE}style-name")),
        )
        back = self._apart()

        def close() -> None:
            back()
            if opened:
                self._flow.close_cell()

        return self._open(outer, close)

    def _covered(self, element: etree._Element, outer: Look) -> bool:
        self._flow.skip_cells(whole(element.get(f"{TABLE}number-columns-repeated"), 1, MOST_REPEATED_CELLS))
        return False

    def _shape(self, element: etree._Element, outer: Look) -> bool:
        return self._aside("text_box", outer)

    def _note_body(self, element: etree._Element, outer: Look) -> bool:
        parent = element.getparent()
        endnote = parent is not None and parent.get(f"{TEXT}note-class") == "endnote"
        return self._aside("endnote" if endnote else "footnote", outer)

    def _aside(self, origin: Origin, outer: Look) -> bool:
        self._flow.open_aside(origin)
        back = self._apart()

        def close() -> None:
            back()
            self._flow.close_aside()

        return self._open(replace(PLAIN, hidden=outer.hidden), close)

    def _section(self, element: etree._Element, outer: Look) -> bool:
        shown = element.get(f"{TEXT}display", "true")
        hidden = (
            outer.hidden
            or shown == "none"
            or (shown == "condition" and element.get(f"{TEXT}is-hidden") == "true")
            or self._styles.is_hidden_section(element.get(f"{TEXT}style-name"))
        )
        return self._open(replace(outer, hidden=hidden))

    def _hidden_paragraph(self, element: etree._Element, outer: Look) -> bool:
        # A field that hides the paragraph it stands in: what stands before it in the paragraph is seldom anything.
        if element.get(f"{TEXT}is-hidden") == "true":
            self._looks[-1] = replace(outer, hidden=True)
        return self._open(self._looks[-1])

    def _field(self, element: etree._Element, outer: Look) -> bool:
        if element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true":
            return False
        return self._open(outer)

    def _placeholder(self, element: etree._Element, outer: Look) -> bool:
        return self._open(
            replace(outer, placeholder=True, control=element.get(f"{TEXT}description") or outer.control or "")
        )

    def _text_input(self, element: etree._Element, outer: Look) -> bool:
        return self._open(replace(outer, control=element.get(f"{TEXT}description") or outer.control or ""))

    def _drop_down(self, element: etree._Element, outer: Look) -> bool:
        entries = [label.get(f"{TEXT}value") or "" for label in element.iter(f"{TEXT}label")]
        self._choice("".join(map(str, element.itertext())), entries, element.get(f"{TEXT}name") or "")
        return False

    def _choice(self, shown: str, entries: Sequence[str], name: str) -> None:
        """A drop-down: what it shows, which is a prompt where it only invites to choose one of its entries."""
        offered = tuple(entry.strip() for entry in entries if not is_choice_prompt(entry))
        unfilled = is_choice_prompt(shown)
        look = replace(self._look(), control=name, offered=offered, placeholder=unfilled)
        self._flow.exact(shown or ("\u2002" if offered else ""), look)

    def _content_control(self, element: etree._Element, outer: Look) -> bool:
        name = element.get(f"{LOEXT}tag") or element.get(f"{LOEXT}alias") or ""
        if element.get(f"{LOEXT}checkbox") == "true":
            self._flow.box(element.get(f"{LOEXT}checked") == "true", replace(self._look(), control=name))
            return False
        entries = [item.get(f"{LOEXT}display-text") or "" for item in element.iter(f"{LOEXT}list-item")]
        if entries and element.get(f"{LOEXT}dropdown") == "true":
            self._choice("".join(map(str, element.itertext())), entries, name)
            return False
        empty = element.get(f"{LOEXT}showing-place-holder") == "true"
        return self._open(replace(outer, control=name, placeholder=empty))

    def _draw_control(self, element: etree._Element, outer: Look) -> bool:
        control = self._controls.get(element.get(f"{DRAW}control", ""))
        if control is None:
            return False
        alone = not self._flow.in_paragraph
        if alone:
            self._flow.open_paragraph()
        look = replace(self._look(), control=control.name)
        if control.box is not None:
            self._flow.box(control.box, look)
            if control.text:
                self._flow.exact(" " + control.text, replace(look, control=None))
        elif control.offered:
            self._choice(control.text, control.offered, control.name)
        elif control.text:
            self._flow.exact(control.text, look)
        if alone:
            self._flow.close_paragraph(keep_empty=False)
        return False

    def _field_mark(self, element: etree._Element, outer: Look) -> bool:
        """A legacy Word field as LibreOffice keeps it: a check box or drop-down in one mark, a text between start and end."""
        kind = element.get(f"{FIELD}type", "").rsplit(".", 1)[-1]
        name = element.get(f"{TEXT}name") or ""
        parameters = [(p.get(f"{FIELD}name", ""), p.get(f"{FIELD}value", "")) for p in element.iter(f"{FIELD}param")]
        look = replace(self._look(), control=name)
        if kind == "FORMCHECKBOX":
            self._flow.box(any(key == "Checkbox_Checked" and value == "true" for key, value in parameters), look)
        elif kind == "FORMDROPDOWN":
            chosen = [value for key, value in parameters if key == "Dropdown_Selected"]
            entries = [value for key, value in parameters if key == "Dropdown_ListEntry"]
            position = (
                whole(str(int(chosen[0]) + 1), 0, 10_000)
                if chosen and chosen[0].isdigit() and len(chosen[0]) < 6
                else 0
            )
            self._choice(entries[position - 1] if 0 < position <= len(entries) else "", entries, name)
        elif element.tag == f"{FIELD}fieldmark-start":
            self._marks.append((kind, name))
        return self._open(outer)

    def _field_mark_end(self, element: etree._Element, outer: Look) -> bool:
        if self._marks:
            self._marks.pop()
        return self._open(outer)

    def _change_start(self, element: etree._Element, outer: Look) -> bool:
        change = element.get(f"{TEXT}change-id", "")
        if change in self._insertions:
            self._inserting.add(change)
        return self._open(outer)

    def _change_end(self, element: etree._Element, outer: Look) -> bool:
        self._inserting.discard(element.get(f"{TEXT}change-id", ""))
        return self._open(outer)


_Handler = Callable[[_Reader, etree._Element, Look], bool]
_HANDLERS: dict[str, _Handler] = {
    f"{TEXT}p": _Reader._paragraph,
    f"{TEXT}h": _Reader._paragraph,
    f"{TEXT}span": _Reader._span,
    f"{TEXT}s": _Reader._spaces,
    f"{TEXT}tab": _Reader._tab,
    f"{TEXT}line-break": _Reader._line_break,
    f"{TEXT}list": _Reader._list,
    f"{TEXT}list-item": _Reader._item,
    f"{TEXT}list-header": _Reader._item,
    f"{TABLE}table": _Reader._table,
    f"{TABLE}table-row": _Reader._row,
    f"{TABLE}table-cell": _Reader._cell,
    f"{TABLE}covered-table-cell": _Reader._covered,
    f"{TEXT}note-body": _Reader._note_body,
    f"{TEXT}section": _Reader._section,
    f"{TEXT}hidden-paragraph": _Reader._hidden_paragraph,
    f"{TEXT}placeholder": _Reader._placeholder,
    f"{TEXT}text-input": _Reader._text_input,
    f"{TEXT}drop-down": _Reader._drop_down,
    f"{LOEXT}content-control": _Reader._content_control,
    f"{DRAW}control": _Reader._draw_control,
    f"{FIELD}fieldmark": _Reader._field_mark,
    f"{FIELD}fieldmark-start": _Reader._field_mark,
    f"{FIELD}fieldmark-end": _Reader._field_mark_end,
    f"{TEXT}change-start": _Reader._change_start,
    f"{TEXT}change-end": _Reader._change_end,
    **dict.fromkeys(_SHAPES, _Reader._shape),
    **dict.fromkeys(_UNSHOWN_FIELDS, _Reader._field),
}


def _counts(style: ListStyle) -> bool:
    return any(level.format for level in style)


def _insertion_ids(content: etree._Element | None) -> frozenset[str]:
    if content is None:
        return frozenset()
    ids: set[str] = set()
    for region in content.iter(f"{TEXT}changed-region"):
        if region.find(f"{TEXT}insertion") is not None:
            ids.update(filter(None, (region.get(f"{TEXT}id"), region.get(XML_ID))))
    return frozenset(ids)


def _tracked(body: etree._Element) -> tuple[int, int]:
    """How many insertions and deletions are still tracked in the body."""
    kinds = [child.tag for region in body.iter(f"{TEXT}changed-region") for child in region]
    return kinds.count(f"{TEXT}insertion"), kinds.count(f"{TEXT}deletion")


def _controls(content: etree._Element | None) -> dict[str, _Control]:
    """The form controls by id, with the state that the document stores."""
    controls: dict[str, _Control] = {}
    if content is None:
        return controls
    for forms in content.iter(f"{OFFICE}forms"):
        for element in forms.iter():
            identity = element.get(f"{FORM}id") or element.get(XML_ID)
            if identity and isinstance(element.tag, str) and element.tag.startswith(FORM):
                control = _control(element)
                for key in filter(None, (element.get(f"{FORM}id"), element.get(XML_ID))):
                    controls[key] = control
    return controls


def _control(element: etree._Element) -> _Control:
    kind = element.tag.removeprefix(FORM)
    name = element.get(f"{FORM}name", "")
    label = element.get(f"{FORM}label", "")
    if kind == "checkbox":
        state = element.get(f"{FORM}current-state") or element.get(f"{FORM}state") or ""
        return _Control(name, state == "checked", label)
    if kind == "radio":
        state = element.get(f"{FORM}current-selected") or element.get(f"{FORM}selected") or ""
        return _Control(name, state == "true", label)
    if kind == "listbox":
        options = element.findall(f"{FORM}option")
        chosen = [o for o in options if o.get(f"{FORM}current-selected") == "true"]
        chosen = chosen or [o for o in options if o.get(f"{FORM}selected") == "true"]
        entries = tuple(o.get(f"{FORM}label", "") for o in options)
        return _Control(name, None, ", ".join(o.get(f"{FORM}label", "") for o in chosen), entries)
    if kind in ("fixed-text", "frame"):
        return _Control(name, None, label)
    if kind in ("button", "image", "hidden", "password", "file", "image-frame", "value-range", "generic-control"):
        return _Control(name)
    value = element.get(f"{FORM}current-value")
    return _Control(name, None, value if value is not None else element.get(f"{FORM}value", ""))


def _comments(body: etree._Element) -> tuple[Comment, ...]:
    comments = []
    for annotation in body.iter(f"{OFFICE}annotation"):
        author = annotation.findtext(f"{DC}creator") or ""
        lines = ["".join(str(text) for text in line.itertext()) for line in annotation.iter(f"{TEXT}p", f"{TEXT}h")]
        comments.append(Comment(author, "\n".join(lines).strip()))
    return tuple(comments)


def _headers_and_footers(styles: Styles, root: etree._Element | None) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The headers and footers of all page styles, each different text once."""
    found: dict[Origin, list[Block]] = {"header": [], "footer": []}
    seen: set[str] = set()
    if root is None:
        return (), ()
    for page in root.iter(f"{STYLE}master-page"):
        for element in page:
            tag = element.tag.removeprefix(STYLE) if isinstance(element.tag, str) else ""
            place: Origin | None = (
                "header" if tag.startswith("header") else "footer" if tag.startswith("footer") else None
            )
            if place is None or element.get(f"{STYLE}display") == "false":
                continue
            blocks = _Reader(styles, root, place).read(element)
            text = place + "\n".join(paragraph.text for paragraph in paragraphs(blocks))
            if text.strip() != place and text not in seen:
                seen.add(text)
                found[place].extend(blocks)
    return tuple(found["header"]), tuple(found["footer"])


def _pages(meta: etree._Element | None) -> int | None:
    statistic = None if meta is None else meta.find(f".//{META}document-statistic")
    count = None if statistic is None else statistic.get(f"{META}page-count")
    return int(count) if count and count.isascii() and count.isdigit() and len(count) < 7 else None


def _properties(meta: etree._Element | None) -> Properties:
    if meta is None:
        return Properties()
    return Properties(
        title=(meta.findtext(f".//{DC}title") or "").strip(),
        author=(meta.findtext(f".//{META}initial-creator") or meta.findtext(f".//{DC}creator") or "").strip(),
        created=_moment(meta.findtext(f".//{META}creation-date")),
        modified=_moment(meta.findtext(f".//{DC}date")),
        producer=(meta.findtext(f".//{META}generator") or "").strip(),
    )


def _moment(text: str | None) -> dt.datetime | None:
    if not text:
        return None
    try:
        return dt.datetime.fromisoformat(re.sub(r"\.(\d{6})\d+", r".\1", text.strip()))
    except (ValueError, OverflowError):
        return None
