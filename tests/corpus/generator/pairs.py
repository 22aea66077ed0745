"""Pairs: an application with the nearest innocent neighbours of many faults, and its twin in which they are those faults.

The rules of files, the form, lists and panels. Each pair is one project and one list; the twin has another layout and program.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.corpus.generator import lists, producers
from tests.corpus.generator.blocks import Block, Note, Page, Para, Run, TextBox, para
from tests.corpus.generator.content import Variable
from tests.corpus.generator.harder import rubbish
from tests.corpus.generator.layouts import FormMaker, Layout
from tests.corpus.generator.submission import Submission
from tests.corpus.generator.wordml import GOOGLE, PLAIN, SWEDISH, write_docx, write_package

# --- courts: names of files, datasets and variables; shared texts; dates ------------------------------------------------

OUTCOMES = [
    "reception_date", "release_quarter", "first_prison_type", "proved_n_12m", "violence_n_12m",
    "rotl_flag", "hdc_eligible_flag", "transfers_12m", "sentence_length_months",
]  # fmt: skip
SHARED = "Q2: builds the outcome index of the first year in custody, against which the length of the wait is set."


def courts(sub: Submission) -> None:
    """What both of the pair have: codes for datasets, keys in two tables, a catalogue of the prison data sent along."""
    sub.answer("access.datasets", "Data First: CRCO (Crown Court), PRIS (custody), MOJDF (cross-justice linking)")
    key = Variable(
        "Prisoner custodial journey",
        "adjudication",
        "estimated_xjs_id",
        "Cross-justice person id (hashed)",
        "Q2",
        "Brings adjudications to the journey of the same person; hashed, and no less identifying key is held.",
    )
    sub.project.variables.insert(21, key)
    sub.project.variables = [
        replace(v, justification=SHARED) if v.name in OUTCOMES else v for v in sub.project.variables
    ]
    held = [v for v in sub.project.variables if v.dataset == "Prisoner custodial journey"]
    prison_catalogue(held, sub.path("Data First prisoner custodial journey - data catalogue.xlsx"))
    sub.letter("favourable", "Ethics - favourable opinion.docx")


def prison_catalogue(held: list[Variable], path: Path) -> None:
    """The data owner's catalogue, as it was before the team wrote names in its own way: what it holds, with types and coverage."""
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.title = "Data catalogue"
    ws["A1"] = "Data First prisoner custodial journey: data catalogue"
    ws.append([])
    ws.append(["Table", "Variable name", "Description", "Type", "Coverage"])
    more = [("journey", f"sentence_calc_{n}", f"Sentence calculation, item {n}") for n in range(1, 9)]
    rows = [(v.table, v.name, v.description) for v in held]
    for table, name, description in [*dict.fromkeys(rows), *more]:
        ws.append([table, name, description, "text" if "flag" in name else "varchar(40)", "2011 to 2021"])
    lists.save(book, path)


def rename(sub: Submission, old: str, new: str) -> None:
    """Writes a variable of the prison data under another name, as the team would."""
    sub.project.variables = [
        replace(v, name=new) if v.name == old and v.dataset == "Prisoner custodial journey" else v
        for v in sub.project.variables
    ]


def courts_neighbours() -> None:
    layout = Layout("rows", boxes="w14", guidance=False, unused="blank", fields="pairs", question_style="normal")
    sub = Submission(
        "p01-courts-neighbours",
        "courts",
        layout,
        "Word; the form under a name that says nothing beside a letter that has the form's name; other endings and spellings of names; start on the day of the check",
    )
    courts(sub)
    sub.form_name = "Untitled document (2) - Copy.docx"
    letter = "Dear secretariat,\n\nThe application form is the other document. It asks for Data First courts and prison data.\n\nGwenllian Prys"
    page = Page([para(line) for line in letter.split("\n")], "Covering letter")
    write_docx(page, sub.path("Application form - covering letter.docx"), PLAIN)
    sub.looks_like("SUB001", "the form is called 'Untitled document'; what is called the form is a letter")
    sub.names["list"] = "Courts Variables.XLSX"
    sub.looks_like(
        "SUB003", "the answer writes the list's name in capitals and with a space", question="safe_data.variables"
    )
    sub.names["dpia"] = "DPIA v2 (signed).docx"
    sub.letter("dpia", "DPIA_v2_signed.pdf", role="dpia")
    sub.looks_like("SUB003", "the impact assessment came as .pdf, the answer says .docx", question="gdpr.dpia")
    sub.looks_like("VAR007", "datasets are named by their codes in the form and in full in the list")
    rename(sub, "reception_date", "Reception Date")
    rename(sub, "acct_12m_flag", "ACCT_12m_Flag")
    sub.looks_like("VAR005", "capitals and a space where the catalogue has an underscore", variable="Reception Date")
    sub.looks_like("VAR006", "the key is asked for in two tables of one dataset", variable="estimated_xjs_id")
    sub.looks_like(
        "VAR004", "9 of 28 share a text: five or more, and less than one in three", file="courts_variables.xlsx"
    )
    sub.looks_like("VAR008", "a catalogue in which nothing is marked stands beside the list")
    lists.plain_list(sub.project.variables, sub.path("courts_variables.xlsx"), header_row=3)
    sub.project.fields["project.dates"] = {"Start date": "22.11.2026", "End date": "29/02/2028"}
    sub.looks_like("FRM008", "the start is the day of the check, the end a leap day", question="project.dates")
    sub.answer("applicant.funding", "N/A: no grant pays for this. The Institute gives the time of its two analysts.")
    sub.looks_like("FRM004", "not applicable, with the reason that the question wants", question="applicant.funding")
    sub.looks_like("FRM004", "a student's supervisor: a plain one will do", question="applicant.supervisor")
    sub.looks_like("PAN002", "most of it is the Data Access Panel's; the custodial journey is in the remit")
    sub.write(dialect=SWEDISH)


def courts_faults() -> None:
    layout = Layout("twocol", boxes="bracket", guidance=True, unused="na_each", fields="lines", number_sep=") ")
    sub = Submission(
        "p02-courts-faults",
        "courts",
        layout,
        "python-docx; the twin of p01: a file that is not there, a dataset without variables, a misspelt name, a row twice, a tenth variable under one text, a start yesterday, a bare N/A",
    )
    courts(sub)
    sub.names["list"] = "Courts Variables.XLSX"
    sub.letter("dpia", "DPIA_v2_signed.pdf", role="dpia")
    sub.answer("project.methods", sub.project.answers["project.methods"] + "\n\nThe plan is attached (PAP_v3.pdf).")
    sub.expect("SUB003", question="project.methods")
    sub.answer("access.datasets", "Data First: CRCO (Crown Court), PRIS (custody), PROB (probation), MOJDF (linking)")
    sub.expect("VAR007", dataset="probation")
    rename(sub, "reception_date", "recepton_date")
    sub.expect("VAR005", variable="recepton_date")
    again = next(v for v in sub.project.variables if v.name == "acct_12m_flag")
    sub.project.variables.insert(24, again)
    sub.expect("VAR006", variable="acct_12m_flag")
    sub.justify(trial_flag=SHARED)
    sub.expect("VAR004", file="courts_variables.xlsx")
    lists.plain_list(sub.project.variables, sub.path("courts_variables.xlsx"), header_row=3)
    sub.project.fields["project.dates"] = {"Start date": "21.11.2026", "End date": "29/02/2028"}
    sub.expect("FRM008", question="project.dates")
    sub.answer("applicant.funding", "N/A")
    sub.expect("FRM004", question="applicant.funding")
    sub.write(producers.python_docx)


# --- remand: blanks, stand-ins, limits, people, marks of review; keys, geography, coverage -------------------------------

KEYS = ("prisoner_id_hash", "journey_id_hash", "order_id_hash", "pnc_id_hash")
AREA = Variable("Probation", "supervision", "lsoa_residence", "LSOA of residence", "RQ4", "")
WORDS_MORE = "We thank the people with experience of remand who helped us to write this summary"


def remand(sub: Submission) -> None:
    """What both of the pair have: no key of the usual name, and a small area in the list."""
    sub.project.variables = [v for v in sub.project.variables if v.name not in KEYS]
    sub.names |= {"letter": "REC approval.pdf", "uksa": "UKSA self-assessment.xlsx"}
    sub.letter("granted", "REC approval.pdf")
    sub.uksa("UKSA self-assessment.xlsx")
    sub.project.people.append(
        ["Prof. Ines Abara", "Wessex Institute of Justice", "Adviser; will not see the data", "Not applicable: no access to the data"]
    )  # fmt: skip


def summary_of(sub: Submission, count: int) -> str:
    """The summary brought to a number of words, as a word processor counts them."""
    text = sub.project.answers["project.summary"].rstrip()
    filler = (
        f" {WORDS_MORE}, and those who will comment on what we find before it is published in full and in short form."
    )
    longer = text + filler * 5
    assert len(text.split()) < count < len(longer.split())
    last = list(re.finditer(r"\S+", longer))[count - 1]
    return longer[: last.end()].rstrip(".,") + "."


def remand_neighbours() -> None:
    layout = Layout(
        "paras", boxes="legacy", guidance=True, unused="na_each", fields="table", question_style="h2", spare_people=3
    )
    sub = Submission(
        "p03-remand-neighbours",
        "remand",
        layout,
        "Word; an answer in a text box, one that speaks of 'to be confirmed', 300 words of 300, spare rows of people, fields that Word counts itself, a comment in another file",
    )
    remand(sub)
    number = "Person number made by MoJ with Splink"
    sub.project.variables = [
        replace(v, name="splink_person_no", description=number) if v.name == "estimated_offender_id" else v
        for v in sub.project.variables
    ]
    sub.looks_like("VAR012", "the key has a name of its own, and is described in words", question="linking.intended")
    sub.answer(
        "linking.method",
        "On the person number that the MoJ makes with Splink. The MoJ adds it to the PNC extract before deposit; we join on it and on nothing else.",
    )
    reason = "Residence is set against the nearest probation office, whose distance differs between streets of one ward; a district would hide that."
    sub.project.variables.append(replace(AREA, justification=reason))
    sub.looks_like("VAR010", "a small area, and why nothing coarser would do", variable="lsoa_residence")
    sub.names["list"] = "Variables requested.xlsx"
    own_list_with_marks(sub, sub.path("Variables requested.xlsx"))
    sub.looks_like(
        "VAR009",
        "every row of the list is marked: it is the team's own, and no catalogue",
        file="Variables requested.xlsx",
    )
    sub.answer(
        "safe_data.period", "From 1 January 2014 to the last day that the releases hold at the time of the extract."
    )
    sub.looks_like("VAR011", "an open end is within whatever the datasets cover", question="safe_data.period")
    sub.change.raw["project.existing"] = [
        Para((TextBox(tuple(para(line) for line in sub.project.answers["project.existing"].split("\n"))),))
    ]
    sub.looks_like("FRM002", "the answer stands in a text box", question="project.existing")
    sub.looks_like("FRM002", "blank, and only for the MoJ-DfE share", question="moj_data.dfe")
    sub.answer(
        "project.outputs",
        "Technical report and briefing for MoJ and HMPPS (March 2029), two open-access articles (June 2029; journals to be confirmed), plain-language summary (July 2029), code (September 2029).",
    )
    sub.looks_like(
        "FRM003", "'to be confirmed' is said of the journals, and the question is answered", question="project.outputs"
    )
    sub.answer("gdpr.dpia", "Not to be confused with the DPIA of the SRS. Signed 21 September 2026: {dpia}.")
    sub.looks_like("FRM005", "two boxes of a question that takes several", question="access.data")
    sub.answer("project.summary", summary_of(sub, 300))
    sub.looks_like("FRM006", "exactly 300 words", question="project.summary")
    sub.answer("hmcts_data.jurisdiction", "Not applicable")
    sub.looks_like("FRM007", "every question of the section says N/A", section="HMCTS data")
    sub.project.fields["declaration.signed"]["Signature"] = "/s/ M. Okafor-Lindqvist (signed electronically)"
    sub.looks_like("FRM009", "the signature is typed", question="declaration.signed")
    sub.looks_like(
        "FRM010", "spare rows are blank, and one adviser's status does not apply", question="applicant.people"
    )
    sub.looks_like(
        "SUB004", "page fields in the form, and a comment in the impact assessment", file="application form.docx"
    )
    sub.names["dpia"] = "DPIA with DPO's note.docx"
    assessment: list[Block] = [para(line) for line in DPIA.format(title=sub.project.title).split("\n")]
    note = Para(
        (
            Run("No objection. "),
            Note("Reviewed 21 September 2026", "Kept on file, ref. 2026-44.", "Data Protection Officer"),
        )
    )
    write_docx(Page([*assessment, note], "DPIA"), sub.path("DPIA with DPO's note.docx"))
    sub.write(dialect=SWEDISH)
    with_page_fields(sub.path("application form.docx"))


DPIA = """Data Protection Impact Assessment
Project: {title}
Version 1.2, 21 September 2026
De-identified administrative records are analysed for research in a secure environment.
The processing rests on Article 6(1)(e) UK GDPR.
Identification of a person: low, after disclosure control."""


def own_list_with_marks(sub: Submission, path: Path) -> None:
    """The team's own list, each row of which says that it is asked for."""
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.title = "Requested"
    ws.append(["No.", "Dataset", "Table", "Variable", "What it is", "Requested", "Why we ask for it"])
    for number, v in enumerate(sub.project.variables, 1):
        ws.append([number, v.dataset, v.table, v.name, v.description, "Yes", v.justification])
    lists.save(book, path)


def with_page_fields(path: Path) -> None:
    """Puts fields that Word computes (a date of printing, a cross-reference) into the form's first paragraph of text."""
    with zipfile.ZipFile(path) as package:
        parts: dict[str, Any] = {name: package.read(name) for name in package.namelist()}
    field = (
        '<w:p><w:r><w:t xml:space="preserve">Printed </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PRINTDATE \\@ "d MMMM yyyy" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>20 November 2026</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    document = parts["word/document.xml"].decode()
    assert "<w:body>" in document
    parts["word/document.xml"] = document.replace("<w:body>", "<w:body>" + field, 1).encode()
    write_package(parts, path)


def remand_faults() -> None:
    layout = Layout(
        "samecell", boxes="glyph", guidance=False, unused="na_each", fields="lines", sections="shaded", spare_people=2
    )
    sub = Submission(
        "p04-remand-faults",
        "remand",
        layout,
        "LibreOffice; the twin of p03: an empty text box's place, a stand-in, both of yes and no, 301 words, a section too many, no signature, a comment left, no key, a bare small area, years before the data, all of a catalogue",
    )
    remand(sub)
    sub.project.variables = [v for v in sub.project.variables if v.name != "estimated_offender_id"]
    sub.answer("linking.method", "We join the three sources person by person inside the SRS.")
    sub.expect("VAR012", question="linking.intended")
    sub.project.variables.append(replace(AREA, justification="Reoffending differs between places (RQ4)."))
    sub.expect("VAR010", variable="lsoa_residence")
    sub.names["list"] = "Request workbook.xlsx"
    lists.catalogue(sub.project.variables, sub.path("Request workbook.xlsx"), unwanted=0, header_row=4)
    sub.expect("VAR009", file="Request workbook.xlsx")
    sub.answer("safe_data.period", "1 January 2009 to 31 December 2019.")
    sub.expect("VAR011", question="safe_data.period")
    sub.answer("project.existing", "")
    sub.expect("FRM002", question="project.existing")
    sub.answer("project.outputs", "To be confirmed with the MoJ")
    sub.expect("FRM003", question="project.outputs")
    sub.project.ticked["linking.intended"] = ["yes"]
    sub.project.ticked["gdpr.dpia"] = ["yes", "no"]
    sub.expect("FRM005", question="gdpr.dpia")
    sub.answer("project.summary", summary_of(sub, 301))
    sub.expect("FRM006", question="project.summary")
    sub.change.fill_unused.add("hmcts_data")
    sub.answer("hmcts_data.jurisdiction", "Criminal")
    sub.answer("hmcts_data.extract", "Magistrates' and Crown Court, one row for each defendant in a case")
    sub.expect("FRM007", section="HMCTS data")
    sub.project.fields["declaration.signed"]["Signature"] = ""
    sub.expect("FRM009", question="declaration.signed")
    sub.project.people[3][1] = ""
    sub.expect("FRM010", question="applicant.people")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.change.raw["project.benefit"] = [
        Para(
            (
                Run("For the data owner: estimates that can enter appraisal models. "),
                Note("For the public: fewer victims.", "Is this enough?", "Tom Ellery"),
            )
        )
    ]
    sub.expect("SUB004", file="application form.docx")
    sub.write(lambda page, path: producers.through_libreoffice(page, path, via="odt"))


# --- student: marks, headings and justifications of a list; panels told elsewhere; waivers --------------------------------

WAIVER = """# Agreed by e-mail with the secretariat.
waivers:
  - code: VAR003
    where: {{sheet: Probation, variable: requirement_n}}
    reason: The reason is the same as for the variable above it.
    who: DAG secretariat (e-mail of 12 November 2026)
    until: {until}
"""


def student_list(sub: Submission, name: str, *, reason: str, wanted: str = "Include (1 = yes, 0 = no)") -> None:
    """The student's list: what is asked for has a 1, the rest of the table a 0, and reasons stand under a heading of the student's own."""
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.title = "Probation"
    ws.append(["Probation dataset, supervision table"])
    ws.append(["Variable", "What it holds", wanted, reason])
    for v in sub.project.variables:
        ws.append([v.name, v.description, 1, v.justification])
    for index in range(1, 13):
        ws.append([f"supervision_item_{index:02}", f"Further item {index} of the table", 0, ""])
    sub.names["list"] = name
    lists.save(book, sub.path(name))


def student_neighbours() -> None:
    layout = Layout("rows", boxes="tickmark", guidance=False, unused="deleted", fields="tabbed", sections="caps")
    sub = Submission(
        "p05-student-neighbours",
        "student",
        layout,
        "npm docx; marks of 1 and 0, reasons in a few words and 'as above' under a heading of the student's own, 'all variables' said of a published table, panels told at 11.1, a waiver that holds",
    )
    sub.justify(
        region="table 1, (a)",
        sex="(c) compares women and men",
        order_start_month="month by month trend, (a)",
        order_end_month="As above, for the end",
        requirement_n="Needed for the analysis",
    )
    sub.looks_like("VAR002", "'As above' under a reason", variable="order_end_month")
    sub.looks_like("VAR003", "three words that say which table of the thesis it makes", variable="region")
    sub.expect("VAR003", variable="requirement_n")
    sub.path("dag-check-waivers.yaml").write_text(WAIVER.format(until="2026-12-31"), encoding="utf-8")
    sub.looks_like("SUB006", "the waiver is for a finding that there is, and holds on the day of the check")
    student_list(sub, "KAB request.xlsx", reason="So why do I want it?")
    sub.looks_like("VAR013", "reasons stand under 'So why do I want it?'", file="KAB request.xlsx")
    sub.looks_like("VAR008", "the marks are ones and noughts", file="KAB request.xlsx")
    sub.answer("safe_data.variables", "{list}. I ask for all the variables that have a 1 in it and for no others.")
    sub.looks_like("VAR009", "all variables that are marked in the list", question="safe_data.variables")
    sub.answer(
        "access.panels",
        "DAP, NRC and DfE: not applicable, because I only want probation data that is already in the SRS. For the other panel see 11.1.",
    )
    sub.answer(
        "ons_srs.project",
        "I submitted my project to the Research Accreditation Panel on 30 October 2026; it is under review.",
    )
    sub.looks_like("PAN001", "the panel's status is told under another question", question="access.panels")
    sub.looks_like("FRM001", "the sections that nothing ticked calls for were deleted")
    rubbish(sub)
    sub.looks_like("SUB002", "lock files and thumbnails that the computer left")
    sub.letter("email", "ethics_email.txt")
    sub.letter("dpia", "dpia.docx", role="dpia")
    sub.write(producers.npm_docx)


def student_faults() -> None:
    layout = Layout("inline", boxes="glyph", guidance=False, unused="na_section", fields="table", sections="bold")
    sub = Submission(
        "p06-student-faults",
        "student",
        layout,
        "LibreOffice .odt; the twin of p05: 'as above' with nothing above it, a reason for no table, all variables of a dataset, no panel told of, a waiver that is over, a damaged letter beside the sound one",
    )
    sub.justify(
        estimated_offender_id="As above",
        region="Needed for the thesis",
        requirement_n="Needed for the analysis",
    )
    sub.expect("VAR002", variable="estimated_offender_id")
    sub.expect("VAR003", variable="region")
    sub.expect("VAR003", variable="requirement_n")
    sub.path("dag-check-waivers.yaml").write_text(WAIVER.format(until="2026-11-21"), encoding="utf-8")
    sub.expect("SUB006", file="dag-check-waivers.yaml")
    student_list(sub, "KAB request.xlsx", reason="So why do I want it?")
    sub.answer("safe_data.variables", "{list}. If that is easier, I would like all variables of the probation dataset.")
    sub.expect("VAR009", question="safe_data.variables")
    sub.answer("access.panels", "Not applicable: I only want probation data, so no other panel has to see this.")
    sub.answer("ons_srs.project", "None so far.")
    sub.expect("PAN001")  # at either of the two questions
    sub.path("scan of letter.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Cat")
    sub.expect("SUB002", file="scan of letter.pdf")
    sub.letter("email", "ethics_email.txt")
    sub.letter("dpia", "dpia.docx", role="dpia")
    sub.form_name = "form.odt"
    sub.write(lambda page, path: producers.through_libreoffice(page, path, via=""))


# --- trial: editions ----------------------------------------------------------------------------------------------------


class OldEdition(FormMaker):
    """A copy of the edition that had the Justice Micro Data Lab: its title, and a section that the current form has no more."""

    def section_blocks(self, section: dict[str, Any], used: bool) -> list[Block]:
        blocks = super().section_blocks(section, used)
        if section["id"] != "own_setting":
            return blocks
        lab = {"title": "Justice Micro Data Lab", "number": "11"}
        return [
            *blocks,
            *self.heading(lab),
            para("Is the request for the Justice Micro Data Lab?", "boldline"),
            para("No"),
        ]


ASKED_OTHERWISE = {
    "project.aims": "What do you set out to find?",
    "project.existing": "What is known already?",
    "project.outputs": "Who will read the results, and when?",
    "project.risks": "Who could be harmed, and what will you do about it?",
    "gdpr.controller": "Organisations answerable for the data",
    "safe_data.population": "Who is in the data?",
    "safe_data.disclosure": "Checks before anything is released",
    "own_setting.certification": "Proof that the computers are safe",
    "own_setting.retention": "When will the files be wiped?",
    "moj_data.extract": "What we would like you to cut out for us",
    "applicant.conflicts": "Interests of the team",
}


class OwnWords(FormMaker):
    """A form of another house: the sections of this one, and a third of the questions in words of its own."""

    def label(self, question: dict[str, Any]) -> str:
        return ASKED_OTHERWISE.get(question["id"]) or str(question["label"])


def old_edition() -> None:
    layout = Layout(
        "twocol",
        boxes="w14",
        guidance=False,
        unused="na_section",
        fields="lines",
        title="Application form for secure access to data",
    )
    sub = Submission(
        "p07-old-edition",
        "trial",
        layout,
        "Google Docs-like; a copy of the edition with the Justice Micro Data Lab, filled in well; the list is a table under 5.3",
        maker=OldEdition,
    )
    sub.change.raw["safe_data.variables"] = [
        para("Each with its justification:"),
        lists.word_table(sub.project.variables, columns=("Field", "Content", "Reason")),
    ]
    sub.looks_like("VAR001", "no file is a list: it is a table under the question")
    sub.expect("SUB005", file="application form.docx")
    sub.letter("favourable", "REC favourable opinion.pdf")
    sub.letter("dpia", "DPIA.pdf", role="dpia")
    sub.write(dialect=GOOGLE)


def retitled() -> None:
    layout = Layout(
        "paras", boxes="paren", guidance=True, unused="deleted", fields="pairs", edits=True, section_word="Part "
    )
    sub = Submission(
        "p08-retitled",
        "trial",
        layout,
        "LibreOffice; the current form under a house's own title, with parts for sections and labels lightly edited",
    )
    sub.layout = replace(layout, title="Tyneford University: MoJ secure data access application (local copy, v7)")
    sub.looks_like("SUB005", "the house's own title and version, with all questions of the current form")
    sub.names["list"] = "variables.csv"
    lists.csv_list(sub.project.variables, sub.path("variables.csv"), encoding="utf-8-sig", delimiter=",")
    sub.answer("safe_data.variables", "{list}")
    sub.letter("favourable", "REC favourable opinion.docx")
    sub.letter("dpia", "DPIA.pdf", role="dpia")
    sub.write(lambda page, path: producers.through_libreoffice(page, path, via=""))


def own_words() -> None:
    layout = Layout("rows", boxes="w14", guidance=False, unused="deleted", fields="table", numbers="absent")
    sub = Submission(
        "p09-own-words",
        "trial",
        layout,
        "Word; a form on which a quarter of the questions are asked in words of a house's own, filled in well",
        maker=OwnWords,
    )
    sub.expect("SUB005", file="application form.docx")
    sub.plain_list("variables.xlsx", header_row=3)
    sub.letter("granted", "REC approval.pdf")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.write()


# --- dfe: words that stand-ins and N/A are made of, dates, people, marks and merged cells ----------------------------------

BIRTH = Variable("DfE extract", "census", "dob_pupil", "Date of birth", "1", "")
SPRING = Variable(
    "DfE extract", "census_spring", "ncyear", "National curriculum year", "1",
    "Tells pupils who repeat a year from those who move between the two counts.",
)  # fmt: skip


def two_tabs(sub: Submission, path: Path, *, merged: int = 0, everything: bool = False) -> None:
    """A tab for each extract: headings of groups, ticks and crosses, reasons last; `merged` rows share one cell of reasons."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, dataset in (("MoJ", "MoJ extract"), ("NPD", "DfE extract")):
        ws = book.create_sheet(title)
        ws.append([f"{dataset} of the MoJ-DfE share"])
        ws.append(["Field", "Meaning", "Wanted", "Use in the study"])
        group = ""
        shared: list[int] = []
        for v in (v for v in sub.project.variables if v.dataset == dataset):
            if v.table != group:
                group = v.table
                ws.append([f"Table {group}: not all variables, only those ticked"])
                ws.merge_cells(start_row=ws.max_row, start_column=1, end_row=ws.max_row, end_column=4)
            ws.append([v.name, v.description, "\N{CHECK MARK}", v.justification])
            shared += [ws.max_row] if v.name.startswith("sen_") else []
            ws.append([f"{v.name}_source", f"How '{v.description}' was recorded", "\N{BALLOT X}"])
        if merged and len(shared) == merged:
            for row in shared[1:]:
                ws.cell(row, 4).value = None
            ws.merge_cells(start_row=shared[0], start_column=4, end_row=shared[-1], end_column=4)
        if everything and title == "NPD":
            ws.append(
                [
                    "All variables of the attendance table",
                    "",
                    "\N{CHECK MARK}",
                    "Absence comes before exclusion for most pupils.",
                ]
            )
    lists.save(book, path)


def dfe(sub: Submission) -> None:
    """What both of the pair have."""
    at = next(index for index, v in enumerate(sub.project.variables) if v.name == "ncyear")
    sub.project.variables.insert(at + 1, SPRING)
    sub.project.variables.sort(key=lambda v: (v.dataset != "MoJ extract", v.table))
    sub.uksa("Self-assessment.xlsx")
    sub.letter("data_ethics_reply", "RE self-assessment.txt", role="reply")
    sub.letter("dpia", "Joint DPIA.docx", role="dpia")


def dfe_neighbours() -> None:
    layout = Layout("twocol", boxes="glyph", guidance=False, unused="blank", fields="lines", options="after")
    sub = Submission(
        "p10-dfe-neighbours",
        "dfe",
        layout,
        "HTML saved as Word by LibreOffice; answers that begin with 'To follow' and 'Not applicable', a board called TBC, dates as Americans write them, 'as above' among the people, ticks, crosses and merged reasons",
    )
    dfe(sub)
    sub.project.title = "To be continued: school exclusion and first entry to the youth justice system"
    sub.looks_like("FRM003", "the title's words, not a stand-in", question="project.title")
    sub.answer(
        "project.aims",
        "To follow pupils from Year 7 to the age of 18; to estimate what suspension and permanent exclusion do to first entry; and to count the first entries that come within 12 months of one.",
    )
    sub.looks_like("FRM003", "'to follow' is what the study does", question="project.aims")
    sub.answer(
        "project.risks",
        "TBC (the Teenagers' Board for Consultation) reads every draft, because the population are children. No school or local authority is named in a result.",
    )
    sub.looks_like("FRM003", "TBC is the name of a board", question="project.risks")
    sub.answer(
        "safe_data.minimisation",
        "Not applicable fields, those of adult courts, were struck out first. Then attainment became one score, absence one rate, and local authority gave way to region.",
    )
    sub.looks_like("FRM004", "'not applicable' is said of fields", question="safe_data.minimisation")
    sub.answer("access.reference", "Does not apply: this is a first application.")
    sub.looks_like("FRM004", "a plain one will do here, and the reason is given", question="access.reference")
    sub.project.fields["project.dates"] = {"Start date": "March 1st, 2027", "End date": "28-Feb-30"}
    sub.looks_like("FRM008", "American order in words, and a year of two figures", question="project.dates")
    sub.project.fields["declaration.signed"] = {
        "Name": "Prof. Eleri Whitcombe-Shah",
        "Signature": "EWS",
        "Date": "12.11.26",
    }
    sub.looks_like("FRM009", "initials are a signature", question="declaration.signed")
    sub.project.people[1][1] = "as above"
    sub.project.people[3][1] = "\N{DITTO MARK}"
    sub.looks_like("FRM010", "'as above' and a ditto mark for the organisation", question="applicant.people")
    sub.answer(
        "access.panels",
        "The Department for Education's data sharing service has had the application since 12 November 2026 and is at its first review. Project accreditation by the UK Statistics Authority: granted 30 September 2026, 2026/131. The other two have nothing to decide.",
    )
    sub.looks_like("PAN001", "panels are told of in words of the team's own", question="access.panels")
    sub.answer(
        "project.methods",
        sub.project.answers["project.methods"]
        + " Exposure is as in Figure 1 of the report of 2022, with the caveats attached to it there.",
    )
    sub.looks_like("SUB003", "caveats attached to a figure are no attachment", question="project.methods")
    sub.path("data").mkdir()
    sub.names["list"] = "Variables List (final).xlsx"
    sub.answer("safe_data.variables", "Annex B, '{list}', in the folder 'data'")
    sub.looks_like("SUB003", "underscores for spaces and brackets, and a folder", question="safe_data.variables")
    sub.project.variables.append(
        replace(
            BIRTH,
            justification="Criminal responsibility begins on the tenth birthday, and school years on 1 September: both need the day.",
        )
    )
    sub.looks_like("VAR010", "a date of birth, and what needs the day", variable="dob_pupil")
    sub.justify(
        sen_provision="Aim 2: need and provision move apart for pupils with social and emotional needs; both are wanted to see which of them matters.",
        first_entry_age="age 10-13 apart (1)",
    )
    two_tabs(sub, sub.path("data/variables_list_final.xlsx"), merged=2)
    sub.looks_like("VAR002", "the reason stands in a merged cell", variable="sen_primary_need_group")
    sub.looks_like("VAR003", "four words that say which ages are taken apart", variable="first_entry_age")
    sub.looks_like("VAR006", "the same name in two tables", variable="ncyear")
    sub.looks_like("VAR007", "one share in the form, its two extracts as tabs")
    sub.looks_like("VAR008", "ticks and crosses")
    sub.looks_like("VAR009", "headings that say 'not all variables'")
    sub.write(producers.from_html)


def dfe_faults() -> None:
    layout = Layout("rows", boxes="wingdings", guidance=True, unused="na_section", fields="table", sections="caps")
    sub = Submission(
        "p11-dfe-faults",
        "dfe",
        layout,
        "npm docx; the twin of p10: the same words as stand-ins and N/A, a start in the past, a dash among the people, no word of the DfE, an empty cell, a date of birth without a reason for the day, all variables of a table",
    )
    dfe(sub)
    sub.answer("project.aims", "To follow")
    sub.expect("FRM003", question="project.aims")
    sub.answer("project.risks", "TBC")
    sub.expect("FRM003", question="project.risks")
    sub.answer("safe_data.minimisation", "Not applicable")
    sub.expect("FRM004", question="safe_data.minimisation")
    sub.project.fields["project.dates"] = {"Start date": "March 1st, 2026", "End date": "28-Feb-30"}
    sub.expect("FRM008", question="project.dates")
    sub.project.fields["declaration.signed"] = {
        "Name": "Prof. Eleri Whitcombe-Shah",
        "Signature": "to be signed",
        "Date": "12.11.26",
    }
    sub.expect("FRM009", question="declaration.signed")
    sub.project.people[3][1] = "-"
    sub.expect("FRM010", question="applicant.people")
    sub.answer(
        "access.panels",
        "Research Accreditation Panel: approved, 2026/131, on 30 September 2026. DAP and NRC: not required, since neither courts nor operational prison data are sought.",
    )
    sub.expect("PAN001", question="access.panels")
    sub.answer("project.methods", sub.project.answers["project.methods"] + " The protocol is attached.")
    sub.expect("SUB003", question="project.methods")
    sub.project.variables.append(
        replace(BIRTH, justification="Older pupils offend more often, so their results are set apart.")
    )
    sub.expect("VAR010", variable="dob_pupil")
    sub.justify(sen_provision="", first_entry_age="Required for the research")
    sub.expect("VAR002", variable="sen_provision")
    sub.expect("VAR003", variable="first_entry_age")
    sub.names["list"] = "variables list.xlsx"
    two_tabs(sub, sub.path("variables list.xlsx"), everything=True)
    sub.expect("VAR009", file="variables list.xlsx")
    sub.answer("safe_data.variables", "{list}")
    sub.write(producers.npm_docx)


ALL = [
    courts_neighbours, courts_faults, remand_neighbours, remand_faults,
    student_neighbours, student_faults, old_edition, retitled, own_words,
    dfe_neighbours, dfe_faults,
]  # fmt: skip
