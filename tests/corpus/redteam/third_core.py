"""What the third batch has in common: its projects' answers and lists of variables, and the evidence beside a form.

The answers stand in third_content/: "== id" and the text below it, with "- " for bullets, "### " for sub-headings and "| " for tables.
"""

import html
import re
import subprocess
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).parent
NPM = HERE / "npm"
WORK = Path(tempfile.mkdtemp(prefix="corpus-third-"))
FORM = yaml.safe_load((HERE / "outline.yaml").read_text(encoding="utf8"))
SECTIONS = FORM["sections"]
Q = {q["id"]: q for s in SECTIONS for q in s["questions"]}
TITLE = "Application form for researchers seeking secure access to data"


def load(name, changes=None):
    d = {}
    cur = None
    for line in (HERE / "third_content" / f"{name}.txt").read_text(encoding="utf8").split("\n"):
        if line.startswith("== "):
            cur = line[3:].strip()
            d[cur] = []
        else:
            d[cur].append(line)
    d = {k: "\n".join(v).strip() for k, v in d.items()}
    d.update(changes or {})
    return d


def variables(name):
    return [
        line.split("|")
        for line in (HERE / "third_content" / f"{name}.vars").read_text(encoding="utf8").strip().split("\n")
    ]


def blocks(text):
    out = []
    for para in re.split(r"\n", text):
        if not para.strip():
            continue
        if para.startswith("### "):
            out.append(("h", para[4:]))
        elif para.startswith("- "):
            if out and out[-1][0] == "b":
                out[-1][1].append(para[2:])
            else:
                out.append(("b", [para[2:]]))
        elif para.startswith("| "):
            row = [c.strip() for c in para.strip().strip("|").split("|")]
            if out and out[-1][0] == "t":
                out[-1][1].append(row)
            else:
                out.append(("t", [row]))
        else:
            out.append(("p", para))
    return out


def picked(text):
    return [t.strip() for t in text.split("\n")[0].split(",")] if text.strip() else []


def people(text):
    return [[c.strip() for c in line.split("|")] for line in text.split("\n") if line.strip()]


def fields(text):
    d = {}
    for line in text.split("\n"):
        if ":" in line:
            k, v = line.split(":", 1)
            d[k.strip()] = v.strip()
    return d


def applies(s, d):
    if "when" not in s:
        return True
    return bool(set(s["when"]) & set(picked(d["access.data"]) + picked(d["access.route"])))


OPTS_YN = {"yes": "Yes", "no": "No"}


def options(q):
    return q.get("options") or OPTS_YN


SHORT = {
    "project.summary": "No more than 300 words. Avoid jargon.",
    "access.data": "The sections that you must fill in depend on this answer.",
    "safe_data.variables": "A request without justifications will be returned.",
    "gdpr.article6": "For example public task.",
    "project.methods": "Refer to each of your research questions.",
    "applicant.people": "Add rows if needed.",
    "declaration.signed": "Typed signatures are accepted.",
    "project.ari": "See GOV.UK for the current Areas of Research Interest.",
}


# --- evidence
def soffice(src, to, outdir):
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{WORK}/lo",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(outdir),
            str(src),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )


def h(s):
    return html.escape(s, quote=False)


def html_file(path, body, css=""):
    path.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title></title><style>{css}</style></head><body>{body}</body></html>',
        encoding="utf8",
    )


def printed(dest, body, css=""):
    src = WORK / (dest.stem + ".html")
    html_file(src, body, css)
    subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={WORK}/chromium",
            f"--print-to-pdf={dest}",
            f"file://{src}",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def letter_docx(dest, paras):
    import docx

    d = docx.Document()
    for p in paras:
        d.add_paragraph(p)
    d.save(dest)


def letter_pdf(dest, paras):
    printed(dest, "".join(f"<p>{h(p)}</p>" for p in paras), "body{font:11pt serif}")


def eml(dest, frm, to, subject, date, body):
    from email.message import EmailMessage

    m = EmailMessage()
    m["From"] = frm
    m["To"] = to
    m["Subject"] = subject
    m["Date"] = date
    m["Message-ID"] = "<2026.1@mail.invalid>"
    m.set_content(body)
    dest.write_bytes(bytes(m))


def dpia_paras(title, who):
    return [
        "Data Protection Impact Assessment",
        "Project: " + title,
        "Prepared by " + who,
        "1. Describe the processing",
        "De-identified administrative records are analysed in a secure setting by named staff. No one is contacted.",
        "2. Risks",
        "Re-identification of individuals through small cells: likelihood low, severity significant. Measures: thresholds, output checking, training.",
        "3. Sign-off",
        "The Data Protection Officer advises that the residual risk is low and that processing may proceed.",
    ]
