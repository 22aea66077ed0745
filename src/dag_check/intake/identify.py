"""What each file of a submission is, by its content: the form, a list of variables, ethics evidence, or something else."""

from __future__ import annotations

import re
from collections import defaultdict

from dag_check.documents.lines import lines_of
from dag_check.documents.model import Document, paragraphs
from dag_check.text import normalise

FORM_SHARE = 0.3
"""A document is a copy of the form when at least this share of the form's labels is found in it ..."""
TITLED_SHARE = 0.08
"""... or when it bears the form's title and at least this share."""

_ASKED = 4
"""So many questions and boxes outside tables of data make a document somebody's form."""

_DPIA = re.compile(r"\bdata protection impact assessment\b|\bdpia\b")


def is_form(match: float, titled: bool) -> bool:
    """Whether a document with this share of the form's labels, under the form's title or not, is a copy of the form."""
    return match >= FORM_SHARE or (titled and match >= TITLED_SHARE)


def is_some_form(document: Document) -> bool:
    """Whether a document is a form of whatever maker: it asks questions or offers boxes, and not only in a table with several columns,
    where a list of variables has its boxes too."""
    lines = lines_of(document)
    columns: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        if line.place:
            columns[line.place.table].add(line.place.col)
    asking = [
        line
        for line in lines
        if (line.has_box or line.text.endswith("?")) and not (line.place and len(columns[line.place.table]) > 2)
    ]
    return len(asking) >= _ASKED


def is_dpia(document: Document) -> bool:
    """Whether a document is a data protection impact assessment: its title or one of its first lines says so."""
    if _DPIA.search(normalise(document.properties.title)):
        return True
    seen = 0
    for paragraph in paragraphs(document.blocks):
        text = normalise(paragraph.text)
        if not text:
            continue
        seen += 1
        if len(text) <= 90 and _DPIA.search(text):
            return True
        if seen >= 8:
            return False
    return False
