"""Small packages written by hand for the tests of workbook readers: what no library would write is written here."""

from __future__ import annotations

import io
import struct
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(*items: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{id_}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for id_, kind, target in items
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def xlsx_parts(
    rows: str,
    *,
    before: str = "",
    after: str = "",
    texts: list[str] | None = None,
    styles: str = "",
    namespace: str = MAIN,
    workbook_properties: str = "",
    sheets: str = '<sheet name="List" sheetId="1" r:id="rId1"/>',
) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet; `rows` is what stands in sheetData, `before` and `after` around it."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{RELATIONS}">{workbook_properties}'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}"><dimension ref="A1:XFD1048576"/>{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
    }
    if texts is not None:
        items = "".join(f"<si>{text}</si>" for text in texts)
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{namespace}">{items}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{namespace}">{styles}</styleSheet>'
    return parts


def xlsx(rows: str, **options: object) -> bytes:
    return zipped(xlsx_parts(rows, **options))  # type: ignore[arg-type]


def t(text: str) -> str:
    """A shared text."""
    return f"<t>{escape(text)}</t>"


def ods(body: str, *, styles: str = "", manifest: str = "") -> bytes:
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest or "<manifest/>",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


# Binary workbooks (.xlsb)


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(body)
    size = b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + body


def xlsb_row(number: int, *, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHBBB", number - 1, 0, 300, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0))


def xlsb_cell(kind: int, col: int, body: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", col - 1, style) + body)


def xlsb(sheet: bytes, *, texts: list[str] | None = None, styles: bytes = b"") -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types><Override PartName="/xl/workbook.bin" ContentType='
        '"application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("List")),
        "xl/_rels/workbook.bin.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.bin"),
            ("rId2", "sharedStrings", "sharedStrings.bin"),
            ("rId3", "styles", "styles.bin"),
        ),
        "xl/worksheets/sheet1.bin": sheet,
    }
    if texts is not None:
        parts["xl/sharedStrings.bin"] = b"".join(record(19, b"\0" + wide(text)) for text in texts)
    if styles:
        parts["xl/styles.bin"] = styles
    return zipped(parts)


# Compound files (.xls, .doc ...), just large enough to hold streams of at least 4096 bytes


def ole(streams: dict[str, bytes]) -> bytes:
    sector = 512
    bodies = {name: body.ljust(4096, b"\0") for name, body in streams.items()}
    bodies = {name: body + b"\0" * (-len(body) % sector) for name, body in bodies.items()}
    directory_sectors = (len(bodies) + 1 + 3) // 4
    data_sectors = sum(len(body) // sector for body in bodies.values())
    fat_sectors = 1
    while fat_sectors * 128 < fat_sectors + directory_sectors + data_sectors:
        fat_sectors += 1
    end, fat_mark, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    fat = [fat_mark] * fat_sectors
    fat += [fat_sectors + index + 1 for index in range(directory_sectors - 1)] + [end]
    entries = [_directory_entry("Root Entry", 5, end, 0, child=1 if bodies else free)]
    for index, (name, body) in enumerate(bodies.items(), start=1):
        start = len(fat)
        count = len(body) // sector
        fat += [start + step + 1 for step in range(count - 1)] + [end]
        right = index + 1 if index < len(bodies) else free
        entries.append(_directory_entry(name, 2, start, len(body), right=right))
    fat += [free] * (fat_sectors * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, fat_sectors, 0, 4096, end, 0, end, 0)
    difat = list(range(fat_sectors)) + [free] * (109 - fat_sectors)
    directory = b"".join(entries).ljust(directory_sectors * sector, b"\0")
    return (
        header
        + struct.pack("<109I", *difat)
        + struct.pack(f"<{len(fat)}I", *fat)
        + directory
        + b"".join(bodies.values())
    )


def _directory_entry(
    name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    label = name.encode("utf-16-le")
    return (
        label.ljust(64, b"\0")
        + struct.pack("<HBB", len(label) + 2, kind, 1)
        + struct.pack("<III", 0xFFFFFFFF, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def biff(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls(sheet: bytes, *, shared: bytes = b"", name: str = "List") -> bytes:
    """An Excel 97 workbook of one sheet from raw records, the sheet's BOF and EOF included here."""
    start = biff(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    label = name.encode("latin-1")
    size = len(start) + len(shared) + 4 + 8 + len(label) + 4
    listed = biff(0x0085, struct.pack("<IBBBB", size, 0, 0, len(label), 0) + label)
    body = biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + sheet + biff(0x000A)
    return ole({"Workbook": start + shared + listed + biff(0x000A) + body})
