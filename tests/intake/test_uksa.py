"""Reading the UKSA self-assessment: every cell, the recomputed score, and forms that were moved about or stripped."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.application import SelfAssessment
from dag_check.documents import open_file
from dag_check.documents.model import Cell, Document, Paragraph, Span, Table, Workbook
from dag_check.intake.uksa import (
    band_of,
    layout_of,
    looks_like_uksa,
    overall_score,
    read_self_assessment,
    read_self_assessment_document,
)
from dag_check.knowledge import builtin

from .uksa_workbook import INFORMATION, LAYOUT, option, uksa_workbook


def read(data: bytes, name: str = "uksa.xlsx") -> SelfAssessment:
    return read_self_assessment(opened(data, name), name, builtin())


def opened(data: bytes, name: str = "uksa.xlsx") -> Workbook:
    content = open_file(name, data)
    assert isinstance(content, Workbook)
    return content


@pytest.fixture(scope="module")
def complete() -> SelfAssessment:
    return read(uksa_workbook())


def test_the_layout_matches_the_number_of_items_and_its_hidden_columns() -> None:
    assert [item.item for item in LAYOUT.items] == list(range(1, 23))
    assert [item.item for item in LAYOUT.items if item.na] == [2, 9, 13, 14, 19, 21, 22]
    assert [item.item for item in LAYOUT.items if item.over == (2, 3)] == [1, 5, 6, 9, 16, 17, 20]


def test_a_complete_form_is_read_whole(complete: SelfAssessment) -> None:
    assert (complete.version, complete.known_layout, complete.blank) == ("3.0", True, False)
    assert [entry.text for entry in complete.information] == list(INFORMATION.values())
    assert all(item.selection and item.justification and item.recognised for item in complete.items)
    assert {item.item for item in complete.items if item.not_applicable} == {13, 14}
    first = complete.items[0]
    assert (first.location.cell, first.justification_location.cell, first.location.sheet) == (
        "E29",
        "N29",
        "Assessment",
    )


def test_the_score_is_the_one_worked_out_by_hand(complete: SelfAssessment) -> None:
    # Principles: 1, 1, 1, 1, (3 + 1) / 2 = 2, (1 + 2 + 2) / 3 = 1.6667; mean 7.6667 / 6 = 1.2778, as on the form described in the facts.
    assert complete.score == pytest.approx(1.2778, abs=5e-5)
    assert complete.band == "low"
    assert [item.item for item in complete.items if item.score in item.over] == [18]


def test_weightings_multiply_the_score() -> None:
    found = read(uksa_workbook(cells={"D20": 1, "D21": "1", "D22": 0, "D23": None}))
    assert found.weightings == ("linked data", "sensitive personal data")
    assert found.score == pytest.approx(7.6666667 / 6 * 1.05 * 1.10, abs=1e-5)


@pytest.mark.parametrize(
    ("score", "band"),
    [(1.0, "low"), (1.599999, "low"), (1.6, "average"), (2.299, "average"), (2.3, "high"), (2.99, "high"), (3.0, "very high"), (3.9, "very high")],
)  # fmt: skip
def test_bands_begin_where_the_form_says(score: float, band: str) -> None:
    assert band_of(score, LAYOUT) == band


def test_without_a_selection_there_is_no_score() -> None:
    found = read(uksa_workbook(cells={"D42": ""}))
    assert found.items[11].selection == "" and found.items[11].recognised
    assert found.score is None and found.band == ""


def test_a_missing_justification_and_box_are_blank() -> None:
    found = read(uksa_workbook(cells={"N29": "", "N43": " … ", "C16": ""}))
    assert [item.item for item in found.items if not item.justification] == [1, 13]
    assert [entry.label for entry in found.information if not entry.text] == ["Data Sources"]


def test_a_blank_form_is_blank_although_its_prompts_and_options_are_there() -> None:
    found = read(uksa_workbook(blank=True))
    assert found.blank and found.known_layout and found.version == "3.0" and found.score is None
    assert looks_like_uksa(opened(uksa_workbook(blank=True)))


def test_a_selection_that_is_no_option_is_kept_and_not_scored() -> None:
    found = read(uksa_workbook(cells={"D30": "We covered everyone"}))
    assert (found.items[1].selection, found.items[1].score, found.items[1].recognised) == ("We covered everyone", None, False)  # fmt: skip
    assert found.score is None


def test_options_compare_without_regard_to_quotes_spaces_and_case() -> None:
    found = read(uksa_workbook(cells={"D34": option(5, 2).upper().replace(" ", "  ") + "."}))
    assert found.items[4].score == 2


@pytest.mark.parametrize(("rows", "columns"), [(3, 0), (0, 1), (2, 2), (1, 0)])
def test_moved_rows_and_columns_are_found_again(rows: int, columns: int) -> None:
    found = read(uksa_workbook(rows_above=rows, columns_before=columns, sheet="Ethics form", cells={"D20": 1}))
    assert [entry.text for entry in found.information] == list(INFORMATION.values())
    assert found.score == pytest.approx(1.277778 * 1.05, abs=1e-5)
    assert all(item.justification.startswith(f"Because matter {item.item} ") for item in found.items)
    assert found.version == "3.0"


def test_titles_a_row_above_their_cells_do_not_move_the_cells() -> None:
    cells = {}
    for item in LAYOUT.items:
        row = int(item.answer[1:])
        cells |= {f"B{row - 1}": item.title, f"C{row}": ""}
    cells |= {f"B{row}": "" for row in (32, 38, 45, 48, 51, 55)}
    found = read(uksa_workbook(cells=cells))
    assert found.score == pytest.approx(1.277778, abs=1e-5)


def test_an_unknown_version_is_said_and_read_as_far_as_it_is_the_same() -> None:
    found = read(uksa_workbook(version="Version 4.1"))
    assert (found.version, found.known_layout) == ("4.1", False)
    assert found.items[0].selection


def test_stripped_option_columns_leave_selections_without_a_score() -> None:
    found = read(uksa_workbook(hidden_options=False))
    assert found.known_layout and found.score is None
    assert all(item.selection and not item.recognised and item.score is None for item in found.items if item.item not in (13, 14))  # fmt: skip


def test_without_options_a_selection_that_begins_with_its_score_counts() -> None:
    cells = {item.answer: f"{1 + item.item % 2} - as set out" for item in LAYOUT.items} | {"D43": "N/A"}
    found = read(uksa_workbook(hidden_options=False, cells=cells))
    assert found.items[0].score == 2 and found.items[1].score == 1
    assert found.items[12].not_applicable and found.score is not None


def test_a_stated_result_is_read_beside_the_recomputed_one() -> None:
    found = read(uksa_workbook(cells={"L21": 1.9}))
    assert found.stated_score == 1.9 and found.score == pytest.approx(1.277778)
    assert read(uksa_workbook()).stated_score is None


def test_other_workbooks_are_not_taken_for_it() -> None:
    import io

    from openpyxl import Workbook as New

    for rows in (
        [["Variable", "Description", "Justification"], ["offender_id", "The id", "To link"]],
        [["Self-Assessment Form"], ["Project Title", "x"], ["Is the research covert?", "No"]],
        [["Ethics checklist"], ["Project Title", ""], ["Data security", "Yes"], ["Public benefit", "Yes"]],
        [],
    ):
        book = New()
        for row in rows:
            book.worksheets[0].append(row)
        stream = io.BytesIO()
        book.save(stream)
        assert not looks_like_uksa(opened(stream.getvalue()))
    assert not looks_like_uksa(Workbook("empty.xlsx", "xlsx", ()))


@given(st.dictionaries(st.integers(1, 22), st.sampled_from([1, 2, 3]), max_size=22))
@settings(max_examples=8, deadline=None)
def test_every_scored_selection_comes_back_as_its_score(scores: dict[int, int]) -> None:
    found = read(uksa_workbook(scores))
    assert {item.item: item.score for item in found.items if item.item in scores} == scores
    assert found.score is not None and 1 <= found.score <= 3


def test_the_mean_is_over_principles_and_not_over_items(complete: SelfAssessment) -> None:
    assert overall_score(complete.items[:4], []) == 1
    assert overall_score([], []) is None


def test_a_word_copy_is_read_as_far_as_its_table_shows() -> None:
    def row(*texts: str) -> tuple[Cell, ...]:
        return tuple(Cell((Paragraph((Span(text),)),), 0, col) for col, text in enumerate(texts))

    rows = [row("Self-Assessment Form"), row("Project Title", "Courts"), row("Data Sources", "Data First")]
    rows += [row(item.title, "1 - dealt with", "Because.") for item in LAYOUT.items]
    found = read_self_assessment_document(Document("uksa.docx", "docx", (Table(tuple(rows)),)), "uksa.docx", builtin())
    assert found is not None and not found.known_layout and not found.blank
    assert found.items[0].score == 1 and found.items[0].justification == "Because."
    assert read_self_assessment_document(Document("cv.docx", "docx", ()), "cv.docx", builtin()) is None


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_opendocument_copy_is_read_alike(tmp_path: Path, complete: SelfAssessment) -> None:
    source = tmp_path / "uksa.xlsx"
    source.write_bytes(uksa_workbook())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "ods", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = read((tmp_path / "uksa.ods").read_bytes(), "uksa.ods")
    assert [item.selection for item in found.items] == [item.selection for item in complete.items]
    assert [item.score for item in found.items] == [item.score for item in complete.items]
    assert layout_of(builtin()).version == found.version


def test_a_print_whose_cells_run_into_each_other_is_known_for_one_and_left_to_a_person() -> None:
    glued = [f"{item.title[:11]}What about {item.item}" for item in LAYOUT.items]
    lines = [
        "Self-Assessment Form",
        *(f"{entry.label[:11]}Our words" for entry in LAYOUT.information),
        *glued,
        "Version 3.0",
    ]
    printed = Document("a.pdf", "pdf", tuple(Paragraph((Span(line),)) for line in lines))
    found = read_self_assessment_document(printed, "a.pdf", builtin())
    assert found is not None and (found.known_layout, found.blank, found.version) == (False, False, "3.0")
    prose = Document("a.pdf", "pdf", (Paragraph((Span("We filled in the Self-Assessment Form."),)),))
    assert read_self_assessment_document(prose, "a.pdf", builtin()) is None


def test_a_print_without_tables_is_not_called_blank() -> None:
    lines = ["Self-Assessment Form", "Version 3.0"]
    for entry in LAYOUT.information:
        lines += [entry.label, "Our words"]
    for item in LAYOUT.items:
        lines += [str(item.item), item.title, "An option", "Our reason"]
    printed = Document("a.pdf", "pdf", tuple(Paragraph((Span(line),)) for line in lines))
    found = read_self_assessment_document(printed, "a.pdf", builtin())
    assert found is not None and (found.known_layout, found.blank) == (False, False)


@pytest.mark.parametrize("text", ["Please select", "Select an option", "Choose one", "- select -", "Please choose from the list"])  # fmt: skip
def test_the_words_of_an_untouched_drop_down_are_no_selection(text: str) -> None:
    found = read(uksa_workbook(cells={"D42": text}))
    assert (found.items[11].selection, found.items[11].recognised) == ("", True)
