"""The ethics checks: one defect gives one finding, whichever way the evidence is spread over form, letters and files."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dag_check.application import (
    Answer,
    Application,
    EthicsEvidence,
    FileProblem,
    Form,
    Question,
    Section,
    SelfAssessment,
    SubmittedFile,
)
from dag_check.checks import ethics
from dag_check.checks.base import Case, Verdict
from dag_check.knowledge import builtin
from dag_check.location import Location, QuestionRef

CHECKS = {
    "ETH001": ethics.ethics_evidence_present,
    "ETH002": ethics.ethics_approval_granted,
    "ETH004": ethics.self_assessment_complete,
    "ETH006": ethics.ethics_not_required_confirmed,
    "ETH008": ethics.ethics_approval_attached,
}


def letter(status: Any, file: str = "letter.pdf", **more: Any) -> EthicsEvidence:
    return EthicsEvidence(source="letter", status=status, location=Location(file=file), **more)


def answer(status: Any, **more: Any) -> EthicsEvidence:
    place = Location(file="form.docx", question=QuestionRef(id="project.ethics"))
    return EthicsEvidence(source="answer", status=status, location=place, **more)


def application(*evidence: EthicsEvidence, files: tuple[SubmittedFile, ...] = (), **more: Any) -> Application:
    questions = (Question(id="project.ethics", number="3.11", role="ethics", answer=Answer(text="as said")),)
    form = Form(file="form.docx", definition="f", sections=(Section(id="project", questions=questions),))
    own = SubmittedFile(path="form.docx", sha256="0", format="docx", kind="application_form")
    return Application(form=form, files=(own, *files), ethics=evidence, **more)


def verdict(code: str, applied: Application) -> Verdict:
    return CHECKS[code](Case(applied, {}, builtin(), dt.date(2026, 3, 2)))


def speaking(applied: Application) -> list[str]:
    return [code for code in CHECKS if verdict(code, applied).problems]


@pytest.mark.parametrize(
    ("evidence", "codes"),
    [
        ((letter("granted"), answer("granted")), []),
        ((letter("granted"), answer("pending")), []),
        ((letter("granted", "full.pdf"), letter("pending", "provisional.pdf")), []),
        ((answer("granted"),), ["ETH008"]),
        ((answer("pending"),), ["ETH002"]),
        ((answer("pending"), letter("pending")), ["ETH002"]),
        ((answer("granted"), letter("pending")), ["ETH002"]),
        ((answer("granted"), letter("refused")), ["ETH002"]),
        ((answer("refused"),), ["ETH002"]),
        ((answer("granted"), letter("not_ethics")), ["ETH008"]),
        ((letter("not_ethics"),), ["ETH001"]),
        ((answer("not_ethics"),), ["ETH001"]),
        ((answer("not_required"),), ["ETH006"]),
        ((answer("not_required"), letter("not_required")), []),
        ((answer("self_assessment"),), ["ETH001"]),
        ((answer("unclear"),), ["ETH001"]),
        ((), ["ETH001"]),
    ],
)
def test_each_defect_is_said_once(evidence: tuple[EthicsEvidence, ...], codes: list[str]) -> None:
    assert speaking(application(*evidence)) == codes


def test_one_finding_stands_for_a_pending_answer_and_its_pending_letter() -> None:
    found = verdict("ETH002", application(answer("pending"), letter("pending")))
    assert [problem.location.question.id for problem in found.problems if problem.location.question] == [
        "project.ethics"
    ]
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    "unread",
    [
        SubmittedFile(path="scan.pdf", sha256="1", format="pdf", unread_pages=(1,)),
        SubmittedFile(path="letter.docx", sha256="1", format="docx", problem=FileProblem(reason="encrypted", problem="p", remedy="r")),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("code", "evidence"), [("ETH001", ()), ("ETH008", (answer("granted"),)), ("ETH006", (answer("not_required"),))])  # fmt: skip
def test_a_file_that_could_not_be_read_is_named_and_not_held_missing(
    unread: SubmittedFile, code: str, evidence: tuple[EthicsEvidence, ...]
) -> None:
    found = verdict(code, application(*evidence, files=(unread,)))
    assert not found.problems and unread.path in found.cannot_tell


def test_a_broken_workbook_is_not_taken_for_the_letter() -> None:
    broken = SubmittedFile(path="variables.xlsx", sha256="1", format="xlsx", problem=FileProblem(reason="corrupt", problem="p", remedy="r"))  # fmt: skip
    assert speaking(application(files=(broken,))) == ["ETH001"]


def test_a_blank_self_assessment_is_said_once() -> None:
    blank = SelfAssessment(file="uksa.xlsx", blank=True, location=Location(file="uksa.xlsx"))
    assert speaking(application(answer("self_assessment"), self_assessments=(blank,))) == ["ETH004"]
    assert speaking(application(letter("granted"), self_assessments=(blank,))) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Remand and reoffending", "Remand and re-offending: a linked study", True),
        ("Lengths of stay in custody and moves between prisons", "Moves between prisons", True),
        ("Diabetes care in rural Wales", "Lengths of stay in custody and moves between prisons", False),
        ("", "Anything", True),
        ("Offending in the BRIDGE trial of treatment at release", "BRIDGE 5-year follow-up", True),
        ("Debt and the HMPPS workforce", "HMPPS and diet in custody", False),
        ("DEBT AND HEALTH IN CUSTODY", "How MEALS in CUSTODY are paid", False),
    ],
)
def test_titles_are_compared_loosely(one: str, other: str, same: bool) -> None:
    assert ethics.same_title(one, other, frozenset({"HMPPS"})) is same


@pytest.mark.parametrize(
    ("one", "other", "unsure"),
    [
        ("Domestic abuse and probation", "Domestic abuse in rural policing", True),
        ("Remand and reoffending", "Remand and re-offending: a linked study", False),
        ("Sentencing of women", "Women's sentences in the Crown Court", False),
        ("Delay in sexual offence cases", "Time to justice: delays in sexual offences", False),
        ("Reoffending among care leavers", "Care leavers and reoffending after custody", False),
        ("Diabetes care in rural Wales", "Moves between prisons", False),
        ("BRIDGE trial: treatment at release", "BRIDGE 5-year follow-up of deaths", False),
        ("", "Anything", False),
    ],
)
def test_two_projects_on_one_subject_are_for_a_person(one: str, other: str, unsure: bool) -> None:
    assert ethics.half_alike(one, other) is unsure


def test_a_letter_to_a_first_name_or_under_the_same_title_is_not_another_projects() -> None:
    title = "Remand in custody and what follows for women"
    colleague = letter("granted", project_title=title, applicant="Dr Alan Stranger")
    assert ethics._other_project(colleague, title, " miriam okafor ") is None
    assert ethics._other_project(letter("granted", applicant="Ruth"), title, " miriam okafor ") is None
    assert ethics._other_project(letter("granted", applicant="Dr Alan Stranger"), title, " miriam okafor ") is not None
    assert ethics._other_project(letter("granted", applicant="Dr Zoë Müller"), title, " zoe muller ") is None


def test_what_can_be_read_both_ways_is_for_a_person() -> None:
    doubted = application(answer("unclear", conflict=("Approved (it will go through)",)))
    assert verdict("ETH001", doubted).cannot_tell and speaking(doubted) == []
    assert "both ways" in verdict("ETH002", doubted).not_applicable


def test_a_doubtful_letter_after_the_approval_is_for_a_person() -> None:
    granted = letter("granted", date=dt.date(2026, 1, 5))
    later = letter("unclear", "later.pdf", date=dt.date(2026, 2, 5), conflict=("Approved ...", "until ..."))
    earlier = letter("unclear", "earlier.pdf", date=dt.date(2025, 2, 5), conflict=("Approved ...", "until ..."))
    assert "later.pdf" in verdict("ETH002", application(granted, later)).cannot_tell
    assert verdict("ETH002", application(granted, earlier)).passed
