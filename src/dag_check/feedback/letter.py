"""The reply that a secretariat sends, as a Word file: what is missing in order, what to do, what comes next, where to ask.

What the letter says of a report is here; putting it into a template is letter_template's. Text of the submission is only ever text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.letter_template import Line, Table, fill
from dag_check.feedback.outline import (
    Item,
    Outline,
    count,
    day,
    quote_beside,
    runs,
    short_place,
    where_of,
    why_undecided,
)
from dag_check.feedback.remarks import harmless
from dag_check.report import Report, Severity
from dag_check.resources import rules_dir

LISTED = 40
"""How many places a letter names for findings that are alike."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter is for: the lead applicant's name and the project's title ("" where not sure), and whom to ask.

    `contacts` are pairs of what an address is for ("" for everything) and the address.
    """

    name: str = ""
    project: str = ""
    contacts: tuple[tuple[str, str], ...] = ()


NOBODY = Addressee()


def render(
    report: Report,
    view: View = DEFAULT_VIEW,
    *,
    addressee: Addressee = NOBODY,
    template: bytes | None = None,
    template_name: str = "letter.docx",
) -> bytes:
    """The letter as the bytes of a .docx, the same bytes for the same report.

    `template` is an office's own (see docs/letter.md), the built-in one when None; `template_name` is what errors call it.
    Raises UsageError for a template with a placeholder that is not known, UnreadableFile for one that cannot be opened.
    """
    data = builtin_template().read_bytes() if template is None else template
    words = _Words(report, addressee)
    return fill(template_name, data, words.inline(), words.blocks(), words.conditions())


def builtin_template() -> Path:
    """The file of the built-in template."""
    return rules_dir() / "templates" / "letter.docx"


class _Words:
    """What a letter about a report says."""

    def __init__(self, report: Report, addressee: Addressee) -> None:
        self._report, self._addressee = report, addressee
        self._outline = Outline(report)
        self._titles = {result.code: result.title for result in report.results}
        self._code = re.compile(r"\b(?:" + "|".join(map(re.escape, self._titles)) + r")\b") if self._titles else None
        self._points = 0
        self._by_rule: dict[tuple[str, str], list[int]] = {}
        self._findings: dict[Severity, list[Line]] = {}
        for severity in ("error", "warning", "info"):
            self._findings[severity] = list(self._of(severity))
        self._to_look_at = list(self._undecided())

    def inline(self) -> dict[str, str]:
        """The texts that stand within a line of the template."""
        project, name = harmless(self._addressee.project, 200), harmless(self._addressee.name, 80)
        submission = harmless(self._report.submission.name, 200)
        return {
            "date": day(self._report.checked_on),
            "salutation": f"Dear {name}," if name else "Dear applicant,",
            "applicant": name,
            "project": project or submission or "your project",
            "submission": submission,
            "outcome": self._outcome(),
        }

    def blocks(self) -> dict[str, list[Line] | Table]:
        """The parts that take paragraphs of their own."""
        return {
            "must_be_put_right": self._findings["error"],
            "likely_to_be_queried": self._findings["warning"],
            "advice": self._findings["info"],
            "to_look_at": self._to_look_at,
            "contacts": list(self._contacts()),
            "rules_table": Table(("Rule", "Points", "What asks for it"), (12, 28, 60), self._rules()),
        }

    def conditions(self) -> dict[str, bool]:
        """What parts of the template can depend on."""
        outcome = self._report.outcome
        settled = not self._to_look_at and not self._report.left_out
        return {
            "changes_needed": outcome == "changes_needed",
            "ready": outcome == "ready" and settled,
            "to_be_read": outcome == "ready" and not settled,
            "not_checked": outcome == "not_checked",
            "must_be_put_right": bool(self._findings["error"]),
            "likely_to_be_queried": bool(self._findings["warning"]),
            "advice": bool(self._findings["info"]),
            "to_look_at": bool(self._to_look_at),
            "rules": bool(self._points),
        }

    def _outcome(self) -> str:
        errors, warnings = self._report.counts.error, self._report.counts.warning
        checked = (
            f"We have checked {'some points of ' if self._report.left_out else ''}your application for completeness."
        )
        if self._report.outcome == "not_checked":
            return "We could not read the files that you sent, so nothing has been checked yet."
        if self._report.outcome == "changes_needed":
            must = f"{count(errors, 'thing')} must be put right before it can go further"
            more = f", and {count(warnings, 'more is', 'more are')} likely to be queried" if warnings else ""
            return f"{checked} {_capital(must)}{more}."
        queried = f" {_capital(count(warnings, 'point is', 'points are'))} likely to be queried." if warnings else ""
        left = " Some points could not be settled by the check." if self._to_look_at else ""
        return f"{checked} We found nothing missing.{queried}{left}"

    def _of(self, severity: Severity) -> Iterator[Line]:
        """The findings of a severity by document, numbered through the whole letter."""
        items = [item for item in self._outline.standing if item.result.severity == severity]
        for file, group in self._outline.by_document(items).items():
            yield Line(harmless(self._outline.heading(file), 200), "heading")
            for run in runs(group):
                yield from self._run(run)

    def _run(self, run: list[Item]) -> Iterator[Line]:
        first = run[0]
        where = self._plain(where_of(run), 200)
        message = self._plain(first.finding.message)
        self._points += 1
        self._by_rule.setdefault((first.result.code, first.result.source), []).append(self._points)
        yield Line(f"{self._points}.\t{where or message}", "item")
        if where:
            yield Line(message, "text")
        quote = quote_beside(first.finding)
        if quote and len(run) == 1:
            yield Line(f'It says: "{harmless(quote, 300)}"', "text")
        if len(run) > 1:
            places = [short_place(item.finding.location) for item in run[:LISTED]]
            more = f"; and {len(run) - LISTED} more" if len(run) > LISTED else ""
            yield Line(harmless(f"The same goes for all {len(run)} of these: {'; '.join(places)}{more}.", 4000), "text")
        if first.finding.advice:
            yield Line(f"What to do: {self._plain(first.finding.advice)}", "text")

    def _undecided(self) -> Iterator[Line]:
        for result in self._outline.undecided:
            yield Line(f"•\t{self._plain(result.title, 300)}", "item")
            why = self._plain(why_undecided(result))
            if why:
                yield Line(why, "text")

    def _rules(self) -> tuple[tuple[str, ...], ...]:
        """For those who work with the rules: which of them each point comes from, and what asks for it."""
        return tuple(
            (harmless(code, 40), _numbers(points), harmless(source, 400))
            for (code, source), points in self._by_rule.items()
        )

    def _contacts(self) -> Iterator[Line]:
        for about, address in self._addressee.contacts:
            yield Line(harmless(f"About {about}: {address}" if about else address, 300), "plain")

    def _plain(self, text: str, length: int = 1_500) -> str:
        """The text without codes of rules: their titles stand for them."""
        if self._code is not None:
            text = self._code.sub(lambda match: f'"{self._titles[match.group()]}"', text)
        return harmless(text, length)


def _numbers(points: list[int]) -> str:
    """Numbers in order, runs of them shortened: "1, 4-6"."""
    spans: list[list[int]] = []
    for point in points:
        if spans and point == spans[-1][-1] + 1:
            spans[-1][1:] = [point]
        else:
            spans.append([point])
    return ", ".join("-".join(map(str, span)) for span in spans)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
