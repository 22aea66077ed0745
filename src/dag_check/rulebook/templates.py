"""Fills the {names} of a rule's message and advice. No expressions, no formats: a name in braces and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dag_check.checks.base import Problem
from dag_check.errors import DagCheckError
from dag_check.location import Location
from dag_check.text import shorten, tidy

_SLOT = re.compile(r"\{([A-Za-z_]\w*)\}")
_STOPPED = re.compile(r'([.!?…]")\.(?=\s|$)')
"""A quotation that ends in a full stop of its own, before that of the sentence: one of them is enough."""
PLACE_NAMES = frozenset(
    {"file", "section", "question", "number", "label", "sheet", "cell", "row", "variable", "dataset", "page", "quote"}
)
"""Names that every template may use: they come from the place of the problem, "" where it has none."""


class TemplateError(DagCheckError):
    """A template that names a value which the problem does not have, or a variant that the rule does not have."""


def fill(template: str | Mapping[str, str], problem: Problem) -> str:
    """The text of a message or advice for a problem. Raises TemplateError."""
    if not isinstance(template, str):
        if problem.variant not in template:
            raise TemplateError(f"there is no text for the variant {problem.variant!r}")
        template = template[problem.variant]
    values = {**_of_place(problem.location), "quote": shorten(problem.quote), **problem.values}

    def value(slot: re.Match[str]) -> str:
        if slot.group(1) not in values:
            raise TemplateError(f"the text names {{{slot.group(1)}}}, which this problem does not have")
        return str(values[slot.group(1)])

    return tidy(_STOPPED.sub(r"\1", _SLOT.sub(value, template)))


def names_in(template: str | Mapping[str, str]) -> set[str]:
    """The names that a template uses, over all its variants."""
    texts = [template] if isinstance(template, str) else list(template.values())
    return {name for text in texts for name in _SLOT.findall(text)}


def _of_place(location: Location) -> dict[str, str]:
    question = location.question
    named = (question.number or f'"{shorten(question.label, 60)}"') if question else ""
    return {
        "file": location.file or "",
        "section": location.section or "",
        "question": named,
        "number": question.number if question else "",
        "label": shorten(question.label, 80) if question else "",
        "sheet": location.sheet or "",
        "cell": location.cell or "",
        "row": "" if location.row is None else str(location.row),
        "variable": location.variable or "",
        "dataset": location.dataset or "",
        "page": "" if location.page is None else str(location.page),
    }
