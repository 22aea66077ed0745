"""Finds and loads form definitions: the built-in ones under rules/forms/ and those that a user names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import ValidationError

from dag_check.errors import DataError
from dag_check.forms.definition import FormDefinition
from dag_check.knowledge import line_of, load_yaml
from dag_check.resources import rules_dir


def load_form(path: Path) -> FormDefinition:
    """The form that a YAML file defines. Raises DataError with the line and what was expected."""
    content = load_yaml(path)
    try:
        return FormDefinition.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        line = line_of(path, first["loc"])
        raise DataError(str(path), f"{place}: {first['msg']}.", line=line, expected="a form definition") from error


@cache
def builtin_form() -> FormDefinition:
    """The built-in form: the MoJ secure access application form."""
    return load_form(rules_dir() / "forms" / "moj-secure-access.yaml")
