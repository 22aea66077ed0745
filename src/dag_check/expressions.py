"""Compiles and evaluates CEL, the small language of conditions in rules and forms. Ground floor: knows no names of its own.

The CEL library takes a third of a second to import, so it is imported when an expression first needs it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from dag_check.errors import DagCheckError

_NAME = re.compile(r"(!?)\s*([A-Za-z_]\w*)")
_TEXT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_MEMBER = re.compile(
    r"""(?:'([^'\\]*)'|"([^"\\]*)")\s+in\s+(chosen|kinds|roles|data|route|choices)\b(?:\s*\.\s*(\w+)|\s*\[\s*['"](\w+)['"]\s*\])?"""
)
_BOUND = re.compile(r"\.\s*(?:all|exists|exists_one|existsOne|filter|map)\s*\(\s*([A-Za-z_]\w*)\s*,")
_FUNCTIONS = frozenset(
    {
        "size",
        "matches",
        "contains",
        "startsWith",
        "endsWith",
        "int",
        "uint",
        "double",
        "string",
        "bool",
        "type",
        "has",
        "min",
        "max",
    }
)


class ExpressionError(DagCheckError):
    """An expression that does not compile, names something that is not there, or cannot be evaluated."""


def evaluate(expression: str, context: Mapping[str, Any]) -> Any:
    """The value of a CEL expression over these names. Raises ExpressionError; `missing_key` cases name the key.

    A bare name and its negation are looked up without CEL: the built-in rules use little else.
    """
    simple = _NAME.fullmatch(expression.strip())
    if simple and isinstance(context.get(simple.group(2)), bool):
        return context[simple.group(2)] is not bool(simple.group(1))
    program = _program(expression)
    try:
        return program.execute(dict(context))
    except KeyError as error:
        raise ExpressionError(f"{error} is not among the values.") from error
    except Exception as error:
        raise ExpressionError(f"The expression cannot be evaluated: {_first_sentence(error)}") from error


def verify(expression: str, names: Collection[str]) -> None:
    """Raises ExpressionError where an expression does not compile or uses a name or function that is not there."""
    simple = _NAME.fullmatch(expression.strip())
    if simple and simple.group(2) in names:
        return
    program = _program(expression)
    bound = set(_BOUND.findall(_TEXT.sub("''", expression)))
    for name in sorted(set(program.variables()) - bound):
        if name not in names:
            raise ExpressionError(f"There is no value {name!r}; there are {', '.join(sorted(names))}.")
    for name in sorted(set(program.functions())):
        if name.isidentifier() and not name.startswith("_") and name not in _FUNCTIONS:
            raise ExpressionError(f"There is no function {name!r}; there are {', '.join(sorted(_FUNCTIONS))}.")


def keys_of(expression: str, name: str) -> set[str]:
    """The keys that an expression takes from a mapping of that name: `counts.files`, `counts["files"]`."""
    keyed = re.findall(rf"\b{re.escape(name)}\s*\[\s*(?:'([^']*)'|\"([^\"]*)\")\s*\]", expression)
    dotted = re.findall(rf"\b{re.escape(name)}\s*\.\s*([A-Za-z_]\w*)(?!\w*\s*\()", _TEXT.sub("''", expression))
    return {single or double for single, double in keyed} | set(dotted)


def memberships(expression: str) -> set[tuple[str, str]]:
    """The texts that an expression looks for in a list, each with the list: `"new" in choices.status` is ("new", "choices.status")."""
    found = _MEMBER.findall(expression)
    return {
        (single or double, name + (f".{dotted or keyed}" if dotted or keyed else ""))
        for single, double, name, dotted, keyed in found
        if name != "choices" or dotted or keyed
    }


@lru_cache(maxsize=512)
def _program(expression: str) -> Any:
    import cel

    try:
        return cel.compile(expression)
    except Exception as error:
        said = _first_sentence(error).partition(" expecting {")[0].rstrip(" .:")
        raise ExpressionError(f"The expression does not compile: {said}.{_hint(expression)}") from error


def _hint(expression: str) -> str:
    """What people who know no CEL write most often, and what to write for it; "" where it is none of that."""
    if re.search("[“”‘’]", expression):
        return " Use straight quotation marks."
    bare = _TEXT.sub("''", expression)
    if re.search(r"\b(?:and|or|not)\b", bare, re.IGNORECASE):
        return " Write && for and, || for or, ! for not."
    if re.search(r"(?<![=!<>])=(?!=)", bare):
        return " Write == where two things are to be the same."
    return ""


def _first_sentence(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].removeprefix("Failed to parse expression ")
