"""The checks of lists over whole submissions; each rule's own cases are in its file."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from dag_check.application import Application, RequestedVariable, VariableList
from dag_check.checks.base import Case, Verdict
from dag_check.checks.requests import places
from dag_check.checks.variables import (
    justification_column_present,
    justifications_not_blanket,
    justifications_specific,
    not_everything_requested,
    something_requested,
    variables_justified,
)
from dag_check.knowledge import builtin
from dag_check.location import Location


def listed(*reasons: str | None, sheet: str = "Variables", file: str = "list.xlsx", **more: Any) -> VariableList:
    """A list of variables v1, v2 ... with these justifications in column F."""
    variables = tuple(
        RequestedVariable(
            name=f"v{row}",
            justification=reason,
            location=Location(file=file, sheet=sheet, cell=f"C{row + 1}", row=row + 1),
            justification_location=Location(file=file, sheet=sheet, cell=f"F{row + 1}", row=row + 1),
        )
        for row, reason in enumerate(reasons, 1)
    )
    given = {"has_justification_column": True, "variables": variables, **more}
    return VariableList(file=file, sheet=sheet, location=Location(file=file, sheet=sheet), **given)


def case(*lists: VariableList) -> Case:
    return Case(Application(variable_lists=lists), {}, builtin(), dt.date(2026, 3, 2))


def cells(verdict: Verdict) -> list[str | None]:
    return [problem.location.cell for problem in verdict.problems]


def test_finding_points_at_the_blank_cell_and_names_the_variable() -> None:
    (problem,) = variables_justified(case(listed("Links courts to prisons", None))).problems
    assert (problem.location.cell, problem.location.variable) == ("F3", "v2")


def test_text_for_many_that_is_also_generic_is_said_once() -> None:
    both = case(listed(*["needed for analysis"] * 6, "Required for research"))
    assert cells(justifications_not_blanket(both)) == ["F2:F7"]
    assert cells(justifications_specific(both)) == ["F8"]


def test_generic_text_under_the_threshold_is_said_for_each_row() -> None:
    assert cells(justifications_specific(case(listed(*["needed"] * 3)))) == ["F2", "F3", "F4"]


def test_one_text_in_a_third_of_a_long_list_is_a_blanket_and_in_less_is_not() -> None:
    others = [f"Adjusts for severity of offence {n}a" for n in range(20)]
    assert cells(justifications_not_blanket(case(listed(*["Court severity"] * 10, *others)))) == ["F2:F11"]
    assert not justifications_not_blanket(case(listed(*["Court severity"] * 9, *others))).problems


def test_one_text_over_the_sheets_of_a_workbook_is_a_blanket() -> None:
    sheets = [listed("Court severity", "Court severity", sheet=name) for name in ("A", "B", "C")]
    (problem,) = justifications_not_blanket(case(*sheets)).problems
    assert problem.values["count"] == "6"


def test_untouched_workbook_of_many_sheets_is_one_finding() -> None:
    def untouched(name: str) -> VariableList:
        made = listed(None, None, sheet=name, has_request_column=True, has_justification_column=False)
        return made.model_copy(
            update={"variables": tuple(v.model_copy(update={"requested": False}) for v in made.variables)}
        )

    assert len(something_requested(case(*map(untouched, "ABCDEFG"))).problems) == 1
    assert not something_requested(case(untouched("A"), listed("Links courts"))).problems


def test_every_row_of_a_catalogue_marked_is_a_request_for_all() -> None:
    whole = listed(*["Links courts"] * 30, has_request_column=True, columns={"values": "Values"})
    own = listed(*["Links courts"] * 30, has_request_column=True)
    assert [problem.variant for problem in not_everything_requested(case(whole)).problems] == ["catalogue"]
    assert not not_everything_requested(case(own)).problems


def test_ten_thousand_variables_are_judged_in_seconds() -> None:
    large = case(listed(*[f"Adjusts for the severity of offence number {n}" for n in range(10_000)]))
    started = time.process_time()
    assert not justifications_specific(large).problems
    assert not justifications_not_blanket(large).problems
    assert time.process_time() - started < 5


def test_every_row_of_a_data_dictionary_marked_is_a_request_for_all_though_it_has_names_and_descriptions_only() -> None:
    whole = listed(*["Links courts"] * 30, has_request_column=True, sheet="data_dictionary")
    own = listed(*["Links courts"] * 30, has_request_column=True, sheet="Variables")
    assert [problem.variant for problem in not_everything_requested(case(whole)).problems] == ["catalogue"]
    assert not not_everything_requested(case(own)).problems


def test_blank_justifications_are_no_problem_where_colours_say_what_is_requested_and_are_not_read() -> None:
    doubts = {"requests": 'Colours, which are not read, seem to say what is requested ("Green: requested").'}
    verdict = variables_justified(case(listed("Links courts to prisons", None, doubts=doubts)))
    assert not verdict.problems
    assert "v2 of" in (verdict.cannot_tell or "") and "Green: requested" in (verdict.cannot_tell or "")


def test_texts_under_no_heading_may_be_justifications_so_that_none_is_said_to_be_missing() -> None:
    doubts = {"justifications": "Column B holds texts under no heading that is known: justifications or descriptions."}
    bare = listed(None, None, has_justification_column=False, doubts=doubts)
    verdict = justification_column_present(case(bare))
    assert not verdict.problems
    assert "Column B" in (verdict.cannot_tell or "")


def test_a_variable_asked_for_twice_is_told_with_what_its_places_share_said_once() -> None:
    here = [Location(file="a.xlsx", sheet="MoJ", cell="C3"), Location(file="a.xlsx", sheet="MoJ", cell="C9")]
    table = [Location(file="form.docx", row=3), Location(file="form.docx", row=9)]
    assert places(here) == 'sheet "MoJ", cells C3 and C9'
    assert places(table) == "rows 3 and 9 of the table in form.docx"
    assert places([here[0], Location(file="b.xlsx", sheet="MoJ", cell="C3")]) == (
        'a.xlsx, sheet "MoJ", cell C3 and b.xlsx, sheet "MoJ", cell C3'
    )
