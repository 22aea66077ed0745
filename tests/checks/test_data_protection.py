"""DPA001 to DPA004 in many voices. A basis or condition that is named in any spelling passes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.application_cases import result

ETHNICITY: list[dict[str, Any]] = [{"name": "ethnicity_desc", "justification": "Compares groups."}]


@pytest.mark.parametrize(
    "answer",
    ["Article 6(1)(e)", "Art. 6.1.e UK GDPR", "6(1) (f)", "6 1 e", "Public task", "performance of a task carried out in the public interest", "Legitimate interests of the charity",
     "Participants' consent", "Legal obligation", "Our statutory functions", "N/A: data are anonymous", "Not applicable because we only receive anonymised data.",
     "The data are pseudonymised and not personal data in our hands."],
)  # fmt: skip
def test_a_lawful_basis_is_read_in_any_spelling(answer: str) -> None:
    assert result("DPA001", answers={"gdpr.article6": answer}).status == "pass"


@pytest.mark.parametrize(
    "answer", ["N/A: data are de-identified", "The extract is pseudonymised, so no basis is needed."]
)
def test_data_without_names_are_left_to_a_person(answer: str) -> None:
    for code, question in (("DPA001", "gdpr.article6"), ("DPA002", "gdpr.article9"), ("DPA003", "gdpr.article10")):
        options: dict[str, Any] = {"variables": ETHNICITY} if code == "DPA002" else {}
        assert result(code, answers={question: answer}, **options).status == "cannot_tell", code


@pytest.mark.parametrize(
    "answer",
    [
        "Yes",
        "The data are pseudonymised and the research has ethical approval.",
        "We hold a de-identified extract in the SRS.",
        "We follow the GDPR.",
        "See the DPIA.",
        "All staff are trained in data protection.",
        "We do not rely on consent.",
    ],
)
def test_an_answer_without_a_basis_is_a_problem(answer: str) -> None:
    assert result("DPA001", answers={"gdpr.article6": answer}).status == "problem"


@pytest.mark.parametrize(
    "answer",
    ["Section 64 of the Digital Economy Act 2017", "Our Royal Charter and Article 6", "We comply with Article 6"],
)
def test_a_law_without_its_basis_is_left_to_a_person(answer: str) -> None:
    assert result("DPA001", answers={"gdpr.article6": answer}).status == "cannot_tell"


@pytest.mark.parametrize("answer", ["Data Protection Act 2018", "Article 6 of the UK GDPR", "UK GDPR, Art. 6(1)(g)"])
def test_the_laws_that_the_question_names_are_no_basis(answer: str) -> None:
    assert result("DPA001", answers={"gdpr.article6": answer}).status == "problem"


@pytest.mark.parametrize("code", ["DPA001", "DPA002", "DPA003", "DPA004"])
def test_a_section_that_is_absent_is_left_to_frm001(code: str) -> None:
    questions = {
        f"gdpr.{name}": {"found": False, "answer": {"text": "", "chosen": []}}
        for name in ("article6", "article9", "article10", "controller", "dpia")
    }
    found = result(code, sections={"gdpr": {"found": False}}, questions=questions)
    assert found.status == "not_applicable" and "FRM001" in (found.reason or "")


@pytest.mark.parametrize(
    ("name", "description", "special"),
    [
        ("ethnic_group_5", "", True),
        ("EthnicityCode", "", True),
        ("religion", "", True),
        ("selfHarmFlag", "", True),
        ("disability_flag", "", True),
        ("mental_health_treatment", "", True),
        ("sexual_orientation", "", True),
        ("flag_9", "Self-reported ethnicity", True),
        ("race", "", True),
        ("sex", "", False),
        ("age", "", False),
        ("nationality_group", "", False),
        ("racially_aggravated", "Racially aggravated offence", False),
        ("sexual_offence_flag", "", False),
        ("health_board", "", False),
        ("trace_number", "", False),
        ("drug_offence_flag", "", False),
        ("marital_status_desc", "", False),
        ("public_disorder_n", "", False),
        ("dna_flag", "did not attend", False),
    ],
)
def test_special_category_variables_are_known_by_their_names(name: str, description: str, special: bool) -> None:
    variables = [{"name": name, "description": description, "justification": "x"}]
    found = result("DPA002", variables=variables, answers={"gdpr.article9": "N/A - none requested"})
    assert found.status == ("problem" if special else "not_applicable")


@pytest.mark.parametrize("answer", ["Article 9(2)(j)", "Art 9.2(j)", "9 (2) (g) substantial public interest", "Research, DPA 2018 Schedule 1 Part 1 para 4", "Explicit consent", "Archiving, scientific research and statistics", "N/A - anonymised"])  # fmt: skip
def test_a_condition_is_read_in_any_spelling(answer: str) -> None:
    assert result("DPA002", variables=ETHNICITY, answers={"gdpr.article9": answer}).status == "pass"


@pytest.mark.parametrize(
    "answer", ["N/A", "None", "Ethnicity is needed for RQ2.", "Not applicable - no special category data"]
)
def test_no_condition_is_a_finding_that_names_the_variables(answer: str) -> None:
    found = result("DPA002", variables=ETHNICITY, answers={"gdpr.article9": answer})
    assert "ethnicity_desc" in found.findings[0].message and found.findings[0].advice.startswith("Check")


@pytest.mark.parametrize("answer", ["DPA 2018 Sch 1 Pt 1 para 4", "Article 10", "s. 10(5) DPA 2018", "Official authority of the MoJ", "Section 10(5) and Schedule 1; consent is not required", "Article 10 of the UK GDPR is met, because the processing is authorised by domestic law. We do not hold any criminal record outside the Secure Research Service, and nobody prints one."])  # fmt: skip
def test_an_authority_is_read_in_any_spelling(answer: str) -> None:
    assert result("DPA003", answers={"gdpr.article10": answer}).status == "pass"


@pytest.mark.parametrize(
    "answer", ["N/A", "Yes", "Article 10 does not apply.", "We do not process criminal offence data."]
)
def test_no_authority_is_a_finding(answer: str) -> None:
    assert result("DPA003", answers={"gdpr.article10": answer}).status == "problem"


def test_an_unreadable_assessment_was_sent_all_the_same() -> None:
    broken = {"path": "DPIA draft.docx", "reason": "corrupt", "problem": "It is damaged.", "remedy": "Send it again."}
    problem = {key: broken[key] for key in ("reason", "problem", "remedy")}
    found = result("DPA004", files={"dpia.docx": None, "DPIA draft.docx": {"kind": "other", "problem": problem}})
    assert found.status == "cannot_tell" and "DPIA draft.docx" in (found.reason or "")


def test_no_assessment_for_an_education_share_is_a_finding() -> None:
    found = result("DPA004", files={"dpia.docx": None}, chosen={"gdpr.dpia": ["no"], "access.data": ["moj_dfe"]})
    assert found.status == "problem" and "MoJ-DfE" in found.findings[0].message
