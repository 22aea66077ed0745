"""dag-check: says what is missing in an application for data before a person has to. The public names, and nothing else.

Every name is fetched from its module when it is first used, so that `import dag_check` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dag_check.api import check, compare, read
    from dag_check.application import Application
    from dag_check.comparison.model import Comparison
    from dag_check.documents.guard import Limits
    from dag_check.errors import DagCheckError, DataError, UnreadableFile, UsageError
    from dag_check.location import Location
    from dag_check.report import Finding, Outcome, Report, Result, Severity
    from dag_check.rulebook import Rulebook

__version__ = "0.1.0"

__all__ = [
    "Application",
    "Comparison",
    "DagCheckError",
    "DataError",
    "Finding",
    "Limits",
    "Location",
    "Outcome",
    "Report",
    "Result",
    "Rulebook",
    "Severity",
    "UnreadableFile",
    "UsageError",
    "__version__",
    "check",
    "compare",
    "read",
]

_HOMES = {
    "api": ("check", "compare", "read"),
    "application": ("Application",),
    "comparison.model": ("Comparison",),
    "documents.guard": ("Limits",),
    "errors": ("DagCheckError", "DataError", "UnreadableFile", "UsageError"),
    "location": ("Location",),
    "report": ("Finding", "Outcome", "Report", "Result", "Severity"),
    "rulebook": ("Rulebook",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
