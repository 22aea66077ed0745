"""A Report as JSON: version 1 of the contract that docs/report.md describes. Holds everything, whatever the view."""

from __future__ import annotations

import json
import re
from typing import Any

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.report import Report

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def as_dict(report: Report) -> dict[str, Any]:
    """The report as plain JSON values, keys in the contract's order; parts of a place that are not known are left out."""
    data = report.model_dump(by_alias=True)
    data["checked_on"] = report.checked_on.isoformat()
    return data


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as JSON text."""
    return dumps(as_dict(report))


def dumps(values: dict[str, Any]) -> str:
    """Plain values as JSON text, indented by two, with a line break at its end.

    Characters that cannot be seen but could steer a terminal or turn text round are written as escapes (the value stays
    the same); half characters, which no UTF-8 file can hold, as U+FFFD.
    """
    text = json.dumps(values, ensure_ascii=False, indent=2)
    return _UNSEEN.sub(_escape, _SURROGATE.sub("\ufffd", text)) + "\n"


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match.group(), ensure_ascii=True)[1:-1]
