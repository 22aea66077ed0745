"""Codebooks and lists made of them: what is no reason is not read as one, so that no row is faulted for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dag_check.application import VariableList
from dag_check.documents.model import Cell, Document, Paragraph, Span, Table
from dag_check.intake.variables import find_lists
from dag_check.knowledge import builtin

_NAMES = ("female", "age_grp", "offence_cd", "sentence_len", "court_id", "plea", "remand", "verdict")


def _list(heading: str, cells: Sequence[str]) -> VariableList:
    rows = [("Variable", "Label", heading), *((name, f"Label of {name}", cell) for name, cell in zip(_NAMES, cells, strict=True))]  # fmt: skip
    table = Table(tuple(tuple(Cell((Paragraph((Span(t),) if t else ()),), r, c) for c, t in enumerate(row)) for r, row in enumerate(rows)))  # fmt: skip
    (found,) = find_lists(Document("codebook.docx", "docx", (table,)), "codebook.docx", builtin())
    return found


@pytest.mark.parametrize("mark", ["1", "x", "Y"])
def test_a_column_of_marks_headed_use_says_what_is_requested(mark: str) -> None:
    found = _list("USE", (mark,) * 5 + ("",) * 3)

    assert found.columns.get("request") == "USE" and "justification" not in found.columns
    assert [variable.name for variable in found.variables if variable.requested] == list(_NAMES[:5])


def test_ranks_are_no_reasons_and_reasons_headed_use_still_are() -> None:
    assert not _list("Use", ("1", "2", "1", "2", "1", "2", "", "1 (a control, so not ranked)")).has_justification_column
    assert _list("Use", ("To control for it",) * 8).has_justification_column


def test_a_questionnaires_questions_are_no_reasons() -> None:
    asked = "How often have you used the service and was it allowed in the last year?"

    assert not _list("Survey question", ("–", "–", *(asked,) * 6)).has_justification_column
