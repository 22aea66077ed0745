"""Tells another edition of a form by its headings: sections that the form has no more, and the order in which the others stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dag_check.documents.lines import Line
from dag_check.forms.definition import EditionDefinition, FormDefinition
from dag_check.intake.matching import looks_like_heading
from dag_check.text import normalise, words

_PREFIX = re.compile(r"^(?:section|part|module)\s+[\w.]{1,3}\b\s*[-:.)]*\s*")
_ALIKE = 0.85
"""From which likeness two headings count as the same."""
_ENOUGH = 0.6
"""The share of an edition's headings that must stand in a copy of it, in their order."""


@dataclass(frozen=True, slots=True)
class OtherEdition:
    """Another edition that a copy is of, and the ids of the form's sections which that edition does not have."""

    name: str
    without: tuple[str, ...] = ()


def other_edition(lines: Sequence[Line], definition: FormDefinition) -> OtherEdition | None:
    """The other edition of the form that this copy is of, None where it is of the form's own or that cannot be told.

    A heading that only the other edition has must be there: the order of the sections alone decides nothing, for people move them.
    """
    if not definition.editions:
        return None
    headings = [text for line in lines if looks_like_heading(line) and (text := _plain(line.body))]
    known = [_plain(section.title) for section in definition.sections]
    best, share = None, _ENOUGH
    for edition in definition.editions:
        dropped = [title for title in map(_plain, edition.dropped) if not _stands_in(title, known)]
        if any(_stands_in(title, headings) for title in dropped):
            found = _share_in_order([_plain(title) for title in edition.sections], headings)
            if found >= share:
                best, share = edition, found
    return OtherEdition(best.name, _sections_without(definition, best)) if best else None


def _plain(text: str) -> str:
    return _PREFIX.sub("", normalise(text)).strip(" .:*")


def _alike(wanted: str, heading: str) -> float:
    """How alike two headings are: 1 for the same words, 0.7 where one has the words of the other and a few more."""
    ratio = fuzz.ratio(wanted, heading) / 100
    if ratio >= _ALIKE:
        return ratio
    own, others = set(words(wanted)), set(words(heading))
    fewer, more = (own, others) if len(own) <= len(others) else (others, own)
    return 0.7 if fewer and fewer <= more and len(more) <= len(fewer) + 5 else 0.0


def _stands_in(title: str, headings: Sequence[str]) -> bool:
    return any(_alike(title, heading) >= _ALIKE for heading in headings)


def _share_in_order(wanted: Sequence[str], headings: Sequence[str]) -> float:
    """The share of the wanted headings that stand among the others in this order, each weighed by how alike it is."""
    best = [0.0] * (len(headings) + 1)
    for title in wanted:
        row = [0.0]
        for place, heading in enumerate(headings):
            row.append(max(row[-1], best[place + 1], best[place] + _alike(title, heading)))
        best = row
    return best[-1] / len(wanted) if wanted else 0.0


def _sections_without(definition: FormDefinition, edition: EditionDefinition) -> tuple[str, ...]:
    """The form's sections for which the edition has no heading."""
    theirs = [_plain(title) for title in edition.sections]
    return tuple(
        section.id
        for section in definition.sections
        if not any(_alike(_plain(title), other) for title in (section.title, *section.aliases) for other in theirs)
    )
