"""The parts of a workbook that annotating changes beside its sheets: its list of sheets, its styles, and the sheet of feedback.

Which cells are marked, and their notes, are annotate_workbook's.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from dag_check.documents.model import column_letters
from dag_check.feedback.office_patch import OFFICE, OFFICE_STRICT, OfficePatch, damaged, elements, local
from dag_check.feedback.remarks import TITLE, Remark

PLAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SELECTED = re.compile(rb"""\btabSelected\s*=\s*(["'])(?:1|true)\1""")
_HEAD = 20_000
"""How many bytes at the start of a sheet may hold its views."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_MINIMAL_STYLES = (
    '<styleSheet xmlns="{space}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook: its name, its part and whether cells can stand on it (not so on a chart sheet)."""

    name: str
    part: str
    holds_cells: bool


class WorkbookPatch:
    """A workbook in the making. Raises UnreadableFile for one that cannot be patched."""

    def __init__(self, patch: OfficePatch) -> None:
        self.patch = patch
        self.main = patch.main_part("xl/workbook.xml")
        if not self.main.casefold().endswith(".xml"):
            raise damaged(patch.name, "it is a binary workbook")
        if any("/revisions/" in f"/{part.casefold()}" for part in patch.parts):
            raise damaged(patch.name, "it is shared, with its changes tracked inside it")
        self.root = patch.edit(self.main)
        self.space = etree.QName(self.root).namespace or ""
        if local(self.root) != "workbook" or self.space not in (PLAIN, STRICT):
            raise damaged(patch.name, "its main part is no workbook")
        self.strict = self.space == STRICT
        self.s = f"{{{self.space}}}"
        self.r = f"{{{(OFFICE_STRICT if self.strict else OFFICE)[:-1]}}}"
        self.folder = self.main.rpartition("/")[0]
        self.sheets = self._sheets()
        self.styles = _Styles(self._styles_root(), self.s)

    def path(self, below: str) -> str:
        """A part's name in the workbook's own folder."""
        return f"{self.folder}/{below}" if self.folder else below

    def sheet(self, name: str) -> SheetPart | None:
        """The sheet of that name."""
        exact = (sheet for sheet in self.sheets if sheet.name == name)
        loose = (sheet for sheet in self.sheets if sheet.name.strip() == name.strip())
        return next(exact, None) or next(loose, None)

    def add_first_sheet(self, headline: str, remarks: Sequence[Remark], notes: Sequence[str]) -> None:
        """Puts the sheet with the findings in front of all others, and opens the workbook at it."""
        data = _feedback_sheet(self, headline, remarks, notes)
        part = self.patch.add(self.path("worksheets/sheet1.xml"), data, f"{_MAIN}worksheet+xml")
        rel = self.patch.relate(self.main, "worksheet", part, strict=self.strict)
        sheets = self.root.find(self.s + "sheets")
        assert sheets is not None  # _sheets looked
        numbers = [int(n) for sheet in elements(sheets) if (n := sheet.get("sheetId") or "").isdigit()]
        entry = sheets.makeelement(
            self.s + "sheet", {"name": self._free_name(), "sheetId": str(max(numbers, default=0) + 1)}
        )
        entry.set(self.r + "id", rel)
        sheets.insert(0, entry)
        for name in self.root.iter(self.s + "definedName"):
            index = name.get("localSheetId") or ""
            if index.isdigit():
                name.set("localSheetId", str(int(index) + 1))
        for view in self.root.iter(self.s + "workbookView"):
            view.set("activeTab", "0")
            view.attrib.pop("firstSheet", "")
        for sheet in self.sheets:
            self._deselect(sheet.part)

    def _sheets(self) -> list[SheetPart]:
        listed = self.root.find(self.s + "sheets")
        if listed is None:
            raise damaged(self.patch.name, "it lists no sheets")
        targets = {relation.id: relation for relation in self.patch.related(self.main)}
        found = []
        for sheet in elements(listed):
            related = targets.get(sheet.get(self.r + "id") or "")
            if related is not None and related.part:
                found.append(SheetPart(sheet.get("name") or "", related.part, related.kind == "worksheet"))
        return found

    def _styles_root(self) -> etree._Element:
        part = next((r.part for r in self.patch.related(self.main) if r.kind == "styles" and r.part), "")
        if not part:
            data = _MINIMAL_STYLES.format(space=self.space).encode()
            part = self.patch.add(self.path("styles.xml"), data, f"{_MAIN}styles+xml")
            self.patch.relate(self.main, "styles", part, strict=self.strict)
        return self.patch.edit(part)

    def _free_name(self) -> str:
        taken = {sheet.name.casefold() for sheet in self.sheets}
        number, name = 1, TITLE
        while name.casefold() in taken:
            number += 1
            name = f"{TITLE} {number}"
        return name

    def _deselect(self, part: str) -> None:
        """Two selected sheets are a group in which Excel edits both at once: only the first stays selected."""
        data = self.patch.read(part)
        head = _SELECTED.sub(b'tabSelected="0"', data[:_HEAD])
        if head != data[:_HEAD]:
            self.patch.put(part, head + data[_HEAD:])


class _Styles:
    """The workbook's styles, to which looks are added."""

    def __init__(self, root: etree._Element, s: str) -> None:
        self._root, self._s = root, s
        self._formats = self._list("cellXfs")
        if not len(self._formats):
            self._append(
                self._formats, f'<xf xmlns="{s[1:-1]}" numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
            )
        self._fills: dict[str, int] = {}
        self._marked: dict[tuple[int, str], int] = {}

    def with_fill(self, style: int, colour: str) -> int:
        """The number of a format that is like another, on a background of that colour (ARGB)."""
        formats = elements(self._formats)
        style = style if 0 <= style < len(formats) else 0
        if (style, colour) not in self._marked:
            look = copy.deepcopy(formats[style])
            look.set("fillId", str(self._fill(colour)))
            look.set("applyFill", "1")
            self._marked[style, colour] = self._add(self._formats, look)
        return self._marked[style, colour]

    def text(self, font: str = "", *, fill: str = "", wrap: bool = True) -> int:
        """The number of a new format for text; `font` is the inside of a font element."""
        font_number = self._append(self._list("fonts"), f'<font xmlns="{self._space}">{font}</font>') if font else 0
        wraps = '<alignment vertical="top" wrapText="1"/>' if wrap else '<alignment vertical="top"/>'
        look = (
            f'<xf xmlns="{self._space}" numFmtId="0" fontId="{font_number}" fillId="{self._fill(fill) if fill else 0}" '
            f'borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">{wraps}</xf>'
        )
        return self._append(self._formats, look)

    @property
    def _space(self) -> str:
        return self._s[1:-1]

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            self._fills[colour] = self._append(
                self._list("fills"),
                f'<fill xmlns="{self._space}"><patternFill patternType="solid"><fgColor rgb="{colour}"/>'
                '<bgColor indexed="64"/></patternFill></fill>',
            )
        return self._fills[colour]

    def _list(self, name: str) -> etree._Element:
        """One of the lists that styles consist of; a missing one is put where its kind belongs."""
        found = self._root.find(self._s + name)
        if found is None:
            order = ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs"]
            before = set(order[: order.index(name)])
            at = 1 + max((i for i, child in enumerate(self._root) if local(child) in before), default=-1)
            found = self._root.makeelement(self._s + name)
            self._root.insert(at, found)
            first = {
                "fonts": '<font xmlns="{}"><sz val="11"/><name val="Calibri"/></font>',
                "fills": '<fill xmlns="{}"><patternFill patternType="none"/></fill>',
            }
            if name in first:
                self._append(found, first[name].format(self._space))
            if name == "fills":
                self._append(found, f'<fill xmlns="{self._space}"><patternFill patternType="gray125"/></fill>')
        return found

    def _append(self, to: etree._Element, xml: str) -> int:
        return self._add(to, etree.fromstring(xml))

    @staticmethod
    def _add(to: etree._Element, element: etree._Element) -> int:
        to.append(element)
        count = len(elements(to))
        to.set("count", str(count))
        return count - 1


def cell_text(text: str) -> str:
    """Text as a workbook stores it: what looks like one of its escapes ("_x000D_") is no escape."""
    return _ESCAPE.sub("_x005F_", text)


_COLUMNS = (("No.", 6), ("Priority", 18), ("Where", 46), ("What is wrong", 60), ("What to do", 60), ("Rule", 10))
_TOP = 5
"""The row of the headings."""


def _feedback_sheet(workbook: WorkbookPatch, headline: str, remarks: Sequence[Remark], notes: Sequence[str]) -> bytes:
    """The sheet with the findings. Everything on it is text, so that nothing in it is ever worked out as a formula."""
    s, styles = workbook.s, workbook.styles
    font = '<sz val="{}"/>{}<name val="Calibri"/><family val="2"/>'
    title = styles.text("<b/>" + font.format(16, ""), wrap=False)
    loose = styles.text(wrap=False)
    heading = styles.text("<b/>" + font.format(11, '<color rgb="FFFFFFFF"/>'), fill="FF1D4F7C")
    body = styles.text()
    link = styles.text("<u/>" + font.format(11, '<color rgb="FF0B4EA2"/>'))

    root = etree.fromstring(f'<worksheet xmlns="{workbook.space}"/>')
    properties = etree.SubElement(root, s + "sheetPr")
    etree.SubElement(properties, s + "tabColor").set("rgb", "FF1D4F7C")
    etree.SubElement(properties, s + "pageSetUpPr").set("fitToPage", "1")
    view = etree.SubElement(etree.SubElement(root, s + "sheetViews"), s + "sheetView")
    view.set("showGridLines", "0")
    view.set("tabSelected", "1")
    view.set("workbookViewId", "0")
    etree.SubElement(
        view,
        s + "pane",
        ySplit=str(_TOP),
        topLeftCell=f"A{_TOP + 1}",
        activePane="bottomLeft",
        state="frozen",
    )
    etree.SubElement(view, s + "selection", pane="bottomLeft", activeCell=f"A{_TOP + 1}", sqref=f"A{_TOP + 1}")
    etree.SubElement(root, s + "sheetFormatPr").set("defaultRowHeight", "15")
    cols = etree.SubElement(root, s + "cols")
    for number, (_, width) in enumerate(_COLUMNS, 1):
        etree.SubElement(
            cols, s + "col", min=str(number), max=str(number), width=str(width), style=str(body), customWidth="1"
        )
    rows = etree.SubElement(root, s + "sheetData")
    _row(rows, s, 1, [(TITLE, title)])
    rows[0].set("ht", "24")
    rows[0].set("customHeight", "1")
    _row(rows, s, 2, [(headline, loose)])
    _row(rows, s, 3, [(" ".join(notes), loose)] if notes else [])
    _row(rows, s, _TOP, [(text, heading) for text, _ in _COLUMNS])
    links = []
    for number, remark in enumerate(remarks, 1):
        row = _TOP + number
        target = _target(workbook, remark)
        where = remark.where or "The file as a whole"
        texts = (str(number), remark.priority, where, remark.message, remark.advice, remark.code)
        looks = (body, body, link if target else body, body, body, body)
        _row(rows, s, row, list(zip(texts, looks, strict=True)), tall=True)
        if target:
            links.append((f"C{row}", target))
    if links:
        listed = etree.SubElement(root, s + "hyperlinks")
        for cell, target in links:
            etree.SubElement(listed, s + "hyperlink", ref=cell, location=target)
    etree.SubElement(
        root, s + "pageMargins", left="0.5", right="0.5", top="0.6", bottom="0.6", header="0.3", footer="0.3"
    )
    etree.SubElement(root, s + "pageSetup", paperSize="9", orientation="landscape", fitToWidth="1", fitToHeight="0")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _row(rows: etree._Element, s: str, number: int, cells: Sequence[tuple[str, int]], *, tall: bool = False) -> None:
    """A row of texts. A `tall` one gets the height that its wrapped texts need, as not every program works that out."""
    row = etree.SubElement(rows, s + "row", r=str(number))
    if tall:
        lines = max(
            1 + sum(len(line) // max(int(width * 0.88), 1) for line in text.split("\n"))
            for (text, _), (_, width) in zip(cells, _COLUMNS, strict=False)
        )
        row.set("ht", str(min(15 * lines + 3, 400)))
        row.set("customHeight", "1")
    for col, (text, style) in enumerate(cells, 1):
        cell = etree.SubElement(row, s + "c", r=f"{column_letters(col)}{number}", s=str(style), t="inlineStr")
        words = etree.SubElement(etree.SubElement(cell, s + "is"), s + "t")
        words.text = cell_text(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _target(workbook: WorkbookPatch, remark: Remark) -> str:
    """Where a remark's link leads: the first of its cells; "" without one on a sheet of this workbook."""
    sheet = workbook.sheet(remark.sheet) if remark.sheet else None
    if sheet is None or not sheet.holds_cells:
        return ""
    match = re.match(r"[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?", remark.cells or "")
    cells = match.group() if match else f"A{remark.row}" if remark.row else "A1"
    quoted = sheet.name.replace("'", "''")
    return f"'{quoted}'!{cells}"
