"""Writes findings as comments into a copy of a Word file. Only the parts that hold text and comments change.

Works on the XML of the package, so that content controls, tracked changes and everything else stay as they are. Which paragraph a
finding belongs to comes in with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from lxml import etree

from dag_check.documents.guard import DEFAULT_LIMITS, Limits
from dag_check.feedback.office_patch import OfficePatch, damaged, elements, local, new_package
from dag_check.feedback.remarks import AUTHOR, Copy, Ref, Remark, stamp

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PLAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARKS = ("comment", "commentRangeStart", "commentRangeEnd", "commentReference")
_POINTS = frozenset(
    {"", "bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd"}
)
"""Elements between paragraphs that take no room."""
_SIGNED = "The file was signed digitally: the signature does not hold for the annotated copy."


def annotate_word(
    name: str, data: bytes, remarks: Sequence[Remark], day: dt.date, limits: Limits = DEFAULT_LIMITS
) -> Copy:
    """A copy of a Word file with a comment for every remark, those without a place at the first paragraph.

    `name` is what errors call the file, `day` the date of the comments. Raises UnreadableFile for a file that cannot be patched.
    """
    patch = OfficePatch(name, data, limits)
    main = patch.main_part("word/document.xml")
    story = _Story(name, main, patch.edit(main))
    comments = _Comments(patch, main, story)
    placed = 0
    for remark in remarks:
        paragraph = story.paragraph(remark.ref) if remark.ref else None
        placed += paragraph is not None
        number = comments.add(remark, stamp(day), where=paragraph is None)
        story.mark(paragraph if paragraph is not None else story.first(), number)
    notes = (_SIGNED,) if any(part.casefold().startswith("_xmlsignatures/") for part in patch.parts) else ()
    return Copy(patch.data(), placed, len(remarks) - placed, notes)


class _Story:
    """The body of the document: finds paragraphs in it."""

    def __init__(self, name: str, part: str, root: etree._Element) -> None:
        self._part, self._root = part, root
        self.space = etree.QName(root).namespace or ""
        if self.space not in (_PLAIN, _STRICT) or local(root) != "document":
            raise damaged(name, "its main part is no Word document")
        self.strict = self.space == _STRICT
        self.w = f"{{{self.space}}}"
        self._first: etree._Element | None = None

    def paragraph(self, ref: Ref) -> etree._Element | None:
        """The paragraph that a reference points at, None where there is none.

        Word takes no comments inside text boxes: there it is the paragraph that holds the box.
        """
        if ref[0] != self._part:
            return None
        node = self._root
        for step in ref[1:]:
            children = elements(node)
            if not isinstance(step, int) or step >= len(children):
                return None
            node = children[step]
            if node.tag == self.w + "p":
                return node
        parent = node.getparent()
        return None if parent is None else next(parent.iter(self.w + "p"), None)

    def mark(self, paragraph: etree._Element, number: str) -> None:
        """Puts a comment on a whole paragraph; on an empty one it stands at a point.

        Where the paragraph is the first of a content control around paragraphs or cells, the comment ends behind the control:
        LibreOffice (7.4) drops the text of a control with a whole comment in it. Where no empty paragraph follows that can
        hold the end, the comment stands on the paragraph before the control, which is the question's label.
        """
        control = self._control_begun_by(paragraph)
        begin, end = paragraph, paragraph
        if control is not None:
            after = self._empty_paragraph_after(control)
            before = self._paragraph_before(paragraph)
            if after is not None:
                end = after
            elif before is not None:
                begin = before
                end = before
        w = self.w
        begin.insert(self._after_settings(begin), begin.makeelement(w + "commentRangeStart", {w + "id": number}))
        etree.SubElement(end, w + "commentRangeEnd").set(w + "id", number)
        etree.SubElement(etree.SubElement(end, w + "r"), w + "commentReference").set(w + "id", number)

    def _after_settings(self, paragraph: etree._Element) -> int:
        settings = paragraph.find(self.w + "pPr")
        return 0 if settings is None else paragraph.index(settings) + 1

    def _control_begun_by(self, paragraph: etree._Element) -> etree._Element | None:
        """The outermost content control around whole paragraphs, cells or tables whose first paragraph this is."""
        found = None
        for control in paragraph.iterancestors(self.w + "sdt"):
            content = control.find(self.w + "sdtContent")
            if content is None or next(content.iter(self.w + "p"), None) is not paragraph:
                break
            if content.find(self.w + "tr") is None:
                found = control
        return found

    def _empty_paragraph_after(self, control: etree._Element) -> etree._Element | None:
        """The empty paragraph that follows, also behind the table that ends with the control; None where something else does."""
        node: etree._Element | None = control
        while node is not None and node.tag != self.w + "body":
            following = node.getnext()
            while following is not None and local(following) in _POINTS:
                following = following.getnext()
            if following is not None:
                return following if following.tag == self.w + "p" and not self._has_words(following) else None
            node = node.getparent()
        return None

    def _paragraph_before(self, paragraph: etree._Element) -> etree._Element | None:
        """The nearest paragraph with words before this one that no control begins with."""
        body = self._root.find(self.w + "body")
        before: etree._Element | None = None
        for other in body.iter(self.w + "p") if body is not None else ():
            if other is paragraph:
                break
            in_box = next(other.iterancestors(self.w + "p"), None) is not None
            if not in_box and self._has_words(other) and self._control_begun_by(other) is None:
                before = other
        return before

    def _has_words(self, paragraph: etree._Element) -> bool:
        return any((text.text or "").strip() for text in paragraph.iter(self.w + "t"))

    def first(self) -> etree._Element:
        """The first paragraph with words in it, else the first, else a new one."""
        if self._first is None:
            self._first = self._find_first()
        return self._first

    def _find_first(self) -> etree._Element:
        paragraphs = [p for p in self._root.iter(self.w + "p") if not any(p.iterancestors(self.w + "p"))]
        for paragraph in paragraphs:
            if self._has_words(paragraph):
                return paragraph
        if paragraphs:
            return paragraphs[0]
        body = self._root.find(self.w + "body")
        if body is None:
            body = etree.SubElement(self._root, self.w + "body")
        paragraph = body.makeelement(self.w + "p")
        body.insert(0, paragraph)
        return paragraph


class _Comments:
    """The comments part, there already or new. Numbers go on from the highest that is used anywhere."""

    def __init__(self, patch: OfficePatch, main: str, story: _Story) -> None:
        part = next((r.part for r in patch.related(main) if r.kind == "comments" and r.part), "")
        if not part:
            new = f'<w:comments xmlns:w="{story.space}"/>'.encode()
            folder = main.rpartition("/")[0]
            part = patch.add(f"{folder}/comments.xml" if folder else "comments.xml", new, _COMMENTS_TYPE)
            patch.relate(main, "comments", part, strict=story.strict)
        self._root = patch.edit(part)
        self._w = f"{{{etree.QName(self._root).namespace}}}"
        if local(self._root) != "comments":
            raise damaged(patch.name, "its comments part holds something else")
        used = _used_numbers(self._root) | _used_numbers(patch.edit(main))
        self._next = max(used, default=-1) + 1

    def add(self, remark: Remark, moment: str, *, where: bool) -> str:
        """Adds a comment and gives its number."""
        number, w = str(self._next), self._w
        self._next += 1
        comment = etree.SubElement(self._root, w + "comment")
        for key, value in (("id", number), ("author", AUTHOR), ("date", moment), ("initials", "DAG")):
            comment.set(w + key, value)
        heading, *texts = remark.paragraphs
        if where and remark.where:
            texts.insert(0, remark.where)
        _comment_paragraph(comment, w, heading, bold=True)
        for text in texts:
            _comment_paragraph(comment, w, text)
        return number


def _comment_paragraph(comment: etree._Element, w: str, text: str, *, bold: bool = False) -> None:
    paragraph = etree.SubElement(comment, w + "p")
    if bold:
        etree.SubElement(etree.SubElement(paragraph, w + "r"), w + "annotationRef")
    run = etree.SubElement(paragraph, w + "r")
    look = etree.SubElement(run, w + "rPr")
    if bold:
        etree.SubElement(look, w + "b")
    etree.SubElement(look, w + "sz").set(w + "val", "20")
    words = etree.SubElement(run, w + "t")
    words.text = text
    words.set(_XML_SPACE, "preserve")


def _used_numbers(root: etree._Element) -> set[int]:
    numbers = set()
    for mark in _MARKS:
        for element in root.iter(f"{{*}}{mark}"):
            value = element.get(f"{{{etree.QName(element).namespace}}}id") or ""
            if value.isascii() and value.isdigit() and len(value) < 10:
                numbers.add(int(value))
    return numbers


def findings_document(title: str, about: str, remarks: Sequence[Remark]) -> bytes:
    """A new Word file with nothing but the remarks, for files that take no comments. `about` says what it is about."""
    root = etree.fromstring(f'<w:document xmlns:w="{_PLAIN}"><w:body/></w:document>')
    body, w = root[0], f"{{{_PLAIN}}}"
    _written(body, w, title, bold=True, size=32)
    _written(body, w, about, size=22)
    for number, remark in enumerate(remarks, 1):
        _written(body, w, f"{number}. {remark.where or 'The file as a whole'}", bold=True, size=24, before=240)
        heading, *texts = remark.paragraphs
        for text in (*texts, heading):
            _written(body, w, text, size=22)
    page = etree.SubElement(body, w + "sectPr")
    etree.SubElement(page, w + "pgSz", {w + "w": "11906", w + "h": "16838"})
    sides = {w + side: "1134" for side in ("top", "right", "bottom", "left")}
    etree.SubElement(page, w + "pgMar", {**sides, w + "header": "567", w + "footer": "567", w + "gutter": "0"})
    document = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return new_package({**_BLANK_PARTS, "word/document.xml": document})


def _written(body: etree._Element, w: str, text: str, *, bold: bool = False, size: int = 22, before: int = 0) -> None:
    paragraph = etree.SubElement(body, w + "p")
    settings = etree.SubElement(paragraph, w + "pPr")
    if before:
        etree.SubElement(settings, w + "keepNext")
    etree.SubElement(settings, w + "spacing", {w + "before": str(before), w + "after": "80"})
    run = etree.SubElement(paragraph, w + "r")
    look = etree.SubElement(run, w + "rPr")
    etree.SubElement(look, w + "rFonts", {w + "ascii": "Arial", w + "hAnsi": "Arial", w + "cs": "Arial"})
    if bold:
        etree.SubElement(look, w + "b")
    etree.SubElement(look, w + "sz").set(w + "val", str(size))
    words = etree.SubElement(run, w + "t")
    words.text = text
    words.set(_XML_SPACE, "preserve")


_BLANK_PARTS = {
    "[Content_Types].xml": (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        b'Target="word/document.xml"/></Relationships>'
    ),
}
