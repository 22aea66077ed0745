"""Choices made without boxes: struck out, deleted or highlighted, on the label's own line or below it; and ends of regions."""

from __future__ import annotations

import pytest

from dag_check.application import Question
from dag_check.documents.model import Block, Paragraph, Span
from dag_check.forms.library import builtin_form
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin
from tests.intake.form_layouts import document, para, table

FORM = builtin_form()
LABEL = "6.1. Will the data be linked to other data?"


def question(name: str, *around: Block) -> Question:
    """The question of that id in a form of which the sections on data, linking and the declaration are there."""
    blocks = [
        para("5. Safe data", bold=True, heading=1),
        para("5.1 Time period of the data requested", bold=True),
        para("2011 to 2019"),
    ]
    blocks += [*around]
    blocks += (
        []
        if name.startswith("declaration")
        else [para("6.2 Datasets to be linked, and their owners' permission", bold=True), para("N/A")]
    )
    form = read_form(document(blocks), "form.docx", FORM, builtin()).form
    found = form.question(name)
    assert found is not None
    return found


def linking(*blocks: Block) -> tuple[str, ...]:
    return question("linking.intended", para("6. Data linking", bold=True, heading=1), *blocks).answer.chosen


def line(*spans: Span) -> Paragraph:
    return Paragraph(spans)


def test_an_option_struck_out_behind_its_label_is_not_chosen() -> None:
    label, struck = Span(f"{LABEL} ", bold=True), Span("Yes", strike=True)
    assert linking(line(label, struck, Span(" / No (delete as appropriate)"))) == ("no",)
    assert linking(line(label, Span("Yes / "), Span("No", strike=True), Span(" (strike through as appropriate)"))) == (
        "yes",
    )


def test_an_answer_below_the_options_that_the_label_offers_counts() -> None:
    label = para(f"{LABEL} Yes / No (delete as appropriate)", bold=True)
    assert linking(table([[label]], [[para("No")]])) == ("no",)
    assert linking(label, para("Yes")) == ("yes",)


@pytest.mark.parametrize(
    "hint", ["strike through as appropriate", "underline one", "highlight your choice", "delete as applicable"]
)
def test_options_left_as_the_form_offers_them_choose_nothing(hint: str) -> None:
    assert linking(para(LABEL, bold=True), para(f"Yes / No ({hint})")) == ()


def test_a_highlighted_option_among_others_is_chosen() -> None:
    assert linking(para(LABEL, bold=True), para("Yes"), para("No", highlight=True)) == ("no",)
    assert linking(para(LABEL, bold=True), line(Span("Yes", highlight=True), Span(" / No"))) == ("yes",)
    assert linking(line(Span(f"{LABEL} ", bold=True), Span("Yes / "), Span("No", highlight=True))) == ("no",)
    assert linking(para(LABEL, bold=True), line(Span("Yes", strike=True), Span(" / No"))) == ("no",)


def test_options_that_are_all_highlighted_choose_nothing() -> None:
    assert linking(para(LABEL, bold=True), para("Yes", highlight=True), para("No", highlight=True)) == ()


@pytest.mark.parametrize(
    "answer",
    [[para("Response:", bold=True), para("list.xlsx; letter.pdf")], [para("list.xlsx; letter.pdf", bold=True)]],
)
def test_the_last_answer_may_follow_a_bold_cue_or_be_bold(answer: list[Block]) -> None:
    heading = para("12. Declaration", bold=True, heading=1)
    found = question("declaration.attachments", heading, para("12.2 Documents attached", bold=True), *answer)
    assert found.answer.text == "list.xlsx; letter.pdf"


def test_a_bold_heading_of_a_list_behind_the_last_label_is_no_answer() -> None:
    heading = para("12. Declaration", bold=True, heading=1)
    found = question("declaration.attachments", heading, para("12.2 Documents attached", bold=True), para("Variables requested", bold=True), para("Sex"))  # fmt: skip
    assert found.answer.text == ""


def test_a_long_label_may_end_on_a_third_line() -> None:
    label = [
        "4.3 Authority for processing criminal offence data (UK GDPR",
        "Article 10; Data Protection Act 2018",
        "Schedule 1)",
    ]
    found = question("gdpr.article10", *(para(text, bold=True) for text in label), para("Schedule 1, paragraph 4"))
    assert found.answer.text == "Schedule 1, paragraph 4"
