"""Word files (.docx, .docm, .dotx, Strict) -> Document. Walks the XML of the package, because forms are made of what libraries lose.

What is read where: parts in docx_package, styles in docx_styles, numbers in docx_numbering, paragraphs and tables in docx_story, runs in
docx_inline, controls in docx_controls, fields in docx_fields, typed boxes in docx_boxes. Macros are never run, links never followed.
"""

from __future__ import annotations

import datetime as dt

from lxml import etree

from dag_check.documents.docx_context import Reading
from dag_check.documents.docx_numbering import Numbering
from dag_check.documents.docx_package import R, W, WordPackage, not_word, open_word
from dag_check.documents.docx_story import StoryReader
from dag_check.documents.docx_styles import Styles
from dag_check.documents.guard import DEFAULT_LIMITS, Limits, check_size
from dag_check.documents.model import Block, Comment, Document, Note, Origin, Properties, paragraphs

_HIDDEN = "The file holds hidden text, which Word does not show; it was not read as part of an answer."
_MACROS = "The file holds macros; they were not run."


def read_docx(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """A Word document with everything that a reader of it sees, each visible text once and in reading order.

    `name` is the name that errors give the file. Tracked changes are read as accepted and counted. `ref` of paragraphs and tables is the
    part's name and child positions from its root down, counted on the tree that `guard.parse_xml` gives (no comments, no processing
    instructions). Raises UnreadableFile.
    """
    check_size(name, data, limits)
    package = open_word(name, data, limits)
    main = package.main_part()
    root = package.xml(main)
    if root.tag != W + "document":
        raise not_word(name)
    styles = Styles(package.side_xml(package.related(main, "styles")))
    numbering = Numbering(package.side_xml(package.related(main, "numbering")), styles)
    reading = Reading(package, main, styles, numbering)
    blocks = StoryReader(reading, main, root, "body").blocks()
    headers = _margins(reading, root, "header")
    footers = _margins(reading, root, "footer")
    insertions, deletions = reading.insertions, reading.deletions
    comments = _comments(reading)
    if reading.hidden_text:
        package.notes.append(Note("hidden_text", _HIDDEN))
    if package.related(main, "vbaProject"):
        package.notes.append(Note("macros", _MACROS))
    return Document(
        name,
        "docx",
        blocks,
        headers=headers,
        footers=footers,
        comments=comments,
        insertions=insertions,
        deletions=deletions,
        notes=tuple(package.notes),
        properties=_properties(package),
    )


def _margins(reading: Reading, root: etree._Element, origin: Origin) -> tuple[Block, ...]:
    """The headers or footers of all sections, each part once, in the order in which sections name them."""
    targets = {relation.id: relation.target for relation in reading.package.relations(reading.main)}
    parts: dict[str, None] = {}
    for section in root.iter(W + "sectPr"):
        for reference in section.iterchildren(f"{W}{origin}Reference"):
            target = targets.get(reference.get(R + "id") or "")
            if target is not None:
                parts[target] = None
    blocks: list[Block] = []
    for part in parts:
        margin = reading.package.side_xml(part)
        if margin is not None:
            blocks += StoryReader(reading, part, margin, origin).blocks()
    return tuple(blocks)


def _comments(reading: Reading) -> tuple[Comment, ...]:
    part = reading.package.related(reading.main, "comments")
    root = reading.package.side_xml(part)
    if root is None or part is None:
        return ()
    found = []
    for comment in root.iterchildren(W + "comment"):
        blocks = StoryReader(reading, part, comment, "body").blocks()
        text = "\n".join(paragraph.text for paragraph in paragraphs(blocks)).strip()
        found.append(Comment(comment.get(W + "author") or "", text))
    return tuple(found)


def _properties(package: WordPackage) -> Properties:
    core = _values(package, "core-properties", "docProps/core.xml")
    app = _values(package, "extended-properties", "docProps/app.xml")
    return Properties(
        title=core.get("title", ""),
        author=core.get("creator", ""),
        created=_moment(core.get("created", "")),
        modified=_moment(core.get("modified", "")),
        producer=" ".join(filter(None, (app.get("Application", ""), app.get("AppVersion", "")))),
        custom=_custom(package),
    )


def _custom(package: WordPackage) -> tuple[tuple[str, str], ...]:
    """The texts among the properties that the maker of the file added, by name."""
    root = _properties_part(package, "custom-properties", "docProps/custom.xml")
    if root is None:
        return ()
    found = ((item.get("name") or "", next(iter(item), None)) for item in root)
    return tuple(
        (name, value.text or "") for name, value in found if name and value is not None and _is_text_value(value)
    )


def _is_text_value(value: etree._Element) -> bool:
    return isinstance(value.tag, str) and etree.QName(value).localname == "lpwstr"


def _values(package: WordPackage, kind: str, usual: str) -> dict[str, str]:
    """The texts of a properties part by their local names; the part is found by its relationship, else by its usual name."""
    root = _properties_part(package, kind, usual)
    if root is None:
        return {}
    return {etree.QName(item).localname: (item.text or "").strip() for item in root}


def _properties_part(package: WordPackage, kind: str, usual: str) -> etree._Element | None:
    targets = [relation.target for relation in package.relations("") if relation.kind == kind]
    return package.side_xml(targets[0] if targets else package.stored(usual))


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
