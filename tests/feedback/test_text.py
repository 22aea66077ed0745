"""The note that people read: what it says first, that nothing is lost, and that documents cannot steer the terminal."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dag_check.feedback import View, render
from dag_check.feedback.terminal import printable
from dag_check.location import Location, QuestionRef
from dag_check.report import Finding, Report, Result

from .conftest import FORM, cell, finding, question, report, result


def note(of: Report, **view: object) -> str:
    return render(of, "text", View(**view))  # type: ignore[arg-type]


def lines(text: str) -> list[str]:
    return [re.sub(r"\s{2,}", "  ", line.strip()) for line in text.splitlines() if line.strip()]


def test_the_outcome_comes_first_with_how_many_things_to_put_right(a_draft: Report) -> None:
    assert lines(note(a_draft))[:2] == [
        "first-draft, checked on 22 November 2026",
        "Changes needed: 43 things must be put right, 1 is likely to be queried.",
    ]


def test_what_a_person_must_look_at_is_said_at_the_top_before_any_finding(a_draft: Report) -> None:
    text = note(a_draft)
    top = text[: text.index("Must be put right")]
    assert "A person must look at 2 things" in top
    assert "[ETH003]" in top and "[ARI001]" in top


def test_ready_is_never_called_approved_and_says_that_people_decide() -> None:
    text = note(report([result("FRM002", "Answered")]))
    assert "Ready to send: nothing missing was found." in text
    assert "not a decision on the application" in text
    assert "approv" not in text.replace("ethics approval", "")


def test_ready_with_something_undecided_still_asks_for_a_person_at_the_top() -> None:
    text = note(report([result("ETH003", "Details", status="cannot_tell", reason="The letter is a scan.")]))
    assert lines(text)[1:3] == [
        "Ready to send: nothing missing was found.",
        "A person must look at 1 thing. This check could not tell whether:",
    ]


def test_a_part_that_a_rule_with_problems_could_not_decide_goes_to_a_person() -> None:
    text = note(
        report(
            [result("VAR005", "Unknown variable", finding("x is unknown.", cell(3, "x")), reason="OASys has no list.")]
        )
    )
    assert "A person must look at 1 thing" in text
    assert "OASys has no list." in text


def test_ready_with_warnings_says_that_they_are_likely_to_be_queried() -> None:
    text = note(report([result("VAR003", "General", finding("General.", cell(3, "x")), severity="warning")]))
    assert "Ready to send: nothing missing was found. 1 thing is likely to be queried." in text


def test_a_check_of_some_rules_does_not_say_ready() -> None:
    part = report([result("VAR002", "Justified")]).model_copy(update={"left_out": ("FRM001", "FRM002")})
    assert "Checked in part: nothing missing was found. 2 rules were left out." in note(part)
    assert "Ready" not in note(part)


def test_nothing_read_is_not_checked_and_claims_nothing_else() -> None:
    text = note(report([], outcome="not_checked"))
    assert "Not checked: nothing could be read." in text
    assert "Ready" not in text


def test_findings_stand_by_document_in_the_order_of_the_form(a_draft: Report) -> None:
    text = note(a_draft)
    places = ["The submission as a whole", "application.docx (", "Question 3.5", "Question 3.10", "request list.xlsx ("]
    found = [text.index(place) for place in places]
    assert found == sorted(found)


def test_a_whole_section_comes_before_its_questions_and_after_the_section_before_it() -> None:
    gdpr = Location(file=FORM, section="GDPR")
    text = note(
        report(
            [
                result("FRM001", "Section missing", finding("Nothing is filled in.", gdpr)),
                result(
                    "FRM002",
                    "Blank",
                    finding("Blank.", question("3.1", "Title")),
                    finding("Blank.", question("5.1", "Safe", "Safe data")),
                ),
                result("DPA001", "Basis", finding("No basis.", question("4.2", "Basis", "GDPR"))),
            ]
        )
    )
    found = [text.index(place) for place in ("Question 3.1", 'Section "GDPR"', "Question 4.2", "Question 5.1")]
    assert found == sorted(found)


def test_a_finding_says_place_code_message_quote_and_what_to_do() -> None:
    text = note(
        report(
            [
                result(
                    "FRM003",
                    "Stand-in",
                    finding("The answer is a stand-in.", question("3.5", "Explain how"), "Write the answer.", "TBC"),
                )
            ]
        )
    )
    at = lines(text).index("Question 3.5  Explain how  [FRM003]")
    assert lines(text)[at + 1 : at + 4] == [
        "The answer is a stand-in.",
        'It says: "TBC"',
        "What to do: Write the answer.",
    ]


def test_a_long_run_on_one_sheet_is_one_message_with_a_list_that_says_how_to_see_the_rest(a_draft: Report) -> None:
    text = note(a_draft)
    assert text.count("has no justification") == 1
    assert "F12 name_12; F13 name_13" in text
    assert "and 28 more (-v or --format json lists all)" in text


def test_everything_in_a_long_run_is_listed_when_all_is_asked_for(a_draft: Report) -> None:
    text = note(a_draft, verbose=True)
    assert all(f"F{row} name_{row}" in text for row in range(12, 52))


def test_messages_that_differ_in_more_than_the_place_are_not_merged() -> None:
    found = [finding(f"Reason number {n} of its own kind {'x' * n}.", cell(n, f"v{n}")) for n in range(2, 12)]
    text = note(report([result("VAR005", "Unknown", *found)]))
    assert all(one.message in text for one in found)


def test_quotes_of_a_long_run_are_kept_each_with_its_places() -> None:
    found = [
        finding("It is general.", cell(n, f"v{n}"), quote="for analysis" if n % 2 else "for research")
        for n in range(2, 8)
    ]
    text = note(report([result("VAR003", "General", *found)]))
    assert '"for research": F2 v2; F4 v4; F6 v6' in text
    assert '"for analysis": F3 v3; F5 v5; F7 v7' in text


def test_waived_findings_are_shown_with_the_reason_and_not_among_the_open_ones(a_draft: Report) -> None:
    text = note(a_draft)
    assert "Waived: Agreed by e-mail." in text
    assert text.index("3 comments are left.") > text.index("Waived (1)")


def test_what_passed_and_what_does_not_apply_is_shown_with_its_grounds_when_all_is_asked_for(a_draft: Report) -> None:
    short, long = note(a_draft), note(a_draft, verbose=True)
    for words in ("Article 6(1)(e)", "Only data of the MoJ is asked for.", "2 rows are hidden."):
        assert words in long
        assert words not in short
    assert "1 rule passed, 1 does not apply (-v shows them" in short


@pytest.mark.parametrize("width", [10, 40, 72, 80, 100, 300])
def test_lines_keep_to_the_width_asked_for_between_40_and_100(a_draft: Report, width: int) -> None:
    assert max(map(len, note(a_draft, width=width, verbose=True).splitlines())) <= min(max(width, 40), 100)


def test_colour_only_repeats_what_the_words_say(a_draft: Report) -> None:
    coloured = note(a_draft, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == note(a_draft)


HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31mred\u202edesrever\u2066\x00\r\n\ud800end"


def test_a_document_cannot_steer_the_terminal_through_any_field() -> None:
    place = Location(
        file=HOSTILE,
        section=HOSTILE,
        sheet=HOSTILE,
        cell=HOSTILE,
        variable=HOSTILE,
        dataset=HOSTILE,
        question=QuestionRef(id=HOSTILE, number=HOSTILE, label=HOSTILE),
    )
    hostile = Finding(message=HOSTILE, advice=HOSTILE, location=place, quote=HOSTILE, fingerprint="f")
    waived = Finding(message=HOSTILE, advice=HOSTILE, location=place, quote=HOSTILE, fingerprint="f", waived=HOSTILE)
    text = note(
        report(
            [result("FRM002", "Blank", hostile, waived, reason=HOSTILE), result("X", HOSTILE, reason=HOSTILE)],
            name=HOSTILE,
        ),
        verbose=True,
    )
    assert all(char == "\n" or char.isprintable() for char in text)
    assert "owned" not in text and "end" in text


@given(st.text(), st.text(), st.booleans())
def test_any_text_in_any_field_is_taken(text: str, other: str, verbose: bool) -> None:
    place = Location(file=text, section=other, sheet=text, cell=other, variable=text, dataset=other)
    found = [Finding(message=text, advice=other, location=place, quote=other, fingerprint=str(n)) for n in range(5)]
    results = [result("FRM002", text, *found, reason=other), result("X", other, status="crashed")]
    assert note(report(results, name=text), verbose=verbose)


@given(st.text())
def test_printable_text_is_one_line_that_any_terminal_takes(text: str) -> None:
    shown = printable(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    shown.encode()


@given(st.text(st.characters(categories=("L", "N", "P", "S"))))
def test_printable_leaves_ordinary_text_as_it_is(text: str) -> None:
    assert printable(text) == text


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B"]),
            st.sampled_from(["Blank.", "v1 is odd.", "v2 is odd."]),
            st.integers(1, 3),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_no_finding_is_lost_whatever_is_merged(rows: list[tuple[str, str, int, bool]]) -> None:
    by_code: dict[str, list[Finding]] = {"A": [], "B": []}
    for at, (code, message, variable, on_sheet) in enumerate(rows):
        where = cell(100 + at, f"v{variable}") if on_sheet else question(f"7.{100 + at}", f"Label {at}")
        by_code[code].append(finding(message, where))
    text = note(
        report([result(code, f"Title {code}", *found) for code, found in by_code.items() if found]), verbose=True
    )
    for at, (_, _, variable, on_sheet) in enumerate(rows):
        seen = (f"F{100 + at} v{variable}", f"cell F{100 + at} (v{variable})") if on_sheet else (f"7.{100 + at}",)
        assert any(words in text for words in seen)


def test_two_thousand_findings_of_many_kinds_are_written_within_two_seconds(make_report: Callable[..., Report]) -> None:
    found = [
        finding(
            f"Variable v{n} has {'no' if n % 3 else 'a general'} justification.",
            cell(n, f"v{n}"),
            "Write why.",
            f"because {n}",
        )
        for n in range(2, 2002)
    ]
    blanks = [
        finding(f"Answer {n} is wrong in the way of {chr(97 + n % 26) * n}.", question(f"3.{n}", f"Label {n}"))
        for n in range(300)
    ]
    results: list[Result] = [result("VAR002", "No justification", *found), result("FRM002", "Blank", *blanks)]
    started = time.perf_counter()
    text = note(make_report(results), verbose=True)
    assert time.perf_counter() - started < 2
    assert "F2001 v2001" in text
