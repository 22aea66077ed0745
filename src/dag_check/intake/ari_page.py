"""Learns an edition of the Areas of Research Interest from a saved copy of its page (GOV.UK, or a Word or OpenDocument copy of it).

Takes the headings and the questions under them; leaves out navigation, cookie banners and the foot of the page. What was left out is said,
for a person to read what was learned and to correct it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dag_check.dates import dates_in
from dag_check.documents.model import Document, Paragraph, paragraphs
from dag_check.errors import UsageError
from dag_check.knowledge import Knowledge
from dag_check.research_interests import Area
from dag_check.text import normalise, tidy, words

_NUMBER = re.compile(r"^(?:\(?\d{1,2}(?:\.\d{1,2})*[.):]?|[A-Z][.)]|[ivx]{1,4}[.)])\s+(?=\S)|^[•·▪●○◦\-\u2013]\s+")
_YEAR = re.compile(r"\b20[12]\d\b")
_LONGEST_HEADING = 25
"""Words from which what looks like a heading is a paragraph in a heading's style."""
_SHORTEST_ITEM = 4


@dataclass(frozen=True, slots=True)
class LearnedEdition:
    """What a page holds: areas (headings with their questions), themes (headings over areas), and the headings left out."""

    edition: str
    title: str
    published: dt.date | None
    areas: tuple[Area, ...]
    themes: tuple[Area, ...]
    left_out: tuple[str, ...]


@dataclass(slots=True)
class _Heading:
    name: str
    level: int
    questions: list[str] = field(default_factory=list)
    has_below: bool = False


def learn_edition(document: Document, knowledge: Knowledge, edition: str = "") -> LearnedEdition:
    """The edition that a page holds. `edition` is its year, where the page does not tell it.

    Raises UsageError where the page is none of the Areas of Research Interest, or has no headings to tell the areas by.
    """
    wording = knowledge.list("ari-page")
    lines = list(paragraphs(document.blocks))
    title = _title(document, lines, wording)
    if not title:
        raise UsageError(
            f"{document.name} does not speak of Areas of Research Interest. Save the page that lists them, as a web page (.html), and give that."
        )
    year = edition or _year(title, lines)
    if not year:
        raise UsageError(
            f"{document.name} does not tell of which year the edition is. Give it with --edition, for example --edition 2025."
        )
    headings, left_out = _headings(lines, title, wording)
    areas, themes, empty = _sorted(headings)
    if not areas:
        raise UsageError(
            f"{document.name} has no headings with research questions under them. Save the page as a web page (.html), or give the headings of the Word file heading styles."
        )
    published = _published(lines)
    return LearnedEdition(year, title, published, areas, themes, (*left_out, *empty))


def edition_yaml(learned: LearnedEdition, *, current: bool, origin: str, url: str = "") -> str:
    """An edition as the text of a YAML file for the folder ari/ of a rulebook. `origin` is the name of the page's file."""
    import yaml

    content: dict[str, Any] = {"edition": learned.edition, "title": learned.title}
    if learned.published:
        content["published"] = learned.published
    content["current"] = current
    if url:
        content["url"] = url
    content["areas"] = [_as_data(area) for area in learned.areas]
    if learned.themes:
        content["themes"] = [_as_data(theme) for theme in learned.themes]
    top = [f"# Learned from {tidy(origin)}. Read it once and correct it: an area is a name and the questions under it."]
    if learned.left_out:
        top.append("# Headings that were left out as no areas:")
        top += [f"#   {tidy(heading)}" for heading in learned.left_out]
    return "\n".join(top) + "\n" + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=140)


def _as_data(area: Area) -> Any:
    return {"name": area.name, "questions": list(area.questions)} if area.questions else area.name


def _title(document: Document, lines: list[Paragraph], wording: Mapping[str, Any]) -> str:
    about = re.compile(wording["title"])
    said = [
        *(line.text for line in lines if line.heading),
        document.properties.title,
        *(line.text for line in lines if len(line.text) < 200),
    ]
    found = next((tidy(text) for text in said if about.search(normalise(text))), "")
    return re.sub(r"\s*[-|\u2013]\s*GOV\.UK\s*$", "", found)


def _year(title: str, lines: list[Paragraph]) -> str:
    for text in (title, *(line.text for line in lines[:60])):
        found = _YEAR.search(text)
        if found:
            return found.group()
    return ""


def _published(lines: list[Paragraph]) -> dt.date | None:
    for line in lines[:200]:
        text = normalise(line.text)
        if text.startswith(("published", "first published")):
            days = [date.earliest for date in dates_in(text[:60]) if date.to_the_day and date.exists]
            if days:
                return days[0]
    return None


def _headings(lines: list[Paragraph], title: str, wording: Mapping[str, Any]) -> tuple[list[_Heading], list[str]]:
    """The headings between the title and the foot of the page, each with the questions under it; and those that are no areas."""
    no_area, end, no_question = (
        re.compile("|".join(f"(?:{source})" for source in wording[name])) for name in ("no_area", "end", "no_question")
    )
    found: dict[str, _Heading] = {}
    left_out: dict[str, None] = {}
    open_: list[_Heading] = []
    current: _Heading | None = None
    for line in _after_title(lines, title):
        text = _NUMBER.sub("", tidy(line.text)).strip()
        plain = normalise(text).strip(" .:")
        if not text or line.origin in ("header", "footer"):
            continue
        if end.fullmatch(plain) and (found or line.heading):
            break
        if line.heading is not None and len(words(text)) <= _LONGEST_HEADING:
            open_ = [above for above in open_ if above.level < line.heading]
            if no_area.fullmatch(plain):
                left_out.setdefault(text)
                current = _Heading(text, line.heading)
                open_.append(current)
                continue
            if open_ and no_area.fullmatch(normalise(open_[-1].name).strip(" .:")):
                left_out.setdefault(text)
                current = _Heading(text, line.heading)
                continue
            for above in open_:
                above.has_below = True
            current = found.setdefault(plain, _Heading(text, line.heading))
            open_.append(current)
        elif current is not None and not no_question.fullmatch(plain) and _is_question(line, text):
            current.questions += [] if text in current.questions else [text]
    return list(found.values()), list(left_out)


def _after_title(lines: list[Paragraph], title: str) -> Iterator[Paragraph]:
    """The lines after the page's title; all of them where it stands nowhere among the headings."""
    wanted = normalise(title)
    places = [at for at, line in enumerate(lines) if line.heading and normalise(line.text) == wanted]
    yield from lines[places[0] + 1 if places else 0 :]


def _is_question(line: Paragraph, text: str) -> bool:
    return text.endswith("?") or (bool(line.number) and len(words(text)) >= _SHORTEST_ITEM)


def _sorted(headings: list[_Heading]) -> tuple[tuple[Area, ...], tuple[Area, ...], list[str]]:
    """Areas, themes, and the headings that are neither: those without questions, where half of the others have some."""
    leaves = [heading for heading in headings if not heading.has_below or heading.questions]
    asking = [heading for heading in leaves if heading.questions]
    strict = bool(asking) and 2 * len(asking) >= len(leaves)
    areas = [Area(heading.name, tuple(heading.questions)) for heading in (asking if strict else leaves)]
    themes = [Area(heading.name) for heading in headings if heading not in leaves]
    empty = [heading.name for heading in leaves if strict and not heading.questions]
    return tuple(areas), tuple(themes), empty
