"""Reads the questions of a blank that we wrote ourselves (or of a copy that somebody changed in Word) by the marks in its controls.

What the marks and our own sentences say is taken as said; labels, guidance and options are what stands in the blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dag_check.documents.lines import Line
from dag_check.forms.definition import AnswerKind, QuestionDefinition
from dag_check.forms.marks import PREFIX, Mark, read_mark
from dag_check.forms.phrases import HINT_STYLE, HOW_TO, ROW_COLUMN, Hint, is_condition, read_hint
from dag_check.forms.slots import Event
from dag_check.forms.wording import limit_in, na_policy
from dag_check.text import normalise


@dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """A question read by its marks; `end` is the position after its last event.

    `condition` is the sentence that says when it applies, `section_texts` and `section_condition` what stood before its label.
    """

    question: QuestionDefinition
    end: int
    condition: str = ""
    section_texts: tuple[str, ...] = ()
    section_condition: str = ""


@dataclass
class _Texts:
    """The texts around a label: the form's own, and what our sentences say."""

    guidance: list[str] = field(default_factory=list)
    hint: Hint = field(default_factory=Hint)
    condition: str = ""

    def add(self, line: Line) -> None:
        if not line.style.casefold().startswith(HINT_STYLE.casefold()):
            self.guidance.append(line.text)
            return
        hint = read_hint(line.text)
        if hint is not None:
            self.hint = hint
        elif is_condition(line.text):
            self.condition = line.text
        elif normalise(line.text) != normalise(HOW_TO):
            self.guidance.append(line.text)


def mark_of(event: Event, properties: Mapping[str, str]) -> Mark | None:
    """The mark of an answer's place, None where it has none of ours."""
    tag = event.tag or next((option.tag for option in event.options if option.tag), "")
    return read_mark(tag, properties) if tag else None


def marked_question(
    events: Sequence[Event], position: int, pending: Sequence[Event], properties: Mapping[str, str]
) -> MarkedQuestion | None:
    """The question whose first marked place is at this position, None where no label stands before it."""
    mark = mark_of(events[position], properties)
    lines = [event.lines[0] for event in pending if event.kind == "text"]
    at = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].heading), None)
    if mark is None or at is None:
        return None
    end = position
    while end < len(events) and (own := mark_of(events[end], properties)) and own.question == mark.question:
        end += 1
    run = events[position:end]
    before, after = _Texts(), _Texts()
    for number, line in enumerate(lines):
        if number != at:
            (before if number < at else after).add(line)
    question = _question(lines[at], mark, run, after, properties)
    return MarkedQuestion(question, end, after.condition, tuple(before.guidance), before.condition)


def _question(
    label: Line, mark: Mark, run: Sequence[Event], texts: _Texts, properties: Mapping[str, str]
) -> QuestionDefinition:
    kind = _kind(mark, run, texts.hint)
    words, characters = limit_in([label.text, *texts.guidance])
    columns: tuple[str, ...] = ()
    if kind in ("people", "table"):
        columns = next((event.columns for event in run if event.columns), ())
        columns = columns[1:] if len(columns) == 2 and columns[0] == ROW_COLUMN else columns
    return QuestionDefinition(
        id=mark.question,
        number=label.number,
        label=label.body or label.text,
        guidance=tuple(texts.guidance),
        answer=kind,
        na=texts.hint.na or na_policy(texts.guidance if texts.hint == Hint() else ()) or "never",  # type: ignore[arg-type]
        role=mark.role,
        options=_options(run, properties) if kind in ("choice", "choices") else {},
        fields=tuple(event.lines[0].text for event in run if event.lines) if kind in ("fields", "signature") else (),
        columns=columns,
        max_words=texts.hint.max_words or words,
        max_characters=texts.hint.max_characters or characters,
    )


def _kind(mark: Mark, run: Sequence[Event], hint: Hint) -> AnswerKind:
    """The kind in the mark, unless the place for the answer is of another make by now."""
    shapes = {event.kind for event in run}
    kind: AnswerKind = mark.kind or "text"  # type: ignore[assignment]
    if "choice" in shapes:
        return kind if kind in ("choice", "choices", "yes_no") else "choice"
    if "grid" in shapes:
        return kind if kind in ("people", "table") else "table"
    if any(event.lines for event in run):
        return kind if kind in ("fields", "signature") else "fields"
    return kind if kind in ("text", "date") else "text"


def _options(run: Sequence[Event], properties: Mapping[str, str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for number, option in enumerate((option for event in run for option in event.options), start=1):
        mark = read_mark(option.tag, properties)
        name = mark.option if mark and mark.option else f"option_{number}"
        options[name if name not in options else f"{name}_{number}"] = option.label or f"Option {number}"
    return options


def section_id(title: str, properties: Mapping[str, str]) -> str:
    """The id that the blank's properties give the section of this title, "" where they give none."""
    start = f"{PREFIX}section:"
    wanted = normalise(title)
    return next(
        (
            name.removeprefix(start)
            for name, value in properties.items()
            if name.startswith(start) and normalise(value) == wanted
        ),
        "",
    )
