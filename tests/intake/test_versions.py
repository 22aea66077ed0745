"""Versions of a file by their names, and a submission that holds drafts beside what is meant."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from dag_check.intake.submission import read_submission
from dag_check.intake.versions import is_older, version_of
from dag_check.knowledge import builtin

OLDER = [
    ("old/form_v2.docx", "1 Form/form_v3_FINAL.docx"),
    ("form_v2.docx", "form_v3.docx"),
    ("form v2.9.docx", "form v2.10.docx"),
    ("DAG Form (draft).docx", "DAG Form.docx"),
    ("DraftApplication.docx", "Application final.docx"),
    ("Superseded - list.xlsx", "list.xlsx"),
    ("variables.xlsx", "variables_FINAL.xlsx"),
    ("Old versions/variables.xlsx", "variables.xlsx"),
    ("archive 2025/variables_final.xlsx", "variables.xlsx"),
    ("list version 1.xlsx", "list version 2.xlsx"),
    ("mail.eml/old/list.xlsx", "mail.eml/list.xlsx"),
    ("application draft 1.docx", "application draft 2.docx"),
]
UNTOLD = [
    ("Old Bailey variables.xlsx", "Crown Court variables.xlsx"),
    ("variables.xlsx", "variables (1).xlsx"),
    ("census 2011.xlsx", "census 2021.xlsx"),
    ("crown_v1.xlsx", "probation_v2.xlsx"),
    ("Archived cases/list.xlsx", "Live cases/list.xlsx"),
    ("form.docx", "form_v2.docx"),
    ("final draft.docx", "form.docx"),
]


@pytest.mark.parametrize(("old", "new"), OLDER)
def test_names_tell_the_older_version(old: str, new: str) -> None:
    assert is_older(version_of(old, builtin()), version_of(new, builtin()))
    assert not is_older(version_of(new, builtin()), version_of(old, builtin()))


@pytest.mark.parametrize(("one", "other"), UNTOLD)
def test_names_that_do_not_tell_decide_nothing(one: str, other: str) -> None:
    first, second = version_of(one, builtin()), version_of(other, builtin())
    assert not is_older(first, second) and not is_older(second, first)


def _list(*names: str) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in [["Variable", "Justification"], *([name, f"Reason for {name}"] for name in names)]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_an_older_list_is_not_checked_and_says_so() -> None:
    files = {"old/vars_v1.xlsx": _list("plea", "age"), "vars_v2.xlsx": _list("plea", "age", "sex")}
    application = read_submission(files)
    assert [found.file for found in application.variable_lists] == ["vars_v2.xlsx"]
    (old,) = (file for file in application.files if file.path.startswith("old"))
    assert old.kind == "variable_list" and "older version of vars_v2.xlsx" in old.notes[-1].text


def test_a_list_of_other_variables_is_kept_whatever_its_folder() -> None:
    files = {"old/vars_v1.xlsx": _list("plea", "age"), "vars_v2.xlsx": _list("tenure", "rent")}
    assert len(read_submission(files).variable_lists) == 2
