"""Writes a form as a blank Word file: headings, guidance, and a content control for every answer, with marks that `learn` reads.

The file is meant for people: real headings, a document language, tables with header rows, prompts in every control. The sentences
that say what the definition holds (limits, N/A, conditions) stand in `phrases`; the bricks of Word in `wordml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dag_check.forms import wordml
from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition
from dag_check.forms.marks import PREFIX, Mark, MarkWriter
from dag_check.forms.phrases import (
    FIELD_COLUMNS,
    GUIDANCE_STYLE,
    HINT_STYLE,
    HOW_TO,
    ROW_COLUMN,
    YES_NO,
    condition,
    hint,
)
from dag_check.forms.wording import is_date_label

ROWS = 5
"""How many empty rows a table of people or items has."""


def write_blank(definition: FormDefinition) -> bytes:
    """The form as a .docx file that can be filled in with Word or LibreOffice.

    Learning that file gives the same definition again, but for what no blank shows: other wordings (`aliases`), which are taken from the
    built-in form where it is that form, and doubts (`unsure`). The same definition gives the same bytes.
    """
    return _Blank(definition).write()


class _Blank:
    def __init__(self, form: FormDefinition) -> None:
        self._form = form
        self._marks = MarkWriter()
        self._ids = 0

    def write(self) -> bytes:
        body = "".join(self._body())
        footer = f"Edition: {self._form.edition}" if self._form.edition else ""
        return wordml.package(self._form.title, body, footer, self._properties())

    def _properties(self) -> dict[str, str]:
        """What of the definition no reader needs to see: its id, sections whose ids their questions do not tell, long tags."""
        properties = {f"{PREFIX}form": self._form.form, f"{PREFIX}wording": self._form.wording}
        for section in self._form.sections:
            properties[f"{PREFIX}section:{section.id}"] = section.title
        return properties | self._marks.properties

    def _body(self) -> Iterator[str]:
        yield wordml.paragraph(self._form.title, "Title")
        for text in self._form.instructions:
            yield wordml.paragraph(text)
        yield wordml.paragraph(HOW_TO)
        for section in self._form.sections:
            yield from self._section(section)

    def _section(self, section: SectionDefinition) -> Iterator[str]:
        number = f"{section.number}. " if section.number else ""
        yield wordml.paragraph(f"{number}{section.title}", "Heading 1")
        yield from self._notes(section.guidance, condition(section, self._form))
        for question in section.questions:
            yield from self._question(question)

    def _question(self, question: QuestionDefinition) -> Iterator[str]:
        number = f"{question.number} " if question.number else ""
        yield wordml.paragraph(f"{number}{question.label}", "Heading 2")
        yield from self._notes(question.guidance, condition(question, self._form), hint(question))
        match question.answer:
            case "choice" | "choices" | "yes_no":
                yield from self._options(question)
            case "fields" | "signature":
                yield self._fields(question)
            case "people" | "table":
                yield self._rows(question)
            case "date":
                yield wordml.paragraph_of(self._date(question.label, self._tag(question)), "Form Answer")
            case _:
                yield wordml.block_control(self._next_id(), question.label, self._tag(question), "Form Answer")

    def _notes(self, guidance: tuple[str, ...], *sentences: str) -> Iterator[str]:
        yield from (wordml.paragraph(text, GUIDANCE_STYLE) for text in guidance)
        yield from (wordml.paragraph(text, HINT_STYLE) for text in sentences if text)

    def _options(self, question: QuestionDefinition) -> Iterator[str]:
        options = YES_NO if question.answer == "yes_no" else question.options
        for option, label in options.items():
            kind = question.answer if option == next(iter(options)) else ""
            tag = self._marks.tag(Mark(question.id, option, question.role if kind else "", kind))
            box = wordml.box_control(self._next_id(), label, tag)
            yield wordml.paragraph_of(f"{box}{wordml.run(f' {label}')}", "Form Option")

    def _fields(self, question: QuestionDefinition) -> str:
        rows = []
        for name in question.fields:
            tag = self._tag(question)
            control = self._date(name, tag) if is_date_label(name) else self._text(name, tag)
            rows.append((wordml.paragraph(name, bold=True), wordml.paragraph_of(control)))
        return wordml.table(FIELD_COLUMNS, rows, question.label, widths=(3200, 6438))

    def _rows(self, question: QuestionDefinition) -> str:
        """An empty table. One with a single column gets row numbers, for a lone column is hard to see as a table."""
        columns = question.columns if len(question.columns) > 1 else (ROW_COLUMN, *question.columns)
        tag = self._tag(question)
        rows = []
        for number in range(1, ROWS + 1):
            cells = [wordml.paragraph_of(self._text(column, tag)) for column in question.columns]
            numbered = [wordml.paragraph(str(number))] if len(columns) > len(question.columns) else []
            rows.append((*numbered, *cells))
        return wordml.table(columns, rows, question.label)

    def _text(self, name: str, tag: str) -> str:
        return wordml.text_control(self._next_id(), name, tag)

    def _date(self, name: str, tag: str) -> str:
        return wordml.date_control(self._next_id(), name, tag)

    def _tag(self, question: QuestionDefinition) -> str:
        return self._marks.tag(Mark(question.id, "", question.role, question.answer))

    def _next_id(self) -> int:
        self._ids += 1
        return self._ids
