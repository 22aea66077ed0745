"""The checks of family DPA: lawful basis, conditions for special category and criminal offence data, impact assessment.

Reads whether something is named, never whether it is the right one: that is for a data protection officer. The words are in
rules/lists/data-protection.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from dag_check.application import Question, RequestedVariable, SubmittedFile
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.form import NO_FORM
from dag_check.checks.places import in_absent_section, place_of, said
from dag_check.checks.submission import listed
from dag_check.checks.wording import content_words, is_blank, is_na, na_with_reason, says_nothing
from dag_check.datasets import Dataset, named_in
from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.location import Location
from dag_check.report import Evidence
from dag_check.sentences import sentences
from dag_check.text import normalise, shorten, words

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHOWN = 5
_SHORT = 25
"""A denial counts in an answer of no more words; in a longer one it may be about something else."""
_Patterns = tuple[re.Pattern[str], ...]
_STILL_PERSONAL = 'The answer is "{said}". Data without names can still be personal data: whether the Article has no bearing here, a person must judge.'


@dataclass(frozen=True, slots=True)
class _Special:
    what: str
    names: tuple[str, ...]
    descriptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    basis: _Patterns
    not_basis: _Patterns
    only_laws: _Patterns
    near: _Patterns
    condition: _Patterns
    condition_anywhere: _Patterns
    authority: _Patterns
    authority_anywhere: _Patterns
    authority_denied: _Patterns
    schedule: _Patterns
    of_offences: _Patterns
    points: _Patterns
    not_personal: _Patterns
    perhaps_personal: _Patterns
    no_bearing: _Patterns
    special: tuple[_Special, ...]
    not_special: tuple[str, ...]
    offence_options: frozenset[str]
    perhaps_offences: frozenset[str]
    offence_names: tuple[str, ...]
    dpia_files: _Patterns


@check("lawful_basis_named")
def lawful_basis_named(case: Case) -> Verdict:
    """DPA001: the answer on Article 6 names a lawful basis, or says why the data are not personal data."""
    question, early = _asked("article6", "the lawful basis (Article 6)", case)
    if question is None:
        return early
    text = said(question.answer)
    if is_blank(text):
        return Verdict(problems=(Problem(place_of(case.application, question), variant="blank"),))
    known = _known(case.knowledge)
    evidence = (Evidence(location=place_of(case.application, question), quote=shorten(text)),)
    plain = normalise(text)
    for source in known.not_basis:
        plain = source.sub(" ", plain)
    if _any(known.basis, plain):
        return Verdict(passed="A lawful basis of Article 6 is named.", evidence=evidence)
    if (verdict := _on_no_personal_data(question, text, plain, known, case)) is not None:
        return verdict
    if na_with_reason(text, case.knowledge):
        return Verdict(
            cannot_tell=f'The answer on the lawful basis is "{shorten(text, 80)}": whether that reason will do, a person must see.'
        )
    rest = normalise(text)
    for source in known.only_laws:
        rest = source.sub(" ", rest)
    if content_words(rest) and _any(known.near, normalise(text)) and not says_nothing(text, case.knowledge):
        return Verdict(
            cannot_tell=f'The answer on the lawful basis speaks of the law but names no basis that is known: "{shorten(text, 80)}". A person must read it.'
        )
    return Verdict(problems=(Problem(place_of(case.application, question), quote=shorten(text), variant="none"),))


@check("special_category_condition_named")
def special_category_condition_named(case: Case) -> Verdict:
    """DPA002: where special category variables are requested, a condition of Article 9 is named."""
    question, early = _asked("article9", "special category data (Article 9)", case)
    if question is None:
        return early
    known = _known(case.knowledge)
    requested = _special_variables(case, known)
    if not requested:
        if any(variables.requested for variables in case.application.variable_lists):
            return Verdict(not_applicable="No requested variable is known to be special category data.")
        return Verdict(
            cannot_tell="There are no requested variables to see whether special category data are asked for."
        )
    text = said(question.answer)
    seen = _where(question, text, known.condition, known.condition_anywhere, case)
    if seen is not None:
        return Verdict(passed="A condition of Article 9 is named.", evidence=(seen,))
    if (verdict := _on_no_personal_data(question, text, normalise(text), known, case)) is not None:
        return verdict
    values = {"variables": _shown(requested), "what": listed(list(dict.fromkeys(what for _, what in requested)))}
    variant = "blank" if is_blank(text) else "none"
    problem = Problem(place_of(case.application, question), quote=shorten(text), variant=variant, values=values)
    return Verdict(problems=(problem,))


@check("offence_authority_named")
def offence_authority_named(case: Case) -> Verdict:
    """DPA003: where criminal offence data are requested, an authority for it (Article 10, Schedule 1) is named."""
    question, early = _asked("article10", "criminal offence data (Article 10)", case)
    if question is None:
        return early
    known = _known(case.knowledge)
    why = _offence_data(case, known)
    if not why:
        return Verdict(not_applicable="Nothing asked for is known to be criminal offence data.")
    text = said(question.answer)
    plain = normalise(text)
    short = len(plain.split()) <= _SHORT and _any(known.authority_denied, plain)
    denied = is_na(text, case.knowledge) or na_with_reason(text, case.knowledge) or short
    if not denied or _any(known.authority[1:4], plain):
        seen = _where(question, text, known.authority, known.authority_anywhere, case)
        seen = seen or _schedule_elsewhere(question, plain, known, case)
        if seen is not None:
            return Verdict(passed="An authority for criminal offence data is named.", evidence=(seen,))
    elif (seen := _elsewhere(question, known.authority_anywhere, case)) is not None:
        return Verdict(passed="Another answer names an authority for criminal offence data.", evidence=(seen,))
    if (verdict := _on_no_personal_data(question, text, plain, known, case)) is not None:
        return verdict
    if na_with_reason(text, case.knowledge) and not _offence_data(case, known, sure=True):
        return Verdict(
            cannot_tell=f'Whether "{shorten(why, 80)}" holds criminal offence data here is not known, and the answer says that there are none: "{shorten(text, 80)}". A person must look.'
        )
    variant = "blank" if is_blank(text) else "denied" if denied else "none"
    problem = Problem(place_of(case.application, question), quote=shorten(text), variant=variant, values={"what": why})
    return Verdict(problems=(problem,))


@check("dpia_attached")
def dpia_attached(case: Case) -> Verdict:
    """DPA004: a data protection impact assessment is attached; or none was made, and nothing asked for is linked or special category data."""
    question, early = _asked("dpia", "the Data Protection Impact Assessment", case)
    if question is None:
        return early
    known = _known(case.knowledge)
    attached = case.application.files_of_kind("dpia")
    if attached:
        evidence = tuple(Evidence(location=Location(file=file.path), quote=file.path) for file in attached)
        return Verdict(passed="A Data Protection Impact Assessment is attached.", evidence=evidence)
    state = _yes_or_no(question)
    place = place_of(case.application, question)
    text = shorten(said(question.answer))
    if state == "yes":
        maybe, unread = _perhaps_attached(question, case, known)
        if maybe:
            evidence = tuple(Evidence(location=Location(file=file.path), quote=file.path) for file in maybe)
            return Verdict(passed=f"{listed([file.path for file in maybe])} is taken for it.", evidence=evidence)
        if unread:
            return Verdict(
                cannot_tell=f"{listed([file.path for file in unread])} could not be read: a person must see whether the Data Protection Impact Assessment is there."
            )
        return Verdict(problems=(Problem(place, quote=text, variant="yes"),))
    if state == "no":
        reasons = _reasons_for_one(case, known)
        if reasons:
            return Verdict(problems=(Problem(place, quote=text, variant="no", values={"why": listed(reasons)}),))
        return Verdict(
            passed="No impact assessment was made; nothing asked for is known to be linked or special category data."
        )
    return Verdict(not_applicable="Whether an impact assessment was made is not answered with yes or no; see FRM005.")


def _asked(role: str, about: str, case: Case) -> tuple[Question | None, Verdict]:
    """The question of a role where it can be judged, else the verdict that says why it cannot."""
    form = case.application.form
    if form is None:
        return None, Verdict(not_applicable=NO_FORM)
    question = form.role(role)
    if question is None:
        return None, Verdict(not_applicable=f"The form has no question that is known to be on {about}.")
    if question.applies is False:
        return None, Verdict(not_applicable=f"The question on {about} does not apply.")
    if in_absent_section(form, question):
        return None, Verdict(not_applicable=f"The section with the question on {about} is absent; see FRM001.")
    if not question.found or question.unsure:
        return None, Verdict(cannot_tell=f"The question on {about} could not be located for sure: a person must look.")
    return question, Verdict()


def _any(patterns: Iterable[re.Pattern[str]], plain: str) -> bool:
    return any(pattern.search(plain) for pattern in patterns)


def _where(question: Question, text: str, here: _Patterns, anywhere: _Patterns, case: Case) -> Evidence | None:
    """Where something is named: in the answer to its own question by any of its words, in another one by its number."""
    if _any(here, normalise(text)):
        return Evidence(location=place_of(case.application, question), quote=shorten(text))
    return _elsewhere(question, anywhere, case)


def _elsewhere(question: Question, anywhere: _Patterns, case: Case) -> Evidence | None:
    for other in case.application.form.questions if case.application.form else ():
        if other.id != question.id and other.applies is not False:
            content = said(other.answer)
            if _any(anywhere, normalise(content)):
                return Evidence(location=place_of(case.application, other), quote=shorten(content))
    return None


def _on_no_personal_data(question: Question, text: str, plain: str, known: _Words, case: Case) -> Verdict | None:
    """What comes of an answer that an Article has no bearing, because the data are not personal data (a pass), or because they are
    pseudonymised or the like (a person must judge); None where it says neither. `plain` is what of the text may say the first."""
    if _any(known.not_personal, plain):
        evidence = Evidence(location=place_of(case.application, question), quote=shorten(text))
        return Verdict(passed="It is said why the data are not personal data.", evidence=(evidence,))
    whole = normalise(text)
    if _any(known.perhaps_personal, whole) and _any(known.no_bearing, whole):
        return Verdict(cannot_tell=_STILL_PERSONAL.format(said=shorten(text, 80)))
    return None


def _schedule_elsewhere(question: Question, plain: str, known: _Words, case: Case) -> Evidence | None:
    """Where another answer names Schedule 1: for offences in so many words, or for whatever this answer points to it for."""
    pointing = _any(known.points, plain)
    for other in case.application.form.questions if case.application.form else ():
        if other.id == question.id or other.applies is False:
            continue
        content = said(other.answer)
        of_offences = (s for s in sentences(content) if _any(known.of_offences, normalise(s)))
        for passage in [content] if pointing else of_offences:
            if _any(known.schedule, normalise(passage)):
                return Evidence(location=place_of(case.application, other), quote=shorten(passage))
    return None


def _special_variables(case: Case, known: _Words) -> list[tuple[RequestedVariable, str]]:
    """The requested variables that are special category data, each with what it is."""
    found: dict[str, tuple[RequestedVariable, str]] = {}
    for variable in case.application.requested:
        what = _special(variable, known)
        if what:
            found.setdefault(normalise(variable.name), (variable, what))
    return list(found.values())


def _special(variable: RequestedVariable, known: _Words) -> str:
    name = _plain(_CAMEL.sub(" ", variable.name), known)
    description = _plain(variable.description, known)
    for special in known.special:
        if any(stem in name for stem in special.names) or any(stem in description for stem in special.descriptions):
            return special.what
    return ""


def _plain(text: str, known: _Words) -> str:
    plain = f" {' '.join(words(text[:2000]))} "
    for phrase in known.not_special:
        plain = plain.replace(phrase, " ")
    return plain


def _shown(variables: list[tuple[RequestedVariable, str]]) -> str:
    names = [shorten(variable.name, 40) for variable, _ in variables]
    more = len(names) - _SHOWN
    return listed([*names[:_SHOWN], f"{more} more"] if more > 1 else names)


def _offence_data(case: Case, known: _Words, *, sure: bool = False) -> str:
    """What of that which is asked for is criminal offence data, in words; "" where nothing is known to be.

    With `sure`, an option that other data belong to as well does not count.
    """
    application = case.application
    data = application.role("data")
    if data is not None:
        options = known.offence_options - known.perhaps_offences if sure else known.offence_options
        labels = [data.options.get(option, option) for option in data.answer.chosen if option in options]
        if labels:
            return shorten(labels[0], 80)
    named = [dataset.name for dataset in _datasets(case) if dataset.offences]
    if named:
        return named[0]
    for variable in application.requested:
        name = f" {' '.join(words(_CAMEL.sub(' ', variable.name)))} "
        if any(stem in name for stem in known.offence_names):
            return f"the variable {shorten(variable.name, 60)}"
    return ""


def _datasets(case: Case) -> Iterator[Dataset]:
    """The known datasets that the form and the lists of requested variables name."""
    question = case.application.role("datasets")
    texts = [said(question.answer)] if question is not None and question.found else []
    for variables in case.application.variable_lists:
        if not variables.catalogue:
            texts += dict.fromkeys(variable.dataset or variables.dataset for variable in variables.requested)
    for text in texts:
        for one in named_in(text, case.knowledge):
            yield one.dataset


def _yes_or_no(question: Question) -> str:
    chosen = set(question.answer.chosen)
    if len(chosen) == 1:
        (only,) = chosen
        return only if only in ("yes", "no") else ""
    said_words = words(question.answer.text)
    if chosen or not said_words:
        return ""
    return {"yes": "yes", "y": "yes", "no": "no", "n": "no"}.get(said_words[0], "")


def _perhaps_attached(question: Question, case: Case, known: _Words) -> tuple[list[SubmittedFile], list[SubmittedFile]]:
    """The files of no known kind that are, by their name or by the answer, the impact assessment; and those that may be, for all that can be read."""
    text = normalise(said(question.answer))
    taken: list[SubmittedFile] = []
    unread = [file for file in case.application.unread_files if file.kind in ("other", "dpia")]
    for file in case.application.files_of_kind("other"):
        name = PurePosixPath(file.path).name
        plain = normalise(re.sub(r"[_\-.]+", " ", name))
        if (_any(known.dpia_files, plain) or normalise(name) in text) and file not in unread:
            taken.append(file)
    return taken, unread


def _reasons_for_one(case: Case, known: _Words) -> list[str]:
    reasons: list[str] = []
    linking = case.application.role("linking")
    if linking is not None and linking.applies is not False and _yes_or_no(linking) == "yes":
        reasons.append("the data are to be linked")
    linked = [dataset.name for dataset in _datasets(case) if dataset.person_linked]
    if not reasons and (linked or "moj_dfe" in case.application.chosen):
        reasons.append(f"linked data are asked for ({linked[0] if linked else 'MoJ-DfE data share'})")
    special = _special_variables(case, known)
    condition = _condition_named(case, known)
    if special:
        reasons.append(f"special category variables are requested ({_shown(special)})")
    elif condition:
        reasons.append(f"a condition for special category data is named at question {condition}")
    return reasons


def _condition_named(case: Case, known: _Words) -> str:
    """The number of the question on special category data where its answer names a condition: the applicant says that there are such data."""
    question = case.application.role("article9")
    if question is None or not question.found or question.unsure or question.applies is False:
        return ""
    text = said(question.answer)
    denied = (
        is_na(text, case.knowledge) or na_with_reason(text, case.knowledge) or _any(known.not_personal, normalise(text))
    )
    return question.number if not denied and _any(known.condition, normalise(text)) else ""


@lru_cache(maxsize=16)
def _known(knowledge: Knowledge) -> _Words:
    content = knowledge.list("data-protection")
    try:
        return _Words(
            basis=_compiled(content["article6"]["basis"]),
            not_basis=_compiled(content["article6"]["not_basis"]),
            only_laws=_compiled(content["article6"].get("only_laws", ())),
            near=_compiled(content["article6"]["near"]),
            condition=_compiled(content["article9"]["condition"]),
            condition_anywhere=_compiled(content["article9"]["anywhere"]),
            authority=_compiled(content["article10"]["authority"]),
            authority_anywhere=_compiled(content["article10"]["anywhere"]),
            authority_denied=_compiled(content["article10"]["denies"]),
            schedule=_compiled(content["article10"]["schedule"]),
            of_offences=_compiled(content["article10"]["of_offences"]),
            points=_compiled(content["article10"]["points"]),
            not_personal=_compiled(content["not_personal"]),
            perhaps_personal=_compiled(content.get("perhaps_personal", {}).get("words", ())),
            no_bearing=_compiled(content.get("perhaps_personal", {}).get("no_bearing", ())),
            special=tuple(_category(entry) for entry in content["special_categories"]),
            not_special=tuple(f" {' '.join(words(phrase))} " for phrase in content["not_special"]),
            offence_options=frozenset(content["offence_data"]["options"]),
            perhaps_offences=frozenset(content["offence_data"].get("perhaps", ())),
            offence_names=tuple(f" {stem}" for stem in content["offence_data"]["names"]),
            dpia_files=_compiled(content["dpia_files"]),
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise DataError(
            "lists/data-protection.yaml", f"The list is not right ({error}).", expected="as the built-in one is"
        ) from error


def _compiled(sources: Iterable[str]) -> _Patterns:
    return tuple(re.compile(source) for source in sources)


def _category(entry: Mapping[str, Any]) -> _Special:
    def stems(field: str) -> tuple[str, ...]:
        return tuple(f" {' '.join(words(stem))}" + (" " if stem.endswith(".") else "") for stem in entry[field])

    return _Special(str(entry["what"]), stems("names"), stems("descriptions"))
