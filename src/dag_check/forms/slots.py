"""A blank form as a sequence of events: texts, and places where an answer is expected (slots).

Reads layouts: empty cells beside, below or under headings, boxes with their options, dotted lines, unfilled controls, grids. Which text
is a heading, a label or guidance is decided in `learn`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dag_check.documents.lines import Line, plain_line
from dag_check.forms.guidance import is_column_heading
from dag_check.text import is_filler, normalise, tidy, words

EventKind = Literal["text", "gap", "slot", "choice", "grid"]

_DOTTED = re.compile(r"^(?P<label>.*?\w[^._…]*?)\s*(?P<dots>(?:[._…]\s?){4,}|_{3,}|…{2,})\s*(?P<after>.*)$")
_YES_NO = re.compile(r"(?:^|(?<=[?:.)\s]))\s*(?P<options>yes\s*(?:/|or|\|)\s*no(?:\s*(?:/|or|\|)\s*(?:n/?a|not applicable|not sure|unsure))?)[\s.*()]*(?:\(?(?:please )?(?:delete|circle|tick)[^)]*\)?)?\s*$", re.IGNORECASE)  # fmt: skip
_GRID_OPTIONS = re.compile(
    r"^(?:yes|no|n/?a|not applicable|not sure|unsure|don'?t know|low|medium|high|agree|disagree|true|false|never|sometimes|always|"
    r"not started|in progress|complete[d]?|attached|enclosed|strongly (?:dis)?agree|neutral|maybe|partly|partially)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice: its label and the tag of its box, "" where it has none."""

    label: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A text, an empty paragraph (gap), or a place for an answer.

    `lines` are the text's line, or the label's lines where the layout tells which text is the label (a cell beside the slot). `beside`
    is guidance that stands in a cell between label and slot. `options` of a choice, `columns` of a grid or of the fields
    that a row has. `prompt` and `tag` are those of an unfilled control. `wide` texts fill a table row on their own.
    """

    kind: EventKind
    lines: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    prompt: str = ""
    tag: str = ""
    wide: bool = False
    table: int | None = None


def events(lines: Sequence[Line]) -> list[Event]:
    """The events of a blank form in reading order."""
    return list(_events(lines, 0))


def _events(lines: Sequence[Line], depth: int) -> Iterator[Event]:
    for table, run in _runs(lines, depth):
        if table is None:
            yield from _stream(run)
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


# --- paragraphs ---------------------------------------------------------------------------------------------------------


def _stream(lines: Sequence[Line]) -> Iterator[Event]:
    options: list[Option] = []
    for line in lines:
        if line.has_box:
            label, found = box_options(line)
            if label is not None and options:
                yield Event("choice", options=tuple(options))
                options = []
            if label is not None:
                yield Event("text", (label,))
            options.extend(found)
            continue
        if line.is_blank and not line.prompt and not line.text:
            if not options:
                yield Event("gap")
            continue
        if options:
            yield Event("choice", options=tuple(options))
            options = []
        yield from _line_events(line)
    if options:
        yield Event("choice", options=tuple(options))


def _line_events(line: Line) -> Iterator[Event]:
    tag = line.tags[0] if line.tags else ""
    if line.is_blank:
        yield Event("slot", prompt=line.prompt, tag=tag)
        return
    yes_no = _YES_NO.search(line.text)
    if yes_no:
        head = _cut(line, line.text[: yes_no.start("options")])
        options = tuple(
            Option(tidy(part)) for part in re.split(r"/|\||\bor\b", yes_no["options"], maxsplit=2) if part.strip()
        )
        if "n/a" in yes_no["options"].casefold():
            options = (Option("Yes"), Option("No"), Option("N/A"))
        yield Event("choice", (head,) if head else (), options=options)
        return
    if line.prompt:
        yield Event("slot", (line,), prompt=line.prompt, tag=tag)
        return
    rest: Line | None = line
    dotted = False
    while rest is not None:
        match = _DOTTED.match(rest.text)
        if not match:
            break
        dotted = True
        label = _cut(rest, match["label"])
        yield Event("slot", (label,) if label else ())
        rest = replace(plain_line(match["after"]), bold=line.bold) if match["after"].strip() else None
    if rest is not None and (not dotted or not is_filler(rest.text)):
        yield Event("text", (rest,))


def _cut(line: Line, text: str) -> Line | None:
    """The line with only this beginning of its text, None where that says nothing."""
    if is_filler(text):
        return None
    body = text[len(line.text) - len(line.body) :] if line.body and line.text.endswith(line.body) else text
    body = tidy(body)
    return replace(line, pieces=(text,), body=body or tidy(text), prompt="", tags=())


def box_options(line: Line) -> tuple[Line | None, list[Option]]:
    """The label in front of a line's boxes, if there is one, and the options that the boxes stand for."""
    segments: list[str | bool] = [
        piece if isinstance(piece, bool) else tidy(piece)
        for piece in line.pieces
        if isinstance(piece, bool) or not is_filler(piece)
    ]
    tags = iter(line.tags if len(line.tags) >= sum(isinstance(s, bool) for s in segments) else ())
    texts = [position for position, segment in enumerate(segments) if isinstance(segment, str)]
    boxes = [position for position, segment in enumerate(segments) if isinstance(segment, bool)]
    label: str | None = None
    options: list[Option] = []
    trailing = isinstance(segments[-1], bool) and bool(texts)
    if trailing:  # "Label? Yes ☐ No ☐"
        for position in boxes:
            text = segments[position - 1] if position else ""
            options.append(Option(text if isinstance(text, str) else "", next(tags, "")))
        first = options[0].label
        split = re.match(r"^(?P<label>.*[?:.)]|.*\s{2,})\s*(?P<option>\S[^?:]*)$", _raw(line, boxes[0]))
        if split and len(words(split["label"])) >= 2:
            label, options[0] = split["label"], replace(options[0], label=tidy(split["option"]))
        elif len(words(first)) > 6 and len(boxes) == 1:
            label, options[0] = first, replace(options[0], label="Yes")
    else:
        if texts and texts[0] < boxes[0]:
            label = str(segments[texts[0]])
        for position in boxes:
            text = segments[position + 1] if position + 1 < len(segments) else ""
            options.append(Option(text if isinstance(text, str) else "", next(tags, "")))
    return (_cut(line, label) if label else None), options


def _raw(line: Line, boxes_before: int) -> str:
    """The text before a line's first box, its runs of spaces kept."""
    text = ""
    for piece in line.pieces:
        if isinstance(piece, bool):
            break
        text += piece
    return text.replace("\xa0", " ").replace("\t", "   ").strip()


# --- tables -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    lines: tuple[Line, ...]
    row: int
    col: int
    nested: bool

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
    def is_text(self) -> bool:
        """Words only: no box, no unfilled control, no dotted line."""
        return (
            not self.nested
            and not self.has_box
            and not self.is_empty
            and not any(line.prompt or _DOTTED.match(line.text) or (line.is_blank and line.text) for line in self.lines)
        )

    @property
    def prompt(self) -> str:
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
    position = 0
    while position < len(rows):
        row = rows[position]
        below = rows[position + 1] if position + 1 < len(rows) else None
        if len(row) == 1:
            yield from _single(row[0], below, depth, wide=width > 1 or len(rows) > 1)
            position += 1
            continue
        if all(cell.is_text for cell in row) and below is not None:
            used, made = _headed(rows, position, table, depth)
            if used:
                yield from made
                position += used
                continue
        yield from (replace(event, table=table) for event in _row(row, depth))
        position += 1


def _rows(lines: Sequence[Line], depth: int) -> list[list[_Cell]]:
    cells: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        place = line.places[depth]
        cells[place.row, place.col].append(line)
    rows: dict[int, list[_Cell]] = defaultdict(list)
    for (row, col), content in sorted(cells.items()):
        nested = any(len(line.places) > depth + 1 for line in content)
        rows[row].append(_Cell(tuple(content), row, col, nested))
    return [rows[row] for row in sorted(rows)]


def _single(cell: _Cell, below: Sequence[_Cell] | None, depth: int, *, wide: bool) -> Iterator[Event]:
    """A row of one cell: a place for an answer, a label or heading, or both in one cell."""
    if cell.is_empty:
        yield Event("slot", prompt=cell.prompt, tag=cell.tag)
        return
    if cell.nested or not cell.is_text:
        yield from _events(cell.lines, depth + 1)
        return
    answered_below = below is not None and len(below) == 1 and below[0].is_empty
    for line in cell.lines:
        if not line.is_blank:
            yield Event("text", (line,), wide=wide)
    if cell.ends_blank and not answered_below:
        yield Event("slot")


def _headed(rows: Sequence[Sequence[_Cell]], start: int, table: int, depth: int) -> tuple[int, list[Event]]:
    """A row of headings with rows under it: a table to fill in, a grid of choices, or fields a row. How many rows it takes up."""
    heading = rows[start]
    under = []
    for row in rows[start + 1 :]:
        if len(row) != len(heading) or any(cell.is_text and cell.col > row[0].col for cell in row[1:]):
            break
        under.append(row)
    if not under:
        return 0, []
    columns = tuple(cell.text for cell in heading)
    spare = [row for row in under if all(cell.is_empty or _is_number(cell.text) for cell in row)]
    if len(spare) == len(under):
        if len(under) == 1:
            made = [
                Event("slot", cell.lines, prompt=blank.prompt, tag=blank.tag, table=table)
                for cell, blank in zip(heading, under[0], strict=True)
            ]
            return 2, made
        return 1 + len(under), [Event("grid", columns=columns, tag=under[0][0].tag, table=table)]
    labelled = [row for row in under if row[0].is_text]
    if len(labelled) != len(under):
        return 0, []
    if all(is_column_heading(column) for column in columns[1:]) or len(columns) == 2:
        heads = () if is_column_heading(columns[1]) else tuple(line for line in heading[1].lines if not line.is_blank)
        made = []
        for row in under:
            made.extend(replace(event, beside=(*event.beside, *heads)) for event in _row(row, depth))
        return 1 + len(under), [replace(event, table=table) for event in made]
    options = columns[1:]
    boxed = all(cell.has_box and is_filler(_without_boxes(cell)) for row in under for cell in row[1:])
    if boxed or all(_GRID_OPTIONS.match(option) for option in options):
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


def _row(row: Sequence[_Cell], depth: int) -> Iterator[Event]:
    """A row without headings over it: labels with the places for their answers beside them, or boxes with their options."""
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
    for cell in row:
        if cell.is_text and not (answered and cell.ends_blank):
            if label is not None and not _is_number(label.text):
                beside.extend(line for line in cell.lines if not line.is_blank)
            elif label is not None:
                first, *more = _label_lines(cell)
                number = label.text.strip(" .)")
                label = replace(cell, lines=(replace(first, number=number), *more))
            else:
                label = cell
            continue
        lines = _label_lines(label) if label else ()
        if cell.is_empty:
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
        yield from (Event("text", (line,)) for line in (*_label_lines(label), *beside))
        if not answered and row[-1].ends_blank:
            yield Event("slot")


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
    return bool(re.fullmatch(r"(?:q\s?)?[a-z]?\d{0,2}(?:\.\d{1,2}){0,2}[a-z]?[.)]?", normalise(text)))
