"""Forms by which approval is asked for: full of sentences about approval, and only what others entered in them decides anything."""

from __future__ import annotations

import pytest

from dag_check.intake.ethics import read_letter
from dag_check.knowledge import builtin
from tests.intake.test_ethics import paper

_LARGE = """
    Northbridge University
    RESEARCH ETHICS COMMITTEE
    APPLICATION FOR APPROVAL OF A PROJECT
    INVOLVING HUMAN PARTICIPANTS
    Application No. (office use only) NUREC/2026/____
    Please read the following before completing your application. The form should be approved and signed by the supervisor.
    Research must not commence until written approval has been received from the Research Ethics Committee.
    1.1 Is another body involved? YES or NO
    (If YES, please provide details and attach copies of approval(s) received etc.)
    2.7 Are other approvals required?
    2.8 Has a similar proposal been approved by the committee? NO
    Please describe the procedures.
    {end}"""
_SIGNED_BY_SUPERVISOR = """Supervisor's statement: I have ensured due diligence by the student.
    Supervisor's signature: Ann Able
    Date: 19/10/2025"""
_AMENDMENT = """
    Amending an Approved Application
    Should you wish to make an amendment to an approved study, please complete this form.
    1 Project number: 9357/001
    2 Type of amendment (tick as appropriate) ☐ Procedure ☒ Participants ☐ Sponsor
    3 Justification. Please give the reasons.
    Approval was previously given on 11/07/2024 until 11/07/2025.
    Signature:
    FOR OFFICE USE ONLY:
    Amendments to the proposed protocol have been {said} by the Research Ethics Committee.
    Signature of the REC Chair: {chair}
    Date: {day}"""
_ENQUIRY = """
    Initial enquiry form
    1. What is your research question?:
    2. Is there a commercial interest?: yes
    3. Please list the team.
    4. Is this application: a. New b. Related to a previous application (approved or not)
    5. Has ethical approval been obtained? (yes/no): no
    6. How is it paid for?:
    7. When could you begin?
    8. Who will see the results?"""
_SCREENING = """
    Research Ethics Screening Form for Students
    Please answer whether your study involves any of the following. Supervisors must approve this form.
    If you have answered 'Yes' to any item, your application requires ethical review and approval before commencing.
    Student signature: A. N. Other
    To be completed by the supervisor:
    The study is low risk and does not require ethical review and approval {low}
    The study requires ethical review and approval {high}
    Supervisor signature: I. Able Date: 21/02/2026"""


def _status(text: str) -> str | None:
    found = read_letter(paper("\n".join(line.strip() for line in text.strip().splitlines())), "ethics.pdf", builtin())
    return found.status if found else None


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("not_ethics", _LARGE.format(end="Signature of the applicant: B. Baker")),
        ("unclear", _LARGE.format(end=_SIGNED_BY_SUPERVISOR)),
        ("not_ethics", _AMENDMENT.format(said="……………", chair="", day="")),
        ("granted", _AMENDMENT.format(said="approved", chair="Prof. C. Clark", day="3 May 2026")),
        ("not_required", _SCREENING.format(low="Y", high="N")),
        ("unclear", _SCREENING.format(low="N", high="Y")),
        (None, _ENQUIRY),
    ],
)
def test_a_form_that_asks_for_approval_grants_none(status: str | None, text: str) -> None:
    assert _status(text) == status


def test_a_letter_above_a_form_is_a_letter() -> None:
    letter = "Dear Dr Able\nI am pleased to tell you that the Research Ethics Committee has approved your project.\n"

    assert _status(letter + _LARGE.format(end="")) == "granted"
