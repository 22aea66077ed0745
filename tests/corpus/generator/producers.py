"""Other programs that write .docx: python-docx, LibreOffice and the npm library `docx`. The last two are only called where installed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Pt, RGBColor

from tests.corpus.generator.blocks import (
    Block,
    Box,
    Break,
    Cell,
    Change,
    Control,
    ControlBlock,
    Inline,
    LegacyField,
    Note,
    Page,
    PageBreak,
    Para,
    Run,
    Tab,
    Table,
    TextBox,
)
from tests.corpus.generator.wordml import WORD, Dialect, write_docx, write_package

PROFILE = Path(tempfile.gettempdir()) / "lo_corpus"
BOXES = {
    "glyph": ("☐", "☒"),
    "bracket": ("[ ]", "[x]"),
    "tickmark": ("☐", "☑"),
    "paren": ("( )", "(X)"),
    "w14": ("☐", "☒"),
    "legacy": ("☐", "☒"),
    "wingdings": ("☐", "☑"),
}


def inline_text(item: Inline) -> str:
    """The text of an inline item, for programs that have no controls."""
    match item:
        case Run() | Control() | Note() | LegacyField():
            return item.text
        case Change():
            return "" if item.deleted else item.text
        case Box():
            return BOXES[item.kind][item.checked]
        case Break():
            return "\n"
        case Tab():
            return "\t"
        case TextBox():
            return "\n".join("".join(map(inline_text, b.items)) for b in item.blocks if isinstance(b, Para))


def python_docx(page: Page, path: Path) -> None:
    """Written through python-docx with its default template."""
    document = Document()
    document.core_properties.author = page.author
    document.core_properties.title = page.title
    _fill(document, page.blocks)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    _fix_dates(path)


def _fix_dates(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    core = parts.get("docProps/core.xml")
    if isinstance(core, bytes):
        parts["docProps/core.xml"] = re.sub(rb">\d{4}-\d\d-\d\dT[^<]*<", b">2026-11-18T10:12:00Z<", core)
    write_package(parts, path)


def _fill(holder: Any, blocks: list[Block] | tuple[Block, ...]) -> None:
    styles = {"title": "Title", "h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "bullet": "List Bullet"}
    for block in blocks:
        match block:
            case Para():
                made = holder.add_paragraph(style=styles.get(block.style))
                for item in block.items:
                    run = made.add_run(inline_text(item))
                    run.bold = (isinstance(item, Run) and item.bold) or block.style in ("boldline", "label") or None
                    run.italic = (isinstance(item, Run) and item.italic) or block.style == "guidance" or None
                    if block.style == "guidance":
                        run.font.color.rgb = RGBColor(0x59, 0x59, 0x59)
                        run.font.size = Pt(9)
            case Table():
                _add_table(holder, block)
            case ControlBlock():
                _fill(holder, block.blocks)
            case PageBreak():
                holder.add_page_break()


def _add_table(holder: Any, table: Table) -> None:
    columns = max(sum(cell.span for cell in row) for row in table.rows)
    made = holder.add_table(rows=0, cols=columns)
    if hasattr(holder, "styles"):
        made.style = "Table Grid"
    for row in table.rows:
        cells = made.add_row().cells
        at = 0
        for cell in row:
            target = cells[at]
            if cell.span > 1:
                target = target.merge(cells[at + cell.span - 1])
            at += cell.span
            _fill(target, cell.blocks)
            first = target.paragraphs[0]
            if not first.text and len(target._tc) > 2:
                first._p.getparent().remove(first._p)
            if target._tc[-1].tag.endswith("}tbl"):
                target.add_paragraph()


def through_libreoffice(page: Page, path: Path, *, dialect: Dialect = WORD, via: str = "odt", **_: Any) -> None:
    """Our own WordprocessingML, opened and rewritten by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / path.name
        write_docx(page, source, dialect)
        if via:
            source = convert(source, via, Path(folder))
        _fresh(path, convert(source, path.suffix[1:], Path(folder) / "out"))


def from_html(page: Page, path: Path) -> None:
    """HTML opened by LibreOffice and saved as Word."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / (path.stem + ".html")
        source.write_text(
            "<html><head><meta charset='utf-8'></head><body>" + _html(page.blocks) + "</body></html>", encoding="utf-8"
        )
        odt = convert(source, "odt", Path(folder), filters="--infilter=HTML (StarWriter)")
        _fresh(path, convert(odt, path.suffix[1:], Path(folder) / "out"))


def _html(blocks: list[Block] | tuple[Block, ...]) -> str:
    out = []
    for block in blocks:
        match block:
            case Para():
                text = "".join(map(_html_inline, block.items)) or "<br>"
                tag = {
                    "title": "h1",
                    "h1": "h2",
                    "h2": "h3",
                    "h3": "h4",
                    "bullet": "li",
                    "guidance": "em",
                    "boldline": "b",
                }.get(block.style)
                if tag == "li":
                    out.append(f"<ul><li>{text}</li></ul>")
                elif tag in ("em", "b"):
                    out.append(f"<p><{tag}>{text}</{tag}></p>")
                else:
                    out.append(f"<{tag or 'p'}>{text}</{tag or 'p'}>")
            case Table():
                rows = "".join("<tr>" + "".join(_html_cell(cell) for cell in row) + "</tr>" for row in block.rows)
                out.append(f"<table border='1' width='100%'>{rows}</table>")
            case ControlBlock():
                out.append(_html(block.blocks))
    return "".join(out)


def _html_cell(cell: Cell) -> str:
    shade = f" bgcolor='#{cell.shade}'" if cell.shade else ""
    return f"<td colspan='{cell.span}'{shade}>{_html(cell.blocks)}</td>"


def _html_inline(item: Inline) -> str:
    text = inline_text(item).replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<b>{text}</b>" if isinstance(item, Run) and item.bold else text


def soffice() -> str | None:
    """The LibreOffice command, if there is one."""
    return shutil.which("soffice")


def convert(source: Path, kind: str, folder: Path, *, filters: str = "") -> Path:
    """Converts a file with LibreOffice into the folder."""
    command = [
        str(soffice()),
        "--headless",
        f"-env:UserInstallation=file://{PROFILE}",
        *([filters] if filters else []),
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{kind.split(':')[0]}"


def _fresh(path: Path, made: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, path)


# --- npm -------------------------------------------------------------------------------------------------------------


def npm_docx(page: Page, path: Path) -> None:
    """Written by the npm library `docx`, through npm/write.mjs; needs `npm install` there (or NODE_PATH)."""
    here = Path(__file__).parent / "npm"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.json"
        source.write_text(
            json.dumps({"title": page.title, "author": page.author, "blocks": [_json(b) for b in page.blocks]}),
            encoding="utf-8",
        )
        subprocess.run(
            ["node", str(here / "write.cjs"), str(source), str(path)], check=True, capture_output=True, timeout=60
        )
    _fix_dates(path)


def _json(block: Block) -> dict[str, Any]:
    match block:
        case Para():
            return {
                "type": "para",
                "style": block.style,
                "level": block.level,
                "items": [_json_inline(i) for i in block.items],
            }
        case Table():
            rows = [
                [{"span": c.span, "shade": c.shade, "blocks": [_json(b) for b in c.blocks]} for c in row]
                for row in block.rows
            ]
            return {"type": "table", "rows": rows, "widths": list(block.widths)}
        case ControlBlock():
            return {"type": "group", "blocks": [_json(b) for b in block.blocks]}
        case PageBreak():
            return {"type": "break"}


def _json_inline(item: Inline) -> dict[str, Any]:
    match item:
        case Run():
            return {"type": "run", "text": item.text, "bold": item.bold, "italic": item.italic, "strike": item.strike}
        case Box():
            return {
                "type": "box",
                "checked": item.checked,
                "text": BOXES[item.kind][item.checked],
                "control": item.kind == "w14",
            }
        case _:
            return {"type": "run", "text": inline_text(item), "bold": False, "italic": False, "strike": False}
