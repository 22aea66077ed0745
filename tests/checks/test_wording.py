"""What counts as an answer, and what only stands where one should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dag_check.checks import wording


@pytest.mark.parametrize("text", [None, "", "  ", "....", "_____", "—", "-", "\u00a0", "\u200b", "[ ]", "…………"])
def test_dots_dashes_and_white_space_are_blank(text: str | None) -> None:
    assert wording.is_blank(text)


@pytest.mark.parametrize("text", ["None", "No", "0", "x", "N/A", "Yes."])
def test_a_short_answer_is_not_blank(text: str) -> None:
    assert not wording.is_blank(text)


@pytest.mark.parametrize(
    "text",
    ["N/A", "n/a", "N/A.", "NA", "n.a.", "N.A", "Not applicable", "NOT APPLICABLE.", "not-applicable", "N / A", "(N/A)", "- n/a -",
     "Not applicable to this project", "N/A for this application.", "This question is not applicable", "Does not apply",
     "N/A - not applicable", "This section does not apply to our project.", "N\\A", "n/a n/a", "Not Applicable\u00a0", "N/A\n"],
)  # fmt: skip
def test_every_spelling_of_not_applicable_is_one(text: str) -> None:
    assert wording.is_na(text)
    assert not wording.na_with_reason(text)


@pytest.mark.parametrize(
    "text",
    ["N/A: no linkage is proposed", "Not applicable: no linkage is proposed, because one dataset is used.", "N/A (new application)",
     "Not applicable as the data are anonymised", "NA - anonymised data", "N/A\nThe data are public.", "N/A for the first year only",
     "This does not apply, since we use published tables"],
)  # fmt: skip
def test_not_applicable_with_a_reason_is_told_apart(text: str) -> None:
    assert wording.na_with_reason(text)
    assert not wording.is_na(text)


@pytest.mark.parametrize(
    "text",
    ["None", "Nil", "No", "None declared.", "Not applicable data will be removed before analysis", "National data", "NADPO members",
     "Na\u00efve comparisons are avoided", "N/A/B coding", "Naomi Clarke", "The N/A category is kept", "None of the team has one"],
)  # fmt: skip
def test_what_only_looks_like_not_applicable_is_left_alone(text: str) -> None:
    assert not wording.is_na(text)
    assert not wording.na_with_reason(text)


@pytest.mark.parametrize(
    ("text", "stand_in"),
    [("TBC", "TBC"), ("tbc.", "tbc."), ("T.B.C.", "T.B.C."), ("To be confirmed", "To be confirmed"), ("TBD", "TBD"),
     ("Ethics reference TBC", "TBC"), ("To follow", "To follow"), ("Details to follow shortly", "to follow"), ("xxx", "xxx"),
     ("XXXX", "XXXX"), ("???", "???"), ("?", "?"), ("[insert project title]", "[insert project title]"),
     ("The committee of [insert name of university] approved the work on the date shown in the letter.", "[insert name of university]"),
     ("<insert text>", "<insert text>"), ("Lorem ipsum dolor sit amet, consectetur adipiscing elit", "Lorem ipsum"),
     ("Click or tap here to enter text.", "Click or tap here to enter text"), ("Enter text here", "Enter text here"),
     ("Click here to enter text.", "Click here to enter text"), ("Will be completed later", "Will be completed later"),
     ("Still to be decided", "Still to be decided"), ("pending", "pending"), ("DD/MM/YYYY", "DD/MM/YYYY"), ("Start date: TBC", "TBC"),
     ("[name of committee]", "[name of committee]"), ("TBC - awaiting funder", "TBC"), ("test", "test"), ("To be added.", "To be added")],
)  # fmt: skip
def test_a_stand_in_is_found_and_quoted(text: str, stand_in: str) -> None:
    assert wording.placeholder_in(text) == stand_in


@pytest.mark.parametrize(
    "text",
    ["Pending cases are counted at the end of each quarter.", "tbc_flag", "Needed to describe the follow-up period",
     "Used to follow defendants from charge to sentence.", "To follow people through the courts we need a stable identifier",
     "The report will be published in spring 2027, exact date TBC", "Number of cases pending", "Appeals to be determined",
     "The test statistic is reported for each model.", "We will test whether sentence length predicts reconviction.", "None", "Yes",
     "XXL sizes", "The XXX-linked trait", "Title XXX of the Code applies to these records", "How does remand affect sentencing?",
     "Is it so? Why?", "[the] defendants were remanded", "the [State] Library", "To be a party to proceedings", "Needed to follow",
     "[type 2 diabetes]", "[complete case analysis]", "[Add Health] wave 4", "Draft outputs are sent to the MoJ for comment.",
     "Missing justifications for older cases will be added to the list of limitations in the final report."],
)  # fmt: skip
def test_real_answers_are_no_stand_ins(text: str) -> None:
    assert wording.placeholder_in(text) is None


@pytest.mark.parametrize("text", ["See above", "as above.", "Please see above", "(see above)"])
def test_an_answer_that_points_above(text: str) -> None:
    assert wording.points_above(text)


@pytest.mark.parametrize("text", ["See above, and in addition the court code", "The above-named", "See 3.4"])
def test_an_answer_that_says_more_does_not_only_point_above(text: str) -> None:
    assert not wording.points_above(text)


def test_the_prompt_repeated_is_seen_whatever_its_punctuation() -> None:
    prompts = ("Aims and research questions", "Please list your aims.")
    assert wording.repeats("AIMS and research questions:", prompts)
    assert wording.repeats("Aims and research questions. Please list your aims.", prompts)
    assert not wording.repeats("Aims and research questions: does remand lengthen sentences?", prompts)
    assert not wording.repeats("", prompts)


@given(st.text(max_size=400))
def test_any_text_can_be_asked_about(text: str) -> None:
    wording.says_nothing(text)
    wording.points_above(text)
    wording.repeats(text, (text[:20],))
    assert not (wording.is_na(text) and wording.na_with_reason(text))
