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


@pytest.mark.parametrize(
    "text",
    [
        """
        Sleep and work: an online study
        We are asking you to participate in a survey of 20 minutes.
        This study has been reviewed and approved by the Northbridge Institutional Review Board. For questions about your rights as a research
        participant call 474-7800.
        Would you like to participate? By clicking 'yes', you confirm that you have read this.""",
        """
        Responding to alerts
        You are being asked to participate in a research study. After the experiment we'll ask you questions to help provide a decision.
        Procedures to be followed: a task. Risks to study participants: none. Contact the IRB Chair, Prof. Able, Tel. 508-555-5019.
        Your participation in this research is voluntary.""",
        """
        Participant Debriefing Form
        What should I do if I have concerns about this study?
        This study was scrutinised by the University Ethics Committee, which granted ethical approval. Thank you for taking part.""",
    ],
)
def test_papers_for_participants_are_no_letters(text: str) -> None:
    assert _status(text) is None


def test_rules_of_continuing_review_leave_an_approval_as_it_is() -> None:
    letter = """
    Dear Dr Able:
    The above-referenced project was reviewed and approved by one of this institution's Institutional Review Boards under 45 CFR 46.
    Continuing review must be conducted each year even though the research activity may not begin until some time after the IRB has given approval.
    If this study continues beyond the five year approval period, the project must be resubmitted in order to maintain an active approval status.
    Date of IRB review and approval: 8/2/2024"""
    found = read_letter(paper("\n".join(line.strip() for line in letter.strip().splitlines())), "IRB.pdf", builtin())

    assert found is not None and (found.status, str(found.date)) == ("granted", "2024-08-02")


def test_values_below_their_labels_and_numbers_of_a_letterhead() -> None:
    certificate = """
    Research Ethics Board Office
    Fairbanks, Alaska 99775-7270
    Telephone: (403) 555-4283
    Certificate of ethics review. The Research Ethics Board has reviewed and approved the study below.
    Date:
    Wednesday, April 23, 2025
    {label}
    {code}
    Principal Investigator:
    Ann Able
    Approval Expiry Date:
    Thursday, April 23, 2026"""

    def read(label: str, code: str) -> tuple[str, str, str]:
        text = certificate.format(label=label, code=code)
        found = read_letter(paper("\n".join(line.strip() for line in text.strip().splitlines())), "c.pdf", builtin())
        assert found is not None and str(found.expires) == "2026-04-23"
        return found.reference, str(found.date), found.applicant

    assert read("Study ID:", "Pro00137433") == ("Pro00137433", "2025-04-23", "Ann Able")
    assert read("REB File #:", "20-04-042") == ("20-04-042", "2025-04-23", "Ann Able")
    assert read("Sponsor:", "None")[0] == ""
