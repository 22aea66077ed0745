"""Submissions that are ready: nothing for an officer to send back, with the nearest innocent neighbours of every fault."""

from __future__ import annotations

from tests.corpus.generator import lists, producers
from tests.corpus.generator.layouts import Layout
from tests.corpus.generator.submission import Submission
from tests.corpus.generator.wordml import GOOGLE


def remand_paragraphs() -> None:
    sub = Submission(
        "r01-remand-paragraphs",
        "remand",
        Layout(guidance=True),
        "Word; questions as paragraphs, all guidance kept, w14 boxes; PDF letter and UKSA workbook",
    )
    sub.plain_list("Variables requested v4.xlsx", header_row=3)
    sub.letter("granted", "REC approval letter.pdf")
    sub.uksa("UKSA self-assessment.xlsx")
    sub.letter("dpia", "DPIA signed.pdf", role="dpia")
    sub.write()


def courts_two_columns() -> None:
    layout = Layout("twocol", boxes="legacy", fields="pairs", unused="na_section", guidance=False, edits=True)
    sub = Submission(
        "r02-courts-two-columns",
        "courts",
        layout,
        "Word; label|answer tables, legacy boxes, fields two per row; a tab for each dataset",
    )
    sub.names["list"] = "Variable request.xlsx"
    sub.answer("safe_data.variables", "See {list}, one tab per dataset.")
    lists.sheet_per_dataset(sub.project.variables, sub.path("Variable request.xlsx"))
    sub.letter("favourable", "Ethics - favourable opinion.docx")
    sub.letter("dpia", "DPIA_v1.2.docx", role="dpia")
    sub.write()


def student_inline() -> None:
    layout = Layout("inline", boxes="bracket", guidance=False, unused="deleted", sections="bold", edits=False)
    sub = Submission(
        "r03-student-inline",
        "student",
        layout,
        "python-docx; answer after a colon in the label's paragraph, [x] boxes, sections not needed deleted; CSV with semicolons, e-mail approval",
    )
    sub.names["list"] = "kab_variables.csv"
    lists.csv_list(sub.project.variables, sub.path("kab_variables.csv"))
    sub.letter("email", "ethics_email.txt")
    sub.letter("dpia", "dpia.docx", role="dpia")
    sub.looks_like("FRM003", "a variable is called tbc_flag", question="project.methods")
    sub.looks_like("FRM004", "no linkage, with the reason", question="linking.datasets")
    sub.looks_like("FRM001", "the sections that nothing ticked calls for were deleted")
    sub.write(producers.python_docx)


def dfe_giant_table() -> None:
    layout = Layout(
        "threecol", boxes="glyph", guidance=False, unused="na_each", fields="table", question_style="normal"
    )
    sub = Submission(
        "r04-dfe-giant-table",
        "dfe",
        layout,
        "Word; one giant table with a column of numbers; self-assessment and the Data Ethics team's reply instead of a committee",
    )
    sub.names["list"] = "Annex A - variables.xlsx"
    lists.sheet_per_dataset(sub.project.variables, sub.path("Annex A - variables.xlsx"), header_row=5, front=False)
    sub.uksa("Ethics self assessment form.xlsx", weights=("D20", "D21", "D23"))
    sub.letter("data_ethics_reply", "RE Ethics self-assessment.txt", role="reply")
    sub.letter("dpia", "Joint DPIA.pdf", role="dpia")
    sub.write()


def trial_google() -> None:
    layout = Layout(
        "paras",
        boxes="glyph",
        guidance=False,
        unused="deleted",
        sections="caps",
        question_style="normal",
        options="only_ticked",
        blank="dash",
    )
    sub = Submission(
        "r05-trial-google",
        "trial",
        layout,
        "Google Docs-like: no styles, options not taken deleted, capitals as section headings; the list is a table after the form",
    )
    sub.change.after["end"] = [
        *_titled("Table 1: variables requested, with justifications"),
        lists.word_table(sub.project.variables),
    ]
    sub.letter("favourable", "REC letter SA7.pdf")
    sub.letter("dpia", "DPIA BRIDGE v1.2.pdf", role="dpia")
    sub.looks_like("VAR001", "the list is a table after the form")
    sub.looks_like("FRM005", "the options not taken were deleted", question="access.status")
    sub.write(dialect=GOOGLE)


def _titled(text: str) -> list:  # type: ignore[type-arg]
    from tests.corpus.generator.blocks import para

    return [para(text, "boldline")]


def problem_solving_rows() -> None:
    layout = Layout(
        "rows", boxes="wingdings", options="rows", guidance=True, sections="shaded", fields="tabbed", unused="blank"
    )
    sub = Submission(
        "r06-problem-solving-rows",
        "problemsolving",
        layout,
        "Word; label row and answer row, Wingdings in option tables, shaded section rows; terse answers; fieldwork instruments attached",
    )
    sub.plain_list(
        "FLR variables.xlsx",
        header_row=1,
        headers=("Data set", "Table", "Field", "Meaning", "RQ", "Reason for request"),
    )
    sub.letter("certificate", "SRA ethics certificate.docx")
    sub.letter("dpia", "DPIA ISC evaluation.docx", role="dpia")
    sub.letter("instruments", "Topic guides and consent form.docx", role="instruments")
    sub.looks_like("PAN002", "courts data and fieldwork beside an extract that is in the remit")
    sub.looks_like("FRM010", "no number of accreditation, because the route wants none", question="applicant.people")
    sub.write()


ALL = [remand_paragraphs, courts_two_columns, student_inline, dfe_giant_table, trial_google, problem_solving_rows]
