"""Which of several versions of a file is meant, by the names that people give them: "old/", "form_v2", "list FINAL".

The words are in rules/lists/file-versions.yaml. A name decides only between files that hold the same thing; intake sees to that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from dag_check.knowledge import Knowledge
from dag_check.text import normalise, words

_NUMBER = re.compile(
    r"(?<![^\W\d_])(?:v|ver|version|rev|revision)\s?(\d{1,3}(?:\.\d{1,3})*)(?!\d)|\s(\d{1,2}(?:\.\d{1,2})?)$"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Version:
    """What a path says of the version: what the file is called without it, its number, and whether it is set aside or final.

    `in_old_folder` sets a file aside whatever it is called, `set_aside` (by a word of its name) beside a file of the same name only.
    """

    base: tuple[str, ...]
    number: tuple[int, ...] = ()
    in_old_folder: bool = False
    set_aside: bool = False
    final: bool = False


def version_of(path: str, knowledge: Knowledge) -> Version:
    """The version that a path tells, folders included."""
    known = knowledge.list("file-versions")
    aside, final, marks = (frozenset(known[name]) for name in ("set_aside", "final", "version"))
    pure = PurePosixPath(path)
    stem = _spaced(pure.stem)
    found = _NUMBER.search(stem)
    number = tuple(int(part) for part in (found[1] or found[2]).split(".")) if found else ()
    named = words(_NUMBER.sub(" ", stem))
    edges = {*named[:1], *named[-1:]}
    is_final = bool(set(named) & final)
    in_old_folder = any(_is_old_folder(folder, aside) for folder in pure.parts[:-1])
    is_aside = bool(edges & aside) and not is_final
    base = tuple(word for word in named if word not in aside | final | marks and not word.isdigit())
    return Version(base, number, in_old_folder, is_aside, is_final)


def is_older(one: Version, other: Version) -> bool:
    """Whether the names say that `one` is an older version than `other`. False where they do not tell."""
    if one.in_old_folder != other.in_old_folder:
        return one.in_old_folder
    alike = set(one.base) <= set(other.base) or set(one.base) >= set(other.base)
    if alike and one.set_aside != other.set_aside:
        return one.set_aside
    if one.base != other.base:
        return False
    if one.number and other.number and one.number != other.number:
        return one.number < other.number
    return other.final and not one.final and (not one.number or not other.number)


def _is_old_folder(folder: str, aside: frozenset[str]) -> bool:
    """Whether a folder's whole name sets it aside ("old versions", "archive 2025"): "Old Bailey" is no old folder."""
    named = set(words(_spaced(folder)))
    rest = named - aside - {"version", "versions", "files", "copies", "copy", "stuff", "documents", "docs", "and"}
    return bool(named & aside) and all(word.isdigit() for word in rest)


def _spaced(name: str) -> str:
    return normalise(re.sub(r"[_\-()\[\]+]", " ", _CAMEL.sub(" ", name)))
