"""Writes the submissions and their labels: `python -m tests.corpus.redteam [start of a name ...]`."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.corpus.redteam import evidence, layouts
from tests.corpus.redteam.layouts import Style
from tests.corpus.redteam.markup import Word, para
from tests.corpus.redteam.projects import PLEA, PLEA_ROWS, POLICE, POLICE_ROWS, PRISON, PRISON_ROWS, SCHOOL, SCHOOL_ROWS

CORPUS = Path(__file__).resolve().parents[1]
TODAY = "2026-11-22"
Truth = dict[str, Any]
Recipe = Callable[[Path], Truth]
RECIPES: dict[str, Recipe] = {}


def recipe(name: str) -> Callable[[Recipe], Recipe]:
    """Registers a recipe under the name of its submission."""

    def register(make: Recipe) -> Recipe:
        RECIPES[name] = make
        return make

    return register


def truth(
    about: str,
    *expected: dict[str, str],
    ready: bool | None = None,
    allow: dict[str, str] | None = None,
    innocent: Sequence[dict[str, str]] = (),
) -> Truth:
    """A label; not ready where something is expected, unless said otherwise."""
    return {
        "about": about,
        "today": TODAY,
        "ready": not expected if ready is None else ready,
        "rules_of_issue": "D",
        "expected": list(expected),
        **({"innocent": list(innocent)} if innocent else {}),
        "allow": [{"code": code, "reason": reason} for code, reason in (allow or {}).items()],
    }


def want(code: str, question: str = "", **place: str) -> dict[str, str]:
    """An expected finding."""
    return {"code": code} | ({"question": question} if question else {}) | place


def filled(project: dict[str, Any], listed: str, *files: str, **changes: Any) -> dict[str, Any]:
    """The answers, with the names of the files put in, and changes by id ("__" for the dot)."""
    answers = copy.deepcopy(project)
    answers["safe_data.variables"] = listed
    answers["declaration.attachments"] = "\n".join(files)
    for key, value in changes.items():
        answers[key.replace("__", ".")] = value
    return answers


def form(path: Path, layout: str, answers: dict[str, Any], style: Style, **about: Any) -> Path:
    """Writes a filled form."""
    document = Word(**about)
    layouts.LAYOUTS[layout](document, answers, style)
    document.save(path)
    return path


# Corrected after the first run: 6.2 and 6.3 have no condition of their own, so by the letter of the rules a blank there is
# FRM002 even after "No" at 6.1 (the form wants N/A). Four labels had it wrong. VAR011 of x13 was overlooked too: the period
# begins in 2013, and probation data in 2014.
LEFT_BLANK = (want("FRM002", "linking.datasets"), want("FRM002", "linking.method"))
BANGOR = [
    "Prifysgol Bangor University",
    "Coleg y Celfyddydau, Dyniaethau a Gwyddorau Cymdeithas",
    "Research Ethics Committee",
    "Ffordd y Coleg, Bangor",
]
BANGOR_LETTER = [
    "9 Hydref / 9 October 2026",
    "Annwyl Dr Gruffydd,",
    f"Re: {PRISON['project.title']} (BU-SS-2026-0193)",
    "Thank you for your reply to the reviewers. I am pleased to say that the School of Social Sciences Research Ethics Committee"
    " approved your study at its meeting on 9 October 2026.",
    "The approval lasts until 31 March 2029. Please tell us of any change to the protocol.",
    "Yn gywir, Dr E. Prydderch, Cadeirydd / Chair",
]
BRISTOL_LETTER = [
    "21 October 2026",
    "Dear Kwabena",
    f"Study title: {SCHOOL['project.title']}",
    "Our reference: SPSREC/26-27/0148",
    "The School for Policy Studies Research Ethics Committee has considered your application and gives it full ethical approval from today.",
    "Best wishes for the study,",
    "Dr T. Okafor-Reid, Chair of SPSREC, University of Bristol",
]
SWANSEA_MAIL = (
    f"Dear Ngozi,\n\nProject: {PLEA['project.title']}\nReference: SU-LAW-2611\n\nI write to confirm that the Law School Ethics Committee gave your"
    " project a favourable ethical opinion on 5 November 2026. No conditions are attached.\n\nPob hwyl,\nDr Gareth Pugh\n"
    "Chair, Law School Ethics Committee, Swansea University\n"
)
PRIS = "Data First: Prisoner custodial journey"
PLEA_NAMES = {
    "CRCO": "Data First Crown Court defendant case level dataset",
    "PRIS": "Data First prisoner custodial journey",
    "MOJDF": "Cross-justice system linking dataset",
}


@recipe("x01-merged-labels")
def _x01(to: Path) -> Truth:
    answers = filled(
        PRISON,
        "Attached: PRIS variables.xlsx",
        "1. PRIS variables.xlsx",
        "2. BU-SS-2026-0193 letter.docx",
        "3. DPIA Bangor.docx",
    )
    style = Style(prefix="Q", paraphrase=True, unused="note", keep_guidance=True, ticks=("[x]", "[ ]"))
    form(to / "Ffurflen gais - application.docx", "merged_labels", answers, style, producer="WPS Office")
    evidence.tab_per_table(to / "PRIS variables.xlsx", PRISON["project.title"], PRISON_ROWS, {"PRIS": PRIS})
    evidence.letter(to / "BU-SS-2026-0193 letter.docx", BANGOR, BANGOR_LETTER)
    evidence.impact(to / "DPIA Bangor.docx", PRISON["project.title"], "Prifysgol Bangor University")
    return truth(
        "Retyped: lettered sections, Q3.5, labels paraphrased and merged down beside answers of several rows; letterhead in a table; WPS"
    )


@recipe("x02-two-up")
def _x02(to: Path) -> Truth:
    answers = filled(POLICE, "variables.csv (attached)", "variables.csv, ethics self-assessment.xlsx, dpia.docx")
    form(
        to / "DAG form ZB.docx",
        "two_up",
        answers,
        Style(ticks=("☑", "☐"), signature_picture=True),
        producer="Microsoft Macintosh Word",
    )
    evidence.from_r(to / "variables.csv", POLICE_ROWS, "PNC")
    evidence.self_assessment(to / "ethics self-assessment.xlsx", POLICE["project.title"])
    evidence.impact(to / "dpia.docx", POLICE["project.title"], "University of Leicester")
    return truth(
        "Two questions side by side; signature as a picture; the list out of R with TRUE and FALSE; self-assessment workbook; blank linking details after No (to be marked N/A, says the form)",
        *LEFT_BLANK,
    )


@recipe("x03-boxed-labels")
def _x03(to: Path) -> Truth:
    answers = filled(
        SCHOOL,
        "See Variables_Asante-Mueller.xlsx, attached.",
        "Variables_Asante-Mueller.xlsx; SPSREC approval.pdf; DPIA (Bristol).docx; Annex A.docx",
    )
    form(to / "secure access form.docx", "boxed_labels", answers, Style(unused="gone"), producer="Google Docs")
    others = ["school_urn", "attendance_rate", "ks2_maths", "ks2_english", "language_group"]
    evidence.ticked(to / "Variables_Asante-Mueller.xlsx", "MoJ-DfE data share", SCHOOL_ROWS, others)
    evidence.letter(
        to / "SPSREC approval.docx", ["University of Bristol", "School for Policy Studies", "Ethics"], BRISTOL_LETTER
    )
    evidence.convert(to / "SPSREC approval.docx", "pdf")
    evidence.impact(to / "DPIA (Bristol).docx", SCHOOL["project.title"], "University of Bristol")
    annex = Word()
    annex.add(
        para("Annex A: methods in detail", style="Heading1"),
        para("The hazard is modelled on a monthly scale, with frailty at the level of the school."),
    )
    annex.save(to / "Annex A.docx")
    return truth(
        "Labels in text boxes; sections that do not apply deleted; ticks and hidden rows in a filtered list; answer continued in an annex; letter as PDF"
    )


@recipe("x04-pages-italics")
def _x04(to: Path) -> Truth:
    answers = filled(PLEA, "Requested data.xlsx", "Requested data.xlsx", "Ethics.eml", "DPIA.docx")
    style = Style(answer='<w:i/><w:color w:val="0432FF"/>', ticks=("✔", "✘"), unused="note", keep_guidance=True)
    form(to / "application.docx", "italics", answers, style, producer="Pages")
    evidence.tab_per_table(to / "Requested data.xlsx", PLEA["project.title"], PLEA_ROWS, PLEA_NAMES)
    evidence.mail(to / "Ethics.eml", "g.pugh@swansea.example.ac.uk", "Ethics decision", SWANSEA_MAIL)
    evidence.impact(to / "DPIA.docx", PLEA["project.title"], "Swansea University")
    return truth(
        "Pages: no heading styles, answers in blue italics, ticks and crosses; a sheet a dataset; approval as an e-mail; TBC in a variable's name"
    )


@recipe("x05-mapped-controls")
def _x05(to: Path) -> Truth:
    answers = filled(
        PRISON,
        "Request_PRIS_v3.xlsx",
        "Request_PRIS_v3.xlsx",
        "ethics.pdf",
        "DPIA.docx",
        project__aims=PRISON["project.aims"].replace("- ", ""),
    )
    form(to / "Secure access form.docm", "controls", answers, Style(keep_guidance=True), macro=True)
    evidence.coded(to / "Request_PRIS_v3.xlsx", PRIS, "PRIS", PRISON_ROWS)
    evidence.letter(to / "ethics.docx", BANGOR, BANGOR_LETTER)
    evidence.convert(to / "ethics.docx", "pdf")
    evidence.impact(to / "DPIA.docx", PRISON["project.title"], "Prifysgol Bangor University")
    return truth(
        "A .docm of content controls mapped to custom XML: combo boxes, date pickers, a repeating section; reasons by code with a key sheet"
    )


@recipe("x06-odt-annex")
def _x06(to: Path) -> Truth:
    answers = filled(
        POLICE, "Annex B (attached)", "Annex B.docx; UKSA self assessment.xlsx; DPIA.docx", access__data=["moj"]
    )
    style = Style(only_chosen=True, unused="gone", paraphrase=True)
    evidence.convert(form(to / "form.docx", "sub_headings", answers, style), "odt")
    evidence.annex(to / "Annex B.docx", POLICE["project.title"], "PNC extract", POLICE_ROWS)
    evidence.self_assessment(to / "UKSA self assessment.xlsx", POLICE["project.title"])
    evidence.impact(to / "DPIA.docx", POLICE["project.title"], "University of Leicester")
    return truth(
        "An .odt, only the chosen options typed, sub-headings across the tables; the list a Word table in an annex of its own; linking details left blank",
        *LEFT_BLANK,
    )


@recipe("x07-printed")
def _x07(to: Path) -> Truth:
    answers = filled(
        SCHOOL,
        "List of variables: variables-kam.csv",
        "variables-kam.csv",
        "Ethics approval.eml",
        "DPIA.docx",
        project__methods=SCHOOL["project.methods"].replace(" Further detail: see Annex A, attached.", ""),
    )
    style = Style(answer='<w:color w:val="C00000"/>', ticks=("[X]", "[  ]"), unused="gone")
    evidence.convert(form(to / "Application form (printed).docx", "italics", answers, style), "pdf")
    head = ["Dataset", "Variable", "Purpose in the project", "Essential?"]
    evidence.plain_csv(
        to / "variables-kam.csv",
        [head, *(["MoJ-DfE data share", variable, why, "Yes"] for _, variable, why in SCHOOL_ROWS)],
    )
    evidence.mail(
        to / "Ethics approval.eml",
        "t.okaforreid@bristol.example.ac.uk",
        "SPSREC/26-27/0148: approved",
        "\n\n".join(BRISTOL_LETTER),
    )
    evidence.impact(to / "DPIA.docx", SCHOOL["project.title"], "University of Bristol")
    return truth("The form printed to PDF, the list a .csv with semicolons, the letter an e-mail")


@recipe("x08-in-an-email")
def _x08(to: Path) -> Truth:
    answers = filled(PLEA, "Data request.xlsx", "Data request.xlsx\nEthics letter.docx\nDPIA Swansea.docx")
    style = Style(unused="note", keep_guidance=True, ticks=("■", "□"))
    form(to / "OnlyOffice form.docx", "sub_headings", answers, style, producer="ONLYOFFICE/8.1")
    reasons = [
        ("Nothing less identifying marks a defendant across cases.", 1),
        ("Exposure, start and size of the sentence: Q1 relates the stage of plea to the term passed on that day.", 3),
        (PLEA_ROWS[4][2], 1),
        (PLEA_ROWS[5][2], 1),
        (PLEA_ROWS[6][2], 1),
        (
            "Outcome: start and end of custody, the scheme under which it ended, and whether the term was final, give the time served.",
            4,
        ),
        (PLEA_ROWS[11][2], 1),
        (
            "Join court to prison and check the join; these ids are the least that can do so, nothing coarser would join them.",
            2,
        ),
    ]
    evidence.grouped(to / "Data request.xlsx", PLEA_ROWS, reasons, PLEA_NAMES)
    evidence.letter(
        to / "Ethics letter.docx", ["Swansea University", "Law School Ethics Committee"], SWANSEA_MAIL.split("\n\n")
    )
    evidence.impact(to / "DPIA Swansea.docx", PLEA["project.title"], "Swansea University")
    files = sorted(to.iterdir())
    evidence.mail(
        to / "DAG application.eml",
        "n.oceallaigh@swansea.example.ac.uk",
        "Application",
        "Dear team,\n\nPlease find our application attached.\n\nNgozi",
        files,
    )
    for file in files:
        file.unlink()
    return truth(
        "Everything attached to one e-mail; OnlyOffice; bands across the tables; merged justifications for groups of fewer than five"
    )


@recipe("x09-one-column-blank")
def _x09(to: Path) -> Truth:
    crew = copy.deepcopy(PRISON["applicant.people"])
    crew[2][3] = ""
    answers = filled(
        PRISON,
        "PRIS variables.xlsx",
        "PRIS variables.xlsx",
        "Llythyr moeseg.docx",
        "DPIA.docx",
        project__outputs="",
        applicant__people=crew,
    )
    form(
        to / "Form.docx",
        "one_column",
        answers,
        Style(keep_guidance=True, ticks=("(x)", "( )"), unused="note"),
        producer="WPS Office",
    )
    evidence.tab_per_table(to / "PRIS variables.xlsx", PRISON["project.title"], PRISON_ROWS, {"PRIS": PRIS})
    evidence.letter(to / "Llythyr moeseg.docx", BANGOR, BANGOR_LETTER)
    evidence.impact(to / "DPIA.docx", PRISON["project.title"], "Prifysgol Bangor University")
    return truth(
        "One column of rows; one question blank under guidance that was left; a person's accreditation cell empty",
        want("FRM002", "project.outputs"),
        want("FRM010", "applicant.people"),
        allow={"PPL001": "the empty cell is the accreditation: either rule may say it"},
    )


@recipe("x10-controls-dates")
def _x10(to: Path) -> Truth:
    changes = {
        "project__dates": {"Start date": "4 January 2028", "End date": "31 December 2027"},
        "project__existing": "N/A",
    }
    answers = filled(POLICE, "variables.xlsx", "variables.xlsx, self-assessment.xlsx", **changes)
    form(to / "dag application.docx", "controls", answers, Style())
    evidence.ticked(
        to / "variables.xlsx",
        "PNC extract",
        POLICE_ROWS,
        ["postcode_sector", "occupation"],
        mark="Y - essential",
        heading="Need",
    )
    evidence.self_assessment(to / "self-assessment.xlsx", POLICE["project.title"], gaps=(12,))
    return truth(
        "Controls; the end before the start; N/A without its reason; a DPIA said to be done and not sent; one item of the workbook without justification",
        *LEFT_BLANK,
        want("FRM008", "project.dates"),
        want("FRM004", "project.existing"),
        want("DPA004", "gdpr.dpia"),
        want("ETH004", file="self-assessment.xlsx"),
        allow={"SUB003": "the DPIA's prompt asks to attach it"},
    )


@recipe("x11-three-authors")
def _x11(to: Path) -> Truth:
    answers = filled(
        SCHOOL,
        "variables.xlsx",
        "variables.xlsx, ethics.docx, dpia.docx",
        gdpr__article9="N/A – we process no special category data.",
        project__methods=SCHOOL["project.methods"].replace(" Further detail: see Annex A, attached.", ""),
    )
    form(to / "form_v7_HvdZ_KAM.docx", "tracked", answers, Style(unused="gone"))
    evidence.ticked(to / "variables.xlsx", "MoJ-DfE data share", SCHOOL_ROWS, ["ks4_score"], mark="x")
    other = [
        line.replace(SCHOOL["project.title"], "Bullying and attendance in rural primary schools").replace(
            "Kwabena", "Philippa"
        )
        for line in BRISTOL_LETTER
    ]
    evidence.letter(to / "ethics.docx", ["University of Bristol", "School for Policy Studies", "Ethics"], other)
    evidence.impact(to / "dpia.docx", SCHOOL["project.title"], "University of Bristol")
    return truth(
        "Tracked changes of three and comments; ethnicity and special needs asked for, and no Article 9 condition; the letter is another project's",
        want("SUB004", file="form_v7_HvdZ_KAM.docx"),
        want("DPA002", "gdpr.article9"),
        want("ETH007", file="ethics.docx"),
        ready=True,
    )


@recipe("x12-docm-boxes")
def _x12(to: Path) -> Truth:
    changes = {
        "access__status": ["new", "resubmission"],
        "access__route": ["sail", "own_setting"],
        "access__panels": "Research Accreditation Panel: approved on 1 October 2026, project 2026/118.",
    }
    answers = filled(PLEA, "Requested data.xlsx", "Requested data.xlsx, Ethics.eml, DPIA.docx", **changes)
    form(to / "Application.docm", "two_up", answers, Style(ticks=("☒", "☐")), macro=True)
    evidence.tab_per_table(to / "Requested data.xlsx", PLEA["project.title"], PLEA_ROWS, PLEA_NAMES)
    evidence.mail(to / "Ethics.eml", "g.pugh@swansea.example.ac.uk", "Ethics decision", SWANSEA_MAIL)
    evidence.impact(to / "DPIA.docx", PLEA["project.title"], "Swansea University")
    return truth(
        "New and resubmission both ticked; own secure setting ticked and its section empty; Crown Court data and not a word of DAP",
        want("FRM005", "access.status"),
        want("FRM001", section="own secure setting"),
        want("PAN001", "access.panels"),
        allow={"FRM004": "n/a beside a ticked resubmission"},
    )


@recipe("x13-eighty")
def _x13(to: Path) -> Truth:
    changes = {
        "project__ari": "Our project is highly relevant to the MoJ Areas of Research Interest.",
        "access__datasets": "Data First prisoner custodial journey and Data First probation",
        "access__panels": "Research Accreditation Panel: applied on 2 November 2026. No others, as all of the data are HMPPS Data First data.",
    }
    answers = filled(PRISON, "eighty variables.xlsx", "eighty variables.xlsx\nethics letter.docx\nDPIA.docx", **changes)
    form(to / "application form.docx", "merged_labels", answers, Style(prefix="Q", ticks=("✓", ""), unused="gone"))
    rows = [("offender", name, why) for _, name, why in PRISON_ROWS]
    parts = [
        ("cell_sharing", "whether a cell is shared"),
        ("regime_level", "the privilege level"),
        ("visits_n", "the number of visits"),
        ("work_hours", "hours of work"),
    ]
    months = [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "intake",
        "midpoint",
        "final",
    ]
    for month in months:
        for stem, text in parts:
            rows.append(
                (
                    "regime",
                    f"{stem}_{month}",
                    f"RQ2: {text} in {month} changes the risk of a charge in the 60 days around a move made then.",
                )
            )
    rows += [
        ("regime", "wing_type", "RQ2: vulnerable prisoners' wings see fewer charges."),
        ("regime", "escort_n", "RQ1: court escorts are not transfers."),
    ]
    rows.append(("regime", "bed_watch_n", "RQ1: nor are stays in hospital, which look like moves."))
    for at, blank in ((33, ""), (51, "-"), (70, "")):
        rows[at] = (*rows[at][:2], blank)
    evidence.tab_per_table(to / "eighty variables.xlsx", PRISON["project.title"], rows, {"PRIS": PRIS})
    evidence.letter(to / "ethics letter.docx", BANGOR, BANGOR_LETTER)
    evidence.impact(to / "DPIA.docx", PRISON["project.title"], "Prifysgol Bangor University")
    return truth(
        "Eighty variables, three of them without a reason; probation named and not in the list; the interests named only",
        *(want("VAR002", variable=rows[at][1]) for at in (33, 51, 70)),
        want("ARI002", "project.ari"),
        want("VAR007", dataset="probation"),
        want("VAR011", "safe_data.period"),
    )


@recipe("x14-odt-unsigned")
def _x14(to: Path) -> Truth:
    answers = filled(
        POLICE,
        "variables.xlsx",
        "variables.xlsx; UKSA.xlsx; DPIA.docx",
        declaration__signed={"Name": "Zoë Błaszczyk", "Signature": "", "Date": ""},
    )
    evidence.convert(form(to / "form.docx", "one_column", answers, Style(ticks=("☒", "☐"))), "odt")
    extra = [
        "force_area",
        "disposal_month",
        "clear_up_code",
        "station_type",
        "officer_grade",
        "file_status",
        "review_flag",
        "plea_entered",
        "appeal_flag",
        "breach_flag",
        "remand_flag",
        "bail_flag",
    ]
    rows = POLICE_ROWS + [
        ("PNC disposals", name, "Describes the circumstances of the disposal for the matching model.") for name in extra
    ]
    rows[2] = (*rows[2][:2], "")
    rows[3] = (*rows[3][:2], '"')
    evidence.ticked(to / "variables.xlsx", "PNC extract", rows, ["postcode"], mark="Yes")
    evidence.self_assessment(to / "UKSA.xlsx", POLICE["project.title"])
    evidence.impact(to / "DPIA.docx", POLICE["project.title"], "University of Leicester")
    return truth(
        "An .odt of one column; the declaration has a name only; a ditto mark under a blank; one reason for twelve variables",
        *LEFT_BLANK,
        want("FRM009", "declaration.signed"),
        want("VAR002", variable="sex"),
        want("VAR002", variable="police_force"),
        want("VAR004", file="variables.xlsx"),
    )


@recipe("x15-zip-in-zip")
def _x15(to: Path) -> Truth:
    changes = {"project__ethics": "We applied to SPSREC on 1 November 2026 and expect its decision in December."}
    answers = filled(
        SCHOOL, "variables.xlsx", "variables.xlsx", "dpia.docx", "Annex A.docx", "topic guide.docx", **changes
    )
    form(to / "form.docx", "boxed_labels", answers, Style(), producer="Google Docs")
    evidence.ticked(to / "variables.xlsx", "MoJ-DfE data share", SCHOOL_ROWS, [])
    evidence.impact(to / "dpia.docx", SCHOOL["project.title"], "University of Bristol")
    evidence.pack(to / "supporting documents.zip", [to / "variables.xlsx", to / "dpia.docx"])
    evidence.pack(to / "submission.zip", [to / "form.docx", to / "supporting documents.zip"])
    for file in list(to.iterdir()):
        if file.name != "submission.zip":
            file.unlink()
    return truth(
        "A .zip in a .zip; granted is ticked, the text says that the decision is awaited; an annex and a topic guide named and absent",
        want("ETH002", "project.ethics"),
        want("SUB003"),
        allow={
            "ETH008": "the box ticked says granted; the same fault as ETH002",
            "ETH001": "pending is said by ETH002",
        },
    )


@recipe("x16-printed-faults")
def _x16(to: Path) -> Truth:
    lead = PLEA["applicant.lead"] | {"Email": ""}
    answers = filled(
        PLEA,
        "data.csv",
        "data.csv, ethics.eml, DPIA.docx",
        applicant__lead=lead,
        project__benefit="[Łukasz to add a paragraph here]",
    )
    evidence.convert(form(to / "form as PDF.docx", "italics", answers, Style(unused="gone", answer="<w:i/>")), "pdf")
    rows = [[PLEA_NAMES[where.split()[0]], variable, why] for where, variable, why in PLEA_ROWS]
    rows[5][2], rows[9][2] = "Required for the analysis.", "Needed for our research"
    evidence.plain_csv(to / "data.csv", [["Dataset", "Variable", "Justification"], *rows])
    evidence.mail(to / "ethics.eml", "g.pugh@swansea.example.ac.uk", "Ethics decision", SWANSEA_MAIL)
    evidence.impact(to / "DPIA.docx", PLEA["project.title"], "Swansea University")
    return truth(
        "A PDF print; no e-mail of the lead applicant; a note to a co-author for an answer; two generic reasons",
        want("PPL002", "applicant.lead"),
        want("FRM003", "project.benefit"),
        want("VAR003", variable="court_code"),
        want("VAR003", variable="release_scheme"),
    )


def main(starts: list[str]) -> None:
    """Writes the submissions whose names start so, or all."""
    for name, make in RECIPES.items():
        if starts and not any(name.startswith(start) for start in starts):
            continue
        folder = CORPUS / "submissions" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        label = {"name": name} | make(folder)
        text = yaml.safe_dump(label, sort_keys=False, allow_unicode=True, width=110)
        (CORPUS / "truth" / f"{name}.yaml").write_text(text, encoding="utf-8")
        print(name)
