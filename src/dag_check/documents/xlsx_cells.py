"""Reads the streamed parts of an .xlsx: shared texts, the cells and marks of a sheet, and notes on cells.

Which parts there are, and what the styles mean, is the business of xlsx.py.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from dag_check.documents.model import CellValue, a1
from dag_check.documents.number_formats import DateKind, from_iso, from_serial
from dag_check.documents.sheet_builder import LAST_COL, LAST_ROW, SheetBuilder
from dag_check.documents.xml_events import End, Start, parse_events

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", re.ASCII)
_DIGITS = "0123456789"
_TRUE = ("1", "true", "on")


@dataclass(slots=True)
class Styles:
    """What the cell styles mean, by style number: dates by kind, and which are struck through."""

    kinds: list[DateKind | None] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class RunText:
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


class _SheetCells:
    """The state of a sheet while it streams by: the row and the cell that are open."""

    def __init__(self, context: CellContext, builder: SheetBuilder) -> None:
        self._context = context
        self._builder = builder
        self._runs = _Runs()
        self.characters = self._runs.characters
        self._columns: dict[str, int] = {}
        self._row = 0
        self._in_row = False
        self._row_is_numbered = False
        self._cells: dict[int, CellValue] = {}
        self._col = 0
        self._kind = "n"
        self._style = "0"
        self._stored = ""
        self._formula = False
        self._inline: RunText | None = None
        self.starts: dict[str, Start] = {
            **self._runs.starts,
            "row": self._begin_row,
            "c": self._begin_cell,
            "v": lambda _: self.characters.clear(),
            "f": self._begin_formula,
            "is": lambda _: self._runs.begin(),
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
        self._cells = {}
        self._col = 0
        if len(attributes) > 1 and (is_on(attributes.get("hidden")) or _is_zero(attributes.get("ht"))):
            self._builder.hide_rows(self._row, self._row)

    def _end_row(self) -> None:
        self._in_row = False
        self._builder.add_row(self._row, self._cells)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        col = 0
        if reference is not None:
            letters = reference.rstrip(_DIGITS)
            col = self._columns.get(letters, -1)
            if col < 0:
                place = parse_reference(f"{letters}1")
                col = place[1] if place else 0
                if len(self._columns) <= LAST_COL:
                    self._columns[letters] = col
            if not self._row_is_numbered:
                self._number_row_by(reference)
        self._col = col or self._col + 1
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._stored = ""
        self._formula = False
        self._inline = None

    def _number_row_by(self, reference: str) -> None:
        """A row without a number has that of its first cell that has a reference."""
        place = parse_reference(reference)
        if place:
            self._row = place[0]
            self._row_is_numbered = True

    def _begin_formula(self, _: dict[str, str]) -> None:
        self._formula = True

    def _end_value(self) -> None:
        self._stored = "".join(self.characters)

    def _end_inline(self) -> None:
        self._inline = self._runs.take()

    def _end_cell(self) -> None:
        stored = self._stored
        text = self._inline
        if not stored and text is None:
            if self._formula and self._kind != "str" and self._in_row:
                self._note_missing_result()
            return
        if not self._in_row:
            return
        value: CellValue
        if text is None and self._kind == "s":
            text = self._shared_text(stored)
        if text is not None:
            value = text.text
        else:
            value = self._value(stored)
        if value == "" and isinstance(value, str):
            return
        self._cells[self._col] = value
        own = text.struck if text is not None else None
        struck_styles = self._context.styles.struck
        if own or (own is None and struck_styles and whole(self._style, -1) in struck_styles):
            self._builder.strike(self._row, self._col)

    def _note_missing_result(self) -> None:
        self._context.without_result_count += 1
        if len(self._context.without_result) < 5:
            self._context.without_result.append(f"{self._builder.name}!{a1(self._row, self._col)}")

    def _shared_text(self, stored: str) -> RunText:
        index = whole(stored.strip(), -1)
        if 0 <= index < len(self._context.texts):
            return self._context.texts[index]
        self._context.lost_texts += 1
        return RunText("")

    def _value(self, stored: str) -> CellValue:
        if self._kind == "n":
            return self._numeric(stored)
        if self._kind == "b":
            return is_on(stored)
        if self._kind == "d":
            return from_iso(stored)
        return unescape(stored)  # "str" is the text that a formula gave, "e" an error value

    def _numeric(self, stored: str) -> CellValue:
        number: int | float
        if _WHOLE.fullmatch(stored):
            number = int(stored)
        else:
            try:
                number = float(stored)
            except ValueError:
                return unescape(stored)
            if not math.isfinite(number):
                return stored
        kinds = self._context.styles.kinds
        style = whole(self._style, 0)
        kind = kinds[style] if style < len(kinds) else None
        if kind is not None:
            moment = from_serial(number, kind, from_1904=self._context.from_1904)
            if moment is not None:
                return moment
        return number

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


def _is_zero(value: str | None) -> bool:
    return value is not None and "0" in value and value.strip("0") in ("", ".")
