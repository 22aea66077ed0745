"""Where a question, a section or the form stands, as a finding points at it. Shared by the checks of all families."""

from __future__ import annotations

from dag_check.application import Answer, Application, Form, Question, Section
from dag_check.location import Location, QuestionRef


def place_of(application: Application, question: Question) -> Location:
    """The place of an answer, with the question's own names; the question's place where the answer's is not known."""
    form = application.form
    section = form.section_of(question.id) if form else None
    known = question.answer.location if question.answer.location != Location() else question.location
    return known.model_copy(
        update={
            "file": known.file or question.location.file or (form.file if form else None),
            "section": known.section or (section.title if section else None),
            "question": QuestionRef(id=question.id, number=question.number, label=question.label),
        }
    )


def place_of_section(form: Form, section: Section) -> Location:
    """The place of a section: the form's file and the section's title."""
    return Location(file=section.location.file or form.file, section=section.title)


def said(answer: Answer) -> str:
    """All that an answer says, as one text: its writing, its fields and rows."""
    parts = [answer.text, *answer.other_ticks, *answer.fields.values()]
    parts += [value for person in answer.people for value in person.cells.values()]
    return "\n".join(part for part in parts if part.strip())


def in_absent_section(form: Form, question: Question) -> bool:
    """Whether the question's whole section is absent from the form: FRM001 says so, and no other rule does again."""
    section = form.section_of(question.id)
    return section is not None and not section.found and not any(other.found for other in section.questions)
