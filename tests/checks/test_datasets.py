"""Datasets of the form and of the list, periods, keys: what is the same however it is written, what differs, what cannot be told."""

from __future__ import annotations

import datetime as dt

import pytest

from dag_check.checks.datasets import spans_in
from dag_check.report import Result
from dag_check.rulebook import RuleCase, evaluate, load_rulebook
from dag_check.rulebook.cases import application_of

RULES = load_rulebook()


def result(code: str, **change: object) -> Result:
    case = RuleCase.model_validate({"name": "x", "change": change, "expect": "pass"})
    return evaluate(application_of(case), RULES, today=dt.date(2026, 3, 2), select=[code]).results[0]


def datasets(answer: str, *of_list: str) -> str:
    variables = [{"name": f"v{number}", "dataset": name} for number, name in enumerate(of_list)]
    return result("VAR007", answers={"access.datasets": answer}, list={"dataset": ""}, variables=variables).status


@pytest.mark.parametrize(
    ("answer", "of_list"),
    [
        ("MoJ Data First Crown court defendant case level dataset", ["CRCO"]),
        ("Data First FamilyMan Family Court data", ["Family court"]),
        ("Data First: Probation (Iteration 2)", ["nDelius"]),
        ("Data First Magistrates Court Defendent data", ["Magistrates' Courts"]),
        ("Data First Prisoner Custody Journey and Data First Probation datasets", ["PRIS", "PROB", "PRIS"]),
        ("HMPPS Data First – prison and probation", ["Prisoner custodial journey", "Probation"]),
        ("Data First offender assessment (OASys)", ["OASys"]),
        ("Police National Computer extract", ["PNC"]),
        ("- Data First civil\n- Data First family", ["CIVI", "FACO"]),
        ("MACO, CRCO and PRIS (Data First), iteration 3", ["Mags", "Crown", "Prisons"]),
        ("Data First Crown Court; the linking dataset of Data First", ["Crown Court", "MOJDF"]),
        ("PNC extract; our own survey of 400 people", ["PNC", "PNC"]),
        ("Data First cross-justice system: Crown Court and probation", ["Crown", "Probation", "Cross-justice linking"]),
    ],
)
def test_the_same_datasets_however_written_are_no_finding(answer: str, of_list: list[str]) -> None:
    assert datasets(answer, *of_list) in ("pass", "cannot_tell")


@pytest.mark.parametrize(
    ("answer", "of_list"),
    [
        ("Data First Probation; Data First Crown Court defendant", ["Probation"]),
        ("Data First Probation", ["Probation", "Crown Court"]),
        ("MACO and CRCO", ["Magistrates"]),
        ("Police National Computer extract", ["PNC", "Prisoner custodial journey"]),
    ],
)
def test_a_dataset_in_only_one_of_form_and_list_is_a_finding(answer: str, of_list: list[str]) -> None:
    assert datasets(answer, *of_list) == "problem"


@pytest.mark.parametrize(
    ("answer", "of_list"),
    [
        ("See attached spreadsheet", ["Probation"]),
        ("Data First Probation and Data First Crown Court defendant", ["Extract A", "Probation"]),
        ("MoJ-DfE data share", ["KS4 attainment", "Prisons"]),
    ],
)
def test_what_can_be_read_two_ways_is_left_to_a_person(answer: str, of_list: list[str]) -> None:
    assert datasets(answer, *of_list) == "cannot_tell"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1 January 2014 to 31 December 2019", [(2014, 2019)]),
        ("2011/12 - 2016/17", [(2011, 2017)]),
        ("01/04/2015-31/03/2018", [(2015, 2018)]),
        ("From 2015 onwards", [(2015, None)]),
        ("up to 2019", [(None, 2019)]),
        ("2012-2015; 2017", [(2012, 2015), (2017, 2017)]),
        ("All years available", []),
        ("Version 3 of 12.2020 release", [(2020, 2020)]),
        ("April 2013", [(2013, 2013)]),
    ],
)
def test_years_of_a_period(text: str, years: list[tuple[int | None, int | None]]) -> None:
    assert [(span.first, span.last) for span in spans_in(text)] == years


@pytest.mark.parametrize(
    "name", ["offender_id_hash", "estimated_xjs_id", "PersonID", "NHS number", "case_id", "pupil matching reference"]
)
def test_identifiers_are_keys(name: str) -> None:
    said = result("VAR012", chosen={"linking.intended": ["yes"]}, variables=[{"name": name}, {"name": "age"}])
    assert said.status == "pass"


@pytest.mark.parametrize("name", ["fine_paid", "valid_flag", "covid", "release_date", "bail", "hasheem_unit"])
def test_other_names_are_none(name: str) -> None:
    change = {"linking.method": "We join records of courts and prisons.", "linking.datasets": "Court records"}
    said = result("VAR012", chosen={"linking.intended": ["yes"]}, answers=change, variables=[{"name": name}])
    assert said.status == "problem"


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("Joint cases are decided together", "problem"),
        ("Matching on the history of offences", "problem"),
        ("Matches people released to similar controls", "problem"),
        ("Matching to comparison cases", "problem"),
        ("Joins the two extracts", "pass"),
        ("Needed to match with hospital records", "pass"),
        ("To match the court and prison data", "pass"),
    ],
)
def test_a_reason_that_speaks_of_linking_makes_a_key(reason: str, status: str) -> None:
    variables = [{"name": "age"}, {"name": "marker", "justification": reason}]
    answers = {"linking_method": "We will join prison and court records.", "linking_datasets": "Court records"}
    assert result("VAR012", chosen={"linking.intended": ["yes"]}, answers=answers, variables=variables).status == status
