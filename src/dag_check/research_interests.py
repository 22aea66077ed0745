"""The editions of the MoJ Areas of Research Interest (ARI), as rules/ari/*.yaml hold them. Ground floor: what an application says of them is for others.

An edition whose list is not loaded (`areas: unknown`) is known by its title and date only; `dag-check ari learn` loads it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dag_check.errors import DataError
from dag_check.knowledge import Knowledge, load_yaml
from dag_check.text import normalise, words


@dataclass(frozen=True, slots=True)
class Area:
    """An area or theme of an edition, with the questions that stand under it (none where they are not loaded)."""

    name: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the ARI.

    `areas` is None where the list is not loaded. `complete` is false where the list of themes is known to hold only some of them.
    """

    edition: str
    title: str
    current: bool = False
    areas: tuple[Area, ...] | None = None
    themes: tuple[Area, ...] = ()
    complete: bool = True

    @property
    def listed(self) -> tuple[Area, ...]:
        """Its areas and themes."""
        return (*(self.areas or ()), *self.themes)


def editions(knowledge: Knowledge) -> Mapping[str, Edition]:
    """The editions of all rules folders by their year, oldest first; a later folder's replaces an earlier one's.

    Raises DataError where a file is not right.
    """
    return _editions(knowledge)


@lru_cache(maxsize=16)
def _editions(knowledge: Knowledge) -> dict[str, Edition]:
    found: dict[str, Edition] = {}
    for folder in knowledge.folders:
        for path in sorted((folder / "ari").glob("*.yaml")):
            edition = _edition(path, load_yaml(path))
            found[edition.edition] = edition
    return dict(sorted(found.items()))


def nearest(text: str, edition: Edition, most: int = 3) -> tuple[str, ...]:
    """The names of the areas and themes of an edition that come nearest to a text, best first; () where none comes near.

    By the words that they share with it (their beginnings, so that "prison" meets "prisoners"), rare ones among the areas counting more.
    """
    said = _beginnings(text[:20_000])
    listed = [(area.name, _beginnings(" ".join((area.name, *area.questions)))) for area in edition.listed]
    spread = Counter(word for _, own in listed for word in own)
    weight = {word: math.log(1 + len(listed) / number) for word, number in spread.items()}
    scored = []
    for name, own in listed:
        total = sum(weight[word] for word in own)
        shared = sum(weight[word] for word in own & said)
        if shared and total:
            scored.append((shared / math.sqrt(total), name))
    best = max((score for score, _ in scored), default=0.0)
    scored.sort(key=lambda one: -one[0])
    return tuple(name for score, name in scored[:most] if score >= best * _NEAR)


def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:_LETTERS] for word in words(text) if len(word) > 3 and word not in _COMMON)


def nearest_name(name: str, edition: Edition) -> tuple[str, float]:
    """The area, theme or question of an edition whose name is most like this one, and how like (0 to 100)."""
    from rapidfuzz import fuzz

    plain = normalise(name)
    best, score = "", 0.0
    for area in edition.listed:
        for said in (area.name, *area.questions):
            other = normalise(said)
            like = max(fuzz.token_sort_ratio(plain, other), fuzz.token_set_ratio(plain, other) if min(len(plain), len(other)) >= _SHORTEST else 0)  # fmt: skip
            if like > score:
                best, score = said, like
    return best, score


_NEAR = 0.5
"""An area comes near when it scores at least this share of the nearest one's score."""
_LETTERS = 6
_SHORTEST = 8
_COMMON = frozenset(
    words(
        "what which when where that this these those their there they them with from into over under about have been will would could should does "
        "most more less than then also such each other ways best work works theme area areas people research evidence how and the for our who use used "
        "using impact effect effects need needs help make between within across ministry justice"
    )
)


def _edition(path: Path, content: Any) -> Edition:
    expected = "`edition`, `title`, and `areas`: a list, or `unknown`"
    if not isinstance(content, Mapping) or "edition" not in content:
        raise DataError(str(path), "The file is not an edition of the Areas of Research Interest.", expected=expected)
    areas = content.get("areas", "unknown")
    return Edition(
        edition=str(content["edition"]),
        title=str(content.get("title", "")),
        current=content.get("current") is True,
        areas=None if areas in ("unknown", None) else _areas(path, areas),
        themes=_areas(path, content.get("themes") or []),
        complete=content.get("complete") is not False,
    )


def _areas(path: Path, listed: Any) -> tuple[Area, ...]:
    if not isinstance(listed, list):
        raise DataError(str(path), "The areas are not right.", expected="a list of names, or of `name` and `questions`")
    areas = []
    for item in listed:
        if isinstance(item, Mapping) and "name" in item:
            areas.append(Area(str(item["name"]), tuple(str(question) for question in item.get("questions") or ())))
        elif isinstance(item, str):
            areas.append(Area(item))
        else:
            raise DataError(str(path), f"An area is not right: {item!r}.", expected="a name, or `name` and `questions`")
    return tuple(areas)
