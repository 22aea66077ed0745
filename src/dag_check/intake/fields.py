"""Labelled blanks ("Name: ...") and the table of people within a question's region."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from dag_check.application import PersonRow
from dag_check.documents.lines import Line, plain_line
from dag_check.forms.captions import caption
from dag_check.intake.matching import Anchor, Match, find, without_dots
from dag_check.intake.regions import regions
from dag_check.intake.splitting import label_pattern, parts_of, raw_text
from dag_check.knowledge import Knowledge
from dag_check.location import Location
from dag_check.text import is_filler, normalise, tidy, words

_GAP = re.compile(r"(?P<gap>[\s.…_]*[:=]?)(?P<next>.?)")
"""What stands between a label and what is written behind it."""


def read_fields(
    lines: Sequence[Line], rest: str, labels: Sequence[str], knowledge: Knowledge
) -> tuple[dict[str, str], list[str]]:
    """The labelled blanks of a region, "" for a blank one that was found, and the texts that belong to none.

    A label that was not found is absent from the mapping.
    """
    pieces = _with_delimiters(_split_at_labels(_with_rest(lines, rest), labels, knowledge), labels, knowledge)
    anchors = [Anchor(label, wordings(label, knowledge)) for label in labels]
    matches = find(anchors, pieces)
    if not matches:
        return {}, [line.text for line in pieces if not line.is_blank]
    if _captioned(pieces, matches):
        return _above_captions(pieces, matches), []
    spans = regions(pieces, matches)
    values = {}
    for label, region in spans.items():
        texts = [region.rest, *(line.text for line in region.lines)]
        value = "\n".join(without_dots(text) for text in texts if not is_filler(text))
        if not value and any(line.has_picture for line in (*region.lines, pieces[region.match.line])):
            value = "[picture]"
        values[label] = value
    first = min(match.line for match in matches.values())
    return values, [line.text for line in pieces[:first] if not line.is_blank]


def _captioned(lines: Sequence[Line], matches: Mapping[str, Match]) -> bool:
    """Whether the labels stand under what they name, in brackets, and not before it."""
    found = sorted(matches.values(), key=lambda match: match.line)
    return (
        found[0].line > 0
        and all(caption(lines[match.line]) and not match.rest for match in found)
        and all(line.is_blank and not line.text for line in lines[found[-1].line + 1 :])
    )


def _above_captions(lines: Sequence[Line], matches: Mapping[str, Match]) -> dict[str, str]:
    values = {}
    start = 0
    for label, match in sorted(matches.items(), key=lambda item: item[1].line):
        above = lines[start : match.line]
        value = "\n".join(without_dots(line.text) for line in above if not is_filler(line.text))
        values[label] = value or ("[picture]" if any(line.has_picture for line in above) else "")
        start = match.line + 1
    return values


def wordings(label: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The wording of a field's or column's label and its synonyms, normalised."""
    synonyms = knowledge.list("field-labels")["labels"]
    plain = normalise(label)
    return (plain, *(normalise(other) for other in synonyms.get(plain, ())))


def _with_rest(lines: Sequence[Line], rest: str) -> list[Line]:
    if not rest:
        return [replace(line, index=index) for index, line in enumerate(lines)]
    first = replace(plain_line(rest, lines[0].page if lines else None), index=0)
    return [first, *(replace(line, index=index + 1) for index, line in enumerate(lines))]


def _split_at_labels(lines: Sequence[Line], labels: Sequence[str], knowledge: Knowledge) -> list[Line]:
    """Lines with several labels on them ("Start date: ...   End date: ...") cut before each label, and cut off their numbers."""
    pattern = label_pattern({wording.strip(" :?*.") for label in labels for wording in wordings(label, knowledge)})
    result: list[Line] = []
    for line in lines:
        cuts = [match.start() for match in pattern.finditer(raw_text(line)) if match.start() > 0]
        if not cuts or line.has_box:
            result.append(replace(line, index=len(result)))
            continue
        for part in parts_of(line, cuts):
            result.append(
                replace(part, index=len(result), number="", bold_prefix=0, bold=False, body=tidy(raw_text(part)))
            )
    return result


def _with_delimiters(lines: Sequence[Line], labels: Sequence[str], knowledge: Knowledge) -> list[Line]:
    """Lines that open with a label without a colon ("Name Dr A Able") given one, where at least two of the labels open lines."""
    opened: dict[int, int] = {}
    opening: set[str] = set()
    wanted = [(label, wording.strip(" :?*.")) for label in labels for wording in wordings(label, knowledge)]
    for position, line in enumerate(lines):
        norm = normalise(line.text)
        if line.has_box or not norm or len(words(norm)) > 14:
            continue
        for label, wording in wanted:
            if label in opening or not norm.startswith(wording):
                continue
            match = _GAP.match(norm, len(wording))
            if not match or (match["next"] and not match["gap"]):
                continue
            opening.add(label)
            if match["next"] not in ("", "(") and not match["gap"].endswith((":", "=")):
                opened[position] = match.start("gap")
    if len(opening) < 2:
        return list(lines)
    result = []
    for position, line in enumerate(lines):
        if position in opened:
            end = opened[position]
            text = f"{line.text[:end]}: {line.text[end:].lstrip('.…_ ')}"
            line = replace(line, pieces=(text,), body=text, number="", bold_prefix=0, bold=False)
        result.append(line)
    return result


_PARTED = tuple(re.compile(sign) for sign in (r"\s*\|\s*", r"\s*;\s+", r"\s+[-–—]\s+", r",\s+"))
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w'’.-]*|de|van|der|den|von|la|le|al|bin|ap|ab)(?: (?:[^\W\d_a-z][\w'’.-]*|de|van|der|den|von|la|le|al|bin|ap|ab)){1,5}"
)


def read_people(
    lines: Sequence[Line], columns: Sequence[str], knowledge: Knowledge, location: Location
) -> tuple[tuple[PersonRow, ...], list[str]]:
    """The filled rows of the table of people, and the region's texts outside that table.

    The heading row is the one that names at least two of the columns (or half); without one, a table with as many
    columns is read in the form's order. Rows without any text, or with a number only, are spare.
    """
    by_table: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.place:
            by_table[line.place.table].append(line)
    for table, table_lines in by_table.items():
        heading = _heading_row(table_lines, columns, knowledge)
        if heading is None:
            continue
        row, mapping = heading
        people = _people_below(table_lines, row, mapping, columns, location)
        outside = [
            line.text for line in lines if (line.place is None or line.place.table != table) and not line.is_blank
        ]
        return people, outside
    said = [line.text for line in lines if not line.is_blank]
    if not by_table or len({(line.place.row, line.place.col) for line in lines if line.place}) == 1:
        people = _people_in_lines(said, columns, knowledge, location)
        if people:
            return people, []
    return (), said


def _people_in_lines(
    said: Sequence[str], columns: Sequence[str], knowledge: Knowledge, location: Location
) -> tuple[PersonRow, ...]:
    """People written without a table: a line each with its cells parted alike, or their cells as labelled lines.

    Nothing where one line does not fit: then only a person can tell which cell is which.
    """
    rows = _labelled_people(said, columns, knowledge)
    for part in () if rows else _PARTED:
        cells = [[cell.strip(" .;|") for cell in part.split(line.strip().rstrip(" ;,."))] for line in said]
        if cells and [_column(cell, columns, knowledge) for cell in cells[0]] == list(columns):
            cells = cells[1:]
        if cells and all(_is_person(row, columns, knowledge) for row in cells):
            rows = [dict(zip(columns, row, strict=True)) for row in cells]
            break
    return tuple(PersonRow(cells=row, location=location) for row in rows)


def _is_person(cells: Sequence[str], columns: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether cells are a person's: as many as there are columns, a name first, and a number or status where one belongs.

    The last keeps a list of four names from being one person.
    """
    if len(cells) != len(columns) or not all(cells) or not _NAME.fullmatch(cells[0]):
        return False
    known = knowledge.list("people")
    status = [
        cell
        for column, cell in zip(columns, cells, strict=True)
        if any(re.search(sign, normalise(column)) for sign in known["accreditation_columns"])
    ]
    said = (*known["status"], *(rf"^{re.escape(none)}$" for none in known["none"]), r"^n/?a\b")
    return bool(status) and all(any(re.search(sign, normalise(cell)) for sign in said) for cell in status)


def _labelled_people(said: Sequence[str], columns: Sequence[str], knowledge: Knowledge) -> list[dict[str, str]]:
    """People as "Name: ..." and "Organisation: ..." below one another; none where a line is no such cell or the people's differ."""
    rows: list[dict[str, str]] = []
    for line in said:
        label, colon, value = line.partition(":")
        column = _column(label, columns, knowledge) if colon else None
        if column is None or is_filler(value):
            return []
        if not rows or column == next(iter(rows[0])):
            rows.append({})
        if column in rows[-1]:
            return []
        rows[-1][column] = value.strip()
    return rows if rows and all(row.keys() == rows[0].keys() and len(row) == len(columns) for row in rows) else []


def _heading_row(
    lines: Sequence[Line], columns: Sequence[str], knowledge: Knowledge
) -> tuple[int, dict[int, str]] | None:
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    for line in lines:
        if line.place:
            cell = rows[line.place.row].get(line.place.col, "")
            rows[line.place.row][line.place.col] = f"{cell} {line.text}".strip()
    for row in sorted(rows):
        mapping: dict[int, str] = {}
        for col, text in sorted(rows[row].items()):
            column = _column(text, [column for column in columns if column not in mapping.values()], knowledge)
            if column:
                mapping[col] = column
        if len(mapping) >= min(2, len(columns)) and len(mapping) >= len(columns) / 2:
            return row, mapping
    widths = {len(cells) for cells in rows.values()}
    if rows and widths == {len(columns)}:
        cols = sorted(next(iter(rows.values())))
        return min(rows) - 1, dict(zip(cols, columns, strict=True))
    return None


def _column(text: str, columns: Sequence[str], knowledge: Knowledge) -> str | None:
    norm = normalise(text).strip(" *:?")
    if not norm or len(norm) > 90:
        return None
    best, best_score = None, 0.0
    for column in columns:
        for wording in wordings(column, knowledge):
            score = fuzz.ratio(norm, wording) / 100
            if set(words(wording)) <= set(words(norm)) and len(words(norm)) <= 2 * len(words(wording)) + 4:
                score = max(score, 0.9)
            if score > best_score:
                best, best_score = column, score
    return best if best_score >= 0.8 else None


def _people_below(
    lines: Sequence[Line], heading_row: int, mapping: Mapping[int, str], columns: Sequence[str], location: Location
) -> tuple[PersonRow, ...]:
    rows: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        place = line.place
        if place is None or place.row <= heading_row:
            continue
        col = max((col for col in mapping if col <= place.col), default=None)
        if col is None or is_filler(line.text):
            rows[place.row]  # the row is there, if only as a spare one
            continue
        rows[place.row][mapping[col]].append(line.text)
    people = []
    for row, cells in sorted(rows.items()):
        values = {column: "\n".join(cells.get(column, [])) for column in columns if column in mapping.values()}
        if any(value and not re.fullmatch(r"\d{1,2}[.)]?", value) for value in values.values()):
            people.append(PersonRow(cells=values, location=location.model_copy(update={"row": row + 1})))
    return tuple(people)
