"""Writes blocks as WordprocessingML by hand, with the noise that Word, Google Docs and plain converters leave in it."""

from __future__ import annotations

import random
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.corpus.generator.blocks import (
    Block,
    Box,
    Break,
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

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'mc:Ignorable="w14 w15"'
)
WHEN = "2026-11-18T10:12:00Z"


@dataclass(frozen=True)
class Dialect:
    """How a producer writes: `noise` adds rsids, spelling marks and split runs; `style_ids` names the styles."""

    name: str = "word"
    noise: bool = True
    styles: bool = True
    style_ids: tuple[tuple[str, str], ...] = (
        ("title", "Title"),
        ("h1", "Heading1"),
        ("h2", "Heading2"),
        ("h3", "Heading3"),
        ("bullet", "ListParagraph"),
    )
    style_names: tuple[tuple[str, str], ...] = (
        ("title", "Title"),
        ("h1", "heading 1"),
        ("h2", "heading 2"),
        ("h3", "heading 3"),
        ("bullet", "List Paragraph"),
    )
    font: str = "Arial"
    smart_tags: bool = False
    bookmarks: bool = True
    number_format: str = "section.question"


WORD = Dialect()
GOOGLE = Dialect(name="google", noise=False, styles=False, bookmarks=False)
SWEDISH = Dialect(
    name="word-sv",
    style_ids=(("title", "Rubrik"), ("h1", "Rubrik1"), ("h2", "Rubrik2"), ("h3", "Rubrik3"), ("bullet", "Liststycke")),
    font="Calibri",
)
PLAIN = Dialect(name="plain", noise=False)


class Writer:
    """Turns one Page into the parts of a .docx package."""

    def __init__(self, dialect: Dialect, seed: str) -> None:
        self.dialect = dialect
        self.random = random.Random(seed)
        self.ids = 100
        self.comments: list[str] = []
        self.rsids = [f"00{self.random.randrange(0x100000, 0xFFFFFF):06X}" for _ in range(9)]

    def next_id(self) -> int:
        self.ids += 1
        return self.ids

    def rsid(self, kind: str = "R") -> str:
        return f' w:rsid{kind}="{self.random.choice(self.rsids)}"' if self.dialect.noise else ""

    # --- runs -----------------------------------------------------------------------------------------------------

    def run_properties(self, run: Run, extra: str = "") -> str:
        parts = []
        if self.dialect.name == "google":
            parts.append('<w:rFonts w:ascii="Arial" w:cs="Arial" w:eastAsia="Arial" w:hAnsi="Arial"/>')
        if run.bold:
            parts.append("<w:b/>" + ('<w:b w:val="1"/>' if self.dialect.name == "google" else ""))
        if run.italic:
            parts.append("<w:i/>")
        if run.strike:
            parts.append("<w:strike/>")
        if run.hidden:
            parts.append("<w:vanish/>")
        if run.grey:
            parts.append('<w:color w:val="595959"/>')
        if self.dialect.noise and self.random.random() < 0.15:
            parts.append('<w:lang w:val="en-GB"/>')
        if self.dialect.name == "google":
            parts.append('<w:rtl w:val="0"/>')
        inner = "".join(parts).replace('<w:b/><w:b w:val="1"/>', '<w:b w:val="1"/>') + extra
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""

    def text_run(self, run: Run, tag: str = "w:t", attributes: str = "") -> str:
        if not run.text:
            return ""
        pieces = self.pieces(run.text) if self.dialect.noise and tag == "w:t" else [run.text]
        made = []
        for piece in pieces:
            body = f'<{tag} xml:space="preserve">{escape(piece)}</{tag}>'
            xml = f"<w:r{self.rsid()}>{self.run_properties(run)}{body}</w:r>"
            if self.dialect.noise and len(pieces) > 1 and self.random.random() < 0.25:
                xml = f'<w:proofErr w:type="spellStart"/>{xml}<w:proofErr w:type="spellEnd"/>'
            elif self.dialect.noise and self.random.random() < 0.1:
                xml = f"{xml}<w:lastRenderedPageBreak/>" if False else xml
            if self.dialect.smart_tags and self.random.random() < 0.3 and piece.strip():
                xml = f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="place">{xml}</w:smartTag>'
            made.append(xml)
        return "".join(made)

    def pieces(self, text: str) -> list[str]:
        """Runs as Word leaves them: cut anywhere, words included."""
        if len(text) < 12 or self.random.random() < 0.5:
            return [text]
        cuts = sorted({self.random.randrange(1, len(text)) for _ in range(1 + len(text) // 120)})
        return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]

    # --- inline -----------------------------------------------------------------------------------------------------

    def inline(self, item: Inline) -> str:
        match item:
            case Run():
                return self.text_run(item)
            case Box():
                return self.box(item)
            case Control():
                return self.control(item)
            case Change():
                kind, tag = ("del", "w:delText") if item.deleted else ("ins", "w:t")
                run = f'<w:r><{tag} xml:space="preserve">{escape(item.text)}</{tag}></w:r>'
                return f'<w:{kind} w:id="{self.next_id()}" w:author={quoteattr(item.author)} w:date="{WHEN}">{run}</w:{kind}>'
            case Note():
                return self.note(item)
            case LegacyField():
                return self.legacy_text(item.text)
            case TextBox():
                return self.text_box(item)
            case Break():
                return "<w:r><w:br/></w:r>"
            case Tab():
                return "<w:r><w:tab/></w:r>"

    def box(self, box: Box) -> str:
        match box.kind:
            case "w14":
                glyph, value = ("☒", "1") if box.checked else ("☐", "0")
                return (
                    f'<w:sdt><w:sdtPr><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr><w:id w:val="{self.next_id()}"/>'
                    f'<w14:checkbox><w14:checked w14:val="{value}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
                    f'<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent>'
                    f'<w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{glyph}</w:t></w:r>'
                    "</w:sdtContent></w:sdt>"
                )
            case "legacy":
                number = self.next_id()
                checked = "<w:checked/>" if box.checked else self.random.choice(["", '<w:checked w:val="0"/>'])
                return (
                    f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check{number}"/><w:enabled/><w:calcOnExit w:val="0"/>'
                    f'<w:checkBox><w:sizeAuto/><w:default w:val="0"/>{checked}</w:checkBox></w:ffData></w:fldChar></w:r>'
                    f'<w:bookmarkStart w:id="{number}" w:name="Check{number}"/><w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r>'
                    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:bookmarkEnd w:id="{number}"/>'
                )
            case "wingdings":
                return f'<w:r><w:sym w:font="Wingdings" w:char="{"F0FE" if box.checked else "F0A8"}"/></w:r>'
            case "glyph":
                return f"<w:r><w:t>{'☒' if box.checked else '☐'}</w:t></w:r>"
            case "tickmark":
                return f"<w:r><w:t>{'☑' if box.checked else '☐'}</w:t></w:r>"
            case "bracket":
                return f'<w:r><w:t xml:space="preserve">{"[x]" if box.checked else "[ ]"}</w:t></w:r>'
            case "paren":
                return f'<w:r><w:t xml:space="preserve">{"(X)" if box.checked else "( )"}</w:t></w:r>'

    def control(self, control: Control) -> str:
        properties = f'<w:id w:val="{self.next_id()}"/>'
        if control.tag:
            properties += f"<w:alias w:val={quoteattr(control.tag)}/><w:tag w:val={quoteattr(control.tag)}/>"
        if control.placeholder:
            properties += (
                '<w:placeholder><w:docPart w:val="DefaultPlaceholder_-1854013440"/></w:placeholder><w:showingPlcHdr/>'
            )
        properties += {
            "text": "<w:text/>",
            "rich": "",
            "date": '<w:date><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/><w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>',
            "dropdown": '<w:dropDownList><w:listItem w:value="Choose an item."/><w:listItem w:displayText="Yes" w:value="Yes"/><w:listItem w:displayText="No" w:value="No"/></w:dropDownList>',
        }[control.kind]
        looks = (
            '<w:rPr><w:rStyle w:val="PlaceholderText"/><w:color w:val="595959"/></w:rPr>' if control.placeholder else ""
        )
        run = f'<w:r{self.rsid()}>{looks}<w:t xml:space="preserve">{escape(control.text)}</w:t></w:r>'
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"

    def note(self, note: Note) -> str:
        number = len(self.comments)
        self.comments.append(
            f'<w:comment w:id="{number}" w:author={quoteattr(note.author)} w:date="{WHEN}" w:initials="{note.author[0]}">'
            f'<w:p><w:r><w:t xml:space="preserve">{escape(note.comment)}</w:t></w:r></w:p></w:comment>'
        )
        return (
            f'<w:commentRangeStart w:id="{number}"/>{self.text_run(Run(note.text))}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        )

    def legacy_text(self, text: str) -> str:
        number = self.next_id()
        shown = text or "\u2002\u2002\u2002\u2002\u2002"
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Text{number}"/><w:enabled/><w:calcOnExit w:val="0"/><w:textInput/></w:ffData></w:fldChar></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'<w:r><w:rPr><w:noProof/></w:rPr><w:t xml:space="preserve">{escape(shown)}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    def text_box(self, box: TextBox) -> str:
        inner = "".join(self.block(block) for block in box.blocks)
        number = self.next_id()
        return (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5486400" cy="914400"/>'
            f'<wp:docPr id="{number}" name="Text Box {number}"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5486400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
            f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
            f'<mc:Fallback><w:pict><v:shape type="#_x0000_t202" style="width:432pt;height:72pt"><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
        )

    # --- blocks -----------------------------------------------------------------------------------------------------

    def block(self, block: Block) -> str:
        match block:
            case Para():
                return self.paragraph(block)
            case Table():
                return self.table(block)
            case ControlBlock():
                return self.control_block(block)
            case PageBreak():
                return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def paragraph(self, para: Para) -> str:
        properties = ""
        style = dict(self.dialect.style_ids).get(para.style) if self.dialect.styles else None
        if style:
            properties += f'<w:pStyle w:val="{style}"/>'
        if para.style == "guidance":
            properties += "<w:keepNext/>"
        if para.style == "bullet":
            properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        if para.level is not None:
            properties += f'<w:numPr><w:ilvl w:val="{para.level}"/><w:numId w:val="2"/></w:numPr>'
        if self.dialect.name == "google":
            properties += "<w:rPr/>"
        items = para.items
        if para.style in ("boldline", "label") or (
            not self.dialect.styles and para.style in ("title", "h1", "h2", "h3")
        ):
            items = tuple(Run(i.text, bold=True, italic=i.italic) if isinstance(i, Run) else i for i in items)
        if para.style == "guidance":
            items = tuple(Run(i.text, italic=True, grey=True) if isinstance(i, Run) else i for i in items)
        inner = "".join(self.inline(item) for item in items)
        if self.dialect.bookmarks and para.style in ("h1", "h2"):
            number = self.next_id()
            inner = f'<w:bookmarkStart w:id="{number}" w:name="_Toc{number}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'
        ids = (
            f' w14:paraId="{self.random.randrange(0x10000000, 0x7FFFFFFF):08X}" w14:textId="77777777"'
            if self.dialect.noise
            else ""
        )
        pr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        return f"<w:p{ids}{self.rsid()}{self.rsid('RDefault')}>{pr}{inner}</w:p>"

    def table(self, table: Table) -> str:
        columns = max((sum(cell.span for cell in row) for row in table.rows), default=1)
        widths = list(table.widths) or [9200 // columns] * columns
        borders = (
            "<w:tblBorders>"
            + "".join(
                f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
                for side in ("top", "left", "bottom", "right", "insideH", "insideV")
            )
            + "</w:tblBorders>"
            if table.borders
            else ""
        )
        rows = []
        for index, row in enumerate(table.rows):
            cells = []
            at = 0
            for cell in row:
                pr = f'<w:tcW w:w="{sum(widths[at : at + cell.span])}" w:type="dxa"/>'
                at += cell.span
                if cell.span > 1:
                    pr += f'<w:gridSpan w:val="{cell.span}"/>'
                if cell.vmerge:
                    pr += '<w:vMerge w:val="restart"/>' if cell.vmerge == "restart" else "<w:vMerge/>"
                if cell.shade:
                    pr += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>'
                inner = "".join(self.block(b) for b in cell.blocks)
                if not inner.endswith(("</w:p>", "</w:p></w:sdtContent></w:sdt>")):
                    inner += "<w:p/>"
                cells.append(f"<w:tc><w:tcPr>{pr}</w:tcPr>{inner}</w:tc>")
            head = "<w:trPr><w:tblHeader/></w:trPr>" if table.header and index == 0 else ""
            xml = f"<w:tr{self.rsid()}>{head}{''.join(cells)}</w:tr>"
            if table.row_controls and index:
                xml = f'<w:sdt><w:sdtPr><w:id w:val="{self.next_id()}"/><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent>{xml}</w:sdtContent></w:sdt>'
            rows.append(xml)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="113" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="113" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="04A0"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def control_block(self, block: ControlBlock) -> str:
        properties = f'<w:id w:val="{self.next_id()}"/>'
        if block.tag:
            properties = f"<w:alias w:val={quoteattr(block.tag)}/><w:tag w:val={quoteattr(block.tag)}/>" + properties
        if block.placeholder:
            properties += (
                '<w:placeholder><w:docPart w:val="DefaultPlaceholder_-1854013440"/></w:placeholder><w:showingPlcHdr/>'
            )
        inner = "".join(self.block(b) for b in block.blocks)
        if block.placeholder:
            inner = inner.replace("<w:r>", '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>')
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    # --- the package ---------------------------------------------------------------------------------------------

    def parts(self, page: Page) -> dict[str, str]:
        body: list[str] = []
        previous: Block | None = None
        for block in page.blocks:
            if isinstance(block, Table) and isinstance(previous, Table):
                body.append("<w:p/>")
            body.append(self.block(block))
            previous = block
        section = '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
        document = f"<w:document {NAMESPACES}><w:body>{''.join(body)}{section}</w:body></w:document>"
        relations = [
            ("rId1", "styles", "styles.xml"),
            ("rId2", "numbering", "numbering.xml"),
            ("rId3", "settings", "settings.xml"),
            ("rId4", "header", "header1.xml"),
            ("rId5", "footer", "footer1.xml"),
        ]
        parts = {
            "word/document.xml": document,
            "word/styles.xml": self.styles(),
            "word/numbering.xml": self.numbering(),
            "word/settings.xml": f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>',
            "word/header1.xml": f"<w:hdr {NAMESPACES}><w:p><w:r><w:t>{escape(page.header)}</w:t></w:r></w:p></w:hdr>",
            "word/footer1.xml": f'<w:ftr {NAMESPACES}><w:p><w:r><w:t xml:space="preserve">{escape(page.footer)} </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>',
            "docProps/core.xml": (
                '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
                'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
                f"<dc:title>{escape(page.title)}</dc:title><dc:creator>{escape(page.author)}</dc:creator><dc:language>en-GB</dc:language>"
                f'<dcterms:created xsi:type="dcterms:W3CDTF">{WHEN}</dcterms:created></cp:coreProperties>'
            ),
        }
        overrides = {
            "word/document.xml": "wordprocessingml.document.main",
            "word/styles.xml": "wordprocessingml.styles",
            "word/numbering.xml": "wordprocessingml.numbering",
            "word/settings.xml": "wordprocessingml.settings",
            "word/header1.xml": "wordprocessingml.header",
            "word/footer1.xml": "wordprocessingml.footer",
        }
        if self.comments:
            parts["word/comments.xml"] = f"<w:comments {NAMESPACES}>{''.join(self.comments)}</w:comments>"
            overrides["word/comments.xml"] = "wordprocessingml.comments"
            relations.append(("rId6", "comments", "comments.xml"))
        base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        parts["word/_rels/document.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + "".join(
                f'<Relationship Id="{i}" Type="{base}/{kind}" Target="{target}"/>' for i, kind, target in relations
            )
            + "</Relationships>"
        )
        parts["_rels/.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{base}/officeDocument" Target="word/document.xml"/>'
            '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>"
        )
        types = "".join(
            f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
            for name, kind in overrides.items()
        )
        parts["[Content_Types].xml"] = (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        )
        return parts

    def styles(self) -> str:
        names = dict(self.dialect.style_names)
        looks = {
            "title": '<w:pPr><w:spacing w:before="0" w:after="240"/></w:pPr><w:rPr><w:b/><w:color w:val="231F6D"/><w:sz w:val="44"/></w:rPr>',
            "h1": '<w:pPr><w:keepNext/><w:spacing w:before="400" w:after="140"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:color w:val="231F6D"/><w:sz w:val="32"/></w:rPr>',
            "h2": '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="24"/></w:rPr>',
            "h3": '<w:pPr><w:keepNext/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/><w:i/></w:rPr>',
            "bullet": '<w:pPr><w:spacing w:after="60"/><w:ind w:left="426" w:hanging="284"/></w:pPr>',
        }
        made = "".join(
            f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{names[key]}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>{looks[key]}</w:style>'
            for key, style_id in self.dialect.style_ids
        )
        return (
            f'<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{self.dialect.font}" w:hAnsi="{self.dialect.font}" w:cs="{self.dialect.font}"/><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
            '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
            '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/><w:rPr><w:color w:val="666666"/></w:rPr></w:style>'
            f"{made}</w:styles>"
        )

    def numbering(self) -> str:
        return (
            f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="426" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
            '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
        )


def write_docx(page: Page, path: Path, dialect: Dialect = WORD) -> None:
    """The page as a .docx, the same bytes each time."""
    writer = Writer(dialect, path.name + page.title)
    write_package(writer.parts(page), path)


def write_package(parts: dict[str, str] | dict[str, bytes] | dict[str, str | bytes], path: Path) -> None:
    """A zip with fixed dates; the content types come first as Word has them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, (2026, 11, 18, 10, 12, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            data = parts[name]
            if isinstance(data, str):
                data = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + data).encode()
            package.writestr(info, data)
