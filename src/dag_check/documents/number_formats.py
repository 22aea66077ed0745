"""What a cell's number means: which number formats are dates, and the date, time or duration of a serial number.

Shared by the readers of .xlsx, .xlsb and .xls. Does not render numbers as the format would show them.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Literal

DateKind = Literal["date", "datetime", "time", "duration"]

_BUILT_IN: dict[int, DateKind] = {
    **dict.fromkeys((14, 15, 16, 17), "date"),
    **dict.fromkeys((18, 19, 20, 21), "time"),
    22: "datetime",
    **dict.fromkeys((27, 28, 29, 30, 31), "date"),
    **dict.fromkeys((32, 33, 34, 35), "time"),
    36: "date",
    45: "time",
    46: "duration",
    47: "time",
    **dict.fromkeys((50, 51, 52, 53, 54, 57, 58), "date"),
    **dict.fromkeys((55, 56), "time"),
}

_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]?")
_FRACTION_OF_SECOND = re.compile(r"s[.,]?0+")
_LAST_DAY = 2_958_466
"""The serial number after 31 December 9999, the last day that Excel knows."""


@lru_cache(maxsize=4096)
def date_kind(code: str) -> DateKind | None:
    """What kind of date a format code ("dd/mm/yyyy") shows, None for a number or text."""
    first_section = _LITERAL.sub("", code).split(";")[0].casefold()
    if _ELAPSED.search(first_section):
        return "duration"
    pattern = _FRACTION_OF_SECOND.sub("s", _BRACKETS.sub("", first_section))
    if any(placeholder in pattern for placeholder in "0#?@") or pattern.strip() in ("", "general", "standard"):
        return None
    has_time = "h" in pattern or "s" in pattern
    has_date = "y" in pattern or "d" in pattern or ("m" in pattern and not has_time)
    if has_date:
        return "datetime" if has_time else "date"
    return "time" if has_time else None


def built_in_kind(number: int) -> DateKind | None:
    """The kind of a built-in format by its number (14 is the short date), None for numbers and text."""
    return _BUILT_IN.get(number)


def from_serial(
    serial: float, kind: DateKind, *, from_1904: bool
) -> dt.datetime | dt.date | dt.time | dt.timedelta | None:
    """The date, time or duration of a serial number (days since the epoch); None for one that no calendar holds."""
    if kind == "duration":
        return dt.timedelta(days=serial) if abs(serial) < _LAST_DAY else None
    if kind == "time":
        return _time_of_day(serial % 1) if 0 <= serial < _LAST_DAY else None
    days = serial + 1462 if from_1904 else serial
    if not 0 < days < _LAST_DAY:
        return None
    if not from_1904 and days < 60:
        days += 1  # Excel believes in 29 February 1900, so its days before that are one ahead
    moment = dt.datetime(1899, 12, 30) + dt.timedelta(milliseconds=round(days * 86_400_000))
    return moment.date() if moment.time() == dt.time.min else moment


def _time_of_day(serial: float) -> dt.time:
    milliseconds = min(round(serial * 86_400_000), 86_399_999)
    return (dt.datetime.min + dt.timedelta(milliseconds=milliseconds)).time()


def from_iso(text: str) -> dt.datetime | dt.date | dt.time | str:
    """The date or time of an ISO 8601 text, as Strict workbooks and OpenDocument store it; the text itself if it is none."""
    stamp = text.strip()
    try:
        if "T" in stamp:
            moment = dt.datetime.fromisoformat(stamp)
            return moment.date() if moment.time() == dt.time.min and moment.tzinfo is None else moment
        if "-" in stamp:
            return dt.date.fromisoformat(stamp)
        return dt.time.fromisoformat(stamp)
    except ValueError:
        return text
