"""The bricks of a Word file: paragraphs, content controls, tables, and the package around them. Knows nothing of forms.

Pieces are texts of WordprocessingML, put together as such; python-docx gives the package and its usual parts.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from dag_check.text import shorten, xml_text

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

TEXT_PROMPT = "Click or tap here to enter text."
DATE_PROMPT = "Click or tap to enter a date."
TEXT_WIDTH = 9638
"""The width of the text in twentieths of a point: A4 less margins of 2 cm."""

_LONGEST_NAME = 64
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = f'xmlns:w="{_W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_STYLES = {"Title": "Title", "Heading 1": "Heading1", "Heading 2": "Heading2"}
_INK, _GREY, _LINE, _PALE = "1F2A44", "595959", "7F7F7F", "E8EBF2"
_MOMENT = (1980, 1, 1, 0, 0, 0)
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_CUSTOM_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


# --- pieces -------------------------------------------------------------------------------------------------------------


def run(text: str, *, bold: bool = False) -> str:
    """A run of text."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{_text(text)}</w:t></w:r>'


def paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    """A paragraph of one text in a style (by name)."""
    return paragraph_of(run(text, bold=bold), style)


def paragraph_of(content: str, style: str = "") -> str:
    """A paragraph around runs and inline controls."""
    look = f"<w:pPr><w:pStyle w:val={quoteattr(_style_id(style))}/></w:pPr>" if style else ""
    return f"<w:p>{look}{content}</w:p>"


def text_control(number: int, name: str, tag: str) -> str:
    """An inline control for a short text, unfilled."""
    return _control(number, name, tag, _prompt(TEXT_PROMPT), '<w:text w:multiLine="1"/>')


def block_control(number: int, name: str, tag: str, style: str) -> str:
    """A control for a text of any length and make (paragraphs, bullets, tables), unfilled, its first paragraph in a style."""
    return _control(number, name, tag, paragraph_of(_prompt(TEXT_PROMPT), style), "")


def date_control(number: int, name: str, tag: str) -> str:
    """An inline date picker, unfilled."""
    kind = (
        '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/><w:storeMappedDataAs w:val="dateTime"/>'
        '<w:calendar w:val="gregorian"/></w:date>'
    )
    return _control(number, name, tag, _prompt(DATE_PROMPT), kind)


def box_control(number: int, name: str, tag: str) -> str:
    """A check box, not ticked."""
    kind = (
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    glyph = '<w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>☐</w:t></w:r>'
    return _control(number, name, tag, glyph, kind, unfilled=False)


def _control(number: int, name: str, tag: str, content: str, kind: str, *, unfilled: bool = True) -> str:
    """A control that people can fill but not delete."""
    parts = [
        f"<w:alias w:val={_attribute(shorten(name, _LONGEST_NAME))}/><w:tag w:val={_attribute(tag)}/>",
        f'<w:id w:val="{number}"/><w:lock w:val="sdtLocked"/>',
        "<w:showingPlcHdr/>" if unfilled else "",
        kind,
    ]
    return f"<w:sdt><w:sdtPr>{''.join(parts)}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _prompt(text: str) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/><w:color w:val="{_GREY}"/></w:rPr><w:t>{text}</w:t></w:r>'


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], name: str, widths: Sequence[int] = ()) -> str:
    """A table with a header row that repeats on every page, cells given as paragraphs, and `name` as its alternative text.

    `widths` in twentieths of a point; equal where none are given. A paragraph follows, as Word wants one.
    """
    widths = widths or [TEXT_WIDTH // len(columns)] * len(columns)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    look = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/>'
        '<w:right w:w="100" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={_attribute(shorten(name, 200))}/></w:tblPr>"
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = [paragraph(column, "Form Cell", bold=True) for column in columns]
    body = "".join(_row(cells, widths, heads=False) for cells in rows)
    gap = '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:p>'
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{_row(head, widths, heads=True)}{body}</w:tbl>{gap}"


def _row(cells: Sequence[str], widths: Sequence[int], *, heads: bool) -> str:
    look = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if heads else "<w:trPr><w:cantSplit/></w:trPr>"
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_PALE}"/>' if heads else ""
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{_in_cell(cell)}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{look}{filled}</w:tr>"


def _in_cell(cell: str) -> str:
    """A paragraph without a style of its own takes that of cells."""
    return cell.replace("<w:p><w:r>", '<w:p><w:pPr><w:pStyle w:val="FormCell"/></w:pPr><w:r>', 1).replace(
        "<w:p><w:sdt>", '<w:p><w:pPr><w:pStyle w:val="FormCell"/></w:pPr><w:sdt>', 1
    )


def _style_id(name: str) -> str:
    return _STYLES.get(name, name.replace(" ", ""))


def _text(text: str) -> str:
    return escape(xml_text(text))


def _attribute(text: str) -> str:
    return quoteattr(xml_text(text))


# --- the package --------------------------------------------------------------------------------------------------------


def package(title: str, body: str, footer: str, properties: Mapping[str, str]) -> bytes:
    """The .docx file of a body: its styles, language, footer with page numbers, and document properties (name -> text)."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    _set_page(document)
    _set_styles(document)
    section = document.element.body.sectPr
    for element in parse_xml(f"<w:body {_NAMESPACES}>{body}</w:body>"):
        section.addprevious(element)
    _set_footer(document, footer)
    core = document.core_properties
    core.title, core.author, core.comments, core.language = xml_text(title)[:255], "", "", "en-GB"
    for moment in core._element.xpath("./dcterms:created | ./dcterms:modified"):  # the template's, which say nothing
        core._element.remove(moment)
    _add_properties(document, properties)
    stream = io.BytesIO()
    document.save(stream)
    return _timeless(stream.getvalue())


def _set_page(document: WordDocument) -> None:
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)


def _set_styles(document: WordDocument) -> None:
    """A plain, legible look: Arial, dark headings, answers in a frame. Contrasts are at least 5 to 1."""
    from docx.oxml import parse_xml

    styles = document.styles.element
    for name in ("Normal", "Title", "Heading1", "Heading2"):
        for old in styles.xpath(f'./w:style[@w:styleId="{name}"]'):
            styles.remove(old)
    for language in styles.xpath("./w:docDefaults//w:lang"):
        language.getparent().remove(language)
    for setting in document.settings.element.xpath('.//w:compatSetting[@w:name="compatibilityMode"]'):
        setting.set(f"{{{_W}}}val", "15")  # the current layout, without "Compatibility Mode" in the title bar
    defaults = styles.xpath("./w:docDefaults/w:rPrDefault/w:rPr")[0]
    defaults.append(parse_xml(f'<w:lang {_NAMESPACES} w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'))
    frame = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="{_LINE}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    arial = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
    for style in (
        _style("Normal", "Normal", "", '<w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/>', f'{arial}<w:sz w:val="22"/>', default=True),
        _style("Title", "Title", "Normal", '<w:spacing w:before="0" w:after="240"/>', f'<w:b/><w:color w:val="{_INK}"/><w:sz w:val="40"/>'),
        _style("Heading1", "heading 1", "Normal", f'<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="3" w:color="{_INK}"/></w:pBdr><w:spacing w:before="480" w:after="160"/><w:outlineLvl w:val="0"/>', f'<w:b/><w:color w:val="{_INK}"/><w:sz w:val="30"/>'),
        _style("Heading2", "heading 2", "Normal", '<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="80"/><w:outlineLvl w:val="1"/>', f'<w:b/><w:color w:val="{_INK}"/><w:sz w:val="23"/>'),
        _style("FormGuidance", "Form Guidance", "Normal", '<w:keepNext/><w:spacing w:before="0" w:after="80"/>', f'<w:i/><w:color w:val="{_GREY}"/><w:sz w:val="20"/>'),
        _style("FormHint", "Form Hint", "Normal", '<w:keepNext/><w:spacing w:before="0" w:after="80"/>', f'<w:i/><w:color w:val="{_GREY}"/><w:sz w:val="20"/>'),
        _style("FormOption", "Form Option", "Normal", '<w:keepLines/><w:spacing w:before="40" w:after="40"/><w:ind w:left="567" w:hanging="397"/>', ""),
        _style("FormAnswer", "Form Answer", "Normal", f'<w:pBdr>{frame}</w:pBdr><w:spacing w:before="80" w:after="80"/><w:ind w:left="85" w:right="85"/>', ""),
        _style("FormCell", "Form Cell", "Normal", '<w:spacing w:before="0" w:after="0"/>', '<w:sz w:val="20"/>'),
    ):  # fmt: skip
        styles.append(parse_xml(style))
    placeholder = (
        f'<w:style {_NAMESPACES} w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
        f'<w:uiPriority w:val="99"/><w:rPr><w:color w:val="{_GREY}"/></w:rPr></w:style>'
    )
    styles.append(parse_xml(placeholder))


def _style(id: str, name: str, base: str, paragraph: str, look: str, *, default: bool = False) -> str:
    return (
        f'<w:style {_NAMESPACES} w:type="paragraph"{" w:default=" + quoteattr("1") if default else ""} w:styleId="{id}">'
        f'<w:name w:val="{name}"/>{f"""<w:basedOn w:val="{base}"/>""" if base else ""}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def _set_footer(document: WordDocument, text: str) -> None:
    """The text (if there is one), and "Page 1 of 9"."""
    from docx.oxml import parse_xml

    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    content = footer._element
    for child in list(content):
        content.remove(child)
    page = f"{run('Page ')}{_field('PAGE')}{run(' of ')}{_field('NUMPAGES')}"
    for line in (*([run(text)] if text else []), page):
        look = '<w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="right"/></w:pPr>'
        content.append(parse_xml(f"<w:p {_NAMESPACES}>{look}{line}</w:p>"))


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr="{code}">{run("1")}</w:fldSimple>'


def _add_properties(document: WordDocument, properties: Mapping[str, str]) -> None:
    """Document properties of our own: texts by name, in a part that every word processor keeps."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={_attribute(name)}>'
        f"<vt:lpwstr>{_text(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}">{entries}</Properties>'
    )
    package: Any = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, content.encode("utf-8"), package)
    package.relate_to(part, _CUSTOM_KIND)


def _timeless(data: bytes) -> bytes:
    """The package with the same moment on every part, so that the same form gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return stream.getvalue()
