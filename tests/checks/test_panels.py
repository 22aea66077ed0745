"""PAN001 and PAN002 in many voices: what counts as told, what as denied, and how datasets are named."""

from __future__ import annotations

from typing import Any

import pytest

from dag_check.datasets import named_in
from dag_check.knowledge import builtin
from tests.checks.application_cases import result


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("MoJ Data First Crown court defendant case level dataset", ["crown"]),
        ("Data First FamilyMan Family Court data", ["family"]),
        ("Data Fisrt magistates court defendent", ["magistrates"]),
        ("MACO and CRCO", ["magistrates", "crown"]),
        ("Data First prisoner custodail journey", ["prison"]),
        ("RETIRED Data First probation, Iteration 2", ["probation"]),
        ("MOJ DATA FIRST MAGISTRATES\u2019 COURTS", ["magistrates"]),
        ("Data First:\n- Crown Court\n- Prison", ["crown", "prison"]),
        ("MoJ-DfE linked data share", ["moj_dfe"]),
        ("MoJ/DfE share", ["moj_dfe"]),
        ("Data First OASys", ["assessment"]),
        ("Data First cross-justice system linking dataset", ["linking"]),
        ("PNC extract", ["pnc"]),
        ("Data First probation. We do not request any other dataset (e.g. Data First prison).", ["probation"]),
        ("Data First probation (we do not ask for prison data)", ["probation"]),
        ("PNC extract for people tried at the Crown Court", ["pnc"]),
        ("HMCTS Common Platform extract", []),
        ("Interviews with people on probation and in prison", []),
        ("a probable prison problem", []),
    ],
)
def test_datasets_are_known_however_they_are_written(text: str, keys: list[str]) -> None:
    assert [one.dataset.key for one in named_in(text, builtin())] == keys


COURTS = {"access.data": ["data_first_hmpps", "data_first_courts"]}


@pytest.mark.parametrize(
    "told",
    [
        "DAP: applied 3 November 2026, pending. RAP: approved 2026/1.",
        "We have applied to the Data Access Panel.",
        "HMCTS Data Access Panel (DAP) - submitted",
        "dap - to be submitted in January",
        "An application to dataaccesspanel@justice.gov.uk was made on the same day.",
        "DAP:\napproved in principle",
        "NRC and DfE are not applicable, but DAP will consider the courts data.",
        "DAP: not yet submitted, will be sent in December",
    ],
)
def test_any_word_of_an_application_is_enough(told: str) -> None:
    found = result("PAN001", chosen=COURTS, answers={"access.panels": told})
    assert found.status == "pass", found


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("N/A", ""),
        ("None", ""),
        ("No other panel is needed.", ""),
        ("RAP: approved 2026/1", ""),
        ("DAP: not required.", "DAP: not required"),
        ("RAP approved. DAP, NRC and DfE: no application is needed.", "DAP, NRC and DfE"),
    ],
)
def test_silence_and_denial_are_findings_that_name_the_panel(said: str, quoted: str) -> None:
    found = result("PAN001", chosen=COURTS, answers={"access.panels": said})
    assert [finding.location.question.id for finding in found.findings if finding.location.question] == [
        "access.panels"
    ]
    assert "Data Access Panel" in found.findings[0].message and quoted in found.findings[0].message


def test_what_is_inferred_says_check_and_is_no_error() -> None:
    found = result(
        "PAN001", answers={"access.datasets": "Data First probation and the cross-justice system linking dataset"}
    )
    assert found.findings[0].advice.startswith("Check")
    found = result(
        "PAN002",
        chosen={"access.data": ["data_first_courts"]},
        answers={"access.datasets": "FACO"},
        list={"dataset": ""},
    )
    assert found.status == "cannot_tell" and "check with the secretariat" in (found.reason or "")


@pytest.mark.parametrize("option", ["hmcts", "hmcts_primary", "hmpps_other"])
def test_data_of_others_alone_are_outside_the_remit_and_not_also_a_panel_forgotten(option: str) -> None:
    change: dict[str, Any] = {
        "chosen": {"access.data": [option], "access.route": ["own_setting"]},
        "answers": {"access.datasets": "as ticked"},
        "list": {"dataset": "x"},
    }
    assert result("PAN002", **change).status == "problem"
    assert result("PAN001", **change).status == "not_applicable"


@pytest.mark.parametrize("option", ["moj", "data_first_hmpps", "moj_dfe"])
def test_data_of_the_group_are_in_its_remit(option: str) -> None:
    assert result("PAN002", chosen={"access.data": [option]}).status == "pass"


def test_the_route_decides_on_the_accreditation_panel() -> None:
    silent = {"access.panels": "None", "ons_srs.project": "N/A"}
    assert result("PAN001", answers=silent).status == "problem"
    assert result("PAN001", answers=silent, chosen={"access.route": ["sail"]}).status == "problem"
    assert result("PAN001", answers=silent, chosen={"access.route": ["own_setting"]}).status == "not_applicable"
    other: dict[str, Any] = {"chosen": {"access.data": ["moj"]}, "list": {"dataset": "PNC"}}
    assert result("PAN001", answers={**silent, "access.datasets": "PNC extract"}, **other).status == "not_applicable"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("None so far.", "problem"),
        ("None yet, the application goes to the October meeting", "pass"),
        ("No number yet: submitted on 3 May", "pass"),
        ("2026/131", "pass"),
    ],
)
def test_an_answer_that_there_is_no_application_tells_of_none(said: str, status: str) -> None:
    answers = {"access.panels": "No other panel has to see this.", "ons_srs.project": said}
    assert result("PAN001", answers=answers).status == status


@pytest.mark.parametrize(
    ("question", "said", "status"),
    [
        ("applicant.funding", "The Department for Education, by a grant awarded in June 2026 after review.", "problem"),
        ("project.outputs", "A report submitted to the Department for Education in 2028.", "problem"),
        ("project.summary", "Findings will be given to the Department for Education.", "problem"),
        ("project.methods", "Records of the Department for Education are compared by sentence.", "problem"),
        ("project.methods", "The Department for Education was sent our application in May.", "pass"),
        ("project.methods", "The Department for Education will be asked for its approval.", "pass"),
    ],
)
def test_a_panel_that_is_named_for_another_reason_is_not_told_of(question: str, said: str, status: str) -> None:
    answers = {
        "access.datasets": "MoJ-DfE data share",
        "access.panels": "Research Accreditation Panel: approved.",
        question: said,
    }
    assert result("PAN001", chosen={"access.data": ["moj_dfe"]}, answers=answers).status == status
