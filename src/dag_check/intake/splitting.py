"""Cuts lines on which several labels stand side by side ("Tel: ____   Email: ____", "Signed ......  Date ......").

A label further along a line counts only where it is set off: by a colon or a dotted line behind it, or by a gap in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dag_check.documents.lines import Line
from dag_check.text import normalise, tidy, words

_MOST_WORDS = 7
_SET_OFF = r"(?:(?<=\s\s)|(?<=\t)|(?<=[.…_]{2})|(?<=[.…_]\s)|(?<=[|;,]\s)|(?<=\t\s))"


_JOINED = re.compile(r"\s*[;,]\s*(?:and\s+)?", re.IGNORECASE)


def side_by_side(lines: Sequence[Line], labels: Sequence[str]) -> tuple[list[Line], frozenset[int]]:
    """The lines, those cut that open with one of the labels (in the form's order) and hold the next one or ones as well; and at which
    of them a label ends that the applicant joined with the next ("Background; methods"), so that one answer is both's."""
    short = [normalise(label).strip(" :?*.") for label in labels]
    openings: dict[str, list[int]] = {}
    for index, label in enumerate(short[:-1]):
        own = words(label)
        if own and len(own) <= _MOST_WORDS:
            openings.setdefault(own[0], []).append(index)
    result: list[Line] = []
    joined: set[int] = set()
    for line in lines:
        cuts: list[int] = []
        if not line.has_box and line.norm:
            first = words(line.norm[:60])
            for index in openings.get(first[0], ()) if first else ():
                if line.norm.startswith(short[index]):
                    cuts = max(cuts, _cuts(raw_text(line), short[index + 1 : index + 6], len(short[index])), key=len)
        parts = parts_of(line, cuts) if cuts else [line]
        if len(parts) > 1:
            between = _between(raw_text(line), cuts, short)
            joined |= {len(result) + at for at, text in enumerate(between) if _JOINED.fullmatch(text)}
        result.extend(parts)
    return [
        line if line.index == index else replace(line, index=index) for index, line in enumerate(result)
    ], frozenset(joined)


def _between(text: str, cuts: Sequence[int], labels: Sequence[str]) -> list[str]:
    """What stands behind the label of each part but the last, up to the next part; the whole part where no label ends in it."""
    result = []
    for start, end in zip([0, *cuts], cuts, strict=False):
        part = text[start:end]
        ends = [found.end() for label in labels if label and (found := _ends(label, part))]
        result.append(part[max(ends) :] if ends else part)
    return result


def _ends(label: str, part: str) -> re.Match[str] | None:
    pattern = re.escape(label).replace(r"\ ", r"\s+").replace("'", "['’]")
    return re.match(rf"[^A-Za-z]*(?:[A-Za-z]?\d[\w.]*\W+)?{pattern}(?!\w)", part, re.IGNORECASE)


def _cuts(text: str, following: Iterable[str], start: int) -> list[int]:
    """Where in a text the labels that follow begin, one after the other."""
    cuts: list[int] = []
    for label in following:
        if not 0 < len(words(label)) <= _MOST_WORDS:
            break
        match = label_pattern([label]).search(text, start)
        if not match:
            break
        cuts.append(match.start())
        start = match.end()
    return cuts


def label_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    """Any of the labels (normalised) where it is set off from what stands before it, or from what comes behind it."""
    known = "|".join(
        re.escape(label).replace(r"\ ", r"\s+").replace("'", "['’]")
        for label in sorted(labels, key=len, reverse=True)
        if label
    )
    return re.compile(
        rf"(?<![\w/])(?:{known})(?:\s*\([^()]{{0,40}}\))?\s*(?:[:=]|[.…_]{{3,}}|…)|{_SET_OFF}(?:{known})(?=\s|$)",
        re.IGNORECASE,
    )


def raw_text(line: Line) -> str:
    """The text of a line without boxes, its runs of spaces kept."""
    return "".join(piece if isinstance(piece, str) else " " for piece in line.pieces).replace("\xa0", " ")


def parts_of(line: Line, cuts: Sequence[int]) -> list[Line]:
    """A line without boxes cut at these places of its raw text; parts that say nothing are left out."""
    text = raw_text(line)
    parts: list[Line] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        part = text[start:end].strip(" ,;|\t")
        if not tidy(part):
            continue
        if not parts:
            body = tidy(part)
            if line.number and not line.auto_number:
                body = body[len(line.text) - len(line.body) :] if line.text.endswith(line.body) else body
            parts.append(
                replace(
                    line, pieces=(part,), kept=(part,), body=tidy(body), bold_prefix=min(line.bold_prefix, len(part))
                )
            )
        else:
            parts.append(replace(line, pieces=(part,), kept=(part,), body=tidy(part), number="", bold_prefix=0))
    return parts
