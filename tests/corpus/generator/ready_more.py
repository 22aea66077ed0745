"""More ready submissions, in the layouts and programs that ready.py has not used."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

from tests.corpus.generator import lists, producers
from tests.corpus.generator.blocks import Change, Para, Run, Table, cell, para
from tests.corpus.generator.content import answer_blocks
from tests.corpus.generator.evidence import letter_text
from tests.corpus.generator.layouts import Layout
from tests.corpus.generator.submission import SUBMISSIONS, Submission
from tests.corpus.generator.wordml import SWEDISH, Dialect

OLD_WORD = Dialect(name="word", smart_tags=True, font="Times New Roman")


def remand_npm() -> None:
    layout = Layout(
        "paras", numbers="auto", boxes="glyph", question_style="h2", unused="na_section", guidance=False, fields="table"
    )
    sub = Submission(
        "r07-remand-npm",
        "remand",
        layout,
        "npm docx; automatic numbers, questions as Heading 2; a catalogue whose default is No, hidden rows",
    )
    sub.names["list"] = "MoJ request workbook.xlsx"
    lists.catalogue(sub.project.variables, sub.path("MoJ request workbook.xlsx"), hidden=True)
    sub.answer("access.datasets", "Data First prisoner custodial journey; Data First probation; PNC extract")
    sub.letter("conditions", "SSREC decision.pdf")
    sub.names["uksa"] = ""
    sub.answer(
        "project.ethics",
        "University of Northbridge Research Ethics Committee (Social Sciences), SSREC/2026/0318, 14 September 2026. Approved with conditions, both of which concern reporting after the start; see {letter}.",
    )
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.looks_like("VAR008", "thirty rows of a catalogue at the default No, beside those asked for")
    sub.looks_like("VAR009", "not every row of the catalogue is marked")
    sub.write(producers.npm_docx)


def student_libreoffice() -> None:
    layout = Layout(
        "paras", boxes="w14", guidance=True, unused="blank", fields="controls", sections="h1", question_style="h3"
    )
    sub = Submission(
        "r08-student-libreoffice", "student", layout, "LibreOffice rewrote the .docx; controls for fields; list as .ods"
    )
    sub.names["list"] = "variables.ods"
    with_xlsx(sub, "variables.ods")
    sub.letter("email", "Approval.txt")
    sub.letter("dpia", "DPIA.pdf", role="dpia")
    sub.write(lambda page, path: producers.through_libreoffice(page, path, via=""))


def with_xlsx(sub: Submission, name: str, **options: object) -> None:
    """The plain list through LibreOffice into another format."""
    source = sub.path("~" + Path(name).stem + ".xlsx").with_name(Path(name).stem + ".xlsx")
    lists.plain_list(sub.project.variables, source, header_row=2)
    producers.convert(source, Path(name).suffix[1:], sub.folder)
    source.unlink()


def courts_html() -> None:
    layout = Layout(
        "twocol",
        boxes="tickmark",
        guidance=False,
        unused="na_each",
        sections="bold",
        edits=True,
        number_sep=". ",
        fields="lines",
    )
    sub = Submission(
        "r09-courts-html",
        "courts",
        layout,
        "HTML saved as Word by LibreOffice; labels lightly edited, numbers with a full stop; .xls list",
    )
    sub.names["list"] = "courts variables.xls"
    with_xlsx(sub, "courts variables.xls")
    sub.answer("safe_data.variables", "Attached: {list}")
    sub.letter("favourable", "letter.pdf")
    sub.letter("dpia", "dpia.pdf", role="dpia")
    sub.write(producers.from_html)


def dfe_controls() -> None:
    layout = Layout(
        "sdt",
        numbers="auto",
        boxes="w14",
        guidance=True,
        unused="blank",
        blank="placeholder",
        fields="controls",
        spare_people=3,
        question_style="h2",
    )
    sub = Submission(
        "r10-dfe-controls",
        "dfe",
        layout,
        "Word; answers in block controls, automatic numbers, sections not needed full of placeholder text, spare rows of people; merged justification of three rows",
    )
    sub.names["list"] = "Annex A.xlsx"
    shared = "Prior absence, attainment and area deprivation stand for what schools and families bring to the exclusion decision; each enters the outcome model on its own and without any one of them the instrument loses balance."
    names = [v.name for v in sub.project.variables]
    at = names.index("absence_rate_annual")
    lists.catalogue(
        sub.project.variables, sub.path("Annex A.xlsx"), unwanted=9, header_row=3, merged=((at, at + 1, shared),)
    )
    sub.answer("safe_data.variables", "{list}, tab 'Data items', justification in column F")
    sub.uksa("Self-assessment v3.xlsx", weights=("D20", "D21", "D23"))
    sub.letter("data_ethics_reply", "Reply of Data Ethics team.txt", role="reply")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.looks_like("VAR002", "two variables share a merged cell", variable="ks2_score")
    sub.looks_like(
        "FRM002", "controls with their prompts in a section that nothing calls for", question="hmcts_data.extract"
    )
    sub.looks_like("FRM010", "three spare rows", question="applicant.people")
    sub.write(dialect=OLD_WORD)


def trial_text_boxes() -> None:
    layout = Layout("textbox", boxes="legacy", options="after", guidance=False, unused="deleted", fields="tabbed")
    sub = Submission(
        "r11-trial-text-boxes",
        "trial",
        layout,
        "Word; answers in text boxes, ticks after the option; the list is a table under 5.3; answers quote the question",
    )
    sub.change.raw["safe_data.variables"] = [
        para("The variables and the justification of each are in the table below."),
        lists.word_table(sub.project.variables, columns=("Field", "Content", "Reason needed")),
    ]
    sub.answer(
        "project.risks",
        "You ask which ethical issues the research raises and how they will be handled. The first is consent given in prison: it was taken by a research nurse who was not on the prison's staff. The second is the sensitivity of the records: they are held apart from clinical data.",
    )
    sub.letter("granted", "REC approval.docx")
    sub.letter("dpia", "DPIA.txt", role="dpia")
    sub.write()


def remand_zip() -> None:
    layout = Layout(
        "samecell",
        boxes="bracket",
        guidance=False,
        unused="na_section",
        fields="pairs",
        section_word="Section ",
        sections="shaded",
        number_sep=") ",
    )
    sub = Submission(
        "r12-remand-zip",
        "remand",
        layout,
        "A .zip with a folder in it; Swedish style names; x marks what is asked for; 'as above' under a specific text",
    )
    sub.justify(
        legal_status_to="As above",
        hdc_flag="Ditto: it shortens the sentence served, as release_reason_desc shows it did",
    )
    sub.names["list"] = "variables_x.xlsx"
    lists.catalogue(
        sub.project.variables,
        sub.path("variables_x.xlsx"),
        mark=("x", ""),
        unwanted=30,
        header_row=6,
        interleaved=False,
    )
    sub.letter("certificate", "ethics certificate.pdf")
    sub.uksa("uksa_form.xlsx")
    sub.letter("dpia", "dpia.pdf", role="dpia")
    sub.form_name = "DAG form Okafor-Lindqvist FINAL v3.docx"
    sub.looks_like("VAR002", "'As above' under a reason", variable="legal_status_to")
    sub.write(dialect=SWEDISH)
    zipped(sub)


def zipped(sub: Submission) -> None:
    """Packs the folder as a person would send it."""
    target = SUBMISSIONS / f"{sub.name}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(sub.folder.iterdir()):
            info = zipfile.ZipInfo(f"Application pack/{path.name}", (2026, 11, 20, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, path.read_bytes())
    shutil.rmtree(sub.folder)
    sub.write_truth(target.name)


def problem_solving_odt() -> None:
    layout = Layout("rows", boxes="glyph", guidance=False, unused="na_each", fields="table", sections="h1")
    sub = Submission(
        "r13-problem-solving-odt",
        "problemsolving",
        layout,
        "LibreOffice: the form as .odt, with 'Ready' in the answers where nothing is pending",
    )
    sub.form_name = "application.odt"
    sub.names["list"] = "fields.csv"
    lists.csv_list(
        sub.project.variables,
        sub.path("fields.csv"),
        encoding="utf-8-sig",
        delimiter=",",
        headers=("Source", "Table", "Variable name", "Definition", "Question", "Justification for request"),
    )
    sub.letter("granted", "SRA letter.docx")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.letter("instruments", "Instruments.docx", role="instruments")
    sub.write(lambda page, path: producers.through_libreoffice(page, path, via=""))


def student_legacy_fields() -> None:
    layout = Layout(
        "legacy",
        boxes="legacy",
        options="inline",
        guidance=True,
        unused="blank",
        fields="lines",
        sections="bold",
        question_style="normal",
    )
    sub = Submission(
        "r14-student-legacy-fields",
        "student",
        layout,
        "Word 2003-like: FORMTEXT and FORMCHECKBOX, smart tags; short specific justifications; mixed-case file names",
    )
    sub.answer("applicant.conflicts", "None")
    sub.justify(
        region="breakdown (a)",
        sex="(c) compares women and men; no coarser form",
        breach_n="2nd outcome",
        order_start_month="Trend by month, (a)",
    )
    sub.plain_list(
        "KAB Variables.XLSX".lower(),
        header_row=1,
        headers=("Data source", "Table name", "Variable name", "Variable description", "RQ", "Why it is needed"),
    )
    sub.letter("certificate", "FEP certificate.docx")
    sub.letter("dpia", "dpia signed.txt", role="dpia")
    sub.looks_like("VAR003", "two words that say which table of the thesis it makes", variable="region")
    sub.write(dialect=OLD_WORD)


def courts_typed_options() -> None:
    layout = Layout(
        "giant",
        boxes="glyph",
        options="typed",
        guidance=False,
        unused="na_section",
        numbers="absent",
        fields="lines",
        question_style="normal",
    )
    sub = Submission(
        "r15-courts-typed-options",
        "courts",
        layout,
        "python-docx; one table without numbers, the chosen option typed out; a very long answer; innocent 'pending', 'to be', 'provisional'",
    )
    long = sub.project.answers["project.methods"].rstrip()
    more = [
        "We describe each stage in turn. "
        + "The court centre is the unit at which delay varies for reasons unrelated to the person, and a quarter is the unit of time. "
        * 3,
        "Provisional disposals are not used: only the final disposal of a case enters. Hearings to be listed after the end of the data are unknown to us and are not guessed at.",
        "The leave-out mean is computed over all defendants of the centre in the quarter except the person concerned. It is residualised on offence group and quarter. We report the first stage, a test of monotonicity over subgroups, and the reduced form. "
        * 2,
        "Missing values are rare in these fields. Where the plea is missing we include a category for it. Where a date is missing the case is left out and counted.",
    ]
    sub.answer("project.methods", "\n\n".join([long, *more * 4]))
    sub.plain_list("Variables.xlsx", header_row=4, sheet="Variables")
    sub.letter("favourable", "opinion.docx")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.looks_like("FRM005", "the option is typed out", question="access.status")
    sub.looks_like(
        "FRM003", "'to be listed' and 'provisional' are said of hearings and disposals", question="project.methods"
    )
    sub.write(producers.python_docx)


def remand_tracked() -> None:
    layout = Layout("paras", boxes="w14", guidance=False, unused="deleted")
    sub = Submission(
        "r16-remand-tracked",
        "remand",
        layout,
        "Word; tracked changes of three authors left in: what is inserted is an answer, what is deleted is not; no other fault",
    )
    sub.plain_list("variables.xlsx", sheet="Sheet1")
    sub.letter("granted", "approval.pdf")
    sub.uksa("uksa.xlsx")
    sub.letter("dpia", "dpia.pdf", role="dpia")
    sub.change.raw["project.benefit"] = [
        Para(
            (
                Change("TBC – Sunita to write", "Miriam Okafor-Lindqvist", deleted=True),
                Change(
                    "For the data owner: a reproducible definition of a remand episode, and estimates that can enter appraisal models.",
                    "Sunita Rao",
                ),
            )
        ),
        Para(
            (
                Run("For the public: "),
                Change("fewer victims ", "Tom Ellery"),
                Change("n/a", "Tom Ellery", deleted=True),
                Run("if resettlement support is aimed where it matters."),
            )
        ),
    ]
    sub.expect("SUB004", file="application form.docx", rules_of_issue="D")
    sub.write()


def dfe_eml_and_folders() -> None:
    layout = Layout(
        "rows", boxes="paren", guidance=True, unused="na_section", fields="lines", sections="caps", edits=True
    )
    sub = Submission(
        "r17-dfe-folders",
        "dfe",
        layout,
        "npm docx; evidence in sub-folders, approval of a university committee as an .eml beside a self-assessment",
    )
    sub.project.ticked["project.ethics_route"] = ["approval"]
    sub.project.ethics = {
        "committee": "Thames Valley Institute of Education Research Ethics Committee",
        "reference": "TVIE-REC 2026-88",
        "date": "22 October 2026",
    }
    sub.answer(
        "project.ethics",
        "Thames Valley Institute of Education Research Ethics Committee, TVIE-REC 2026-88, approved 22 October 2026 (e-mail attached).",
    )
    sub.answer(
        "declaration.attachments",
        "1. Ethics e-mail (ethics/approval.eml)\n2. DPIA (governance/DPIA.pdf)\n3. Variable list (data/variables.csv)",
    )
    text = letter_text("granted", sub.project)
    body = f"From: rec@tvie.example.ac.uk\nTo: {sub.project.fields['applicant.lead']['Email']}\nDate: Thu, 22 Oct 2026 15:01:00 +0100\nSubject: Ethics approval TVIE-REC 2026-88\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    for folder in ("ethics", "governance", "data"):
        sub.path(folder).mkdir()
    sub.path("ethics/approval.eml").write_bytes(body.replace("\n", "\r\n").encode())
    sub.names["list"] = "variables.csv"
    lists.csv_list(sub.project.variables, sub.path("data/variables.csv"), encoding="utf-8-sig", delimiter=",")
    sub.answer("safe_data.variables", "data/variables.csv")
    sub.letter("dpia", "governance/DPIA.pdf", role="dpia")
    sub.write(producers.npm_docx)


def problem_solving_mixed() -> None:
    layout = Layout(
        "twocol",
        boxes="wingdings",
        options="only_ticked",
        guidance=True,
        unused="deleted",
        numbers="absent",
        fields="pairs",
        sections="h1",
    )
    sub = Submission(
        "r18-problem-solving-mixed",
        "problemsolving",
        layout,
        "Word; unticked options deleted, labels without numbers; list in a Word document of its own, justification shared by four variables of fourteen",
    )
    shared = "Builds the fidelity index: each part of the review hearing (date, judge, presence) scores one point under the published manual."
    sub.project.variables = [
        replace(v, justification=shared) if v.table == "hearing" else v for v in sub.project.variables
    ]
    sub.names["list"] = "Requested variables.docx"
    from tests.corpus.generator.blocks import Page
    from tests.corpus.generator.wordml import PLAIN, write_docx

    table = lists.word_table(sub.project.variables)
    rows = tuple((cell(v.dataset), *row) for v, row in zip(sub.project.variables, table.rows[1:], strict=True))
    head = (cell("Dataset", bold=True), *table.rows[0])
    page = Page(
        [
            para("Requested variables", "h1"),
            *answer_blocks("Each variable is listed with its dataset and the reason for which it is needed."),
            Table((head, *rows), (2000, 1900, 2200, 3100), header=True),
        ],
        "Requested variables",
    )
    write_docx(page, sub.path("Requested variables.docx"), PLAIN)
    sub.letter("conditions", "Ethics SRA-EF-26-19.pdf")
    sub.letter("dpia", "DPIA.pdf", role="dpia")
    sub.letter("instruments", "Topic guides.docx", role="instruments")
    sub.looks_like("VAR004", "one text for three of fourteen")
    sub.write()


ALL = [
    remand_npm,
    student_libreoffice,
    courts_html,
    dfe_controls,
    trial_text_boxes,
    remand_zip,
    problem_solving_odt,
    student_legacy_fields,
    courts_typed_options,
    remand_tracked,
    dfe_eml_and_folders,
    problem_solving_mixed,
]
