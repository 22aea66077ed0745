"""A Report as feedback that somebody reads: one module a format. Reports come in, text (or a file's bytes) goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from dag_check.errors import UsageError
from dag_check.report import Report


@dataclass(frozen=True, slots=True)
class View:
    """How feedback is to look: columns to wrap at, colours or none, and whether to show everything.

    Only text takes all three; files hold everything, whatever the view.
    """

    width: int = 80
    colour: bool = False
    verbose: bool = False


DEFAULT_VIEW = View()

FORMATS: dict[str, tuple[str, tuple[str, ...]]] = {
    "text": ("dag_check.feedback.text", (".txt",)),
    "json": ("dag_check.feedback.json", (".json",)),
    "html": ("dag_check.feedback.html", (".html", ".htm")),
    "markdown": ("dag_check.feedback.markdown", (".md", ".markdown")),
    "csv": ("dag_check.feedback.csv", (".csv",)),
    "workbook": ("dag_check.feedback.workbook", (".xlsx",)),
    "sarif": ("dag_check.feedback.sarif", (".sarif", ".sarif.json")),
    "junit": ("dag_check.feedback.junit", (".xml",)),
    "letter": ("dag_check.feedback.letter", (".docx",)),
}
"""The name of each format: the module that writes it, and the extensions of files that ask for it."""


def render(report: Report, format_name: str, view: View = DEFAULT_VIEW) -> str | bytes:
    """The feedback in that format: text with a line break at its end, or bytes where the format sets its own encoding.

    Raises UsageError for a format that is not known.
    """
    if format_name not in FORMATS:
        raise UsageError(f"There is no format {format_name!r}. Choose one of: {', '.join(FORMATS)}.")
    module = import_module(FORMATS[format_name][0])
    return cast("Callable[[Report, View], str | bytes]", module.render)(report, view)


def format_for(file_name: str, formats: Mapping[str, tuple[str, tuple[str, ...]]] = FORMATS) -> str | None:
    """The format that a file's extension asks for, None where none does. The longest extension that fits decides."""
    name = file_name.lower()
    fitting = [
        (len(extension), format_name)
        for format_name, (_, extensions) in formats.items()
        for extension in extensions
        if name.endswith(extension)
    ]
    return max(fitting)[1] if fitting else None
