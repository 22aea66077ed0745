"""The words of a comparison that its formats share: headline, places, what became of files. How things look is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dag_check.comparison.model import Change, Comparison, FileChange, Fixed, Gone, New, Standing, Told
from dag_check.feedback.outline import KINDS, count, day, place
from dag_check.feedback.terminal import printable
from dag_check.location import Location

NOT_A_DECISION = "This compares two rounds for completeness. It is not a decision on the application: people read it, and people decide."
FILE_CHANGES = {
    "same": "unchanged",
    "renamed": "the same content under another name",
    "changed": "changed",
    "added": "new",
    "removed": "not there any more",
}


def headline(comparison: Comparison) -> str:
    """What came of the old round's findings, in a sentence."""
    new = comparison.new
    if new.outcome == "not_checked":
        return "Not compared: nothing could be read of the new round."
    left = new.counts.error
    rest = f"{count(left, 'thing')} must still be put right" if left else "Nothing is left that must be put right"
    fixed, still, gone, added = (
        len(group) for group in (comparison.fixed, comparison.still, comparison.gone, standing_new(comparison.added))
    )
    before = fixed + still + gone
    told = f"{added or 'Nothing'} is new" if added < 2 else f"{added} are new"
    if not before:
        return f"{rest}. Nothing was found before. {told}."
    parts = [f"{count(fixed, 'is', 'are')} put right", f"{count(still, 'is', 'are')} still there"]
    if gone:
        parts.append(f"{count(gone, 'is', 'are')} gone without being put right")
    of = f"Of the {before} findings before" if before > 1 else "Of the one finding before"
    return f"{rest}. {of}, {', '.join(parts[:-1])} and {parts[-1]}. {told}."


def in_order(items: Iterable[Any], told: Callable[[Any], Told], comparison: Comparison) -> list[Any]:
    """The items in the order in which people work through them: the submission, the form by its questions, then the other files."""
    kinds = list(KINDS)
    files = {
        path: (kinds.index(one.kind), at) for at, one in enumerate(comparison.files) for path in (one.old, one.new)
    }

    def order(item: Any) -> tuple[object, ...]:
        location = told(item).finding.location
        file = files.get(location.file, (len(kinds), 0)) if location.file else (-1, 0)
        number = location.question.number if location.question else ""
        return file, [int(part) for part in re.findall(r"[0-9]{1,9}", number)]

    return sorted(items, key=order)


def standing(comparison: Comparison) -> list[Standing]:
    """What is still there and no waiver covers in the new round."""
    pairs = [pair for pair in comparison.still if pair.now.finding.waived is None]
    return in_order(pairs, lambda pair: pair.now, comparison)


def new_ones(comparison: Comparison) -> list[New]:
    """What is new and no waiver covers."""
    return in_order(standing_new(comparison.added), lambda item: item.now, comparison)


def put_right(comparison: Comparison) -> list[Fixed]:
    """What was put right."""
    return in_order(comparison.fixed, lambda item: item.was, comparison)


def standing_new(items: Sequence[New]) -> list[New]:
    """Those that no waiver covers."""
    return [item for item in items if item.now.finding.waived is None]


def waived(comparison: Comparison) -> list[Told]:
    """Findings of the new round that a waiver covers."""
    told = [*(pair.now for pair in comparison.still), *(item.now for item in comparison.added)]
    return [one for one in told if one.finding.waived is not None]


def rounds(comparison: Comparison) -> tuple[str, str]:
    """What the two rounds are called: "first-draft (checked on 1 May 2026, 20 findings ...)"."""
    old, new = (
        f"{printable(side.name) or 'the submission'}, checked on {day(side.checked_on)}: "
        f"{side.counts.error} to be put right, {side.counts.warning} likely to be queried"
        for side in (comparison.old, comparison.new)
    )
    return old, new


def where(location: Location) -> str:
    """A place with its file: "variables.xlsx, sheet ..."."""
    parts = (printable(location.file or ""), place(location))
    return ", ".join(part for part in parts if part) or "The submission as a whole"


def gone_title(gone: Sequence[Gone]) -> str:
    """What findings that are gone without being put right stand under."""
    return (
        "A person must look: this round could not tell"
        if gone and gone[0].person
        else "Not asked any more, for another reason"
    )


def gone_groups(comparison: Comparison) -> list[tuple[str, list[Gone]]]:
    """Findings that are gone without being put right, those for a person first."""
    gone = in_order(comparison.gone, lambda one: one.was, comparison)
    groups = ([one for one in gone if one.person], [one for one in gone if not one.person])
    return [(gone_title(group), group) for group in groups if group]


def took_its_place(pair: Standing) -> str:
    """What a finding was before another took its place, "" where it is the same rule's."""
    return f"Before: {pair.was.finding.message}" if pair.is_another else ""


def now_says(fixed: Fixed) -> str:
    """What stands now at the place of a finding that was put right."""
    return printable(fixed.now)


def file_change(change: FileChange) -> str:
    """What became of a file, as "variables.xlsx, was vars.xlsx (list of variables): changed"."""
    name = printable(change.new or change.old or "")
    before = f", was {printable(change.old)}" if change.old and change.new and change.old != change.new else ""
    kind = "" if change.kind == "other" else f" ({KINDS[change.kind]})"
    return f"{name}{before}{kind}: {FILE_CHANGES[change.change]}"


def change_place(change: Change) -> str:
    """Where something changed. A list of variables is named by its file, a section says its own name."""
    return printable(change.location.file or "") if change.kind == "section" else where(change.location)


def no_changes(comparison: Comparison) -> str:
    """What to say where no change is listed."""
    if comparison.changes is None:
        return ""
    return "" if comparison.changes else "Nothing else changed in the answers, the variables or the ethics evidence."
