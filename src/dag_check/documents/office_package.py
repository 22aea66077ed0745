"""Finds the parts of an Office workbook package (.xlsx, .xlsb): relationships, names in any spelling, properties.

Reads no cells. Nothing outside the package is ever followed.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from dag_check.documents.guard import Limits, Package, parse_xml
from dag_check.documents.model import Note, Properties
from dag_check.documents.xml_events import SAVE_AGAIN
from dag_check.errors import UnreadableFile

_SHAPE_TEXT = re.compile(rb"<(?:\w+:)?t>\s*[^<\s]")


def local(tag: object) -> str:
    """The name of an element without its namespace; "" for comments and processing instructions."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def damaged(name: str, what: str) -> UnreadableFile:
    """The error for a package that does not hold together."""
    return UnreadableFile(name, "corrupt", f"The file is damaged: {what}.", SAVE_AGAIN)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: the last word of its type ("worksheet") and the part it points at ("" for anything outside)."""

    kind: str
    part: str


class OfficePackage:
    """The parts of one workbook, found whatever their case, slashes or place."""

    def __init__(self, name: str, package: Package, limits: Limits) -> None:
        self.name = name
        self._package = package
        self._limits = limits
        self._stored = {_plain(part): part for part in reversed(package.names)}

    @property
    def parts(self) -> list[str]:
        """The names of all parts, in lower case with "/" between folders."""
        return list(self._stored)

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._stored

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises UnreadableFile when it is missing, damaged or too large."""
        return self._package.read(self._stored.get(_plain(part), part), at_most=self._limits.xml_part)

    def xml(self, part: str) -> etree._Element:
        """The root of a small XML part."""
        return parse_xml(self.name, part, self.read(part), self._limits)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by id; none where it has no file of them."""
        folder, _, leaf = part.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{leaf}.rels")
        if rels not in self:
            return {}
        found: dict[str, Relation] = {}
        for element in self.xml(rels).iter("{*}Relationship"):
            target = element.get("Target", "")
            outside = element.get("TargetMode", "").casefold() == "external"
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, "" if outside else self._resolve(folder, target))
        return found

    def _resolve(self, folder: str, target: str) -> str:
        path = target.replace("\\", "/").partition("#")[0]
        candidates = [posixpath.normpath(posixpath.join("/" + folder, path)).lstrip("/")]
        candidates += [unquote(candidates[0]), path.lstrip("/")]
        return next((candidate for candidate in candidates if candidate in self), candidates[0])

    def main_part(self, *usual: str) -> str:
        """The workbook part: where the package says it is, else at its usual place. Raises UnreadableFile if there is none."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.part in self:
                return relation.part
        for part in usual:
            if part in self:
                return part
        raise damaged(self.name, "it has no workbook part")

    def related(self, main: str, relations: dict[str, Relation], kind: str) -> str:
        """The part of that kind ("styles") that a main part points at, else its usual name, whether it is there or not."""
        usual = main.rpartition("/")[0] + f"/{kind}.{main.rpartition('.')[2]}"
        return next((relation.part for relation in relations.values() if relation.kind == kind), usual)

    def unread_sheets_note(self, titles: list[str], *, found: int) -> list[Note]:
        """A note on sheets whose parts are missing. Raises UnreadableFile when no sheet is there at all."""
        if not titles:
            return []
        if not found:
            raise damaged(self.name, "none of its sheets is in it")
        names = ", ".join(f"“{title}”" for title in titles)
        return [Note("unread_sheets", f"The file is damaged: it no longer holds the sheets {names}.")]

    def properties(self) -> Properties:
        """Title, author, dates and producing program; a damaged properties part counts as absent, as Office treats it."""
        core = self._small_texts("docProps/core.xml")
        app = self._small_texts("docProps/app.xml")
        return Properties(
            title=core.get("title", ""),
            author=core.get("creator", ""),
            created=_stamp(core.get("created", "")),
            modified=_stamp(core.get("modified", "")),
            producer=" ".join(filter(None, (app.get("Application", ""), app.get("AppVersion", "")))),
        )

    def _small_texts(self, part: str) -> dict[str, str]:
        if part not in self:
            return {}
        try:
            return {local(child.tag): (child.text or "").strip() for child in self.xml(part)}
        except UnreadableFile:
            return {}

    def package_notes(self) -> list[Note]:
        """What the package holds beside cells that a person should know of: macros, links to other files, shared editing."""
        notes = []
        if any(part.endswith("vbaproject.bin") for part in self._stored):
            notes.append(Note("macros", "The workbook contains macros. They were not run."))
        if any("externallinks/externallink" in part for part in self._stored):
            notes.append(Note("external_links", "The workbook links to other workbooks. The links were not followed."))
        if any("/revisions/" in part for part in self._stored):
            notes.append(
                Note("tracked_changes", "The workbook was shared with change tracking; changes are kept in it.")
            )
        return [*notes, *self._notes_on_what_lies_over_cells()]

    def _notes_on_what_lies_over_cells(self) -> list[Note]:
        """Texts and ticks that belong to no cell are not read, and not passed over in silence."""
        notes = []
        drawings = [part for part in self._stored if part.startswith("xl/drawings/drawing") and part.endswith(".xml")]
        if any(_SHAPE_TEXT.search(self.read(part)) for part in drawings):
            notes.append(
                Note("text_boxes", "The workbook has text in text boxes or shapes, which is not read: look at it.")
            )
        controls = [self.read(part) for part in self._stored if part.startswith("xl/ctrlprops/")]
        loose = sum(1 for control in controls if b"CheckBox" in control and b"fmlaLink" not in control)
        if loose:
            boxes = "1 tick box" if loose == 1 else f"{loose} tick boxes"
            notes.append(
                Note("tick_boxes", f"{boxes} of the workbook cannot be read, as no cell is linked: look at them.")
            )
        return notes


def hidden_sheets_note(hidden: list[str]) -> list[Note]:
    """A note that names hidden sheets, if there are any. They are read all the same."""
    if not hidden:
        return []
    names = ", ".join(f"“{name}”" for name in hidden[:10]) + (" and others" if len(hidden) > 10 else "")
    verb = "sheet is" if len(hidden) == 1 else "sheets are"
    return [Note("hidden_sheets", f"{len(hidden)} {verb} hidden: {names}.")]


def missing_results_note(cells: list[str], count: int) -> list[Note]:
    """A note on formulas without a stored result, if there are any: `cells` are the first of them ("Sheet1!B2")."""
    if not count:
        return []
    where = ", ".join(cells) + (" and others" if count > len(cells) else "")
    what = (
        "1 cell holds a formula whose result is" if count == 1 else f"{count:,} cells hold formulas whose results are"
    )
    return [
        Note(
            "formulas_without_results",
            f"{what} not stored in the file ({where}), so it reads as blank. Open the workbook in Excel, save it and send it again.",
        )
    ]


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").casefold()


def _stamp(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
