"""What an application is: what was read from a submission, each value with the place it came from.

Pydantic models without behaviour beyond looking things up. Intake makes an Application from files; a service may make one
itself and hand it to `check`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dag_check.location import Location

FileKind = Literal[
    "application_form", "variable_list", "ethics_approval", "ethics_self_assessment", "dpia", "catalogue", "other"
]
AnswerKind = Literal["text", "choice", "choices", "date", "yes_no", "people", "table", "fields", "signature"]
NotApplicable = Literal["never", "reason", "free"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileNote(_Frozen):
    """Something about a file that a person should know: a short code for programs and a plain sentence."""

    kind: str
    text: str


class FileProblem(_Frozen):
    """Why a file could not be read: the reason (see errors.UnreadableReason), a sentence, and what to do."""

    reason: str
    problem: str
    remedy: str


class SubmittedFile(_Frozen):
    """A file of the submission. `path` is relative to the submission; files inside a zip or an e-mail read "outer.zip/inner.docx".

    `insertions`, `deletions` and `comments` count review marks left in it; `unread_pages` are pages without text (scans).
    """

    path: str
    sha256: str
    format: str
    kind: FileKind = "other"
    notes: tuple[FileNote, ...] = ()
    problem: FileProblem | None = None
    insertions: int = 0
    deletions: int = 0
    comments: int = 0
    unread_pages: tuple[int, ...] = ()


class PersonRow(_Frozen):
    """A row of the table of people who will have access. `cells` maps the form's column headings to what stands there."""

    cells: dict[str, str]
    location: Location


class Answer(_Frozen):
    """What was answered to a question.

    `text`: everything that the applicant wrote, "" when blank (prompts, dots, underscores and dashes that stand for a blank line are
    not an answer, but are kept in `filler`). `chosen`: the ids of ticked options; `other_ticks`: labels of ticked boxes
    that are no known option. `boxes`: whether any boxes were found at all. `fields`: the labelled blanks, "" when blank.
    `tables`: tables inside the answer as rows of texts. `location` is where the answer (or the place for it) stands.
    """

    text: str = ""
    filler: str = ""
    chosen: tuple[str, ...] = ()
    other_ticks: tuple[str, ...] = ()
    boxes: bool = False
    fields: dict[str, str] = Field(default_factory=dict)
    people: tuple[PersonRow, ...] = ()
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    location: Location = Location()

    @property
    def is_blank(self) -> bool:
        """Nothing written, nothing ticked, no field and no row filled."""
        return not (
            self.text.strip()
            or self.chosen
            or self.other_ticks
            or any(value.strip() for value in self.fields.values())
            or any(any(value.strip() for value in person.cells.values()) for person in self.people)
        )


class Question(_Frozen):
    """A question of the form with its answer.

    `role` is what rules call it ("ari", "ethics", "summary"; "" for none), `found` whether its label was located in the filled
    form, `confidence` (0 to 1) how sure that is, `unsure` why it is not sure ("" when it is). `applies` is None where the
    form does not let that be decided. `prompts` are the form's own words around the answer (guidance, placeholder).
    """

    id: str
    number: str = ""
    label: str = ""
    role: str = ""
    kind: AnswerKind = "text"
    na: NotApplicable = "never"
    options: dict[str, str] = Field(default_factory=dict)
    field_labels: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    max_words: int | None = None
    prompts: tuple[str, ...] = ()
    applies: bool | None = True
    found: bool = True
    confidence: float = 1.0
    unsure: str = ""
    answer: Answer = Answer()
    location: Location = Location()


class Section(_Frozen):
    """A section of the form. `applies` is None where it cannot be decided; `why` says why it does or does not, in plain words."""

    id: str
    number: str = ""
    title: str = ""
    applies: bool | None = True
    why: str = ""
    found: bool = True
    questions: tuple[Question, ...] = ()
    location: Location = Location()


class Form(_Frozen):
    """The filled application form.

    `definition` is the id of the form definition that it was read against, `edition` what it calls itself, `match` (0 to 1)
    the share of that definition's headings and labels that were found. `other_edition` names another edition of that form that the
    copy is of by its headings ("" where it is not), `not_in_edition` the ids of sections which that edition does not have.
    """

    file: str
    definition: str
    title: str = ""
    edition: str = ""
    wording: Literal["verified", "unverified"] = "unverified"
    match: float = 1.0
    sections: tuple[Section, ...] = ()
    extra_sections: tuple[str, ...] = ()
    other_edition: str = ""
    not_in_edition: tuple[str, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        """All questions, in the form's order."""
        for section in self.sections:
            yield from section.questions

    def question(self, question_id: str) -> Question | None:
        """The question of that id."""
        return next((question for question in self.questions if question.id == question_id), None)

    def role(self, role: str) -> Question | None:
        """The first question of that role, None where the form has none."""
        return next((question for question in self.questions if question.role == role), None)

    def section_of(self, question_id: str) -> Section | None:
        """The section that holds the question of that id."""
        return next((s for s in self.sections if any(q.id == question_id for q in s.questions)), None)


class RequestedVariable(_Frozen):
    """A row of a list of variables.

    `requested` is true where the row is marked, or where the list marks nothing because every row in it is a request.
    `justification` is what counts for this variable after merged cells and "as above" were followed, None when there is
    none; `justification_location` where that text stands; `shared_by` is "" for a text of its own, else how it came to be
    shared ("merged", "ditto", "group", "form"). `hidden` and `struck` rows are kept and noted.
    """

    name: str
    dataset: str = ""
    table: str = ""
    description: str = ""
    requested: bool = True
    mark: str = ""
    justification: str | None = None
    justification_location: Location | None = None
    shared_by: Literal["", "merged", "ditto", "group", "form"] = ""
    years: str = ""
    values: str = ""
    hidden: bool = False
    struck: bool = False
    notes: tuple[str, ...] = ()
    location: Location


class VariableList(_Frozen):
    """A block of variables: one header row and the rows under it, in a sheet or in a table of a document.

    `has_request_column` false means that every row is a request; `has_justification_column` false means that the list has no
    place for justifications. `catalogue` is true for a data owner's dictionary sent along in which nothing can be marked. `doubts`
    says what could not be told and why, in a sentence: under "requests" which rows are asked for, under "justifications" whether a
    column holds them, under "variables" what in the file may be more of them and was not read.
    """

    file: str
    sheet: str = ""
    dataset: str = ""
    header_row: int | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    has_request_column: bool = False
    has_justification_column: bool = False
    catalogue: bool = False
    variables: tuple[RequestedVariable, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: dict[str, str] = Field(default_factory=dict)
    location: Location

    @property
    def requested(self) -> tuple[RequestedVariable, ...]:
        """The rows that are requests."""
        return tuple(variable for variable in self.variables if variable.requested)


class CatalogueVariable(_Frozen):
    """A variable that a data owner's catalogue holds. `values` is what the catalogue says of its values."""

    name: str
    table: str = ""
    description: str = ""
    values: str = ""


class Catalogue(_Frozen):
    """A data owner's catalogue of one dataset.

    `dataset` is its name as far as the catalogue, its sheet or its file tells, "" where none does. `given` is true for a catalogue that whoever
    checks has given, false for one found in the submission.
    """

    file: str
    sheet: str = ""
    dataset: str = ""
    given: bool = False
    variables: tuple[CatalogueVariable, ...] = ()


EthicsStatus = Literal["granted", "pending", "refused", "not_required", "self_assessment", "not_ethics", "unclear"]


class EthicsEvidence(_Frozen):
    """What a letter, an e-mail or an answer of the form says of ethics review.

    `source` is "letter" for any attached document (a letter, an e-mail, a certificate) and "answer" for the form itself.
    `status` reads the whole text: a later full approval outranks an earlier provisional one. `conditions` quotes the conditions
    of an approval with conditions. `conflict` quotes two statements that contradict each other. `committee`, `reference`
    and `date` are "" / None where not found.
    """

    source: Literal["letter", "answer"]
    status: EthicsStatus
    committee: str = ""
    reference: str = ""
    date: dt.date | None = None
    expires: dt.date | None = None
    project_title: str = ""
    applicant: str = ""
    conditions: str = ""
    conflict: tuple[str, ...] = ()
    quote: str = ""
    location: Location


class SelfAssessmentEntry(_Frozen):
    """A basic-information box of the self-assessment: its label and what was written, "" when blank."""

    label: str
    text: str
    location: Location


class SelfAssessmentItem(_Frozen):
    """An item of the self-assessment.

    `selection` is the option's text as chosen ("" when none); `score` is 1 to 3, None for N/A or when nothing (known) is selected;
    `not_applicable` is true for the option N/A. `over` are the scores that breach the item's tolerance.
    """

    item: int
    principle: str = ""
    title: str = ""
    selection: str = ""
    score: int | None = None
    not_applicable: bool = False
    recognised: bool = True
    justification: str = ""
    over: tuple[int, ...] = ()
    location: Location
    justification_location: Location


class SelfAssessment(_Frozen):
    """A UK Statistics Authority ethics self-assessment. `known_layout` is false for a version whose cells are not known.

    `weightings` are the names of those ticked "1"; `stated_score` is the cached result in the file, `score` the recomputed one
    (None when items are missing).
    """

    file: str
    version: str = ""
    known_layout: bool = True
    blank: bool = False
    information: tuple[SelfAssessmentEntry, ...] = ()
    weightings: tuple[str, ...] = ()
    items: tuple[SelfAssessmentItem, ...] = ()
    score: float | None = None
    band: str = ""
    stated_score: float | None = None
    location: Location


class AriPassage(_Frozen):
    """A passage that speaks of the MoJ Areas of Research Interest.

    `editions` are the years cited, `areas` the names of areas or themes it names (of loaded editions, or of its own wording).
    `explains` is true where it says how the research helps with one.
    """

    quote: str
    editions: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    explains: bool = False
    location: Location


class Waiver(_Frozen):
    """A statement that a finding may stand: the rule's `code`, `where` it stands, why, on whose word, and the last day that it counts.

    `where` has values of the finding's place by name (question, section, sheet, cell, variable, dataset, file), its fingerprint, or
    under "any" a text that is one of these. `until` is None for a waiver without an end. `submitted`: it came with the
    submission, so it is the applicant's word. `problem` says what is wrong with the entry; such a one covers nothing.
    """

    code: str = ""
    where: dict[str, str] = Field(default_factory=dict)
    reason: str = ""
    who: str = ""
    until: dt.date | None = None
    submitted: bool = False
    problem: str = ""
    location: Location = Location()


class Application(_Frozen):
    """Everything read from a submission. `name` is the submission's name (its folder, or its file)."""

    schema_version: Literal["1"] = "1"
    name: str = ""
    files: tuple[SubmittedFile, ...] = ()
    form: Form | None = None
    variable_lists: tuple[VariableList, ...] = ()
    catalogues: tuple[Catalogue, ...] = ()
    ethics: tuple[EthicsEvidence, ...] = ()
    self_assessments: tuple[SelfAssessment, ...] = ()
    ari: tuple[AriPassage, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @property
    def requested(self) -> Iterator[RequestedVariable]:
        """The requested variables of all lists."""
        for variables in self.variable_lists:
            yield from variables.requested

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of all ticked options of the form."""
        if self.form is None:
            return frozenset()
        return frozenset(choice for question in self.form.questions for choice in question.answer.chosen)

    def role(self, role: str) -> Question | None:
        """The form's question of that role, None without a form or where it has none."""
        return self.form.role(role) if self.form else None

    def files_of_kind(self, *kinds: FileKind) -> tuple[SubmittedFile, ...]:
        """The files of these kinds, in order."""
        return tuple(file for file in self.files if file.kind in kinds)

    @property
    def unread_files(self) -> tuple[SubmittedFile, ...]:
        """Files that could not be read, and documents of which no page has text (scans)."""
        return tuple(file for file in self.files if file.problem or file.unread_pages)
