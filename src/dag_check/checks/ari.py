"""The checks of family ARI: does the application say how it helps with the MoJ Areas of Research Interest?

Never scores alignment: asks whether the areas are addressed and explained, no more. Intake finds the passages that speak of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from dag_check.research_interests import editions, nearest, nearest_name
from dag_check.text import normalise, shorten, tidy, words

ROLE = "ari"
_FEW = 12
"""An answer of fewer content words that names no area says neither which area nor how."""
_LONG = 80
_NEAR = 50
"""How like (0 to 100) a name of the edition must be to be offered as the one that was meant."""
_DENIAL = re.compile(
    r"\b(?:does|do|did|will|is|are|was)\s*(?:not|n't)\s+(?:\w+\s+){0,2}?(?:address|relate|related|align|aligned|linked|link|map|fit|fall|correspond)\b"
    r"|\bnone\s+of\s+(?:the|these|those)\b|\bno\s+(?:direct\s+)?(?:link|relation|relevance|connection)\b|\bnot\s+(?:directly\s+)?relevant\b"
)
_CONTRAST = re.compile(r"\b(?:but|however|although|though|nevertheless|yet|instead|rather)\b")
_QUOTED = re.compile(
    r"[\u201c\"]([^\u201c\u201d\"]{6,160})[\u201d\"]|(?<![A-Za-z0-9])[\u2018']([^\u2018\u201c\"]{6,160}?)[\u2019'](?![A-Za-z0-9])"
)
_JOINING = re.compile(r"[\s,;/]*(?:(?:and|or|&|as well as)(?: (?:also|of|on))?(?: the)?)?\s*")
_CALLED = re.compile(r"\b(area|theme|objective|priorit|heading|aris?\b)")
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
    values = {"nearest": _nearest(case)}
    problem = Problem(
        place_of(application, question), quote=shorten(question.answer.text), variant=state, values=values
    )
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
        values = {"nearest": "" if named else _nearest(case)}
        return Verdict(problems=(Problem(place, quote=quote, variant=variant, values=values),))
    passage = _elsewhere(application.ari, question)[0]
    variant = "how" if passage.areas else "neither"
    values = {"nearest": "" if passage.areas else _nearest(case)}
    return Verdict(problems=(Problem(passage.location, quote=shorten(passage.quote), variant=variant, values=values),))


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


@check("ari_area_known")
def ari_area_known(case: Case) -> Verdict:
    """ARI004: every area or theme that is quoted as one is in the list of the edition cited, or of the current one.

    Option `alike`: from how many points of likeness (0 to 100) two names are the same.
    """
    application = case.application
    question = application.role(ROLE)
    if application.form is None:
        return Verdict(not_applicable=NO_FORM)
    if question is None or question.applies is False or not question.found or is_blank(question.answer.text):
        return Verdict(not_applicable="No answer on the Areas of Research Interest could be read; see ARI001.")
    text = question.answer.text
    known = editions(case.knowledge)
    cited = [year for passage in application.ari if _at(passage, question) for year in passage.editions]
    meant = [known[year] for year in dict.fromkeys(cited) if year in known] or [
        one for one in known.values() if one.current
    ]
    loaded = [edition for edition in meant if edition.areas is not None]
    if len(loaded) < len(meant) or not loaded:
        missing = " and ".join(edition.edition for edition in meant if edition.areas is None) or "current"
        return Verdict(
            not_applicable=f"The list of areas of the {missing} edition is not loaded; `dag-check ari learn` loads it."
        )
    quoted = list(dict.fromkeys(_quoted_areas(text)))
    if not quoted:
        return Verdict(not_applicable="The answer quotes no area or theme by name.")
    alike = float(case.options.get("alike", 70))
    place = place_of(application, question)
    problems: list[Problem] = []
    unsure: list[str] = []
    for kind, name in quoted:
        best = max((nearest_name(name, edition) for edition in loaded), key=lambda one: one[1])
        if best[1] >= alike:
            continue
        if kind != "area" and not all(edition.complete for edition in loaded):
            unsure.append(name)
            continue
        values = {
            "name": shorten(name, 100),
            "edition": " or ".join(edition.edition for edition in loaded),
            "nearest": f' The nearest there is "{best[0]}".' if best[1] >= _NEAR else "",
        }
        problems.append(Problem(place, quote=name, values=values, key=f"{question.id}:{normalise(name)}"))
    note = ""
    if unsure:
        names = " and ".join(f'"{shorten(name, 60)}"' for name in unsure)
        note = f"Whether {names} is a theme of the edition cannot be told, because only some of its themes are loaded: a person must look."
    evidence = (Evidence(location=place, quote=shorten(text)),)
    return Verdict(tuple(problems), evidence, "Every area that is quoted is in the list.", note)


def _quoted_areas(text: str) -> Iterator[tuple[str, str]]:
    """The names in quotation marks that the text calls an area (objective, priority) or a theme: ("area" or "theme", name)."""
    line = tidy(text)
    last, called = 0, ""
    for match in _QUOTED.finditer(line):
        name = next(group for group in match.groups() if group is not None).strip(" .,;:")
        between = normalise(line[last : match.start()])
        joined = last > 0 and _JOINING.fullmatch(between)  # one more of what the name before it was called
        said = _CALLED.findall(between[-60:]) or _CALLED.findall(normalise(line[match.end() : match.end() + 30]))
        called = called if joined and not said else said[-1] if said else ""
        last = match.end()
        if called and len(content_words(name)) >= 2 and not name.endswith("?"):
            yield ("theme" if called.startswith("theme") else "area"), name


def _nearest(case: Case) -> str:
    """A sentence with the areas of the current edition that come nearest to the project, "" where its list is not loaded."""
    current = next(
        (edition for edition in editions(case.knowledge).values() if edition.current and edition.areas), None
    )
    if current is None:
        return ""
    roles = ("title", "summary", "aims", ROLE)
    texts = [question.answer.text for role in roles if (question := case.application.role(role)) is not None]
    names = nearest("\n".join(texts), current)
    listed = "; ".join(f'"{name}"' for name in names)
    return f" Areas of the {current.edition} edition that seem near: {listed}." if names else ""


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
