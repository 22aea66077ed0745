"""LNG001 and LNG002: advice that is only given where it is wanted."""

from __future__ import annotations

import time

import pytest

from dag_check.checks.language import count_words
from tests.checks.application_cases import result


def said(text: str, **answers: str) -> list[str]:
    found = result("LNG002", answers={"project.methods": text, **answers})
    return [finding.message for finding in found.findings]


@pytest.mark.parametrize(
    "text",
    [
        "We use PSM.",
        "The IPTW estimator (see the appendix) is used.",
        "ATT, estimated.",
        "RCTs were reviewed.",
        "The ABCD's score",
    ],
)
def test_an_acronym_that_is_never_spelled_out_is_named(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "We use propensity score matching (PSM). PSM is common.",
        "PSM (propensity score matching) is used.",
        "The Offender Group Reconviction Scale, or OGRS, is a score.",
        "OGRS is used. It stands for nothing here. Offender Group Reconviction Scale.",
        "home detention curfew (HDC)",
        "inverse probability of treatment weighting (IPTW)",
        "RCTs, that is randomised controlled trials, were reviewed.",
        "MoJ, HMPPS, HMCTS, ONS SRS, UK GDPR, a PhD, the NHS and the CPS",
        "Part II, chapter IV and volume XII",
        "code A1, RQ3, H1N1, COVID-19, ISO 27001, IRAS 215973",
        "reference 17/NW/0014, ES/Z000001/1, SSREC/2026/014",
        "variables ABC_FLAG and PLAN_X; files PLAN.docx and https://example.org/ABC/DEF",
        "DATA ANALYSIS PLAN AND METHODS\nWe count.",
        "We do NOT link, and ONLY counts leave.",
    ],
)
def test_these_need_no_spelling_out(text: str) -> None:
    assert said(text) == []


def test_an_acronym_counts_once_at_its_first_use() -> None:
    found = result("LNG002", answers={"project.aims": "PSM is used.", "project.methods": "PSM and ATT."})
    assert [(f.location.question.id if f.location.question else "", "PSM" in f.message) for f in found.findings] == [("project.aims", True), ("project.methods", False)]  # fmt: skip


@pytest.mark.parametrize("text", ["AB " * 20_000, "A" * 50_000, "(" * 50_000, "9(2)" * 10_000, "a." * 20_000])
def test_long_answers_are_read_in_no_time(text: str) -> None:
    start = time.perf_counter()
    said(text)
    assert time.perf_counter() - start < 3


def test_words_are_counted_as_a_word_processor_does() -> None:
    assert count_words("Dr. O'Neil's follow-up of 1,200 people (2011-2021) ends.") == 8


@pytest.mark.parametrize(
    ("summary", "status"),
    [
        (" ".join(["word"] * 25) + ".", "pass"),
        (" ".join(["word"] * 26) + ".", "problem"),
        ("\n".join(["a list item of eight words stands here"] * 9), "pass"),
        ("TBC", "not_applicable"),
    ],
)
def test_sentences_over_25_words_are_said(summary: str, status: str) -> None:
    found = result("LNG001", answers={"project.summary": summary})
    assert found.status == status and found.severity == "info"
