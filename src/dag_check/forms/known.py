"""What is known already of a form that is learned: where a blank is that of the built-in form, in whatever edition, questions of the
same words keep their ids and roles, and headings their other wordings. So choices, rules and corrections outlast an edition.
"""

from __future__ import annotations

from dag_check.forms.definition import FormDefinition, QuestionDefinition
from dag_check.forms.library import builtin_form
from dag_check.text import normalise


class KnownForm:
    """The ids that sections and questions of a known form have, by their words."""

    def __init__(self, form: FormDefinition | None) -> None:
        self._form = form
        self.id = form.form if form else ""
        self._sections: dict[str, str] = {}
        self._questions: dict[tuple[str, str], QuestionDefinition] = {}
        for section in form.sections if form else ():
            for title in (section.title, *section.aliases):
                self._sections.setdefault(normalise(title), section.id)
            for question in section.questions:
                for label in (question.label, *question.aliases):
                    self._questions.setdefault((section.id, normalise(label)), question)

    def section_id(self, title: str) -> str:
        """The id of the section of this title, "" where none is known."""
        return self._sections.get(normalise(title), "")

    def question(self, section: str, label: str) -> QuestionDefinition | None:
        """The question of this label in the section of this id."""
        return self._questions.get((section, normalise(label)))

    def completed(self, learned: FormDefinition) -> FormDefinition:
        """The learned form with the other wordings and the editions that are known of it."""
        if self._form is None:
            return learned
        sections = {section.id: section for section in self._form.sections}
        questions = {question.id: question for question in self._form.questions}
        changed = []
        for section in learned.sections:
            same = sections.get(section.id)
            asked = tuple(
                question.model_copy(update={"aliases": _others(question.label, questions.get(question.id))})
                for question in section.questions
            )
            titles = (same.title, *same.aliases) if same else ()
            aliases = tuple(title for title in titles if normalise(title) != normalise(section.title))
            changed.append(section.model_copy(update={"aliases": aliases, "questions": asked}))
        titles = (self._form.title, *self._form.aliases)
        aliases = tuple(title for title in titles if normalise(title) != normalise(learned.title))
        return learned.model_copy(
            update={"aliases": aliases, "editions": self._form.editions, "sections": tuple(changed)}
        )


def known_form(title: str, form: str) -> KnownForm:
    """What is known of the form of this title, or of this id ("" where the blank does not say it)."""
    known = builtin_form()
    same = form == known.form or normalise(title) in {normalise(name) for name in (known.title, *known.aliases)}
    return KnownForm(known if same else None)


def _others(label: str, question: QuestionDefinition | None) -> tuple[str, ...]:
    """The wordings of a known question that the learned label is not."""
    wordings = (question.label, *question.aliases) if question else ()
    return tuple(wording for wording in wordings if normalise(wording) != normalise(label))
