"""What is odd but can be met: long runs that make an expression search from every place take seconds at most; nothing crashes."""

import datetime as dt
import io
import time
from pathlib import Path

import docx
import openpyxl
import pytest

from dag_check import check, read
from dag_check.documents import open_file
from dag_check.documents.model import Document
from dag_check.forms.learn import learn_form

TODAY = dt.date(2026, 11, 22)
EXAMPLE = Path(__file__).parents[2] / "examples/complete/Application form.docx"
RUNS = {
    "spaces": " ",
    "tabs": "\t",
    "dots": ".",
    "underscores": "_",
    "hard spaces": "\u00a0",
    "slashes": " / ",
    "brackets": "(",
}


def _form_with(tmp_path: Path, text: str) -> Path:
    form = docx.Document(str(EXAMPLE))
    cells = [cell for table in form.tables for row in table.rows for cell in row.cells]
    for paragraph in [paragraph for cell in cells for paragraph in cell.paragraphs if len(paragraph.text) > 80][:6]:
        paragraph.add_run(text)
    path = tmp_path / "Application form.docx"
    form.save(str(path))
    return path


@pytest.mark.parametrize("name", RUNS)
def test_a_long_run_in_an_answer(tmp_path: Path, name: str) -> None:
    path = _form_with(tmp_path, (RUNS[name] * 4000)[:4000] + "12 x")
    began = time.process_time()
    check(path, today=TODAY)
    assert time.process_time() - began < 5


def test_a_letter_of_abbreviations() -> None:
    letter = "Research Ethics Committee\n12 May 2026\nThe application is approved.\n" + "Dr. " * 8_000
    began = time.process_time()
    check({"Ethics approval.txt": letter.encode()}, today=TODAY)
    assert time.process_time() - began < 5


def test_a_self_assessment_with_other_texts_in_a_hidden_column() -> None:
    workbook = openpyxl.load_workbook(EXAMPLE.with_name("UKSA self-assessment.xlsx"))
    for sheet in workbook.worksheets:
        sheet["ZZ3"] = "checked by the library"
    data = io.BytesIO()
    workbook.save(data)
    application = read({"UKSA self-assessment.xlsx": data.getvalue()})
    assert [file.kind for file in application.files] == ["ethics_self_assessment"]


@pytest.mark.parametrize("line", ["\n", " \n", "\t# note\n", "--- \n \n"])
def test_a_yaml_file_of_many_empty_lines(line: str) -> None:
    began = time.process_time()
    application = read({"notes.yaml": line.encode() * 900, "waivers.yaml": (line * 90 + "waivers: []").encode()})
    assert time.process_time() - began < 2
    assert [file.path for file in application.files] == ["notes.yaml", "waivers.yaml"]


@pytest.mark.parametrize("run", ["a", "a ", "._ ", "_"])
def test_a_blank_with_lines_that_never_end(run: str) -> None:
    blank = docx.Document()
    for number in range(4):
        blank.add_paragraph(f"{number}.1 What is it? " + run * 20_000)
        blank.add_table(1, 2).cell(0, 0).text = "Name: " + run * 8_000
    data = io.BytesIO()
    blank.save(data)
    document = open_file("blank.docx", data.getvalue())
    assert isinstance(document, Document)
    began = time.process_time()
    learn_form(document)
    assert time.process_time() - began < 5
