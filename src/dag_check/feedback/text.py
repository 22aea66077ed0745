"""A Report as a plain text note: the outcome first, then what to put right by document, and what a person must look at.

Every finding is in it: long runs of one rule on one sheet share a message, and a list that is cut says how to see the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.terminal import Paint, fit, printable, wrap
from dag_check.location import Location
from dag_check.report import Evidence, FileKind, Finding, Report, Result
from dag_check.text import shorten

RUN = 4
"""From this many findings that differ only in their place, they are written as one message with a list of places."""
LISTED = 12
"""How many places such a list names unless everything is asked for."""
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
_STICKY = "\N{NO-BREAK SPACE}"
_SEVERITIES = (
    ("error", "Must be put right"),
    ("warning", "Likely to be queried"),
    ("info", "Advice"),
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NOT_A_DECISION = (
    "This is a check for completeness, not a decision on the application: people read it, and people decide."
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A finding with its result, and its position in the report."""

    result: Result
    finding: Finding
    position: int


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as text for a terminal or a file, ending in a line break."""
    return "\n".join(_Note(report, view).lines()) + "\n"


def headline(report: Report) -> str:
    """The outcome in a sentence or two, as plain text."""
    errors, warnings = report.counts.error, report.counts.warning
    queried = f"{_count(warnings, 'is', 'are')} likely to be queried"
    if report.outcome == "not_checked":
        return "Not checked: nothing could be read."
    if report.outcome == "changes_needed":
        tail = f", {queried}" if warnings else ""
        return f"Changes needed: {_count(errors, 'thing')} must be put right{tail}."
    if warnings:
        return f"Ready to send: nothing missing was found. {_capital(_count(warnings, 'thing'))} {_is(warnings)} likely to be queried."
    return "Ready to send: nothing missing was found."


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
    return _capital(printable(", ".join(parts)))


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


class _Note:
    """Writes one report. Lines are wrapped first and coloured after, so that colour never counts as width."""

    def __init__(self, report: Report, view: View) -> None:
        self.report = report
        self.view = view
        self.width = min(max(view.width, 40), 100)
        self.paint = Paint(view.colour)
        self.items = [_Item(result, finding, at) for at, (result, finding) in enumerate(report.findings)]
        self.files = _file_order(report)
        self.kinds = {file.path: file.kind for file in report.submission.files}
        self.sections = _section_order(report)

    def lines(self) -> Iterator[str]:
        yield from self.top()
        standing = [item for item in self.items if item.finding.waived is None]
        for severity, title in _SEVERITIES:
            yield from self.findings(title, [item for item in standing if item.result.severity == severity])
        yield from self.undecided()
        yield from self.waived([item for item in self.items if item.finding.waived is not None])
        if self.view.verbose:
            yield from self.passed()
            yield from self.not_applicable()
            yield from self.files_read()
        yield from self.end()

    # The top: what was checked, what came of it, and what the tool could not decide.

    def top(self) -> Iterator[str]:
        report = self.report
        date = report.checked_on
        day = f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
        name = printable(report.submission.name) or "The submission"
        yield from map(self.paint.faint, wrap(f"{name}, checked on {day}", self.width))
        yield ""
        colour = {"ready": self.paint.green, "changes_needed": self.paint.red, "not_checked": self.paint.red}
        yield from map(colour[report.outcome], wrap(headline(report), self.width))
        undecided = _undecided(report)
        if undecided:
            yield ""
            sentence = f"A person must look at {_count(len(undecided), 'thing')} that this check could not decide:"
            yield from map(self.paint.yellow, wrap(sentence, self.width))
            for result in undecided:
                yield from self.coded(result.title, result.code, "  ")

    def end(self) -> Iterator[str]:
        counts = self.report.counts
        yield ""
        files = _count(len(self.report.submission.files), "file")
        told = f"{_count(counts.passed, 'rule')} passed"
        if counts.not_applicable:
            told += f", {counts.not_applicable} {'does' if counts.not_applicable == 1 else 'do'} not apply"
        more = "" if self.view.verbose else " (-v shows them, with what they rest on)"
        yield from wrap(f"Checked {files}: {told}{more}.", self.width)
        if self.report.outcome != "not_checked":
            yield from wrap(_NOT_A_DECISION, self.width)

    # Findings: by document, then in the form's order.

    def findings(self, title: str, items: list[_Item]) -> Iterator[str]:
        if not items:
            return
        yield from self.title(f"{title} ({len(items)})")
        by_file: dict[str, list[_Item]] = {}
        for item in sorted(items, key=self.order):
            by_file.setdefault(_home(item.finding.location), []).append(item)
        for file, group in by_file.items():
            yield ""
            yield from map(self.paint.bold, wrap(self.file_heading(file), self.width))
            for run in _runs(group):
                yield from self.run(run)

    def order(self, item: _Item) -> tuple[object, ...]:
        location = item.finding.location
        number = _number(location.question.number) if location.question else ()
        number = number or self.sections.get(location.section or "", ())
        home = _home(location)
        file = self.files.get(home, (len(KINDS), len(self.files)))
        return (file, home, number, location.question is not None, item.position)

    def file_heading(self, file: str) -> str:
        if not file:
            return "The submission as a whole"
        kind = self.kinds.get(file, "other")
        return f"{file} ({KINDS[kind]})" if kind != "other" else file

    def run(self, run: list[_Item]) -> Iterator[str]:
        first = run[0]
        where = _where(run)
        if where:
            yield from self.coded(where, first.result.code, "  ", whole=False)
            yield from wrap(first.finding.message, self.width, "    ")
        else:
            yield from self.coded(first.finding.message, first.result.code, "  ")
        quote = printable(first.finding.quote)
        told = printable(first.finding.message)
        if quote and len(run) == 1 and quote not in told and printable(shorten(quote)) not in told:
            yield from wrap(f'It says: "{fit(quote, 200)}"', self.width, "    ")
        if len(run) > 1:
            yield from self.likewise(run)
        if first.finding.advice:
            yield from wrap(f"What to do: {first.finding.advice}", self.width, "    ")

    def likewise(self, run: list[_Item]) -> Iterator[str]:
        """The places of a run, those with the same quote together."""
        shown = run if self.view.verbose else run[:LISTED]
        left = len(run) - len(shown)
        yield from wrap(f"The same goes for all {len(run)} of these:", self.width, "    ")
        by_quote: dict[str, list[str]] = {}
        for item in shown:
            by_quote.setdefault(printable(item.finding.quote), []).append(_short_place(item.finding.location))
        for quote, places in by_quote.items():
            said = f'"{fit(quote, 120)}": ' if quote else ""
            listed = "; ".join(place.replace(" ", _STICKY) for place in places)
            for line in wrap(said + listed, self.width, "      ", "        "):
                yield line.replace(_STICKY, " ")
        if left:
            yield from wrap(f"and {left} more (-v or --format json lists all)", self.width, "      ")

    # What else there is to know.

    def undecided(self) -> Iterator[str]:
        results = _undecided(self.report)
        if results:
            yield from self.title(f"A person must look at ({len(results)})")
        for result in results:
            yield ""
            yield from self.coded(result.title, result.code, "  ")
            failed = "The rule itself failed, so nothing was checked here." if result.status == "crashed" else ""
            yield from wrap(result.reason or failed, self.width, "    ")
            yield from self.evidence(result.evidence)

    def waived(self, items: list[_Item]) -> Iterator[str]:
        if items:
            yield from self.title(f"Waived ({len(items)})")
        for item in items:
            location = item.finding.location
            where = ", ".join(part for part in (printable(location.file or ""), place(location)) if part)
            yield ""
            yield from self.coded(where or "The submission as a whole", item.result.code, "  ", whole=False)
            yield from wrap(item.finding.message, self.width, "    ")
            yield from wrap(f"Waived: {item.finding.waived}", self.width, "    ")

    def passed(self) -> Iterator[str]:
        results = [result for result in self.report.results if result.status == "pass"]
        if results:
            yield from self.title(f"Passed ({len(results)})")
            yield ""
        for result in results:
            yield from self.coded(result.title, result.code, "  ")
            if result.reason:
                yield from wrap(result.reason, self.width, "    ")
            yield from self.evidence(result.evidence)

    def not_applicable(self) -> Iterator[str]:
        results = [result for result in self.report.results if result.status == "not_applicable"]
        if results:
            yield from self.title(f"Does not apply ({len(results)})")
            yield ""
        for result in results:
            yield from self.coded(result.title, result.code, "  ")
            if result.reason:
                yield from wrap(result.reason, self.width, "    ")

    def files_read(self) -> Iterator[str]:
        files = self.report.submission.files
        if files:
            yield from self.title(f"Files ({len(files)})")
            yield ""
        for file in files:
            yield from wrap(f"{file.path}: {KINDS[file.kind]}, {file.format}", self.width, "  ", "    ")
            for note in file.notes:
                yield from wrap(note, self.width, "    ")

    def evidence(self, evidence: Sequence[Evidence]) -> Iterator[str]:
        for entry in evidence[:EVIDENCE]:
            where = _reference(entry.location)
            quote = fit(printable(entry.quote), 120)
            text = f'{where}: "{quote}"' if where and quote else where or f'"{quote}"'
            yield from wrap(f"See {text}", self.width, "    ", "      ")
        if len(evidence) > EVIDENCE:
            yield from wrap(
                f"and {len(evidence) - EVIDENCE} more places (--format json lists all)", self.width, "      "
            )

    # The bricks.

    def title(self, text: str) -> Iterator[str]:
        yield ""
        yield ""
        yield self.paint.bold(text)
        yield self.paint.faint("-" * len(text))

    def coded(self, text: str, code: str, indent: str, *, whole: bool = True) -> Iterator[str]:
        """What something is called, with the rule's code at the end of the line; a long one goes on below, or is cut."""
        mark = f"[{code}]"
        room = self.width - len(mark) - 2
        text = printable(text)
        lines = wrap(text, room, indent) if whole else [indent + fit(text, room - len(indent))]
        first, *rest = lines or [indent]
        yield f"{self.paint.bold(first)}{' ' * (room - len(first) + 2)}{self.paint.faint(mark)}"
        yield from map(self.paint.bold, rest)


def _undecided(report: Report) -> list[Result]:
    """Results of which a part or the whole was left to people."""
    return [r for r in report.results if r.status in ("cannot_tell", "crashed") or (r.status == "problem" and r.reason)]


def _home(location: Location) -> str:
    """The heading under which a finding stands: its file, "" for the submission as a whole."""
    return location.file or ""


def _where(run: list[_Item]) -> str:
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


def _question(item: _Item) -> str:
    question = item.finding.location.question
    return question.id if question else ""


def _reference(location: Location) -> str:
    """A place in passing: "application.docx, question 3.5"."""
    if location.question and location.question.number:
        within = printable(f"question {location.question.number}")
    else:
        named = place(location)
        within = fit(named[:1].lower() + named[1:], 70)
    return ", ".join(part for part in (printable(location.file or ""), within) if part)


def _short_place(location: Location) -> str:
    if location.question and not location.variable:
        number = f"{location.question.number} " if location.question.number else ""
        return printable(f"{number}{fit(location.question.label or location.question.id, 60)}")
    spot = location.cell or (f"row {location.row}" if location.row is not None else "")
    return printable(f"{spot} {location.variable or ''}".strip()) or place(location) or "the file as a whole"


def _runs(items: list[_Item]) -> list[list[_Item]]:
    """The findings of a file, those that differ only in their place together, where there are `RUN` or more."""
    groups: dict[tuple[str, ...], list[_Item]] = {}
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
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "\0", text)
    return text


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


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
