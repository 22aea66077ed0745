"""The fourth batch: `python -m tests.corpus.redteam z` writes it. z05 needs Node with the library in npm/.

Six of seventeen submissions that were written and labelled from the rules alone, before the tool saw them. First run on the seventeen:
errors 17 found, 2 missed, 4 false; warnings 10 found, 2 missed, 5 false; nine of the ten without an error were free of a false word.
All false findings were of z03, whose folders hold a draft of the form and an older list.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
from openpyxl import Workbook

from tests.corpus.redteam import fourth_layouts as layouts
from tests.corpus.redteam.make import RECIPES, Truth, recipe, truth, want

__all__ = ["RECIPES"]
WORK = Path(tempfile.mkdtemp(prefix="corpus-fourth-"))
HEADS = ["Dataset", "Variable", "Description", "Justification"]


def project(name: str) -> tuple[dict[str, Any], list[list[str]]]:
    found = layouts.PROJECTS[name]
    return found["answers"], found["variables"]


def paper(path: Path, heading: str, *texts: str) -> Path:
    document = docx.Document()
    if heading:
        document.add_heading(heading, 1)
    for text in texts:
        document.add_paragraph(text)
    layouts.save(document, path)
    return path


def letter(path: Path, committee: str, reference: str, date: str, who: str, title: str) -> Path:
    return paper(
        path,
        "",
        committee,
        f"Date: {date}",
        f"Ref: {reference}",
        f"Project: {title}",
        f"Applicant: {who}",
        "The committee considered your application at its meeting and approved it without amendments. Approval runs until the end date that "
        "you gave.",
        "Reviewer 1 asked how withdrawn participants would be handled; you answered that in full.",
        "This letter does not replace permissions that other bodies may require, for example the Ministry of Justice.",
        "Secretary to the Committee",
    )


def dpia(path: Path, answers: dict[str, Any]) -> Path:
    return paper(
        path,
        "Data Protection Impact Assessment",
        f"Project: {answers['project.title']}",
        "Step 2: The processing",
        str(answers["project.methods"]),
        "Step 5: Risks",
        "Re-identification of a person (likelihood: remote; harm: severe; overall: low after measures). Pending items: none.",
        "Step 6: Sign off",
        "Approved by the Data Protection Officer, 1 October 2026",
    )


def vitae(path: Path, name: str) -> Path:
    return paper(
        path, f"Curriculum vitae: {name}", "PhD (2014)", "ONS accredited researcher; Safe Researcher Training passed"
    )


def workbook(path: Path, rows: list[list[str]], *, by_dataset: str = "") -> None:
    """A list, one row a variable; or, under a title, the dataset as a row above its variables."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Variables"
    if by_dataset:
        for row in [[by_dataset], [], ["Variable name", "What it is", "Justification for request"], [rows[0][0]]]:
            sheet.append(row)
        rows = [row[1:] for row in rows]
    else:
        sheet.append(HEADS)
    for row in rows:
        sheet.append(row)
    book.save(path)


@recipe("z01-word-online")
def _z01(to: Path) -> Truth:
    answers, rows = project("returners")
    listed = "FamilyCourt_variables.xlsx"
    layouts.headed(to / "DAG form.docx", answers, listed)
    workbook(to / listed, rows, by_dataset="Private law returners: variables")
    paper(
        to / "IGRP form 1544.docx",
        "SAIL IGRP application",
        f"Project: {answers['project.title']}",
        "Question 4: which datasets?",
    )
    vitae(to / "CV R Achebe.docx", "Rhiannon Achebe")
    vitae(to / "CV T Llewelyn-Hart.docx", "Tomos Llewelyn-Hart")
    return truth(
        "family court in SAIL; sections and questions as headings without numbers, inapplicable sections deleted; a row a dataset in the list",
        want("FRM002", "project.benefit"),
        want("FRM008", "project.dates"),
        want("VAR002", variable="order_type"),
        want("VAR002", variable="party_gender"),
        want("ETH008"),
        want("DPA004", "gdpr.dpia"),
        allow={"SUB003": "the letter and the DPIA are named among the documents too"},
    )


@recipe("z02-web-page")
def _z02(to: Path) -> Truth:
    answers, rows = project("claims")
    listed = "Variables small claims.xlsx"
    layouts.filtered_page(to / "Application form.htm", answers, listed)
    workbook(to / listed, rows)
    committee = "Marlbridge Joint Research Ethics Committee"
    letter(
        to / "MJREC approval.docx",
        committee,
        "MJREC/2026/12",
        "9 September 2026",
        "Dr Piers Oyelaran",
        answers["project.title"],
    )
    dpia(to / "DPIA small claims.docx", answers)
    return truth(
        "civil small claims; the form saved by Word as a filtered web page; 'pseudonymised' where a lawful basis is asked for",
        want("DPA001", "gdpr.article6"),
        want("ARI003", "project.ari"),
        want("FRM002", "ons_srs.mode"),
        want("FRM006", "project.summary"),
        want("VAR004"),
    )


@recipe("z03-drafts")
def _z03(to: Path) -> Truth:
    answers, rows = project("harbour")
    listed = "variables_v3.xlsx"
    for name in ("1 Form", "2 Evidence", "old"):
        (to / name).mkdir()
    draft = answers | {"project.ari": "", "own_setting.certification": "TBC", "declaration.signed": ["", "", ""]}
    layouts.plain(to / "old" / "form_v2.docx", draft, listed)
    workbook(
        to / "old" / "variables_v2.xlsx", [[*row[:3], "" if row[1] == "offence_date" else row[3]] for row in rows[:5]]
    )
    layouts.plain(
        to / "1 Form" / "form_v3_FINAL.docx",
        answers,
        listed,
        unneeded="We are not asking for these data, so this section is blank.",
    )
    workbook(to / "1 Form" / listed, rows)
    evidence = to / "2 Evidence"
    committee = "Eastholm Social Research Ethics Committee"
    who = "Ms Cordelia Nwachukwu-Stone"
    approval = letter(
        evidence / "ethics letter.docx", committee, "ESREC-26-91", "5 October 2026", who, answers["project.title"]
    )
    shutil.copy(approval, evidence / "ethics letter (1).docx")
    dpia(evidence / "DPIA.docx", answers)
    certificate = "Certificate IASME-CEP-014477, expires 30 November 2027"
    paper(
        evidence / "Cyber Essentials Plus.docx",
        "Cyber Essentials Plus certificate",
        "Harbour Women's Trust",
        certificate,
    )
    consent = "I agree that Harbour may give my name to the Ministry of Justice for research."
    paper(evidence / "Consent form.docx", "Consent form", consent, "Signed:        Date:")
    return truth(
        "a charity's own setting; form_v2 in 'old' beside form_v3_FINAL, an older list beside the new one, a letter twice",
        innocent=(
            {"code": "FRM003", "about": "the old draft has TBC"},
            {"code": "FRM009", "about": "the consent form and the old draft are not signed"},
            {"code": "VAR002", "about": "the old list lacks a justification"},
            {"code": "VAR006", "about": "the same variables in two versions of the list"},
        ),
    )


@recipe("z04-google-docs")
def _z04(to: Path) -> Truth:
    answers, rows = project("adjudications")
    layouts.kept_options(to / "DAG application (Google Docs).docx", answers, "DAG variables.xlsx")
    workbook(to / "DAG variables.xlsx", rows)
    committee = "School of Psychology Research Ethics Committee, University of Harrowmere"
    other = "Sleep and memory in shift workers"
    letter(
        to / "Ethics letter.docx", committee, "PSY-26-0398", "22 September 2026", "Professor Anneliese Okonjo", other
    )
    dpia(to / "DPIA.docx", answers)
    return truth(
        "prisons, from Google Docs: of the options only the chosen ones kept, people as a line each",
        want("FRM001", section="Accessing data through the ONS Secure Research Service"),
        want("ETH007"),
        want("SUB003"),
        # Labelled DPA002 at first: ethnicity is asked for, and the answer is "N/A because the data are de-identified". Two readings are possible.
        allow={"DPA002": "whether de-identified data need a condition is for a person to judge"},
    )


@recipe("z05-npm-boxes")
def _z05(to: Path) -> Truth:
    answers, rows = project("recall")
    layouts.npm(to / "Castellane - application.docx", answers, "Recall variables.xlsx", WORK)
    workbook(to / "Recall variables.xlsx", rows)
    committee = "Law School Ethics Committee, Brackendale University"
    letter(
        to / "LSEC-26-031.docx",
        committee,
        "LSEC-26-031",
        "1 October 2026",
        "Dr Ffion Castellane",
        answers["project.title"],
    )
    dpia(to / "DPIA recall.docx", answers)
    vitae(to / "CVs recall.docx", "F. Castellane, S. Halloran")
    return truth(
        "recall; the npm library docx with its own check boxes, a table a section; a variable twice in other words",
        want("FRM005", "project.ethics_route"),
        want("FRM004", "project.existing"),
        want("PPL002", "applicant.lead"),
        want("VAR006", variable="release_date"),
        want("VAR011"),
    )


@recipe("z06-mail-of-everything")
def _z06(to: Path) -> Truth:
    answers, rows = project("siblings")
    parts = WORK / "mail"
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir()
    layouts.plain(parts / "Arkwright form.docx", answers, "siblings_variables.csv")
    with (parts / "siblings_variables.csv").open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=";").writerows([HEADS, *rows])
    committee = "Social Work Research Ethics Committee, Glanrafon University"
    letter(
        parts / "Ethics SW-2026-14.docx",
        committee,
        "SW-2026-14",
        "30 September 2026",
        "Professor Arkwright",
        answers["project.title"],
    )
    dpia(parts / "DPIA siblings.docx", answers)
    sought = "Ethical approval will be sought from the University committee before the data are requested."
    paper(
        parts / "Protocol siblings.docx",
        f"Research protocol: {answers['project.title']}",
        "Version 1.2, 1 May 2026",
        sought,
    )
    vitae(parts / "CV Arkwright.docx", "Delyth Arkwright")
    pending = "We understand that approval by the Data Access Group is still pending."
    paper(
        parts / "Cafcass Cymru support.docx",
        "",
        "To whom it may concern",
        "We are glad to support the application.",
        pending,
    )
    mail = EmailMessage()
    mail["From"], mail["To"] = "Delyth Arkwright <d.arkwright@glanrafon.invalid>", "datalinkingteam@justice.gov.uk"
    mail["Subject"], mail["Date"] = "FW: Application for family court data", "Mon, 09 Nov 2026 09:15:00 +0000"
    mail["Message-ID"] = "<2026.4@mail.invalid>"
    mail.set_content(
        "Dear team,\n\nPlease find our application and its papers. The letter from IGRP will follow if you need it.\n\nDelyth\n\n"
        "-----Original Message-----\nFrom: Emrys Vaughan-Obi\nSent: Friday\n\nThe variable list is not final, I will send it on Monday.\n"
    )
    word = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    for part in sorted(parts.iterdir()):
        kind = ("text", "csv") if part.suffix == ".csv" else ("application", word)
        mail.add_attachment(part.read_bytes(), maintype=kind[0], subtype=kind[1], filename=part.name)
    mail.set_boundary("=_fourth_batch_z06")
    (to / "FW Application for family court data.eml").write_bytes(bytes(mail))
    return truth(
        "siblings in care proceedings; everything attached to one forwarded e-mail, list .csv with semicolons",
        innocent=(
            {"code": "SUB003", "about": "a letter that will follow, in the covering e-mail"},
            {
                "code": "ETH002",
                "about": "approval will be sought, in the protocol of May; DAG's approval is pending, in a letter of support",
            },
        ),
    )
