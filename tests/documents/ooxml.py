"""Builds Word packages from raw XML, so that tests show the very markup that they are about. Holds no tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)


def text(content: str, properties: str = "") -> str:
    """A run of text; `properties` is what stands in its w:rPr."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{content}</w:t></w:r>'


def paragraph(content: str = "", properties: str = "", *, style: str = "") -> str:
    """A paragraph around runs (markup as it is, plain text as a run); `properties` is what stands in its w:pPr."""
    if content and not content.startswith("<"):
        content = text(content)
    if style:
        properties = f'<w:pStyle w:val="{style}"/>{properties}'
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def table(*rows: str, style: str = "") -> str:
    """A table of rows."""
    named = f'<w:tblStyle w:val="{style}"/>' if style else ""
    return f"<w:tbl><w:tblPr>{named}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row; a cell that is plain text is made a cell."""
    made = "".join(item if item.startswith("<") else cell(item) for item in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{made}</w:tr>"


def cell(content: str = "", properties: str = "") -> str:
    """A cell around blocks, or around plain text as a paragraph."""
    blocks = content if content.startswith("<") else paragraph(content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{blocks}</w:tc>"


def control(content: str, properties: str = "", *, tag: str = "") -> str:
    """A content control (w:sdt) at whatever level `content` is."""
    named = f'<w:tag w:val="{tag}"/>' if tag else ""
    return f"<w:sdt><w:sdtPr>{named}{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def checkbox(checked: bool, *, tag: str = "") -> str:
    """A check box control with the glyph that Word puts in it."""
    state, glyph = ("1", "☒") if checked else ("0", "☐")
    return control(text(glyph), f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>', tag=tag)


def complex_field(code: str, result: str | None = None, data: str = "") -> str:
    """A field of several runs; `data` is what stands in the w:ffData of a legacy form field."""
    settings = f"<w:ffData>{data}</w:ffData>" if data else ""
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result is not None else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{settings}</w:fldChar></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def inserted(content: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z">{content}</w:ins>'


def deleted(content: str) -> str:
    """A tracked deletion of a text."""
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">{content}</w:delText></w:r></w:del>'


def text_box(content: str, *, fallback: str | None = None) -> str:
    """A run with a text box, in both of the shapes in which Word writes it."""
    old = content if fallback is None else fallback
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
        f"<w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{old}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def part(root: str, content: str, attributes: str = "") -> str:
    """A part of the document, its root element by name ("w:styles")."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><{root} {NAMESPACES} {attributes}>{content}</{root}>'
    )


def document(body: str) -> str:
    """The main part around a body."""
    return part("w:document", f"<w:body>{body}</w:body>")


def styles(content: str) -> str:
    """The styles part."""
    return part("w:styles", content)


def style(style_id: str, name: str, properties: str = "", *, kind: str = "paragraph", based_on: str = "") -> str:
    """A style; `properties` are its w:pPr and w:rPr."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{base}{properties}</w:style>'


def numbering(*levels: str, extra: str = "", lists: str = "") -> str:
    """A numbering part with one definition (0) of the given levels, and list 1 that uses it; `lists` are further w:num."""
    return part(
        "w:numbering",
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{extra}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{lists}',
    )


def level(position: int, form: str, pattern: str, *, start: int = 1, extra: str = "") -> str:
    """A level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{position}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbered(list_id: int, position: int = 0) -> str:
    """The paragraph property that puts a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{position}"/><w:numId w:val="{list_id}"/></w:numPr>'


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of parts, in the given order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


def relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    """A relationships part: id -> (last word of the type, target)."""
    entries = "".join(
        f'<Relationship Id="{key}" Type="{_RELATION}{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{entries}</Relationships>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file with a body and further parts by name: styles, numbering, footnotes, endnotes, comments, header1, footer1 ...

    The relationship id of a part is its name ("header1").
    """
    targets = {name: (name.rstrip("0123456789"), f"{name}.xml") for name in parts}
    return package(
        {
            "[Content_Types].xml": _content_types(list(parts)),
            "_rels/.rels": relationships({"rId1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": document(body),
            "word/_rels/document.xml.rels": relationships(targets),
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def _content_types(names: list[str]) -> str:
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    kinds = {"document": "document.main"} | {name: name.rstrip("0123456789") for name in names}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{base}{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
