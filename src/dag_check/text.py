"""The few things about text that intake and checks must see alike. Ground floor: imports nothing of ours."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FILLER = re.compile(r"[\s.…_‐‑‒–—―\-*·•:/|\[\](){}<>]*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-"}
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_STEERING = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def tidy(text: str) -> str:
    """The text on one line: invisible characters gone, every run of white space (also non-breaking) one space, ends stripped."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def normalise(text: str) -> str:
    """The text for comparing: tidy, compatibility forms unified, quotes and dashes plain, lower case."""
    return tidy(unicodedata.normalize("NFKC", text)).translate(_QUOTES).casefold()


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without punctuation ("offender_id" is two words)."""
    return _WORD.findall(normalise(text))


def is_filler(text: str) -> bool:
    """Whether a text only marks a place to write: nothing, or dots, underscores, dashes, brackets and the like."""
    return _FILLER.fullmatch(_INVISIBLE.sub("", text)) is not None


def shorten(text: str, length: int = 160) -> str:
    """The text on one line, cut at a word with "…" where it is longer than `length` characters."""
    line = tidy(text)
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut) + "…"


def xml_text(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def json_text(values: Any) -> str:
    """Plain values as JSON text, indented by two, with a line break at its end.

    Characters that cannot be seen but could steer a terminal or turn text round are written as escapes (the value stays
    the same); half characters, which no UTF-8 file can hold, as U+FFFD.
    """
    text = json.dumps(values, ensure_ascii=False, indent=2)
    return _STEERING.sub(_escape, _SURROGATE.sub("\ufffd", text)) + "\n"


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match.group(), ensure_ascii=True)[1:-1]
