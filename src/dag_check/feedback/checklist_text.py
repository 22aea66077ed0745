"""A Checklist as plain text, to print or to paste into a message."""

from __future__ import annotations

from collections.abc import Iterator

from dag_check.checklist import Checklist
from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.checklist_outline import NOT_OFFICIAL, Part, opening, parts, title
from dag_check.feedback.terminal import Paint, wrap


def render(checklist: Checklist, view: View = DEFAULT_VIEW) -> str:
    """The checklist as text, ending in a line break."""
    return "\n".join(_lines(checklist, min(max(view.width, 40), 100), Paint(view.colour))) + "\n"


def _lines(checklist: Checklist, width: int, paint: Paint) -> Iterator[str]:
    yield paint.bold(title(checklist))
    yield ""
    for paragraph in opening(checklist):
        yield from wrap(paragraph, width, "", "  ")
    for part in parts(checklist):
        yield from _part(part, width, paint)
    yield ""
    yield ""
    yield from wrap(NOT_OFFICIAL, width)


def _part(part: Part, width: int, paint: Paint) -> Iterator[str]:
    heading = f"{part.title} ({len(part.lines)})"
    yield ""
    yield ""
    yield paint.bold(heading)
    yield paint.faint("-" * len(heading))
    if part.intro:
        yield from wrap(part.intro, width)
    spaced = any(len(line.details) > 1 for line in part.lines)
    for at, line in enumerate(part.lines):
        if at == 0 or spaced:
            yield ""
        mark = "[ ] " if line.tick else " -  "
        yield from wrap(line.text, width, mark, "    ")
        for detail in line.details:
            yield from wrap(detail, width, "      ")
