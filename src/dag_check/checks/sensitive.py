"""Which requested variables are sensitive, and whether their justification says why nothing coarser would do (VAR010).

The kinds and words are in rules/lists/sensitive-variables.yaml; special categories are those of rules/lists/data-protection.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dag_check.application import RequestedVariable
from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.text import normalise

_FILE = "lists/sensitive-variables.yaml"
_PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_.\-/]+")
_Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sensitive variable: what it is, and which coarser forms there are ("" where none are known)."""

    what: str
    coarser: str
    mark: str
    names: _Patterns
    descriptions: _Patterns
    excluded: _Patterns
    enough: _Patterns


def kind_of(variable: RequestedVariable, knowledge: Knowledge, described: str = "") -> Kind | None:
    """The kind of sensitive variable that one is, by its name or by what the list or its catalogue says of it; None where it is none."""
    return _kind(variable.name, variable.description or described, knowledge)


def says_why_this_form(text: str, kind: Kind) -> bool:
    """Whether a justification says why this form of the variable is needed, or that coarser ones were thought of."""
    plain = normalise(text)
    return any(pattern.search(plain) for pattern in kind.enough)


def note(variables: Iterable[RequestedVariable], knowledge: Knowledge) -> str:
    """What rules on justifications add for sensitive variables, as a sentence that begins with a space; "" where none is sensitive."""
    found: dict[str, list[str]] = {}
    for variable in variables:
        kind = kind_of(variable, knowledge)
        if kind:
            found.setdefault(kind.what, []).append(variable.name)
        elif what := special_category(variable, knowledge):
            found.setdefault(f"special category data ({what})", []).append(variable.name)
    if not found:
        return ""
    said = "; ".join(
        f'"{names[0]}" is {what}' if len(names) == 1 else f"{len(names)} of them are {what}"
        for what, names in found.items()
    )
    return f" Sensitive variables need more: {said}, so say also why nothing coarser would do."


@lru_cache(maxsize=8192)
def _kind(name: str, description: str, knowledge: Knowledge) -> Kind | None:
    said = " ".join(_PARTS.sub(" ", name).casefold().split())
    about = normalise(description)
    for kind in _kinds(knowledge):
        if any(pattern.search(said) for pattern in kind.excluded):
            continue
        if any(pattern.search(said) for pattern in kind.names):
            return kind
        if any(pattern.search(about) for pattern in kind.descriptions) and not any(
            pattern.search(about) for pattern in kind.excluded
        ):
            return kind
    return None


@lru_cache(maxsize=8192)
def _special(name: str, description: str, knowledge: Knowledge) -> str:
    listed = knowledge.list("data-protection").get("special_categories") or ()
    said = f" {' '.join(_PARTS.sub(' ', name).casefold().split())} "
    about = f" {normalise(description)} "
    for entry in listed:
        for place, stems in ((said, entry.get("names") or ()), (about, entry.get("descriptions") or ())):
            if any((f" {stem[:-1]} " if str(stem).endswith(".") else f" {stem}") in place for stem in stems):
                return str(entry.get("what", ""))
    return ""


def special_category(variable: RequestedVariable, knowledge: Knowledge) -> str:
    """Which special category of personal data a variable is, "" where it is none that is known by its name or description."""
    return _special(variable.name, variable.description, knowledge)


@lru_cache(maxsize=16)
def _kinds(knowledge: Knowledge) -> tuple[Kind, ...]:
    content = knowledge.list("sensitive-variables")
    kinds = content.get("kinds")
    if not isinstance(kinds, Mapping):
        raise DataError(_FILE, "`kinds` is not right.", expected="kinds by name")
    general = _patterns(content, "enough", "enough")
    return tuple(_read(str(key), entry, general) for key, entry in kinds.items())


def _read(key: str, entry: Any, general: _Patterns) -> Kind:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("what"), str):
        raise DataError(_FILE, f"The kind {key!r} is not right.", expected="`what`, `names`, `not`, `enough` ...")
    return Kind(
        what=entry["what"],
        coarser=str(entry.get("coarser") or ""),
        mark=str(entry.get("mark") or "inferred"),
        names=_patterns(entry, "names", key),
        descriptions=_patterns(entry, "descriptions", key),
        excluded=_patterns(entry, "not", key),
        enough=(*_patterns(entry, "enough", key), *general),
    )


def _patterns(entry: Mapping[str, Any], name: str, of: str) -> _Patterns:
    values = entry.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise DataError(_FILE, f"`{name}` of {of!r} is not right.", expected="a list of regular expressions")
    try:
        return tuple(re.compile(value) for value in values)
    except re.error as error:
        raise DataError(
            _FILE, f"A pattern of {of!r} does not compile ({error}).", expected="regular expressions"
        ) from error
