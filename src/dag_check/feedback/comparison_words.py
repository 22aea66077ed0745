"""The words of a comparison that its formats share: headline, places, what became of files. How things look is theirs."""

from __future__ import annotations

from collections.abc import Sequence

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
    fixed, still, added = len(comparison.fixed), len(standing(comparison.still)), len(standing_new(comparison.added))
    counted = [f"{fixed} put right", f"{still} still there", f"{added} new"]
    if comparison.gone:
        counted.append(f"{len(comparison.gone)} gone without being put right")
    left = new.counts.error
    rest = f"{count(left, 'thing')} must still be put right" if left else "Nothing is left that must be put right"
    return f"{rest}: {', '.join(counted)}."


def standing(pairs: Sequence[Standing]) -> list[Standing]:
    """Those that no waiver covers in the new round."""
    return [pair for pair in pairs if pair.now.finding.waived is None]


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
    groups = ([one for one in comparison.gone if one.person], [one for one in comparison.gone if not one.person])
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
