"""Mails about an ethics decision as people write them to one another, chains of them, and letters whose details stand at their edges."""

from __future__ import annotations

import datetime as dt

import pytest

from dag_check.application import EthicsEvidence
from dag_check.documents.model import Document, Paragraph, Span
from dag_check.intake.ethics import read_letter, read_statement
from dag_check.intake.mail_chain import messages
from dag_check.knowledge import builtin
from dag_check.location import Location
from tests.intake.test_ethics import paper

OFFICE = "From: Jo Raine <ethics@pennine.example.ac.uk>\nTo: k@pennine.example.ac.uk\nDate: Tue, 10 Nov 2026 17:02:00 +0000\nSubject: RE: FEP-26-071\n\n"


def mail(body: str) -> EthicsEvidence | None:
    return read_letter(paper(OFFICE + body), "mail.eml", builtin())


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("pending", "Hi Kwame\nAll in order, should hear by the 20th.\nJo"),
        ("pending", "Hi\nYou ought to hear by the end of the month.\nJo"),
        ("pending", "Your amendment goes to the sub-committee on the 15th, so you should hear by the 20th."),
        ("pending", "Hi Miriam, your form goes to the panel on 1 December. You should have an answer by the 8th. Jo"),
        ("not_required", "Hello Miriam, no - existing de-identified data do not need to come to us. Jo"),
        ("pending", "Hi Kwame, it's on the agenda for the 15th. Fingers crossed! Jo"),
        ("pending", "Hello Kwame\nTwo reviewers are back, one still to come. I'll chase.\nJo"),
        ("pending", "Hi, the chair is looking at it this week. Best, Jo"),
        ("pending", "Hi Kwame,\nStill waiting on one reviewer I'm afraid. Will let you know.\nJo"),
        ("pending", "Hi Kwame\nNearly there. The panel would just like question 4 answered and then it's a yes.\nJo"),
        ("pending", "Hi Kwame\nThe panel likes it but wants a few tweaks first - see attached.\nJo"),
        ("pending", "Hi\nYou can start once the panel has signed it off. It is on their agenda for the 4th.\nJo"),
        ("pending", "Dear Kwame\nWe can't give you an answer before the Ethics Committee has met, which is on the 9th."),
        ("pending", "Hi\nThe chair is happy but Jan on the ethics panel is still to report, so hang on.\nJo"),
        ("pending", "You need not submit a new ethics form until the panel has looked at your answers on Friday."),
        ("pending", "The Ethics Committee liked it. It can be approved after minor revisions: please upload a new form."),
        ("granted", "The Ethics Committee approved the study after minor revisions, which have been made."),
        ("granted", "The Ethics Committee has approved the study. No change can be approved in retrospect."),
        ("unclear", "Hi Kwame\nChair says yes, letter to follow.\nJo"),
        ("unclear", "Hi Kwame,\nGood news, the chair is happy. Formal letter will follow next week.\nJo"),
        ("unclear", "Hi Kwame\nYour changes are fine and you can go ahead. Reference FEP-26-071.\nJo"),
        ("granted", "Hi Kwame\nThe Ethics Panel has seen your changes and you can go ahead. Reference FEP-26-071.\nJo"),
        ("granted", "Dear Kwame\nThe Ethics Committee approved the study on 5 June 2026; certificate to follow.\nJo"),
        ("granted", "The panel has approved your study. We will let you know when your annual report is due."),
        ("granted", "Following your answers the Ethics Panel is content and you can begin. There is no further review pending."),
        ("granted", "Dear Kwame\nFull ethical approval is given. Approval may be withdrawn where the terms are not kept.\nJo"),
        ("granted", "Hi Kwame\nEthics all done, the committee passed it without changes yesterday.\nJo"),
        ("refused", "Dear Kwame\nYour ethics approval has been withdrawn because the annual report was not sent.\nJo"),
        ("refused", "Hi Kwame\nSorry, it's a no from the panel this time.\nJo"),
        ("not_required", "Hi Kwame\nNo need to come to the panel for this, it's de-identified data only.\nJo"),
        ("not_required", "Hi Kwame\nYou don't need us for this one, it's all secondary data.\nJo"),
        ("not_required", "Such work is outside the remit of the Committee. You need not submit an application, and none is pending."),
    ],
)  # fmt: skip
def test_what_people_write_to_one_another_is_understood(status: str, body: str) -> None:
    found = mail(body)
    assert (found.status if found else None) == status


@pytest.mark.parametrize(
    "text",
    [
        "From: training@ons.example.uk\nSubject: your course\nDear Kwame\nYou can start the course whenever you like. It covers research ethics.",
        "From: hr@uni.example.ac.uk\nDear Kwame\nYou may begin work on 1 May. Please read the research ethics code of practice before then.",
        "From: srs@ons.example.uk\nDear Kwame\nYour project space is ready and you can begin. Your project must have ethical approval.",
        "From: ruth@uni.example.ac.uk\nHi Kwame, you can start writing up chapter 2. Ethics committee is next month.\nRuth",
        "From: grants@funder.example.uk\nDear Dr Okafor\nYou may start the project from 1 May. The terms require ethical review.",
    ],
)
def test_leave_to_start_something_else_is_no_ethics_approval(text: str) -> None:
    found = read_letter(paper(text), "mail.eml", builtin())
    assert found is None or found.status != "granted"


def test_a_yes_with_a_letter_to_follow_is_no_approval_in_the_form_either() -> None:
    said = read_statement("Approved by the panel on 3 May 2026; letter to follow.", Location(), "answer", builtin())
    assert said.status == "granted"
    assert read_statement("Approval letter to follow.", Location(), "answer", builtin()).status == "pending"


CHAIN = """From: Miriam Okafor <m.okafor@northbridge.example.ac.uk>
To: datalinkingteam@example.org
Date: Thu, 12 Nov 2026 09:14:00 +0000
Subject: FW: Monday

Dear all
For our application: the decision is in the mail below mine.
Miriam
{rule}
From: SSREC Secretary <ssrec@northbridge.example.ac.uk>
Sent: 14 September 2026 16:20
To: Miriam Okafor
Subject: SSREC/2026/0318
Dear Miriam
{text}"""


@pytest.mark.parametrize("rule", ["-----Original Message-----", "________________________________", ""])
def test_a_decision_quoted_under_the_applicants_own_words_is_found(rule: str) -> None:
    text = "The Research Ethics Committee (Social Sciences) has approved the study."
    found = read_letter(paper(CHAIN.format(rule=rule, text=text)), "FW RE Monday.eml", builtin())
    assert found is not None
    assert (found.status, found.reference, found.date) == ("granted", "SSREC/2026/0318", dt.date(2026, 9, 14))


def test_the_newest_message_of_a_chain_decides() -> None:
    older = "The Ethics Committee will consider your application on 14 September."
    body = f"Dear Kwame\nThe Ethics Committee has approved your study.\nJo\n\nOn 1 Sep 2026, Jo Raine wrote:\n> Dear Kwame\n> {older}"
    found = mail(body)
    assert found is not None
    assert (found.status, found.conflict) == ("granted", ())


def test_a_decision_under_thanks_has_its_own_date() -> None:
    found = mail(
        "Many thanks, that is great news.\nM\n\nOn Mon, 14 Sep 2026 at 16:20, SSREC <ssrec@northbridge.example.ac.uk>\nwrote:\n"
        "> I am pleased to say that the Research Ethics Committee has approved\n> your study (SSREC/2026/0318)."
    )
    assert found is not None
    assert (found.status, found.date) == ("granted", dt.date(2026, 9, 14))


def test_messages_are_told_apart_and_quote_marks_taken_off() -> None:
    head = "Sent: On 3 May 2026 at 10:02, A. Berg wrote:"
    for wrote in (["On 3 May 2026 at 10:02, A. Berg wrote:"], ["On 3 May 2026 at 10:02, A. Berg", "wrote:"]):
        assert messages(["Hi", *wrote, "> Yes.", "> > No."]) == [["Hi"], [head, "Yes.", "No."]]
    assert messages(["From: a", "To: b", "Hello"]) == [["From: a", "To: b", "Hello"]]


def edged(header: str) -> EthicsEvidence | None:
    lines = ("Outcome of ethical review", "Applicant: K. Asante-Boyd", "Outcome: Approved")
    document = Document(
        "o.docx",
        "docx",
        tuple(Paragraph((Span(line),)) for line in lines),
        headers=(Paragraph((Span(header),)),),
    )
    return read_letter(document, "o.docx", builtin())


def test_reference_and_date_may_stand_in_the_header() -> None:
    found = edged("Faculty Ethics Panel – Our ref: FEP-26-071")
    assert found is not None
    assert found.reference == "FEP-26-071"
    dated = edged("Date: 5 June 2026")
    assert dated is not None
    assert dated.date == dt.date(2026, 6, 5)


@pytest.mark.parametrize("header", ["Template version ETH-04, date: 1 May 2020", "Registered charity no. 1140980"])
def test_a_templates_own_number_and_date_are_none_of_the_decision(header: str) -> None:
    found = edged(header)
    assert found is not None
    assert (found.reference, found.date) == ("", None)
