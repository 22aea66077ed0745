"""Copies of other editions of the form are told by their headings, and what is lost in them is said."""

from __future__ import annotations

from pathlib import Path

import pytest

import dag_check
from dag_check.forms.blank import write_blank
from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition
from dag_check.forms.library import builtin_form
from dag_check.report import Result
from tests.forms.test_blank import filled

BUILTIN = builtin_form()
TICKS = {"moj_dfe", "ons_srs", "new", "approval", "yes"}


def section(name: str, number: str, title: str) -> SectionDefinition:
    """A section of the built-in form under another number and heading, its questions renumbered."""
    known = next(one for one in BUILTIN.sections if one.id == name)
    questions = tuple(
        question.model_copy(update={"number": f"{number}.{position}"})
        for position, question in enumerate(known.questions, start=1)
    )
    return known.model_copy(update={"number": number, "title": title, "questions": questions, "when": None})


def extra(number: str, title: str, label: str) -> SectionDefinition:
    question = QuestionDefinition(id=f"extra{number.lower()}.what", number=f"{number}.1", label=label)
    return SectionDefinition(id=f"extra{number.lower()}", number=number, title=title, questions=(question,))


MOJ_DFE = FormDefinition(
    form="moj-dfe",
    title="Application form for secure access to data",
    sections=(
        section("applicant", "1", "Applicant"),
        section("project", "2", "Project"),
        section("gdpr", "3", "GDPR"),
        section("safe_data", "4", "Safe Data"),
        section("linking", "5", "Linking"),
        section("moj_data", "6A", "MoJ/DfE share"),
        extra("6B", "DfE extract", "Describe the extract of the National Pupil Database"),
        section("ons_srs", "7", "ONS SRS"),
    ),
)
OF_2020 = FormDefinition(
    form="of-2020",
    title="Application form for secure access to data",
    sections=(
        section("access", "1", "Data Access"),
        section("applicant", "2", "Applicant Details"),
        section("project", "3", "Project details"),
        section("gdpr", "4", "GDPR"),
        section("safe_data", "5", "Safe Data"),
        section("linking", "6", "Data Linking"),
        section("moj_data", "7", "MoJ data"),
        section("hmcts_data", "8", "HMCTS data"),
        section("own_setting", "9", "Own secure setting"),
        extra("10", "Justice Micro Data Lab", "What is the intervention?"),
        section("ons_srs", "11", "ONS Secure Research Service"),
    ),
)


def submitted(form: FormDefinition, folder: Path) -> Path:
    """A filled copy of this form, as a submission of its own."""
    answers = {question.id: f"What we say of {question.id}, at some length." for question in form.questions}
    (folder / "form.docx").write_bytes(filled(write_blank(form), answers, TICKS))
    return folder


def result(form: FormDefinition, folder: Path, code: str) -> Result:
    report = dag_check.check(submitted(form, folder), select=[code])
    return report.results[0]


@pytest.mark.parametrize(
    ("form", "name"), [(MOJ_DFE, "MoJ-DfE, November 2020"), (OF_2020, "2020, with the Justice Micro Data Lab")]
)
def test_another_edition_is_named(form: FormDefinition, name: str, tmp_path: Path) -> None:
    said = result(form, tmp_path, "SUB005")
    assert said.status == "problem"
    assert f"a copy of another edition of the form ({name})" in said.findings[0].message


def test_questions_of_another_edition_are_read_whatever_their_order_and_numbers(tmp_path: Path) -> None:
    form = dag_check.read(submitted(MOJ_DFE, tmp_path)).form
    assert form is not None
    asked = {question.id: question for question in MOJ_DFE.questions}
    for question in form.questions:
        if question.id not in asked:
            assert not question.found
        elif question.kind == "text":
            assert question.answer.text == f"What we say of {question.id}, at some length."


def test_sections_that_the_edition_does_not_have_are_left_to_a_person(tmp_path: Path) -> None:
    """They are not said to be missing: that edition never asked."""
    said = result(MOJ_DFE, tmp_path, "FRM001")
    assert said.status == "cannot_tell"
    assert "Data access requirements" in said.reason
    assert "not in the edition that the form is of" in said.reason


def test_the_forms_own_edition_is_none_other_also_with_its_sections_moved(tmp_path: Path) -> None:
    moved = BUILTIN.model_copy(update={"sections": (BUILTIN.sections[0], *reversed(BUILTIN.sections[1:]))})
    for number, form in enumerate((BUILTIN, moved)):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert result(form, folder, "SUB005").status == "pass"


def test_a_heading_of_another_edition_in_an_answer_does_not_make_it_one(tmp_path: Path) -> None:
    answers = {question.id: "Justice Micro Data Lab" for question in BUILTIN.questions}
    (tmp_path / "form.docx").write_bytes(filled(write_blank(BUILTIN), answers, TICKS))
    form = dag_check.read(tmp_path).form
    assert form is not None
    assert form.other_edition == ""


def test_what_was_not_found_is_named(tmp_path: Path) -> None:
    project = BUILTIN.sections[2]
    kept = project.model_copy(update={"questions": project.questions[:2]})
    cut = BUILTIN.model_copy(update={"sections": (*BUILTIN.sections[:2], kept, *BUILTIN.sections[3:])})
    said = result(cut, tmp_path, "SUB005")
    assert said.status == "problem"
    assert "matches the known form only in part" in said.findings[0].message
    assert "Not found: 3.3, 3.4, 3.5, 3.6, 3.7" in said.findings[0].message


def test_the_learned_blank_of_another_edition_reads_it_whole(tmp_path: Path) -> None:
    folder = tmp_path / "submission"
    folder.mkdir()
    blank = tmp_path / "blank.docx"
    blank.write_bytes(write_blank(MOJ_DFE))
    report = dag_check.check(submitted(MOJ_DFE, folder), form=[blank], select=["SUB005", "FRM001"])
    assert [result.status for result in report.results] == ["pass", "pass"]
