"""Filled copies of a form as Documents, laid out in the ways that people lay forms out. Each layout is a function from the
form's definition and its answers to blocks; `LAYOUTS` names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dag_check.documents.model import Block, Cell, Document, Paragraph, Span, Table
from dag_check.forms.definition import FormDefinition, QuestionDefinition

Answers = Mapping[str, str | list[str]]
"""By question id: the text of an answer (line breaks part paragraphs), or the ids of the options ticked."""


def para(text: str = "", **look: object) -> Paragraph:
    style = str(look.pop("style", ""))
    heading = look.pop("heading", None)
    number = str(look.pop("number", ""))
    return Paragraph((Span(text, **look),) if text else (), style=style, heading=heading, number=number)  # type: ignore[arg-type]


def box(ticked: bool, label: str) -> Paragraph:
    return Paragraph((Span("☒" if ticked else "☐", box=True), Span(" " + label)))


def prompt(text: str) -> Paragraph:
    return Paragraph((Span(text, kind="placeholder", control=""),))


def table(*rows: list[list[Block]]) -> Table:
    return Table(
        tuple(
            tuple(Cell(tuple(blocks), row, col) for col, blocks in enumerate(cells)) for row, cells in enumerate(rows)
        )
    )


def options_of(question: QuestionDefinition) -> dict[str, str]:
    return question.options or ({"yes": "Yes", "no": "No"} if question.answer == "yes_no" else {})


def answer_blocks(question: QuestionDefinition, answer: str | list[str] | None) -> list[Block]:
    """The answer as it stands under or beside its label: text, boxes, labelled lines or a table of people."""
    if question.answer in ("choice", "choices", "yes_no"):
        ticked = answer if isinstance(answer, list) else []
        return [box(option in ticked, label) for option, label in options_of(question).items()]
    if question.answer in ("fields", "signature"):
        values = dict(line.split(": ", 1) for line in str(answer or "").split("\n") if ": " in line)
        return [table(*[[[para(name)], [para(values.get(name, ""))]] for name in question.fields])]
    if question.answer == "people":
        people = [line.split(" | ") for line in str(answer or "").split("\n") if line]
        rows = [[[para(column, bold=True)] for column in question.columns]]
        rows += [[[para(cell)] for cell in person] for person in people]
        rows += [[[para()] for _ in question.columns]]
        return [table(*rows)]
    if not answer:
        return [prompt("Click or tap here to enter text.")]
    return [para(text) for text in str(answer).split("\n")]


def paragraphs_below(form: FormDefinition, answers: Answers) -> list[Block]:
    """Headings by style, labels in bold with typed numbers, answers in paragraphs below."""
    blocks: list[Block] = [para(form.title, style="Title")]
    for section in form.sections:
        blocks.append(para(f"{section.number}. {section.title}", style="heading 1", heading=1))
        for question in section.questions:
            blocks.append(para(f"{question.number} {question.label}", bold=True))
            blocks.extend(answer_blocks(question, answers.get(question.id)))
    return blocks


def two_columns(form: FormDefinition, answers: Answers) -> list[Block]:
    """A table a section: label on the left with an automatic number, answer on the right."""
    blocks: list[Block] = [para(form.title, style="Title")]
    for section in form.sections:
        blocks.append(para(f"Section {section.number}: {section.title}", bold=True))
        rows: list[list[list[Block]]] = [[[para("Question", bold=True)], [para("Your answer", bold=True)]]]
        for question in section.questions:
            rows.append(
                [[para(question.label, number=question.number)], answer_blocks(question, answers.get(question.id))]
            )
        blocks.append(table(*rows))
    return blocks


def three_columns(form: FormDefinition, answers: Answers) -> list[Block]:
    """One table for all: number, label, answer; sections as rows in capitals."""
    rows: list[list[list[Block]]] = []
    for section in form.sections:
        rows.append([[para(section.number)], [para(section.title.upper())], [para()]])
        for question in section.questions:
            rows.append(
                [[para(question.number)], [para(question.label)], answer_blocks(question, answers.get(question.id))]
            )
    return [para(form.title), table(*rows)]


def same_cell(form: FormDefinition, answers: Answers) -> list[Block]:
    """A cell a question: its label in bold, and the answer typed into the same cell below it; no numbers."""
    blocks: list[Block] = [para(form.title, bold=True)]
    for section in form.sections:
        blocks.append(para(section.title, style="Heading 2", heading=2))
        for question in section.questions:
            blocks.append(
                table([[para(question.label, bold=True), *answer_blocks(question, answers.get(question.id))]])
            )
    return blocks


def row_below(form: FormDefinition, answers: Answers) -> list[Block]:
    """A table a question: the label in a shaded row, the answer in the row below."""
    blocks: list[Block] = []
    for section in form.sections:
        blocks.append(para(f"PART {section.number} – {section.title.upper()}", bold=True))
        for question in section.questions:
            blocks.append(
                table(
                    [[para(f"{question.number}. {question.label}")]],
                    [answer_blocks(question, answers.get(question.id))],
                )
            )
    return blocks


LAYOUTS: dict[str, Callable[[FormDefinition, Answers], list[Block]]] = {
    "paragraphs_below": paragraphs_below,
    "two_columns": two_columns,
    "three_columns": three_columns,
    "same_cell": same_cell,
    "row_below": row_below,
}


def document(blocks: list[Block]) -> Document:
    return Document("application.docx", "docx", tuple(blocks))
