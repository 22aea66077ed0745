"""A Report as Markdown (CommonMark), to paste into an issue, a wiki or a note. The order is the text note's; nothing is cut."""

from __future__ import annotations

import re
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
from dag_check.report import Evidence, Report, Status

_MEANT = re.compile(r"[\\`*\[\]<>$~|]|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w+;)|://|(?<=\bwww)\.|@")
_OPENING = re.compile(r"([-+#=:]|\d+[.)])(?=\s|$|[-#=:])")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "://": "&#58;//", ".": "&#46;", "@": "&#64;"}


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as Markdown. Text from documents shows as it is written there: nothing in it becomes markup or a link."""
    return "\n".join(_lines(Outline(report))) + "\n"


def plain(text: str) -> str:
    """Text as Markdown that shows just that text."""
    escaped = _MEANT.sub(lambda found: _ENTITIES.get(found.group(), f"\\{found.group()}"), printable(text).strip())
    opening = _OPENING.match(escaped)
    if opening:
        mark = opening.group(1)
        return f"{mark[:-1]}\\{mark[-1]}{escaped[opening.end(1) :]}"
    return escaped


def _lines(outline: Outline) -> Iterator[str]:
    report = outline.report
    yield f"# {plain(name_of(report))}: feedback"
    yield ""
    yield f"Checked on {day(report.checked_on)}."
    yield ""
    yield f"**{plain(headline(report))}**"
    if outline.undecided:
        yield ""
        yield plain(look(outline.undecided))
        yield ""
        for result in outline.undecided:
            yield f"- {plain(result.title)} ({plain(result.code)})"
    for severity, title in SEVERITIES:
        yield from _findings(outline, title, [item for item in outline.standing if item.result.severity == severity])
    yield from _undecided(outline)
    yield from _waived(outline)
    yield from _results(outline, "Passed", "pass")
    yield from _results(outline, "Does not apply", "not_applicable")
    yield from _sections(report)
    yield from _files(report)
    yield ""
    yield plain(f"{tally(report)}. {NOT_A_DECISION}" if report.outcome != "not_checked" else f"{tally(report)}.")
    yield ""
    versions = f"{report.tool.name} {report.tool.version}, rulebook {report.rulebook.name} {report.rulebook.version}"
    yield plain(versions)


def _title(text: str, number: int) -> Iterator[str]:
    yield ""
    yield f"## {text} ({number})"
    yield ""


def _findings(outline: Outline, title: str, items: list[Item]) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield f"## {title} ({len(items)})"
    for file, group in outline.by_document(items).items():
        yield ""
        yield f"### {plain(outline.heading(file))}"
        yield ""
        for run in runs(group):
            yield from _run(run)


def _run(run: list[Item]) -> Iterator[str]:
    first = run[0]
    where = where_of(run)
    told = plain(first.finding.message)
    yield (
        f"- **{plain(where)}**: {told} ({plain(first.result.code)})"
        if where
        else f"- {told} ({plain(first.result.code)})"
    )
    quote = quote_beside(first.finding)
    if quote and len(run) == 1:
        yield f'  - It says: "{plain(fit(quote, 200))}"'
    if len(run) > 1:
        yield f"  - The same goes for all {len(run)} of these:"
        for item in run:
            said = printable(item.finding.quote)
            beside = f': "{plain(fit(said, 120))}"' if said else ""
            yield f"    - {plain(short_place(item.finding.location))}{beside}"
    if first.finding.advice:
        yield f"  - What to do: {plain(first.finding.advice)}"


def _undecided(outline: Outline) -> Iterator[str]:
    if outline.undecided:
        yield from _title("A person must look at", len(outline.undecided))
    for result in outline.undecided:
        yield f"- **{plain(result.title)}** ({plain(result.code)}): {plain(why_undecided(result))}"
        yield from _evidence(result.evidence)


def _waived(outline: Outline) -> Iterator[str]:
    if outline.waived:
        yield from _title("Waived", len(outline.waived))
    for item in outline.waived:
        location = item.finding.location
        where = ", ".join(part for part in (location.file or "", place(location)) if part)
        yield f"- **{plain(where or 'The submission as a whole')}**: {plain(item.finding.message)} ({plain(item.result.code)})"
        yield f"  - Waived: {plain(item.finding.waived or '')}"


def _results(outline: Outline, title: str, status: Status) -> Iterator[str]:
    results = outline.with_status(status)
    if results:
        yield from _title(title, len(results))
    for result in results:
        reason = f": {plain(result.reason)}" if result.reason else ""
        yield f"- {plain(result.title)} ({plain(result.code)}){reason}"
        yield from _evidence(result.evidence)


def _evidence(evidence: Sequence[Evidence]) -> Iterator[str]:
    for entry in evidence[:EVIDENCE]:
        where, quote = reference(entry.location), fit(printable(entry.quote), 120)
        said = f'"{quote}"' if quote else ""
        yield f"  - See {plain(': '.join(part for part in (where, said) if part))}"
    if len(evidence) > EVIDENCE:
        yield f"  - and {count(len(evidence) - EVIDENCE, 'more place')}"


def _sections(report: Report) -> Iterator[str]:
    if report.submission.sections:
        yield from _title("Sections of the form", len(report.submission.sections))
    for section in report.submission.sections:
        yield f"- {plain(f'{section.number} {section.title}')}: {plain(applies(section))}"


def _files(report: Report) -> Iterator[str]:
    if report.submission.files:
        yield from _title("Files", len(report.submission.files))
    for file in report.submission.files:
        yield f"- {plain(file.path)}: {KINDS[file.kind]}, {plain(file.format)}, SHA-256 {plain(file.sha256)}"
        for note in file.notes:
            yield f"  - {plain(note)}"
