"""What counts as no answer: blanks, "N/A" and stand-ins such as "TBC". The word lists are in rules/lists/stand-ins.yaml.

Says what a text is; whether that is a problem for a question or a justification is for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dag_check.errors import DataError
from dag_check.knowledge import Knowledge, builtin
from dag_check.sentences import sentences
from dag_check.text import is_filler, normalise, tidy, words

LITTLE = 5
"""Beside a stand-in, fewer content words than this are no answer: "Ethics reference TBC"."""

_STOP_WORDS = frozenset(
    words(
        "a an the and or of to in on at by for from with is are be been was were will would shall this that these those it its "
        "we our us i my you your as if not no yet still please see also has have had any all each"
    )
)
_ANSWERS = frozenset({"no", "not", "all", "any"})
_NUMBERED = frozenset({"title", "part", "chapter", "volume", "vol", "book", "schedule", "article", "section"})
_PARTS = re.compile(r"[\n;]|(?<=[^\s.])\.(?=\s|$)")
_LABELLED = re.compile(r"(?P<label>[^:\n]{2,60}?)\s*(?::|\s[-–—]|=)\s*(?P<value>\S[^\n]{0,40})$")
_RULED = re.compile(r"_{3,}|\.{5,}|…{2,}")
_DENIALS_APART = re.compile(r"(?<=[.;!])\s+|\n+|,\s+(?=(?:please )?see\b)")
MOST_TO_DENY = 300
"""Characters of a text that may do no more than say that something has no part in the project."""
_SEPARATOR = re.compile(r"\s*[.,:;()\-/!\n]")


@dataclass(frozen=True, slots=True)
class _Words:
    na: re.Pattern[str]
    no_reason: frozenset[str]
    reason_openings: frozenset[str]
    marks: tuple[re.Pattern[str], ...]
    stand_ins: re.Pattern[str]
    in_a_sentence: frozenset[str]
    whole: frozenset[str]
    unsigned: re.Pattern[str]
    nobody: re.Pattern[str]
    pointers: frozenset[str]
    not_called_for: re.Pattern[str]


def is_blank(text: str | None) -> bool:
    """Whether nothing is said: no text, or only dots, underscores, dashes and the like."""
    return text is None or is_filler(text)


def is_na(text: str | None, knowledge: Knowledge | None = None) -> bool:
    """Whether the text is a bare "N/A" in any spelling, without a reason ("Not applicable to this project." has none)."""
    return _after_na(text, knowledge) == ()


def na_with_reason(text: str | None, knowledge: Knowledge | None = None) -> bool:
    """Whether the text is "N/A" followed by a reason ("N/A: no linkage is proposed")."""
    return bool(_after_na(text, knowledge))


def placeholder_in(text: str | None, knowledge: Knowledge | None = None) -> str | None:
    """The stand-in in a text, as it is written there, None where the text is an answer.

    A mark of an unfilled template ("[insert name]", "lorem ipsum") counts wherever it stands, "TBC" and the like only where fewer
    than `LITTLE` content words stand beside it, or where a short answer opens with it: "The report appears in spring 2027, exact date TBC" is an answer.
    """
    if text is None:
        return None
    known = _known(knowledge or builtin())
    line = tidy(text)
    for mark in known.marks:
        if found := mark.search(line):
            return found.group()
    if normalise(line).strip(" .!:;,-()[]\"'") in known.whole or line == "?":
        return line
    if _RULED.search(line) and not set(words(_RULED.sub(" ", line))) - _STOP_WORDS | set(words(line)) & _ANSWERS:
        return line
    stand_ins = [found for found in known.stand_ins.finditer(line) if not _in_a_sentence(line, found, known)]
    if not stand_ins:
        return None
    unfilled = next((found.group() for found in stand_ins if set(found.group().casefold()) == {"x"}), None)
    if unfilled:
        return unfilled
    rest = content_words(known.stand_ins.sub(" ", line))
    # "TBC once the data team has replied": what follows an opening stand-in only says when the answer will come.
    opens = stand_ins[0].start() <= 1 and len(rest) < 3 * LITTLE and len(sentences(line)) == 1
    return stand_ins[0].group() if opens or len(rest) < LITTLE else None


def left_open(text: str, about: str, knowledge: Knowledge | None = None) -> str | None:
    """The part of a longer answer that is left open, None where there is none: "Controller: the university. ICO number: TBC".

    Only a part whose own label is in the question's words (`about`) counts: of other parts a question need not hear.
    """
    known = _known(knowledge or builtin())
    asked = {word[:4] for word in content_words(about)}
    for part in _PARTS.split(text[:20_000]):
        found = _LABELLED.match(tidy(part)[:200])
        open_ = found and known.stand_ins.fullmatch(found["value"].strip(" .,;()[]"))
        if found and open_ and {word[:4] for word in content_words(found["label"])} & asked:
            return tidy(part)
    return None


def is_unsigned(text: str | None, knowledge: Knowledge | None = None) -> bool:
    """Whether a text in the place of a signature says that it is still to come: "to be signed on approval"."""
    return text is not None and _known(knowledge or builtin()).unsigned.match(tidy(text)) is not None


def is_nobody(text: str | None, knowledge: Knowledge | None = None) -> bool:
    """Whether a text in the place of a person's name names nobody: "TBC", "to be recruited", "vacancy"."""
    if text is None or is_blank(text):
        return False
    return (
        _known(knowledge or builtin()).nobody.match(tidy(text)) is not None
        or placeholder_in(text, knowledge) is not None
    )


def points_above(text: str | None, knowledge: Knowledge | None = None) -> bool:
    """Whether the text only points at an earlier answer: "See above.", "as above"."""
    return text is not None and normalise(text).strip(" .!:;,-()[]\"'") in _known(knowledge or builtin()).pointers


def is_not_called_for(text: str | None, knowledge: Knowledge | None = None) -> bool:
    """Whether every sentence of a text says that the thing asked about has no part in the project: "We shall not use the SRS."."""
    if text is None or len(text) > MOST_TO_DENY:
        return False
    known = _known(knowledge or builtin())
    parts = [part.strip(" .,;:") for part in _DENIALS_APART.split(normalise(text)) if part.strip(" .,;:")]
    denied = [bool(known.not_called_for.fullmatch(part)) or is_na(part, knowledge) for part in parts]
    return bool(parts) and all(denied)


def says_nothing(text: str | None, knowledge: Knowledge | None = None) -> bool:
    """Whether the text is no answer at all: blank, a bare "N/A", or a stand-in."""
    return is_blank(text) or is_na(text, knowledge) or placeholder_in(text, knowledge) is not None


def content_words(text: str) -> list[str]:
    """The words of a text that carry meaning, in lower case: no articles, prepositions or auxiliaries, no single letters."""
    return [word for word in words(text) if word not in _STOP_WORDS and (len(word) > 1 or word.isdigit())]


def repeats(text: str, prompts: Iterable[str]) -> bool:
    """Whether the text is only the form's own words again: one of the prompts, or several of them one after the other."""
    said = words(text)
    if not said:
        return False
    rest = " " + " ".join(said) + " "
    if any(words(prompt) == said for prompt in prompts):
        return True
    for prompt in sorted((" ".join(words(prompt)) for prompt in prompts), key=len, reverse=True):
        if len(prompt.split()) >= 3:
            rest = rest.replace(f" {prompt} ", " ")
    return not rest.strip()


def _after_na(text: str | None, knowledge: Knowledge | None) -> tuple[str, ...] | None:
    """The words of reason after an "N/A", () where there are none, None where the text is no "N/A"."""
    if text is None or len(text) > 20_000:
        return None
    known = _known(knowledge or builtin())
    said = normalise(text.replace("\n", " . ")).lstrip(" .-:([\"'")
    found = known.na.match(said)
    if not found:
        return None
    rest = said[found.end() :]
    after = words(rest)
    reason = tuple(word for word in after if word not in known.no_reason)
    if reason and not _SEPARATOR.match(rest) and after[0] not in known.reason_openings:
        return None
    return reason


def _in_a_sentence(line: str, found: re.Match[str], known: _Words) -> bool:
    """Whether it belongs to what is said: "used to follow", "appeals to be determined", the number of "Title XXX"."""
    before = words(line[max(0, found.start() - 40) : found.start()])
    last = before[-1] if before else ""
    if found.group() == "XXX":
        return last in _NUMBERED
    spelled_out = re.match(r"(?:still\s+|yet\s+)?(?:to|will|not)\b", found.group(), re.IGNORECASE)
    return spelled_out is not None and last in known.in_a_sentence


@lru_cache(maxsize=16)
def _known(knowledge: Knowledge) -> _Words:
    content = knowledge.list("stand-ins")

    def texts(name: str) -> list[str]:
        values: Any = content.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise DataError("lists/stand-ins.yaml", f"`{name}` is not right.", expected="a list of texts")
        return values

    def pattern(source: str) -> re.Pattern[str]:
        try:
            return re.compile(source, re.IGNORECASE)
        except re.error as error:
            raise DataError(
                "lists/stand-ins.yaml", f"{source!r} does not compile ({error}).", expected="a regular expression"
            ) from error

    def either(names: list[str]) -> str:
        return "|".join(re.escape(normalise(name)) for name in sorted(names, key=len, reverse=True))

    openings, spellings = either(texts("not_applicable_openings")), either(texts("not_applicable"))
    return _Words(
        na=pattern(rf"(?:(?:{openings})[:\s]+)?(?:{spellings})(?![\w/])"),
        no_reason=frozenset(texts("no_reason")),
        reason_openings=frozenset(texts("reason_openings")),
        marks=tuple(pattern(source) for source in texts("template_marks")),
        stand_ins=pattern("|".join(f"(?:{source})" for source in texts("stand_ins"))),
        in_a_sentence=frozenset(texts("in_a_sentence")),
        whole=frozenset(normalise(text) for text in texts("whole")),
        unsigned=pattern(str(content.get("unsigned", "(?!)"))),
        nobody=pattern(str(content.get("nobody", "(?!)"))),
        pointers=frozenset(normalise(text) for text in texts("pointers")),
        not_called_for=pattern("|".join(f"(?:{source})" for source in texts("not_called_for")) or "(?!)"),
    )
