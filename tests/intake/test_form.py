"""Reading a filled form: every answer comes back to its question, whatever the layout."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.application import Form, Question
from dag_check.documents.model import Block, Paragraph, Span
from dag_check.forms.definition import FormDefinition, QuestionDefinition
from dag_check.forms.library import builtin_form
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin
from tests.intake.form_layouts import LAYOUTS, Answers, answer_blocks, box, document, options_of, para, table

FORM = builtin_form()

_WORDS = (  # noqa: SIM905 - words read better as text
    "prisons courts remand women linked records bail sentencing the of and in our estimate outcomes probation 2019 England "
    "data project title ethics dataset variables benefit GDPR N/A (see below) £40,000 c. naïve “quoted” – reoffending"
).split()


def answers_to(form: FormDefinition, random: Random) -> dict[str, str | list[str]]:
    """Answers to any subset of a form's questions."""
    return {question.id: _answer_to(question, random) for question in form.questions if random.random() < 0.8}


def _answer_to(question: QuestionDefinition, random: Random) -> str | list[str]:
    options = list(options_of(question))
    if question.answer in ("choice", "yes_no"):
        return [random.choice(options)]
    if question.answer == "choices":
        return [option for option in options if random.random() < 0.5] or options[:1]
    if question.answer in ("fields", "signature"):
        return "\n".join(f"{name}: value of {name}" for name in question.fields)
    if question.answer == "people":
        return "Dr A Able | University of B | Lead | 12345\nMs C Dee | University of E | Analyst | in training"
    paragraphs = (
        "Zeta " + " ".join(random.choices(_WORDS, k=random.randint(3, 30))) + "." for _ in range(random.randint(1, 4))
    )
    return "\n".join(paragraphs)


def wrong_answers(form: Form, given_answers: Answers, asked: FormDefinition) -> list[str]:
    """The questions whose answer did not come back as it was given, with what came instead."""
    wrong = []
    for question in form.questions:
        if question.id not in {q.id for q in asked.questions}:
            if question.found:
                wrong.append(f"{question.id}: found, but it is not in the copy")
        elif not question.found or not _came_back(question, given_answers.get(question.id)):
            wrong.append(f"{question.id}: {question.found} {question.answer!r}")
    return wrong


def _came_back(question: Question, wanted: str | list[str] | None) -> bool:
    if wanted is None:
        return question.answer.is_blank
    if isinstance(wanted, list):
        return list(question.answer.chosen) == wanted
    if question.kind in ("fields", "signature"):
        return question.answer.fields == {name: f"value of {name}" for name in question.field_labels}
    if question.kind == "people":
        return [list(person.cells.values()) for person in question.answer.people] == [
            line.split(" | ") for line in wanted.split("\n")
        ]
    return question.answer.text == wanted


def read(blocks: list[Block], form: FormDefinition = FORM) -> Form:
    return read_form(document(blocks), "application.docx", form, builtin()).form


def edited(form: FormDefinition, edit: str) -> FormDefinition:
    """The form as it is printed in some copy: labels lightly edited, numbers shifted or gone, a section left out or moved."""
    sections = list(form.sections)
    if edit == "sections_left_out":
        sections = [section for section in sections if section.id not in ("hmcts_primary", "own_setting")]
    if edit == "section_moved":
        sections.insert(1, sections.pop(next(i for i, s in enumerate(sections) if s.id == "linking")))
    change = {
        "no_numbers": lambda q: {"number": ""},
        "other_numbers": lambda q: {"number": re.sub(r"^\d+", lambda m: str(int(m.group()) + 1), q.number)},
        "no_brackets": lambda q: {"label": re.sub(r"\s*\([^)]*\)", "", q.label)},
        "colons": lambda q: {"label": q.label.rstrip("?") + ":"},
        "please": lambda q: {"label": "Please " + q.label[0].lower() + q.label[1:] if len(q.label) > 25 else q.label},
        "capitals": lambda q: {"label": q.label.upper()},
    }.get(edit, lambda q: {})
    return form.model_copy(
        update={
            "sections": tuple(
                section.model_copy(
                    update={"questions": tuple(q.model_copy(update=change(q)) for q in section.questions)}
                )
                for section in sections
            )
        }
    )


EDITS = (
    "none",
    "no_numbers",
    "other_numbers",
    "no_brackets",
    "colons",
    "please",
    "capitals",
    "sections_left_out",
    "section_moved",
)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("edit", EDITS)
@settings(max_examples=3, deadline=None)
@given(random=st.randoms(use_true_random=True))
def test_every_answer_comes_back_to_its_question(layout: str, edit: str, random: Random) -> None:
    asked = edited(FORM, edit)
    answers = answers_to(FORM, random)
    assert wrong_answers(read(LAYOUTS[layout](asked, answers)), answers, asked) == []


def question_in(blocks: list[Block], question_id: str) -> Question:
    question = read(blocks).question(question_id)
    assert question is not None
    return question


def surrounded(*blocks: Block) -> list[Block]:
    """Blocks between two questions of section 3, under its heading."""
    return [
        para("3. Project details", heading=1),
        para("3.1 Project title", bold=True),
        para("Remand and after"),
        *blocks,
        para("3.9 Planned outputs, their audiences and dates", bold=True),
        para("Two papers in 2028."),
    ]


def test_answer_behind_its_label_on_one_line() -> None:
    line = Paragraph((Span("3.4 Aims and research questions: ", bold=True), Span("To learn who is remanded.")))
    assert question_in(surrounded(line), "project.aims").answer.text == "To learn who is remanded."


def test_label_split_over_two_paragraphs() -> None:
    blocks = surrounded(
        para("3.3 Summary of the project in plain English", bold=True),
        para("(no more than 300 words)", bold=True),
        para("We ask why."),
    )
    assert question_in(blocks, "project.summary").answer.text == "We ask why."


def test_grey_guidance_under_a_blank_question_is_no_answer() -> None:
    grey = {"italic": True, "colour": "7F7F7F"}
    blocks = surrounded(
        para("3.4 Aims and research questions", bold=True), para("Please set out each question.", **grey)
    )
    question = question_in(blocks, "project.aims")
    assert question.answer.is_blank
    assert question.prompts == ("Please set out each question.",)


def test_an_answer_in_italics_is_an_answer() -> None:
    blocks = surrounded(
        para("3.4 Aims and research questions", bold=True), para("Who is remanded, and for how long?", italic=True)
    )
    assert question_in(blocks, "project.aims").answer.text == "Who is remanded, and for how long?"


@pytest.mark.parametrize("filler", ["..............", "________________", "– – –", "[          ]", "…………………"])
def test_dots_and_lines_to_write_on_are_blank(filler: str) -> None:
    assert question_in(
        surrounded(para("3.4 Aims and research questions", bold=True), para(filler)), "project.aims"
    ).answer.is_blank


def test_a_missing_label_is_not_found_rather_than_blank() -> None:
    question = question_in(surrounded(), "project.aims")
    assert not question.found


def test_labels_side_by_side_over_their_answers() -> None:
    blocks = [
        para("3. Project details", heading=1),
        table(
            [[para("3.1 Project title")], [para("3.4 Aims and research questions")]],
            [[para("Remand and after")], [para("To learn who is remanded.")]],
        ),
    ]
    assert question_in(blocks, "project.title").answer.text == "Remand and after"
    assert question_in(blocks, "project.aims").answer.text == "To learn who is remanded."


def test_guidance_column_is_not_part_of_the_answer() -> None:
    blocks = [
        para("3. Project details", heading=1),
        table(
            [[para("Question")], [para("Guidance")], [para("Response")]],
            [[para("3.1 Project title")], [para("Short and clear")], [para("Remand and after")]],
            [[para("3.4 Aims and research questions")], [para("List all")], [para()]],
        ),
    ]
    assert question_in(blocks, "project.title").answer.text == "Remand and after"
    assert question_in(blocks, "project.aims").answer.is_blank


ROUTE = next(question for question in FORM.questions if question.id == "access.route")
_SRS, _SAIL = "ONS Secure Research Service", "SAIL Databank"


@pytest.mark.parametrize(
    ("blocks", "chosen"),
    [
        ([box(False, _SRS), box(True, _SAIL)], ("sail",)),
        ([para(f"[x] {_SRS}"), para(f"[ ] {_SAIL}")], ("ons_srs",)),
        ([para(f"( ) {_SRS}   (X) {_SAIL}")], ("sail",)),
        ([para(f"{_SRS} ☒"), para(f"{_SAIL} ☐")], ("ons_srs",)),
        ([table([[para(_SRS)], [para("☐")]], [[para(_SAIL)], [para("☒")]])], ("sail",)),
        ([table([[para("☒")], [para(_SRS)]], [[para("☐")], [para(_SAIL)]])], ("ons_srs",)),
        ([table([[para(_SRS)], [para("X")]], [[para(_SAIL)], [para()]])], ("ons_srs",)),
        ([para(_SAIL)], ("sail",)),
        ([para("ONS SRS")], ("ons_srs",)),
        ([para("SAIL")], ("sail",)),
        (answer_blocks(ROUTE, None), ()),
        ([para(label) for label in ROUTE.options.values()], ()),
        ([para(_SRS, strike=True), para(_SAIL)], ("sail",)),
    ],
)
def test_options_chosen(blocks: list[Block], chosen: tuple[str, ...]) -> None:
    label = para("1.3 How do you wish to access the data?", bold=True)
    form = [
        para("1. Data access requirements", heading=1),
        label,
        *blocks,
        para("1.4 Is this a new application or a resubmission?"),
    ]
    assert question_in(form, "access.route").answer.chosen == chosen


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ("☒ Yes ☐ No", ("yes",)), ("Yes ☐ No ☒", ("no",)), ("Yes / No", ()), ("Yes", ("yes",)), ("No.", ("no",)),
        ("Yes, to the Crown Court data", ("yes",)), ("☐ Yes ☐ No", ()),
    ],
)  # fmt: skip
def test_yes_or_no(line: str, chosen: tuple[str, ...]) -> None:
    form = [
        para("6. Data linking", heading=1),
        para("6.1 Will the data be linked to other data?", bold=True),
        para(line),
    ]
    assert question_in(form, "linking.intended").answer.chosen == chosen
    same_line = [para("6. Data linking", heading=1), para(f"6.1 Will the data be linked to other data? {line}")]
    assert question_in(same_line, "linking.intended").answer.chosen == chosen


def test_fields_on_one_line_and_signature_as_a_picture() -> None:
    signature = Paragraph((Span("Signature: "), Span("", kind="picture")))
    form = [
        para("12. Declaration", heading=1),
        para("12.1 Lead applicant's declaration", bold=True),
        para("Name: Dr A Able    Date: 1 May 2027"),
        signature,
    ]
    fields = question_in(form, "declaration.signed").answer.fields
    assert fields == {"Name": "Dr A Able", "Date": "1 May 2027", "Signature": "[picture]"}


def test_a_section_whose_deciding_question_is_blank_cannot_be_judged() -> None:
    form = read(LAYOUTS["two_columns"](FORM, {}))
    states = {section.id: section.applies for section in form.sections}
    assert states["ons_srs"] is None
    assert states["project"] is True


def test_a_number_on_a_line_of_its_own_before_a_label_is_no_answer() -> None:
    blocks = [
        para("3. Project details", heading=1),
        para("Question 3.1:", bold=True),
        para("Project title"),
        para("Answer:"),
        para("Question 3.4:", bold=True),
        para("Aims and research questions"),
        para("To learn who is remanded."),
    ]
    assert question_in(blocks, "project.title").answer.is_blank
    assert question_in(blocks, "project.aims").answer.text == "To learn who is remanded."


def test_a_sentence_under_question_after_question_is_the_forms() -> None:
    hint = "Be as specific as you can, for reviewers may not know your field."
    asked = ["project.title", "project.aims", "project.benefit", "project.methods", "project.outputs"]
    blocks = [para("3. Project details", heading=1)]
    for question in (question for question in FORM.questions if question.id in asked):
        blocks += [para(f"{question.number} {question.label}", bold=True), para(hint)]
    assert all(question_in(blocks, question).answer.is_blank for question in asked)


def test_a_table_in_the_answers_of_labels_side_by_side() -> None:
    people = table(
        [
            [para("Name")],
            [para("Organisation")],
            [para("Role in the project")],
            [para("Accredited researcher number or status")],
        ],
        [[para("Dr A Able")], [para("University of B")], [para("Lead")], [para("12345")]],
    )
    blocks = [
        para("2. Applicant details", heading=1),
        table(
            [[para("2.1 Lead applicant")], [para("2.2 Everyone who will have access to the data")]],
            [[para("Name: Dr A Able")], [people]],
        ),
    ]
    assert len(question_in(blocks, "applicant.people").answer.people) == 1
