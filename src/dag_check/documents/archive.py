"""Opens a zip as a Bundle of files with safe names. What the files are and say is for intake; nested zips are opened by it too."""

from __future__ import annotations

import io
import lzma
import re
import stat
import unicodedata
import zipfile
import zlib

from dag_check.documents.guard import DEFAULT_LIMITS, Limits, check_size, open_package
from dag_check.documents.model import Bundle, Member, Note
from dag_check.errors import UnreadableFile

_CLUTTER_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db", ".localized", "icon\r"})
_CLUTTER_FOLDERS = frozenset({"__macosx", ".git", ".svn", "$recycle.bin", ".trashes", ".spotlight-v100", ".fseventsd"})
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_DRIVE = re.compile(r"^[A-Za-z]:")
_LONGEST_NAME = 240
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def is_clutter(path: str) -> bool:
    """Whether a file is one that systems and programs leave behind (.DS_Store, Thumbs.db, ~$ lock files, __MACOSX ...).

    `path` may have folders, with "/" or "\\\\".
    """
    *folders, name = path.replace("\\", "/").casefold().split("/")
    if any(folder in _CLUTTER_FOLDERS for folder in folders):
        return True
    return (
        name in _CLUTTER_NAMES
        or name.startswith(("~$", "._", ".~lock."))
        or (name.startswith("~") and name.endswith(".tmp"))
    )


def safe_name(path: str, fallback: str = "unnamed") -> str:
    """The path as a relative one that stays inside its folder: "/" between parts, no "..", drive letter or control character."""
    parts: list[str] = []
    for part in path.replace("\\", "/").split("/"):
        cleaned = _CONTROLS.sub("_", _DRIVE.sub("", part) if not parts else part).strip()
        if cleaned.strip(". "):
            parts.append(_shortened(cleaned))
    return "/".join(parts) or fallback


def distinct(name: str, taken: set[str]) -> str:
    """The name, with " (2)" and so on before its extension where `taken` holds it already (compared without case).

    Adds the result to `taken`.
    """
    folder, slash, base = name.rpartition("/")
    stem, dot, extension = base.rpartition(".")
    if not stem:
        stem, dot, extension = base, "", ""
    candidate, count = name, 1
    while candidate.casefold() in taken:
        count += 1
        candidate = f"{folder}{slash}{stem} ({count}){dot}{extension}"
    taken.add(candidate.casefold())
    return candidate


def read_zip(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Bundle:
    """A zip as a Bundle: every file in it, apart from clutter, under a safe name.

    A file that is encrypted, damaged or too large is left out with a Note that names it; the rest is kept.
    Raises UnreadableFile where the zip as a whole cannot be opened, breaches the limits, or is encrypted throughout.
    """
    check_size(name, data, limits)
    open_package(name, data, limits)
    members: list[Member] = []
    notes: list[Note] = []
    taken: set[str] = set()
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            path = _stored_name(info)
            if path.endswith(("/", "\\")) or is_clutter(path):
                continue
            path = safe_name(path)
            content = _content(archive, info, path, notes, limits)
            if content is None:
                continue
            unpacked += len(content)
            if unpacked > limits.zip_total:
                raise UnreadableFile(
                    name,
                    "too_large",
                    f"The file is too large to open safely: it unpacks to more than {limits.zip_total // 1_048_576} MB.",
                    "Send fewer or smaller files.",
                )
            members.append(Member(distinct(path, taken), content))
    if not members and any(note.kind == "encrypted_member" for note in notes):
        raise UnreadableFile(
            name,
            "encrypted",
            "The zip file is protected by a password.",
            "Make a zip without a password, or send the files one by one.",
        )
    return Bundle(name, "zip", tuple(members), notes=tuple(notes))


def _content(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, notes: list[Note], limits: Limits
) -> bytes | None:
    if info.flag_bits & _ENCRYPTED_FLAG:
        notes.append(Note("encrypted_member", f"{path} in the zip is protected by a password and was not read."))
        return None
    if stat.S_ISLNK(info.external_attr >> 16):
        notes.append(Note("link_member", f"{path} in the zip is a link to another file and was not followed."))
        return None
    try:
        with archive.open(info) as stream:
            content = stream.read(limits.file_size + 1)
    except _DAMAGED:
        notes.append(Note("damaged_member", f"{path} in the zip is damaged and was not read. Send it again."))
        return None
    if len(content) > limits.file_size:
        limit = limits.file_size // 1_048_576
        notes.append(Note("large_member", f"{path} in the zip is larger than {limit} MB and was not read."))
        return None
    return content


def _stored_name(info: zipfile.ZipInfo) -> str:
    """The name as its maker meant it: many zip programs write UTF-8 or Windows-1252 without saying so."""
    stored = info.orig_filename.split("\x00", 1)[0] or info.filename
    if info.flag_bits & _UTF8_FLAG or stored.isascii():
        return stored
    try:
        raw = stored.encode("cp437")
    except UnicodeEncodeError:  # a Unicode path field gave the name
        return stored
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        western = raw.decode("cp1252", errors="replace")
        return western if _oddness(western) < _oddness(stored) else stored


def _oddness(name: str) -> int:
    """How many characters of a name look like the product of a wrong encoding."""
    return sum(
        not char.isascii() and char not in "–—‘’“”£€" and not unicodedata.name(char, "").startswith("LATIN ")
        for char in name
    )


def _shortened(part: str) -> str:
    if len(part) <= _LONGEST_NAME:
        return part
    stem, dot, extension = part.rpartition(".")
    if not dot or len(extension) > 10:
        return part[:_LONGEST_NAME]
    return stem[: _LONGEST_NAME - len(extension) - 1] + dot + extension
