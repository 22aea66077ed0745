"""What is learned from single layouts of a blank: each test shows a piece of a form and the questions that stand in it."""

from __future__ import annotations

import pytest

from dag_check.documents.model import Block, Document, Paragraph, Span
from dag_check.forms.definition import FormDefinition, QuestionDefinition
from dag_check.forms.learn import NothingToLearn, learn_form
from tests.intake.form_layouts import box, para, prompt, table


def learned(*blocks: Block) -> FormDefinition:
    return learn_form(Document("blank.docx", "docx", blocks))


def questions(*blocks: Block) -> list[QuestionDefinition]:
    return list(learned(*blocks).questions)


def outline(*blocks: Block) -> list[tuple[str, str]]:
    return [(question.label, question.answer) for question in questions(*blocks)]


def test_an_empty_cell_beside_or_under_a_label_is_a_question() -> None:
    assert outline(table([[para("Title")], [para()]], [[para("Summary")], [para()]])) == [
        ("Title", "text"),
        ("Summary", "text"),
    ]
    assert outline(table([[para("Aims of the project")]], [[para()]])) == [("Aims of the project", "text")]


def test_bold_lines_with_room_under_them_are_questions_and_plain_text_between_is_guidance() -> None:
    found = questions(
        para("What will you do?", bold=True), para("Think of all who use the courts."), para(), para(),
        para("Why does it matter?", bold=True), para(), para(),
        para("Who will see the data?", bold=True), para(), para(),
    )  # fmt: skip

    assert [question.label for question in found] == [
        "What will you do?",
        "Why does it matter?",
        "Who will see the data?",
    ]
    assert found[0].guidance == ("Think of all who use the courts.",)


def test_larger_type_makes_sections_where_no_style_does() -> None:
    form = learned(
        para("About you", size=14.0), para("Your name", bold=True, size=11.0), para(), para("Your post", bold=True, size=11.0), para(),
        para("About the data", size=14.0), para("Which data?", bold=True, size=11.0), para(), para("Why these?", bold=True, size=11.0), para(),
    )  # fmt: skip

    assert [(section.title, len(section.questions)) for section in form.sections] == [
        ("About you", 2),
        ("About the data", 2),
    ]


def test_headings_that_hold_nothing_but_room_are_questions_not_sections() -> None:
    form = learned(
        para("Purpose", heading=1), para(), para("Methods", heading=1), para(), para("Outputs", heading=1), para()
    )

    assert [section.title for section in form.sections] == ["Questions"]
    assert [question.label for question in form.questions] == ["Purpose", "Methods", "Outputs"]


def test_a_prompt_in_brackets_marks_the_place_and_is_remembered() -> None:
    (question,) = questions(table([[para("Main contact")], [para("[Name and job title]")]]))

    assert (question.label, question.answer) == ("Main contact", "text")
    assert "[Name and job title]" in question.guidance


def test_a_drop_down_is_a_choice_of_its_entries() -> None:
    entries = ("Up to 1 year", "1 to 5 years")
    control = Paragraph((Span("Choose an item.", kind="placeholder", control="", offered=entries),))
    (question,) = questions(table([[para("How long will the data be kept?")], [control]]))

    assert question.answer == "choice"
    assert tuple(question.options.values()) == entries


def test_rows_under_yes_and_no_are_yes_no_questions() -> None:
    found = outline(
        table(
            [[para("Question")], [para("Yes")], [para("No")]],
            [[para("Are people under 18 involved?")], [para("☐")], [para("☐")]],
            [[para("Is travel abroad planned?")], [para()], [para()]],
            [[para("If yes, please give details")], [para()], [para()]],
        )
    )

    assert found == [
        ("Are people under 18 involved?", "yes_no"),
        ("Is travel abroad planned?", "yes_no"),
        ("If yes, please give details", "text"),
    ]


def test_the_row_of_the_options_may_be_the_question_itself() -> None:
    found = outline(
        table(
            [[para("1")], [para("Is the information private?")], [para("Yes")], [para("No")]],
            [[para()], [para()], [para()], [para()]],
            [[para("2")], [para("Does the research involve:")], [para("Yes")], [para("No")]],
            [[para()], [para("(a) people?")], [para()], [para()]],
            [[para()], [para("(b) animals?")], [para()], [para()]],
        )
    )

    assert found == [("Is the information private?", "yes_no"), ("people?", "yes_no"), ("animals?", "yes_no")]


def test_yes_no_is_told_in_brackets_but_not_in_an_instruction() -> None:
    assert outline(para("Has approval been obtained? (yes/no):"), para()) == [("Has approval been obtained?", "yes_no")]
    with pytest.raises(NothingToLearn):
        questions(para("Answer every question by ticking yes or no."))


def test_several_labels_on_one_line_are_several_blanks() -> None:
    assert [label for label, _ in outline(para("Tel: ______________   Email: ______________"))] == ["Tel:", "Email:"]


def test_headings_over_one_empty_row_are_a_table_where_rows_are_to_be_added() -> None:
    headings = [[para(text)] for text in ("Data source", "Controller", "Permission")]
    blank = [[para()], [para()], [para()]]

    (question,) = questions(para("List every source", bold=True), table(headings, blank))
    assert (question.answer, question.columns) == ("table", ("Data source", "Controller", "Permission"))
    assert len(questions(table(headings, blank))) == 3


def test_parts_and_labels_for_the_office_are_left_out() -> None:
    form = learned(
        para("About you", heading=1), table([[para("Name")], [para()]], [[para("Reference (office use only)")], [para()]]),
        para("For committee use only", heading=1), table([[para("Decision")], [para()]]),
    )  # fmt: skip

    assert [question.label for question in form.questions] == ["Name"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Has approval been given?", "choice"),
        ("Which datasets do you need? Tick all that apply", "choices"),
        ("What is the level of the data? (tick one)", "choice"),
        ("Type of data", "choices"),
    ],
)
def test_a_choice_takes_one_answer_where_its_wording_says_so(label: str, kind: str) -> None:
    (question,) = questions(
        para(label, bold=True), box(False, "Approved"), box(False, "Applied for"), box(False, "Planned")
    )

    assert question.answer == kind


def test_a_condition_names_its_question_by_number_or_stands_after_it() -> None:
    found = questions(
        table(
            [[para("No.")], [para("Question")], [para("Yes")], [para("No")]],
            [[para("1")], [para("Will data be linked?")], [para()], [para()]],
            [[para("2")], [para("Will data be shared?")], [para()], [para()]],
        ),
        table(
            [[para("If you answered yes to question 1, say to which data")], [para()]],
            [[para("If yes, with whom?")], [para()]],
        ),
    )

    assert found[2].when == f"'yes' in choices['{found[0].id}']"
    assert found[3].when == f"'yes' in choices['{found[1].id}']"


def test_a_condition_rests_on_no_option_that_is_not_there() -> None:
    found = questions(
        para("Level of the data", bold=True), box(False, "Row level"), box(False, "Aggregate"),
        table([[para("If yes, give details")], [para()]]),
    )  # fmt: skip

    assert found[1].when is None
    assert found[1].unsure


def test_controls_and_limits_are_read() -> None:
    (question,) = questions(
        para("Lay summary", bold=True),
        para("No more than 300 words.", italic=True),
        prompt("Click here to enter text."),
    )

    assert (question.label, question.max_words, question.guidance) == ("Lay summary", 300, ("No more than 300 words.",))


def test_a_text_without_places_for_answers_is_no_form() -> None:
    with pytest.raises(NothingToLearn, match="No questions were found"):
        questions(para("Terms of reference", bold=True), para("The group meets four times a year."))
