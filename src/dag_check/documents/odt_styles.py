"""What the styles of an OpenDocument text say: how text looks, which outline level a paragraph has, and how lists count.

For the OpenDocument reader only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from dag_check.documents.docx_boxes import ALWAYS_BOXES, without_private_use
from dag_check.documents.flow import PLAIN, Look
from dag_check.documents.model import TICKED

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_MOST_ANCESTORS = 50
_LEVELS = 10
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list shows its number: `format` is "1", "a", "A", "i" or "I", "" for none; `bullet` shows "•".

    `box` is TICKED or UNTICKED where the bullet is a check box, else "".
    """

    format: str = ""
    prefix: str = ""
    suffix: str = ""
    shown_levels: int = 1
    start: int = 1
    bullet: bool = False
    box: str = ""


ListStyle = tuple[ListLevel, ...]


@dataclass(slots=True)
class Counter:
    """The numbers that a list has reached, one a level (None: not begun)."""

    reached: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)

    def next(self, style: ListStyle, level: int, start: int | None = None) -> str:
        """Counts one on at the level (from 0) and gives the number as shown; deeper levels begin anew."""
        shape = style[level]
        before = self.reached[level]
        self.reached[level] = start if start is not None else shape.start if before is None else before + 1
        self.reached[level + 1 :] = [None] * (_LEVELS - level - 1)
        if shape.bullet:
            return shape.box or "•"
        if not shape.format:
            return ""
        parts = []
        for depth in range(max(0, level - shape.shown_levels + 1), level + 1):
            if style[depth].format:
                reached = self.reached[depth]
                parts.append(_shown(style[depth].start if reached is None else reached, style[depth].format))
        return f"{shape.prefix}{'.'.join(parts)}{shape.suffix}".strip()


def _shown(number: int, shape: str) -> str:
    if shape in ("a", "A") and 0 < number < 1_000:
        times, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) * (times + 1)
        return text if shape == "a" else text.upper()
    if shape in ("i", "I") and 0 < number < 10_000:
        text, rest = "", number
        for value, letters in _ROMAN:
            count, rest = divmod(rest, value)
            text += letters * count
        text += _ROMAN_UNITS[rest]
        return text if shape == "i" else text.upper()
    return str(number)


@dataclass(frozen=True, slots=True)
class _Style:
    """A style as written: what it sets itself; None where it leaves a thing to its parent."""

    name: str
    shown_name: str
    parent: str
    automatic: bool
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    hidden: bool | None = None
    colour: str | None = None
    size: float | None = None
    background: str | None = None
    outline_level: int | None = None
    list_style: str | None = None


class Styles:
    """The styles of a document, asked by family and name."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._lists: dict[str, ListStyle] = {}
        self._chains: dict[tuple[str, str], tuple[_Style, ...]] = {}
        self._looks: dict[tuple[str, str, Look], Look] = {}
        self.outline: ListStyle | None = None
        for root in roots:
            self._collect(root)

    @property
    def ticked_bullets(self) -> bool:
        """Whether a list's bullets are ticked boxes: where none is, empty boxes are a manner of bullets."""
        return any(level.box == TICKED for style in self._lists.values() for level in style)

    def look(self, family: str, name: str | None, outer: Look = PLAIN) -> Look:
        """The look of text in a style of the family ("text", "paragraph" or "section"), inside text that looks like `outer`."""
        if not name:
            return outer
        key = (family, name, outer)
        known = self._looks.get(key)
        if known is None:
            known = outer
            for style in reversed(self._chain(family, name)):
                known = replace(
                    known,
                    bold=known.bold if style.bold is None else style.bold,
                    italic=known.italic if style.italic is None else style.italic,
                    strike=known.strike if style.strike is None else style.strike,
                    hidden=known.hidden or bool(style.hidden),
                    colour=known.colour if style.colour is None else style.colour or None,
                    size=known.size if style.size is None else style.size,
                    highlight=known.highlight
                    if family != "text" or style.background is None
                    else style.background not in ("", "FFFFFF"),
                )
            self._looks[key] = known
        return known

    def shown_name(self, name: str | None) -> str:
        """The name of a paragraph style as a user sees it; for an automatic one that of the style it came from."""
        for style in self._chain("paragraph", name or ""):
            if not style.automatic:
                return style.shown_name
        return ""

    def outline_level(self, name: str | None) -> int | None:
        """The outline level that a paragraph style gives, or None."""
        for style in self._chain("paragraph", name or ""):
            if style.outline_level is not None:
                return style.outline_level or None
        return None

    def list_of_paragraph(self, name: str | None) -> str | None:
        """The list style that a paragraph style asks for, or None."""
        for style in self._chain("paragraph", name or ""):
            if style.list_style is not None:
                return style.list_style or None
        return None

    def is_hidden_section(self, name: str | None) -> bool:
        """Whether a section style hides the section."""
        return any(style.hidden for style in self._chain("section", name or ""))

    def shading(self, name: str | None) -> str | None:
        """The background colour of a cell style, as RRGGBB."""
        for style in self._chain("table-cell", name or ""):
            if style.background is not None:
                return style.background or None
        return None

    def list_style(self, name: str | None) -> ListStyle | None:
        """How the named list style counts, level by level."""
        return self._lists.get(name) if name else None

    def _chain(self, family: str, name: str) -> tuple[_Style, ...]:
        chain = self._chains.get((family, name))
        if chain is None:
            found: list[_Style] = []
            following = name
            while following and len(found) < _MOST_ANCESTORS:
                style = self._styles.get((family, following))
                if style is None or style in found:
                    break
                found.append(style)
                following = style.parent
            chain = self._chains[family, name] = tuple(found)
        return chain

    def _collect(self, root: etree._Element) -> None:
        for group in (f"{OFFICE}styles", f"{OFFICE}automatic-styles"):
            for styles in root.iterchildren(group):
                automatic = group.endswith("automatic-styles")
                for element in styles:
                    if element.tag == f"{STYLE}style":
                        self._read_style(element, automatic)
                    elif element.tag == f"{TEXT}list-style":
                        self._lists[element.get(f"{STYLE}name", "")] = _list_style(element)
                    elif element.tag == f"{TEXT}outline-style":
                        self.outline = _list_style(element)

    def _read_style(self, element: etree._Element, automatic: bool) -> None:
        name = element.get(f"{STYLE}name", "")
        family = element.get(f"{STYLE}family", "")
        set_by: dict[str, str] = {}
        for properties in element:
            if isinstance(properties.tag, str) and properties.tag.endswith("-properties"):
                set_by.update((str(key), str(value)) for key, value in properties.attrib.items())
        level = element.get(f"{STYLE}default-outline-level")
        style = _Style(
            name=name,
            shown_name=element.get(f"{STYLE}display-name") or name.replace("_20_", " "),
            parent=element.get(f"{STYLE}parent-style-name", ""),
            automatic=automatic,
            bold=_is_bold(set_by.get(f"{FO}font-weight")),
            italic=_is(set_by.get(f"{FO}font-style"), "italic", "oblique"),
            strike=_is_struck(set_by),
            hidden=_is(set_by.get(f"{TEXT}display"), "none"),
            colour=_colour(set_by.get(f"{FO}color")),
            size=_points(set_by.get(f"{FO}font-size")),
            background=_colour(set_by.get(f"{FO}background-color")),
            outline_level=None if level is None else _whole(level, 0, 0, 9),
            list_style=element.get(f"{STYLE}list-style-name"),
        )
        self._styles[family, name] = style


def _list_style(element: etree._Element) -> ListStyle:
    levels = [ListLevel()] * _LEVELS
    for shape in element:
        tag = shape.tag if isinstance(shape.tag, str) else ""
        position = _whole(shape.get(f"{TEXT}level"), 0, 0, _LEVELS) - 1
        if position < 0:
            continue
        if tag in (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"):
            levels[position] = ListLevel(
                format=shape.get(f"{STYLE}num-format", "")[:1],
                prefix=shape.get(f"{STYLE}num-prefix", ""),
                suffix=shape.get(f"{STYLE}num-suffix", ""),
                shown_levels=_whole(shape.get(f"{TEXT}display-levels"), 1, 1, _LEVELS),
                start=_whole(shape.get(f"{TEXT}start-value"), 1, 0, 1_000_000),
            )
        elif tag in (f"{TEXT}list-level-style-bullet", f"{TEXT}list-level-style-image"):
            levels[position] = ListLevel(
                bullet=True, box=ALWAYS_BOXES.get(without_private_use(shape.get(f"{TEXT}bullet-char", "")), "")
            )
    return tuple(levels)


def _whole(value: str | None, default: int, least: int, most: int) -> int:
    """A whole number of an attribute, held between bounds; `default` where there is none."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 9:
        return default
    return min(max(int(value), least), most)


def whole(value: str | None, default: int, most: int) -> int:
    """A count of an attribute, at least 1 and at most `most`."""
    return _whole(value, default, 1, most)


def _is(value: str | None, *expected: str) -> bool | None:
    return None if value is None else value in expected


def _is_bold(value: str | None) -> bool | None:
    if value is None:
        return None
    return value == "bold" or (value.isascii() and value.isdigit() and len(value) < 5 and int(value) >= 600)


def _points(value: str | None) -> float | None:
    """A size in points; None for one that only relates to another ("120%")."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,3})?)pt", value or "")
    return float(match[1]) if match else None


def _is_struck(set_by: dict[str, str]) -> bool | None:
    kind, style = set_by.get(f"{STYLE}text-line-through-type"), set_by.get(f"{STYLE}text-line-through-style")
    if kind is None and style is None:
        return None
    return "none" not in (kind, style)


def _colour(value: str | None) -> str | None:
    """RRGGBB; "" for a colour that is set to none or automatic, None where nothing is set."""
    if value is None:
        return None
    return value[1:].upper() if len(value) == 7 and value.startswith("#") else ""
