"""A finding as it is written into an annotated copy: harmless, short texts, the same in Word comments and in cell notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dag_check.feedback.outline import SEVERITIES, Item, place
from dag_check.feedback.terminal import fit, printable
from dag_check.report import Severity
from dag_check.text import xml_text

AUTHOR = "dag-check"
TITLE = "dag-check feedback"
LONGEST = 1_500
"""The most characters of one text: a finding may quote a long answer, and the applicant knows what they wrote."""
_PRIORITIES = dict(SEVERITIES)

Ref = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding, ready to be written.

    `where` is the place in words, "" for a file as a whole. `ref` points at a paragraph of a Word file (see
    documents.model.Paragraph), None where no place is known. `sheet`, `cells` ("F12", "F12:F20") and `row` name
    cells of a workbook.
    """

    severity: Severity
    where: str
    message: str
    advice: str
    code: str
    ref: Ref | None = None
    sheet: str | None = None
    cells: str | None = None
    row: int | None = None

    @property
    def priority(self) -> str:
        """The severity as people say it: "Must be put right"."""
        return _PRIORITIES[self.severity]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What a comment or a note says."""
        advice = (f"What to do: {self.advice}",) if self.advice else ()
        return f"{self.priority} ({self.code})", self.message, *advice


@dataclass(frozen=True, slots=True)
class Copy:
    """An annotated copy: its bytes, how many findings stand at their places, how many for the file as a whole, and what was lost or left."""

    data: bytes
    placed: int
    general: int
    notes: tuple[str, ...] = ()


def remark_of(item: Item, ref: Ref | None = None, *, name_file: bool = False) -> Remark:
    """The finding of an item as a remark. `name_file` names the file in `where`, for remarks that stand outside that file."""
    finding, location = item.finding, item.finding.location
    where = place(location)
    if name_file and location.file:
        where = ", ".join(part for part in (location.file, where) if part)
    if name_file and not where:
        where = "The submission as a whole"
    return Remark(
        severity=item.result.severity,
        where=harmless(where, 300),
        message=harmless(finding.message),
        advice=harmless(finding.advice),
        code=harmless(item.result.code, 40),
        ref=ref,
        sheet=location.sheet,
        cells=location.cell,
        row=location.row,
    )


def harmless(text: str, length: int = LONGEST) -> str:
    """A text of a document on one line, without what XML cannot hold or what turns the direction of text, cut at `length`."""
    return fit(xml_text(printable(text[: 4 * length])), length)


def stamp(day: dt.date) -> str:
    """The day as Office writes a moment."""
    return f"{day.isoformat()}T00:00:00Z"
