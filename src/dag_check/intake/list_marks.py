"""Reads the small cells of a list: a mark in a "required?" column, "as above", several names in one cell.

The words are in rules/lists/request-marks.yaml. Which cells to read is for `variables`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dag_check.documents.model import TICKED, UNTICKED
from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.text import normalise

_ENDS = " .!:;,()[]'\"*"
_IDENTIFIER = re.compile(r"[A-Za-z][\w.]*(?:\[[^\]\s]{1,30}\][\w.]*)*(?:\*|\d+-\d+)?")
_SNAKE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+)+|[A-Za-z]+_?\[[^\]\s]{1,30}\].*|[A-Za-z]\w*_\w*\*?")
_CAMEL = re.compile(r"[A-Za-z]?[a-z0-9]+(?:[A-Z][a-z0-9]+)+|[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+|[A-Z]{2,}[0-9]*[A-Z]*")
_BULLET = re.compile(r"\s*[•·▪◦‣*-]\s*\S")
_OPENING = re.compile(r"^(?:and|&)\s+", re.IGNORECASE)
_YEARS = re.compile(
    r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:19|20)?\d\d)?(?:\D{0,8}(?:19|20)\d\d(?:\s*[-/–]\s*(?:19|20)?\d\d)?)*(?:\s*only)?"
)
_AFTER_BOX = re.compile(f"([{TICKED}☑{UNTICKED}])\\s*([^{TICKED}☑{UNTICKED}]*)")


@dataclass(frozen=True, slots=True)
class _Marks:
    yes: re.Pattern[str]
    no: re.Pattern[str]
    wished: re.Pattern[str]
    yes_marks: frozenset[str]
    no_marks: frozenset[str]
    ticks: frozenset[str]
    crosses: frozenset[str]
    ditto: frozenset[str]
    ditto_marks: frozenset[str]
    ditto_and_more: re.Pattern[str]


def read_mark(text: str, knowledge: Knowledge) -> bool | None:
    """Whether a cell of a request column asks for its row: True, False (also for a blank), None where that is not clear."""
    return _read_mark(text, knowledge) if len(text) <= 200 else None


@lru_cache(maxsize=4096)
def _read_mark(text: str, knowledge: Knowledge) -> bool | None:
    known = _known(knowledge)
    raw = text.strip()
    if not raw:
        return False
    boxes = _AFTER_BOX.findall(raw)
    if boxes and len(boxes) > 1:
        ticked = [label for box, label in boxes if box != UNTICKED]
        return any(not label.strip() or read_mark(label, knowledge) for label in ticked)
    if boxes and raw[0] == boxes[0][0]:
        label = boxes[0][1].strip()
        return raw[0] != UNTICKED and (not label or read_mark(label, knowledge) is not False)
    said = normalise(raw)
    if raw in known.yes_marks or said in known.yes_marks:
        return True
    if raw in known.no_marks or said in known.no_marks:
        return False
    said = said.strip(_ENDS)
    if said in known.yes_marks:
        return True
    if said in known.no_marks:
        return False
    if refused := known.no.match(said):
        rest = said[refused.end() :].strip(" -–—:,;()")
        return bool(rest and known.wished.match(rest))
    if known.yes.match(said) or _YEARS.fullmatch(said):
        return True
    return None


def is_tick(text: str, knowledge: Knowledge) -> bool:
    """Whether a cell holds a tick and nothing else."""
    return text.strip() in _known(knowledge).ticks


def is_cross(text: str, knowledge: Knowledge) -> bool:
    """Whether a cell holds a cross and nothing else. Beside ticks it refuses; where there are none it is the mark itself."""
    return text.strip() in _known(knowledge).crosses


def is_ditto(text: str, knowledge: Knowledge) -> bool:
    """Whether a cell only says that the text above it counts here too ("as above", a ditto sign, a down-arrow)."""
    return len(text) <= 45 and _is_ditto(text, knowledge)


@lru_cache(maxsize=4096)
def _is_ditto(text: str, knowledge: Knowledge) -> bool:
    known = _known(knowledge)
    raw = text.strip()
    return raw in known.ditto_marks or normalise(raw).strip(_ENDS) in known.ditto


def _and_more(phrases: Iterable[str]) -> re.Pattern[str]:
    """The phrases for "the text above" with something after them; "same", "above" and "do" begin sentences of their own."""
    told = sorted(
        {phrase.strip(_ENDS) for phrase in phrases if " " in phrase or phrase == "ditto"}, key=len, reverse=True
    )
    return re.compile(
        rf"\(?(?:{'|'.join(map(re.escape, told))})\)?(?:\s*[,;:.(-]\s*|\s+(?:but|and|plus|for|with|in)\s+)\w"
    )


def goes_on_from_above(text: str, knowledge: Knowledge) -> bool:
    """Whether a cell says that the text above it counts here too, and adds something: "As above, for the end of the order"."""
    return _known(knowledge).ditto_and_more.match(normalise(text)) is not None


def looks_coded(name: str) -> bool:
    """Whether a text looks like the name of a variable in a database: offender_id_hash, YearOfBirth_[term][yy], DOB."""
    return len(name) <= 80 and (_SNAKE.fullmatch(name) or _CAMEL.fullmatch(name)) is not None


def split_names(text: str) -> tuple[str, ...]:
    """The names in one cell: "age; sex; ethnicity_desc" holds three, "Date of birth (day, month, year)" one.

    Semicolons part short texts, commas and line breaks only what looks like names; nothing is split inside brackets.
    """
    if len(text) > 5_000:
        return (text,)
    if ";" in text:
        parts = _parts(text, ";\n")
        if len(parts) > 1 and all(len(part.split()) <= 5 for part in parts):
            return parts
    if "\n" in text and all(_BULLET.match(part) for part in text.split("\n") if part.strip()):
        return _parts(text, "\n")
    if "\n" in text:
        parts = _parts(text, "\n,")
        if len(parts) > 1 and all(looks_coded(part) for part in parts):
            return parts
        if len(parts) > 2 and all(_IDENTIFIER.fullmatch(part) for part in parts):
            return parts
    if "," in text:
        parts = _parts(text, ",\n")
        if len(parts) > 1 and all(_IDENTIFIER.fullmatch(part) for part in parts):
            return parts
    return (text,)


def _parts(text: str, separators: str) -> tuple[str, ...]:
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        elif sign in separators and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    named = [_OPENING.sub("", part.strip().strip("•·▪◦‣-–").strip()) for part in parts]
    return tuple(part.rstrip(".") for part in named if part)


@lru_cache(maxsize=16)
def _known(knowledge: Knowledge) -> _Marks:
    content = knowledge.list("request-marks")

    def texts(name: str) -> list[str]:
        values = content.get(name)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise DataError("lists/request-marks.yaml", f"`{name}` is not right.", expected="a list of texts in quotes")
        return [normalise(value) if name in ("yes", "no", "wished", "ditto") else value.strip() for value in values]

    def opening(names: list[str]) -> re.Pattern[str]:
        either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        return re.compile(rf"(?:{either})(?!\w)")

    return _Marks(
        yes=opening(texts("yes")),
        no=opening(texts("no")),
        wished=opening(texts("wished")),
        yes_marks=frozenset(texts("yes_marks")),
        no_marks=frozenset(texts("no_marks")),
        ticks=frozenset(texts("ticks") if "ticks" in content else ()),
        crosses=frozenset(texts("crosses") if "crosses" in content else ()),
        ditto=frozenset(text.strip(_ENDS) for text in texts("ditto")),
        ditto_marks=frozenset(texts("ditto_marks")),
        ditto_and_more=_and_more(texts("ditto")),
    )
