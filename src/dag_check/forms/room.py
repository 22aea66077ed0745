"""Finds the labels of a blank under which there is nothing but room to write: an empty line, or the next label.

Such labels look alike (headings of lower level, bold or numbered lines, questions, lines that end in a colon), so they are judged by
their look: where most of a look have room under them, each that has is a question. Leaves tables and boxes to `layout`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Literal

from dag_check.documents.lines import Line
from dag_check.forms.guidance import is_instructive
from dag_check.forms.slots import Event, Option
from dag_check.forms.wording import POLAR, if_answered
from dag_check.text import normalise, words

_State = Literal["room", "next", "answered", "other"]
_NO_LABEL = re.compile(
    r"""^\W*(?:please\ note|notes?\b|n\.?b\.?\b|important\b|guidance\b|instructions?\b|appendix|annex\b|thank\ you|privacy|contact\ us|how\ to|
        if\ \W*(?:yes|no)\W+.{0,20}\b(?:skip|go|move|proceed)\b|references?$|(?:table\ of\ )?contents$|version\b|(?:i|we|i/we)\ (?:hereby\ )?(?:confirm|declare|agree|understand|certify|undertake|consent|have\ read)|
        the\ following|as\ follows|(?:please\ )?(?:return|send|submit)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_CHOOSING = re.compile(
    r"\([a-h1-9]\s*[-–,]\s*(?:\w\s*,\s*)*[a-h1-9]\)|\b(?:tick|select|choose|circle|highlight|delete|underline|indicate|mark|check)\b|\bone of the following\b",
    re.IGNORECASE,
)
_PLAIN_OPTION = re.compile(r"^(?:yes|no|n/?a|not applicable|unsure|not sure|don'?t know|none|other)\b", re.IGNORECASE)
_DETAILS = re.compile(r"\(?(?:please (?:give|provide|add) )?(?:further )?details\b[^:]{0,120}:\W*", re.IGNORECASE)
"""What asks for details below the options: no option itself."""
_DETAILS_AFTER = re.compile(r"(?<=\w)\W+(?:please (?:give|provide|add) )?(?:further )?details\b\W*:\W*$", re.IGNORECASE)
_MOST_GUIDANCE = 90
_LONGEST_LABEL = 60


def with_room(
    events: Sequence[Event], headings: Collection[int], is_guidance: Callable[[Line], bool]
) -> tuple[list[Event], set[int]]:
    """The events with a slot after every label that has nothing but room under it, and where the headings are now."""
    finder = _Finder(events, headings, is_guidance)
    labels, alike = finder.labels()
    result: list[Event] = []
    moved: set[int] = set()
    open_label: Line | None = None
    room = False
    position = 0
    while position < len(events):
        event = events[position]
        starts = position in alike or position in headings or event.kind not in ("text", "gap")
        room = room or event.kind == "gap"
        if event.kind == "text" and (event.lines[0].heading or (room and position in finder.asked)):
            starts = True
        if starts and open_label:
            result.append(Event("slot", label=open_label))
            open_label = None
        if position in headings:
            moved.add(len(result))
        result.append(event)
        if position in labels:
            options = finder.options_below(position)
            if options:
                result.append(
                    Event(
                        "choice",
                        label=event.lines[0],
                        options=tuple(Option(_without_details(line.body or line.text)) for line in options),
                    )
                )
                position += len(options)
            else:
                open_label, room = event.lines[0], False
        position += 1
    if open_label:
        result.append(Event("slot", label=open_label))
    return result, moved


def is_remark_heading(text: str) -> bool:
    """Whether a text opens a remark of the form rather than a question ("Please note:", "I confirm that ...")."""
    return _NO_LABEL.match(text) is not None


class _Finder:
    """Judges the looks of a blank's texts."""

    def __init__(self, events: Sequence[Event], headings: Collection[int], is_guidance: Callable[[Line], bool]) -> None:
        self._events = events
        self._headings = headings
        self._is_guidance = is_guidance
        self.asked = frozenset(position for position in range(len(events)) if self._may_be_label(position))

    def labels(self) -> tuple[set[int], set[int]]:
        """The positions of the labels with nothing but room under them, and those of all texts that look like them."""
        by_look: dict[tuple[object, ...], dict[int, _State]] = defaultdict(dict)
        for position in self.asked:
            by_look[self._look(position)][position] = self._state(position)
        first = min(self._headings, default=0)
        found: set[int] = set()
        alike: set[int] = set()
        for look, states in by_look.items():
            with_room = {position for position, state in states.items() if state == "room"}
            closed = {
                position for position, state in states.items() if state == "next" and self._needs_no_room(position)
            }
            answered = sum(state == "answered" for state in states.values())
            good = len(with_room) + len(closed) + answered
            if good >= 2 and good >= 0.6 * len(states) and (with_room or closed) and any(look[:4]):
                alike |= set(states)
            else:
                with_room = {position for position in with_room if self._much_room(position)}
                closed = set()
            with_room = {position for position in with_room if not self._heads_labels(position)}
            closed = {position for position in closed if not self._heads_labels(position)}
            if with_room or closed:
                found |= {
                    position
                    for position in with_room | closed
                    if position >= first or _asks(self._line(position)) or self._line(position).number
                }
        if any(look[3] and states for look, states in by_look.items() if found & states.keys()):
            found |= {position for position in range(min(found), len(self._events)) if self._is_bare_label(position)}
        return found, alike | found

    def _is_bare_label(self, position: int) -> bool:
        """Whether a text is a word or two with room under it: a label where the form's labels are plain lines."""
        event = self._events[position]
        if position not in self.asked or event.lines[0].number or event.lines[0].places:
            return False
        text = event.lines[0].text
        after = self._events[position + 1] if position + 1 < len(self._events) else None
        return len(words(text)) <= 5 and text[-1:].isalnum() and after is not None and after.kind == "gap"

    def _heads_labels(self, position: int) -> bool:
        """Whether a numbered label stands right over labels without numbers, which are its parts."""
        after = self._events[position + 1] if position + 1 < len(self._events) else None
        return (
            bool(self._line(position).number)
            and position + 1 in self.asked
            and after is not None
            and not after.lines[0].number
            and _asks(after.lines[0])
        )

    def _much_room(self, position: int) -> bool:
        """Whether several empty lines stand right under a label."""
        gaps = 0
        for event in self._events[position + 1 :]:
            if event.kind != "gap":
                break
            gaps += 1
        return gaps >= (2 if _asks(self._line(position)) else 3)

    def options_below(self, position: int) -> list[Line]:
        """The lines right under a label that are its options: a short list under a label that asks to choose."""
        lines: list[Line] = []
        for event in self._events[position + 1 :]:
            if event.kind != "text" or len(words(event.lines[0].text)) > 14 or event.lines[0].bold:
                break
            if len(lines) >= 2 and _DETAILS.fullmatch(event.lines[0].text):
                break
            lines.append(event.lines[0])
        end = position + 1 + len(lines)
        if end < len(self._events) and self._events[end].kind not in ("text", "gap"):
            return []
        plain = all(_PLAIN_OPTION.match(line.body or line.text) for line in lines)
        listed = all(line.number for line in lines)
        chosen = _CHOOSING.search(self._line(position).text)
        short = len(lines) >= 3 and not any(_asks(line) for line in lines)
        return lines if 2 <= len(lines) <= 20 and (plain or ((listed or short) and chosen)) else []

    def _line(self, position: int) -> Line:
        return self._events[position].lines[0]

    def _may_be_label(self, position: int) -> bool:
        event = self._events[position]
        if event.kind != "text" or position in self._headings:
            return False
        line = event.lines[0]
        return (
            0 < len(words(line.text)) <= _LONGEST_LABEL
            and "title" not in line.style.casefold()
            and not _NO_LABEL.match(line.body)
            and not _is_remark(line)
            and not (line.text.startswith("(") and line.text.rstrip(" .").endswith(")"))
            and (line.bold or bool(line.heading) or not self._is_guidance(line) or _asks_in_words(line))
        )

    def _look(self, position: int) -> tuple[object, ...]:
        line = self._line(position)
        plain = not line.bold and line.heading is None
        numbered = "" if not line.number else ("auto" if line.auto_number else "typed")
        asking = plain and not numbered and _asks(line)
        return line.heading, line.bold, numbered, asking, line.italic, line.size, len(line.places)

    def _state(self, position: int) -> _State:
        """What follows a label, guidance left aside."""
        look, line = self._look(position), self._line(position)
        if self.options_below(position):
            return "room"
        read = 0
        room = False
        for after in range(position + 1, len(self._events)):
            event = self._events[after]
            if event.kind == "gap":
                room = True
                continue
            if after in self._headings:
                break
            if event.kind != "text":
                if not event.lines:
                    return "answered"
                if room and self._is_next_question(line, event.lines[0]):
                    break
                return "other"
            if event.lines[0].heading or (after in self.asked and self._look(after) == look):
                break
            if room and after in self.asked:
                if (line.bold or line.heading) and not event.lines[0].bold and _asks(event.lines[0]):
                    return "other"  # a heading over labels of a plainer look
                break
            read += len(words(event.lines[0].text))
            if read > _MOST_GUIDANCE:
                return "other"
        return "room" if room else "next"

    def _is_next_question(self, line: Line, following: Line) -> bool:
        """Whether a question with its answer beside it is the next of a numbered row, so that the room above it is the label's."""
        return (
            bool(line.number) and bool(following.number) and (line.bold, line.size) == (following.bold, following.size)
        )

    def _needs_no_room(self, position: int) -> bool:
        """Whether a label right before the next one is still a question: a heading, or a short one that ends in a colon."""
        line = self._line(position)
        listed = line.auto_number and not line.number
        if not listed and not line.heading and line.text.rstrip(" *)").endswith("?") and POLAR.match(line.body):
            return True
        return bool(line.heading) or (_asks(line) and (line.bold or len(words(line.text)) <= 8))


def _without_details(option: str) -> str:
    """An option without the words on its line that ask for details ("Unsure Details:")."""
    return _DETAILS_AFTER.sub("", option)


def _is_remark(line: Line) -> bool:
    """Whether a text tells the applicant something, without asking or telling what to write."""
    return (
        line.text.rstrip().endswith(".")
        and not line.number
        and len(words(line.text)) > 12
        and not is_instructive(line.body)
    )


def _asks_in_words(line: Line) -> bool:
    """Whether a line that tells what to write ends as a label does ("Please describe the procedures:"), and looks like one."""
    return _asks(line) and (not (line.italic or line.grey) or if_answered(line.text) is not None)


def _asks(line: Line) -> bool:
    return normalise(line.text).rstrip(" *)").endswith(("?", ":")) or line.text.endswith("*")
