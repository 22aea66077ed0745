"""Reading .ods, .xls and .xlsb: by files that LibreOffice writes where it is installed, and by raw records for the rest."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import shutil
import struct
import subprocess
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment as OpenpyxlComment
from openpyxl.styles import Font

from dag_check.documents import open_file
from dag_check.documents.model import CellValue, Range, Sheet, Workbook
from dag_check.errors import UnreadableFile
from tests.documents.workbooks import biff, ods, record, wide, xls, xlsb, xlsb_cell, xlsb_row


def read(name: str, data: bytes) -> Workbook:
    workbook = open_file(name, data)
    assert isinstance(workbook, Workbook)
    return workbook


def only_sheet(name: str, data: bytes) -> Sheet:
    (sheet,) = read(name, data).sheets
    return sheet


def cells(sheet: Sheet) -> dict[tuple[int, int], CellValue]:
    return {(row.number, cell.col): cell.value for row in sheet.rows for cell in row.cells}


# Files that LibreOffice makes


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one workbook as .xlsx, .xls, .ods and .csv."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Request"
    sheet.append(["Variable", "Asked", "From", "Rate", "Note"])
    sheet.append(["offence_date", True, dt.date(2015, 4, 1), 0.25, "two\nlines é"])
    sheet.append(["ethnicity", False, dt.datetime(2016, 4, 1, 9, 30), 12, "Same text for both"])
    sheet.append(["dropped", None, None, None, None])
    sheet["A4"].font = Font(strike=True)
    sheet["A4"].comment = OpenpyxlComment("no longer needed", "Reviewer")
    sheet.merge_cells("E3:E4")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    hidden = workbook.create_sheet("Lists")
    hidden["A1"] = "Yes"
    hidden.sheet_state = "hidden"
    workbook.save(folder / "request.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind in ("xls", "ods", "csv"):
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(folder / "request.xlsx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_one_workbook_reads_the_same_in_every_format(converted: Path, kind: str) -> None:
    workbook = read(f"request.{kind}", (converted / f"request.{kind}").read_bytes())
    request, lists = workbook.sheets
    assert cells(request) == {
        **{(1, col): text for col, text in enumerate(["Variable", "Asked", "From", "Rate", "Note"], start=1)},
        **{(2, 1): "offence_date", (2, 2): True, (2, 3): dt.date(2015, 4, 1), (2, 4): 0.25, (2, 5): "two\nlines é"},
        **{
            (3, 1): "ethnicity",
            (3, 2): False,
            (3, 3): dt.datetime(2016, 4, 1, 9, 30),
            (3, 4): 12,
            (3, 5): "Same text for both",
        },
        (4, 1): "dropped",
    }
    assert request.merged == (Range(3, 5, 4, 5),)
    assert request.hidden_rows == {2}
    assert request.hidden_cols == {4}
    assert request.struck == {(4, 1)}
    assert [(comment.cell, comment.text) for comment in request.comments] == [("A4", "no longer needed")]
    assert (lists.name, lists.visible, cells(lists)) == ("Lists", False, {(1, 1): "Yes"})
    assert "hidden_sheets" in [note.kind for note in workbook.notes]


def test_libreoffices_csv_is_read(converted: Path) -> None:
    sheet = only_sheet("request.csv", (converted / "request.csv").read_bytes())
    assert cells(sheet)[2, 5] == "two\nlines é"


# OpenDocument by hand


def test_repeated_cells_and_rows_of_ods_are_multiplied_only_where_filled() -> None:
    sheet = only_sheet(
        "list.ods",
        ods(
            '<table:table table:name="S"><table:table-row table:number-rows-repeated="2"><table:table-cell/>'
            '<table:table-cell office:value-type="float" office:value="5" table:number-columns-repeated="2"/>'
            '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
            '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/>'
            '</table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p>'
            "<text:p>c<text:line-break/><text:span>d</text:span></text:p></table:table-cell></table:table-row></table:table>"
        ),
    )
    assert cells(sheet) == {(1, 2): 5, (1, 3): 5, (2, 2): 5, (2, 3): 5, (1_048_503, 1): "a  b\nc\nd"}


def test_an_ods_bomb_of_repeated_cells_is_refused() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
    )
    with pytest.raises(UnreadableFile) as caught:
        read("list.ods", ods(f"<table:table>{row}</table:table>"))
    assert caught.value.reason == "too_large"


def test_values_of_ods_are_typed() -> None:
    values = (
        '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="date" office:date-value="2024-02-29"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT09H15M00S"/>'
        '<table:table-cell office:value-type="string" office:string-value=""><text:p>#REF!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=NOW()"/><table:covered-table-cell office:value-type="float" office:value="9"/>'
    )
    workbook = read(
        "list.ods", ods(f"<table:table table:name='S'><table:table-row>{values}</table:table-row></table:table>")
    )
    assert list(cells(workbook.sheets[0]).values()) == [0.5, True, dt.date(2024, 2, 29), dt.time(9, 15), "#REF!"]
    assert "S!F1" in workbook.notes[0].text


# Raw records of .xlsb


def test_values_and_marks_of_xlsb() -> None:
    sheet = only_sheet(
        "list.xlsb",
        xlsb(
            record(60, struct.pack("<IIIIH", 1, 1, 2000, 0, 1))
            + xlsb_row(1)
            + xlsb_cell(7, 1, struct.pack("<I", 0))
            + xlsb_cell(5, 2, struct.pack("<d", 2.5))
            + xlsb_cell(2, 3, struct.pack("<I", 7 << 2 | 2))
            + xlsb_cell(4, 4, b"\x01")
            + xlsb_cell(3, 5, b"\x17")
            + xlsb_cell(6, 6, wide("inline"))
            + xlsb_cell(8, 7, wide("result") + bytes(10))
            + xlsb_row(1_048_576, hidden=True)
            + xlsb_cell(5, 16_384, struct.pack("<d", 45351), style=1)
            + record(176, struct.pack("<IIII", 0, 1, 0, 0)),
            texts=["shared"],
            styles=record(617)
            + record(47, struct.pack("<HHH", 0, 0, 0))
            + record(47, struct.pack("<HHH", 0, 14, 0))
            + record(618),
        ),
    )
    assert cells(sheet) == {
        (1, 1): "shared",
        (1, 2): 2.5,
        (1, 3): 7,
        (1, 4): True,
        (1, 5): "#REF!",
        (1, 6): "inline",
        (1, 7): "result",
        (1_048_576, 16_384): dt.date(2024, 2, 29),
    }
    assert sheet.hidden_cols == {2}
    assert sheet.hidden_rows == {1_048_576}
    assert sheet.merged == (Range(1, 1, 2, 1),)


def test_an_xlsb_record_that_is_cut_off_is_damage() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("list.xlsb", xlsb(xlsb_row(1) + xlsb_cell(5, 1, b"\0\0")))
    assert caught.value.reason == "corrupt"


# Raw records of .xls


def test_values_of_xls_and_a_stray_cell_at_the_far_corner() -> None:
    data = xls(
        biff(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
        + biff(0x0203, struct.pack("<HHHd", 0, 0, 0, 2.5))
        + biff(0x00BD, struct.pack("<HHHIHIH", 0, 1, 0, 7 << 2 | 2, 0, 150 << 2 | 3, 2))
        + biff(0x0205, struct.pack("<HHHBB", 0, 3, 0, 1, 0))
        + biff(0x0205, struct.pack("<HHHBB", 0, 4, 0, 0x2A, 1))
        + biff(0x0204, struct.pack("<HHHHB", 0, 5, 0, 2, 1) + "é→".encode("utf-16-le"))
        + biff(0x0006, struct.pack("<HHHBBBBBBH", 0, 6, 0, 0, 0, 0, 0, 0, 0, 0xFFFF) + bytes(8))
        + biff(0x0207, struct.pack("<HB", 4, 0) + b"text")
        + biff(0x0203, struct.pack("<HHHd", 65535, 255, 0, 1.0))
    )
    assert cells(only_sheet("list.xls", data)) == {
        (1, 1): 2.5,
        (1, 2): 7,
        (1, 3): 1.5,
        (1, 4): True,
        (1, 5): "#N/A",
        (1, 6): "é→",
        (1, 7): "text",
        (65_536, 256): 1,
    }


def test_a_shared_text_of_xls_may_go_on_in_the_next_record_in_another_width() -> None:
    first = struct.pack("<II", 2, 2) + struct.pack("<HB", 3, 0) + b"one" + struct.pack("<HB", 6, 0) + b"two"
    shared = biff(0x00FC, first) + biff(0x003C, b"\x01" + "→→→".encode("utf-16-le"))
    sheet = biff(0x00FD, struct.pack("<HHHI", 0, 0, 0, 1))
    assert cells(only_sheet("list.xls", xls(sheet, shared=shared))) == {(1, 1): "two→→→"}


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_damaged_binary_workbooks_meet_only_unreadable_file(data: st.DataObject) -> None:
    name, seed = data.draw(st.sampled_from(_SEEDS))
    damaged = bytearray(seed)
    for place in data.draw(st.lists(st.integers(0, len(seed) - 1), max_size=6)):
        damaged[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UnreadableFile):
        open_file(name, bytes(damaged[: data.draw(st.integers(1, len(seed)))]))


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_records_of_noise_meet_only_unreadable_file(noise: bytes) -> None:
    for name, data in (
        ("list.xls", xls(noise)),
        ("list.xlsb", xlsb(noise, texts=["x"])),
        ("list.xls", xls(b"", shared=noise)),
    ):
        with contextlib.suppress(UnreadableFile):
            open_file(name, data)


_SEEDS = [
    ("list.xls", xls(biff(0x0203, struct.pack("<HHHd", 0, 0, 0, 2.5)))),
    ("list.xlsb", xlsb(xlsb_row(1) + xlsb_cell(7, 1, struct.pack("<I", 0)), texts=["shared"])),
    ("list.ods", ods("<table:table><table:table-row><table:table-cell/></table:table-row></table:table>")),
]


def test_calamine_reads_the_same_from_a_binary_workbook() -> None:
    """A second opinion, by a reader that others wrote."""
    import python_calamine

    data = xls(
        biff(0x0203, struct.pack("<HHHd", 1, 2, 0, 2.5)) + biff(0x027E, struct.pack("<HHHI", 3, 4, 0, 7 << 2 | 2))
    )
    theirs = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    ours = cells(only_sheet("list.xls", data))
    assert {(r, c): v for r, row in enumerate(theirs, 1) for c, v in enumerate(row, 1) if v != ""} == ours
