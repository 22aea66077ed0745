"""What stands between the labels of a form: for each label found, the lines that belong to it.

Reading order does most of it (an answer beside, below or in the label's own cell comes after it and before the next label); tables
with labels side by side over their answers are read by column. Leaves what the lines mean to others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dag_check.documents.lines import Line, Place
from dag_check.forms.guidance import is_column_heading, is_office_part, is_side_column
from dag_check.intake.matching import Match

_OTHER_PART = re.compile(
    r"^(?:(?:section|part|annex|appendix|schedule)\s+[a-z0-9]{1,3}\b|for (?:office|official|secretariat) use|end of (?:the )?(?:form|application)"
    r"|notes? for applicants|checklist\b|privacy notice|how we use your)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Region:
    """The lines that belong to a label. `rest` is what stands behind the label on its own line."""

    key: str
    match: Match
    rest: str = ""
    lines: tuple[Line, ...] = field(default=())


def regions(
    lines: Sequence[Line], matches: Mapping[str, Match], closers: frozenset[int] = frozenset()
) -> dict[str, Region]:
    """For every match, its region. `closers` are positions of further lines at which a region ends (headings of other parts)."""
    owner: dict[int, str] = {}
    for key, match in matches.items():
        for position in match.lines:
            owner[position] = key
    loose: dict[str, list[Line]] = defaultdict(list)
    current: str | None = None
    first_anchor = _first_anchor_rows(lines, owner)
    side = _side_columns(lines, owner)
    frames = _heading_rows(lines)
    for position, line in enumerate(lines):
        if position in owner:
            current = owner[position]
        elif position in closers:
            current = None
        elif current is not None and not _is_frame(
            line, lines, position, owner, first_anchor, side, frames, matches, closers
        ):
            loose[current].append(line)
    for key, columns in _columnar(lines, matches, owner).items():
        loose[key] = columns
    return {key: Region(key, match, match.rest, tuple(loose[key])) for key, match in matches.items()}


def closing_lines(
    lines: Sequence[Line], matches: Mapping[str, Match], section_keys: frozenset[str], *, strange: bool = False
) -> frozenset[int]:
    """Positions of lines that begin another part of the form which its definition does not know.

    Those are unmatched headings of the sections' own level, headings like "Annex A", headings after the form's last label, and
    numbered labels that look just as the labels that were found do. In a copy of a `strange` edition, of which many labels were not
    found, labels numbered in its own way ("Q24") and shaded as those that were found count as well.
    """
    matched = {position for match in matches.values() for position in match.lines}
    levels = [lines[m.line].heading for key, m in matches.items() if key in section_keys and lines[m.line].heading]
    top = max((level for level in levels if level), default=0)
    section_looks = {_look(lines[m.line]) for key, m in matches.items() if key in section_keys}
    question_looks: dict[tuple[object, ...], int] = defaultdict(int)
    for key, match in matches.items():
        if key not in section_keys and "." in lines[match.line].number:
            question_looks[_look(lines[match.line])] += 1
    labels = [match for key, match in matches.items() if key not in section_keys] if strange else []
    strange_looks = Counter(_numbered_look(lines[match.line]) for match in labels)
    last = max(matched, default=0)
    closers = set()
    for position, line in enumerate(lines):
        if position in matched or not line.norm:
            continue
        short = len(line.norm) <= 120
        if (
            (short and line.heading and line.heading <= top and _look(line) in section_looks)
            or (
                short
                and (_OTHER_PART.match(line.text) or is_office_part(line.text))
                and (line.heading or line.bold or (line.place and line.place.shaded))
            )
            or (
                # Headings behind the form's last label: a list or an annex that the applicant put there.
                short
                and position > last
                and not line.number
                and (line.heading or _heads_bold(lines, position, lines[last]))
            )
            or (
                "." in line.number
                and question_looks.get(_look(line), 0) >= 3
                and (line.bold or line.bold_prefix or line.heading)
                and len(line.norm) <= 300
            )
            or (_stands_out(line) and strange_looks[_numbered_look(line)] >= 3 and len(line.norm) <= 300)
        ):
            closers.add(position)
    return frozenset(closers)


def _numbered_look(line: Line) -> tuple[object, ...]:
    """How a label looks and how it is numbered: "Q24" as "Q7"."""
    shaded = line.place is not None and line.place.shaded
    return (*_look(line), shaded, re.sub(r"\d+", "1", line.number or _typed_number(line)))


_TYPED_NUMBER = re.compile(r"Q(?:uestion)?\.?\s?\d{1,3}[.:)]?", re.IGNORECASE)


def _typed_number(line: Line) -> str:
    match = _TYPED_NUMBER.match(line.text)
    return match[0] if match else ""


def _stands_out(line: Line) -> bool:
    """Whether a line can be told from what an applicant writes: by its number and bold type, or by the colour of its cell."""
    bold = line.bold or bool(line.bold_prefix) or bool(line.heading)
    shaded = line.place is not None and line.place.shaded
    return not line.has_box and (shaded or (bold and bool(line.number or _typed_number(line))))


def _heads_bold(lines: Sequence[Line], position: int, label: Line) -> bool:
    """Whether a bold line heads what follows: "Answer:" before the last answer does not, nor does an answer in bold type, nor a line
    in the cell of that answer's label."""
    line = lines[position]
    if not line.bold or is_column_heading(line.text) or (line.places and line.places == label.places):
        return False
    following = next((other for other in lines[position + 1 :] if not other.is_blank), None)
    return following is not None and not following.bold


def _look(line: Line) -> tuple[object, ...]:
    place = line.place
    return (line.style, line.heading, line.bold, line.auto_number, len(line.places), place.col if place else None)


def _row_key(place: Place) -> tuple[int, int]:
    return place.table, place.row


def _first_anchor_rows(lines: Sequence[Line], owner: Mapping[int, str]) -> dict[int, int]:
    """For every table that holds labels, the row of its first one."""
    rows: dict[int, int] = {}
    for position in owner:
        for place in lines[position].places:
            rows[place.table] = min(rows.get(place.table, place.row), place.row)
    return rows


def _side_columns(lines: Sequence[Line], owner: Mapping[int, str]) -> set[tuple[int, int]]:
    """The (table, column) pairs that are headed as guidance or as for the office."""
    tables = {place.table for position in owner for place in lines[position].places}
    return {
        (line.place.table, line.place.col)
        for line in lines
        if line.place
        and line.place.table in tables
        and line.place.row <= 1
        and line.place.col > 0
        and is_side_column(line.text)
    }


def _heading_rows(lines: Sequence[Line]) -> set[tuple[int, int]]:
    """The (table, row) pairs of rows that hold nothing but headings of the layout's columns, at least two."""
    rows: dict[tuple[int, int], list[str]] = defaultdict(list)
    for line in lines:
        if line.place and line.norm:
            rows[_row_key(line.place)].append(line.text)
    return {key for key, texts in rows.items() if len(texts) >= 2 and all(is_column_heading(text) for text in texts)}


def _is_frame(
    line: Line,
    lines: Sequence[Line],
    position: int,
    owner: Mapping[int, str],
    first_anchor: Mapping[int, int],
    side: set[tuple[int, int]],
    frames: set[tuple[int, int]],
    matches: Mapping[str, Match],
    closers: frozenset[int],
) -> bool:
    """Whether a line belongs to the form's frame: column headings, a number in a cell of its own before a label, a side column."""
    place = line.place
    if place is None:
        return _is_number_of_next(line, lines, position, owner, matches)
    if (place.table, place.col) in side:
        return True
    if (
        place.table in first_anchor
        and is_column_heading(line.text)
        and (place.row < first_anchor[place.table] or _row_key(place) in frames)
    ):
        return True
    if (line.number and not line.norm) or re.fullmatch(r"(?:Q\s?)?\d{1,2}(?:\.\d{1,2})*[a-z]?[.)]?", line.text):
        ahead = position + 1
        while ahead < len(lines) and lines[ahead].is_blank and ahead not in owner:
            ahead += 1
        if ahead in closers:
            following = lines[ahead].place
            return following is not None and _row_key(following) == _row_key(place)
        if ahead < len(lines) and ahead in owner:
            following = lines[ahead].place
            if following is None or _row_key(following) != _row_key(place):
                return False
            # A number right behind another label of the row answers that one, unless it is this label's own.
            label = lines[position - 1].place if position and position - 1 in owner else None
            own = matches[owner[ahead]].anchor.number.casefold()
            return label is None or _row_key(label) != _row_key(place) or own == line.text.strip(" .)").casefold()
    return False


_NUMBER_ALONE = re.compile(
    r"(?:question|q)\s*\.?\s*\d{1,2}(?:\.\d{1,2})*[a-z]?\s*[.:)]?|\d{1,2}(?:\.\d{1,2})+\s*[.:)]?", re.IGNORECASE
)


def _is_number_of_next(
    line: Line, lines: Sequence[Line], position: int, owner: Mapping[int, str], matches: Mapping[str, Match]
) -> bool:
    """Whether a line outside tables is only the number of the label on the next line ("Question 3.5:")."""
    if not _NUMBER_ALONE.fullmatch(line.text):
        return False
    ahead = next((index for index in range(position + 1, len(lines)) if not lines[index].is_blank), None)
    if ahead is None or ahead not in owner or lines[ahead].place is not None:
        return False
    number = matches[owner[ahead]].anchor.number
    return line.text[0].isalpha() or (bool(number) and number in line.text)


def _columnar(lines: Sequence[Line], matches: Mapping[str, Match], owner: Mapping[int, str]) -> dict[str, list[Line]]:
    """Regions of labels that stand side by side in a row, with nothing between them: their answers stand below, by column."""
    by_row: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key, match in matches.items():
        place = lines[match.line].place
        if place is not None:
            by_row[_row_key(place)].append(key)
    result: dict[str, list[Line]] = {}
    by_table: dict[int, list[int]] = defaultdict(list)
    for position, line in enumerate(lines):
        for place in line.places:
            by_table[place.table].append(position)
    for (table, row), keys in by_row.items():
        if len(keys) < 2 or any(matches[key].rest for key in keys):
            continue
        cells = {key: _cell_of(lines[matches[key].line], table) for key in keys}
        if len({cell.col for cell in cells.values()}) < len(keys):
            continue
        placed = [(position, _cell_of(lines[position], table)) for position in by_table[table]]
        beside = [position for position, cell in placed if cell.row == row and position not in owner]
        if len(beside) >= len(keys) or any(not lines[position].is_blank for position in beside):
            continue
        end = min((cell.row for position, cell in placed if cell.row > row and position in owner), default=10**9)
        below = [(position, cell) for position, cell in placed if row < cell.row < end]
        if not below:
            continue
        for key in keys:
            result[key] = [lines[position] for position, cell in below if _overlap(cell, cells[key])]
    return result


def _cell_of(line: Line, table: int) -> Place:
    """The cell of that table in which a line stands, itself or with a table in the cell."""
    return next(place for place in line.places if place.table == table)


def _overlap(one: Place, other: Place) -> bool:
    return one.col < other.col + other.col_span and other.col < one.col + one.col_span
