"""Applies waivers to results: a finding that one covers stays, marked with whose word it rests on, and counts no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from dag_check.application import Waiver
from dag_check.checks.base import WaiverUse
from dag_check.location import Location
from dag_check.report import Finding, Result
from dag_check.rulebook.models import Code
from dag_check.rulebook.places import holds_cell
from dag_check.text import normalise, tidy

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Waived:
    """Results with waivers applied, and what became of each waiver."""

    results: dict[Code, Result]
    uses: tuple[WaiverUse, ...]


def waive(
    results: Mapping[Code, Result], waivers: Sequence[Waiver], today: dt.date, *, submitted_count: bool = True
) -> Waived:
    """The results with each finding marked that a waiver covers on that day.

    `submitted_count` is false where waivers that came with the submission do not count. Of several that cover a finding the first is
    named, and none of them is called unused.
    """
    covers = [0] * len(waivers)
    refused = [_refused(waiver, today, submitted_count) for waiver in waivers]
    if not waivers:
        return Waived(dict(results), ())
    marked = {}
    for code, result in results.items():
        findings = []
        for finding in result.findings:
            at = [n for n, waiver in enumerate(waivers) if waiver.code == code and _is_at(waiver.where, finding)]
            live = [n for n in at if not refused[n]]
            for number in at:
                covers[number] += 1
            findings.append(finding.model_copy(update={"waived": _words(waivers[live[0]])}) if live else finding)
        marked[code] = result.model_copy(update={"findings": tuple(findings)})
    uses = tuple(
        WaiverUse(
            waiver, 0 if refused[n] else covers[n], refused[n] or ("" if covers[n] else _unmatched(waiver, results))
        )
        for n, waiver in enumerate(waivers)
    )
    return Waived(marked, uses)


def _refused(waiver: Waiver, today: dt.date, submitted_count: bool) -> str:
    """Why a waiver counts for nothing, "" where it counts."""
    if waiver.problem:
        return waiver.problem
    if waiver.until is not None and waiver.until < today:
        return f"It ended on {_day(waiver.until)}."
    if waiver.submitted and not submitted_count:
        return "It came with the submission, and waivers from the submission do not count here."
    return ""


def _unmatched(waiver: Waiver, results: Mapping[Code, Result]) -> str:
    result = results.get(waiver.code)
    if result is None:
        return f"The rulebook has no rule {waiver.code}, or it is switched off."
    if not result.findings:
        return f"{waiver.code} found nothing, so there is nothing to waive."
    return f"{waiver.code} found nothing at that place."


def _is_at(where: Mapping[str, str], finding: Finding) -> bool:
    return bool(where) and all(_says(name, value, finding) for name, value in where.items())


def _says(name: str, value: str, finding: Finding) -> bool:
    if name == "any":
        return any(_says(one, value, finding) for one in _PLACES) or (
            finding.location == Location() and normalise(value) == "submission"
        )
    return _same(name, value, finding)


_PLACES = ("question", "section", "sheet", "cell", "variable", "dataset", "file", "fingerprint")


def _same(name: str, value: str, finding: Finding) -> bool:
    location = finding.location
    wanted = normalise(value)
    if name == "fingerprint":
        return wanted == finding.fingerprint
    if name == "question":
        asked = location.question
        return asked is not None and wanted in {
            normalise(text) for text in (asked.id, asked.number, asked.label) if text
        }
    is_there: str | None = getattr(location, name)
    if is_there is None:
        return False
    if name == "cell":
        return holds_cell(tidy(value).upper().replace("$", ""), is_there)
    if name == "file":
        return wanted in (normalise(is_there), normalise(PurePosixPath(is_there).name))
    return wanted == normalise(is_there)


def _words(waiver: Waiver) -> str:
    """Whose word a waived finding rests on, in a line."""
    until = f", until {_day(waiver.until)}" if waiver.until else ""
    file = waiver.location.file or "a waiver"
    origin = f"{file}, which came with the submission" if waiver.submitted else file
    return f"{tidy(waiver.reason).rstrip('.')} ({waiver.who}{until}; {origin})."


def _day(date: dt.date) -> str:
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
