"""Layouts and wordings that forms of other makers brought: each was learned or read wrongly once."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pytest

import dag_check
from dag_check.documents import open_file
from dag_check.documents.model import Block, Document, Paragraph, Span
from dag_check.forms.definition import FormDefinition
from dag_check.forms.guidance import is_office_part
from dag_check.forms.learn import learn_form
from dag_check.forms.wording import if_answered, is_part_sometimes, is_sometimes, limit_in, parts_sometimes
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin
from tests.intake.form_layouts import box, para, table


def learned(*blocks: Block) -> FormDefinition:
    return learn_form(Document("blank.docx", "docx", blocks))


@pytest.mark.parametrize(
    "label",
    [
        "Students only: name of your supervisor",
        "Reader's ticket number (if you have one)",
        "For an amendment or renewal, quote the project number",
        "Where personal data is required, explain why anonymised data would not do",
        "If they were chosen by somebody else, how were they chosen?",
        "Second contact (optional)",
    ],
)
def test_a_question_that_is_for_some_only_says_so(label: str) -> None:
    assert is_sometimes(label)


@pytest.mark.parametrize(
    "label",
    [
        "Where and how the data will be stored, and who can reach it",
        "Where will the data be held, and by whom?",
        "For each dataset, name its owner",
        "For what purpose, and for whom?",
        "Retention period and destruction",
        "Explain whether the data could be less detailed",
    ],
)
def test_a_question_for_everybody_is_not_taken_for_one_that_is_for_some(label: str) -> None:
    assert not is_sometimes(label)


def test_if_so_and_if_not_are_answers_and_bilingual_labels_say_it_twice() -> None:
    assert if_answered("If so, how?") == "yes"
    assert if_answered("If not, explain why") == "no"
    assert if_answered("Os oes, beth? / If yes, what is the lawful basis?") == "yes"
    assert if_answered("If not applicable, say so") is None
    assert if_answered("If notes are kept, where?") is None


def test_instructions_name_the_sections_that_are_for_some_only() -> None:
    texts = ["Sections A, B and E are for everybody. Complete Section C only if you want names. Parts F and G need only be completed where they apply."]  # fmt: skip

    assert parts_sometimes(texts) == {"c", "f", "g"}
    assert is_part_sometimes("Complete this section only if the data will be matched.")
    assert not is_part_sometimes("Complete all questions if possible.")


def test_a_limit_may_stand_behind_its_number() -> None:
    assert limit_in(["Summary (250 words at most)"]) == (250, None)


@pytest.mark.parametrize(
    "heading", ["For Research Gateway use", "Part 6: For the Archivist", "FOR TRUST USE ONLY", "Section H: For office use only"]
)  # fmt: skip
def test_a_part_of_the_office_is_known_by_its_heading(heading: str) -> None:
    assert is_office_part(heading)


@pytest.mark.parametrize("heading", ["For researchers", "For what use", "Data for secondary use", "For Students"])
def test_parts_for_applicants_are_not_the_offices(heading: str) -> None:
    assert not is_office_part(heading)


def test_a_subtitle_is_not_the_title() -> None:
    form = learned(
        para("Wexmoor Constabulary", style="Subtitle"), para("Request for data", style="Title"),
        table([[para("Name")], [para()]], [[para("Data")], [para()]]),
    )  # fmt: skip

    assert form.title == "Request for data"


def test_a_numbered_statement_with_a_box_is_a_question_of_its_own() -> None:
    form = learned(
        para("6 Declaration", heading=1),
        replace(box(False, "I have read the code"), number="6.1"), replace(box(False, "I shall keep to it"), number="6.2"),
        para("Signed", bold=True, number="6.3"), para(), para(),
        para("7 More", heading=1), para("Anything else?", bold=True, number="7.1"), para(), para(),
    )  # fmt: skip

    asked = [(q.number, q.label, list(q.options.values())) for q in form.questions][:2]
    assert asked == [
        ("6.1", "I have read the code", ["I have read the code"]),
        ("6.2", "I shall keep to it", ["I shall keep to it"]),
    ]


def test_bold_names_of_the_last_questions_blanks_end_nothing() -> None:
    def form(name: str, date: str) -> tuple[Block, ...]:
        return (
            para("Title of the research", bold=True), para("Courts" if name else ""), para(),
            para("What will you do?", bold=True), para("Count" if name else ""), para(),
            para("Signed by the head of department", bold=True),
            table([[para("Name", bold=True)], [para(name)]], [[para("Signature", bold=True)], [para(name)]], [[para("Date", bold=True)], [para(date)]]),
        )  # fmt: skip

    definition = learned(*form("", ""))
    filled = Document("form.docx", "docx", form("A Able", "3 May 2026"))
    last = read_form(filled, "form.docx", definition, builtin()).form.sections[-1].questions[-1]
    assert last.answer.fields == {"Name": "A Able", "Signature": "A Able", "Date": "3 May 2026"}


def test_what_is_for_some_only_and_not_clearly_for_whom_is_left_to_a_person() -> None:
    blocks = (
        para("A You", heading=1),
        table([[para("Name")], [para()]], [[para("Ticket number (if you have one)")], [para()]]),
        para("B Names", heading=1),
        para("Complete this section only if you want to see names."),
        table([[para("Why do you need names?")], [para()]], [[para("Who will see them?")], [para()]]),
    )
    definition = learned(*blocks)
    form = read_form(Document("form.docx", "docx", blocks), "form.docx", definition, builtin()).form

    assert [section.applies for section in form.sections] == [True, None]
    assert [question.applies for question in form.sections[0].questions] == [True, None]


def _captioned(signed: str, name: str, date: str) -> tuple[Block, ...]:
    line = "_" * 40
    return (
        para("Project accreditation application", style="Title"),
        para("5 Statement", heading=1),
        para("Lead researcher", bold=True, number="5.1"),
        para(signed or line), para("(Signature)", italic=True), para(name or line), para("(Name in capitals)", italic=True),
        para(date or line), para("(Date)", italic=True),
        para("Head of department", bold=True, number="5.2"),
        para(line), para("(Signature)", italic=True), para(line), para("(Date)", italic=True),
    )  # fmt: skip


def test_blanks_with_captions_under_their_lines_are_the_fields_of_one_question() -> None:
    definition = learned(*_captioned("", "", ""))
    assert [(q.label, q.answer, q.fields) for q in definition.questions] == [
        ("Lead researcher", "signature", ("Signature", "Name in capitals", "Date")),
        ("Head of department", "signature", ("Signature", "Date")),
    ]
    for given in (("A Able", "ANN ABLE", "3 May"), ("", "ANN ABLE", "3 May"), ("A Able", "", ""), ("", "", "")):
        filled = Document("form.docx", "docx", _captioned(*given))
        asked = list(read_form(filled, "form.docx", definition, builtin()).form.questions)
        assert tuple(asked[0].answer.fields.values()) == given
        assert set(asked[1].answer.fields.values()) == {""}


def test_no_word_of_an_answer_makes_up_for_please() -> None:
    def form(answer: str) -> tuple[Block, ...]:
        return (
            para("What is it about?", bold=True), para(answer and "Courts."), para(),
            para("Please give the registration number", bold=True) if not answer else Paragraph((Span("Please give the registration number", bold=True), Span("  " + answer))),
            para(), para(),
        )  # fmt: skip

    definition = learned(*form(""))
    filled = Document("form.docx", "docx", form("We have none yet, as we wait"))
    last = list(read_form(filled, "form.docx", definition, builtin()).form.questions)[-1]
    assert last.answer.text == "We have none yet, as we wait"


def test_parts_of_a_question_bear_its_number_and_its_first_part_is_no_less_a_question() -> None:
    dots = "." * 60
    form = learned(
        para("Request for records", style="Title"),
        para("4. Which collection do you wish to see?", bold=True), para(dots),
        para("6. Please state", bold=True),
        para("(a) the years of the records"), para(dots), para("(b) whether copies would do"), para(dots),
        para("7. Who else will see them?", bold=True), para(dots),
    )  # fmt: skip

    assert [(q.number, q.label) for q in form.questions] == [
        ("4", "Which collection do you wish to see?"),
        ("6(a)", "the years of the records"),
        ("6(b)", "whether copies would do"),
        ("7", "Who else will see them?"),
    ]


def test_a_numbered_statement_names_the_blanks_under_it() -> None:
    form = learned(
        para("Request for records", style="Title"),
        table([[para("Q47. Which records?", bold=True)]], [[para()]]),
        table([[para("Q48. I confirm that all this is correct", bold=True)]], [[para("Name")], [para()]], [[para("Signature")], [para()]]),
    )  # fmt: skip

    last = list(form.questions)[-1]
    assert (last.label, last.answer) == ("I confirm that all this is correct", "signature")


def test_cells_to_be_crossed_are_options_and_a_row_without_a_cross_may_be_right() -> None:
    form = learned(
        para("Request for records", style="Title"),
        para("B11. Which datasets do you need?", bold=True), para("Put an X under each year that you need."),
        table(
            [[para()], [para("2019/20")], [para("2020/21")], [para("2021/22")]],
            [[para("School census")], [para()], [para()], [para()]],
            [[para("Exclusions")], [para()], [para()], [para()]],
        ),
    )  # fmt: skip

    assert [(q.label, q.answer, list(q.options.values())) for q in form.questions] == [
        ("School census", "choices", ["2019/20", "2020/21", "2021/22"]),
        ("Exclusions", "choices", ["2019/20", "2020/21", "2021/22"]),
    ]
    assert all(question.unsure for question in form.questions)


def test_roles_that_every_application_answers_go_to_no_signature_and_to_no_question_for_some() -> None:
    form = learned(
        para("Request for records", style="Title"),
        para("Is personal data required?", bold=True), box(False, "Yes"), box(False, "No"),
        table([[para("If yes, which datasets?")], [para()]]),
        table([[para("Datasets requested")], [para()]]),
        table([[para("Lead researcher", bold=True)]], [[para("Name")], [para()]], [[para("Signature")], [para()]]),
    )  # fmt: skip

    assert {q.label: q.role for q in form.questions if q.role} == {"Datasets requested": "datasets"}


def test_a_lead_applicant_is_not_asked_for_what_the_form_asks_elsewhere() -> None:
    def form(name: str, email: str) -> bytes:
        document = docx.Document()
        document.add_heading("Request for records", 0)
        rows = document.add_table(3, 2)
        for row, texts in zip(rows.rows, (("Name of principal investigator", name), ("Email address", email), ("What will you do?", name and "Count.")), strict=True):  # fmt: skip
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        file = BytesIO()
        document.save(file)
        return file.getvalue()

    definition = learn_form(open_document("blank.docx", form("", "")))
    report = dag_check.check({"form.docx": form("Ann Able", "a@b.example")}, form=definition, select=["PPL002"])
    assert [result.status for result in report.results] == ["pass"], report.results


def open_document(name: str, data: bytes) -> Document:
    opened = open_file(name, data)
    assert isinstance(opened, Document)
    return opened


def test_a_number_before_a_label_does_not_hide_that_it_asks_for_a_date() -> None:
    form = learned(
        para("Request for records", style="Title"),
        table([[para("2.7 Dyddiad dechrau / Start date")], [para()]], [[para("2.8 Why?")], [para()]]),
    )

    assert [question.answer for question in form.questions] == ["date", "text"]


def test_room_above_a_question_with_its_own_choice_is_the_label_s_and_details_are_no_option() -> None:
    def ask(number: str, label: str) -> tuple[Block, ...]:
        return para(label, bold=True, number=number), para(), para()

    form = learned(
        para("Project details", heading=1),
        *ask("1.", "What will you find out?:"), *ask("2.", "Who is the better for it?:"),
        para("Have you asked patients? (yes/no):", bold=True, number="3."), para(),
        para("Will the data be linked? (a-c):", bold=True, number="4."),
        para("Yes", number="a."), para("No", number="b."), para("Unsure Details:", number="c."), para(),
        para("Which training has the team had? (a-c)", bold=True, number="5."),
        para("That of the archive", number="a."), para("Another", number="b."), para("None", number="c."),
        para("Details (if applicable, say when):"), para(),
        para("Money", heading=1),
        *ask("6.", "Who pays for it?:"),
        para("Is it approved? (yes/no):", bold=True, number="7."), para(),
    )  # fmt: skip

    assert [question.number.rstrip(".") for question in form.questions] == ["1", "2", "3", "4", "5", "6", "7"]
    questions = list(form.questions)
    assert list(questions[3].options.values()) == ["Yes", "No", "Unsure"]
    assert list(questions[4].options.values()) == ["That of the archive", "Another", "None"]
