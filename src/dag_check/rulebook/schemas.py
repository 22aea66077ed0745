"""The JSON Schemas of what dag-check reads and prints, written from the models: `python -m dag_check.rulebook.schemas`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from dag_check.application import Application
from dag_check.errors import UsageError
from dag_check.forms.definition import FormDefinition
from dag_check.report import Report
from dag_check.resources import schemas_dir
from dag_check.rulebook.models import Rule, RulebookFile

_MODELS: dict[str, tuple[type[BaseModel], Literal["validation", "serialization"], str]] = {
    "application": (Application, "validation", "An application, as dag-check reads it from a submission"),
    "report": (Report, "serialization", "The report of dag-check on one submission"),
    "rule": (Rule, "validation", "A rule of dag-check: one YAML file"),
    "form": (FormDefinition, "validation", "The definition of an application form: one YAML file"),
    "rulebook": (RulebookFile, "validation", "The rulebook.yaml of a folder of rules"),
}
NAMES = tuple(_MODELS)


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of that name: application, report, rule, form or rulebook. Raises UsageError for another name."""
    if name not in _MODELS:
        raise UsageError(f"There is no schema {name!r}; there are {', '.join(NAMES)}.")
    content: dict[str, Any] = json.loads((schemas_dir() / f"{name}.schema.json").read_text(encoding="utf-8"))
    return content


def schema_text(name: str) -> str:
    """The text of a schema, made afresh from its model."""
    model, mode, title = _MODELS[name]
    made = model.model_json_schema(mode=mode, by_alias=True)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{name}.schema.json",
        "title": title,
    }
    made.pop("title", None)
    return json.dumps({**head, **made}, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Writes every schema into a folder."""
    for name in NAMES:
        (folder / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(schemas_dir())
