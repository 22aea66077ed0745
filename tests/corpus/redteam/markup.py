"""WordprocessingML by hand, so that each submission can be as odd as the program that it pretends to come from."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14 w15"'
)
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STAMP = (2026, 11, 20, 9, 0, 0)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def run(text: str, props: str = "") -> str:
    """A run; a line break stays one."""
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>' for part in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{props}</w:rPr>' if props else ''}{inner}</w:r>"


def para(*content: str, props: str = "", style: str = "") -> str:
    """A paragraph of runs (anything that starts with "<") or plain texts."""
    inside = "".join(part if part.startswith("<") else run(part) for part in content if part)
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p>{f'<w:pPr>{styled}{props}</w:pPr>' if styled or props else ''}{inside}</w:p>"


def cell(content: str, span: int = 1, merge: str = "") -> str:
    """A cell; `merge` is "restart" or "continue"."""
    props = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (
        "" if not merge else '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
    )
    body = content if content.endswith("</w:p>") else content + "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="2400" w:type="dxa"/>{props}</w:tcPr>{body}</w:tc>'


def row(*cells: str) -> str:
    """A row of a table."""
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(rows: list[str], columns: int) -> str:
    """A table with borders, and the paragraph that Word wants after one."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = '<w:gridCol w:w="2400"/>' * columns
    return f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def text_box(content: str, number: int) -> str:
    """A paragraph that holds a text box, with the fallback that Word writes beside it."""
    shape = (
        f'<w:drawing><wp:inline><wp:extent cx="5400000" cy="300000"/><wp:docPr id="{number}" name="Text Box {number}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:spPr/>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f'<w:pict><v:shape style="width:400pt;height:24pt"><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>'
    return f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>'


def picture() -> str:
    """A run that holds a picture (a scanned signature)."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1200000" cy="400000"/><wp:docPr id="900" name="Picture 1" descr="signature"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="sig.png"/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPic"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1200000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def control(content: str, *, block: bool = True, kind: str = "", placeholder: bool = False, binding: str = "") -> str:
    """A content control; `binding` is an XPath into the custom XML part."""
    props = "<w:showingPlcHdr/>" if placeholder else ""
    bound = (
        f'<w:dataBinding w:xpath="{binding}" w:storeItemID="{{6D1F0A4E-1D5C-4E0B-8E2A-1B2C3D4E5F60}}"/>'
        if binding
        else ""
    )
    del block
    return f"<w:sdt><w:sdtPr>{props}{bound}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


@dataclass
class Word:
    """A document under way: its body, footnotes and comments."""

    producer: str = "Microsoft Office Word"
    macro: bool = False
    body: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    custom_xml: str = ""
    header: str = ""

    def add(self, *blocks: str) -> None:
        """Adds blocks to the body."""
        self.body.extend(blocks)

    def rich(self, text: str, props: str = "") -> str:
        """The runs of a line, its footnotes set aside."""
        out = ""
        for piece in re.split(r"(\^\[[^\]]*\])", text):
            if piece.startswith("^["):
                self.footnotes.append(piece[2:-1])
                out += f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{len(self.footnotes) + 1}"/></w:r>'
            elif piece:
                out += run(piece, props)
        return out

    def prose(self, text: str, props: str = "", style: str = "") -> str:
        """The blocks of an answer in the markup of `projects`."""
        blocks, grid = [], []
        for line in text.split("\n"):
            if line.startswith("| "):
                grid.append([part.strip() for part in line[2:].split("|")])
                continue
            bullet = line.startswith("- ")
            numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if bullet else ""
            blocks.append(para(self.rich(line[2:] if bullet else line, props), props=numbered, style=style))
        if grid:
            blocks.append(
                table([row(*(cell(para(run(part, props))) for part in line)) for line in grid], len(grid[0])) + "<w:p/>"
            )
        return "".join(blocks)

    def save(self, path: Path) -> None:
        """Writes the package; the same bytes each time."""
        main = "application/vnd.ms-word.document.macroEnabled.main+xml" if self.macro else f"{OFFICE}.document.main+xml"
        parts: dict[str, str | bytes] = {}
        overrides = {
            "/word/document.xml": main,
            "/word/styles.xml": f"{OFFICE}.styles+xml",
            "/word/numbering.xml": f"{OFFICE}.numbering+xml",
        }
        links = [
            ("rId1", "styles", "styles.xml"),
            ("rId2", "numbering", "numbering.xml"),
            ("rIdPic", "image", "media/sig.png"),
        ]
        section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
        if self.header:
            section = '<w:sectPr><w:headerReference w:type="default" r:id="rIdHead"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
            parts["word/header1.xml"] = f"<w:hdr {NAMESPACES}>{self.header}</w:hdr>"
            overrides["/word/header1.xml"] = f"{OFFICE}.header+xml"
            links.append(("rIdHead", "header", "header1.xml"))
        if self.footnotes:
            notes = "".join(
                f'<w:footnote w:id="{at}">{para(note)}</w:footnote>' for at, note in enumerate(self.footnotes, 2)
            )
            parts["word/footnotes.xml"] = f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>"
            overrides["/word/footnotes.xml"] = f"{OFFICE}.footnotes+xml"
            links.append(("rId3", "footnotes", "footnotes.xml"))
        if self.comments:
            said = "".join(
                f'<w:comment w:id="{at}" w:author="{escape(who)}" w:date="2026-11-10T10:00:00Z">{para(what)}</w:comment>'
                for at, (who, what) in enumerate(self.comments)
            )
            parts["word/comments.xml"] = f"<w:comments {NAMESPACES}>{said}</w:comments>"
            overrides["/word/comments.xml"] = f"{OFFICE}.comments+xml"
            links.append(("rId4", "comments", "comments.xml"))
        parts["word/document.xml"] = (
            f"<w:document {NAMESPACES}><w:body>{''.join(self.body)}{section}</w:body></w:document>"
        )
        parts["word/styles.xml"] = f"<w:styles {NAMESPACES}>{STYLES}</w:styles>"
        parts["word/numbering.xml"] = f"<w:numbering {NAMESPACES}>{NUMBERING}</w:numbering>"
        parts["word/media/sig.png"] = PIXEL
        if self.custom_xml:
            parts["customXml/item1.xml"] = self.custom_xml
        if self.macro:
            parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 not a real project"
            overrides["/word/vbaProject.bin"] = "application/vnd.ms-office.vbaProject"
        rels = "".join(
            f'<Relationship Id="{key}" Type="{RELATION}/{kind}" Target="{target}"/>' for key, kind, target in links
        )
        frame = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
        parts["word/_rels/document.xml.rels"] = frame.format(rels)
        parts["_rels/.rels"] = frame.format(
            f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{RELATION}/extended-properties" Target="docProps/app.xml"/>'
        )
        parts["docProps/app.xml"] = (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            f"<Application>{escape(self.producer)}</Application></Properties>"
        )
        overrides["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
        types = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
        parts["[Content_Types].xml"] = (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="png" ContentType="image/png"/><Default Extension="bin" ContentType="application/octet-stream"/>{types}</Types>'
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name in ["[Content_Types].xml", *sorted(set(parts) - {"[Content_Types].xml"})]:
                data = parts[name]
                xml = (
                    data
                    if isinstance(data, bytes)
                    else f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{data}'.encode()
                )
                package.writestr(zipfile.ZipInfo(name, STAMP), xml)


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
    for key, name in [
        ("Normal", "Normal"),
        ("Heading1", "heading 1"),
        ("Heading2", "heading 2"),
        ("Body", "Body"),
        ("BodyA", "Body A"),
        ("Default", "Default"),
    ]
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
