"""Attachments: names of files in answers, in the spellings that people use."""

from __future__ import annotations

import pytest

from dag_check.application import SubmittedFile
from dag_check.checks.attachments import _is_there, _known, _mentions
from dag_check.knowledge import builtin
from dag_check.rulebook import RuleCase
from dag_check.rulebook.cases import application_of

KNOWN = _known(builtin())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("See variables.xlsx.", ["variables.xlsx"]),
        ("The list (Annex_A.ods) and “DMP-v2.pdf”", ["Annex_A.ods", "DMP-v2.pdf"]),
        ("attachments/plan_final.docx", ["plan_final.docx"]),
        ("https://www.gov.uk/media/form.docx and www.x.org/y/report.pdf", []),
        ("We use R version 4.2 and e.g. tables; the file is not attached: plan_final.docx", []),
        (". . . ...pdf. A.doc", ["A.doc"]),
        ("The order's conditions attached to release are counted.", []),
    ],
)
def test_names_of_files_are_found_in_an_answer(text: str, names: list[str]) -> None:
    assert [mention.name for mention in _mentions(text, KNOWN) if mention.name] == names


@pytest.mark.parametrize(
    ("text", "path", "there"),
    [
        ("Variables requested v4.xlsx", "sent/Variables requested v4.xlsx", True),
        ("see variables_list.xlsx", "Variables List (final).xlsx", True),
        ("the plan is in budget_2026.xlsx", "minutes.docx", False),
        ("Costs B7.xlsx", "Costs B8.xlsx", True),
        ("The CVs are attached.", "CV_Brightwater.docx", True),
        ("See cv_smith.docx", "CV Jones.docx", None),
        ("Our curriculum vitae is attached.", "CV.pdf", True),
        ("The data management plan is attached.", "DMP v2.docx", True),
        ("The supervisor's letter of support is attached.", "Supervisor letter Quarrie.docx", True),
        ("The award letter is attached.", "Support letter.docx", None),
        ("A CV is attached.", "Scan 0012.pdf", None),
    ],
)
def test_a_name_is_matched_whatever_its_spelling(text: str, path: str, there: bool) -> None:
    application = application_of(RuleCase(name="x", expect="pass"))
    form = application.form
    assert form is not None
    file = SubmittedFile(path=path, sha256="0", format="xlsx", kind="dpia" if "minutes" in path else "other")
    application = application.model_copy(update={"files": (file,)})
    question = form.question("applicant.funding")
    assert question is not None
    (mention,) = _mentions(text, KNOWN)
    assert _is_there(mention, question, application, KNOWN) is there
