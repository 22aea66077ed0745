"""Ethics letters, e-mails, impact assessments and self-assessment workbooks that stand beside a form."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from tests.corpus.generator.blocks import Page, para
from tests.corpus.generator.lists import save
from tests.corpus.generator.wordml import PLAIN, Dialect, write_docx

# (item, title, answer cell, options for 1, 2, 3 and N/A). Cells and titles after the public layout of version 3.0; option texts are ours.
ITEMS: list[tuple[int, str, str, tuple[str, ...]]] = [
    (
        1,
        "Public benefit",
        "E29",
        (
            "The benefit to the public is clear and can be shown",
            "There may be a benefit to the public",
            "No benefit to the public can be named",
        ),
    ),
    (
        2,
        "Population coverage",
        "D30",
        (
            "The data cover the whole population of interest",
            "Some groups are under-covered, and this is allowed for",
            "Coverage is poor or unknown",
            "Not applicable: no inference to a population",
        ),
    ),
    (
        3,
        "Potential harm",
        "D31",
        (
            "No harm to any person or group is foreseen",
            "Some harm is possible and is guarded against",
            "Harm is likely",
        ),
    ),
    (
        4,
        "Biases",
        "D32",
        ("Biases have been looked for and are small", "Biases are known and adjusted for", "Biases are unknown"),
    ),
    (
        5,
        "Direct identification",
        "D34",
        ("No direct identifiers are held", "Direct identifiers are held apart", "Direct identifiers are in the data"),
    ),
    (
        6,
        "Indirect identification",
        "D35",
        (
            "Disclosure control keeps the risk very low",
            "Some risk of identification remains",
            "Identification is likely",
        ),
    ),
    (
        7,
        "Data security",
        "D36",
        (
            "An accredited secure environment is used",
            "A secure environment without accreditation is used",
            "No secure environment is used",
        ),
    ),
    (
        8,
        "Ethical consent",
        "D37",
        (
            "Consent was given, or is not needed in law and the use is expected",
            "Consent is not practicable and the use might surprise people",
            "Consent was refused or not sought where needed",
        ),
    ),
    (
        9,
        "Permitted use of data",
        "D38",
        (
            "The use is permitted by all data owners",
            "Permission is being sought",
            "The use is not permitted",
            "Not applicable: open data only",
        ),
    ),
    (
        10,
        "Validity",
        "D40",
        ("The method is valid and reviewed", "The method is new in part", "The method is untested"),
    ),
    (11, "Standards", "D41", ("Recognised standards are met", "Standards are met in part", "No standards are used")),
    (12, "Training", "D42", ("The team is trained and accredited", "Training is under way", "The team is untrained")),
    (
        13,
        "Human oversight",
        "D43",
        (
            "People review every automated step",
            "Some automated steps are reviewed",
            "No oversight",
            "Not applicable: no automated decisions",
        ),
    ),
    (
        14,
        "New technologies",
        "D44",
        (
            "Technologies are established",
            "A new technology is used with safeguards",
            "A new technology is used without safeguards",
            "Not applicable: no new technology",
        ),
    ),
    (
        15,
        "Potential to realise benefits",
        "D45",
        ("There is a plan by which the benefits will be realised", "Benefits depend on others", "There is no plan"),
    ),
    (
        16,
        "Established legal gateways",
        "D47",
        ("A legal gateway is established", "A gateway is being arranged", "There is no gateway"),
    ),
    (
        17,
        "Established legal frameworks",
        "D48",
        ("All legal frameworks are complied with", "Compliance is being checked", "Compliance is in doubt"),
    ),
    (
        18,
        "Public views",
        "D50",
        (
            "The public’s views have been sought and support the use",
            "Views are known from similar projects",
            "Views are unknown or opposed",
        ),
    ),
    (
        19,
        "Public engagement",
        "D51",
        (
            "The public is engaged throughout",
            "Some engagement is planned",
            "No engagement",
            "Not applicable: method work only",
        ),
    ),
    (
        20,
        "Public access to outcomes",
        "D53",
        ("All outcomes will be public", "Some outcomes will be public", "Outcomes will not be public"),
    ),
    (
        21,
        "Sharing of methods or tools",
        "D54",
        (
            "Methods and code will be shared",
            "Methods will be shared on request",
            "Nothing will be shared",
            "Not applicable: nothing to share",
        ),
    ),
    (
        22,
        "Data curation and re-use",
        "D55",
        (
            "Data are curated for re-use where permitted",
            "Curation is partial",
            "No curation",
            "Not applicable: the owner curates the data",
        ),
    ),
]
JUSTIFIED = {
    1: "Findings inform decisions on custody and supervision; see section 3 of the application.",
    2: "National administrative data; people dealt with in Scotland are out of scope.",
    3: "No decision about any person follows; tables by ethnicity carry the context of the decisions studied.",
    4: "Recording of ethnicity is incomplete for short stays; we report bounds.",
    5: "Only hashed keys are supplied.",
    6: "Counts under ten are withheld and outputs are cleared by the data service.",
    7: "The analysis takes place in a processor accredited under the Digital Economy Act.",
    8: "Secondary research on administrative data; privacy notices of the owner mention research.",
    9: "Permission of the owner is the subject of this application and was given in principle.",
    10: "Protocol reviewed by two statisticians who are not in the team.",
    11: "Code of Practice for Statistics and the Aqua Book are followed.",
    12: "Everyone with access is an accredited researcher.",
    13: "There is no automated decision about people.",
    14: "Standard regression software only.",
    15: "Policy teams sit on the steering group and have agreed dates for briefings.",
    16: "Digital Economy Act 2017, section 64.",
    17: "Data protection law and the common law duty of confidentiality; DPIA signed.",
    18: "A panel of eleven people with experience of the justice system met twice in 2026.",
    19: "The same panel comments on drafts in each year of the project.",
    20: "Open-access articles and a plain summary.",
    21: "Code will be placed in a public repository after clearance.",
    22: "The owner keeps the data; derived definitions go back to it.",
}
SCORES = dict.fromkeys(range(1, 23), 1) | {4: 2, 8: 2, 13: 4, 14: 4}


def uksa_workbook(
    path: Path,
    project: Any,
    *,
    blank: tuple[str, ...] = (),
    scores: dict[int, int] | None = None,
    weights: tuple[str, ...] = ("D20", "D21", "D23"),
    untouched: bool = False,
) -> None:
    """The self-assessment; `blank` names cells to leave empty, `scores` the options to select (4 = N/A)."""
    chosen = SCORES | (scores or {})
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.title = "Assessment"
    ws["B1"], ws["L1"] = "Self-Assessment Form", "Version 3.0"
    ws["B3"] = "Basic information"
    dates = project.fields["project.dates"]
    basics = [
        ("B4", "Project Title", "C4", project.title, "", ""),
        (
            "B7",
            "Project Timeline",
            "C7",
            f"{dates['Start date']} to {dates['End date']}",
            "C6",
            "Give the start and end of the project",
        ),
        (
            "B10",
            "Project Purpose",
            "C10",
            project.answers["project.aims"].split("\n")[0],
            "C9",
            "What is the project for?",
        ),
        (
            "B13",
            "Research Overview",
            "C13",
            project.answers["project.methods"].split("\n")[0],
            "C12",
            "Describe the research in plain language",
        ),
        (
            "B16",
            "Data Sources",
            "C16",
            project.answers["access.datasets"].replace("- ", ""),
            "C15",
            "Name the data and their owners",
        ),
    ]
    for at, label, where, value, prompt_at, prompt in basics:
        ws[at] = label
        if prompt_at:
            ws[prompt_at] = prompt
        if not untouched and where not in blank:
            ws[where] = value
    for row, text in (
        (20, "Linked data (x1.05)"),
        (21, "Sensitive personal data (x1.10)"),
        (22, "Patient-level health data (x1.20)"),
        (23, "Protected characteristics or disadvantage (x1.20)"),
    ):
        ws[f"B{row}"] = text
        if f"D{row}" in weights and not untouched:
            ws[f"D{row}"] = 1
    ws["D19"] = "1 if applicable"
    for row, title in (
        (28, "Public Good"),
        (33, "Confidentiality/Data Security"),
        (39, "Methods and Quality"),
        (46, "Legal Compliance"),
        (49, "Public Views and Engagement"),
        (52, "Transparency"),
    ):
        ws[f"B{row}"] = title
        ws[f"B{row}"].font = Font(bold=True)
    ws["D27"], ws["N27"] = "Assessment", "Justification"
    columns = {
        **dict.fromkeys(range(1, 10), "XFA"),
        **dict.fromkeys(range(10, 18), "XFB"),
        **dict.fromkeys(range(18, 23), "XFC"),
    }
    next_row = {"XFA": 4, "XFB": 4, "XFC": 4}
    for number, title, where, options in ITEMS:
        row = where[1:]
        ws[f"B{row}"], ws[f"C{row}"] = number, title
        if not untouched and where not in blank:
            ws[where] = options[chosen[number] - 1]
        if not untouched and f"N{row}" not in blank:
            ws[f"N{row}"] = JUSTIFIED[number]
            ws[f"N{row}"].alignment = Alignment(wrap_text=True)
        ws[f"{where[0]}{row}"].fill = PatternFill("solid", fgColor="FFF2CC")
        column = columns[number]
        for text in (title, *options):
            ws[f"{column}{next_row[column]}"] = text.replace("of interest", "of\u00a0interest")
            next_row[column] += 1
    for column in ("XFA", "XFB", "XFC"):
        ws.column_dimensions[column].hidden = True
    ws["K21"], ws["L21"] = "Result", "=AVERAGE(1,1)"
    ws["M21"], ws["R21"] = "=L21", "=M21"
    ws.column_dimensions["B"].width, ws.column_dimensions["C"].width = 34, 44
    ws.column_dimensions["D"].width, ws.column_dimensions["N"].width = 50, 70
    ws.protection.sheet = True
    save(book, path)


LETTERS = {
    "granted": """{committee}

{date}

Dear {lead},

Project title: {title}
Reference: {reference}

Thank you for your application for ethical review, which the Committee considered at its last meeting. On behalf of the Committee I am pleased to confirm that ethical approval was granted for the above project on {date}. No changes are required before it begins.

The approval covers the research as described in the application. Any substantial amendment must be submitted to the Committee before it is put into effect.

Yours sincerely

Professor H. Lindgren
Chair, {committee}""",
    "favourable": """FAVOURABLE ETHICAL OPINION

Study: {title}
Chief investigator: {lead}
Our ref: {reference}

{committee}
{date}

Dear {lead}

I am writing to confirm a favourable ethical opinion for the above research on the basis described in the application form, protocol and supporting documentation.

The opinion was given by the Chair with two members of the committee acting under delegated authority. It is valid for the length of the study as stated in the application.

Membership of the committee: a list of those who took part is available on request.

With the Committee's best wishes for the success of this project.""",
    "email": """From: Ethics Office <ethics-office@pennine.example.ac.uk>
To: {lead}
Date: {date}
Subject: {reference} - outcome of ethical review

Dear {lead},

{title}

Good news - the {committee} has approved your application (ref {reference}) by Chair's action on {date}. You may start. Please tell us when the project ends.

Best wishes
Marjorie, Ethics Office""",
    "certificate": """CERTIFICATE OF ETHICAL APPROVAL

This is to certify that the project

{title}

led by {lead}

has been reviewed and approved by or on behalf of the {committee}.

Certificate number: {reference}
Date of approval: {date}""",
    "conditions": """{committee}

Date: {date}
Ethics reference: {reference}

To: {lead}
Re: {title}

Your application has been approved with conditions. The conditions are (1) that the Committee is told of any change of data provider and (2) that an annual report is sent each September. Both apply after the research has begun; no further review is needed before it starts.

Secretary to the Committee""",
    "provisional": """{committee}

{date}
Reference: {reference}

Dear {lead}

{title}

The Committee reviewed your application and has given a provisional opinion. It would be content to give a favourable opinion subject to receiving a complete response to the request for further information set out below. You must not start the research until a favourable opinion has been confirmed in writing.

1. Please explain how results by ethnicity will be presented.
2. Please supply the data protection officer's advice.

Yours sincerely
Committee Manager""",
    "refused": """{committee}

{date}
Our reference {reference}

Dear {lead}

Re: {title}

I regret to inform you that the Committee has given an unfavourable opinion on the above application. The reasons are that the safeguards for participants in custody were not described, and that the retention period was not justified.

You may submit a new application which takes these points into account.

Chair of the Committee""",
    "acknowledgement": """{committee}

{date}

Dear {lead}

{title}

Thank you for your application, which we received on {date} and have given the number {reference}. It is valid and will be considered at the next meeting of the Committee. A decision is expected within 30 working days.

Ethics Administrator""",
    "dpia": """Data Protection Impact Assessment

Project: {title}
Prepared by: {lead}
Version 1.2

1. The processing
De-identified administrative records are analysed for research in a secure environment.

2. Necessity and proportionality
The processing rests on Article 6(1)(e) UK GDPR. The data are the least that will answer the research questions.

3. Risks and measures
Identification of a person: low, after disclosure control. Loss of data: very low, as no data leave the environment.

4. Sign-off
The data protection officer has reviewed this assessment and has no objection.""",
    "data_ethics_reply": """From: Data.Ethics@statistics.gov.uk
To: {lead}
Sent: {date}
Subject: RE: Ethics self-assessment - {title} ({reference})

Dear {lead},

Thank you for sharing your self-assessment form with the UK Statistics Authority Data Ethics team. We have reviewed it and confirm that we agree with the scores. The project may proceed under the reference {reference} without further ethical review.

Kind regards,
Data Ethics team""",
    "instruments": """Fieldwork instruments

A. Topic guide: court staff
1. Please tell me about your part in the review hearings.
2. What happens when somebody misses a review?
3. What would you change?

B. Topic guide: participants
1. How did you come to be on the order?
2. What is it like to see the same judge each month?

C. Consent form
I have read the information sheet. I agree to take part. I know that I may stop at any time.""",
}


def letter_text(kind: str, project: Any, **overrides: str) -> str:
    """The text of a letter about this project."""
    values = {
        **project.ethics,
        "title": project.title,
        "lead": project.fields["applicant.lead"].get("Name") or "the applicant",
        **overrides,
    }
    return LETTERS[kind].format(**values)


def text_file(text: str, path: Path) -> None:
    """An e-mail or note as plain text with Windows line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.replace("\n", "\r\n").encode())


def word_letter(text: str, path: Path, dialect: Dialect = PLAIN) -> None:
    """A letter in Word."""
    write_docx(
        Page([para(line) for line in text.split("\n")], title=text.split("\n")[0], author="Research Office"),
        path,
        dialect,
    )


def pdf_letter(text: str, path: Path) -> None:
    """A letter as a PDF with a text layer, written by hand so that the bytes never change."""
    lines = [part for line in text.split("\n") for part in (textwrap.wrap(line, 88) or [""])]
    pages = [lines[at : at + 46] for at in range(0, len(lines), 46)]
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    escapes = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})
    for page in pages:
        body = ["BT /F1 11 Tf 60 790 Td 15 TL"]
        body += ["(" + line.translate(escapes) + ") Tj T*" for line in page]
        stream = "\n".join([*body, "ET"]).encode("cp1252", "replace")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body_bytes in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body_bytes)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(out))
