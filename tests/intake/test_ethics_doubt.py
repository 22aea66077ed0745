"""What can be read both ways is for a person: no wording that nobody foresaw turns a yes into a no or the reverse."""

from __future__ import annotations

import pytest

from dag_check.application import Answer, Question
from dag_check.documents.plain import read_plain
from dag_check.intake.ethics import read_answer, read_letter, read_statement
from dag_check.knowledge import builtin
from dag_check.location import Location

MEANT_NO = (
    "Approved (we were told informally that it will go through)",
    "SREC/19/007, approved 3 April 2019 and since expired.",
    "Decision: Favourable opinion with conditions to be met before work starts",
    "Approved, but nobody may start until the chair has countersigned.",
)
MEANT_YES = (
    "Ethical clearance from the Northgate committee, E-771, 14 March 2024; the committee asked to be told if the data change",
    "The status of your ethics application has changed from Under Review to Approved.",
    "Your project has been approved by the committee.\nYou can begin unless you are still awaiting any other approval.",
    "The project has ethical approval, no conditions.\nMinutes to follow once the Chair has agreed them.",
)


@pytest.mark.parametrize("text", MEANT_NO)
def test_a_yes_with_a_word_of_doubt_is_never_granted(text: str) -> None:
    found = read_statement(text, Location(), "answer", builtin())
    assert found.status in ("unclear", "pending", "refused")


@pytest.mark.parametrize("text", MEANT_YES)
def test_a_plain_yes_is_never_pending(text: str) -> None:
    found = read_statement(text, Location(), "letter", builtin())
    assert found.status in ("granted", "unclear")


@pytest.mark.parametrize(
    "text",
    [
        "Approved without conditions, valid until 3 May 2029.",
        "The committee has no further queries and the project is approved.",
        "On the basis of the information you provided, the committee has granted approval.",
        "The outstanding points have been dealt with and the application is approved.",
        "Approved on 3 May 2026 (an earlier version was refused).",
        "Approval was granted subject to the standard conditions.",
    ],
)
def test_words_that_take_nothing_back_raise_no_doubt(text: str) -> None:
    assert read_statement(text, Location(), "letter", builtin()).status == "granted"


def test_beside_the_tick_a_doubtful_answer_is_not_granted() -> None:
    options = {"approval": "Ethics approval was granted", "not_required": "Not required"}
    route = Question(id="r", role="ethics_route", options=options, answer=Answer(chosen=("approval",)))
    words = Question(id="e", role="ethics", answer=Answer(text=MEANT_NO[0]))
    found = read_answer(route, words, builtin())
    assert found is not None and found.status == "unclear" and found.conflict


def test_a_name_and_a_number_beside_work_still_going_on_are_no_approval() -> None:
    text = "Social Science REC, 90817: we are answering the second reviewer, who wanted major revisions."
    assert read_statement(text, Location(), "answer", builtin()).status in ("pending", "unclear")


def test_a_faint_sign_in_a_letter_is_no_decision() -> None:
    text = "Kindly inform the Committee should you depart from the protocol."
    assert read_statement(text, Location(), "letter", builtin()).status == "unclear"


def test_a_short_note_of_an_ethics_committee_is_for_a_person() -> None:
    note = "To: K Lamb\nFrom: Chair, School Ethics Committee\nBring me the head teacher's letter, Kirsty, and all will be well."
    found = read_letter(read_plain("note.txt", note.encode()), "note.txt", builtin())
    assert found is not None and found.status == "unclear"


def test_a_mail_that_begins_with_what_it_quotes_is_read() -> None:
    mail = "On Tue, 21 May 2024 at 16:08, School Research Ethics wrote:\n> Your application is approved by the ethics committee.\n\nThanks!"
    found = read_letter(read_plain("mail.txt", mail.encode()), "mail.txt", builtin())
    assert found is not None and found.status == "granted"


def test_not_applicable_beside_an_approval_is_no_waiver() -> None:
    found = read_statement("Not applicable: see our approved application", Location(), "answer", builtin())
    assert found.status == "unclear" and found.conflict


def test_a_systems_own_state_is_plain() -> None:
    text = "Status: With reviewers\nApproved by the supervisor"
    assert read_statement(text, Location(), "letter", builtin()).status == "pending"
