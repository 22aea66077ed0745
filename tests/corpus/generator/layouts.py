"""The ways in which people lay out the form: where labels, answers, boxes and tables stand. Gives blocks; writers make files of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.corpus.generator.blocks import (
    Block,
    Box,
    BoxKind,
    Break,
    Cell,
    Control,
    ControlBlock,
    Inline,
    LegacyField,
    Page,
    Para,
    Run,
    Tab,
    Table,
    TextBox,
    cell,
    para,
)
from tests.corpus.generator.content import Project, answer_blocks, applies, outline

GUIDANCE = {
    "access.data": "The boxes you tick here decide which of sections 7 to 9 you need to complete.",
    "access.panels": "If your request spans more than one panel, approval is required from each relevant panel.",
    "applicant.people": "Add a row for each person. All researchers must be named before access is granted.",
    "project.summary": "Write for a reader who does not know your field. Avoid acronyms.",
    "project.ari": "The Areas of Research Interest are published on GOV.UK. Say which of them your research addresses and how it can help.",
    "project.methods": "Be specific about how the data will be used. Say which data answer which research question.",
    "project.ethics": "Attach the letter of the committee, or the completed self-assessment form.",
    "gdpr.article9": "Special category data include ethnicity, religion, health and sexual orientation.",
    "safe_data.variables": "Every variable needs a justification of its own. General statements are not accepted.",
    "linking.method": "Only needed where data will be linked.",
    "declaration.signed": "By signing you confirm that the information given is complete and correct.",
}
BLANKS = {"empty": "", "dots": "…………………………………………………………", "underscores": "______________________________", "dash": "-"}


@dataclass(frozen=True)
class Layout:
    """One person's way with the form."""

    kind: Literal[
        "paras", "twocol", "rows", "giant", "samecell", "inline", "sdt", "textbox", "threecol", "legacy", "boxed"
    ] = "paras"
    numbers: Literal["typed", "auto", "absent"] = "typed"
    boxes: BoxKind = "w14"
    options: Literal["lines", "rows", "inline", "only_ticked", "typed", "after"] = "lines"
    fields: Literal["lines", "table", "pairs", "controls", "tabbed"] = "lines"
    guidance: bool = True
    unused: Literal["blank", "deleted", "na_section", "na_each"] = "blank"
    sections: Literal["h1", "bold", "shaded", "caps"] = "h1"
    question_style: Literal["h2", "boldline", "normal"] = "boldline"
    edits: bool = False
    blank: Literal["empty", "dots", "underscores", "dash", "placeholder"] = "empty"
    spare_people: int = 0
    number_sep: str = " "
    title: str = "Application form for researchers seeking secure access to data"
    section_word: str = ""
    intro: bool = True


@dataclass
class Change:
    """What a submission does to the form beyond its answers."""

    drop_sections: set[str] = field(default_factory=set)
    drop_questions: set[str] = field(default_factory=set)
    raw: dict[str, list[Block]] = field(default_factory=dict)
    after: dict[str, list[Block]] = field(default_factory=dict)
    fill_unused: set[str] = field(default_factory=set)


class FormMaker:
    """Lays out one project."""

    def __init__(self, project: Project, layout: Layout, change: Change | None = None) -> None:
        self.project = project
        self.layout = layout
        self.change = change or Change()
        self.random = random.Random(project.title + repr(layout))

    def page(self) -> Page:
        """The whole form."""
        form = outline()
        blocks: list[Block] = [para(self.layout.title, "title")]
        if self.layout.intro:
            blocks += [para(text, "guidance") for text in form["instructions"]]
        rows: list[tuple[Cell, ...]] = []
        for section in form["sections"]:
            if section["id"] in self.change.drop_sections:
                continue
            used = applies(section, self.project.ticked) or section["id"] in self.change.fill_unused
            if not used and self.layout.unused == "deleted":
                continue
            if self.layout.kind in ("giant", "threecol"):
                rows += self.section_rows(section, used)
            else:
                blocks += self.section_blocks(section, used)
        if rows:
            widths = (900, 3100, 5200) if self.layout.kind == "threecol" else (3300, 5900)
            blocks.append(Table(tuple(rows), widths))
        blocks += self.change.after.get("end", [])
        return Page(
            blocks,
            self.layout.title,
            self.project.fields["applicant.lead"].get("Name", ""),
            "OFFICIAL – when completed",
            "Secure access to data: application",
        )

    # --- sections -------------------------------------------------------------------------------------------------

    def heading(self, section: dict[str, Any]) -> list[Block]:
        layout = self.layout
        text = section["title"]
        if layout.sections == "caps":
            text = text.upper()
        number = f"{layout.section_word}{section['number']}" + (". " if not layout.section_word else ": ")
        shown = text if layout.numbers != "typed" else number + text
        if layout.sections == "shaded":
            return [Table(((Cell((para(shown, "normal", bold=True),), shade="D9D9D9"),),))]
        style = {"h1": "h1", "bold": "boldline", "caps": "boldline"}[layout.sections]
        return [para(shown, style, level=0 if layout.numbers == "auto" else None)]  # type: ignore[arg-type]

    def section_blocks(self, section: dict[str, Any], used: bool) -> list[Block]:
        blocks = self.heading(section)
        if not used and self.layout.unused == "na_section":
            return [*blocks, para("N/A – this section is not applicable to our request.")]
        pairs: list[tuple[Cell, ...]] = []
        for question in section["questions"]:
            if question["id"] in self.change.drop_questions:
                continue
            label, answer = self.label(question), self.answer(question, used)
            guidance = self.guidance(question)
            match self.layout.kind:
                case "twocol":
                    pairs.append((Cell((self.label_para(label), *guidance), shade="F2F2F2"), Cell(tuple(answer))))
                case "rows":
                    pairs.append((Cell((self.label_para(label), *guidance), shade="E7E6E6"),))
                    pairs.append((Cell(tuple(answer)),))
                case "samecell":
                    pairs.append((Cell((self.label_para(label), *guidance, *answer)),))
                case "inline":
                    blocks += self.inline_answer(label, answer)
                case "sdt":
                    blocks += [self.label_para(label), *guidance, self.controlled(answer, question["id"])]
                case "textbox":
                    text_only = all(isinstance(block, Para) for block in answer) and question["answer"] == "text"
                    blocks += [self.label_para(label), *guidance]
                    blocks += [Para((TextBox(tuple(answer)),))] if text_only else answer
                case _:
                    blocks += [self.label_para(label), *guidance, *answer]
            blocks += self.change.after.get(question["id"], [])
        if pairs:
            blocks.append(Table(tuple(pairs), (3300, 5900) if self.layout.kind == "twocol" else (9200,)))
        return blocks

    def section_rows(self, section: dict[str, Any], used: bool) -> list[tuple[Cell, ...]]:
        columns = 3 if self.layout.kind == "threecol" else 2
        heading = (
            section["title"]
            if self.layout.numbers == "absent"
            else f"{self.layout.section_word}{section['number']}. {section['title']}"
        )
        rows: list[tuple[Cell, ...]] = [
            (cell(heading, span=columns, shade="1F3864" if columns == 3 else "BFBFBF", bold=True),)
        ]
        if not used and self.layout.unused == "na_section":
            return [*rows, (cell("Not applicable – section not required for the data requested", span=columns),)]
        for question in section["questions"]:
            if question["id"] in self.change.drop_questions:
                continue
            answer = Cell(tuple(self.answer(question, used)))
            if columns == 3:
                rows.append(
                    (
                        cell(question["number"]),
                        Cell((self.label_para(self.edited(question["label"])), *self.guidance(question))),
                        answer,
                    )
                )
            else:
                rows.append((Cell((self.label_para(self.label(question)), *self.guidance(question))), answer))
        return rows

    # --- labels --------------------------------------------------------------------------------------------------

    def label(self, question: dict[str, Any]) -> str:
        text = self.edited(question["label"])
        return f"{question['number']}{self.layout.number_sep}{text}" if self.layout.numbers == "typed" else text

    def edited(self, text: str) -> str:
        if not self.layout.edits:
            return text
        changes = [
            lambda t: t.replace("'", "’"),
            lambda t: t if t.endswith("?") else t + ":",
            lambda t: t.replace(" and ", " & ", 1),
            lambda t: t.replace("MoJ Areas", "Ministry of Justice (MoJ) Areas"),
            lambda t: t + " *",
            lambda t: t.replace("(attach it)", "(please attach)"),
            lambda t: t,
        ]
        return self.random.choice(changes)(text)

    def label_para(self, label: str) -> Para:
        style = self.layout.question_style
        auto = self.layout.numbers == "auto" and self.layout.kind not in ("giant", "threecol", "twocol")
        return Para((Run(label, bold=style == "boldline"),), style, 1 if auto else None)

    def guidance(self, question: dict[str, Any]) -> list[Block]:
        text = GUIDANCE.get(question["id"])
        return [para(text, "guidance")] if text and self.layout.guidance else []

    # --- answers --------------------------------------------------------------------------------------------------

    def answer(self, question: dict[str, Any], used: bool) -> list[Block]:
        key = question["id"]
        if key in self.change.raw:
            return self.change.raw[key]
        if not used:
            return [para("N/A")] if self.layout.unused == "na_each" else self.untouched(question)
        match question["answer"]:
            case "choice" | "choices" | "yes_no":
                made = self.options(question)
                return [*made, *answer_blocks(self.project.answers[key])] if self.project.answers.get(key) else made
            case "fields" | "signature":
                return self.labelled(question["fields"], self.project.fields.get(key, {}))
            case "people":
                return [self.people(question["columns"])]
        blocks = answer_blocks(self.project.answers.get(key, ""))
        if blocks and self.layout.kind == "legacy" and all(isinstance(b, Para) and b.style == "normal" for b in blocks):
            return [
                Para((LegacyField("".join(i.text for i in b.items if isinstance(i, Run))),))
                for b in blocks
                if isinstance(b, Para)
            ]
        return blocks or [self.blank()]

    def untouched(self, question: dict[str, Any]) -> list[Block]:
        match question["answer"]:
            case "choice" | "choices" | "yes_no":
                return self.options(question, untouched=True)
            case "fields" | "signature":
                return self.labelled(question["fields"], {})
        return [self.blank()]

    def blank(self) -> Para:
        if self.layout.blank == "placeholder":
            return Para((Control("Click or tap here to enter text.", placeholder=True),))
        if self.layout.kind == "legacy":
            return Para((LegacyField(""),))
        return para(BLANKS[self.layout.blank])

    def controlled(self, answer: list[Block], tag: str) -> Block:
        if (
            len(answer) == 1
            and isinstance(answer[0], Para)
            and any(isinstance(i, Control) and i.placeholder for i in answer[0].items)
        ):
            return answer[0]
        return ControlBlock(tuple(answer), tag=tag)

    def inline_answer(self, label: str, answer: list[Block]) -> list[Block]:
        head = label if label.endswith(("?", ":")) else label + ":"
        first = answer[0] if answer else None
        if isinstance(first, Para) and first.style == "normal":
            return [Para((Run(head, bold=True), Run(" "), *first.items)), *answer[1:]]
        return [Para((Run(head, bold=True),)), *answer]

    def options(self, question: dict[str, Any], *, untouched: bool = False) -> list[Block]:
        options: dict[str, str] = question.get("options") or {"yes": "Yes", "no": "No"}
        ticked = [] if untouched else self.project.ticked.get(question["id"], [])
        box = self.layout.boxes
        style = self.layout.options
        if style == "typed" and not untouched:
            return [para("; ".join(options[key] for key in ticked))] if ticked else [self.blank()]
        if style == "only_ticked" and ticked:
            options = {key: text for key, text in options.items() if key in ticked}
        if style == "rows":
            rows = tuple((cell(text), Cell((Para((Box(key in ticked, box),)),))) for key, text in options.items())
            return [
                Table(
                    rows,
                    (7600, 1600)
                    if self.layout.kind in ("paras", "sdt", "inline", "textbox", "legacy", "rows", "samecell")
                    else (4000, 900),
                )
            ]
        if style == "inline" or len(options) == 2:
            items: list[Inline] = []
            for key, text in options.items():
                items += [Box(key in ticked, box), Run(f" {text}"), Run("     ")]
            return [Para(tuple(items[:-1]))]
        if style == "after":
            return [Para((Run(text + " "), Tab(), Box(key in ticked, box))) for key, text in options.items()]
        return [Para((Box(key in ticked, box), Run(f" {text}"))) for key, text in options.items()]

    def labelled(self, names: list[str], values: dict[str, str]) -> list[Block]:
        style = self.layout.fields
        if style == "lines":
            return [
                para(f"{name}: {values.get(name, '')}".rstrip() if values.get(name) else f"{name}:") for name in names
            ]
        if style == "tabbed":
            return [Para((Run(name), Tab(), Run(values.get(name, "")))) for name in names]
        if style == "controls":
            return [Para((Run(f"{name}: "), self.control(name, values.get(name, "")))) for name in names]
        if style == "table":
            return [Table(tuple((cell(name), cell(values.get(name, ""))) for name in names), (2000, 3600))]
        cells = [(cell(name, bold=True), cell(values.get(name, ""))) for name in names]
        cells += [(cell(""), cell(""))] * (len(cells) % 2)
        return [Table(tuple((*cells[i], *cells[i + 1]) for i in range(0, len(cells), 2)), (1100, 1800, 1100, 1800))]

    def control(self, name: str, value: str) -> Control:
        kind: Literal["text", "date"] = "date" if "date" in name.lower() else "text"
        prompt = "Click or tap to enter a date." if kind == "date" else "Click or tap here to enter text."
        return Control(value or prompt, placeholder=not value, tag=name, kind=kind)

    def people(self, columns: list[str]) -> Table:
        rows = [tuple(cell(name, bold=True, shade="F2F2F2") for name in columns)]
        rows += [tuple(cell(text) for text in person) for person in self.project.people]
        rows += [tuple(cell("") for _ in columns)] * self.layout.spare_people
        narrow = self.layout.kind in ("twocol", "giant", "threecol")
        widths = (1400, 1300, 1500, 1300) if narrow else (2300, 2300, 2300, 2300)
        return Table(tuple(rows), widths, header=True)


def line_breaks(text: str) -> Para:
    """Several lines in one paragraph, as people type them with Shift+Enter."""
    items: list[Inline] = []
    for index, line in enumerate(text.split("\n")):
        items += [Break()] if index else []
        items.append(Run(line))
    return Para(tuple(items))
