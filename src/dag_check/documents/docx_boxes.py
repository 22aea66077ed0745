"""Check boxes that are only characters: glyphs typed in text and characters of symbol fonts. Real controls are read elsewhere."""

from __future__ import annotations

import re

from dag_check.documents.model import TICKED, UNTICKED

ALWAYS_BOXES = dict.fromkeys("☑☒🗹🗷⊠⮽", TICKED) | dict.fromkeys("☐□▢❏❐❑❒◻⬜", UNTICKED)
"""Glyphs that nobody writes in running text. `ALONE_BOXES` are boxes only where they stand as one."""
ALONE_BOXES = dict.fromkeys("✓✔✗✘■✅🗸☓🗴🗶", TICKED)
ANY_BOX = re.compile("[" + "".join((*ALWAYS_BOXES, *ALONE_BOXES)) + "]\ufe0f?\ufe0e?")

# Character codes by font, from the mappings that Unicode's Wingdings proposal (L2/11-052) records.
_SYMBOLS = {
    "wingdings": {
        0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0xA8: "◻", 0x78: "☒", 0xFD: "☒", 0xFE: "☑", 0xFC: "✔", 0xFB: "✘",
        0x6E: "■", 0x6C: "•", 0x9F: "•", 0xA7: "▪", 0xD8: "➢", 0x76: "❖", 0xE0: "→", 0xE8: "→", 0xDF: "←", 0x4A: "☺",
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0xA4: "□", 0xA5: "□", 0xA6: "□",
    },
    "webdings": {0x61: "✔", 0x63: "□", 0x67: "■", 0x72: "✗"},
    "symbol": {
        0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xAE: "→", 0xB0: "°", 0xD6: "√",
        0xE5: "∑", 0xA5: "∞", 0xD9: "∧", 0xDA: "∨", 0xCE: "∈", 0xCC: "⊂", 0xC8: "∪", 0xC7: "∩", 0xAC: "←", 0xDE: "⇒", 0x2D: "−",
    }
    | {code: chr(code) for code in range(0x21, 0x40) if code != 0x2D}
    | dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
    | dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
}  # fmt: skip


def is_symbol_font(font: str | None) -> bool:
    """Whether the letters of a font are pictures, among them boxes and ticks."""
    return font is not None and font.lower() in ("wingdings", "wingdings 2", "webdings")


def symbol(font: str, code: int) -> str:
    """What the character of a w:sym stands for; "" for a picture that is neither a box nor text."""
    known = _SYMBOLS.get(font.strip().lower())
    if known is not None:
        return known.get(code - 0xF000 if code >= 0xF000 else code, "")
    if 0xF000 <= code < 0xF100:
        return ""
    return chr(code) if code >= 0x20 and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF else ""


def in_symbol_font(text: str, font: str) -> str:
    """Text typed in a symbol font: known pictures as their glyphs, other characters as they are (a font chosen by mistake)."""
    known = _SYMBOLS[font.lower()]
    return "".join(known.get(_code(letter), letter) for letter in text)


def without_private_use(text: str) -> str:
    """Private-use characters of symbol fonts whose font is not known: Wingdings is the usual one."""
    return _PRIVATE_USE.sub(lambda match: _SYMBOLS["wingdings"].get(_code(match[0]), match[0]), text)


_PRIVATE_USE = re.compile("[\uf000-\uf0ff]")


def _code(letter: str) -> int:
    code = ord(letter)
    return code - 0xF000 if 0xF000 <= code <= 0xF0FF else code


def box_of(glyph: str) -> str:
    """TICKED or UNTICKED for a glyph that `ANY_BOX` found."""
    return ALWAYS_BOXES.get(glyph[0]) or ALONE_BOXES[glyph[0]]
