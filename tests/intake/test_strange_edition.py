"""A copy of an edition that is not known: labels that are not found end the answer before them, and nothing is said that cannot be known."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx

import dag_check
from dag_check.application import Form
from dag_check.documents.model import Block, Document, Table
from dag_check.forms.library import builtin_form
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin
from tests.intake.form_layouts import para, table

_LABELS = [
    ("Part A – Your data access requirements", ""),
    ("Q1. Please list the names of the specific datasets", "Courts"),
    ("Part C – About the research", ""),
    ("Q12. Title of research project", "Courts and time"),
    ("Q16. What do you hope to learn?", "What takes time."),
    ("Q18. Name of ethics committee, reference and date; or the reason why approval is not required", "Elm REC, 12/3, 4 May 2026"),
    ("Q19. What could go wrong for the people in the data?", "Nothing much."),
    ("Part D – Data protection", ""),
    ("Q26. UK GDPR Article 9 condition for special category data", "9(2)(j)"),
    ("Q27. UK GDPR Article 10: authority for processing criminal offence data", "Schedule 1, paragraph 4"),
    ("Q28. Name of data controller and any data processors, with ICO registration numbers", "Elm, Z123"),
    ("Q29. Is there anything else about this?", "No."),
    ("Part L – Declaration by the applicant", ""),
    ("Q48. I confirm that all this is correct", "A Able"),
]  # fmt: skip


def _shaded(label: str, answer: str) -> Block:
    made = table([[para(label, bold=True)]], [[para(answer)]])
    first, second = made.rows
    return Table(((replace(first[0], shading="E2EFD9"),), second))


def _read() -> Form:
    blocks = [
        _shaded(label, answer) if label.startswith("Q") else para(label, heading=1, style="heading 1")
        for label, answer in _LABELS
    ]
    document = Document("form.docx", "docx", (para(builtin_form().title, style="Title"), *blocks))
    return read_form(document, "form.docx", builtin_form(), builtin()).form


def test_a_label_that_is_not_found_ends_the_answer_before_it() -> None:
    answers = {question.id: question.answer.text for question in _read().questions if question.found}

    assert answers["project.ethics"] == "Elm REC, 12/3, 4 May 2026"
    assert answers["gdpr.controller"] == "Elm, Z123"
    assert answers["gdpr.article9"] == "9(2)(j)"


def test_a_section_that_is_not_found_in_a_strange_edition_is_not_called_missing() -> None:
    document = docx.Document()
    document.add_heading(builtin_form().title, 0)
    for label, answer in _LABELS:
        if label.startswith("Q"):
            document.add_paragraph().add_run(label).bold = True
            document.add_paragraph(answer)
        else:
            document.add_heading(label, 1)
    file = BytesIO()
    document.save(file)

    report = dag_check.check({"form.docx": file.getvalue()}, select=["FRM001", "SUB005"])

    assert [result.code for result, _ in report.findings] == ["SUB005"]
