"""A Report as a plain text note: the outcome first, then what to put right by document, and what a person must look at.

Every finding is in it: long runs of one rule on one sheet share a message, and a list that is cut says how to see the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.outline import (
    EVIDENCE,
    KINDS,
    NOT_A_DECISION,
    SEVERITIES,
    Item,
    Outline,
    applies,
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
from dag_check.feedback.terminal import Paint, fit, printable, wrap
from dag_check.report import Evidence, Report

LISTED = 12
"""How many places such a list names unless everything is asked for."""
_STICKY = "\N{NO-BREAK SPACE}"


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as text for a terminal or a file, ending in a line break."""
    return "\n".join(_Note(report, view).lines()) + "\n"


class _Note:
    """Writes one report. Lines are wrapped first and coloured after, so that colour never counts as width."""

    def __init__(self, report: Report, view: View) -> None:
        self.report = report
        self.view = view
        self.width = min(max(view.width, 40), 100)
        self.paint = Paint(view.colour)
        self.outline = Outline(report)

    def lines(self) -> Iterator[str]:
        yield from self.top()
        for severity, title in SEVERITIES:
            yield from self.findings(
                title, [item for item in self.outline.standing if item.result.severity == severity]
            )
        yield from self.undecided()
        yield from self.waived(self.outline.waived)
        if self.view.verbose:
            yield from self.passed()
            yield from self.not_applicable()
            yield from self.form_sections()
            yield from self.files_read()
        yield from self.end()

    # The top: what was checked, what came of it, and what the tool could not decide.

    def top(self) -> Iterator[str]:
        report = self.report
        yield from map(self.paint.faint, wrap(f"{name_of(report)}, checked on {day(report.checked_on)}", self.width))
        yield ""
        colour = {"ready": self.paint.green, "changes_needed": self.paint.red, "not_checked": self.paint.red}
        yield from map(colour[report.outcome], wrap(headline(report), self.width))
        if self.outline.undecided:
            yield ""
            yield from map(self.paint.yellow, wrap(look(self.outline.undecided), self.width))
            for result in self.outline.undecided:
                yield from self.coded(result.title, result.code, "  ")

    def end(self) -> Iterator[str]:
        yield ""
        more = "" if self.view.verbose else " (-v shows them, with what they rest on)"
        yield from wrap(f"{tally(self.report)}{more}.", self.width)
        if self.report.outcome != "not_checked":
            yield from wrap(NOT_A_DECISION, self.width)

    # Findings: by document, then in the form's order.

    def findings(self, title: str, items: list[Item]) -> Iterator[str]:
        if not items:
            return
        yield from self.title(f"{title} ({len(items)})")
        for file, group in self.outline.by_document(items).items():
            yield ""
            yield from map(self.paint.bold, wrap(self.outline.heading(file), self.width))
            for run in runs(group):
                yield from self.run(run)

    def run(self, run: list[Item]) -> Iterator[str]:
        first = run[0]
        where = where_of(run)
        if where:
            yield from self.coded(where, first.result.code, "  ", whole=False)
            yield from wrap(first.finding.message, self.width, "    ")
        else:
            yield from self.coded(first.finding.message, first.result.code, "  ")
        quote = quote_beside(first.finding)
        if quote and len(run) == 1:
            yield from wrap(f'It says: "{fit(quote, 200)}"', self.width, "    ")
        if len(run) > 1:
            yield from self.likewise(run)
        if first.finding.advice:
            yield from wrap(f"What to do: {first.finding.advice}", self.width, "    ")

    def likewise(self, run: list[Item]) -> Iterator[str]:
        """The places of a run, those with the same quote together."""
        shown = run if self.view.verbose else run[:LISTED]
        left = len(run) - len(shown)
        yield from wrap(f"The same goes for all {len(run)} of these:", self.width, "    ")
        by_quote: dict[str, list[str]] = {}
        for item in shown:
            by_quote.setdefault(printable(item.finding.quote), []).append(short_place(item.finding.location))
        for quote, places in by_quote.items():
            said = f'"{fit(quote, 120)}": ' if quote else ""
            listed = "; ".join(place.replace(" ", _STICKY) for place in places)
            for line in wrap(said + listed, self.width, "      ", "        "):
                yield line.replace(_STICKY, " ")
        if left:
            yield from wrap(f"and {left} more (-v or --format json lists all)", self.width, "      ")

    # What else there is to know.

    def undecided(self) -> Iterator[str]:
        results = self.outline.undecided
        if results:
            yield from self.title(f"A person must look at ({len(results)})")
        for result in results:
            yield ""
            yield from self.coded(result.title, result.code, "  ")
            yield from wrap(why_undecided(result), self.width, "    ")
            yield from self.evidence(result.evidence)

    def waived(self, items: list[Item]) -> Iterator[str]:
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
        results = self.outline.with_status("pass")
        if results:
            yield from self.title(f"Passed ({len(results)})")
            yield ""
        for result in results:
            yield from self.coded(result.title, result.code, "  ")
            if result.reason:
                yield from wrap(result.reason, self.width, "    ")
            yield from self.evidence(result.evidence)

    def not_applicable(self) -> Iterator[str]:
        results = self.outline.with_status("not_applicable")
        if results:
            yield from self.title(f"Does not apply ({len(results)})")
            yield ""
        for result in results:
            yield from self.coded(result.title, result.code, "  ")
            if result.reason:
                yield from wrap(result.reason, self.width, "    ")

    def form_sections(self) -> Iterator[str]:
        sections = self.report.submission.sections
        if sections:
            yield from self.title(f"Sections of the form ({len(sections)})")
            yield ""
        for section in sections:
            yield from wrap(f"{section.number} {section.title}".strip(), self.width, "  ")
            yield from wrap(applies(section), self.width, "    ")

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
            where = reference(entry.location)
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
