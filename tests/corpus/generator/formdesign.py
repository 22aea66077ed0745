"""The built-in form as a Word file to fill in: headings, guidance, and a framed content control for each answer."""

from __future__ import annotations

from typing import Any

from tests.corpus.generator.blocks import Block, Cell, Control, ControlBlock, Page, Para, Run, Table, cell, para
from tests.corpus.generator.content import applies, outline
from tests.corpus.generator.layouts import GUIDANCE, FormMaker

MORE_GUIDANCE = {
    "access.datasets": "Use the names under which the datasets are published.",
    "access.route": "Tick all that apply. Sections 10 and 11 depend on your choice.",
    "access.reference": "Write N/A if this is a new application.",
    "applicant.supervisor": "Write N/A if the lead applicant is not a student.",
    "applicant.funding": "If the project has no funder, write N/A and say why.",
    "applicant.conflicts": "Write None if there is none.",
    "project.dates": "Allow time for the review: the start must lie in the future.",
    "project.aims": "Number the research questions, so that you can refer to them in sections 3.7 and 5.3.",
    "project.benefit": "Say what the benefit is, for whom, and how it will come about.",
    "project.existing": "Say why published statistics or existing studies are not enough.",
    "project.ethics_route": "Tick one.",
    "gdpr.article6": "If no personal data are processed, write N/A and say why.",
    "gdpr.article10": "Data about offences, cautions, convictions and sentences are criminal offence data.",
    "gdpr.dpia": "Tick one.",
    "safe_data.period": "Give the first and the last date of the records that you need.",
    "safe_data.minimisation": "Say what you left out, and why you need the detail that you ask for.",
    "linking.intended": "Tick one.",
    "linking.datasets": "Write N/A if the data will not be linked.",
    "declaration.attachments": "List the file names of everything that you send with this form.",
}
OPTION_NAMES = "Complete this section only if you ticked, at 1.1 or 1.3: {}. Otherwise leave it blank."
BRAND, PALE = "231F6D", "F3F2F1"


class BlankForm(FormMaker):
    """Lays a project out on the form; an empty project gives the blank."""

    def page(self) -> Page:
        """The form."""
        form = outline()
        blocks: list[Block] = [para(form["title"], "title")]
        blocks += [para(text) for text in form["instructions"]]
        blocks.append(
            para(
                "Text in grey italics is guidance. The wording of the questions is that of dag-check's built-in form, not of an official edition.",
                "guidance",
            )
        )
        names = self.option_names(form)
        for section in form["sections"]:
            used = applies(section, self.project.ticked)
            blocks.append(para(f"{section['number']}. {section['title']}", "h1"))
            if section.get("when"):
                blocks.append(para(OPTION_NAMES.format("; ".join(names[key] for key in section["when"])), "guidance"))
            for question in section["questions"]:
                blocks.append(para(f"{question['number']} {question['label']}", "h2"))
                blocks += self.guidance(question)
                blocks += self.framed(question, used)
        return Page(
            blocks,
            form["title"],
            self.project.fields["applicant.lead"].get("Name", ""),
            "OFFICIAL-SENSITIVE when completed",
            "Secure access to data – page",
        )

    def option_names(self, form: dict[str, Any]) -> dict[str, str]:
        return {
            key: text
            for section in form["sections"]
            for question in section["questions"]
            for key, text in (question.get("options") or {}).items()
        }

    def guidance(self, question: dict[str, Any]) -> list[Block]:
        text = GUIDANCE.get(question["id"]) or MORE_GUIDANCE.get(question["id"])
        return [para(text, "guidance")] if text else []

    def framed(self, question: dict[str, Any], used: bool) -> list[Block]:
        key = question["id"]
        match question["answer"]:
            case "people":
                return [self.people_table(question["columns"]), para()]
            case "fields" | "signature":
                values = self.project.fields.get(key, {}) if used else {}
                return [self.fields_table(question["fields"], values), para()]
            case "choice" | "choices" | "yes_no":
                blocks = self.options(question, untouched=not used)
                if self.project.answers.get(key) and used:
                    blocks = [*blocks, *super().answer({**question, "answer": "text"}, used)]
                return [Table(((Cell(tuple(blocks)),),), (9300,)), para()]
        answer = super().answer(question, used)
        if answer == [self.blank()]:
            return [Table(((Cell(tuple(answer)),),), (9300,)), para()]
        return [Table(((Cell((ControlBlock(tuple(answer), tag=key),)),),), (9300,)), para()]

    def fields_table(self, names: list[str], values: dict[str, str]) -> Table:
        rows = tuple(
            (cell(name, bold=True, shade=PALE), Cell((Para((self.control(name, values.get(name, "")),)),)))
            for name in names
        )
        return Table(rows, (2600, 6700))

    def people_table(self, columns: list[str]) -> Table:
        head = tuple(Cell((Para((Run(name, bold=True),)),), shade=PALE) for name in columns)
        rows = [tuple(cell(text) for text in person) for person in self.project.people]
        prompt = Para((Control("Click or tap here to enter text.", placeholder=True),))
        rows += [tuple(Cell((prompt,)) for _ in columns)] * self.layout.spare_people
        return Table((head, *rows), (2300, 2300, 2500, 2200), header=True)
