"""A report in the order in which people work through it: by document, in the form's order, like findings together.

The formats for people (text, HTML, Markdown) share the order and the words for places; how things look is theirs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dag_check.feedback.terminal import fit, printable
from dag_check.location import Location
from dag_check.report import CheckedSection, FileKind, Finding, Report, Result, Severity, Status
from dag_check.text import shorten

RUN = 4
"""From this many findings that differ only in their place, they are written as one message with a list of places."""
NAME = 300
"""The longest name of a place, in characters; what a form calls a question is a sentence at most."""
EVIDENCE = 3
"""How many places a passed rule names unless it has fewer."""


KINDS: dict[FileKind, str] = {
    "application_form": "application form",
    "variable_list": "list of variables",
    "ethics_approval": "ethics approval",
    "ethics_self_assessment": "ethics self-assessment",
    "dpia": "data protection impact assessment",
    "catalogue": "catalogue of a dataset",
    "other": "other document",
}
SEVERITIES: tuple[tuple[Severity, str], ...] = (
    ("error", "Must be put right"),
    ("warning", "Likely to be queried"),
    ("info", "Advice"),
)
_WORD = re.compile(r"\w")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOT_A_DECISION = (
    "This is a check for completeness, not a decision on the application: people read it, and people decide."
)


@dataclass(frozen=True, slots=True)
class Item:
    """A finding with its result, and its position in the report."""

    result: Result
    finding: Finding
    position: int


def headline(report: Report) -> str:
    """The outcome in a sentence or two, as plain text."""
    errors, warnings = report.counts.error, report.counts.warning
    queried = f"{count(warnings, 'is', 'are')} likely to be queried"
    if report.outcome == "not_checked":
        return "Not checked: nothing could be read."
    part = f" {count(len(report.left_out), 'rule was', 'rules were')} left out." if report.left_out else ""
    if report.outcome == "changes_needed":
        tail = f", {queried}" if warnings else ""
        return f"Changes needed: {count(errors, 'thing')} must be put right{tail}.{part}"
    nothing = "Checked in part: nothing missing was found." if part else "Ready to send: nothing missing was found."
    if warnings:
        return f"{nothing} {_capital(count(warnings, 'thing'))} {_is(warnings)} likely to be queried.{part}"
    return f"{nothing}{part}"


def place(location: Location) -> str:
    """A place inside its file in words: 'Question 3.5  Explain how ...' or 'Sheet "Request", cell F12 (offender_id)'."""
    parts = []
    if location.question:
        question = location.question
        named = f"{question.number}  {question.label}" if question.number else f'"{question.label or question.id}"'
        parts.append(f"Question {named}".rstrip())
    elif location.section:
        parts.append(f'Section "{location.section}"')
    if location.sheet:
        parts.append(f'Sheet "{location.sheet}"')
    spot = _spot(location)
    if spot:
        parts.append(spot)
    if location.page is not None:
        parts.append(f"page {location.page}")
    return _capital(fit(printable(", ".join(parts)), NAME))


def _spot(location: Location) -> str:
    """The cell or row, and what it is about: 'cell F12 (offender_id)'."""
    about = location.variable or (f"dataset {location.dataset}" if location.dataset else "")
    if location.cell:
        where = f"cells {location.cell}" if ":" in location.cell or "," in location.cell else f"cell {location.cell}"
    elif location.row is not None:
        where = f"row {location.row}"
    elif not about:
        return ""
    else:
        return f"variable {about}" if location.variable else about
    return f"{where} ({about})" if about else where


class Outline:
    """A report's findings as people work through them."""

    def __init__(self, report: Report) -> None:
        self.report = report
        items = [Item(result, finding, at) for at, (result, finding) in enumerate(report.findings)]
        self.standing = [item for item in items if item.finding.waived is None]
        self.waived = [item for item in items if item.finding.waived is not None]
        self.undecided = undecided(report)
        self._kinds = {file.path: file.kind for file in report.submission.files}
        self._files = _file_order(report)
        self._sections = _section_order(report)

    def with_status(self, status: Status) -> list[Result]:
        """The results of that status, in the rulebook's order."""
        return [result for result in self.report.results if result.status == status]

    def by_document(self, items: Iterable[Item]) -> dict[str, list[Item]]:
        """The findings by file, "" for the submission as a whole: the form first, and in each file the form's order."""
        documents: dict[str, list[Item]] = {}
        for item in sorted(items, key=self._order):
            documents.setdefault(item.finding.location.file or "", []).append(item)
        return documents

    def heading(self, file: str) -> str:
        """What the findings of a file stand under: "variables.xlsx (list of variables)"."""
        if not file:
            return "The submission as a whole"
        kind = self._kinds.get(file, "other")
        return f"{file} ({KINDS[kind]})" if kind != "other" else file

    def _order(self, item: Item) -> tuple[object, ...]:
        location = item.finding.location
        number = _number(location.question.number) if location.question else ()
        number = number or self._sections.get(location.section or "", ())
        home = location.file or ""
        file = self._files.get(home, (len(KINDS), len(self._files)))
        return (file, home, number, location.question is not None, item.position)


def name_of(report: Report) -> str:
    """What the submission is called."""
    return printable(report.submission.name) or "The submission"


def day(date: dt.date) -> str:
    """A date as people write it: "22 November 2026"."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def look(results: Sequence[Result]) -> str:
    """The sentence before what the check could not decide."""
    return f"A person must look at {count(len(results), 'thing')}. This check could not tell whether:"


def why_undecided(result: Result) -> str:
    """Why a person must look."""
    return result.reason or (
        "The rule itself failed, so nothing was checked here." if result.status == "crashed" else ""
    )


def applies(section: CheckedSection) -> str:
    """Whether a section of the form applies, and why: "Does not apply: ..."."""
    told = {True: "Applies", False: "Does not apply", None: "A person must look whether it applies"}[section.applies]
    return f"{told}: {printable(section.why)}" if section.why else told


def tally(report: Report) -> str:
    """What was checked and what came out well: "Checked 5 files: 18 rules passed, 5 do not apply"."""
    counts = report.counts
    told = f"Checked {count(len(report.submission.files), 'file')}: {count(counts.passed, 'rule')} passed"
    if counts.not_applicable:
        told += f", {counts.not_applicable} {'does' if counts.not_applicable == 1 else 'do'} not apply"
    return told


def quote_beside(finding: Finding) -> str:
    """The finding's quote, on one line; "" where the message says it already."""
    quote, told = printable(finding.quote), printable(finding.message)
    return "" if quote in told or printable(shorten(quote)) in told else quote


def undecided(report: Report) -> list[Result]:
    """Results of which a part or the whole was left to people."""
    return [r for r in report.results if r.status in ("cannot_tell", "crashed") or (r.status == "problem" and r.reason)]


def where_of(run: list[Item]) -> str:
    """The place of a finding or of a run inside its document, "" where that is the document as a whole."""
    location = run[0].finding.location
    if len(run) == 1:
        return place(location)
    around = (
        f'Sheet "{location.sheet}"' if location.sheet else f'Section "{location.section}"' if location.section else ""
    )
    if all(item.finding.location.variable for item in run):
        what = f"{len(run)} variables"
    elif all(item.finding.location.question for item in run):
        what = f"{len(run)} questions" if len({_question(item) for item in run}) == len(run) else f"{len(run)} places"
    else:
        what = f"{len(run)} places"
    return f"{around}, {what}" if around else _capital(what)


def _question(item: Item) -> str:
    question = item.finding.location.question
    return question.id if question else ""


def reference(location: Location) -> str:
    """A place in passing: "application.docx, question 3.5"."""
    if location.question and location.question.number:
        within = printable(f"question {location.question.number}")
    else:
        named = place(location)
        within = fit(named[:1].lower() + named[1:], 70)
    return ", ".join(part for part in (printable(location.file or ""), within) if part)


def short_place(location: Location) -> str:
    if location.question and not location.variable:
        number = f"{location.question.number} " if location.question.number else ""
        return printable(f"{number}{fit(location.question.label or location.question.id, 60)}")
    spot = location.cell or (f"row {location.row}" if location.row is not None else "")
    spot = printable(f"{spot} {location.variable or ''}".strip())
    return fit(spot, NAME) or place(location) or "the file as a whole"


def runs(items: list[Item]) -> list[list[Item]]:
    """The findings of a file, those that differ only in their place together, where there are `RUN` or more."""
    groups: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        location = item.finding.location
        around = location.sheet or location.section or ""
        text = _mask(item.finding.message, item.finding), _mask(item.finding.advice, item.finding)
        groups.setdefault((item.result.code, around, *text), []).append(item)
    runs = [run for group in groups.values() for run in ([group] if len(group) >= RUN else [[item] for item in group])]
    rank = {item.position: at for at, item in enumerate(items)}
    return sorted(runs, key=lambda run: rank[run[0].position])


def _mask(text: str, finding: Finding) -> str:
    """The text with what names this one place taken out, so that messages can be compared."""
    location = finding.location
    names = [
        finding.quote,
        shorten(finding.quote),
        location.variable,
        location.cell,
        str(location.row) if location.row is not None else None,
    ]
    if location.question:
        names += [location.question.number, location.question.label]
    for name in sorted({name for name in names if name and name in text}, key=len, reverse=True):
        text = _without(text, name)
    return text


def _without(text: str, name: str) -> str:
    """The text with a mark for the name wherever it stands as whole words. By hand: a pattern for each name takes too long."""
    parts, start, at = [], 0, text.find(name)
    while at >= 0:
        end = at + len(name)
        if _WORD.match(text[at - 1 : at]) or _WORD.match(text[end : end + 1]):
            at = text.find(name, at + 1)
            continue
        parts += [text[start:at], "\0"]
        start, at = end, text.find(name, end)
    return "".join([*parts, text[start:]])


def _file_order(report: Report) -> dict[str, tuple[int, int]]:
    """Where each document stands in the note: the submission as a whole, the form, the lists, then the rest as given."""
    kinds = list(KINDS)
    order = {file.path: (kinds.index(file.kind), at) for at, file in enumerate(report.submission.files)}
    return {**order, "": (-1, 0)}


def _section_order(report: Report) -> dict[str, tuple[tuple[int, int, str], ...]]:
    """For each section the lowest number of a question known to stand in it."""
    order: dict[str, tuple[tuple[int, int, str], ...]] = {}
    for location in _locations(report.results):
        if location.section and location.question and (number := _number(location.question.number)):
            order[location.section] = min(order.get(location.section, number), number)
    return order


def _locations(results: Iterable[Result]) -> Iterator[Location]:
    for result in results:
        yield from (entry.location for entry in result.evidence)
        yield from (finding.location for finding in result.findings)


@lru_cache(maxsize=4096)
def _number(number: str) -> tuple[tuple[int, int, str], ...]:
    """A question's number for sorting: 3.10 after 3.9, and letters after digits."""
    parts = re.findall(r"[0-9]{1,9}|[^\W\d_]+", number)
    return tuple((0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts)


def count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
