"""What text for a terminal needs whatever it says: harmless characters, wrapped lines, and colour where it is wanted."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

_SEQUENCE = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # colours, moving the cursor, clearing the screen
    "|\x1b[\\]PX^_][^\x07\x1b]{0,500}(?:\x07|\x1b\\\\)"  # titles, links, the clipboard
)
_SPACE = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """Text from a document as it may be shown: one line, no terminal commands, nothing that turns the direction of text."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _SPACE.sub(" ", _SEQUENCE.sub("", text)))


def fit(text: str, width: int) -> str:
    """The text cut to `width` columns with "…" where it is longer, at a word where one ends in the second half."""
    if len(text) <= width:
        return text
    cut = text[: max(width - 1, 1)]
    at = cut.rfind(" ")
    return (cut[:at] if at > width // 2 else cut).rstrip(" ,;:") + "…"


def wrap(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """The text (from a document or not) as lines of at most `width` columns; long names and addresses are not broken."""
    return textwrap.wrap(
        printable(text),
        max(width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


@dataclass(frozen=True, slots=True)
class Paint:
    """Puts colour on whole lines, or leaves them as they are. Colour only ever repeats what the words say."""

    on: bool

    def bold(self, text: str) -> str:
        """Headings."""
        return self._with("1", text)

    def red(self, text: str) -> str:
        """What must be put right."""
        return self._with("1;31", text)

    def yellow(self, text: str) -> str:
        """What is likely to be queried, and what a person must look at."""
        return self._with("1;33", text)

    def green(self, text: str) -> str:
        """What is in order."""
        return self._with("1;32", text)

    def faint(self, text: str) -> str:
        """What only helps to find one's way."""
        return self._with("2", text)

    def _with(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text
