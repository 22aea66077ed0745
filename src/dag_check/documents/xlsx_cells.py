"""Reads the streamed parts of an .xlsx: shared texts, the cells and marks of a sheet, and notes on cells.

Which parts there are, and what the styles mean, is the business of xlsx.py.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from dag_check.documents.model import CellValue, a1
from dag_check.documents.number_formats import DateKind, from_iso, from_serial
from dag_check.documents.sheet_builder import LAST_COL, LAST_ROW, SheetBuilder
from dag_check.documents.xml_events import End, Start, parse_events

_LONGEST_WHOLE = 18
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", re.ASCII)
_DIGITS = "0123456789"
_TRUE = ("1", "true", "on")


@dataclass(slots=True)
class Styles:
    """What the cell styles mean, by style number: dates by kind, and which are struck through."""

    kinds: list[DateKind | None] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)


class RunText(NamedTuple):
    """A text with its strike-through: True or False where its runs say so, None where the cell's font decides."""

    text: str
    struck: bool | None = None


@dataclass(slots=True)
class CellContext:
    """What the sheets of one workbook share, and what was found amiss while reading them."""

    styles: Styles
    texts: list[RunText]
    from_1904: bool
    without_result: list[str] = field(default_factory=list)
    without_result_count: int = 0
    lost_texts: int = 0


class _Runs:
    """Gathers the text of a string item: plain text or runs, without the phonetic hints that East Asian Excel adds."""

    def __init__(self) -> None:
        self.characters: list[str] = []
        self._pieces: list[str] = []
        self._struck: list[bool | None] = []
        self._run: bool | None = None
        self._phonetic = 0
        self.starts: dict[str, Start] = {
            "t": lambda _: self.characters.clear(),
            "r": self._begin_run,
            "rPr": self._begin_look,
            "strike": self._strike,
            "rPh": self._begin_phonetic,
        }
        self.ends: dict[str, End] = {"t": self._end_text, "r": self._end_run, "rPh": self._end_phonetic}

    def begin(self) -> None:
        self._pieces.clear()
        self._struck.clear()
        self._run = None
        self._phonetic = 0

    def take(self) -> RunText:
        looks = self._struck
        if len(self._pieces) == 1 and looks in ([], [None]):
            return RunText(unescape(self._pieces[0]))
        struck = False if False in looks else (None if None in looks or not looks else True)
        return RunText(unescape("".join(self._pieces)), struck)

    def _begin_run(self, _: dict[str, str]) -> None:
        self._run = None

    def _end_run(self) -> None:
        self._run = None

    def _begin_look(self, _: dict[str, str]) -> None:
        self._run = False

    def _strike(self, attributes: dict[str, str]) -> None:
        self._run = is_on(attributes.get("val", "1"))

    def _begin_phonetic(self, _: dict[str, str]) -> None:
        self._phonetic += 1

    def _end_phonetic(self) -> None:
        self._phonetic -= 1

    def _end_text(self) -> None:
        if self._phonetic <= 0:
            text = "".join(self.characters)
            self._pieces.append(text)
            if text.strip():
                self._struck.append(self._run)


def read_shared_texts(name: str, part: str, data: bytes) -> list[RunText]:
    """The shared texts of a workbook, in order."""
    runs = _Runs()
    texts: list[RunText] = []
    parse_events(
        name,
        part,
        data,
        starts={**runs.starts, "si": lambda _: runs.begin()},
        ends={**runs.ends, "si": lambda: texts.append(runs.take())},
        text=runs.characters.append,
    )
    return texts


def read_sheet(name: str, part: str, data: bytes, context: CellContext, builder: SheetBuilder) -> None:
    """Takes the cells, merged ranges and hidden rows and columns of a sheet into the builder.

    Rows and cells without a reference follow the one before. Declared dimensions are not looked at.
    """
    cells = _SheetCells(context, builder)
    parse_events(name, part, data, starts=cells.starts, ends=cells.ends, text=cells.characters.append)


class _Columns(dict[str, int]):
    """The column of a reference's letters ("AB" is 28); 0 for letters that name none. Fills as it is asked."""

    def __missing__(self, letters: str) -> int:
        place = parse_reference(f"{letters}1")
        col = place[1] if place else 0
        if len(self) <= LAST_COL:
            self[letters] = col
        return col


class _Looks(dict[str, tuple[DateKind | None, bool]]):
    """What a cell's style number means: the kind of date, and whether it is struck through. Fills as it is asked."""

    def __init__(self, styles: Styles) -> None:
        super().__init__()
        self._styles = styles

    def __missing__(self, style: str) -> tuple[DateKind | None, bool]:
        number = whole(style, -1)
        kinds = self._styles.kinds
        look = (kinds[number] if 0 <= number < len(kinds) else None, number in self._styles.struck)
        if number < len(kinds):
            self[style] = look
        return look


class _SheetCells:
    """The state of a sheet while it streams by: the row and the cell that are open."""

    def __init__(self, context: CellContext, builder: SheetBuilder) -> None:
        self._context = context
        self._texts = context.texts
        self._builder = builder
        self._runs = _Runs()
        self.characters = self._runs.characters
        self._columns = _Columns()
        self._looks = _Looks(context.styles)
        self._row = 0
        self._in_row = False
        self._row_is_numbered = False
        self._cells: dict[int, CellValue] = {}
        self._col = 0
        self._cell: dict[str, str] = {}
        self._stored = ""
        self._formula = False
        self._inline: RunText | None = None
        self.starts: dict[str, Start] = {
            **self._runs.starts,
            "row": self._begin_row,
            "c": self._begin_cell,
            "v": self._begin_value,
            "f": self._begin_formula,
            "is": self._begin_inline,
            "col": self._hide_columns,
            "mergeCell": self._merge,
        }
        self.ends: dict[str, End] = {
            **self._runs.ends,
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_value,
            "is": self._end_inline,
        }

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = whole(attributes.get("r"), 0)
        self._row_is_numbered = 0 < number <= LAST_ROW
        self._row = number if self._row_is_numbered else self._row + 1
        self._in_row = True
        self._col = 0
        hidden = attributes.get("hidden")
        if hidden == "1" or is_on(hidden) or _is_zero(attributes.get("ht")):
            self._builder.hide_rows(self._row, self._row)

    def _end_row(self) -> None:
        self._in_row = False
        if self._cells:
            self._builder.add_row(self._row, self._cells)
            self._cells = {}

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._stored = ""
        self._formula = False
        self._inline = None

    def _begin_value(self, _: dict[str, str]) -> None:
        self.characters.clear()

    def _end_value(self) -> None:
        self._stored = "".join(self.characters)

    def _begin_formula(self, _: dict[str, str]) -> None:
        self._formula = True

    def _begin_inline(self, _: dict[str, str]) -> None:
        self._runs.begin()

    def _end_inline(self) -> None:
        self._inline = self._runs.take()

    def _end_cell(self) -> None:
        reference = self._cell.get("r")
        if reference is None:
            self._col += 1
        else:
            self._col = self._columns[reference.rstrip(_DIGITS)] or self._col + 1
            if not self._row_is_numbered:
                self._number_row_by(reference)
        if (self._stored or self._inline is not None) and self._in_row:
            self._take_value(self._cell.get("t", "n"))
        elif self._formula and self._cell.get("t") != "str":
            self._note_missing_result()

    def _number_row_by(self, reference: str) -> None:
        """A row without a number has that of its first cell that has a reference."""
        place = parse_reference(reference)
        if place:
            self._row = place[0]
            self._row_is_numbered = True

    def _take_value(self, kind: str) -> None:
        date, struck = self._looks[self._cell.get("s", "0")]
        text = self._inline
        value: CellValue
        if text is None and kind == "s":
            text = self._shared_text(self._stored)
        if text is not None:
            value = text.text
            struck = struck if text.struck is None else text.struck
        else:
            value = self._value(kind, self._stored, date)
        if value != "":
            self._cells[self._col] = value
            if struck:
                self._builder.strike(self._row, self._col)

    def _shared_text(self, stored: str) -> RunText:
        index = whole(stored.strip(), -1)
        if 0 <= index < len(self._texts):
            return self._texts[index]
        self._context.lost_texts += 1
        return RunText("")

    def _value(self, kind: str, stored: str, date: DateKind | None) -> CellValue:
        if kind == "n":
            number = _number(stored)
            if date is not None and not isinstance(number, str):
                moment = from_serial(number, date, from_1904=self._context.from_1904)
                return number if moment is None else moment
            return number
        if kind == "b":
            return is_on(stored)
        if kind == "d":
            return from_iso(stored)
        return unescape(stored)  # "str" is the text that a formula gave, "e" an error value

    def _note_missing_result(self) -> None:
        self._context.without_result_count += 1
        if len(self._context.without_result) < 5:
            self._context.without_result.append(f"{self._builder.name}!{a1(self._row, self._col)}")

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if is_on(attributes.get("hidden")) or _is_zero(attributes.get("width")):
            first = whole(attributes.get("min"), 0)
            if first:
                self._builder.hide_cols(first, whole(attributes.get("max"), first))

    def _merge(self, attributes: dict[str, str]) -> None:
        corners = [parse_reference(corner) for corner in attributes.get("ref", "").split(":")]
        if len(corners) == 2 and corners[0] and corners[1]:
            self._builder.merge(*corners[0], *corners[1])


def read_notes(name: str, part: str, data: bytes, builder: SheetBuilder, *, threads: bool) -> None:
    """Takes the classic notes of a sheet. With `threads`, those are skipped that only stand in for a threaded comment:
    for each one Excel writes a note that says no more than that a newer Excel is needed."""
    runs = _Runs()
    authors: list[str] = []
    current: dict[str, str] = {}

    def begin_comment(attributes: dict[str, str]) -> None:
        current.update(ref=attributes.get("ref", ""), author=attributes.get("authorId", ""))
        runs.begin()

    def end_comment() -> None:
        place = parse_reference(current["ref"].partition(":")[0])
        number = whole(current["author"], -1)
        author = authors[number] if 0 <= number < len(authors) else ""
        if place and not (threads and author.startswith("tc=")):
            builder.comment(*place, author, runs.take().text)

    parse_events(
        name,
        part,
        data,
        starts={**runs.starts, "author": lambda _: runs.characters.clear(), "comment": begin_comment},
        ends={**runs.ends, "author": lambda: authors.append("".join(runs.characters)), "comment": end_comment},
        text=runs.characters.append,
    )


def unescape(text: str) -> str:
    """The text with its _x000D_ escapes undone, as Excel shows it; no half of a surrogate pair is left."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        if not text.isascii():
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def parse_reference(reference: str) -> tuple[int, int] | None:
    """Row and column, from 1, of an A1 reference; None for one that is none or lies outside every sheet."""
    match = _REFERENCE.fullmatch(reference.strip())
    if match is None:
        return None
    col = 0
    for letter in match[1].upper():
        col = col * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row, col) if 0 < row <= LAST_ROW and col <= LAST_COL else None


def is_on(value: str | None) -> bool:
    """Whether an attribute's or cell's boolean is true."""
    return value is not None and value.strip().casefold() in _TRUE


def whole(value: str | None, otherwise: int) -> int:
    """The whole number of an attribute, `otherwise` where it is none."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 9:
        return otherwise
    return int(value)


def _number(stored: str) -> int | float | str:
    """The number that a cell stores; its text where it is none, as other programs write such cells too."""
    if stored.isascii() and stored.isdigit() and len(stored) <= _LONGEST_WHOLE:
        return int(stored)
    try:
        number = float(stored)
    except ValueError:
        return unescape(stored)
    return number if math.isfinite(number) else stored


def _is_zero(value: str | None) -> bool:
    return value is not None and "0" in value and value.strip("0") in ("", ".")
