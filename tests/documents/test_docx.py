"""What read_docx makes of Word's constructs, one by one: the markup and the result side by side."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from lxml import etree

from dag_check.documents.docx import read_docx
from dag_check.documents.model import TICKED, UNTICKED, Block, Document, Paragraph, Table, paragraphs
from dag_check.errors import UnreadableFile
from tests.documents import ooxml as x


def read(body: str, **parts: str) -> Document:
    return read_docx("form.docx", x.docx(body, **parts))


def lines(blocks: tuple[Block, ...]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(blocks)]


def only(body: str, **parts: str) -> Paragraph:
    blocks = read(body, **parts).blocks
    assert len(blocks) == 1
    assert isinstance(blocks[0], Paragraph)
    return blocks[0]


def grid(body: str) -> list[list[tuple[int, int, int, int, str]]]:
    table = read(body).blocks[0]
    assert isinstance(table, Table)
    return [[(c.row, c.col, c.row_span, c.col_span, c.text) for c in row] for row in table.rows]


def boxes(paragraph: Paragraph) -> list[str]:
    return [span.text for span in paragraph.spans if span.box]


# Text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (x.text("one") + x.text(" two"), "one two"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>", "a\tb\nc\nd"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>", "a\u2011bc"),
        ('<w:r><w:br w:type="page"/><w:t>after</w:t></w:r>', "after"),
        ('<w:r><w:t>before</w:t><w:br w:type="page"/></w:r>', "before"),
        ('<w:r><w:t>before</w:t><w:br w:type="page"/><w:t>after</w:t></w:r>', "before\nafter"),
        ("<w:r><w:t>\n      laid out\n  </w:t></w:r>", "laid out"),
        ("<w:r><w:t>one\nline</w:t></w:r>", "one line"),
        (f'<w:hyperlink r:id="x">{x.text("link")}</w:hyperlink>', "link"),
        (f'<w:smartTag w:element="place"><w:smartTagPr/>{x.text("Leeds")}</w:smartTag>', "Leeds"),
        (f'<w:customXml w:element="e"><w:customXmlPr/>{x.text("custom")}</w:customXml>', "custom"),
        (f'<w:bdo w:val="rtl">{x.text("b")}</w:bdo><w:dir w:val="rtl">{x.text("d")}</w:dir>', "bd"),
        (
            f"<w:r><w:ruby><w:rt>{x.text('reading')}</w:rt><w:rubyBase>{x.text('base')}</w:rubyBase></w:ruby></w:r>",
            "base",
        ),
        ("<m:oMathPara><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></m:oMathPara>", "x=1"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            "12",
        ),
        ('<w:r><w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/><w:t>r</w:t></w:r>', "\tr"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α"),
        ("<w:r><w:t>a&#160;b</w:t></w:r>", "a\u00a0b"),
        (f"<x:unknown xmlns:x='urn:x'>{x.text('inside')}</x:unknown>", "inside"),
    ],
)
def test_text_of_a_paragraph_is_what_word_shows(markup: str, text: str) -> None:
    assert only(x.paragraph(markup)).text == text


def test_loose_runs_in_the_body_are_a_paragraph() -> None:
    assert lines(read(x.text("loose") + x.paragraph("kept")).blocks) == ["loose", "kept"]


def test_an_embedded_file_is_noted_and_not_read() -> None:
    document = read('<w:altChunk r:id="c1"/><w:altChunk r:id="c2"/>' + x.paragraph("kept"))
    assert lines(document.blocks) == ["kept"]
    assert [note.kind for note in document.notes] == ["alt_chunk"]


# Looks


def test_a_look_comes_from_the_run_else_its_style_else_the_paragraph_style() -> None:
    sheet = x.styles(
        "<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val='111111'/></w:rPr></w:rPrDefault></w:docDefaults>"
        + x.style("P", "P", "<w:rPr><w:b/><w:color w:val='222222'/></w:rPr>")
        + x.style("Base", "Base", "<w:rPr><w:i/><w:color w:val='ff0000'/></w:rPr>", kind="character")
        + x.style("C", "C", "<w:rPr><w:b w:val='0'/></w:rPr>", kind="character", based_on="Base")
    )
    runs = x.text("p") + x.text("c", "<w:rStyle w:val='C'/>") + x.text("d", "<w:color w:val='auto'/><w:dstrike/>")
    first, second, third = only(x.paragraph(runs, style="P"), styles=sheet).spans
    assert (first.bold, first.italic, first.strike, first.colour) == (True, False, False, "222222")
    assert (second.bold, second.italic, second.strike, second.colour) == (False, True, False, "FF0000")
    assert (third.bold, third.italic, third.strike, third.colour) == (True, False, True, None)
    assert only(x.paragraph("plain"), styles=sheet).spans[0].colour == "111111"


def test_runs_of_one_look_are_one_span() -> None:
    assert [span.text for span in only(x.paragraph(x.text("a") + x.text("b") + x.text("c", "<w:b/>"))).spans] == [
        "ab",
        "c",
    ]


def test_what_a_tracked_change_of_format_replaced_is_not_read() -> None:
    run = x.text("text", "<w:rPrChange><w:rPr><w:b/><w:vanish/></w:rPr></w:rPrChange>")
    change = "<w:pPrChange><w:pPr><w:pStyle w:val='Heading1'/><w:outlineLvl w:val='0'/></w:pPr></w:pPrChange>"
    paragraph = only(x.paragraph(run, change))
    assert (paragraph.text, paragraph.heading, paragraph.spans[0].bold) == ("text", None, False)


@pytest.mark.parametrize("where", ["run", "character", "paragraph"])
def test_hidden_text_is_kept_apart_and_noted(where: str) -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    sheet = x.styles(x.style("C", "C", hidden, kind="character") + x.style("P", "P", hidden))
    direct = {"run": "<w:vanish/>", "character": "<w:rStyle w:val='C'/>", "paragraph": ""}[where]
    shown = x.text("shown", "<w:vanish w:val='0'/>")
    document = read(
        x.paragraph(shown + x.text("secret", direct), style="P" if where == "paragraph" else ""), styles=sheet
    )
    (paragraph,) = paragraphs(document.blocks)
    assert paragraph.text == "shown"
    assert [(span.text, span.kind) for span in paragraph.spans] == [("shown", "text"), ("secret", "hidden")]
    assert [note.kind for note in document.notes] == ["hidden_text"]


# Headings and styles

STYLES = x.styles(
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>'
    + x.style("berschrift2", "heading 2")
    + x.style("Own", "Own heading", based_on="berschrift2")
    + x.style("Deep", "Deep", "<w:pPr><w:outlineLvl w:val='3'/></w:pPr>")
    + x.style("Body", "Not a heading", "<w:pPr><w:outlineLvl w:val='9'/></w:pPr>", based_on="berschrift2")
    + x.style("Title", "Title", "<w:pPr><w:outlineLvl w:val='0'/></w:pPr>")
    + x.style("Loop", "Loop", based_on="Pool")
    + x.style("Pool", "Pool", based_on="Loop")
)


@pytest.mark.parametrize(
    ("properties", "style", "heading"),
    [
        ("<w:pStyle w:val='berschrift2'/>", "heading 2", 2),
        ("<w:pStyle w:val='Own'/>", "Own heading", 2),
        ("<w:pStyle w:val='Deep'/>", "Deep", 4),
        ("<w:pStyle w:val='Body'/>", "Not a heading", None),
        ("<w:pStyle w:val='Title'/>", "Title", None),
        ("<w:pStyle w:val='Loop'/>", "Loop", None),
        ("<w:pStyle w:val='Missing'/>", "Normal", None),
        ("<w:pStyle w:val='Heading3'/>", "Heading3", 3),
        ("", "Normal", None),
        ("<w:outlineLvl w:val='1'/>", "Normal", 2),
        ("<w:pStyle w:val='berschrift2'/><w:outlineLvl w:val='9'/>", "heading 2", None),
    ],
)
def test_headings_come_from_styles_and_outline_levels(properties: str, style: str, heading: int | None) -> None:
    paragraph = only(x.paragraph("text", properties), styles=STYLES)
    assert (paragraph.style, paragraph.heading) == (style, heading)


def test_without_a_styles_part_heading_ids_still_count() -> None:
    assert only(x.paragraph("text", style="Heading2")).heading == 2


# Numbers


def numbers(body: str, **parts: str) -> list[str]:
    return [paragraph.number for paragraph in paragraphs(read(body, **parts).blocks)]


def item(list_id: int, position: int = 0) -> str:
    return x.paragraph("item", x.numbered(list_id, position))


def test_numbers_of_several_levels_restart_below_a_higher_one() -> None:
    part = x.numbering(
        x.level(0, "decimal", "%1."), x.level(1, "lowerLetter", "%1.%2)"), x.level(2, "upperRoman", "%3")
    )
    body = "".join(item(1, position) for position in (0, 1, 1, 2, 2, 0, 1, 2))
    assert numbers(body, numbering=part) == ["1.", "1.a)", "1.b)", "I", "II", "2.", "2.a)", "I"]


@pytest.mark.parametrize(
    ("form", "start", "number"),
    [
        ("decimal", 3, "3"), ("decimalZero", 3, "03"), ("lowerLetter", 27, "aa"), ("upperLetter", 2, "B"), ("lowerRoman", 14, "xiv"),
        ("upperRoman", 1999, "MCMXCIX"), ("ordinal", 22, "22nd"), ("none", 1, ""), ("bullet", 1, "•"), ("chicago", 2, "2"),
        ("lowerLetter", 999999999, "999999999"), ("upperRoman", 4000, "4000"),
    ],
)  # fmt: skip
def test_number_formats(form: str, start: int, number: str) -> None:
    assert numbers(item(1), numbering=x.numbering(x.level(0, form, "%1", start=start))) == [number]


def test_legal_numbering_shows_every_level_as_decimal() -> None:
    part = x.numbering(x.level(0, "upperRoman", "%1"), x.level(1, "lowerLetter", "%1.%2", extra="<w:isLgl/>"))
    assert numbers(item(1, 0) + item(1, 1), numbering=part) == ["I", "1.1"]


def test_lists_of_one_definition_count_on_unless_a_start_is_given() -> None:
    lists = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>' + (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    part = x.numbering(x.level(0, "decimal", "%1"), lists=lists)
    assert numbers("".join(map(item, (1, 2, 3, 3, 1))), numbering=part) == ["1", "2", "7", "8", "9"]


def test_a_list_can_replace_a_level_of_its_definition() -> None:
    own = x.level(0, "upperLetter", "(%1)")
    lists = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
    assert numbers(item(2), numbering=x.numbering(x.level(0, "decimal", "%1"), lists=lists)) == ["(A)"]


def test_a_level_that_never_restarts() -> None:
    part = x.numbering(x.level(0, "decimal", "%1"), x.level(1, "decimal", "Q%2", extra='<w:lvlRestart w:val="0"/>'))
    assert numbers("".join(item(1, p) for p in (0, 1, 0, 1)), numbering=part) == ["1", "Q1", "2", "Q2"]


def test_a_style_can_be_linked_to_a_level() -> None:
    part = x.numbering(
        x.level(0, "decimal", "%1", extra='<w:pStyle w:val="H1"/>'),
        x.level(1, "decimal", "%1.%2", extra='<w:pStyle w:val="H2"/>'),
    )
    in_list = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    sheet = x.styles(x.style("H1", "heading 1", in_list) + x.style("H2", "heading 2", in_list))
    off = x.paragraph("none", "<w:numPr><w:numId w:val='0'/></w:numPr>", style="H2")
    body = x.paragraph("a", style="H1") + x.paragraph("b", style="H2") + off + x.paragraph("c", style="H2")
    assert numbers(body, numbering=part, styles=sheet) == ["1", "1.1", "", "1.2"]


def test_a_list_style_leads_to_its_definition() -> None:
    extra = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="L"/></w:abstractNum>'
    part = x.numbering(
        x.level(0, "decimal", "[%1]"),
        extra=extra,
        lists='<w:num w:numId="9"><w:abstractNumId w:val="5"/></w:num>',
    )
    sheet = x.styles(x.style("L", "L", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>", kind="numbering"))
    assert numbers(item(9), numbering=part, styles=sheet) == ["[1]"]


def test_a_list_that_is_not_there_gives_no_number() -> None:
    assert numbers(item(4), numbering=x.numbering(x.level(0, "decimal", "%1"))) == [""]
    assert numbers(item(4)) == [""]


# Content controls


def test_a_control_is_read_at_every_level() -> None:
    body = (
        x.control(x.paragraph("block"), tag="b")
        + x.paragraph(x.text("in ") + x.control(x.text("inline"), tag="i"))
        + x.table(x.control(x.row(x.control(x.cell("cell"), tag="c")), tag="r"))
        + x.control(x.control(x.paragraph(x.control(x.text("nested"), tag="n"))), tag="outer")
    )
    spans = [(s.text, s.control) for p in paragraphs(read(body).blocks) for s in p.spans]
    assert spans == [("block", "b"), ("in ", None), ("inline", "i"), ("cell", "c"), ("nested", "n")]


def test_a_control_is_named_by_its_tag_else_its_alias_else_not_at_all() -> None:
    alias = '<w:alias w:val="Project title"/>'
    named = x.control(x.text("a"), alias, tag="title") + x.control(x.text("b"), alias) + x.control(x.text("c"))
    assert [span.control for span in only(x.paragraph(named)).spans] == ["title", "Project title", ""]


@pytest.mark.parametrize(
    "region", ["<w:group/>", "<w:docPartObj/>", "<w15:repeatingSection/>", "<w15:repeatingSectionItem/>"]
)
def test_a_region_is_no_control_of_the_text_in_it(region: str) -> None:
    body = x.control(x.paragraph(x.text("constant ") + x.control(x.text("answer"), tag="a")), region, tag="whole")
    assert [(span.text, span.control) for span in only(body).spans] == [("constant ", None), ("answer", "a")]


PROMPT = "<w:showingPlcHdr/>"


def test_the_prompt_of_an_unfilled_control_is_no_text() -> None:
    paragraph = only(x.paragraph(x.text("Name: ") + x.control(x.text("Click here to enter text."), PROMPT, tag="n")))
    assert (paragraph.text, paragraph.prompt) == ("Name: ", "Click here to enter text.")
    assert paragraph.spans[1].control == "n"


def test_a_prompt_that_is_switched_off_is_an_answer() -> None:
    assert only(x.paragraph(x.control(x.text("Ann"), '<w:showingPlcHdr w:val="0"/>'))).text == "Ann"


def test_a_control_that_shows_its_building_block_is_unfilled_whatever_its_marks_say() -> None:
    properties = '<w:placeholder><w:docPart w:val="P1"/></w:placeholder>'
    data = x.docx(x.paragraph(x.control(x.text("Say why"), properties) + x.control(x.text("Because"), properties)))
    block = f'<w:docPart><w:docPartPr><w:name w:val="P1"/></w:docPartPr><w:docPartBody>{x.paragraph("Say why")}</w:docPartBody></w:docPart>'
    data = with_part(
        data, "word/glossary/document.xml", x.part("w:glossaryDocument", f"<w:docParts>{block}</w:docParts>")
    )
    (paragraph,) = paragraphs(read_docx("f", data).blocks)
    assert (paragraph.text, paragraph.prompt) == ("Because", "Say why")


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ("Click or tap here to enter text.", "placeholder"),
        ("Choose an item.", "placeholder"),
        ("We choose an item of data", "text"),
    ],
)
def test_the_placeholder_style_marks_prompts_and_not_answers_typed_into_it(shown: str, kind: str) -> None:
    run = x.text(shown[:5], '<w:rStyle w:val="PlaceholderText"/>') + x.text(
        shown[5:], '<w:rStyle w:val="PlaceholderText"/>'
    )
    assert [span.kind for span in only(x.paragraph(run)).spans] == [kind]


LIST = '<w:dropDownList{}><w:listItem w:displayText="Pick a panel" w:value=""/><w:listItem w:displayText="Panel A" w:value="a"/></w:dropDownList>'


@pytest.mark.parametrize(
    ("content", "attribute", "text", "prompt"),
    [
        (x.text("Panel A"), "", "Panel A", ""),
        (x.text("Pick a panel"), "", "", "Pick a panel"),
        (x.text("Please select..."), "", "", "Please select..."),
        ("", ' w:lastValue="a"', "Panel A", ""),
        (x.text("Panel A"), ' w:lastValue="a"', "Panel A", ""),
    ],
)
def test_drop_downs_give_the_chosen_text(content: str, attribute: str, text: str, prompt: str) -> None:
    paragraph = only(x.paragraph(x.control(content, LIST.format(attribute))))
    assert (paragraph.text, paragraph.prompt) == (text, prompt)


def test_a_date_is_its_text_else_the_stored_day() -> None:
    date = '<w:date w:fullDate="2024-05-06T00:00:00Z"/>'
    assert only(x.paragraph(x.control(x.text("6 May 2024"), date))).text == "6 May 2024"
    assert only(x.paragraph(x.control("", date))).text == "2024-05-06"


# Check boxes


@pytest.mark.parametrize(("checked", "state"), [(True, TICKED), (False, UNTICKED)])
def test_a_check_box_control_is_one_box_at_every_level(checked: bool, state: str) -> None:
    glyph = x.text("☒" if checked else "☐")
    value = f'<w14:checkbox><w14:checked w14:val="{int(checked)}"/></w14:checkbox>'
    body = (
        x.paragraph(x.checkbox(checked, tag="yes") + x.text(" Yes"))
        + x.control(x.paragraph(glyph), value, tag="block")
        + x.table(x.row(x.control(x.cell(x.paragraph(glyph)), value, tag="cell")))
    )
    found = [(p.text, [(s.text, s.control) for s in p.spans if s.box]) for p in paragraphs(read(body).blocks)]
    assert found == [
        (f"{state} Yes", [(state, "yes")]),
        (state, [(state, "block")]),
        (state, [(state, "cell")]),
    ]


def test_a_box_that_is_set_one_way_and_shows_the_other_is_noted() -> None:
    document = read(x.paragraph(x.checkbox(True).replace("☒", "☐")) + x.paragraph(x.checkbox(True)))
    assert lines(document.blocks) == [TICKED, TICKED]
    assert [note.kind for note in document.notes] == ["box_conflict"]


def test_a_control_that_lost_its_mark_is_unfilled_when_it_shows_only_a_prompt() -> None:
    paragraph = only(x.paragraph(x.control(x.text("Click or tap here to enter text."), "<w:text/>")))
    assert (paragraph.text, paragraph.prompt) == ("", "Click or tap here to enter text.")


@pytest.mark.parametrize(
    ("data", "state"),
    [
        ("<w:checkBox><w:default w:val='0'/></w:checkBox>", UNTICKED),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", TICKED),
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", TICKED),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", UNTICKED),
    ],
)
@pytest.mark.parametrize("result", [None, "<w:r><w:t>☒</w:t></w:r>"])
def test_a_legacy_check_box_is_one_box(data: str, state: str, result: str | None) -> None:
    field = x.complex_field("FORMCHECKBOX", result, f"<w:name w:val='Check1'/>{data}")
    paragraph = only(x.paragraph(field + x.text(" Yes")))
    assert [(s.text, s.box, s.control) for s in paragraph.spans] == [(state, True, "Check1"), (" Yes", False, None)]


@pytest.mark.parametrize(
    ("run", "states"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', [TICKED]),
        ('<w:r><w:sym w:font="Wingdings" w:char="00FD"/></w:r>', [TICKED]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F078"/></w:r>', [TICKED]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', [UNTICKED]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F06F"/></w:r>', [UNTICKED]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F071"/></w:r>', [UNTICKED]),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', [TICKED]),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', [UNTICKED]),
        ('<w:r><w:sym w:font="Segoe UI Symbol" w:char="2610"/></w:r>', [UNTICKED]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', []),
        ('<w:r><w:sym w:font="Wingdings" w:char="zz"/></w:r>', []),
        (x.text("o", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), [UNTICKED]),
        (x.text("þ¨", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), [TICKED, UNTICKED]),
        (x.text("S£", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'), [TICKED, UNTICKED]),
        (x.text("ü", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), [TICKED]),
        (x.text("\uf0a8 Yes \uf0fe No"), [UNTICKED, TICKED]),
        (x.text("Yes ☐ No ☒"), [UNTICKED, TICKED]),
        (x.text("Yes □ No ■"), [UNTICKED, TICKED]),
        (x.text("Yes □ No ■ or not"), [UNTICKED, TICKED]),
        (x.text("✓"), [TICKED]),
        (x.text(" ✔ Approved"), [TICKED]),
        (x.text("Approved ✘"), [TICKED]),
        (x.text("we put a ✓ in the column"), []),
        (x.text("[x] stays text"), []),
    ],
)  # fmt: skip
def test_boxes_that_are_only_characters(run: str, states: list[str]) -> None:
    assert boxes(only(x.paragraph(run))) == states


def test_a_box_leaves_the_text_around_it_whole() -> None:
    paragraph = only(x.paragraph("Yes ☐ No ☑."))
    assert [(s.text, s.box) for s in paragraph.spans] == [
        ("Yes ", False),
        (UNTICKED, True),
        (" No ", False),
        (TICKED, True),
        (".", False),
    ]


# Fields


def test_a_field_shows_its_result_once_and_never_its_code() -> None:
    nested = x.complex_field("IF " + "x", x.text("shown"))
    outer = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        + x.complex_field("MERGEFIELD a", x.text("inner"))
        + '<w:r><w:instrText>= 1</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + x.text("outer")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr=" DATE ">{x.text("today")}</w:fldSimple>'
    assert only(x.paragraph(nested + outer + simple + x.text("."))).text == "shownoutertoday."


def test_a_field_may_run_over_paragraphs() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert lines(read(x.paragraph(begin + x.text("one")) + x.paragraph("two") + x.paragraph(end + x.text("three"))).blocks) == [
        "one", "two", "three",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["begin", "separate", "end"])
def test_a_broken_field_loses_no_text(kind: str) -> None:
    broken = f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert lines(read(x.paragraph(x.text("a") + broken + x.text("b")) + x.paragraph("c")).blocks) == ["ab", "c"]


def test_a_field_without_a_result_part_hides_only_text_beside_its_beginning() -> None:
    begin, end = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert lines(read(x.paragraph(begin + x.text("code")) + x.paragraph("text") + x.paragraph(end)).blocks) == [
        "",
        "text",
        "",
    ]


def test_a_legacy_text_field_of_blanks_is_unfilled() -> None:
    blanks = "".join(f"<w:r><w:t>{chr(0x2002)}</w:t></w:r>" for _ in range(5))
    data = "<w:name w:val='Text1'/><w:textInput/>"
    empty = only(x.paragraph(x.complex_field("FORMTEXT", blanks, data)))
    assert (empty.text, empty.prompt, empty.spans[0].control) == ("", "\u2002" * 5, "Text1")
    filled = only(x.paragraph(x.complex_field("FORMTEXT", x.text("Ann") + x.text(" ") + x.text("Lee"), data)))
    assert filled.text == "Ann Lee"


@pytest.mark.parametrize(
    ("settings", "text", "prompt"),
    [
        ('<w:result w:val="1"/>', "No", ""),
        ('<w:default w:val="1"/>', "No", ""),
        ('<w:result w:val="2"/><w:default w:val="1"/>', "", "Select one"),
        ("", "Yes", ""),
        ('<w:result w:val="99"/>', "", ""),
        ('<w:result w:val="many"/>', "Yes", ""),
    ],
)
def test_a_legacy_drop_down_gives_its_chosen_entry(settings: str, text: str, prompt: str) -> None:
    entries = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in ("Yes", "No", "Select one"))
    data = f"<w:name w:val='D1'/><w:ddList>{settings}{entries}</w:ddList>"
    paragraph = only(x.paragraph(x.complex_field("FORMDROPDOWN", x.text("cached"), data)))
    assert (paragraph.text, paragraph.prompt) == (text, prompt)


def test_a_macro_button_is_a_prompt() -> None:
    paragraph = only(x.paragraph(x.complex_field("MACROBUTTON NoMacro [Click here and type name]")))
    assert (paragraph.text, paragraph.prompt) == ("", "[Click here and type name]")


# Tracked changes


def test_tracked_changes_are_read_as_accepted_and_counted() -> None:
    moved = f'<w:moveFrom w:id="1">{x.text("moved")}</w:moveFrom>', f'<w:moveTo w:id="2">{x.text("moved")}</w:moveTo>'
    document = read(
        x.paragraph(x.text("a") + x.inserted(x.text("new")) + x.deleted("old") + moved[0])
        + x.paragraph(moved[1] + x.inserted(x.deleted("both")))
    )
    assert lines(document.blocks) == ["anew", "moved"]
    assert [span.inserted for p in paragraphs(document.blocks) for span in p.spans] == [False, True, True]
    assert (document.insertions, document.deletions) == (3, 3)


def test_a_deleted_paragraph_mark_joins_paragraphs() -> None:
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
    body = (
        x.paragraph("one ", mark)
        + x.paragraph("two ", mark)
        + x.paragraph("three", "<w:outlineLvl w:val='0'/>")
        + x.paragraph("four")
    )
    document = read(body)
    assert lines(document.blocks) == ["one two three", "four"]
    assert isinstance(document.blocks[0], Paragraph)
    assert document.blocks[0].heading == 1
    assert document.deletions == 2


def test_a_deleted_paragraph_leaves_nothing_even_before_a_table_or_at_the_end() -> None:
    gone = x.paragraph(x.deleted("gone"), "<w:rPr><w:del w:id='1'/></w:rPr>")
    document = read(x.paragraph("a") + gone + x.table(x.row("cell")) + x.paragraph("b") + gone)
    assert lines(document.blocks) == ["a", "cell", "b"]
    assert document.deletions == 2


def test_inserted_rows_stay_and_deleted_rows_and_cells_go() -> None:
    body = x.table(
        x.row("kept", "also"),
        x.row("gone", properties="<w:del w:id='1'/>"),
        x.row("new", properties="<w:ins w:id='2'/>"),
        x.row(x.cell("lost", "<w:cellDel w:id='3'/>"), x.cell("added", "<w:cellIns w:id='4'/>")),
    )
    document = read(body)
    assert lines(document.blocks) == ["kept", "also", "new", "added"]
    assert (document.insertions, document.deletions) == (2, 2)
    assert [span.inserted for p in paragraphs(document.blocks) for span in p.spans] == [False, False, True, False]


def test_a_table_whose_rows_are_all_deleted_is_not_there() -> None:
    assert lines(read(x.table(x.row("gone", properties="<w:del w:id='1'/>")) + x.paragraph("kept")).blocks) == ["kept"]


# Tables


def test_spans_of_cells() -> None:
    body = x.table(
        x.row(x.cell("a", "<w:gridSpan w:val='2'/>"), x.cell("b", "<w:vMerge w:val='restart'/>")),
        x.row("c", "d", x.cell("", "<w:vMerge/>")),
        x.row("e", "f", x.cell("", "<w:vMerge w:val='continue'/>")),
    )
    assert grid(body) == [
        [(0, 0, 1, 2, "a"), (0, 2, 3, 1, "b")],
        [(1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")],
        [(2, 0, 1, 1, "e"), (2, 1, 1, 1, "f")],
    ]


def test_a_legacy_horizontal_merge_widens_the_cell_before() -> None:
    body = x.table(x.row(x.cell("a", "<w:hMerge w:val='restart'/>"), x.cell("", "<w:hMerge/>"), "b"))
    assert grid(body) == [[(0, 0, 1, 2, "a"), (0, 2, 1, 1, "b")]]


def test_ragged_rows_keep_their_columns() -> None:
    body = x.table(x.row("a", "b", "c"), x.row("d", properties="<w:gridBefore w:val='2'/>"), x.row("e"))
    assert [[entry[:2] for entry in line] for line in grid(body)] == [[(0, 0), (0, 1), (0, 2)], [(1, 2)], [(2, 0)]]


def test_a_continued_cell_without_a_beginning_is_a_cell() -> None:
    body = x.table(
        x.row(x.cell("top", "<w:vMerge w:val='restart'/>"), properties="<w:del/>"), x.row(x.cell("left", "<w:vMerge/>"))
    )
    assert grid(body) == [[(0, 0, 1, 1, "left")]]


def test_nested_tables_and_shading_and_style() -> None:
    inner = x.table(x.row("inner"))
    sheet = x.styles(x.style("TG", "Table Grid", kind="table"))
    outer = read(
        x.table(x.row(x.cell(inner + x.paragraph("after"), '<w:shd w:fill="d9d9d9"/>')), style="TG"), styles=sheet
    ).blocks[0]
    assert isinstance(outer, Table)
    held = outer.rows[0][0]
    assert (outer.style, held.shading, held.text) == ("Table Grid", "D9D9D9", "inner\nafter")
    assert isinstance(held.blocks[0], Table)


# Text boxes and notes


def test_a_text_box_comes_once_after_its_paragraph() -> None:
    box = x.text_box(x.paragraph("in the box") + x.table(x.row("cell in the box")))
    document = read(x.paragraph(x.text("anchor ") + box + x.text("goes on")) + x.paragraph("next"))
    assert [block.origin for block in document.blocks] == ["body", "text_box", "text_box", "body"]
    assert lines(document.blocks) == ["anchor goes on", "in the box", "cell in the box", "next"]


def test_a_text_box_of_old_makes_and_one_in_another_are_read() -> None:
    old = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{x.paragraph('old')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    nested = x.text_box(x.paragraph(x.text("outer") + x.text_box(x.paragraph("inner"))))
    assert lines(read(x.paragraph(old + nested)).blocks) == ["", "old", "outer", "inner"]


def test_an_alternative_that_word_does_not_know_gives_way_to_the_fallback() -> None:
    known = '<mc:AlternateContent><mc:Choice Requires="{}">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
    assert only(x.paragraph(known.format("w14", x.text("new"), x.text("old")))).text == "new"
    assert only(x.paragraph(known.format("nobody", x.text("new"), x.text("old")))).text == "old"


def notes_part(kind: str) -> str:
    return x.part(
        f"w:{kind}s",
        f'<w:{kind} w:id="-1" w:type="separator">{x.paragraph("line")}</w:{kind}>'
        f'<w:{kind} w:id="2">{x.paragraph(f"the {kind}")}</w:{kind}><w:{kind} w:id="3">{x.paragraph("never referred to")}</w:{kind}>',
    )


def test_notes_come_after_the_paragraph_that_refers_to_them() -> None:
    body = x.paragraph(
        x.text("text")
        + '<w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="-1"/></w:r>'
    ) + x.paragraph("next")
    document = read(body, footnotes=notes_part("footnote"), endnotes=notes_part("endnote"))
    assert [(p.origin, p.text) for p in paragraphs(document.blocks)] == [
        ("body", "text"), ("endnote", "the endnote"), ("footnote", "the footnote"), ("body", "next"),
    ]  # fmt: skip


def test_a_note_whose_reference_was_deleted_is_not_read() -> None:
    body = x.paragraph(x.text("text") + '<w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del>')
    assert lines(read(body, footnotes=notes_part("footnote")).blocks) == ["text"]


def test_headers_and_footers_of_all_sections_come_once() -> None:
    first = '<w:sectPr><w:headerReference r:id="header1"/><w:footerReference r:id="footer1"/></w:sectPr>'
    second = '<w:sectPr><w:headerReference r:id="header1"/><w:headerReference r:id="header2"/><w:headerReference r:id="gone"/></w:sectPr>'
    document = read(
        x.paragraph("body", first) + second,
        header1=x.part("w:hdr", x.paragraph("one")),
        header2=x.part("w:hdr", x.table(x.row("two"))),
        footer1=x.part("w:ftr", x.paragraph("foot")),
    )
    assert (lines(document.headers), lines(document.footers), lines(document.blocks)) == (
        ["one", "two"],
        ["foot"],
        ["body"],
    )
    assert [block.origin for block in (*document.headers, *document.footers)] == ["header", "header", "footer"]


def test_comments_are_listed() -> None:
    part = x.part(
        "w:comments", f'<w:comment w:id="0" w:author="Ann">{x.paragraph("Why")}{x.paragraph("so?")}</w:comment>'
    )
    (comment,) = read(x.paragraph("text"), comments=part).comments
    assert (comment.author, comment.text) == ("Ann", "Why\nso?")


# The package


def with_part(data: bytes, name: str, content: str | bytes) -> bytes:
    return x.package({**parts_of(data), name: content})


def parts_of(data: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_refs_lead_to_the_elements() -> None:
    body = (
        "<!-- a comment --><?pi here?>"
        + x.control(x.paragraph(x.text("one") + x.text_box(x.paragraph("two"))))
        + x.table(x.row(x.cell(x.paragraph(x.text("three") + '<w:r><w:footnoteReference w:id="2"/></w:r>'))))
    )
    data = x.docx(body, footnotes=notes_part("footnote"))
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    roots = {
        name: etree.fromstring(content, parser) for name, content in parts_of(data).items() if name.endswith(".xml")
    }
    document = read_docx("f", data)
    for found in (*paragraphs(document.blocks), *(block for block in document.blocks if isinstance(block, Table))):
        element = roots[str(found.ref[0])]
        for step in found.ref[1:]:
            element = element[int(step)]
        if isinstance(found, Table):
            assert element.tag.endswith("}tbl")
        else:
            assert element.tag.endswith("}p")
            assert "".join(element.itertext()).startswith(found.text)


def test_strict_documents_read_alike() -> None:
    body = x.paragraph("heading", style="Heading1") + x.table(x.row("cell")) + x.paragraph(x.checkbox(True))
    strict = {
        name: content.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, content in parts_of(x.docx(body)).items()
        if isinstance(content, bytes)
    }  # fmt: skip
    assert read_docx("f", x.package(strict)).blocks == read(body).blocks


def test_other_prefixes_and_utf16_read_alike() -> None:
    main = x.document(x.paragraph("text"))
    odd = main.replace("<w:", "<ns0:").replace("</w:", "</ns0:").replace("xmlns:w=", "xmlns:ns0=")
    assert odd != main
    data = with_part(x.docx(""), "word/document.xml", odd)
    assert lines(read_docx("f", data).blocks) == ["text"]
    wide = with_part(x.docx(""), "word/document.xml", main.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert lines(read_docx("f", wide).blocks) == ["text"]


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"])
def test_a_part_of_the_scaffold_may_be_missing(missing: str) -> None:
    parts = parts_of(x.docx(x.paragraph("text", style="H"), styles=x.styles(x.style("H", "heading 1"))))
    del parts[missing]
    (paragraph,) = paragraphs(read_docx("f", x.package(parts)).blocks)
    assert (paragraph.text, paragraph.heading) == ("text", 1)


def test_part_names_may_differ_in_case_and_slashes() -> None:
    parts = {
        "_rels/.rels": x.relationships({"r": ("officeDocument", "/WORD\\Main%20Part.xml")}),
        "word\\main part.XML": x.document(x.paragraph("text")),
    }
    assert lines(read_docx("f", x.package(parts)).blocks) == ["text"]


@pytest.mark.parametrize("part", ["styles", "numbering", "footnotes", "comments"])
def test_a_damaged_side_part_is_noted_and_the_rest_read(part: str) -> None:
    document = read_docx(
        "f", x.docx(x.paragraph('<w:r><w:t>text</w:t><w:footnoteReference w:id="1"/></w:r>'), **{part: "<broken"})
    )
    assert lines(document.blocks) == ["text"]
    assert [note.kind for note in document.notes] == ["damaged_part"]


def test_macros_are_noted() -> None:
    document = read_docx("form.docm", with_part(x.docx(x.paragraph("text")), "word/vbaProject.bin", b"\x00"))
    assert [note.kind for note in document.notes] == ["macros"]


def test_properties_are_read() -> None:
    core = (
        '<c:coreProperties xmlns:c="u:c" xmlns:dc="u:dc" xmlns:t="u:t"><dc:title>T</dc:title><dc:creator>Ann</dc:creator>'
        "<t:created>2024-01-02T03:04:05Z</t:created><t:modified>soon</t:modified></c:coreProperties>"
    )
    app = '<Properties xmlns="u:p"><Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>'
    data = with_part(with_part(x.docx(x.paragraph("a")), "docProps/core.xml", core), "docProps/app.xml", app)
    found = read_docx("f", data).properties
    assert (found.title, found.author, found.producer) == ("T", "Ann", "Microsoft Office Word 16.0000")
    assert (found.created, found.modified) == (dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC), None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"not a zip", "corrupt"),
        (x.docx("text")[:200], "corrupt"),
        (x.package({"xl/workbook.xml": "<a/>"}), "unsupported"),
        (x.package({"word/document.xml": "<workbook/>"}), "unsupported"),
        (x.package({"word/document.xml": "<w:document"}), "corrupt"),
        (x.package({"word/document.xml": ""}), "corrupt"),
        (x.package({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "unsafe"),
        (x.docx("<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000), "unsafe"),
        (x.docx("<w:tbl><w:tr><w:tc>" * 70 + "</w:tc></w:tr></w:tbl>" * 70), "unsafe"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        read_docx("form.docx", data)
    assert raised.value.reason == reason
    assert raised.value.file == "form.docx"


def test_deep_nesting_within_the_limit_is_read() -> None:
    controls = "<w:sdt><w:sdtContent>" * 480 + x.paragraph("deep") + "</w:sdtContent></w:sdt>" * 480
    smart = "<w:smartTag>" * 900 + x.text("deeper") + "</w:smartTag>" * 900
    tables = "<w:tbl><w:tr><w:tc>" * 60 + x.paragraph("deepest") + "</w:tc></w:tr></w:tbl>" * 60
    assert lines(read(controls + x.paragraph(smart) + tables).blocks) == ["deep", "deeper", "deepest"]


@pytest.mark.parametrize(("bullet", "font"), [("☒", ""), ("☑", ""), ("\uf0fe", "Wingdings"), ("\uf052", "Wingdings 2")])
def test_bullets_that_are_ticked_boxes_are_boxes(bullet: str, font: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    part = x.numbering(x.level(0, "bullet", "☐"), x.level(1, "bullet", bullet, extra=fonts))
    first, second = paragraphs(read(item(1, 0) + item(1, 1), numbering=part).blocks)
    assert [(span.text, span.box) for span in (first.spans[0], second.spans[0])] == [("☐", True), ("☒", True)]
    assert first.number == second.number == ""


def test_empty_boxes_for_bullets_are_bullets_where_none_is_ticked() -> None:
    part = x.numbering(x.level(0, "bullet", "☐"))
    assert numbers(item(1), numbering=part) == ["•"]


def test_highlighter_and_its_shading_are_read() -> None:
    runs = x.text("a", '<w:highlight w:val="yellow"/>') + x.text("b", '<w:shd w:val="clear" w:fill="FFFF00"/>')
    runs += x.text("c", '<w:shd w:val="clear" w:fill="auto"/>') + x.text("d", '<w:highlight w:val="none"/>')
    paragraph = only(x.paragraph(runs))
    assert "".join(span.text for span in paragraph.spans if span.highlight) == "ab"
