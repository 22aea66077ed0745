"""A Comparison as a plain text note: what is left to do first, then what is new, what was put right, and what else changed."""

from __future__ import annotations

from collections.abc import Iterator

from dag_check.comparison.model import Change, Comparison, Told
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
from dag_check.feedback.outline import SEVERITIES
from dag_check.feedback.terminal import Paint, fit, printable, wrap

LISTED = 40
"""How many findings of a kind are written out that were put right, unless everything is asked for; what is left to do is never cut."""
_TAGS = dict(SEVERITIES)


def render(comparison: Comparison, view: View = DEFAULT_VIEW) -> str:
    """The comparison as text for a terminal or a file, ending in a line break."""
    return "\n".join(_Note(comparison, view).lines()) + "\n"


class _Note:
    """Writes one comparison. Lines are wrapped first and coloured after."""

    def __init__(self, comparison: Comparison, view: View) -> None:
        self.comparison = comparison
        self.width = min(max(view.width, 40), 100)
        self.paint = Paint(view.colour)
        self.verbose = view.verbose

    def lines(self) -> Iterator[str]:
        comparison = self.comparison
        old, new = rounds(comparison)
        yield from map(self.paint.faint, wrap(f"Old: {old}", self.width, "", "     "))
        yield from map(self.paint.faint, wrap(f"New: {new}", self.width, "", "     "))
        yield ""
        colour = self.paint.green if comparison.new.outcome == "ready" else self.paint.red
        yield from map(colour, wrap(headline(comparison), self.width))
        for note in comparison.notes:
            yield ""
            yield from wrap(f"Note: {note}", self.width, "", "  ")
        yield from self.still()
        yield from self.added()
        yield from self.gone()
        yield from self.fixed()
        yield from self.waived()
        yield from self.changes()
        yield from self.files()
        yield ""
        yield ""
        yield from wrap(NOT_A_DECISION, self.width)

    def still(self) -> Iterator[str]:
        pairs = standing(self.comparison)
        if pairs:
            yield from self.title(f"Still there ({len(pairs)})")
        for pair in pairs:
            yield from self.told(pair.now)
            if before := took_its_place(pair):
                yield from wrap(f"{before} [{pair.was.code}]", self.width, "    ")
            if pair.now.finding.advice:
                yield from wrap(f"What to do: {pair.now.finding.advice}", self.width, "    ")

    def added(self) -> Iterator[str]:
        items = new_ones(self.comparison)
        if items:
            yield from self.title(f"New ({len(items)})")
        for item in items:
            yield from self.told(item.now)
            if item.now.finding.advice:
                yield from wrap(f"What to do: {item.now.finding.advice}", self.width, "    ")
            if item.why:
                yield from wrap(f"Why it is new: {item.why}", self.width, "    ")

    def gone(self) -> Iterator[str]:
        for title, group in gone_groups(self.comparison):
            yield from self.title(f"{title} ({len(group)})")
            for one in group:
                yield from self.told(one.was, "Before")
                yield from wrap(f"Why it is gone: {one.why}", self.width, "    ")

    def fixed(self) -> Iterator[str]:
        items = put_right(self.comparison)
        if items:
            yield from self.title(f"Put right ({len(items)})")
        shown = items if self.verbose else items[:LISTED]
        for item in shown:
            yield from self.told(item.was, "Before")
            if now := now_says(item):
                yield from wrap(f'Now: "{now}"', self.width, "    ")
        if len(shown) < len(items):
            yield ""
            yield from wrap(f"and {len(items) - len(shown)} more (-v or --format json lists all)", self.width, "  ")

    def waived(self) -> Iterator[str]:
        items = waived(self.comparison)
        if items:
            yield from self.title(f"Waived ({len(items)})")
        for item in items:
            yield from self.told(item)
            yield from wrap(f"Waived: {item.finding.waived}", self.width, "    ")

    def changes(self) -> Iterator[str]:
        changes = self.comparison.changes
        if changes is None:
            return
        yield from self.title(f"Changed without being asked for ({len(changes)})")
        if nothing := no_changes(self.comparison):
            yield ""
            yield from wrap(nothing, self.width, "  ")
        for change in changes:
            yield from self.change(change)

    def change(self, change: Change) -> Iterator[str]:
        yield ""
        yield from map(self.paint.bold, wrap(fit(change_place(change), 2 * self.width), self.width, "  "))
        yield from wrap(change.what, self.width, "    ")
        for name, quote in (("Before", change.before), ("Now", change.after)):
            if quote:
                yield from wrap(f'{name}: "{printable(quote)}"', self.width, "    ", "      ")

    def files(self) -> Iterator[str]:
        files = self.comparison.files
        if files:
            yield from self.title(f"Files ({len(files)})")
            yield ""
        for one in files:
            yield from wrap(file_change(one), self.width, "  ", "    ")

    def told(self, told: Told, before: str = "") -> Iterator[str]:
        """A finding: its place with the code at the end of the line, and what it says, after `before` instead of its severity."""
        mark = f"[{told.code}]"
        room = self.width - len(mark) - 2
        first = "  " + fit(where(told.finding.location), room - 2)
        yield ""
        yield f"{self.paint.bold(first)}{' ' * (room - len(first) + 2)}{self.paint.faint(mark)}"
        yield from wrap(f"{before or _TAGS[told.severity]}: {told.finding.message}", self.width, "    ")

    def title(self, text: str) -> Iterator[str]:
        yield ""
        yield ""
        yield self.paint.bold(text)
        yield self.paint.faint("-" * len(text))
