"""Automatic numbers as Word shows them, computed from word/numbering.xml in the order of the paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from dag_check.documents.docx_boxes import ALWAYS_BOXES, in_symbol_font, is_symbol_font, without_private_use
from dag_check.documents.docx_package import W, number_of, whole_number
from dag_check.documents.docx_styles import Style, Styles
from dag_check.documents.model import TICKED

BULLET = "•"
_LEVELS = 9
_LONGEST_PATTERN = 60
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart` is the level (from 1) whose use restarts it: 0 never, None every higher one.

    `box` is TICKED or UNTICKED where its bullet is a check box, as task lists have it, else "".
    """

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    box: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A list that paragraphs can name (w:num): its definition, and where it differs from it."""

    definition: int
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass
class Numbering:
    """The lists of a document and how far each has counted. Lists of one definition count on together, as in Word."""

    root: etree._Element | None
    styles: Styles
    _definitions: dict[int, dict[int, Level]] = field(default_factory=dict)
    _style_links: dict[int, str] = field(default_factory=dict)
    _lists: dict[int, _List] = field(default_factory=dict)
    _counts: dict[int, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[int, int]] = field(default_factory=set)
    _ticked_bullets: bool = False

    def __post_init__(self) -> None:
        if self.root is None:
            return
        for element in self.root.iterchildren(W + "abstractNum"):
            definition = whole_number(element.get(W + "abstractNumId"))
            if definition is not None:
                self._definitions[definition] = _levels(element)
                link = element.find(W + "numStyleLink")
                if link is not None:
                    self._style_links[definition] = link.get(W + "val") or ""
        for element in self.root.iterchildren(W + "num"):
            list_id = whole_number(element.get(W + "numId"))
            definition = number_of(element.find(W + "abstractNumId"))
            if list_id is not None and definition is not None:
                self._lists[list_id] = self._list(element, definition)
        definitions = (*self._definitions.values(), *(entry.levels for entry in self._lists.values()))
        self._ticked_bullets = any(level.box == TICKED for levels in definitions for level in levels.values())

    def number(self, list_id: int | None, level: int | None, style: Style) -> str:
        """The number of the next paragraph: `list_id` and `level` are its own, `style` its style, which may be linked to a list.

        "" for a paragraph in no list, and for list 0, which takes a paragraph out of its style's list. TICKED or UNTICKED for a bullet that
        is a box, where the document has ticked ones: else its boxes are a manner of bullets.
        """
        by_style = list_id is None
        if list_id is None:
            list_id = style.list_id
        entry = self._lists.get(list_id) if list_id else None
        if entry is None or list_id is None:
            return ""
        definition = self._followed(entry.definition)
        levels = self._definitions.get(definition, {})
        if level is None and by_style:
            level = _level_of_styles(levels | entry.levels, style.numbering_styles)
        if level is None:
            level = style.list_level if by_style and style.list_level is not None else 0
        level = max(0, min(level, _LEVELS - 1))
        return self._count(list_id, entry, definition, levels | entry.levels, level)

    def _count(self, list_id: int, entry: _List, definition: int, levels: dict[int, Level], level: int) -> str:
        counts = self._counts.setdefault(definition, {})
        form = levels.get(level, Level())
        if level in entry.starts and (list_id, level) not in self._started:
            counts[level] = entry.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else form.start
        self._started.add((list_id, level))
        for deeper in [other for other in counts if other > level]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                del counts[deeper]
        if form.form == "bullet":
            return form.box if form.box and self._ticked_bullets else BULLET
        return _LEVEL_REFERENCE.sub(lambda match: _part(levels, counts, form, int(match[1]) - 1), form.pattern).strip()

    def _list(self, element: etree._Element, definition: int) -> _List:
        levels: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for override in element.iterchildren(W + "lvlOverride"):
            position = whole_number(override.get(W + "ilvl"))
            if position is None:
                continue
            own = override.find(W + "lvl")
            if own is not None:
                levels[position] = _level(own)
            start = number_of(override.find(W + "startOverride"))
            if start is not None:
                starts[position] = start
                levels[position] = replace(
                    levels.get(position) or self._definitions.get(definition, {}).get(position, Level()), start=start
                )
        return _List(definition, levels, starts)

    def _followed(self, definition: int) -> int:
        """The definition itself, or the one that its list style (w:numStyleLink) leads to."""
        for _ in range(5):
            style = self._style_links.get(definition)
            target = self._lists.get(self.styles.style(style).list_id or 0) if style else None
            if target is None or target.definition == definition:
                return definition
            definition = target.definition
        return definition


_LEVEL_REFERENCE = re.compile(r"%([1-9])")


def _levels(definition: etree._Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in definition.iterchildren(W + "lvl"):
        position = whole_number(element.get(W + "ilvl"))
        if position is not None:
            found[position] = _level(element)
    return found


def _level(element: etree._Element) -> Level:
    start = number_of(element.find(W + "start"))
    forms = [form.get(W + "val") or "" for form in element.iter(W + "numFmt")]
    text = element.find(W + "lvlText")
    legal = element.find(W + "isLgl")
    style = element.find(W + "pStyle")
    pattern = ((text.get(W + "val") or "") if text is not None else "")[:_LONGEST_PATTERN]
    return Level(
        start=0 if start is None else start,
        form=forms[-1] if forms else "decimal",
        pattern=pattern,
        restart=number_of(element.find(W + "lvlRestart")),
        legal=legal is not None and legal.get(W + "val") not in ("0", "false", "off"),
        style=(style.get(W + "val") or "") if style is not None else "",
        box=_box(pattern, element.find(f"{W}rPr/{W}rFonts")),
    )


def _box(bullet: str, fonts: etree._Element | None) -> str:
    """TICKED or UNTICKED for a bullet that is a check box, in whatever font it is drawn."""
    font = fonts.get(W + "ascii") or fonts.get(W + "hAnsi") if fonts is not None else None
    shown = in_symbol_font(bullet, font) if font is not None and is_symbol_font(font) else without_private_use(bullet)
    return ALWAYS_BOXES.get(shown, "")


def _level_of_styles(levels: dict[int, Level], style_ids: tuple[str, ...]) -> int | None:
    """The level that is linked to the paragraph's style, or to the nearest style that it is based on."""
    for style_id in style_ids:
        for position, level in levels.items():
            if level.style == style_id:
                return position
    return None


def _part(levels: dict[int, Level], counts: dict[int, int], shown: Level, position: int) -> str:
    level = levels.get(position, Level())
    value = counts.get(position, level.start)
    return shown_number(value, "decimal" if shown.legal and level.form != "none" else level.form)


def shown_number(value: int, form: str) -> str:
    """A count in one of Word's number formats; formats that are words or of other scripts come as decimal."""
    if form in ("none", "bullet"):
        return ""
    if form == "decimalZero":
        return f"{value:02d}"
    if form in ("lowerLetter", "upperLetter") and 0 < value <= 780:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        roman = _roman(value)
        return roman.upper() if form == "upperRoman" else roman
    if form == "ordinal":
        return f"{value}{_ordinal_ending(value)}"
    return str(value)


def _roman(value: int) -> str:
    roman = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        roman += letters * times
    return roman


def _ordinal_ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
