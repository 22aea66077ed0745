"""A Checklist as Markdown with task lists, for a wiki or an issue."""

from __future__ import annotations

from collections.abc import Iterator

from dag_check.checklist import Checklist
from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.checklist_outline import NOT_OFFICIAL, opening, parts, title
from dag_check.feedback.markdown import plain


def render(checklist: Checklist, view: View = DEFAULT_VIEW) -> str:
    """The checklist as Markdown. Text of a form shows as it is written there: nothing in it becomes markup or a link."""
    return "\n".join(_lines(checklist)) + "\n"


def _lines(checklist: Checklist) -> Iterator[str]:
    yield f"# {plain(title(checklist))}"
    for paragraph in opening(checklist):
        yield ""
        yield plain(paragraph)
    for part in parts(checklist):
        yield ""
        yield f"## {plain(part.title)}"
        yield ""
        if part.intro:
            yield plain(part.intro)
            yield ""
        for line in part.lines:
            yield f"- [ ] {plain(line.text)}" if line.tick else f"- {plain(line.text)}"
            for detail in line.details:
                yield f"  - {plain(detail)}"
    yield ""
    yield plain(NOT_OFFICIAL)
