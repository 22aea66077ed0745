"""What stands in the paragraphs of a blank form: texts, and places where an answer is expected (slots).

Reads boxes with their options, dotted lines, unfilled controls, drop-downs, "Yes / No". Tables are read in `layout`; which text is a
heading, a label or guidance is decided in `learn`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dag_check.documents.lines import Line, plain_line
from dag_check.text import is_filler, tidy, words

EventKind = Literal["text", "gap", "slot", "choice", "grid"]

_DOTS = re.compile(r"(?:[._…]\s?){4,}|_{3,}|…{2,}")
_LABEL_END = re.compile(r"[^\W_][^._…]{0,200}\Z")
YES_NO = re.compile(r"(?:^|(?<=[?:.)(\s]))\s*(?P<options>yes\s*(?:/|or|\|)\s*no(?:\s*(?:/|or|\|)\s*(?:n/?a|not applicable|not sure|unsure))?)[\s.*():]*(?:\(?(?:please )?(?:delete|circle|tick)[^)]*\)?)?\s*$", re.IGNORECASE)  # fmt: skip


_TICK_HERE = re.compile(r"[(\[]?\s*(?:please )?(?:tick|check|mark|select)\b[^()]{0,40}[)\]]?[\s.]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice: its label and the tag of its box, "" where it has none."""

    label: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A text, an empty paragraph (gap), or a place for an answer.

    `lines` are the text's line, or the label's lines where the layout tells which text is the label (a cell beside the slot). `beside`
    is guidance that stands in a cell between label and slot. `options` of a choice, `columns` of a grid or of the fields
    that a row has. `prompt` and `tag` are those of an unfilled control. `wide` texts fill a table row on their own, `aside` ones share theirs with
    other texts. `parts` are the
    slots under the columns of a grid that has room for one row only, which may be no grid at all. `label` is the label, where it is known which
    of the texts before is it.
    """

    kind: EventKind
    lines: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    prompt: str = ""
    tag: str = ""
    wide: bool = False
    aside: bool = False
    table: int | None = None
    parts: tuple[Event, ...] = ()
    label: Line | None = None


def paragraph_events(lines: Sequence[Line]) -> Iterator[Event]:
    """The events of lines that stand in no table, or together in one cell."""
    options: list[Option] = []
    for line in lines:
        if line.has_box:
            label, found = box_options(line)
            if label is None and len(found) == 1 and "." in line.number and found[0].label:
                # "6.1 ☐ I have read the code": a question of its own, its one option its label.
                if options:
                    yield Event("choice", options=tuple(options))
                    options = []
                yield Event("choice", (replace(line, body=found[0].label),), options=tuple(found))
                continue
            if label is not None and options:
                yield Event("choice", options=tuple(options))
                options = []
            if label is not None:
                yield Event("text", (label,))
            options.extend(found)
            continue
        if line.is_blank and not line.unfilled and not line.prompt and not line.text:
            if not options:
                yield Event("gap")
            continue
        if options:
            yield Event("choice", options=tuple(options))
            options = []
        yield from _line_events(line)
    if options:
        yield Event("choice", options=tuple(options))


def _line_events(line: Line) -> Iterator[Event]:
    tag = line.tags[0] if line.tags else ""
    if len(line.offered) >= 2:
        yield Event(
            "choice", () if line.is_blank else (line,), options=offered_options(line), tag=tag, prompt=line.prompt
        )
        return
    if line.is_blank:
        yield Event("slot", prompt=line.prompt, tag=tag)
        return
    yes_no = YES_NO.search(line.text)
    if yes_no and not _only_mentioned(line.text, yes_no):
        head = _cut(line, line.text[: yes_no.start("options")].rstrip(" (["))
        options = tuple(
            Option(tidy(part)) for part in re.split(r"/|\||\bor\b", yes_no["options"], maxsplit=2) if part.strip()
        )
        if "n/a" in yes_no["options"].casefold():
            options = (Option("Yes"), Option("No"), Option("N/A"))
        yield Event("choice", (head,) if head else (), options=options)
        return
    if line.prompt or line.unfilled:
        yield Event("slot", (line,), prompt=line.prompt, tag=tag)
        return
    rest: Line | None = line
    dotted = False
    while rest is not None:
        label_and_rest = dotted_line(rest.text)
        if label_and_rest is None:
            break
        dotted = True
        before, after = label_and_rest
        label = _cut(rest, before)
        yield Event("slot", (label,) if label else ())
        rest = replace(plain_line(after), bold=line.bold) if after else None
    if rest is not None and (not dotted or not is_filler(rest.text)):
        yield Event("text", (rest,))


def dotted_line(text: str) -> tuple[str, str] | None:
    """The label before the first dotted or ruled line in a text, and what stands behind that line; None where there is none."""
    for dots in _DOTS.finditer(text):
        label = text[: dots.start()].rstrip()
        if _LABEL_END.search(label, max(0, len(label) - 202)):
            return label, text[dots.end() :].strip()
    return None


def _only_mentioned(text: str, yes_no: re.Match[str]) -> bool:
    """Whether "yes or no" stands in a sentence that speaks of the options ("Answer by ticking yes or no.")."""
    before = text[: yes_no.start("options")].rstrip()
    return " or " in yes_no["options"].casefold() and bool(before) and before[-1] not in "?:.)"


def offered_options(line: Line) -> tuple[Option, ...]:
    return tuple(Option(entry) for entry in line.offered)


def _cut(line: Line, text: str) -> Line | None:
    """The line with only this beginning of its text, None where that says nothing."""
    if is_filler(text):
        return None
    body = text[len(line.text) - len(line.body) :] if line.body and line.text.endswith(line.body) else text
    body = tidy(body)
    return replace(line, pieces=(text,), body=body or tidy(text), prompt="", tags=())


def box_options(line: Line) -> tuple[Line | None, list[Option]]:
    """The label in front of a line's boxes, if there is one, and the options that the boxes stand for."""
    segments: list[str | bool] = [
        piece if isinstance(piece, bool) else tidy(piece)
        for piece in line.pieces
        if isinstance(piece, bool) or not is_filler(piece)
    ]
    tags = iter(line.tags if len(line.tags) >= sum(isinstance(s, bool) for s in segments) else ())
    texts = [position for position, segment in enumerate(segments) if isinstance(segment, str)]
    boxes = [position for position, segment in enumerate(segments) if isinstance(segment, bool)]
    label: str | None = None
    options: list[Option] = []
    trailing = isinstance(segments[-1], bool) and bool(texts)
    if trailing:  # "Label? Yes ☐ No ☐"
        for position in boxes:
            text = segments[position - 1] if position else ""
            options.append(Option(text if isinstance(text, str) else "", next(tags, "")))
        first = options[0].label
        split = re.match(r"^(?P<label>.*[?:.)]|.*\s{2,})\s*(?P<option>\S[^?:]*):?$", _raw(line))
        if split and len(words(split["label"])) >= 2:
            label, options[0] = split["label"], replace(options[0], label=tidy(split["option"]))
        elif len(words(first)) > 6 and len(boxes) == 1:
            label, options[0] = first, replace(options[0], label="Yes")
    else:
        if texts and texts[0] < boxes[0]:
            label = str(segments[texts[0]])
        for position in boxes:
            text = segments[position + 1] if position + 1 < len(segments) else ""
            options.append(Option(text if isinstance(text, str) else "", next(tags, "")))
    options = [replace(option, label=without_bullet(option.label).rstrip(" :")) for option in options]
    options = [replace(option, label="Yes") if _TICK_HERE.fullmatch(option.label) else option for option in options]
    return (_cut(line, label) if label else None), options


def without_bullet(text: str) -> str:
    """A text without a bullet that somebody typed in front of it."""
    return text.lstrip("•·▪◦●○‣∙ \t")


def _raw(line: Line) -> str:
    """The text before a line's first box, its runs of spaces kept."""
    text = ""
    for piece in line.pieces:
        if isinstance(piece, bool):
            break
        text += piece
    return text.replace("\xa0", " ").replace("\t", "   ").strip()
