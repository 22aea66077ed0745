"""The check of FRM008: do the dates of the project exist, end after they start, and lie ahead?

What cannot be read as a date is said as cannot_tell, and a rough date ("Spring 2027") only counts against an application where every day
that it can mean does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from dag_check.application import Answer, Form, Question
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.form import NO_FORM
from dag_check.checks.places import in_absent_section, place_of, said
from dag_check.checks.wording import is_blank, is_na, na_with_reason, placeholder_in, repeats
from dag_check.dates import ReadDate, dates_in, is_relative, speaks_of_a_duration
from dag_check.report import Evidence
from dag_check.text import normalise, shorten

ROLE = "dates"
_START = re.compile(r"\b(?:start\w*|begin\w*|commenc\w*|launch\w*|from)\b")
_END = re.compile(
    r"\b(?:end|ends|ending|finish\w*|complet\w*|conclud\w*|conclusion|close\w*|until|till|to|through|by)\b|[-\u2013]\s*$"
)
_NOT_BEGUN = re.compile(
    r"\b(?:funding|funded|award|grant|ethics|ethical|approv\w*|contract|data cover\w*|covers|report\w*|publi\w*)\b"
)
_RANGE = re.compile(r"\s*(?:-|to|until|till|through|and|/)\s*(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class _Period:
    """What an answer says of the project's dates; None where it does not say, or says it in a way that is not read.

    `start_text` and `end_text` are the words; `coming` whether the start counts from something that is still to come.
    """

    start: ReadDate | None = None
    end: ReadDate | None = None
    start_text: str = ""
    end_text: str = ""
    coming: bool = False
    unread: tuple[str, ...] = ()


@check("dates_consistent")
def dates_consistent(case: Case) -> Verdict:
    """FRM008: every date in the form exists; the project ends after it starts, and its start is not past on the day of the check."""
    form = case.application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    problems = list(_impossible(form, case))
    question = form.role(ROLE)
    if question is None:
        return Verdict(
            tuple(problems),
            not_applicable="The form has no question that is known to ask for the dates of the project.",
        )
    if question.applies is False:
        return Verdict(tuple(problems), not_applicable="The question on the dates of the project does not apply.")
    if in_absent_section(form, question):
        return Verdict(
            tuple(problems), not_applicable="The section with the dates of the project is absent; see FRM001."
        )
    if not question.found or question.unsure:
        return Verdict(
            tuple(problems),
            cannot_tell="The question on the dates of the project could not be located for sure: a person must look.",
        )
    text = said(question.answer)
    if is_blank(text):
        return Verdict(tuple(problems), not_applicable="The question on the dates of the project is blank; see FRM002.")
    period = _period(form, question, case)
    place = place_of(case.application, question)
    start, end = period.start, period.end
    if start is not None and end is not None and end.latest <= start.earliest:
        problems.append(
            Problem(
                place,
                quote=f"{period.start_text} - {period.end_text}",
                variant="order",
                values={"start": _words(period.start_text), "end": _words(period.end_text)},
                key=f"{question.id}:order",
            )
        )
    elif start is None and period.coming and end is not None and end.latest < case.today:
        problems.append(
            Problem(
                place,
                quote=period.end_text,
                variant="over",
                values={"end": _words(period.end_text), "today": _day(case.today)},
                key=f"{question.id}:order",
            )
        )
    if start is not None and start.exists and start.latest < case.today:
        problems.append(
            Problem(
                place,
                quote=period.start_text,
                variant="past",
                values={"start": _words(period.start_text), "today": _day(case.today)},
                key=f"{question.id}:start",
            )
        )
    unread = ""
    if period.unread:
        quotes = " and ".join(f'"{shorten(one, 60)}"' for one in period.unread)
        unread = f"The dates of the project could not be read in {quotes}: a person must look."
    evidence = Evidence(location=place, quote=shorten(text))
    return Verdict(
        tuple(problems), (evidence,), "The dates exist, and the project lies ahead and ends after it starts.", unread
    )


def _impossible(form: Form, case: Case) -> list[Problem]:
    """The days that no calendar has, in whatever answer."""
    problems: list[Problem] = []
    for question in form.questions:
        if question.applies is False or not question.found:
            continue
        text = said(question.answer)
        for written in dict.fromkeys(_as_written(date, text) for date in dates_in(text) if not date.exists):
            if question.role != ROLE and not re.search(r"\d{4}", written):
                continue  # "30.2.19" may be the number of a paragraph
            problems.append(
                Problem(
                    place_of(case.application, question),
                    quote=written,
                    variant="impossible",
                    values={"date": _words(written)},
                    key=f"{question.id}:{written}",
                )
            )
    return problems


def _period(form: Form, question: Question, case: Case) -> _Period:
    fields = _by_end(question.answer)
    if not fields:
        partner = _partner(form, question)
        if partner is not None:
            fields = {"start": question.answer.text, "end": partner.answer.text}
    filled = {side: text for side, text in fields.items() if not is_blank(text)}
    if "start" in filled and "end" in filled:
        return _of_fields(filled["start"], filled["end"], case, question)
    text = filled.get("start") or ("" if filled else question.answer.text)
    if text:
        return _of_text(text, case, question)
    return _of_fields("", filled.get("end", ""), case, question)


def _by_end(answer: Answer) -> Mapping[str, str]:
    """The labelled blanks of an answer as start and end."""
    sides: dict[str, str] = {}
    for label, value in answer.fields.items():
        plain = normalise(label)
        side = "start" if _START.search(plain) else "end" if _END.search(plain) else ""
        if side and side not in sides:
            sides[side] = value
    return sides if any(not is_blank(value) for value in sides.values()) else {}


def _partner(form: Form, question: Question) -> Question | None:
    """The question of the end date, where the form asks for each date in a question of its own."""
    label = normalise(question.label)
    if "start" not in label or re.search(r"\b(?:end|finish)\b", label):
        return None
    after = False
    for other in form.questions:
        if other.id == question.id:
            after = True
        elif (
            after
            and other.found
            and re.search(
                r"\b(?:end|finish|completion)\b.{0,20}\bdate\b|\bdate\b.{0,20}\b(?:end|finish|completion)\b",
                normalise(other.label),
            )
        ):
            return other
    return None


def _of_fields(start: str, end: str, case: Case, question: Question) -> _Period:
    first, last = _joined(dates_in(start)), _joined(dates_in(end))
    coming = first is None and is_relative(start)
    unread = []
    if first is None and not coming and not _says_no_date(start, case, question):
        unread.append(start)
    if (
        last is None
        and not is_relative(end)
        and not speaks_of_a_duration(end)
        and not _says_no_date(end, case, question)
    ):
        unread.append(end)
    return _Period(first, last, _written(start), _written(end), coming, tuple(unread))


def _of_text(text: str, case: Case, question: Question) -> _Period:
    """The period that a text speaks of: the dates next to words for a start and an end, or the only two that there are."""
    found = dates_in(text)
    plain = normalise(text)
    if not found:
        if is_relative(text) or speaks_of_a_duration(text) or _says_no_date(text, case, question):
            return _Period()
        return _Period(unread=(text,))
    if len(found) == 1:
        cue = plain[max(0, found[0].at - 40) : found[0].at]
        if _last(_END, cue) > _last(_START, cue) and _says_when(cue):
            return _Period(end=found[0], end_text=found[0].written, coming=is_relative(plain[: found[0].at]))
        return _Period(start=found[0], start_text=found[0].written)
    pairs = [(one, two) for one, two in pairwise(found) if _RANGE.fullmatch(plain[one.end : two.at])]
    if len(pairs) == 1 or len(found) == 2:
        one, two = pairs[0] if len(pairs) == 1 else (found[0], found[1])
        between, before = plain[one.end : two.at], plain[max(0, one.at - 40) : one.at]
        if (
            len(pairs) != 1
            and (_NOT_BEGUN.search(between) or _NOT_BEGUN.search(before) or _START.search(between))
            and not _END.search(between)
        ):
            return _Period(unread=(text,))
        if _END.search(before) and _START.search(between) and not _START.search(before):
            one, two = two, one
        return _Period(one, two, one.written, two.written)
    starts = [one for one in found if _cue(plain, one) == "start"]
    ends = [one for one in found if _cue(plain, one) == "end"]
    if len(starts) == 1 and len(ends) == 1:
        return _Period(starts[0], ends[0], starts[0].written, ends[0].written)
    return _Period(unread=(text,))


def _cue(plain: str, date: ReadDate) -> str:
    before = plain[max(0, date.at - 25) : date.at]
    start, end = _last(_START, before), _last(_END, before)
    return "" if start == end else "start" if start > end else "end"


def _says_when(cue: str) -> bool:
    return _last(_END, cue) >= len(cue) - 25


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _joined(found: tuple[ReadDate, ...]) -> ReadDate | None:
    """All that a blank says as one rough date: "autumn 2026 or spring 2027" is any day of either."""
    if len(found) < 2:
        return found[0] if found else None
    real = [date for date in found if date.exists] or list(found)
    return ReadDate(
        min(date.earliest for date in real), max(date.latest for date in real), found[0].written, found[0].at
    )


def _says_no_date(text: str, case: Case, question: Question) -> bool:
    """Whether a text is none that ought to hold a date: blank, "N/A", a stand-in or the form's own words (other rules say so)."""
    known = case.knowledge
    return bool(
        is_blank(text)
        or is_na(text, known)
        or na_with_reason(text, known)
        or placeholder_in(text, known)
        or repeats(text, (question.label, *question.prompts))
    )


def _written(text: str) -> str:
    found = dates_in(text)
    return text if len(found) != 1 or len(text) <= 40 else found[0].written


def _as_written(date: ReadDate, text: str) -> str:
    """The date with the capitals that the answer gives it."""
    pattern = r"\s+".join(re.escape(word) for word in date.written.split())
    found = re.search(pattern, text, re.IGNORECASE)
    return found.group() if found else date.written


def _words(text: str) -> str:
    return shorten(text, 60)


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"
