"""Reads lists of the outcomes that a committee may tick or strike out: which one it picked, and that the others say nothing.

"[x] Approve  [ ] Revise  [ ] Reject" tells one decision, "Approved / Not approved (delete as appropriate)" tells none. Knows boxes
and outcomes only; what the outcome means is read by ethics_wording.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dag_check.intake.ethics_wording import wording
from dag_check.knowledge import Knowledge
from dag_check.text import normalise, tidy

LONGEST_OPTION = 12
"""Words of an outcome that stands beside a box; a longer text is something else."""
LONGEST_LINE = 400
_TICKED = "☒☑✓✔✗✘"
_BOX = re.compile(rf"([{_TICKED}☐□▢❏]|\[ ?[xX✓✔]? ?\]|\( ?[xX✓✔]? ?\))\s*:?")
_SEPARATOR = re.compile(r"\s*[/|;]\s*|\s*,\s*(?:or\s+)?|\s+or\s+")
_STRIKE_OUT = re.compile(
    r"\W*\b(?:delete|tick|circle|strike) (?:out )?(?:as|where|which|what\w*|one|all|not)\b.*$", re.I
)
_LABEL = re.compile(r"^[^:☐☒☑\[(]{1,60}:\s*(?=\S)")


def without_options(lines: Sequence[str], knowledge: Knowledge) -> list[str]:
    """The lines with lists of outcomes resolved: a ticked outcome as "Decision: ...", unticked ones and bare lists left out."""
    found: list[str] = []
    for line in lines:
        options = _boxed(line, knowledge)
        if options is not None:
            found.extend(f"Decision: {text}" for ticked, text in options if ticked)
        elif not _only_options(line, knowledge):
            found.append(line)
    return found


def _boxed(line: str, knowledge: Knowledge) -> list[tuple[bool, str]] | None:
    """The outcomes of a line of boxes, each with whether it is ticked; None where the line is no such list."""
    if len(line) > LONGEST_LINE or not _BOX.search(line):
        return None
    bare = _LABEL.sub("", line) if not _BOX.match(line) else line
    pieces = _BOX.split(bare)
    before, boxes, after = pieces[0], pieces[1::2], pieces[2::2]
    leads = not _text(before)
    texts = after if leads else [before, *after[:-1]]
    if not leads and _text(after[-1]):
        return None
    options = [(_is_ticked(box), _text(text)) for box, text in zip(boxes, texts, strict=True)]
    return options if all(_is_outcome(text, knowledge) for _, text in options) else None


def _text(piece: str) -> str:
    return tidy(piece).strip(" :;,|/")


def _is_ticked(box: str) -> bool:
    return box in _TICKED or re.search(r"[xX✓✔]", box) is not None


def _is_outcome(text: str, knowledge: Knowledge) -> bool:
    return len(text.split()) <= LONGEST_OPTION and wording(knowledge).outcome.match(normalise(text)) is not None


def _only_options(line: str, knowledge: Knowledge) -> bool:
    """Whether a line only lists outcomes, of which nobody has picked one."""
    if len(line) > LONGEST_LINE:
        return False
    bare = _STRIKE_OUT.sub("", line)
    for listed in (bare, _LABEL.sub("", bare)):
        parts = [_text(part) for part in _SEPARATOR.split(listed) if _text(part)]
        if len(parts) >= (3 if bare == line else 2) and all(_is_outcome(part, knowledge) for part in parts):
            return True
        if len(parts) == 2 and "/" in listed and all(_is_outcome(part, knowledge) for part in parts):
            return True
    return False
