"""What kind of text a text is: its encoding, and whether it looks like a web page, an e-mail or a delimited table."""

from __future__ import annotations

import codecs
import re

_HTML = re.compile(
    r"(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|table|div|p|h[1-6]|center|span|br|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]?(.*)")
_EMAIL_HEADERS = frozenset(
    [
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "delivered-to",
        "reply-to",
        "content-type",
        "x-mailer",
        "sender",
    ]
)
_DELIMITERS = "\t;|,"


def decode_text(data: bytes, *, cut: bool = False) -> str | None:
    """The text of bytes in UTF-8, UTF-16 (with or without a mark) or Windows-1252; None where they are no text.

    `cut` says that the bytes end anywhere, perhaps within a character.
    """
    encoding = text_encoding(data, cut=cut)
    if encoding is None:
        return None
    return codecs.getincrementaldecoder(encoding)("replace").decode(data, final=not cut)


def text_encoding(data: bytes, *, cut: bool = False) -> str | None:
    """The encoding of a text, None where the bytes are no text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return encoding
    unmarked = _unmarked_utf16(data)
    if unmarked is not None:
        return unmarked
    controls = sum(data.count(code) for code in range(32) if code not in (0, 8, 9, 10, 11, 12, 13, 27, 26))
    if not data.strip(b"\0"):
        return None
    zeros = data.strip(b"\0").count(0)  # a file that was cut short may end in zeros
    if controls > len(data) * 0.02 or zeros > len(data) * 0.05:
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
    except UnicodeDecodeError:
        return "cp1252" if not controls else None
    return "utf-8"


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of a Western text is zero."""
    sample = data[:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a web page or a piece of one does."""
    return _HTML.match(text[:20_000]) is not None


def looks_like_email(text: str) -> bool:
    """Whether a text begins with the headers of an e-mail."""
    known: set[str] = set()
    lines = text[:20_000].splitlines()
    if lines and lines[0].startswith("From ") and "@" in lines[0]:
        lines = lines[1:]
    for line in lines:
        if not line.strip():
            break
        if line[0] in " \t":
            continue
        header = _HEADER.match(line)
        if header is None:
            return False
        known.add(header[1].casefold())
    found = known & _EMAIL_HEADERS
    strong = known & {"mime-version", "received", "message-id", "return-path", "content-type", "delivered-to"}
    return len(found) >= 2 and "from" in found and bool(strong or {"subject", "date", "to"} <= found)


def looks_delimited(text: str) -> bool:
    """Whether a text whose name does not say so is a table: the same number of one delimiter in each of its first lines."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    if len(lines) < 3:
        return False
    lines = lines[:-1] if len(lines) > 20 else lines
    for delimiter in _DELIMITERS:
        counts = {_outside_quotes(line, delimiter) for line in lines}
        least = 1 if delimiter in "\t;|" else 2
        if len(counts) == 1 and counts.pop() >= least:
            return True
    return False


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(piece.count(delimiter) for piece in line.split('"')[::2])
