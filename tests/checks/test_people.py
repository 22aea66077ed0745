"""PPL001 and PPL002: what counts as a status, a name, an organisation and an e-mail address."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.application_cases import result

STATUS = "Accredited researcher number or status"


def person(status: str, role: str = "Analyst") -> dict[str, str]:
    return {"Name": "Ada Cole", "Organisation": "UNB", "Role in the project": role, STATUS: status}


@pytest.mark.parametrize(
    "status",
    ["12345", "AR 15512", "Accredited researcher", "Full", "In training", "Provisionally accredited", "Applied for, November 2026", "application pending", "Awaiting exam", "Training booked",
     "Not needed: will not access data", "N/A - supervisor only", "Will apply once funded", "Not yet accredited", "29110 (full)", "Yes", "Renewal in progress", "to be accredited in May"],
)  # fmt: skip
def test_a_number_or_a_state_is_a_status(status: str) -> None:
    assert result("PPL001", people=[person(status)]).status == "pass"


@pytest.mark.parametrize(
    "status", ["None", "No", "n/a", "N/A", "TBC", "to follow", "Not accredited", "none.", "unknown", "?"]
)
def test_none_is_no_status(status: str) -> None:
    found = result("PPL001", people=[person("12345"), person(status)])
    assert [finding.quote for finding in found.findings] == [status] and "Ada Cole" in found.findings[0].message


def test_who_will_not_see_the_data_needs_none() -> None:
    assert result("PPL001", people=[person("None", role="Adviser, will not access the data")]).status == "pass"


@pytest.mark.parametrize("email", ["a.b@uni.ac.uk", "A.B@UNI.AC.UK (preferred)", "a.b [at] uni.ac.uk", "a.b at uni dot ac dot uk", "a@b.example; c@d.example", "o'neil@uni.ac.uk", "<a.b@uni.ac.uk>", "a.b @ uni.ac.uk"])  # fmt: skip
def test_an_address_is_usable(email: str) -> None:
    assert result("PPL002", fields={"applicant.lead": {"Email": email}}).status == "pass"


@pytest.mark.parametrize("email", ["", "TBC", "a.b", "a.b@", "a.b@uni", "@uni.ac.uk", "see above", "N/A"])
def test_an_address_is_not_usable(email: str) -> None:
    assert result("PPL002", fields={"applicant.lead": {"Email": email}}).status == "problem"


@pytest.mark.parametrize("name", ["", "TBC", "Dr", "-", "N/A", "[insert name]"])
def test_a_name_is_not_usable(name: str) -> None:
    found = result("PPL002", fields={"applicant.lead": {"Name": name}})
    assert found.status == "problem" and "name" in found.findings[0].message


@pytest.mark.parametrize("name", ["Li Wu", "Ng", "Professor Eleri Whitcombe-Shah", "Ada Cole, a.cole@x.ac.uk"])
def test_a_name_is_usable(name: str) -> None:
    assert result("PPL002", fields={"applicant.lead": {"Name": name}}).status == "pass"


def test_frm002_leaves_the_lead_applicant_to_ppl002() -> None:
    change: dict[str, Any] = {"fields": {"applicant.lead": {"Email": ""}}}
    assert result("FRM002", **change).status == "pass"
    assert result("PPL002", **change).status == "problem"
