"""What a form prints around answers: "Answer:" on the answer's own line, and the running heads of a printed copy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dag_check.application import Question
from dag_check.documents.model import Block, Document, Paragraph, Span
from dag_check.forms.library import builtin_form
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin
from tests.intake.form_layouts import document, para

FORM = builtin_form()


def read(copy: Document, name: str) -> Question:
    found = read_form(copy, "form", FORM, builtin()).form.question(name)
    assert found is not None
    return found


def under(label: str, *answer: Block) -> Document:
    return document([para("3. Project details", bold=True, heading=1), para(label, bold=True), *answer, para("3.9 Planned outputs, their audiences and dates", bold=True)])  # fmt: skip


def test_the_cue_before_an_answer_is_not_part_of_it() -> None:
    copy = under(
        "3.4 Aims and research questions",
        Paragraph((Span("Answer: ", bold=True), Span("To count women."))),
        para("And men."),
    )
    assert read(copy, "project.aims").answer.text == "To count women.\nAnd men."


@pytest.mark.parametrize("nothing", ["-", ".....", "____"])
def test_a_cue_with_filler_behind_it_is_blank(nothing: str) -> None:
    assert (
        read(under("3.4 Aims and research questions", para(f"Response: {nothing}")), "project.aims").answer.text == ""
    )


def test_a_choice_may_follow_the_cue() -> None:
    copy = document(
        [
            para("6. Data linking", bold=True, heading=1),
            para("6.1 Will the data be linked to other data?", bold=True),
            para("Answer: No"),
        ]
    )
    assert read(copy, "linking.intended").answer.chosen == ("no",)


def test_the_same_short_answer_on_most_pages_is_no_running_head() -> None:
    asked = (("1.5 If a resubmission, give the reference and say what has changed", 1), ("2.5 Declare any conflict of interest", 2), ("6.2 Datasets to be linked, and their owners' permission", 3))  # fmt: skip
    blocks: list[Block] = []
    for label, page in asked:
        around = [
            para("Secure access form"),
            para("1 More of the form"),
            para("and more"),
            para(label, bold=True),
            para("N/A"),
        ]
        around += [
            para("6.3 Linking keys and method, and who will link" if page == 3 else "more"),
            para("still more"),
            para(f"Page {page}"),
        ]
        blocks += [replace(paragraph, page=page) for paragraph in around]
    copy = replace(document(blocks), format="pdf", pages=3)
    assert "N/A" in read(copy, "applicant.conflicts").answer.text
    assert "Page" not in read(copy, "applicant.conflicts").answer.text
