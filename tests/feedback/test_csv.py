"""CSV: a row a finding, that Excel opens right and takes nothing in it for a formula."""

from __future__ import annotations

import csv
import io

import pytest

from dag_check.feedback import render
from dag_check.feedback.csv import COLUMNS, harmless
from dag_check.location import Location
from dag_check.report import Report

from .conftest import cell, finding, question, report, result


def rows(made: Report) -> list[dict[str, str]]:
    content = render(made, "csv")
    assert isinstance(content, bytes)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_there_is_a_row_for_each_finding_in_the_order_of_the_report(a_draft: Report) -> None:
    assert [row["fingerprint"] for row in rows(a_draft)] == [found.fingerprint for _, found in a_draft.findings]


def test_a_row_says_where_what_and_what_to_do() -> None:
    made = report([result("VAR002", "Justified", finding("No justification.", cell(12, "sex"), "Say why.", "n/a"))])
    assert {key: value for key, value in rows(made)[0].items() if value and key != "fingerprint"} == {
        "severity": "error", "code": "VAR002", "file": "request list.xlsx", "sheet": "Request", "cell": "F12", "row": "12",
        "variable": "sex", "message": "No justification.", "advice": "Say why.", "quote": "n/a", "rule": "Justified",
        "source": "GOV.UK, Data Access Group",
    }  # fmt: skip


def test_question_3_10_does_not_become_the_number_3_1() -> None:
    named = finding("Blank.", question("3.10", "Who benefits?"))
    bare = finding("Blank.", question("3.10", ""))
    made = report([result("FRM002", "Answered", named, bare)])
    assert [row["question"] for row in rows(made)] == ["3.10 Who benefits?", "question 3.10"]


def test_it_begins_with_the_mark_of_utf_8_and_its_lines_end_as_the_standard_says(a_draft: Report) -> None:
    content = render(a_draft, "csv")
    assert isinstance(content, bytes)
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert content.endswith(b"\r\n") and content.count(b"\n") == content.count(b"\r\n") == 47


def test_a_waived_finding_has_its_reason(a_draft: Report) -> None:
    assert [row["waived"] for row in rows(a_draft) if row["waived"]] == ["Agreed by e-mail."]


@pytest.mark.parametrize(
    ("text", "cell_text"),
    [
        ("=1+1", "'=1+1"), ("+44 20", "'+44 20"), ("-", "'-"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "' =1"), ("\r=1", "' =1"),
        ("  =1", "'  =1"), ("\u200e=1", "'=1"), ("\uff1d1", "'\uff1d1"), ("a=1", "a=1"), ("3.5", "3.5"), ("", ""),
        ("two\nlines", "two lines"),
    ],
)  # fmt: skip
def test_text_that_a_spreadsheet_would_compute_is_shown_instead(text: str, cell_text: str) -> None:
    assert harmless(text) == cell_text


def test_text_stays_within_what_a_cell_of_excel_holds() -> None:
    made = report([result("X", "X", finding("word " * 20_000, Location(), quote="word " * 20_000))])
    assert len(rows(made)[0]["message"]) <= 32_000
    assert len(rows(made)[0]["quote"]) <= 500
