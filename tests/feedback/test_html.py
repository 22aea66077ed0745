"""The HTML page: the problems first, linked to their places in the same words, and everything else by document, complete."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html import unescape

from dag_check.feedback import render
from dag_check.location import Location
from dag_check.report import CheckedForm, CheckedSection, Report, Result

from .conftest import FORM, cell, finding, question, report, result
from .test_formats import Page


def page(made: Report) -> str:
    text = render(made, "html")
    assert isinstance(text, str)
    return text


def words(html: str) -> str:
    """The text of a piece of HTML, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def part(html: str, start: str, end: str) -> str:
    """What stands between two pieces of the page, as text."""
    at = html.index(start)
    return words(html[at : html.index(end, at)])


def links(html: str) -> dict[str, str]:
    """The links of the summaries: where each leads, and its words."""
    boxes = re.findall(r'<section class="summary.*?</section>', html, re.DOTALL)
    return {to: words(text) for box in boxes for to, text in re.findall(r'<a href="#(finding-\d+)">(.*?)</a>', box)}


def entry(html: str, identifier: str) -> str:
    """The words of the entry with that id."""
    found = re.search(rf'<li class="finding [a-z]+" id="{identifier}">(.*?)\n</li>', html, re.DOTALL)
    assert found, identifier
    return words(found.group(1))


def many(make_report: Callable[..., Report]) -> Report:
    """A report of 2,000 findings of which half differ in more than their place."""
    sheets = ("Prison", "Probation", "Courts")

    def at(n: int) -> Location:
        return Location(file="list.xlsx", sheet=sheets[n % 3], cell=f"F{n}", row=n, variable=f"v{n}")

    blank = [finding(f"The variable v{n} has no justification.", at(n), "Write why.") for n in range(1000)]
    general = [
        finding(f"v{n} is general in the way of {chr(97 + n % 26) * (n // 26 + 1)}.", at(n), "Say why.", f"because {n}")
        for n in range(1000, 2000)
    ]
    return make_report(
        [result("VAR002", "Justified", *blank), result("VAR003", "Specific", *general, severity="warning")]
    )


def test_the_page_is_whole_in_itself_and_runs_nothing(a_draft: Report) -> None:
    html = page(a_draft)
    assert html.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<img|<link|<iframe|@import|url\(|https?:", html)


def test_there_is_a_problem_comes_first_and_repeats_the_words_at_the_place(a_draft: Report) -> None:
    html = page(a_draft)
    assert html.index(">There is a problem</h2>") < html.index("Document by document")
    found = links(html)
    assert list(found.values())[:3] == [
        "A DPIA is named and not there.",
        "Question 3.5: The answer is blank.",
        "Question 3.10: The answer is blank.",
    ]
    for to, text in found.items():
        told = text.split(": ", 1)[-1].removesuffix(" And 39 more like it.")
        assert told.removesuffix(".") in entry(html, to)


def test_every_link_leads_to_a_place_on_the_page_and_every_id_is_one_of_its_own(a_draft: Report) -> None:
    attributes = Page(page(a_draft)).attributes
    ids = [value for name, value in attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {(value or "")[1:] for name, value in attributes if name == "href"} <= set(ids)


def test_an_entry_says_place_severity_message_quote_what_to_do_rule_and_source() -> None:
    made = report([result("VAR003", "Specific", finding("It is general.", cell(9, "sex"), "Say why.", "for analysis"))])
    assert entry(page(made), "finding-1") == (
        'Sheet "Request", cell F9 (sex) Must be put right It is general. It says: “ for analysis ” What to do: Say why. '
        "VAR003: Specific. Asked for by: GOV.UK, Data Access Group"
    )


def test_no_sign_is_made_by_colour_only(a_draft: Report) -> None:
    html = page(a_draft)
    entries = re.findall(r'<li class="finding (\w+)" id="(finding-\d+)">', html)
    tags = {"error": "Must be put right", "warning": "Likely to be queried", "info": "Advice"}
    assert {severity for severity, _ in entries} == set(tags)
    assert all(tags[severity] in entry(html, identifier) for severity, identifier in entries)


def test_documents_stand_in_order_with_the_form_by_section_and_the_list_by_sheet(a_draft: Report) -> None:
    sections = (
        CheckedSection(id="project", number="3", title="Project details", applies=True, why="it always applies"),
    )
    submission = a_draft.submission.model_copy(update={"sections": sections})
    html = page(a_draft.model_copy(update={"submission": submission}))
    headings = [words(text) for text in re.findall(r"<h[34][^>]*>(.*?)</h[34]>", html[html.index('id="documents"') :])]
    assert headings == [
        "The submission as a whole",
        "application.docx (application form)",
        "3 Project details",
        "request list.xlsx (list of variables)",
        'Sheet "Request"',
    ]
    assert '<details class="sheet" open>' in html


def test_a_long_run_is_one_entry_with_every_place_folded_away(a_draft: Report) -> None:
    html = page(a_draft)
    assert "Show all 40 places" in html
    assert all(f"F{row} name_{row}" in html for row in range(12, 52))


def test_what_a_person_must_look_at_is_announced_at_the_top(a_draft: Report) -> None:
    html = page(a_draft)
    assert html.index("A person must look at 2 things") < html.index(">There is a problem</h2>")
    told = part(html, '<h2 id="look"', '<h2 id="waived"')
    assert "ethics/letter.pdf is a scan without text. ethics/letter.pdf, page 1" in told
    assert "KeyError in the check." in told


def test_what_passed_stands_with_its_evidence_and_what_does_not_apply_with_its_reason(a_draft: Report) -> None:
    html = page(a_draft)
    assert "Article 6(1)(e) is named. application.docx, question 4.1 : “ Article 6(1)(e) ”" in part(
        html, 'id="passed"', 'id="read"'
    )
    assert "Only data of the MoJ is asked for." in part(html, 'id="not-applicable"', 'id="read"')
    assert "Waived: Agreed by e-mail." in part(html, 'id="waived"', 'id="passed"')


def test_sections_say_whether_and_why_they_apply() -> None:
    made = report([])
    sections = (
        CheckedSection(id="a", number="8", title="HMCTS data", applies=False, why='"HMCTS" is not ticked'),
        CheckedSection(id="b", number="9", title="Linking", applies=None, why="the box is unclear"),
    )
    form = CheckedForm(file=FORM, definition="moj", title="Secure access", match=0.93)
    submission = made.submission.model_copy(update={"sections": sections, "form": form})
    told = part(page(made.model_copy(update={"submission": submission})), 'id="sections"', 'id="read"')
    assert "application.docx was read as the form “Secure access” (moj): 93% of its" in told
    assert '8 HMCTS data Does not apply: "HMCTS" is not ticked' in told
    assert "9 Linking A person must look whether it applies: the box is unclear" in told


def test_what_was_read_is_listed_with_hashes_notes_and_versions(a_draft: Report) -> None:
    told = part(page(a_draft), 'id="read"', "</html>")
    assert "request list.xlsx list of variables, xlsx 2 rows are hidden. SHA-256 " + "1" * 64 in told
    assert "dag-check 0.1.0 with the rulebook dag 1" in told


def test_ready_says_so_claims_no_approval_and_speaks_of_no_problem() -> None:
    html = page(report([result("FRM002", "Answered")]))
    assert "Ready to send: nothing missing was found." in html
    assert "There is a problem" not in html and "Document by document" not in html
    assert "not a decision on the application" in html


def test_nothing_read_claims_nothing() -> None:
    html = page(report([], outcome="not_checked"))
    assert "Not checked: nothing could be read." in html
    assert "Ready" not in html


def test_two_thousand_findings_take_less_than_a_second_and_are_folded_by_sheet(
    make_report: Callable[..., Report],
) -> None:
    made = many(make_report)
    page(report([]))  # the template is compiled once
    started = time.perf_counter()
    html = page(made)
    assert time.perf_counter() - started < 1
    assert html.count('<details class="sheet">') == 3
    assert "334 must be put right, 333 likely to be queried" in html
    assert "988 more in this document" in html
    assert all(f"F{n} v{n}" in html for n in range(1000)) and all(
        f"cell F{n} (v{n})" in html for n in range(1000, 2000)
    )


def test_no_finding_is_lost_among_those_that_are_alike(a_draft: Report) -> None:
    results: list[Result] = [
        result("FRM002", "Answered", *(finding("Blank.", question(f"3.{n}", f"Label {n}")) for n in range(1, 9)))
    ]
    html = page(report(results))
    assert all(f"3.{n} Label {n}" in html for n in range(1, 9))
