"""Submissions with faults, one or several each, and the labels of a careful officer beside them."""

from __future__ import annotations

from tests.corpus.generator import lists, producers
from tests.corpus.generator.layouts import Layout
from tests.corpus.generator.submission import Submission


def blanks_and_standins() -> None:
    layout = Layout("paras", guidance=True, blank="placeholder", fields="controls")
    sub = Submission(
        "f01-blanks-and-stand-ins",
        "remand",
        layout,
        "Word; a blank under its guidance, placeholder text of a control, TBC, N/A where it is no answer, no box ticked",
    )
    sub.plain_list("variables.xlsx")
    sub.letter("granted", "approval.docx")
    sub.uksa("uksa.xlsx")
    sub.letter("dpia", "dpia.docx", role="dpia")
    for question in ("project.outputs", "project.methods"):
        sub.answer(question, "")
        sub.expect("FRM002", question=question)
    sub.answer("safe_data.population", "TBC")
    sub.expect("FRM003", question="safe_data.population")
    sub.answer("project.benefit", "N/A")
    sub.expect("FRM004", question="project.benefit")
    sub.project.ticked["access.status"] = []
    sub.expect("FRM005", question="access.status")
    sub.write()


def ethics_pending() -> None:
    layout = Layout("twocol", boxes="glyph", guidance=False, numbers="absent", unused="deleted")
    sub = Submission(
        "f02-ethics-pending",
        "courts",
        layout,
        "Word; the box says granted, the answer and the letter say otherwise; two ARI faults are absent",
    )
    sub.plain_list("list.xlsx", header_row=5)
    sub.answer("safe_data.variables", "See {list}")
    sub.answer(
        "project.ethics",
        "Swansea University FHSS REC, ref 1 2026 9931 8843: we expect a decision in January; a favourable ethical opinion will be obtained before any data are received.",
    )
    sub.letter("acknowledgement", "REC receipt.pdf")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.expect("ETH002", question="project.ethics")
    sub.allow += [
        {
            "code": "ETH001",
            "reason": "an acknowledgement is no approval; one finding for the lot is enough, either code",
        }
    ]
    sub.allow += [{"code": "ETH002", "reason": "the letter may be quoted as well"}]
    sub.allow += [
        {
            "code": "ETH008",
            "reason": "the box ticked says granted and no letter of approval is there; the same fault as ETH002",
        }
    ]
    sub.write()


def lists_of_excuses() -> None:
    layout = Layout("inline", boxes="paren", guidance=False, unused="deleted", sections="bold")
    sub = Submission(
        "f03-unjustified-variables",
        "student",
        layout,
        "python-docx; some justifications blank, dashed, generic or only the description again",
    )
    bad = {
        "order_end_month": ("", "VAR002"),
        "breach_n": ("-", "VAR002"),
        "sex": ("n/a", "VAR002"),
        "region": ("Needed for analysis", "VAR003"),
        "requirement_n": ("number of requirements", "VAR003"),
    }
    rows = []
    for v in sub.project.variables:
        text, code = bad.get(v.name, (v.justification, ""))
        rows.append(type(v)(v.dataset, v.table, v.name, v.description, v.question, text))
        if code:
            sub.expect(code, variable=v.name)
    sub.project.variables = rows
    sub.names["list"] = "vars.csv"
    lists.csv_list(rows, sub.path("vars.csv"), encoding="utf-8", delimiter=",")
    sub.letter("email", "approval email.txt")
    sub.letter("dpia", "dpia.docx", role="dpia")
    sub.allow += [{"code": "VAR010", "reason": "sex may count as sensitive; VAR010 adds to VAR002 as a note"}]
    sub.write(producers.python_docx)


def nothing_about_ari() -> None:
    layout = Layout("samecell", boxes="legacy", guidance=False, edits=True, unused="na_section")
    sub = Submission(
        "f04-ari-silent",
        "dfe",
        layout,
        "Word; a cell per question with label and answer in it; the ARI answer speaks of something else; self-assessment with gaps",
    )
    sub.plain_list("Annex A.xlsx", header_row=8, title="Variables requested from the share")
    sub.answer(
        "project.ari",
        "This is explained in our funder's case for support, which the panel is welcome to read. The topic has been of interest to the team for over ten years.",
    )
    sub.expect("ARI001", question="project.ari")
    sub.uksa("UKSA form.xlsx", blank=("C10", "D36", "N41"), weights=("D20", "D21", "D23"))
    for at in ("C10", "D36", "N41"):
        sub.expect("ETH004", cell=at)
    sub.letter("data_ethics_reply", "reply.txt", role="reply")
    sub.letter("dpia", "DPIA.pdf", role="dpia")
    sub.write()


ALL = [blanks_and_standins, ethics_pending, lists_of_excuses, nothing_about_ari]
