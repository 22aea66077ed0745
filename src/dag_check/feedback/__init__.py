"""A Report as feedback that somebody reads: text, JSON and more, one module a format. Reports come in, text goes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from dag_check.errors import UsageError
from dag_check.report import Report


@dataclass(frozen=True, slots=True)
class View:
    """How feedback is to look: columns to wrap at, colours or none, and whether to show everything.

    A format takes of these what makes sense for it: JSON always holds everything.
    """

    width: int = 80
    colour: bool = False
    verbose: bool = False


DEFAULT_VIEW = View()

FORMATS: dict[str, tuple[str, tuple[str, ...]]] = {
    "text": ("dag_check.feedback.text", (".txt",)),
    "json": ("dag_check.feedback.json", (".json",)),
}
"""The name of each format: the module that writes it, and the extensions of files that ask for it."""


def render(report: Report, format_name: str, view: View = DEFAULT_VIEW) -> str:
    """The feedback in that format, with a line break at its end. Raises UsageError for a format that is not known."""
    if format_name not in FORMATS:
        raise UsageError(f"There is no format {format_name!r}. Choose one of: {', '.join(FORMATS)}.")
    module = import_module(FORMATS[format_name][0])
    return cast("Callable[[Report, View], str]", module.render)(report, view)


def format_for(file_name: str) -> str | None:
    """The format that a file's extension asks for, None where none does."""
    name = file_name.lower()
    return next((fmt for fmt, (_, extensions) in FORMATS.items() if name.endswith(extensions)), None)
