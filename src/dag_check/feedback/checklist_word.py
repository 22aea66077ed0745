"""A Checklist as a Word file, to print and tick off by hand. Plain headings and paragraphs, so that an office can restyle it."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING

from dag_check.checklist import Checklist
from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.checklist_outline import NOT_OFFICIAL, Line, opening, parts, title
from dag_check.feedback.remarks import harmless

if TYPE_CHECKING:
    from docx.document import Document

BOX = "☐"
_MADE = dt.datetime(2000, 1, 1)
"""The moment that the file says it was made at: the same checklist gives the same bytes."""


def render(checklist: Checklist, view: View = DEFAULT_VIEW) -> bytes:
    """The checklist as the bytes of a .docx file."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title(checklist), "dag-check", ""
    properties.created = properties.modified = _MADE
    properties.language = "en-GB"
    document.add_heading(harmless(title(checklist)), 1)
    for paragraph in opening(checklist):
        document.add_paragraph(harmless(paragraph))
    for part in parts(checklist):
        document.add_heading(harmless(part.title), 2)
        if part.intro:
            document.add_paragraph(harmless(part.intro))
        for line in part.lines:
            _line(document, line)
    document.add_paragraph(harmless(NOT_OFFICIAL)).paragraph_format.space_before = Pt(18)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _line(document: Document, line: Line) -> None:
    from docx.shared import Cm, Pt

    entry = document.add_paragraph()
    entry.paragraph_format.left_indent, entry.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)
    entry.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))
    entry.paragraph_format.space_after = Pt(2 if line.details else 6)
    entry.paragraph_format.keep_with_next = bool(line.details)
    entry.add_run(f"{BOX if line.tick else '–'}\t{harmless(line.text)}")
    for at, detail in enumerate(line.details, 1):
        below = document.add_paragraph()
        below.paragraph_format.left_indent = Cm(0.8)
        below.paragraph_format.space_after = Pt(6 if at == len(line.details) else 2)
        below.paragraph_format.keep_with_next = at < len(line.details)
        below.add_run(harmless(detail)).font.size = Pt(10)
