"""The Word reader held against two other readers on the corpus: what they find, ours finds.

Explained differences: docx2python repeats text boxes and merged cells (so words are compared as a set), returns the prompts of unfilled
controls as text, and writes its own marks for boxes, footnotes and links; mammoth leaves out what it does not map.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dag_check.documents.docx import read_docx
from dag_check.documents.model import Document, paragraphs
from dag_check.text import words

ROOT = Path(__file__).parents[2]
FORMS = sorted(
    path
    for folder in ("examples", "tests/corpus/submissions", "tests/forms/makers/files")
    for path in (ROOT / folder).rglob("*.docx")
)[::3]  # the oracles are slow, and each program and layout has more than one file
_MARKS = re.compile(r"----media/[^-]*----|----(?:foot|end)note\d+----|(?:foot|end)note\d+\)|<[^>]+>")


def ours(document: Document) -> set[str]:
    """Every word that the reader gives, shown or not: prompts and hidden text too, as the oracles do not tell them apart."""
    found: set[str] = set()
    for paragraph in paragraphs((*document.blocks, *document.headers, *document.footers)):
        found.update(words(paragraph.number))
        found.update(words("".join(span.text for span in paragraph.spans)))
        found.update(words("".join(span.text for span in paragraph.spans if span.kind == "text")))
    for comment in document.comments:
        found.update(words(comment.text))
    return found


def readable(path: Path) -> bytes | None:
    data = path.read_bytes()
    return data if zipfile.is_zipfile(io.BytesIO(data)) else None


def missing(theirs: str, document: Document) -> list[str]:
    known = ours(document)
    return sorted({word for word in words(_MARKS.sub(" ", theirs)) if word not in known})


def docx2python_text(data: bytes) -> str:
    from docx2python import docx2python

    with docx2python(io.BytesIO(data)) as other:
        return _MARKS.sub(" ", other.text)


def mammoth_text(data: bytes) -> str:
    import mammoth

    return str(mammoth.extract_raw_text(io.BytesIO(data)).value)


@pytest.mark.slow
@pytest.mark.parametrize("text_of", [docx2python_text, mammoth_text])
def test_every_word_that_the_oracle_finds_is_found(text_of: Callable[[bytes], str]) -> None:
    theirs = lost = 0
    for path in FORMS:
        data = readable(path)
        if data is None:
            continue
        text = text_of(data)
        theirs += len(set(words(text)))
        lost += len(missing(text, read_docx(path.name, data)))
    assert theirs > 10_000
    assert lost / theirs < 0.01, f"{lost} of {theirs} words were not found"
