"""A blank form as a sequence of events: texts, and places where an answer is expected, in paragraphs and in tables.

Reads layouts: empty cells beside, below or under headings, boxes in cells, grids of options, tables to fill in. Which text is a
heading, a label or guidance is decided in `learn`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dag_check.documents.lines import Line
from dag_check.forms.guidance import is_column_heading, is_typed_prompt
from dag_check.forms.slots import YES_NO, Event, Option, dotted_line, offered_options, paragraph_events
from dag_check.text import is_filler, normalise, tidy, words

_GRID_OPTIONS = re.compile(
    r"^(?:yes|no|y|n|n/?a|not applicable|not sure|unsure|don'?t know|low|medium|high|agree|disagree|true|false|never|sometimes|always|"
    r"not started|in progress|complete[d]?|attached|enclosed|strongly (?:dis)?agree|neutral|maybe|partly|partially)$",
    re.IGNORECASE,
)
_DETAILS = re.compile(
    r"^\W*(?:if\b.{0,40}\b(?:yes|no)\b|(?:please\s+)?(?:give|provide|specify|state|describe|explain|outline)\b)",
    re.IGNORECASE,
)
"""A row for words in a grid of boxes: "If yes, please give details"."""


def events(lines: Sequence[Line]) -> list[Event]:
    """The events of a blank form in reading order."""
    return list(_events(lines, 0))


def _events(lines: Sequence[Line], depth: int) -> Iterator[Event]:
    for table, run in _runs(lines, depth):
        if table is None:
            yield from paragraph_events(run)
        else:
            yield from _table(run, depth)


def _runs(lines: Sequence[Line], depth: int) -> Iterator[tuple[int | None, list[Line]]]:
    """Neighbouring lines of the same table at this depth, or of no table."""
    run: list[Line] = []
    current: int | None = None
    for line in lines:
        table = line.places[depth].table if len(line.places) > depth else None
        if run and table != current:
            yield current, run
            run = []
        current = table
        run.append(line)
    if run:
        yield current, run


@dataclass(frozen=True, slots=True)
class _Cell:
    lines: tuple[Line, ...]
    row: int
    col: int
    row_span: int
    nested: bool
    shaded: bool

    @property
    def text(self) -> str:
        return tidy(" ".join(line.text for line in self.lines if not line.is_blank))

    @property
    def has_box(self) -> bool:
        return any(line.has_box for line in self.lines)

    @property
    def is_empty(self) -> bool:
        """Nothing but space, dots or an unfilled control: a place for an answer."""
        return all(line.is_blank for line in self.lines)

    @property
    def number(self) -> str:
        """The number that stands alone in the cell, typed or automatic, "" where there is none."""
        if self.is_empty:
            return next((line.number for line in self.lines if line.auto_number and re.search(r"\w", line.number)), "")
        return self.text.strip(" .)") if self.is_text and _is_number(self.text) else ""

    @property
    def is_text(self) -> bool:
        """Words only: no box, no unfilled control, no dotted line, no drop-down."""
        return (
            not self.nested
            and not self.has_box
            and not self.is_empty
            and not any(
                line.prompt or line.unfilled or line.offered or dotted_line(line.text) or (line.is_blank and line.text)
                for line in self.lines
            )
        )

    @property
    def is_prompt(self) -> bool:
        """Nothing but a prompt typed where the answer goes: "[Name and job title]", "<insert date>", "dd/mm/yyyy"."""
        written = [line for line in self.lines if not line.is_blank]
        return self.is_text and bool(written) and all(is_typed_prompt(line.text) for line in written)

    @property
    def is_label(self) -> bool:
        return self.is_text and not self.is_prompt

    @property
    def is_place(self) -> bool:
        """A place for an answer: empty, or with a prompt in it."""
        return self.is_empty or self.is_prompt

    @property
    def is_offer(self) -> bool:
        """Nothing but a drop-down."""
        return bool(self.offered) and not self.nested and all(line.is_blank or line.offered for line in self.lines)

    @property
    def offered(self) -> tuple[Option, ...]:
        return next((offered_options(line) for line in self.lines if len(line.offered) >= 2), ())

    @property
    def prompt(self) -> str:
        if self.is_prompt:
            return self.text
        return next((line.prompt for line in self.lines if line.prompt), "")

    @property
    def tag(self) -> str:
        return next((line.tags[0] for line in self.lines if line.tags), "")

    @property
    def ends_blank(self) -> bool:
        """Text with room to write under it."""
        return self.is_text and self.lines[-1].is_blank


def _table(lines: Sequence[Line], depth: int) -> Iterator[Event]:
    rows = _rows(lines, depth)
    width = max(len(row) for row in rows)
    table = lines[0].places[depth].table
    yes_no_columns = _yes_no_columns(rows)
    position = 0
    while position < len(rows):
        row = rows[position]
        below = rows[position + 1] if position + 1 < len(rows) else None
        used, made = _option_grid(rows, position, table)
        headings = all(cell.is_label for cell in row[1:]) and (row[0].is_label or (row[0].is_empty and len(row) > 2))
        if not used and len(row) > 1 and headings and below is not None:
            used, made = _headed(rows, position, table, depth)
        if not used and _answered_within(row):
            used, made = 1, [Event("slot", _label_lines(cell), table=table) for cell in row]
        if used:
            yield from made
            position += used
            continue
        if len(row) == 1 or _is_band(row, rows):
            yield from _single(row[0], below, depth, wide=width > 1 or len(rows) > 1)
        elif all(cell.is_empty and not cell.offered for cell in row) and not any(cell.tag for cell in row):
            above = rows[position - 1] if position else ()
            yield Event("slot" if len(above) == 1 and above[0].is_label else "gap")
        else:
            yield from (replace(event, table=table) for event in _row(row, depth, yes_no_columns))
        position += 1


def _rows(lines: Sequence[Line], depth: int) -> list[list[_Cell]]:
    cells: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        place = line.places[depth]
        cells[place.row, place.col].append(line)
    rows: dict[int, list[_Cell]] = defaultdict(list)
    for (row, col), content in sorted(cells.items()):
        nested = any(len(line.places) > depth + 1 for line in content)
        rows[row].append(
            _Cell(tuple(content), row, col, content[0].places[depth].row_span, nested, content[0].places[depth].shaded)
        )
    return [rows[row] for row in sorted(rows)]


def _answered_within(row: Sequence[_Cell]) -> bool:
    """Whether the cells of a row are labels with their answers to be written in the same cell ("Name:" beside "Age:")."""
    open_cells = [cell for cell in row if cell.ends_blank or cell.text.rstrip(" *").endswith(":")]
    return (
        len(row) > 1
        and all(cell.is_label and len(words(cell.text)) <= 15 for cell in row)
        and len(open_cells) >= 1
        and 2 * len(open_cells) >= len(row)
    )


def _is_band(row: Sequence[_Cell], rows: Sequence[Sequence[_Cell]]) -> bool:
    """Whether a row is a coloured band with a heading in its first cell, where the places for answers are not coloured."""
    return (
        row[0].is_label
        and row[0].shaded
        and all(cell.is_empty and cell.shaded for cell in row[1:])
        and any(cell.is_empty and not cell.shaded for other in rows for cell in other)
    )


def _yes_no_columns(rows: Sequence[Sequence[_Cell]]) -> frozenset[int]:
    """The columns that are headed "Yes/No", in whose empty cells one of the two is to be written."""
    return frozenset(
        cell.col
        for row in rows
        if len(row) > 1
        for cell in row[1:]
        if cell.is_text and YES_NO.fullmatch(cell.text) and all(other.is_text for other in row)
    )


def _single(cell: _Cell, below: Sequence[_Cell] | None, depth: int, *, wide: bool) -> Iterator[Event]:
    """A row of one cell: a place for an answer, a label or heading, or both in one cell."""
    if cell.is_offer:
        yield Event("choice", options=cell.offered, prompt=cell.prompt, tag=cell.tag)
        return
    if cell.is_place:
        yield Event("slot", prompt=cell.prompt, tag=cell.tag)
        return
    if cell.nested or not cell.is_text:
        yield from _events(cell.lines, depth + 1)
        return
    answered_below = below is not None and all(other.is_place for other in below)
    if len(cell.lines) == 1 and wide and not answered_below and _is_open_label(cell):
        yield Event("slot", cell.lines)
        return
    for line in cell.lines:
        if not line.is_blank:
            yield Event("text", (line,), wide=wide)
    if cell.ends_blank and not answered_below and not (wide and cell.shaded):
        yield Event("slot")


def _is_open_label(cell: _Cell) -> bool:
    """Whether a cell is a short plain label with its answer to be written behind it ("Signature:")."""
    line = cell.lines[0]
    plain = not (line.bold or line.italic or line.heading or cell.shaded)
    return plain and line.text.rstrip(" *").endswith(":") and len(words(line.text)) <= 6


def _option_grid(rows: Sequence[Sequence[_Cell]], start: int, table: int) -> tuple[int, list[Event]]:
    """A row with options in cells of their own ("Question | Yes | No") over rows to be marked in their columns. How many rows it takes.

    The row of the options may be a question itself, with parts under it, or with nothing under it but the cells to be marked.
    """
    heading = rows[start]
    options = _longest_run([cell for cell in heading if cell.is_text and _GRID_OPTIONS.match(cell.text)], heading)
    if len(options) < 2:
        return 0, []
    columns = {cell.col for cell in options}
    under: list[Sequence[_Cell]] = []
    for row in rows[start + 1 :]:
        marks = [cell for cell in row if cell.col in columns]
        if len(marks) != len(columns) or not all(_is_mark(cell) for cell in marks):
            break
        under.append(row)
    asked = _row_label([cell for cell in heading if cell.col not in columns and not is_column_heading(cell.text)])
    if not under and not (asked and "?" in asked[0].text):
        return 0, []
    names = [cell.text for cell in options]
    made: list[Event] = []
    for row in under:
        label = _row_label([cell for cell in row if cell.col not in columns])
        marks = [cell for cell in row if cell.col in columns]
        choices = tuple(Option(name, cell.tag) for name, cell in zip(names, marks, strict=True))
        if label and _DETAILS.match(label[0].body):
            made.append(Event("slot", label, table=table))
        elif label:
            made.append(Event("choice", label, options=choices, table=table))
        elif asked and not made:
            made.append(Event("choice", asked, options=choices, table=table))
            asked = ()
    if asked and not under:
        made.append(Event("choice", asked, options=tuple(Option(name) for name in names), table=table))
    elif asked:
        made[:0] = [Event("text", (line,)) for line in asked]
    return 1 + len(under), made


def _longest_run(chosen: Sequence[_Cell], row: Sequence[_Cell]) -> list[_Cell]:
    """The longest run of neighbours among the chosen cells of a row."""
    best: list[_Cell] = []
    run: list[_Cell] = []
    for cell in row:
        run = [*run, cell] if any(cell is other for other in chosen) else []
        if len(run) > len(best):
            best = run
    return best


def _is_mark(cell: _Cell) -> bool:
    return cell.is_empty or (cell.has_box and is_filler(_without_boxes(cell)))


def _row_label(cells: Sequence[_Cell]) -> tuple[Line, ...]:
    """The lines of a row's label, a number in a cell of its own made the label's."""
    number = ""
    lines: list[Line] = []
    for cell in cells:
        if cell.number and not lines:
            number = cell.number
        elif cell.is_text:
            lines.extend(_label_lines(cell))
    if lines and number:
        lines[0] = replace(lines[0], number=number)
    return tuple(lines)


def _headed(rows: Sequence[Sequence[_Cell]], start: int, table: int, depth: int) -> tuple[int, list[Event]]:
    """A row of headings with rows under it: a table to fill in, a grid of choices, or fields a row. How many rows it takes up."""
    heading = rows[start]
    under = []
    for row in rows[start + 1 :]:
        if len(row) != len(heading) or any(cell.is_label and cell.col > row[0].col for cell in row[1:]):
            break
        under.append(row)
    if not under:
        return 0, []
    columns = tuple(cell.text for cell in heading)
    spare = [
        row
        for row in under
        if all(cell.is_place or cell.is_offer or re.fullmatch(r"\d{1,3}[.)]?", cell.text) for cell in row)
    ]
    if len(spare) == len(under):
        grid = Event("grid", columns=columns, tag=next((cell.tag for cell in under[0] if cell.tag), ""), table=table)
        if len(under) > 1:
            return 1 + len(under), [grid]
        parts = tuple(
            Event("slot", cell.lines, prompt=blank.prompt, tag=blank.tag, table=table)
            if not blank.is_offer
            else Event("choice", cell.lines, options=blank.offered, prompt=blank.prompt, tag=blank.tag, table=table)
            for cell, blank in zip(heading, under[0], strict=True)
        )
        return 2, [replace(grid, parts=parts)]
    labelled = [row for row in under if row[0].is_label]
    if len(labelled) != len(under):
        return 0, []
    if all(is_column_heading(column) for column in columns[1:]) or len(columns) == 2:
        heads = tuple(
            line for cell in heading for line in cell.lines if not line.is_blank and not is_column_heading(cell.text)
        )
        yes_no = _yes_no_columns([heading])
        fielded: list[Event] = []
        for row in under:
            fielded.extend(replace(event, beside=(*event.beside, *heads)) for event in _row(row, depth, yes_no))
        return 1 + len(under), [replace(event, table=table) for event in fielded]
    options = columns[1:]
    if all(cell.has_box and is_filler(_without_boxes(cell)) for row in under for cell in row[1:]):
        made = [
            Event(
                "choice",
                _label_lines(row[0]),
                options=tuple(Option(option, cell.tag) for option, cell in zip(options, row[1:], strict=True)),
                table=table,
            )
            for row in under
        ]
        return 1 + len(under), made
    made = [Event("slot", _label_lines(row[0]), columns=tuple(options), table=table) for row in under]
    return 1 + len(under), made


def _row(row: Sequence[_Cell], depth: int, yes_no_columns: frozenset[int] = frozenset()) -> Iterator[Event]:
    """A row without headings over it: labels with the places for their answers beside them, or boxes with their options."""
    if _boxed_options(row[1:]) and row[0].is_label:
        options = tuple(Option(tidy(_without_boxes(cell)), cell.tag) for cell in row[1:])
        yield Event("choice", _label_lines(row[0]), options=options)
        return
    if (
        any(cell.has_box for cell in row)
        and all(cell.has_box or cell.is_text for cell in row)
        and any(cell.has_box and is_filler(_without_boxes(cell)) for cell in row)
    ):
        yield _boxes_in_row(row)
        return
    label: _Cell | None = None
    beside: list[Line] = []
    answered = False
    number = ""
    if len(row) > 1 and row[0].number and not (row[0].is_label and row[1].is_place):
        number, row = row[0].number, row[1:]
        if row[0].is_label:
            first, *more = _label_lines(row[0])
            row = [replace(row[0], lines=(replace(first, number=number), *more)), *row[1:]]
    for cell in row:
        if cell.is_label and not (answered and cell.ends_blank):
            if label is not None and label.row_span > cell.row_span:
                # What spans several rows is the heading of them, the text beside it the label of this one.
                yield from (Event("text", (line,)) for line in (*_label_lines(label), *beside))
                label, beside = cell, []
            elif label is not None:
                beside.extend(line for line in cell.lines if not line.is_blank)
            else:
                label = cell
            continue
        lines = _label_lines(label) if label else ()
        if cell.is_offer or (cell.is_empty and cell.col in yes_no_columns and lines):
            options = cell.offered or (Option("Yes"), Option("No"))
            yield Event("choice", lines, tuple(beside), options=options, prompt=cell.prompt, tag=cell.tag)
        elif cell.is_place:
            if lines or not answered:
                yield Event("slot", lines, tuple(beside), prompt=cell.prompt, tag=cell.tag)
        else:
            inner = list(_events(cell.lines, depth + 1))
            if lines and inner and inner[0].kind in ("slot", "choice") and not inner[0].lines:
                inner[0] = replace(inner[0], lines=lines, beside=tuple(beside))
            elif lines:
                yield from (Event("text", (line,)) for line in (*lines, *beside))
            yield from (event for event in inner if event.kind != "gap")
        label, beside, answered = None, [], True
    if label is not None:
        lines = _label_lines(label)
        if not answered and beside and all(line.italic or line.grey for line in beside):
            # Guidance in the very place where the answer goes.
            yield Event("slot", lines, tuple(beside))
            return
        yield from (Event("text", (line,), aside=bool(beside) or answered) for line in (*lines, *beside))
        if not answered and row[-1].ends_blank:
            yield Event("slot")


def _boxed_options(cells: Sequence[_Cell]) -> bool:
    """Whether each of these cells holds one box and the words of its option ("YES ☐")."""
    return len(cells) >= 2 and all(
        sum(isinstance(piece, bool) for line in cell.lines for piece in line.pieces) == 1
        and 0 < len(words(_without_boxes(cell))) <= 5
        for cell in cells
    )


def _boxes_in_row(row: Sequence[_Cell]) -> Event:
    """Boxes in cells of their own, their options in the cells beside them; a text too many at the front is the label."""
    texts = [cell for cell in row if not cell.has_box]
    boxes = [cell for cell in row if cell.has_box]
    label: tuple[Line, ...] = ()
    if len(texts) == len(boxes) + 1 or (len(texts) == 1 and len(words(texts[0].text)) > 4 and row[0] is texts[0]):
        label, texts = _label_lines(texts[0]), texts[1:]
    names = [cell.text for cell in texts] + [""] * max(0, len(boxes) - len(texts))
    options = []
    for cell, name in zip(boxes, names, strict=False):
        own = tidy(_without_boxes(cell))
        options.append(Option(own if not is_filler(own) else (name or "Yes"), cell.tag))
    return Event("choice", label, options=tuple(options))


def _without_boxes(cell: _Cell) -> str:
    return " ".join(piece for line in cell.lines for piece in line.pieces if isinstance(piece, str))


def _label_lines(cell: _Cell) -> tuple[Line, ...]:
    return tuple(line for line in cell.lines if not line.is_blank)


def _is_number(text: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:q\s?)?\(?(?:[a-z]?\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?|[a-z]|[ivx]{1,4})[.)]{0,2}", normalise(text)
        )
    )
