"""What holds for every format: the golden files, nothing lost, nothing in a document executed or breaking the file."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.cli import main
from dag_check.errors import UsageError
from dag_check.feedback import FORMATS, format_for, render
from dag_check.location import Location, QuestionRef
from dag_check.report import CheckedFile, CheckedForm, CheckedSection, Evidence, Finding, Report

from . import goldens
from .conftest import report, result

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)> ' style=x:expression(1) javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}{# no #}",
    '=HYPERLINK("http://example.org","click")',
    "+1+cmd|' /C calc'!A0",
    "\t=1+1",
    "\r\n@SUM(A1)",
    "-",
    "\x1b]0;owned\x07\x1b[2J\x9b31mred",
    "]]>&amp;<!--\x00\x0b\ufffe\uffff\ud800",
    "\u202edesrever\u2066\u2069 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "# head\n\n- [x](javascript:alert(1)) ![y](http://example.org/y.png) <b> `code` *bold* __bold__ http://example.org",
    "a [link](1) and {0} and \\",
    "../../etc/passwd",
    "word " * 1_000,
]


def hostile(text: str, other: str = "x") -> Report:
    """A report with the text in every field that a document or a rule can fill."""
    place = Location(file=text, section=text, question=QuestionRef(id=text, number=text, label=text), page=3)
    sheet = Location(file=text, sheet=text, cell=text, variable=text, dataset=other, row=2)
    found = [
        Finding(message=f"{text} {n % 3}", advice=text, location=where, quote=other, fingerprint=f"{text}{n}")
        for n, where in enumerate([place, sheet, sheet, sheet, sheet, Location()])
    ]
    waived = Finding(message=text, advice=text, location=sheet, quote=text, fingerprint="w", waived=text)
    evidence = tuple(Evidence(location=where, quote=text) for where in (place, sheet, Location()))
    made = report(
        [
            result("VAR002", text, *found, waived, reason=text, evidence=evidence),
            result("FRM001", text, *found, severity="warning", source=text),
            result("LNG001", other, *found[:1], severity="info", source=other),
            result("ETH001", text, reason=text, evidence=evidence),
            *(
                result(f"ETH00{at}", text, status=status, reason=text, evidence=evidence)
                for at, status in enumerate(["not_applicable", "cannot_tell", "crashed"], 2)
            ),
        ],
        name=text,
    )
    submission = made.submission.model_copy(
        update={
            "files": (CheckedFile(path=text, sha256="0" * 64, format=text, kind="other", notes=(text, other)),),
            "form": CheckedForm(file=text, definition=text, title=text, edition=text, match=0.5),
            "sections": (CheckedSection(id=text, number=text, title=text, applies=None, why=text),),
        }
    )
    return made.model_copy(update={"submission": submission})


def text_of(content: str | bytes) -> str:
    """What a format wrote, as text: anything but valid UTF-8 fails. Of a Word file or a workbook it is the XML of its body."""
    if isinstance(content, bytes) and content.startswith(b"PK"):
        package = zipfile.ZipFile(io.BytesIO(content))
        body = "word/document.xml" if "word/document.xml" in package.namelist() else "xl/worksheets/sheet1.xml"
        content = package.read(body)
    return content.decode() if isinstance(content, bytes) else content.encode().decode()


class Page(HTMLParser):
    """The tags, attributes and text of an HTML page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def check_html(text: str) -> None:
    page = Page(text)
    assert not page.tags & {"script", "img", "svg", "iframe", "object", "embed", "link", "base", "form", "b"}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "srcset", "action")]
    assert all((value or "").startswith("#") for name, value in page.attributes if name == "href")
    assert [name for name, _ in page.attributes].count("style") == 0


def check_csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows[1:] for cell in row if re.match(r"[\s]*[=+\-@]|[\t\r]", cell)]
    assert max(len(cell) for row in rows for cell in row) < 32_767


def check_sarif(text: str) -> None:
    assert json.loads(text)["version"] == "2.1.0"


def check_junit(text: str) -> None:
    assert ElementTree.fromstring(text).tag == "testsuites"


def check_markdown(text: str) -> None:
    from markdown_it import MarkdownIt

    page = Page(MarkdownIt("commonmark").enable("table").enable("strikethrough").render(text))
    assert page.tags <= {"h1", "h2", "h3", "p", "ul", "li", "strong"}


def check_letter(text: str) -> None:
    body = ElementTree.fromstring(text)
    assert not [
        element.tag for element in body.iter() if element.tag.endswith(("}fldSimple", "}instrText", "}hyperlink"))
    ]


def check_workbook(text: str) -> None:
    body = ElementTree.fromstring(text)
    assert not [element.tag for element in body.iter() if element.tag.endswith(("}f", "}hyperlink"))]


CHECKS = {
    "letter": check_letter,
    "workbook": check_workbook,
    "html": check_html,
    "csv": check_csv,
    "sarif": check_sarif,
    "junit": check_junit,
    "markdown": check_markdown,
    "json": lambda text: json.loads(text),
    "text": lambda text: None,
}


def check_all(made: Report) -> None:
    for format_name in FORMATS:
        text = text_of(render(made, format_name))
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), format_name
        CHECKS[format_name](text)


def test_every_format_has_its_check_for_hostile_content() -> None:
    assert set(CHECKS) == set(FORMATS)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:24])
def test_no_format_executes_or_breaks_on_hostile_content(text: str) -> None:
    check_all(hostile(text))


@settings(max_examples=25, deadline=None)
@given(st.text(), st.text())
def test_no_format_breaks_on_any_text(text: str, other: str) -> None:
    check_all(hostile(text, other))


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_answer_of_a_megabyte_is_quoted_in_short(format_name: str) -> None:
    answer = "ten letters " * 90_000
    finding = Finding(message="It is general.", advice="Say more.", location=Location(), quote=answer, fingerprint="f")
    passed = Evidence(location=Location(file="form.docx"), quote=answer)
    made = report([result("VAR003", "General", finding), result("ARI001", "Named", evidence=(passed,))])
    if format_name != "json":
        assert len(text_of(render(made, format_name))) < 30_000


@pytest.mark.parametrize("format_name", FORMATS)
def test_nothing_checked_and_nothing_found_are_written_too(format_name: str) -> None:
    CHECKS[format_name](text_of(render(report([], outcome="not_checked"), format_name)))


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_same_report_gives_the_same_bytes(a_draft: Report, format_name: str) -> None:
    assert render(a_draft, format_name) == render(a_draft, format_name)


@pytest.mark.parametrize("format_name", sorted({*goldens.FILES} - {"json"}))
def test_every_format_writes_its_golden_file(format_name: str) -> None:
    golden = (goldens.GOLDEN / goldens.FILES[format_name]).read_bytes()
    written = goldens.written(goldens.stored(), format_name)
    assert written.decode() == golden.decode(), f"If this is meant: {goldens.COMMAND}, and look at what changed."


def test_the_example_is_checked_as_its_golden_report_says() -> None:
    golden = (goldens.GOLDEN / goldens.FILES["json"]).read_text(encoding="utf-8")
    assert goldens.checked().decode() == golden, f"If this is meant: {goldens.COMMAND}, and look at what changed."


@pytest.mark.parametrize(
    ("file", "format_name"),
    [
        ("a.html", "html"), ("a.HTM", "html"), ("a.md", "markdown"), ("a.json", "json"), ("a.csv", "csv"),
        ("a.sarif", "sarif"), ("a.sarif.json", "sarif"), ("a.xml", "junit"), ("a.txt", "text"), ("a.doc", None),
        ("html", None),
    ],
)  # fmt: skip
def test_the_extension_asks_for_the_format(file: str, format_name: str | None) -> None:
    assert format_for(file) == format_name


def test_a_format_that_is_not_known_names_those_that_are(a_draft: Report) -> None:
    with pytest.raises(UsageError, match=r"no format 'pdf'.*html.*junit"):
        render(a_draft, "pdf")


@pytest.mark.parametrize(
    ("extension", "start"),
    [
        ("html", b"<!DOCTYPE html>"), ("md", b"# first-draft"), ("json", b"{\n"), ("csv", b"\xef\xbb\xbfseverity,code"),
        ("sarif", b'{\n  "$schema"'), ("xml", b"<?xml "), ("txt", b"first-draft, checked"),
    ],
)  # fmt: skip
def test_the_command_writes_each_format_by_the_extension_of_its_file(
    tmp_path: Path, extension: str, start: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"feedback.{extension}"
    example = str(goldens.ROOT / "examples" / "first-draft")
    assert main(["check", example, "--today", "2026-12-01", "--select", "FRM,VAR", "-o", str(file)]) == 1
    assert file.read_bytes().startswith(start)
    assert b"\r\r" not in file.read_bytes()
    assert "Changes needed" in capsys.readouterr().out


def test_the_command_prints_the_bytes_of_a_format_that_has_its_own_encoding(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    example = str(goldens.ROOT / "examples" / "first-draft")
    assert main(["check", example, "--today", "2026-12-01", "--select", "FRM", "--format", "csv"]) == 1
    assert capfdbinary.readouterr().out.startswith(b"\xef\xbb\xbfseverity,")
