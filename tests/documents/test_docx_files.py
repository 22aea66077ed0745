"""Whole Word files: one from the field, one that went through LibreOffice, and a large one for speed."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from dag_check.documents.docx import read_docx
from dag_check.documents.model import TICKED, UNTICKED, Document, Paragraph, Table, paragraphs
from tests.documents import ooxml as x

BLANK = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "uclh-research-project-application-blank.docx"


@pytest.mark.skipif(not BLANK.exists(), reason="the corpus of real files is not beside the repository")
def test_a_real_blank_form() -> None:
    document = read_docx(BLANK.name, BLANK.read_bytes())
    found = list(paragraphs(document.blocks))
    spans = [span for paragraph in found for span in paragraph.spans]
    assert sum(isinstance(block, Table) for block in document.blocks) >= 20
    assert Counter(span.text for span in spans if span.box) == {UNTICKED: 17}
    assert {paragraph.origin for paragraph in found} >= {"body", "text_box", "footnote"}
    numbered = {paragraph.number: paragraph.text.strip() for paragraph in found if paragraph.number}
    assert numbered["1"] == "Application Type:"
    assert numbered["3.1"].startswith("If you are the Research Project Lead")
    assert document.properties.producer.startswith("Microsoft")


SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def through_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Document:
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    tick = x.complex_field(
        "FORMCHECKBOX", None, "<w:name w:val='C1'/><w:enabled/><w:checkBox><w:sizeAuto/><w:checked/></w:checkBox>"
    )
    body = (
        x.paragraph("Project details", style="Heading1")
        + x.paragraph("What is the title?", x.numbered(1))
        + x.paragraph(x.text("Title: ") + x.control(x.text("A study"), "<w:text/>", tag="title"))
        + x.paragraph(x.control(x.text("Click here to enter text."), "<w:showingPlcHdr/><w:text/>", tag="empty"))
        + x.paragraph(x.checkbox(True) + x.text(" Yes ") + x.checkbox(False) + x.text(" No"))
        + x.paragraph(tick + x.text(" legacy"))
        + x.table(x.row(x.cell("wide", "<w:gridSpan w:val='2'/>")), x.row("left", "right"))
        + x.paragraph(x.text("kept ") + x.inserted(x.text("added")) + x.deleted("removed"))
        + x.paragraph(x.text("noted") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    )
    source = folder / "form.docx"
    source.write_bytes(
        x.docx(
            body,
            styles=x.styles(x.style("Heading1", "heading 1", "<w:pPr><w:outlineLvl w:val='0'/></w:pPr>")),
            numbering=x.numbering(x.level(0, "decimal", "%1.")),
            footnotes=x.part("w:footnotes", f'<w:footnote w:id="2">{x.paragraph("the note")}</w:footnote>'),
        )
    )
    profile = (folder / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(source)], check=True, capture_output=True, timeout=120
    )
    return read_docx("form.docx", (folder / "out" / "form.docx").read_bytes())


def test_a_form_saved_by_libreoffice_reads_alike(through_libreoffice: Document) -> None:
    found = list(paragraphs(through_libreoffice.blocks))
    texts = [paragraph.text.strip() for paragraph in found]
    assert texts[:4] == ["Project details", "What is the title?", "Title: A study", ""]
    assert found[0].heading == 1
    assert found[1].number == "1."
    assert [span.text for paragraph in found for span in paragraph.spans if span.box] == [TICKED, UNTICKED, TICKED]
    assert texts[6:9] == ["wide", "left", "right"]
    assert "kept added" in texts
    assert ("footnote", "the note") in {(paragraph.origin, paragraph.text.strip()) for paragraph in found}
    assert (through_libreoffice.insertions, through_libreoffice.deletions) == (1, 1)
    assert through_libreoffice.properties.producer.startswith("LibreOffice")


def test_a_form_of_sixty_pages_is_read_quickly() -> None:
    question = (
        x.paragraph("Question", "<w:keepNext/>" + x.numbered(1, 1), style="Heading2")
        + x.paragraph(x.text("Say ", "<w:b/>") + x.text("what you need", "<w:i/><w:color w:val='FF0000'/>") + x.text("."))
        + x.table(*(x.row(x.cell("label"), x.cell(x.paragraph(x.control(x.text("answer"), tag="t"))), x.cell(x.paragraph(x.checkbox(False)))) for _ in range(2)))
        + x.paragraph("")
    )  # fmt: skip
    data = x.docx(question * 330, numbering=x.numbering(x.level(0, "decimal", "%1"), x.level(1, "decimal", "%1.%2")))
    start = time.perf_counter()
    document = read_docx("f", data)
    seconds = time.perf_counter() - start
    assert sum(isinstance(block, Paragraph) for block in paragraphs(document.blocks)) == 330 * 9
    assert seconds < 3
