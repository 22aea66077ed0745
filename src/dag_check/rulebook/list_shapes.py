"""Whether a list of a folder fits the built-in list that it adds to. Lists are read by intake and checks; only their shape is known here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dag_check.errors import DataError
from dag_check.knowledge import line_of, load_yaml
from dag_check.rulebook.loading import shown

Keys = list[str | int]


def mistakes_in_list(path: Path, built_in: Path) -> Iterator[DataError]:
    """What in a list cannot be laid over the built-in list of the same name. A list of another name is for checks of one's own."""
    content = load_yaml(path)
    if path.suffix != ".yaml":
        yield DataError(
            str(path), "The list is not read: its name ends in .yml.", expected="a name that ends in .yaml."
        )
    if not isinstance(content, dict):
        yield DataError(str(path), "The list is not a mapping.", line=1, expected="names with values under them.")
        return
    base = built_in / f"{path.stem}.yaml"
    if not base.is_file():
        names = [other.stem for other in built_in.glob("*.yaml")]
        near = get_close_matches(path.stem, names, 1, cutoff=0.8)
        if near:
            yield DataError(
                str(path),
                f"There is no built-in list of this name (did you mean {near[0]}.yaml?).",
                expected="the name of a built-in list, or one that is not like any of them.",
            )
        return
    known = load_yaml(base)
    for key, value in content.items():
        if key not in known:
            near = get_close_matches(str(key), [str(name) for name in known], 1)
            hint = f" (did you mean `{near[0]}`?)" if near else ""
            if isinstance(key, bool):
                hint = f" (`{'yes' if key else 'no'}` as a name stands in quotes)"
            yield DataError(
                str(path),
                f"`{key}` is not known in this list{hint}.",
                line=line_of(path, [key]),
                expected=f"one of {', '.join(map(str, known))}.",
            )
        else:
            yield from _shape(path, [str(key)], value, known[key])


def _shape(path: Path, keys: Keys, value: Any, base: Any) -> Iterator[DataError]:
    if isinstance(base, list):
        if not isinstance(value, list):
            yield _wrong(path, keys, value, "a list: [one, two], or a line with a dash for each.")
            return
        for number, item in enumerate(value):
            yield from _item(path, [*keys, number], item, base)
    elif isinstance(base, dict):
        if not isinstance(value, dict):
            yield _wrong(path, keys, value, "names with values under them.")
            return
        shapes = list(base.values())
        for key, inner in value.items():
            if key in base:
                yield from _shape(path, [*keys, str(key)], inner, base[key])
            elif shapes and all(type(shape) is type(shapes[0]) for shape in shapes):
                yield from _shape(path, [*keys, str(key)], inner, _sample(shapes))
    elif isinstance(base, str):
        if not isinstance(value, str):
            yield _wrong(path, keys, value, "a text; in quotes, if YAML takes it for something else.")
    elif isinstance(base, bool | int | float) and type(value) is not type(base):
        both_numbers = not isinstance(base, bool) and isinstance(value, int | float) and not isinstance(value, bool)
        if not both_numbers:
            yield _wrong(path, keys, value, "true or false." if isinstance(base, bool) else "a number.")


def _sample(shapes: list[Any]) -> Any:
    """One shape that stands for several of the same type: lists are put together, mappings laid over one another."""
    if isinstance(shapes[0], list):
        return [item for shape in shapes for item in shape]
    if isinstance(shapes[0], dict):
        return {key: value for shape in shapes for key, value in shape.items()}
    return shapes[0]


def _item(path: Path, keys: Keys, item: Any, base: list[Any]) -> Iterator[DataError]:
    if not base:
        return
    if all(isinstance(known, str) for known in base):
        if not isinstance(item, str):
            yield _wrong(
                path, keys, item, "a text; in quotes, if YAML takes it for something else (yes, no, 2020, a: b)."
            )
        elif any("\\" in known for known in base) and (problem := _pattern(item)):
            yield DataError(
                str(path),
                f"`{_place(keys)}` is not a regular expression ({shown(item)}): {problem}.",
                line=line_of(path, keys),
                expected="a regular expression, as the built-in entries are.",
            )
    elif all(isinstance(known, dict) for known in base):
        if not isinstance(item, dict):
            yield _wrong(path, keys, item, f"names with values under them, such as {', '.join(base[0])}.")
            return
        allowed = {str(name) for known in base for name in known}
        for name in item:
            near = get_close_matches(str(name), allowed, 1, cutoff=0.75) if name not in allowed else []
            if near:
                yield DataError(
                    str(path),
                    f"`{_place([*keys, str(name)])}` is not known here (did you mean `{near[0]}`?).",
                    line=line_of(path, [*keys, str(name)]),
                    expected=f"one of {', '.join(sorted(allowed))}.",
                )
        always = set.intersection(*(set(known) for known in base))
        for name in sorted(always - set(item), key=str):
            if name not in _near_misses(item, allowed):
                yield DataError(
                    str(path),
                    f"`{_place([*keys, str(name)])}` is missing.",
                    line=line_of(path, keys),
                    expected=f"{', '.join(map(str, base[0]))}.",
                )
        for name, value in item.items():
            sample = next((known[name] for known in base if name in known), None)
            if isinstance(sample, list | dict | str) and not isinstance(value, type(sample)):
                number_for_text = isinstance(sample, str) and isinstance(value, int | float | dt.date)
                if value is not None and not (number_for_text and not isinstance(value, bool)):
                    yield from _shape(path, [*keys, str(name)], value, sample)


def _near_misses(item: Mapping[Any, Any], allowed: set[str]) -> set[str]:
    near = (get_close_matches(str(name), allowed, 1, cutoff=0.75) for name in item if name not in allowed)
    return {match for matches in near for match in matches}


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        return str(error)
    return ""


def _wrong(path: Path, keys: Keys, value: Any, expected: str) -> DataError:
    return DataError(
        str(path), f"`{_place(keys)}` is not right ({shown(value)}).", line=line_of(path, keys), expected=expected
    )


def _place(keys: Keys) -> str:
    return ".".join(str(key) for key in keys)
