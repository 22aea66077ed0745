"""Forms by people who took liberties: contents pages, renumbered editions, prefixes, struck-out options, rubbish in the folder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from tests.corpus.generator import lists, producers
from tests.corpus.generator.blocks import (
    Block,
    Break,
    Cell,
    Control,
    Inline,
    Page,
    PageBreak,
    Para,
    Run,
    Table,
    cell,
    para,
)
from tests.corpus.generator.content import answer_blocks, outline
from tests.corpus.generator.faulty_more import usual
from tests.corpus.generator.layouts import FormMaker, Layout
from tests.corpus.generator.ready_more import OLD_WORD
from tests.corpus.generator.submission import Submission
from tests.corpus.generator.wordml import GOOGLE, SWEDISH


class WithContents(FormMaker):
    """A cover, a contents page that repeats every heading, and a note for office use."""

    def page(self) -> Page:
        page = super().page()
        contents: list[Block] = [para("Contents", "boldline")]
        for at, section in enumerate(outline()["sections"], 2):
            contents.append(para(f"{section['number']}. {section['title']}\t{at}"))
        cover: list[Block] = [
            para("Ministry of Justice", "boldline"),
            page.blocks[0],
            Table(
                (
                    (cell("Applicant"), cell(self.project.fields["applicant.lead"]["Name"])),
                    (cell("Version"), cell("1.0, November 2026")),
                ),
                (2600, 5600),
            ),
            para("For office use only"),
            Table(((cell("Reference"), cell("")), (cell("Date received"), cell(""))), (2600, 5600)),
            PageBreak(),
        ]
        page.blocks = [*cover, *contents, PageBreak(), *page.blocks[1:]]
        return page


class Renumbered(FormMaker):
    """An edition whose numbers are one off, with letters for the questions and 'Response:' before every answer."""

    def heading(self, section: dict[str, Any]) -> list[Block]:
        number = int(section["number"])
        return [para(f"Section {number + 1} – {section['title']}", "h1")]

    def label(self, question: dict[str, Any]) -> str:
        section, number = question["number"].split(".")
        return f"{int(section) + 1}{chr(96 + int(number))}) {self.edited(question['label'])}"

    def answer(self, question: dict[str, Any], used: bool) -> list[Block]:
        made = super().answer(question, used)
        first = made[0] if made else None
        if question["answer"] in ("text", "yes_no") and isinstance(first, Para) and first.style == "normal":
            return [Para((Run("Response: ", bold=True), *first.items)), *made[1:]]
        return made


class StruckOut(FormMaker):
    """Options on one line with the ones not taken struck out; labels broken over two lines."""

    def options(self, question: dict[str, Any], *, untouched: bool = False) -> list[Block]:
        options: dict[str, str] = question.get("options") or {"yes": "Yes", "no": "No"}
        ticked = [] if untouched else self.project.ticked.get(question["id"], [])
        if question["answer"] == "choices":
            return super().options(question, untouched=untouched)
        items: list[Inline] = []
        for key, text in options.items():
            items += [Run(" / ")] if items else []
            items.append(Run(text, strike=bool(ticked) and key not in ticked))
        return [Para((*items, Run(" (delete as appropriate)", italic=True)))]

    def label_para(self, label: str) -> Para:
        words = label.split(" ")
        if len(words) < 8:
            return super().label_para(label)
        half = len(words) // 2
        return Para((Run(" ".join(words[:half]), bold=True), Break(), Run(" ".join(words[half:]), bold=True)))


class DropDowns(FormMaker):
    """Yes/No and the kind of application as drop-downs; an untouched one still says 'Choose an item.'"""

    def options(self, question: dict[str, Any], *, untouched: bool = False) -> list[Block]:
        if question["answer"] == "choices":
            return super().options(question, untouched=untouched)
        options: dict[str, str] = question.get("options") or {"yes": "Yes", "no": "No"}
        ticked = [] if untouched else self.project.ticked.get(question["id"], [])
        text = "; ".join(options[key] for key in ticked)
        return [Para((Control(text or "Choose an item.", placeholder=not text, kind="dropdown"),))]


class LabelAbove(FormMaker):
    """Tables of a number cell and a label cell, with the answer in a row below that spans both."""

    def section_blocks(self, section: dict[str, Any], used: bool) -> list[Block]:
        if not used and self.layout.unused == "deleted":
            return []
        blocks = self.heading(section)
        for question in section["questions"]:
            rows = (
                (
                    cell(question["number"], shade="DEEAF6"),
                    cell(self.edited(question["label"]), shade="DEEAF6", bold=True),
                ),
                (Cell(tuple(self.answer(question, used)), span=2),),
            )
            blocks += [Table(rows, (900, 8300)), para()]
        return blocks


def rubbish(sub: Submission) -> None:
    """What operating systems leave in a folder."""
    sub.path(".DS_Store").write_bytes(b"\0\0\0\1Bud1" + bytes(200))
    sub.path("Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    sub.path("desktop.ini").write_bytes(b"[.ShellClassInfo]\r\nIconIndex=0\r\n")
    sub.path("~$plication form.docx").write_bytes(b"\x06Hannah" + bytes(155))


def contents_page() -> None:
    layout = Layout(
        "paras", boxes="w14", guidance=True, unused="blank", fields="table", question_style="h2", blank="placeholder"
    )
    sub = Submission(
        "r19-contents-page",
        "courts",
        layout,
        "Word; cover, contents that repeat the headings, a table for office use left blank; lock files and thumbnails in the folder",
        maker=WithContents,
    )
    usual(sub)
    rubbish(sub)
    sub.looks_like("SUB002", "lock files and thumbnails that the computer left")
    sub.looks_like("FRM001", "headings stand in the contents and in the form")
    sub.write()


def renumbered() -> None:
    layout = Layout(
        "paras",
        boxes="legacy",
        guidance=False,
        unused="na_section",
        fields="pairs",
        question_style="normal",
        edits=True,
    )
    sub = Submission(
        "r20-renumbered",
        "remand",
        layout,
        "Another edition's numbers, letters for questions, 'Response:' before each answer; answers with their own headings",
        maker=Renumbered,
    )
    usual(sub, list_name="")
    methods = sub.project.answers["project.methods"]
    sub.change.raw["project.methods"] = [
        Para((Run("Response: ", bold=True),)),
        para("Aims of the analysis", "boldline"),
        *answer_blocks(methods),
        para("Data linking", "boldline"),
        para("Records are joined on the keys described under data linking, in section 7."),
    ]
    sub.names["list"] = "Rationale.xlsx"
    busy_workbook(sub, "Rationale.xlsx")
    sub.looks_like("SUB005", "other numbers, the same questions")
    sub.write(dialect=OLD_WORD)


def busy_workbook(sub: Submission, name: str) -> None:
    """Justification before the variable, two header rows, blank rows, a total, a footnote, and tabs that are no lists."""
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "Change log"
    for row in (
        ("Version", "Date", "Change"),
        ("0.1", "3 Sep 2026", "First list of 104 fields"),
        ("0.9", "9 Nov 2026", "Cut to 62 fields"),
        ("1.0", "18 Nov 2026", ""),
    ):
        notes.append(row)
    ws = book.create_sheet("Requested")
    ws.append(["Variables requested from three datasets"])
    ws.append([])
    ws.append(["Our side", "", "The data", "", ""])
    ws.merge_cells("A3:B3")
    ws.merge_cells("C3:E3")
    ws.append(["Reason for inclusion", "RQ", "Dataset", "Variable name", "Definition"])
    for column in range(1, 6):
        ws.cell(4, column).font = Font(bold=True)
    dataset = ""
    for v in sub.project.variables:
        if dataset and v.dataset != dataset:
            ws.append([])
        dataset = v.dataset
        ws.append([v.justification, v.question, v.dataset, v.name, v.description])
    ws.append([])
    ws.append(["", "", "Total", len(sub.project.variables), "variables"])
    ws.append(["Note: all keys are hashed by the Ministry of Justice before deposit."])
    lookup = book.create_sheet("Lookup")
    for row in (
        ("Code", "Label"),
        ("RQ1", "Journeys"),
        ("RQ2", "Effect"),
        ("RQ3", "Heterogeneity"),
        ("RQ4", "Probation"),
    ):
        lookup.append(row)
    lists.save(book, sub.path(name))


def struck_out() -> None:
    layout = Layout(
        "rows", boxes="glyph", guidance=False, unused="na_each", fields="lines", edits=False, number_sep="  "
    )
    sub = Submission(
        "r21-struck-out",
        "student",
        layout,
        "Word; options not taken struck out ('delete as appropriate'), labels broken over two lines; list as tab-separated text in a .csv",
        maker=StruckOut,
    )
    sub.names["list"] = "list.csv"
    lists.csv_list(sub.project.variables, sub.path("list.csv"), encoding="utf-16", delimiter="\t")
    sub.letter("email", "RE ethics.txt")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.looks_like("FRM005", "the options not taken are struck out", question="access.status")
    sub.write()


def drop_downs() -> None:
    layout = Layout(
        "twocol", boxes="w14", guidance=True, unused="blank", fields="controls", blank="placeholder", numbers="absent"
    )
    sub = Submission(
        "f31-drop-downs",
        "dfe",
        layout,
        "Word; drop-downs for single choices, one of them untouched; the second blank is a control's prompt; sections not needed are all prompts",
        maker=DropDowns,
    )
    usual(sub)
    sub.project.ticked["gdpr.dpia"] = []
    del sub.project.answers["gdpr.dpia"]
    sub.expect("FRM005", question="gdpr.dpia")
    sub.answer("safe_data.minimisation", "")
    sub.expect("FRM002", question="safe_data.minimisation")
    sub.write(dialect=SWEDISH)


def label_above() -> None:
    layout = Layout(
        "paras", boxes="tickmark", guidance=False, unused="deleted", fields="pairs", sections="caps", edits=True
    )
    sub = Submission(
        "r22-label-above",
        "trial",
        layout,
        "Word; number cell and label cell with the answer below across both, one table a question; list among the answers",
        maker=LabelAbove,
    )
    sub.change.raw["safe_data.variables"] = [
        para("Requested, each with its justification:"),
        lists.word_table(sub.project.variables),
    ]
    sub.letter("favourable", "REC favourable opinion.txt")
    sub.letter("dpia", "DPIA.pdf", role="dpia")
    sub.looks_like("VAR001", "the list is a table among the answers")
    sub.write()


def label_above_faults() -> None:
    layout = Layout("paras", boxes="glyph", guidance=False, unused="na_each", fields="table", sections="bold")
    sub = Submission(
        "f32-label-above-faults",
        "remand",
        layout,
        "LibreOffice; the same layout with a blank, a TBC, an N/A and unjustified rows in a workbook with blank rows and a total",
        maker=LabelAbove,
    )
    usual(sub, list_name="")
    sub.justify(charge_count="", tier_code="tbd", transfers_n="Useful for research purposes")
    sub.expect("VAR002", variable="charge_count")
    sub.expect("VAR002", variable="tier_code")
    sub.expect("VAR003", variable="transfers_n")
    sub.names["list"] = "Reasons.xlsx"
    busy_workbook(sub, "Reasons.xlsx")
    sub.answer("project.existing", "")
    sub.expect("FRM002", question="project.existing")
    sub.answer("linking.datasets", "TBC once the data linking team has replied")
    sub.expect("FRM003", question="linking.datasets")
    sub.answer("safe_data.disclosure", "Not applicable")
    sub.expect("FRM004", question="safe_data.disclosure")
    sub.write(lambda page, path: producers.through_libreoffice(page, path, via="odt"))


def renumbered_faults() -> None:
    layout = Layout(
        "paras", boxes="bracket", guidance=True, unused="deleted", fields="lines", question_style="boldline"
    )
    sub = Submission(
        "f33-response-prefix",
        "problemsolving",
        layout,
        "Google Docs-like; 'Response:' with nothing after it, with dots, with TBA; a section whose every response is empty; options of own wording",
        maker=Renumbered,
    )
    usual(sub)
    sub.answer("project.aims", "")
    sub.expect("FRM002", question="project.aims")
    sub.answer("safe_data.population", "......")
    sub.expect("FRM002", question="safe_data.population")
    sub.answer("project.risks", "TBA")
    sub.expect("FRM003", question="project.risks")
    for key in ("hmcts_primary.sponsor", "hmcts_primary.sites", "hmcts_primary.instruments"):
        sub.answer(key, "")
    sub.names["instruments"] = ""
    sub.path("Instruments.docx").unlink()
    sub.expect("FRM001", section="HMCTS primary data collection")
    sub.write(dialect=GOOGLE)


def pasted_prose() -> None:
    layout = Layout(
        "inline", boxes="paren", options="typed", guidance=False, unused="na_each", sections="bold", numbers="typed"
    )
    sub = Submission(
        "f34-pasted-prose",
        "courts",
        layout,
        "npm docx; everything typed after a colon; two ethics states in one text; a blanket text against every variable",
    )
    usual(sub, ethics=False, list_name="")
    sub.project.variables = [
        replace(
            v,
            justification="To study the effect of waiting time on behaviour in prison among people sentenced at the Crown Court.",
        )
        for v in sub.project.variables
    ]
    sub.names["list"] = "vars.csv"
    lists.csv_list(sub.project.variables, sub.path("vars.csv"), encoding="utf-8", delimiter="\t")
    sub.expect("VAR004", file="vars.csv")
    sub.letter("provisional", "REC 27 Aug.docx")
    sub.answer(
        "project.ethics",
        "Swansea University, FHSS REC, ref 1 2026 9931 8843: provisional opinion 27 August 2026, final decision pending.",
    )
    sub.expect("ETH002")
    sub.allow += [
        {"code": "ETH002", "reason": "form and letter may both be quoted"},
        {"code": "ETH008", "reason": "the option typed says granted; the same fault as ETH002"},
        {"code": "VAR010", "reason": "adds to VAR004 as a note"},
        {"code": "VAR003", "reason": "the blanket text says nothing of the single variable; VAR004 says it"},
    ]
    sub.write(producers.npm_docx)


ALL = [
    contents_page,
    renumbered,
    struck_out,
    drop_downs,
    label_above,
    label_above_faults,
    renumbered_faults,
    pasted_prose,
]
