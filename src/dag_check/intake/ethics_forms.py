"""Tells a form by which ethics approval is asked for from a paper that grants it, and finds what is for others to say in it.

Such a form is full of sentences about approval ("research must not begin until ...", "attach copies of approvals"), none of which is
a decision. Letters, certificates and minutes hold next to none of a form's phrases. What a supervisor or a committee entered
stands in parts of their own, and only these are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dag_check.text import normalise

LEAST_UNTITLED = 5
"""Phrases of a form that make a document one; a letter or certificate has at most two."""
LEAST_TITLED = 3
"""Phrases that suffice where the title calls it such a form."""
LONGEST_PART = 25
"""Lines of a part that is for others to fill in."""

_LETTER_OPENS = re.compile(r"^\W*(?:dear|hi|hello|from|sent|subject)\b", re.M)
_ANSWERED_NO = re.compile(r"[.:?)\w]\s+(?:n|no)\W*$", re.I)
_BLANK = re.compile(r"[_.…]{4,}")
_SIGNED = re.compile(
    r"\b(?:signature|signed(?: by)?|(?:print )?name|approved by|reviewed by|authori[sz]ed by|chair)\b[^:]{0,30}:\s*(?!(?:date|signature|signed|name|position)\b)[^\W\d_]{1,}",
    re.I,
)
_DECIDES = re.compile(
    r"(?=.*\b(?:committee|board|panel|chair\w*|rec|irb|reviewers?)\b).*\b(?:approved|approves|favou?rable|cleared|granted|rejected|refused)\b"
)
_DAY = re.compile(r"\b\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ,]+\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that asks for approval. `titled`: its title says so. `decided` are the lines of the parts for others in it.

    `signed` tells whether one of these bears a signature, a name or a day.
    """

    titled: bool
    decided: tuple[str, ...]
    signed: bool


def asked_for(
    lines: Sequence[str], title: re.Pattern[str], phrases: re.Pattern[str], part: re.Pattern[str]
) -> Asked | None:
    """The form by which approval is asked that these lines are; None for any other document.

    `title` matches what such a form calls itself, `phrases` what a form says to who fills it in, `part` the heading of a part for others.
    A letter with a form below it is a letter.
    """
    plain = [normalise(line) for line in lines]
    found = [position for position, line in enumerate(plain) if phrases.search(line)]
    count = sum(len(phrases.findall(plain[position])) for position in found)
    head = " ".join(line for line in plain[:12] if line)[:400]
    titled = title.search(head) is not None
    if count < (LEAST_TITLED if titled else LEAST_UNTITLED):
        return None
    if _LETTER_OPENS.search("\n".join(plain[: found[0]][:40])):
        return None
    parts: list[str] = []
    end = 0
    for position, line in enumerate(plain):
        if part.search(line):
            end = position + LONGEST_PART
        if position < end and not _ANSWERED_NO.search(lines[position]):
            parts.append(lines[position])
    return Asked(titled, tuple(parts), any(_is_filled(line) for line in parts))


def decides(sentence: str) -> bool:
    """Whether a sentence of such a form tells that a committee decided; supervisors and heads say that they are content."""
    return _DECIDES.match(normalise(sentence)) is not None


def _is_filled(line: str) -> bool:
    """Whether a line bears a signature, a name or a day, and no dots for one."""
    return not _BLANK.search(line) and (_SIGNED.search(line) is not None or _DAY.search(line) is not None)
