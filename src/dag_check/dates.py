"""Reads dates as people write them in English, however roughly: "1st of April 2027", "01/04/27", "April 2027", "Spring 2027", "Q2 2027".

A rough date is a span of days from the earliest to the latest that it can mean. Ground floor: what follows from a date is for others.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from dag_check.text import normalise

_MONTHS = {name: number for number, names in enumerate(
    ["january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec"], 1) for name in names.split()}  # fmt: skip
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "eighteen": 18, "twenty-four": 24, "thirty-six": 36}  # fmt: skip
_QUARTERS = {"1": 1, "2": 4, "3": 7, "4": 10, "first": 1, "second": 4, "third": 7, "fourth": 10, "last": 10}
# Seasons and terms are told apart by nobody's calendar: each spans all the months that somebody may mean by it.
_SEASONS = {"spring": (2, 6), "summer": (5, 9), "autumn": (8, 12), "fall": (8, 12), "michaelmas": (9, 12), "lent": (1, 4), "hilary": (1, 4), "trinity": (4, 7), "easter": (3, 7)}  # fmt: skip

_MONTH = r"(?P<{}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_DAY = r"(?P<{}>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?"
_SHORT = (
    r"(?![\d:]|[/.]\d|\s?(?:st|nd|rd|th)\b|\s*(?:of\s+)?(?:"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")(?![a-z]))"
)
_YEAR = r"(?:[\s,.\-/]*(?:of\s+|in\s+)?(?P<{}>(?:19|20)\d\d)(?!\d|/\d)|(?:\s?'|\s|[-./])(?P<{}s>\d\d)" + _SHORT + ")"
# After a month alone two digits may be a day: only those that can be a year to come are taken for one.
_MONTHS_YEAR = (
    r"(?:[\s,.\-/]*(?:of\s+|in\s+)?(?P<{}>(?:19|20)\d\d)(?!\d|/\d)|(?:\s?'|\s|[-./])(?P<{}s>[2-4]\d)"
    + _SHORT
    + r"(?!,?\s+(?:19|20)\d\d))"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(?:the\s+)?"
_GAP = r"[\s,]*(?:of\s+)?"
_PART = r"(?:(?P<part>early|mid|middle of|late|beginning of|start of|end of|by the end of)[\s-]+(?:the\s+)?(?:of\s+)?)?"

_PATTERN = re.compile(
    "|".join(
        [
            r"(?<![\d/])(?P<iso_year>(?:19|20)\d\d)\s?[-/.]\s?(?P<iso_month>\d{1,2})\s?[-/.]\s?(?P<iso_day>\d{1,2})(?![\d/])",
            r"(?<![\d/.])(?P<num_day>\d{1,2})\s?[-/.]\s?(?P<num_month>\d{1,2})\s?[-/.]\s?(?P<num_year>(?:19|20)\d\d|\d\d)(?![\d/])",
            r"(?<![\d/.])(?P<gap_day>\d\d) (?P<gap_month>\d\d) (?P<gap_year>20\d\d)(?![\d/])",
            r"(?<![\d/.])"
            + _WEEKDAY
            + _DAY.format("day")
            + r"[\s,.\-/]*(?:(?:day\s+)?of\s+)?"
            + _MONTH.format("month")
            + _YEAR.format("year", "year"),
            r"\b" + _MONTH.format("us_month") + r"[\s\-]*(?:the\s+)?" + _DAY.format("us_day") + r"\b[\s,\-]+" + r"(?P<us_year>(?:19|20)\d\d)(?![\d/])",
            r"\b" + _PART + _MONTH.format("only_month") + _MONTHS_YEAR.format("only_year", "only_year"),
            r"(?<![\d/.])(?P<digits_month>0?[1-9]|1[0-2])\s?[/\-.]\s?(?P<digits_year>20\d\d)(?![\d/.]|-\d{1,2}(?![\d/]))",
            r"(?<![\d/.])(?P<back_year>20\d\d)-(?P<back_month>0[1-9]|1[0-2])(?![\d/\-])",
            r"\b(?P<winter>winter)" + _GAP + r"(?P<winter_year>20\d\d)(?:\s?[-/]\s?(?P<winter_to>\d{2,4}))?",
            r"\b" + _PART.replace("part", "season_part") + r"(?P<season>" + "|".join(_SEASONS) + r")(?:\s+term)?" + _GAP + r"(?P<season_year>20\d\d)(?!\s?[-/]\s?\d)",
            r"\b(?:q(?:uarter)?\s?(?P<quarter>[1-4])|(?P<quarter_word>first|second|third|fourth|last)\s+quarter)" + _GAP + r"(?:fy\s?)?(?P<quarter_year>20\d\d)(?P<quarter_fy>\s?[-/]\s?\d{2,4})?",
            r"\b(?P<back_quarter_year>20\d\d)\s?[-/]?\s?q(?P<back_quarter>[1-4])\b",
            r"(?<![\d/])(?:(?P<two_kind>academic|financial|fiscal|tax)\s+year\s+|fy\s?)?(?P<two_year>20\d\d)\s?[-/]\s?(?P<two_to>\d\d(?!\d)|20\d\d)(?![\d/-])",
            r"(?<![\d/])" + _WEEKDAY + _DAY.format("bare_day") + r"[\s,]*(?:of\s+)?" + _MONTH.format("bare_month") + r"(?![\s,.]*\d{4})",
            r"\b" + _MONTH.format("lone_month") + r"(?=\s*(?:[-/]\s*(?:\d|[a-z]{3})|(?:to|until|till|through)\s))",
            r"\b" + _PART.replace("part", "year_part") + r"(?<![\d/.£-])(?P<lone_year>20\d\d)(?![\d/]|-\d)",
        ]
    )
)  # fmt: skip
_DURATION = re.compile(
    r"\b(?:\d{1,3}(?:\.5|\.25|½)?|a|" + "|".join(_NUMBERS) + r")(?:\s*\(\d+\))?[\s-]*(?:calendar\s+)?(?:months?|years?|weeks?|yrs?|mths?|mo)\b|\b\d{1,2}(?:m|y)\b"
)  # fmt: skip
_RELATIVE = re.compile(
    r"\b(?:on|upon|after|once|following|from|subject to|when|as soon as|immediately|pending|dependent on|depending on|within|asap)\b.{0,60}?"
    r"\b(?:approv\w*|receipt|received|access|grant\w*|available|availability|data|agreement|award|funding|signature|signed|possible|start|ingest\w*|provided|provision|confirm\w*|accredit\w*|permission\w*)\b|\basap\b"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date that stands in a text: the first and the last day that it can mean, and how and where it is written.

    `exists` is false for a day that no calendar has (31 February); `earliest` and `latest` are then those of its month. `at` is the
    place of `written` in the text as `normalise` gives it.
    """

    earliest: dt.date
    latest: dt.date
    written: str
    at: int
    exists: bool = True
    to_the_day: bool = False

    @property
    def end(self) -> int:
        """The place after its last character."""
        return self.at + len(self.written)


def dates_in(text: str) -> tuple[ReadDate, ...]:
    """The dates in a text, in order. A day or month without a year takes the year of the date that follows it.

    Days come before months, as in Britain ("01/04/27" is 1 April); "04/13/2027" can only be meant the other way round.
    """
    plain = normalise(text[:20_000])
    found: list[ReadDate | tuple[int, int | None, str, int]] = []
    for match in _PATTERN.finditer(plain):
        one = _read(match)
        if one is not None:
            found.append(one)
    return tuple(_with_years(found))


def speaks_of_a_duration(text: str) -> bool:
    """Whether a text gives a length of time: "36 months", "three years"."""
    return _DURATION.search(normalise(text)) is not None


def is_relative(text: str) -> bool:
    """Whether a text counts from something that is still to come: "on approval", "from receipt of the data"."""
    return _RELATIVE.search(normalise(text)) is not None


def _read(match: re.Match[str]) -> ReadDate | tuple[int, int | None, str, int] | None:
    """The date of a match; month, day, words and place where it has no year; None where it is no date."""
    part = match.groupdict()
    written, at = match.group(), match.start()

    def span(first: tuple[int, int], last: tuple[int, int]) -> ReadDate:
        return ReadDate(dt.date(*first, 1), dt.date(*last, calendar.monthrange(*last)[1]), written, at)

    if part["iso_year"]:
        return _day(int(part["iso_year"]), int(part["iso_month"]), int(part["iso_day"]), written, at)
    if part["num_day"]:
        return _day(_year(part["num_year"]), int(part["num_month"]), int(part["num_day"]), written, at, either=True)
    if part["gap_day"]:
        return _day(int(part["gap_year"]), int(part["gap_month"]), int(part["gap_day"]), written, at, either=True)
    if part["day"]:
        year = _year(part["year"] or part["years"])
        return _day(year, _MONTHS[part["month"]], int(part["day"]), written, at)
    if part["us_month"]:
        return _day(int(part["us_year"]), _MONTHS[part["us_month"]], int(part["us_day"]), written, at)
    if part["only_month"]:
        month = (_year(part["only_year"] or part["only_years"]), _MONTHS[part["only_month"]])
        return span(month, month)
    if part["digits_month"]:
        month = (int(part["digits_year"]), int(part["digits_month"]))
        return span(month, month)
    if part["back_year"]:
        month = (int(part["back_year"]), int(part["back_month"]))
        return span(month, month)
    if part["winter"]:
        year = int(part["winter_year"])
        return span((year, 10) if part["winter_to"] else (year, 1), (year + 1, 3))
    if part["season"]:
        year = int(part["season_year"])
        first, last = _SEASONS[part["season"]]
        return span((year, first), (year, last))
    if part["quarter_year"]:
        year = int(part["quarter_year"])
        first = _QUARTERS[part["quarter"] or part["quarter_word"]]
        if part["quarter_fy"]:  # of a year that begins in April, or in January, or whenever
            return span((year, first), (year + 1, first + 2))
        return span((year, first), (year, first + 2))
    if part["back_quarter_year"]:
        year, first = int(part["back_quarter_year"]), _QUARTERS[part["back_quarter"]]
        return span((year, first), (year, first + 2))
    if part["two_year"]:
        year, to = int(part["two_year"]), part["two_to"]
        until = int(to) if len(to) == 4 else year // 100 * 100 + int(to)
        kind = part["two_kind"] or written[:2]
        if until == year + 1 and kind in ("financial", "fiscal", "fy"):
            return span((year, 4), (until, 3))
        return span((year, 1), (until, 12)) if year < until <= year + 12 else None
    if part["bare_day"]:
        return (_MONTHS[part["bare_month"]], int(part["bare_day"]), written, at)
    if part["lone_month"]:
        return (_MONTHS[part["lone_month"]], None, written, at)
    year = int(part["lone_year"])
    return span((year, 1), (year, 12))


def _day(year: int, month: int, day: int, written: str, at: int, *, either: bool = False) -> ReadDate | None:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        if either and month > 12 and day <= 12:
            return _day(year, day, month, written, at)
        if not 1 <= month <= 12 or not 29 <= day <= 39:
            return None
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        return ReadDate(last.replace(day=1), last, written, at, exists=False, to_the_day=True)
    return ReadDate(date, date, written, at, to_the_day=True)


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _with_years(found: list[ReadDate | tuple[int, int | None, str, int]]) -> list[ReadDate]:
    result: list[ReadDate] = []
    for one in reversed(found):
        if isinstance(one, ReadDate):
            result.insert(0, one)
            continue
        month, day, written, at = one
        if not result:
            continue  # no date with a year follows: "the 1 May bank holiday"
        after = result[0]
        year = after.earliest.year if (month, day or 1) <= (after.latest.month, after.latest.day) else after.earliest.year - 1  # fmt: skip
        if day is not None:
            dated = _day(year, month, day, written, at)
            if dated is not None:
                result.insert(0, dated)
        else:
            last = calendar.monthrange(year, month)[1]
            result.insert(0, ReadDate(dt.date(year, month, 1), dt.date(year, month, last), written, at))
    return result
