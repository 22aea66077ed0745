"""One more pair, as in pairs.py: what a machine takes for a blank, a stand-in, a name or an attachment, and a person does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from tests.corpus.generator import lists, producers
from tests.corpus.generator.blocks import Block
from tests.corpus.generator.content import Variable
from tests.corpus.generator.layouts import FormMaker, Layout
from tests.corpus.generator.submission import Submission
from tests.corpus.generator.wordml import GOOGLE

HEARING = "Q1: scores the fidelity of the review hearings under the published manual."
WITHDRAWN = Variable("Common Platform", "case", "solicitor_firm", "Firm of the defence", "Q1", "")
MORE = " We thank the court staff and the people under supervision who read this page for us before we sent it to you, and who told us which words to leave out of it."


class CourtHeading(FormMaker):
    """A form whose section on the courts has a heading of the house's own."""

    def heading(self, section: dict[str, Any]) -> list[Block]:
        titles = {"hmcts_data": "Court data (HMCTS)", "own_setting": "Our own secure setting"}
        return super().heading({**section, "title": titles.get(section["id"], section["title"])})


def summary(sub: Submission, words: int) -> str:
    """The summary brought to a number of words."""
    text = sub.project.answers["project.summary"].rstrip()
    longer = text.split(" ")
    more = (MORE * 12).split()
    return " ".join([*longer, *more[: words - len(text.split())]]).rstrip(",.") + "."


def courts_list(sub: Submission, path: Path, *, struck: bool, reasons: str) -> None:
    """A list whose last row was struck out, or not."""
    book = Workbook()
    ws = book.active
    assert ws is not None
    ws.title = "Fields"
    ws.append(["Extract", "Table", "Field", "What it is", reasons])
    for v in [*sub.project.variables, WITHDRAWN]:
        ws.append([v.dataset, v.table, v.name, v.description, v.justification])
    for cell in ws[ws.max_row] if struck else ():
        cell.font = Font(strike=True)
    lists.save(book, path)


def problem_solving(sub: Submission, shared: tuple[str, ...]) -> None:
    """What both of the pair have: linking by the owners, texts that hearings share, letters."""
    sub.project.variables = [
        replace(v, justification=HEARING) if v.name in shared else v for v in sub.project.variables
    ]
    sub.project.ticked["linking.intended"] = ["yes"]
    sub.answer("linking.datasets", "PNC extract and Common Platform extract; MoJ and HMCTS have agreed in principle.")
    sub.letter("certificate", "SRA certificate.docx")
    sub.letter("dpia", "DPIA.docx", role="dpia")


def evaluation_neighbours() -> None:
    layout = Layout("rows", boxes="glyph", guidance=False, unused="na_each", fields="lines", sections="h1")
    sub = Submission(
        "p12-evaluation-neighbours",
        "problemsolving",
        layout,
        "LibreOffice; answers of one word or figure, a person called N. A., rooms called TBA and TBC, a word count under the summary, a section that says it is not used, reasons under 'Comments', a row struck out",
        maker=CourtHeading,
    )
    problem_solving(sub, ("review_hearing_date", "same_judge_flag", "attended_flag", "pilot_marker"))
    sub.looks_like("FRM001", "the section on HMCTS data has another heading", section="HMCTS data")
    sub.answer("applicant.conflicts", "Nil")
    sub.looks_like("FRM002", "one word is an answer", question="applicant.conflicts")
    sub.answer("own_setting.retention", "0 days: every file goes back to MoJ on the last day of the contract.")
    sub.looks_like("FRM002", "nought days", question="own_setting.retention")
    sub.answer(
        "hmcts_primary.sites",
        "Teesside (rooms TBA, TBB and TBC), Birmingham, Liverpool, Bristol. 16 court staff, 45 minutes each.",
    )
    sub.looks_like("FRM003", "TBA and TBC are rooms of a court", question="hmcts_primary.sites")
    sub.answer(
        "hmcts_primary.sponsor", "N. A. Pemberton, Deputy Director, Crime Programme: agreed by e-mail on 7 October 2026"
    )
    sub.looks_like("FRM004", "a person's initials", question="hmcts_primary.sponsor")
    sub.answer("project.summary", summary(sub, 298) + "\n\n(Word count: 298)")
    sub.looks_like("FRM006", "298 words, and a line that says so", question="project.summary")
    sub.change.fill_unused.add("ons_srs")
    sub.answer("ons_srs.project", "We shall not use the SRS.")
    sub.answer("ons_srs.mode", "Not applicable, see section 10.")
    sub.answer("ons_srs.ingest", "None")
    sub.looks_like("FRM007", "the section says that it is not used", section="ONS Secure Research Service")
    sub.project.fields["project.dates"] = {"Start date": "As soon as approved", "End date": "24 months after the start"}
    sub.looks_like("FRM008", "dates that depend on the approval", question="project.dates")
    sub.project.fields["declaration.signed"] |= {"Signature": "O Brightwater (by e-mail)", "Date": "Nov 19th, 2026"}
    sub.looks_like("FRM009", "signed by e-mail", question="declaration.signed")
    sub.looks_like("FRM010", "no number of accreditation, because the route wants none", question="applicant.people")
    sub.answer(
        "access.panels",
        "One: the panel of HMCTS, which has had our application since 19 November 2026. NRC, DfE and RAP have no part in this.",
    )
    sub.looks_like("PAN001", "the Data Access Panel is called the panel of HMCTS", question="access.panels")
    sub.looks_like("PAN002", "the PNC extract is in the remit, all else is not")
    sub.answer(
        "project.benefit",
        "MoJ and HMCTS attach great weight to the decision on roll-out, which rests on this study. The public gets safer streets if it works.",
    )
    sub.looks_like("SUB003", "to attach weight is not to attach a file", question="project.benefit")
    sub.answer(
        "linking.method",
        "HMCTS and MoJ link the two by name and date of birth before supply and replace both by a project key (person_key). We join on that key.",
    )
    sub.looks_like("VAR012", "the owners link, and the key that they make is asked for", question="linking.intended")
    sub.names["list"] = "Fields asked for.xlsx"
    courts_list(sub, sub.path("Fields asked for.xlsx"), struck=True, reasons="Comments")
    sub.answer("safe_data.variables", "All the variables that we need are in {list}.")
    sub.looks_like("VAR009", "all variables that are needed, in a list", question="safe_data.variables")
    sub.looks_like("VAR002", "the row is struck out", variable="solicitor_firm")
    sub.looks_like("VAR004", "four with one text", file="Fields asked for.xlsx")
    sub.looks_like("VAR013", "the reasons stand under 'Comments'", file="Fields asked for.xlsx")
    sub.letter("instruments", "Topic guides and consent form.docx", role="instruments")
    sub.write(lambda page, path: producers.through_libreoffice(page, path, via=""))


def evaluation_faults() -> None:
    layout = Layout("giant", boxes="tickmark", guidance=False, unused="na_each", blank="dots", fields="lines")
    sub = Submission(
        "p13-evaluation-faults",
        "problemsolving",
        layout,
        "Google Docs-like; the twin of p12: the same words as blanks, stand-ins and N/A, one word too many, a section that is used, an end that is past, a certificate that was forgotten, five with one text, no key",
    )
    problem_solving(
        sub, ("review_hearing_date", "same_judge_flag", "attended_flag", "pilot_marker", "drug_alcohol_requirement")
    )
    for key in ("hmcts_primary.sponsor", "hmcts_primary.sites", "hmcts_primary.instruments"):
        sub.answer(key, "")
    sub.expect("FRM001", section="HMCTS primary data collection")
    sub.answer("own_setting.retention", "")
    sub.expect("FRM002", question="own_setting.retention")
    sub.answer("hmcts_data.extract", "TBA")
    sub.expect("FRM003", question="hmcts_data.extract")
    sub.answer("safe_data.population", "N. A.")
    sub.expect("FRM004", question="safe_data.population")
    sub.answer("project.summary", summary(sub, 301))
    sub.expect("FRM006", question="project.summary")
    sub.change.fill_unused.add("ons_srs")
    sub.answer("ons_srs.project", "2026/118")
    sub.answer("ons_srs.mode", "Remote access under agreement AOC-0201")
    sub.answer("ons_srs.ingest", "None")
    sub.expect("FRM007", section="ONS Secure Research Service")
    sub.project.fields["project.dates"] = {"Start date": "As soon as approved", "End date": "30 June 2026"}
    sub.expect("FRM008", question="project.dates")
    sub.project.fields["declaration.signed"]["Date"] = ""
    sub.expect("FRM009", question="declaration.signed")
    sub.project.people[1][2] = ""
    sub.expect("FRM010", question="applicant.people")
    sub.answer(
        "access.panels",
        "One: NRC, which has nothing to decide because no prison is visited. No other panel has been approached.",
    )
    sub.expect("PAN001", question="access.panels")
    sub.answer(
        "own_setting.certification",
        "Cyber Essentials Plus to 30 June 2027. We attach the certificate (CE Plus 2026.pdf).",
    )
    sub.expect("SUB003", question="own_setting.certification")
    sub.project.variables = [v for v in sub.project.variables if v.name != "person_key"]
    sub.answer("linking.method", "We set each case beside the convictions of the same person, by name.")
    sub.expect("VAR012", question="linking.intended")
    sub.names["list"] = "Fields asked for.xlsx"
    courts_list(sub, sub.path("Fields asked for.xlsx"), struck=False, reasons="Comments")
    sub.expect("VAR002", variable="solicitor_firm")
    sub.expect("VAR004", file="Fields asked for.xlsx")
    sub.write(dialect=GOOGLE)


ALL = [evaluation_neighbours, evaluation_faults]
