"""The checks of family PAN: which panels must decide on what is asked for, and does the form tell of an application to each?

Who decides on what is in rules/lists/panels.yaml and datasets.yaml, each with the mark of how sure it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dag_check.application import Application, Form, Question
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.form import NO_FORM
from dag_check.checks.places import in_absent_section, place_of, said
from dag_check.checks.submission import listed
from dag_check.checks.wording import is_blank, na_with_reason, says_nothing
from dag_check.datasets import named_in
from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.location import Location
from dag_check.report import Evidence
from dag_check.sentences import sentences
from dag_check.text import normalise, shorten

OURS = "DAG"
VERIFIED = "verified"
_ELSEWHERE = frozenset(["data", "datasets", "title", "attachments", "funding", "outputs", "benefit"])
"""Roles of questions whose answers name panels for other reasons: as owners of data, funders, readers of a report."""
_CLAUSE = re.compile(
    r"[;\n]|(?<=[a-z0-9)])\.(?=\s|$)|,\s+(?=(?:but|and|while|whereas)\b)|\s+(?=(?:but|while|whereas)\b)"
)
_ALL_PANELS = re.compile(r"\b(?:all|each|both|every|relevant|respective|other|appropriate) (?:\w+ ){0,3}panels?\b")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a panel must decide: what is asked for, how sure that is, and where the form asks for it."""

    what: str
    mark: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Panel:
    key: str
    name: str
    contact: str
    capitals: re.Pattern[str] | None
    said_by: re.Pattern[str] | None
    question: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Words:
    panels: Mapping[str, _Panel]
    data: Mapping[str, Mapping[str, Any]]
    routes: tuple[Mapping[str, Any], ...]
    outside_inferred: frozenset[str]
    application: re.Pattern[str]
    denials: re.Pattern[str]
    lifted: re.Pattern[str]


@check("panels_told")
def panels_told(case: Case) -> Verdict:
    """PAN001: for every other panel that must decide on what is asked for, the form tells of an application to it."""
    application = case.application
    form = application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    known = _known(case.knowledge)
    asked = wanted_panels(case)
    if not asked and _nothing_to_read(case):
        return Verdict(not_applicable="The section with the data asked for is absent; see FRM001.")
    if not asked:
        return Verdict(
            cannot_tell="Which data are asked for could not be read, so which panels must decide cannot be told."
        )
    others = {key: reason for key, reason in asked.items() if key != OURS}
    if OURS not in asked:  # the panels that decide instead are PAN002's to name
        others = {key: reason for key, reason in others.items() if key == "RAP"}
    if not others:
        return Verdict(
            not_applicable="Nothing asked for is known to be another panel's as well."
            if OURS in asked
            else "Nothing asked for is known to be the Data Access Group's; see PAN002."
        )
    question = application.role("panels")
    evidence: list[Evidence] = []
    problems: list[Problem] = []
    unsure: list[str] = []
    vague: list[str] = []
    for key, reason in others.items():
        panel = known.panels[key]
        told, denied = _told(panel, form, case, known)
        if told is None:
            told = _among_the_files(panel, application)
        if told is not None:
            evidence.append(told)
        elif denied is None and question is not None and (not question.found or question.unsure):
            unsure.append(panel.name)
        elif denied is None and _speaks_of_all(question, known):
            vague.append(panel.name)
        else:
            problems.append(_problem(panel, reason, denied, question, case))
    notes = []
    if unsure:
        notes.append(
            f"The question on other panels could not be located for sure: whether it tells of an application to the {listed(unsure)}, a person must see."
        )
    if vague:
        notes.append(f"The answer on other panels names none: whether the {listed(vague)} is meant, a person must see.")
    return Verdict(
        problems=tuple(problems),
        evidence=tuple(evidence),
        passed=f"The form tells of an application to the {listed([known.panels[key].name for key in others])}.",
        cannot_tell=" ".join(notes),
    )


@check("within_remit")
def within_remit(case: Case) -> Verdict:
    """PAN002: something that is asked for is in the remit of the Data Access Group."""
    form = case.application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    known = _known(case.knowledge)
    asked = wanted_panels(case)
    if not asked and _nothing_to_read(case):
        return Verdict(not_applicable="The section with the data asked for is absent; see FRM001.")
    if not asked:
        return Verdict(
            cannot_tell="Which data are asked for could not be read: a person must see whether the Data Access Group decides on them."
        )
    if OURS in asked:
        reason = asked[OURS]
        return Verdict(
            passed=f"The Data Access Group decides on {_listed_what(reason)}.",
            evidence=tuple(one.evidence for one in reason),
        )
    question = case.application.role("data")
    if question is not None and (not question.found or question.unsure):
        return Verdict(
            cannot_tell="The question on the data asked for could not be located for sure: a person must see whether the Data Access Group decides on any of them."
        )
    panels = [known.panels[key] for key in asked if key != "RAP"]
    reasons = [reason for key in asked if key != "RAP" for reason in asked[key]]
    place = place_of(case.application, question) if question else Location(file=form.file)
    inferred = bool(set(_options(case)) & known.outside_inferred) or any(reason.mark != VERIFIED for reason in reasons)
    values = {"what": _listed_what(reasons), "panels": listed([_with_contact(panel) for panel in panels])}
    if inferred:
        return Verdict(
            cannot_tell="The form asks for {what} only. That is for {panels}; whether the Data Access Group has a part in it too is not "
            "published: check with the secretariat (datalinkingteam@justice.gov.uk) to whom this application goes.".format(
                **values
            ),
            evidence=tuple(reason.evidence for reason in reasons),
        )
    return Verdict(problems=(Problem(place, quote=_quote(reasons), values=values),))


def wanted_panels(case: Case) -> dict[str, list[Reason]]:
    """The panels that must decide on what an application asks for, by key, each with the reasons; empty where nothing could be read.

    By the ticked options of the question on data, the datasets that the form and the lists name, and the route.
    """
    application = case.application
    known = _known(case.knowledge)
    found: dict[str, list[Reason]] = {}

    def add(panels: Iterable[str], reason: Reason) -> None:
        for key in panels:
            if key in known.panels and all(reason.what != other.what for other in found.setdefault(key, [])):
                found[key].append(reason)

    data = application.role("data")
    ticked = _options(case)
    for option in ticked:
        entry = known.data.get(option)
        if entry and data is not None:
            label = data.options.get(option, option)
            evidence = Evidence(location=place_of(application, data), quote=shorten(label))
            add(entry["panels"], Reason(str(entry["what"]), str(entry["mark"]), evidence))
    named = list(_named(case))
    options = {*ticked, *(dataset.option for dataset, _ in named)}
    for dataset, evidence in named:
        if dataset.option in ticked and set(dataset.panels) <= set(found):
            continue
        add(dataset.panels, Reason(f"the dataset {dataset.name}", dataset.panels_mark, evidence))
    routes = application.role("route")
    for rule in known.routes:
        taken = [route for route in rule["routes"] if route in application.chosen]
        if taken and routes is not None and options & set(rule["data"]):
            quote = shorten(routes.options.get(taken[0], taken[0]))
            evidence = Evidence(location=place_of(application, routes), quote=quote)
            add(rule["panels"], Reason(str(rule["what"]), str(rule["mark"]), evidence))
    return found


def _nothing_to_read(case: Case) -> bool:
    form, data = case.application.form, case.application.role("data")
    return form is not None and data is not None and in_absent_section(form, data)


def _options(case: Case) -> tuple[str, ...]:
    data = case.application.role("data")
    return data.answer.chosen if data is not None else ()


def _named(case: Case) -> Iterator[tuple[Any, Evidence]]:
    """The datasets that the form's answer and the lists of requested variables name, each once."""
    seen: set[str] = set()
    question = case.application.role("datasets")
    if question is not None and question.found:
        for one in named_in(said(question.answer), case.knowledge):
            seen.add(one.dataset.key)
            yield one.dataset, Evidence(location=place_of(case.application, question), quote=one.quote)
    for variables in case.application.variable_lists:
        if variables.catalogue or not variables.requested:
            continue
        for name in dict.fromkeys(variable.dataset or variables.dataset for variable in variables.requested):
            for one in named_in(name, case.knowledge):
                if one.dataset.key not in seen:
                    seen.add(one.dataset.key)
                    yield one.dataset, Evidence(location=variables.location, quote=shorten(name))


def _told(panel: _Panel, form: Form, case: Case, known: _Words) -> tuple[Evidence | None, Evidence | None]:
    """Where the form tells of an application to a panel, and where it says that none is made; None where it does not."""
    denied: Evidence | None = None
    for question in form.questions:
        if question.applies is False:
            continue
        text = _all_said(question)
        if is_blank(text):
            continue
        place = place_of(case.application, question)
        about = question.role == "panels"
        if panel.question and panel.question.search(normalise(question.label)) and not about:
            if says_nothing(text, case.knowledge) or na_with_reason(text, case.knowledge):
                continue
            evidence = Evidence(location=place, quote=shorten(text))
            if not _denies_all(normalise(text), known):
                return evidence, None
            denied = denied or evidence
            continue
        if question.role in _ELSEWHERE:
            continue
        for clause in _clauses_naming(panel, text, about):
            evidence = Evidence(location=place, quote=shorten(clause))
            plain = normalise(clause)
            if about and known.denials.search(plain) and not known.lifted.search(plain):
                denied = denied or evidence
            elif about or known.application.search(plain):
                return evidence, None
    return None, denied


def _denies_all(plain: str, known: _Words) -> bool:
    """Whether a whole answer says no more than that there is no application ("None so far"): no number, no date, none to come."""
    return (
        known.denials.search(plain) is not None
        and known.lifted.search(plain) is None
        and not any(sign.isdigit() for sign in plain)
        and known.application.search(plain) is None
    )


def _all_said(question: Question) -> str:
    rows = (" | ".join(row) for table in question.answer.tables for row in table)
    return "\n".join([said(question.answer), *rows])


def _speaks_of_all(question: Question | None, known: _Words) -> bool:
    """Whether the answer speaks of panels without naming them: "We have applied to all relevant panels"."""
    text = normalise(_all_said(question)) if question is not None else ""
    return _ALL_PANELS.search(text) is not None and known.denials.search(text) is None


def _clauses_naming(panel: _Panel, text: str, about: bool) -> Iterator[str]:
    """The clauses in which a text names a panel; a clause without a verb of its own takes in what follows it."""
    for sentence in sentences(text):
        clauses = [clause.strip() for clause in _CLAUSE.split(sentence) if clause.strip()]
        for clause in clauses:
            if _names(panel, clause, about):
                yield clause


def _names(panel: _Panel, text: str, about: bool) -> bool:
    if panel.said_by is not None and panel.said_by.search(normalise(text)):
        return True
    if panel.capitals is None:
        return False
    return panel.capitals.search(text) is not None or (about and re.search(panel.capitals.pattern, text, re.IGNORECASE) is not None)  # fmt: skip


def _among_the_files(panel: _Panel, application: Application) -> Evidence | None:
    """A file whose name speaks of the panel: its approval, or the application to it."""
    for file in application.files:
        name = re.sub(r"[_\-.]+", " ", file.path)
        if file.kind not in ("application_form", "variable_list", "catalogue") and _names(panel, name, False):
            return Evidence(location=Location(file=file.path), quote=file.path)
    return None


def _problem(
    panel: _Panel,
    reasons: list[Reason],
    denied: Evidence | None,
    question: Question | None,
    case: Case,
) -> Problem:
    if denied is not None:
        place = denied.location
    elif question is not None:
        place = place_of(case.application, question)
    else:
        place = reasons[0].evidence.location
    sure = any(reason.mark == VERIFIED for reason in reasons)
    kind = "denied" if denied else "silent"
    return Problem(
        place,
        quote=denied.quote if denied else _quote(reasons),
        variant=kind if sure else f"{kind}_check",
        values={
            "panel": panel.name,
            "what": _listed_what([reason for reason in reasons if not sure or reason.mark == VERIFIED]),
            "contact": f" ({panel.contact})" if panel.contact else "",
        },
        key=f"{place.question.id if place.question else ''}:{panel.key}",
    )


def _listed_what(reasons: Iterable[Reason]) -> str:
    return listed(list(dict.fromkeys(reason.what for reason in reasons)))


def _quote(reasons: Iterable[Reason]) -> str:
    return "; ".join(dict.fromkeys(reason.evidence.quote for reason in reasons if reason.evidence.quote))


def _with_contact(panel: _Panel) -> str:
    return f"the {panel.name}" + (f", {panel.contact}" if panel.contact else "")


@lru_cache(maxsize=16)
def _known(knowledge: Knowledge) -> _Words:
    content = knowledge.list("panels")
    try:
        return _Words(
            panels={str(key): _panel(str(key), entry) for key, entry in content["panels"].items()},
            data=content["data"],
            routes=tuple(content["routes"]),
            outside_inferred=frozenset(content.get("outside_inferred", ())),
            application=re.compile(rf"\b(?:{'|'.join(content['application_words'])})"),
            denials=re.compile("|".join(content["denials"])),
            lifted=re.compile("|".join(content["denials_lifted"])),
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise DataError("lists/panels.yaml", f"The list is not right ({error}).", expected="as the built-in one is") from error  # fmt: skip


def _panel(key: str, entry: Mapping[str, Any]) -> _Panel:
    def pattern(sources: Any) -> re.Pattern[str] | None:
        return re.compile("|".join(sources)) if sources else None

    question = entry.get("question")
    return _Panel(
        key,
        str(entry["name"]),
        str(entry.get("contact", "")),
        pattern(entry.get("capitals")),
        pattern(entry.get("said_by")),
        re.compile(question) if question else None,
    )
