"""Stands at the door: limits on what is opened, before anything is parsed. Every breach is a typed error with limit and value.

What a part means is left to the readers; what kind of file it is, to `detect`.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache

from lxml import etree

from dag_check.errors import UnreadableFile

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is opened at the most. Sizes in bytes. A service can tighten any of them."""

    file_size: int = 100 * _MEGABYTE
    zip_entries: int = 10_000
    zip_total: int = 500 * _MEGABYTE
    zip_ratio: int = 200
    """Unpacked to packed size of one entry; looked at only above `zip_ratio_floor`, as small repetitive parts pack well."""
    zip_ratio_floor: int = 20 * _MEGABYTE
    xml_part: int = 100 * _MEGABYTE
    xml_tags: int = 6_000_000
    """Tags (opening and closing) of one XML part: each costs many times its bytes in memory."""
    xml_depth: int = 1_000
    bundle_depth: int = 2
    files: int = 500


DEFAULT_LIMITS = Limits()

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""All that zipfile lets out on damaged data; it promises BadZipFile only, and does not keep the promise."""


class Package:
    """A zip whose claims were checked. `read` gives a part's bytes and holds the limits again while unpacking.

    Of several entries with one name the last counts, as in every zip library. Names are keys only and are never used as paths.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
        self._archive = archive
        self._name = name
        self._limits = limits
        self._unpacked: dict[str, int] = {}
        self._entries = {info.filename: info for info in archive.infolist() if not info.is_dir()}

    @property
    def names(self) -> list[str]:
        """The names of the parts, as stored."""
        return list(self._entries)

    def infos(self) -> list[zipfile.ZipInfo]:
        """The entries that are files."""
        return list(self._entries.values())

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def read(self, part: str, *, at_most: int | None = None) -> bytes:
        """The bytes of a part. Raises UnreadableFile when it is missing, damaged, encrypted, or larger than allowed."""
        limit = self._limits.zip_total if at_most is None else min(at_most, self._limits.zip_total)
        info = self._entries.get(part)
        if info is None:
            raise UnreadableFile(self._name, "corrupt", f"The file is damaged: its part {part} is missing.", _RESAVE)
        if info.flag_bits & 0x1:
            raise UnreadableFile(self._name, "encrypted", "The file is protected by a password.", REMOVE_PASSWORD)
        try:
            with self._archive.open(info) as stream:
                data = stream.read(limit + 1)
        except _ZIP_ERRORS as error:
            raise UnreadableFile(
                self._name, "corrupt", f"The file is damaged: its part {part} cannot be unpacked.", _RESAVE
            ) from error
        if len(data) > limit:
            raise _too_large(self._name, f"its part {part} unpacks to more than {_mb(limit)}")
        self._unpacked[part] = len(data)
        if sum(self._unpacked.values()) > self._limits.zip_total:
            raise _too_large(self._name, f"it unpacks to more than {_mb(self._limits.zip_total)}")
        return data


REMOVE_PASSWORD = "Remove the password (File > Info > Protect Document or Workbook) and send the file again."
_RESAVE = "Open it in the program that made it, save a new copy and send that."


def _mb(size: int) -> str:
    return f"{size / _MEGABYTE:.0f} MB" if size >= _MEGABYTE else f"{size} bytes"


def _too_large(name: str, why: str) -> UnreadableFile:
    return UnreadableFile(name, "too_large", f"The file is too large to open safely: {why}.", "Send a smaller file.")


def check_size(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
    """Raises UnreadableFile for an empty file and for one larger than `limits.file_size`."""
    if not data:
        raise UnreadableFile(
            name, "empty", "The file is empty (0 bytes).", "Send the file again; the copy may have failed."
        )
    if len(data) > limits.file_size:
        raise _too_large(name, f"it has {_mb(len(data))}, and the limit is {_mb(limits.file_size)}")


def open_package(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Package:
    """A zip container (Office, OpenDocument or plain zip), its claims checked against the limits.

    Raises UnreadableFile (corrupt, too_large, unsafe).
    """
    entries = _listed_entries(data)
    if entries > limits.zip_entries:
        raise _too_large(name, f"it holds {entries} parts, and the limit is {limits.zip_entries}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _ZIP_ERRORS as error:
        raise UnreadableFile(
            name, "corrupt", "The file is damaged: it is cut off or not a whole file.", _RESAVE
        ) from error
    total = sum(info.file_size for info in infos)
    if total > limits.zip_total:
        raise _too_large(name, f"it unpacks to {_mb(total)}, and the limit is {_mb(limits.zip_total)}")
    for info in infos:
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > limits.zip_ratio_floor and ratio > limits.zip_ratio:
            raise _too_large(
                name,
                f"its part {info.filename} unpacks to {ratio:.0f} times its size, and the limit is {limits.zip_ratio}",
            )
    return Package(archive, name, limits)


def _listed_entries(data: bytes) -> int:
    """How many entries the zip's directory lists, counted by signature: zipfile makes an object of each before it can be asked."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 16 > len(data):
        return 0
    size: int = struct.unpack_from("<L", data, end + 12)[0]
    start = max(end - size, 0) if size != 0xFFFFFFFF else 0
    return data.count(b"PK\x01\x02", start, end)


def parse_xml(name: str, part: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> etree._Element:
    """The root element of an XML part: no DTD, no entities, no network, bounded size, number of tags and depth.

    Comments and processing instructions are not in the tree, so that child positions count elements only.
    Raises UnreadableFile (corrupt, too_large, unsafe).
    """
    if len(data) > limits.xml_part:
        raise _too_large(name, f"its part {part} has {_mb(len(data))}, and the limit is {_mb(limits.xml_part)}")
    if (tags := data.count(b"<")) > limits.xml_tags:
        raise _too_large(name, f"its part {part} has {tags} tags, and the limit is {limits.xml_tags}")
    start = _PROLOG.match(_as_ascii(data))
    if start is None:
        raise _malformed(name, part)
    if start["declaration"]:
        raise _unsafe(name, f"its part {part} declares XML entities, which Office files never do")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise _too_deep(name, part, limits) from error
        raise _malformed(name, part) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _unsafe(name, f"its part {part} declares XML entities, which Office files never do")
    if tags > limits.xml_depth and _deeper_than(limits.xml_depth)(root):
        raise _too_deep(name, part, limits)
    return root


_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*+(?:(?P<declaration><!(?!--))|<[A-Za-z_:\x80-\xff])", re.DOTALL)
"""What may stand before the root element, and what comes then. Anything that starts otherwise is not XML."""


def _as_ascii(data: bytes) -> bytes:
    """The data without byte order mark; UTF-16 and UTF-32 with their zero bytes dropped, which leaves markup readable.

    An encoding in which markup looks different yet (EBCDIC, UTF-7) then does not look like XML and is refused.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data[2:]
    elif data[:3] == b"\xef\xbb\xbf":
        return data[3:]
    return data.replace(b"\x00", b"") if b"\x00" in data[:8] else data


@cache
def _deeper_than(depth: int) -> etree.XPath:
    """A test whether a tree is deeper than `depth`, made in C: the tree may be large, and Python must not recurse."""
    return etree.XPath("boolean(/" + "/".join(["*"] * (depth + 1)) + ")")


def _too_deep(name: str, part: str, limits: Limits) -> UnreadableFile:
    return _unsafe(
        name, f"its part {part} is nested deeper than {limits.xml_depth} levels, which Office files never are"
    )


def _unsafe(name: str, why: str) -> UnreadableFile:
    return UnreadableFile(name, "unsafe", f"The file is not opened: {why}.", _RESAVE)


def _malformed(name: str, part: str) -> UnreadableFile:
    return UnreadableFile(name, "corrupt", f"The file is damaged: its part {part} is not well-formed XML.", _RESAVE)
