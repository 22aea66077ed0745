"""The third batch: `python -m tests.corpus.redteam y` writes it.

y01, y02, y03, y05 and y07 were labelled from the rules alone before the tool saw them; y04, y06 and y08 are the same projects in the layouts
of others, kept because of what they showed. Beside LibreOffice it needs chromium, pandoc and, in npm/, Node with its libraries.
"""

from __future__ import annotations

import copy
import json
import re
import subprocess
from pathlib import Path

import docx
from openpyxl import Workbook

from tests.corpus.redteam import third_other, third_word
from tests.corpus.redteam.make import RECIPES, Truth, recipe, truth, want
from tests.corpus.redteam.third_core import (
    NPM,
    WORK,
    dpia_paras,
    eml,
    letter_docx,
    letter_pdf,
    load,
    variables,
)

__all__ = ["RECIPES"]
BREACH = "Breach and bilingualism: compliance with community orders in Welsh-speaking areas"
PLACE = "A place to go: accommodation need and its company – how housing need at assessment goes with other needs"
STEADY = (
    "STEADY: a randomised trial of a therapy for alcohol problems before release from prison – reconviction follow-up"
)
CLAIMS = "CLAIMS: how litigants in person use online money claims"
Answers = dict[str, str]


def letter(committee: str, reference: str, date: str, who: str, title: str, *body: str) -> list[str]:
    heads = [committee, date, f"Dear {who},", f"Study title: {title}", f"Reference: {reference}"]
    return [*heads, *body, "Yours sincerely,", "Chair of the committee"]


def claims(to: Path, *, merged: bool = False, instruments: bool = True) -> None:
    """The evidence of the consortium, and its list in a Word document."""
    approval = (
        "Full approval is given to the protocol of 1 June 2026 on behalf of the three institutions.",
        "The approval covers the life of the project (to 31 January 2030).",
    )
    board = "University of Estuary Research Ethics Board"
    letter_docx(
        to / "Ethics - UE-REB.docx",
        letter(board, "UE-REB-2026-0212", "14 July 2026", "Professor Vasilakis", CLAIMS, *approval),
    )
    if instruments:
        texts = ["Topic guide", "1. Tell me about your role.", "Survey", "Q1 How long have you worked here?"]
        letter_docx(
            to / "CLAIMS instruments.docx", [*texts, "Consent form", "I agree to take part. Signed ____ Date ____"]
        )
    letter_pdf(to / "CLAIMS DPIA.pdf", dpia_paras(CLAIMS, "Amrit Dhaliwal"))
    made = docx.Document()
    made.add_heading("CLAIMS: variables requested", 1)
    made.add_paragraph("One table for each source. All are wanted for the whole period.")
    sources: dict[str, list[list[str]]] = {}
    for row in variables("p7"):
        sources.setdefault(row[0], []).append(row)
    for name, rows in sources.items():
        made.add_heading(name, 2)
        table = made.add_table(1, 4, style="Table Grid")
        for column, text in enumerate(("Table", "Variable", "Description", "Reason")):
            table.rows[0].cells[column].text = text
        for row in rows:
            cells = table.add_row().cells
            for column, text in enumerate(row[1:]):
                cells[column].text = text
        if merged and len(rows) > 8:
            for row_number in range(1, 9):
                table.cell(row_number, 3).text = ""
            blanket = table.cell(1, 3).merge(table.cell(8, 3))
            blanket.text = "These describe the claim and the parties and are used throughout the analysis."
            table.cell(10, 3).text = table.cell(12, 3).text = "N/A"
    made.save(str(to / "CLAIMS variable list.docx"))


def breach_list(to: Path) -> None:
    rows = [[row[1], row[2], row[3], "code", row[4]] for row in variables("p2")]
    header = ["Table", "Variable name", "Meaning", "Type", "Why needed"]
    top = [["Data First probation dataset, variables wanted, version 5"], []]
    source = WORK / "list.json"
    source.write_text(json.dumps({"sheets": [{"name": "Probation", "top": top, "header": header, "rows": rows}]}))
    subprocess.run(["node", str(NPM / "list.cjs"), "sheetjs", str(source), str(to / "variables_RM_v5.ods")], check=True)


def steady(to: Path, until: str, *, plan: bool = True, justified: bool = True) -> None:
    """The evidence of the trial, and its list."""
    body = (
        f"Dear Professor Brandt-Whitlow,\n\nStudy title: {STEADY}\nREC reference: 24/WA/0316    IRAS project ID: 338127\n\nOn behalf of the "
        "Committee, I am pleased to confirm a favourable ethical opinion for the above research on the basis described in the application form, "
        "protocol and supporting documentation. The opinion is dated 21 January 2025.\n\n"
        f"The favourable opinion for follow-up through records ends on {until}.\n\nWales REC 3\n"
    )
    sender, date = "Wales REC 3 <wales.rec3@nhs.invalid>", "Tue, 21 Jan 2025 10:12:00 +0000"
    subject = "REC opinion 24/WA/0316 - STEADY"
    eml(to / "FW REC opinion 24WA0316.eml", sender, "a.brandt-whitlow@northmere.ac.uk", subject, date, body)
    if plan:
        parts = ["1 Population", "2 Primary outcome", "3 Secondary outcomes"]
        letter_pdf(to / "STEADY_SAP_v1.0.pdf", ["Statistical analysis plan, version 1.0", STEADY, *parts])
    letter_docx(to / "STEADY_DPIA_signed.docx", dpia_paras(STEADY, "Carol-Ann Pike"))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "PNC extract"
    sheet.append(["Variable", "Description", "Level", "Reason for request" if justified else "Format"])
    for row in variables("p4"):
        kind = "text" if "type" in row[2] else "number"
        sheet.append([row[2], row[3], row[1], row[4] if justified else kind])
    book.save(to / "STEADY_PNC_variables.xlsx")


@recipe("y01-struck-options")
def _y01(to: Path) -> Truth:
    third_word.struck(to / "CLAIMS DAG form signed.docx", load("p7"))
    claims(to)
    return truth(
        "Word 365: split runs, struck-out options, 'Yes / No' struck on the label's own line, people's header row twice; list in a Word document",
        innocent=(
            {"code": "SUB003", "question": "project.ethics", "about": "letters of the partners are with the lead"},
            {"code": "VAR011", "about": "civil claims that are not Data First"},
            {"code": "DPA003", "about": "MoJ data without offences, and the answer says so"},
        ),
    )


@recipe("y02-highlighted")
def _y02(to: Path) -> Truth:
    answers, rows = load("p3"), copy.deepcopy(variables("p3"))
    answers["project.ari"] = (
        'Our work meets the objective "Reduce rates of reoffending and improve life chances" of the MoJ Areas of Research Interest 2020: housing is '
        "the first thing people need on release, and our segments let commissioners join services up."
    )
    answers["own_setting.certification"] = "N/A"
    answers["gdpr.dpia"] = "no\nWe hold no names, so one wasn’t done."
    answers["declaration.signed"] = "Name: Marcus Oyelaran\nSignature: /s/ Marcus Oyelaran\nDate: "
    answers["safe_data.minimisation"] = "[insert text here]"
    answers["declaration.attachments"] = "ARC-REC letter.pdf, OASys_LCA_protocol.docx"
    rows[12][4], rows[7][4] = "Needed for our analysis", "Required for the research."
    rows.append([*rows[9][:4], "ETE also enters the models for each of the three periods in Q3"])
    third_word.highlighted(to / "Copy of Secure access form (1).docx", {**answers, "annex": rows})
    other = "Tenancy sustainment after release: a survey of hostels"
    opinion = "The Committee reviewed the above on 9 June 2026 and gives it a favourable ethical opinion."
    committee = "Research Ethics Committee, Association of Resettlement Charities"
    letter_pdf(
        to / "ARC-REC letter.pdf",
        letter(committee, "ARC-REC 26/09", "12 June 2026", "Marcus Oyelaran", other, opinion, "This opinion is good until 31 March 2029."),
    )  # fmt: skip
    protocol = ["1. Preparation of the file", "2. Models from two to eight classes", "3. Reporting"]
    letter_docx(
        to / "OASys_LCA_protocol.docx", ["Protocol: latent class analysis of OASys section scores", PLACE, *protocol]
    )
    return truth(
        "Google Docs: choices highlighted, answers in one-cell tables, the list as an annex",
        want("ARI003", "project.ari"),
        want("FRM004", "own_setting.certification"),
        want("DPA004", "gdpr.dpia"),
        want("FRM009", "declaration.signed"),
        want("FRM003", "safe_data.minimisation"),
        want("VAR003", variable="drugs_score"),
        want("VAR003", variable="region"),
        want("VAR006"),
        want("ETH007", file="ARC-REC letter.pdf"),
        allow={"VAR010": "a health score under a generic text"},
    )


@recipe("y03-pandoc")
def _y03(to: Path) -> Truth:
    answers = load("p2")
    long = (
        "Some people say that they agree to things they have not understood. Others miss a letter because it comes in a language they read slowly. "
        "I grew up in a village where the probation officer knew every family and spoke to them in Welsh. When the office closed, people had to "
        "travel to town, and the new officers spoke English. My grandfather drove neighbours to their appointments, and said that the ones who "
        "went back to court were not the worst but the shyest. That is a story and not evidence. A doctorate is a chance to find out if it holds "
        "for others. I looked for numbers and found none, and the people I asked in the service had none either. So I learned how to work with "
        "records, took the accredited researcher course and wrote this proposal with my supervisor. I hope that the work will be of use whatever "
        "it shows, because a finding of no difference would be good news and would let the service put its money elsewhere."
    )
    more = (
        "Probation staff have told me that language can matter a lot in a first meeting. I want to see if that shows in the records. Each year I will "
        "send what I find to a group of people who have been on probation, and ask them if it rings true. They will also help me to write the last report."
    )
    answers["project.summary"] += f"\n\n{long}\n\n{more}"
    answers |= {"access.panels": "N/A", "access.status": "new, resubmission", "moj_data.extract": "TBC"}
    answers |= {"!own_setting": "1", "own_setting.certification": "SAIL Databank: ISO 27001, certificate IS 645999"}
    answers |= {"own_setting.storage": "On the SAIL gateway", "own_setting.retention": "By SAIL rules"}
    third_other.pandoc(to / "maddocks-form.docx", answers)
    breach_list(to)
    letter_pdf(to / "DPIA_Maddocks.pdf", dpia_paras(BREACH, "Rhiannon Maddocks"))
    return truth(
        "pandoc from Markdown: task lists, whose boxes are the bullets; definition lists; a section that nothing calls for",
        want("FRM006", "project.summary"),
        want("FRM004", "access.panels"),
        want("FRM005", "access.status"),
        want("FRM003", "moj_data.extract"),
        want("FRM007", section="Accessing data through your own secure setting"),
        want("ETH008"),
        allow={"PAN001": "the panels are a bare N/A", "SUB003": "the letter that is absent is named in 12.2"},
    )


@recipe("y04-controls-deleted")
def _y04(to: Path) -> Truth:
    third_word.controls(to / "cais - form MR.docx", load("p2"))
    breach_list(to)
    approval = (
        "I write to confirm that the Panel approved your project by Chair’s action on 6 May 2026.",
        "The approval stands for the length of your registration.",
    )
    panel = "College of Humanities Ethics Panel, Tregarth University"
    letter_pdf(
        to / "ethics approval CHEP 26-053.pdf",
        letter(panel, "CHEP/26/053", "6 May 2026", "Rhiannon", BREACH, *approval),
    )
    letter_pdf(to / "DPIA_Maddocks.pdf", dpia_paras(BREACH, "Rhiannon Maddocks"))
    return truth(
        "Word 365: question over answer, content controls, automatic numbers; 'Yes / No (delete as appropriate)' in the label, the answer below",
        allow={"SUB005": "the footer names an edition of its own"},
        innocent=(
            {"code": "FRM003", "question": "project.outputs", "about": "the date of one of four outputs is to be agreed"},
            {"code": "FRM005", "question": "linking.intended", "about": "No stands below the offered Yes / No"},
        ),
    )  # fmt: skip


@recipe("y05-flat-odf")
def _y05(to: Path) -> Truth:
    answers = {key: "" if key.startswith("own_setting.") else text for key, text in load("p4").items()}
    answers["linking.intended"] = "?"
    answers["applicant.lead"] = re.sub("Email:.*", "Email: ", answers["applicant.lead"])
    answers["project.ethics"] = answers["project.ethics"].replace("December 2028", "December 2027")
    answers["declaration.attachments"] = (
        "STEADY_PNC_variables.xlsx\nFW REC opinion 24WA0316.eml\nSTEADY_DPIA_signed.docx"
    )
    third_other.flat_odf(to / "steady_dag.odt", answers)
    steady(to, "31 December 2027", plan=False, justified=False)
    return truth(
        "OpenDocument text: automatic numbers, Yes / No to be struck through",
        want("FRM001", section="Accessing data through your own secure setting"),
        want("FRM005", "linking.intended"),
        want("SUB003", "project.methods"),
        want("PPL002", "applicant.lead"),
        want("ETH009"),
        want("VAR013"),
    )


@recipe("y06-printed-na")
def _y06(to: Path) -> Truth:
    third_other.browser(to / "CLAIMS form.pdf", load("p7"))
    claims(to)
    return truth(
        "Printed from a browser, two columns; a bare 'N/A' on most of its pages",
        innocent=({"code": "FRM002", "question": "access.reference", "about": "N/A, as on most pages"},),
    )


@recipe("y07-tracked")
def _y07(to: Path) -> Truth:
    answers = load("p7")
    answers["project.ethics_route"] = answers["moj_data.extract"] = ""
    answers["applicant.people"] = re.sub(r"Wilk \| Lowmoor Institute", "Wilk | ", answers["applicant.people"])
    third_word.tracked(to / "CLAIMS form KW comments.docx", answers)
    claims(to, merged=True, instruments=False)
    return truth(
        "Word 365 with tracked changes and comments: Y beside options, 'Response:' in bold over each answer, the last too; a merged justification",
        want("SUB003", "hmcts_primary.instruments"),
        want("FRM005", "project.ethics_route"),
        want("FRM002", "moj_data.extract"),
        want("FRM010", "applicant.people"),
        want("SUB004"),
        want("VAR004"),
        want("VAR002", variable="channel"),
        want("VAR002", variable="help_flag"),
        allow={"SUB003": "the same file is named in 12.2"},
    )


@recipe("y08-npm-cues")
def _y08(to: Path) -> Truth:
    answers = load("p4")
    answers |= {"safe_data.disclosure": "", "project.outputs": "TBC", "project.aims": "N/A", "access.status": ""}
    answers |= {"project.benefit": "[Insert benefits here]", "gdpr.controller": "-"}
    answers["project.dates"] = "Start date: 1 March 2028\nEnd date: 1 March 2027"
    answers["applicant.people"] = answers["applicant.people"].replace("| University of Northmere | Trial", "|  | Trial")
    answers["declaration.signed"] = re.sub("Date:.*", "Date: ", answers["declaration.signed"])
    third_other.npm(to / "steady.docx", answers, "b5")
    steady(to, "31 December 2028")
    return truth(
        "npm docx: lettered sections, Q1.1, 'Answer:' on the answer's own line, Y beside options",
        want("FRM002", "safe_data.disclosure"),
        want("FRM002", "gdpr.controller"),
        want("FRM003", "project.outputs"),
        want("FRM003", "project.benefit"),
        want("FRM004", "project.aims"),
        want("FRM005", "access.status"),
        want("FRM008", "project.dates"),
        want("FRM009", "declaration.signed"),
        want("FRM010", "applicant.people"),
        allow={"SUB005": "the footer names an edition of its own"},
    )
