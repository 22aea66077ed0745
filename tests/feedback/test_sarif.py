"""SARIF 2.1.0: valid, with every result, kinds and levels as the standard pairs them, and places as a person names them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dag_check.feedback import render
from dag_check.location import Location
from dag_check.report import CheckedSection, Report

from .conftest import cell, finding, question, report, result
from .test_formats import HOSTILE, hostile

SCHEMA = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
"""The standard's schema in the npm package that carries it, looked for in the folders of NODE_PATH."""


def run_of(made: Report) -> dict[str, Any]:
    text = render(made, "sarif")
    runs: list[dict[str, Any]] = json.loads(text)["runs"]
    assert len(runs) == 1
    return runs[0]


def results(made: Report, code: str) -> list[dict[str, Any]]:
    return [one for one in run_of(made)["results"] if one["ruleId"] == code]


def path_of(where: Location, **submission: Any) -> str:
    made = report([result("X001", "X", finding("Odd.", where))])
    made = made.model_copy(update={"submission": made.submission.model_copy(update=submission)})
    place = results(made, "X001")[0]["locations"][0]["logicalLocations"][0]
    assert place["fullyQualifiedName"].endswith(place["name"])
    return str(place["fullyQualifiedName"])


@pytest.fixture(scope="module")
def validator() -> Any:
    from jsonschema.validators import validator_for

    folders = [Path(folder) for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) if folder]
    file = next((folder / SCHEMA for folder in folders if (folder / SCHEMA).is_file()), None)
    if file is None:
        pytest.skip("the schema of SARIF is not there: npm package @microsoft/jest-sarif, its folder in NODE_PATH")
    schema = json.loads(file.read_text(encoding="utf-8"))
    return validator_for(schema)(schema)


def test_it_keeps_to_the_schema_of_the_standard(validator: Any, a_draft: Report) -> None:
    for made in (a_draft, report([]), report([], outcome="not_checked"), *map(hostile, HOSTILE)):
        validator.validate(json.loads(render(made, "sarif")))


def test_every_finding_is_a_failed_result_with_its_level(a_draft: Report) -> None:
    failed = [one for one in run_of(a_draft)["results"] if one["kind"] == "fail"]
    assert len(failed) == len(list(a_draft.findings))
    assert {(one["ruleId"], one["level"]) for one in failed} == {
        ("SUB003", "error"), ("FRM002", "error"), ("VAR002", "error"), ("VAR003", "warning"), ("SUB004", "warning"),
        ("LNG001", "note"),
    }  # fmt: skip


def test_what_is_no_finding_has_its_kind_and_no_level(a_draft: Report) -> None:
    others = {one["ruleId"]: one for one in run_of(a_draft)["results"] if one["kind"] != "fail"}
    assert {code: one["kind"] for code, one in others.items()} == {
        "ETH003": "review", "ARI001": "review", "DPA001": "pass", "PAN001": "notApplicable",
    }  # fmt: skip
    assert {one["level"] for one in others.values()} == {"none"}
    assert others["ETH003"]["message"]["text"] == "ethics/letter.pdf is a scan without text."


def test_what_a_failing_rule_could_not_decide_is_for_review() -> None:
    made = report([result("VAR005", "Known", finding("Unknown.", cell(3, "x")), reason="OASys has no list.")])
    assert [one["kind"] for one in results(made, "VAR005")] == ["fail", "review"]


def test_every_result_points_at_its_rule_and_every_rule_has_help(a_draft: Report) -> None:
    run = run_of(a_draft)
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    assert "GOV.UK, Data Access Group" in rules[0]["help"]["text"]


def test_every_place_points_at_its_file_among_the_artifacts(a_draft: Report) -> None:
    run = run_of(a_draft)
    assert [one["location"]["uri"] for one in run["artifacts"]] == [
        "ethics/letter.pdf", "request%20list.xlsx", "application.docx",
    ]  # fmt: skip
    places = [place["physicalLocation"]["artifactLocation"] for one in run["results"] for place in one["locations"]]
    assert all(run["artifacts"][place["index"]]["location"]["uri"] == place["uri"] for place in places)


def test_places_are_paths_of_names_as_a_person_says_them() -> None:
    sections = (CheckedSection(id="project", number="3", title="Project details"),)
    assert path_of(question("3.5", "Explain how"), sections=sections) == "application.docx/3 Project details/3.5"
    assert path_of(question("3.5", "Explain how")) == "application.docx/Project details/3.5"
    assert path_of(cell(12, "sex")) == "request list.xlsx/Request/F12"
    assert path_of(Location(file="a.xlsx", sheet="S", row=3)) == "a.xlsx/S/row 3"
    assert path_of(Location(file="a.pdf", page=2)) == "a.pdf/page 2"
    assert path_of(Location(variable="sex")) == "sex"


def test_a_finding_on_the_submission_as_a_whole_has_no_place(a_draft: Report) -> None:
    assert results(a_draft, "SUB003")[0]["locations"] == []


def test_fingerprints_are_those_of_the_report_and_waivers_are_suppressions(a_draft: Report) -> None:
    one = results(a_draft, "SUB004")[0]
    waived = next(found for _, found in a_draft.findings if found.waived)
    assert one["partialFingerprints"] == {"dagCheck/v1": waived.fingerprint}
    assert one["suppressions"] == [{"kind": "external", "justification": "Agreed by e-mail."}]


def test_a_rule_that_crashed_is_told_as_a_fault_of_the_run(a_draft: Report) -> None:
    invocation = run_of(a_draft)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["associatedRule"]["id"] == "ARI001"


def test_what_messages_of_sarif_give_a_meaning_is_escaped() -> None:
    made = report([result("X001", "X", finding("It says: [here](1) and {0}.", Location()))])
    assert results(made, "X001")[0]["message"]["text"] == "It says: \\[here\\](1) and {{0}}."
