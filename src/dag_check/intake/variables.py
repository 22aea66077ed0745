"""Reads the lists of requested variables of a file: every variable with its mark, its justification and the exact place of both.

`list_blocks` finds the lists, `list_marks` reads the small cells. Whether what was read will do is for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Literal

from dag_check.application import RequestedVariable, VariableList
from dag_check.documents.model import Document, Range, Workbook, column_letters, paragraphs
from dag_check.intake.list_blocks import CATALOGUE_ROLES, Block, find_blocks
from dag_check.intake.list_cards import gathered, in_rows
from dag_check.intake.list_grid import Grid, GridRow, grids, line
from dag_check.intake.list_header import Headings, headings
from dag_check.intake.list_keys import KeyTable, joined, key_tables
from dag_check.intake.list_marks import (
    goes_on_from_above,
    is_cross,
    is_ditto,
    is_tick,
    looks_coded,
    read_mark,
    split_names,
)
from dag_check.intake.list_rest import Read, alike, left_over, reasons_under_a_heading
from dag_check.intake.list_turned import turned
from dag_check.knowledge import Knowledge
from dag_check.location import Location
from dag_check.text import normalise

CATALOGUE_ROWS = 30
"""A list of names, descriptions and values with at least so many rows, and nothing of the applicant's, is a data owner's dictionary."""
LONGEST_NAME = 200
SEVERAL = 5
"""Names as of a database from which on a file may hold a list, though none was recognised."""
FAR = 2_000
HIDDEN = "The sheet is hidden."
LONGEST_LEGEND = 200
NEAR = 40
"""Rows from the top and from the end in which a legend of colours is looked for."""
LONGEST_SPOKEN = 8
"""Words of a name before its justification in the same cell."""

Shared = Literal["", "merged", "ditto", "group", "form"]

_TOTAL = re.compile(
    r"(?:(?:sub|grand)[\s-]?)?totals?(?:\s+(?:number|no\.?|count))?(?:\s+of)?(?:\s+(?:requested|selected))?"
    r"(?:\s+(?:variables?|items?|fields?|rows?))?(?:\s+(?:requested|selected))?\s*[:=-]?\s*\d*\s*(?:variables?|items?|fields?)?"
    r"|(?:number|count|no\.?)\s+of\s+(?:variables|items|fields|rows).*|end\s+of\s+(?:list|table|sheet|document).*|\d+\s+variables?(?:\s+(?:requested|in\s+total))?"
)
_SUM = re.compile(r"(?:(?:sub|grand|page|sheet|section|overall)[\s-]?)?totals?(?![\w_])")
_FOOTER = re.compile(
    r"(?:signed|signature|date|name|position|approved by|completed by|reviewed by|version|contact|prepared by|author|last updated|updated)(?: by)?\s*:.*"
    r"|(?:signed|signature|approved by|completed by|prepared by|reviewed by)"
)
_NOTE = re.compile(
    r"(?:notes?|n\.?b\.?|source|please|key|\*+|†|footnote|remark|guidance|instructions?)(?:\b|\s|:|$)", re.IGNORECASE
)
_ENUMERATOR = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|[•·▪◦‣])\s+(?=[A-Za-z]\w*(?:_|$))")
_EXAMPLE = re.compile(
    r"(?:e\.?g\.?|example|for example|please (?:enter|list|give|state)|enter (?:the|each|a)|insert|type (?:the|in)|name of (?:the|each)|the name of)"
    r"(?:\W|$)|[\[(<{].*[\])>}]$",
    re.IGNORECASE,
)
_SAID_TO_BE_ONE = re.compile(r"(?:e\.g\.?|example)\s*[:.,-]?\s", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:request(?:ed|s)?|required|wanted|needed|applied for)\b")
_FIRST_SIGN = re.compile(r"\s*[:=\n]\s*|\s+[-–—]+\s+|\s*[–—]\s*|\s+\(")
_COLUMN = re.compile(
    r"(?:(?:please )?(?:see|refer to|as in|given in|in) )?col(?:umn|\.)? ([A-Z]{1,2})\.?", re.IGNORECASE
)
_CODED = re.compile(r"(?<![\w/.@])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/@])")
_FIRST_WORD = re.compile(r"\s+(?=because\b|since\b|so that\b|in order\b|to\b)")
_NUMBERED = re.compile(r"(?:\d+|[A-Z]|[ivx]+)[.)]\s+\D")


def find_lists(source: Workbook | Document, file: str, knowledge: Knowledge) -> tuple[VariableList, ...]:
    """The lists of variables in a workbook or in the tables of a document, in order; () where there are none.

    `file` is the file's path within the submission, for the locations. A table that goes on after a page break without a header
    of its own continues the list before it. Lists in running text are not found.
    """
    known = headings(knowledge)
    read: list[tuple[Block, VariableList]] = []
    places: list[Grid] = []
    tables: list[KeyTable] = []
    every: list[Grid] = []
    before: tuple[Grid, Block] | None = None
    for as_written in gathered(grids(source), known):
        tables += key_tables(as_written, known, file)
        grid = in_rows(turned(as_written, known), known)
        every.append(grid)
        blocks = find_blocks(grid, knowledge, known, PurePosixPath(file).name)
        going_on = None if blocks or before is None else _continued(grid, *before)
        if going_on is None and not blocks and before and known.names_dataset(grid.title):
            blocks = tuple(alike(grid, *before))  # the next dataset's table, its headings left out
        if going_on:
            more = _Reader(grid, going_on, file, knowledge, known).read()
            block, variables = read[-1]
            read[-1] = (block, variables.model_copy(update={"variables": variables.variables + more.variables}))
            before = (grid, going_on)
            continue
        for block in blocks:
            variables = _Reader(grid, block, file, knowledge, known, alone=len(blocks) == 1).read()
            if variables.variables:
                read.append((block, variables))
                places.append(grid)
        before = (grid, blocks[-1]) if blocks and read and not grid.is_sheet else None
    read = [(block, joined(grid, block, found, tables)) for grid, (block, found) in zip(places, read, strict=True)]
    lists = _told_apart(read, known, file)
    accounts = [Read(grid, block, found) for grid, (block, _), found in zip(places, read, lists, strict=True)]
    return _doubted(lists, left_over(source, every, accounts, known, knowledge))


def _doubted(lists: tuple[VariableList, ...], left: str) -> tuple[VariableList, ...]:
    """The lists, the first of those that ask for something with the doubt that the reading leaves variables over."""
    first = next((place for place, found in enumerate(lists) if not found.catalogue), None)
    if first is None or not left:
        return lists
    found = lists[first]
    doubt = f"Not everything in {PurePosixPath(found.file).name} was read as a variable: {left}."
    doubt = f"{found.doubts['variables']} {doubt}" if "variables" in found.doubts else doubt
    changed = {"doubts": {**found.doubts, "variables": doubt}, "notes": (*found.notes, doubt)}
    return (*lists[:first], found.model_copy(update=changed), *lists[first + 1 :])


def may_hold_list(source: Workbook | Document, knowledge: Knowledge) -> bool:
    """Whether a file in which no list was found may hold one all the same: it names variables as a database does, or has the headings."""
    known = headings(knowledge)
    coded: set[str] = set()
    for grid in grids(source):
        texts = {text for row in grid.rows[:FAR] for text in row.cells.values() if len(text) <= LONGEST_NAME}
        readings = [known.read(text) for text in texts]
        if any(r.name >= 3 for r in readings) and any("justification" in r.roles for r in readings):
            return True
        if reasons_under_a_heading(grid, known):
            return True
        coded |= {text for text in texts if "_" in text and looks_coded(text)}
    if isinstance(source, Document):
        coded.update(found for paragraph in paragraphs(source.blocks) for found in _CODED.findall(paragraph.text))
    return len(coded) >= SEVERAL


def _continued(grid: Grid, before: Grid, block: Block) -> Block | None:
    """The block that a table without a header goes on with: right after a list, and as wide."""
    if grid.is_sheet or not grid.follows or not grid.rows:
        return None
    width, before_width = (max((max(row.cells) for row in g.rows), default=0) for g in (grid, before))
    filled = sum(block.names[0] in row.cells for row in grid.rows)
    if width != before_width or filled < 0.6 * len(grid.rows):
        return None
    return replace(block, rows=grid.rows, header_row=None)


def _told_apart(read: Sequence[tuple[Block, VariableList]], known: Headings, file: str) -> tuple[VariableList, ...]:
    """The lists, with those that are a data owner's dictionary marked as catalogues: nothing in those is a request."""
    someone_asks = any(_has_request(variables) or variables.has_justification_column for _, variables in read)
    asking_sheets = {
        variables.sheet for _, variables in read if _has_request(variables) or variables.has_justification_column
    }
    lists = []
    for block, variables in read:
        if not _has_request(variables) and not variables.has_justification_column:
            like_catalogue = bool(CATALOGUE_ROLES & block.columns.keys())
            named_so = (
                known.dictionary_words.search(f"{variables.sheet} {file} {block.title}".casefold().replace("_", " "))
                is not None
            )
            many = len(variables.variables) >= CATALOGUE_ROWS
            apart = variables.sheet not in asking_sheets
            if apart and not many and not named_so and _ASKING.search(f"{variables.sheet} {block.title}".casefold()):
                lists.append(variables)
                continue
            if (
                (
                    someone_asks
                    and (
                        like_catalogue
                        or named_so
                        or many
                        or variables.sheet in asking_sheets
                        or HIDDEN in variables.notes
                    )
                )
                or (like_catalogue and (named_so or many))
                or (named_so and many)
            ):
                rows = tuple(variable.model_copy(update={"requested": False}) for variable in variables.variables)
                variables = variables.model_copy(update={"catalogue": True, "variables": rows})
        elif not _has_request(variables) and len(read) > 1 and _is_refused(block, variables, known):
            rows = tuple(variable.model_copy(update={"requested": False}) for variable in variables.variables)
            notes = (*variables.notes, "By its title or heading, the list is of variables that are not requested.")
            variables = variables.model_copy(update={"catalogue": True, "variables": rows, "notes": notes})
        lists.append(variables)
    return tuple(lists)


def _is_refused(block: Block, variables: VariableList, known: Headings) -> bool:
    """Whether a list says of itself that its variables are not requested, as one that stands beside another may."""
    titles = (variables.sheet, variables.columns.get("justification", ""), *block.title.split("\n")[:1])
    return any(known.refuses(text) for text in titles if text)


def _has_request(variables: VariableList) -> bool:
    return variables.has_request_column


def _legend(grid: Grid, known: Headings) -> str:
    """The text that says that a colour means requested or not, near the top or the end of a grid; "" where there is none."""
    rows = grid.rows if len(grid.rows) <= 2 * NEAR else (*grid.rows[:NEAR], *grid.rows[-NEAR:])
    for row in rows:
        said = " ".join(row.cells.values()) if len(row.cells) <= 3 else ""
        if (
            0 < len(said) <= LONGEST_LEGEND
            and known.colours.search(plain := normalise(said))
            and known.asking.search(plain)
        ):
            return line(said)
    return ""


def _apart(text: str) -> tuple[str, str]:
    """The name and the justification in one cell: "plea_code: late pleas shorten sentences"."""
    found = _FIRST_SIGN.search(text) or _FIRST_WORD.search(text)
    if found and len(text[: found.start()].split()) <= LONGEST_SPOKEN:
        return text[: found.start()].strip(), text[found.end() :].strip(" )")
    return (text, text) if len(text.split()) > LONGEST_SPOKEN else (text, "")


@dataclass
class _Carried:
    """What rows above hand down to rows below."""

    texts: dict[int, str] = field(default_factory=dict)
    justification: dict[int, tuple[str, Location]] = field(default_factory=dict)
    group: str = ""
    group_dataset: str = ""
    group_justification: tuple[str, Location] | None = None


class _Reader:
    """Reads the rows of one block."""

    def __init__(
        self, grid: Grid, block: Block, file: str, knowledge: Knowledge, known: Headings, *, alone: bool = True
    ) -> None:
        self.alone = alone
        self.grid, self.block, self.file, self.knowledge, self.known = grid, block, file, knowledge, known
        self.by_number: Mapping[int, GridRow] = {row.number: row for row in grid.rows}
        self.mark_column = block.column("request")
        self.crosses_refuse = self._crosses_refuse()
        self.years_ask = self._years_ask()
        self.notes: list[str] = list(block.notes)
        self.nameless: list[int] = []
        self.names = block.names
        self.heading = normalise(block.headings.get(block.names[0], "")).strip(" .")
        self.width = self._usual_width()
        self.mostly_coded, self.rarely_capitals = self._style()
        self.dataset = self._dataset_of_block()
        self.in_comments = self._in_comments()

    def read(self) -> VariableList:
        block = self.block
        carried = _Carried()
        variables: list[RequestedVariable] = []
        for place, row in enumerate(block.rows):
            variables += self._row(row, block.rows[place + 1 : place + 4], carried)
        asks = self.mark_column is not None or bool(block.matrix) or self.years_ask
        if not self.grid.visible and variables:
            self.notes.append(HIDDEN)
        doubts = self._doubts(asks)
        columns = {role: line(block.headings.get(cols[0], "")) for role, cols in block.columns.items()}
        first = variables[0].location.row if variables else None
        number = block.header_row or first
        cell = self.grid.at(number, block.names[0]) if number and self.grid.is_sheet else None
        if self.grid.turned:
            self.notes.append("The variables run across; each column was read as one.")
        return VariableList(
            file=self.file,
            sheet=self.grid.sheet,
            dataset=self.dataset,
            header_row=block.names[0] if self.grid.turned else block.header_row,
            columns={"name": line(block.headings.get(block.names[0], "")), **columns},
            has_request_column=asks,
            has_justification_column="justification" in block.columns
            or bool(block.questions)
            or block.reasoned
            or self.in_comments,
            variables=tuple(variables),
            notes=tuple(dict.fromkeys((*self.notes, *doubts.values()))),
            doubts=doubts,
            location=Location(
                file=self.file,
                sheet=self.grid.sheet or None,
                cell=cell,
                row=block.names[0] if self.grid.turned else number,
                dataset=self.dataset or None,
                page=self.grid.page,
            ),
        )

    def _doubts(self, asks: bool) -> dict[str, str]:
        doubts = {}
        if self.block.doubt:
            doubts["justifications"] = self.block.doubt
        if not asks and (legend := _legend(self.grid, self.known)):
            doubts["requests"] = f'Colours, which are not read, seem to say what is requested ("{legend}").'
        if self.nameless:
            rows = ", ".join(map(str, self.nameless[:8]))
            many = len(self.nameless) > 1
            doubts["variables"] = f"{'Rows' if many else 'Row'} {rows} of {self._called()} {'have' if many else 'has'} a justification and no name of a variable."  # fmt: skip
        return doubts

    def _called(self) -> str:
        return f'{self.file}, sheet "{self.grid.sheet}"' if self.grid.sheet else self.file

    # --- one row -------------------------------------------------------------------------------------------------

    def _row(self, row: GridRow, following: Sequence[GridRow], carried: _Carried) -> Iterator[RequestedVariable]:
        name_column, raw = self._name(row)
        if name_column is None:
            self._remember(row, carried)
            if self._lacks_its_name(row):
                self.nameless.append(row.number)
            return
        raw = _ENUMERATOR.sub("", raw)
        reason = ""
        if self.block.reasoned:
            raw, reason = _apart(raw)
        about = ""
        if self.block.described and (found := _FIRST_SIGN.search(raw)):
            raw, about = raw[: found.start()], line(raw[found.end() :]).strip(" )")
        name = line(raw)
        if self._is_outside(row, name):
            return
        if not reason and self._is_group_heading(row, name_column, name, following, carried):
            self.notes.append(f'Row {row.number} was read as a heading over a group: "{name[:80]}".')
            self._open_group(row, name, carried)
            return
        if " " in name and self.known.elsewhere.search(normalise(name)):
            self.notes.append(f'Row {row.number} refers to a list elsewhere: "{name[:80]}".')
            return
        yield from self._variables(row, name_column, raw, carried, reason, about)

    def _lacks_its_name(self, row: GridRow) -> bool:
        """Whether a row holds what is said of a variable, a reason of its own among it, and no name."""
        merge = self.grid.merge_at(row.number, self.names[0])
        if (merge and merge.top < row.number) or len(row.cells) < 2:
            return False
        reasons = self.block.columns.get("justification", ())
        others = {c for role in ("table", "description", "request") for c in self.block.columns.get(role, ())}
        return any(len(row.cells.get(c, "").split()) >= 4 for c in reasons) and bool(others & row.cells.keys())

    def _name(self, row: GridRow) -> tuple[int | None, str]:
        first = self.names[0]
        if first in row.cells:
            return first, row.cells[first]
        merge = self.grid.merge_at(row.number, first)
        if merge and merge.top < row.number:
            return None, ""
        if merge and merge.left < first and merge.left in row.cells:
            return merge.left, row.cells[merge.left]
        if len(row.cells) >= 2:
            for col in self.names[1:]:
                if col in row.cells:
                    return col, row.cells[col]
            description = self.block.column("description")
            speaks = [self.block.column(role) for role in ("request", "justification")]
            if description in row.cells and description is not None and any(col in row.cells for col in speaks if col):
                return description, row.cells[description]
        elif self.width >= 2 or len(self.block.headings) >= 2:
            col, text = next(iter(row.cells.items()))
            if col < first and self._looks_like_group(text):
                return col, text
        return None, ""

    def _is_outside(self, row: GridRow, name: str) -> bool:
        """Totals, notes and repeated headers are no variables."""
        said = normalise(name).strip(" .")
        if _TOTAL.fullmatch(said) or _FOOTER.fullmatch(said):
            return True
        asked = {self.mark_column, self._years_column(), *self.block.matrix}
        beside = [text for col, text in row.cells.items() if col not in asked and line(text) != name]
        if _SUM.match(said) and beside and all(text.strip().isdigit() for text in beside):
            return True
        if not any(sign.isalpha() for sign in name):
            return True
        if said == self.heading and len(row.cells) > 1:
            return True
        if _EXAMPLE.match(name) and ("_" not in name or _SAID_TO_BE_ONE.match(name)):
            self.notes.append(f'Row {row.number} was read as guidance: "{name[:80]}".')
            return True
        if looks_coded(name):
            return False
        if self._is_remark(row, name):
            self.notes.append(f'Row {row.number} was read as a remark: "{name[:80]}".')
            return True
        alone = len(row.cells) == 1 or self._spans_the_row(row)
        count = len(name.split())
        noted = _NOTE.match(name) is not None and (count >= 5 or ":" in name[:16] or name.startswith(("*", "†")))
        return alone and (noted or count > 14 or len(name) > LONGEST_NAME)

    def _is_remark(self, row: GridRow, name: str) -> bool:
        """Whether "Notes" or "Other" stands where a name would, with a sentence beside it and none of what the rows of variables hold."""
        if not self.known.is_remark(name) or any(
            self._cell(row, col) for col in (self.mark_column, *self.block.matrix)
        ):
            return False
        telling = {c for role in ("justification", "description", "notes") for c in self.block.columns.get(role, ())}
        others = {c for cols in self.block.columns.values() for c in cols} - telling - set(self.names)
        bare = not others & row.cells.keys() and (bool(others) and self._others_usual(others))
        last = row.number >= self.block.rows[-1].number - 2
        return bare or (last and (self.mostly_coded or line(self._cell(row, min(telling, default=None))).endswith(".")))

    def _spans_the_row(self, row: GridRow) -> bool:
        if len(row.cells) != 1:
            return False
        merge = self.grid.merge_at(row.number, next(iter(row.cells)))
        return bool(merge and merge.right > merge.left and merge.right - merge.left + 1 >= 0.6 * max(2, self.width))

    def _is_group_heading(
        self, row: GridRow, col: int, name: str, following: Sequence[GridRow], carried: _Carried
    ) -> bool:
        """Whether a row is a heading over a group of variables, with nothing filled in beside it but a justification for all."""
        if looks_coded(name) and "_" in name:
            return False
        beside = {c for c in row.cells if c != col}
        reasons = set(self.block.columns.get("justification", ()))
        if self._spans_the_row(row) or (not beside and col not in self.names):
            return True
        if beside and not (beside <= reasons and self._next_are_blank(following)):
            return False
        if beside:
            others = {c for cols in self.block.columns.values() for c in cols} - reasons - set(self.names)
            bare = self.mostly_coded and not looks_coded(name) and bool(others) and self._others_usual(others)
            return self._looks_like_group(name) or (
                not looks_coded(name) and (bare or carried.group_justification is not None)
            )
        if " " not in name and not name.isupper() and not name.endswith(":") and self._begins_with_variables(col):
            return False  # "Court" left blank in a list of plain words, not a heading: headings would begin the list
        if not self._has_followers(following):
            return self._looks_like_group(name) and self.width >= 2
        if looks_coded(name) and self.mostly_coded and not (self.rarely_capitals and self._looks_like_group(name)):
            return False
        others = {c for cols in self.block.columns.values() for c in cols} - reasons - set(self.names)
        if self.mostly_coded or self._looks_like_group(name):
            return self.width >= 2 or self._looks_like_group(name)
        return self.width >= 3 and bool(others) and self._others_usual(others)

    def _begins_with_variables(self, col: int) -> bool:
        """Whether a list of plain words begins with a variable and its cells, so that it is not in groups."""
        first = self.block.rows[0] if self.block.rows else None
        return first is not None and col in first.cells and len(first.cells) > 1 and not self.mostly_coded

    def _looks_like_group(self, name: str) -> bool:
        if looks_coded(name) and not name.isupper():
            return False
        said = normalise(name)
        return (
            name.endswith(":")
            or _NUMBERED.match(name) is not None
            or (name.isupper() and " " in name)
            or self.known.group_words.search(said) is not None
            or self.known.names_dataset(name)
        ) and len(name) <= LONGEST_NAME

    def _next_are_blank(self, following: Sequence[GridRow]) -> bool:
        reasons = self.block.columns.get("justification", ())
        named = [row for row in following if self.names[0] in row.cells]
        return bool(named) and all(
            not any(c in row.cells or self._covered(row.number, c) for c in reasons) for row in named[:2]
        )

    def _covered(self, row: int, col: int) -> bool:
        merge = self.grid.merge_at(row, col)
        return merge is not None and merge.top < row

    def _has_followers(self, following: Sequence[GridRow]) -> bool:
        return any(self.names[0] in row.cells and len(row.cells) > 1 for row in following[:2])

    def _others_usual(self, others: set[int]) -> bool:
        rows = [row for row in self.block.rows[:200] if self.names[0] in row.cells and len(row.cells) > 1]
        return sum(bool(others & row.cells.keys()) for row in rows) >= 0.7 * len(rows)

    def _open_group(self, row: GridRow, name: str, carried: _Carried) -> None:
        carried.group = name.rstrip(": ")
        is_dataset = self.known.names_dataset(name)
        carried.group_dataset = carried.group if is_dataset else carried.group_dataset
        if is_dataset:
            for role in ("dataset", "table"):
                for col in self.block.columns.get(role, ()):
                    carried.texts.pop(col, None)
        carried.group_justification = None
        for col in self.block.columns.get("justification", ()):
            if text := line(row.cells.get(col, "")):
                place = self._location(row, col, name)
                if not is_ditto(text, self.knowledge):
                    carried.group_justification = (text, place)
                    carried.justification[col] = (text, place)
                break

    def _remember(self, row: GridRow, carried: _Carried) -> None:
        """Keeps what a row without a name says for the rows below: a dataset written on a line of its own."""
        for role in ("dataset", "table"):
            for col in self.block.columns.get(role, ()):
                if col in row.cells and len(row.cells) <= 2:
                    carried.texts[col] = line(row.cells[col])

    # --- variables -----------------------------------------------------------------------------------------------

    def _variables(
        self, row: GridRow, name_column: int, raw: str, carried: _Carried, reason: str, about: str
    ) -> Iterator[RequestedVariable]:
        block = self.block
        dataset = self._handed_down(row, "dataset", carried) or carried.group_dataset or self.dataset
        table = self._handed_down(row, "table", carried)
        description = about or self._text(row, "description", carried)
        years = self._text(row, "years", carried)
        values = self._text(row, "values", carried)
        notes = []
        hidden = row.number in self.grid.hidden_rows
        struck = (row.number, name_column) in self.grid.struck
        if hidden:
            notes.append("The row is hidden.")
        mark, requested, marked = self._mark(row, carried, notes)
        if block.matrix_of == "years" and marked:
            years = ", ".join(marked)
        if struck:
            notes.append("The row is struck through, so it was read as withdrawn.")
            requested = False
        names = [name for name in (line(part) for part in split_names(raw)) if name]
        if len(names) > 1:
            notes.append(f"One cell holds {len(names)} variables.")
        text, place, shared = self._justification(row, carried, names[0])
        if requested is not False and not text and not hidden:
            for col in block.columns.get("justification", ()):
                carried.justification.pop(col, None)  # a ditto sign below a blank repeats the blank
        if block.reasoned:
            text, place = line(reason) or None, self._location(row, name_column, names[0])
        if mark and requested is None:
            requested = text is not None
            notes.append(
                f'The mark "{mark[:60]}" was not understood; the row was read as {"" if requested else "not "}requested.'
            )
        datasets = marked if block.matrix_of == "dataset" and marked else [dataset]
        for name in names:
            for of in datasets:
                yield RequestedVariable(
                    name=name,
                    dataset=of,
                    table=table,
                    description=description,
                    requested=bool(requested),
                    mark=mark,
                    justification=text,
                    justification_location=place,
                    shared_by=shared,
                    years=years,
                    values=values,
                    hidden=hidden,
                    struck=struck,
                    notes=tuple(notes),
                    location=self._location(row, name_column, name, of),
                )

    def _mark(self, row: GridRow, carried: _Carried, notes: list[str]) -> tuple[str, bool | None, list[str]]:
        """The mark as written, whether it asks for the row (None: not clear), and the headings of a matrix that are marked."""
        block = self.block
        if self.mark_column is not None:
            mark = self._cell(row, self.mark_column)
            if is_ditto(mark, self.knowledge) and read_mark(mark, self.knowledge) is None:
                mark = carried.texts.get(self.mark_column, "")
            if mark:
                carried.texts[self.mark_column] = mark
            requested = self._asks(mark)
            if requested is False and self._cell(row, self._years_column()) and self._years_wanted():
                notes.append("Years are asked for, and the row is not marked as requested.")
            return mark, requested, []
        if block.matrix:
            marked = [text for col, text in block.matrix.items() if self._asks(self._cell(row, col))]
            return ", ".join(marked), bool(marked), marked
        if self.years_ask:
            years = self._cell(row, self._years_column())
            return years, bool(years) and read_mark(years, self.knowledge) is not False, []
        return "", True, []

    def _asks(self, mark: str) -> bool | None:
        """As `read_mark`, and a cross refuses where others are ticked."""
        return False if self.crosses_refuse and is_cross(mark, self.knowledge) else read_mark(mark, self.knowledge)

    def _crosses_refuse(self) -> bool:
        """Whether there are ticks among the marks, so that a cross cannot mean the same as a tick; not where reasons stand beside crosses."""
        columns = self.block.matrix or ([self.mark_column] if self.mark_column is not None else [])
        marks = [(row, text) for row in self.block.rows for col in columns if (text := row.cells.get(col))]
        crossed = [row for row, text in marks if is_cross(text, self.knowledge)]
        if not crossed or not any(is_tick(text, self.knowledge) for _, text in marks):
            return False
        reasons = self.block.columns.get("justification", ())
        return 2 * sum(any(line(row.cells.get(col, "")) for col in reasons) for row in crossed) <= len(crossed)

    def _justification(self, row: GridRow, carried: _Carried, name: str) -> tuple[str | None, Location | None, Shared]:
        """The text that counts for a row, where it stands (or ought to stand), and how it came to be shared."""
        columns = self.block.columns.get("justification", ())
        if self.in_comments:
            for col in self.names[:1] + tuple(row.cells):
                if text := line(self.grid.comments.get(self.grid.at(row.number, col), "")):
                    return text, self._location(row, col, name), ""
            return None, self._location(row, self.names[0], name), ""
        if not columns:
            return self._questions(row, name)
        found: list[tuple[str, Location, Shared]] = []
        for col in columns:
            text, place, shared = self._reason_in(row, col, carried, name)
            if text:
                found.append((text, place, shared))
                if shared != "ditto" and not is_ditto(text, self.knowledge):
                    carried.justification[col] = (text, place)
        if not found and carried.group_justification:
            text, place = carried.group_justification
            return text, place, "group"
        if not found:
            return None, self._location(row, columns[0], name), ""
        spoken = [entry for entry in found if any(sign.isalnum() for sign in entry[0])] or found[:1]
        texts = list(dict.fromkeys(text for text, _, _ in spoken))
        return " - ".join(texts), spoken[0][1], spoken[0][2] if len({entry[2] for entry in spoken}) == 1 else ""

    def _questions(self, row: GridRow, name: str) -> tuple[str | None, Location | None, Shared]:
        """The research questions that a row is marked for, where columns of marks stand in for justifications."""
        marked = {
            col: text for col, text in self.block.questions.items() if read_mark(self._cell(row, col), self.knowledge)
        }
        if not self.block.questions:
            return None, None, ""
        place = self._location(row, next(iter(marked or self.block.questions)), name)
        return ", ".join(marked.values()) or None, place, ""

    def _reason_in(self, row: GridRow, col: int, carried: _Carried, name: str) -> tuple[str, Location, Shared]:
        own = line(row.cells.get(col, ""))
        pointed = _COLUMN.fullmatch(own) if self.grid.is_sheet and not self.grid.turned else None
        if pointed:
            letters = pointed.group(1).upper()
            there = next((c for c in row.cells if column_letters(c) == letters and c != col), None)
            if there:
                return line(row.cells[there]), self._location(row, there, name), ""
        merge = self.grid.merge_at(row.number, col)
        if own and is_ditto(own, self.knowledge):
            above = carried.justification.get(col) or carried.group_justification
            if above:
                return above[0], above[1], "ditto"
        if own and goes_on_from_above(own, self.knowledge) and (above := carried.justification.get(col)):
            return f"{above[0].rstrip(' .;')}; {own}", self._location(row, col, name), "ditto"
        if merge and merge.top < merge.bottom:
            anchor = self.by_number.get(merge.top)
            text = own or (line(anchor.cells.get(merge.left, "")) if anchor else "")
            if text and is_ditto(text, self.knowledge):
                above = carried.justification.get(col)
                if above:
                    return above[0], above[1], "ditto"
            if text:
                return text, self._location(row, col, name, merge=merge), "merged"
        return own, self._location(row, col, name), ""

    # --- cells ---------------------------------------------------------------------------------------------------

    def _cell(self, row: GridRow, col: int | None) -> str:
        """The text of a cell, that of the merged range which holds it included."""
        if col is None:
            return ""
        if text := row.cells.get(col):
            return line(text)
        merge = self.grid.merge_at(row.number, col)
        anchor = self.by_number.get(merge.top) if merge else None
        return line(anchor.cells.get(merge.left, "")) if merge and anchor else ""

    def _text(self, row: GridRow, role: str, carried: _Carried) -> str:
        """What the columns of a role say in a row; "ditto" there takes the text above."""
        for col in self.block.columns.get(role, ()):
            text = self._cell(row, col)
            if text and is_ditto(text, self.knowledge):
                text = carried.texts.get(col, text)
            if text:
                carried.texts[col] = text
                return text
        return ""

    def _handed_down(self, row: GridRow, role: str, carried: _Carried) -> str:
        """As `_text`; a blank cell takes what stands above it, for a dataset is often written once."""
        text = self._text(row, role, carried)
        if text:
            return text
        return next((carried.texts[col] for col in self.block.columns.get(role, ()) if col in carried.texts), "")

    def _location(self, row: GridRow, col: int, name: str, dataset: str = "", merge: Range | None = None) -> Location:
        cell = None
        if self.grid.is_sheet:
            cell = self.grid.at(row.number, col)
            if merge:
                cell = Range(merge.left, merge.top, merge.right, merge.bottom).a1 if self.grid.turned else merge.a1
        return Location(
            file=self.file,
            sheet=self.grid.sheet or None,
            cell=cell,
            row=col if self.grid.turned else row.number,
            variable=name,
            dataset=dataset or None,
            page=self.grid.page,
        )

    def _in_comments(self) -> bool:
        """Whether the justifications stand in notes on the cells: there is no column of them, and most rows have a note."""
        if {"justification", "question"} & self.block.columns.keys() or self.block.questions or not self.grid.comments:
            return False
        rows = [row for row in self.block.rows if self.names[0] in row.cells]
        noted = sum(any(self.grid.at(row.number, col) in self.grid.comments for col in row.cells) for row in rows)
        if noted < 0.5 * max(1, len(rows)):
            return False
        self.notes.append("The justifications were read from the notes on the cells.")
        return True

    # --- the block -----------------------------------------------------------------------------------------------

    def _usual_width(self) -> int:
        widths = sorted(len(row.cells) for row in self.block.rows[:200] if self.names[0] in row.cells)
        return widths[len(widths) // 2] if widths else 0

    def _style(self) -> tuple[bool, bool]:
        """Whether the names are mostly those of a database, and whether hardly any is written in capitals."""
        held = [row.cells[self.names[0]] for row in self.block.rows[:200] if self.names[0] in row.cells]
        return (
            sum(looks_coded(line(text)) for text in held) >= 0.6 * max(1, len(held)),
            sum(text.isupper() for text in held) <= 0.3 * max(1, len(held)),
        )

    def _years_column(self) -> int | None:
        return self.block.column("years")

    def _years_wanted(self) -> bool:
        col = self._years_column()
        heading = normalise(self.block.headings.get(col, "")) if col else ""
        return "requ" in heading or "need" in heading

    def _years_ask(self) -> bool:
        """Whether the years asked for are the only mark: a column "Years required" that some rows leave blank."""
        col = self._years_column()
        if col is None or self.mark_column is not None or self.block.matrix or not self._years_wanted():
            return False
        rows = [row for row in self.block.rows if self.block.names[0] in row.cells]
        filled = sum(col in row.cells for row in rows)
        return 0 < filled < len(rows)

    def _dataset_of_block(self) -> str:
        """What the sheet's name or the title names, "" where neither names a dataset. Of several blocks on a sheet each has its title."""
        sheet, titles = self.grid.sheet, self.block.title.split("\n")
        for text in (sheet, *titles) if self.alone else (*titles, sheet):
            if self.known.names_dataset(text) and not (text == sheet and self.known.is_plain_sheet(text)):
                return line(text)
        return ""
