"""Lists of variables, letters, the self-assessment workbook, impact assessments and e-mails that go with the forms."""

from __future__ import annotations

import csv
import io
import subprocess
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.redteam.markup import STAMP, Word, cell, para, row, run, table
from tests.corpus.redteam.projects import Row

ITEMS = """1 Public benefit E29|2 Population coverage D30 na|3 Potential harm D31|4 Biases D32|5 Direct identification D34|6 Indirect identification D35
7 Data security D36|8 Ethical consent D37|9 Permitted use of data D38 na|10 Validity D40|11 Standards D41|12 Training D42|13 Human oversight D43 na
14 New technologies D44 na|15 Potential to realise benefits D45|16 Established legal gateways D47|17 Established legal frameworks D48|18 Public views D50
19 Public engagement D51 na|20 Public access to outcomes D53|21 Sharing of methods or tools D54 na|22 Data curation and re-use D55 na"""


def tab_per_table(path: Path, project: str, rows: list[Row], names: dict[str, str]) -> None:
    """A sheet a dataset, each with a title block; the justification stands under "Analytical purpose"."""
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)
    front.title = "Read me"
    front.append(["Variables requested for: " + project])
    front.append(["One tab a dataset. Every variable on a tab is requested."])
    for prefix, name in names.items():
        sheet = book.create_sheet(prefix)
        sheet["A1"], sheet["A1"].font = name, Font(bold=True, size=16)
        sheet["A2"] = f"Project: {project}"
        sheet["A3"] = "Prepared by the research team, November 2026"
        sheet.append([])
        sheet.append(["Ref", "Table", "Field", "Analytical purpose"])
        for at, (where, variable, why) in enumerate(
            (entry for entry in rows if entry[0].startswith(prefix) or len(names) == 1), 1
        ):
            sheet.append([at, where, variable, why])
    book.save(path)


def ticked(
    path: Path, dataset: str, rows: list[Row], others: list[str], mark: str = "✓", heading: str = "Requested"
) -> None:
    """One sheet with a filter: the catalogue in full, what isn't wanted hidden, ticks against what is."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Variables"
    sheet.append(["Dataset", "Table", "Variable name", "Description", heading, "Why we need it"])
    for at in range(max(len(rows), len(others))):
        if at < len(rows):
            sheet.append(
                [dataset, rows[at][0], rows[at][1], rows[at][1].replace("_", " ").capitalize(), mark, rows[at][2]]
            )
        if at < len(others):
            sheet.append([dataset, rows[0][0], others[at], others[at].replace("_", " ").capitalize(), None, None])
            sheet.row_dimensions[sheet.max_row].hidden = True
    sheet.auto_filter.ref = f"A1:F{sheet.max_row}"
    book.save(path)


def from_r(path: Path, rows: list[Row], dataset: str) -> None:
    """As R's write.csv leaves a data frame: row names in the first, unnamed column, TRUE and FALSE."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(["", "dataset", "table", "variable", "requested", "justification"])
    for at, (where, variable, why) in enumerate(rows, 1):
        writer.writerow([str(at), dataset, where, variable, "TRUE", why])
    for at, variable in enumerate(["address_hash", "arrest_date", "custody_suite"], len(rows) + 1):
        writer.writerow([str(at), dataset, rows[0][0], variable, "FALSE", "NA"])
    path.write_text(text.getvalue(), encoding="utf-8")


def coded(path: Path, dataset: str, prefix: str, rows: list[Row]) -> None:
    """A code a variable (PRIS_017) and a code a reason (J4), the reasons written out on a sheet of their own."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Request"
    sheet.append([f"{dataset}: variables requested"])
    sheet.append(["Var. ID", "Variable", "Table", "Needed?", "Justification (see Key)"])
    key = book.create_sheet("Key")
    key.append(["Code", "Justification"])
    reasons = list(dict.fromkeys(why for _, _, why in rows))
    for at, why in enumerate(reasons, 1):
        key.append([f"J{at}", why])
    for at, (where, variable, why) in enumerate(rows, 11):
        sheet.append([f"{prefix}_{at:03d}", variable, where, "Y - essential", f"J{reasons.index(why) + 1}"])
    book.save(path)


def grouped(path: Path, rows: list[Row], groups: list[tuple[str, int]], dataset: dict[str, str]) -> None:
    """Grouped by theme, one merged justification a group (of fewer than five)."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Data request"
    sheet["A1"] = "Data request"
    sheet.append([])
    sheet.append(["Data set", "Variable", "Justification", "Priority"])
    at = 0
    for why, size in groups:
        start = sheet.max_row + 1
        for where, variable, _ in rows[at : at + size]:
            sheet.append([dataset[where.split()[0]], variable, None, "Essential"])
        sheet.cell(start, 3, why)
        if size > 1:
            sheet.merge_cells(start_row=start, end_row=start + size - 1, start_column=3, end_column=3)
        at += size
    book.save(path)


def annex(path: Path, title: str, dataset: str, rows: list[Row]) -> None:
    """A Word table in an annex of its own."""
    document = Word()
    document.add(para(f"Annex B: variables requested for “{title}”", style="Heading1"), para(f"Dataset: {dataset}"))
    heads = ("Variable", "Table", "Reason for request")
    lines = [row(*(cell(para(run(head, "<w:b/>"))) for head in heads))]
    lines += [row(cell(para(variable)), cell(para(where)), cell(para(why))) for where, variable, why in rows]
    document.add(table(lines, 3), "<w:p/>")
    document.save(path)


def plain_csv(path: Path, rows: list[list[str]]) -> None:
    """A .csv with semicolons, as Excel saves one on a continental machine."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def letter(path: Path, head: list[str], lines: list[str]) -> None:
    """A letter whose letterhead is a table."""
    document = Word(header=para(head[0]))
    document.add(
        table([row(cell(para(run(head[0], "<w:b/>"))), cell("".join(para(line) for line in head[1:])))], 2), "<w:p/>"
    )
    document.add(*(para(line) for line in lines))
    document.save(path)


def impact(path: Path, title: str, controller: str) -> None:
    """A short impact assessment."""
    document = Word()
    document.add(
        para("Data Protection Impact Assessment (DPIA)", style="Heading1"),
        para(f"Project: {title}"),
        para(f"Controller: {controller}"),
    )
    document.add(
        para("Step 1: need for a DPIA", style="Heading2"),
        para("Records of criminal justice about many people are processed for research."),
    )
    document.add(
        para("Step 2: risks", style="Heading2"),
        para("Re-identification: low, because data stay in a secure setting and outputs are checked."),
    )
    document.add(
        para("Step 3: sign-off", style="Heading2"), para("Approved by the Data Protection Officer on 2 November 2026.")
    )
    document.save(path)


def self_assessment(path: Path, title: str, *, gaps: tuple[int, ...] = ()) -> None:
    """The statistics authority's workbook, version 3.0, filled in; `gaps` are items without a justification."""
    from openpyxl.utils import column_index_from_string

    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Assessment"
    sheet["B1"], sheet["L1"] = "Self-Assessment Form", "Version 3.0"
    basics = {"Project Title": title, "Project Timeline": "January 2027 to December 2028", "Project Purpose": "To compare reconviction after two disposals.",
              "Research Overview": "A cohort study of first disposals.", "Data Sources": "PNC extract held by MoJ."}  # fmt: skip
    for at, (name, said) in enumerate(basics.items()):
        sheet[f"B{4 + 3 * at}"], sheet[f"C{4 + 3 * at}"] = name, said
        if at:
            sheet[f"C{3 + 3 * at}"] = f"Please give the {name.casefold()}"
    for cell_name, text in (
        ("B20", "Linked data"),
        ("B21", "Sensitive personal data"),
        ("B22", "Patient-level health data"),
        ("B23", "Protected characteristics"),
    ):
        sheet[cell_name] = text
    sheet["D21"], sheet["D23"] = 1, 1
    rows = {"XFA": 4, "XFB": 4, "XFC": 4}
    for line in ITEMS.replace("\n", "|").split("|"):
        parts = line.split()
        item, na = int(parts[0]), parts[-1] == "na"
        answer = parts[-2] if na else parts[-1]
        name = " ".join(parts[1 : -2 if na else -1])
        column = "XFA" if item < 10 else "XFB" if item < 18 else "XFC"
        options = [f"{name}: low risk, it is clear", f"{name}: some risk remains", f"{name}: high risk"] + (
            ["N/A"] if na else []
        )
        for offset, text in enumerate([name, *options]):
            sheet.cell(rows[column] + offset, column_index_from_string(column), text)
        rows[column] += len(options) + 2
        at = int(answer[1:])
        sheet[f"B{at}"], sheet[answer] = name, options[0]
        if item not in gaps:
            sheet[f"N{at}"] = (
                f"{name} has been discussed with our data protection officer and is dealt with in section 3 of the form."
            )
    for column in rows:
        sheet.column_dimensions[column].hidden = True
    book.save(path)


def mail(path: Path, sender: str, subject: str, body: str, attachments: list[Path] | None = None) -> None:
    """An e-mail, with attachments."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "datalinkingteam@justice.example.gov.uk", subject
    message["Date"] = "Fri, 20 Nov 2026 16:02:11 +0000"
    message["Message-ID"] = f"<{path.stem.replace(' ', '.')}@example.ac.uk>"
    message.set_content(body)
    for file in attachments or []:
        message.add_attachment(file.read_bytes(), maintype="application", subtype="octet-stream", filename=file.name)
    if attachments:
        message.set_boundary("=-redteam-boundary")
    path.write_bytes(message.as_bytes())


def pack(path: Path, files: list[Path]) -> None:
    """A .zip of the files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for file in files:
            package.writestr(zipfile.ZipInfo(file.name, STAMP), file.read_bytes())


def convert(path: Path, kind: str) -> Path:
    """The file as LibreOffice writes it in another format; the original is removed."""
    with tempfile.TemporaryDirectory() as home:
        profile = f"-env:UserInstallation={Path(home).as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(path.parent), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    path.unlink()
    return path.with_suffix(f".{kind}")
