"""What an application says of the MoJ Areas of Research Interest (ARI): where, which edition and area, and whether it explains.

Never a judgement of fit: only whether the areas are named and something of this project is said about them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from dag_check.application import AriPassage, Form, Question
from dag_check.knowledge import Knowledge
from dag_check.research_interests import editions
from dag_check.sentences import sentences
from dag_check.text import normalise, shorten, words

_ENOUGH = 3
"""Distinct words of its own that an answer needs beyond those that could be written of any project."""
_BESIDE_AN_AREA = 2
"""As many are enough beside the name of an area or topic, the words of which do not count."""


def read_ari(form: Form, knowledge: Knowledge) -> tuple[AriPassage, ...]:
    """The passages of a form that speak of the Areas of Research Interest: the ARI question's answer, and others that name them."""
    wording = knowledge.list("ari-wording")
    names = re.compile(r"\b(?:" + "|".join(re.escape(normalise(name)) for name in wording["names"]) + r")\b")
    areas = _areas(knowledge)
    passages = []
    for question in form.questions:
        text = question.answer.text
        if question.role != "ari":
            text = " ".join(sentence for sentence in sentences(text) if names.search(normalise(sentence)))
        if text.strip():
            passages.append(_passage(question, text, wording, areas))
    return tuple(passages)


def _passage(question: Question, text: str, wording: Mapping[str, Any], areas: Mapping[str, str]) -> AriPassage:
    norm = normalise(text)
    named = tuple(name for name, plain in areas.items() if _names(norm, plain))
    denied = any(normalise(phrase) in norm for phrase in wording["denies"])
    of_areas = {word for name in named for word in words(name)}
    own = {
        word
        for word in words(text)
        if word not in _common(wording) and word not in of_areas and not word.isdigit() and len(word) > 2
    }
    topical = tuple(word for word in dict.fromkeys(words(text)) if word in own and _begins(word, wording["area_words"]))
    weak = {word for word in own if _begins(word, wording["weak_area_words"])}
    return AriPassage(
        quote=shorten(text),
        editions=tuple(year for year in wording["editions"] if re.search(rf"\b{year}\b", norm)),
        areas=named or topical,
        explains=not denied and _says_how(norm, own, {*topical, *weak}, bool(named or topical), wording),
        location=question.answer.location,
    )


def _says_how(norm: str, own: set[str], topical: set[str], named: bool, wording: Mapping[str, Any]) -> bool:
    """Whether something of this project is said, beyond the names of areas and what could be said of any project."""
    if len(own - topical) >= (_BESIDE_AN_AREA if named else _ENOUGH):
        return True
    return len(own) >= _ENOUGH and any(re.search(pattern, norm) for pattern in wording["says_how"])


def _common(wording: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(wording["says_nothing"].split())


def _begins(word: str, stems: Sequence[str]) -> bool:
    return any(word.startswith(stem) for stem in stems)


def _names(norm: str, area: str) -> bool:
    return area in norm or (len(area) >= 12 and fuzz.partial_ratio(area, norm) >= 90)


def _areas(knowledge: Knowledge) -> dict[str, str]:
    """The areas and themes of the editions whose list is loaded, each with its words for comparing."""
    return {area.name: normalise(area.name) for edition in editions(knowledge).values() for area in edition.listed}
