"""Styles of a Word file: their names, headings and list levels, and the look that runs take from them (word/styles.xml)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from dag_check.documents.docx_package import W, is_on, number_of

_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_AUTO = ""


class Look(NamedTuple):
    """How a run looks; None says nothing, so that the next look below decides. `colour` is six hex digits, "" for automatic."""

    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    hidden: bool | None = None
    colour: str | None = None
    ascii_font: str | None = None
    other_font: str | None = None
    size: float | None = None
    highlight: bool | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, else `base`."""
        if self == _PLAIN:
            return base
        return Look(*(mine if mine is not None else theirs for mine, theirs in zip(self, base, strict=True)))  # type: ignore[arg-type]


_PLAIN = Look()


def read_look(properties: etree._Element | None) -> tuple[Look, str]:
    """The look that a w:rPr states itself, and the id of the character style that it names ("" for none)."""
    if properties is None or len(properties) == 0:
        return _PLAIN, ""
    said: dict[str, bool | str | float] = {}
    style = ""
    for item in properties:
        tag = item.tag
        if tag in _SWITCHES:
            name = _SWITCHES[tag]
            said[name] = is_on(item) or (name == "strike" and bool(said.get("strike")))
        elif tag == W + "color":
            said["colour"] = hex_colour(item.get(W + "val")) or _AUTO
        elif tag == W + "rFonts":
            for name, attributes in _FONTS:
                font = next((item.get(W + key) for key in attributes if item.get(W + key)), None)
                if font:
                    said[name] = font
        elif tag == W + "sz":
            half_points = number_of(item)
            if half_points:
                said["size"] = half_points / 2
        elif tag == W + "highlight":
            said["highlight"] = item.get(W + "val") not in ("none", "white", None)
        elif tag == W + "shd":
            # Google Docs writes its highlighter as shading.
            said["highlight"] = said.get("highlight") or hex_colour(item.get(W + "fill")) not in (None, "FFFFFF")
        elif tag == W + "rStyle":
            style = item.get(W + "val") or ""
    return Look(**said) if said else _PLAIN, style  # type: ignore[arg-type]


_SWITCHES = {
    W + "b": "bold",
    W + "i": "italic",
    W + "strike": "strike",
    W + "dstrike": "strike",
    W + "vanish": "hidden",
}
_FONTS = (("ascii_font", ("ascii", "hAnsi")), ("other_font", ("hAnsi", "ascii")))


def hex_colour(value: str | None) -> str | None:
    """Six hex digits in capitals, None for automatic and everything that is no colour."""
    return value.upper() if value and _HEX.fullmatch(value) else None


class Style(NamedTuple):
    """A style with what it takes from the styles that it is based on.

    `numbering_styles` are the ids of the styles in its chain up to the one that names the list, nearest first.
    """

    name: str
    heading: int | None = None
    list_id: int | None = None
    list_level: int | None = None
    numbering_styles: tuple[str, ...] = ()
    look: Look = _PLAIN


@dataclass
class Styles:
    """The styles of a document; without word/styles.xml every style is only its id."""

    root: etree._Element | None
    _elements: dict[str, etree._Element] = field(default_factory=dict)
    _resolved: dict[str, Style] = field(default_factory=dict)
    _default: str = ""
    _base_look: Look = _PLAIN

    def __post_init__(self) -> None:
        if self.root is None:
            return
        for element in self.root.iterchildren(W + "style"):
            style_id = element.get(W + "styleId") or ""
            self._elements.setdefault(style_id, element)
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
                self._default = style_id
        self._base_look = read_look(self.root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))[0]

    def paragraph(self, style_id: str) -> Style:
        """The style of a paragraph that names `style_id`; one that names none, or one that is not there, has the default style."""
        if style_id in self._elements or (style_id and _HEADING.fullmatch(style_id)) or not self._elements:
            return self.style(style_id)
        return self.style(self._default)

    def style(self, style_id: str) -> Style:
        """The style of an id. An unknown id is its own name, and a heading when it reads so ("Heading2")."""
        if style_id not in self._resolved:
            self._resolved[style_id] = self._resolve(style_id)
        return self._resolved[style_id]

    def look(self, direct: Look, character_style: str, paragraph: Style) -> Look:
        """What a run looks like: its own formatting, else its character style, else the paragraph's style, else the default."""
        below = paragraph.look.over(self._base_look)
        if character_style:
            below = self.style(character_style).look.over(below)
        return direct.over(below)

    def is_placeholder_style(self, style_id: str) -> bool:
        """Whether a character style is Word's for the prompts of unfilled controls."""
        return style_id == "PlaceholderText" or (
            bool(style_id) and self.style(style_id).name.lower() == "placeholder text"
        )

    def _resolve(self, style_id: str) -> Style:
        """The style, built from the furthest style that it is based on; one that is based on itself ends there."""
        chain: dict[str, etree._Element] = {}
        base_id = style_id
        while base_id in self._elements and base_id not in chain and base_id not in self._resolved:
            chain[base_id] = self._elements[base_id]
            base_id = _value(chain[base_id], "basedOn")
        if not chain:
            match = _HEADING.fullmatch(style_id)
            return Style(style_id, heading=int(match[1]) if match else None)
        built = self._resolved.get(base_id, _NO_STYLE)
        for own_id, element in reversed(chain.items()):
            built = _on_base(own_id, element, built)
            self._resolved[own_id] = built
        return built


_NO_STYLE = Style("")
_LONGEST_CHAIN = 50


def _on_base(style_id: str, element: etree._Element, base: Style) -> Style:
    """A style over the one that it is based on. A heading is told by the outline level, else by Word's name for it, else by the base."""
    name = _value(element, "name") or style_id
    outline = number_of(element.find(f"{W}pPr/{W}outlineLvl"))
    match = _HEADING.fullmatch(name)
    heading = base.heading
    if name.lower() == "title":
        heading = None
    elif outline is not None:
        heading = heading_of_outline(outline)
    elif match:
        heading = int(match[1])
    numbering = element.find(f"{W}pPr/{W}numPr")
    list_id = number_of(numbering.find(W + "numId")) if numbering is not None else None
    list_level = number_of(numbering.find(W + "ilvl")) if numbering is not None else None
    return Style(
        name,
        heading,
        base.list_id if list_id is None else list_id,
        base.list_level if list_level is None else list_level,
        (style_id,) if list_id is not None else (style_id, *base.numbering_styles)[:_LONGEST_CHAIN],
        read_look(element.find(W + "rPr"))[0].over(base.look),
    )


def heading_of_outline(outline: int) -> int | None:
    """Word counts outline levels from 0; 9 is body text."""
    return outline + 1 if 0 <= outline <= 8 else None


def _value(element: etree._Element, child: str) -> str:
    found = element.find(W + child)
    return (found.get(W + "val") or "") if found is not None else ""
