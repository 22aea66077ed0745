"""Forms by other programs: printed by a browser, pandoc, LibreOffice, and the npm library docx."""

import json
import subprocess

from tests.corpus.redteam.third_core import (
    NPM,
    OPTS_YN,
    SECTIONS,
    SHORT,
    TITLE,
    WORK,
    applies,
    blocks,
    fields,
    h,
    options,
    people,
    picked,
    printed,
    soffice,
)


def inline(bl):  # html blocks
    o = ""
    for k, v in bl:
        if k == "p":
            o += f"<p>{h(v)}</p>"
        elif k == "h":
            o += f"<h5>{h(v)}</h5>"
        elif k == "b":
            o += "<ul>" + "".join(f"<li>{h(x)}</li>" for x in v) + "</ul>"
        elif k == "t":
            o += (
                '<table border="1">'
                + "".join("<tr>" + "".join(f"<td>{h(c)}</td>" for c in r) + "</tr>" for r in v)
                + "</table>"
            )
    return o


def rest(a):
    return "\n".join(a.split("\n")[1:])


def ptable(q, a, spare=1):
    return (
        '<table border="1"><thead><tr>'
        + "".join(f"<th>{h(c)}</th>" for c in q["columns"])
        + "</tr></thead><tbody>"
        + "".join("<tr>" + "".join(f"<td>{h(c)}</td>" for c in r) + "</tr>" for r in people(a) + [[""] * 4] * spare)
        + "</tbody></table>"
    )


def browser(dest, d):
    css = 'body{font:10pt Arial} table.q{width:100%;border-collapse:collapse} table.q>tbody>tr>td{border:1px solid #666;padding:4px;vertical-align:top} td.l{width:36%;background:#e8eef4;font-weight:bold} .g{font-weight:normal;font-style:italic} @page{margin:18mm; @bottom-center{content:"Secure access form  page " counter(page)}} p{margin:2px 0 4px}'
    o = f'<div style="background:#000;color:#fff;padding:10px"><h1>{TITLE}</h1></div>'
    for s in SECTIONS:
        on = applies(s, d)
        o += f"<h2>{s['number']}. {h(s['title'])}</h2>"
        if not on:
            o += "<p>This section does not apply to the project.</p>"
            continue
        o += '<table class="q"><tbody>'
        for q in s["questions"]:
            a = d.get(q["id"], "")
            k = q["answer"]
            o += (
                f'<tr><td class="l">{q["number"]} {h(q["label"])}'
                + (f'<p class="g">{h(SHORT[q["id"]])}</p>' if q["id"] in SHORT else "")
                + "</td><td>"
            )
            if k in ("choice", "choices", "yes_no"):
                o += "".join(f"<p>{'☒' if x in picked(a) else '☐'} {h(t)}</p>" for x, t in options(q).items()) + inline(
                    blocks(rest(a))
                )
            elif k == "people":
                o += ptable(q, a, 0)
            elif k in ("fields", "signature"):
                o += "".join(f"<p>{x}: {h(fields(a).get(x, ''))}</p>" for x in q["fields"])
            else:
                o += inline(blocks(a))
            o += "</td></tr>"
        o += "</tbody></table>"
    printed(dest, o, css)


def pandoc(dest, d):
    o = f"---\ntitle: {TITLE}\n---\n\n"
    for s in SECTIONS:
        on = applies(s, d) or any(
            q["id"] in d and q["id"].startswith(s["id"]) and d.get("!" + s["id"]) for q in s["questions"]
        )
        o += f"# {s['number']}. {s['title']}\n\n"
        if not on:
            o += "*Section left blank (does not apply).*\n\n" if s["number"] % 2 else ""
            continue
        for q in s["questions"]:
            a = d.get(q["id"], "")
            k = q["answer"]
            o += f"## {q['number']} {q['label']}\n\n"
            if k in ("choice", "choices", "yes_no"):
                for x, t in options(q).items():
                    o += f"- [{'x' if x in picked(a) else ' '}] {t}\n"
                o += "\n" + rest(a) + "\n\n"
            elif k == "people":
                o += (
                    "| "
                    + " | ".join(q["columns"])
                    + " |\n|"
                    + "---|" * 4
                    + "\n"
                    + "".join("| " + " | ".join(r) + " |\n" for r in people(a))
                    + "\n"
                )
            elif k in ("fields", "signature"):
                o += "".join(f"{x}\n:   {fields(a).get(x, '')}\n\n" for x in q["fields"])
            else:
                for kk, v in blocks(a):
                    if kk == "b":
                        o += "\n".join("- " + x for x in v) + "\n\n"
                    elif kk == "h":
                        o += f"### {v}\n\n"
                    elif kk == "t":
                        o += (
                            "| "
                            + " | ".join(v[0])
                            + " |\n|"
                            + "---|" * len(v[0])
                            + "\n"
                            + "".join("| " + " | ".join(r) + " |\n" for r in v[1:])
                            + "\n"
                        )
                    else:
                        o += v.replace("(1)", "\\(1)").replace("(2)", "\\(2)").replace("(3)", "\\(3)") + "\n\n"
    src = WORK / "form.md"
    src.write_text(o, encoding="utf8")
    subprocess.run(["pandoc", str(src), "-f", "markdown+task_lists-example_lists", "-o", str(dest)], check=True)


def flat_odf(dest, d):
    "flat ODF text: headings with automatic numbers, answers in paragraphs, Yes / No with strike-through"
    o = []

    def p(t, st="Standard"):
        o.append(f'<text:p text:style-name="{st}">{t}</text:p>')

    def ans(bl):
        for k, v in bl:
            if k == "p":
                p(h(v))
            elif k == "h":
                p(f'<text:span text:style-name="B">{h(v)}</text:span>')
            elif k == "b":
                o.append(
                    "<text:list>"
                    + "".join(f"<text:list-item><text:p>{h(x)}</text:p></text:list-item>" for x in v)
                    + "</text:list>"
                )
            elif k == "t":
                tab(v)

    def tab(rows):
        o.append(
            f'<table:table table:name="T{len(o)}"><table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
            + "".join(
                "<table:table-row>"
                + "".join(f"<table:table-cell><text:p>{h(c)}</text:p></table:table-cell>" for c in r)
                + "</table:table-row>"
                for r in rows
            )
            + "</table:table>"
        )

    p(h(TITLE), "Title")
    for s in SECTIONS:
        on = applies(s, d)
        o.append(f'<text:h text:style-name="H1" text:outline-level="1">{h(s["title"])}</text:h>')
        for q in s["questions"]:
            a = d.get(q["id"], "") if on else ""
            k = q["answer"]
            lab = h(q["label"])
            o.append(f'<text:h text:style-name="H2" text:outline-level="2">{lab}</text:h>')
            if k == "yes_no":
                pk = picked(a)
                struck = {x for x in OPTS_YN if pk and pk[0] in OPTS_YN and x not in pk}
                yes, no = (
                    f'<text:span text:style-name="S">{text}</text:span>' if x in struck else text
                    for x, text in OPTS_YN.items()
                )
                p(f"{yes} / {no} (strike through as appropriate)")
                ans(blocks(rest(a)))
            elif k in ("choice", "choices"):
                for x, t in options(q).items():
                    p(f"{'☑' if x in picked(a) else '☐'}<text:tab/>{h(t)}")
            elif k == "people":
                tab([q["columns"]] + people(a) + ([[""] * 4] if on else []))
            elif k in ("fields", "signature"):
                tab([[x, fields(a).get(x, "")] for x in q["fields"]])
            else:
                ans(blocks(a))
    body = "".join(o)
    f = f"""<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:styles><style:style style:name="Standard" style:family="paragraph"/><style:style style:name="Title" style:family="paragraph"/><text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style></office:styles><office:automatic-styles><style:style style:name="H1" style:family="paragraph" style:default-outline-level="1"/><style:style style:name="H2" style:family="paragraph" style:default-outline-level="2"/><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style><style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document>"""
    src = WORK / (dest.stem + ".fodt")
    src.write_text(f, encoding="utf8")
    soffice(src, "odt", dest.parent)


def npm(dest, d, layout):
    data = {
        "title": TITLE,
        "layout": layout,
        "sections": [
            {
                "number": s["number"],
                "title": s["title"],
                "when": "when" in s,
                "on": applies(s, d),
                "questions": [
                    {
                        **q,
                        "note": SHORT.get(q["id"], ""),
                        "options": [
                            [x, t, x in picked(d.get(q["id"], "")) and applies(s, d)] for x, t in options(q).items()
                        ]
                        if q["answer"] in ("choice", "choices", "yes_no")
                        else None,
                        "rest": blocks(rest(d.get(q["id"], ""))) if applies(s, d) else [],
                        "blocks": blocks(d.get(q["id"], "")) if applies(s, d) else [],
                        "people": people(d.get(q["id"], "")) if q["answer"] == "people" else None,
                        "values": fields(d.get(q["id"], "")) if applies(s, d) else {},
                    }
                    for q in s["questions"]
                ],
            }
            for s in SECTIONS
        ],
    }
    j = WORK / (dest.stem + ".json")
    j.write_text(json.dumps(data))
    subprocess.run(["node", str(NPM / "form.cjs"), str(j), str(dest)], check=True)
