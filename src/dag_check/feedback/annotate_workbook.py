"""Marks cells in a copy of a workbook, with a note on each, and puts a sheet with all findings in front.

The package is patched: pictures, charts, threaded comments, drop-downs, macros and all that is not named here stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape

from lxml import etree

from dag_check.documents.guard import DEFAULT_LIMITS, Limits
from dag_check.documents.model import a1
from dag_check.feedback.office_patch import OfficePatch, damaged, elements, local, new_package
from dag_check.feedback.remarks import AUTHOR, Copy, Remark
from dag_check.feedback.workbook_patch import PLAIN, SheetPart, WorkbookPatch, cell_text

MOST_CELLS = 2_000
"""The most cells that one finding marks."""
_MUST, _OTHER = "FFFFD2A8", "FFFFF3B0"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# fmt: off
_BEFORE_LEGACY_DRAWING = frozenset((
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing",
))
# fmt: on
"""The elements of a sheet that must stand before its old-style drawing."""
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6}))?$")
_SIGNED = "The file was signed digitally: the signature does not hold for the annotated copy."
_NOTE = "A cell with a finding is coloured and has a note."

Cell = tuple[int, int]
"""Row and column, from 1."""
Box = tuple[int, int, int, int]
"""Top, left, bottom, right, from 1, inclusive."""


def annotate_workbook(
    name: str, data: bytes, remarks: Sequence[Remark], headline: str, limits: Limits = DEFAULT_LIMITS
) -> Copy:
    """A copy of a workbook (.xlsx, .xlsm, .xltx, Strict) with its cells marked and a first sheet that lists the remarks.

    `name` is what errors call the file, `headline` what stands over the list. Raises UnreadableFile for one that cannot be patched.
    """
    patch = OfficePatch(name, data, limits)
    workbook = WorkbookPatch(patch)
    by_sheet: dict[str, list[Remark]] = {}
    for remark in remarks:
        if remark.sheet and (remark.cells or remark.row):
            by_sheet.setdefault(remark.sheet, []).append(remark)
    placed, notes = 0, []
    for sheet_name, own in by_sheet.items():
        sheet = workbook.sheet(sheet_name)
        if sheet is not None and sheet.holds_cells:
            done = _Sheet(workbook, sheet).mark(own)
            placed += done[0]
            notes += done[1]
    if any(part.casefold().startswith("_xmlsignatures/") for part in patch.parts):
        notes.append(_SIGNED)
    workbook.add_first_sheet(headline, remarks, (_NOTE,) if placed else ())
    return Copy(patch.data(), placed, len(remarks) - placed, tuple(notes))


def findings_workbook(name: str, remarks: Sequence[Remark], headline: str, about: str) -> bytes:
    """A new workbook with nothing but the list of remarks, for files that take no marks. `about` says what it is about."""
    patch = OfficePatch(name, _blank_workbook())
    WorkbookPatch(patch).add_first_sheet(headline, remarks, (about,))
    return patch.data()


class _Sheet:
    """One sheet in the making."""

    def __init__(self, workbook: WorkbookPatch, sheet: SheetPart) -> None:
        self._workbook, self._patch, self._part, self._name = workbook, workbook.patch, sheet.part, sheet.name
        self._root = self._patch.edit(sheet.part)
        self._s = f"{{{etree.QName(self._root).namespace}}}"
        data = self._root.find(self._s + "sheetData")
        if data is None:
            raise damaged(self._patch.name, f'its sheet "{sheet.name}" holds no cells')
        self._rows = _Rows(data, self._s, self._root)
        self._merged: dict[Cell, Cell] = {}
        self._wide: list[Box] = []
        for merge in self._root.iter(self._s + "mergeCell"):
            for box in boxes_of(merge.get("ref") or ""):
                self._remember(box)

    def _remember(self, box: Box) -> None:
        """Keeps a merged range by its cells, a vast one as it is."""
        top, left, bottom, right = box
        if (bottom - top + 1) * (right - left + 1) > 200:
            self._wide.append(box)
            return
        for row in range(top, bottom + 1):
            for col in range(left, right + 1):
                self._merged[row, col] = (top, left)

    def mark(self, remarks: Sequence[Remark]) -> tuple[int, list[str]]:
        """Colours the cells of the remarks and gives the first of each a note. Gives how many have a place, and what is to be said."""
        texts: dict[Cell, list[Remark]] = {}
        colours: dict[Cell, str] = {}
        placed = 0
        for remark in remarks:
            cells = list(self._cells(remark))
            if not cells:
                continue
            placed += 1
            texts.setdefault(cells[0], []).append(remark)
            colour = _MUST if remark.severity == "error" else _OTHER
            for cell in cells:
                if colours.get(cell) != _MUST:
                    colours[cell] = colour
        for cell, colour in sorted(colours.items()):
            element = self._rows.cell(*cell)
            style = element.get("s") or "0"
            number = int(style) if style.isascii() and style.isdigit() else 0
            element.set("s", str(self._workbook.styles.with_fill(number, colour)))
        return placed, self._note(texts)

    def _cells(self, remark: Remark) -> Iterator[Cell]:
        """The cells to mark, of a merged range its first."""
        boxes = boxes_of(remark.cells or "")
        if not boxes and remark.row:
            boxes = [(remark.row, self._rows.first_column(remark.row)) * 2]
        seen: dict[Cell, None] = {}
        for top, left, bottom, right in boxes:
            for row in range(top, bottom + 1):
                for col in range(left, right + 1):
                    seen[self._shown(row, col)] = None
                    if len(seen) >= MOST_CELLS:
                        break
                if len(seen) >= MOST_CELLS:
                    break
        yield from seen

    def _shown(self, row: int, col: int) -> Cell:
        if (row, col) in self._merged:
            return self._merged[row, col]
        for top, left, bottom, right in self._wide:
            if top <= row <= bottom and left <= col <= right:
                return top, left
        return row, col

    # Notes.

    def _note(self, texts: dict[Cell, list[Remark]]) -> list[str]:
        comments = self._comments()
        there = {comment.get("ref"): comment for comment in comments.iter("{*}comment")}
        authors = [author.text or "" for author in comments.iter("{*}author")]
        new, left = [], []
        for cell, remarks in sorted(texts.items()):
            ref = a1(*cell)
            if ref not in there:
                new.append((cell, remarks))
            elif _author(there[ref], authors).startswith("tc="):
                left.append(ref)
            else:
                self._lengthen(there[ref], remarks)
        if new:
            shapes = _shapes(self._vml(), [(cell, _length(remarks)) for cell, remarks in new])
            if shapes is None:
                return [f'The sheet "{self._name}" takes no further notes: its cells are coloured only.']
            self._patch.put(self._vml_part, shapes)
            self._write(comments, authors, new)
        if not left:
            return []
        named = ", ".join(left[:10]) + (" and others" if len(left) > 10 else "")
        return [
            f'Cells of the sheet "{self._name}" that have a comment thread have no note beside it, and are coloured only: {named}.'
        ]

    def _comments(self) -> etree._Element:
        related = {relation.kind: relation.part for relation in self._patch.related(self._part)}
        part = related.get("comments")
        if not part:
            data = f'<comments xmlns="{self._s[1:-1]}"><authors/><commentList/></comments>'.encode()
            part = self._patch.add(self._workbook.path("comments1.xml"), data, _COMMENTS_TYPE)
            self._patch.relate(self._part, "comments", part, strict=self._workbook.strict)
        return self._patch.edit(part)

    def _write(
        self, comments: etree._Element, authors: Sequence[str], new: Sequence[tuple[Cell, list[Remark]]]
    ) -> None:
        s = f"{{{etree.QName(comments).namespace}}}"
        names, listed = comments.find(s + "authors"), comments.find(s + "commentList")
        if names is None:
            names = comments.makeelement(s + "authors")
            comments.insert(0, names)
        if listed is None:
            listed = comments.makeelement(s + "commentList")
            comments.insert(comments.index(names) + 1, listed)
        if AUTHOR not in authors:
            etree.SubElement(names, s + "author").text = AUTHOR
        author = str(list(authors).index(AUTHOR) if AUTHOR in authors else len(authors))
        for cell, remarks in new:
            comment = etree.SubElement(listed, s + "comment", ref=a1(*cell), authorId=author)
            text = etree.SubElement(comment, s + "text")
            for number, remark in enumerate(remarks):
                _runs(text, s, remark, "\n\n" if number else "")

    def _lengthen(self, comment: etree._Element, remarks: Sequence[Remark]) -> None:
        """Adds to a note that the applicant left, as a cell has but one."""
        s = f"{{{etree.QName(comment).namespace}}}"
        text = comment.find(s + "text")
        if text is None:
            text = etree.SubElement(comment, s + "text")
        plain = text.find(s + "t")
        if plain is not None:
            words = plain.text or ""
            text.remove(plain)
            _run(text, s, words, at=0)
        for remark in remarks:
            _runs(text, s, remark, f"\n\n{AUTHOR}: ")

    # The drawing that holds the shapes of notes.

    def _vml(self) -> bytes:
        """The sheet's old-style drawing, new where it has none; `_vml_part` is its name."""
        r = self._workbook.r
        drawing = self._root.find(self._s + "legacyDrawing")
        targets = {relation.id: relation.part for relation in self._patch.related(self._part)}
        part = targets.get(drawing.get(r + "id") or "", "") if drawing is not None else ""
        if not part:
            self._patch.declare_extension("vml", _VML_TYPE)
            part = self._patch.add(self._workbook.path("drawings/vmlDrawing1.vml"), _BLANK_VML)
            rel = self._patch.relate(self._part, "vmlDrawing", part, strict=self._workbook.strict)
            if drawing is None:
                drawing = self._root.makeelement(self._s + "legacyDrawing")
                last = max((i for i, e in enumerate(self._root) if local(e) in _BEFORE_LEGACY_DRAWING), default=-1)
                self._root.insert(last + 1, drawing)
            drawing.set(r + "id", rel)
        self._vml_part = part
        return self._patch.read(part)


class _Rows:
    """The rows and cells of a sheet, found or made in their order."""

    def __init__(self, data: etree._Element, s: str, root: etree._Element) -> None:
        self._data, self._s = data, s
        self._numbers: list[int] = []
        self._elements: list[etree._Element] = []
        self._cells: dict[int, dict[int, etree._Element]] = {}
        number = 0
        for row in elements(data):
            number = _number(row.get("r")) or number + 1
            self._numbers.append(number)
            self._elements.append(row)
        if self._numbers != sorted(self._numbers):
            order = sorted(range(len(self._numbers)), key=self._numbers.__getitem__)
            self._elements = [self._elements[i] for i in order]
            self._numbers.sort()
        self._columns = [
            (_number(col.get("min")), _number(col.get("max")), col.get("style") or "") for col in root.iter(s + "col")
        ]

    def cell(self, row: int, col: int) -> etree._Element:
        """The cell's element; a new one takes the look of its row or column."""
        element = self._row(row)
        cells = self._of(row, element)
        if col not in cells:
            new = element.makeelement(self._s + "c", {"r": a1(row, col)})
            style = element.get("s") if element.get("customFormat") in ("1", "true") else self._column_style(col)
            if style:
                new.set("s", style)
            after = [other for other in cells if other < col]
            element.insert(element.index(cells[max(after)]) + 1 if after else 0, new)
            element.attrib.pop("spans", "")
            cells[col] = new
        return cells[col]

    def first_column(self, row: int) -> int:
        """The first column with a cell in a row; 1 for an empty row."""
        at = bisect_left(self._numbers, row)
        if at == len(self._numbers) or self._numbers[at] != row:
            return 1
        return min(self._of(row, self._elements[at]), default=1)

    def _row(self, number: int) -> etree._Element:
        at = bisect_left(self._numbers, number)
        if at < len(self._numbers) and self._numbers[at] == number:
            return self._elements[at]
        new = self._data.makeelement(self._s + "row", {"r": str(number)})
        position = self._data.index(self._elements[at - 1]) + 1 if at else 0
        self._data.insert(position, new)
        self._numbers.insert(at, number)
        self._elements.insert(at, new)
        return new

    def _of(self, row: int, element: etree._Element) -> dict[int, etree._Element]:
        if row not in self._cells:
            cells: dict[int, etree._Element] = {}
            col = 0
            for cell in elements(element):
                boxes = boxes_of(cell.get("r") or "")
                col = boxes[0][1] if boxes else col + 1
                cells.setdefault(col, cell)
            self._cells[row] = cells
        return self._cells[row]

    def _column_style(self, col: int) -> str:
        return next((style for first, last, style in self._columns if first <= col <= last and style), "")


def boxes_of(cells: str) -> list[Box]:
    """The ranges that a reference like "F12", "F12:F20" or "F12, F14:F15" names; what is none is left out."""
    boxes = []
    for part in re.split(r"[\s,;]+", cells):
        match = _RANGE.match(part)
        if match:
            left, top = _column(match[1]), int(match[2])
            right, bottom = (_column(match[3]), int(match[4])) if match[3] else (left, top)
            if max(left, right) <= 16_384 and max(top, bottom) <= 1_048_576:
                boxes.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))
    return boxes


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _author(comment: etree._Element, authors: Sequence[str]) -> str:
    number = _number(comment.get("authorId"))
    return authors[number] if number < len(authors) else ""


def _runs(text: etree._Element, s: str, remark: Remark, before: str) -> None:
    heading, *rest = remark.paragraphs
    _run(text, s, before + heading, bold=True)
    _run(text, s, "\n" + "\n".join(rest))


def _run(text: etree._Element, s: str, words: str, *, bold: bool = False, at: int | None = None) -> None:
    run = text.makeelement(s + "r")
    text.insert(len(text) if at is None else at, run)
    look = etree.SubElement(run, s + "rPr")
    if bold:
        etree.SubElement(look, s + "b")
    etree.SubElement(look, s + "sz", val="9")
    etree.SubElement(look, s + "rFont", val="Tahoma")
    etree.SubElement(look, s + "family", val="2")
    content = etree.SubElement(run, s + "t")
    content.text = cell_text(words)
    content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _length(remarks: Sequence[Remark]) -> int:
    """About how many lines a note has, at 48 characters a line."""
    return sum(1 + len(text) // 48 for remark in remarks for text in (*remark.paragraphs, ""))


_SPACES = (
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
)
_BLANK_VML = (
    "<xml " + " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES) + ">"
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
).encode()
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"{spaces}>'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:260pt;height:{height}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"{spaces}>'
    '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>"
)


def _shapes(vml: bytes, notes: Sequence[tuple[Cell, int]]) -> bytes | None:
    """The drawing with a shape for every note. None where it is written in a way that takes none.

    Such drawings are often not quite XML, so they are changed as text.
    """
    end = vml.rfind(b"</xml>")
    if end < 0:
        return None
    missing = [(prefix, space) for prefix, space in _SPACES if f'xmlns:{prefix}="{space}"'.encode() not in vml]
    spaces = "".join(f' xmlns:{prefix}="{escape(space)}"' for prefix, space in missing)
    used = [int(number) for number in re.findall(rb"_x0000_s([0-9]{1,8})\b", vml)]
    blocks = re.search(rb'(<o:idmap\b[^>]*\bdata=")([0-9,]*)(")', vml)
    own = [int(block) for block in blocks[2].split(b",") if block] if blocks else []
    first = max([*used, max(own, default=1) * 1024]) + 1
    shapes = [] if b'id="_x0000_t202"' in vml else [_SHAPE_TYPE.format(spaces=spaces)]
    for order, ((row, col), lines) in enumerate(notes):
        shapes.append(
            _SHAPE.format(
                number=first + order,
                order=len(used) + order + 1,
                height=min(24 + 12 * lines, 400),
                row=row - 1,
                col=col - 1,
                spaces=spaces,
            )
        )
    vml = vml[:end] + "".join(shapes).encode() + vml[end:]
    if blocks:
        needed = {number // 1024 for number in range(first, first + len(notes))} | set(own)
        listed = ",".join(str(block) for block in sorted(needed)).encode()
        vml = vml[: blocks.start(2)] + listed + vml[blocks.end(2) :]
    return vml


def _blank_workbook() -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return new_package(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{package}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{PLAIN}" xmlns:r="{office}"><bookViews><workbookView/></bookViews><sheets/></workbook>'
            ).encode(),
        }
    )
