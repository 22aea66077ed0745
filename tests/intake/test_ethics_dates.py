"""Dates of approvals: the American order, and approvals that last for so many years."""

from __future__ import annotations

import datetime as dt

import pytest

from dag_check.intake.ethics import read_letter
from dag_check.intake.ethics_details import lasting_until, month_first, quoted_title
from dag_check.knowledge import builtin
from tests.intake.test_ethics import paper

DATE = dt.date(2026, 7, 6)


def test_a_review_board_writes_the_month_first() -> None:
    text = (
        "WESTERN LAKES UNIVERSITY INSTITUTIONAL REVIEW BOARD\nMay 12, 2026\nDear Dr Prys:\nIRB ID: WLU-26-00417\n"
        "The IRB approved the study from 5/11/2026 to 5/10/2027 inclusive.\n"
        "If continuing review approval is not granted before the expiration date of 5/10/2027, approval expires on that date."
    )
    found = read_letter(paper(text), "irb.pdf", builtin())
    assert found is not None and found.status == "granted"
    assert (found.date, found.expires, found.reference) == (
        dt.date(2026, 5, 11),
        dt.date(2027, 5, 10),
        "WLU-26-00417",
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Approved 5/13/2026 and 5/6/2026", True),
        ("Institutional Review Board, May 12, 2026: approved 5/6/2026", True),
        ("Approved 13/5/2026", False),
        ("Approved 5/6/2026", False),
        ("IRB letter of 12 May 2026: approved 5/6/2026", False),
    ],
)
def test_the_order_is_told_by_the_text(text: str, first: bool) -> None:
    assert month_first(text) is first


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("The opinion is valid for 24 months from the date of issue.", dt.date(2028, 7, 6)),
        ("Approval is given for a period of three years.", dt.date(2029, 7, 6)),
        ("Approval is valid for three years from the start of the project.", None),
        ("Approval was given. Data are kept for 10 years.", None),
        ("Approval is for the duration of the project.", None),
    ],
)
def test_an_approval_for_so_many_years(text: str, until: dt.date | None) -> None:
    assert lasting_until(text, DATE) == until


def test_a_quoted_title_is_the_projects_and_a_policys_is_not() -> None:
    assert quoted_title('approval for your project "Sentencing guilty pleas: a study" (LAW-1)') == "Sentencing guilty pleas: a study"  # fmt: skip
    assert quoted_title('all research under "The policy on research with people" is reviewed') == ""
