"""What is read from OpenDocument texts: what LibreOffice shows, with numbers, boxes, prompts and tracked changes told apart."""

from __future__ import annotations

import datetime as dt
import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.documents.flow import MAX_TABLE_DEPTH
from dag_check.documents.guard import Limits
from dag_check.documents.model import TICKED, Block, Document, Paragraph, Table, paragraphs
from dag_check.documents.odt import read_odt
from dag_check.errors import UnreadableFile

SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
    }.items()
)


def odt(body: str, *, automatic: str = "", styles: str = "", meta: str = "", manifest: str = "", **parts: str) -> bytes:
    """An OpenDocument text of this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        if styles:
            archive.writestr("styles.xml", f"<office:document-styles {SPACES}>{styles}</office:document-styles>")
        if meta:
            archive.writestr(
                "meta.xml", f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>"
            )
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def read(body: str, **more: str) -> Document:
    return read_odt("form.odt", odt(body, **more))


def lines(body: str, **more: str) -> list[str]:
    return [p.text for p in paragraphs(read(body, **more).blocks)]


def first(body: str, **more: str) -> Paragraph:
    paragraph = read(body, **more).blocks[0]
    assert isinstance(paragraph, Paragraph)
    return paragraph


def test_white_space_is_as_shown() -> None:
    body = "<text:p>  A \n b<text:s text:c='3'/>c<text:tab/>d<text:line-break/>e </text:p>"
    assert lines(body) == ["A b   c\td\ne"]


def test_headings_have_their_level_and_styles_their_shown_name() -> None:
    styles = (
        '<office:styles><style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"/>'
        '<style:style style:name="Q" style:family="paragraph" style:default-outline-level="3"/></office:styles>'
    )
    automatic = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
    document = read(
        '<text:h text:style-name="P1" text:outline-level="2">One</text:h><text:p text:style-name="Q">Two</text:p><text:p>Three</text:p>',
        styles=styles,
        automatic=automatic,
    )
    assert [(p.text, p.heading, p.style) for p in paragraphs(document.blocks)] == [
        ("One", 2, "Heading 2"),
        ("Two", 3, "Q"),
        ("Three", None, ""),
    ]


def test_spans_carry_their_look() -> None:
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold" fo:color="#ff0000"'
        ' style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    spans = first(
        '<text:p>a<text:span text:style-name="T1">b</text:span><text:span text:style-name="T2">c</text:span></text:p>',
        automatic=automatic,
    ).spans
    assert [(s.text, s.kind, s.bold, s.strike, s.colour) for s in spans] == [
        ("a", "text", False, False, None),
        ("b", "text", True, True, "FF0000"),
        ("c", "hidden", False, False, None),
    ]


LIST = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="x"/></text:list-style>'
)


def test_lists_are_numbered_as_shown() -> None:
    item = "<text:list-item><text:p>x</text:p>{}</text:list-item>".format
    deep = "<text:list>" + item("") + item("<text:list>" + item("") + "</text:list>") + "</text:list>"
    body = (
        f'<text:list text:style-name="L1">{item("")}{item(deep)}</text:list><text:p>between</text:p>'
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item("")}</text:list>'
        f'<text:list text:style-name="L1">{item("")}</text:list><text:list text:style-name="L2">{item("")}</text:list>'
    )
    numbers = [p.number for p in paragraphs(read(body, automatic=LIST).blocks)]
    assert numbers == ["1.", "2.", "(a)", "(b)", "2.b.1", "", "3.", "1.", "•"]


def test_a_second_paragraph_of_an_item_and_a_list_header_have_no_number() -> None:
    body = (
        '<text:list text:style-name="L1"><text:list-header><text:p>h</text:p></text:list-header>'
        "<text:list-item text:start-value='5'><text:p>x</text:p><text:p>y</text:p></text:list-item></text:list>"
    )
    assert [p.number for p in paragraphs(read(body, automatic=LIST).blocks)] == ["", "5.", ""]


def test_outline_numbers_of_headings() -> None:
    outline = (
        '<office:styles><text:outline-style style:name="O"><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style></office:styles>'
    )
    body = "".join(f'<text:h text:outline-level="{level}">x</text:h>' for level in (1, 2, 2, 1, 2))
    assert [p.number for p in paragraphs(read(body, styles=outline).blocks)] == ["1", "1.1", "1.2", "2", "2.1"]


def test_tables_keep_their_grid_without_covered_cells() -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>".format
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        + cell(' table:number-columns-spanned="2" table:number-rows-spanned="2"', "a")
        + "<table:covered-table-cell><text:p>gone</text:p></table:covered-table-cell>"
        + cell("", "b")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + '<table:covered-table-cell table:number-columns-repeated="2"/>'
        + cell("", "c")
        + "</table:table-row></table:table>"
    )
    (table,) = read(body).blocks
    assert isinstance(table, Table)
    assert [[(c.text, c.row, c.col, c.row_span, c.col_span) for c in row] for row in table.rows] == [
        [("a", 0, 0, 2, 2), ("b", 0, 2, 1, 1)],
        [("c", 1, 2, 1, 1)],
    ]


def test_repeated_rows_and_cells_are_bounded() -> None:
    body = (
        '<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
    ) * 20
    tables = [block for block in read(body).blocks if isinstance(block, Table)]
    assert sum(len(row) for table in tables for row in table.rows) < 300_000


def test_text_boxes_and_notes_come_after_their_paragraph() -> None:
    body = (
        "<text:p>before<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame> and"
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>noted</text:p>'
        "</text:note-body></text:note> after</text:p>"
        '<text:p>x<text:note text:note-class="endnote"><text:note-body><text:p>end</text:p></text:note-body></text:note></text:p>'
    )
    assert [(p.text, p.origin) for p in paragraphs(read(body).blocks)] == [
        ("before and after", "body"),
        ("boxed", "text_box"),
        ("noted", "footnote"),
        ("x", "body"),
        ("end", "endnote"),
    ]


def test_comments_are_no_text() -> None:
    body = (
        "<text:p>a<office:annotation><dc:creator>Bo</dc:creator><text:p>Why?</text:p><text:p>Say.</text:p></office:annotation>b"
        "<office:annotation-end/></text:p>"
    )
    document = read(body)
    assert document.text == "ab"
    assert [(c.author, c.text) for c in document.comments] == [("Bo", "Why?\nSay.")]


def test_tracked_changes_are_counted_and_insertions_marked() -> None:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region>'
        '<text:changed-region text:id="c2"><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>'
        '<text:changed-region text:id="c3"><text:format-change/></text:changed-region></text:tracked-changes>'
    )
    document = read(
        changes
        + '<text:p>a<text:change-start text:change-id="c1"/>new<text:change-end text:change-id="c1"/><text:change text:change-id="c2"/>b</text:p>'
    )
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    assert [(s.text, s.inserted) for s in paragraph.spans] == [("a", False), ("new", True), ("b", False)]
    assert (document.insertions, document.deletions) == (1, 1)


def test_content_controls() -> None:
    spans = first(
        '<text:p><loext:content-control loext:checkbox="true" loext:checked="true" loext:tag="yes">☒</loext:content-control> Yes '
        '<loext:content-control loext:showing-place-holder="true" loext:alias="Title">Write here</loext:content-control>'
        '<loext:content-control loext:dropdown="true" loext:alias="Route"><loext:list-item loext:display-text="Z"/>ONS SRS</loext:content-control>'
        "<loext:content-control>Click or tap here to enter text.</loext:content-control></text:p>"
    ).spans
    assert [(s.text, s.kind, s.box, s.control) for s in spans] == [
        ("☒", "text", True, "yes"),
        (" Yes ", "text", False, None),
        ("Write here", "placeholder", False, "Title"),
        ("ONS SRS", "text", False, "Route"),
        ("Click or tap here to enter text.", "placeholder", False, ""),
    ]


def test_fields_of_writer_and_of_word() -> None:
    paragraph = first(
        '<text:p><text:placeholder text:placeholder-type="text">&lt;Name&gt;</text:placeholder>'
        '<text:drop-down text:name="d"><text:label text:value="A"/><text:label text:value="B" text:current-selected="true"/>B</text:drop-down>'
        '<field:fieldmark text:name="c" field:type="vnd.oasis.opendocument.field.FORMCHECKBOX">'
        '<field:param field:name="Checkbox_Checked" field:value="true"/></field:fieldmark>'
        '<field:fieldmark text:name="l" field:type="vnd.oasis.opendocument.field.FORMDROPDOWN">'
        '<field:param field:name="Dropdown_ListEntry" field:value="One"/><field:param field:name="Dropdown_ListEntry" field:value="Two"/>'
        '<field:param field:name="Dropdown_Selected" field:value="1"/></field:fieldmark>'
        '<text:hidden-text text:is-hidden="true">no</text:hidden-text></text:p>'
    )
    assert paragraph.text == "B" + TICKED + "Two"
    assert paragraph.prompt == "<Name>"


def test_form_controls_show_their_state() -> None:
    body = (
        '<office:forms><form:form><form:checkbox form:id="c1" form:name="dpia" form:label="Yes" form:current-state="checked"/>'
        '<form:text form:id="c2" form:name="who" form:current-value="Jane"/>'
        '<form:listbox form:id="c3"><form:option form:label="A"/><form:option form:label="B" form:current-selected="true"/></form:listbox>'
        '</form:form></office:forms><text:p><draw:control draw:control="c1"/> <draw:control draw:control="c2"/> <draw:control draw:control="c3"/>'
        '<draw:control draw:control="nowhere"/></text:p>'
    )
    assert lines(body) == ["☒ Yes Jane B"]
    assert [p.spans[0].control for p in paragraphs(read(body).blocks)] == ["dpia"]


def test_a_hidden_section_is_hidden() -> None:
    document = read('<text:section text:display="none"><text:p>hidden</text:p></text:section><text:p>seen</text:p>')
    assert [p.text for p in paragraphs(document.blocks)] == ["", "seen"]


def test_headers_footers_properties_and_pages() -> None:
    styles = (
        '<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>OFFICIAL</text:p></style:header>'
        "<style:footer><text:p>Foot</text:p></style:footer></style:master-page><style:master-page>"
        "<style:header><text:p>OFFICIAL</text:p></style:header></style:master-page></office:master-styles>"
    )
    meta = (
        "<dc:title>Form</dc:title><meta:initial-creator>Jo</meta:initial-creator><meta:creation-date>2026-01-02T03:04:05.123456789</meta:creation-date>"
        '<meta:document-statistic meta:page-count="7"/>'
    )
    document = read("<text:p>x</text:p>", styles=styles, meta=meta)
    assert [(p.text, p.origin) for p in paragraphs(document.headers + document.footers)] == [
        ("OFFICIAL", "header"),
        ("Foot", "footer"),
    ]
    assert (document.properties.title, document.properties.author, document.pages) == ("Form", "Jo", 7)
    assert document.properties.created == dt.datetime(2026, 1, 2, 3, 4, 5, 123456)


def test_an_encrypted_document_is_refused() -> None:
    manifest = '<manifest:manifest xmlns:manifest="m"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    with pytest.raises(UnreadableFile) as caught:
        read("<text:p/>", manifest=manifest)
    assert caught.value.reason == "encrypted"


def test_another_kind_of_document_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:drawing/></office:body></office:document-content>",
        )
    with pytest.raises(UnreadableFile) as caught:
        read_odt("a.odt", out.getvalue())
    assert caught.value.reason == "unsupported"


def test_a_damaged_styles_part_does_not_lose_the_text() -> None:
    assert lines("<text:p>x</text:p>", **{"styles.xml": "<broken"}) == ["x"]


def test_entities_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(UnreadableFile) as caught:
        read_odt("a.odt", out.getvalue())
    assert caught.value.reason == "unsafe"


NESTS = {
    "table": "<table:table><table:table-row><table:table-cell>{}</table:table-cell></table:table-row></table:table>",
    "section": "<text:section>{}</text:section>",
    "list": "<text:list><text:list-item>{}</text:list-item></text:list>",
    "box": "<text:p><draw:frame><draw:text-box>{}</draw:text-box></draw:frame></text:p>",
    "note": "<text:p><text:note><text:note-body>{}</text:note-body></text:note></text:p>",
}


@pytest.mark.parametrize("kind", NESTS)
def test_no_nesting_overflows_the_stack(kind: str) -> None:
    before, after = NESTS[kind].split("{}")
    body = before * 300 + "<text:p>deep</text:p>" + after * 300
    document = read_odt("a.odt", odt(body), Limits(xml_depth=100_000))
    assert document.text.strip() == "deep"
    assert _table_depth(document.blocks) <= MAX_TABLE_DEPTH


def _table_depth(blocks: tuple[Block, ...]) -> int:
    tables = [block for block in blocks if isinstance(block, Table)]
    return max((1 + _table_depth(cell.blocks) for table in tables for row in table.rows for cell in row), default=0)


words = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=6)
tree = st.recursive(
    words.map(lambda word: f"<text:p>{escape(word)}</text:p>"),
    lambda inner: st.tuples(st.sampled_from(sorted(NESTS)), st.lists(inner, min_size=1, max_size=3)).map(
        lambda pair: NESTS[pair[0]].format("".join(pair[1]))
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(tree, min_size=1, max_size=4))
def test_every_visible_text_stands_once_and_in_order(trees: list[str]) -> None:
    from lxml import etree

    body = "".join(trees)
    expected = "".join(etree.fromstring(f"<x {SPACES}>{body}</x>").itertext())
    assert "".join(lines(body)) == expected


def test_damaged_copies_give_a_document_or_a_typed_error() -> None:
    whole = odt(
        '<text:list text:style-name="L1"><text:list-item><text:p>x</text:p></text:list-item></text:list>'
        "<table:table><table:table-row><table:table-cell table:number-columns-repeated='2'><text:p>a</text:p></table:table-cell></table:table-row></table:table>",
        automatic=LIST,
        meta="<dc:title>x</dc:title>",
    )
    content = zipfile.ZipFile(io.BytesIO(whole)).read("content.xml").decode()
    chance = random.Random(5)
    for number in range(400):
        if number % 2:
            data = bytearray(whole)
            data[chance.randrange(len(data))] = chance.randrange(256)
            damaged = bytes(data)
        else:
            start = chance.randrange(len(content))
            changed = content[:start] + chance.choice("0-9a<>'\"&x ") + content[start + 1 :]
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as archive:
                archive.writestr("content.xml", changed)
            damaged = out.getvalue()
        try:
            read_odt("x.odt", damaged).text  # noqa: B018
        except UnreadableFile:
            continue


# --- With LibreOffice itself --------------------------------------------------------------------------------------------

FLAT = f"""<office:document {SPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>{LIST}</office:automatic-styles><office:body><office:text>
<text:h text:outline-level="1">Section</text:h>
<text:list text:style-name="L1"><text:list-item><text:p>Alpha</text:p></text:list-item><text:list-item><text:p>Beta</text:p>
</text:list-item></text:list>
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>Label</text:p></table:table-cell>
<table:table-cell><text:p>Answer</text:p></table:table-cell></table:table-row></table:table>
<text:p>☐ Yes ☒ No</text:p></office:text></office:body></office:document>"""


@pytest.fixture(scope="module")
def written_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.fodt").write_text('<?xml version="1.0" encoding="UTF-8"?>' + FLAT, encoding="utf-8")
    for kind in ("odt", "pdf"):
        subprocess.run(
            [
                office,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                str(folder / "a.fodt"),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


def test_a_document_written_by_libreoffice(written_by_libreoffice: Path) -> None:
    document = read_odt("a.odt", (written_by_libreoffice / "a.odt").read_bytes())
    shown = [(p.number, p.text) for p in paragraphs(document.blocks)]
    assert shown == [
        ("", "Section"),
        ("1.", "Alpha"),
        ("2.", "Beta"),
        ("", "Label"),
        ("", "Answer"),
        ("", "☐ Yes ☒ No"),
    ]


def test_its_pdf_says_the_same(written_by_libreoffice: Path) -> None:
    from dag_check.documents.pdf import read_pdf

    document = read_pdf("a.pdf", (written_by_libreoffice / "a.pdf").read_bytes())
    assert document.text.split("\n") == ["Section", "1.Alpha", "2.Beta", "Label", "Answer", "☐ Yes ☒ No"]
    assert [s.text for p in paragraphs(document.blocks) for s in p.spans if s.box] == ["☐", "☒"]


def test_drop_downs_tell_what_they_offer_and_whether_one_was_chosen() -> None:
    spans = first(
        '<text:p><text:drop-down text:name="d"><text:label text:value="Please select"/><text:label text:value="A"/><text:label text:value="B"/>Please select</text:drop-down>: '
        '<text:drop-down text:name="e"><text:label text:value="A"/><text:label text:value="B" text:current-selected="true"/>B</text:drop-down>: '
        '<loext:content-control loext:dropdown="true" loext:alias="f"><loext:list-item loext:display-text="Choose an item."/><loext:list-item loext:display-text="C"/><loext:list-item loext:display-text="D"/>Choose an item.</loext:content-control></text:p>'
    ).spans

    assert [(s.text, s.kind, s.offered) for s in spans if s.control is not None] == [
        ("Please select", "placeholder", ("A", "B")),
        ("B", "text", ("A", "B")),
        ("Choose an item.", "placeholder", ("C", "D")),
    ]


def test_bullets_that_are_ticked_boxes_are_boxes() -> None:
    def style(name: str, bullet: str) -> str:
        return f'<text:list-style style:name="{name}"><text:list-level-style-bullet text:level="1" text:bullet-char="{bullet}"/></text:list-style>'

    def listed(name: str) -> str:
        return f'<text:list text:style-name="{name}"><text:list-item><text:p>item</text:p></text:list-item></text:list>'

    ticked = read(listed("A") + listed("B"), automatic=style("A", "☐") + style("B", "☒"))
    assert [(p.number, p.text) for p in paragraphs(ticked.blocks)] == [("", "☐item"), ("", "☒item")]
    empty = read(listed("A"), automatic=style("A", "☐"))
    assert [(p.number, p.text) for p in paragraphs(empty.blocks)] == [("•", "item")]
