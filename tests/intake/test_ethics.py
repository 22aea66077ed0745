"""Reading ethics decisions: the labelled sets, the details, the form's two answers together, and letters told from other papers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from benchmarks.ethics import cases
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.application import Answer, EthicsStatus, Question
from dag_check.documents.model import Cell, Document, Paragraph, Span, Table
from dag_check.intake.ethics import read_answer, read_letter, read_statement
from dag_check.intake.ethics_committee import committee
from dag_check.intake.ethics_details import dates, expiry_date, reference
from dag_check.intake.ethics_wording import unwrapped
from dag_check.knowledge import builtin, load_yaml
from dag_check.location import Location

CORPUS = Path(__file__).parents[1] / "corpus"
SETS = ("ethics-sentences", "ethics-sentences-second", "ethics-sentences-third")
PLACE = Location(file="x")


def labelled(name: str) -> list[tuple[str, str, str]]:
    content: dict[str, dict[str, list[str]]] = load_yaml(CORPUS / f"{name}.yaml")
    return [
        (source.removesuffix("s"), status, text)
        for source, by_status in content.items()
        for status, texts in by_status.items()
        for text in texts
    ]


def status_of(text: str, source: Any = "answer") -> EthicsStatus:
    return read_statement(text, PLACE, source, builtin()).status


@pytest.mark.parametrize("name", SETS)
def test_labelled_statements_are_read_as_a_careful_reader_would(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [(want, got, text) for source, want, text in labelled(name) if (got := status_of(text, source)) != want]
    total = len(labelled(name))
    with capsys.disabled():
        print(f"\n{name}: {total - len(wrong)} of {total} right")
    mixed_up = Counter(frozenset((want, got)) for want, got, _ in wrong)[frozenset(("granted", "pending"))]
    assert mixed_up <= total / 100, [case for case in wrong if set(case[:2]) == {"granted", "pending"}]
    assert len(wrong) <= total * 0.03, wrong


def test_the_sets_hold_enough_of_each_kind() -> None:
    counts = Counter(status for name in SETS for _, status, _ in labelled(name))
    assert sum(counts.values()) >= 380 and min(counts[kind] for kind in ("granted", "pending", "refused")) >= 30


@pytest.mark.parametrize(
    "text",
    [
        "12 March 2026", "12th March 2026", "12th of March, 2026", "March 12, 2026", "March 12th 2026", "12 Mar 2026", "12-Mar-2026",
        "12/03/2026", "12.03.2026", "12-03-26", "2026-03-12", "Thursday 12th day of March 2026", "12/3/26", "12 mar. 2026",
    ],
)  # fmt: skip
def test_dates_in_english_spellings(text: str) -> None:
    assert [found.date for found in dates(f"Approved on {text}, by the committee")] == [dt.date(2026, 3, 12)]


@pytest.mark.parametrize(
    "text", ["31/02/2026", "LAW-2025-10-02", "17/NW/0014", "version 1.2.26b", "R12/03/2026x", "room 12, May Building"]
)
def test_what_is_no_date(text: str) -> None:
    assert dates(text) == []


def test_the_decisions_date_is_not_that_of_the_application_nor_the_end() -> None:
    found = read_statement(
        "The project was submitted on 3 January 2026 and approved on 9 February 2026. The approval is valid until 31 December 2028.",
        PLACE, "answer", builtin(),
    )  # fmt: skip
    assert (found.date, found.expires) == (dt.date(2026, 2, 9), dt.date(2028, 12, 31))
    assert expiry_date("granted for the period 1 March 2026 to 28 February 2029") == dt.date(2029, 2, 28)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("favourable opinion, REC reference 17/NW/0014", "17/NW/0014"),
        ("reviewed in 2010 (10/H0701/37)", "10/H0701/37"),
        ("NSDEC(22)17", "NSDEC(22)17"),
        ("CUREC approval SSH_DPIR_C1A_20_019", "SSH_DPIR_C1A_20_019"),
        ("approved, ERGO 12345", "ERGO 12345"),
        ("approved (ETH2223-0456)", "ETH2223-0456"),
        ("approval reference 92016", "92016"),
        ("ref: 2026/114 of 3 May 2026", "2026/114"),
        ("Approval ID: 20527/001.", "20527/001"),
        ("IRAS 215973", "215973"),
        ("approved under reference SREC/4471 on 12/03/2026", "SREC/4471"),
    ],
)
def test_references_of_all_shapes(text: str, expected: str) -> None:
    assert reference(text) == expected


@pytest.mark.parametrize(
    "text", ["approved on 12/03/2026", "GDPR 2018", "approved in 2025", "LS2 9JT", "call 01134960000", "for 300 people"]
)
def test_what_is_no_reference(text: str) -> None:
    assert reference(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("granted by the School of Law Research Ethics Committee, University of Leeds, on 12 March", "School of Law Research Ethics Committee, University of Leeds"),
        ("approved by ULEC", "ULEC"),
        ("from London - Camden & Kings Cross Research Ethics Committee on 2 May", "London - Camden & Kings Cross Research Ethics Committee"),
        ("favourable opinion 17/NW/0014", "NHS REC"),
        ("ethics approval from the University of Essex", "University of Essex"),
        ("approved by NSDEC", "NSDEC"),
        ("approved by the university's ethics committee", ""),
        ("approved by the Research Ethics Committee", ""),
    ],
)  # fmt: skip
def test_committees_by_name(text: str, expected: str) -> None:
    assert committee(text, builtin()) == expected


# ---- the form ---------------------------------------------------------------------------------------------------------

LABELS = {
    "approval": "Ethics approval has been granted (attach the letter)",
    "self_assessment": "A UK Statistics Authority ethics self-assessment has been completed (attach it)",
    "not_required": "Ethics review is not required (explain below)",
}


def form_says(ticked: str, text: str) -> tuple[str, bool] | None:
    route = Question(id="r", role="ethics_route", kind="choice", options=LABELS, answer=Answer(chosen=(ticked,) if ticked else ()))  # fmt: skip
    found = read_answer(route, Question(id="e", role="ethics", answer=Answer(text=text)), builtin())
    return None if found is None else (found.status, bool(found.conflict))


@pytest.mark.parametrize(
    ("ticked", "text", "expected"),
    [
        ("", "", None),
        ("approval", "", ("granted", False)),
        ("approval", "N/A", ("granted", False)),
        ("approval", "School of Law REC", ("granted", False)),
        ("approval", "Approval is pending.", ("pending", True)),
        ("approval", "The committee gave an unfavourable opinion.", ("refused", True)),
        ("approval", "The ethics committee is meeting on 3 December.", ("pending", True)),
        (
            "approval",
            "We had provisional approval in June and full approval on 3 July 2026 (ref 44).",
            ("granted", False),
        ),
        ("approval", "We have provisional approval and full approval is expected in July.", ("pending", True)),
        (
            "approval",
            "Approved in 2024. The amendment that adds court records goes to the committee on 3 December.",
            ("granted", True),
        ),
        (
            "approval",
            "It covers unfavourable outcomes such as recall, and refused applications for release.",
            ("granted", False),
        ),
        ("approval", "It went to the School of Law REC in May, see REC.pdf.", ("granted", False)),
        ("approval", "Our form went in to the REC and a decision is expected in May.", ("pending", True)),
        ("", "It went to the School of Law REC in May.", ("pending", False)),
        ("self_assessment", "N/A", ("self_assessment", False)),
        ("self_assessment", "Committee review was not required.", ("self_assessment", False)),
        ("not_required", "We analyse existing data.", ("not_required", False)),
        ("not_required", "Approval was granted on 3 May 2025 by ULEC.", ("granted", True)),
        ("", "Approved by ULEC, ref 12345", ("granted", False)),
        ("", "University of Leeds REC, ref 12345, 3 May 2025", ("granted", False)),
        ("approval", "The project was approved by the National Research Committee.", ("not_ethics", False)),
        ("", "We take ethics seriously.", ("unclear", False)),
    ],
)
def test_tick_and_words_are_read_together(ticked: str, text: str, expected: tuple[str, bool] | None) -> None:
    assert form_says(ticked, text) == expected


# ---- letters ----------------------------------------------------------------------------------------------------------


def paper(text: str, name: str = "paper.docx") -> Document:
    return Document(name, "docx", tuple(Paragraph((Span(line),)) for line in text.strip().splitlines()))


def letter(text: str) -> Any:
    return read_letter(paper(text), "paper.docx", builtin())


UNIVERSITY_LETTER = """
University of Northbridge
Social Sciences Research Ethics Committee
3 March 2026
Dear Dr Okafor,
Project title: Sentencing outcomes in the magistrates' courts
Reference: SSREC/2026/0318
Thank you for your application, which the Committee considered at its meeting on 20 February 2026. I am pleased to confirm
that your project has been granted a favourable ethical opinion.
Any substantial amendment must be approved before it is put into effect. If you wish to extend the project beyond 31 December 2028,
please apply for an extension before the approval expires.
Yours sincerely,
Professor A. Berg, Chair
"""


def test_a_letter_is_read_with_all_its_details() -> None:
    found = letter(UNIVERSITY_LETTER)
    assert (found.status, found.source, found.reference) == ("granted", "letter", "SSREC/2026/0318")
    assert "Research Ethics Committee" in found.committee
    assert found.project_title == "Sentencing outcomes in the magistrates' courts"
    assert found.applicant == "Dr Okafor"
    assert found.date in (dt.date(2026, 3, 3), dt.date(2026, 2, 20))


def test_a_certificate_in_a_table_is_read() -> None:
    rows = [("Project title", "Family court journeys"), ("Applicant", "Jane Smith"), ("Decision", "Approved"), ("Date of approval", "12/03/2026"), ("Reference", "P13471"), ("Committee", "Law School Ethics Committee, University of Hull")]  # fmt: skip
    table = Table(tuple(tuple(Cell((Paragraph((Span(t),)),), r, c) for c, t in enumerate(row)) for r, row in enumerate(rows)))  # fmt: skip
    document = Document("c.pdf", "pdf", (Paragraph((Span("Certificate of ethical approval"),)), table))
    found = read_letter(document, "c.pdf", builtin())
    assert found is not None
    assert (found.status, found.reference, found.date, found.applicant) == ("granted", "P13471", dt.date(2026, 3, 12), "Jane Smith")  # fmt: skip
    assert found.project_title == "Family court journeys"


PAPERS = {
    "nrc": ("not_ethics", """
        HMPPS National Research Committee
        National.Research@example.gov.uk
        5 June 2025
        Dear Dr Singh,
        APPROVED SUBJECT TO MODIFICATIONS - Research title: Moves between prisons
        The National Research Committee (NRC) is pleased to grant approval in principle for your research. The Committee has requested the
        following conditions: the research summary should be sent before publication. Please note that unless the project is commenced within 12
        months of this date, approval will be withdrawn. You should make participants aware of ethical safeguards.
        Yours sincerely, Chair of the National Research Committee"""),
    "rap": ("not_ethics", """
        Research Accreditation Panel
        Dear Professor Hughes,
        I am pleased to inform you that the Research Accreditation Panel has accredited your project under the Digital Economy Act 2017.
        Your project number is 2025/114."""),
    "hra": ("not_ethics", """
        HRA and Health and Care Research Wales (HCRW) Approval Letter
        Study title: Health of people in custody
        IRAS project ID: 215973
        REC reference: 20/LO/0123
        I am pleased to confirm that HRA and Health and Care Research Wales (HCRW) Approval has been given for the above referenced study, on the basis
        described in the application form. You should now work with participating NHS organisations to confirm capacity and capability."""),
    "receipt": ("not_ethics", """
        From: ethics@example.ac.uk
        Subject: Your ethics application
        Dear Maria,
        This e-mail acknowledges receipt of your application to the Research Ethics Committee.
        Kind regards, the committee secretary"""),
    "application to a committee": ("not_ethics", """
        Application form for ethical approval
        Section 1: the applicant
        Please give the title of your project. Please describe the methods. Please explain how consent will be sought.
        Section 2: risks
        Please state whether the project involves vulnerable people? Yes / No
        Please indicate who approved the project. Signature of applicant"""),
    "data ethics team": ("self_assessment", """
        From: Data.Ethics@statistics.gov.uk
        Date: 4 May 2026
        Subject: RE: ethics self-assessment
        Dear Tom,
        Thank you for sending us your ethics self-assessment. We are content with your self-assessment and the score of 1.3.
        UK Statistics Authority, Data Ethics team"""),
    "provisional": ("pending", """
        Faculty Ethics Panel
        Dear Kwame,
        Thank you for your application. The Panel gave a provisional opinion and asks you to answer the points below.
        You must not start the research until a favourable opinion has been confirmed in writing."""),
    "provisional, then full": ("granted", """
        Faculty Ethics Panel
        Dear Kwame,
        Thank you for your letter of 3 May answering the points in the Panel's provisional opinion of 12 April 2026.
        I am pleased to confirm that the Panel has now approved your project (FEP-26-071)."""),
    "refusal": ("refused", """
        Research Ethics Committee
        Dear Dr Jones,
        I regret to inform you that your application has been given an unfavourable opinion."""),
    "exemption": ("not_required", """
        Research Ethics Office
        Dear Dr Jones,
        Thank you for your enquiry. I can confirm that your project does not require ethical review, as it uses anonymised data."""),
    "minutes": ("granted", """
        Minutes of the meeting of the Research Ethics Committee held on 5 May 2026
        Present: Professor A. Berg (Chair), Dr C. Diaz
        Item 4: REC/26/04, Reoffending after short sentences (Dr Singh). The committee approved the application."""),
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_letters_are_told_apart_by_what_they_decide(name: str) -> None:
    status, text = PAPERS[name]
    found = letter("\n".join(line.strip() for line in text.strip().splitlines()))
    assert found is not None and found.status == status, found


OTHER_PAPERS = {
    "curriculum vitae": """
        Curriculum vitae: Dr Jane Smith
        Member of the University Research Ethics Committee since 2019
        Publications
        Smith, J. (2024). Ethics approval in prisons research.""",
    "impact assessment": """
        Data Protection Impact Assessment
        Step 1: identify the need. The project has ethical approval from the School of Law Research Ethics Committee (ref 114).""",
    "protocol": """
        Research protocol, version 2
        Background and rationale
        Ethical approval was granted by the Research Ethics Committee on 3 May 2025. Our study will link records.
        Statistical analysis
        We will use regression.""",
    "covering letter": """
        Dear Data Access Group,
        Please find attached our application for secure access to data. Our project has been approved by the University of Leeds
        Research Ethics Committee (ref 114). We are applying for the Crown Court dataset.
        Yours faithfully, Jane Smith""",
    "information sheet": """
        Participant Information Sheet
        You are being invited to take part in a research study. What will happen to me if I take part?
        Who has reviewed the study? This study has been reviewed and approved by the Faculty Research Ethics Committee (114).""",
    "consent form": """
        Consent form
        I have read and understood the information sheet. I agree to take part.
        The project has been approved by the Research Ethics Committee.""",
    "advisory group minutes": """
        Minutes of the project advisory group, 5 May 2026
        Item 1: the sample. Item 2: recruitment of an analyst. Item 3: publications.""",
    "article": """
        Reoffending after short sentences
        Abstract. We study pending cases. Ethical approval was granted by the University of York.
        Our study shows lower reoffending.""",
    "data management plan": """
        Data management plan
        The committee has approved our plan. Ethics: approved by REC 114.""",
    "empty": " ",
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_PAPERS)
def test_papers_that_only_mention_ethics_are_no_letters(name: str) -> None:
    assert letter("\n".join(line.strip() for line in OTHER_PAPERS[name].strip().splitlines())) is None


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_statement(text, PLACE, "letter", builtin())
    letter("Dear Dr Smith\nyour ethics application\nI am pleased to confirm\n" + text)


@pytest.mark.parametrize("text", ["Research Ethics " * 4000, "a" * 200_000, "approval " * 5000, "University of " * 5000, "1 " * 20_000, "[" * 20_000, "12 March " * 5000, "not " * 20000])  # fmt: skip
def test_long_repetitive_texts_are_read_in_good_time(text: str) -> None:
    import time

    start = time.perf_counter()
    read_statement(text, PLACE, "answer", builtin())
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("path", sorted(CORPUS.glob("ethics-letters*.yaml")), ids=lambda path: path.stem)
def test_whole_letters_and_look_alikes_are_told_apart(path: Path) -> None:
    read = cases(path)
    letters = [case for case in read if case.kind == "letters"]
    others = [case for case in read if case.kind == "not_evidence"]
    assert [case.label["id"] for case in read if case.mixed_up] == []
    assert [case.label["id"] for case in others if case.false] == []
    assert sum(case.missed for case in letters) <= len(letters) * 0.03
    assert sum(case.status not in case.accepted for case in read) <= len(read) * 0.03


@pytest.mark.parametrize(
    "name", ["ethics-letters", "ethics-letters-2", "ethics-letters-3", "ethics-letters-4", "ethics-letters-5"]
)
def test_committee_reference_and_date_of_whole_letters(name: str) -> None:
    wrong = [(case.label["id"], *detail) for case in cases(CORPUS / f"{name}.yaml") for detail in case.wrong_details()]
    assert len(wrong) <= 3, wrong


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Your training request has been approved by your line manager.", "unclear"),
        ("The panel approved your upgrade to PhD status on 3 May 2026.", "unclear"),
        ("The Committee is unable to give an ethical opinion on the information received so far.", "pending"),
        ("The Committee was unable to approve your application.", "refused"),
        ("Your application has been approved.", "granted"),
    ],
)
def test_what_a_letter_approves_and_what_is_only_delayed(text: str, status: str) -> None:
    assert status_of(text, "letter") == status


def test_lines_broken_at_a_width_are_joined_and_labels_are_not() -> None:
    broken = ["Your approval is valid until", "30 June 2028.", "Reference: 12", "Title: a study"]
    assert unwrapped(broken) == ["Your approval is valid until 30 June 2028.", "Reference: 12", "Title: a study"]


def test_an_end_is_not_read_across_lines() -> None:
    assert expiry_date("You may not start until you receive HRA Approval\n\n03 March 2026") is None
    assert expiry_date("valid to June 2029") == dt.date(2029, 6, 30)
