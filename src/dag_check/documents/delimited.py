"""Reads delimited text (.csv, .tsv and the like) as a workbook of one sheet. Encoding and delimiter are found; values stay text."""

from __future__ import annotations

import csv
import io
import itertools
import re
import threading
from collections import Counter

from dag_check.documents.guard import DEFAULT_LIMITS, Limits, check_size
from dag_check.documents.model import CellValue, Note, Workbook
from dag_check.documents.sheet_builder import CellBudget, SheetBuilder
from dag_check.documents.text_kinds import text_encoding

_DELIMITERS = ("\t", ";", "|", ",")
"""The likelier first, for a text that two of them explain equally well: "1,5<tab>2,5" is not divided at its commas."""
_SEP_LINE = re.compile(r"\A\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_SAMPLE = 200_000
_field_limit_lock = threading.Lock()


def read_delimited(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """The rows of a delimited text, in one sheet that has the name of the file without its ending.

    Raises UnreadableFile (empty, too_large).
    """
    check_size(name, data, limits)
    encoding = text_encoding(data) or "cp1252"
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    notes = []
    if "\x00" in text:
        text = text.replace("\x00", "")
        notes.append(Note("zero_bytes", "The file holds zero bytes, which were left out; it may be damaged."))
    text, delimiter = _delimiter_of(text)
    builder = SheetBuilder(_stem(name), CellBudget(name))
    if _read_rows(text, delimiter, builder):
        notes.append(
            Note(
                "open_quote",
                "A quotation mark in the file is opened and never closed; its rows were read line by line.",
            )
        )
    return Workbook(name, "csv", (builder.build(),), tuple(notes))


def _stem(name: str) -> str:
    leaf = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, _ = leaf.rpartition(".")
    return stem if dot and stem else leaf


def _delimiter_of(text: str) -> tuple[str, str]:
    """The text without a first line "sep=;", and the delimiter: the declared one, else the most consistent one."""
    declared = _SEP_LINE.match(text)
    if declared:
        return text[declared.end() :], declared[1]
    sample = text[:_SAMPLE]
    return text, max(
        _DELIMITERS, key=lambda delimiter: _consistency(sample, delimiter) or (0.01 if delimiter == "," else 0.0)
    )


def _consistency(sample: str, delimiter: str) -> float:
    """How well a delimiter explains a sample, 0 to 2: how many rows it divides, and how many into the commonest number of columns."""
    try:
        widths = [len(row) for row in _rows(sample, delimiter, most=200) if any(row)]
    except csv.Error:
        return 0.0
    if len(widths) > 2:
        widths = widths[:-1]  # the sample may end within a row
    if not widths or max(widths) < 2:
        return 0.0
    width, count = Counter(widths).most_common(1)[0]
    split = sum(1 for each in widths if each > 1) / len(widths)
    if width < 2:
        return round(split / 2, 2)
    return round(count / len(widths) + split, 2)


def _read_rows(text: str, delimiter: str, builder: SheetBuilder) -> bool:
    """Takes every row into the builder; gives whether a quotation mark was left open, which would swallow the rest of the file."""
    rows = _rows(text, delimiter)
    left_open = _ends_in_quotes(text, rows)
    if left_open:
        rows = [row for line in text.splitlines() for row in _rows(line, delimiter)[:1] or [[]]]
    for number, row in enumerate(rows, start=1):
        cells: dict[int, CellValue] = {col: value for col, value in enumerate(row, start=1) if value}
        builder.add_row(number, cells)
    return left_open


def _ends_in_quotes(text: str, rows: list[list[str]]) -> bool:
    last = rows[-1][-1] if rows and rows[-1] else ""
    return "\n" in last.strip() and text.endswith(last[-20:])


def _rows(text: str, delimiter: str, *, most: int | None = None) -> list[list[str]]:
    with _field_limit_lock:
        before = csv.field_size_limit(max(len(text), 1))
        try:
            return list(itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), most))
        finally:
            csv.field_size_limit(before)
