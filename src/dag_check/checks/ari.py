"""The checks of family ARI: does the application say how it helps with the MoJ Areas of Research Interest?

Never scores alignment: asks whether the areas are addressed and explained, no more. Intake finds the passages that speak of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dag_check.application import AriPassage, Question
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.form import NO_FORM
from dag_check.checks.places import place_of
from dag_check.checks.wording import (
    content_words,
    is_blank,
    is_na,
    na_with_reason,
    placeholder_in,
    points_above,
    repeats,
)
from dag_check.knowledge import Knowledge
from dag_check.report import Evidence
from dag_check.text import normalise, shorten, words

ROLE = "ari"
_FEW = 12
"""An answer of fewer content words that names no area says neither which area nor how."""
_LONG = 80
_DENIAL = re.compile(
    r"\b(?:does|do|did|will|is|are|was)\s*(?:not|n't)\s+(?:\w+\s+){0,2}?(?:address|relate|related|align|aligned|linked|link|map|fit|fall|correspond)\b"
    r"|\bnone\s+of\s+(?:the|these|those)\b|\bno\s+(?:direct\s+)?(?:link|relation|relevance|connection)\b|\bnot\s+(?:directly\s+)?relevant\b"
)
_CONTRAST = re.compile(r"\b(?:but|however|although|though|nevertheless|yet|instead|rather)\b")
_POINTER = re.compile(
    r"(?:please\s+)?(?:see|refer\s+to|as\s+(?:in|described\s+in|set\s+out\s+in)|covered\s+in|answered\s+in)\b.{0,60}"
)


@check("ari_addressed")
def ari_addressed(case: Case) -> Verdict:
    """ARI001: the ARI question, or another answer, relates the research to the Areas of Research Interest."""
    application = case.application
    if application.form is None:
        return Verdict(not_applicable=NO_FORM)
    question = application.role(ROLE)
    if question is not None and question.applies is False:
        return Verdict(not_applicable="The question on the Areas of Research Interest does not apply.")
    state = _state(question, case) if question is not None else "none"
    if question is not None and state == "answered":
        evidence = Evidence(location=place_of(application, question), quote=shorten(question.answer.text))
        return Verdict(passed="The question on the Areas of Research Interest is answered.", evidence=(evidence,))
    elsewhere = _elsewhere(application.ari, question)
    if elsewhere:
        return Verdict(passed="Another answer speaks of the Areas of Research Interest.", evidence=_evidence(elsewhere))
    if question is None:
        return Verdict(
            cannot_tell="The form has no question that is known to be on the Areas of Research Interest, and no answer speaks of them: a person must look."
        )
    if not question.found or question.unsure:
        return Verdict(
            cannot_tell="The question on the Areas of Research Interest could not be located for sure, and no other answer speaks of them: a person must look."
        )
    if state == "pointer":
        return Verdict(
            cannot_tell=f'The answer on the Areas of Research Interest only says "{shorten(question.answer.text, 60)}": a person must see whether they are addressed there.'
        )
    if state == "long":
        return Verdict(
            cannot_tell="The answer on the Areas of Research Interest seems to speak of something else: a person must read it."
        )
    problem = Problem(place_of(application, question), quote=shorten(question.answer.text), variant=state)
    return Verdict(problems=(problem,))


@check("ari_explained")
def ari_explained(case: Case) -> Verdict:
    """ARI002: where the Areas of Research Interest are named, it is said which area is meant and how the research helps."""
    application = case.application
    if application.form is None:
        return Verdict(not_applicable=NO_FORM)
    question = application.role(ROLE)
    if question is not None and question.applies is False:
        return Verdict(not_applicable="The question on the Areas of Research Interest does not apply.")
    explaining = tuple(passage for passage in application.ari if passage.explains)
    if explaining and (question is None or _elsewhere(explaining, question) or _state(question, case) == "answered"):
        return Verdict(passed="It is said how the research helps.", evidence=_evidence(explaining))
    state = _state(question, case) if question is not None else "none"
    answered = state == "answered"
    if not answered and (not application.ari or (question and not _elsewhere(application.ari, question))):
        return Verdict(not_applicable="The Areas of Research Interest are not addressed; see ARI001.")
    if question is not None and answered:
        said = len(content_words(question.answer.text))  # counted only where intake made no passages
        named = any(passage.areas for passage in application.ari)
        place = place_of(application, question)
        quote = shorten(question.answer.text)
        if not application.ari and said >= _FEW:
            return Verdict(
                passed="The answer says more than that the areas are addressed.",
                evidence=(Evidence(location=place, quote=quote),),
            )
        variant = "how" if named else "neither"
        return Verdict(problems=(Problem(place, quote=quote, variant=variant),))
    passage = _elsewhere(application.ari, question)[0]
    variant = "how" if passage.areas else "neither"
    return Verdict(problems=(Problem(passage.location, quote=shorten(passage.quote), variant=variant),))


@check("ari_edition_current")
def ari_edition_current(case: Case) -> Verdict:
    """ARI003: where an edition is cited, the current one is among those cited. Option `current`: its year."""
    cited = [passage for passage in case.application.ari if passage.editions]
    if not cited:
        return Verdict(not_applicable="No edition of the Areas of Research Interest is cited.")
    current = str(case.options.get("current", ""))
    if any(current in passage.editions for passage in cited):
        return Verdict(passed=f"The {current} edition is cited.", evidence=_evidence(tuple(cited)))
    years = sorted({year for passage in cited for year in passage.editions}, reverse=True)
    values = {"cited": " and ".join(years), "current": current}
    return Verdict(problems=(Problem(cited[0].location, quote=shorten(cited[0].quote), values=values),))


def _state(question: Question, case: Case) -> str:
    """What the answer to the ARI question is: answered | blank | stand_in | na | denied | pointer | silent (it speaks of
    something else) | long (it seems to, at such length that a person must read it) | unlocated."""
    text = question.answer.text
    if is_blank(text):
        return "blank"
    if is_na(text, case.knowledge) or na_with_reason(text, case.knowledge):
        return "na"
    if placeholder_in(text, case.knowledge) or repeats(text, (question.label, *question.prompts)):
        return "stand_in"
    if points_above(text, case.knowledge) or _POINTER.fullmatch(normalise(text)):
        return "pointer"
    if _denies(text) and not any(_at(passage, question) and passage.explains for passage in case.application.ari):
        return "denied"
    if not question.found or question.unsure:
        return "unlocated"
    if not _speaks_of_it(text, case.knowledge) and not any(
        _at(passage, question) and (passage.areas or passage.editions) for passage in case.application.ari
    ):
        return "silent" if len(text.split()) <= _LONG else "long"
    return "answered"


def _speaks_of_it(text: str, knowledge: Knowledge) -> bool:
    """Whether a text has a word of the areas, or of anything that the Ministry of Justice works on."""
    plain = f" {' '.join(words(text))} "
    return any(f" {topic}" in plain for topic in _topics(knowledge))


@lru_cache(maxsize=16)
def _topics(knowledge: Knowledge) -> tuple[str, ...]:
    content = knowledge.list("ari-topics")
    beginnings = (" ".join(words(topic)) for topic in content["topics"])
    return (*beginnings, *(f"{word} " for word in content["words"]))


def _denies(text: str) -> bool:
    plain = normalise(text)
    return len(plain.split()) <= 60 and _DENIAL.search(plain) is not None and _CONTRAST.search(plain) is None


def _at(passage: AriPassage, question: Question) -> bool:
    return passage.location.question is not None and passage.location.question.id == question.id


def _elsewhere(passages: tuple[AriPassage, ...], question: Question | None) -> tuple[AriPassage, ...]:
    return tuple(passage for passage in passages if question is None or not _at(passage, question))


def _evidence(passages: tuple[AriPassage, ...]) -> tuple[Evidence, ...]:
    return tuple(Evidence(location=passage.location, quote=shorten(passage.quote)) for passage in passages)
