"""Tells apart the files that share the old OLE container: .doc, .xls, .ppt, .msg, and encrypted Office files."""

from __future__ import annotations

import io

import olefile

from dag_check.documents.detect import (
    SAVE_AS_EXCEL,
    SAVE_AS_PDF,
    SAVE_AS_WORD,
    Detected,
    encrypted,
    unsupported,
)

_DAMAGED = Detected(
    "unknown",
    "a damaged file",
    "corrupt",
    "The file is damaged: it begins as an older Office file does, and its parts cannot be found.",
    "Open it in the program that made it, save a new copy and send that.",
)
_FIB_ENCRYPTED = 0x0100
_FILEPASS = 0x002F


def ole_kind(name: str, data: bytes) -> Detected:
    """What an OLE container holds. Raises nothing."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _kind(ole)
    except Exception:
        # olefile lets out IndexError, struct.error and others for containers that are cut off
        return _DAMAGED


def _kind(ole: olefile.OleFileIO) -> Detected:
    streams = {"/".join(path).casefold() for path in ole.listdir()}
    if "encryptedpackage" in streams:
        return encrypted("unknown", "an Office file")
    if "\tdrmcontent" in streams:
        return encrypted("unknown", "an Office file with restricted access")
    if "__properties_version1.0" in streams:
        return Detected("msg", "an Outlook message")
    if "worddocument" in streams:
        if int.from_bytes(_head(ole, "WordDocument", 12)[10:12], "little") & _FIB_ENCRYPTED:
            return encrypted("unknown", "an old Word document (.doc)")
        return unsupported("a document saved in the old Word format (.doc)", SAVE_AS_WORD)
    for stream in ("workbook", "book"):
        if stream in streams:
            return _workbook_kind(ole, stream)
    if "powerpoint document" in streams:
        return unsupported("a PowerPoint presentation (.ppt)", SAVE_AS_PDF)
    if "visiodocument" in streams:
        return unsupported("a Visio drawing", SAVE_AS_PDF)
    if "contents" in streams and any(stream.startswith("quill/") for stream in streams):
        return unsupported("a Publisher document (.pub)", SAVE_AS_PDF)
    if any("spellingproperties" in stream or stream == "mm" for stream in streams) or "matom" in streams:
        return unsupported("a Works document (.wps)", SAVE_AS_WORD)
    return unsupported("an older Office file of an unknown kind", SAVE_AS_PDF)


def _workbook_kind(ole: olefile.OleFileIO, stream: str) -> Detected:
    head = _head(ole, stream, 4096)
    position = 0
    while position + 4 <= len(head):
        record = int.from_bytes(head[position : position + 2], "little")
        if record == _FILEPASS:
            return encrypted("xls", "an Excel workbook (.xls)")
        position += 4 + int.from_bytes(head[position + 2 : position + 4], "little")
    if int.from_bytes(head[4:6], "little") not in (0x0500, 0x0600):
        return unsupported("an Excel workbook of before 1995 (.xls)", SAVE_AS_EXCEL)
    return Detected("xls", "an Excel workbook (.xls)")


def _head(ole: olefile.OleFileIO, stream: str, length: int) -> bytes:
    return bytes(ole.openstream(stream).read(length))
