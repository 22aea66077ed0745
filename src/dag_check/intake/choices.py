"""Which options of a question were chosen: boxes ticked, options typed or left standing, others deleted or struck out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from dag_check.documents.lines import Line, Place
from dag_check.text import is_filler, normalise, tidy, words

YES_NO = {"yes": "Yes", "no": "No"}
_GOOD = 0.7
_MARK = re.compile(r"^(?:x|✓|✔|☓|✗|✘|√|tick(?:ed)?|selected)$", re.IGNORECASE)
_MARK_BESIDE = re.compile(r"^(?:[xX✓✔☓✗✘√]\s+)(?P<after>\S.*)$|^(?P<before>.*\S)\s+[xX✓✔☓✗✘√]$")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "or",
        "of",
        "the",
        "to",
        "in",
        "for",
        "our",
        "your",
        "through",
        "is",
        "are",
        "has",
        "been",
        "have",
        "by",
        "with",
        "from",
        "that",
        "not",
    ]
)


_DELETE = re.compile(
    r"[(\[*\s]{0,10}(?:please )?(?:delete|strike(?: out| through)?|cross (?:out|through)|circle|ring|underline|highlight) (?:as|where|the|whichever|what|one|your)\b[^)\]]{0,40}[)\]*.\s]*",
    re.IGNORECASE,
)


_OFFER = re.compile(r"^\(\s*yes\s*(?:/|or)\s*no[^()]{0,30}\)\s*[:?.]*\s*", re.IGNORECASE)
"""The options as a label offers them in brackets, "(yes/no):"."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: option ids in the form's order, labels of ticked boxes that are no option, whether there were boxes, the
    text that is no option, and why it is not sure ("" when it is)."""

    options: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    boxes: bool = False
    text: str = ""
    unsure: str = ""


def read_choices(
    lines: Sequence[Line], rest: str, options: Mapping[str, str], above: Callable[[Place], Iterable[str]] = lambda _: ()
) -> Chosen:
    """The options chosen on the lines of a question's region (`rest` is what stands behind its label).

    `above` gives the texts above a cell in its column, nearest first: a grid's options may head its columns.

    With boxes, the ticked ones count. Without, an option counts that is marked (x, ✓), or that alone was left standing or typed.
    What is struck through does not count.
    """
    lines = [kept for line in lines if (kept := _unstruck(line))]
    rest = _DELETE.sub("", rest).strip(" /|")
    rest = _OFFER.sub("", rest) or rest
    matcher = _Options(options)
    heading = _Headings(lines, above, matcher)
    if "no" not in options:
        lines = [line for line in lines if not _says_no(line, heading)]
    texts, ticks = _boxed(lines, heading)
    ticked: set[str] = set()
    other: list[str] = []
    for label, state in ticks:
        option = matcher.best(label)
        if state and option:
            ticked.add(option)
        elif state:
            other.append(label)
    loose = [*([rest] if rest else []), *texts]
    if ticks:
        typed = [text for text in loose if not is_filler(text)]
        boxed = {matcher.best(label) for label, _ in ticks}
        by_hand = {text: option for text in typed if (option := _marked_beside(text, matcher)) and option not in boxed}
        ticked.update(by_hand.values())
        free = [text for text in typed if text not in by_hand and matcher.best(text, strict=True) is None]
        if not ticked and not other:
            named = {option for text in typed if (option := matcher.best(text, strict=True))}
            unboxed = named - boxed
            ticked |= named if len(named) == 1 else unboxed
        return Chosen(_ordered(ticked, options), tuple(other), True, "\n".join(free))
    return _typed(lines, loose, matcher, options, heading)


def _says_no(line: Line, heading: _Headings) -> bool:
    """Whether a mark or box stands in a column headed "No", beside one headed "Yes": the option of its row is not chosen."""
    if not line.place or not (line.has_box or _MARK.match(tidy(line.text))):
        return False
    if normalise(heading.over(line.place)).strip(" ?") not in ("no", "n"):
        return False
    return any(
        other.place and other.place.table == line.place.table and normalise(other.text).strip(" ?") in ("yes", "y")
        for other in heading.lines
    )


def _marked_beside(text: str, matcher: _Options) -> str | None:
    """The option that a mark typed beside it chooses ("X Yes", "No ✓"), None where the text is nothing of the kind."""
    beside = _MARK_BESIDE.match(tidy(text))
    return matcher.best(beside["after"] or beside["before"], strict=True) if beside else None


def _unstruck(line: Line) -> Line | None:
    """The line without what is struck through and without "delete as appropriate"; None where nothing is left."""
    if line.kept == line.pieces and not _DELETE.search(line.text):
        return line
    pieces = tuple(_DELETE.sub("", piece).strip(" /|") if isinstance(piece, str) else piece for piece in line.kept)
    if all(isinstance(piece, str) and is_filler(piece) for piece in pieces):
        return None
    body = tidy(" ".join(piece for piece in pieces if isinstance(piece, str)))
    return replace(line, pieces=pieces, kept=pieces, body=body, struck=False)


def _ordered(chosen: Iterable[str], options: Mapping[str, str]) -> tuple[str, ...]:
    picked = set(chosen)
    return tuple(option for option in options if option in picked)


def _typed(
    lines: Sequence[Line], texts: Sequence[str], matcher: _Options, options: Mapping[str, str], heading: _Headings
) -> Chosen:
    """No boxes: options marked by hand, left standing while others were deleted or struck, or typed as an answer."""
    marked = _marked(lines, matcher, heading)
    standing: dict[str, bool] = {}
    free: list[str] = []
    for text in texts:
        if is_filler(text) or _MARK.match(tidy(text)):
            continue
        several = matcher.listed(text)
        if len(several) > 1:
            for each in several:
                standing.setdefault(each, False)
            continue
        beside = _MARK_BESIDE.match(tidy(text))
        named = [] if beside else matcher.among_parts(text)
        option = matcher.best((beside["after"] or beside["before"]) if beside else text)
        if len(named) > 1:
            standing.update(dict.fromkeys(named, True))
            free.append(text)
            continue
        if option is None:
            option = matcher.opening(text)
            free.append(text)
        elif beside:
            marked.add(option)
        if option:
            standing[option] = True
    if marked:
        return Chosen(_ordered(marked, options), (), True, "\n".join(free))
    left = list(standing)
    if not all(standing.values()) and len(typed := [option for option, alone in standing.items() if alone]) == 1:
        left = typed  # the form offers "Yes / No", and one of them is the answer beside or below
    untouched = len(left) == len(options) and len(options) > 1
    lit = {option for line in lines if line.lit and (option := matcher.best(line.lit, strict=True))}
    if untouched and lit and len(lit) < len(options):
        return Chosen(_ordered(lit, options), (), True, "\n".join(free))
    bold = {option for line in lines if line.bold and (option := matcher.best(line.text))}
    if untouched and len(bold) == 1:
        unsure = "No option is marked, but one is in bold type."
        return Chosen((), (), False, "\n".join(free), unsure)
    if untouched:
        return Chosen((), (), False, "\n".join(free))
    return Chosen(_ordered(left, options), (), False, "\n".join(free))


def _marked(lines: Sequence[Line], matcher: _Options, heading: _Headings) -> set[str]:
    """Options in table rows of which another cell holds only a mark."""
    marked = set()
    for row in _rows(lines):
        marks = [line for line in row if _MARK.match(tidy(line.text)) or normalise(line.text) in ("yes", "y")]
        labels = [option for line in row if line not in marks and (option := matcher.best(line.text))]
        if row[0].place and marks and len(labels) == 1 and labels[0] not in ("yes", "no"):
            marked.add(labels[0])
        for mark in marks:
            if mark.place and not labels and _MARK.match(tidy(mark.text)):
                headed = matcher.best(heading.over(mark.place))
                if headed:
                    marked.add(headed)
    return marked


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines grouped by table row; a line outside tables is a row of its own."""
    rows: list[list[Line]] = []
    last: tuple[int, int] | None = None
    for line in lines:
        key = (line.place.table, line.place.row) if line.place else None
        if key is not None and key == last:
            rows[-1].append(line)
        else:
            rows.append([line])
        last = key
    return rows


@dataclass(frozen=True, slots=True)
class _Headings:
    """What heads the columns in which a question's boxes and marks stand."""

    lines: Sequence[Line]
    above: Callable[[Place], Iterable[str]]
    matcher: _Options

    def over(self, place: Place) -> str:
        """The text above a cell in its column: within the region its topmost, else the nearest that is an option."""
        for line in self.lines:
            other = line.place
            if other and other.table == place.table and other.col == place.col and other.row < place.row:
                return line.text
        return next((text for text in self.above(place) if self.matcher.best(text, strict=True)), "")


def _boxed(lines: Sequence[Line], heading: _Headings) -> tuple[list[str], list[tuple[str, bool]]]:
    """The texts without boxes, and every box with its label."""
    matcher = heading.matcher
    texts: list[str] = []
    boxes: list[tuple[str, bool]] = []
    for row in _rows(lines):
        with_box = [line for line in row if line.has_box]
        if not with_box:
            texts.extend(line.text for line in row)
            continue
        used: set[int] = set()
        for line in with_box:
            segments = _segments(line)
            labelled = _pair(segments, matcher)
            if any(label for label, _ in labelled):
                boxes.extend(labelled)
                texts.extend(_unpaired(segments, labelled))
                continue
            states = [state for _, state in labelled]
            label, index = _label_beside(line, [other for other in row if other.index not in used], lines, heading)
            if index is not None:
                used.add(index)
            boxes.extend((label, state) for state in states)
        texts.extend(line.text for line in row if not line.has_box and line.index not in used)
    return texts, boxes


def _segments(line: Line) -> list[str | bool]:
    segments: list[str | bool] = []
    for piece in line.pieces:
        if isinstance(piece, bool):
            segments.append(piece)
        elif not is_filler(piece):
            segments.append(tidy(piece))
    return segments


def _pair(segments: Sequence[str | bool], matcher: _Options) -> list[tuple[str, bool]]:
    """Every box of a line with its label: the text behind it or before it, whichever way more labels are options."""
    behind: list[tuple[str, bool]] = []
    before: list[tuple[str, bool]] = []
    for position, segment in enumerate(segments):
        if isinstance(segment, bool):
            after = segments[position + 1] if position + 1 < len(segments) else ""
            ahead = segments[position - 1] if position else ""
            behind.append((after if isinstance(after, str) else "", segment))
            before.append((ahead if isinstance(ahead, str) else "", segment))
    score_behind = sum(matcher.score(label) for label, _ in behind)
    score_before = sum(matcher.score(label) for label, _ in before)
    first_is_text = isinstance(segments[0], str)
    last_is_text = isinstance(segments[-1], str)
    if score_before > score_behind + 0.15 or (
        abs(score_before - score_behind) <= 0.15 and first_is_text and not last_is_text
    ):
        return before
    return behind


def _unpaired(segments: Sequence[str | bool], labelled: Sequence[tuple[str, bool]]) -> list[str]:
    taken = [label for label, _ in labelled]
    return [segment for segment in segments if isinstance(segment, str) and segment not in taken]


def _label_beside(line: Line, row: Sequence[Line], lines: Sequence[Line], heading: _Headings) -> tuple[str, int | None]:
    """The label of a box that stands alone: in the cells beside it, above it in its column, or on the next or last line."""
    matcher = heading.matcher
    neighbours = [other for other in row if other is not line and not other.has_box and other.norm]
    here = row.index(line)
    neighbours.sort(key=lambda other: (-round(matcher.score(other.text), 1), abs(row.index(other) - here)))
    if neighbours and matcher.score(neighbours[0].text) >= _GOOD:
        return neighbours[0].text, neighbours[0].index
    if line.place:
        headed = heading.over(line.place)
        if headed and matcher.best(headed):
            return headed, None
        return (neighbours[0].text, neighbours[0].index) if neighbours else ("", None)
    position = lines.index(line)
    for other in (*lines[position + 1 : position + 2], *lines[max(position - 1, 0) : position]):
        if not other.has_box and matcher.best(other.text):
            return other.text, other.index
    return "", None


class _Options:
    """The options of a question, for telling which of them a text is."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self._norms = {option: normalise(label).rstrip(" .;:") for option, label in options.items()}
        self._ids = {option: normalise(option.replace("_", " ")) for option in options}
        self._words = {option: set(words(label)) - _STOP for option, label in options.items()}
        self._bare = {option: re.sub(r"\s*\([^)]*\)", "", norm).strip(" .;:") for option, norm in self._norms.items()}

    def score(self, text: str) -> float:
        """How well the text fits the option that it fits best, 0 to 1."""
        return max((self._score(text, option) for option in self._norms), default=0.0)

    def best(self, text: str, *, strict: bool = False) -> str | None:
        """The option that the text is, None where it is none. `strict` wants the option's words and nothing else."""
        if not text or is_filler(text):
            return None
        scored = sorted(((self._score(text, option), option) for option in self._norms), reverse=True)
        if not scored or scored[0][0] < (0.88 if strict else _GOOD):
            return None
        if strict and len(words(text)) > len(self._words[scored[0][1]]) + 8:
            return None
        return scored[0][1]

    def opening(self, text: str) -> str | None:
        """The option with which a longer text opens ("Yes, see the attached assessment")."""
        norm = normalise(text)
        for option in sorted(self._norms, key=lambda option: -len(self._norms[option])):
            for wording in (self._norms[option], self._bare[option]):
                if wording and re.match(rf"{re.escape(wording)}(?:\b|$)", norm):
                    return option
        return None

    def listed(self, text: str) -> list[str]:
        """The options that a text lists one after the other ("Yes / No", "New application or resubmission")."""
        parts = [part for part in re.split(r"\s*[/|;•]\s*|\s{3,}|\t", text) if part.strip()]
        found = [option for part in parts if (option := self.best(part, strict=True))]
        if len(found) == len(parts) and len(set(found)) > 1:
            return found
        # Side by side without anything between them, as boxes that a copy has lost leave them.
        norm = normalise(text)
        found = []
        for option in sorted(self._norms, key=lambda option: -len(self._norms[option])):
            wording = re.search(rf"(?<!\w){re.escape(self._norms[option])}(?!\w)", norm)
            if wording:
                norm = norm[: wording.start()] + " " + norm[wording.end() :]
                found.append(option)
        return found if len(found) > 1 and is_filler(re.sub(r"\b(?:or|and|plus)\b|[,;&+]", "", norm)) else []

    def among_parts(self, text: str) -> list[str]:
        """The options that are named as such in a list with other things in it ("Custody records, court listings and our own survey")."""
        parts = {normalise(part).strip(" .") for part in re.split(r"[,;\n]|\s(?:and|plus|&)\s", text)}
        named = [option for option, label in self._norms.items() if parts & {label, self._bare[option]}]
        return [option for option in named if len(self._norms[option]) > 3]

    def _score(self, text: str, option: str) -> float:
        norm = normalise(text).rstrip(" .;:")
        label, bare = self._norms[option], self._bare[option]
        if norm in (label, bare, self._ids[option]):
            return 1.0
        best = max(fuzz.ratio(norm, label), fuzz.ratio(norm, bare)) / 100
        for wording in (label, bare):
            if wording and norm.startswith(wording) and not norm[len(wording) : len(wording) + 1].isalnum():
                best = max(best, 0.9 if len(wording) > 3 else 0.75)
            elif len(wording) >= 15 and len(norm) > len(wording):
                best = max(best, 0.93 * fuzz.ratio(norm[: len(wording)], wording) / 100)
        own = set(words(text)) - _STOP
        if own and len(norm) >= 2:
            unique = self._words[option] - set().union(*(w for other, w in self._words.items() if other != option))
            if own <= self._words[option] and own & unique:
                best = max(best, 0.8)
            elif own & unique and len(own & self._words[option]) >= 0.6 * len(own) and len(own) <= 12:
                best = max(best, 0.72)
        return best
