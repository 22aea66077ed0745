"""WordprocessingML as Word itself writes it: paragraphs, tables, content controls, legacy fields, and the package around them.

Knows nothing of forms: drafts.py does.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_NS = (
    f'xmlns:w="{W}" xmlns:w14="{W14}" xmlns:w15="{W15}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15"'
)
Element = etree._Element
_ids = itertools.count(1000)


def tag(name: str) -> str:
    """The qualified name of a w: element."""
    return f"{{{W}}}{name}"


def parse(xml: str) -> Element:
    """An element from its XML with the usual prefixes."""
    return etree.fromstring(f"<w:x {_NS}>{xml}</w:x>")[0]


def run(text: str, look: str = "") -> str:
    """A run as XML. `look`: words of bold, italic, grey, red, small, big, huge, white, under, blue, strike."""
    looks = {
        "bold": "<w:b/><w:bCs/>",
        "italic": "<w:i/><w:iCs/>",
        "strike": "<w:strike/>",
        "grey": '<w:color w:val="7F7F7F" w:themeColor="text1" w:themeTint="80"/>',
        "red": '<w:color w:val="FF0000"/>',
        "blue": '<w:color w:val="0070C0"/>',
        "white": '<w:color w:val="FFFFFF" w:themeColor="background1"/>',
        "small": '<w:sz w:val="18"/><w:szCs w:val="18"/>',
        "big": '<w:sz w:val="28"/><w:szCs w:val="28"/>',
        "huge": '<w:sz w:val="36"/><w:szCs w:val="36"/>',
        "under": '<w:u w:val="single"/>',
    }
    properties = "".join(xml for name, xml in looks.items() if name in look.split())
    parts = []
    for index, line in enumerate(text.split("\n")):
        parts.append(("<w:br/>" if index else "") + _tabs(line))
    return f'<w:r><w:rPr>{properties}<w:lang w:val="en-GB"/></w:rPr>{"".join(parts)}</w:r>'


def _tabs(line: str) -> str:
    return "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in line.split("\t")
    )


def para(*runs: str, style: str = "", number: tuple[int, int] | None = None, extra: str = "") -> str:
    """A paragraph of runs (plain text is made a run)."""
    inner = "".join(part if part.startswith("<") else run(part) for part in runs if part)
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + (
        f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    )
    return f"<w:p><w:pPr>{properties}{extra}</w:pPr>{inner}</w:p>"


def cell(*paragraphs: str, width: int = 4500, shade: str = "", span: int = 1, merge: str = "") -> str:
    """A table cell; `merge` is "restart" or "continue"."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if merge:
        properties += '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
    if shade:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs) or '<w:p/>'}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A table row."""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(*rows: str, widths: Sequence[int] = (4500, 4500)) -> str:
    """A bordered table."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def text_control(prompt: str = "Click or tap here to enter text.", *, name: str = "", block: bool = False) -> str:
    """A text content control that shows its placeholder: inline, or around a paragraph."""
    alias = f'<w:alias w:val="{escape(name)}"/>' if name else ""
    properties = f'<w:sdtPr>{alias}<w:id w:val="{next(_ids)}"/><w:placeholder><w:docPart w:val="DefaultPlaceholder_-1854013440"/></w:placeholder><w:showingPlcHdr/>'
    prompt_run = f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{escape(prompt)}</w:t></w:r>'
    if block:
        return f"<w:sdt>{properties}</w:sdtPr><w:sdtContent><w:p>{prompt_run}</w:p></w:sdtContent></w:sdt>"
    return f"<w:sdt>{properties}<w:text/></w:sdtPr><w:sdtContent>{prompt_run}</w:sdtContent></w:sdt>"


def date_control(prompt: str = "Click or tap to enter a date.") -> str:
    """A date picker that shows its placeholder."""
    return text_control(prompt).replace(
        "<w:text/>",
        '<w:date><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/><w:calendar w:val="gregorian"/></w:date>',
    )


def drop_down(options: Iterable[str], prompt: str = "Choose an item.") -> str:
    """A drop-down control that shows its placeholder."""
    items = f'<w:listItem w:value="{escape(prompt)}"/>' + "".join(
        f'<w:listItem w:displayText="{escape(o)}" w:value="{escape(o)}"/>' for o in options
    )
    return text_control(prompt).replace("<w:text/>", f"<w:dropDownList>{items}</w:dropDownList>")


def check_box() -> str:
    """An unticked check-box control."""
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{next(_ids)}"/><w14:checkbox><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
        '</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
        "</w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
    )


def legacy_text(name: str = "") -> str:
    """A legacy text field as a protected form has it: five en spaces as its result."""
    name = name or f"Text{next(_ids)}"
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/><w:enabled/><w:calcOnExit w:val="0"/><w:textInput/></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:rPr><w:noProof/></w:rPr><w:t>\u2002\u2002\u2002\u2002\u2002</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def legacy_box() -> str:
    """A legacy check box, unticked."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check{next(_ids)}"/><w:enabled/><w:calcOnExit w:val="0"/>'
        '<w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def legacy_list(options: Iterable[str]) -> str:
    """A legacy drop-down field on its first entry."""
    entries = "".join(f'<w:listEntry w:val="{escape(o)}"/>' for o in options)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Dropdown{next(_ids)}"/><w:enabled/><w:calcOnExit w:val="0"/>'
        f"<w:ddList>{entries}</w:ddList></w:ffData></w:fldChar></w:r>"
        '<w:r><w:instrText xml:space="preserve"> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


_DEFAULT = 'w:default="1" '
_NORMAL = "Normal"
_STYLES = "".join(
    f'<w:style w:type="{kind}" {_DEFAULT * (name == _NORMAL)}w:styleId="{name}"><w:name w:val="{shown}"/>{based}{inner}</w:style>'
    for kind, name, shown, based, inner in [
        (
            "paragraph",
            "Normal",
            "Normal",
            "",
            '<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/></w:rPr>',
        ),
        *(
            (
                "paragraph",
                f"Heading{n}",
                f"heading {n}",
                '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>',
                f'<w:pPr><w:keepNext/><w:outlineLvl w:val="{n - 1}"/></w:pPr><w:rPr><w:b/><w:color w:val="2F5496"/><w:sz w:val="{36 - 4 * n}"/></w:rPr>',
            )
            for n in (1, 2, 3)
        ),
        ("paragraph", "Title", "Title", '<w:basedOn w:val="Normal"/>', '<w:rPr><w:sz w:val="56"/></w:rPr>'),
        (
            "paragraph",
            "ListParagraph",
            "List Paragraph",
            '<w:basedOn w:val="Normal"/>',
            '<w:pPr><w:ind w:left="720"/></w:pPr>',
        ),
        (
            "paragraph",
            "Guidance",
            "Guidance",
            '<w:basedOn w:val="Normal"/>',
            '<w:rPr><w:i/><w:color w:val="808080"/><w:sz w:val="18"/></w:rPr>',
        ),
        ("paragraph", "TOC1", "toc 1", '<w:basedOn w:val="Normal"/>', ""),
        ("character", "PlaceholderText", "Placeholder Text", "", '<w:rPr><w:color w:val="808080"/></w:rPr>'),
        (
            "table",
            "TableGrid",
            "Table Grid",
            "",
            '<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr>',
        ),
    ]
)


def numbering(*lists: Sequence[tuple[str, str]]) -> str:
    """numbering.xml: each list is its levels (format, text); list n has numId n (from 1)."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for i, (fmt, text) in enumerate(levels)
        )
        + "</w:abstractNum>"
        for n, levels in enumerate(lists, 1)
    )
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1))
    return f"<w:numbering {_NS}>{abstract}{nums}</w:numbering>"


def package(body: Element, *, lists: str = "", settings: str = "", header: str = "", footer: str = "") -> bytes:
    """The bytes of a .docx around a body element."""
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    lists = lists or numbering([("bullet", "•")])
    parts = {
        "word/document.xml": None,
        "word/styles.xml": f"<w:styles {_NS}>{_STYLES}</w:styles>",
        "word/numbering.xml": lists,
        "word/settings.xml": f'<w:settings {_NS}>{settings}<w:defaultTabStop w:val="720"/></w:settings>',
    }
    if header:
        parts["word/header1.xml"] = f"<w:hdr {_NS}>{header}</w:hdr>"
    if footer:
        parts["word/footer1.xml"] = f"<w:ftr {_NS}>{footer}</w:ftr>"
    section = "".join(
        f'<w:{name}Reference w:type="default" r:id="r_{name}1"/>'
        for name in ("header", "footer")
        if f"word/{name}1.xml" in parts
    )
    root = etree.fromstring(f"<w:document {_NS}/>")
    root.append(body)
    body.append(parse(f'<w:sectPr>{section}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'))
    main = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    body.remove(body[-1])
    kind_of = {name: name[5:-4].rstrip("1") for name in parts}
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kinds}.{kind}{".main" * (kind == "document")}+xml"/>'
        for name, kind in kind_of.items()
    )
    relations = "".join(
        f'<Relationship Id="r_{name[5:-4]}" Type="{rels}/{kind}" Target="{name[5:]}"/>'
        for name, kind in kind_of.items()
        if kind != "document"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: str | bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 1, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)

        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        put(
            "[Content_Types].xml",
            f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        )
        put(
            "_rels/.rels",
            f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rels}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        put(
            "word/_rels/document.xml.rels",
            f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        )
        for name, data in parts.items():
            put(name, main if data is None else head + data)
    return out.getvalue()
