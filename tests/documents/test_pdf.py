"""What is read from PDFs: text in reading order, form fields in their place, and hostile files refused in time."""

from __future__ import annotations

import logging
import random
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.documents.model import TICKED, UNTICKED, Document
from dag_check.documents.pdf import MOST_WORK, read_pdf
from dag_check.documents.pdf_fonts import to_unicode
from dag_check.documents.pdf_text import Budget, operations
from dag_check.errors import UnreadableFile
from tests.documents.pdfs import assemble, lines_at, pdf, stream, text_at


def texts(document: Document) -> list[str]:
    return document.text.split("\n")


def read(data: bytes) -> Document:
    return read_pdf("form.pdf", data)


def test_each_line_is_a_paragraph_with_its_page() -> None:
    document = read(
        pdf(lines_at(50, 700, "Project title", "Reoffending after short sentences"), text_at(50, 700, "Two"))
    )
    assert [(p.text, p.page) for p in document.blocks if hasattr(p, "text")] == [
        ("Project title", 1),
        ("Reoffending after short sentences", 1),
        ("Two", 2),
    ]
    assert document.pages == 2
    assert document.format == "pdf"


def test_a_wrapped_sentence_is_one_paragraph() -> None:
    document = read(
        pdf(
            lines_at(
                50,
                700,
                "The committee has reviewed the study named above and gives a favourable opinion subject to the",
                "conditions in the annex, which the applicant has met in full before the start of the collection of any",
                "data.",
                "Yours sincerely",
            )
        )
    )
    assert len(document.blocks) == 2
    assert texts(document)[0].endswith("subject to the conditions in the annex, which the applicant has met in full before "
                                       "the start of the collection of any data.")  # fmt: skip


def test_short_labels_and_their_answers_stay_apart() -> None:
    document = read(pdf(lines_at(50, 700, "Name of the organisation", "none", "Contact", "jane@example.org")))
    assert texts(document) == ["Name of the organisation", "none", "Contact", "jane@example.org"]


def test_a_hyphen_that_only_breaks_a_word_is_taken_away_and_a_real_one_stays() -> None:
    first = "This application has been checked against the list and the data protection regulations, and the appli-"
    document = read(pdf(lines_at(50, 700, first, "cation was found complete.") + lines_at(50, 500, "A self-assessment is here.")
                        + lines_at(50, 400, first.replace("the appli-", "the self-"), "assessment was found complete.")))  # fmt: skip
    assert "and the application was found complete." in document.text
    assert "and the self-assessment was found complete." in document.text


def test_cells_of_a_row_are_paragraphs_of_their_own_and_a_typed_number_stays_with_its_label() -> None:
    content = text_at(50, 700, "3.5") + text_at(80, 700, "Lead applicant") + text_at(300, 700, "Dr Jane Smith")
    assert texts(read(pdf(content))) == ["3.5 Lead applicant", "Dr Jane Smith"]


def test_kerned_text_has_its_words_and_no_more_spaces() -> None:
    content = "BT /F1 11 Tf 50 700 Td [(Pr) 20 (oject) -300 (ti) -15 (tle)] TJ ET"
    assert texts(read(pdf(content))) == ["Project title"]


def test_text_drawn_twice_to_look_bold_stands_once() -> None:
    assert texts(read(pdf(text_at(50, 700, "Declaration") + text_at(50.2, 700, "Declaration")))) == ["Declaration"]


def test_large_type_is_a_heading_and_bold_is_kept() -> None:
    content = (
        text_at(50, 760, "Section 1", size=16)
        + text_at(50, 740, "Title", font="F2")
        + lines_at(50, 700, *["body text"] * 9)
    )
    paragraphs = [p for p in read(pdf(content)).blocks if hasattr(p, "spans")]
    assert [p.heading for p in paragraphs[:3]] == [1, None, None]
    assert [p.spans[0].bold for p in paragraphs[:3]] == [False, True, False]


def test_dingbats_are_boxes() -> None:
    content = (
        text_at(50, 700, "q", font="F3")
        + text_at(65, 700, "Yes")
        + text_at(50, 680, "4", font="F3")
        + text_at(65, 680, "No")
    )
    assert texts(read(pdf(content))) == ["☐ Yes", "☒ No"]


def test_ligatures_are_taken_apart_and_soft_hyphens_dropped() -> None:
    unicode_map = b"2 beginbfchar <01> <FB01> <02> <00AD> endbfchar 1 beginbfrange <20> <7E> <0020> endbfrange"
    font = "/F9 <</Type/Font/Subtype/Type1/BaseFont/X/ToUnicode 500 0 R>>"
    data = pdf(
        b"BT /F9 11 Tf 50 700 Td (\x01nancial co\x02operation) Tj ET", fonts=font, objects={500: stream(unicode_map)}
    )
    assert texts(read(data)) == ["financial cooperation"]


def test_running_heads_and_page_numbers_are_no_part_of_the_body() -> None:
    pages = [
        text_at(50, 820, "OFFICIAL")
        + lines_at(50, 600, f"Answer {number} in words")
        + text_at(280, 20, f"Page {number} of 4")
        for number in range(1, 5)
    ]
    document = read(pdf(*pages))
    assert texts(document) == [f"Answer {number} in words" for number in range(1, 5)]
    assert [p.text for p in document.headers if hasattr(p, "text")] == ["OFFICIAL"]
    assert [p.text for p in document.footers if hasattr(p, "text")] == ["Page 1 of 4"]


def field(name: str, kind: str, rectangle: str, more: str) -> str:
    return f"<</Type/Annot/Subtype/Widget/T({name})/FT/{kind}/Rect[{rectangle}]{more}>>"


CHECKED = "/AP<</N<</Yes 600 0 R/Off 600 0 R>>>>/AS/{}"


def test_field_values_stand_beside_their_labels() -> None:
    content = lines_at(50, 700, "Project title", "Lead applicant", "Start date", leading=40)
    document = read(
        pdf(
            content,
            annotations=(
                field("start", "Tx", "200 615 400 635", "/V(1 May 2027)"),
                field("lead", "Tx", "200 655 400 675", "/V(\xfe\xff\x00D\x00r\x00 \x00J)".replace("\\", "\\\\")),
                field("title", "Tx", "200 695 400 715", "/V(Reoffending)"),
                field("empty", "Tx", "450 695 500 715", ""),
            ),
            catalog="/AcroForm<</Fields[300 0 R 301 0 R 302 0 R 303 0 R]>>",
        )
    )
    assert texts(document) == ["Project title", "Reoffending", "Lead applicant", "Dr J", "Start date", "1 May 2027"]
    assert {f.name: f.value for f in document.fields} == {
        "title": "Reoffending",
        "lead": "Dr J",
        "start": "1 May 2027",
        "empty": "",
    }
    assert all(f.page == 1 for f in document.fields)
    assert [p.spans[0].control for p in document.blocks if hasattr(p, "spans")][:2] == [None, "title"]


def test_check_boxes_join_the_nearest_label() -> None:
    content = text_at(70, 700, "Yes") + text_at(170, 700, "No")
    document = read(
        pdf(
            content,
            annotations=(
                field("dpia.yes", "Btn", "55 698 66 709", CHECKED.format("Yes")),
                field("dpia.no", "Btn", "155 698 166 709", CHECKED.format("Off")),
            ),
        )
    )
    assert texts(document) == ["☒ Yes", "☐ No"]
    assert [(f.name, f.value) for f in document.fields] == [("dpia.yes", TICKED), ("dpia.no", UNTICKED)]
    assert all(span.box for p in document.blocks if hasattr(p, "spans") for span in p.spans[:1])


def test_a_drop_down_shows_its_label_and_a_multi_line_value_its_lines() -> None:
    document = read(
        pdf(
            text_at(50, 700, "Route") + text_at(50, 600, "Aims"),
            annotations=(
                field("route", "Ch", "200 695 400 715", "/V(ons)/Opt[[(ons)(ONS SRS)][(own)(Own setting)]]"),
                field("aims", "Tx", "50 500 400 590", "/V(First line\012Second line)/Ff 4096"),
            ),
        )
    )
    assert texts(document) == ["Route", "ONS SRS", "Aims", "First line", "Second line"]


def test_flattened_values_drawn_at_the_end_stand_beside_their_labels() -> None:
    form = stream(
        text_at(2, 3, "Dr Jane Smith").encode(),
        "/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1 <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
    )
    content = (
        lines_at(50, 700, "Lead applicant of the study", "Organisation of the lead applicant")
        + "q 1 0 0 1 300 697 cm /Fm0 Do Q"
    )
    document = read(pdf(content, resources="/XObject<</Fm0 500 0 R>>", objects={500: form}))
    assert texts(document) == ["Lead applicant of the study", "Dr Jane Smith", "Organisation of the lead applicant"]


def test_typed_on_text_is_read_and_sticky_notes_are_comments() -> None:
    document = read(
        pdf(
            text_at(50, 700, "Signature"),
            annotations=(
                "<</Type/Annot/Subtype/FreeText/Rect[150 695 300 712]/Contents(J Smith)>>",
                "<</Type/Annot/Subtype/Text/Rect[0 0 10 10]/T(Reviewer)/Contents(Please check)>>",
            ),
        )
    )
    assert texts(document) == ["Signature", "J Smith"]
    assert [(c.author, c.text) for c in document.comments] == [("Reviewer", "Please check")]


def test_a_page_that_is_a_picture_is_named_and_an_empty_one_is_not() -> None:
    image = stream(b"\x00", "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray")
    document = read(
        pdf(
            text_at(50, 700, "Letter"),
            "q 500 0 0 700 0 0 cm /Im0 Do Q",
            "",
            resources="/XObject<</Im0 500 0 R>>",
            objects={500: image},
        )
    )
    assert document.unread_pages == (2,)
    assert [note.kind for note in document.notes] == ["scanned_pages"]
    assert "Page 2 " in document.notes[0].text


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    content = "BT /F1 11 Tf 0 1 -1 0 100 50 Tm (First) Tj ET BT /F1 11 Tf 0 1 -1 0 120 50 Tm (Second) Tj ET"
    assert texts(read(pdf(content, page="/Rotate 90"))) == ["First", "Second"]


def test_scripts_and_attachments_are_noted_and_left_alone() -> None:
    document = read(pdf(text_at(50, 700, "Hello"), catalog="/Names<</JavaScript<<>>/EmbeddedFiles<<>>>>"))
    assert [note.kind for note in document.notes] == ["active_content", "attachments"]


def test_a_dynamic_xfa_form_is_refused_with_advice() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(
            pdf(
                text_at(50, 700, "Please wait... If this message is not eventually replaced"),
                catalog="/AcroForm<</XFA[]/Fields[]>>",
            )
        )
    assert caught.value.reason == "unsupported"
    assert "print it to a new PDF" in caught.value.remedy


def test_a_file_with_a_broken_cross_reference_table_is_recovered() -> None:
    data = pdf(text_at(50, 700, "Still here")).replace(b"startxref\n", b"startxref\n9")
    assert texts(read(data)) == ["Still here"]


def encrypted(user_password: str) -> bytes:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(text_at(50, 700, "Secret text")))))
    writer.encrypt(user_password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_that_only_restricts_printing_is_read() -> None:
    assert texts(read(encrypted(""))) == ["Secret text"]


def test_a_file_with_a_password_is_refused_as_encrypted() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(encrypted("geheim"))
    assert caught.value.reason == "encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\nhello", b"not a pdf at all" * 50, b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused_as_corrupt(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(data)
    assert caught.value.reason == "corrupt"


# --- Hostile files ------------------------------------------------------------------------------------------------------


def hostile(name: str) -> bytes:
    if name == "page tree that loops":
        return assemble(
            {
                1: b"<</Type/Catalog/Pages 2 0 R>>",
                2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>",
                3: b"<</Type/Pages/Kids[2 0 R]>>",
            }
        )
    if name == "deep page tree":
        chain = {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 3000)}
        return assemble({1: b"<</Type/Catalog/Pages 2 0 R>>", **chain, 3000: b"<</Type/Page>>"})
    if name == "form that draws itself":
        loop = stream(b"/Fm0 Do /Fm0 Do", "/Type/XObject/Subtype/Form/Resources<</XObject<</Fm0 500 0 R>>>>")
        return pdf("/Fm0 Do", resources="/XObject<</Fm0 500 0 R>>", objects={500: loop})
    if name == "forms that multiply":
        forms = {
            500 + n: stream(b"/Fm0 Do " * 20, f"/Type/XObject/Subtype/Form/Resources<</XObject<</Fm0 {501 + n} 0 R>>>>")
            for n in range(10)
        }
        forms[510] = stream(text_at(1, 1, "x").encode(), "/Type/XObject/Subtype/Form")
        return pdf("/Fm0 Do", resources="/XObject<</Fm0 500 0 R>>", objects=forms)
    if name == "content that unpacks without end":
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(b"q " * 8_000_000) for _ in range(12)) + packer.flush()
        body = b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream"
        return pdf("", objects={11: body})
    if name == "arrays in arrays":
        return pdf("[" * 200_000 + text_at(1, 1, "x"))
    if name == "parentheses and digits without end":
        return pdf("(" * 100_000 + " " + "1" * 100_000 + "-" * 100_000)
    if name == "object nested too deep":
        return pdf("", catalog="/X" + "[" * 20_000 + "]" * 20_000)
    if name == "one page many times":
        return assemble(
            {
                1: b"<</Type/Catalog/Pages 2 0 R>>",
                2: b"<</Type/Pages/Kids[" + b"3 0 R " * 50_000 + b"]/Count 50000>>",
                3: b"<</Type/Page/MediaBox[0 0 9 9]>>",
            }
        )
    if name == "one stream on every page":
        kids = b" ".join(b"%d 0 R" % n for n in range(10, 910))
        pages = dict.fromkeys(range(10, 910), b"<</Type/Page/Contents 4 0 R/Resources<<>>>>")
        head = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[" + kids + b"]>>"}
        return assemble({**head, 4: stream(b"q Q " * 1_000_000, packed=True), **pages})
    raise AssertionError(name)


@pytest.mark.parametrize(
    "name",
    [
        "page tree that loops",
        "deep page tree",
        "form that draws itself",
        "forms that multiply",
        "content that unpacks without end",
        "arrays in arrays",
        "parentheses and digits without end",
        "object nested too deep",
        "one page many times",
        "one stream on every page",
    ],
)
def test_a_hostile_file_ends_in_time_and_without_a_traceback(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "dag_check.documents.pdf.MOST_WORK", MOST_WORK // 5
    )  # a fifth of the work in a fifth of the time
    data = hostile(name)
    started = time.process_time()
    try:
        assert isinstance(read(data).text, str)
    except UnreadableFile as error:
        assert error.reason in ("corrupt", "too_large")
    assert time.process_time() - started < 4


def test_pages_beyond_the_budget_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dag_check.documents.pdf.MOST_WORK", 10_000)
    document = read(pdf(text_at(50, 700, "Read"), "q Q " * 5_000, text_at(50, 700, "Left")))
    assert texts(document) == ["Read"]
    assert [note.kind for note in document.notes] == ["too_much_content"]
    assert "Pages 2-3 were not read" in document.notes[0].text


def test_no_text_of_the_document_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(pdf(text_at(50, 700, "Secret")).replace(b"startxref\n", b"startxref\n9"))
    assert not [record for record in caplog.records if record.name.startswith("pypdf")]


def test_damaged_copies_give_a_document_or_a_typed_error() -> None:
    whole = pdf(
        text_at(50, 700, "Project") + "q 1 0 0 1 300 697 cm /Fm0 Do Q",
        annotations=(field("a", "Tx", "1 2 3 4", "/V(b)"), field("c", "Btn", "1 2 3 4", CHECKED.format("Yes"))),
        catalog="/AcroForm<</Fields[300 0 R 301 0 R]>>",
    )
    chance = random.Random(20)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.randrange(len(data))]) if chance.random() < 0.3 else bytes(data)
        try:
            read_pdf("x.pdf", cut).text  # noqa: B018
        except UnreadableFile:
            continue


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="cp1252", categories=("L", "N", "P")), min_size=1, max_size=12),
        min_size=1,
        max_size=25,
    )
)
def test_every_word_stands_once_and_in_order(words: list[str]) -> None:
    content = "".join(text_at(50, 800 - 28 * number, word) for number, word in enumerate(words))
    shown = [p.number.replace("•", "•") + p.text for p in read(pdf(content)).blocks if hasattr(p, "number")]
    assert "".join(shown).translate({ord("­"): None}) == "".join(words).translate({ord("­"): None}).replace("\x00", "")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_operators_or_nothing(data: bytes) -> None:
    assert all(isinstance(operator, bytes) for operator, _ in operations(data, Budget(10_000)))
    assert isinstance(to_unicode(data), dict)
