"""A Comparison as JSON, version 1: docs/compare.md describes it. Holds everything, whatever the view."""

from __future__ import annotations

from typing import Any

from dag_check.comparison.model import Comparison
from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.text import json_text


def as_dict(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON values; parts of a place that are not known are left out."""
    data = comparison.model_dump(mode="json", by_alias=True)
    counts = {name: len(data[name]) for name in ("fixed", "still", "added", "gone")}
    counts["changes"] = len(data["changes"] or ())
    return {
        "schema_version": data.pop("schema_version"),
        "old": data.pop("old"),
        "new": data.pop("new"),
        "counts": counts,
        **data,
    }


def render(comparison: Comparison, view: View = DEFAULT_VIEW) -> str:
    """The comparison as JSON text."""
    return json_text(as_dict(comparison))
