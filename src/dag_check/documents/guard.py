"""Stands at the door: limits on what is opened, before anything is parsed. Every breach is a typed error with limit and value."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

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
    xml_depth: int = 1_000
    bundle_depth: int = 2
    files: int = 500


DEFAULT_LIMITS = Limits()


class Package:
    """A zip whose claims were checked. `read` gives a part's bytes and holds the limits again while unpacking."""

    def __init__(self, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
        self._archive = archive
        self._name = name
        self._limits = limits
        self._unpacked = 0
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
        limit = at_most if at_most is not None else self._limits.zip_total
        info = self._entries.get(part)
        if info is None:
            raise UnreadableFile(self._name, "corrupt", f"The file is damaged: its part {part} is missing.", _RESAVE)
        if info.flag_bits & 0x1:
            raise UnreadableFile(self._name, "encrypted", "The file is protected by a password.", REMOVE_PASSWORD)
        try:
            with self._archive.open(info) as stream:
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise UnreadableFile(
                self._name, "corrupt", f"The file is damaged: its part {part} cannot be unpacked.", _RESAVE
            ) from error
        if len(data) > limit:
            raise _too_large(self._name, f"its part {part} unpacks to more than {_mb(limit)}")
        self._unpacked += len(data)
        if self._unpacked > 4 * self._limits.zip_total:
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
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        UnicodeError,
    ) as error:
        raise UnreadableFile(
            name, "corrupt", "The file is damaged: it is cut off or not a whole file.", _RESAVE
        ) from error
    if len(infos) > limits.zip_entries:
        raise _too_large(name, f"it holds {len(infos)} parts, and the limit is {limits.zip_entries}")
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


class _DepthGuard:
    """A parser target that only counts depth, so that a hostile nesting is refused before a tree is built."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.depth = 0
        self.deepest = 0

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            self.deepest = self.depth
            if self.deepest > self.limit:
                raise _TooDeep

    def end(self, tag: str) -> None:
        self.depth -= 1

    def close(self) -> None:
        return None


class _TooDeep(Exception):
    pass


def parse_xml(name: str, part: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> etree._Element:
    """The root element of an XML part: no DTD, no entities, no network, bounded size and depth.

    Raises UnreadableFile (corrupt, too_large, unsafe).
    """
    if len(data) > limits.xml_part:
        raise _too_large(name, f"its part {part} has {_mb(len(data))}, and the limit is {_mb(limits.xml_part)}")
    if _declares_doctype(data):
        raise UnreadableFile(
            name,
            "unsafe",
            f"The file is not opened: its part {part} declares XML entities, which Office files never do.",
            _RESAVE,
        )
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
        raise UnreadableFile(
            name, "corrupt", f"The file is damaged: its part {part} is not well-formed XML.", _RESAVE
        ) from error
    return root


def _declares_doctype(data: bytes) -> bool:
    """Whether a DOCTYPE stands before the root element, in any of the encodings that XML parsers take."""
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:8]:
        head = head.replace(b"\x00", b"")
    return b"<!DOCTYPE" in head or b"<!doctype" in head or b"<!ENTITY" in head
