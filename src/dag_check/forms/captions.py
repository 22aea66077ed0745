"""Blanks that are named under their line rather than before it: a line to sign on, and "(Signature)" in small type below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dag_check.documents.lines import Line
from dag_check.forms.slots import Event
from dag_check.text import tidy, words

_SIGNED = re.compile(r"\b(?:sign(?:ed|ature)|name|date)\b", re.IGNORECASE)


def with_captions(events: Sequence[Event]) -> list[Event]:
    """The events with every captioned line made a blank with its caption as the label.

    At least two such lines must follow each other, or one to be signed: what stands under a single line may be a remark on it.
    """
    result: list[Event] = []
    position = 0
    while position < len(events):
        run = _run(events, position)
        if len(run) >= 2 or (run and _SIGNED.search(run[0][1].text)):
            result.extend(Event("slot", (line,)) for _, line in run)
            position = run[-1][0] + 1
            continue
        result.append(events[position])
        position += 1
    return result


def caption(line: Line) -> str:
    """The words of a line that stands in brackets as a caption does, "" where it does not."""
    text = tidy(line.text)
    match = re.fullmatch(r"\((?P<words>[^()]+)\)[\s.:*]*", text)
    return match["words"] if match and len(words(text)) <= 8 else ""


def _run(events: Sequence[Event], start: int) -> list[tuple[int, Line]]:
    """The captions from here on, each right under a blank line, with their positions."""
    run: list[tuple[int, Line]] = []
    position = start
    while position + 1 < len(events):
        blank, below = events[position], events[position + 1]
        if blank.kind == "gap" and run:
            position += 1
            continue
        name = caption(below.lines[0]) if below.kind == "text" else ""
        if blank.kind != "slot" or blank.lines or blank.table is not None or not name:
            break
        run.append((position + 1, replace(below.lines[0], pieces=(name,), body=name, italic=False, grey=False)))
        position += 2
    return run
