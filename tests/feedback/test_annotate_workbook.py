"""Marked cells, notes and the sheet of findings in copies of workbooks: nothing else changes."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from dag_check.documents import open_file
from dag_check.documents.model import Workbook
from dag_check.errors import UnreadableFile
from dag_check.feedback.annotate_workbook import MOST_CELLS, annotate_workbook, boxes_of, findings_workbook
from dag_check.feedback.remarks import Copy, Remark, harmless
from tests.feedback.office import S, check_package, parts_of, with_parts

MUST, OTHER = "FFFFD2A8", "FFFFF3B0"


def remark(cells: str | None = "B2", sheet: str | None = "List", **more: object) -> Remark:
    values = {
        "severity": "error",
        "where": f"cell {cells}",
        "message": "It is blank.",
        "advice": "Say why.",
        "code": "VAR002",
    }
    return Remark(**{**values, "sheet": sheet, "cells": cells, **more})  # type: ignore[arg-type]


def book(change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "List"
    for row in (("variable", "why"), ("age", None), ("sex", "n/a")):
        sheet.append(row)
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def annotated(data: bytes, *remarks: Remark) -> tuple[openpyxl.Workbook, Copy]:
    copy = annotate_workbook("list.xlsx", data, remarks, "15 things must be put right.")
    check_package(copy.data)
    return openpyxl.load_workbook(io.BytesIO(copy.data)), copy


def test_a_cell_is_coloured_and_has_a_note_and_the_first_sheet_links_to_it() -> None:
    made, copy = annotated(book(), remark())
    assert made.sheetnames == ["dag-check feedback", "List"]
    assert made.active is not None and made.active.title == "dag-check feedback"
    cell = made["List"]["B2"]
    assert cell.comment is not None
    assert cell.comment.text == "Must be put right (VAR002)\nIt is blank.\nWhat to do: Say why."
    assert (cell.fill.fgColor.rgb, made["List"]["B3"].fill.fill_type) == (MUST, None)
    front = made["dag-check feedback"]
    assert [cell.value for cell in front[6]] == [
        "1",
        "Must be put right",
        "cell B2",
        "It is blank.",
        "Say why.",
        "VAR002",
    ]
    assert front["C6"].hyperlink.location == "'List'!B2"
    assert (copy.placed, copy.general) == (1, 0)


def test_the_other_selection_is_taken_back_so_that_no_two_sheets_are_a_group() -> None:
    def selected(made: openpyxl.Workbook) -> None:
        made["List"].sheet_view.tabSelected = True

    made, _ = annotated(book(selected), remark())
    assert [sheet.sheet_view.tabSelected for sheet in made.worksheets] == [True, False]


def test_the_values_are_those_of_the_original() -> None:
    before = open_file("a.xlsx", book())
    after = open_file("a.xlsx", annotated(book(), remark("B2:B3"), remark("D9"))[1].data)
    assert isinstance(before, Workbook) and isinstance(after, Workbook)
    assert after.sheets[1].rows == before.sheets[0].rows


def test_a_range_is_coloured_as_a_whole_and_has_one_note() -> None:
    made, _ = annotated(book(), remark("B2:B4", severity="warning"))
    cells = [made["List"][f"B{row}"] for row in (2, 3, 4)]
    assert [cell.fill.fgColor.rgb for cell in cells] == [OTHER] * 3
    assert [cell.comment is not None for cell in cells] == [True, False, False]


def test_two_findings_on_a_cell_share_its_note_and_the_graver_gives_the_colour() -> None:
    made, _ = annotated(book(), remark(message="First.", severity="error"), remark(message="Second.", severity="info"))
    note = made["List"]["B2"].comment.text
    assert note.index("First.") < note.index("Second.")
    assert made["List"]["B2"].fill.fgColor.rgb == MUST


def test_a_new_cell_stands_in_order_and_looks_like_its_row() -> None:
    _, copy = annotated(book(), remark("AA2"), remark("B7"), remark("A5"))
    root = etree.fromstring(parts_of(copy.data)["xl/worksheets/sheet1.xml"])
    rows = [row.get("r") for row in root.iter(S + "row")]
    assert rows == ["1", "2", "3", "5", "7"]
    assert [cell.get("r") for cell in root.iter(S + "c")] == ["A1", "B1", "A2", "AA2", "A3", "B3", "A5", "B7"]


def test_a_marked_cell_keeps_the_rest_of_its_look() -> None:
    def bold(made: openpyxl.Workbook) -> None:
        made["List"]["B3"].font = Font(bold=True)
        made["List"]["B3"].number_format = "0.00"

    cell = annotated(book(bold), remark("B3"))[0]["List"]["B3"]
    assert (cell.font.bold, cell.number_format, cell.fill.fgColor.rgb) == (True, "0.00", MUST)


def test_a_merged_range_has_the_note_on_the_cell_that_shows() -> None:
    made, _ = annotated(book(lambda b: b["List"].merge_cells("B2:C5")), remark("C4"))
    assert made["List"]["B2"].comment is not None


def test_a_note_that_is_there_is_added_to() -> None:
    def noted(made: openpyxl.Workbook) -> None:
        made["List"]["B2"].comment = Comment("Ask Ann.", "Ben")
        made["List"]["B3"].comment = Comment("Another.", "Ben")

    made, _ = annotated(book(noted), remark("B2"), remark("A2"))
    assert made["List"]["B2"].comment.text.startswith("Ask Ann.\n\ndag-check: Must be put right (VAR002)\n")
    assert made["List"]["B3"].comment.text == "Another."
    assert made["List"]["A2"].comment.author == "dag-check"


def test_a_comment_thread_is_left_alone_and_that_is_said() -> None:
    def threaded(made: openpyxl.Workbook) -> None:
        made["List"]["B2"].comment = Comment("[Threaded comment]", "tc={0}")

    before = with_parts(book(threaded), {"xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>"})
    made, copy = annotated(before, remark("B2"), remark("B3"))
    assert made["List"]["B2"].comment.text == "[Threaded comment]"
    assert made["List"]["B2"].fill.fgColor.rgb == MUST
    assert copy.notes == (
        'Cells of the sheet "List" that have a comment thread have no note beside it, and are coloured only: B2.',
    )


def test_every_part_that_is_not_needed_is_the_same_to_the_byte() -> None:
    def more(made: openpyxl.Workbook) -> None:
        made.create_sheet("Second")
        rule = DataValidation(type="list", formula1='"Yes,No"')
        made["List"].add_data_validation(rule)
        rule.add("B2")

    kept = {"xl/media/image1.xml": b"<png/>", "xl/charts/chart1.xml": b"<c/>", "xl/ctrlProps/ctrlProp1.xml": b"<x/>"}
    before = with_parts(book(more), kept)
    after = parts_of(annotated(before, remark())[1].data)
    changed = {name for name, data in parts_of(before).items() if after[name] != data}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }
    assert b"dataValidation" in after["xl/worksheets/sheet1.xml"]


def test_drop_downs_and_pictures_of_newer_kinds_stay_where_they_are() -> None:
    extension = (
        b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/>'
        b'<extLst><ext uri="{x}"><x14:dataValidations xmlns:x14="urn:x14"/></ext></extLst></worksheet>'
    )
    before = parts_of(book())
    sheet = before["xl/worksheets/sheet1.xml"].replace(b"</worksheet>", extension)
    copy = annotate_workbook("a.xlsx", with_parts(book(), {"xl/worksheets/sheet1.xml": sheet}), [remark()], "")
    root = etree.fromstring(parts_of(copy.data)["xl/worksheets/sheet1.xml"])
    assert [child.tag.rpartition("}")[2] for child in root][-3:] == ["drawing", "legacyDrawing", "extLst"]
    assert root.find(".//{urn:x14}dataValidations") is not None


def test_names_of_a_sheet_still_belong_to_it() -> None:
    def named(made: openpyxl.Workbook) -> None:
        made.create_sheet("Second")
        made["Second"].defined_names["Here"] = DefinedName("Here", attr_text="Second!$A$1")

    made, _ = annotated(book(named), remark())
    assert "Here" in made["Second"].defined_names


def test_a_sheet_of_that_name_gets_no_double() -> None:
    made, _ = annotated(book(lambda b: b.create_sheet("DAG-check feedback") and None), remark())
    assert made.sheetnames[0] == "dag-check feedback 2"


@pytest.mark.parametrize("name", ["It's", "a b", "1+1", "Ünï"])
def test_links_lead_to_sheets_of_any_name(name: str) -> None:
    def renamed(made: openpyxl.Workbook) -> None:
        made["List"].title = name

    made, _ = annotated(book(renamed), remark(sheet=name))
    assert made.worksheets[0]["C6"].hyperlink.location == f"'{name.replace(chr(39), chr(39) * 2)}'!B2"


@pytest.mark.parametrize(
    ("cells", "row"), [(None, None), ("nowhere", None), ("A1:", None), ("A0", None), ("XFE1", None)]
)
def test_a_finding_without_a_cell_is_on_the_first_sheet_only(cells: str | None, row: int | None) -> None:
    made, copy = annotated(book(), remark(cells, row=row), remark("B2", sheet="Gone"))
    assert (copy.placed, copy.general) == (0, 2)
    assert made["dag-check feedback"]["D7"].value == "It is blank."


def test_a_row_without_a_cell_is_marked_at_its_first_filled_one() -> None:
    made, _ = annotated(book(), remark(None, row=3))
    assert made["List"]["A3"].comment is not None


def test_a_vast_range_is_marked_in_part() -> None:
    _, copy = annotated(book(), remark("A1:XFD1048576"))
    root = etree.fromstring(parts_of(copy.data)["xl/worksheets/sheet1.xml"])
    assert len(list(root.iter(S + "c"))) <= MOST_CELLS + 4


def test_rows_and_cells_without_references_are_counted() -> None:
    rows = (
        b"<sheetData><row><c t='n'><v>1</v></c><c t='n'><v>2</v></c></row><row><c t='n'><v>3</v></c></row></sheetData>"
    )
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + rows + b"</worksheet>"
    copy = annotate_workbook("a.xlsx", with_parts(book(), {"xl/worksheets/sheet1.xml": sheet}), [remark("A2")], "")
    root = etree.fromstring(parts_of(copy.data)["xl/worksheets/sheet1.xml"])
    assert [cell.get("s") is not None for cell in root.iter(S + "c")] == [False, False, True]


def test_a_workbook_without_styles_gets_some() -> None:
    before = parts_of(book())
    del before["xl/styles.xml"]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        root = etree.fromstring(before[name])
        for entry in list(root):
            if "styles" in (entry.get("PartName") or entry.get("Target") or ""):
                root.remove(entry)
        before[name] = etree.tostring(root)
    made, _ = annotated(with_parts(b"PK\x05\x06" + bytes(18), before), remark())
    assert made["List"]["B2"].fill.fgColor.rgb == MUST


def test_a_strict_workbook_stays_strict() -> None:
    plain, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    spaces = [(plain + b"spreadsheetml/2006/main", strict + b"spreadsheetml/main")]
    spaces += [(plain + b"officeDocument/2006/relationships", strict + b"officeDocument/relationships")]
    before = parts_of(book())
    for old, new in spaces:
        before = {name: data.replace(old, new) for name, data in before.items()}
    copy = annotate_workbook("a.xlsx", with_parts(b"PK\x05\x06" + bytes(18), before), [remark()], "")
    after = parts_of(copy.data)
    assert not [name for name, data in after.items() if b"2006/main" in data and name.startswith("xl/worksheets")]
    read = open_file("a.xlsx", copy.data)
    assert isinstance(read, Workbook) and [sheet.name for sheet in read.sheets] == ["dag-check feedback", "List"]
    assert [comment.cell for comment in read.sheets[1].comments] == ["B2"]


def test_nothing_on_the_sheet_of_findings_is_a_formula() -> None:
    evil = '=HYPERLINK("http://example.org","x")'
    made, copy = annotated(book(), remark(message=evil, advice="+1", where="@SUM(A1)"))
    assert [cell.data_type for cell in made["dag-check feedback"][6]] == ["s"] * 6
    assert b"<f" not in parts_of(copy.data)["xl/worksheets/sheet2.xml"].replace(b"<font", b"")


def test_what_looks_like_an_escape_is_text() -> None:
    read = open_file("a.xlsx", annotated(book(), remark(message="see _x0041_ here"))[1].data)
    assert isinstance(read, Workbook)
    assert read.sheets[0].rows[-1].cells[3].value == "see _x0041_ here"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_makes_a_workbook_that_opens(text: str) -> None:
    safe = harmless(text)
    annotated(book(), remark(message=safe, advice=safe, where=safe, code=safe))


@pytest.mark.parametrize(
    "data",
    [
        b"no zip",
        with_parts(book(), {"xl/workbook.xml": b"<workbook"}),
        with_parts(book(), {"xl/worksheets/sheet1.xml": b"<worksheet"}),
        with_parts(book(), {"xl/revisions/revisionHeaders.xml": b"<h/>"}),
        with_parts(book(), {"xl/styles.xml": b"<broken"}),
    ],
)
def test_a_workbook_that_cannot_be_patched_is_a_typed_error(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        annotate_workbook("a.xlsx", data, [remark()], "")


def test_a_list_of_findings_is_a_workbook_of_one_sheet() -> None:
    data = findings_workbook("a.ods", [remark(), remark(message="=1+1")], "Changes needed.", "Findings on a.ods.")
    check_package(data)
    made = openpyxl.load_workbook(io.BytesIO(data))
    assert made.sheetnames == ["dag-check feedback"]
    assert [made.active[f"D{row}"].value for row in (6, 7)] == ["It is blank.", "=1+1"]  # type: ignore[index]
    assert made.active["D7"].data_type == "s"  # type: ignore[index]


def test_five_thousand_findings_take_seconds_at_most() -> None:
    many = [remark(f"B{row}") for row in range(2, 5002)]
    copy = annotate_workbook("a.xlsx", book(), many, "")
    assert copy.placed == 5000


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("F12", [(12, 6, 12, 6)]), ("$F$12:$G$20", [(12, 6, 20, 7)]), ("G20:F12", [(12, 6, 20, 7)]),
        ("F12, F14:F15", [(12, 6, 12, 6), (14, 6, 15, 6)]), ("F", []), ("12", []), ("", []), ("F12x", []),
    ],
)  # fmt: skip
def test_references_are_read_as_people_write_them(text: str, boxes: list[tuple[int, int, int, int]]) -> None:
    assert boxes_of(text) == boxes
