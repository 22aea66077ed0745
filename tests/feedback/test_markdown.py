"""Markdown: it reads like the text note, holds everything, and shows text from documents just as it stands there."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dag_check.feedback import render
from dag_check.feedback.markdown import plain
from dag_check.feedback.terminal import printable
from dag_check.report import CheckedSection, Report

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def note(made: Report) -> str:
    text = render(made, "markdown")
    assert isinstance(text, str)
    return text


def shown(markdown: str) -> str:
    """What a reader sees of a piece of Markdown that is one paragraph."""
    page = PARSER.render(markdown).strip()
    assert page.startswith("<p>") and page.endswith("</p>"), page
    assert not re.search(r"<(?!/?p>)", page), page
    return html.unescape(page[3:-4])


def test_it_opens_with_the_outcome_and_what_a_person_must_look_at(a_draft: Report) -> None:
    lines = [line for line in note(a_draft).splitlines() if line]
    assert lines[:6] == [
        "# first-draft: feedback",
        "Checked on 22 November 2026.",
        "**Changes needed: 43 things must be put right, 1 is likely to be queried.**",
        "A person must look at 2 things. This check could not tell whether:",
        "- Details of the approval (ETH003)",
        "- The ARI are addressed (ARI001)",
    ]


def test_findings_stand_by_document_in_the_order_of_the_form(a_draft: Report) -> None:
    text = note(a_draft)
    found = [
        text.index(words)
        for words in (
            "## Must be put right",
            "### The submission",
            "### application.docx",
            "Question 3.5",
            "Question 3.10",
        )
    ]
    assert found == sorted(found)


def test_nothing_is_left_out(a_draft: Report) -> None:
    text = note(a_draft)
    for row in range(12, 52):
        assert f"F{row} name_{row}" in text
    for words in (
        "Article 6",
        "Only data of the MoJ is asked for.",
        "2 rows are hidden.",
        "Agreed by e-mail.",
        "1" * 64,
    ):
        assert words in text


def test_the_sections_of_the_form_say_whether_and_why_they_apply(a_draft: Report) -> None:
    sections = (
        CheckedSection(id="a", number="1", title="Access", applies=True, why="it always applies"),
        CheckedSection(id="b", number="8", title="HMCTS", applies=False, why='"HMCTS" is not ticked'),
        CheckedSection(id="c", number="9", title="Linking", applies=None),
    )
    made = a_draft.model_copy(update={"submission": a_draft.submission.model_copy(update={"sections": sections})})
    text = note(made)
    assert "- 1 Access: Applies: it always applies" in text
    assert '- 8 HMCTS: Does not apply: "HMCTS" is not ticked' in text
    assert "- 9 Linking: A person must look whether it applies" in text


@pytest.mark.parametrize("text", ["offender_id", "3.5", "n/a", "R&D costs", "2021/22", "e.g. this (and that)"])
def test_ordinary_text_needs_no_escapes(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "# no heading", "- no item", "1. no item", "2) no item", "> no quote", "--- ", "***", "===", "+ no item", "-",
        "*a* _b_ __c__ ~~d~~ `e`", "[a](http://example.org)", "![a](b)", "<b>a</b>", "<http://example.org>", "&lt;", "a | b",
        "http://example.org", "www.example.org", "someone@example.org", "\\*", "$x$", "[a]: b", "```", "~~~", "#", "1.",
    ],
)  # fmt: skip
def test_markup_in_a_document_is_shown_not_followed(text: str) -> None:
    assert shown(plain(text)) == text.strip()
    assert "://" not in plain(text) and not re.search(r"www\.", plain(text))


@given(st.text(min_size=1))
def test_any_text_is_shown_as_it_stands(text: str) -> None:
    line = " ".join(printable(text).split())
    if line:
        assert shown(plain(line)) == line
