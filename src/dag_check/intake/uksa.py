"""Reads a UK Statistics Authority ethics self-assessment: what is filled in, and the score recomputed from the selections.

The layout of version 3.0 stands in rules/lists/uksa-v3.yaml. Rows or columns that moved are found again by labels and by the
option texts that the form carries in hidden columns. Whether the assessment is complete is for the checks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from dag_check.application import SelfAssessment, SelfAssessmentEntry, SelfAssessmentItem
from dag_check.documents.model import Document, Sheet, SheetCell, Table, Workbook, a1
from dag_check.errors import DataError
from dag_check.knowledge import Knowledge, builtin
from dag_check.location import Location
from dag_check.text import is_filler, normalise, tidy

FAR_COLUMN = 200
"""Columns from here on are out of sight: there the form keeps its option texts."""
_ENOUGH_TITLES = 8
_Position = tuple[int, int]
_NUMBERING = re.compile(r"^(?:item\s*)?\d{1,2}\s*[.):\-]?\s+")
_VERSION = re.compile(r"\bv(?:ersion)?\.?\s*(\d+(?:\.\d+)*)\b", re.I)
_LEADING_SCORE = re.compile(r"(?:score\s*)?([123])(?:\s*[-.:)=].*)?", re.S)
_NA = re.compile(r"(?:n\s?[/.]?\s?a\.?|not applicable)(?:\s*[-.:(].*)?", re.S)
_PROMPT = re.compile(
    r"(?:please|provide|describe|outline|include|what|how|why|when|e\.g|explain|give|list|set out|summar|enter|this (?:should|section))\b"
)
_TO_SELECT = re.compile(
    r"\W*(?:please )?(?:select|choose)(?: (?:an?|one|your|from the|the))?(?: (?:item|option|answer|list|score|response|drop-?down(?: list)?))?\W*"
)
"""What an untouched drop-down shows."""
_TICKS = frozenset({"1", "1.0", "yes", "y", "x", "true", "✓", "✔", "☒"})


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LabelledCell(_Model):
    """A label of the form and the cell of its answer."""

    label: str
    cell: str


class TextCell(_Model):
    """A text of the form and its cell."""

    text: str
    cell: str


class Weighting(_Model):
    """A weighting that multiplies the score."""

    name: str
    cell: str
    factor: float
    words: str


class LayoutItem(_Model):
    """An item of the form: its cells, whether it has the option N/A, and the scores over its tolerance."""

    item: int
    principle: str
    title: str
    answer: str
    justification: str
    na: bool
    over: tuple[int, ...]


class Layout(_Model):
    """A version of the form, as a list of the rulebook holds it."""

    version: str
    sheet: str
    title: TextCell
    version_cell: str
    information: tuple[LabelledCell, ...]
    prompt_cells: tuple[str, ...] = ()
    weightings: tuple[Weighting, ...]
    options_first_row: int
    options_columns: dict[str, tuple[int, int]]
    result_cells: tuple[str, ...]
    bands: tuple[dict[str, Any], ...]
    items: tuple[LayoutItem, ...]


@lru_cache(maxsize=8)
def layout_of(knowledge: Knowledge) -> Layout:
    """The known layout. Raises DataError where the list is wrong."""
    try:
        return Layout.model_validate(dict(knowledge.list("uksa-v3")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DataError("lists/uksa-v3.yaml", f"{where}: {first['msg']}.") from error


def looks_like_uksa(workbook: Workbook, knowledge: Knowledge | None = None) -> bool:
    """Whether a workbook is the UKSA self-assessment, filled or blank: by the titles of its items and its labels."""
    layout = layout_of(knowledge or builtin())
    return _sheet_of(workbook, layout) is not None


def read_self_assessment(workbook: Workbook, file: str, knowledge: Knowledge) -> SelfAssessment:
    """Reads the self-assessment from its workbook. `known_layout` is false where version or labels are not those known.

    The score is recomputed (see `overall_score`); it is None while a selection is missing or not recognised. The option texts are
    taken from the form; without them a selection counts only where it begins with its score.
    """
    layout = layout_of(knowledge)
    sheet = _sheet_of(workbook, layout) or (workbook.sheets[0] if workbook.sheets else Sheet(name="", rows=()))
    page = _Page(sheet, layout, _options(workbook, layout))
    version = _version(page, layout)
    items = tuple(_item(page, item, file) for item in layout.items)
    information = tuple(_information(page, file))
    weightings = tuple(name for name, ticked in _weightings(page) if ticked)
    score = overall_score(items, [w.factor for w in layout.weightings if w.name in weightings])
    blank = not (
        weightings or any(entry.text for entry in information) or any(i.selection or i.justification for i in items)
    )
    return SelfAssessment(
        file=file,
        version=version,
        known_layout=page.titles_found >= _ENOUGH_TITLES and (version == layout.version or not version),
        blank=blank,
        information=information,
        weightings=weightings,
        items=items,
        score=score,
        band=band_of(score, layout),
        stated_score=_stated(page, layout),
        location=Location(file=file, sheet=sheet.name or None),
    )


def overall_score(items: Sequence[SelfAssessmentItem], factors: Sequence[float]) -> float | None:
    """The mean of the principles' means (items answered N/A left out) times the weightings' factors.

    None while an item has neither a score nor N/A, and where there is no item. Source: UKSA self-assessment form, version 3.0.
    """
    principles: dict[str, list[int]] = {}
    for item in items:
        if item.score is not None:
            principles.setdefault(item.principle, []).append(item.score)
        elif not item.not_applicable:
            return None
    if not principles:
        return None
    score = sum(sum(scores) / len(scores) for scores in principles.values()) / len(principles)
    for factor in factors:
        score *= factor
    return round(score, 6)


def band_of(score: float | None, layout: Layout) -> str:
    """The name of the band that a score falls in, "" without a score."""
    if score is None:
        return ""
    return str([band["name"] for band in layout.bands if float(band["from"]) <= score][-1])


# ---- the sheet --------------------------------------------------------------------------------------------------------


def _key(text: str) -> str:
    """A label for comparing: without its number, colon and asterisk."""
    return _NUMBERING.sub("", normalise(text)).strip(" :*.?")


def _sheet_of(workbook: Workbook, layout: Layout) -> Sheet | None:
    best: tuple[int, Sheet] | None = None
    for sheet in workbook.sheets:
        points = _points(sheet, layout)
        if points and (best is None or points > best[0]):
            best = (points, sheet)
    return best[1] if best else None


def _points(sheet: Sheet, layout: Layout) -> int:
    """How many labels of the form stand in a sheet, 0 where they are too few to be sure."""
    titles = {_key(item.title) for item in layout.items}
    labels = {_key(entry.label) for entry in layout.information}
    seen_titles: set[str] = set()
    seen_labels: set[str] = set()
    named = False
    for row in sheet.rows[:400]:
        for cell in row.cells:
            if not isinstance(cell.value, str) or len(cell.value) > 120:
                continue
            key = _key(cell.value)
            if cell.col < FAR_COLUMN or key in titles:
                seen_titles |= {key} & titles
                seen_labels |= {key} & labels
                named = named or key == _key(layout.title.text)
    enough = len(seen_titles) >= _ENOUGH_TITLES and (len(seen_labels) >= 2 or named)
    return len(seen_titles) + len(seen_labels) if enough or (named and len(seen_labels) >= 4) else 0


def _position(reference: str) -> _Position:
    """An A1 reference as (row, col), counted from 1."""
    match = re.fullmatch(r"([A-Z]{1,3})(\d+)", reference)
    if match is None:
        raise DataError("lists/uksa-v3.yaml", f"{reference!r} is not a cell.", expected="a reference such as D20")
    col = 0
    for letter in match[1]:
        col = col * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), col


@dataclass(frozen=True, slots=True)
class _Options:
    """The options of an item by normalised text: the score, None for N/A."""

    scores: Mapping[str, int | None]


class _Page:
    """The sheet of the form with the shifts of rows and columns against the known layout."""

    def __init__(self, sheet: Sheet, layout: Layout, options: Mapping[int, _Options]) -> None:
        self.sheet = sheet
        self.layout = layout
        self.options = options
        self.cells: dict[_Position, SheetCell] = {(row.number, c.col): c for row in sheet.rows for c in row.cells}
        self.by_key: dict[str, list[_Position]] = {}
        for position, cell in self.cells.items():
            if position[1] < FAR_COLUMN and isinstance(cell.value, str) and len(cell.value) <= 120:
                self.by_key.setdefault(_key(cell.value), []).append(position)
        self.merged: dict[_Position, _Position] = {}
        for area in sheet.merged:
            if area.left < FAR_COLUMN and (area.bottom - area.top + 1) * (area.right - area.left + 1) <= 4_000:
                for row in range(area.top, area.bottom + 1):
                    for col in range(area.left, area.right + 1):
                        self.merged[row, col] = (area.top, area.left)
        self.rows, self.titles_found = self._item_rows()
        self.columns = self._column_shift()
        self.justification = self._justification_column()

    def text(self, position: _Position) -> str:
        """What a person wrote in a cell (in its merged range), "" for blanks and filler such as dots."""
        cell = self.cells.get(position) or self.cells.get(self.merged.get(position, position))
        text = "" if cell is None else tidy(cell.text)
        return "" if is_filler(text) or _TO_SELECT.fullmatch(normalise(text)) else text

    def _item_rows(self) -> tuple[dict[int, int], int]:
        """The row of each item: where its title stands, else where the rows of its neighbours put it."""
        found: dict[int, int] = {}
        shifts: list[int] = []
        for item in self.layout.items:
            expected = _position(item.answer)[0]
            rows = [row for row, _ in self.by_key.get(_key(item.title), ())]
            if rows:
                near = shifts[-1] if shifts else 0
                found[item.item] = min(rows, key=lambda row: (abs(row - expected - near), row))
                shifts.append(found[item.item] - expected)
        usual = Counter(shifts).most_common(1)[0][0] if shifts else 0
        count = len(found) or len(self.options)
        previous = usual
        for item in self.layout.items:
            expected = _position(item.answer)[0]
            previous = found.setdefault(item.item, expected + previous) - expected
        in_place = {item.item: _position(item.answer)[0] for item in self.layout.items}
        if found != in_place and self._answered(in_place) >= max(1, self._answered(found)):
            return in_place, count
        return found, count

    def _answered(self, rows: Mapping[int, int]) -> int:
        """How many items have a selection in these rows; a title may stand a row above its item's cells."""
        count = 0
        for item in self.layout.items:
            texts = [self.text((rows[item.item], _position(item.answer)[1] + shift)) for shift in range(-1, 4)]
            options = self.options.get(item.item)
            count += any(_selected(text, options) is not None for text in texts) if options else bool(texts[1])
        return count

    def _column_shift(self) -> int:
        """By how many columns the answers moved: where most selections stand, else where the form's title stands."""
        seen: Counter[int] = Counter()
        for item in self.layout.items:
            options = self.options.get(item.item)
            row, expected = self.rows[item.item], _position(item.answer)[1]
            for col in range(2, 40) if options else ():
                if options and _selected(self.text((row, col)), options) is not None:
                    seen[col - expected] += 1
        if seen and seen.most_common(1)[0][1] >= 3:
            return seen.most_common(1)[0][0]
        places = self.by_key.get(_key(self.layout.title.text), ())
        return min(col for _, col in places) - _position(self.layout.title.cell)[1] if places else 0

    def _justification_column(self) -> int | None:
        """The column headed "Justification", where one is, above the items."""
        first = min(self.rows.values())
        columns = [
            col
            for key, places in self.by_key.items()
            if "justification" in key and len(key) <= 60
            for row, col in places
            if 0 < first - row <= 12 and col > 4
        ]
        return min(columns) if len(set(columns)) == 1 else None

    def at(self, row: int, col: int) -> Location:
        """The place of a cell; the file is filled in by the caller."""
        return Location(sheet=self.sheet.name or None, cell=a1(row, col))


# ---- options ----------------------------------------------------------------------------------------------------------


def _options(workbook: Workbook, layout: Layout) -> dict[int, _Options]:
    """The option texts of each item, from the columns (on any sheet) in which titles are followed by their options."""
    found: dict[int, _Options] = {}
    for sheet in workbook.sheets:
        columns: dict[int, list[str]] = {}
        for row in sheet.rows[:2_000]:
            for cell in row.cells:
                if isinstance(cell.value, str) and (
                    cell.col >= FAR_COLUMN or not sheet.visible or cell.col in sheet.hidden_cols
                ):
                    text = normalise(cell.value)
                    if text and not is_filler(text):
                        columns.setdefault(cell.col, []).append(text)
        for texts in columns.values():
            for item, options in _blocks(texts, layout):
                found.setdefault(item, options)
    return found


def _blocks(texts: Sequence[str], layout: Layout) -> Iterator[tuple[int, _Options]]:
    by_title = {_key(item.title): item for item in layout.items}
    starts = [(index, by_title[_key(text)]) for index, text in enumerate(texts) if _key(text) in by_title]
    if not starts:
        yield from _by_place(texts, layout)
        return
    for (start, item), end in zip(starts, [*(index for index, _ in starts[1:]), len(texts)], strict=True):
        block = list(texts[start + 1 : end])
        if 3 <= len(block) <= 6:
            yield item.item, _scored(block[:4] if item.na else block[:3])


def _by_place(texts: Sequence[str], layout: Layout) -> Iterator[tuple[int, _Options]]:
    """Options of a column whose titles were changed: by its length, which is that of one of the known columns."""
    for first, last in layout.options_columns.values():
        items = [item for item in layout.items if first <= item.item <= last]
        if len(texts) == sum(5 if item.na else 4 for item in items):
            start = 0
            for item in items:
                size = 5 if item.na else 4
                yield item.item, _scored(texts[start + 1 : start + size])
                start += size


def _scored(block: Sequence[str]) -> _Options:
    scores: dict[str, int | None] = {}
    for place, text in enumerate(block, start=1):
        scores.setdefault(_plain(text), place if place <= 3 else None)
    return _Options(scores)


def _plain(text: str) -> str:
    return normalise(text).rstrip(" .;:")


def _selected(text: str, options: _Options) -> tuple[int | None] | None:
    """The score of a selection as a tuple of one (None for N/A), None where the text is no option.

    An option cut short (cells and lists have limits of 255 characters) is known by its beginning.
    """
    plain = _plain(text)
    if not plain:
        return None
    if plain in options.scores:
        return (options.scores[plain],)
    if len(plain) >= 30:
        near = {
            score for option, score in options.scores.items() if option.startswith(plain) or plain.startswith(option)
        }
        if len(near) == 1:
            return (near.pop(),)
    return None


# ---- parts ------------------------------------------------------------------------------------------------------------


def _item(page: _Page, item: LayoutItem, file: str) -> SelfAssessmentItem:
    row, col = page.rows[item.item], _position(item.answer)[1] + page.columns
    options = page.options.get(item.item)
    selection = page.text((row, col))
    score = _score(selection, item, options)
    if score is None and options:
        for other in range(max(2, col - 3), col + 4):
            text = page.text((row, other))
            if (elsewhere := _selected(text, options)) is not None:
                selection, score, col = text, elsewhere, other
                break
    written = page.justification or _position(item.justification)[1] + page.columns
    return SelfAssessmentItem(
        item=item.item,
        principle=item.principle,
        title=item.title,
        selection=selection,
        score=score[0] if score else None,
        not_applicable=score == (None,),
        recognised=score is not None or not selection,
        justification=page.text((row, written)),
        over=item.over,
        location=page.at(row, col).model_copy(update={"file": file}),
        justification_location=page.at(row, written).model_copy(update={"file": file}),
    )


def _score(selection: str, item: LayoutItem, options: _Options | None) -> tuple[int | None] | None:
    if options is not None and (known := _selected(selection, options)) is not None:
        return known
    plain = normalise(selection)
    leading = _LEADING_SCORE.fullmatch(plain)
    if leading:
        return (int(leading[1]),)
    return (None,) if item.na and _NA.fullmatch(plain) else None


def _information(page: _Page, file: str) -> Iterator[SelfAssessmentEntry]:
    layout = page.layout
    shifted = (
        page.columns != 0
        or any(page.rows[item.item] != _position(item.answer)[0] for item in layout.items)
        or not _labels_in_place(page)
    )
    prompts = {normalise(page.text(_position(cell))) for cell in layout.prompt_cells} if not shifted else set()
    for entry in layout.information:
        row, col = _position(entry.cell)
        text = page.text((row, col))
        if shifted:
            row, col, text = _by_label(page, entry, (row, col + page.columns))
        if normalise(text) in prompts:
            text = ""
        yield SelfAssessmentEntry(
            label=entry.label, text=text, location=page.at(row, col).model_copy(update={"file": file})
        )


def _labels_in_place(page: _Page) -> bool:
    """Whether the labels of the basic information stand within a row of their answers, as far as they are found."""
    for entry in page.layout.information:
        rows = [row for row, _ in page.by_key.get(_key(entry.label), ())]
        if rows and min(abs(row - _position(entry.cell)[0]) for row in rows) > 1:
            return False
    return True


def _by_label(page: _Page, entry: LabelledCell, expected: _Position) -> tuple[int, int, str]:
    """The answer beside a label that moved: the first text in its band of rows that is neither label nor prompt."""
    places = page.by_key.get(_key(entry.label), ())
    if not places:
        return (*expected, page.text(expected))
    top, label_col = min(places)
    labels = {_key(other.label) for other in page.layout.information}
    below = [row for key in labels for row, _ in page.by_key.get(key, ()) if row > top]
    end = min(min(below, default=top + 3), top + 3)
    col = max(expected[1], label_col + 1)
    for row in range(top, end):
        text = page.text((row, col))
        if text and not _PROMPT.match(normalise(text)) and _key(text) not in labels:
            return row, col, text
    return top, col, ""


def _weightings(page: _Page) -> Iterator[tuple[str, bool]]:
    first = min(page.rows.values())
    for weighting in page.layout.weightings:
        row, col = _position(weighting.cell)
        col += page.columns
        shift = page.rows[1] - _position(page.layout.items[0].answer)[0] if 1 in page.rows else 0
        if shift:
            row = _weighting_row(page, weighting, first, col) or row + shift
        yield weighting.name, normalise(page.text((row, col))) in _TICKS


def _weighting_row(page: _Page, weighting: Weighting, first: int, col: int) -> int | None:
    """The row above the items in which a short label speaks of the weighting."""
    rows = sorted(
        row
        for key, places in page.by_key.items()
        if re.search(weighting.words, key)
        for row, at in places
        if 0 < first - row <= 14 and at < col
    )
    return rows[0] if len(rows) == 1 else None


def _version(page: _Page, layout: Layout) -> str:
    stated = _VERSION.search(page.text(_position(layout.version_cell)))
    if stated:
        return stated[1]
    for (row, col), cell in sorted(page.cells.items()):
        if row <= 6 and col < FAR_COLUMN and isinstance(cell.value, str) and len(cell.value) <= 60:
            stated = _VERSION.search(cell.value)
            if stated:
                return stated[1]
    return ""


def _stated(page: _Page, layout: Layout) -> float | None:
    """The result that the file holds, None where its formulas have no cached value."""
    shift = page.rows[1] - _position(layout.items[0].answer)[0] if 1 in page.rows else 0
    for reference in layout.result_cells:
        row, col = _position(reference)
        cell = page.cells.get((row + shift, col + page.columns))
        written = cell.text.strip() if cell is not None else ""
        value = float(written) if re.fullmatch(r"\d(?:\.\d+)?", written) else None
        if value is not None and 1 <= value <= 6:
            return value
    return None


# ---- documents --------------------------------------------------------------------------------------------------------


def read_self_assessment_document(document: Document, file: str, knowledge: Knowledge) -> SelfAssessment | None:
    """A self-assessment sent as a Word file or a PDF, as far as its tables show it; None where the document is none.

    `known_layout` is always false: without the workbook's cells and options a person must look.
    """
    layout = layout_of(knowledge)
    rows = list(_table_rows(document))
    lines = {_key(line) for line in document.text.splitlines() if len(line) <= 120}
    titles = sum(_key(item.title) in lines for item in layout.items)
    labels = sum(_key(entry.label) in lines for entry in layout.information)
    place = Location(file=file)
    if titles < _ENOUGH_TITLES or labels < 2:
        return _printed(document, place, layout)
    items = tuple(_document_item(item, rows, place) for item in layout.items)
    information = tuple(
        SelfAssessmentEntry(label=entry.label, text=_beside(entry.label, rows), location=place)
        for entry in layout.information
    )
    version = _VERSION.search(document.text[:2_000])
    known = {_key(item.title) for item in layout.items}
    in_tables = sum(any(_key(text) in known for text in row) for row in rows)
    # Where the titles stand outside tables (a PDF print), nothing beside them is read: that is not a blank form.
    return SelfAssessment(
        file=file,
        version=version[1] if version else "",
        known_layout=False,
        blank=in_tables >= _ENOUGH_TITLES
        and not (any(entry.text for entry in information) or any(i.selection or i.justification for i in items)),
        information=information,
        items=items,
        location=place,
    )


_BEGINNING = 9
"""Letters of a label that a print leaves at least where the next cell covers the rest."""


def _printed(document: Document, place: Location, layout: Layout) -> SelfAssessment | None:
    """A print of the form in which the texts of neighbouring cells run into each other: known for what it is, and not read."""
    text = normalise(document.text[:60_000])
    if _key(layout.title.text) not in text[:300]:
        return None
    begun = [_key(item.title)[:_BEGINNING] in text for item in layout.items]
    labels = [_key(entry.label)[:_BEGINNING] in text for entry in layout.information]
    if sum(begun) < 2 * _ENOUGH_TITLES or sum(labels) < 3:
        return None
    version = _VERSION.search(document.text[:60_000])
    return SelfAssessment(
        file=place.file or "", version=version[1] if version else "", known_layout=False, location=place
    )


def _table_rows(document: Document) -> Iterator[list[str]]:
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield [tidy(cell.text) for cell in row]


def _document_item(item: LayoutItem, rows: Sequence[Sequence[str]], place: Location) -> SelfAssessmentItem:
    texts = next((list(row) for row in rows if any(_key(text) == _key(item.title) for text in row)), [])
    at = next((index for index, text in enumerate(texts) if _key(text) == _key(item.title)), 0)
    rest = [text for text in texts[at + 1 :] if not is_filler(text)]
    selection = rest[0] if rest else ""
    score = _score(selection, item, None)
    return SelfAssessmentItem(
        item=item.item,
        principle=item.principle,
        title=item.title,
        selection=selection,
        score=score[0] if score else None,
        not_applicable=score == (None,),
        recognised=score is not None or not selection,
        justification=rest[-1] if len(rest) > 1 else "",
        over=item.over,
        location=place,
        justification_location=place,
    )


def _beside(label: str, rows: Sequence[Sequence[str]]) -> str:
    for row in rows:
        for index, text in enumerate(row):
            if _key(text) == _key(label):
                return next((other for other in row[index + 1 :] if not is_filler(other)), "")
    return ""
