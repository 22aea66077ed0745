"""Reads .xlsb, the binary form of .xlsx: its parts are records ([MS-XLSB]) instead of XML, its relationships the same.

Cells are kept sparsely, as in xlsx.py. Classic notes are read; strike-through is by cell style only, not by runs within a text.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from dag_check.documents.guard import Limits, Package
from dag_check.documents.model import CellValue, Sheet, Workbook, a1
from dag_check.documents.number_formats import DateKind, built_in_kind, date_kind, from_serial
from dag_check.documents.office_package import (
    OfficePackage,
    damaged,
    hidden_sheets_note,
    missing_results_note,
)
from dag_check.documents.records import ERRORS, plain_number, rk_number
from dag_check.documents.sheet_builder import LAST_COL, LAST_ROW, CellBudget, SheetBuilder
from dag_check.documents.xlsx import read_persons, read_threaded_comments

_ROW, _SHARED_TEXT, _COLUMN, _MERGED = 0, 19, 60, 176
_FONT, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 43, 44, 47, 617, 618
_SHEET, _WORKBOOK_PROPERTIES = 156, 153
_COMMENT_AUTHOR, _COMMENT, _COMMENT_TEXT = 632, 635, 637
_RK, _ERROR, _BOOLEAN, _REAL, _TEXT, _INDEXED = 2, 3, 4, 5, 6, 7
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_BOOLEAN, _FORMULA_ERROR, _RICH_TEXT = 8, 9, 10, 11, 62


@dataclass(slots=True)
class _Context:
    texts: list[str] = field(default_factory=list)
    kinds: list[DateKind | None] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    from_1904: bool = False
    without_result: list[str] = field(default_factory=list)


def read_xlsb(name: str, package: Package, limits: Limits) -> Workbook:
    """The workbook in a package that was checked. Raises UnreadableFile (corrupt, too_large, unsafe)."""
    office = OfficePackage(name, package, limits)
    try:
        return _read(office)
    except (struct.error, IndexError) as error:
        raise damaged(name, "one of its records is cut off") from error


def _read(office: OfficePackage) -> Workbook:
    main = office.main_part("xl/workbook.bin")
    relations = office.relations(main)
    context = _Context()
    _read_styles(office, office.related(main, relations, "styles"), context)
    texts = office.related(main, relations, "sharedStrings")
    if texts in office:
        context.texts = [_wide(body, 1)[0] for kind, body in _records(office.read(texts)) if kind == _SHARED_TEXT]
    listed: list[tuple[str, str, bool]] = []
    for kind, body in _records(office.read(main)):
        if kind == _WORKBOOK_PROPERTIES and body:
            context.from_1904 = bool(body[0] & 1)
        elif kind == _SHEET:
            relation_id, end = _wide(body, 8)
            listed.append((_wide(body, end)[0], relation_id, struct.unpack_from("<I", body)[0] == 0))
    persons = read_persons(office)
    budget = CellBudget(office.name)
    sheets: list[Sheet] = []
    unread: list[str] = []
    for title, relation_id, visible in listed:
        relation = relations.get(relation_id)
        if relation is not None and relation.kind != "worksheet":
            continue
        if relation is None or relation.part not in office:
            unread.append(title)
            continue
        builder = SheetBuilder(title, budget, visible=visible)
        _read_sheet(office.read(relation.part), context, builder)
        of_sheet = office.relations(relation.part)
        threads = read_threaded_comments(office, of_sheet, persons, builder)
        for part in (each.part for each in of_sheet.values() if each.kind == "comments" and each.part in office):
            _read_notes(office.read(part), builder, threads=threads)
        sheets.append(builder.build())
    notes = [
        *office.package_notes(),
        *hidden_sheets_note([sheet.name for sheet in sheets if not sheet.visible]),
        *missing_results_note(context.without_result[:5], len(context.without_result)),
        *office.unread_sheets_note(unread, found=len(sheets)),
    ]
    return Workbook(office.name, "xlsb", tuple(sheets), tuple(notes), office.properties())


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: type and body. Type and length are written in bytes of seven bits."""
    position = 0
    end = len(data)
    while position < end:
        kind = data[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[position] & 0x7F) << 7
            position += 1
        length = 0
        for shift in (0, 7, 14, 21):
            byte = data[position]
            position += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if position + length > end:
            raise IndexError("record cut off")
        yield kind, data[position : position + length]
        position += length


def _wide(body: bytes, start: int) -> tuple[str, int]:
    """A text with its length before it, and the place after it; a null text is ""."""
    length = struct.unpack_from("<I", body, start)[0]
    start += 4
    if length == 0xFFFFFFFF:
        return "", start
    end = start + 2 * length
    if end > len(body):
        raise IndexError("text cut off")
    return body[start:end].decode("utf-16-le", "replace"), end


def _read_styles(office: OfficePackage, part: str, context: _Context) -> None:
    if part not in office:
        return
    codes: dict[int, str] = {}
    struck_fonts: set[int] = set()
    fonts = 0
    in_cell_styles = False
    for kind, body in _records(office.read(part)):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _wide(body, 2)[0]
        elif kind == _FONT:
            if body[2] & 0x08:
                struck_fonts.add(fonts)
            fonts += 1
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            in_cell_styles = kind == _STYLES_BEGIN
        elif kind == _STYLE and in_cell_styles:
            _, number, font = struct.unpack_from("<HHH", body)
            if font in struck_fonts:
                context.struck.add(len(context.kinds))
            context.kinds.append(date_kind(codes[number]) if number in codes else built_in_kind(number))


def _read_sheet(data: bytes, context: _Context, builder: SheetBuilder) -> None:
    row = 0
    for kind, body in _records(data):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0] + 1
            if len(body) > 11 and body[11] & 0x10:
                builder.hide_rows(row, row)
        elif _RK <= kind <= _FORMULA_ERROR or kind == _RICH_TEXT:
            col, style = struct.unpack_from("<II", body)
            if row <= LAST_ROW and col < LAST_COL:
                _take_cell(kind, body, row, col + 1, style & 0xFFFFFF, context, builder)
        elif kind == _COLUMN:
            first, last, width, _, flags = struct.unpack_from("<IIIIH", body)
            if flags & 1 or width == 0:
                builder.hide_cols(first + 1, last + 1)
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            builder.merge(top + 1, left + 1, bottom + 1, right + 1)


def _take_cell(
    kind: int, body: bytes, row: int, col: int, style: int, context: _Context, builder: SheetBuilder
) -> None:
    value = _value(kind, body, context)
    if isinstance(value, int | float) and not isinstance(value, bool):
        date = context.kinds[style] if style < len(context.kinds) else None
        moment = from_serial(value, date, from_1904=context.from_1904) if date else None
        value = moment if moment is not None else plain_number(value)
    if value is None:
        context.without_result.append(f"{builder.name}!{a1(row, col)}")
        return
    builder.add(row, col, value)
    if style in context.struck and value != "":
        builder.strike(row, col)


def _value(kind: int, body: bytes, context: _Context) -> CellValue | None:
    if kind == _RK:
        return rk_number(struct.unpack_from("<I", body, 8)[0])
    if kind in (_ERROR, _FORMULA_ERROR):
        return ERRORS.get(body[8], "#ERROR!")
    if kind in (_BOOLEAN, _FORMULA_BOOLEAN):
        return body[8] != 0
    if kind in (_REAL, _FORMULA_NUMBER):
        number: float = struct.unpack_from("<d", body, 8)[0]
        return number if math.isfinite(number) else None
    if kind == _INDEXED:
        index = struct.unpack_from("<I", body, 8)[0]
        if index >= len(context.texts):
            raise IndexError("no such text")
        text: str = context.texts[index]
        return text
    text, _ = _wide(body, 9 if kind == _RICH_TEXT else 8)
    return text


def _read_notes(data: bytes, builder: SheetBuilder, *, threads: bool) -> None:
    authors: list[str] = []
    place: tuple[int, int, int] = (0, 0, 0)
    for kind, body in _records(data):
        if kind == _COMMENT_AUTHOR:
            authors.append(_wide(body, 0)[0])
        elif kind == _COMMENT:
            number, row, _, col = struct.unpack_from("<IIII", body)
            place = (number, row + 1, col + 1)
        elif kind == _COMMENT_TEXT:
            author = authors[place[0]] if place[0] < len(authors) else ""
            if not (threads and author.startswith("tc=")):
                builder.comment(place[1], place[2], author, _wide(body, 1)[0])
