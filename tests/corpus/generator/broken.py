"""Files that cannot be read, as they arrive: encrypted, cut short, empty, of another program. Harmless, and written by hand."""

from __future__ import annotations

import struct
from pathlib import Path


def encrypted_office(path: Path) -> None:
    """A compound file with the streams of an encrypted Office document; its content is noise."""
    package = bytes((at * 97 + 13) % 256 for at in range(4608))
    info = struct.pack(
        "<HHI", 4, 4, 0x40
    ) + b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><encryption/>'.ljust(4096, b" ")
    streams = [("EncryptionInfo", info), ("EncryptedPackage", package)]
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    fat = [0xFFFFFFFD, end]  # sector 0 holds the table of sectors, sector 1 the directory
    entries = [_entry("Root Entry", 5, child=1, start=end, size=0)]
    body = b""
    for index, (name, data) in enumerate(streams):
        count = -(-len(data) // 512)
        start = len(fat)
        fat += [*range(start + 1, start + count), end]
        body += data.ljust(count * 512, b"\0")
        entries.append(_entry(name, 2, child=free, start=start, size=len(data), right=2 if index == 0 else free))
    entries.append(bytes(128))
    fat += [free] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    path.write_bytes(header + struct.pack("<128I", *fat) + b"".join(entries) + body)


def _entry(name: str, kind: int, *, child: int, start: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, right, child)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def cut_short(path: Path, share: float = 0.6) -> None:
    """Keeps the first part of a file, as a broken upload does."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def photograph(path: Path) -> None:
    """The start of an iPhone picture, a format that is not read."""
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes((at * 31) % 251 for at in range(2000)))
