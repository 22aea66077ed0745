"""A Report as JSON: version 1 of the contract that docs/report.md describes. Holds everything, whatever the view."""

from __future__ import annotations

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.report import Report


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as JSON text."""
    return report.to_json()
