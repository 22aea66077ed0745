"""More submissions with faults: files, sections, choices and stand-ins; lists; ethics; ARI; and the rules that later issues bring."""

from __future__ import annotations

from dataclasses import replace

from tests.corpus.generator import broken, lists, producers
from tests.corpus.generator.blocks import Change, Note, Page, Para, Run, Table, cell, para
from tests.corpus.generator.layouts import Layout
from tests.corpus.generator.ready_more import OLD_WORD, with_xlsx, zipped
from tests.corpus.generator.submission import Submission
from tests.corpus.generator.wordml import GOOGLE, SWEDISH, write_docx


def usual(sub: Submission, *, ethics: bool = True, list_name: str = "variables.xlsx") -> None:
    """The attachments of a sound submission: list, letter, impact assessment, and what else the project speaks of."""
    if list_name:
        sub.plain_list(list_name)
    if ethics:
        if sub.project_name in ("remand", "dfe"):
            sub.uksa("UKSA self-assessment.xlsx")
        if sub.project_name == "dfe":
            sub.letter("data_ethics_reply", "Data Ethics reply.txt", role="reply")
        else:
            sub.letter("granted", "Ethics approval.pdf")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    if sub.project_name == "problemsolving":
        sub.letter("instruments", "Instruments.docx", role="instruments")


# --- SUB ---------------------------------------------------------------------------------------------------------------


def no_form() -> None:
    sub = Submission("f05-no-form", "courts", about="A covering letter, a list, a letter of approval - and no form")
    usual(sub)
    text = "Dear secretariat,\n\nPlease find our application for Data First data. We would like to use Crown Court and custodial journey records.\n\nYours\nGwenllian Prys"
    write_docx(Page([para(line) for line in text.split("\n")], "Covering letter"), sub.path("Covering letter.docx"))
    sub.expect("SUB001")
    sub.write(form=False)


def unreadable_files() -> None:
    layout = Layout("twocol", boxes="w14", guidance=True, unused="na_each", blank="placeholder")
    sub = Submission(
        "f06-unreadable-files",
        "remand",
        layout,
        "A sound form beside an encrypted workbook, a PDF of no bytes, a .docx cut short and a photograph; the list and the letter are readable",
    )
    usual(sub)
    broken.encrypted_office(sub.path("Budget (password).xlsx"))
    sub.path("Data management plan.pdf").write_bytes(b"")
    sub.letter("instruments", "Advisory group minutes.docx", role="minutes")
    broken.cut_short(sub.path("Advisory group minutes.docx"))
    broken.photograph(sub.path("IMG_2041.heic"))
    for name in ("Budget (password).xlsx", "Data management plan.pdf", "Advisory group minutes.docx", "IMG_2041.heic"):
        sub.expect("SUB002", file=name)
    sub.write()


def form_cut_short() -> None:
    sub = Submission(
        "f07-form-cut-short", "student", Layout("rows", guidance=False), "The form itself is broken off by an upload"
    )
    usual(sub)
    sub.write()
    broken.cut_short(sub.path(sub.form_name), 0.5)
    sub.expect("SUB002", file=sub.form_name)
    sub.allow.append({"code": "SUB001", "reason": "true as well, though the broken file is the fault to mend"})
    sub.allow += [{"code": code, "reason": "cannot be told without the form"} for code in ("ETH001", "VAR001")]
    sub.write_truth()


# --- FRM ---------------------------------------------------------------------------------------------------------------


def sections_absent() -> None:
    layout = Layout(
        "rows", boxes="glyph", guidance=False, unused="deleted", sections="shaded", fields="lines", blank="empty"
    )
    sub = Submission(
        "f08-sections-absent",
        "student",
        layout,
        "GDPR deleted; data linking and ONS SRS left blank throughout, though all three apply",
    )
    usual(sub)
    sub.change.drop_sections.add("gdpr")
    sub.names["dpia"] = ""
    sub.path("DPIA.docx").unlink()
    sub.project.ticked["linking.intended"] = []
    for key in ("linking.datasets", "linking.method", "ons_srs.project", "ons_srs.mode", "ons_srs.ingest"):
        sub.answer(key, "")
    sub.expect("FRM001", section="GDPR")
    sub.expect("FRM001", section="Data linking")
    sub.expect("FRM001", section="Accessing data through the ONS Secure Research Service")
    sub.write(producers.python_docx)


def choices_unclear() -> None:
    layout = Layout("paras", boxes="legacy", guidance=True, unused="na_section", numbers="auto", question_style="h2")
    sub = Submission(
        "f09-choices-unclear",
        "dfe",
        layout,
        "Legacy boxes: both kinds of application ticked, yes and no, two ethics routes, no access route; ticks elsewhere innocent",
    )
    usual(sub)
    sub.project.ticked["access.status"] = ["new", "resubmission"]
    sub.project.ticked["gdpr.dpia"] = ["yes", "no"]
    sub.project.ticked["project.ethics_route"] = ["self_assessment", "not_required"]
    for key in ("access.status", "gdpr.dpia", "project.ethics_route"):
        sub.expect("FRM005", question=key)
    sub.write(dialect=OLD_WORD)


def no_boxes_rows() -> None:
    layout = Layout(
        "giant", boxes="tickmark", options="rows", guidance=False, unused="na_section", fields="table", numbers="typed"
    )
    sub = Submission(
        "f10-no-boxes",
        "courts",
        layout,
        "npm docx; three questions of choice with no box ticked, one of them yes/no, in option tables",
    )
    usual(sub)
    for key in ("access.status", "linking.intended", "project.ethics_route"):
        sub.project.ticked[key] = []
        sub.expect("FRM005", question=key)
    sub.write(producers.npm_docx)


def standins() -> None:
    layout = Layout(
        "twocol", boxes="bracket", guidance=False, unused="na_section", numbers="typed", sections="bold", fields="lines"
    )
    sub = Submission(
        "f11-stand-ins",
        "problemsolving",
        layout,
        "Stand-ins of every kind: to follow, xxx, [insert ...], lorem ipsum, the question again, see above; beside answers that contain such words innocently",
    )
    usual(sub)
    for key, text in {
        "project.outputs": "To follow.",
        "project.existing": "xxx",
        "project.benefit": "[insert benefits here]",
        "project.risks": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
        "safe_data.minimisation": "Why is this the least data that will answer the research questions?",
        "own_setting.retention": "tbd",
        "hmcts_data.jurisdiction": "To be confirmed",
        "moj_data.extract": "TO BE COMPLETED",
    }.items():
        sub.answer(key, text)
        sub.expect("FRM003", question=key)
    sub.answer(
        "safe_data.disclosure",
        "Cells under 10 suppressed. In the follow-up tables sites are marked XX where HMCTS has not agreed to be named; the letter of agreement is to follow the pattern of our earlier contract.",
    )
    sub.write(dialect=SWEDISH)


def not_applicable_wrongly() -> None:
    layout = Layout("inline", boxes="paren", guidance=False, unused="na_section", sections="h1")
    sub = Submission(
        "f12-na-wrongly",
        "remand",
        layout,
        "N/A in many spellings, where a question cannot be N/A or wants a reason; and where a plain N/A will do",
    )
    usual(sub)
    for key, text in {
        "access.panels": "N/A",
        "applicant.funding": "Not applicable.",
        "gdpr.article9": "n/a",
        "safe_data.period": "NA",
        "moj_data.extract": "Not Applicable",
        "project.outputs": "N.A.",
        "ons_srs.mode": "n / a",
    }.items():
        sub.answer(key, text)
        sub.expect("FRM004", question=key)
    sub.answer("moj_data.contact", "N/A")
    sub.answer("linking.method", "N/A")
    sub.answer("ons_srs.ingest", "not applicable")
    sub.allow += [
        {"code": code, "reason": "a rule of a later issue on the same answer"} for code in ("DPA002", "PAN001")
    ]
    sub.write(producers.python_docx)


def dots_and_dashes() -> None:
    layout = Layout(
        "paras",
        boxes="wingdings",
        guidance=True,
        unused="blank",
        blank="dots",
        question_style="normal",
        sections="caps",
    )
    sub = Submission(
        "f13-dots-and-dashes",
        "courts",
        layout,
        "Blanks made of dots, underscores, dashes and empty paragraphs, under guidance; the sections not needed have the same dots",
    )
    usual(sub)
    for key, text in {
        "project.existing": "",
        "safe_data.population": "________________",
        "linking.datasets": "–",
        "hmcts_data.jurisdiction": ". . . . . . . . .",
        "moj_data.contact": "",
    }.items():
        sub.answer(key, text)
        sub.expect("FRM002", question=key)
    sub.change.raw["project.aims"] = [para(), para(" "), para("\u00a0")]
    sub.expect("FRM002", question="project.aims")
    sub.write(dialect=GOOGLE)


def blanks_in_legacy_fields() -> None:
    layout = Layout(
        "legacy", boxes="legacy", options="after", guidance=False, unused="blank", fields="tabbed", edits=True
    )
    sub = Submission(
        "f14-blanks-in-legacy-fields",
        "trial",
        layout,
        "Word 2003-like: empty FORMTEXT fields hold five spaces; sections not needed untouched; no list at all",
    )
    sub.letter("favourable", "REC letter.pdf")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    for key in ("project.methods", "safe_data.disclosure", "own_setting.storage", "gdpr.controller"):
        sub.answer(key, "")
        sub.expect("FRM002", question=key)
    sub.answer("safe_data.variables", "About ten variables of the offence and person tables will be needed.")
    sub.expect("VAR001")
    sub.write(dialect=OLD_WORD)


# --- VAR ---------------------------------------------------------------------------------------------------------------


def blanket_merged() -> None:
    layout = Layout(
        "threecol", boxes="glyph", guidance=True, unused="na_section", fields="pairs", question_style="normal"
    )
    sub = Submission(
        "f15-blanket-justifications",
        "courts",
        layout,
        "One merged justification over twelve rows, one text typed against ten others; two short ones are specific",
    )
    usual(sub, list_name="")
    text = "Court records are needed so that the length of each stage and the characteristics of the case can be held constant in the models."
    other = "Prison outcome needed for question 2."
    names = [v.name for v in sub.project.variables]
    typed = names[15:25]
    sub.project.variables = [
        replace(v, justification=other) if index in range(15, 25) else v
        for index, v in enumerate(sub.project.variables)
    ]
    assert len(typed) == 10
    sub.names["list"] = "catalogue.xlsx"
    lists.catalogue(
        sub.project.variables,
        sub.path("catalogue.xlsx"),
        merged=((0, 11, text),),
        interleaved=False,
        unwanted=2,
        header_row=8,
    )
    sub.expect("VAR004", sheet="Data items", cell="F9")
    sub.expect("VAR004", sheet="Data items", cell="F24")
    sub.answer("safe_data.variables", "{list}")
    sub.allow += [
        {"code": code, "reason": "the blanket texts may be called generic or unspecific, though VAR004 says it"}
        for code in ("VAR003", "VAR010")
    ]
    sub.write()


def generic_everywhere() -> None:
    layout = Layout("sdt", boxes="w14", guidance=True, unused="blank", blank="placeholder", numbers="typed")
    sub = Submission(
        "f16-generic-justifications",
        "remand",
        layout,
        "Generic phrases, names and descriptions repeated, blanks and stand-ins among sixty good justifications; list as .ods",
    )
    usual(sub, list_name="")
    bad = {
        "marital_status_desc": ("Required for research", "VAR003"),
        "transfers_n": ("Number of moves between prisons", "VAR003"),
        "tier_code": ("tier_code", "VAR003"),
        "deceased_flag": ("Necessary for the analysis.", "VAR003"),
        "court_type": ("We need this variable.", "VAR003"),
        "provider_region": ("To be confirmed", "VAR002"),
        "contact_type_group": ("N/A", "VAR002"),
        "disposal_code": ("", "VAR002"),
        "co_defendant_flag": ("—", "VAR002"),
        "charge_count": ("?", "VAR002"),
    }
    sub.justify(**{name: text for name, (text, _) in bad.items()})
    for name, (_, code) in bad.items():
        sub.expect(code, variable=name)
    with_xlsx(sub, "variables.ods")
    sub.names["list"] = "variables.ods"
    sub.allow.append({"code": "VAR010", "reason": "some may count as sensitive; adds to VAR002-VAR004 as a note"})
    sub.write()


def nothing_marked() -> None:
    layout = Layout("samecell", boxes="w14", guidance=False, unused="na_section", fields="controls")
    sub = Submission(
        "f17-nothing-marked",
        "dfe",
        layout,
        "A catalogue of 52 rows whose request column is the untouched No throughout",
    )
    usual(sub, list_name="")
    sub.names["list"] = "Request workbook.xlsx"
    sub.project.variables = [replace(v, justification="") for v in sub.project.variables]
    lists.catalogue(sub.project.variables, sub.path("Request workbook.xlsx"), requested=False, unwanted=30)
    sub.expect("VAR008", file="Request workbook.xlsx")
    sub.allow.append(
        {"code": "VAR007", "reason": "follows from the same fault: nothing is requested of the datasets named"}
    )
    sub.write()


def list_in_the_form() -> None:
    layout = Layout("paras", boxes="bracket", guidance=False, unused="deleted", sections="h1")
    sub = Submission(
        "f18-list-in-the-form",
        "trial",
        layout,
        "python-docx; the list is a Word table at the end of the form, with three gaps and a generic text",
    )
    sub.justify(disposal="", caution_flag="TBC", match_quality="-", custody_days="For analysis")
    sub.change.after["end"] = [
        para("Table 1. Requested variables", "h2"),
        lists.word_table(sub.project.variables, columns=("Variable name", "Description", "Justification")),
    ]
    for name in ("disposal", "caution_flag", "match_quality"):
        sub.expect("VAR002", variable=name)
    sub.expect("VAR003", variable="custody_days")
    sub.letter("granted", "REC.pdf")
    sub.letter("dpia", "DPIA.pdf", role="dpia")
    sub.allow.append({"code": "VAR010", "reason": "offence details; adds to VAR002-VAR004 as a note"})
    sub.write(producers.python_docx)


def yes_without_reason() -> None:
    layout = Layout("twocol", boxes="legacy", options="inline", guidance=True, unused="na_each", fields="pairs")
    sub = Submission(
        "f19-yes-without-reason",
        "problemsolving",
        layout,
        "Yes/No catalogue: three of the rows marked Yes have no justification; the rows marked No need none",
    )
    usual(sub, list_name="")
    sub.justify(age_group="", same_judge_flag="", disposal_type_description="see protocol")
    sub.names["list"] = "Items.xlsx"
    lists.catalogue(sub.project.variables, sub.path("Items.xlsx"), mark=("Yes", "No"), unwanted=40, header_row=2)
    sub.expect("VAR002", sheet="Data items", variable="age_group")
    sub.expect("VAR002", sheet="Data items", variable="same_judge_flag")
    sub.expect("VAR003", sheet="Data items", variable="disposal_type_description")
    sub.allow.append({"code": "VAR010", "reason": "a disposal may count as sensitive; adds to VAR003 as a note"})
    sub.allow.append({"code": "VAR002", "reason": "'see protocol' may be read as a stand-in rather than as generic"})
    sub.write()


# --- ETH ---------------------------------------------------------------------------------------------------------------


def ethics_absent() -> None:
    layout = Layout("paras", boxes="glyph", guidance=False, unused="deleted", sections="bold")
    sub = Submission(
        "f20-ethics-absent",
        "courts",
        layout,
        "Nothing about an approval: no box, no letter, a line about professional standards",
    )
    usual(sub, ethics=False)
    sub.project.ticked["project.ethics_route"] = []
    sub.answer(
        "project.ethics",
        "We abide by the statement of ethics of the British Society of Criminology and by the Institute's own code of conduct.",
    )
    sub.expect("FRM005", question="project.ethics_route")
    sub.expect("ETH001")
    sub.write(dialect=GOOGLE)


def letter_not_attached() -> None:
    layout = Layout("rows", boxes="tickmark", guidance=True, unused="na_section", fields="tabbed", edits=True)
    sub = Submission(
        "f21-letter-not-attached",
        "student",
        layout,
        "Approval told with all its details, and no letter among the files",
    )
    usual(sub, ethics=False)
    sub.expect("ETH008")
    sub.write(producers.npm_docx)


def ethics_refused() -> None:
    layout = Layout("inline", boxes="glyph", guidance=False, unused="deleted", sections="h1")
    sub = Submission(
        "f22-ethics-refused",
        "trial",
        layout,
        "The letter gives an unfavourable opinion; the form says a decision was received",
    )
    sub.change.after["safe_data.variables"] = [lists.word_table(sub.project.variables)]
    sub.answer(
        "project.ethics",
        "North East - Tyneford & South Durham REC, 18/NE/0307. The committee's decision on the extension of follow-up, dated 22 April 2026, is attached.",
    )
    sub.letter("refused", "REC decision.pdf")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.expect("ETH002", file="REC decision.pdf")
    sub.allow.append({"code": "ETH008", "reason": "the box ticked says granted; the same fault as ETH002"})
    sub.write()


def ethics_provisional() -> None:
    layout = Layout("giant", boxes="w14", guidance=True, unused="blank", fields="lines", question_style="normal")
    sub = Submission(
        "f23-ethics-provisional",
        "student",
        layout,
        "The letter is a provisional opinion, the answer 'approved subject to minor amendments'; a .zip",
    )
    sub.plain_list("variables.xlsx")
    sub.answer(
        "project.ethics",
        "Approved by the Faculty Ethics Panel, FEP-26-071, subject to minor amendments that I have sent in; confirmation is awaited.",
    )
    sub.letter("provisional", "FEP letter.docx")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.expect("ETH002")
    sub.allow += [
        {"code": "ETH002", "reason": "form and letter may both be quoted"},
        {"code": "ETH008", "reason": "the box ticked says granted; the same fault as ETH002"},
    ]
    sub.write()
    zipped(sub)


def self_assessment_untouched() -> None:
    layout = Layout(
        "threecol", boxes="bracket", guidance=False, unused="deleted", fields="lines", question_style="normal"
    )
    sub = Submission(
        "f24-self-assessment-untouched",
        "dfe",
        layout,
        "The self-assessment workbook is attached as it was downloaded: no title, no selection, no justification",
    )
    sub.plain_list("variables.xlsx")
    sub.uksa("UKSA form.xlsx", untouched=True)
    sub.answer("project.ethics", "The UK Statistics Authority ethics self-assessment is attached ({uksa}).")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.expect("ETH004", file="UKSA form.xlsx")
    sub.allow += [
        {"code": "ETH004", "reason": "one finding for the workbook or one for each cell"},
        {"code": "ETH001", "reason": "an untouched form is no completed self-assessment"},
    ]
    sub.write()


def self_assessment_gaps() -> None:
    layout = Layout(
        "paras", boxes="w14", guidance=False, unused="blank", fields="table", numbers="absent", question_style="h2"
    )
    sub = Submission(
        "f25-self-assessment-gaps",
        "dfe",
        layout,
        "LibreOffice; a selection, two justifications (one of an N/A item) and two fields of basic information are missing",
    )
    sub.plain_list("variables.xlsx", header_row=4)
    gaps = ("C7", "C16", "E29", "N43", "N53", "D50")
    sub.uksa("Ethics SA.xlsx", blank=gaps)
    sub.letter("data_ethics_reply", "reply.txt", role="reply")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    for at in gaps:
        sub.expect("ETH004", file="Ethics SA.xlsx", cell=at)
    sub.write(lambda page, path: producers.through_libreoffice(page, path, via="odt"))


# --- ARI ---------------------------------------------------------------------------------------------------------------


def ari_named_only() -> None:
    layout = Layout("samecell", boxes="glyph", guidance=True, unused="na_section", fields="lines")
    sub = Submission(
        "f26-ari-named-only", "student", layout, "HTML through LibreOffice; 'aligned with the MoJ ARI 2025' and no more"
    )
    usual(sub)
    sub.answer("project.ari", "This project is fully aligned with the MoJ Areas of Research Interest 2025.")
    sub.expect("ARI002", question="project.ari")
    sub.write(producers.from_html)


def ari_blank() -> None:
    layout = Layout("textbox", boxes="w14", guidance=True, unused="deleted")
    sub = Submission(
        "f27-ari-blank",
        "courts",
        layout,
        "An empty text box where the ARI should be explained, and nothing in any other answer",
    )
    usual(sub)
    sub.answer("project.ari", "")
    sub.expect("ARI001", question="project.ari")
    sub.write()


# --- rules that come later ---------------------------------------------------------------------------------------------------


def later_rules() -> None:
    layout = Layout("paras", boxes="w14", guidance=False, unused="deleted", fields="lines")
    sub = Submission(
        "f28-later-rules",
        "remand",
        layout,
        "Faults of later issues: an unsigned declaration, a person without organisation, dates in the past, a long summary, a section too many, a repeated variable, comments left in",
    )
    variables = sub.project.variables
    sub.project.variables = [*variables, variables[9]]
    usual(sub)
    later = {"rules_of_issue": "D"}
    sub.expect("VAR006", variable="reception_date", **later)
    sub.project.fields["declaration.signed"] = {}
    sub.expect("FRM009", question="declaration.signed", **later)
    sub.project.people[2][1] = ""
    sub.expect("FRM010", question="applicant.people", **later)
    sub.project.fields["project.dates"] = {"Start date": "1 April 2026", "End date": "31 February 2028"}
    sub.expect("FRM008", question="project.dates", **later)
    extra = "\n\nWe add here, because reviewers have asked before, that the team has worked with such records for many years. It has shown in earlier projects that it can keep them safe and can explain what they say in words that people outside the field understand."
    sub.answer("project.summary", sub.project.answers["project.summary"] + extra * 3)
    sub.expect("FRM006", question="project.summary", **later)
    sub.change.fill_unused.add("hmcts_data")
    sub.answer("hmcts_data.jurisdiction", "Criminal, Crown Court")
    sub.answer("hmcts_data.extract", "One row per defendant in a case")
    sub.expect("FRM007", section="HMCTS data", **later)
    sub.allow.append({"code": "FRM002", "reason": "the general rule speaks until FRM009 and FRM010 are there"})
    sub.change.raw["project.outputs"] = [
        Para(
            (
                Run("Report to MoJ and HMPPS in March 2029; "),
                Note("two articles", "Which journals?", "Daniel Achterberg"),
                Run(" by June 2029; "),
                Change("code in September 2029", "Tom Ellery"),
            )
        )
    ]
    sub.expect("SUB004", file="application form.docx", **later)
    sub.write()


def everything_wrong() -> None:
    layout = Layout(
        "giant",
        boxes="paren",
        options="after",
        guidance=True,
        unused="blank",
        blank="underscores",
        numbers="typed",
        fields="table",
        sections="h1",
        spare_people=2,
    )
    sub = Submission(
        "f29-everything-wrong",
        "problemsolving",
        layout,
        "A first draft by a hurried team: faults of every family in one giant table, python-docx",
    )
    sub.justify(prior_10y_n="", age_group="needed for the analysis", pilot_marker="tbc")
    sub.plain_list("vars draft.xlsx", header_row=3)
    sub.letter("dpia", "DPIA draft.docx", role="dpia")
    sub.letter("instruments", "guides.docx", role="instruments")
    sub.letter("acknowledgement", "SRA receipt.txt")
    broken.cut_short(sub.path("DPIA draft.docx"), 0.7)
    sub.expect("SUB002", file="DPIA draft.docx")
    for name, code in (("prior_10y_n", "VAR002"), ("pilot_marker", "VAR002"), ("age_group", "VAR003")):
        sub.expect(code, variable=name)
    sub.answer("hmcts_primary.sites", "")
    sub.expect("FRM002", question="hmcts_primary.sites")
    sub.answer("own_setting.storage", "TBC with IT")
    sub.expect("FRM003", question="own_setting.storage")
    sub.answer("access.panels", "n/a")
    sub.expect("FRM004", question="access.panels")
    sub.expect("PAN001", question="access.panels", rules_of_issue="D")
    sub.project.ticked["linking.intended"] = []
    sub.expect("FRM005", question="linking.intended")
    sub.answer("project.ethics", "Submitted to the SRA Ethics Forum on 5 October, decision awaited.")
    sub.expect("ETH002")
    sub.answer("project.ari", "Yes - see the ARI document.")
    sub.expect("ARI002", question="project.ari")
    sub.allow += [
        {"code": "ETH002", "reason": "form and receipt may both be quoted"},
        {"code": "ETH008", "reason": "the box ticked says granted; the same fault as ETH002"},
        {"code": "ETH001", "reason": "pending is said by ETH002"},
        {"code": "DPA004", "reason": "the DPIA is the unreadable file"},
        {"code": "SUB003", "reason": "the DPIA is the unreadable file"},
    ]
    sub.write(producers.python_docx)


def double_defects_odd_layout() -> None:
    layout = Layout(
        "twocol",
        boxes="glyph",
        options="typed",
        guidance=False,
        unused="na_section",
        numbers="typed",
        section_word="Part ",
        fields="lines",
        number_sep="\t",
    )
    sub = Submission(
        "f30-typed-options-blank",
        "student",
        layout,
        "Options typed, one left blank; numbers before a tab; an empty boxed table as a blank; a table as an innocent answer",
    )
    usual(sub)
    sub.change.raw["project.outputs"] = [
        Table(
            (
                (cell("Output", bold=True), cell("Date", bold=True)),
                (cell("Thesis"), cell("January 2030")),
                (cell("Article"), cell("2029")),
            ),
            (3000, 2000),
        )
    ]
    sub.project.ticked["access.route"] = ["ons_srs"]
    sub.project.ticked["access.status"] = []
    sub.expect("FRM005", question="access.status")
    sub.answer("access.datasets", "XXXX")
    sub.expect("FRM003", question="access.datasets")
    sub.change.raw["moj_data.extract"] = [Table(((cell(""),),), (5000,))]
    sub.expect("FRM002", question="moj_data.extract")
    sub.allow.append({"code": "VAR007", "reason": "no dataset is named; the same fault as FRM003"})
    sub.write()


ALL = [
    no_form,
    unreadable_files,
    form_cut_short,
    sections_absent,
    choices_unclear,
    no_boxes_rows,
    standins,
    not_applicable_wrongly,
    dots_and_dashes,
    blanks_in_legacy_fields,
    blanket_merged,
    generic_everywhere,
    nothing_marked,
    list_in_the_form,
    yes_without_reason,
    ethics_absent,
    letter_not_attached,
    ethics_refused,
    ethics_provisional,
    self_assessment_untouched,
    self_assessment_gaps,
    ari_named_only,
    ari_blank,
    later_rules,
    everything_wrong,
    double_defects_odd_layout,
]
