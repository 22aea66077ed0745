"""Single answers in many voices (corpus/answers): each rule that reads an answer says what its label says, and no other speaks up."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dag_check.application import Application, Form
from dag_check.intake.ari import read_ari
from dag_check.rulebook import evaluate, load_rulebook
from dag_check.rulebook.cases import complete, expand
from dag_check.text import is_filler

FOLDER = Path(__file__).parent / "corpus" / "answers"
RULEBOOK = load_rulebook()
TODAY = dt.date(2026, 11, 22)
ALWAYS = ("FRM002", "FRM003", "FRM004", "SUB003")
"""Rules that read every answer; the others by question, where it is not these alone."""
ALSO = {
    "access.data": ("FRM005",),
    "access.datasets": ("VAR007", "VAR011", "PAN001"),
    "access.panels": ("PAN001",),
    "access.route": ("FRM005",),
    "access.status": ("FRM005",),
    "applicant.lead": ("PPL002",),
    "applicant.people": ("FRM010", "PPL001"),
    "project.ari": ("ARI001", "ARI002", "ARI003", "ARI004"),
    "project.benefit": ("ARI001",),
    "project.dates": ("FRM008",),
    "project.ethics_route": ("FRM005",),
    "project.summary": ("FRM006",),
    "gdpr.article6": ("DPA001",),
    "gdpr.article9": ("DPA002",),
    "gdpr.article10": ("DPA003",),
    "gdpr.dpia": ("FRM005", "DPA004"),
    "safe_data.period": ("VAR011",),
    "safe_data.variables": ("VAR009",),
    "moj_data.extract": ("VAR009",),
    "linking.intended": ("FRM005", "VAR012"),
    "linking.datasets": ("VAR012",),
    "linking.method": ("VAR012",),
    "declaration.signed": ("FRM009",),
}
ALONE = frozenset(
    [
        "FRM002",
        "FRM003",
        "FRM004",
        "FRM005",
        "FRM006",
        "FRM008",
        "FRM009",
        "FRM010",
        "SUB003",
        "PPL002",
        "DPA001",
        "VAR009",
    ]
)
"""Rules that need no other section than the answer's own: the others are left out of the form then, which takes half the time."""
FIELDS = {
    "project.dates": ("Start date", "End date"),
    "declaration.signed": ("Name", "Signature", "Date"),
    "applicant.lead": ("Name", "Job title", "Organisation", "Address", "Email", "Telephone"),
}
PEOPLE = ("Name", "Organisation", "Role in the project", "Accredited researcher number or status")
SPECIAL = {
    "name": "ethnicity_desc",
    "table": "custodial_journey",
    "description": "Ethnic group",
    "justification": "The second question compares moves between ethnic groups; five broad groups would hide the smallest.",
}


def _change(shorthand: dict[str, Any], name: str, value: Any) -> None:
    """What `with` says of the application around an answer."""
    if name == "data":
        shorthand["chosen"]["access.data"] = value
    elif name == "linking":
        shorthand["chosen"]["linking.intended"] = [value]
    elif name == "set":
        shorthand["variables"] = [*shorthand["variables"], SPECIAL]
    elif name == "keys":
        shorthand["variables"] = [one for one in shorthand["variables"] if not one["name"].endswith("_hash")]
    elif name == "files_off":
        shorthand["files"] = {path: file for path, file in shorthand["files"].items() if file["kind"] != value}
    else:
        shorthand["answers"][name] = value


def _around(changes: Mapping[str, Any]) -> dict[str, Any]:
    shorthand = copy.deepcopy(complete())
    shorthand["fields"]["project.dates"] = {"Start date": "1 February 2027", "End date": "31 January 2029"}
    for name, value in changes.items():
        _change(shorthand, name, value)
    return shorthand


@cache
def _application(changes: str) -> Application:
    return expand(_around(yaml.safe_load(changes)))


def _filled(base: Application, question: str, value: Any, *, alone: bool = False) -> Application:
    """The application with this answer in it, and what intake makes of it: blank lines are none, passages on the ARI are found."""
    update: dict[str, Any] = {}
    files = list(base.files)
    if isinstance(value, dict):
        if "tick" in value:
            update["chosen"] = tuple(value["tick"])
        files += [files[0].model_copy(update={"path": path, "kind": "other"}) for path in value.get("files", ())]
        value = value["a"] if "a" in value else f"{_words(value['n'])} {value.get('more', '')}".strip()
    form = base.form
    assert form is not None
    asked = form.question(question)
    assert asked is not None, question
    if question in FIELDS:
        update["fields"] = dict(zip(FIELDS[question], value, strict=True))
    elif question == "applicant.people":
        row = asked.answer.people[0]
        update["people"] = tuple(
            row.model_copy(update={"cells": dict(zip(PEOPLE, cells, strict=True))}) for cells in value
        )
    else:
        update |= {"text": "", "filler": value} if is_filler(value) else {"text": value}
    answered = asked.model_copy(update={"answer": asked.answer.model_copy(update=update)})
    sections = tuple(
        section.model_copy(update={"questions": tuple(answered if q.id == question else q for q in section.questions)})
        for section in form.sections
        if not alone or any(q.id == question for q in section.questions)
    )
    filled: Form = form.model_copy(update={"sections": sections})
    ari = base.ari
    if question in ("project.ari", "project.benefit"):
        ari = read_ari(filled, RULEBOOK.knowledge)
    return base.model_copy(update={"form": filled, "files": tuple(files), "ari": ari})


def _words(count: int) -> str:
    text = " ".join(("We count the days that people wait there again now. " * (count // 10 + 1)).split()[:count])
    return text if text.endswith(".") else f"{text}."


def _said(application: Application, codes: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """The codes of which a problem was found, and those that cannot tell."""
    rules = tuple(rule for rule in RULEBOOK.rules if rule.code in codes)
    report = evaluate(application, replace(RULEBOOK, rules=rules), today=TODAY)
    assert not [one.code for one in report.results if one.status == "crashed"]
    return {one.code for one in report.results if one.findings}, {
        one.code for one in report.results if one.status == "cannot_tell"
    }


def _cases(path: Path) -> Iterator[tuple[str, dict[str, Any], str, Any]]:
    for group in yaml.safe_load(path.read_text(encoding="utf-8")):
        for case in group["cases"]:
            ((label, value),) = case.items()
            around = dict(group.get("with") or {})
            if isinstance(value, dict) and "set" in value:
                around["set"] = value["set"]
            yield group["q"], around, label, value


def _fault(question: str, around: Mapping[str, Any], label: str, value: Any, codes: tuple[str, ...]) -> str:
    application = _filled(
        _application(yaml.safe_dump(dict(around), sort_keys=True)), question, value, alone=ALONE.issuperset(codes)
    )
    found, unsure = _said(application, codes)
    wanted = [set(one.strip("?").split()) - {"ok"} for one in label.split("|")]
    if any(one == found for one in wanted):
        stray = set() if "?" in label or found else unsure
        return f"cannot tell: {sorted(stray)}" if stray else ""
    if "?" in label and not found and (unsure or set() in wanted):
        return ""
    return f"found {sorted(found)}, cannot tell {sorted(unsure)}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_answer_is_judged_as_it_was_labelled(path: Path) -> None:
    faults = []
    for question, around, label, value in _cases(path):
        codes = (*ALWAYS, *ALSO.get(question, ()), *(("LNG001", "LNG002") if path.stem == "language" else ()))
        if fault := _fault(question, around, label, value, codes):
            faults.append(f"{question} [{label}] {value!r}: {fault}")
    assert not faults, "\n".join(faults)
