"""The checks of family PPL: can the lead applicant be reached, and is everyone accredited where the route wants it?

Blank cells of the table of people are FRM010's. The words are in rules/lists/people.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from dag_check.application import Answer, PersonRow, Question
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.form import NO_FORM
from dag_check.checks.places import in_absent_section, place_of, said
from dag_check.checks.submission import listed
from dag_check.checks.wording import is_blank, is_na, na_with_reason, says_nothing
from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.report import Evidence
from dag_check.text import normalise, shorten, words

_EMAIL = re.compile(
    r"(?<![^\s<>()\[\],;:\"])[^\s@<>()\[\],;:\"]{1,80}@[^\s@<>()\[\],;:\"]{1,120}\.[^\s@<>()\[\],;:\".]{2,30}"
)
_SPACED_EMAIL = re.compile(r"[\w.'+-] ?@ ?[\w-]{1,80}(?:\.[\w-]+)+")
_SPELLED_EMAIL = re.compile(
    r"\S\s{0,3}[\[(]?\s{0,3}\bat\b\s{0,3}[\])]?\s{0,3}\S{1,80}(?:\s{0,3}[\[(]?\s{0,3}\bdot\b\s{0,3}[\])]?\s{0,3}\S|\.\S)",
    re.IGNORECASE,
)
_TITLES = frozenset(["dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "rev", "the"])
_FIELDS = {
    "name": re.compile(r"\bname\b|\bapplicant\b"),
    "organisation": re.compile(
        r"\borganisation\b|\borganization\b|\binstitution\b|\bemployer\b|\buniversity\b|\baffiliation\b|\bcompany\b"
    ),
    "email": re.compile(r"\be-?mail\b"),
}
_Patterns = tuple[re.Pattern[str], ...]


@check("contact_usable")
def contact_usable(case: Case) -> Verdict:
    """PPL002: the lead applicant has a name, an organisation and an e-mail address that can be used."""
    form = case.application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    question = form.role("lead")
    if question is None:
        return Verdict(not_applicable="The form has no question that is known to ask for the lead applicant.")
    if question.applies is False:
        return Verdict(not_applicable="The question on the lead applicant does not apply.")
    if in_absent_section(form, question):
        return Verdict(not_applicable="The section with the lead applicant is absent; see FRM001.")
    if not question.found or question.unsure:
        return Verdict(
            cannot_tell="The question on the lead applicant could not be located for sure: a person must look."
        )
    place = place_of(case.application, question)
    text = said(question.answer)
    every = _faults(question.answer, case)
    faults = {name: value for name, value in every.items() if name == "name" or _asks_for(name, question)}
    if not question.field_labels and set(faults) == {"name"} and set(every) > {"name"} and _is_name(text, case):
        faults = {}  # the whole answer is a name, where the question asks for no more
    if every and not faults:
        return Verdict(passed="The lead applicant is named; the question asks for no more than that.")
    if not faults:
        evidence = Evidence(location=place, quote=shorten(text))
        return Verdict(
            passed="The lead applicant has a name, an organisation and an e-mail address.", evidence=(evidence,)
        )
    if not question.answer.fields and not is_blank(text) and set(faults) <= {"name", "organisation"}:
        return Verdict(
            cannot_tell=f'Whether the lead applicant\'s {listed(list(faults))} can be read in "{shorten(text, 80)}", a person must see.'
        )
    return Verdict(
        problems=(
            Problem(
                place,
                quote=shorten(text),
                values={
                    "missing": listed([_fault(name, value) for name, value in faults.items()]),
                    "needed": listed([_NEEDED[name] for name in faults]),
                },
            ),
        )
    )


@check("accreditation_told")
def accreditation_told(case: Case) -> Verdict:
    """PPL001: where the route is the ONS SRS or SAIL, every person who will access the data has an accreditation number or status."""
    form = case.application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    wanted = [route for route in case.knowledge.list("people")["routes"] if route in case.application.chosen]
    if not wanted:
        return Verdict(not_applicable="The route is not known to want accredited researchers.")
    question = form.role("people")
    if question is None:
        return Verdict(not_applicable="The form has no question that is known to name the people who will have access.")
    if question.applies is False:
        return Verdict(not_applicable="The question on the people who will have access does not apply.")
    if in_absent_section(form, question):
        return Verdict(not_applicable="The section with the people who will have access is absent; see FRM001.")
    if not question.found or question.unsure:
        return Verdict(
            cannot_tell="The question on the people who will have access could not be located for sure: a person must look."
        )
    rows = [row for row in question.answer.people if any(not is_blank(value) for value in row.cells.values())]
    if not rows:
        if is_blank(said(question.answer)):
            return Verdict(not_applicable="Nobody is named as having access; see FRM002.")
        return Verdict(
            cannot_tell="The people who will have access are not in a table that this check can read: a person must see whether each has an accreditation number or status."
        )
    route = case.application.role("route")
    label = route.options.get(wanted[0], wanted[0]) if route else wanted[0]
    problems: list[Problem] = []
    lost: list[str] = []
    for number, row in enumerate(rows, 1):
        told = _told(row, case)
        who = _who(row, question, number)
        if told is None:
            lost.append(who)
        elif told:
            place = place_of(case.application, question)
            update = {name: value for name, value in row.location.model_dump().items() if name != "question"}
            problems.append(
                Problem(
                    place.model_copy(update=update),
                    quote=told,
                    values={"who": who, "route": label},
                    key=f"{question.id}:{who}",
                )
            )
    note = (
        f"The table of people has no accreditation for {listed(lost)} that could be read: a person must look."
        if lost
        else ""
    )
    evidence = Evidence(
        location=place_of(case.application, question), quote=shorten(" | ".join(rows[0].cells.values()))
    )
    return Verdict(
        tuple(problems), (evidence,), "Everyone who will access the data has an accreditation number or status.", note
    )


def _asks_for(name: str, question: Question) -> bool:
    """Whether the question on the lead applicant asks for this at all: a form may ask for it in a question of its own."""
    texts = [normalise(text) for text in (question.label, *question.field_labels, *question.prompts)]
    if not question.field_labels and not any(pattern.search(text) for pattern in _FIELDS.values() for text in texts):
        return True
    return any(_FIELDS[name].search(text) or re.search(r"\b(?:contact|details)\b", text) for text in texts)


def _faults(answer: Answer, case: Case) -> dict[str, str]:
    """What of the lead applicant cannot be used: what it is, and what stands there ("" where nothing does)."""
    text = said(answer)[:5_000]
    values = {name: _value(answer.fields, pattern) for name, pattern in _FIELDS.items()}
    faults: dict[str, str] = {}
    if not _is_name(values["name"], case) and (values["name"] is not None or not _has_words(text)):
        faults["name"] = values["name"] or ""
    organisation = values["organisation"]
    if (organisation is None and not _has_words(text)) or (
        organisation is not None and not _is_organisation(organisation, case)
    ):
        faults["organisation"] = organisation or ""
    email = (values["email"] or "")[:200]
    if not (_EMAIL.search(text) or _SPACED_EMAIL.search(email) or _SPELLED_EMAIL.search(email)):
        faults["email"] = values["email"] or ""
    return faults


def _value(fields: Mapping[str, str], label: re.Pattern[str]) -> str | None:
    """What stands in the first blank with such a label that is filled, "" where it is blank, None where there is no such blank."""
    found = [value for name, value in fields.items() if label.search(normalise(name))]
    return next((value for value in found if not is_blank(value)), "" if found else None)


def _is_name(value: str | None, case: Case) -> bool:
    if value is None or says_nothing(value, case.knowledge):
        return False
    value = _EMAIL.sub(" ", value[:500])
    return any(word not in _TITLES and len(word) > 1 and not word.isdigit() for word in words(value))


def _is_organisation(value: str, case: Case) -> bool:
    return not says_nothing(value, case.knowledge) and any(character.isalpha() for character in value)


def _has_words(text: str) -> bool:
    return len(words(text)) >= 4


_NEEDED = {
    "name": "the name of a person",
    "organisation": "their organisation",
    "email": "an email address at which they can be reached",
}


def _fault(name: str, value: str) -> str:
    what = "email address" if name == "email" else name
    return f'{what} ("{shorten(value, 60)}" is not one)' if value.strip() else what


_SO_FAR = re.compile(r",?\s+(?:so far|as yet|yet|at present|to date|currently|at the moment|for now)$")


def _told(row: PersonRow, case: Case) -> str | None:
    """What a row says instead of an accreditation; "" where all is well or the cell is blank (FRM010's), None where there is no such column."""
    columns, status, none, no_access, lapsed, renewing = _known(case.knowledge)
    cells = {normalise(label): value for label, value in row.cells.items()}
    mine = [label for pattern in columns for label in cells if pattern.search(label)]
    everything = normalise(" | ".join(cells.values()))
    if _any(no_access, everything):
        return ""
    if not mine:
        return "" if re.search(r"accredit|\bar\s?(?:no\.?)?\s?\d", everything) else None
    value = cells[mine[0]]
    if is_blank(value) or na_with_reason(value, case.knowledge):
        return ""
    plain = normalise(value).strip(" .,;:!()[]-")
    if plain in none or _SO_FAR.sub("", plain) in none or is_na(value, case.knowledge):
        return value
    if _any(lapsed, plain) and not _any(renewing, plain):
        return value
    if _any(status, plain):
        return ""
    return value if says_nothing(value, case.knowledge) else ""


def _who(row: PersonRow, question: Question, number: int) -> str:
    name = next((row.cells[column] for column in question.columns[:1] if not is_blank(row.cells.get(column))), "")
    name = name or next((value for label, value in row.cells.items() if "name" in normalise(label)), "")
    return shorten(name, 60) if name.strip() else f"person {number}"


def _any(patterns: Iterable[re.Pattern[str]], plain: str) -> bool:
    return any(pattern.search(plain) for pattern in patterns)


@lru_cache(maxsize=16)
def _known(knowledge: Knowledge) -> tuple[_Patterns, _Patterns, frozenset[str], _Patterns, _Patterns, _Patterns]:
    content = knowledge.list("people")
    try:
        return (
            tuple(re.compile(source) for source in content["accreditation_columns"]),
            tuple(re.compile(source) for source in content["status"]),
            frozenset(normalise(text) for text in content["none"]),
            tuple(re.compile(source) for source in content["no_access"]),
            tuple(re.compile(source) for source in content.get("lapsed", ())),
            tuple(re.compile(source) for source in content.get("renewing", ())),
        )
    except (KeyError, TypeError, re.error) as error:
        raise DataError(
            "lists/people.yaml", f"The list is not right ({error}).", expected="as the built-in one is"
        ) from error
