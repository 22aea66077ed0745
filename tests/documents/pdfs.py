"""Writes small PDFs by hand, object by object, for the tests of the PDF reader."""

from __future__ import annotations

import zlib

HELVETICA = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
BOLD = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>"
DINGBATS = "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"


def assemble(objects: dict[int, bytes], root: int = 1, extra: str = "") -> bytes:
    """A PDF of numbered objects with a correct cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    out += f"trailer\n<</Size {size}/Root {root} 0 R{extra}>>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")
    return bytes(out)


def stream(data: bytes, entries: str = "", *, packed: bool = False) -> bytes:
    """A stream object, deflated where asked."""
    if packed:
        data = zlib.compress(data, 9)
        entries += "/Filter/FlateDecode"
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1") + data + b"\nendstream"


def pdf(
    *contents: str | bytes,
    annotations: tuple[str, ...] = (),
    catalog: str = "",
    resources: str = "",
    page: str = "",
    objects: dict[int, bytes] | None = None,
    fonts: str = "",
) -> bytes:
    """A PDF with a page for each content stream. Fonts F1 (Helvetica), F2 (bold) and F3 (dingbats); annotations go on page 1.

    Numbers from 500 are free for `objects`.
    """
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(contents)))
    numbered: dict[int, bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode("latin-1"),
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}/MediaBox[0 0 595 842]>>".encode("latin-1"),
        3: f"<</Font<</F1 {HELVETICA}/F2 {BOLD}/F3 {DINGBATS}{fonts}>>{resources}>>".encode("latin-1"),
    }
    for number, content in enumerate(contents):
        data = content.encode("cp1252") if isinstance(content, str) else content
        notes = ""
        if number == 0 and annotations:
            notes = "/Annots[" + " ".join(f"{300 + at} 0 R" for at in range(len(annotations))) + "]"
        numbered[10 + 2 * number] = (
            f"<</Type/Page/Parent 2 0 R/Resources 3 0 R/Contents {11 + 2 * number} 0 R{notes}{page}>>".encode("latin-1")
        )
        numbered[11 + 2 * number] = stream(data)
    for at, annotation in enumerate(annotations):
        numbered[300 + at] = annotation.encode("latin-1")
    return assemble(numbered | (objects or {}))


def text_at(x: float, y: float, text: str, *, font: str = "F1", size: float = 11) -> str:
    """Content that shows a text at a place."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def lines_at(x: float, y: float, *texts: str, leading: float = 13, size: float = 11) -> str:
    """Content that shows lines below one another."""
    return "".join(text_at(x, y - number * leading, text, size=size) for number, text in enumerate(texts))
