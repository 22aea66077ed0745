"""A blank form with its places for answers, and the hand that fills them in as people do in Word.

Makers mark the places while they write the blank (`here`); a draft finds the marks, takes them away, and keeps the elements.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from tests.forms.makers.generator.word import W14, Element, cell, package, para, parse, row, run, table, tag

_MARK = "mk"
_TOKEN = re.compile(r"@@([^@]+)@@")
Piece = str | tuple[str, str] | list[list[str]]
"""A paragraph, ("bullet" | "number" | "bold", text), or the rows of a table."""
Given = Sequence[Piece] | None


def here(xml: str, key: str) -> str:
    """Marks the first element of some XML as a place: "id" for an answer, "id=Option" for a box, "guide", "number", "label:id"."""
    return re.sub(r"^<(w:\w+)", lambda m: f'<{m[1]} {_MARK}="{key.replace("&", "&amp;")}"', xml, count=1)


@dataclass
class Item:
    """What a careful person would list: a question, or a labelled blank of a group of blanks."""

    id: str
    label: str
    kind: str = "text"
    options: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    hint: str = "long"
    group: str = ""


@dataclass
class Part:
    """A section of the form with its items."""

    title: str
    items: list[Item] = field(default_factory=list)


@dataclass
class Draft:
    """A form in the making: its body, and where in it the answers go."""

    body: Element
    parts: Sequence[Part]
    settings: Mapping[str, str] = field(default_factory=dict)
    original: bytes = b""
    places: dict[str, list[Element]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for element in self.body.iter():
            key = element.attrib.pop(_MARK, None) if isinstance(element.tag, str) else None
            if key:
                self.places.setdefault(key, []).append(element)

    def is_field(self, key: str) -> bool:
        """Whether a place is a field or control within a line, which takes no tables."""
        place = self.places.get(key, [None])[0]
        if place is None:
            return False
        in_line = place.tag == tag("sdt") and place.find(f".//{tag('p')}") is None
        return in_line or place.find(f".//{tag('textInput')}") is not None

    def save(self) -> bytes:
        """The .docx."""
        if not self.original:
            return package(self.body, **self.settings)
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.original)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                data = old.read(info)
                if info.filename == "word/document.xml":
                    data = etree.tostring(
                        self.body.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
                    )
                new.writestr(zipfile.ZipInfo(info.filename, (2024, 5, 1, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def drafted(xml: str, parts: Sequence[Part], **settings: str) -> Draft:
    """A draft from the XML of its body."""
    return Draft(parse(f"<w:body>{xml}</w:body>"), parts, settings)


def adopted(docx: bytes, parts: Sequence[Part]) -> Draft:
    """A draft from a .docx that another program wrote, with @@tokens@@ for places."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for text in list(root.iter(tag("t"))):
        if "@@" in (text.text or ""):
            _split(text)
    return Draft(root[0], parts, original=docx)


def _split(text: Element) -> None:
    """Cuts a run at its tokens and marks what they stand for: a box, a label, a line of guidance, or a place for an answer."""
    home = text.getparent()
    pieces = _TOKEN.split(text.text or "")
    _set(text, pieces[0])
    paragraph = next(a for a in home.iterancestors() if a.tag == tag("p"))
    spot = home
    for key, after in zip(pieces[1::2], pieces[2::2], strict=True):
        if key == "guide":
            paragraph.set(_MARK, key)
        end = len(after) if key.startswith("label:") else 1 if after.startswith("☐") else 0
        for index, part in enumerate((after[:end], after[end:])):
            if index and not part:
                continue
            new = copy.deepcopy(home)
            for child in list(new):
                if child.tag != tag("rPr"):
                    new.remove(child)
            _set(etree.SubElement(new, tag("t")), part)
            spot.addnext(new)
            spot = new
            if not index and key != "guide":
                new.set(_MARK, key)
    if not pieces[0]:
        home.getparent().remove(home)
    marked = [r for r in paragraph.iter(tag("r")) if r.get(_MARK)]
    if len(marked) == 1 and not "".join(t.text or "" for t in paragraph.iter(tag("t"))).strip():
        paragraph.set(_MARK, marked[0].attrib.pop(_MARK))
        for r in list(paragraph.iter(tag("r"))):
            r.getparent().remove(r)


def _set(text: Element, value: str) -> None:
    text.text = value
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


@dataclass(frozen=True)
class Manner:
    """How a person fills in: what they take away, how they tick, what they do to labels."""

    no_guidance: bool = False
    no_numbers: bool = False
    tick: str = "☒"
    look: str = ""
    beside: bool = False
    relabel: Mapping[str, str] = field(default_factory=dict)
    moved: str = ""


def fill(draft: Draft, answers: Mapping[str, object], manner: Manner) -> None:
    """Writes answers into a draft: pieces for a text, option labels for a choice, rows for a table."""
    for part in draft.parts:
        for item in part.items:
            given = answers.get(item.id)
            if given is None:
                continue
            if item.options:
                _choose(draft, item, given, manner)  # type: ignore[arg-type]
            elif item.columns:
                _rows(draft.places[item.id][0], given, manner)  # type: ignore[arg-type]
            else:
                _write(draft.places[item.id], given, manner)  # type: ignore[arg-type]
    _tidy(draft, manner)


def _tidy(draft: Draft, manner: Manner) -> None:
    if manner.no_guidance:
        for element in draft.places.get("guide", ()):
            parent = element.getparent()
            if parent is None:
                continue
            if parent.tag == tag("tc") and len(parent.findall(tag("p"))) == 1:
                for child in list(element):
                    element.remove(child)
            else:
                parent.remove(element)
    if manner.no_numbers:
        for element in draft.places.get("number", ()):
            if element.getparent() is not None:
                if element.tag == tag("tc"):
                    for r in list(element.iter(tag("r"))):
                        r.getparent().remove(r)
                else:
                    element.getparent().remove(element)
    for key, new in manner.relabel.items():
        texts = list(draft.places[f"label:{key}"][0].iter(tag("t")))
        _set(texts[0], new)
        for text in texts[1:]:
            _set(text, "")


def _choose(draft: Draft, item: Item, chosen: Sequence[str], manner: Manner) -> None:
    places = draft.places.get(item.id, [])
    if places and places[0].tag == tag("sdt"):
        _into_control(places[0], [chosen[0]], manner)
        return
    if places and places[0].find(f".//{tag('ddList')}") is not None:
        entries = [e.get(tag("val")) for e in places[0].iter(tag("listEntry"))]
        result = etree.Element(tag("result"))
        result.set(tag("val"), str(entries.index(chosen[0])))
        places[0].find(f".//{tag('ddList')}").insert(0, result)
        return
    if places and not any(f"{item.id}={o}" in draft.places for o in item.options):
        _delete_others(places[0], item, chosen, manner)
        return
    for option in chosen:
        for box in draft.places[f"{item.id}={option}"]:
            _tick(box, manner)


def _delete_others(element: Element, item: Item, chosen: Sequence[str], manner: Manner) -> None:
    """A "Yes / No (delete as appropriate)": the other is struck out, or taken away."""
    runs = [element] if element.tag == tag("r") else list(element.iter(tag("r")))
    for r in runs:
        for text in r.iter(tag("t")):
            if not any(o in (text.text or "") for o in item.options):
                continue
            if manner.tick == "strike":
                parts = re.split(
                    "(" + "|".join(map(re.escape, sorted(item.options, key=len, reverse=True))) + ")", text.text or ""
                )
                for part in reversed([p for p in parts if p]):
                    r.addnext(parse(run(part, "strike" if part in item.options and part not in chosen else "")))
                r.getparent().remove(r)
            else:
                _set(text, " ".join(chosen))
            return


def _tick(box: Element, manner: Manner) -> None:
    if box.tag == tag("sdt"):
        box.find(f".//{{{W14}}}checked").set(f"{{{W14}}}val", "1")
        next(box.iter(tag("t"))).text = "☒"
    elif box.tag == tag("tc"):
        texts = [t for t in box.iter(tag("t")) if "☐" in (t.text or "")]
        if texts:
            _set(texts[0], (texts[0].text or "").replace("☐", manner.tick))
        else:
            _into_cell(box, [manner.tick if manner.tick != "☒" else "✓"], manner)
    elif box.find(f".//{tag('checkBox')}") is not None:
        checked = etree.SubElement(box.find(f".//{tag('checkBox')}"), tag("checked"))
        checked.set(tag("val"), "1")
    else:
        text = next(box.iter(tag("t")))
        bracket = re.search(r"\[\s*\]", text.text or "")
        if bracket:
            _set(
                text,
                (text.text or "").replace(
                    bracket[0], f"[{manner.tick if len(manner.tick) == 1 and manner.tick.isalpha() else 'x'}]"
                ),
            )
        else:
            _set(text, (text.text or "").replace("☐", manner.tick))


def _rows(element: Element, rows: Sequence[Sequence[str]], manner: Manner) -> None:
    """Rows of a table: the empty ones first, then copies of the last."""
    if element.tag != tag("tbl"):
        element = next(a for a in element.iterancestors() if a.tag == tag("tbl"))
    lines = element.findall(f".//{tag('tr')}")
    blank = list(lines[1:])
    pattern = copy.deepcopy(blank[-1])
    while len(blank) < len(rows):
        new = copy.deepcopy(pattern)
        blank[-1].addnext(new)
        blank.append(new)
    for tr, values in zip(blank, rows, strict=False):
        for tc, value in zip(list(tr.iter(tag("tc")))[-len(values) :], values, strict=True):
            if not value:
                continue
            control = tc.find(f".//{tag('sdt')}")
            if control is not None:
                _into_control(control, [value], manner)
            else:
                _into_cell(tc, [value], manner)


def _write(places: Sequence[Element], given: Sequence[Piece], manner: Manner) -> None:
    place = places[0]
    if place.tag == tag("tc"):
        _into_cell(place, given, manner)
    elif place.tag == tag("sdt"):
        _into_control(place, given, manner)
    elif place.tag == tag("r") and place.find(f".//{tag('textInput')}") is not None:
        _into_legacy(place, given, manner)
    elif place.tag == tag("r"):
        _over_dots(place, given, manner)
    else:
        for spare in places[1:]:
            if spare.tag == tag("p"):
                spare.getparent().remove(spare)
        _into_paragraph(place, given, manner)


def _made(piece: Piece, manner: Manner) -> Element:
    if isinstance(piece, list):
        return parse(
            table(
                *(row(*(cell(para(run(text, manner.look))) for text in line)) for line in piece),
                widths=[3000] * len(piece[0]),
            )
        )
    if isinstance(piece, tuple):
        kind, text = piece
        if kind == "bullet":
            return parse(para(run(text, manner.look), style="ListParagraph", number=(1, 0)))
        return parse(para(run(text, "bold")))
    return parse(para(run(piece, manner.look)))


def _into_cell(tc: Element, given: Sequence[Piece], manner: Manner) -> None:
    empty = next((p for p in tc.findall(tag("p")) if not "".join(p.itertext()).strip()), None)
    if empty is None:
        last = tc.findall(tag("p"))[-1]
        for piece in given:
            new = _made(piece, manner)
            last.addnext(new)
            last = new
    else:
        _into_paragraph(empty, given, manner)
    if tc[-1].tag == tag("tbl"):
        tc.append(parse("<w:p/>"))


def _into_paragraph(p: Element, given: Sequence[Piece], manner: Manner) -> None:
    """Types over an empty or dotted paragraph; further pieces follow it."""
    for r in list(p):
        if r.tag in (tag("r"), tag("sdt")):
            p.remove(r)
    rest = list(given)
    if isinstance(rest[0], str):
        p.append(parse(run(rest.pop(0), manner.look)))  # type: ignore[arg-type]
    last = p
    for piece in rest:
        new = _made(piece, manner)
        last.addnext(new)
        last = new


def _over_dots(r: Element, given: Sequence[Piece], manner: Manner) -> None:
    """Types over a run of dots or lines within a line; further pieces follow its paragraph."""
    rest = list(given)
    first = rest.pop(0) if isinstance(rest[0], str) else ""
    last = next(a for a in r.iterancestors() if a.tag == tag("p"))
    r.addnext(parse(run(first, manner.look)))  # type: ignore[arg-type]
    if manner.beside:
        dots = next(r.iter(tag("t")))
        _set(dots, (dots.text or "")[:4])
    else:
        r.getparent().remove(r)
    for piece in rest:
        new = _made(piece, manner)
        last.addnext(new)
        last = new


def _into_control(sdt: Element, given: Sequence[Piece], manner: Manner) -> None:
    properties, content = sdt.find(tag("sdtPr")), sdt.find(tag("sdtContent"))
    for shown in properties.findall(tag("showingPlcHdr")):
        properties.remove(shown)
    if content.find(tag("p")) is not None:
        p = content.find(tag("p"))
        _into_paragraph(p, given, manner)
        return
    for child in list(content):
        content.remove(child)
    texts = [piece if isinstance(piece, str) else piece[1] for piece in given if not isinstance(piece, list)]
    content.append(parse(run("\n".join(texts), manner.look)))


def _into_legacy(begin: Element, given: Sequence[Piece], manner: Manner) -> None:
    """Between the field's separator and its end."""
    spot = begin
    while spot.find(f"{tag('fldChar')}[@{tag('fldCharType')}='separate']") is None:
        spot = spot.getnext()
    follower = spot.getnext()
    while follower.find(tag("fldChar")) is None:
        follower = follower.getnext()
        follower.getparent().remove(follower.getprevious())
    texts = [piece if isinstance(piece, str) else piece[1] for piece in given if not isinstance(piece, list)]
    spot.addnext(parse(run("\n".join(texts), manner.look)))
