"""Reading .xlsx: what the cells say, what marks they carry, and what people and programs do to such files."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
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
from tests.documents.workbooks import MAIN, STRICT, relations, t, xlsx, xlsx_parts, zipped


def read(data: bytes, name: str = "list.xlsx") -> Workbook:
    workbook = open_file(name, data)
    assert isinstance(workbook, Workbook)
    return workbook


def only_sheet(data: bytes) -> Sheet:
    (sheet,) = read(data).sheets
    return sheet


def cells(sheet: Sheet) -> dict[tuple[int, int], CellValue]:
    return {(row.number, cell.col): cell.value for row in sheet.rows for cell in row.cells}


def saved(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_values_of_every_kind_are_read() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(
        ["text", 7, 1.5, True, dt.datetime(2024, 2, 29), dt.datetime(2024, 2, 29, 10, 30), dt.time(9, 15), "#REF!"]
    )
    assert cells(only_sheet(saved(workbook))) == {
        (1, 1): "text",
        (1, 2): 7,
        (1, 3): 1.5,
        (1, 4): True,
        (1, 5): dt.date(2024, 2, 29),
        (1, 6): dt.datetime(2024, 2, 29, 10, 30),
        (1, 7): dt.time(9, 15),
        (1, 8): "#REF!",
    }


def test_text_is_kept_exactly() -> None:
    texts = [" leading", "no\u00a0break", "two\nlines", "tab\there", "  ", "'apostrophe", "emoji 🙂"]
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>{i - 1}</v></c></row>' for i in range(1, len(texts) + 1))
    assert list(cells(only_sheet(xlsx(rows, texts=[t(text) for text in texts]))).values()) == texts


def test_rich_text_is_joined_and_phonetic_hints_are_left_out() -> None:
    rich = (
        "<r><t>Off</t></r><r><rPr><b/></rPr><t xml:space='preserve'>ence </t></r><rPh sb='0' eb='1'><t>hint</t></rPh>"
    )
    sheet = only_sheet(xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts=[rich]))
    assert cells(sheet) == {(1, 1): "Offence "}


def test_excels_escapes_are_undone() -> None:
    sheet = only_sheet(xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts=[t("a_x000D_b_x005F_c _xD83D_")]))
    assert cells(sheet) == {(1, 1): "a\rb_c \ufffd"}


@pytest.mark.parametrize(
    ("serial", "format_", "value"),
    [
        ("1", "dd/mm/yyyy", dt.date(1900, 1, 1)),
        ("59", "dd/mm/yyyy", dt.date(1900, 2, 28)),
        ("61", "dd/mm/yyyy", dt.date(1900, 3, 1)),
        ("45351.5", "d mmm yyyy h:mm", dt.datetime(2024, 2, 29, 12)),
        ("0.75", "hh:mm", dt.time(18)),
        ("1.75", "[h]:mm", dt.timedelta(hours=42)),
        ("45351", '0 "days"', 45351),
        ("45351", "#,##0.00;[Red]-#,##0.00", 45351),
        ("45351", "General", 45351),
        ("99999999", "dd/mm/yyyy", 99999999),
        ("-5", "dd/mm/yyyy", -5.0),
    ],
)
def test_a_number_is_a_date_where_its_format_says_so(serial: str, format_: str, value: CellValue) -> None:
    code = format_.replace('"', "&quot;")
    styles = (
        f'<numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    )
    sheet = only_sheet(xlsx(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>', styles=styles))
    assert cells(sheet) == {(1, 1): value}


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    data = xlsx(
        '<row r="1"><c r="A1" s="0"><v>0</v></c></row>',
        styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
        workbook_properties='<workbookPr date1904="1"/>',
    )
    assert cells(only_sheet(data)) == {(1, 1): dt.date(1904, 1, 1)}


def test_a_stray_cell_at_the_far_corner_costs_nothing() -> None:
    data = xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')
    assert cells(only_sheet(data)) == {(1, 1): 1, (1_048_576, 16_384): 2}


def test_thousands_of_hidden_rows_are_no_rows() -> None:
    hidden = "".join(f'<row r="{number}" hidden="1"/>' for number in range(2, 30_000))
    sheet = only_sheet(xlsx(f'<row r="1"><c r="A1"><v>1</v></c></row>{hidden}'))
    assert len(sheet.rows) == 1
    assert sheet.hidden_rows == frozenset()


def test_hidden_rows_and_columns_are_marked_as_far_as_cells_reach() -> None:
    sheet = only_sheet(
        xlsx(
            '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" ht="0" customHeight="1"/>'
            '<row r="3"><c r="C3"><v>3</v></c></row><row r="4" hidden="true"/>',
            before='<cols><col min="2" max="2" width="0"/><col min="3" max="16384" width="9" hidden="1"/></cols>',
        )
    )
    assert sheet.hidden_rows == {1, 2}
    assert sheet.hidden_cols == {2, 3}


def test_a_merged_range_keeps_only_its_top_left_value() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="C2"><v>4</v></c></row>'
    sheet = only_sheet(xlsx(rows, after='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="D1"/></mergeCells>'))
    assert sheet.merged == (Range(1, 1, 2, 2),)
    assert cells(sheet) == {(1, 1): 1, (2, 3): 4}


def test_struck_cells_are_marked_by_font_and_by_runs() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"] = "dropped"
    sheet["A1"].font = Font(strike=True)
    sheet["A2"] = "kept"
    assert only_sheet(saved(workbook)).struck == {(1, 1)}
    runs = "<r><rPr><strike/></rPr><t>all </t></r><r><rPr><strike val='1'/></rPr><t>gone</t></r>"
    partly = "<r><rPr><strike/></rPr><t>old</t></r><r><rPr><strike val='0'/></rPr><t>new</t></r>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert only_sheet(xlsx(rows, texts=[runs, partly])).struck == {(1, 1)}


def test_notes_on_cells_are_read() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["B2"] = 1
    workbook.active["B2"].comment = OpenpyxlComment("why this?", "A. Reviewer")
    (comment,) = only_sheet(saved(workbook)).comments
    assert (comment.cell, comment.author, comment.text) == ("B2", "A. Reviewer", "why this?")


def test_threaded_comments_are_read_once_with_their_replies() -> None:
    parts = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(
        ("rId1", "comments", "../comments1.xml"),
        ("rId2", "threadedComment", "/xl/threadedComments/threadedComment1.xml"),
    )
    parts["xl/comments1.xml"] = (
        f'<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author><author>Old Hand</author></authors><commentList>'
        '<comment ref="A1" authorId="0"><text><t>[Threaded comment] Your version of Excel ...</t></text></comment>'
        '<comment ref="B1" authorId="1"><text><r><t>a note</t></r></text></comment></commentList></comments>'
    )
    parts["xl/threadedComments/threadedComment1.xml"] = (
        '<ThreadedComments xmlns="x"><threadedComment ref="A1" personId="p1"><text>Which years?</text></threadedComment>'
        '<threadedComment ref="A1" personId="p2"><text>2011 on</text></threadedComment></ThreadedComments>'
    )
    parts["xl/persons/person.xml"] = (
        '<personList xmlns="x"><person displayName="Ann" id="p1"/><person displayName="Ben" id="p2"/></personList>'
    )
    assert [(comment.cell, comment.author, comment.text) for comment in only_sheet(zipped(parts)).comments] == [
        ("A1", "Ann", "Which years?"),
        ("A1", "Ben", "2011 on"),
        ("B1", "Old Hand", "a note"),
    ]


def test_hidden_sheets_are_read_and_named_in_a_note() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Shown"
    for title, state in (("Hidden", "hidden"), ("Very hidden", "veryHidden")):
        sheet = workbook.create_sheet(title)
        sheet.sheet_state = state
        sheet["A1"] = title
    workbook.create_chartsheet("Chart")
    found = read(saved(workbook))
    assert [(sheet.name, sheet.visible, len(sheet.rows)) for sheet in found.sheets] == [
        ("Shown", True, 0),
        ("Hidden", False, 1),
        ("Very hidden", False, 1),
    ]
    (note,) = found.notes
    assert note.kind == "hidden_sheets"
    assert "“Hidden”, “Very hidden”" in note.text


def test_a_formula_gives_its_stored_result_and_a_missing_one_is_noted() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="C1"><f>NOW()</f></c><c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    workbook = read(xlsx(rows))
    assert cells(workbook.sheets[0]) == {(1, 1): 2, (1, 2): "a", (1, 5): "#DIV/0!"}
    (note,) = workbook.notes
    assert note.kind == "formulas_without_results"
    assert "List!C1" in note.text


def test_rows_and_cells_without_references_follow_one_another() -> None:
    rows = '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="5"><c r="B5"><v>3</v></c><c><v>4</v></c></row><row><c r="D6"><v>5</v></c></row>'
    assert cells(only_sheet(xlsx(rows))) == {(1, 1): 1, (1, 3): 2, (5, 2): 3, (5, 3): 4, (6, 4): 5}


def test_prefixed_and_strict_sheets_are_read() -> None:
    assert cells(only_sheet(xlsx('<row r="1"><c r="A1" t="d"><v>2024-02-29</v></c></row>', namespace=STRICT))) == {
        (1, 1): dt.date(2024, 2, 29)
    }
    parts = xlsx_parts("")
    parts["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>in</x:t></x:is></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert cells(only_sheet(zipped(parts))) == {(2, 2): "in"}


def test_absolute_backslashed_and_differently_cased_part_names_are_found() -> None:
    parts = xlsx_parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts=[t("found")])
    sheet, texts = parts.pop("xl/worksheets/sheet1.xml"), parts.pop("xl/sharedStrings.xml")
    parts["xl\\Worksheets\\Sheet1.xml"] = sheet
    parts["xl/SharedStrings.xml"] = texts
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("rId1", "worksheet", "/xl/worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")
    )
    assert cells(only_sheet(zipped(parts))) == {(1, 1): "found"}


def test_a_workbook_without_its_shared_texts_is_damaged() -> None:
    with pytest.raises(UnreadableFile, match="shared strings") as caught:
        read(xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))
    assert caught.value.reason == "corrupt"


def test_a_single_lost_text_is_noted_and_the_rest_is_read() -> None:
    workbook = read(
        xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>9</v></c></row>', texts=[t("kept")])
    )
    assert cells(workbook.sheets[0]) == {(1, 1): "kept"}
    assert [note.kind for note in workbook.notes] == ["lost_texts"]


def test_a_sheet_that_is_missing_is_noted_and_the_others_are_read() -> None:
    data = xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        sheets='<sheet name="List" r:id="rId1"/><sheet name="Gone" r:id="rId9"/>',
    )
    workbook = read(data)
    assert [sheet.name for sheet in workbook.sheets] == ["List"]
    assert [note.kind for note in workbook.notes] == ["unread_sheets"]


def test_a_sheet_that_is_cut_off_makes_the_file_damaged() -> None:
    parts = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts["xl/worksheets/sheet1.xml"] = str(parts["xl/worksheets/sheet1.xml"])[:-30]
    with pytest.raises(UnreadableFile, match=r"sheet1\.xml is not well-formed"):
        read(zipped(parts))


def test_entities_are_refused() -> None:
    parts = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    parts["xl/worksheets/sheet1.xml"] = bomb + str(parts["xl/worksheets/sheet1.xml"])
    with pytest.raises(UnreadableFile) as caught:
        read(zipped(parts))
    assert caught.value.reason == "unsafe"


def test_too_many_cells_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dag_check.documents.sheet_builder.MAX_CELLS", 10)
    rows = "".join(f'<row r="{number}"><c><v>1</v></c></row>' for number in range(1, 12))
    with pytest.raises(UnreadableFile, match="more than 10 filled cells") as caught:
        read(xlsx(rows))
    assert caught.value.reason == "too_large"


def test_macros_and_external_links_are_noted() -> None:
    parts = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts["xl/vbaProject.bin"] = b"\xd0\xcf"
    parts["xl/externalLinks/externalLink1.xml"] = "<externalLink/>"
    assert [note.kind for note in read(zipped(parts)).notes] == ["macros", "external_links"]


def test_texts_and_ticks_that_lie_over_the_cells_are_noted() -> None:
    parts = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts["xl/drawings/drawing1.xml"] = (
        "<xdr:wsDr><xdr:txBody><a:p><a:r><a:t>Read me</a:t></a:r></a:p></xdr:txBody></xdr:wsDr>"
    )
    parts["xl/ctrlProps/ctrlProp1.xml"] = '<formControlPr objectType="CheckBox" checked="Checked"/>'
    parts["xl/ctrlProps/ctrlProp2.xml"] = '<formControlPr objectType="CheckBox" fmlaLink="$B$1"/>'
    notes = {note.kind: note.text for note in read(zipped(parts)).notes}
    assert set(notes) == {"text_boxes", "tick_boxes"}
    assert notes["tick_boxes"].startswith("1 tick box ")


def test_what_the_file_says_of_itself_is_read() -> None:
    workbook = openpyxl.Workbook()
    workbook.properties.creator = "A. Researcher"
    workbook.properties.title = "Variables"
    properties = read(saved(workbook)).properties
    assert (properties.author, properties.title) == ("A. Researcher", "Variables")


def test_the_school_census_list_is_read_whole() -> None:
    path = Path(__file__).parents[3] / "shared" / "corpus" / "npd-school-census-list.xlsx"
    if not path.exists():
        pytest.skip("the shared corpus is not here")
    sheet = only_sheet(path.read_bytes())
    reference = openpyxl.load_workbook(path, read_only=False)[sheet.name]
    expected = {
        (cell.row, cell.column): str(cell.value)
        for row in reference.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert {(row.number, cell.col): str(cell.value) for row in sheet.rows for cell in row.cells} == expected


_texts = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), min_size=1, max_size=12)
_values = _texts | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
_places = st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384))


def as_xml(row: int, col: int, value: CellValue) -> str:
    from xml.sax.saxutils import escape

    from dag_check.documents.model import a1

    place = a1(row, col)
    if isinstance(value, str):
        text = escape(value.replace("_x", "_x005F_x"))
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


@given(st.dictionaries(_places, _values, max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_grid_comes_back_cell_for_cell(grid: dict[tuple[int, int], CellValue]) -> None:
    by_row: dict[int, list[int]] = {}
    for row, col in sorted(grid):
        by_row.setdefault(row, []).append(col)
    rows = "".join(
        f'<row r="{row}">{"".join(as_xml(row, col, grid[row, col]) for col in cols)}</row>'
        for row, cols in by_row.items()
    )
    assert cells(only_sheet(xlsx(rows))) == grid


_SEED = xlsx(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>', texts=[t("seed")], styles="<fonts/>"
)


@given(st.lists(st.tuples(st.integers(0, len(_SEED) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(_SEED)))
@settings(max_examples=150, deadline=None)
def test_damage_meets_only_unreadable_file(changes: list[tuple[int, int]], length: int) -> None:
    data = bytearray(_SEED)
    for place, value in changes:
        data[place] = value
    for damaged in (bytes(data), bytes(data[:length])):
        with contextlib.suppress(UnreadableFile):
            open_file("list.xlsx", damaged)


@given(st.text(st.sampled_from('<>/"= rowcvftsi1A:s&;'), max_size=60))
@settings(max_examples=150, deadline=None)
def test_odd_sheet_xml_meets_only_unreadable_file(rows: str) -> None:
    with contextlib.suppress(UnreadableFile):
        read(xlsx(rows, texts=[t("x")]))
