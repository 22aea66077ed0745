"""Puts an Application together from the files of a submission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from dag_check.application import (
    Application,
    Catalogue,
    EthicsEvidence,
    FileKind,
    FileNote,
    Form,
    SelfAssessment,
    SubmittedFile,
    VariableList,
)
from dag_check.documents.guard import DEFAULT_LIMITS, Limits
from dag_check.documents.model import Document, Workbook
from dag_check.forms.definition import FormDefinition
from dag_check.forms.library import builtin_form
from dag_check.intake.ari import read_ari
from dag_check.intake.catalogue import catalogues_of
from dag_check.intake.ethics import read_form as read_form_ethics
from dag_check.intake.ethics import read_letter
from dag_check.intake.form import FilledForm, read_form
from dag_check.intake.identify import is_dpia, is_form, is_some_form
from dag_check.intake.sources import Source, SourceFile, collect, submission_name
from dag_check.intake.uksa import looks_like_uksa, read_self_assessment, read_self_assessment_document
from dag_check.intake.variables import find_lists, may_hold_list
from dag_check.intake.versions import is_older, version_of
from dag_check.knowledge import Knowledge, builtin
from dag_check.text import normalise, shorten

_ABOUT_AS_WELL = 0.15
"""Matches that differ by no more than this share of a form's labels are taken as equally good."""


@dataclass
class _Reading:
    """What one file turned out to be."""

    source: SourceFile
    kind: FileKind = "other"
    notes: list[FileNote] = field(default_factory=list)
    form: FilledForm | None = None
    lists: tuple[VariableList, ...] = ()
    ethics: EthicsEvidence | None = None
    self_assessment: SelfAssessment | None = None


def read_submission(
    source: Source,
    *,
    form: FormDefinition | Sequence[FormDefinition] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    knowledge: Knowledge | None = None,
    catalogues: Sequence[Catalogue] = (),
) -> Application:
    """The application that a submission makes.

    `source` is a folder, a file (also a zip or an e-mail), several of them, or file contents by name. `form` is the form's
    definition (the built-in one if None), or several, of which each document is read against the one that it matches best. `catalogues`
    are those given beside the submission; those found in it are added.
    Files that cannot be read are in `Application.files` with their `problem`. Raises UsageError for a path that does not exist.
    """
    definitions = (form,) if isinstance(form, FormDefinition) else tuple(form or ()) or (builtin_form(),)
    knowledge = knowledge or builtin()
    readings = [_Reading(file) for file in collect(source, limits)]
    chosen = _find_form(readings, definitions, knowledge)
    for reading in readings:
        if reading is not chosen and reading.kind == "other":
            _identify(reading, knowledge)
    _set_aside_old_lists(readings, knowledge)
    if chosen is None:
        _set_aside_lists_of_unknown_forms(readings)
    filled = chosen.form.form if chosen and chosen.form else None
    if chosen and isinstance(chosen.source.content, Document):
        chosen.lists = find_lists(chosen.source.content, chosen.source.path, knowledge)
    stated = read_form_ethics(filled, knowledge) if filled else None
    lists = tuple(variables for reading in readings for variables in reading.lists)
    if all(found.catalogue for found in lists):
        for reading in readings:
            content = reading.source.content
            if reading is not chosen and reading.kind == "other" and isinstance(content, Workbook | Document):
                reading.kind = "variable_list" if may_hold_list(content, knowledge) else "other"
    return Application(
        name=submission_name(source),
        files=tuple(_submitted(reading) for reading in readings),
        form=filled,
        variable_lists=lists,
        catalogues=(*catalogues, *catalogues_of(lists, knowledge)),
        ethics=(
            *(reading.ethics for reading in readings if reading.ethics),
            *((stated,) if stated else ()),
        ),
        self_assessments=tuple(reading.self_assessment for reading in readings if reading.self_assessment),
        ari=read_ari(filled, knowledge) if filled else (),
        waivers=tuple(waiver for reading in readings for waiver in reading.source.waivers),
    )


def _find_form(
    readings: Sequence[_Reading], definitions: Sequence[FormDefinition], knowledge: Knowledge
) -> _Reading | None:
    """The file that is the filled form.

    Of several those with the most answers; of those filled alike the one that by its name is no older version, and then the newest.
    """
    candidates = []
    for reading in readings:
        if isinstance(reading.source.content, Document):
            filled = _read_as_best(reading.source.content, reading.source.path, definitions, knowledge)
            if is_form(filled.match, filled.titled):
                reading.form, reading.kind = filled, "application_form"
                candidates.append(reading)
    if not candidates:
        return None
    most = max(_answered(reading.form.form) for reading in candidates if reading.form)
    full = [reading for reading in candidates if reading.form and _answered(reading.form.form) >= 0.7 * most]
    versions = {reading.source.path: version_of(reading.source.path, knowledge) for reading in full}
    newest = [
        reading
        for reading in full
        if not any(is_older(versions[reading.source.path], other) for other in versions.values())
    ]
    chosen = max(newest or full, key=lambda reading: (_modified(reading), readings.index(reading)))
    for reading in candidates:
        if reading is not chosen:
            blank = reading.form is not None and _answered(reading.form.form) < 0.1 * most
            why = "is a blank copy of the form" if blank else "is another copy of the form"
            reading.notes.append(
                FileNote(
                    kind="other_form",
                    text=f"It {why} and was not checked; {chosen.source.path} was taken as the application.",
                )
            )
            reading.form = None
    if chosen.form:
        chosen.notes.append(FileNote(kind="form_read", text=_read_as(chosen.form.form)))
    return chosen


def _set_aside_old_lists(readings: Sequence[_Reading], knowledge: Knowledge) -> None:
    """Leaves out lists that by their names are older versions of another one, and most of whose variables stand in it again."""
    holding = [
        (reading, version_of(reading.source.path, knowledge), names)
        for reading in readings
        if (names := _requests(reading))
    ]
    for old, version, mine in holding:
        for other, newer, theirs in holding:
            if other.lists and is_older(version, newer) and len(mine & theirs) >= 0.5 * len(mine):
                why = f"Its name says that it is an older version of {other.source.path}; it was not checked."
                old.notes.append(FileNote(kind="older_version", text=why))
                old.kind = "variable_list"
                old.lists = ()
                break


def _set_aside_lists_of_unknown_forms(readings: Sequence[_Reading]) -> None:
    """Leaves out lists in a form that is not known: what its table asks for, and of whom, only a person can tell."""
    for reading in readings:
        if reading.lists and isinstance(reading.source.content, Document) and is_some_form(reading.source.content):
            text = (
                "It reads as a form, and not as one that is known; the table of data in it was not checked. If it is the application "
                "form in another edition, check it with the blank of that edition."
            )
            reading.notes.append(FileNote(kind="unknown_form", text=text))
            reading.kind = "variable_list"
            reading.lists = ()


def _requests(reading: _Reading) -> set[str]:
    """The names of the variables in the lists of a file."""
    return {normalise(row.name) for found in reading.lists if not found.catalogue for row in found.variables}


def _read_as_best(
    document: Document, path: str, definitions: Sequence[FormDefinition], knowledge: Knowledge
) -> FilledForm:
    """The document read against the form that it matches best.

    Among those that match about as well the one of which most was found wins: a small form's few labels may all stand in a large one.
    """
    filled = [read_form(document, path, definition, knowledge) for definition in definitions]
    best = max(one.match for one in filled)
    near = [one for one in filled if one.match >= best - _ABOUT_AS_WELL]
    return max(near, key=lambda one: (_located(one.form), one.match))


def _located(form: Form) -> int:
    return sum(question.found for question in form.questions)


def _read_as(form: Form) -> str:
    """In plain words: as which form the file was read, and how well it matches."""
    named = f'"{shorten(form.title, 90)}"' if form.title else form.definition
    edition = f", edition {form.edition}" if form.edition else ""
    asked = sum(1 for _ in form.questions)
    return f"Read as the form {named}{edition}: it matches to {round(100 * form.match)} %, and {_located(form)} of its {asked} questions were found."


def _answered(form: Form) -> int:
    return sum(not question.answer.is_blank for question in form.questions)


def _modified(reading: _Reading) -> dt.datetime:
    content = reading.source.content
    stamp = content.properties.modified if isinstance(content, Document) else None
    return stamp.replace(tzinfo=None) if stamp else dt.datetime.min


def _identify(reading: _Reading, knowledge: Knowledge) -> None:
    content, path = reading.source.content, reading.source.path
    if isinstance(content, Workbook):
        if looks_like_uksa(content, knowledge):
            reading.self_assessment = read_self_assessment(content, path, knowledge)
            reading.kind = "ethics_self_assessment"
            return
        reading.lists = find_lists(content, path, knowledge)
        if reading.lists:
            reading.kind = "catalogue" if all(variables.catalogue for variables in reading.lists) else "variable_list"
    elif isinstance(content, Document):
        reading.self_assessment = read_self_assessment_document(content, path, knowledge)
        if reading.self_assessment:
            reading.kind = "ethics_self_assessment"
            return
        if is_dpia(content):
            reading.kind = "dpia"
            return
        reading.ethics = read_letter(content, path, knowledge)
        if reading.ethics and reading.ethics.status == "unclear":
            # A paper that only may be a letter can be a list of variables as well, with a note on ethics.
            reading.lists = find_lists(content, path, knowledge)
            reading.ethics = None if reading.lists else reading.ethics
        if reading.ethics:
            # Another panel's letter and the Data Ethics team's reply are read, but they are no ethics approvals.
            if reading.ethics.status not in ("not_ethics", "self_assessment"):
                reading.kind = "ethics_approval"
            return
        reading.lists = find_lists(content, path, knowledge)
        if reading.lists:
            reading.kind = "variable_list"


def _submitted(reading: _Reading) -> SubmittedFile:
    source = reading.source
    content = source.content if isinstance(source.content, Document) else None
    return SubmittedFile(
        path=source.path,
        sha256=source.sha256,
        format=source.format,
        kind=reading.kind,
        notes=(*source.notes, *reading.notes),
        problem=source.problem,
        insertions=content.insertions if content else 0,
        deletions=content.deletions if content else 0,
        comments=len(content.comments) if content else 0,
        unread_pages=content.unread_pages if content else (),
    )
