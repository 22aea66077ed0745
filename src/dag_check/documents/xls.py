"""Reads .xls (Excel 5 to 2003): opens the container, reads what the sheets share - texts, styles, names - and each sheet's cells.

The records are those of [MS-XLS]; xls_records.py takes them apart. Cells are kept sparsely, and declared dimensions are not
looked at. Strike-through is by cell style only, not by runs within a text.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import struct
from dataclasses import dataclass, field

import olefile

from dag_check.documents.guard import REMOVE_PASSWORD, Limits, check_size
from dag_check.documents.model import CellValue, Note, Properties, Sheet, Workbook
from dag_check.documents.number_formats import DateKind, built_in_kind, date_kind, from_serial
from dag_check.documents.office_package import damaged, hidden_sheets_note
from dag_check.documents.records import ERRORS, plain_number, rk_number
from dag_check.documents.sheet_builder import CellBudget, SheetBuilder
from dag_check.documents.xls_records import Record, Strings, records, shared_texts
from dag_check.errors import UnreadableFile

_BOF, _EOF = 0x0809, 0x000A
_FILEPASS, _CODEPAGE, _DATEMODE, _FONT, _FORMAT, _XF = 0x002F, 0x0042, 0x0022, 0x0031, 0x041E, 0x00E0
_BOUNDSHEET, _SST, _SUPBOOK = 0x0085, 0x00FC, 0x01AE
_ROW, _COLINFO, _MERGEDCELLS, _NOTE, _OBJ, _TXO = 0x0208, 0x007D, 0x00E5, 0x001C, 0x005D, 0x01B6
_NUMBER, _LABEL, _RSTRING, _LABELSST, _BOOLERR = 0x0203, 0x0204, 0x00D6, 0x00FD, 0x0205
_RK, _MULRK, _FORMULA, _STRING = 0x027E, 0x00BD, 0x0006, 0x0207
_BIFF8 = 0x0600


@dataclass(slots=True)
class _Listed:
    """A sheet as the workbook lists it: where its records begin, its name, and whether it is shown."""

    position: int
    name: str
    visible: bool


@dataclass(slots=True)
class _Globals:
    """What the sheets share."""

    strings: Strings = field(default_factory=lambda: Strings(biff8=True, encoding="cp1252"))
    texts: list[str] = field(default_factory=list)
    struck_fonts: set[int] = field(default_factory=set)
    fonts: int = 0
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[tuple[int, int]] = field(default_factory=list)
    kinds: list[DateKind | None] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    from_1904: bool = False
    sheets: list[_Listed] = field(default_factory=list)
    links: bool = False


def read_xls(name: str, data: bytes, limits: Limits) -> Workbook:
    """The workbook in an OLE container. Raises UnreadableFile (corrupt, encrypted, too_large)."""
    check_size(name, data, limits)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _read(name, ole)
    except (struct.error, LookupError, OSError, ValueError) as error:
        raise damaged(name, "one of its records is cut off") from error


def _read(name: str, ole: olefile.OleFileIO) -> Workbook:
    stream = next((each for each in ("Workbook", "Book") if ole.exists(each)), None)
    if stream is None:
        raise damaged(name, "it has no workbook in it")
    data = ole.openstream(stream).read()
    shared = _read_globals(name, data)
    budget = CellBudget(name)
    sheets: list[Sheet] = []
    unread: list[str] = []
    for listed in shared.sheets:
        if data[listed.position : listed.position + 2] != _BOF.to_bytes(2, "little"):
            unread.append(listed.name)
            continue
        builder = SheetBuilder(listed.name, budget, visible=listed.visible)
        _SheetReader(shared, builder, name).read(data, listed.position)
        sheets.append(builder.build())
    if not sheets and unread:
        raise damaged(name, "none of its sheets is in it")
    notes = [*_notes(ole, shared), *hidden_sheets_note([sheet.name for sheet in sheets if not sheet.visible])]
    if unread:
        names = ", ".join(f"“{title}”" for title in unread)
        notes.append(Note("unread_sheets", f"The file is damaged: it no longer holds the sheets {names}."))
    return Workbook(name, "xls", tuple(sheets), tuple(notes), _properties(ole))


def _notes(ole: olefile.OleFileIO, shared: _Globals) -> list[Note]:
    notes = []
    if ole.exists("_VBA_PROJECT_CUR"):
        notes.append(Note("macros", "The workbook contains macros. They were not run."))
    if shared.links:
        notes.append(Note("external_links", "The workbook links to other workbooks. The links were not followed."))
    if ole.exists("Revision Log"):
        notes.append(Note("tracked_changes", "The workbook was shared with change tracking; changes are kept in it."))
    return notes


# What the sheets share


def _read_globals(name: str, data: bytes) -> _Globals:
    shared = _Globals()
    names: list[tuple[int, int, Record]] = []
    for record in records(data, 0):
        body = record.body
        if record.kind == _EOF:
            break
        if record.kind == _BOF:
            shared.strings.biff8 = int.from_bytes(body[:2], "little") >= _BIFF8
        elif record.kind == _FILEPASS:
            raise UnreadableFile(name, "encrypted", "The workbook is protected by a password.", REMOVE_PASSWORD)
        elif record.kind == _CODEPAGE:
            shared.strings.use_codepage(int.from_bytes(body[:2], "little"))
        elif record.kind == _DATEMODE:
            shared.from_1904 = body[:1] == b"\x01"
        elif record.kind == _SST:
            shared.texts = shared_texts(record)
        elif record.kind == _BOUNDSHEET:
            position, state, kind = struct.unpack_from("<IBB", body)
            names.append((position, state << 8 | kind, record))
        elif record.kind == _SUPBOOK:
            shared.links = shared.links or body[2:4] not in (b"\x01\x04", b"\x01\x3a")
        else:
            _take_style(shared, record.kind, body)
    for position, state, record in names:
        if state & 0xFF == 0:  # a worksheet: no chart, macro sheet or module
            title = shared.strings.short(record.body, 6)
            shared.sheets.append(_Listed(position, title, visible=state >> 8 & 3 == 0))
    for style, (font, number) in enumerate(shared.styles):
        codes = shared.codes
        shared.kinds.append(date_kind(codes[number]) if number in codes else built_in_kind(number))
        if font in shared.struck_fonts:
            shared.struck.add(style)
    return shared


def _take_style(shared: _Globals, kind: int, body: bytes) -> None:
    if kind == _FONT:
        if body[2] & 0x08:
            shared.struck_fonts.add(shared.fonts)
        shared.fonts += 2 if shared.fonts == 3 else 1  # there is no font number 4
    elif kind == _FORMAT:
        number = int.from_bytes(body[:2], "little")
        shared.codes[number] = shared.strings.long(body, 2) if shared.strings.biff8 else shared.strings.short(body, 2)
    elif kind == _XF:
        font, number = struct.unpack_from("<HH", body)
        shared.styles.append((font, number))


# One sheet


class _SheetReader:
    """Takes the records of one sheet into a builder."""

    def __init__(self, shared: _Globals, builder: SheetBuilder, file: str) -> None:
        self._shared = shared
        self._builder = builder
        self._file = file
        self._formula: tuple[int, int, int] | None = None
        self._object = 0
        self._object_texts: dict[int, str] = {}
        self._notes: list[tuple[int, int, int, str]] = []

    def read(self, data: bytes, position: int) -> None:
        depth = 0
        for record in records(data, position):
            if record.kind == _BOF:
                depth += 1  # a chart within the sheet has records of its own
            elif record.kind == _EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif depth == 1:
                self._take(record)
        for row, col, number, author in self._notes:
            self._builder.comment(row, col, author, self._object_texts.get(number, ""))

    def _take(self, record: Record) -> None:
        kind, body = record.kind, record.body
        if kind in (_NUMBER, _LABEL, _RSTRING, _LABELSST, _BOOLERR, _RK, _FORMULA):
            row, col, style = struct.unpack_from("<HHH", body)
            self._take_cell(record, row, col, style)
        elif kind == _MULRK:
            row, col = struct.unpack_from("<HH", body)
            for place in range(4, len(body) - 7, 6):
                style, packed = struct.unpack_from("<HI", body, place)
                self._add(row, col, style, rk_number(packed))
                col += 1
        elif kind == _STRING:
            if self._formula is not None:
                self._add(*self._formula, self._shared.strings.continued(record))
            self._formula = None
        elif kind == _ROW:
            if int.from_bytes(body[12:14], "little") & 0x20:
                row = int.from_bytes(body[:2], "little") + 1
                self._builder.hide_rows(row, row)
        elif kind == _COLINFO:
            first, last, width, _, flags = struct.unpack_from("<HHHHH", body)
            if flags & 1 or width == 0:
                self._builder.hide_cols(first + 1, last + 1)
        elif kind == _MERGEDCELLS:
            for place in range(2, len(body) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, place)
                self._builder.merge(top + 1, left + 1, bottom + 1, right + 1)
        else:
            self._take_note(record)

    def _take_cell(self, record: Record, row: int, col: int, style: int) -> None:
        kind, body = record.kind, record.body
        if kind == _FORMULA:
            self._take_formula(body, row, col, style)
        elif kind == _NUMBER:
            self._add(row, col, style, struct.unpack_from("<d", body, 6)[0])
        elif kind == _RK:
            self._add(row, col, style, rk_number(struct.unpack_from("<I", body, 6)[0]))
        elif kind == _LABELSST:
            index = struct.unpack_from("<I", body, 6)[0]
            if index >= len(self._shared.texts):
                raise damaged(self._file, "texts of its cells are missing")
            self._add(row, col, style, self._shared.texts[index])
        elif kind == _BOOLERR:
            self._add(row, col, style, _error(body[6]) if body[7] else body[6] != 0)
        else:
            self._add(row, col, style, self._shared.strings.long(body, 6))

    def _take_formula(self, body: bytes, row: int, col: int, style: int) -> None:
        """The result that is stored with a formula; a text comes in a record of its own that follows."""
        self._formula = None
        if body[12:14] != b"\xff\xff":
            self._add(row, col, style, struct.unpack_from("<d", body, 6)[0])
        elif body[6] == 0:
            self._formula = (row, col, style)
        elif body[6] == 1:
            self._add(row, col, style, body[8] != 0)
        elif body[6] == 2:
            self._add(row, col, style, _error(body[8]))

    def _add(self, row: int, col: int, style: int, value: CellValue) -> None:
        shared = self._shared
        if isinstance(value, int | float) and not isinstance(value, bool):
            if not math.isfinite(value):
                return
            kind = shared.kinds[style] if style < len(shared.kinds) else None
            moment = from_serial(value, kind, from_1904=shared.from_1904) if kind else None
            value = moment if moment is not None else plain_number(value)
        self._builder.add(row + 1, col + 1, value)
        if style in shared.struck:
            self._builder.strike(row + 1, col + 1)

    def _take_note(self, record: Record) -> None:
        kind, body = record.kind, record.body
        if kind == _OBJ and body[:4] == b"\x15\x00\x12\x00":
            self._object = int.from_bytes(body[6:8], "little")
        elif kind == _TXO and record.continued:
            length = int.from_bytes(body[10:12], "little")
            self._object_texts[self._object] = Strings.of_pieces(record.continued, length)
        elif kind == _NOTE and self._shared.strings.biff8:
            row, col, _, number = struct.unpack_from("<HHHH", body)
            self._notes.append((row + 1, col + 1, number, self._shared.strings.long(body, 8)))
        elif kind == _NOTE:
            row, col = struct.unpack_from("<HH", body)
            if row != 0xFFFF:
                self._builder.comment(row + 1, col + 1, "", self._shared.strings.long(body, 4))


def _error(code: int) -> str:
    return ERRORS.get(code, "#ERROR!")


def _properties(ole: olefile.OleFileIO) -> Properties:
    """What the container says of itself; damaged properties count as absent, as in Excel."""
    try:
        said = ole.get_metadata()
    except (OSError, ValueError, TypeError, LookupError, AttributeError, struct.error, OverflowError):
        return Properties()
    encoding = "utf-8" if said.codepage in (65001, -535) else "cp1252"

    def text(value: object) -> str:
        if isinstance(value, bytes):
            return value.decode(encoding, "replace").rstrip("\x00")
        return value.rstrip("\x00") if isinstance(value, str) else ""

    def stamp(value: object) -> dt.datetime | None:
        return value if isinstance(value, dt.datetime) and value.year > 1601 else None

    return Properties(
        title=text(said.title),
        author=text(said.author),
        created=stamp(said.create_time),
        modified=stamp(said.last_saved_time),
        producer=text(said.creating_application),
    )
