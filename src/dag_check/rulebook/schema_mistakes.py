"""Holds a YAML file against its JSON Schema, and says in plain words what is wrong at which line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dag_check.errors import DataError
from dag_check.knowledge import line_of
from dag_check.rulebook.loading import shown
from dag_check.rulebook.schemas import schema

_PATTERNS = {
    "^[A-Z]{3}[0-9]{3}$": "three capital letters and three digits, such as ORG001.",
    "^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "small letters and digits with dashes between words, such as no-supervisor.",
}
_TYPES = {
    "string": "a text",
    "array": "a list",
    "object": "names with values under them",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def schema_mistakes(path: Path, content: Any, name: str) -> Iterator[DataError]:
    """Every place at which the content of a file is not what the schema of that name says."""
    from jsonschema import Draft202012Validator

    if isinstance(content, dict) and False in content:  # YAML 1.1 reads the bare word `off` as false
        content = {"off" if key is False else key: value for key, value in content.items()}
    if not isinstance(content, dict):
        yield DataError(
            str(path), f"The file does not hold a {name}.", line=1, expected="names with values under them."
        )
        return
    top = schema(name)
    validator = Draft202012Validator(top)
    # YAML knows dates and numbers where the schema wants texts; loading takes them as texts.
    plain = json.loads(json.dumps(content, default=str, allow_nan=True))
    for error in validator.iter_errors(plain):
        yield from _explained(error, path, top)


def _explained(error: Any, path: Path, top: Mapping[str, Any]) -> Iterator[DataError]:
    keys = list(error.absolute_path)
    place = ".".join(str(key) for key in keys)
    kind, value = error.validator, error.instance
    if kind == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        for name in [name for name in value if name not in known]:
            near = get_close_matches(name, known, 1)
            yield DataError(
                str(path),
                f"`{'.'.join([*map(str, keys), name])}` is not known here{f' (did you mean `{near[0]}`?)' if near else ''}.",
                line=line_of(path, [*keys, name]),
                expected=f"one of {', '.join(known)}.",
            )
        return
    if kind == "required":
        missing = next(name for name in error.validator_value if f"{name!r} is a required" in error.message)
        yield DataError(
            str(path),
            f"`{'.'.join([*map(str, keys), missing])}` is missing.",
            line=line_of(path, keys) if keys else 1,
            expected=f"{', '.join(error.schema['required'])}.",
        )
        return
    if _is_number_for_text(error):
        return
    if kind == "anyOf":
        inner = [one for one in error.context if one.validator != "type"]
        if inner:
            for one in inner:
                yield from _explained(one, path, top)
            return
    yield DataError(str(path), _problem(place, value, kind), line=line_of(path, keys), expected=_expected(error, top))


def _problem(place: str, value: Any, kind: str) -> str:
    if kind == "minLength" and value == "":
        return f"`{place}` is empty."
    return f"`{place}` is not right ({shown(value)})."


def _is_number_for_text(error: Any) -> bool:
    number = isinstance(error.instance, int | float) and not isinstance(error.instance, bool)
    wanted = error.schema.get("anyOf", [error.schema]) if isinstance(error.schema, dict) else []
    return number and error.validator in ("type", "anyOf") and any(one.get("type") == "string" for one in wanted)


def _expected(error: Any, top: Mapping[str, Any]) -> str:
    kind, wanted = error.validator, error.validator_value
    if kind == "enum":
        return f"one of {', '.join(map(str, wanted))}."
    if kind == "const":
        return f"{wanted}."
    if kind == "pattern":
        return _PATTERNS.get(wanted, f"a text of the form {wanted}")
    if kind == "minLength":
        return "a text that is not empty."
    text = _in_words(error.schema, top)
    if isinstance(error.instance, dict) and "text" in text:
        text += "; one that holds a colon and a space stands in quotes"
    return f"{text}."


def _in_words(part: Mapping[str, Any], top: Mapping[str, Any]) -> str:
    if "$ref" in part:
        return _in_words(top["$defs"][part["$ref"].rsplit("/", 1)[-1]], top)
    if "anyOf" in part:
        return " or ".join(_in_words(one, top) for one in part["anyOf"] if one.get("type") != "null")
    if "enum" in part:
        return f"one of {', '.join(map(str, part['enum']))}"
    return _TYPES.get(str(part.get("type")), "something else")
