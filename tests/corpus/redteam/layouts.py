"""Eight ways in which a filled form may be laid out. Each takes a document, the outline and the answers, and fills the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.corpus.redteam.markup import Word, cell, control, para, picture, row, run, table, text_box

Question = dict[str, Any]
OUTLINE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "outline.yaml").read_text(encoding="utf-8"))
TITLE = OUTLINE["title"]
BOLD = "<w:b/>"
GUIDANCE = {
    "project.summary": "Guidance: write for a reader who doesn't know your field. Avoid jargon.",
    "project.ari": "Guidance: the current Areas of Research Interest are on GOV.UK.",
    "project.outputs": "Guidance: list reports, articles, presentations and data products. Outputs must be cleared before release.",
    "safe_data.minimisation": "Guidance: the panels expect data minimisation; say what you considered and left out.",
}
PARAPHRASE = {
    "access.data": "What data are you applying to access? (tick all that apply)",
    "access.datasets": "Please name each dataset requested",
    "access.route": "How would you like to access the data?",
    "access.status": "Is this application new or a resubmission?",
    "access.reference": "If it is a resubmission: reference, and what has changed",
    "access.panels": "Other panels applied to, or to be applied to (DAP, NRC, DfE, Research Accreditation Panel), with the status of each",
    "applicant.people": "All persons who will have access to the data",
    "applicant.supervisor": "If the lead applicant is a student: supervisor's name and e-mail",
    "applicant.funding": "Project funder, award reference and funding status",
    "applicant.conflicts": "Any conflict of interest to declare",
    "project.title": "Title of project",
    "project.dates": "Proposed project start date and end date",
    "project.summary": "Plain English summary of the project (300 words at most)",
    "project.aims": "Research aims and questions",
    "project.ari": "How does the research address the MoJ Areas of Research Interest? Please explain",
    "project.benefit": "Benefit to the data owner and to the wider public",
    "project.methods": "Methodology and use of the data for each research question",
    "project.existing": "Existing evidence, and why published data cannot answer the question",
    "project.outputs": "Planned outputs, with audiences and dates",
    "project.ethics": "Name of ethics committee, reference and approval date; or why no review is required",
    "project.risks": "Ethical issues the research raises and how you will handle them",
    "gdpr.article6": "Lawful basis for the processing of personal data (Art. 6 UK GDPR)",
    "gdpr.article9": "Condition for the processing of special category data (Art. 9 UK GDPR)",
    "gdpr.controller": "Data controllers and processors, and their ICO registration numbers",
    "gdpr.dpia": "Has a DPIA (Data Protection Impact Assessment) been completed? Please attach it",
    "safe_data.variables": "List of variables requested, with a justification for each (attach; give file name)",
    "safe_data.minimisation": "Why is this the minimum data needed to answer the research questions?",
    "linking.intended": "Will you link the data to other data?",
    "declaration.signed": "Declaration by the lead applicant",
    "declaration.attachments": "Attached documents",
}


@dataclass
class Style:
    """What varies besides the layout."""

    ticks: tuple[str, str] = ("☒", "☐")
    answer: str = ""
    keep_guidance: bool = False
    paraphrase: bool = False
    unused: str = "blank"  # what stands in sections that do not apply: blank | gone | note
    signature_picture: bool = False
    only_chosen: bool = False
    prefix: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def sections(answers: dict[str, Any], style: Style) -> list[dict[str, Any]]:
    """The sections to print: those that do not apply may be gone."""
    chosen = {*answers["access.data"], *answers["access.route"]}
    every = []
    for section in OUTLINE["sections"]:
        applies = not section.get("when") or chosen & set(section["when"])
        applies = bool(applies) or any(question["id"] in answers for question in section["questions"])
        if applies or style.unused != "gone":
            every.append(section | {"applies": applies})
    return every


def label(question: Question, style: Style) -> str:
    """The label, lightly changed where the applicant retyped the form."""
    return PARAPHRASE.get(question["id"], question["label"]) if style.paraphrase else question["label"]


def number(question: Question, style: Style) -> str:
    """The number, with the applicant's prefix."""
    return f"{style.prefix}{question['number']}"


def plain(question: Question, value: Any, style: Style) -> str:
    """An answer as lines of text in the markup of `projects`."""
    kind = question["answer"]
    if kind in ("choice", "choices", "yes_no"):
        options = {"Yes": "Yes", "No": "No"} if kind == "yes_no" else question["options"]
        chosen = value or []
        if style.only_chosen:
            return "\n".join(options[key] for key in chosen)
        lines = [
            f"{style.ticks[0] if key in chosen else style.ticks[1]} {text}".strip() for key, text in options.items()
        ]
        return "    ".join(lines) if kind == "yes_no" else "\n".join(lines)
    if kind in ("fields", "signature"):
        return "\n".join(f"{name}: {(value or {}).get(name, '')}" for name in question["fields"])
    return value or ""


def people(document: Word, question: Question, rows: list[list[str]] | None, style: Style) -> str:
    """The table of people."""
    body = [row(*(cell(para(run(column, BOLD))) for column in question["columns"]))]
    for person in rows or [[""] * 4]:
        body.append(row(*(cell(para(run(part, style.answer))) for part in person)))
    return table(body, len(question["columns"])) + "<w:p/>"


def answer(document: Word, question: Question, value: Any, style: Style) -> str:
    """The blocks of an answer."""
    if question["answer"] == "people":
        return people(document, question, value, style)
    if question["answer"] == "signature" and style.signature_picture and value:
        return para(f"Name: {value['Name']}") + para("Signature: ", picture()) + para(f"Date: {value['Date']}")
    return document.prose(plain(question, value, style), style.answer)


def guidance(question: Question, style: Style) -> list[str]:
    """The guidance under a label, where the applicant left it."""
    return [para(run(GUIDANCE[question["id"]], "<w:i/>"))] if style.keep_guidance and question["id"] in GUIDANCE else []


def merged_labels(document: Word, answers: dict[str, Any], style: Style) -> None:
    """Lettered sections; number | label | answer, the first two merged down beside answers of several rows."""
    document.add(
        para(run(TITLE, BOLD)),
        para("Retyped by the project team for ease of editing; the order of questions is unchanged."),
    )
    for at, section in enumerate(sections(answers, style)):
        document.add(para(run(f"Section {chr(65 + at)} – {section['title']}", BOLD)))
        if not section["applies"] and style.unused == "note":
            document.add(para("Not applicable: we do not use this route or these data."))
            continue
        rows = []
        for question in section["questions"]:
            value = answers.get(question["id"])
            left = [
                para(number(question, style)),
                para(run(label(question, style), BOLD)) + "".join(guidance(question, style)),
            ]
            if question["answer"] == "people":
                rows.append(row(cell(left[0]), cell(left[1]), cell(people(document, question, value, style))))
                continue
            lines = plain(question, value, style).split("\n")
            rows.append(
                row(
                    cell(left[0], merge="restart"),
                    cell(left[1], merge="restart"),
                    cell(document.prose(lines[0], style.answer)),
                )
            )
            grid = [line for line in lines[1:] if line.startswith("| ")]
            if grid:
                lines = [line for line in lines if not line.startswith("| ")]
                rows[-1] = row(
                    cell(left[0], merge="restart"),
                    cell(left[1], merge="restart"),
                    cell(document.prose("\n".join(plain(question, value, style).split("\n")), style.answer)),
                )
            for line in lines[1:] if not grid else []:
                rows.append(
                    row(
                        cell("<w:p/>", merge="continue"),
                        cell("<w:p/>", merge="continue"),
                        cell(document.prose(line, style.answer)),
                    )
                )
        document.add(table(rows, 3), "<w:p/>")


def two_up(document: Word, answers: dict[str, Any], style: Style) -> None:
    """Two questions side by side: label | answer | label | answer."""
    document.add(para(TITLE, style="Heading1"))
    for section in sections(answers, style):
        document.add(para(f"{section['number']}. {section['title']}", style="Heading2"))
        pairs, rows = section["questions"], []
        for left, right in zip(pairs[::2], [*pairs[1::2], None], strict=False):
            cells = []
            for question in (left, right):
                if question is None:
                    cells += [cell("<w:p/>"), cell("<w:p/>")]
                    continue
                cells.append(cell(para(run(f"{number(question, style)} {label(question, style)}", BOLD))))
                cells.append(cell(answer(document, question, answers.get(question["id"]), style)))
            rows.append(row(*cells))
        document.add(table(rows, 4), "<w:p/>")


def boxed_labels(document: Word, answers: dict[str, Any], style: Style) -> None:
    """Labels in text boxes, answers in the running text."""
    document.add(para(run(TITLE, BOLD)))
    count = 0
    for section in sections(answers, style):
        count += 1
        document.add(text_box(para(run(f"{section['number']} {section['title']}".upper(), BOLD)), count))
        for question in section["questions"]:
            count += 1
            document.add(text_box(para(f"{number(question, style)}  {label(question, style)}"), count))
            document.add(answer(document, question, answers.get(question["id"]), style))


def italics(document: Word, answers: dict[str, Any], style: Style) -> None:
    """As Pages exports: every paragraph "Body", headings only larger, answers in coloured italics straight under the label."""
    document.add(para(run(TITLE, '<w:sz w:val="36"/>'), style="BodyA"))
    for section in sections(answers, style):
        document.add(
            para(run(f"Part {section['number']}: {section['title']}", '<w:b/><w:sz w:val="28"/>'), style="BodyA")
        )
        for question in section["questions"]:
            document.add(
                para(run(f"{number(question, style)}\u00a0{label(question, style)}"), style="Body"),
                *guidance(question, style),
            )
            document.add(answer(document, question, answers.get(question["id"]), style))


def one_column(document: Word, answers: dict[str, Any], style: Style) -> None:
    """A spreadsheet pasted into Word: one column, a row a line, headings and labels and answers alike."""
    rows = [row(cell(para(TITLE)))]
    grids = []
    for section in sections(answers, style):
        rows.append(row(cell(para(run(f"{section['number']} {section['title']}", BOLD)))))
        for question in section["questions"]:
            rows.append(row(cell(para(f"{number(question, style)} {label(question, style)}"))))
            rows += [row(cell(block)) for block in guidance(question, style)]
            value = answers.get(question["id"])
            if question["answer"] == "people":
                rows.append(row(cell(people(document, question, value, style))))
            else:
                rows.append(row(cell(document.prose(plain(question, value, style), style.answer))))
    del grids
    document.add(table(rows, 1), "<w:p/>")


def sub_headings(document: Word, answers: dict[str, Any], style: Style) -> None:
    """One table a section: No. | Question | Response, with bands of sub-headings across."""
    document.add(para(TITLE, style="Heading1"))
    for section in sections(answers, style):
        document.add(para(f"Section {section['number']}: {section['title']}", style="Heading2"))
        rows = [row(*(cell(para(run(head, BOLD))) for head in ("No.", "Question", "Response")))]
        for at, question in enumerate(section["questions"]):
            if at and at % 4 == 0:
                rows.append(row(cell(para(run(f"{section['title']} (continued)", BOLD)), span=3)))
            left = para(label(question, style)) + "".join(guidance(question, style))
            value = answers.get(question["id"])
            rows.append(
                row(cell(para(number(question, style))), cell(left), cell(answer(document, question, value, style)))
            )
        document.add(table(rows, 3), "<w:p/>")


def controls(document: Word, answers: dict[str, Any], style: Style) -> None:
    """Content controls mapped to custom XML, drop-downs, date pickers and a repeating section for the people."""
    document.add(para(TITLE, style="Heading1"))
    document.custom_xml = '<application xmlns="urn:example:secure-access"><title>as on the form</title></application>'
    hint = run("Click or tap here to enter text.", '<w:color w:val="808080"/>')
    for section in sections(answers, style):
        document.add(para(f"{section['number']}. {section['title']}", style="Heading1"))
        for question in section["questions"]:
            document.add(
                para(f"{number(question, style)} {label(question, style)}", style="Heading2"),
                *guidance(question, style),
            )
            document.add(_controlled(document, question, answers.get(question["id"]), style, hint))


def _controlled(document: Word, question: Question, value: Any, style: Style, hint: str) -> str:
    kind = question["answer"]
    if kind == "people":
        head = row(*(cell(para(run(column, BOLD))) for column in question["columns"]))
        items = "".join(
            control(
                row(*(control(cell(para(run(part))), kind="<w:text/>") for part in person)),
                kind="<w15:repeatingSectionItem/>",
            )
            for person in value
        )
        return table([head, control(items, kind="<w15:repeatingSection/>")], 4) + "<w:p/>"
    if kind in ("choice", "yes_no"):
        options = {"Yes": "Yes", "No": "No"} if kind == "yes_no" else question["options"]
        entries = "".join(f'<w:listItem w:displayText="{text}" w:value="{key}"/>' for key, text in options.items())
        combo = f'<w:comboBox><w:listItem w:displayText="Choose an item." w:value=""/>{entries}</w:comboBox>'
        chosen = run(options[value[0]]) if value else run("Choose an item.")
        return para(control(chosen, kind=combo, placeholder=not value))
    if kind == "choices":
        out = []
        for key, text in question["options"].items():
            on = key in (value or [])
            box = control(
                run("☒" if on else "☐"), kind=f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>'
            )
            out.append(para(box, f" {text}"))
        return "".join(out)
    if kind in ("fields", "signature"):
        out = []
        for name in question["fields"]:
            said = (value or {}).get(name, "")
            picker = (
                '<w:date w:fullDate="2027-01-01T00:00:00Z"><w:dateFormat w:val="dd/MM/yyyy"/></w:date>'
                if "ate" in name
                else "<w:text/>"
            )
            if name == "Signature" and style.signature_picture and said:
                out.append(para(f"{name} ", control(picture(), kind="<w:picture/>")))
            else:
                out.append(para(f"{name} ", control(run(said) if said else hint, kind=picker, placeholder=not said)))
        return "".join(out)
    if not value:
        return para(
            control(
                hint,
                kind="<w:text/>",
                placeholder=True,
                binding=f"/ns0:application[1]/ns0:{question['id'].replace('.', '_')}[1]",
            )
        )
    return control(document.prose(value), binding=f"/ns0:application[1]/ns0:{question['id'].replace('.', '_')}[1]")


def tracked(document: Word, answers: dict[str, Any], style: Style) -> None:
    """Three co-authors' insertions and deletions, and comments in the margin."""
    document.add(para(TITLE, style="Heading1"))
    authors = ["Kwabena A-M", "Hester van der Zijl", "Research Office"]
    for section in sections(answers, style):
        document.add(para(f"{section['number']} {section['title']}", style="Heading2"))
        for at, question in enumerate(section["questions"]):
            document.add(para(run(f"{number(question, style)} {label(question, style)}", BOLD)))
            value = answers.get(question["id"])
            if question["answer"] != "text" or not value or "|" in value:
                document.add(answer(document, question, value, style))
                continue
            who = f'w:id="{len(document.body)}" w:author="{authors[at % 3]}" w:date="2026-11-0{at % 3 + 1}T09:00:00Z"'
            for line in value.split("\n"):
                half = len(line) // 2
                gone = f'<w:del {who}><w:r><w:delText xml:space="preserve">TBC - old wording, to be confirmed</w:delText></w:r></w:del>'
                mark = ""
                if at % 3 == 1:
                    document.comments.append((authors[at % 3], "Is this still right?"))
                    mark = f'<w:r><w:commentReference w:id="{len(document.comments) - 1}"/></w:r>'
                document.add(para(run(line[:half]), gone, f"<w:ins {who}>{run(line[half:])}</w:ins>", mark))


LAYOUTS: dict[str, Callable[[Word, dict[str, Any], Style], None]] = {
    layout.__name__: layout
    for layout in (merged_labels, two_up, boxed_labels, italics, one_column, sub_headings, controls, tracked)
}
