"""Reads plain text and HTML as documents, and says what to do with RTF. Nothing that an HTML page points at is fetched."""

from __future__ import annotations

import re
from typing import NoReturn

from lxml import etree, html

from dag_check.documents.flow import PLAIN, Flow, Look, spans_of
from dag_check.documents.guard import DEFAULT_LIMITS, Limits, check_size
from dag_check.documents.model import Block, Document, Note, Paragraph, Properties
from dag_check.documents.text_kinds import decode_text
from dag_check.errors import UnreadableFile

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|[\r\n\f\x0b\x85\u2028\u2029]")
_HARD_WRAP_FROM = 60
_HARD_WRAP_TO = 100
_OPEN_END = re.compile(r"[\w,\-–—)’'\"”]$")
_HYPHENATED = re.compile(r"[a-zà-ÿ]-$")

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "option",
    ]
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "iframe",
        "audio",
        "video",
        "canvas",
        "map",
        "datalist",
    ]
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_MOST_SPANNED = 1_000


def decode(data: bytes) -> str:
    """The text of bytes of an unknown encoding; what is no text at all is read as Windows-1252."""
    text = decode_text(data)
    return text if text is not None else data.decode("cp1252", errors="replace")


def join_wrapped(lines: list[str]) -> list[str]:
    """The lines of a text whose author's program broke them at a fixed width, with broken sentences joined again.

    A line goes on in the next only when it is nearly as long as the longest, does not end a sentence, and the next begins with
    a small letter. A text with longer lines was not broken by a program and stays as it is.
    """
    longest = max((len(line.rstrip()) for line in lines), default=0)
    if not _HARD_WRAP_FROM <= longest <= _HARD_WRAP_TO:
        return lines
    joined: list[list[str]] = []
    previous = ""
    for line in lines:
        if joined and goes_on(previous, line, full=len(previous.rstrip()) >= longest - 18):
            if _HYPHENATED.search(previous):
                joined[-1].append(line.strip())
            else:
                joined[-1].append(" " + line.strip())
        else:
            joined.append([line.rstrip()])
        previous = line
    return ["".join(parts) for parts in joined]


def goes_on(line: str, following: str, *, full: bool) -> bool:
    """Whether a wrapped line continues in the following one."""
    end, start = line.rstrip(), following.strip()
    return full and bool(start) and start[0].islower() and bool(_OPEN_END.search(end))


def blocks_of(text: str) -> tuple[Block, ...]:
    """The paragraphs of a plain text: a line each (wrapped lines joined), blank lines left out."""
    lines = [_CONTROLS.sub("", line) for line in _LINE_END.split(text)]
    return tuple(Paragraph(spans_of(line)) for line in join_wrapped(lines) if line.strip())


def read_plain(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """A .txt file as a Document, whatever its encoding.

    Raises UnreadableFile for an empty or too large file, and for RTF under another name.
    """
    check_size(name, data, limits)
    if data.lstrip()[:5] == b"{\\rtf":
        read_rtf(name, data, limits)
    return Document(name, "txt", blocks_of(decode(data)))


def read_rtf(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> NoReturn:
    """Rich text is not read: raises UnreadableFile (unsupported) that says to save it as .docx."""
    check_size(name, data, limits)
    raise UnreadableFile(
        name,
        "unsupported",
        "The file is in Rich Text Format (RTF), which is not read.",
        "Open it in Word, save it as a Word document (.docx) and send that.",
    )


def read_html(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """An HTML page as a Document: what a browser would show, with headings, tables and check boxes.

    Raises UnreadableFile for an empty, too large or unreadable file.
    """
    check_size(name, data, limits)
    root = _html_root(name, data, limits)
    notes = []
    if root is None:
        return Document(name, "html", ())
    flow = Flow()
    _walk_html(root, flow)
    if any(isinstance(element.tag, str) and element.tag in ("script", "iframe") for element in root.iter()):
        notes.append(Note("active_content", "The page holds scripts or frames. They were not run or fetched."))
    title = root.findtext(".//title") or ""
    return Document(
        name,
        "html",
        tuple(flow.blocks),
        notes=tuple(notes),
        properties=Properties(title=" ".join(title.split())),
    )


def html_blocks(name: str, text: str, limits: Limits = DEFAULT_LIMITS) -> tuple[Block, ...]:
    """The blocks of an HTML text, as in the body of an e-mail. Raises UnreadableFile."""
    return read_html(name, text.encode("utf-8", errors="replace"), limits).blocks if text.strip() else ()


def _html_root(name: str, data: bytes, limits: Limits) -> html.HtmlElement | None:
    if len(data) > limits.xml_part:
        raise UnreadableFile(name, "too_large", "The page is too large to open safely.", "Send a smaller file.")
    try:
        data.decode("utf-8-sig")
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        declared = re.search(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", data[:4_000])
        encoding = declared[1].decode("ascii") if declared else None
    text = _decoded(data, encoding)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(_CONTROLS.sub("", text).encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:
        return None
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableFile(
            name,
            "corrupt",
            "The file is damaged: it cannot be read as HTML.",
            "Save the page again, or as PDF, and send that.",
        ) from error


def _decoded(data: bytes, encoding: str | None) -> str:
    if encoding and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(encoding, errors="replace").removeprefix("\ufeff")
        except (LookupError, ValueError):
            pass  # the page declares an encoding that nobody knows: guess it
    return decode(data)


def _walk_html(root: html.HtmlElement, flow: Flow) -> None:
    looks: list[Look] = [PLAIN]
    opened: list[bool] = []  # for each open element, whether it opened a cell
    walk = etree.iterwalk(root, events=("start", "end"))
    skipped: object = None
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _DROPPED or _is_hidden(element):
                walk.skip_subtree()
                skipped = element
                continue
            looks.append(_html_look(tag, element, looks[-1]))
            opened.append(_open_html(tag, element, flow, looks[-1]))
            _html_text(flow, element.text, looks[-1], tag)
            continue
        if element is skipped:
            skipped = None
        else:
            looks.pop()
            _close_html(tag, flow, opened.pop())
        parent = element.getparent()
        if parent is not None and element is not root:
            _html_text(flow, element.tail, looks[-1], parent.tag if isinstance(parent.tag, str) else "")


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.get("hidden") is not None or (element.tag == "option" and not _is_chosen(element)):
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def _is_chosen(option: html.HtmlElement) -> bool:
    if option.get("selected") is not None:
        return True
    parent = option.getparent()
    return parent is not None and parent[0] is option and not any(other.get("selected") is not None for other in parent)


def _html_look(tag: str, element: html.HtmlElement, outer: Look) -> Look:
    bold = outer.bold or tag in ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6")
    italic = outer.italic or tag in ("i", "em")
    strike = outer.strike or tag in ("s", "strike", "del")
    inserted = outer.inserted or tag == "ins"
    if (bold, italic, strike, inserted) == (outer.bold, outer.italic, outer.strike, outer.inserted):
        return outer
    return Look(bold=bold, italic=italic, strike=strike, inserted=inserted)


def _open_html(tag: str, element: html.HtmlElement, flow: Flow, look: Look) -> bool:
    if tag in _BLOCKS or tag in ("table", "tr", "td", "th"):
        _end_html_paragraph(flow)
    if tag == "table":
        flow.open_table()
    elif tag == "tr":
        flow.open_row()
    elif tag in ("td", "th"):
        return flow.open_cell(rows=_spanned(element, "rowspan"), cols=_spanned(element, "colspan"), find_room=True)
    elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        flow.open_paragraph(heading=int(tag[1]))
    elif tag == "li":
        flow.open_paragraph(number=_item_number(element))
    elif tag == "br":
        flow.line_break(look)
    elif tag == "input":
        _input(element, flow, look)
    return False


def _close_html(tag: str, flow: Flow, cell: bool) -> None:
    if tag in _BLOCKS or tag in ("table", "tr", "td", "th"):
        _end_html_paragraph(flow)
    if tag == "table":
        flow.close_table()
    elif cell:
        flow.close_cell()


def _end_html_paragraph(flow: Flow) -> None:
    if flow.in_paragraph:
        flow.close_paragraph(keep_empty=False)


def _html_text(flow: Flow, text: str | None, look: Look, parent: str) -> None:
    if not text or parent in ("select", "colgroup"):
        return
    if parent == "pre":
        for number, line in enumerate(text.split("\n")):
            if number:
                _end_html_paragraph(flow)
            if line.strip():
                _begin(flow)
                flow.exact(line, look)
        return
    if text.strip():
        _begin(flow)
    flow.text(text, look)


def _begin(flow: Flow) -> None:
    if not flow.in_paragraph:
        flow.open_paragraph()


def _input(element: html.HtmlElement, flow: Flow, look: Look) -> None:
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        _begin(flow)
        flow.box(element.get("checked") is not None, look)
    elif kind not in ("hidden", "submit", "button", "image", "reset", "password") and element.get("value"):
        _begin(flow)
        flow.text(element.get("value") or "", look)


def _spanned(element: html.HtmlElement, attribute: str) -> int:
    value = element.get(attribute, "1").strip()
    return min(max(int(value), 1), _MOST_SPANNED) if value.isdecimal() and len(value) < 9 else 1


def _item_number(element: html.HtmlElement) -> str:
    parent = element.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    start = parent.get("start", "1")
    first = int(start) if start.isdecimal() and len(start) < 9 else 1
    before = parent.get("data-dag-count")
    number = int(before) + 1 if before else first
    parent.set("data-dag-count", str(number))
    return f"{number}."
