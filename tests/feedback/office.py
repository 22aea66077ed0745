"""What the tests of annotated copies and letters share: packages made and looked into, and the rules that every package keeps."""

from __future__ import annotations

import io
import posixpath
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert len(archive.namelist()) == len(set(archive.namelist()))
    return {name: archive.read(name) for name in archive.namelist()}


def with_parts(data: bytes, more: Mapping[str, bytes]) -> bytes:
    return zipped({**parts_of(data), **more})


def word(body: str, more: Mapping[str, str] | None = None, rels: str = "", types: str = "") -> bytes:
    """A Word file with this body (XML, prefix w) and further parts."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {_SPACE}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{rels}</Relationships>',
            **(more or {}),
        }
    )


def p(text: str = "") -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" if text else "<w:p/>"


def text_of(element: etree._Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(W + "t"))


def lines_of_word(data: bytes) -> list[str]:
    """The paragraphs of a Word file, those in tables too, without empty ones; tabs and line breaks as such."""
    root = etree.fromstring(parts_of(data)["word/document.xml"])
    signs = {W + "tab": "\t", W + "br": "\n"}
    texts = [
        "".join(signs.get(piece.tag) or piece.text or "" for piece in paragraph.iter(W + "t", *signs))
        for paragraph in root.iter(W + "p")
    ]
    return [text.strip() for text in texts if text.strip()]


def comments_of(data: bytes) -> dict[str, tuple[str, str]]:
    """By number what each comment says, and the text of the paragraph in which it begins."""
    parts = parts_of(data)
    root = etree.fromstring(parts["word/document.xml"])
    found = {}
    for comment in etree.fromstring(parts["word/comments.xml"]).iter(W + "comment"):
        number = comment.get(W + "id") or ""
        (start,) = [e for e in root.iter(W + "commentRangeStart") if e.get(W + "id") == number]
        said = "\n".join(text_of(paragraph) for paragraph in comment.iter(W + "p"))
        parent = start.getparent()
        assert parent is not None
        found[number] = (said, text_of(parent))
    return found


def check_package(data: bytes) -> None:
    """Well-formed XML, every part of a known type, every relationship leads to a part, ids are unique."""
    parts = parts_of(data)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(content)
    types = etree.fromstring(parts["[Content_Types].xml"])
    defaults = {entry.get("Extension", "").lower() for entry in types if entry.tag.endswith("Default")}
    overrides = [entry.get("PartName", "") for entry in types if entry.tag.endswith("Override")]
    assert len(overrides) == len(set(overrides))
    assert {part.lstrip("/") for part in overrides} <= set(parts)
    for name in parts:
        if name != "[Content_Types].xml":
            assert f"/{name}" in overrides or name.rpartition(".")[2].lower() in defaults, name
    for name in parts:
        if name.endswith(".rels"):
            entries = list(etree.fromstring(parts[name]))
            assert len({entry.get("Id") for entry in entries}) == len(entries)
            folder = posixpath.dirname(posixpath.dirname(name))
            for entry in entries:
                if entry.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join("/" + folder, entry.get("Target", ""))).lstrip("/")
                    assert target in parts, (name, target)
    if "word/comments.xml" in parts:
        numbers = [c.get(W + "id") for c in etree.fromstring(parts["word/comments.xml"]).iter("{*}comment")]
        assert len(numbers) == len(set(numbers))


def soffice() -> str | None:
    return shutil.which("soffice")


def to_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """The files converted by LibreOffice, all in one go."""
    subprocess.run(
        [
            soffice() or "soffice",
            f"-env:UserInstallation=file://{folder / 'profile'}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return [folder / f"{file.stem}.pdf" for file in files]
