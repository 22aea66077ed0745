"""A Comparison as one HTML page that works offline: the page of a report, with what is left to do first and each line linked to its place.

What stands where is said here, how it looks by the template, which shares page and style with the report's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dag_check.comparison.model import Comparison, Told
from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.comparison_words import (
    NOT_A_DECISION,
    change_place,
    file_change,
    gone_groups,
    headline,
    new_ones,
    no_changes,
    now_says,
    put_right,
    rounds,
    standing,
    took_its_place,
    waived,
    where,
)
from dag_check.feedback.html import LINK, LISTED, template
from dag_check.feedback.outline import SEVERITIES, place, quote_beside
from dag_check.feedback.terminal import fit, printable

QUOTE = 300
_TAGS = dict(SEVERITIES)


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as the page shows it. `more` are lines below it: a label and what it says."""

    id: str
    where: str
    link: str
    message: str
    quote: str
    severity: str
    tag: str
    code: str
    title: str
    more: tuple[tuple[str, str], ...]


def render(comparison: Comparison, view: View = DEFAULT_VIEW) -> str:
    """The comparison as a self-contained page: no script, nothing to fetch."""
    still = [
        _entry("still", at, pair.now, ("Before", took_its_place(pair).removeprefix("Before: ")), _advice(pair.now))
        for at, pair in enumerate(standing(comparison), 1)
    ]
    added = [
        _entry("new", at, item.now, _advice(item.now), ("Why it is new", item.why))
        for at, item in enumerate(new_ones(comparison), 1)
    ]
    fixed = [
        _entry("fixed", at, item.was, ("Now", f"“{now}”" if (now := now_says(item)) else ""), before=True)
        for at, item in enumerate(put_right(comparison), 1)
    ]
    gone = [
        (
            title,
            [
                _entry(f"gone-{which}", at, one.was, ("Why it is gone", one.why), before=True)
                for at, one in enumerate(group, 1)
            ],
        )
        for which, (title, group) in enumerate(gone_groups(comparison), 1)
    ]
    text = template("comparison.html.j2").render(
        tool=comparison.new.tool,
        rulebook=comparison.new.rulebook,
        comparison=comparison,
        name=printable(comparison.new.name) or "the submission",
        rounds=rounds(comparison),
        headline=headline(comparison),
        not_a_decision=NOT_A_DECISION,
        still=still,
        added=added,
        left=[entry for entry in (*still, *added) if entry.severity == "error"],
        fixed=fixed,
        gone=gone,
        waived=[
            _entry("waived", at, one, ("Waived", one.finding.waived or ""))
            for at, one in enumerate(waived(comparison), 1)
        ],
        changes=[(change_place(change), change) for change in comparison.changes or ()],
        no_changes=no_changes(comparison),
        files=[file_change(one) for one in comparison.files],
        listed=LISTED,
    )
    return text if text.endswith("\n") else f"{text}\n"


def _advice(told: Told) -> tuple[str, str]:
    return "What to do", told.finding.advice


def _entry(group: str, at: int, told: Told, *more: tuple[str, str], before: bool = False) -> Entry:
    """What the page shows of a finding; `before` of one that is not there any more, whose severity is past."""
    finding = told.finding
    named = place(finding.location)
    question = finding.location.question
    spot = (question.number or question.label) if question else finding.location.cell or finding.location.variable
    short = f"Question {question.number}" if question and question.number else named
    link = finding.message if not named or (spot and spot in finding.message) else f"{short}: {finding.message}"
    return Entry(
        id=f"{group}-{at}",
        where=where(finding.location),
        link=fit(printable(link), LINK),
        message=finding.message,
        quote=fit(quote_beside(finding), QUOTE),
        severity="past" if before else told.severity,
        tag=f"Before: {_TAGS[told.severity].lower()}" if before else _TAGS[told.severity],
        code=told.code,
        title=told.title,
        more=_said(more),
    )


def _said(more: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text) for label, text in more if text)
