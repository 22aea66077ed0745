"""Which texts of a blank form are the headings of its sections: by style, by wording ("Section 4"), by number, or by look."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from dag_check.documents.lines import Line
from dag_check.forms.marks import is_marked
from dag_check.forms.slots import Event

_SECTION_WORD = re.compile(
    r"^(?:section|part|module|stage|annex|appendix)\s+(?:[a-z]|\d{1,2}|[ivx]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_LONGEST = 110


def section_headings(events: Sequence[Event]) -> set[int]:
    """The positions of the events that are headings of sections; empty where the form has none."""
    if any(is_marked(event) for event in events):
        return _highest(events)
    texts = [
        (position, event)
        for position, event in enumerate(events)
        if event.kind == "text" and _is_short(event.lines[0]) and not event.aside
    ]
    by_level: dict[int, set[int]] = defaultdict(set)
    for position, event in texts:
        level = event.lines[0].heading
        if level and "title" not in event.lines[0].style.casefold():
            by_level[level].add(position)
    for level in sorted(by_level):
        levels = by_level[level]
        if len(levels) >= 2 and _share_answered(levels, events) < 0.8 and _share_holding(levels, events) >= 0.4:
            return levels
    worded = {position for position, event in texts if _SECTION_WORD.match(event.lines[0].text)}
    if len(worded) >= 2:
        return worded
    return _by_look(texts, events)


def is_section_word(text: str) -> bool:
    """Whether a text calls itself a section or part ("PART ONE")."""
    return _SECTION_WORD.match(text) is not None


def _highest(events: Sequence[Event]) -> set[int]:
    """The headings of the highest level, in a blank that we wrote: there levels mean what they say."""
    levels = {
        position: level
        for position, event in enumerate(events)
        if event.kind == "text" and (level := event.lines[0].heading) and "title" not in event.lines[0].style.casefold()
    }
    return {position for position, level in levels.items() if level == min(levels.values())}


def _is_short(line: Line) -> bool:
    return 0 < len(line.norm) <= _LONGEST


def _answered(position: int, events: Sequence[Event]) -> bool:
    """Whether a place for an answer comes right after this text (gaps aside), so that it is rather a label."""
    following = next((event for event in events[position + 1 :] if event.kind != "gap"), None)
    return following is not None and following.kind != "text" and not following.lines


def _share_answered(positions: set[int], events: Sequence[Event]) -> float:
    return sum(_answered(position, events) for position in positions) / len(positions)


def _share_holding(positions: set[int], events: Sequence[Event]) -> float:
    """The share of these texts under which labels of questions stand, up to the next of them: a section holds questions."""
    ordered = [*sorted(positions), len(events)]
    holding = 0
    for start, end in itertools.pairwise(ordered):
        under = events[start + 1 : end]
        places = sum(event.kind in ("slot", "choice", "grid") for event in under)
        holding += places >= 2 or any(
            event.lines and (event.kind != "text" or _is_label(event.lines[0], events[start].lines[0]))
            for event in under
        )
    return holding / len(positions)


def _is_label(line: Line, heading: Line) -> bool:
    """Whether a text under a heading looks like the label of a question."""
    if line.italic or line.grey:
        return False
    return bool(line.heading or line.bold or line.number or line.text.rstrip(" *").endswith((":", "?"))) and (
        line.heading,
        line.bold,
        line.size,
    ) != (heading.heading, heading.bold, heading.size)


def _body_size(events: Sequence[Event]) -> float:
    """The size of most of the form's type, in points; 0 where sizes are not known."""
    sizes: Counter[float] = Counter()
    for event in events:
        for line in event.lines:
            sizes[line.size or 0.0] += len(line.norm)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _look(event: Event) -> tuple[object, ...]:
    line = event.lines[0]
    numbered = "" if not line.number else ("multi" if "." in line.number else "single")
    capitals = line.body.isupper() and any(len(word) >= 4 for word in line.body.split())
    shaded = bool(line.place and line.place.shaded)
    return line.bold, capitals, event.wide, shaded, numbered, line.size or 0.0


def _by_look(texts: Sequence[tuple[int, Event]], events: Sequence[Event]) -> set[int]:
    """The most prominent look that at least two short texts share, which are not themselves labels of answers."""
    groups: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for position, event in texts:
        if not event.lines[0].italic and not event.lines[0].grey:
            groups[_look(event)].add(position)
    best: set[int] = set()
    best_score = 0.0
    body = _body_size(events)
    for look, positions in groups.items():
        bold, capitals, wide, shaded, numbered, size = look
        bigger = float(str(size)) - body if size and body else 0.0
        lines = [events[position].lines[0] for position in positions]
        asking = sum(line.text.rstrip().endswith("?") for line in lines) / len(lines)
        answered = _share_answered(positions, events)
        prominence = (
            1.0 * bool(bold)
            + 1.0 * bool(capitals)
            + 0.7 * bool(wide)
            + 1.2 * bool(shaded)
            + 1.0 * (numbered == "single")
            + (min(1.6, 0.4 * bigger) if bigger >= 1 else 0.0)
        )
        if (
            len(positions) < 2
            or not prominence
            or numbered == "multi"
            or asking > 0.25
            or median(len(line.norm) for line in lines) > 70
            or _share_holding(positions, events) < 0.4
        ):
            continue
        if answered > (0.75 if numbered == "single" else 0.5):
            continue
        score = prominence - 1.5 * answered - asking
        if score > best_score:
            best, best_score = positions, score
    numbers = {events[position].lines[0].auto_number for position in best if events[position].lines[0].number}
    for position, event in texts:
        line = event.lines[0]
        if (
            len(numbers) == 1
            and line.number.isdigit()
            and line.auto_number in numbers
            and (line.bold or line.bold_prefix)
        ):
            best.add(position)
    return best
