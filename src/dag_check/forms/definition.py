"""A form's definition: its sections and questions in order, as rules/forms/*.yaml holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

AnswerKind = Literal["text", "choice", "choices", "date", "yes_no", "people", "table", "fields", "signature"]
When = tuple[str, ...] | str | None


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QuestionDefinition(_Frozen):
    """A question of a form.

    `answer`: text | choice (exactly one) | choices (one or more) | yes_no | date | fields (several labelled blanks) | people (a
    table, a row a person) | table (a row an item) | signature. `na`: never (N/A is no answer) | reason (N/A with a reason) | free.
    `when`: option ids of which one must be ticked, or a CEL expression over `chosen` (all ticked option ids) and `choices` (those of
    each question); None = always. `unsure` says what of it could not be read from the blank, for a person to correct.
    `role` is the name by which rules find it. `guidance` are the form's own texts around the answer.
    """

    id: str
    number: str = ""
    label: str
    aliases: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    answer: AnswerKind = "text"
    na: Literal["never", "reason", "free"] = "never"
    role: str = ""
    options: dict[str, str] = Field(default_factory=dict)
    fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    max_words: int | None = None
    max_characters: int | None = None
    when: When = None
    unsure: str = ""


class SectionDefinition(_Frozen):
    """A section: its heading (`title`, with `aliases` of other editions) and its questions in order."""

    id: str
    number: str = ""
    title: str
    aliases: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    when: When = None
    unsure: str = ""
    questions: tuple[QuestionDefinition, ...] = ()


class EditionDefinition(_Frozen):
    """Another edition of a form: its headings in their order, by which a copy of it is told from the form's own edition.

    `sections` are the headings as that edition has them, `dropped` those among them for which the form has no section any
    more. `title` is what that edition is called where it is called otherwise, `source` where this is known from.
    """

    name: str
    title: str = ""
    source: str = ""
    sections: tuple[str, ...]
    dropped: tuple[str, ...] = ()


class FormDefinition(_Frozen):
    """A form: `wording` says whether the questions' words were verified against the official blank, `editions` are its others."""

    form: str
    title: str
    aliases: tuple[str, ...] = ()
    edition: str = ""
    wording: Literal["verified", "unverified"] = "unverified"
    instructions: tuple[str, ...] = ()
    editions: tuple[EditionDefinition, ...] = ()
    sections: tuple[SectionDefinition, ...]

    @property
    def questions(self) -> Iterator[QuestionDefinition]:
        """All questions, in order."""
        for section in self.sections:
            yield from section.questions
