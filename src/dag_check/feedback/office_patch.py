"""Changes single parts of an Office package and leaves every other part byte for byte as it was.

What is written into the parts is for the modules that annotate and write letters; opening and limits are the guard's.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from dag_check.documents.guard import DEFAULT_LIMITS, Limits, open_package, parse_xml
from dag_check.errors import UnreadableFile

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"


@dataclass(frozen=True, slots=True)
class Related:
    """A relationship of a part: its id, the last word of its type, and the stored name of its target ("" outside the package)."""

    id: str
    kind: str
    part: str


class OfficePatch:
    """An Office package in the making: reads parts, takes changed and new ones, and writes the whole.

    `name` is what errors call the file. Every method may raise UnreadableFile.
    """

    def __init__(self, name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
        self.name = name
        self._limits = limits
        self._package = open_package(name, data, limits)
        self._names = {_key(part): part for part in self._package.names}
        self._trees: dict[str, etree._Element] = {}
        self._bytes: dict[str, bytes] = {}
        if any("\\" in part for part in self._names.values()) or self.stored(CONTENT_TYPES) is None:
            raise damaged(name, "its parts are not named as Office names them")

    @property
    def parts(self) -> list[str]:
        """The names of all parts, as stored."""
        return list(self._names.values())

    def stored(self, part: str) -> str | None:
        """The name under which the package holds a part, whatever its case; None where it does not."""
        return self._names.get(_key(part))

    def read(self, part: str) -> bytes:
        """The bytes of a part as it stands now."""
        if part in self._trees:
            return _serialised(self._trees[part])
        return self._bytes[part] if part in self._bytes else self._package.read(part, at_most=self._limits.xml_part)

    def edit(self, part: str) -> etree._Element:
        """The root of an XML part, comments and processing instructions kept. What is changed in it is written."""
        if part not in self._trees:
            data = self.read(part)
            parse_xml(self.name, part, data, self._limits)
            self._trees[part] = etree.fromstring(data, _keeping_parser())
        return self._trees[part]

    def look(self, part: str) -> etree._Element:
        """The root of an XML part, to read only."""
        return self._trees[part] if part in self._trees else parse_xml(self.name, part, self.read(part), self._limits)

    def put(self, part: str, data: bytes) -> None:
        """Gives a part new bytes."""
        self._trees.pop(part, None)
        self._bytes[part] = data
        self._names.setdefault(_key(part), part)

    def add(self, wanted: str, data: bytes, content_type: str = "") -> str:
        """Adds a part under the wanted name, or the next free one ("comments2.xml"), and gives its name.

        Without a content type it has that of its extension.
        """
        part, number = wanted, 1
        stem, extension = posixpath.splitext(wanted)
        while self.stored(part) is not None:
            number += 1
            part = f"{stem.rstrip('0123456789')}{number}{extension}"
        self.put(part, data)
        if content_type:
            etree.SubElement(self._types(), f"{_TYPES}Override", PartName=f"/{part}", ContentType=content_type)
        return part

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Says of what type parts with that extension are, where nothing says so yet."""
        types = self._types()
        if not any((entry.get("Extension") or "").casefold() == extension for entry in types.iter(f"{_TYPES}Default")):
            types.insert(
                0, types.makeelement(f"{_TYPES}Default", {"Extension": extension, "ContentType": content_type})
            )

    def content_type(self, part: str) -> str:
        """The declared type of a part, "" where none is."""
        types = self.stored(CONTENT_TYPES)
        for entry in self.look(types).iter(f"{_TYPES}Override") if types else ():
            if _key(entry.get("PartName") or "") == _key(part):
                return entry.get("ContentType") or ""
        return ""

    def related(self, part: str) -> list[Related]:
        """The relationships of a part; part "" is the package."""
        rels = self.stored(_rels_of(part))
        return list(self._relations(self.look(rels), part)) if rels else []

    def relate(self, part: str, kind: str, target: str, *, strict: bool = False) -> str:
        """Adds a relationship from one part to another and gives its id."""
        rels = self.stored(_rels_of(part))
        if rels is None:
            rels = _rels_of(part)
            self.put(rels, f'<Relationships xmlns="{_RELS[1:-1]}"/>'.encode())
            self.declare_extension("rels", _RELS_TYPE)
        root = self.edit(rels)
        taken = {entry.get("Id") for entry in root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        kind_url = (OFFICE_STRICT if strict else OFFICE) + kind
        target = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        etree.SubElement(root, f"{_RELS}Relationship", Id=f"rId{number}", Type=kind_url, Target=target)
        return f"rId{number}"

    def main_part(self, usual: str) -> str:
        """The main part: what the package's relationships name, else the usual one."""
        for relation in self.related(""):
            if relation.kind == "officeDocument" and relation.part:
                return relation.part
        stored = self.stored(usual)
        if stored is None:
            raise damaged(self.name, "its main part is missing")
        return stored

    def data(self) -> bytes:
        """The package as the bytes of a file: unchanged parts as they were and in their order, new ones after them."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            old = {info.filename: info for info in self._package.infos()}
            for part in self._names.values():
                info = zipfile.ZipInfo(part, _date(old[part].date_time if part in old else _EPOCH))
                packed = part not in old or old[part].compress_type != zipfile.ZIP_STORED
                info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
                changed = part in self._trees or part in self._bytes
                archive.writestr(info, self.read(part) if changed else self._package.read(part))
        return out.getvalue()

    def _types(self) -> etree._Element:
        stored = self.stored(CONTENT_TYPES)
        assert stored is not None  # the constructor looked
        return self.edit(stored)

    def _relations(self, root: etree._Element, part: str) -> Iterator[Related]:
        for entry in root.iter(f"{_RELS}Relationship"):
            kind = (entry.get("Type") or "").rstrip("/").rpartition("/")[2]
            outside = (entry.get("TargetMode") or "").casefold() == "external"
            target = (entry.get("Target") or "").replace("\\", "/")
            stored = self.stored(posixpath.join("/" + posixpath.dirname(part), target)) or self.stored(target)
            yield Related(entry.get("Id") or "", kind, "" if outside or stored is None else stored)


def new_package(parts: dict[str, bytes], date: tuple[int, int, int, int, int, int] | None = None) -> bytes:
    """A package of these parts, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            info = zipfile.ZipInfo(part, date or _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def elements(node: etree._Element) -> list[etree._Element]:
    """The child elements, without comments and processing instructions."""
    return [child for child in node if isinstance(child.tag, str)]


def local(node: etree._Element) -> str:
    """The name of an element without its namespace; "" for comments and processing instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def damaged(name: str, what: str) -> UnreadableFile:
    """The error for a package that cannot be patched."""
    return UnreadableFile(
        name, "corrupt", f"The file cannot be annotated: {what}.", "Open it in Office, save a new copy and use that."
    )


_EPOCH = (1980, 1, 1, 0, 0, 0)


def _date(stamp: tuple[int, int, int, int, int, int]) -> tuple[int, int, int, int, int, int]:
    """A zip entry's date, where it is one that a zip can hold."""
    return stamp if 1980 <= stamp[0] <= 2107 else _EPOCH


def _keeping_parser() -> etree.XMLParser:
    """As the guard's parser, which has looked at the same bytes before, but nothing is left out."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        strip_cdata=False,
    )


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _rels_of(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _key(part: str) -> str:
    return posixpath.normpath("/" + unquote(part.replace("\\", "/"))).lstrip("/").lower()
