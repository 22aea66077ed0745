"""Telling files apart by content, and saying of those that are not read what they are and what to send instead."""

from __future__ import annotations

import struct
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dag_check.documents import detect, open_file
from dag_check.errors import UnreadableFile
from tests.documents.workbooks import biff, ods, ole, xls, xlsb, xlsx, xlsx_parts, zipped

TYPES = "application/vnd.openxmlformats-officedocument."


def office(main_type: str, part: str) -> bytes:
    types = f'<Types><Override PartName="/{part}" ContentType="{main_type}"/></Types>'
    return zipped({"[Content_Types].xml": types, part: "<x/>"})


def odf(kind: str, *, manifest: str = "<manifest/>") -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": "<x/>"})


READ = {
    "Word": (office(f"{TYPES}wordprocessingml.document.main+xml", "word/document.xml"), "docx"),
    "Word with macros": (office("application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml"), "docx"),
    "Word template": (office(f"{TYPES}wordprocessingml.template.main+xml", "word/document.xml"), "docx"),
    "Word without types": (zipped({"word/document.xml": "<x/>"}), "docx"),
    "Excel": (xlsx(""), "xlsx"),
    "Excel with macros": (office("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xl/workbook.xml"), "xlsx"),
    "Excel template": (office(f"{TYPES}spreadsheetml.template.main+xml", "xl/workbook.xml"), "xlsx"),
    "Excel with backslashes": (zipped({"xl\\workbook.xml": "<x/>"}), "xlsx"),
    "Excel with types of extensions that it lacks, as SheetJS writes it": (
        zipped(
            {
                "[Content_Types].xml": '<Types><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.'
                f'macroEnabled.main"/><Override PartName="/xl/workbook.xml" ContentType="{TYPES}spreadsheetml.sheet.main+xml"/></Types>',
                "xl/workbook.xml": "<x/>",
            }
        ),
        "xlsx",
    ),
    "binary Excel": (xlsb(b""), "xlsb"),
    "old Excel": (xls(b""), "xls"),
    "OpenDocument text": (odf("text"), "odt"),
    "OpenDocument text template": (odf("text-template"), "odt"),
    "OpenDocument spreadsheet": (ods(""), "ods"),
    "OpenDocument spreadsheet template": (odf("spreadsheet-template"), "ods"),
    "PDF": (b"%PDF-1.7\n", "pdf"),
    "PDF after junk": (b"\0" * 900 + b"%PDF-1.4\n", "pdf"),
    "Outlook message": (ole({"__properties_version1.0": b"x"}), "msg"),
    "zip": (zipped({"a/form.docx": "x", "b.txt": "y"}), "zip"),
    "e-mail": (b"From: a@b.uk\r\nTo: c@d.uk\r\nSubject: Form\r\nMIME-Version: 1.0\r\n\r\nHello\r\n", "eml"),
    "web page": (b"\xef\xbb\xbf<!-- x --><!DOCTYPE html><html><body>x</body></html>", "html"),
    "web page in UTF-16": ("<html><table></table></html>".encode("utf-16"), "html"),
    "table with tabs": (b"Name\tWhy\nage\tx\nsex\ty\n", "csv"),
    "prose": (b"Dear panel, we ask for data.\nWe need it, as you know.\nYours, A. Person\n", "txt"),
    "letter that quotes headers": (b"Re: your letter\nWe wrote to you.\nYours", "txt"),
}


@pytest.mark.parametrize("what", READ)
def test_what_can_be_read_is_told_by_content_whatever_its_name(what: str) -> None:
    data, format_ = READ[what]
    for name in ("form", "form.docx", "list.xlsx", "letter.pdf"):
        found = detect(name, data)
        assert (found.format, found.reason) == (format_, None)


def test_a_name_decides_only_that_a_text_is_a_table() -> None:
    assert detect("list.csv", b"Variable\nage\n").format == "csv"
    assert detect("list.txt", b"Variable\nage\n").format == "txt"
    assert detect("list.csv", b"%PDF-1.4").format == "pdf"


def fib(flags: int) -> bytes:
    return struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags)


REFUSED = {
    "old Word": (ole({"WordDocument": fib(0)}), "unsupported", "old Word format", "Save As > Word Document"),
    "old Word with password": (ole({"WordDocument": fib(0x0100)}), "encrypted", "password", "Remove the password"),
    "encrypted Office": (
        ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
        "encrypted",
        "password",
        "Remove the password",
    ),
    "Excel with password": (
        ole({"Workbook": biff(0x0809, bytes([0, 6, 5, 0]) + bytes(12)) + biff(0x002F, b"\1\0" + bytes(50))}),
        "encrypted",
        "password",
        "Remove the password",
    ),
    "old PowerPoint": (ole({"PowerPoint Document": b"x"}), "unsupported", "PowerPoint", "PDF"),
    "unknown OLE": (ole({"Something": b"x"}), "unsupported", "older Office file", "PDF"),
    "OLE cut off": (ole({"WordDocument": b"x"})[:600], "corrupt", "damaged", "save a new copy"),
    "PowerPoint": (
        office(f"{TYPES}presentationml.presentation.main+xml", "ppt/presentation.xml"),
        "unsupported",
        "PowerPoint",
        "PDF",
    ),
    "OpenDocument slides": (odf("presentation"), "unsupported", "presentation", "PDF"),
    "encrypted OpenDocument": (
        odf("text", manifest='<m:file-entry><m:encryption-data m:checksum="x"/></m:file-entry>'),
        "encrypted",
        "password",
        "Remove the password",
    ),
    "flat OpenDocument": (
        b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>',
        "unsupported",
        ".fods",
        ".xlsx",
    ),
    "Excel 2003 XML": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "unsupported",
        "Excel 2003 XML",
        "Save As > Excel Workbook",
    ),
    "rich text": (b"{\\rtf1 x}", "unsupported", "Rich Text", "Save As > Word Document"),
    "Apple Pages": (zipped({"Index/Document.iwa": "x", "preview.jpg": "x"}), "unsupported", "Apple", "Export To"),
    "Google link": (
        b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}',
        "unsupported",
        "Google",
        "Download",
    ),
    "saved web page": (
        b"From: <Saved by Blink>\nSubject: x\nDate: x\nMIME-Version: 1.0\nSnapshot-Content-Location: x\n\nx",
        "unsupported",
        "saved web page",
        "PDF",
    ),
    "OneNote": (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d" + bytes(20), "unsupported", "OneNote", "PDF"),
    "RAR": (b"Rar!\x1a\x07\x00" + bytes(20), "unsupported", "RAR", ".zip"),
    "Mac side file": (b"\x00\x05\x16\x07" + bytes(60), "unsupported", "Mac", "Leave it out"),
    "zip cut off": (xlsx("")[:200], "corrupt", "damaged", "save a new copy"),
    "nothing": (b"", "empty", "0 bytes", "again"),
    "blanks": (b"  \r\n", "empty", "blanks", "again"),
    "zeros": (bytes(5000), "corrupt", "zero bytes", "again"),
    "noise": (bytes(range(256)) * 8, "unsupported", "cannot be told", "PDF"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_named_with_what_to_send_instead(what: str) -> None:
    data, reason, problem, remedy = REFUSED[what]
    found = detect("file.bin", data)
    assert (found.reason, problem in found.problem, remedy in found.remedy) == (reason, True, True), found
    with pytest.raises(UnreadableFile) as caught:
        open_file("file.bin", data)
    assert (caught.value.file, caught.value.reason) == ("file.bin", reason)


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(20), "JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "PNG"),
        (b"GIF89a" + bytes(20), "GIF"),
        (b"II*\0" + bytes(20), "TIFF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "HEIC"),
        (b"BM\x40\0\0\0\0\0\0\0\x36\0\0\0" + bytes(50), "bitmap"),
    ],
)
def test_a_picture_under_a_documents_name_is_called_a_picture(data: bytes, label: str) -> None:
    found = detect("form.docx", data)
    assert (found.format, found.reason) == ("image", "unsupported")
    assert found.problem == f"This is a picture ({label}), although its name ends in .docx."
    assert detect("scan.jpg", data).problem == f"This is a picture ({label})."


def test_an_office_lock_file_and_a_mac_side_file_are_known_by_their_names_where_content_says_nothing() -> None:
    assert "lock file" in detect("~$form.docx", b"\x05Anne " + b"\0\x05A\0" * 40).problem
    assert "Mac" in detect("._form.docx", b"\x01\x02\x03\x00" * 20).problem


def test_a_document_whose_bytes_are_scrambled_is_damaged_and_not_of_unknown_kind() -> None:
    assert detect("form.docx", bytes(range(1, 256)) * 4).reason == "corrupt"


def test_a_panic_of_a_reader_becomes_a_damaged_file_and_an_interrupt_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    panic_exception = type("PanicException", (BaseException,), {})
    from dag_check.documents import workbook

    for raised in (panic_exception("index out of bounds"), RecursionError(), MemoryError(), KeyError("x")):

        def fail(*_: object, raised: BaseException = raised) -> None:
            raise raised

        monkeypatch.setattr(workbook, "read_workbook", fail)
        with pytest.raises(UnreadableFile) as caught:
            open_file("list.xlsx", xlsx(""))
        assert caught.value.reason == "corrupt"
        assert caught.value.__cause__ is raised

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workbook, "read_workbook", interrupt)
    with pytest.raises(KeyboardInterrupt):
        open_file("list.xlsx", xlsx(""))


def test_a_file_larger_than_the_limit_is_refused() -> None:
    from dag_check.documents import Limits

    with pytest.raises(UnreadableFile) as caught:
        open_file("list.csv", b"a,b\n" * 100, Limits(file_size=50))
    assert caught.value.reason == "too_large"


def test_importing_the_package_loads_no_reader_library() -> None:
    import subprocess

    code = (
        "import sys, dag_check.documents\n"
        "print([m for m in ('docx', 'openpyxl', 'python_calamine', 'pypdf', 'odfdo', 'olefile') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(st.sampled_from(["a.docx", "a.xlsx", "a.csv", "a", "a.eml"]), st.binary(max_size=120))
@example("a.docx", b"PK\x03\x04")
@example("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600)
@settings(max_examples=200, deadline=None)
def test_detect_never_raises(name: str, data: bytes) -> None:
    found = detect(name, data)
    assert found.reason is None or (found.problem and found.remedy)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_detect_never_raises_on_damaged_containers(data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from([_XLSX, _OLE]))
    damaged = bytearray(seed)
    for place in data.draw(st.lists(st.integers(0, len(seed) - 1), max_size=10)):
        damaged[place] = data.draw(st.integers(0, 255))
    detect("a.docx", bytes(damaged))


_XLSX = zipped(xlsx_parts(""))
_OLE = ole({"WordDocument": fib(0)})
