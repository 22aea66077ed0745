"""Reads .xlsx, .xlsm and .xltx: finds the parts of the package, reads their styles and threaded comments, and notes what is amiss.

The sheets are streamed by xlsx_cells.py and kept sparsely; their declared dimensions are never looked at, as they may claim the
whole sheet. A library that lays a sheet out as one box asks for hundreds of gigabytes where somebody left a stray cell at
XFD1048576, and takes the process with it.
"""

from __future__ import annotations

from lxml import etree

from dag_check.documents.guard import Limits, Package
from dag_check.documents.model import Note, Sheet, Workbook
from dag_check.documents.number_formats import DateKind, built_in_kind, date_kind
from dag_check.documents.office_package import (
    OfficePackage,
    Relation,
    damaged,
    hidden_sheets_note,
    missing_results_note,
)
from dag_check.documents.sheet_builder import CellBudget, SheetBuilder
from dag_check.documents.xlsx_cells import (
    CellContext,
    Styles,
    is_on,
    parse_reference,
    read_notes,
    read_shared_texts,
    read_sheet,
    unescape,
)


def read_xlsx(name: str, package: Package, limits: Limits) -> Workbook:
    """The workbook in a package that was checked. Raises UnreadableFile (corrupt, too_large, unsafe, encrypted)."""
    office = OfficePackage(name, package, limits)
    main = office.main_part("xl/workbook.xml", "workbook.xml")
    relations = office.relations(main)
    root = office.xml(main)
    texts = office.related(main, relations, "sharedStrings")
    context = CellContext(
        styles=_read_styles(office, office.related(main, relations, "styles")),
        texts=read_shared_texts(name, texts, office.read(texts)) if texts in office else [],
        from_1904=any(is_on(element.get("date1904")) for element in root.iter("{*}workbookPr")),
    )
    sheets, unread = _read_sheets(office, context, root, relations)
    notes = [
        *office.package_notes(),
        *hidden_sheets_note([sheet.name for sheet in sheets if not sheet.visible]),
        *missing_results_note(context.without_result, context.without_result_count),
        *unread,
        *_lost_texts_note(name, context),
    ]
    return Workbook(name, "xlsx", tuple(sheets), tuple(notes), office.properties())


def _read_sheets(
    office: OfficePackage, context: CellContext, root: etree._Element, relations: dict[str, Relation]
) -> tuple[list[Sheet], list[Note]]:
    sheets: list[Sheet] = []
    unread: list[str] = []
    budget = CellBudget(office.name)
    persons = read_persons(office)
    for position, element in enumerate(root.iterfind("{*}sheets/{*}sheet"), start=1):
        title = unescape(element.get("name") or f"Sheet{position}")
        relation = relations.get(_relation_id(element))
        if relation is not None and relation.kind != "worksheet":
            continue  # a chart sheet, a dialogue or a macro sheet: no cells
        part = relation.part if relation is not None else f"xl/worksheets/sheet{position}.xml"
        if part not in office:
            unread.append(title)
            continue
        visible = element.get("state", "visible") not in ("hidden", "veryHidden")
        builder = SheetBuilder(title, budget, visible=visible)
        read_sheet(office.name, part, office.read(part), context, builder)
        _read_comments(office, part, persons, builder)
        sheets.append(builder.build())
    return sheets, office.unread_sheets_note(unread, found=len(sheets))


def _relation_id(element: etree._Element) -> str:
    for key, value in element.attrib.items():
        name = str(key)
        if name.endswith("}id") and "relationships" in name:
            return str(value)
    return ""


def _lost_texts_note(name: str, context: CellContext) -> list[Note]:
    if not context.lost_texts:
        return []
    if not context.texts:
        raise damaged(name, "the texts of its cells are missing (its list of shared strings)")
    return [Note("lost_texts", f"The file is damaged: the texts of {context.lost_texts:,} cells are no longer in it.")]


def _read_styles(office: OfficePackage, part: str) -> Styles:
    """The styles; a workbook without them still has its values."""
    styles = Styles()
    if part not in office:
        return styles
    root = office.xml(part)
    codes = {
        element.get("numFmtId", ""): element.get("formatCode", "") for element in root.iterfind("{*}numFmts/{*}numFmt")
    }
    struck_fonts = {
        str(number)
        for number, font in enumerate(root.iterfind("{*}fonts/{*}font"))
        if any(is_on(element.get("val", "1")) for element in font.iterfind("{*}strike"))
    }
    for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        styles.kinds.append(_kind_of(style.get("numFmtId", "0"), codes))
        if style.get("fontId", "0") in struck_fonts:
            styles.struck.add(number)
    return styles


def _kind_of(number: str, codes: dict[str, str]) -> DateKind | None:
    if number in codes:
        return date_kind(codes[number])
    return built_in_kind(int(number)) if number.isascii() and number.isdigit() else None


def read_persons(office: OfficePackage) -> dict[str, str]:
    """The names of those who wrote threaded comments, by id."""
    persons: dict[str, str] = {}
    for part in office.parts:
        if "/persons/" in f"/{part}" and part.endswith(".xml"):
            for person in office.xml(part).iter("{*}person"):
                persons[person.get("id", "")] = person.get("displayName", "")
    return persons


def _read_comments(office: OfficePackage, sheet_part: str, persons: dict[str, str], builder: SheetBuilder) -> None:
    relations = office.relations(sheet_part)
    threads = read_threaded_comments(office, relations, persons, builder)
    for relation in relations.values():
        if relation.kind == "comments" and relation.part in office:
            read_notes(office.name, relation.part, office.read(relation.part), builder, threads=threads)


def read_threaded_comments(
    office: OfficePackage, relations: dict[str, Relation], persons: dict[str, str], builder: SheetBuilder
) -> bool:
    """Takes the threaded comments of a sheet; gives whether there are any."""
    parts = [relation.part for relation in relations.values() if relation.kind == "threadedComment"]
    parts = [part for part in parts if part in office]
    for part in parts:
        for comment in office.xml(part).iterfind("{*}threadedComment"):
            place = parse_reference(comment.get("ref", ""))
            if place:
                text = "".join(piece.text or "" for piece in comment.iterfind("{*}text"))
                builder.comment(*place, persons.get(comment.get("personId", ""), ""), unescape(text))
    return bool(parts)
