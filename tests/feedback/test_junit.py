"""JUnit XML: a case a rule, failing where something must be put right, and numbers that add up."""

from __future__ import annotations

from xml.etree import ElementTree

from dag_check.feedback import render
from dag_check.location import Location
from dag_check.report import Report

from .conftest import FORM, cell, finding, report, result


def suites(made: Report) -> ElementTree.Element:
    return ElementTree.fromstring(render(made, "junit"))


def case(made: Report, code: str) -> ElementTree.Element:
    found = [one for one in suites(made).iter("testcase") if (one.get("name") or "").startswith(f"{code} ")]
    assert len(found) == 1
    return found[0]


def outcome(element: ElementTree.Element) -> list[str]:
    return [child.tag for child in element]


def test_there_is_a_suite_for_each_family_and_a_case_for_each_rule(a_draft: Report) -> None:
    names = {suite.get("name"): len(suite.findall("testcase")) for suite in suites(a_draft)}
    assert names == {
        "dag-check.SUB": 2, "dag-check.FRM": 1, "dag-check.VAR": 2, "dag-check.ETH": 1, "dag-check.ARI": 1, "dag-check.LNG": 1,
        "dag-check.DPA": 1, "dag-check.PAN": 1,
    }  # fmt: skip


def test_numbers_add_up(a_draft: Report) -> None:
    root = suites(a_draft)
    for part in (root, *root):
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"), ("tests", "testcase")):
            assert int(part.get(name) or "") == len(list(part.iter(tag)))
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["10", "3", "1", "2"]


def test_errors_fail_with_every_place_in_the_text(a_draft: Report) -> None:
    failure = case(a_draft, "VAR002")[0]
    assert failure.get("message") == "The variable name_12 has no justification. (and 39 more)"
    lines = (failure.text or "").splitlines()
    assert len(lines) == 40
    assert lines[0] == (
        'request list.xlsx, Sheet "Request", cell F12 (name_12): The variable name_12 has no justification. '
        "What to do: Write why the project needs it."
    )


def test_warnings_and_advice_pass_and_are_the_output_of_their_case(a_draft: Report) -> None:
    for code, start in (("VAR003", "Likely to be queried: "), ("LNG001", "Advice: ")):
        one = case(a_draft, code)
        assert outcome(one) == ["system-out"]
        assert (one[0].text or "").startswith(start)


def test_what_a_person_must_look_at_is_skipped_and_a_crash_is_an_error(a_draft: Report) -> None:
    undecided, crashed = case(a_draft, "ETH003"), case(a_draft, "ARI001")
    assert outcome(undecided) == ["skipped"] and outcome(crashed) == ["error"]
    assert undecided[0].get("message") == "A person must look: ethics/letter.pdf is a scan without text."
    assert crashed[0].get("message") == "A person must look: KeyError in the check."


def test_a_rule_that_does_not_apply_is_skipped_and_one_that_passed_says_why(a_draft: Report) -> None:
    assert case(a_draft, "PAN001")[0].get("message") == "Does not apply: Only data of the MoJ is asked for."
    assert case(a_draft, "DPA001")[0].text == "Article 6(1)(e) is named."


def test_an_error_that_is_waived_does_not_fail() -> None:
    one = case(report([result("SUB004", "Marks", finding("Left.", Location(file=FORM), waived="Agreed."))]), "SUB004")
    assert outcome(one) == ["system-out"]
    assert one[0].text == "Waived (Agreed.): application.docx: Left."


def test_what_a_failing_rule_could_not_decide_is_in_its_text() -> None:
    one = case(
        report([result("VAR005", "Known", finding("Unknown.", cell(3, "x")), reason="OASys has no list.")]), "VAR005"
    )
    assert (one[0].text or "").splitlines()[-1] == "A person must look: OASys has no list."
