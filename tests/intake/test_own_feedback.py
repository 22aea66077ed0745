"""Feedback kept beside a submission changes nothing of what is said about it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dag_check import check
from dag_check.feedback import FORMATS, View, render
from dag_check.intake.own_feedback import is_own_feedback

DRAFT = Path(__file__).parents[2] / "examples" / "first-draft"
DAY = dt.date(2026, 11, 22)


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in DRAFT.iterdir()}


@pytest.mark.parametrize("format_name", FORMATS)
def test_feedback_in_the_folder_is_no_evidence(format_name: str) -> None:
    report = check(files(), today=DAY)
    made = render(report, format_name, View())
    again = check({**files(), "feedback": made if isinstance(made, bytes) else made.encode()}, today=DAY)
    assert again.flatten() == report.flatten()
    assert again.counts == report.counts


@pytest.mark.parametrize("path", sorted(DRAFT.iterdir()), ids=lambda path: path.name)
def test_what_an_applicant_sends_is_not_taken_for_feedback(path: Path) -> None:
    assert not is_own_feedback(path.read_bytes())
