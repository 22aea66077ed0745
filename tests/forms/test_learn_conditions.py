"""What a blank says of when a section applies and of dates, in wordings that other makers' forms use."""

from __future__ import annotations

import pytest

from dag_check.documents.model import Document
from dag_check.forms.learn import learn_form
from dag_check.forms.wording import answer_to, is_date_label
from tests.intake.form_layouts import box, para, table


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Complete only if you answered Yes to question 3.4.", ("yes", "3.4")),
        ("Only complete this section if you ticked \u2018No\u2019 at Q7", ("no", "7")),
        ("Please complete this section if the answer to question 12 is Yes.", ("yes", "12")),
        ("This section only applies if you said \u201cYes\u201d in question C3", ("yes", "c3")),
        ("Complete this part only if you answered yes to question 3 or 4", None),
        ("Complete this part only if you answered yes to questions 3-5", None),
        ("If you answered yes to 3.4, give details", None),
        ("Complete this section only if you will link data", None),
    ],
)
def test_the_answer_on_which_a_section_rests_is_read(text: str, said: tuple[str, str] | None) -> None:
    assert answer_to(text) == said


def test_a_section_that_rests_on_a_numbered_answer_gets_its_condition() -> None:
    form = learn_form(
        Document(
            "blank.docx",
            "docx",
            (
                para("3. Data requirements", heading=1),
                para("3.1 Define the cohort", heading=2),
                table([[para()]]),
                para("3.2 Will you bring external data?", heading=2),
                box(False, "Yes"),
                box(False, "No"),
                para("4. External data", heading=1),
                para("Complete only if you answered Yes to question 3.2."),
                para("4.1 Who is the controller of the external data?", heading=2),
                table([[para()]]),
            ),
        )
    )
    asked = form.sections[0].questions[1]
    assert (form.sections[1].when, form.sections[1].unsure) == (f"'yes' in choices['{asked.id}']", "")


@pytest.mark.parametrize(
    "label",
    [
        "Start date",
        "Date of the CAG outcome letter",
        "Date on which the committee gave its opinion",
        "Expiry date of your current vetting",
    ],
)
def test_a_long_label_that_asks_for_one_date_is_a_date(label: str) -> None:
    assert is_date_label(label)


@pytest.mark.parametrize(
    "label",
    [
        "Date of the CAG outcome letter and its reference number",
        "Date of birth range of the people in the cohort",
        "Up-to-date list of the organisations that will process the data",
        "Give the committee, the reference and the date of its opinion",
    ],
)
def test_a_label_that_asks_for_more_than_a_date_is_text(label: str) -> None:
    assert not is_date_label(label)
