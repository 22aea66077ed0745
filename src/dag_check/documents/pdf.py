"""Reads a PDF as a Document: its text by page, the fields of its form, what its annotations say. Runs and fetches nothing.

Content streams, fonts and layout are in pdf_text, pdf_fonts and pdf_layout; pypdf gives the objects. No OCR: pages that are
pictures are named in `unread_pages`.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dag_check.documents.guard import DEFAULT_LIMITS, Limits, check_size
from dag_check.documents.model import TICKED, UNTICKED, Comment, Document, FormField, Note, Paragraph, Properties
from dag_check.documents.pdf_fonts import clean, estimated_width
from dag_check.documents.pdf_layout import Line, page_lines, paragraphs_of, place, split_running
from dag_check.documents.pdf_text import Budget, BudgetSpent, Fonts, Fragment, Matrix, page_fragments, resolved
from dag_check.errors import UnreadableFile

MOST_PAGES = 1_000
"""Pages beyond this are not read; a Note says so."""
MOST_WORK = 30_000_000
"""Work that is done on a document: 1 for each byte of page content and 8 for each of its tokens (each time that it is drawn), 3 for
each byte of a font's map, 5 for each of a compressed stream of objects. What is beyond it is left unread, with a Note."""
MOST_STREAM = 16_000_000
"""Bytes that one stream may unpack to."""
MOST_FIELDS = 4_000
"""Annotations (fields, notes, typed-on text) that are read in a document."""
MOST_OBJECTS_DEEP = 60
"""Levels of parents that are followed for an inherited value, and of kids in a tree."""

_BROKEN = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    OSError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
)
_PRINT_AGAIN = "Open it, print it to a new PDF (or save it as Word) and send that."
_A4 = (0.0, 0.0, 595.0, 842.0)
_HIDDEN = 0b100010
_PUSH_BUTTON = 1 << 16
_RADIO = 1 << 15
_DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?")
_WAIT = re.compile(r"please wait|adobe reader 8|if this message is not eventually replaced", re.IGNORECASE)


@dataclass(slots=True)
class _Page:
    """A page of the tree with what it inherits."""

    number: int
    dictionary: Any
    resources: Any
    box: tuple[float, float, float, float]
    turn: int


@dataclass(slots=True)
class _Reading:
    """What was found so far."""

    pages: list[list[Line]] = field(default_factory=list)
    heights: list[tuple[float, float]] = field(default_factory=list)
    margins: dict[str, Line] = field(default_factory=dict)
    fields: list[FormField] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    seen_fields: set[int] = field(default_factory=set)
    annotations: int = 0


def read_pdf(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """A PDF as a Document.

    Every line or wrapped paragraph is a Paragraph with its page; values of form fields and typed-on text stand where they stand on
    the page. Raises UnreadableFile (empty, too_large, corrupt, encrypted, unsupported).
    """
    check_size(name, data, limits)
    from pypdf import apply_configuration

    logger = logging.getLogger("pypdf")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL + 1)  # its warnings can quote the document
    with apply_configuration(
        zlib_maximum_output_length=MOST_STREAM,
        lzw_maximum_output_length=MOST_STREAM,
        run_length_maximum_output_length=MOST_STREAM,
        stream_decoding_work_maximum_length=4 * MOST_STREAM,
        maximum_declared_stream_length=MOST_STREAM,
        array_maximum_element_count=200_000,
        disable_legacy_handling=True,
    ):
        return _read(name, data)


def _read(name: str, data: bytes) -> Document:
    from pypdf.errors import DependencyError, DeprecationError, PyPdfError

    broken = (*_BROKEN, PyPdfError, DependencyError, DeprecationError, BudgetSpent)
    budget = Budget(MOST_WORK)
    try:
        reader = _thrifty_reader(data, budget)
        _unlock(name, reader)
        root = resolved(reader.root_object)
        pages = list(_page_tree(root))
    except DependencyError as error:  # AES without the package `cryptography`, or a filter that is not there
        raise UnreadableFile(
            name, "encrypted", "The PDF is encrypted in a way that is not supported here.", _PRINT_AGAIN
        ) from error
    except BudgetSpent as error:
        raise UnreadableFile(
            name, "too_large", "The PDF holds more objects than can be read safely.", _PRINT_AGAIN
        ) from error
    except broken as error:
        raise _damaged(name) from error
    if not pages:
        raise _damaged(name)
    reading = _Reading()
    fonts = Fonts(budget)
    form = _soft(lambda: resolved(root.get("/AcroForm")), broken)
    for page in pages[:MOST_PAGES]:
        _read_page(page, reading, fonts, broken)
    try:
        loose = list(_loose_fields(form, reading))
    except broken:
        loose = []
    return _document(name, reader, root, form, pages, reading, loose, fonts, broken)


def _thrifty_reader(data: bytes, budget: Budget) -> Any:
    """pypdf's reader, made to pay for each compressed stream of objects: it parses all of one to get at a single object."""
    from pypdf import PdfReader
    from pypdf.generic import IndirectObject

    paid: set[int] = set()

    class ThriftyReader(PdfReader):
        def get_object(self, indirect_reference: Any) -> Any:
            number = indirect_reference if isinstance(indirect_reference, int) else indirect_reference.idnum
            container = getattr(self, "xref_objStm", {}).get(number)
            if container is not None and container[0] not in paid:
                paid.add(container[0])
                stream = super().get_object(IndirectObject(container[0], 0, self))
                if stream is not None and hasattr(stream, "get_data"):
                    budget.pay(5 * len(stream.get_data()))
            return super().get_object(indirect_reference)

    return ThriftyReader(io.BytesIO(data), strict=False)


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(name, "corrupt", "The PDF is damaged.", _PRINT_AGAIN)


def _unlock(name: str, reader: Any) -> None:
    """Opens what is encrypted without a password to open it (only printing or editing is restricted)."""
    if not reader.is_encrypted:
        return
    opened = reader.decrypt("")
    if not opened:
        raise UnreadableFile(
            name, "encrypted", "The PDF is protected by a password.", "Remove the password and send the file again."
        )


def _soft(get: Any, broken: tuple[type[BaseException], ...]) -> Any:
    """A value that the text can do without: None where it cannot be had."""
    try:
        return get()
    except broken:
        return None


def _page_tree(root: Any) -> Iterator[_Page]:
    """The pages in order, each once, however the tree is tangled; one more than is read at the most."""
    pending: list[tuple[Any, dict[str, Any], int]] = [(root.get("/Pages"), {}, 0)]
    seen: set[object] = set()
    number = 0
    while pending and number <= MOST_PAGES:
        reference, inherited, depth = pending.pop()
        key = (reference.idnum, reference.generation) if hasattr(reference, "idnum") else id(reference)
        node = resolved(reference)
        if key in seen or not isinstance(node, dict) or depth > MOST_OBJECTS_DEEP:
            continue
        seen.add(key)
        own = {name: node[name] for name in ("/Resources", "/MediaBox", "/CropBox", "/Rotate") if name in node}
        inherited = {**inherited, **own}
        kids = resolved(node.get("/Kids"))
        if isinstance(kids, list) and node.get("/Type") != "/Page":
            pending.extend((kid, inherited, depth + 1) for kid in reversed(kids[: MOST_PAGES + 1]))
        else:
            number += 1
            turn = resolved(inherited.get("/Rotate"))
            yield _Page(
                number, node, inherited.get("/Resources"), _box(inherited), turn % 360 if isinstance(turn, int) else 0
            )


def _box(inherited: dict[str, Any]) -> tuple[float, float, float, float]:
    return _rectangle(inherited.get("/CropBox")) or _rectangle(inherited.get("/MediaBox")) or _A4


def _rectangle(value: Any) -> tuple[float, float, float, float] | None:
    value = resolved(value)
    if not isinstance(value, list) or len(value) < 4:
        return None
    numbers = [resolved(number) for number in value[:4]]
    if not all(isinstance(number, int | float) for number in numbers):
        return None
    a, b, c, d = (float(number) for number in numbers)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _upright(page: _Page) -> Matrix:
    """The matrix that shows the page as it is turned for reading."""
    left, bottom, right, top = page.box
    if page.turn == 90:
        return 0.0, -1.0, 1.0, 0.0, -bottom, right
    if page.turn == 180:
        return -1.0, 0.0, 0.0, -1.0, right, top
    if page.turn == 270:
        return 0.0, 1.0, -1.0, 0.0, top, -left
    return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0


def _read_page(page: _Page, reading: _Reading, fonts: Fonts, broken: tuple[type[BaseException], ...]) -> None:
    left, bottom, right, top = page.box
    turned = page.turn in (90, 270)
    low, high = (0.0, right - left) if turned else (bottom, top)
    matrix = _upright(page)
    fragments: list[Fragment] = []
    before = fonts.undecoded
    try:
        fragments = page_fragments(page.dictionary.get("/Contents"), page.resources, fonts, matrix)
    except BudgetSpent:
        reading.left_out.append(page.number)
    except broken:
        reading.damaged.append(page.number)
    unread = fonts.undecoded > before
    for fragment in fragments:
        if fragment.margin and fragment.text.strip():
            _margin_line(page, fragment, low, high, reading)
    lines = page_lines(page.number, [fragment for fragment in fragments if not fragment.margin])
    try:
        _read_annotations(page, matrix, lines, reading)
    except BudgetSpent:
        if page.number not in reading.left_out:
            reading.left_out.append(page.number)
    except broken:
        if page.number not in reading.damaged:
            reading.damaged.append(page.number)
    has_text = any(any(char.isalnum() for char in line.text) for line in lines)
    known = page.number in reading.left_out or page.number in reading.damaged
    if not has_text and not known and (unread or _shows_something(page, broken)):
        reading.unread.append(page.number)
    reading.pages.append(lines)
    reading.heights.append((low, high))


def _margin_line(page: _Page, fragment: Fragment, low: float, high: float, reading: _Reading) -> None:
    """A marked header or footer: its fragments are gathered by place and row, each text once in the document."""
    place_of = "header" if fragment.base > (low + high) / 2 else "footer"
    line = Line(page.number, [fragment], fragment.left, fragment.right, fragment.base, fragment.size)
    line.spell()
    reading.margins.setdefault(f"{place_of}:{re.sub(r'[0-9]+', '0', line.text)}", line)


def _shows_something(page: _Page, broken: tuple[type[BaseException], ...]) -> bool:
    """Whether a page without text holds a picture or drawing: an empty page is not a scan."""

    def look() -> bool:
        contents = resolved(page.dictionary.get("/Contents"))
        streams = contents if isinstance(contents, list) else [contents]
        if any(
            re.search(rb"\bDo\b|\bBI\b", resolved(s).get_data())
            for s in streams[:50]
            if hasattr(resolved(s), "get_data")
        ):
            return True
        return any(
            len(re.findall(rb"[\s](?:l|c|v|y)[\s]", resolved(s).get_data()[:200_000])) > 200
            for s in streams[:50]
            if hasattr(resolved(s), "get_data")
        )

    return bool(_soft(look, broken))


# --- Form fields and annotations ----------------------------------------------------------------------------------------


def _read_annotations(page: _Page, matrix: Matrix, lines: list[Line], reading: _Reading) -> None:
    annotations = resolved(page.dictionary.get("/Annots"))
    if not isinstance(annotations, list):
        return
    placed: list[Line] = []
    for reference in annotations:
        reading.annotations += 1
        if reading.annotations > MOST_FIELDS:
            break
        annotation = resolved(reference)
        if not isinstance(annotation, dict):
            continue
        kind = annotation.get("/Subtype")
        flags = resolved(annotation.get("/F"))
        hidden = isinstance(flags, int) and bool(flags & _HIDDEN)
        where = _on_page(annotation, matrix)
        if kind == "/Widget":
            if not hidden:
                placed.extend(_widget(page, annotation, where, reading))
        elif kind == "/FreeText" and not hidden:
            placed.extend(_text_lines(page.number, _string(annotation.get("/Contents")), where, None, tall=True))
        elif kind not in ("/Popup", "/Link") and (text := _string(annotation.get("/Contents")).strip()):
            reading.comments.append(Comment(_string(annotation.get("/T")), text))
    for line in sorted(placed, key=lambda line: (-round(line.base / 4), line.left)):
        place(lines, line)


def _on_page(annotation: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    left, bottom, right, top = _rectangle(annotation.get("/Rect")) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = matrix
    xs, ys = (a * left + c * bottom + e, a * right + c * top + e), (b * left + d * bottom + f, b * right + d * top + f)
    return min(xs), min(ys), max(xs), max(ys)


def _widget(page: _Page, widget: Any, where: tuple[float, float, float, float], reading: _Reading) -> Iterator[Line]:
    chain = _ancestors(widget)
    reading.seen_fields.update(id(node) for node in chain)
    name = ".".join(part for node in reversed(chain) if (part := _string(node.get("/T"))))
    kind = _inherited(chain, "/FT")
    flags = _inherited(chain, "/Ff")
    flags = flags if isinstance(flags, int) else 0
    if kind == "/Btn":
        if flags & _PUSH_BUTTON:
            return
        on = _on_state(widget)
        ticked = _is_ticked(widget, chain, on)
        shown = f"{name}/{on.removeprefix('/')}" if flags & _RADIO and on else name
        box = TICKED if ticked else UNTICKED
        reading.fields.append(FormField(shown, box, page.number))
        left, bottom, right, top = where
        size = min(max(top - bottom, 6.0), 14.0)
        middle = (bottom + top) / 2 - size / 3
        yield _drawn_line(page.number, box, left, right, middle, size, name)
        return
    value = _field_value(chain, kind)
    reading.fields.append(FormField(name, value, page.number))
    tall = bool(flags & 1 << 12) or "\n" in value
    yield from _text_lines(page.number, value, where, name, tall=tall)


def _text_lines(
    page: int, text: str, where: tuple[float, float, float, float], control: str | None, *, tall: bool
) -> Iterator[Line]:
    left, bottom, right, top = where
    rows = [row.strip() for row in re.split(r"\r\n|[\r\n\u2028\u2029]", clean(text)) if row.strip()]
    height = max(top - bottom, 1.0)
    size = min(10.0, height)
    base = top - size if tall and height > 18 else (bottom + top) / 2 - size / 3
    step = min(size * 1.2, height / max(len(rows), 1))
    for number, row in enumerate(rows):
        width = min(estimated_width(row) / 1000 * size, right - left) if right > left else 0.0
        yield _drawn_line(page, row, left, left + width, base - number * step, size, control)


def _drawn_line(page: int, text: str, left: float, right: float, base: float, size: float, control: str | None) -> Line:
    fragment = Fragment(text, left, right, base, size, drawn=True)
    line = Line(page, [fragment], left, right, base, size, drawn=True, control=control)
    line.spell()
    return line


def _ancestors(node: Any) -> list[Any]:
    chain: list[Any] = []
    while isinstance(node, dict) and len(chain) < MOST_OBJECTS_DEEP and not any(node is known for known in chain):
        chain.append(node)
        node = resolved(node.get("/Parent"))
    return chain


def _inherited(chain: list[Any], key: str) -> Any:
    for node in chain:
        if key in node:
            return resolved(node.get(key))
    return None


def _on_state(widget: Any) -> str:
    looks = resolved(widget.get("/AP"))
    normal = resolved(looks.get("/N")) if isinstance(looks, dict) else None
    if isinstance(normal, dict) and not hasattr(normal, "get_data"):
        for state in normal:
            if state != "/Off":
                return str(state)
    return ""


def _is_ticked(widget: Any, chain: list[Any], on: str) -> bool:
    state = resolved(widget.get("/AS"))
    if isinstance(state, str):
        return state != "/Off" and bool(state)
    value = _inherited(chain, "/V")
    return (
        isinstance(value, str) and value not in ("", "/Off", "Off") and (not on or value.lstrip("/") == on.lstrip("/"))
    )


def _field_value(chain: list[Any], kind: Any) -> str:
    value = _inherited(chain, "/V")
    if kind == "/Sig":
        if not isinstance(value, dict):
            return ""
        signer, moment = _string(value.get("/Name")), _moment(_string(value.get("/M")))
        return " ".join(
            filter(
                None, ("Digitally signed", f"by {signer}" if signer else "", f"on {moment:%d %B %Y}" if moment else "")
            )
        )
    if kind == "/Ch":
        shown = {}
        options = _inherited(chain, "/Opt")
        for option in options[:MOST_FIELDS] if isinstance(options, list) else []:
            option = resolved(option)
            if isinstance(option, list) and len(option) > 1:
                shown[_string(option[0])] = _string(option[1])
        chosen = [_string(item) for item in value] if isinstance(value, list) else [_string(value)]
        return ", ".join(shown.get(item, item) for item in chosen if item)
    return _string(value)


def _string(value: Any) -> str:
    """A text string, whatever form it is stored in; "" for anything else."""
    value = resolved(value)
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, bytes):
        return value.decode("utf-16" if value[:2] in (b"\xfe\xff", b"\xff\xfe") else "cp1252", errors="ignore")
    data = value.get_data() if hasattr(value, "get_data") else b""
    return data[:100_000].decode("utf-8", errors="replace") if isinstance(data, bytes) else ""


def _loose_fields(form: Any, reading: _Reading) -> Iterator[FormField]:
    """Filled fields of the form that stand on no page."""
    fields = resolved(form.get("/Fields")) if isinstance(form, dict) else None
    pending = [(field_, 0) for field_ in reversed(fields[:MOST_FIELDS])] if isinstance(fields, list) else []
    looked_at: set[int] = set()
    while pending and len(looked_at) < MOST_FIELDS:
        reference, depth = pending.pop()
        node = resolved(reference)
        if not isinstance(node, dict) or id(node) in looked_at or depth > MOST_OBJECTS_DEEP:
            continue
        looked_at.add(id(node))
        kids = resolved(node.get("/Kids"))
        if isinstance(kids, list):
            pending.extend((kid, depth + 1) for kid in reversed(kids[:MOST_FIELDS]))
        if id(node) in reading.seen_fields or resolved(node.get("/Subtype")) == "/Widget":
            continue
        chain = _ancestors(node)
        kind = _inherited(chain, "/FT")
        if kind in ("/Tx", "/Ch") and "/V" in node and (value := _field_value(chain, kind).strip()):
            yield FormField(".".join(t for part in reversed(chain) if (t := _string(part.get("/T")))), value)


# --- The document ---------------------------------------------------------------------------------------------------------


def _document(
    name: str,
    reader: Any,
    root: Any,
    form: Any,
    pages: list[_Page],
    reading: _Reading,
    loose: list[FormField],
    fonts: Fonts,
    broken: tuple[type[BaseException], ...],
) -> Document:
    heads, feet = split_running(reading.pages, reading.heights)
    blocks = paragraphs_of(reading.pages)
    text = " ".join(paragraph.text for paragraph in blocks[:40])
    if isinstance(form, dict) and "/XFA" in form and (_WAIT.search(text) or not text.strip()):
        raise UnreadableFile(
            name,
            "unsupported",
            "The PDF is a dynamic XFA form, which only Adobe's programs can show.",
            "Open it in Adobe Reader and print it to a new PDF, or send the Word form.",
        )
    if len(reading.damaged) == len(pages) and not text.strip():
        raise _damaged(name)
    blocks.extend(Paragraph(_value_spans(item)) for item in loose)
    margins = {key: [line for k, line in reading.margins.items() if k.startswith(key)] for key in ("header", "footer")}
    return Document(
        name,
        "pdf",
        tuple(blocks),
        headers=tuple(paragraphs_of([[*margins["header"], *heads]], "header")),
        footers=tuple(paragraphs_of([[*margins["footer"], *feet]], "footer")),
        comments=tuple(reading.comments),
        fields=(*reading.fields, *loose),
        pages=len(pages) if len(pages) <= MOST_PAGES else None,
        unread_pages=tuple(reading.unread),
        notes=tuple(_notes(root, form, pages, reading, fonts, broken)),
        properties=_soft(lambda: _properties(reader), broken) or Properties(),
    )


def _value_spans(item: FormField) -> Any:
    from dag_check.documents.flow import Look, spans_of

    return spans_of(item.value, Look(control=item.name))


def _notes(
    root: Any,
    form: Any,
    pages: list[_Page],
    reading: _Reading,
    fonts: Fonts,
    broken: tuple[type[BaseException], ...],
) -> Iterator[Note]:
    if reading.unread:
        yield Note(
            "scanned_pages",
            f"{_pages(reading.unread)} without any text (a scan or picture) {_were(reading.unread)} not read. A person must look.",
        )
    if reading.damaged:
        yield Note("damaged_pages", f"{_pages(reading.damaged)} {_were(reading.damaged)} damaged and not read in full.")
    if reading.left_out:
        yield Note(
            "too_much_content",
            f"{_pages(reading.left_out)} {_were(reading.left_out)} not read: the file holds more content than is read at once.",
        )
    if reading.annotations > MOST_FIELDS:
        yield Note("too_many_fields", f"Only the first {MOST_FIELDS} form fields and annotations were read.")
    if len(pages) > MOST_PAGES:
        yield Note("too_many_pages", f"Only the first {MOST_PAGES} pages were read.")
    if fonts.undecoded and not reading.unread:
        yield Note(
            "unreadable_font", "Some characters could not be read: a font in the PDF does not say what they are."
        )
    if isinstance(form, dict) and "/XFA" in form:
        yield Note("xfa", "The PDF also holds an XFA form, which was not read; its ordinary fields were.")
    names = _soft(lambda: resolved(root.get("/Names")), broken)
    if isinstance(names, dict) and "/JavaScript" in names:
        yield Note("active_content", "The PDF holds scripts. They were not run.")
    if isinstance(names, dict) and "/EmbeddedFiles" in names:
        yield Note("attachments", "The PDF holds attached files, which were not read. Send them as separate files.")


def _were(pages: list[int]) -> str:
    return "was" if len(pages) == 1 else "were"


def _pages(pages: list[int]) -> str:
    """ "Page 3" or "Pages 2-5, 9"."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs[:20])
    return f"Page{'' if len(pages) == 1 else 's'} {shown}{' and others' if len(runs) > 20 else ''}"


def _properties(reader: Any) -> Properties:
    info = resolved(reader.trailer.get("/Info"))
    if not isinstance(info, dict):
        return Properties()
    return Properties(
        title=_string(info.get("/Title")).strip(),
        author=_string(info.get("/Author")).strip(),
        created=_moment(_string(info.get("/CreationDate"))),
        modified=_moment(_string(info.get("/ModDate"))),
        producer=_string(info.get("/Producer")).strip(),
    )


def _moment(text: str) -> dt.datetime | None:
    match = _DATE.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups())
    try:
        return dt.datetime(year or 1, month or 1, day or 1, hour or 0, minute or 0, second or 0)
    except ValueError:
        return None
