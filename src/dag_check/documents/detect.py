"""What a file is, told by its content and never by its name alone; and for a file that is not read, what to send instead.

Opens containers only as far as their table of contents. Reading them is left to the readers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dag_check.documents.guard import DEFAULT_LIMITS, REMOVE_PASSWORD, Package, open_package
from dag_check.documents.model import Format
from dag_check.documents.text_kinds import decode_text, looks_delimited, looks_like_email, looks_like_html
from dag_check.errors import UnreadableFile, UnreadableReason

SAVE_AS_WORD = "Open it in Word, choose File > Save As > Word Document (.docx) and send that."
SAVE_AS_EXCEL = "Open it in Excel, choose File > Save As > Excel Workbook (.xlsx) and send that."
SAVE_AS_PDF = "Open it in the program that made it, export it as PDF or Word (.docx) and send that."
SEND_TEXT = "A person must read a picture. Send the document itself, as Word (.docx) or as a PDF with text in it."
LEAVE_OUT = "Leave it out; it holds nothing that a reader would need."


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file is. `reason`, `problem` and `remedy` are as in UnreadableFile, and `reason` is None for a file that can be read.

    `kind` is how a person would call it ("a Word document", "a picture (JPEG)").
    """

    format: Format
    kind: str
    reason: UnreadableReason | None = None
    problem: str = ""
    remedy: str = ""


_PICTURES: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "JPEG"),
    (b"\x89PNG\r\n\x1a\n", 0, "PNG"),
    (b"GIF87a", 0, "GIF"),
    (b"GIF89a", 0, "GIF"),
    (b"II*\x00", 0, "TIFF"),
    (b"MM\x00*", 0, "TIFF"),
    (b"WEBP", 8, "WebP"),
    (b"ftypheic", 4, "HEIC"),
    (b"ftypheix", 4, "HEIC"),
    (b"ftypmif1", 4, "HEIC"),
    (b"ftypmsf1", 4, "HEIC"),
    (b"ftypavif", 4, "AVIF"),
    (b"8BPS", 0, "Photoshop"),
    (b"\xd7\xcd\xc6\x9a", 0, "WMF"),
    (b" EMF", 40, "EMF"),
)

_OTHERS: tuple[tuple[bytes, int, str, str], ...] = (
    (b"Rar!\x1a\x07", 0, "a RAR archive", "Send the files themselves, or a .zip of them."),
    (b"7z\xbc\xaf\x27\x1c", 0, "a 7-Zip archive", "Send the files themselves, or a .zip of them."),
    (b"\x1f\x8b", 0, "a gzip archive", "Send the files themselves, or a .zip of them."),
    (b"ustar", 257, "a tar archive", "Send the files themselves, or a .zip of them."),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", 0, "a OneNote section", SAVE_AS_PDF),
    (b"\xffWPC", 0, "a WordPerfect document", SAVE_AS_WORD),
    (b"\xdb\xa5", 0, "a Word document of before 1995 (.doc)", SAVE_AS_WORD),
    (b"\x31\xbe\x00\x00", 0, "a document of Windows Write or Word for DOS", SAVE_AS_WORD),
    (b"\x00\x05\x16\x07", 0, "a side file that a Mac left behind, not the document", LEAVE_OUT),
    (b"\x00\x05\x16\x00", 0, "a side file that a Mac left behind, not the document", LEAVE_OUT),
    (b"\x00\x00\x00\x01Bud1", 0, "a folder setting that a Mac left behind", LEAVE_OUT),
    (b"L\x00\x00\x00\x01\x14\x02\x00", 0, "a shortcut to a file, not the file", "Send the file that it points at."),
    (b"$FL2", 0, "an SPSS data file", "Send the list of variables as Excel (.xlsx) or .csv."),
    (b"Standard Jet DB", 4, "an Access database", "Export the list as Excel (.xlsx) and send that."),
    (b"Standard ACE DB", 4, "an Access database", "Export the list as Excel (.xlsx) and send that."),
    (b"%!PS", 0, "a PostScript file", SAVE_AS_PDF),
    (b"MZ", 0, "a program", LEAVE_OUT),
    (b"bplist00", 0, "a Mac settings file or web link, not a document", "Send the document itself."),
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00\x00\x05", b"\x09\x08")


def detect(name: str, data: bytes) -> Detected:
    """What the file is, by its bytes; the name only decides between kinds of text. Raises nothing."""
    if not data:
        return Detected(
            "unknown",
            "an empty file",
            "empty",
            "The file is empty (0 bytes).",
            "Send the file again; the copy may have failed.",
        )
    try:
        return _detect(name, data)
    except UnreadableFile as error:
        return Detected("unknown", "a damaged file", error.reason, error.problem, error.remedy)


def _detect(name: str, data: bytes) -> Detected:
    if data.startswith(_ZIP):
        return _zip_kind(name, data)
    if data.startswith(_OLE):
        from dag_check.documents.ole_kinds import ole_kind

        return ole_kind(name, data)
    if b"%PDF-" in data[:1024]:
        return Detected("pdf", "a PDF document")
    picture = _picture(data)
    if picture:
        return picture_file(name, picture)
    for mark, offset, kind, remedy in _OTHERS:
        if data.startswith(mark, offset):
            return unsupported(kind, remedy)
    if data.startswith(_OLD_EXCEL) and b"\x00" in data[:16]:
        return unsupported("an Excel workbook of before 1995 (.xls)", SAVE_AS_EXCEL)
    text = decode_text(data[:65536], cut=len(data) > 65536)
    if text is not None:
        return _text_kind(name, text)
    return _unknown(name, data)


def unsupported(kind: str, remedy: str) -> Detected:
    """A file of a kind that is not read: what it is, and what to send instead."""
    return Detected("unknown", kind, "unsupported", f"This is {kind}, which cannot be read here.", remedy)


def encrypted(format: Format, kind: str) -> Detected:
    """A file that its password keeps closed."""
    return Detected(format, kind, "encrypted", f"This is {kind} that is protected by a password.", REMOVE_PASSWORD)


def picture_file(name: str, picture: str) -> Detected:
    """A picture: nothing in it can be read, whatever its name says."""
    suffix = extension(name)
    although = f", although its name ends in .{suffix}" if suffix in _DOCUMENT_SUFFIXES else ""
    return Detected(
        "image", f"a picture ({picture})", "unsupported", f"This is a picture ({picture}){although}.", SEND_TEXT
    )


_DOCUMENT_SUFFIXES = frozenset(
    [
        "doc",
        "docx",
        "docm",
        "dot",
        "dotx",
        "odt",
        "pdf",
        "rtf",
        "txt",
        "xls",
        "xlsx",
        "xlsm",
        "xlsb",
        "ods",
        "csv",
        "tsv",
        "ppt",
        "pptx",
        "odp",
        "htm",
        "html",
        "eml",
        "msg",
        "zip",
    ]
)


def extension(name: str) -> str:
    """The end of a file's name in lower case, without the dot; "" where it has none."""
    leaf = name.replace("\\", "/").rpartition("/")[2]
    return leaf.rpartition(".")[2].casefold() if "." in leaf.lstrip(".") else ""


def _picture(data: bytes) -> str | None:
    for mark, offset, label in _PICTURES:
        if data.startswith(mark, offset):
            return label
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" and int.from_bytes(data[2:6], "little") <= len(data) + 1024:
        return "bitmap"
    return None


# Zip containers

_MAIN_TYPES: tuple[tuple[re.Pattern[bytes], Format, str], ...] = (
    (re.compile(rb"ms-excel\.sheet\.binary\.[^\"']*main"), "xlsb", "an Excel workbook (.xlsb)"),
    (re.compile(rb"(?:wordprocessingml|ms-word)\.[^\"']*main\+xml"), "docx", "a Word document"),
    (re.compile(rb"(?:spreadsheetml|ms-excel)\.[^\"']*main\+xml"), "xlsx", "an Excel workbook"),
)
_DEFAULT_TYPE = re.compile(rb"<(?:\w+:)?Default\b[^>]*>")
_SLIDES = re.compile(rb"(?:presentationml|ms-powerpoint)\.[^\"']*main\+xml")
_MAIN_PARTS: tuple[tuple[str, Format, str], ...] = (
    ("word/document.xml", "docx", "a Word document"),
    ("xl/workbook.xml", "xlsx", "an Excel workbook"),
    ("xl/workbook.bin", "xlsb", "an Excel workbook (.xlsb)"),
)
_ODF_KINDS: dict[str, tuple[Format, str]] = {
    "text": ("odt", "an OpenDocument text"),
    "text-template": ("odt", "an OpenDocument text"),
    "text-web": ("odt", "an OpenDocument text"),
    "spreadsheet": ("ods", "an OpenDocument spreadsheet"),
    "spreadsheet-template": ("ods", "an OpenDocument spreadsheet"),
}
_ODF_TYPE = re.compile(rb"application/(?:vnd|x-vnd)\.oasis\.opendocument\.([a-z-]+)")
_STAROFFICE_TYPE = re.compile(rb"application/vnd\.sun\.xml\.([a-z.]+)")
_SMALL = 1024 * 1024


def _zip_kind(name: str, data: bytes) -> Detected:
    package = open_package(name, data, DEFAULT_LIMITS)
    parts = {part.replace("\\", "/").lstrip("/").casefold(): part for part in package.names}
    if "[content_types].xml" in parts or any(part.startswith(("word/", "xl/", "ppt/")) for part in parts):
        office = _office_kind(package, parts)
        if office is not None:
            return office
    open_document = _open_document_kind(package, parts)
    if open_document is not None:
        return open_document
    if any(part.endswith((".iwa", "index.xml.gz")) or part == "index.zip" for part in parts):
        return _apple_kind(name)
    if any(part.endswith((".fdseq", "fixeddocumentsequence.fdseq")) for part in parts):
        return unsupported("an XPS document", SAVE_AS_PDF)
    return Detected("zip", "a zip archive")


def _office_kind(package: Package, parts: dict[str, str]) -> Detected | None:
    types = b""
    if "[content_types].xml" in parts:
        types = package.read(parts["[content_types].xml"], at_most=_SMALL).replace(b"\x00", b"")
    # What is said of single parts counts first: some writers declare types of extensions that no part has (".bin" in an .xlsx).
    of_parts = _DEFAULT_TYPE.sub(b"", types)
    for pattern, format_, kind in _MAIN_TYPES:
        if pattern.search(of_parts):
            return Detected(format_, kind)
    if _SLIDES.search(of_parts) or "ppt/presentation.xml" in parts:
        return unsupported("a PowerPoint presentation", SAVE_AS_PDF)
    for part, format_, kind in _MAIN_PARTS:
        if part in parts:
            return Detected(format_, kind)
    for pattern, format_, kind in _MAIN_TYPES:
        if pattern.search(types):
            return Detected(format_, kind)
    if _SLIDES.search(types):
        return unsupported("a PowerPoint presentation", SAVE_AS_PDF)
    if b"ms-visio" in types or "visio/document.xml" in parts:
        return unsupported("a Visio drawing", SAVE_AS_PDF)
    return None


def _open_document_kind(package: Package, parts: dict[str, str]) -> Detected | None:
    manifest = b""
    if "meta-inf/manifest.xml" in parts:
        manifest = package.read(parts["meta-inf/manifest.xml"], at_most=_SMALL).replace(b"\x00", b"")
    declared = b""
    if "mimetype" in parts:
        declared = package.read(parts["mimetype"], at_most=_SMALL)[:200]
    if b"epub+zip" in declared:
        return unsupported("an e-book (EPUB)", SAVE_AS_PDF)
    if _STAROFFICE_TYPE.search(declared):
        return unsupported("a StarOffice or OpenOffice 1 document", SAVE_AS_PDF)
    found = _ODF_TYPE.search(declared) or _ODF_TYPE.search(manifest)
    if found is None:
        return None
    subtype = found[1].decode("ascii")
    format_, kind = _ODF_KINDS.get(subtype, ("unknown", f"an OpenDocument {subtype.partition('-')[0]}"))
    if b"encryption-data" in manifest or "encrypted-package" in parts:
        return encrypted(format_, kind)
    if format_ == "unknown":
        return unsupported(kind, SAVE_AS_PDF)
    return Detected(format_, kind)


def _apple_kind(name: str) -> Detected:
    kinds = {"numbers": "an Apple Numbers spreadsheet", "key": "an Apple Keynote presentation"}
    remedies = {"numbers": "In Numbers, choose File > Export To > Excel and send that."}
    suffix = extension(name)
    remedy = remedies.get(suffix, "In Pages or Keynote, choose File > Export To > Word or PDF and send that.")
    return unsupported(
        kinds.get(suffix, "an Apple Pages document" if suffix == "pages" else "an Apple iWork document"), remedy
    )


# Text

_XML_KINDS: tuple[tuple[str, str, str], ...] = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "an Excel 2003 XML workbook", SAVE_AS_EXCEL),
    ("http://schemas.microsoft.com/office/word/2003/wordml", "a Word 2003 XML document", SAVE_AS_WORD),
    ("http://schemas.microsoft.com/office/2006/xmlPackage", "a Word document saved as XML", SAVE_AS_WORD),
    (
        "opendocument.spreadsheet",
        "a flat OpenDocument spreadsheet (.fods)",
        "Open it in LibreOffice, save it as .ods or .xlsx and send that.",
    ),
    (
        "opendocument.text",
        "a flat OpenDocument text (.fodt)",
        "Open it in LibreOffice, save it as .odt or .docx and send that.",
    ),
    ("www.apple.com/DTDs/PropertyList", "a Mac settings file or web link, not a document", "Send the document itself."),
)
_CLOUD_LINK = re.compile(r'\A\s*\{[^{}]*"(?:doc_id|url)"\s*:\s*"[^"]*', re.DOTALL)
_CLOUD_SUFFIXES = ("gdoc", "gsheet", "gslides", "gform", "gdraw")


def _text_kind(name: str, text: str) -> Detected:
    suffix = extension(name)
    start = text.lstrip("\ufeff \t\r\n")
    if not start.strip("\x00"):
        return Detected(
            "txt",
            "a text file without text",
            "empty",
            "The file holds nothing but blanks.",
            "Send the file again, filled in.",
        )
    if start.startswith("{\\rtf"):
        return unsupported("a Rich Text document (.rtf)", SAVE_AS_WORD)
    if start.startswith("-----BEGIN PGP MESSAGE"):
        return encrypted("unknown", "a PGP message")
    if suffix in _CLOUD_SUFFIXES or (_CLOUD_LINK.match(start) and "docs.google.com" in start):
        return unsupported(
            "a link to a Google document, not the document",
            "In Google Docs or Sheets, choose File > Download > Word (.docx) or Excel (.xlsx) and send that.",
        )
    if start.startswith(("[InternetShortcut]", "[{000214A0")):
        return unsupported("a web link, not a document", "Send the document that it points at.")
    if looks_like_html(start):
        return Detected("html", "a web page")
    if start.startswith("<?xml") or (start.startswith("<") and "xmlns" in start[:2000]):
        return _xml_kind(suffix, start)
    if looks_like_email(start):
        if suffix in ("mht", "mhtml") or "Snapshot-Content-Location" in start or "<Saved by" in start[:500]:
            return unsupported("a saved web page (.mht)", SAVE_AS_PDF)
        return Detected("eml", "an e-mail")
    if suffix in ("csv", "tsv", "tab", "psv") or looks_delimited(text):
        return Detected("csv", "a delimited text file")
    return Detected("txt", "a plain text file")


def _xml_kind(suffix: str, start: str) -> Detected:
    for mark, kind, remedy in _XML_KINDS:
        if mark in start:
            return unsupported(kind, remedy)
    if "<svg" in start[:2000]:
        return picture_file(f"drawing.{suffix}" if suffix != "svg" else "", "SVG")
    return unsupported("an XML file", "Send the document as Word (.docx), Excel (.xlsx) or PDF.")


# What is left

_LOCK_FILE = "a lock file that Office leaves while a document is open, not the document"


def _unknown(name: str, data: bytes) -> Detected:
    leaf = name.replace("\\", "/").rpartition("/")[2]
    if leaf.startswith("~$"):
        return unsupported(_LOCK_FILE, LEAVE_OUT)
    if leaf.startswith("._"):
        return unsupported("a side file that a Mac left behind, not the document", LEAVE_OUT)
    if not data.strip(b"\x00"):
        return Detected(
            "unknown",
            "a damaged file",
            "corrupt",
            "The file is damaged: it holds nothing but zero bytes.",
            "Send the file again; the copy failed.",
        )
    if extension(name) in ("pdf", "docx", "xlsx", "xlsm", "odt", "ods", "doc", "xls", "zip", "msg"):
        return _not_what_its_name_says(extension(name), data)
    return Detected(
        "unknown",
        "a file of an unknown kind",
        "unsupported",
        "What kind of file this is cannot be told.",
        "Send the document as Word (.docx), Excel (.xlsx) or PDF.",
    )


def _not_what_its_name_says(suffix: str, data: bytes) -> Detected:
    if b"PK\x05\x06" in data[-66000:]:
        problem = "The file is damaged: its beginning is not that of an Office file or zip."
    else:
        problem = f"The file is damaged or encrypted: its name ends in .{suffix}, and its content is not of that kind."
    return Detected(
        "unknown",
        "a damaged file",
        "corrupt",
        problem,
        "Open it in the program that made it, save a new copy and send that.",
    )
