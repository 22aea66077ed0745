"""Lists as different people lay them out: what each holds stands beside it in tests/corpus/lists, written before it was read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dag_check.documents import open_file
from dag_check.documents.guard import DEFAULT_LIMITS
from dag_check.documents.model import Comment, Document, Range, Sheet, SheetCell, SheetRow, Workbook
from dag_check.intake.variables import find_lists
from dag_check.knowledge import builtin

LISTS = sorted((Path(__file__).parents[1] / "corpus" / "lists").glob("*.yaml"))


def column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def cell(reference: str) -> tuple[int, int]:
    """Row and column of "B12"."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", reference)
    assert match, reference
    return int(match.group(2)), column(match.group(1))


def sheet(content: dict[str, Any]) -> Sheet:
    """A sheet whose rows are lines, cells parted by " | ", a dot for a blank."""
    rows = []
    for number, line in enumerate(content["rows"].splitlines(), 1):
        texts = [text.strip() for text in line.split(" | ")]
        cells = tuple(SheetCell(col, text) for col, text in enumerate(texts, 1) if text != ".")
        if cells:
            rows.append(SheetRow(number, cells))
    merged = [(cell(a), cell(b)) for a, b in (span.split(":") for span in content.get("merged", []))]
    return Sheet(
        content["name"],
        tuple(rows),
        merged=tuple(Range(top, left, bottom, right) for (top, left), (bottom, right) in merged),
        hidden_rows=frozenset(content.get("hidden", [])),
        struck=frozenset(map(cell, content.get("struck", []))),
        comments=tuple(Comment("", text, place) for place, text in content.get("comments", {}).items()),
    )


def source(content: dict[str, Any]) -> Workbook | Document:
    if "csv" in content:
        opened = open_file(content["file"], content["csv"].encode("utf-8"), DEFAULT_LIMITS)
        assert isinstance(opened, Workbook | Document)
        return opened
    return Workbook(content["file"], "xlsx", tuple(map(sheet, content["sheets"])))


def expected(content: dict[str, Any]) -> list[list[str]]:
    rows = [[part.strip() for part in line.split(" |")] for line in content["expect"].splitlines()]
    return [(row + [""] * 5)[:5] for row in rows]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_is_read_as_it_is_meant(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    lists = find_lists(source(content), content["file"], builtin())
    read = [
        [v.location.cell or "", v.name, v.dataset, "y" if v.requested else "n", v.justification or ""]
        for found in lists
        for v in found.variables
    ]
    wanted = expected(content)
    if all(not row[2] for row in wanted):
        read = [[*row[:2], "", *row[3:]] for row in read]
    assert read == wanted
