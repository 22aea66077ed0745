"""Writes examples/: the blank form, and one application as a first draft, as resubmitted, and complete."""

from __future__ import annotations

from dataclasses import replace

import yaml

from dag_check.forms.blank import write_blank
from dag_check.forms.definition import QuestionDefinition
from dag_check.forms.library import builtin_form
from tests.corpus.generator import broken, evidence, lists, producers
from tests.corpus.generator.content import HERE, ROOT
from tests.corpus.generator.formdesign import MORE_GUIDANCE, BlankForm
from tests.corpus.generator.layouts import GUIDANCE, Layout
from tests.corpus.generator.submission import Submission

EXAMPLES = ROOT / "examples"
WHOSE_WORDING = "The wording of the questions is that of dag-check's built-in form, not of an official edition."
STYLE = Layout("boxed", guidance=True, blank="placeholder", fields="controls", spare_people=2)


class Example(Submission):
    """A submission made on the blank form of the examples."""

    def __init__(self, name: str, about: str) -> None:
        super().__init__(name, "remand", STYLE, about, root=EXAMPLES)
        long = yaml.safe_load((HERE / "projects" / "remand-long.yaml").read_text(encoding="utf-8"))
        self.project.answers |= {key: text.rstrip() for key, text in long.items()}
        self.form_name = "Application form.docx"

    def page(self):  # type: ignore[no-untyped-def]
        """The filled form."""
        self.fill_names()
        return BlankForm(self.project, self.layout, self.change).page()

    def label(self) -> None:
        """Keeps the truth beside that of the corpus."""
        folder, self.name = self.name, f"example-{self.name}"
        self.write_truth(f"../../../examples/{folder}")


def blank_form() -> None:
    """The built-in form as a file that a person can fill in, as `dag-check form blank` writes it, with guidance under the questions."""
    form = builtin_form()
    sections = tuple(
        section.model_copy(update={"questions": tuple(guided(question) for question in section.questions)})
        for section in form.sections
    )
    form = form.model_copy(update={"sections": sections, "instructions": (*form.instructions, WHOSE_WORDING)})
    (EXAMPLES / "blank-form" / "Secure access application form (blank).docx").write_bytes(write_blank(form))


def guided(question: QuestionDefinition) -> QuestionDefinition:
    """The question with its guidance, where that says more than the hints that the blank has anyway (N/A, how many to tick)."""
    text = GUIDANCE.get(question.id) or MORE_GUIDANCE.get(question.id)
    if not text or "N/A" in text or text == "Tick one.":
        return question
    return question.model_copy(update={"guidance": (text.removeprefix("Tick all that apply. "),)})


def first_draft() -> None:
    """Faults of every family."""
    sub = Example("first-draft", "The example as first sent: faults of every family")
    sub.names = {"list": "Variables.xlsx", "letter": "", "uksa": "UKSA self-assessment.xlsx", "dpia": "DPIA.docx"}
    blanket = "This information about the custodial journey is required so that we can answer the research questions of the project."
    tables = {"journey", "offence"}
    sub.project.variables = [
        replace(v, justification=blanket) if v.table in tables else v for v in sub.project.variables
    ]
    sub.justify(
        marital_status_desc="", tier_code="-", court_type="TBC", co_defendant_flag="n/a",
        contact_type_group="Needed for analysis", deceased_flag="Known to have died", provider_region="Required for our research",
    )  # fmt: skip
    for name in ("marital_status_desc", "tier_code", "court_type", "co_defendant_flag"):
        sub.expect("VAR002", variable=name)
    for name in ("contact_type_group", "deceased_flag", "provider_region"):
        sub.expect("VAR003", variable=name)
    sub.expect("VAR004", file="Variables.xlsx")
    lists.plain_list(
        sub.project.variables,
        sub.path("Variables.xlsx"),
        header_row=4,
        title="Variables requested: remand in custody and what follows",
    )
    gaps = ("C7", "D35", "N35", "N44")
    sub.uksa("UKSA self-assessment.xlsx", blank=gaps)
    for at in gaps:
        sub.expect("ETH004", file="UKSA self-assessment.xlsx", cell=at)
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.letter("instruments", "Advisory group terms of reference.docx", role="minutes")
    broken.cut_short(sub.path("Advisory group terms of reference.docx"))
    sub.expect("SUB002", file="Advisory group terms of reference.docx")
    for key, text, code in (
        ("project.outputs", "", "FRM002"),
        ("gdpr.controller", "", "FRM002"),
        ("safe_data.disclosure", "TBC", "FRM003"),
        ("project.benefit", "N/A", "FRM004"),
        ("applicant.funding", "n/a", "FRM004"),
    ):
        sub.answer(key, text)
        sub.expect(code, question=key)
    sub.project.ticked["access.status"] = []
    sub.expect("FRM005", question="access.status")
    sub.answer(
        "project.ethics",
        "University of Northbridge Research Ethics Committee (Social Sciences). The application was submitted in October and we are awaiting the decision. The UK Statistics Authority self-assessment is attached ({uksa}).",
    )
    sub.expect("ETH002", question="project.ethics")
    sub.answer("project.ari", "This project addresses the MoJ Areas of Research Interest 2025.")
    sub.expect("ARI002", question="project.ari")
    sub.allow += [
        {"code": "ETH008", "reason": "the box ticked says granted; the same fault as ETH002"},
        {
            "code": "VAR010",
            "reason": "some of the flawed justifications stand against sensitive variables; a note on VAR002-VAR004",
        },
        {"code": "VAR003", "reason": "the blanket text may be called generic as well"},
    ]
    sub.write()
    sub.label()


def resubmission() -> None:
    """Half mended, and saved in LibreOffice."""
    sub = Example("resubmission", "The example half mended, its form saved by LibreOffice")
    sub.project.ticked["access.status"] = ["resubmission"]
    sub.answer(
        "access.reference",
        "DAG/2026/063. Since your letter of 6 November 2026 we have added the ethics approval, explained how the research bears on the Areas of Research Interest, answered 3.6 and 3.9, and justified each variable by itself.",
    )
    sub.names = {
        "list": "Variables v2.ods",
        "letter": "Ethics approval letter.docx",
        "uksa": "UKSA self-assessment v2.xlsx",
        "dpia": "DPIA.docx",
    }
    sub.justify(tier_code="-", court_type="TBC", provider_region="Required for our research")
    for name, code in (("tier_code", "VAR002"), ("court_type", "VAR002"), ("provider_region", "VAR003")):
        sub.expect(code, variable=name)
    lists.plain_list(
        sub.project.variables, sub.path("Variables v2.xlsx"), header_row=4, title="Variables requested (second version)"
    )
    producers.convert(sub.path("Variables v2.xlsx"), "ods", sub.folder)
    sub.path("Variables v2.xlsx").unlink()
    sub.uksa("UKSA self-assessment v2.xlsx", blank=("N44",))
    sub.expect("ETH004", file="UKSA self-assessment v2.xlsx", cell="N44")
    sub.letter("granted", "Ethics approval letter.docx")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.answer("gdpr.controller", "")
    sub.expect("FRM002", question="gdpr.controller")
    sub.write(lambda page, path: producers.through_libreoffice(page, path, via=""))
    sub.label()


def complete() -> None:
    """Ready: no error and no warning."""
    sub = Example("complete", "The example ready to send")
    sub.project.ticked["access.status"] = ["resubmission"]
    sub.answer(
        "access.reference",
        "DAG/2026/063. Since your letter of 6 November 2026 we have added the ethics approval, explained how the research bears on the Areas of Research Interest, answered 3.6, 3.9 and 4.4, justified each variable by itself, and completed the self-assessment.",
    )
    sub.answer("moj_data.dfe", "N/A")
    sub.names = {
        "list": "Variables requested.xlsx",
        "letter": "Ethics approval letter.pdf",
        "uksa": "UKSA self-assessment.xlsx",
        "dpia": "DPIA.docx",
    }
    lists.plain_list(
        sub.project.variables,
        sub.path("Variables requested.xlsx"),
        header_row=4,
        title="Variables requested: remand in custody and what follows",
    )
    sub.uksa("UKSA self-assessment.xlsx")
    evidence.word_letter(evidence.letter_text("granted", sub.project), sub.path("Ethics approval letter.docx"))
    producers.convert(sub.path("Ethics approval letter.docx"), "pdf", sub.folder)
    sub.path("Ethics approval letter.docx").unlink()
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.write()
    sub.label()


ALL = [blank_form, first_draft, resubmission, complete]
