"""The cases that rules carry: small applications in shorthand, each with the status that its rule must come to.

`rules/cases/complete.yaml` is a known-good application; a case changes parts of it (mappings are merged, null removes, all else replaces).
The shorthand, all of it optional:

    form: null                      no application form; or a mapping of fields of Form (file, match, edition, wording)
    answers: {project.aims: text}   by question id or role; null is blank
    chosen: {access.data: [moj]}    ticked options
    fields: {applicant.lead: {Name: Ada}}
    people: [{Name: Ada, ...}]      rows of the people table
    questions: {project.ari: {found: false}}    any field of Question; `answer:` holds fields of Answer
    sections: {linking: {found: false}}         any field of Section
    files: {letter.pdf: {kind: ethics_approval}}    any field of SubmittedFile, by path; null removes
    list: {sheet: Variables}        any field of the VariableList that holds `variables`
    variables: [{name, dataset, table, justification, ...}]     any field of RequestedVariable
    lists: [{file, sheet, variables: [...]}]    instead of `list` and `variables`, where there are several
    ethics: [{status: granted, ...}], self_assessments: [{items: [...]}], ari: [{quote, ...}]    as in application.py
    waivers: [{code, where, reason, who}]       as in application.py; `submitted: false` for one that whoever checks gives

`today` of a case is the day of the check: 2 March 2026 where it is not given.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dag_check.application import Application
from dag_check.checks.waivers import CHECK as WAIVER_CHECK
from dag_check.errors import DagCheckError, DataError
from dag_check.forms.conditions import applies, questions_named
from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition
from dag_check.forms.library import builtin_form, load_form
from dag_check.knowledge import load_yaml
from dag_check.report import Result, Status
from dag_check.resources import rules_dir
from dag_check.rulebook.evaluation import evaluate
from dag_check.rulebook.models import Rule, Rulebook, RuleCase
from dag_check.text import tidy

_FORM_FILE, _LIST_FILE, _WAIVER_FILE = "application.docx", "variables.xlsx", "dag-check-waivers.yaml"
_KNOWN = frozenset(
    {
        "name",
        "form",
        "answers",
        "chosen",
        "fields",
        "people",
        "questions",
        "sections",
        "files",
        "list",
        "variables",
        "lists",
        "catalogues",
        "ethics",
        "self_assessments",
        "ari",
        "waivers",
    }
)


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What came of a case: `failure` is "" where the rule did as expected, else what it did instead."""

    code: str
    case: str
    expected: str
    status: Status | None
    failure: str = ""

    @property
    def ok(self) -> bool:
        """Whether the rule did as the case expects."""
        return not self.failure


def run_cases(rulebook: Rulebook, codes: Collection[str] | None = None) -> list[CaseOutcome]:
    """Runs the cases of the rules (of those that `codes` mean: codes, beginnings or names; of all where it is None)."""
    rules = rulebook.rules if codes is None else rulebook.selected(codes)
    return [_run_case(rulebook, rule, case) for rule in rules for case in rule.cases]


def run_messages(rulebook: Rulebook, rule: Rule) -> Iterator[tuple[str, str, str]]:
    """What a rule says in its cases that expect a problem: (which of its texts, message, advice), for its page."""
    for case in rule.cases:
        if case.expect == "problem":
            result = _result_of(rulebook, rule, case)
            for finding in result.findings if result else ():
                yield _text_of(rule, finding.message), finding.message, finding.advice


def _text_of(rule: Rule, message: str) -> str:
    """The variant of a rule's texts that a message was made from, "" where it has one text only."""
    texts = rule.message
    if isinstance(texts, str):
        return ""
    return max(texts, key=lambda variant: _shared(texts[variant], message))


def _shared(template: str, message: str) -> int:
    """How many letters of a template, outside its {names}, stand in a message."""
    return sum(len(part) for part in re.split(r"\{\w+\}", template) if tidy(part) in message)


def application_of(case: RuleCase, folder: Path | None = None) -> Application:
    """The application that a case describes. `folder` is the folder of rules that the case stands in, if not the built-in one:
    its cases/NAME.yaml and its forms come first. Raises DataError where the shorthand is wrong.
    """
    base = {} if case.base == "empty" else base_named(case.base, folder)
    shorthand = merge(base, case.change)
    return expand(shorthand, _definition(shorthand, folder))


def folder_of(rule: Rule, rulebook: Rulebook) -> Path | None:
    """The folder of rules that a rule stands in, None for a built-in one."""
    path = rulebook.files.get(rule.code)
    return next((folder for folder in rulebook.folders[1:] if path and path.is_relative_to(folder)), None)


def base_named(name: str, folder: Path | None) -> Mapping[str, Any]:
    """The shorthand of an application on which cases rest: cases/NAME.yaml of the folder or of the built-in rules."""
    if folder is not None and (folder / "cases" / f"{name}.yaml").is_file():
        return _shorthand(folder / "cases" / f"{name}.yaml")
    if name == "complete":
        return complete()
    raise DataError(
        "case",
        f"There is no application {name!r} to start from.",
        expected=f"complete, empty, or a file cases/{name}.yaml",
    )


def _definition(shorthand: Mapping[str, Any], folder: Path | None) -> FormDefinition:
    """The form that a shorthand speaks of: `form: {definition: NAME}`, the built-in one where it does not say."""
    form = shorthand.get("form")
    name = form.get("definition") if isinstance(form, Mapping) else None
    if name in (None, builtin_form().form):
        return builtin_form()
    own = [load_form(path) for path in sorted((folder / "forms").glob("*.y*ml"))] if folder else []
    found = next((one for one in own if one.form == name), None)
    if found is None:
        raise DataError("case", f"There is no form {name!r}.", expected="the `form` of a definition under forms/")
    return found


@cache
def complete() -> dict[str, Any]:
    """The shorthand of the known-good application."""
    return _shorthand(rules_dir() / "cases" / "complete.yaml")


def _shorthand(path: Path) -> dict[str, Any]:
    content = load_yaml(path)
    if not isinstance(content, dict):
        raise DataError(str(path), "The file does not hold an application.", expected="names with values under them")
    return content


def merge(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """A base with a change laid over it: mappings are merged key by key, null removes, all else replaces."""
    merged = dict(base)
    for key, value in change.items():
        if isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = merge(merged[key], value)
        else:
            merged[key] = value
    return merged


def expand(shorthand: Mapping[str, Any], definition: FormDefinition | None = None) -> Application:
    """The application that a shorthand describes, over a form definition (the built-in one where none is given)."""
    unknown = sorted(set(shorthand) - _KNOWN)
    if unknown:
        raise DataError("case", f"There is no {unknown[0]!r} in a case.", expected=", ".join(sorted(_KNOWN)))
    definition = definition or builtin_form()
    form_file = str((_mapping(shorthand, "form")).get("file", _FORM_FILE))
    content: dict[str, Any] = {
        "name": shorthand.get("name", "case"),
        "files": _files(shorthand),
        "form": None,
        "variable_lists": _lists(shorthand),
        "catalogues": [{"file": "catalogue.ods", "given": True, **item} for item in _items(shorthand, "catalogues")],
        "ethics": [_placed(item, form_file, definition) for item in _items(shorthand, "ethics")],
        "self_assessments": [_self_assessment(item) for item in _items(shorthand, "self_assessments")],
        "ari": [_placed(item, form_file, definition) for item in _items(shorthand, "ari")],
        "waivers": [
            {"submitted": True, "location": {"file": _WAIVER_FILE, "row": row}, **item}
            for row, item in enumerate(_items(shorthand, "waivers"), 2)
        ],
    }
    if shorthand.get("form", {}) is not None and ("form" in shorthand or _speaks_of_a_form(shorthand)):
        content["form"] = _form(shorthand, definition, form_file)
    try:
        return Application.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError("case", f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from error


def _speaks_of_a_form(shorthand: Mapping[str, Any]) -> bool:
    return any(shorthand.get(key) for key in ("answers", "chosen", "fields", "people", "questions", "sections"))


def _mapping(shorthand: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = shorthand.get(key) or {}
    if not isinstance(value, Mapping):
        raise DataError("case", f"`{key}` is not right.", expected="names with values under them")
    return value


def _items(shorthand: Mapping[str, Any], key: str) -> list[Any]:
    value = shorthand.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise DataError("case", f"`{key}` is not right.", expected="a list of names with values under them")
    return value


def _files(shorthand: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"path": path, "sha256": "0" * 64, "format": str(path).rsplit(".", 1)[-1].lower(), **file}
        for path, file in _mapping(shorthand, "files").items()
        if file is not None
    ]


def _placed(item: Mapping[str, Any], file: str, definition: FormDefinition) -> dict[str, Any]:
    """An item with a place: in its own `file`, in the form at its `question`, or in the form."""
    content = dict(item)
    location: dict[str, Any] = {"file": content.pop("file", file)}
    question = content.pop("question", None)
    if question is not None:
        named = next((known for known in definition.questions if question in (known.id, known.role)), None)
        location["question"] = (
            {"id": named.id, "number": named.number, "label": named.label} if named else {"id": question}
        )
    content.setdefault("location", location)
    if "status" in content:
        content.setdefault("source", "answer" if question else "letter")
    return content


def _self_assessment(item: Mapping[str, Any]) -> dict[str, Any]:
    content = {"file": "self-assessment.xlsx", **item}
    place = {"file": content["file"], "sheet": "Self-assessment"}
    content.setdefault("location", {"file": content["file"]})
    content["information"] = [
        {"text": "", "location": {**place, "cell": f"C{number}"}, **entry}
        for number, entry in enumerate(content.get("information", ()), 4)
    ]
    content["items"] = [
        {
            "location": {**place, "cell": f"D{20 + number}"},
            "justification_location": {**place, "cell": f"E{20 + number}"},
            "item": number,
            **entry,
        }
        for number, entry in enumerate(content.get("items", ()), 1)
    ]
    return content


def _lists(shorthand: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "lists" in shorthand:
        given = _items(shorthand, "lists")
    elif shorthand.get("variables") or shorthand.get("list"):
        given = [{**_mapping(shorthand, "list"), "variables": _items(shorthand, "variables")}]
    else:
        given = []
    return [_list(item) for item in given]


def _list(item: Mapping[str, Any]) -> dict[str, Any]:
    content = {
        "file": _LIST_FILE,
        "sheet": "Variables",
        "header_row": 1,
        "has_justification_column": True,
        "columns": {"dataset": "A", "table": "B", "name": "C", "description": "D", "justification": "F"},
        **item,
    }
    place = {"file": content["file"], **({"sheet": content["sheet"]} if content["sheet"] else {})}
    content.setdefault("location", place)
    content["variables"] = [
        _variable(variable, {**place, "row": row}, content["columns"], str(content.get("dataset", "")))
        for row, variable in enumerate(content.get("variables", ()), (content["header_row"] or 0) + 1)
    ]
    return content


def _variable(
    item: Mapping[str, Any], place: Mapping[str, Any], columns: Mapping[str, str], dataset: str
) -> dict[str, Any]:
    content = {"dataset": dataset, **item}
    row = place["row"]
    named = {"variable": content.get("name", ""), **({"dataset": content["dataset"]} if content["dataset"] else {})}
    content["location"] = {**place, **named, "cell": f"{columns.get('name', 'C')}{row}", **content.get("location", {})}
    if content.get("justification") == "":
        content["justification"] = None
    content.setdefault(
        "justification_location", {**place, **named, "cell": f"{columns.get('justification', 'F')}{row}"}
    )
    return content


def _form(shorthand: Mapping[str, Any], definition: FormDefinition, file: str) -> dict[str, Any]:
    chosen = {option for options in _mapping(shorthand, "chosen").values() for option in (options or ())}
    given = {
        name: {_id_of(key, definition): value for key, value in _mapping(shorthand, name).items()}
        for name in ("answers", "chosen", "fields", "questions")
    }
    sections = [
        _section(section, definition, given, _mapping(shorthand, "sections"), shorthand, chosen, file)
        for section in definition.sections
    ]
    return {
        "file": file,
        "definition": definition.form,
        "title": definition.title,
        "edition": definition.edition,
        "wording": definition.wording,
        "sections": sections,
        **_mapping(shorthand, "form"),
    }


def _id_of(key: str, definition: FormDefinition) -> str:
    for question in definition.questions:
        if key in (question.id, question.role):
            return question.id
    raise DataError("case", f"The form has no question {key!r}.", expected="a question's id or role")


def _section(
    section: SectionDefinition,
    definition: FormDefinition,
    given: Mapping[str, Mapping[str, Any]],
    changes: Mapping[str, Any],
    shorthand: Mapping[str, Any],
    chosen: set[str],
    file: str,
) -> dict[str, Any]:
    unknown = sorted(set(changes) - {known.id for known in definition.sections})
    if unknown:
        raise DataError("case", f"The form has no section {unknown[0]!r}.", expected="a section's id")
    applied, why = _applies(section.when, definition, given, chosen)
    content = {
        "id": section.id,
        "number": section.number,
        "title": section.title,
        "applies": applied,
        "why": why,
        "location": {"file": file, "section": section.title},
        **(changes.get(section.id) or {}),
    }
    content["questions"] = [
        _question(question, section, content, definition, given, shorthand, chosen, file)
        for question in section.questions
    ]
    return content


def _question(
    question: QuestionDefinition,
    section: SectionDefinition,
    around: Mapping[str, Any],
    definition: FormDefinition,
    given: Mapping[str, Mapping[str, Any]],
    shorthand: Mapping[str, Any],
    chosen: set[str],
    file: str,
) -> dict[str, Any]:
    place: dict[str, Any] = {
        "file": file,
        "section": section.title,
        "question": {"id": question.id, "number": question.number, "label": question.label},
    }
    applied, _ = _applies(question.when, definition, given, chosen)
    people = shorthand.get("people") if question.answer == "people" else None
    written = dict.fromkeys(question.fields, "") | {
        label: str(value or "") for label, value in (given["fields"].get(question.id) or {}).items()
    }
    answer = {
        "text": str(given["answers"].get(question.id) or ""),
        "chosen": given["chosen"].get(question.id) or [],
        "boxes": bool(question.options) or question.answer == "yes_no",
        "fields": written,
        "people": [
            {"cells": {column: str(person.get(column) or "") for column in question.columns}, "location": place}
            for person in people or ()
        ],
        "location": place,
    }
    change = dict(given["questions"].get(question.id) or {})
    return {
        "id": question.id,
        "number": question.number,
        "label": question.label,
        "role": question.role,
        "kind": question.answer,
        "na": question.na,
        "options": question.options or ({"yes": "Yes", "no": "No"} if question.answer == "yes_no" else {}),
        "field_labels": question.fields,
        "columns": question.columns,
        "max_words": question.max_words,
        "prompts": question.guidance,
        "applies": around["applies"] if around["applies"] is not True else applied,
        "found": around.get("found", True),
        "location": place,
        **change,
        "answer": {**answer, **(change.get("answer") or {})},
    }


def _applies(
    when: tuple[str, ...] | str | None,
    definition: FormDefinition,
    given: Mapping[str, Mapping[str, Any]],
    chosen: set[str],
) -> tuple[bool | None, str]:
    """As `conditions.applies`, and None where the question that decides has nothing ticked."""
    if when is None:
        return applies(None, definition, chosen)
    choices = {question.id: given["chosen"].get(question.id) or () for question in definition.questions}
    applied, why = applies(when, definition, chosen, choices)
    if isinstance(when, str) or not applied:
        deciding = [
            question
            for question in definition.questions
            if (question.id in questions_named(when) if isinstance(when, str) else set(question.options) & set(when))
        ]
        silent = [question for question in deciding if not given["chosen"].get(question.id)]
        if silent:
            return None, f"question {silent[0].number or silent[0].label} is not answered"
    return applied, why


def _run_case(rulebook: Rulebook, rule: Rule, case: RuleCase) -> CaseOutcome:
    try:
        result = _result_of(rulebook, rule, case)
    except (DagCheckError, ValueError) as error:
        return CaseOutcome(rule.code, case.name, case.expect, None, f"The case is wrong: {error}")
    if result is None:
        return CaseOutcome(rule.code, case.name, case.expect, None, "The rule gave no result.")
    return CaseOutcome(rule.code, case.name, case.expect, result.status, _failure(case, result))


def _result_of(rulebook: Rulebook, rule: Rule, case: RuleCase) -> Result | None:
    """What a rule comes to on a case, beside the rules that bear on it: those to which it gives way; for the one about waivers all."""
    application = application_of(case, folder_of(rule, rulebook))
    today = dt.date.fromisoformat(case.today)
    tried = rule.model_copy(update={"options": {**rule.options, **case.options}})
    others = rulebook.rules if rule.check == WAIVER_CHECK else _stronger(rule, rulebook)
    used = replace(rulebook, rules=(tried, *(other for other in others if other.code != rule.code)))
    return evaluate(application, used, today=today).result(rule.code)


def _stronger(rule: Rule, rulebook: Rulebook) -> tuple[Rule, ...]:
    """The rules to which this one gives way, directly or through another: no other rule bears on its result."""
    wanted, ahead = {rule.code}, [rule]
    found: list[Rule] = []
    while ahead:
        for code in ahead.pop().gives_way_to:
            other = rulebook.rule(code)
            if other is not None and code not in wanted:
                wanted.add(code)
                found.append(other)
                ahead.append(other)
    return tuple(found)


def _failure(case: RuleCase, result: Result) -> str:
    told = "; ".join(finding.message for finding in result.findings) or result.reason or ""
    if result.status != case.expect:
        return f"It comes to {result.status}, not {case.expect}: {told}"
    places = [set(_places(finding.location.model_dump())) for finding in result.findings]
    if case.findings is not None and not _match(case.findings, places):
        found = [" / ".join(sorted(place)) for place in places]
        return f"Its findings are at {found}, not at {list(case.findings)}."
    if (
        case.says
        and case.says.casefold()
        not in f"{told} {' '.join(f.advice for f in result.findings)} {result.reason or ''}".casefold()
    ):
        return f"It does not say {case.says!r}: {told}"
    return ""


def _places(location: Mapping[str, Any]) -> Iterable[str]:
    """Every name by which a case may mean this place; "submission" where it is nowhere in particular."""
    if not location:
        yield "submission"
    for key, value in location.items():
        if key == "question":
            yield value["id"]
        elif value is not None:
            yield str(value)


def _match(expected: Collection[str], places: list[set[str]]) -> bool:
    """Whether the places expected and the places found pair off, in order."""
    return len(expected) == len(places) and all(wanted in place for wanted, place in zip(expected, places, strict=True))
