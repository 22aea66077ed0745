"""Comments in copies of Word files: at the right paragraph, with nothing else changed."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from dag_check.documents.docx import read_docx
from dag_check.documents.model import paragraphs
from dag_check.errors import UnreadableFile
from dag_check.feedback.annotate_word import annotate_word, findings_document
from dag_check.feedback.remarks import Copy, Remark
from tests.feedback.office import W, check_package, comments_of, p, parts_of, text_of, with_parts, word

DAY = dt.date(2026, 11, 22)
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
PLAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CELL = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>"
CONTROL = "<w:sdt><w:sdtPr><w:alias w:val='answer'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
BOX = (
    "<w:p><w:r><w:t>around the box</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
    "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def remark(message: str = "It is blank.", ref: tuple[str | int, ...] | None = None) -> Remark:
    return Remark("error", "Question 3.5", message, "Answer it.", "FRM002", ref)


def annotated_at(data: bytes, *texts: str) -> Copy:
    """A copy with a comment on the first paragraph of each text, which is where the reader finds it."""
    refs = {paragraph.text: paragraph.ref for paragraph in reversed(list(paragraphs(read_docx("a.docx", data).blocks)))}
    copy = annotate_word("a.docx", data, [remark(ref=refs[text]) for text in texts], DAY)
    check_package(copy.data)
    docx.Document(io.BytesIO(copy.data))
    return copy


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("one") + p("two"), "two"),
        (p("one") + CELL.format(p("in a cell")) + p(), "in a cell"),
        (CELL.format(CELL.format(p("in a nested cell")) + p()) + p(), "in a nested cell"),
        ("<w:p>" + CONTROL.format("<w:r><w:t>in line</w:t></w:r>") + "</w:p>", "in line"),
        (CONTROL.format(p("in a control")) + p(), "in a control"),
        (CELL.format(CONTROL.format(p("control in a cell"))) + p(), "control in a cell"),
        (CONTROL.format(p("first") + p("second of two")), "second of two"),
        ("<w:p><w:ins w:id='4' w:author='a'><w:r><w:t>inserted</w:t></w:r></w:ins></w:p>", "inserted"),
        ("<!-- a comment --><w:p/><?pi?>" + p("behind comments"), "behind comments"),
    ],
)
def test_a_comment_begins_in_the_paragraph_that_it_is_about(body: str, text: str) -> None:
    copy = annotated_at(word(body), text)
    assert [where for _, where in comments_of(copy.data).values()] == [text]
    assert (copy.placed, copy.general) == (1, 0)


def test_an_empty_paragraph_gets_its_comment_too() -> None:
    copy = annotated_at(word(p("label") + CELL.format("<w:p><w:pPr><w:jc w:val='left'/></w:pPr></w:p>") + p("end")), "")
    root = etree.fromstring(parts_of(copy.data)["word/document.xml"])
    (cell,) = root.iter(W + "tc")
    assert [child.tag.removeprefix(W) for child in cell[-1]] == ["pPr", "commentRangeStart", "commentRangeEnd", "r"]


def test_a_text_box_takes_no_comment_so_the_paragraph_around_it_does() -> None:
    copy = annotated_at(word(p("first") + BOX), "in the box")
    assert [where for _, where in comments_of(copy.data).values()] == ["around the boxin the box"]


def test_a_control_at_whose_end_text_follows_has_its_comment_on_the_label_before() -> None:
    copy = annotated_at(word(p("3.5 The label") + CONTROL.format(p("an answer")) + p("3.6 The next")), "an answer")
    assert [where for _, where in comments_of(copy.data).values()] == ["3.5 The label"]


def test_a_remark_without_a_place_stands_on_the_first_words_and_names_its_place() -> None:
    copy = annotate_word("a.docx", word(p() + p("The title") + p("text")), [remark()], DAY)
    assert list(comments_of(copy.data).values()) == [
        ("Must be put right (FRM002)\nQuestion 3.5\nIt is blank.\nWhat to do: Answer it.", "The title")
    ]
    assert (copy.placed, copy.general) == (0, 1)


@pytest.mark.parametrize("body", ["", "<w:sectPr/>", "<w:p/>", CELL.format("<w:p/>")])
def test_a_document_without_words_gets_its_comments_all_the_same(body: str) -> None:
    copy = annotate_word("a.docx", word(body), [remark(), remark("Another.")], DAY)
    check_package(copy.data)
    assert len(comments_of(copy.data)) == 2


@pytest.mark.parametrize("ref", [("word/document.xml", 0, 99), ("word/footnotes.xml", 0), ("word/document.xml",)])
def test_a_place_that_is_not_there_is_no_error(ref: tuple[str | int, ...]) -> None:
    copy = annotate_word("a.docx", word(p("title")), [remark(ref=ref)], DAY)
    assert [where for _, where in comments_of(copy.data).values()] == ["title"]


def _commented(number: str = "7") -> bytes:
    comments = (
        f'<w:comments xmlns:w="{PLAIN.decode()}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        f'<w:comment w:id="{number}" w:author="A Reviewer"><w:p w14:paraId="0A0B0C0D"><w:r><w:t>Old.</w:t></w:r></w:p></w:comment></w:comments>'
    )
    extended = '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:commentEx w15:paraId="0A0B0C0D" w15:done="1"/></w15:commentsEx>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    mark = f'<w:commentRangeStart w:id="{number}"/><w:r><w:t>seen</w:t></w:r><w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
    return word(
        p("title") + f"<w:p>{mark}</w:p>" + p("unseen"),
        {"word/comments.xml": comments, "word/commentsExtended.xml": extended},
        f'<Relationship Id="rId3" Type="{office}" Target="comments.xml"/>'
        '<Relationship Id="rId4" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" Target="commentsExtended.xml"/>',
        f'<Override PartName="/word/comments.xml" ContentType="{kind}comments+xml"/>'
        f'<Override PartName="/word/commentsExtended.xml" ContentType="{kind}commentsExtended+xml"/>',
    )


def test_comments_that_are_there_stay_and_numbers_go_on() -> None:
    before = _commented()
    copy = annotated_at(before, "seen", "unseen")
    assert {number: where for number, (_, where) in comments_of(copy.data).items()} == {
        "7": "seen",
        "8": "seen",
        "9": "unseen",
    }
    assert comments_of(copy.data)["7"][0] == "Old."
    assert parts_of(copy.data)["word/commentsExtended.xml"] == parts_of(before)["word/commentsExtended.xml"]


def test_numbers_that_only_the_text_uses_are_not_used_again() -> None:
    lost = "<w:p><w:commentRangeStart w:id='41'/><w:r><w:t>lost</w:t></w:r></w:p>"
    copy = annotated_at(word(lost), "lost")
    assert list(comments_of(copy.data)) == ["42"]


def test_every_other_part_is_the_same_to_the_byte_and_the_text_is_the_same_without_the_marks() -> None:
    before = with_parts(
        _commented(), {"customXml/item1.xml": b"<a>\r\n  \xc3\xa9</a>", "word/media/image1.xml": b"<x/>"}
    )
    after = parts_of(annotated_at(before, "unseen").data)
    changed = {name for name, data in parts_of(before).items() if after[name] != data}
    assert changed <= {"word/document.xml", "word/comments.xml", "[Content_Types].xml"}
    root = etree.fromstring(after["word/document.xml"])
    for mark in list(root.iter(W + "commentRangeStart", W + "commentRangeEnd")):
        if mark.get(W + "id") == "8":
            mark.getparent().remove(mark)  # type: ignore[union-attr]
    for mark in list(root.iter(W + "commentReference")):
        if mark.get(W + "id") == "8":
            mark.getparent().getparent().remove(mark.getparent())  # type: ignore[union-attr]
    original = etree.fromstring(parts_of(before)["word/document.xml"])
    assert etree.tostring(root, method="c14n") == etree.tostring(original, method="c14n")


def test_a_strict_file_stays_strict() -> None:
    before = {name: data.replace(PLAIN, STRICT) for name, data in parts_of(word(p("title") + p("answer"))).items()}
    before["_rels/.rels"] = before["_rels/.rels"].replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    data = with_parts(b"PK\x05\x06" + bytes(18), before)
    ref = next(q.ref for q in paragraphs(read_docx("a.docx", data).blocks) if q.text == "answer")
    after = parts_of(annotate_word("a.docx", data, [remark(ref=ref)], DAY).data)
    assert STRICT in after["word/comments.xml"] and PLAIN not in after["word/document.xml"]
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in after["word/_rels/document.xml.rels"]
    assert [p.text for p in paragraphs(read_docx("b.docx", with_parts(b"PK\x05\x06" + bytes(18), after)).blocks)] == [
        "title",
        "answer",
    ]


def test_a_signature_that_no_longer_holds_is_named() -> None:
    data = with_parts(word(p("title")), {"_xmlsignatures/sig1.xml": b"<s/>"})
    assert "signed" in annotate_word("a.docx", data, [remark()], DAY).notes[0]


@pytest.mark.parametrize(
    "data",
    [
        b"no zip",
        with_parts(word(p("a")), {"word/document.xml": b"<w:document"}),
        with_parts(word(p("a")), {"word/document.xml": b"<other/>"}),
        with_parts(_commented(), {"word/comments.xml": b"<broken"}),
        with_parts(word(p("a")), {"word/document.xml": b'<!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>'}),
    ],
)
def test_a_file_that_cannot_be_patched_is_a_typed_error(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        annotate_word("a.docx", data, [remark()], DAY)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_text_makes_a_comment_that_opens(text: str) -> None:
    from dag_check.feedback.remarks import harmless

    made = Remark("warning", harmless(text), harmless(text), harmless(text), harmless(text, 40))
    for data in (
        annotate_word("a.docx", word(p("a")), [made], DAY).data,
        findings_document(harmless(text), harmless(text), [made]),
    ):
        check_package(data)
        docx.Document(io.BytesIO(data))


def test_a_long_answer_is_quoted_in_short() -> None:
    from dag_check.feedback.remarks import LONGEST, harmless

    assert len(harmless("ten letters " * 90_000)) <= LONGEST


def test_the_copy_is_the_same_to_the_byte_each_time() -> None:
    data = word(p("title"))
    assert annotate_word("a.docx", data, [remark()], DAY) == annotate_word("a.docx", data, [remark()], DAY)


def test_a_list_of_findings_is_a_word_file_in_the_given_order() -> None:
    data = findings_document("Findings", "About a.pdf.", [remark("First."), remark("Second.")])
    check_package(data)
    texts = [q.text for q in docx.Document(io.BytesIO(data)).paragraphs]
    assert texts[0] == "Findings"
    assert [t for t in texts if t in ("First.", "Second.")] == ["First.", "Second."]
    assert text_of(etree.fromstring(parts_of(data)["word/document.xml"])).count("What to do") == 2
