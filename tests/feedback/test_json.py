"""The JSON contract: keys and their order, what is left out, and that the file can be read back whatever the documents held."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from dag_check.feedback import format_for, render
from dag_check.location import Location
from dag_check.report import Report
from dag_check.resources import schemas_dir

from .conftest import finding, report, result


def test_keys_stand_in_the_order_of_the_contract(a_draft: Report) -> None:
    data = json.loads(render(a_draft, "json"))
    assert list(data) == [
        "schema_version", "tool", "rulebook", "checked_on", "submission", "outcome", "counts", "results",
        "left_out",
    ]  # fmt: skip
    assert list(data["counts"]) == ["error", "warning", "info", "pass", "not_applicable", "cannot_tell", "crashed"]
    assert list(data["submission"]["files"][0]) == ["path", "sha256", "format", "kind", "notes"]
    assert list(data["results"][0]) == [
        "code", "name", "title", "severity", "status", "reason", "source", "evidence", "findings",
    ]  # fmt: skip
    assert list(data["results"][0]["findings"][0]) == [
        "message", "advice", "location", "quote", "fingerprint", "waived",
    ]  # fmt: skip


def test_a_place_holds_only_what_is_known(a_draft: Report) -> None:
    results = {one["code"]: one for one in json.loads(render(a_draft, "json"))["results"]}
    assert results["SUB003"]["findings"][0]["location"] == {}
    assert results["VAR003"]["findings"][0]["location"] == {
        "file": "request list.xlsx", "sheet": "Request", "cell": "F9", "row": 9, "variable": "sex",
    }  # fmt: skip
    assert results["FRM002"]["findings"][0]["location"]["question"] == {
        "id": "q3.10", "number": "3.10", "label": "Who benefits?",
    }  # fmt: skip


def test_it_holds_every_finding_and_ends_in_a_line_break(a_draft: Report) -> None:
    text = render(a_draft, "json")
    assert sum(len(one["findings"]) for one in json.loads(text)["results"]) == len(list(a_draft.findings)) == 46
    assert text.endswith("}\n")
    assert text == render(a_draft, "json")


def test_it_keeps_to_the_published_schema(a_draft: Report) -> None:
    schema = json.loads((schemas_dir() / "report.schema.json").read_text(encoding="utf-8"))
    validator: Validator = Draft202012Validator(schema)
    validator.validate(json.loads(render(a_draft, "json")))


def test_letters_stay_letters_and_what_steers_a_terminal_is_escaped_without_changing_the_value() -> None:
    message = "Café £ \x9b31m \u202eabc \x1b[0m \U000e0041"
    text = render(report([result("FRM002", "Blank", finding(message, Location()))]), "json")
    assert "Café £" in text
    assert not set(text) & set("\x9b\u202e\x1b\U000e0041")
    assert json.loads(text)["results"][0]["findings"][0]["message"] == message


def test_half_characters_do_not_stop_the_file_from_being_written() -> None:
    text = render(report([result("FRM002", "Blank", finding("a\ud800b", Location()))]), "json")
    assert json.loads(text.encode())["results"][0]["findings"][0]["message"] == "a\ufffdb"


def test_the_extension_of_a_file_asks_for_its_format() -> None:
    assert [format_for(name) for name in ("a.json", "A.JSON", "b.txt", "c", "d.pdf")] == [
        "json",
        "json",
        "text",
        None,
        None,
    ]
