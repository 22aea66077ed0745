"""Judges justifications: is one there, does it say anything of its variable in this project, is it one text for many?

Judges texts only; which variables to look at, and what to say, is for `variables`. The words are in
rules/lists/justification-wording.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dag_check.application import RequestedVariable
from dag_check.checks.wording import says_nothing
from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.text import normalise, words

Quality = Literal["missing", "generic", "repeats", "specific"]

MANY = 5
"""Variables from which on one text for all of them is a blanket (VAR004)."""
SHARE = 3
"""... or one in so many of the list, where that is more."""
LONGEST_GENERIC = 60
"""A text with more words than this is not called generic: a person wrote something."""

_ENDS = " .!:;,-()[]\"'*"
_PARTS = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


@dataclass(frozen=True, slots=True)
class _Words:
    missing: frozenset[str]
    phrases: re.Pattern[str]
    filler: frozenset[str]
    roles: frozenset[str]
    telling_roles: frozenset[str]
    telling: frozenset[str]
    as_written: frozenset[str]
    same: Mapping[str, frozenset[str]]


@lru_cache(maxsize=32_768)
def quality(text: str | None, name: str, description: str, knowledge: Knowledge) -> Quality:
    """What a justification is worth: missing, generic ("needed for analysis"), repeats (the name or description again), specific.

    What is left of the text without words that any project could use, without roles ("control variable") and without the words
    of the variable's own name and description is what it says. To be the outcome or the exposure is said by that one word, for a
    project has few of them; so is a use such as linking.
    """
    if text is None or says_nothing(text, knowledge) or not any(sign.isalnum() for sign in text):
        return "missing"
    known = _known(knowledge)
    plain = normalise(text)
    if plain.strip(_ENDS) in known.missing:
        return "missing"
    said = words(_PARTS.sub(" ", text))
    if len(said) > LONGEST_GENERIC:
        return "specific"
    said = [word.removesuffix("'s") for word in words(known.phrases.sub(" ", normalise(_PARTS.sub(" ", text))))]
    own = _own_words(name, description, known)
    left = [word for word in said if word in known.telling or not _is_filler(word, known)]
    if any(word in known.telling for word in left):
        return "specific"
    left = [word for word in left if len(word) > 1 or word.isdigit()]
    new = [word for word in left if not _is_among(word, own)]
    if new:
        return "specific"
    repeated = bool(left) or any(word in own for word in said)
    if any(word in known.telling_roles and not _is_among(word, own) for word in said):
        return "specific"
    return "repeats" if repeated else "generic"


def template_of(text: str, name: str, description: str) -> str:
    """The text for comparing, with the variable's own name and description left out: "age is needed" and "sex is needed" are one."""
    said = f" {' '.join(words(_PARTS.sub(' ', text)))} "
    own = [" ".join(words(_PARTS.sub(" ", spoken))) for spoken in (name, description)]
    for spoken in sorted(filter(None, own), key=len, reverse=True):
        if len(said) > len(spoken) + 2:
            said = said.replace(f" {spoken} ", " □ ")
    return said.replace(" □ □ ", " □ ").strip()


def is_blanket(count: int, of: int) -> bool:
    """Whether one text for `count` of `of` variables is a blanket: five or more, or one in three where that is more."""
    return count >= MANY and count * SHARE >= of


def by_text(variables: Iterable[RequestedVariable]) -> dict[str, list[RequestedVariable]]:
    """The variables that one text stands against, by that text; one row asked of two datasets counts once."""
    groups: dict[str, dict[tuple[str | None, int | None, str], RequestedVariable]] = {}
    for variable in variables:
        template = template_of(variable.justification or "", variable.name, variable.description)
        place = (variable.location.sheet, variable.location.row, variable.name)
        groups.setdefault(template, {}).setdefault(place, variable)
    return {template: list(group.values()) for template, group in groups.items()}


def _is_filler(word: str, known: _Words) -> bool:
    """Whether a word is one that any project could use, or a role, in this or another form: "analysed" for "analyse"."""
    if word in known.filler or word in known.roles:
        return True
    return word not in known.as_written and _stem(word) in known.filler


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """A word without its endings of number, tense and manner; the same for all forms of it, and no word itself."""
    if len(word) <= 4:
        return word.rstrip("e") if len(word) == 4 else word
    for ending, instead in (("ied", "y"), ("ies", "y"), ("ing", ""), ("ed", ""), ("ly", ""), ("s", "")):
        if word.endswith(ending) and not word.endswith(("ss", "us", "is")) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            if ending in ("ing", "ed") and len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word.rstrip("e")


def _own_words(name: str, description: str, known: _Words) -> frozenset[str]:
    own = set(words(_PARTS.sub(" ", f"{name} {description}")))
    for word in tuple(own):
        own |= known.same.get(word, frozenset())
    return frozenset(own)


def _is_among(word: str, own: frozenset[str]) -> bool:
    """Whether a word is one of the variable's own, in another form too: "excluded" and "exclusion"."""
    if word in own or (len(word) > 3 and any(_stem(word) == _stem(other) for other in own)):
        return True
    if len(word) < 4:
        return False
    return any(len(other) >= 4 and _common(word, other) >= max(4, 0.7 * max(len(word), len(other))) for other in own)


def _common(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


@lru_cache(maxsize=16)
def _known(knowledge: Knowledge) -> _Words:
    content = knowledge.list("justification-wording")

    def texts(name: str) -> list[str]:
        values = content.get(name)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise DataError("lists/justification-wording.yaml", f"`{name}` is not right.", expected="a list of texts")
        return [normalise(value) for value in values]

    same: dict[str, set[str]] = {}
    pairs = content.get("same", [])
    if not isinstance(pairs, list) or not all(isinstance(pair, list) for pair in pairs):
        raise DataError("lists/justification-wording.yaml", "`same` is not right.", expected="a list of lists of words")
    for pair in pairs:
        for word in pair:
            same.setdefault(str(word), set()).update(map(str, pair))
    phrases = "|".join(re.escape(phrase) for phrase in sorted(texts("phrases"), key=len, reverse=True))
    return _Words(
        missing=frozenset(texts("missing")),
        phrases=re.compile(rf"(?<!\w)(?:{phrases or '(?!)'})(?!\w)"),
        filler=frozenset(form for word in texts("filler") for form in (word, _stem(word))),
        roles=frozenset(texts("roles")),
        telling_roles=frozenset(texts("telling_roles")),
        telling=frozenset(texts("telling")),
        as_written=frozenset(texts("as_written")),
        same={word: frozenset(others) for word, others in same.items()},
    )
