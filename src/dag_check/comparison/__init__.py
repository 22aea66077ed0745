"""Two rounds of an application side by side: what was put right, what still stands, what is new, and what else changed.

`compare_reports` takes what was checked already; `dag_check.compare` reads and checks first. How it looks is feedback's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dag_check.text import shorten

if TYPE_CHECKING:
    from dag_check.application import Application
    from dag_check.comparison.model import Comparison, Fixed, Round
    from dag_check.comparison.places import Counterparts
    from dag_check.report import Report

QUOTE = 200
"""The longest quote of what stands at a place now, in characters."""


@dataclass(frozen=True, slots=True)
class Side:
    """A round: its report, and what was read from it where that is known."""

    report: Report
    application: Application | None = None


def compare_reports(old: Side, new: Side) -> Comparison:
    """The comparison of two rounds. Answers are compared only where both sides hold the application that was read."""
    from dag_check.comparison.answers import answer_changes
    from dag_check.comparison.findings import match
    from dag_check.comparison.model import Comparison
    from dag_check.comparison.places import Counterparts, file_changes

    files = file_changes(old.report, new.report)
    places = Counterparts(old.report, new.report, old.application, new.application, files)
    matched = match(old.report, new.report, places)
    changes, uncompared = (None, "")
    if old.application is not None and new.application is not None:
        changes, uncompared = answer_changes(old.report, old.application, new.application, places)
    return Comparison(
        old=_round(old),
        new=_round(new),
        fixed=tuple(_with_answer(one, new.application, places) for one in matched.fixed),
        still=matched.still,
        added=matched.added,
        gone=matched.gone,
        changes=changes,
        files=files,
        notes=(*_notes(old, new), *((uncompared,) if uncompared else ())),
    )


def _round(side: Side) -> Round:
    from dag_check.comparison.model import Round

    report = side.report
    return Round(
        name=report.submission.name,
        checked_on=report.checked_on,
        tool=report.tool,
        rulebook=report.rulebook,
        outcome=report.outcome,
        counts=report.counts,
        answers=side.application is not None,
    )


def _with_answer(fixed: Fixed, new: Application | None, places: Counterparts) -> Fixed:
    """What stands now at the place of a finding that was put right."""
    if new is None:
        return fixed
    location = fixed.was.finding.location
    now = ""
    if location.variable:
        variable = places.variable(location)
        now = (variable.justification or "") if variable else ""
    elif location.question and new.form:
        question = new.form.question(places.question(location.question) or "")
        if question and question.answer.chosen:
            now = "; ".join(question.options.get(option, option) for option in question.answer.chosen)
        elif question:
            now = question.answer.text
    return fixed.model_copy(update={"now": shorten(now, QUOTE)})


def _notes(old: Side, new: Side) -> Iterator[str]:
    missing = [side for side, known in (("old", old.application), ("new", new.application)) if known is None]
    if missing:
        which = "Both rounds were" if len(missing) == 2 else f"The {missing[0]} round was"
        given = "as JSON reports, which hold" if len(missing) == 2 else "as a JSON report, which holds"
        yield f"{which} given {given} no answers: only findings and files were compared. Give both submissions to see what else changed."
    before, after = old.report, new.report
    if before.rulebook != after.rulebook:
        yield (
            f"The rulebook changed from {before.rulebook.name} {before.rulebook.version} to {after.rulebook.name} "
            f"{after.rulebook.version}: some findings may be new or gone for that reason."
        )
    if before.tool.version != after.tool.version:
        yield (
            f"The rounds were checked with versions {before.tool.version} and {after.tool.version} of dag-check: some findings may be "
            "new or gone for that reason."
        )
    form, form_now = before.submission.form, after.submission.form
    if form and form_now and form.definition != form_now.definition:
        yield "The two rounds use different versions of the form: questions were matched by what they ask."
    files = [{file.sha256 for file in report.submission.files} for report in (before, after)]
    if files[0] and files[0] == files[1]:
        yield "Both rounds hold the same files, byte for byte."
    for name, report in (("old", before), ("new", after)):
        if report.outcome == "not_checked":
            yield f"Nothing could be read of the {name} round."
