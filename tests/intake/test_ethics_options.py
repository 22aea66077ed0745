"""Outcomes beside boxes and lists of outcomes in a committee's papers."""

from __future__ import annotations

import pytest

from dag_check.intake.ethics import read_letter, read_statement
from dag_check.intake.ethics_options import without_options
from dag_check.knowledge import builtin
from dag_check.location import Location
from tests.intake.test_ethics import paper


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["Outcome: [X] Favourable [ ] Favourable with conditions [ ] Resubmit"], ["Decision: Favourable"]),
        (["☐ Approve", "☒ Revise and resubmit", "☐ Reject"], ["Decision: Revise and resubmit"]),
        (["☒: Approve", "☐: Reject"], ["Decision: Approve"]),
        (["Approved ☐ Not approved ☑"], ["Decision: Not approved"]),
        (["☐ Approved", "☐ Not approved"], []),
        (["Approved / Approved with conditions / Not approved"], []),
        (["Decision: Approved / Rejected (delete as appropriate)"], []),
        (["Possible decisions: Approved; Minor revisions required; Rejected"], []),
        (["Decision: Approved"], ["Decision: Approved"]),
        (["☒ The data are anonymised", "☐ The data are sensitive"], ["☒ The data are anonymised", "☐ The data are sensitive"]),
        (["The committee approved the study, or will refer it."], ["The committee approved the study, or will refer it."]),
        (["Approved (x) on 3 May 2026 by the Chair"], ["Approved (x) on 3 May 2026 by the Chair"]),
        (["Approved, 3 May 2026"], ["Approved, 3 May 2026"]),
    ],
)  # fmt: skip
def test_only_the_outcome_that_was_picked_is_left(lines: list[str], left: list[str]) -> None:
    assert without_options(lines, builtin()) == left


@pytest.mark.parametrize(
    ("tick", "status"),
    [("Approve", "granted"), ("Approve subject to minor changes", "pending"), ("Revise and resubmit", "pending"), ("Reject", "refused")],
)  # fmt: skip
def test_a_reviewers_form_decides_by_its_tick(tick: str, status: str) -> None:
    options = ("Approve", "Approve subject to minor changes", "Revise and resubmit", "Reject")
    boxes = "\n".join(f"{'☒' if option == tick else '☐'} {option}" for option in options)
    text = f"Dear Dr Rao\nYour application for ethics approval was assessed. Outcome below.\n{boxes}\nReference: PR-26-0814"
    found = read_letter(paper(text), "outcome.docx", builtin())
    assert found is not None and found.status == status


def test_a_systems_state_counts_before_a_step_that_is_only_listed() -> None:
    page = "Research ethics application\nCommittee: School Research Ethics Panel\nStatus: With reviewers\nTimeline\n03 Aug 2026: Submitted by researcher\nApproved by Panel Chair"
    found = read_letter(paper(page), "page.html", builtin())
    assert found is not None and found.status == "pending"


def test_a_yes_that_needs_nothing_further_is_no_waiver() -> None:
    text = "Dear Ruth\nDr Roe, for the Research Ethics Committee, has signed it off and no further ethical review is needed."
    found = read_letter(paper(text), "letter.txt", builtin())
    assert found is not None and found.status == "granted"


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("not_required", "The project no longer needs ethics approval because it uses only de-identified records."),
        ("refused", "The approval (26/114) no longer stands."),
        ("granted", "Law School REC 26/114, 3 May 2026. The main phase will need MoJ approval."),
        ("granted", "Approved 3 May 2026 by UREC (26/114). The main study is covered."),
        ("granted", "UREC approved it (26/114). A further application will be needed only for a second phase."),
        ("pending", "Approved for the pilot phase only (SOC/26/55, 21 July 2026). The main study will go back to the committee."),
        ("granted", "Wharfedale Law School EC. WHF-ETH-2026-0915. 1/10/26"),
    ],
)  # fmt: skip
def test_answers_about_how_far_an_approval_goes(status: str, text: str) -> None:
    assert read_statement(text, Location(file="x"), "answer", builtin()).status == status


def test_a_number_in_brackets_is_a_reference_and_a_month_is_none() -> None:
    def reference_of(text: str) -> str:
        return read_statement(text, Location(file="x"), "answer", builtin()).reference

    assert reference_of("Approved 3 May 2026 by UREC (26/114).") == "26/114"
    assert reference_of("Approved by UREC (05/2026).") == ""
