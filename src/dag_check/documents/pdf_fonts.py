"""Turns the codes of a PDF font into characters and widths: ToUnicode maps, encodings with differences, symbol fonts.

For the PDF reader only. Takes pypdf's dictionaries; a font that cannot be understood gives no text rather than wrong text.
"""

from __future__ import annotations

import re
from typing import Any

MOST_MAPPED = 70_000
"""Entries of a ToUnicode map that are taken; a two-byte font cannot use more."""

_BF_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_BF_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])")
_UNI_NAME = re.compile(r"uni([0-9A-F]{4})+|u([0-9A-F]{4,6})")
_STANDARD = {
    0x27: "’", 0x60: "‘", 0xA1: "¡", 0xA2: "¢", 0xA3: "£", 0xA4: "/", 0xA5: "¥", 0xA7: "§", 0xA9: "'", 0xAA: "“", 0xAB: "«",
    0xAC: "‹", 0xAD: "›", 0xAE: "fi", 0xAF: "fl", 0xB1: "–", 0xB2: "†", 0xB3: "‡", 0xB4: "·", 0xB6: "¶", 0xB7: "•", 0xB8: "‚",
    0xB9: "„", 0xBA: "”", 0xBB: "»", 0xBC: "…", 0xBD: "‰", 0xBF: "¿", 0xD0: "—", 0xE1: "Æ", 0xF1: "æ", 0xFB: "ß",
}  # fmt: skip
_DINGBATS = {
    **dict(zip(map(ord, "345678"), "✓✔✘✘✗✘", strict=True)),
    **dict.fromkeys(map(ord, "opqr"), "☐"),
    **dict.fromkeys(map(ord, "lmnstuvwxyz"), "•"),
}
_WINGDINGS = {
    0x6F: "☐",
    0x71: "☐",
    0x72: "☐",
    0xA8: "☐",
    0xFE: "☒",
    0xFD: "☒",
    0x78: "☒",
    0xFC: "✓",
    0xFB: "✗",
    0xFA: "☒",
}
_WINGDINGS_2 = {0xA3: "☐", 0x2A: "☐", 0x52: "☒", 0x53: "☒", 0x54: "☒", 0x50: "✓", 0x4F: "✗"}
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NARROW, _WIDE = frozenset("iljtfI.,;:'|!()[] /\\-"), frozenset("mwMW@%")
_CACHED = 5_000


class Font:
    """A font: `decode` gives the text and the width of a string shown in it."""

    def __init__(self, resource: Any) -> None:
        name = str(_value(resource, "/BaseFont") or "")
        flags = _value(_descriptor(resource), "/Flags")
        self.bold = bool(re.search(r"bold|black|heavy|semibold|demi", name, re.IGNORECASE)) or bool(
            isinstance(flags, int) and flags & 0x40000
        )
        self.italic = bool(re.search(r"italic|oblique", name, re.IGNORECASE))
        self.undecoded = 0
        self._name = name.rsplit("+", 1)[-1]
        self._composite = _value(resource, "/Subtype") == "/Type0"
        self._map = to_unicode(_stream(resource, "/ToUnicode"))
        self._scale = 1.0
        self._step = 1
        self._cache: dict[bytes, tuple[str, float, int, int]] = {}
        encoding = _value(resource, "/Encoding")
        if self._composite:
            self._step = 1 if _one_byte_codes(_stream(resource, "/Encoding")) else 2
            self._ucs2 = isinstance(encoding, str) and ("UCS2" in encoding or "UTF16" in encoding)
            self._widths, self._default = _cid_widths(resource)
        else:
            self._ucs2 = False
            self._fallback = _simple_encoding(encoding, self._name)
            self._widths, self._default = _simple_widths(resource)
            if _value(resource, "/Subtype") == "/Type3":
                matrix = _value(resource, "/FontMatrix")
                if isinstance(matrix, list) and matrix and isinstance(matrix[0], int | float):
                    self._scale = abs(float(matrix[0])) * 1000

    def decode(self, shown: bytes) -> tuple[str, float, int, int]:
        """The text, its width in thousandths of the font size, and how many codes and one-byte spaces it had."""
        known = self._cache.get(shown)
        if known is None:
            known = self._decode_wide(shown) if self._composite else self._decode_narrow(shown)
            if len(self._cache) < _CACHED:
                self._cache[shown] = known
        return known

    def _decode_narrow(self, shown: bytes) -> tuple[str, float, int, int]:
        parts = []
        width = 0.0
        for code in shown:
            text = self._map.get(code)
            if text is None or (text.isspace() and code > 32 and self._fallback.get(code, " ") != " "):
                text = self._fallback.get(code, "")
            parts.append(text)
            known = self._widths.get(code)
            width += known if known is not None else self._default if self._default else estimated_width(text)
        return clean("".join(parts)), width * self._scale, len(shown), shown.count(b" ")

    def _decode_wide(self, shown: bytes) -> tuple[str, float, int, int]:
        parts = []
        width = 0.0
        step = self._step
        for at in range(0, len(shown) - step + 1, step):
            code = shown[at] if step == 1 else shown[at] << 8 | shown[at + 1]
            text = self._map.get(code)
            if text is None:
                text = chr(code) if self._ucs2 and not 0xD800 <= code < 0xE000 else ""
                self.undecoded += not text
            parts.append(text)
            width += self._widths.get(code, self._default)
        return clean("".join(parts)), width, len(shown) // step, shown.count(b" ") if step == 1 else 0


def clean(text: str) -> str:
    """The text without control characters, Latin ligatures taken apart."""
    if text.isascii() and text.isprintable():
        return text
    return _DROPPED.sub("", _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text))


def estimated_width(text: str) -> float:
    """About how wide a text is in thousandths of the font size, in a font like Helvetica."""
    return sum(
        278.0 if char in _NARROW else 850.0 if char in _WIDE else 680.0 if char.isupper() else 540.0 for char in text
    )


def to_unicode(data: bytes) -> dict[int, str]:
    """The map of a ToUnicode stream, code to text."""
    mapped: dict[int, str] = {}
    for block in _BF_BLOCK.finditer(data):
        tokens = [match[2] if match[2] else bytes.fromhex(_even(match[1])) for match in _BF_TOKEN.finditer(block[2])]
        if block[1] == b"char":
            for code, text in zip(tokens[::2], tokens[1::2], strict=False):
                if len(mapped) >= MOST_MAPPED:
                    return mapped
                mapped[int.from_bytes(code[:4], "big")] = _utf16(text)
        else:
            _ranges(tokens, mapped)
    return mapped


def _one_byte_codes(encoding: bytes) -> bool:
    """Whether an embedded encoding of a composite font takes codes of one byte only."""
    spaces = re.findall(rb"begincodespacerange(.*?)endcodespacerange", encoding, re.DOTALL)
    lengths = {len(_even(low)) for space in spaces for low in re.findall(rb"<([0-9A-Fa-f\s]*)>", space)}
    return lengths == {2}


def _ranges(tokens: list[bytes], mapped: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(tokens):
        low, high = int.from_bytes(tokens[at][:4], "big"), int.from_bytes(tokens[at + 1][:4], "big")
        high = min(high, low + 0xFFFF)
        at += 2
        if tokens[at] == b"[":
            at += 1
            code = low
            while at < len(tokens) and tokens[at] != b"]":
                if code <= high and len(mapped) < MOST_MAPPED:
                    mapped[code] = _utf16(tokens[at])
                code += 1
                at += 1
            at += 1
            continue
        first = _utf16(tokens[at])
        at += 1
        if not first:
            continue
        for code in range(low, high + 1):
            if len(mapped) >= MOST_MAPPED:
                return
            last = ord(first[-1]) + code - low
            if last < 0x110000:
                mapped[code] = first[:-1] + chr(last)


def _even(digits: bytes) -> str:
    """Hexadecimal digits of whole bytes."""
    text = b"".join(digits.split()).decode("ascii")
    return text + "0" * (len(text) % 2)


def _utf16(data: bytes) -> str:
    if len(data) == 1:
        return chr(data[0])
    return data.decode("utf-16-be", errors="ignore")


def _simple_encoding(encoding: Any, name: str) -> dict[int, str]:
    lowered = name.casefold().replace(" ", "").replace("-", "")
    if "zapfdingbats" in lowered or lowered == "dingbats":
        return {code: _DINGBATS.get(code, "" if code > 32 else " ") for code in range(256)}
    if lowered.startswith("wingdings"):
        known = _WINGDINGS_2 if lowered.startswith(("wingdings2", "wingdings3")) else _WINGDINGS
        return {code: known.get(code, "•" if code > 32 else " ") for code in range(256)}
    base = _value(encoding, "/BaseEncoding") if isinstance(encoding, dict) else encoding
    table = _base_table(base, standard=isinstance(encoding, dict) is False and encoding is None)
    if lowered.startswith("symbol"):
        table[0xB7] = "•"
    differences = _value(encoding, "/Differences") if isinstance(encoding, dict) else None
    if isinstance(differences, list):
        code = 0
        for entry in differences:
            entry = _resolved(entry)
            if isinstance(entry, int):
                code = entry
            elif isinstance(entry, str):
                if 0 <= code < 256:
                    table[code] = _glyph(entry.removeprefix("/"), table.get(code, ""))
                code += 1
    return table


def _base_table(base: Any, *, standard: bool) -> dict[int, str]:
    codec = "mac_roman" if base == "/MacRomanEncoding" else "cp1252"
    table = {code: bytes([code]).decode(codec, errors="ignore") for code in range(32, 256)}
    table.update({0x09: " ", 0x0A: " ", 0x0D: " ", 0xA0: " "} if codec == "cp1252" else {0x09: " ", 0xCA: " "})
    if base == "/StandardEncoding" or standard:
        table.update(_STANDARD)
    return table


def _glyph(name: str, otherwise: str) -> str:
    from pypdf._codecs.adobe_glyphs import adobe_glyphs

    stem = name.split(".", 1)[0]
    known = adobe_glyphs.get("/" + stem)
    if known:
        return str(known)
    match = _UNI_NAME.fullmatch(stem)
    if match and match[2]:
        code = int(match[2], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    if match:
        return bytes.fromhex(stem[3:]).decode("utf-16-be", errors="ignore")
    parts = [adobe_glyphs.get("/" + part) for part in stem.split("_")]
    if len(parts) > 1 and all(parts):
        return "".join(str(part) for part in parts)
    return "" if name == ".notdef" else otherwise


def _simple_widths(resource: Any) -> tuple[dict[int, float], float]:
    first, widths = _value(resource, "/FirstChar"), _value(resource, "/Widths")
    found: dict[int, float] = {}
    if isinstance(first, int) and isinstance(widths, list):
        for code, width in enumerate(widths[:256], start=first):
            width = _resolved(width)
            if isinstance(width, int | float):
                found[code] = float(width)
    missing = _value(_descriptor(resource), "/MissingWidth")
    default = float(missing) if isinstance(missing, int | float) else 0.0
    if "courier" in str(_value(resource, "/BaseFont") or "").casefold():
        default = 600.0
    return found, default


def _cid_widths(resource: Any) -> tuple[dict[int, float], float]:
    descendants = _value(resource, "/DescendantFonts")
    inner = _resolved(descendants[0]) if isinstance(descendants, list) and descendants else None
    default = _value(inner, "/DW")
    found: dict[int, float] = {}
    array = _value(inner, "/W")
    entries = [_resolved(entry) for entry in array] if isinstance(array, list) else []
    at = 0
    while at + 1 < len(entries) and len(found) < MOST_MAPPED:
        first, second = entries[at], entries[at + 1]
        if isinstance(first, int) and isinstance(second, list):
            for code, width in enumerate(second, start=first):
                width = _resolved(width)
                if isinstance(width, int | float):
                    found[code] = float(width)
            at += 2
        elif isinstance(first, int) and isinstance(second, int) and at + 2 < len(entries):
            width = entries[at + 2]
            if isinstance(width, int | float):
                found.update(dict.fromkeys(range(first, min(second, first + 0xFFFF) + 1), float(width)))
            at += 3
        else:
            at += 1
    return found, float(default) if isinstance(default, int | float) else 1000.0


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _value(dictionary: Any, key: str) -> Any:
    return _resolved(dictionary.get(key)) if isinstance(dictionary, dict) else None


def _descriptor(resource: Any) -> Any:
    descendants = _value(resource, "/DescendantFonts")
    if isinstance(descendants, list) and descendants:
        return _value(_resolved(descendants[0]), "/FontDescriptor")
    return _value(resource, "/FontDescriptor")


def _stream(resource: Any, key: str) -> bytes:
    stream = _value(resource, key)
    data = stream.get_data() if hasattr(stream, "get_data") else b""
    return data if isinstance(data, bytes) else b""
