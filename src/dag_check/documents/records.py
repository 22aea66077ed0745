"""What the binary workbook formats (.xls and .xlsb) have in common: error values and packed numbers."""

from __future__ import annotations

import struct

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""The error values by their code."""


def rk_number(packed: int) -> int | float:
    """A number packed into 30 bits and two flags: a whole number or the upper half of a real, perhaps times 100."""
    number: int | float
    if packed & 2:
        number = (packed >> 2) - (1 << 30 if packed & 0x8000_0000 else 0)
    else:
        number = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFF_FFFC) << 32))[0]
    return number / 100 if packed & 1 else number


def plain_number(number: int | float) -> int | float:
    """A whole number as such, as the formats store every number as a real one."""
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 1e15 else number
