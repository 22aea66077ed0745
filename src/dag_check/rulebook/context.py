"""The values over which the CEL expressions of rules are evaluated. Choices, counts and answers only: whole lists belong to checks."""

from __future__ import annotations

from typing import Any

from dag_check.application import Application

COUNTS = frozenset(
    {"files", "lists", "variables", "requested", "ethics_letters", "self_assessments", "unread_files", "ari_passages"}
)
NAMES = frozenset(
    {"has_form", "has_list", "has_files", "chosen", "roles", "answers", "choices", "counts", "kinds", "data", "route"}
)


def context_of(application: Application) -> dict[str, Any]:
    """The names that an expression may use, and their values:

    - `has_form`, `has_list`, `has_files`: whether there is an application form, a list of variables, any file
    - `chosen`: the ids of all ticked options, a list; `data`, `route`: those of the questions of these roles
    - `roles`: the roles of the questions that the form has, a list
    - `answers`: the text of the answer, by role (`answers.ari`; "" where blank)
    - `choices`: the ticked options, by role (`"new" in choices.status`)
    - `counts`: numbers: files, lists, variables, requested, ethics_letters, self_assessments, unread_files, ari_passages
    - `kinds`: the kinds of the files that were read, a list without repeats (`"dpia" in kinds`)
    """
    questions = [question for question in application.form.questions if question.role] if application.form else []
    answers: dict[str, str] = {}
    choices: dict[str, list[str]] = {}
    for question in questions:
        answers.setdefault(question.role, question.answer.text)
        choices.setdefault(question.role, list(question.answer.chosen))
    return {
        "has_form": application.form is not None,
        "has_list": bool(application.variable_lists),
        "has_files": bool(application.files),
        "chosen": sorted(application.chosen),
        "roles": list(answers),
        "answers": answers,
        "choices": choices,
        "counts": {
            "files": len(application.files),
            "lists": len(application.variable_lists),
            "variables": sum(len(variables.variables) for variables in application.variable_lists),
            "requested": sum(1 for _ in application.requested),
            "ethics_letters": sum(1 for evidence in application.ethics if evidence.source == "letter"),
            "self_assessments": len(application.self_assessments),
            "unread_files": len(application.unread_files),
            "ari_passages": len(application.ari),
        },
        "kinds": list(dict.fromkeys(file.kind for file in application.files)),
        "data": choices.get("data", []),
        "route": choices.get("route", []),
    }
