"""Where in a Word file a finding belongs: from a location and the words of a finding to the paragraph's place in the XML.

Reads the document against the form as intake does, so that a comment stands where the answer was read. Writes nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dag_check.documents.lines import Line, lines_of
from dag_check.documents.model import Document, paragraphs
from dag_check.forms.definition import FormDefinition
from dag_check.forms.guidance import Guidance
from dag_check.intake.form import align, constant_texts, section_key
from dag_check.location import Location
from dag_check.text import is_filler, normalise

Ref = tuple[str | int, ...]

_QUOTED = re.compile(r'"([^"]{1,300})"')
_LONG_ENOUGH = 3
"""Quotes shorter than this stand anywhere; they count only as a whole line."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """What belongs to a question: its label's line, and the lines of its answer without the form's own words."""

    label: Line
    answer: tuple[Line, ...]
    all_lines: tuple[Line, ...]


class DocumentPlaces:
    """The places of one document. `definition` is the form that it was read against, None for any other document."""

    def __init__(self, document: Document, definition: FormDefinition | None = None) -> None:
        self._refs = [paragraph.ref for paragraph in paragraphs(document.blocks)]
        self._questions: dict[str, _Spot] = {}
        self._sections: dict[str, Line] = {}
        if definition is None:
            self._lines = lines_of(document)
        else:
            self._read_form(document, definition)

    def find(self, location: Location, message: str = "", quote: str = "") -> Ref | None:
        """The paragraph to comment on, None where the location names none in this document.

        A question's own answer comes first, and in it the line that the finding quotes; a blank answer is its empty
        paragraph, else the question's label. A variable is its row in a table.
        """
        hints = [hint for hint in (quote, *_QUOTED.findall(message)) if hint.strip()]
        line: Line | None = None
        if location.question:
            spot = self._questions.get(location.question.id)
            line = self._in_answer(spot, location.row, hints) if spot else None
        elif location.variable or location.row is not None:
            line = self._in_table(location, hints)
        elif location.section:
            line = self._sections.get(location.section)
        if line is None and quote and not location.question:
            line = _saying([quote], self._lines)
        return (self._refs[line.paragraph] or None) if line else None

    def _read_form(self, document: Document, definition: FormDefinition) -> None:
        self._lines, matches, _, regions = align(document, definition)
        guidance = Guidance(self._lines, constant_texts(definition), complete=definition.wording == "verified")
        for section in definition.sections:
            heading = matches.get(section_key(section.id))
            firsts = [matches[question.id].line for question in section.questions if question.id in matches]
            if heading or firsts:
                self._sections[section.title] = self._lines[heading.line if heading else min(firsts)]
            for question in section.questions:
                region = regions.get(question.id)
                if region is None:
                    continue
                answer = tuple(line for line in region.lines if not guidance.is_form_text(line))
                self._questions[question.id] = _Spot(self._lines[region.match.line], answer, region.lines)

    def _in_answer(self, spot: _Spot, row: int | None, hints: Sequence[str]) -> Line:
        if row is not None:
            found = _in_row(spot.all_lines, row, hints)
            if found is not None:
                return found
        said = _saying(hints, spot.answer)
        if said is not None:
            return said
        written = next((line for line in spot.answer if not line.is_blank), None)
        return written or next(iter(spot.answer), None) or spot.label

    def _in_table(self, location: Location, hints: Sequence[str]) -> Line | None:
        """A row of a table of this document: the one of that number that names the variable, else the only one that does."""
        named = normalise(location.variable or "")
        rows: dict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in self._lines:
            if line.place:
                rows[line.place.table, line.place.row].append(line)
        holding = [
            lines
            for (_, row), lines in rows.items()
            if (location.row is None or row == location.row - 1)
            and (not named or any(named in normalise(line.text) for line in lines))
        ]
        if not holding:
            holding = [
                lines for lines in rows.values() if named and any(named == normalise(line.text) for line in lines)
            ]
        if not holding:
            return None
        lines = holding[0]
        naming = next((line for line in lines if named and named in normalise(line.text)), lines[0])
        return _saying([hint for hint in hints if normalise(hint) != named], lines) or naming


def _in_row(lines: Sequence[Line], row: int, hints: Sequence[str]) -> Line | None:
    """In a row of the question's table: the cell under the heading that the finding names, else the first blank cell, else the first."""
    cells = [line for line in lines if line.place and line.place.row == row - 1]
    if not cells:
        return None
    wanted = [normalise(hint) for hint in hints]
    for heading in lines:
        if heading.place and heading.place.row < row - 1 and heading.norm and heading.norm.strip(" *:?") in wanted:
            below = [line for line in cells if line.place and line.place.col == heading.place.col]
            if below:
                return below[0]
    return next((line for line in cells if is_filler(line.text) and not line.has_box), cells[0])


def _saying(hints: Sequence[str], lines: Sequence[Line]) -> Line | None:
    """The first line that says what is quoted: as a whole first, then within it, then as the quote's beginning."""
    texts = [(line, normalise(line.text)) for line in lines]
    for hint in hints:
        wanted = normalise(hint).rstrip("…")
        if not wanted:
            continue
        for line, text in texts:
            if text == wanted:
                return line
        if len(wanted) < _LONG_ENOUGH:
            continue
        for line, text in texts:
            if text and (wanted in text or (len(text) >= 12 and wanted.startswith(text))):
                return line
    return None
