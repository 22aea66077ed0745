"""A Report as one HTML page that works offline, after the pattern of GOV.UK services: the problems first, each linked to its place.

This module says what stands where; how it looks is the template's. Every text goes out on one line, harmless, and escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.outline import (
    KINDS,
    NOT_A_DECISION,
    SEVERITIES,
    Item,
    Outline,
    applies,
    count,
    day,
    headline,
    look,
    name_of,
    place,
    quote_beside,
    reference,
    runs,
    short_place,
    tally,
    where_of,
    why_undecided,
)
from dag_check.feedback.terminal import fit, printable
from dag_check.location import Location
from dag_check.report import Evidence, Report, Result

if TYPE_CHECKING:
    from jinja2 import Template

QUOTE = 300
"""The longest quote, in characters."""
LINK = 400
"""The longest link in the summary: as good as every message, but not one that quotes a whole answer."""
OPEN = 25
"""Up to this many entries, the sheets of a document stand open."""
LISTED = 12
"""Up to this many, links, places and evidence are simply listed; of more, the rest is folded away."""

_TAGS = dict(SEVERITIES)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list of places, with what stands there."""

    name: str
    quote: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as the page shows it, or several that differ only in their places."""

    id: str
    where: str
    link: str
    message: str
    advice: str
    quote: str
    severity: str
    tag: str
    result: Result
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of a sheet or of a section, or those that stand in neither (no title)."""

    title: str
    tally: str
    folds: bool
    opens: bool
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Document:
    """What there is to say on a file, or on the submission as a whole."""

    id: str
    heading: str
    tally: str
    groups: list[Group]

    def entries(self, severity: str) -> list[Entry]:
        """The entries of that severity."""
        return [entry for group in self.groups for entry in group.entries if entry.severity == severity]


@dataclass(frozen=True, slots=True)
class Explained:
    """A result that is no problem: why it came out so, and the places that it rests on."""

    id: str
    result: Result
    reason: str
    places: list[Place] = field(default_factory=list)


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as a self-contained page: no script, nothing to fetch."""
    outline = Outline(report)
    documents = _documents(outline)
    text = template("report.html.j2").render(
        report=report,
        tool=report.tool,
        rulebook=report.rulebook,
        name=name_of(report),
        day=day(report.checked_on),
        headline=headline(report),
        look=look(outline.undecided),
        tally=tally(report),
        not_a_decision=NOT_A_DECISION,
        documents=documents,
        problems=_summary(documents, "error"),
        queries=_summary(documents, "warning"),
        undecided=[_explained(result, "look") for result in outline.undecided],
        waived=[(_whole_place(item.finding.location), item) for item in outline.waived],
        passed=[_explained(result, "passed") for result in outline.with_status("pass")],
        not_applicable=[_explained(result, "not") for result in outline.with_status("not_applicable")],
        kinds=KINDS,
        applies=applies,
        listed=LISTED,
    )
    return text if text.endswith("\n") else f"{text}\n"


@lru_cache(maxsize=8)
def template(name: str) -> Template:
    """The template of that name: everything put into it comes out on one line, harmless, and escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def harmless(value: object) -> object:
        return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=PackageLoader("dag_check.feedback"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=harmless,
    )
    environment.filters["count"] = count
    return environment.get_template(name)


def _documents(outline: Outline) -> list[Document]:
    return [
        Document(f"document-{at}", outline.heading(file), _severities(items), _groups(items, outline.report))
        for at, (file, items) in enumerate(outline.by_document(outline.standing).items(), 1)
    ]


def _groups(items: list[Item], report: Report) -> list[Group]:
    """The findings of a document by sheet, or by section of the form, in the order in which these come first."""
    numbered = {one.title: f"{one.number} {one.title}".strip() for one in report.submission.sections}
    by_title: dict[tuple[str, bool], list[Item]] = {}
    for item in items:
        location = item.finding.location
        title = (
            f'Sheet "{location.sheet}"' if location.sheet else numbered.get(section := location.section or "", section)
        )
        by_title.setdefault((title, bool(location.sheet)), []).append(item)
    entries = {key: [_entry(run) for run in runs(group)] for key, group in by_title.items()}
    opens = sum(map(len, entries.values())) <= OPEN
    return [
        Group(title, _severities(by_title[title, sheet]), sheet, opens, entries[title, sheet])
        for title, sheet in by_title
    ]


def _entry(run: list[Item]) -> Entry:
    item = run[0]
    finding, result = item.finding, item.result
    where = where_of(run)
    several = len(run) > 1
    return Entry(
        id=f"finding-{item.position + 1}",
        where=where,
        link=_link(where, run),
        message=finding.message,
        advice=finding.advice,
        quote="" if several else fit(quote_beside(finding), QUOTE),
        severity=result.severity,
        tag=_TAGS[result.severity],
        result=result,
        places=[Place(short_place(one.finding.location), _quote(one.finding.quote)) for one in run] if several else [],
    )


def _link(where: str, run: list[Item]) -> str:
    """What the summary says of an entry: its own words, with the place before them where they do not name it."""
    finding = run[0].finding
    question = finding.location.question
    spot = (question.number or question.label) if question else finding.location.cell or finding.location.variable
    if len(run) == 1 and question and question.number:
        where = f"Question {question.number}"
    told = finding.message if not where or (spot and spot in finding.message) else f"{where}: {finding.message}"
    return (
        f"{fit(printable(told), LINK)} And {len(run) - 1} more like it." if len(run) > 1 else fit(printable(told), LINK)
    )


def _severities(items: Iterable[Item]) -> str:
    """How many of each severity there are: "4 must be put right, 1 likely to be queried"."""
    found = [item.result.severity for item in items]
    words = {"error": "must be put right", "warning": "likely to be queried", "info": "for advice"}
    return ", ".join(f"{found.count(severity)} {words[severity]}" for severity, _ in SEVERITIES if severity in found)


def _summary(documents: list[Document], severity: str) -> list[tuple[Document, list[Entry]]]:
    return [(document, document.entries(severity)) for document in documents if document.entries(severity)]


def _explained(result: Result, prefix: str) -> Explained:
    reason = result.reason or "" if result.status in ("pass", "not_applicable") else why_undecided(result)
    return Explained(f"{prefix}-{result.code}", result, reason, [_evidence(entry) for entry in result.evidence])


def _evidence(entry: Evidence) -> Place:
    return Place(reference(entry.location), _quote(entry.quote))


def _whole_place(location: Location) -> str:
    parts = (printable(location.file or ""), place(location))
    return ", ".join(part for part in parts if part) or "The submission as a whole"


def _quote(text: str) -> str:
    return fit(printable(text), QUOTE)
