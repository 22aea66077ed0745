"""Takes an e-mail apart into the messages that it quotes, the newest first: each was written by somebody else, and on another day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dag_check.text import normalise

_LONGEST_HEAD = 300
"""Characters of a line that can be the head of a message."""
_RULE = re.compile(
    r"[-_*=\s]*(?:(?:original|forwarded) (?:message|e-?mail)|begin forwarded message)\b[-_*=:\s]*|_{10,}"
)
_WROTE = re.compile(r"(?:on|le|am) .{6,160} wrote ?:")
_FROM = re.compile(r"\W*from ?: ?\S")
_HEADER = re.compile(r"\W*(?:sent|date|to|cc|subject) ?: ?\S")
_QUOTED = re.compile(r"^(?:> ?)+")


def messages(lines: Sequence[str]) -> list[list[str]]:
    """The messages of a mail, as it reads from the top; one where nothing is quoted. Quote marks (">") are taken off."""
    bare = _with_whole_heads([_QUOTED.sub("", line) for line in lines])
    plain = [normalise(line[:_LONGEST_HEAD]) for line in bare]
    found: list[list[str]] = [[]]
    for at, line in enumerate(bare):
        rule, wrote = _RULE.fullmatch(plain[at]), _WROTE.fullmatch(plain[at])
        same_head = at > 0 and _HEADER.match(plain[at - 1]) is not None
        headed = (
            not same_head and _FROM.match(plain[at]) and any(_HEADER.match(after) for after in plain[at + 1 : at + 4])
        )
        if (rule or wrote or headed) and any(found[-1]):
            found.append([])
        if not rule:
            found[-1].append(f"Sent: {line}" if wrote else line)
    return [message for message in found if any(message)]


def _with_whole_heads(lines: Sequence[str]) -> list[str]:
    """The lines with "On 3 May 2026, A. Berg" and "wrote:" below it joined again."""
    joined: list[str] = []
    for line in lines:
        together = f"{joined[-1]} {line}" if joined else line
        if (
            joined
            and line.rstrip().endswith("wrote:")
            and len(together) <= _LONGEST_HEAD
            and _WROTE.fullmatch(normalise(together))
        ):
            joined[-1] = together
        else:
            joined.append(line)
    return joined
