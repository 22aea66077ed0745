"""The parts of a Word package: where they are, how they relate, their XML. What they mean is left to the other docx modules.

Packages of other producers lack parts, relationships and content types or spell names oddly: every look-up has a fallback.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from dag_check.documents.guard import Limits, Package, open_package, parse_xml
from dag_check.documents.model import Note
from dag_check.errors import UnreadableFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"

_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": M[1:-1].encode(),
}
_MAIN_TYPE = re.compile(r"wordprocessingml\.(document|template)\.main|ms-word\.(document|template)\.macroEnabled", re.I)
_USUAL_NAMES = {
    "styles": "styles.xml",
    "numbering": "numbering.xml",
    "footnotes": "footnotes.xml",
    "endnotes": "endnotes.xml",
    "comments": "comments.xml",
    "glossaryDocument": "glossary/document.xml",
    "vbaProject": "vbaProject.bin",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: its id, the last word of its type ("styles", "header"), and the stored name of its target."""

    id: str
    kind: str
    target: str


@dataclass
class WordPackage:
    """A Word file as a set of parts. Part names are looked up without regard to case, slashes and escapes.

    `notes` grows with what a person should know of damaged parts.
    """

    name: str
    package: Package
    limits: Limits
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stored = {_key(stored): stored for stored in self.package.names}
        self._relations: dict[str, list[Relation]] = {}

    def stored(self, part: str) -> str | None:
        """The name under which the package holds the part, None where it does not."""
        return self._stored.get(_key(part))

    def xml(self, part: str) -> etree._Element:
        """The root of a part, with Strict namespaces as the usual ones. Raises UnreadableFile."""
        data = self.package.read(part, at_most=self.limits.xml_part)
        if b"http://purl.oclc.org/ooxml/" in data:
            for strict, usual in _STRICT.items():
                data = data.replace(strict, usual)
        return parse_xml(self.name, part, data, self.limits)

    def side_xml(self, part: str | None) -> etree._Element | None:
        """The root of a part that the document can do without: a damaged one is noted and left out.

        Raises UnreadableFile for a part that is unsafe, too large or encrypted.
        """
        if part is None:
            return None
        try:
            return self.xml(part)
        except UnreadableFile as error:
            if error.reason != "corrupt":
                raise
            self.notes.append(Note("damaged_part", f"The part {part} of the file is damaged and was left out."))
            return None

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part that lead inside the package to parts that are there; part "" is the package."""
        if part not in self._relations:
            self._relations[part] = list(self._read_relations(part))
        return self._relations[part]

    def related(self, part: str, kind: str) -> str | None:
        """The part of a kind that `part` relates to, else the one that stands where Word puts it, else None."""
        for relation in self.relations(part):
            if relation.kind == kind:
                return relation.target
        usual = _USUAL_NAMES.get(kind)
        return self.stored(posixpath.join(posixpath.dirname(part), usual)) if usual else None

    def main_part(self) -> str:
        """The name of the part with the document's body. Raises UnreadableFile (unsupported) where there is none."""
        candidates = [relation.target for relation in self.relations("") if relation.kind == "officeDocument"]
        candidates += self._main_by_content_type()
        candidates += [name for usual in ("word/document.xml", "document.xml") if (name := self.stored(usual))]
        for candidate in candidates:
            if not candidate.lower().endswith((".rels", ".bin")):
                return candidate
        raise not_word(self.name)

    def _main_by_content_type(self) -> Iterator[str]:
        root = self.side_xml(self.stored("[Content_Types].xml"))
        for entry in root if root is not None else ():
            part = entry.get("PartName")
            if part and _MAIN_TYPE.search(entry.get("ContentType") or "") and (stored := self.stored(part)):
                yield stored

    def _read_relations(self, part: str) -> Iterator[Relation]:
        folder, base = posixpath.split(part)
        root = self.side_xml(self.stored(posixpath.join(folder, "_rels", base + ".rels")))
        for entry in root if root is not None else ():
            if (entry.get("TargetMode") or "").lower() == "external":
                continue
            target = (entry.get("Target") or "").replace("\\", "/")
            stored = self.stored(posixpath.join("/" + folder, target)) or self.stored(target)
            if stored:
                kind = (entry.get("Type") or "").rstrip("/").rpartition("/")[2]
                yield Relation(entry.get("Id") or "", kind, stored)


def open_word(name: str, data: bytes, limits: Limits) -> WordPackage:
    """The package of a Word file. Raises UnreadableFile."""
    return WordPackage(name, open_package(name, data, limits), limits)


def not_word(name: str) -> UnreadableFile:
    """The error for a package without a Word document in it."""
    return UnreadableFile(
        name,
        "unsupported",
        "The file is named or built like a Word document but holds none.",
        "Open it in the program that made it and save it as a Word document (.docx).",
    )


def _key(part: str) -> str:
    return posixpath.normpath("/" + unquote(part.replace("\\", "/"))).lstrip("/").lower()


def whole_number(value: str | None) -> int | None:
    """An attribute as a number within the bounds of 32 bits, None where it is missing or no number."""
    if value is None or len(value) > 20:
        return None
    try:
        number = int(float(value))
    except (ValueError, OverflowError):
        return None
    return max(-(2**31), min(number, 2**31 - 1))


def number_of(element: etree._Element | None) -> int | None:
    """The w:val of an element as a number, None where the element or a number is missing."""
    return None if element is None else whole_number(element.get(W + "val"))


def is_on(element: etree._Element) -> bool:
    """Whether a switch like w:b is on: it is, unless its value says off."""
    return element.get(W + "val") not in ("0", "false", "off", "False", "FALSE")


def chosen_branch(alternate: etree._Element) -> tuple[int, etree._Element] | None:
    """The branch of an mc:AlternateContent that Word shows, with its position: the first choice that it understands, else the fallback."""
    branches = list(enumerate(alternate))
    for position, branch in branches:
        if branch.tag == MC + "Choice" and _understood(branch):
            return position, branch
    for position, branch in branches:
        if branch.tag == MC + "Fallback":
            return position, branch
    return branches[0] if branches else None


_KNOWN_EXTENSION = re.compile(r"http://schemas\.(?:microsoft\.com/office/\w+/20[12]\d/|openxmlformats\.org/)")


def _understood(choice: etree._Element) -> bool:
    """Whether a choice needs only what Word knows since 2010; earlier names are of test versions, and mean something else."""
    spaces = choice.nsmap
    return all(_KNOWN_EXTENSION.match(spaces.get(prefix) or "") for prefix in (choice.get("Requires") or "").split())
