"""`dag-check variables`: one entry a variable, with the same keys in every format; what cannot be shown is said in one line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from dag_check.cli import main

KEYS = ["sheet", "cell", "dataset", "table", "variable", "requested", "justification", "notes"]


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Probation"
    for row in (
        ["Variable", "Table", "Required?", "Justification"],
        ["tier_code", "supervision", "Yes", "Contacts depend on the tier"],
        ["order_type", "supervision", "Yes", "as above"],
        ["=religion", "person", "No", None],
    ):
        sheet.append(row)
    sheet["A4"].value = "religion"
    path = tmp_path / "list of variables.xlsx"
    book.save(path)
    return path


def test_json_has_an_object_a_variable_with_exactly_these_keys(
    listing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["variables", str(listing), "--format", "json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [list(entry) for entry in entries] == [KEYS] * 3
    assert entries[0] == {
        "sheet": "Probation",
        "cell": "A2",
        "dataset": "Probation",
        "table": "supervision",
        "variable": "tier_code",
        "requested": True,
        "justification": "Contacts depend on the tier",
        "notes": [],
    }
    assert entries[1]["justification"] == "Contacts depend on the tier"
    assert entries[1]["notes"] == ["The justification is that of a row above."]
    assert (entries[2]["requested"], entries[2]["justification"]) == (False, None)


def test_csv_holds_the_same_and_no_formulas(listing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "read.csv"
    assert main(["variables", str(listing), "-o", str(out)]) == 0
    assert "3 variables, 2 requested" in capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert list(rows[0]) == KEYS
    assert [(row["variable"], row["requested"]) for row in rows] == [
        ("tier_code", "true"),
        ("order_type", "true"),
        ("religion", "false"),
    ]


def test_text_is_a_table_no_wider_than_the_terminal(listing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["variables", str(listing)]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert all(text in shown for text in ('sheet "Probation"', "tier_code", "A2", "yes", "no", "Dataset: Probation"))


def test_what_several_files_hold_says_which_it_is_in(listing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (listing.parent / "b.csv").write_text(
        "Variable,Justification\nsex_code,Women are looked at apart\nage_band,Age lowers breach\n"
    )
    assert main(["variables", str(listing.parent), "--format", "json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert {entry["notes"][0] for entry in entries} == {"In b.csv.", "In list of variables.xlsx."}
    assert {tuple(entry) for entry in entries} == {tuple(KEYS)}


def test_nothing_found_and_nothing_there_are_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "letter.txt"
    empty.write_text("Dear colleagues, thank you for your letter of last week.")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    for path in (empty, broken, tmp_path / "nowhere.xlsx"):
        assert main(["variables", str(path)]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("dag-check: ") and said.err.count("\n") == 1
