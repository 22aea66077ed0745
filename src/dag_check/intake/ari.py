"""What an application says of the MoJ Areas of Research Interest (ARI): where, which edition and area, and whether it explains.

Never a judgement of fit: only whether the areas are named and something of this project is said about them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from dag_check.application import AriPassage, Form, Question
from dag_check.knowledge import Knowledge, load_yaml
from dag_check.sentences import sentences
from dag_check.text import normalise, shorten, words

_ENOUGH = 3
"""Distinct words of its own that an answer needs beyond those that could be written of any project."""


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
    own = {word for word in words(text) if word not in _common(wording) and not word.isdigit() and len(word) > 2}
    return AriPassage(
        quote=shorten(text),
        editions=tuple(year for year in wording["editions"] if re.search(rf"\b{year}\b", norm)),
        areas=named,
        explains=bool(named) or (len(own) >= _ENOUGH and not denied),
        location=question.answer.location,
    )


def _common(wording: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(wording["says_nothing"].split())


def _names(norm: str, area: str) -> bool:
    return area in norm or (len(area) >= 12 and fuzz.partial_ratio(area, norm) >= 90)


def _areas(knowledge: Knowledge) -> dict[str, str]:
    """The areas and themes of the editions whose list is loaded, each with its words for comparing."""
    areas: dict[str, str] = {}
    for folder in knowledge.folders:
        for path in sorted((folder / "ari").glob("*.yaml")):
            content = load_yaml(path)
            for key in ("areas", "themes"):
                listed = content.get(key) if isinstance(content, dict) else None
                for item in listed if isinstance(listed, list) else ():
                    name = item["name"] if isinstance(item, dict) else str(item)
                    areas[name] = normalise(name)
    return areas
