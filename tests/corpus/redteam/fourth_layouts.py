"""Layouts of the fourth batch: headings as questions, tables, a filtered web page, the npm library docx. Each writes a filled form."""

import html
import json
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import yaml

HERE = Path(__file__).parent
FORM = yaml.safe_load((HERE / "outline.yaml").read_text(encoding="utf-8"))
TITLE = "Application form for researchers seeking secure access to data"
PROJECTS = yaml.safe_load((HERE / "fourth_content.yaml").read_text(encoding="utf-8"))
_IDLE = re.compile(r"docProps/thumbnail\.jpeg|.*stylesWithEffects\.xml|customXml/.*")


def walk(answers, listed):
    """Each section, whether it applies, and its questions with their answers (None where there is none)."""
    ticked = {*answers["access.data"], *answers["access.route"]}
    for section in FORM["sections"]:
        applies = not section.get("when") or bool(ticked & set(section["when"]))
        pairs = []
        for question in section["questions"]:
            value = answers.get(question["id"]) if applies else None
            pairs.append((question, value.replace("{list}", listed) if isinstance(value, str) else value))
        yield section, applies, pairs


def options(question, value):
    chosen = value if isinstance(value, list) else [value]
    return [(key in chosen, text) for key, text in question["options"].items()]


def yes_no(value, on, off):
    return f"{on if value == 'yes' else off} Yes   {on if value == 'no' else off} No"


def save(document, path):
    """Saves it without the parts of the library's template that nothing needs."""
    document.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if not _IDLE.fullmatch(name)}
    for name in ("_rels/.rels", "[Content_Types].xml", "word/_rels/document.xml.rels"):
        text = parts[name].decode()
        gone = r"<(?:Relationship|Override)\b[^>]*(?:thumbnail|stylesWithEffects|customXml)[^>]*/>"
        parts[name] = re.sub(gone, "", text).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)


def table_of(document, columns, rows):
    table = document.add_table(1, len(columns))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, columns, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def answer(document, question, value, on="☒", off="☐"):
    """The answer below its question."""
    kind = question["answer"]
    if kind == "people":
        table_of(document, question["columns"], value or [])
    elif value is None:
        return
    elif kind in ("choice", "choices"):
        for ticked, text in options(question, value):
            document.add_paragraph(f"{on if ticked else off} {text}")
    elif kind == "yes_no":
        document.add_paragraph(yes_no(value, on, off))
    elif kind in ("fields", "signature"):
        for name, text in zip(question["fields"], value, strict=True):
            document.add_paragraph(f"{name}: {text}")
    else:
        for text in value.split("\n"):
            document.add_paragraph(text)


def headed(path, answers, listed):
    """Word on the web: sections and questions are headings without numbers, what does not apply is deleted, no revision ids."""
    document = docx.Document()
    document.add_paragraph(TITLE, style="Title")
    for section, applies, pairs in walk(answers, listed):
        if applies:
            document.add_heading(section["title"], 2)
            for question, value in pairs:
                document.add_heading(question["label"], 3)
                answer(document, question, value, "[x]", "[ ]")
    save(document, path)


def plain(path, answers, listed, *, unneeded="Not applicable."):
    """Question over answer. A section that does not apply keeps its heading and a word on it."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for section, applies, pairs in walk(answers, listed):
        document.add_heading(f"{section['number']}. {section['title']}", 1)
        if not applies:
            document.add_paragraph(unneeded)
        for question, value in pairs if applies else ():
            document.add_paragraph(f"{question['number']} {question['label']}", style="Heading 2")
            answer(document, question, value)
    save(document, path)


def kept_options(path, answers, listed):
    """Google Docs: a table a section without rules, of the options only those chosen, people in one line each."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Arial"
    document.add_paragraph(TITLE, style="Title")
    for section, applies, pairs in walk(answers, listed):
        if not applies:
            continue
        document.add_heading(f"Section {section['number']}: {section['title']}", 2)
        table = document.add_table(0, 2)
        for question, value in pairs:
            cells = table.add_row().cells
            cells[0].text = f"{question['number']}. {question['label']}"
            kind = question["answer"]
            if kind in ("choice", "choices"):
                cells[1].text = "\n".join(text for ticked, text in options(question, value) if ticked)
            elif kind in ("fields", "signature"):
                lines = zip(question["fields"], value, strict=True)
                cells[1].text = "\n".join(f"{name}: {text}" for name, text in lines)
            elif kind == "people":
                cells[1].text = "; \n".join(", ".join(person) for person in value)
            else:
                cells[1].text = (value.capitalize() if kind == "yes_no" else value) or ""
    save(document, path)


def filtered_page(path, answers, listed):
    """A web page that Word has saved, "filtered": a table a section, symbols as entities, windows-1252."""

    def escape(text):
        return html.escape(text).replace("&#x27;", "&rsquo;")

    def para(text):
        return f"<p class=MsoNormal><span lang=EN-GB>{text or '&nbsp;'}</span></p>"

    def row(cells):
        return "<tr>" + "".join(f"<td valign=top>{cell}</td>" for cell in cells) + "</tr>"

    on, off = "&#9746;", "&#9744;"
    out = [
        '<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">',
        '<meta name=Generator content="Microsoft Word 15 (filtered)"><title>Application form</title></head><body lang=EN-GB>',
        f"<div class=WordSection1><p class=MsoTitle>{TITLE}</p>",
    ]
    for section, applies, pairs in walk(answers, listed):
        gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
        out.append(f"<h1><span lang=EN-GB>{section['number']}.{gap}{escape(section['title'])}</span></h1>")
        out.append("<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0>")
        for question, value in pairs:
            kind = question["answer"]
            if not applies:
                body = para("N/A")
            elif kind in ("choice", "choices"):
                body = "".join(
                    para(f"{on if ticked else off} {escape(text)}") for ticked, text in options(question, value)
                )
            elif kind == "yes_no":
                body = para(yes_no(value, on, off))
            elif kind in ("fields", "signature"):
                body = "".join(
                    para(f"<b>{name}:</b> {escape(text)}") for name, text in zip(question["fields"], value, strict=True)
                )
            elif kind == "people":
                rows = [[para(f"<b>{name}</b>") for name in question["columns"]]]
                rows += [[para(escape(text)) for text in person] for person in value]
                body = "<table class=MsoTableGrid border=1>" + "".join(map(row, rows)) + "</table>"
            else:
                body = "".join(para(escape(text)) for text in (value or "").split("\n"))
            out.append(row([para(f"<b>{question['number']}</b> {escape(question['label'])}"), body]))
        out.append("</table><p class=MsoNormal>&nbsp;</p>")
    path.write_bytes(("\n".join(out) + "</div></body></html>").encode("cp1252", "xmlcharrefreplace"))


def npm(path, answers, listed, work):
    """The npm library docx: its own check boxes, a table a section."""
    sections = []
    for section, applies, pairs in walk(answers, listed):
        rows = [
            {
                "label": f"{question['number']} {question['label']}",
                "kind": question["answer"],
                "options": [[text, ticked] for ticked, text in options(question, value)]
                if "options" in question
                else [],
                "fields": question.get("fields"),
                "columns": question.get("columns"),
                "value": value,
            }
            for question, value in pairs
        ]
        sections.append({"title": f"{section['number']}. {section['title']}", "applies": applies, "rows": rows})
    data = work / "form.json"
    data.write_text(json.dumps({"title": TITLE, "sections": sections}), encoding="utf-8")
    subprocess.run(["node", HERE / "npm" / "boxes.cjs", data, path], check=True, cwd=HERE / "npm")
