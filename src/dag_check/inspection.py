"""What dag-check reads in a single file, shown block by block: for finding out why a file is understood as it is.

Takes a Document, Workbook or Bundle and gives text or plain JSON values; judges nothing.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dag_check.documents.model import (
    Block,
    Bundle,
    Document,
    Note,
    Paragraph,
    Properties,
    Sheet,
    SheetRow,
    Table,
    Workbook,
    a1,
    column_letters,
)
from dag_check.feedback.terminal import fit, printable, wrap
from dag_check.text import json_text

FileContent = Document | Workbook | Bundle
_COLUMN = 40


def as_values(content: FileContent) -> dict[str, Any]:
    """The content as plain JSON values; a bundle's files are named with their size, and not included."""
    values: dict[str, Any] = {"is": type(content).__name__.lower(), **_fields(content)}
    if isinstance(content, Bundle):
        values["members"] = [{"name": member.name, "size": len(member.data)} for member in content.members]
    return values


def as_json(content: FileContent) -> str:
    """The content as JSON text, ending in a line break."""
    return json_text(as_values(content))


def as_text(content: FileContent, width: int = 100) -> str:
    """The content as lines for a person, ending in a line break. `width` is in columns."""
    return "\n".join(_Show(width).content(content)) + "\n"


class _Show:
    def __init__(self, width: int) -> None:
        self.width = max(width, 40)

    def content(self, content: FileContent) -> Iterator[str]:
        if isinstance(content, Document):
            yield from self.document(content)
        elif isinstance(content, Workbook):
            yield from self.workbook(content)
        else:
            yield from self.bundle(content)

    def top(
        self, what: str, name: str, file_format: str, notes: Sequence[Note], properties: Properties | None
    ) -> Iterator[str]:
        yield from wrap(f"{name}: {what} ({file_format})", self.width)
        for label, value in _properties(properties) if properties else ():
            yield from wrap(f"{label}: {value}", self.width, "  ", "    ")
        for note in notes:
            yield from wrap(f"note [{note.kind}]: {note.text}", self.width, "  ", "    ")

    # Documents

    def document(self, document: Document) -> Iterator[str]:
        yield from self.top("a document", document.name, document.format, document.notes, document.properties)
        if document.pages is not None:
            unread = ", ".join(map(str, document.unread_pages))
            yield f"  pages: {document.pages}" + (f"; without text: {unread}" if unread else "")
        if document.insertions or document.deletions:
            yield f"  tracked changes: {document.insertions} insertions, {document.deletions} deletions"
        for part, blocks in (("header", document.headers), ("body", document.blocks), ("footer", document.footers)):
            if blocks:
                yield ""
                yield f"{part}:"
                yield from self.blocks(blocks, "  ")
        if document.fields:
            yield ""
            yield "fields of the PDF form:"
            for field in document.fields:
                page = f" (page {field.page})" if field.page is not None else ""
                yield from wrap(f"{field.name}{page}: {field.value or '(empty)'}", self.width, "  ", "    ")
        if document.comments:
            yield ""
            yield "comments:"
            for comment in document.comments:
                yield from wrap(f"{comment.author}: {comment.text}", self.width, "  ", "    ")

    def blocks(self, blocks: Sequence[Block], indent: str) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield from self.paragraph(block, indent)
            else:
                yield from self.table(block, indent)

    def paragraph(self, paragraph: Paragraph, indent: str) -> Iterator[str]:
        marks = [f"heading {paragraph.heading}"] if paragraph.heading else []
        marks += [f"style {paragraph.style}"] if paragraph.style else []
        marks += [paragraph.origin.replace("_", " ")] if paragraph.origin != "body" else []
        marks += [f"page {paragraph.page}"] if paragraph.page is not None else []
        marks += [f"control {span.control!r}" for span in paragraph.spans if span.control][:3]
        number = f"{paragraph.number} " if paragraph.number else ""
        text = f"{number}{paragraph.text}".strip()
        prompt = f" (prompt: {paragraph.prompt})" if paragraph.prompt.strip() else ""
        hidden = "".join(span.text for span in paragraph.spans if span.kind == "hidden").strip()
        said = f"{text or '(empty)'}{prompt}" + (f" (hidden: {hidden})" if hidden else "")
        look = f"[{'; '.join(marks)}] " if marks else ""
        yield from wrap(look + said, self.width, indent, indent + "    ")

    def table(self, table: Table, indent: str) -> Iterator[str]:
        columns = max((cell.col + cell.col_span for row in table.rows for cell in row), default=0)
        yield from wrap(
            f"table: {len(table.rows)} rows, {columns} columns" + (f" [style {table.style}]" if table.style else ""),
            self.width,
            indent,
        )
        for row in table.rows:
            for cell in row:
                span = f" spans {cell.row_span} x {cell.col_span}" if (cell.row_span, cell.col_span) != (1, 1) else ""
                shade = f" shaded {cell.shading}" if cell.shading else ""
                yield f"{indent}  row {cell.row + 1}, column {cell.col + 1}{span}{printable(shade)}:"
                yield from self.blocks(cell.blocks, indent + "    ")

    # Workbooks

    def workbook(self, workbook: Workbook) -> Iterator[str]:
        yield from self.top("a workbook", workbook.name, workbook.format, workbook.notes, workbook.properties)
        for sheet in workbook.sheets:
            yield ""
            yield from self.sheet(sheet)

    def sheet(self, sheet: Sheet) -> Iterator[str]:
        yield from wrap(f'sheet "{sheet.name}"{"" if sheet.visible else " (hidden)"}: {_used(sheet)}', self.width)
        facts = {
            "merged": ", ".join(area.a1 for area in sheet.merged),
            "hidden rows": _ranges(sorted(sheet.hidden_rows), str),
            "hidden columns": _ranges(sorted(sheet.hidden_cols), column_letters),
            "struck through": ", ".join(a1(row, col) for row, col in sorted(sheet.struck)),
        }
        for label, text in facts.items():
            if text:
                yield from wrap(f"{label}: {text}", self.width, "  ", "    ")
        for row in sheet.rows:
            yield from self.row(row)
        for comment in sheet.comments:
            yield from wrap(f"comment on {comment.cell} by {comment.author}: {comment.text}", self.width, "  ", "    ")

    def row(self, row: SheetRow) -> Iterator[str]:
        cells = " | ".join(f"{column_letters(cell.col)} {fit(printable(cell.text), _COLUMN)}" for cell in row.cells)
        yield from wrap(f"{row.number:>5}  {cells}", self.width, "  ", "         ")

    # Bundles

    def bundle(self, bundle: Bundle) -> Iterator[str]:
        yield from self.top("further files", bundle.name, bundle.format, bundle.notes, None)
        for member in bundle.members:
            yield from wrap(f"{member.name} ({len(member.data):,} bytes)", self.width, "  ", "    ")
        if bundle.body is not None:
            yield ""
            yield from self.document(bundle.body)


def _used(sheet: Sheet) -> str:
    cells = [(row.number, cell.col) for row in sheet.rows for cell in row.cells]
    if not cells:
        return "empty"
    corners = [f(values) for values in zip(*cells, strict=True) for f in (min, max)]
    top, bottom, left, right = corners
    return f"{len(cells)} filled cells in {a1(top, left)}:{a1(bottom, right)}"


def _ranges(numbers: Sequence[int], name: Any) -> str:
    """Numbers as a person lists them: 3, 5-9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(name(start) if start == end else f"{name(start)}-{name(end)}" for start, end in runs)


def _properties(properties: Properties) -> Iterator[tuple[str, str]]:
    for field in dataclasses.fields(properties):
        value = getattr(properties, field.name)
        if value:
            yield field.name, value.isoformat(sep=" ") if isinstance(value, dt.datetime) else str(value)


def _fields(value: Any) -> dict[str, Any]:
    """A dataclass as a dictionary of plain values. Fields that hold raw bytes are left to the caller."""
    return {
        field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value) if field.name != "members"
    }


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
