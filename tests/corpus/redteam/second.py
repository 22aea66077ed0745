"""The second batch: `python -m tests.corpus.redteam x17 x18 x19 x20 x21 x22` writes it."""

from __future__ import annotations

import copy
from pathlib import Path

from openpyxl import load_workbook

from tests.corpus.redteam import evidence, layouts
from tests.corpus.redteam.layouts import Style
from tests.corpus.redteam.layouts_second import SECOND, web_page
from tests.corpus.redteam.make import BRISTOL_LETTER, PLEA_NAMES, RECIPES, Truth, filled, form, recipe, truth, want
from tests.corpus.redteam.markup import Word, cell, para, row, run, table
from tests.corpus.redteam.projects import PLEA, PLEA_ROWS, POLICE, POLICE_ROWS, SCHOOL, SCHOOL_ROWS
from tests.corpus.redteam.projects_second import SUPERVISION, SUPERVISION_ROWS

__all__ = ["RECIPES"]
layouts.LAYOUTS.update(SECOND)
YORK_LETTER = [
    "14/09/2026",
    "To: H. Ødegård-Pryce",
    f"Application SPEC/2026/77 – {SUPERVISION['project.title']}",
    "Following Chair's review I can confirm that the Social Policy Ethics Committee of the University of York has approved the above.",
    "Approval runs to the end of 2028. Should anything change, write to us first.",
    "A. Threlkeld (Secretary)",
]
YORK = ["University of York", "Social Policy Ethics Committee", "Heslington, York YO10 5DD"]
SUPERVISION_NAMES = {
    "Probation": "Data First probation",
    "OASys": "Data First offender assessment (OASys)",
    "Linking": "Cross-justice system linking dataset",
}
NO_ANNEX = SCHOOL["project.methods"].replace(" Further detail: see Annex A, attached.", "")


@recipe("x17-run-in")
def _x17(to: Path) -> Truth:
    answers = filled(SUPERVISION, "supervision_vars.csv", "supervision_vars.csv, SPEC letter.docx, DPIA signed.docx")
    form(to / "IPS application.docx", "run_in", answers, Style(unused="gone", only_chosen=True))
    head = ["data source", "field", "rationale"]
    rows = [[SUPERVISION_NAMES[where], name, why] for where, name, why in SUPERVISION_ROWS]
    evidence.plain_csv(to / "supervision_vars.csv", [head, *rows])
    evidence.letter(to / "SPEC letter.docx", YORK, YORK_LETTER)
    evidence.impact(to / "DPIA signed.docx", SUPERVISION["project.title"], "Institute for Penal Studies")
    return truth(
        "Labels run in before the answers, Roman sections; sub-numbered paragraphs and 800 words in one answer; charity; approval of another's committee"
    )


@recipe("x18-grid")
def _x18(to: Path) -> Truth:
    answers = filled(
        SCHOOL, "Annex B at the end of this form", "SPSREC letter.docx\nDPIA.docx", project__methods=NO_ANNEX
    )
    document = Word(producer="Microsoft Office Word")
    SECOND["grid"](document, answers, Style(unused="gone", keep_guidance=True))
    document.add(para("Annex B: list of requested variables", style="Heading1"))
    heads = row(*(cell(para(run(head, "<w:b/>"))) for head in ("#", "Data set", "Variable", "Why it is needed")))
    lines = [
        row(cell(para(str(at))), cell(para("MoJ-DfE data share")), cell(para(name)), cell(para(why)))
        for at, (_, name, why) in enumerate(SCHOOL_ROWS, 1)
    ]
    document.add(table([heads, *lines], 4), "<w:p/>")
    document.save(to / "secure access application KAM.docx")
    evidence.letter(
        to / "SPSREC letter.docx", ["University of Bristol", "School for Policy Studies", "Ethics"], BRISTOL_LETTER
    )
    evidence.impact(to / "DPIA.docx", SCHOOL["project.title"], "University of Bristol")
    return truth(
        "Options in a grid of yes and no, every row with a mark; labelled blanks under headings side by side; the list an annex of the form"
    )


@recipe("x19-web-page")
def _x19(to: Path) -> Truth:
    answers = filled(
        POLICE,
        "PNC list.ods",
        "PNC list.ods, UKSA form.xlsx, DPIA.docx",
        linking__datasets="N/A",
        linking__method="N/A",
        access__panels="N/A: PNC data are for DAG only.",
    )
    web_page(to / "application.html", answers, Style(unused="gone", ticks=("(X)", "( )"), paraphrase=True))
    evidence.ticked(
        to / "PNC list.xlsx",
        "Police National Computer",
        POLICE_ROWS,
        ["forename", "postcode", "arrest_time"],
        mark="YES PLEASE",
        heading="Do you need it?",
    )
    evidence.convert(to / "PNC list.xlsx", "ods")
    evidence.self_assessment(to / "UKSA form.xlsx", POLICE["project.title"])
    evidence.impact(to / "DPIA.docx", POLICE["project.title"], "University of Leicester")
    return truth("A web form saved as a page, labels paraphrased; the list as .ods with a mark of its own words")


@recipe("x20-boxes")
def _x20(to: Path) -> Truth:
    crew = copy.deepcopy(SUPERVISION["applicant.people"])
    crew[1][1] = ""
    answers = filled(
        SUPERVISION,
        "fields.xlsx",
        "fields.xlsx, SPEC letter.docx, DPIA.docx",
        applicant__people=crew,
        project__ethics_route=[],
        safe_data__population="TBC",
        moj_data__extract="",
    )
    form(to / "form.docx", "boxes", answers, Style(keep_guidance=True))
    evidence.tab_per_table(to / "fields.xlsx", SUPERVISION["project.title"], SUPERVISION_ROWS, SUPERVISION_NAMES)
    book = load_workbook(to / "fields.xlsx")
    for name in SUPERVISION_NAMES:
        book[name].delete_cols(4)
    book.save(to / "fields.xlsx")
    evidence.letter(to / "SPEC letter.docx", YORK, YORK_LETTER)
    evidence.impact(to / "DPIA.docx", SUPERVISION["project.title"], "Institute for Penal Studies")
    return truth(
        "Answers framed, labels without numbers; no ethics box ticked, TBC, a blank, a person without organisation; a list without justifications",
        want("FRM005", "project.ethics_route"),
        want("FRM003", "safe_data.population"),
        want("FRM002", "moj_data.extract"),
        want("FRM010", "applicant.people"),
        want("VAR013", file="fields.xlsx"),
    )


@recipe("x21-run-in-faults")
def _x21(to: Path) -> Truth:
    changes = {
        "project__dates": {"Start date": "1 October 2026", "End date": "30 September 2028"},
        "project__summary": " ".join([SCHOOL["project.summary"]] * 5),
        "project__ari": "The Areas of Research Interest of 2020 name reducing reoffending and improving life chances. By dating the gap between exclusion"
        " and conviction, RQ1 tells youth offending teams when prevention would come in time.",
        "project__methods": NO_ANNEX,
        "gdpr__article6": "We will comply with all data protection law.",
    }
    answers = filled(SCHOOL, "variables.xlsx", "variables.xlsx, dpia.docx", **changes)
    form(to / "form.docx", "run_in", answers, Style(unused="blank"))
    evidence.ticked(to / "variables.xlsx", "MoJ-DfE data share", [*SCHOOL_ROWS, SCHOOL_ROWS[5]], [])
    evidence.impact(to / "dpia.docx", SCHOOL["project.title"], "University of Bristol")
    return truth(
        # Corrected after the first run: four times the summary were 260 words, so the fault that the label named was not there.
        "Start in the past, a summary of more than 300 words, only the 2020 interests, no Article 6 basis, a variable twice, the letter not attached",
        want("FRM008", "project.dates"),
        want("FRM006", "project.summary"),
        want("ARI003", "project.ari"),
        want("DPA001", "gdpr.article6"),
        want("VAR006", variable="fsm_eligible"),
        want("ETH008"),
    )


@recipe("x22-grid-faults")
def _x22(to: Path) -> Truth:
    crew = copy.deepcopy(PLEA["applicant.people"])
    crew[3][3] = "none so far"
    answers = filled(
        PLEA,
        "data.xlsx",
        "data.xlsx\nethics.docx",
        applicant__people=crew,
        gdpr__dpia=["No"],
        project__ethics="Swansea University Law School Ethics Committee gave a favourable opinion.",
    )
    form(to / "form.docx", "grid", answers, Style(unused="gone"))
    rows = [entry for entry in PLEA_ROWS if not entry[0].startswith("MOJDF")]
    evidence.tab_per_table(
        to / "data.xlsx", PLEA["project.title"], rows, {key: name for key, name in PLEA_NAMES.items() if key != "MOJDF"}
    )
    lines = [
        f"Project: {PLEA['project.title']}",
        "Dear Ngozi,",
        "The Law School Ethics Committee gave your project a favourable ethical opinion, reference SU-LAW-2611, on 5 November 2026.",
        "This approval expires on 31 December 2028.",
        "Dr Gareth Pugh, Chair",
    ]
    evidence.letter(to / "ethics.docx", ["Swansea University", "Law School Ethics Committee"], lines)
    return truth(
        "No impact assessment for linked data; the linking dataset named in the form and not in the list; a person without accreditation; approval ends early",
        want("DPA004", "gdpr.dpia"),
        want("VAR007"),
        want("PPL001", "applicant.people"),
        want("ETH009", file="ethics.docx"),
        allow={
            "VAR012": "the linking dataset that VAR007 misses holds the keys",
            "ETH003": "the form's answer leaves out what the letter has",
        },
    )
