"""Reads the YAML of rules/: lists of words, datasets, items. Ground floor: what is in a list is its reader's business.

Several folders may hold rules: the built-in one first, then those that a user adds; a later list adds to an earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dag_check.errors import DataError
from dag_check.resources import rules_dir

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises DataError with the line when it is not YAML, and when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(str(path), f"The file cannot be read ({error}).") from error
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DataError(str(path), yaml_problem(error), line=mark.line + 1 if mark else None) from error


_HINTS = (
    ("mapping values", "A text that holds a colon and a space stands in quotation marks."),
    ("tab", "Indent with spaces, not with tabs."),
    ("\\t", "Indent with spaces, not with tabs."),
    ("alias", "A text that begins with * or & stands in quotation marks."),
    ("expected", "Here or on a line above, a quotation mark or bracket is not closed, or text follows behind it."),
    ("end of stream", "A quotation mark or bracket is not closed."),
    ("cannot start any token", "A text that begins with a sign such as %, @ or ` stands in quotation marks."),
)


def yaml_problem(error: yaml.YAMLError) -> str:
    """What is wrong with a text that is not YAML, with what people who write little YAML most often mean by it."""
    problem = getattr(error, "problem", None) or "it cannot be read"
    hint = next((f" {hint}" for sign, hint in _HINTS if sign in problem), "")
    return f"Not valid YAML: {problem}.{hint}"


def line_of(path: Path, keys: Sequence[str | int]) -> int | None:
    """The line (from 1) at which the value under these keys stands in a YAML file, or its nearest parent that is there."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    line = None
    for key in (*keys, None):
        if node is None:
            return line
        line = node.start_mark.line + 1
        found = None
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if name.value == str(key):
                    line, found = name.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            found = node.value[key]
        if found is None:
            return line
        node = found
    return line


class Knowledge:
    """The lists of one or more rules folders. Lists are read when first asked for, and kept."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders: tuple[Path, ...] = (rules_dir(), *folders)
        self._lists: dict[str, Mapping[str, Any]] = {}

    def list(self, name: str) -> Mapping[str, Any]:
        """The content of lists/NAME.yaml, all folders merged: mappings key by key, sequences one after the other.

        Raises DataError when no folder has it, or when one is not a mapping.
        """
        if name not in self._lists:
            merged: dict[str, Any] | None = None
            for folder in self.folders:
                path = folder / "lists" / f"{name}.yaml"
                if path.is_file():
                    content = load_yaml(path)
                    if not isinstance(content, dict):
                        raise DataError(
                            str(path), "The list is not a mapping.", expected="names with values under them"
                        )
                    merged = content if merged is None else _merge(merged, content)
            if merged is None:
                raise DataError(f"lists/{name}.yaml", "There is no such list in the rulebook.")
            self._lists[name] = merged
        return self._lists[name]


def _merge(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in more.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = [*old, *(item for item in value if item not in old)]
        else:
            merged[key] = value
    return merged


@cache
def builtin() -> Knowledge:
    """The built-in lists."""
    return Knowledge()
