"""The view of a single file: everything that was read is in it, and nothing in the file can steer the terminal."""

from __future__ import annotations

import datetime as dt
import json

from dag_check import inspection
from dag_check.documents.model import (
    TICKED,
    Bundle,
    Cell,
    Comment,
    Document,
    FormField,
    Member,
    Note,
    Paragraph,
    Properties,
    Range,
    Sheet,
    SheetCell,
    SheetRow,
    Span,
    Table,
    Workbook,
)

FORM = Document(
    name="form.docx",
    format="docx",
    blocks=(
        Paragraph((Span("Project details"),), style="Heading 1", heading=1, number="3"),
        Paragraph((Span(TICKED, box=True, control="new"), Span(" New application"))),
        Paragraph((Span("Click here", kind="placeholder"), Span("secret", kind="hidden")), page=4),
        Table(
            rows=(
                (
                    Cell((Paragraph((Span("Name"),)),), row=0, col=0, shading="D9D9D9"),
                    Cell((Paragraph((Span("Dr A"),)),), row=0, col=1, col_span=2),
                ),
            ),
            style="Table Grid",
        ),
        Paragraph((Span("As agreed."),), origin="footnote"),
    ),
    headers=(Paragraph((Span("OFFICIAL"),)),),
    comments=(Comment("Jo", "Is this\x1b[31m right?"),),
    insertions=2,
    deletions=1,
    fields=(FormField("Applicant", "", page=1),),
    pages=5,
    unread_pages=(2, 3),
    notes=(Note("macros", "The file holds macros; they were not run."),),
    properties=Properties(title="A form", created=dt.datetime(2026, 3, 2, 9, 30)),
)
LIST = Workbook(
    name="list.xlsx",
    format="xlsx",
    sheets=(
        Sheet(
            name="Request",
            rows=(
                SheetRow(1, (SheetCell(1, "Variable"), SheetCell(6, "Why"))),
                SheetRow(12, (SheetCell(1, "sex"), SheetCell(6, 3.0))),
            ),
            visible=False,
            merged=(Range(2, 6, 4, 6),),
            hidden_rows=frozenset({5, 6, 7, 9}),
            hidden_cols=frozenset({28}),
            struck=frozenset({(12, 1)}),
            comments=(Comment("Jo", "Which years?", cell="A12"),),
        ),
        Sheet(name="Notes", rows=()),
    ),
)


def test_a_document_is_shown_block_by_block() -> None:
    text = inspection.as_text(FORM)
    for words in (
        "form.docx: a document (docx)",
        "title: A form",
        "created: 2026-03-02 09:30:00",
        "note [macros]: The file holds macros; they were not run.",
        "pages: 5; without text: 2, 3",
        "tracked changes: 2 insertions, 1 deletions",
        "header:\n  OFFICIAL",
        "[heading 1; style Heading 1] 3 Project details",
        f"[control 'new'] {TICKED} New application",
        "[page 4] (empty) (prompt: Click here) (hidden: secret)",
        "table: 1 rows, 3 columns [style Table Grid]",
        "row 1, column 1 shaded D9D9D9:\n      Name",
        "row 1, column 2 spans 1 x 2:\n      Dr A",
        "[footnote] As agreed.",
        "Applicant (page 1): (empty)",
        "Jo: Is this right?",
    ):
        assert words in text
    assert "\x1b" not in text


def test_a_workbook_is_shown_with_what_cannot_be_seen_at_a_glance() -> None:
    text = inspection.as_text(LIST)
    for words in (
        'sheet "Request" (hidden): 4 filled cells in A1:F12',
        "merged: F2:F4",
        "hidden rows: 5-7, 9",
        "hidden columns: AB",
        "struck through: A12",
        "   12  A sex | F 3",
        "comment on A12 by Jo: Which years?",
        'sheet "Notes": empty',
    ):
        assert words in text


def test_a_bundle_names_its_files_and_shows_what_the_mail_says() -> None:
    mail = Bundle("mail.eml", "eml", (Member("form.docx", b"12345"),), body=FORM)
    text = inspection.as_text(mail)
    assert "form.docx (5 bytes)" in text
    assert "Project details" in text
    assert inspection.as_values(mail)["members"] == [{"name": "form.docx", "size": 5}]


def test_the_same_is_there_as_json() -> None:
    form, workbook = json.loads(inspection.as_json(FORM)), json.loads(inspection.as_json(LIST))
    assert form["is"] == "document"
    assert form["blocks"][0]["number"] == "3"
    assert form["properties"]["created"] == "2026-03-02T09:30:00"
    assert workbook["sheets"][0]["hidden_rows"] == [5, 6, 7, 9]
    assert workbook["sheets"][0]["struck"] == [[12, 1]]
