"""Forms as applicants retype them in another program: options written out, questions run together, labels shortened or moved."""

from __future__ import annotations

import pytest

from dag_check.application import Form
from dag_check.documents.lines import lines_of, plain_line
from dag_check.documents.model import Block
from dag_check.forms.library import builtin_form
from dag_check.intake.choices import read_choices
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin
from tests.intake.form_layouts import document, para, table

DATASETS = {"apc": "Admitted patient care", "emergency": "Emergency care", "gp": "GP records (coded)", "other": "Crime or incident data"}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("Admitted patient care, Emergency care", ("apc", "emergency")),
        ("Crime or incident data, GP records", ("gp", "other")),
        ("Emergency care, GP records and a survey of our own", ("emergency", "gp")),
        ("Emergency care", ("emergency",)),
        ("Emergency care, because falls are recorded there", ("emergency",)),
    ],
)
def test_options_written_out_in_a_sentence_are_all_chosen(typed: str, chosen: tuple[str, ...]) -> None:
    assert read_choices([plain_line(typed)], "", DATASETS).options == chosen
    assert read_choices([], typed, DATASETS).options == chosen


def read(*blocks: Block) -> Form:
    return read_form(document(list(blocks)), "form.docx", builtin_form(), builtin()).form


def answers(form: Form) -> dict[str, str]:
    return {q.id: q.answer.text for q in form.questions if q.found and not q.unsure and q.answer.text}


def section(title: str, *asked: tuple[str, str]) -> list[Block]:
    blocks: list[Block] = [para(title, heading=1)]
    for label, answer in asked:
        blocks += [para(label, heading=2), para(answer)]
    return blocks


PROJECT = section(
    "3. Project details",
    ("3.1 Title", "Prison transfers"),
    ("3.3 Summary", "People in prison are often moved."),
    ("3.4 Aims and research questions", "To count the moves."),
    ("3.6 Benefits", "Better planning of moves."),
    ("3.8 Existing evidence", "Two studies."),
    ("3.9 Outputs", "A report in 2028."),
    ("3.12 Ethical issues", "Nobody can be identified."),
)


def test_labels_that_the_applicant_shortened_are_found_in_their_place() -> None:
    found = answers(read(*PROJECT))
    assert found == {
        "project.title": "Prison transfers",
        "project.summary": "People in prison are often moved.",
        "project.aims": "To count the moves.",
        "project.benefit": "Better planning of moves.",
        "project.existing": "Two studies.",
        "project.outputs": "A report in 2028.",
        "project.risks": "Nobody can be identified.",
    }


def test_headings_inside_a_pasted_answer_are_no_shortened_labels() -> None:
    form = read(
        *section("3. Project details", ("3.1 Project title", "Prison transfers")),
        para("3.4 Aims and research questions", heading=2),
        para("Data", bold=True),
        para("We use the custody records."),
        para("Public interest", bold=True),
        para("Fewer moves."),
        *section("5. Safe data", ("5.1 Time period of the data requested", "2012 to 2020")),
        *section("6. Data linking", ("6.3 Linking keys and method, and who will link", "N/A")),
    )
    assert answers(form)["project.aims"] == "Data\nWe use the custody records.\nPublic interest\nFewer moves."
    assert not any(form.question(name).found for name in ("project.benefit", "project.existing"))  # type: ignore[union-attr]


def test_headings_in_an_answer_bring_back_no_section_that_was_left_out() -> None:
    form = read(
        *PROJECT,
        *section(
            "7. MoJ data",
            ("7.1 MoJ contact with whom the request was discussed", "Jo Penhallow"),
            ("7.2 Describe the extract: tables, unit of analysis, filters", "One table."),
            ("7.3 Court level", "All levels."),
        ),
        *section("12. Declaration", ("12.2 Documents attached", "variables.xlsx")),
    )
    assert not form.question("hmcts_data.jurisdiction").found  # type: ignore[union-attr]


def test_an_answer_in_the_words_of_its_question_is_not_taken_for_the_label() -> None:
    sent = "Project application to the Research Accreditation Panel sent on 5 October 2026."
    form = read(
        *PROJECT,
        *section(
            "11. Accessing data through the ONS Secure Research Service",
            ("11.1 SRS project number or RAP date", sent),
            ("11.2 Remote access or safe room", "Remote access."),
        ),
    )
    assert answers(form)["ons_srs.project"] == sent


def test_of_two_sections_that_ask_the_same_the_one_whose_heading_stands_there_is_read() -> None:
    form = read(
        *section("5 Safe data", ("5.1 Time period of the data requested", "2012 to 2020")),
        *section("7 MoJ data", ("7.1 Describe the extract: tables, unit of analysis, filters", "One table of moves.")),
        *section("12 Declaration", ("12.1 Documents attached", "variables.xlsx")),
    )
    assert answers(form)["moj_data.extract"] == "One table of moves."
    assert "hmcts_data.extract" not in answers(form)


def test_a_label_with_its_answer_behind_it_counts_before_a_table_further_down() -> None:
    form = read(
        *section("3 Project details", ("3.1 Project title", "Prison transfers")),
        para("3.9 Planned outputs, their audiences and dates ..A report in 2028..........."),
        para("Annex 1: training", heading=2),
        table(
            [[para("Course")], [para("Planned outputs, their audiences and dates")]], [[para("Data")], [para("March")]]
        ),
    )
    assert answers(form)["project.outputs"] == "A report in 2028"


@pytest.mark.parametrize("joiner", ["; ", ", "])
def test_one_answer_to_labels_that_the_applicant_joined_is_the_answer_to_each(joiner: str) -> None:
    form = read(
        *section(
            "5. Safe data",
            ("5.1 Time period of the data requested" + joiner + "population and geography", "Adults, 2012 to 2020."),
        ),
        *section("6. Data linking", ("6.3 Linking keys and method, and who will link", "N/A")),
    )
    found = answers(form)
    assert found["safe_data.period"] == found["safe_data.population"] == "Adults, 2012 to 2020."


def test_labels_side_by_side_each_with_a_blank_of_its_own_share_no_answer() -> None:
    form = read(
        *section("5. Safe data"),
        para("Time period of the data requested: ........  Population and geography: Adults in Wales"),
        *section("6. Data linking", ("6.3 Linking keys and method, and who will link", "N/A")),
    )
    assert answers(form).get("safe_data.population") == "Adults in Wales"
    assert "safe_data.period" not in answers(form)


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("The register (X) of the court lists them", 0),
        ("Form (x) was used until 2015", 0),
        ("(X) Custody records", 1),
        ("Custody records (x)", 1),
        ("Yes (x) No", 1),
        ("Yes (x) No ( )", 2),
        ("New application (X) Resubmission of an earlier application", 1),
    ],
)
def test_a_mark_in_brackets_in_running_text_is_no_box(text: str, boxes: int) -> None:
    line = lines_of(document([para(text)]))[0]
    assert sum(isinstance(piece, bool) for piece in line.pieces) == boxes
    assert line.text.count("X") + line.text.count("x") == (0 if boxes else 1)
