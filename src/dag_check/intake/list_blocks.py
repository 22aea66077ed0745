"""Finds the blocks of variables in a grid: which row is a header, which column is what, which rows belong to it.

Judges by names and by contents, and turns away what only looks like a list: people, budgets, plans, results, lookups.
Leaves the reading of the rows to `variables`.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dag_check.documents.model import column_letters
from dag_check.intake.list_grid import Grid, GridRow
from dag_check.intake.list_header import Headings, Reading
from dag_check.intake.list_marks import is_ditto, looks_coded, read_mark
from dag_check.knowledge import Knowledge
from dag_check.text import shorten, tidy

ENOUGH = 3.5
"""What the headings and contents of a table must add up to before it counts as a list of variables."""
SAMPLE = 200
"""Rows under a header that are looked at to see what its columns hold."""
WIDEST = 300
"""Filled cells in a row beyond this are not looked at as headings."""
CATALOGUE_ROLES = frozenset({"values", "type", "coverage", "sensitivity"})
_ONE_TEXT = frozenset({"request", "justification", "description", "dataset", "table"})
_TELLING = frozenset({"justification", "description"})
_SOURCES = frozenset({"dataset", "table"})
_DATE_OR_NUMBER = re.compile(r"[\d\s.,:/£%$€()+-]+")
_QUESTION = re.compile(
    r"(?:rq|research question|question|objective|obj|aim|hypothesis|h|wp|work package|study)\s*\d{1,2}[a-z]?\b",
    re.IGNORECASE,
)
_OF_QUESTION = re.compile(r"\W?(?:r?q|research question|question|aim|objective|hypothesis|h)s?\.?\s?\d", re.IGNORECASE)
"""How a reason begins that names the question it serves: "Q1: ...", "(RQ2) ..."."""
_YES_NO = re.compile(r"(?:yes|no|y|n)(?:\W|$)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Block:
    """A header and the rows under it.

    `names` are the columns in which a variable's name may stand, the likeliest first; `columns` maps each other role to its
    columns, likeliest first; `headings` the text of each column's heading; `matrix` the columns of a matrix (one a dataset or a
    year) with their headings; `questions` columns of marks that say which research question a variable is for. `header_row` is None for a block without a header. `title` is the text above the block.
    `reasoned`: the cell of a name holds its justification too, with `described` its description. `doubt` says which column may hold justifications or something else.
    """

    names: tuple[int, ...]
    columns: Mapping[str, tuple[int, ...]]
    headings: Mapping[int, str]
    rows: tuple[GridRow, ...]
    header_row: int | None = None
    matrix: Mapping[int, str] = field(default_factory=dict)
    matrix_of: str = ""
    questions: Mapping[int, str] = field(default_factory=dict)
    title: str = ""
    notes: tuple[str, ...] = ()
    reasoned: bool = False
    described: bool = False
    doubt: str = ""

    def column(self, role: str) -> int | None:
        """The likeliest column of a role."""
        found = self.columns.get(role, ())
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Header:
    """A row taken for a header, with the row (above or below it) that it shares its columns with."""

    first: int
    last: int
    number: int
    texts: Mapping[int, str]


def find_blocks(grid: Grid, knowledge: Knowledge, headings: Headings, file: str = "") -> tuple[Block, ...]:
    """The lists of variables in a grid, top to bottom; () where there are none. The file's name may speak for a list."""
    return _Finder(grid, knowledge, headings, file).blocks()


class _Finder:
    def __init__(self, grid: Grid, knowledge: Knowledge, headings: Headings, file: str) -> None:
        self.grid, self.knowledge, self.headings = grid, knowledge, headings
        about = f"{file if grid.is_sheet else ''} {grid.sheet} {grid.title}".casefold().replace("_", " ")
        self.named_so = headings.list_words.search(about) is not None
        self.is_about = headings.about_words.search(grid.sheet.casefold().replace("_", " ")) is not None
        self.rows = grid.rows

    def blocks(self) -> tuple[Block, ...]:
        accepted: list[tuple[_Header, list[Block]]] = []
        ends: list[int] = []
        place = 0
        while place < len(self.rows):
            header = self._header_at(place)
            blocks = self._judge(header) if header else []
            if header and blocks:
                accepted.append((header, blocks))
                ends.append(header.first)
                place = header.last
            elif accepted and self._is_foreign(place):
                ends.append(place)
            place += 1
        if not accepted:
            headless = self._without_header()
            return (headless,) if headless else ()
        found: list[Block] = []
        for header, blocks in accepted:
            end = min((end for end in ends if end > header.last), default=len(self.rows))
            rows = self.rows[header.last + 1 : end]
            if end < len(self.rows):
                rows = _without_next_title(rows, self.rows[end].number)
            for block in blocks:
                title = self._title(header.first, accepted, block if len(blocks) > 1 else None)
                found.append(self._with_rows(block, _own_part(rows, block, blocks), title))
        return tuple(found)

    # --- headers -------------------------------------------------------------------------------------------------

    def _header_at(self, place: int) -> _Header | None:
        row = _uncounted(self.rows[place])
        if not any(map(self.headings.names, row.cells.values())):
            return None
        texts = self._heading_texts(row)
        first = last = place
        names = [col for col, text in texts.items() if self.headings.read(text).name]
        if not names:
            return None
        if self._is_upper_row(place):
            return None
        above = self.rows[place - 1] if place else None
        if above and above.number == row.number - 1 and (len(above.cells) > 1 or min(above.cells) > min(names)):
            merged = self._row_texts_spread(above)
            for col, text in merged.items():
                if col not in texts and self.headings.read(text).known:
                    texts[col], first = text, place - 1
                elif col in texts and self._is_said_together(text, texts[col]):
                    texts[col], first = f"{text} {texts[col]}", place - 1
                elif col in texts and self.headings.read(text).roles and not self.headings.read(texts[col]).known:
                    texts[col], first = f"{text}: {texts[col]}", place - 1
        below = self.rows[place + 1] if place + 1 < len(self.rows) else None
        if below and below.number == row.number + 1 and self._is_second_row(below, texts, names):
            for col, text in self._heading_texts(below).items():
                spread = self._row_texts_spread(row).get(col, "")
                texts[col] = text if not spread or self.headings.read(text).roles else f"{spread}: {text}"
            last = place + 1
        return _Header(first, last, row.number, texts)

    def _heading_texts(self, row: GridRow) -> dict[int, str]:
        return {
            col: text
            for col, text in list(row.cells.items())[:WIDEST]
            if _LETTER.search(text) or text == "#" or len(text) < 12
        }

    def _row_texts_spread(self, row: GridRow) -> dict[int, str]:
        """The texts of a row, those in merged cells at every column that they span."""
        texts = dict(row.cells)
        for col, text in row.cells.items():
            merge = self.grid.merge_at(row.number, col)
            if merge and merge.left == col:
                for spanned in range(col + 1, min(merge.right, col + WIDEST) + 1):
                    texts.setdefault(spanned, text)
        return texts

    def _is_upper_row(self, place: int) -> bool:
        """Whether a row only spans the headings under it: "Variable" over "Name" and "Label", "Request" over "Wanted?" and "Purpose"."""
        row = self.rows[place]
        below = self.rows[place + 1] if place + 1 < len(self.rows) else None
        if below is None or below.number != row.number + 1 or len(below.cells) <= len(row.cells):
            return False
        wide = [
            merge for col in row.cells if (merge := self.grid.merge_at(row.number, col)) and merge.right > merge.left
        ]
        spread = self._row_texts_spread(row)
        under = [
            self.headings.read(text).known or self.headings.names(f"{spread.get(col, '')} {text}".strip())
            for col, text in below.cells.items()
        ]
        spoken = sum(self.headings.names(f"{spread.get(col, '')} {text}") for col, text in below.cells.items())
        return bool(wide) and spoken > 0 and sum(under) >= 0.6 * len(under)

    def _is_said_together(self, above: str, heading: str) -> bool:
        """Whether a heading names the column of variables only with the heading that spans it: "Variable" over "Name"."""
        reading = self.headings.read(heading)
        return reading.name < 2 and not reading.roles and self.headings.read(f"{above} {heading}").name >= 2

    def _is_second_row(self, below: GridRow, texts: Mapping[int, str], names: Sequence[int]) -> bool:
        if any(col in below.cells for col in names):
            return False
        if any(len(text) > 60 for text in below.cells.values()):
            return False
        readings = [self.headings.read(text) for text in below.cells.values()]
        years = sum(self.headings.is_year(text) for text in below.cells.values())
        known = sum(
            bool(reading.roles) and read_mark(text, self.knowledge) is None
            for reading, text in zip(readings, below.cells.values(), strict=True)
        )
        if known + years == len(below.cells):
            return True
        name_merge = self.grid.merge_at(below.number, names[0])
        return bool(name_merge and name_merge.top < below.number and known)

    def _is_foreign(self, place: int) -> bool:
        """Whether a row is the header of some other table, which ends the list above it."""
        row = self.rows[place]
        if len(row.cells) < 2 or any(len(text) > 60 for text in row.cells.values()):
            return False
        if place and self.rows[place - 1].number == row.number - 1 and len(self.rows[place - 1].cells) > 1:
            return False
        readings = [self.headings.read(text) for text in row.cells.values()]
        return all((reading.known and not reading.name) or reading.against for reading in readings) or (
            len(readings) >= 3 and all(reading.known for reading in readings)
        )

    # --- judging -------------------------------------------------------------------------------------------------

    def _judge(self, header: _Header) -> list[Block]:
        return [
            block for texts in _side_by_side(header.texts, self.headings) if (block := self._judge_one(header, texts))
        ]

    def _judge_one(self, header: _Header, texts: Mapping[int, str]) -> Block | None:
        readings = {col: self.headings.read(text) for col, text in texts.items()}
        sample = [row.cells for row in self.rows[header.last + 1 : header.last + 1 + SAMPLE]]
        wide = [held for held in sample if len(held) > 1]
        if len(wide) >= 0.3 * len(sample):
            sample = wide
        names = self._name_columns(readings, sample)
        if not names:
            return None
        sample = [held for held in sample if names[0] in held]
        columns = self._roles(texts, readings, names, sample)
        matrix, matrix_of = self._requests_by_years(texts, columns) or self._matrix(texts, columns, names, sample)
        held = [cells[names[0]] for cells in sample if names[0] in cells]
        if not self._are_names(held, names[0], readings):
            return None
        weight = readings[names[0]].name
        score = weight if weight > 1 else 0.5
        for role, points in (
            ("justification", 2),
            ("request", 2),
            ("description", 1),
            ("dataset", 1),
            ("table", 1),
            ("years", 1),
            ("values", 1),
        ):
            score += points if role in columns else 0
        score += 2 if readings[names[0]].reasoned else 0
        score += 0.5 if {"type", "coverage", "sensitivity"} & columns.keys() else 0
        score += 2 if matrix else 0
        coded = sum(map(looks_coded, map(tidy, held))) / max(1, len(held))
        if coded >= 0.5:
            score += 2 if "_" in "".join(held[:20]) else 1 if weight > 1 else 0
        if self.named_so and (columns or coded >= 0.5):
            score += 1
        if weight <= 1 and coded < 0.5 and "justification" not in columns:
            score -= 1
        score -= 3 if self.is_about else 0
        score -= 2 * sum(reading.against for reading in readings.values())
        if weight >= 3 and score < ENOUGH:
            score += self._beside(names, columns, sample)
        if score < ENOUGH or self._is_lookup(columns, names[0], sample):
            return None
        return Block(
            names=names,
            columns=columns,
            headings=texts,
            rows=(),
            header_row=header.number,
            matrix=matrix,
            matrix_of=matrix_of,
            reasoned=readings[names[0]].reasoned and "justification" not in columns,
            described=readings[names[0]].described and "description" not in columns,
        )

    def _beside(
        self, names: tuple[int, ...], columns: Mapping[str, tuple[int, ...]], sample: Sequence[Mapping[int, str]]
    ) -> float:
        """What columns under unknown headings say for a list: reasons in prose most; names alone in a sheet a little."""
        taken = {col for cols in columns.values() for col in cols} | set(names)
        points = 0.0
        for col in {col for cells in sample for col in cells} - taken:
            held = [cells[col] for cells in sample if col in cells]
            if len(held) < 2:
                continue
            if sum(map(self._is_reason, held)) >= 0.5 * len(held):
                points = max(points, 2.0)
            elif sum(len(text.split()) >= 3 for text in held) >= 0.5 * len(held):
                points = max(points, 1.0)
        alone = all(len(cells) == 1 and len(cells.get(names[0], "").split()) <= 6 for cells in sample)
        return 1.0 if alone and self.grid.is_sheet and len(sample) >= 3 else points

    def _name_columns(self, readings: Mapping[int, Reading], sample: Sequence[Mapping[int, str]]) -> tuple[int, ...]:
        ranked = []
        for col, reading in readings.items():
            if not reading.name:
                continue
            held = [cells[col] for cells in sample if col in cells]
            marks = sum(read_mark(text, self.knowledge) is not None for text in held)
            if "request" in reading.roles and ((held and marks >= 0.7 * len(held)) or (not held and len(readings) > 1)):
                continue
            coded = sum(map(looks_coded, held)) / max(1, len(held))
            filled = len(held) / max(1, len(sample))
            if held:
                ranked.append((-(reading.name + (0.6 if coded >= 0.5 else 0) + (0.5 if filled >= 0.5 else 0)), col))
        best, *others = [col for _, col in sorted(ranked)] or [0]
        # "Data source" beside "Item" says where the item is from, though it might head names in a list without it.
        return (best, *(col for col in others if not _SOURCES & set(readings[col].roles))) if best else ()

    def _roles(
        self,
        texts: Mapping[int, str],
        readings: Mapping[int, Reading],
        names: tuple[int, ...],
        sample: Sequence[Mapping[int, str]],
    ) -> dict[str, tuple[int, ...]]:
        best_name = readings[names[0]].name
        columns: dict[str, list[int]] = {}
        for col, reading in readings.items():
            if col == names[0] or (col in names and reading.name >= best_name and not _SOURCES & set(reading.roles)):
                continue
            role = next(
                (
                    role
                    for role in reading.roles
                    if self._holds(role, [c[col] for c in sample if col in c], len(reading.roles) == 1)
                ),
                None,
            )
            if role:
                columns.setdefault(role, []).append(col)
        if "request" in columns:
            own = {
                col: texts[col].rsplit(": ", 1)[-1] for col in columns["request"]
            }  # without the heading that spans it
            columns["request"].sort(key=lambda col: ("requ" not in own[col].casefold(), col))
        reasons = columns.get("justification", [])
        spoken = [col for col in reasons if self._holds("justification", [c[col] for c in sample if col in c], False)]
        if spoken:  # "Required for linkage? (Y/N)" beside "Justification" holds no reasons
            columns["justification"] = spoken
        return {role: tuple(cols) for role, cols in columns.items()}

    def _holds(self, role: str, held: Sequence[str], only: bool) -> bool:
        """Whether what a column holds lets it be of that role."""
        if not held:
            return True
        if role == "request":
            return sum(read_mark(text, self.knowledge) is not None for text in held) >= 0.6 * len(held)
        if role in ("years", "dataset", "table"):  # a column of ticks names none
            return sum(read_mark(text, self.knowledge) is not None and len(text) < 4 for text in held) < 0.6 * len(held)
        if role in ("justification", "description") and not only:
            marks = sum(
                not _LETTER.search(text) or (read_mark(text, self.knowledge) is not None and len(text) < 25)
                for text in held
            )
            return marks < 0.7 * len(held)
        return True

    def _requests_by_years(
        self, texts: Mapping[int, str], columns: dict[str, tuple[int, ...]]
    ) -> tuple[dict[int, str], str] | None:
        """Request columns that differ in their years alone: a row is requested where any of them is marked."""
        alike = [col for col in columns.get("request", ()) if self.headings.of_years(texts[col])]
        if len(alike) < 2 or len({self.headings.of_years(texts[col]) for col in alike}) > 1:
            return None
        columns.pop("request")
        return {col: tidy(texts[col]) for col in sorted(alike)}, "years"

    def _matrix(
        self,
        texts: Mapping[int, str],
        columns: Mapping[str, tuple[int, ...]],
        names: tuple[int, ...],
        sample: Sequence[Mapping[int, str]],
    ) -> tuple[dict[int, str], str]:
        """Columns of marks under years, or under the names of datasets, that stand for a request column."""
        if "request" in columns:
            return {}, ""
        taken = {col for cols in columns.values() for col in cols} | set(names)
        for kind, is_heading in (
            ("years", self.headings.is_year),
            ("dataset", self.headings.names_dataset),
            ("cohort", self.headings.is_cohort),
        ):
            found = {
                col: tidy(text)
                for col, text in texts.items()
                if col not in taken and (is_heading(text) if kind == "cohort" else is_heading(text.rsplit(": ", 1)[-1]))
            }
            held = [cells[col] for cells in sample for col in found if col in cells]
            if len(found) >= 2 and held and all(read_mark(text, self.knowledge) is not None for text in held):
                return {col: text.rsplit(": ", 1)[-1] for col, text in found.items()}, kind
        return {}, ""

    def _are_names(self, held: Sequence[str], col: int, readings: Mapping[int, Reading]) -> bool:
        if not held:
            return False
        plausible = sum(
            len(text) <= 400
            and _LETTER.search(text) is not None
            and len(text.split()) <= 40
            and not _DATE_OR_NUMBER.fullmatch(text)
            for text in held
        )
        as_headings = sum(
            1 for text in held if (reading := self.headings.read(text)).name >= 2 or _TELLING & set(reading.roles)
        )
        return plausible >= 0.6 * len(held) and as_headings < max(2, 0.5 * len(held))

    def _is_lookup(
        self, columns: Mapping[str, tuple[int, ...]], name: int, sample: Sequence[Mapping[int, str]]
    ) -> bool:
        """Whether it is a list of codes: the same names again and again, each time with another code."""
        if "values" not in columns or "justification" in columns or "request" in columns:
            return False
        table = columns.get("table", (0,))[0]
        held = [(cells.get(table, ""), cells[name]) for cells in sample if name in cells]
        return len(set(held)) == 1 < len(held) or (len(held) >= 4 and len(set(held)) <= 0.6 * len(held))

    # --- rows ----------------------------------------------------------------------------------------------------

    def _title(self, first: int, accepted: Sequence[tuple[_Header, list[Block]]], beside: Block | None = None) -> str:
        """The texts that stand alone above a header, up to the block before it, nearest first, one a line.

        Of several texts in a row above blocks that stand side by side, each block has its own.
        """
        start = max((header.last + 1 for header, _ in accepted if header.first < first), default=0)
        lines = []
        for row in reversed(self.rows[max(start, first - 12) : first]):
            texts = list(row.cells.values())
            if beside and len(texts) > 1:
                texts = [text for col, text in row.cells.items() if min(beside.headings) <= col <= max(beside.headings)]
            if len(texts) > 2:
                break
            lines.append(tidy(" ".join(texts)))
        if (not self.grid.is_sheet or self.grid.rearranged) and self.grid.title:
            lines.append(self.grid.title)
        return "\n".join(lines)

    def _with_rows(self, block: Block, rows: tuple[GridRow, ...], title: str) -> Block:
        columns, notes, marks = self._by_contents(block, rows)
        questions = {} if "justification" in columns else self._question_marks(block, rows)
        return Block(
            names=block.names,
            columns=columns,
            questions=questions,
            headings=block.headings,
            rows=rows,
            header_row=block.header_row,
            matrix=block.matrix or marks,
            matrix_of=block.matrix_of or ("cohort" if marks else ""),
            title=title,
            notes=notes,
            reasoned=block.reasoned,
            described=block.described,
            doubt=block.doubt or ("" if questions or block.reasoned else self._doubt(block, columns, rows)),
        )

    def _doubt(self, block: Block, columns: Mapping[str, tuple[int, ...]], rows: Sequence[GridRow]) -> str:
        """Which column without a known heading holds prose that may be justifications, where no column is theirs."""
        if "justification" in columns:
            return ""
        sample = [row.cells for row in rows[:SAMPLE] if block.names[0] in row.cells]
        notes = set(columns.get("notes", ()))
        taken = {col for cols in columns.values() for col in cols} - notes | set(block.names) | set(block.matrix)
        for col in sorted({col for cells in sample for col in cells} - taken):
            held = [cells[col] for cells in sample if col in cells]
            prose = [text for text in held if len(text.split()) >= 4]
            heading = tidy(block.headings.get(col, ""))
            if self.headings.read(heading).known and (col not in notes or len(held) < 0.6 * len(sample)):
                continue
            if len(held) < 3 or len(set(prose)) < 0.6 * len(held):
                continue
            headed = f'is headed "{shorten(heading, 60)}"' if heading else "has no heading"
            return f"Column {self._column(col)} {headed} and holds texts that may be justifications."
        return ""

    def _by_contents(
        self, block: Block, rows: Sequence[GridRow]
    ) -> tuple[dict[str, tuple[int, ...]], tuple[str, ...], dict[int, str]]:
        """Columns whose heading does not say what they are, known by what they hold: marks, and reasons in prose; and a matrix of marks."""
        columns = dict(block.columns)
        notes = []
        taken = (
            {col for role, cols in columns.items() if role != "notes" for col in cols}
            | set(block.names)
            | set(block.matrix)
        )
        sample = [row.cells for row in rows[:SAMPLE] if block.names[0] in row.cells]
        beside = sorted({col for cells in sample for col in cells} - taken) if sample else []
        if "request" not in columns and not block.matrix:
            for col in beside:
                held = [cells[col] for cells in sample if col in cells]
                unlabelled = col not in block.headings
                if (
                    unlabelled
                    and len(held) >= 2
                    and all(read_mark(text, self.knowledge) is not None and len(text) <= 12 for text in held)
                ) and any(read_mark(text, self.knowledge) for text in held):
                    columns["request"] = (col,)
                    notes.append(
                        f"Column {self._column(col)} has no heading; it was read as the marks of what is requested."
                    )
                    break
        if (
            "request" not in columns
            and not block.matrix
            and (found := self._marks_and_reasons(columns, beside, rows, block))
        ):
            marks, reasons = found
            columns["justification"] = (reasons,)
            if len(marks) == 1:
                columns["request"] = marks
            notes.append(
                f"Reasons stand in column {self._column(reasons)} where there are marks in "
                f"{', '.join(map(self._column, marks))}; the rows so marked were read as requested."
            )
            return columns, tuple(notes), {col: tidy(block.headings.get(col, "")) for col in marks if len(marks) > 1}
        reasons = columns.get("justification", (0,))[0]
        if reasons and "request" not in columns and not block.matrix:
            held = [cells[reasons] for cells in sample if reasons in cells]
            if len(held) >= 2 and all(_YES_NO.match(text) for text in held):
                columns["request"] = (reasons,)
        request = columns.get("request", (0,))[0]
        wanted = [cells for cells in sample if not request or read_mark(cells.get(request, ""), self.knowledge)]
        if "justification" not in columns and not block.reasoned:
            for col in beside:
                if col == request:
                    continue
                held = [cells[col] for cells in wanted if col in cells]
                reasons = sum(self._is_reason(text) for text in held)
                if held and len(held) >= 0.4 * len(wanted) and reasons >= 0.5 * len(held):
                    columns["justification"] = (col,)
                    columns["notes"] = tuple(other for other in columns.get("notes", ()) if other != col)
                    heading = f'is headed "{tidy(block.headings[col])}"' if col in block.headings else "has no heading"
                    notes.append(f"Column {self._column(col)} {heading}; it was read as the justifications.")
                    break
            else:
                if "question" in columns:
                    columns["justification"] = columns["question"]
                elif (
                    request and sum(self._goes_on(cells.get(request, "")) for cells in wanted) >= 0.6 * len(wanted) > 0
                ):
                    columns["justification"] = (request,)
        return {role: cols for role, cols in columns.items() if cols}, tuple(notes), {}

    def _marks_and_reasons(
        self, columns: Mapping[str, tuple[int, ...]], beside: Sequence[int], rows: Sequence[GridRow], block: Block
    ) -> tuple[tuple[int, ...], int] | None:
        """Columns of marks under unknown headings that go with the reasons: rows have both or neither, and some have neither."""
        cells = [row.cells for row in rows if block.names[0] in row.cells]
        unknown = [col for col in beside if not self.headings.read(block.headings.get(col, "")).known]
        marks = tuple(
            col
            for col in unknown
            if (held := [c[col] for c in cells if col in c])
            and all(len(text) <= 4 and read_mark(text, self.knowledge) is not None for text in held)
            and any(read_mark(text, self.knowledge) for text in held)
        )
        noted = (*columns.get("justification", ()), *(col for col in unknown if col not in marks))
        for col in noted if marks else ():
            held = [c[col] for c in cells if col in c]
            if sum(len(text.split()) >= 2 for text in held) < 0.7 * len(held) or len(set(held)) < 2:
                continue
            pairs = [(any(read_mark(c.get(mark, ""), self.knowledge) for mark in marks), col in c) for c in cells]
            wanted = sum(marked for marked, _ in pairs)
            if 2 <= wanted < len(pairs) and sum(marked == said for marked, said in pairs) >= 0.9 * len(pairs):
                return marks, col
        return None

    def _question_marks(self, block: Block, rows: Sequence[GridRow]) -> dict[int, str]:
        found = {col: tidy(text) for col, text in block.headings.items() if _QUESTION.match(tidy(text))}
        held = [row.cells[col] for row in rows[:SAMPLE] for col in found if col in row.cells]
        return found if held and all(read_mark(text, self.knowledge) is not None for text in held) else {}

    def _column(self, col: int) -> str:
        if self.grid.turned:
            return f"(row) {col}"
        return column_letters(col) if self.grid.is_sheet else str(col)

    def _goes_on(self, text: str) -> bool:
        """Whether a mark goes on with prose: "Yes - people on tags are the treated"."""
        return _YES_NO.match(text) is not None and len(text.split()) >= 4

    def _is_reason(self, text: str) -> bool:
        if is_ditto(text, self.knowledge):
            return True
        if len(text.split()) < 4 or text.rstrip().endswith("?"):  # a questionnaire's own wording
            return False
        return _OF_QUESTION.match(text) is not None or self.headings.purpose_words.search(text.casefold()) is not None

    def _without_header(self) -> Block | None:
        """A block under no (known) header: a column of coded names, with marks or prose beside it or alone."""
        counts: dict[int, int] = {}
        filled: dict[int, int] = {}
        for row in self.rows[:SAMPLE]:
            for col, text in list(row.cells.items())[:20]:
                filled[col] = filled.get(col, 0) + 1
                if "_" in text and looks_coded(text):
                    counts[col] = counts.get(col, 0) + 1
        best = [col for col, count in sorted(counts.items()) if count >= 3 and count >= 0.7 * filled[col]]
        if not best:
            return self._plain_pairs()
        name = best[0]
        place = next((i for i, row in enumerate(self.rows) if looks_coded(row.cells.get(name, ""))), None)
        if place is None or len({row.cells.get(name) for row in self.rows[place : place + SAMPLE]}) < 3:
            return None
        if self._heads(self.rows[place], name):
            place += 1
        rows = self.rows[place:]
        above = self.rows[place - 1] if place else None
        texts = dict(above.cells) if above and above.number == rows[0].number - 1 and name in above.cells else {}
        sample = [row.cells for row in rows[:SAMPLE] if name in row.cells]
        columns: dict[str, tuple[int, ...]] = {}
        for col in sorted({col for cells in sample for col in cells} - {name}):
            held = [cells[col] for cells in sample if col in cells]
            reading = self.headings.read(texts[col]) if col in texts else _NO_READING
            if reading.against:
                return None
            role = next(
                (role for role in reading.roles if self._holds(role, held, False)), ""
            ) or self._by_content_alone(held, columns)
            if role:
                columns[role] = (*columns.get(role, ()), col)
        prose = [col for col in columns.get("description", ()) if not self.headings.read(texts.get(col, "")).roles]
        doubt = ""
        if prose and "justification" not in columns:
            doubt = f"Column {self._column(prose[0])} holds texts under no heading that is known: justifications or descriptions."
        return Block(
            names=(name,),
            columns=columns,
            headings=texts,
            rows=rows,
            doubt=doubt,
            header_row=above.number if texts and above else None,
            title=self.grid.title if not self.grid.is_sheet else "",
            notes=("The list has no row of headings that is known; its columns were read by what they hold.",),
        )

    def _heads(self, row: GridRow, name: int) -> bool:
        """Whether a row under which coded names stand is their header, though its own cell over them is coded too."""
        beside = [self.headings.read(text) for col, text in row.cells.items() if col != name]
        return len(beside) > 0 and 2 * sum(bool(reading.roles) for reading in beside) > len(beside)

    def _plain_pairs(self) -> Block | None:
        """A block of items in plain words with their reasons beside them: only where file, sheet or title says that it is a list of variables."""
        pairs = [row for row in self.rows[:SAMPLE] if len(row.cells) == 2]
        if not self.named_so or len(pairs) < 3 or len(pairs) < 0.7 * min(len(self.rows), SAMPLE):
            return None
        name, reason = sorted(pairs[0].cells)
        held = [(row.cells.get(name, ""), row.cells.get(reason, "")) for row in pairs]
        items = [item for item, _ in held if item and len(item.split()) <= 8 and not item.endswith((".", "?", ":"))]
        reasons = [
            text for item, text in held if item and self._is_reason(text) and len(text.split()) > len(item.split())
        ]
        if len(set(items)) < 0.9 * len(held) or len(reasons) < 0.7 * len(held) or len(set(reasons)) < 2:
            return None
        start = next(place for place, row in enumerate(self.rows) if row is pairs[0])
        return Block(
            names=(name,),
            columns={"justification": (reason,)},
            headings={},
            rows=self.rows[start:],
            title=self.grid.title if not self.grid.is_sheet else "",
            notes=("The list has no row of headings; its two columns were read as items and their justifications.",),
        )

    def _by_content_alone(self, held: Sequence[str], columns: Mapping[str, tuple[int, ...]]) -> str:
        if all(read_mark(text, self.knowledge) is not None for text in held):
            return (
                "request" if "request" not in columns and any(read_mark(text, self.knowledge) for text in held) else ""
            )
        if sum(self._is_reason(text) for text in held) >= 0.5 * len(held):
            return "justification" if "justification" not in columns else ""
        if sum(len(text.split()) >= 2 for text in held) >= 0.5 * len(held) and len(set(held)) > 0.6 * len(held):
            return "description" if "description" not in columns else ""
        if len(held) >= 3 and self.headings.names_dataset(held[0]):
            return "dataset" if "dataset" not in columns else ""
        return ""


_NO_READING = Reading()


def _side_by_side(texts: Mapping[int, str], headings: Headings) -> list[dict[int, str]]:
    """The headings of each list in a row that holds several lists beside one another: the same name heading comes again."""
    said = {col: tidy(text).casefold() for col, text in sorted(texts.items())}
    strong = [col for col in said if headings.read(texts[col]).name >= 2]
    starts = [col for col in strong if said[col] == said[strong[0]]] if strong else []
    if len(starts) < 2:
        bound = _side_table(said)
        return [{col: text for col, text in sorted(texts.items()) if col < bound}]
    bounds = [min(texts), *starts[1:], max(texts) + 1]
    return [
        {col: texts[col] for col in sorted(texts) if left <= col < right} for left, right in itertools.pairwise(bounds)
    ]


def _uncounted(row: GridRow) -> GridRow:
    """A row that says "Variable 1 | Reason 1 | Variable 2 | Reason 2", without the numbers."""
    texts = set(row.cells.values())
    twice = [text[:-2] for text in texts if text.endswith(" 1") and f"{text[:-2]} 2" in texts]
    if len(twice) < 2:
        return row
    return GridRow(row.number, {c: t[:-2] if t[:-2] in twice and t[-1].isdigit() else t for c, t in row.cells.items()})


def _own_part(rows: tuple[GridRow, ...], block: Block, blocks: Sequence[Block]) -> tuple[GridRow, ...]:
    """The rows with the cells that are of one of several blocks side by side: the reasons of another are not its own."""
    if len(blocks) < 2:
        return rows
    starts = [min(other.headings) for other in blocks]
    left = min(block.headings)
    right = min((start for start in starts if start > left), default=math.inf)
    first = left == min(starts)
    parts = (
        GridRow(row.number, {c: text for c, text in row.cells.items() if (first or c >= left) and c < right})
        for row in rows
    )
    return tuple(part for part in parts if part.cells)


def _side_table(said: Mapping[int, str]) -> float:
    """The column where a small table beside the list begins: after a gap, a heading of the list comes again; infinity where none does."""
    columns = list(said)
    for before, col in itertools.pairwise(columns):
        if col > before + 1 and said[col] in {said[left] for left in columns if left < col}:
            return col
    return math.inf


def _without_next_title(rows: tuple[GridRow, ...], next_header: int) -> tuple[GridRow, ...]:
    """The rows of a block without the lines that stand alone right above the next header: they are its title."""
    wide = 2 * sum(len(row.cells) > 1 for row in rows) > len(rows)
    end = len(rows)
    while end and len(rows[end - 1].cells) == 1 and next_header - rows[end - 1].number <= 4:
        parted = end < 2 or rows[end - 1].number - rows[end - 2].number > 1
        if not parted and (not wide or any(map(looks_coded, rows[end - 1].cells.values()))):
            break
        end -= 1
    return rows[:end]
