"""Catalogues of data owners: read when given, found when sent along, and a request that is one marked up is both."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

import dag_check
from dag_check import api
from dag_check.errors import UnreadableFile, UsageError
from dag_check.intake.catalogue import read_catalogues
from dag_check.knowledge import builtin

NAMES = [f"need_{number:02}" for number in range(1, 31)] + ["lsoa_residence", "objective_[1-10]"]


def workbook(rows: dict[str, list[list[str]]]) -> bytes:
    book = Workbook()
    del book[book.sheetnames[0]]
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def oasys(marks: bool = False) -> bytes:
    """A catalogue as the one for OASys is published; with marks and reasons typed beside some rows."""
    head = ["Table Name", "Variable Name", "Variable Description", "Values"]
    rows = [[("t1", "t2")[n % 2], name, f"Description of {name}", "1 = yes"] for n, name in enumerate(NAMES)]
    if marks:
        head += ["Required?", "Justification"]
        rows = [
            [*row, "Yes" if n < 2 else "No", "Drug need predicts recall" if n < 2 else ""] for n, row in enumerate(rows)
        ]
    lookup = [["need_01", str(code), f"Code {code}"] for code in range(8)] + [
        ["need_02", str(code), "x"] for code in range(8)
    ]
    return workbook(
        {
            "Cover": [["Data First: Offender assessment data catalogue"], ["Version 1, November 2025"]],
            "data_dictionary": [head, *rows],
            "lookup": [["Variable Name", "Code", "Description"], *lookup],
        }
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "oasys_data_catalogue.xlsx"
    path.write_bytes(oasys())
    return path


def test_a_catalogue_gives_its_dataset_and_variables_and_no_codes(catalogue: Path) -> None:
    (read,) = read_catalogues([catalogue], builtin())
    assert (read.sheet, read.dataset, read.given, len(read.variables)) == ("data_dictionary", "oasys", True, len(NAMES))
    first = read.variables[0]
    assert (first.name, first.table, first.description, first.values) == (
        "need_01",
        "t1",
        "Description of need_01",
        "1 = yes",
    )


def test_names_are_held_against_it_and_the_nearest_suggested(catalogue: Path) -> None:
    requested = workbook(
        {
            "OASys": [
                ["Variable", "Justification"],
                ["NEED 01", "Drug need predicts recall"],
                ["objective_4", "Objectives met are the outcome"],
                ["lsoa_residense", "Deprivation deciles are attached by it"],
            ]
        }
    )
    report = dag_check.check({"list.xlsx": requested}, catalogues=[catalogue], select=["VAR005"])
    (finding,) = report.results[0].findings
    assert (finding.location.variable, finding.location.cell) == ("lsoa_residense", "A4")
    assert "lsoa_residence" in finding.advice


def test_a_near_copy_of_the_catalogues_description_is_no_justification(catalogue: Path) -> None:
    requested = workbook(
        {
            "OASys": [
                ["Variable", "Justification"],
                ["need_01", "The description of need"],
                ["need_02", "Predicts recall"],
            ]
        }
    )
    with_it = dag_check.check({"list.xlsx": requested}, catalogues=[catalogue], select=["VAR003"])
    assert [f.location.variable for f in with_it.results[0].findings] == ["need_01"]


def test_a_catalogue_in_the_submission_is_one_and_asks_for_nothing(catalogue: Path) -> None:
    requested = workbook({"OASys": [["Variable", "Justification"], ["need_99", "Drug need predicts recall"]]})
    application = api.read({"list.xlsx": requested, "oasys_data_catalogue.xlsx": catalogue.read_bytes()})
    assert [(one.file, one.given) for one in application.catalogues] == [("oasys_data_catalogue.xlsx", False)]
    assert [file.kind for file in application.files] == ["variable_list", "catalogue"]
    assert [variable.name for variable in application.requested] == ["need_99"]
    report = dag_check.check(application, select=["VAR005"])
    assert [f.location.variable for f in report.results[0].findings] == ["need_99"]


def test_a_request_that_is_a_marked_up_catalogue_is_read_as_both() -> None:
    application = api.read({"oasys_data_catalogue.xlsx": oasys(marks=True)})
    assert [variable.name for variable in application.requested] == ["need_01", "need_02"]
    assert [len(one.variables) for one in application.catalogues] == [len(NAMES)]
    assert dag_check.check(application, select=["VAR005"]).results[0].status == "pass"


def test_a_list_that_asks_for_every_variable_of_the_catalogue_asks_for_the_whole_dataset(catalogue: Path) -> None:
    rows = [[name, f"Reason {number}: predicts recall"] for number, name in enumerate(NAMES)]
    requested = workbook({"OASys": [["Variable", "Justification"], *rows]})
    report = dag_check.check({"list.xlsx": requested}, catalogues=[catalogue], select=["VAR009"])
    assert "every one" in report.results[0].findings[0].message


def test_a_file_that_is_no_catalogue_is_an_error_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(workbook({"Budget": [["Cost", "Amount"], ["Staff", "100"]]}))
    with pytest.raises(UnreadableFile, match="No table of variables"):
        api.load_catalogues([path])
    with pytest.raises(UsageError):
        api.load_catalogues([tmp_path / "nothing.ods"])
    with pytest.raises(UsageError, match="takes a list"):
        api.load_catalogues(str(path))  # type: ignore[arg-type]
