"""Cuts text into sentences, with care for the abbreviations and references of letters and forms. Ground floor."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "rev",
        "st",
        "no",
        "nos",
        "ref",
        "refs",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "etc",
        "al",
        "vs",
        "dept",
        "univ",
        "approx",
        "art",
        "arts",
        "para",
        "paras",
        "sched",
        "p",
        "pp",
        "v",
        "vol",
        "ed",
        "eds",
        "fig",
    ]
)
_END = re.compile(r"(?<=[.!?])[\"'’”)]*\s+(?=[\"'‘“(]?[A-Z0-9])|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text in order. Line breaks end a sentence; "Dr.", "e.g." and "Ref." do not."""
    result: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match.group():
            # An abbreviation is short: only the last characters are looked at, however far back the sentence began.
            last = text[max(start, match.start() - 40) : match.start()].rstrip().rsplit(None, 1)
            word = last[-1].rstrip(".").casefold().strip("(\"'") if last else ""
            if word in _ABBREVIATIONS or re.fullmatch(r"[a-z]", word):
                continue
        piece = text[start : match.end()].strip()
        if piece:
            result.append(piece)
        start = match.end()
    tail = text[start:].strip()
    if tail:
        result.append(tail)
    return result
