"""Reads .ods and .ots: values, merged ranges, hidden sheets, rows and columns, strike-through and annotations, from content.xml.

Repeated rows and cells are multiplied only where they hold something, so a row "repeated" to the end of the sheet costs nothing.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from dag_check.documents.guard import Limits, Package, parse_xml
from dag_check.documents.model import CellValue, Note, Properties, Sheet, Workbook, a1
from dag_check.documents.number_formats import from_iso
from dag_check.documents.office_package import damaged, hidden_sheets_note, local, missing_results_note
from dag_check.documents.sheet_builder import LAST_COL, LAST_ROW, CellBudget, SheetBuilder
from dag_check.errors import UnreadableFile

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?")
_BLANK = frozenset({"style-name", "number-columns-repeated"})
"""The attributes of a cell that has a look and no content."""
_NOT_TEXT = frozenset({"annotation", "annotation-end", "note", "ruby-text"})


@dataclass(slots=True)
class _Styles:
    """What styles say, by name: struck through, hidden (of tables); and the style that each one builds on."""

    struck: dict[str, bool] = field(default_factory=dict)
    hidden_tables: set[str] = field(default_factory=set)
    parents: dict[str, str] = field(default_factory=dict)

    def is_struck(self, name: str) -> bool:
        for _ in range(20):
            if name in self.struck:
                return self.struck[name]
            if name not in self.parents:
                return False
            name = self.parents[name]
        return False


@dataclass(slots=True)
class _Context:
    styles: _Styles
    without_result: list[str] = field(default_factory=list)
    without_result_count: int = 0


def read_ods(name: str, package: Package, limits: Limits) -> Workbook:
    """The workbook in an OpenDocument package that was checked. Raises UnreadableFile (corrupt, too_large, unsafe)."""
    root = parse_xml(name, "content.xml", package.read("content.xml", at_most=limits.xml_part), limits)
    body = root.find("{*}body/{*}spreadsheet")
    if body is None:
        raise damaged(name, "it holds no spreadsheet")
    context = _Context(_Styles())
    if "styles.xml" in package:
        _read_styles(
            parse_xml(name, "styles.xml", package.read("styles.xml", at_most=limits.xml_part), limits), context.styles
        )
    _read_styles(root, context.styles)
    budget = CellBudget(name)
    sheets = [
        _read_table(table, position, context, budget) for position, table in enumerate(_children(body, "table"), 1)
    ]
    notes = [
        *_package_notes(package, body),
        *hidden_sheets_note([sheet.name for sheet in sheets if not sheet.visible]),
        *missing_results_note(context.without_result, context.without_result_count),
    ]
    return Workbook(name, "ods", tuple(sheets), tuple(notes), _properties(name, package, limits))


def _children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    for child in element:
        if local(child.tag) in names:
            yield child


def _get(element: etree._Element, attribute: str) -> str | None:
    """The value of an attribute by its local name, in whichever OpenDocument namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == attribute:
            return str(value)
    return None


def _read_styles(root: etree._Element, styles: _Styles) -> None:
    for style in root.iter("{*}style"):
        name = _get(style, "name") or ""
        family = _get(style, "family")
        if family == "table":
            for look in _children(style, "table-properties"):
                if _get(look, "display") == "false":
                    styles.hidden_tables.add(name)
        elif family == "table-cell":
            parent = _get(style, "parent-style-name")
            if parent and parent != name:
                styles.parents[name] = parent
            for look in _children(style, "text-properties"):
                line = _get(look, "text-line-through-style") or _get(look, "text-line-through-type")
                if line is not None:
                    styles.struck[name] = line != "none"


# One sheet


def _read_table(table: etree._Element, position: int, context: _Context, budget: CellBudget) -> Sheet:
    style = _get(table, "style-name") or ""
    builder = SheetBuilder(
        _get(table, "name") or f"Sheet{position}", budget, visible=style not in context.styles.hidden_tables
    )
    reader = _TableReader(context, builder)
    reader.read_columns(table)
    reader.read_rows(table, hidden=False)
    return builder.build()


class _TableReader:
    """Walks the columns and rows of one table, groups and headers included."""

    def __init__(self, context: _Context, builder: SheetBuilder) -> None:
        self._context = context
        self._builder = builder
        self._row = 0
        self._col = 0
        self._column_styles: list[tuple[int, int, str]] = []

    def read_columns(self, parent: etree._Element) -> None:
        for child in parent:
            name = local(child.tag)
            if name == "table-column":
                first = self._col + 1
                self._col = min(self._col + _repeats(child, "number-columns-repeated"), LAST_COL)
                if _get(child, "visibility") in ("collapse", "filter"):
                    self._builder.hide_cols(first, self._col)
                style = _get(child, "default-cell-style-name")
                if style and self._context.styles.is_struck(style):
                    self._column_styles.append((first, self._col, style))
            elif name in ("table-columns", "table-header-columns", "table-column-group"):
                self.read_columns(child)

    def read_rows(self, parent: etree._Element, *, hidden: bool) -> None:
        for child in parent:
            name = local(child.tag)
            if name == "table-row":
                self._read_row(child, hidden)
            elif name in ("table-rows", "table-header-rows", "table-row-group"):
                self.read_rows(child, hidden=hidden or _get(child, "display") == "false")

    def _read_row(self, row: etree._Element, hidden: bool) -> None:
        first = self._row + 1
        self._row += _repeats(row, "number-rows-repeated")
        if hidden or _get(row, "visibility") in ("collapse", "filter"):
            self._builder.hide_rows(first, self._row)
        cells: dict[int, CellValue] = {}
        struck: list[int] = []
        col = 0
        for cell in _children(row, "table-cell", "covered-table-cell"):
            repeats = _repeats(cell, "number-columns-repeated")
            if len(cell) or not _BLANK.issuperset(str(key).rpartition("}")[2] for key in cell.attrib):
                self._read_cell(cell, first, col + 1, repeats, cells, struck)
            col += repeats
        last = min(self._row, LAST_ROW)
        if cells:
            for number in range(first, last + 1):
                self._builder.add_row(number, dict(cells))
                for each in struck:
                    self._builder.strike(number, each)

    def _read_cell(
        self, cell: etree._Element, row: int, col: int, repeats: int, cells: dict[int, CellValue], struck: list[int]
    ) -> None:
        covered = local(cell.tag) == "covered-table-cell"
        if not covered:
            self._read_span_and_annotations(cell, row, col)
        value = "" if covered else self._value(cell, row, col)
        if isinstance(value, str) and value == "":
            return
        style = _get(cell, "style-name")
        for each in range(col, min(col + repeats, LAST_COL + 1)):
            cells[each] = value
            own = style if style is not None else self._column_style(each)
            if own and self._context.styles.is_struck(own):
                struck.append(each)

    def _column_style(self, col: int) -> str:
        return next((style for first, last, style in self._column_styles if first <= col <= last), "")

    def _read_span_and_annotations(self, cell: etree._Element, row: int, col: int) -> None:
        rows = _repeats(cell, "number-rows-spanned")
        cols = _repeats(cell, "number-columns-spanned")
        if rows > 1 or cols > 1:
            self._builder.merge(row, col, row + rows - 1, col + cols - 1)
        for annotation in _children(cell, "annotation"):
            author = "".join(_text(part) for part in _children(annotation, "creator"))
            text = "\n".join(_text(part) for part in _children(annotation, "p", "list"))
            self._builder.comment(row, col, author, text)

    def _value(self, cell: etree._Element, row: int, col: int) -> CellValue:
        kind = _get(cell, "value-type") or ""
        stored = {
            "float": "value",
            "percentage": "value",
            "currency": "value",
            "date": "date-value",
            "time": "time-value",
            "boolean": "boolean-value",
        }.get(kind)
        value = _get(cell, stored) if stored else None
        if value is not None:
            return _typed(kind, value)
        text = "\n".join(_text(part) for part in _children(cell, "p", "h", "list"))
        if not text:
            text = _get(cell, "string-value") or ""
        if not text and not kind and _get(cell, "formula"):
            context = self._context
            context.without_result_count += 1
            if len(context.without_result) < 5:
                context.without_result.append(f"{self._builder.name}!{a1(row, col)}")
        return text


def _typed(kind: str, value: str) -> CellValue:
    if kind == "boolean":
        return value == "true"
    if kind == "date":
        return from_iso(value)
    if kind == "time":
        return _duration(value)
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _duration(value: str) -> CellValue:
    """A time of day for less than a day, as a cell that shows a time holds; longer or negative ones are durations."""
    match = _DURATION.fullmatch(value)
    if match is None:
        return value
    sign, days, hours, minutes, seconds = match.groups(default="0")
    try:
        length = dt.timedelta(
            days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds.replace(",", "."))
        )
    except OverflowError:
        return value
    if sign == "-":
        return -length
    return (dt.datetime.min + length).time() if length < dt.timedelta(days=1) else length


def _text(element: etree._Element) -> str:
    """The text of a paragraph, its spaces, tabs and line breaks included, its annotations and notes not."""
    pieces = [element.text or ""]
    for child in element:
        name = local(child.tag)
        if name == "s":
            pieces.append(" " * min(_repeats(child, "c"), 10_000))
        elif name == "tab":
            pieces.append("\t")
        elif name == "line-break":
            pieces.append("\n")
        elif name and name not in _NOT_TEXT:
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _repeats(element: etree._Element, attribute: str) -> int:
    value = _get(element, attribute)
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 9:
        return 1
    return max(int(value), 1)


# The package


def _package_notes(package: Package, body: etree._Element) -> list[Note]:
    notes = []
    if any(part.startswith(("Basic/", "Scripts/")) and not part.endswith("script-lc.xml") for part in package.names):
        notes.append(Note("macros", "The workbook contains macros. They were not run."))
    if next(body.iter("{*}table-source", "{*}cell-range-source", "{*}dde-source"), None) is not None:
        notes.append(Note("external_links", "The workbook links to other files. The links were not followed."))
    if any(len(changes) for changes in _children(body, "tracked-changes")):
        notes.append(Note("tracked_changes", "Tracked changes are kept in the workbook."))
    return notes


def _properties(name: str, package: Package, limits: Limits) -> Properties:
    if "meta.xml" not in package:
        return Properties()
    try:
        root = parse_xml(name, "meta.xml", package.read("meta.xml", at_most=limits.xml_part), limits)
    except UnreadableFile:
        return Properties()
    said = {local(element.tag): (element.text or "").strip() for element in root.iter() if isinstance(element.tag, str)}
    return Properties(
        title=said.get("title", ""),
        author=said.get("initial-creator") or said.get("creator", ""),
        created=_stamp(said.get("creation-date", "")),
        modified=_stamp(said.get("date", "")),
        producer=said.get("generator", ""),
    )


def _stamp(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
