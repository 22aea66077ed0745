"""The schemas in schemas/ say what the models say, and what dag-check reads and prints keeps to them."""

from __future__ import annotations

import datetime as dt
import json

import jsonschema
import pytest

from dag_check.errors import UsageError
from dag_check.knowledge import load_yaml
from dag_check.resources import rules_dir, schemas_dir
from dag_check.rulebook import RuleCase, evaluate, load_rulebook, schema
from dag_check.rulebook.cases import application_of
from dag_check.rulebook.schema_mistakes import schema_mistakes
from dag_check.rulebook.schemas import NAMES, schema_text

RULEBOOK = load_rulebook()


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_in_the_repository_is_the_one_of_the_model(name: str) -> None:
    written = (schemas_dir() / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == schema_text(name), "run: python -m dag_check.rulebook.schemas"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema_with_a_name_and_a_title(name: str) -> None:
    content = schema(name)
    jsonschema.Draft202012Validator.check_schema(content)
    assert content["$id"] == f"{name}.schema.json"
    assert content["title"]


def test_another_name_is_an_error_of_usage() -> None:
    with pytest.raises(UsageError, match="application"):
        schema("letter")


@pytest.mark.parametrize("rule", RULEBOOK.rules, ids=lambda rule: rule.code)
def test_the_built_in_rules_keep_to_the_schema(rule) -> None:  # type: ignore[no-untyped-def]
    path = RULEBOOK.files[rule.code]
    assert [str(mistake) for mistake in schema_mistakes(path, load_yaml(path), "rule")] == []


def test_the_built_in_form_and_rulebook_keep_to_their_schemas() -> None:
    jsonschema.Draft202012Validator(schema("form")).validate(load_yaml(rules_dir() / "forms" / "moj-secure-access.yaml"))  # fmt: skip
    jsonschema.Draft202012Validator(schema("rulebook")).validate(load_yaml(rules_dir() / "rulebook.yaml"))


def test_an_application_and_its_report_keep_to_their_schemas() -> None:
    case = RuleCase(name="x", change={"answers": {"project.aims": "", "project.ari": "TBC"}}, expect="pass")
    application = application_of(case)
    report = evaluate(application, RULEBOOK, today=dt.date(2026, 3, 2))
    jsonschema.Draft202012Validator(schema("application")).validate(json.loads(application.model_dump_json()))
    jsonschema.Draft202012Validator(schema("report")).validate(json.loads(report.to_json()))
