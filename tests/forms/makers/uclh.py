"""A real blank, made in Word, that the project does not carry: what a person counts as its questions, and where their answers go."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from lxml import etree

from tests.forms.makers.generator.word import Element, parse, run, tag

PATH = Path(__file__).parents[4] / "shared" / "corpus" / "uclh-research-project-application-blank.docx"
_CONTACT = ["Organisation name", "Organisation address", "Organisation postcode", "Work telephone no.", "Work email"]
_SPONSOR = [
    "Sponsor Organisation name*",
    "Last Name of your main contact in that organisation",
    "First Name of your main contact in that organisation",
    "Contact’s address",
    "Contact’s postcode",
    "Contact’s telephone no.",
    "Contact’s email",
]
_YES_NO = ("Yes", "No")
_Asked = tuple[str, str, tuple[int, int, int] | None, tuple[str, ...]]


def _texts(table: int, labels: list[str]) -> list[_Asked]:
    return [(f"t{table}r{row}", label, (table, row, 1), ()) for row, label in enumerate(labels)]


SECTIONS: dict[str, list[_Asked]] = {
    "Application Type:": [("type", "Application Type", (0, 0, 0), ("Research project", "Exploratory analysis"))],
    "Project Lead:": [
        *_texts(1, ["Last name*", "First name*", "Middle names (if any)"]),
        ("lead.role", "What is your role on the project?", (1, 3, 1),
         ("Approved Researcher", "Peer Reviewer with access to secure data", "Peer Reviewer with access to cleared outputs only")),
        *_texts(2, [*_CONTACT, "Date of birth"]),
    ],
    "Researcher Team:": [
        *_texts(3, ["Last Name*", "First Name*", "Middle names (if any)"]),
        ("team.role", "What is their role on the project?", (3, 3, 1),
         ("Accredited Researcher", "Peer Reviewer with access to secure data", "Peer Reviewer with access to cleared outputs only")),
        ("deputy", "Do you authorise this person to deputise for you as Project Lead?", (3, 4, 0), ("Yes",)),
        *_texts(4, _CONTACT),
    ],
    "Research Sponsor:": [
        ("sponsored", "Have you been commissioned to perform this research for another organisation?", (5, 0, 0), _YES_NO),
        *_texts(6, _SPONSOR),
    ],
    "Title of the research project: *": [
        ("title", "Title of the research project: *", (7, 0, 0), ()),
        ("start", "Start Date:", (8, 0, 0), ()),
        ("publish", "Publish Date:", (8, 0, 1), ()),
    ],
    "Abstract of the research project: *": [("abstract", "Abstract of the research project: *", (9, 0, 0), ())],
    "Purpose of Research Project: *": [("purpose", "Purpose of Research Project: *", (10, 0, 0), ())],
    "Research Methodology:": [("methods", "Research Methodology:", (11, 0, 0), ())],
    "Data Required:": [
        ("sources", "List the data sources, the patient cohorts and the timer periods you wish to examine.", (12, 0, 0), ()),
        *_texts(13, ["Direct identifiers", "Indirect identifiers", "Non-identifying variables", "Free text"]),
        ("bring", "If you intend to bring in any data for your project, give details of the data", (14, 0, 0), ()),
        ("access", "Explain why access to legally protected (unpublished) data is needed.", (15, 0, 0), ()),
        ("linking", "Does your project include any linking of data sources", (16, 0, 0), _YES_NO),
        ("linking.details", "If yes, provide the following details below:", (17, 0, 0), ()),
    ],
    "Ethics:": [
        ("ethics", "Have you had ethical approval for this project from your organisation or elsewhere?", (18, 0, 0), _YES_NO),
        ("ethics.details", "If yes, please give details of the ethical approval body and any caveats", (19, 0, 0), ()),
    ],
    "Public Good:": [
        ("good.evidence", "Provide an evidence base for health care", (20, 1, 1), ()),
        ("good.replicate", "To replicate, validate or challenge existing research", (20, 2, 1), ()),
        ("good.quality", "To improve the quality, coverage or presentation of existing health data", (20, 3, 1), ()),
        ("risks", "Have any risks to public benefit been identified?", (21, 0, 0), ()),
    ],
    "Duration of access:": [("until", "What is your best estimate of the last time you will need access to the unpublished data?", (22, 0, 0), ())],
    "Publications:": [
        ("exempt", "Do you wish to apply for an exemption from publishing your findings?", (23, 0, 0), _YES_NO),
        ("available", "How do you intend to make your research available to the public?", (24, 0, 0), ()),
        ("journals", "Which specific journals, websites or reports do you intend to use", (25, 0, 0), ()),
        ("published", "What is your best estimate of the project publication date.", (26, 0, 0), ()),
        ("why.exempt", "What, if any, are the circumstances that mean you need an exemption", (27, 0, 0), ()),
    ],
}  # fmt: skip


def _kind(options: tuple[str, ...]) -> str:
    if not options:
        return "text"
    return "yes_no" if options == _YES_NO else "choice" if len(options) == 1 else "choices"


def truth() -> dict[str, Any]:
    """A person's list of the form's questions."""
    return {
        "sections": [
            {
                "title": title,
                "questions": [
                    {
                        "id": key,
                        "label": label,
                        "kind": _kind(options),
                    }
                    | ({"options": list(options)} if options else {})
                    for key, label, _, options in asked
                ],
            }
            for title, asked in SECTIONS.items()
        ]
    }


def answers(seed: int, share: float) -> dict[str, Any]:
    """Made-up answers, None for those left blank."""
    random = Random(seed)
    texts = [
        "Linking registers, 2015-2021",
        "Yes, see the protocol (version 3).",
        "12 months",
        "Dr A Able",
        "N1 9GU",
        "a@example.org",
        "None",
    ]
    long = "We will follow patients from referral to discharge.\nOutcomes: length of stay; readmission.\nNo free text is needed."
    given: dict[str, Any] = {}
    for asked in SECTIONS.values():
        for key, _, _, options in asked:
            if random.random() > share:
                given[key] = None
            elif options:
                given[key] = {"chosen": [random.choice(options)]}
            else:
                given[key] = random.choice([*texts, long])
    return given


def filled(given: Mapping[str, Any], *, flat: bool = False) -> bytes:
    """The blank with these answers: boxes ticked in their fields, texts typed in cells. `flat`: fields and controls made plain text."""
    with zipfile.ZipFile(PATH) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    tables = [table for table in root.iter(tag("tbl")) if _depth(table) == 0]
    for asked in SECTIONS.values():
        for key, _, place, options in asked:
            if given[key] is None or place is None:
                continue
            cell = _cell(tables[place[0]], place[1], place[2])
            if options:
                scope = cell if len(cell.findall(f".//{tag('checkBox')}")) >= len(options) else tables[place[0]]
                box = scope.findall(f".//{tag('checkBox')}")[options.index(given[key]["chosen"][0])]
                etree.SubElement(box, tag("checked")).set(tag("val"), "1")
            else:
                _type(cell, given[key].split("\n"))
    if flat:
        _flatten(root)
    out = io.BytesIO()
    with zipfile.ZipFile(PATH) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = (
                etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                if info.filename == "word/document.xml"
                else old.read(info)
            )
            new.writestr(info.filename, data)
    return out.getvalue()


def _depth(table: Element) -> int:
    return sum(1 for parent in table.iterancestors() if parent.tag == tag("tbl"))


def _cell(table: Element, row: int, col: int) -> Element:
    rows = list(table.iter(tag("tr")))
    return list(rows[row].iter(tag("tc")))[col]


def _type(cell: Element, lines: list[str]) -> None:
    control = cell.find(f".//{tag('sdt')}")
    if control is not None and control.find(f".//{tag('date')}") is not None:
        for shown in control.findall(f".//{tag('showingPlcHdr')}"):
            shown.getparent().remove(shown)
        content = control.find(tag("sdtContent"))
        runs = list(content.iter(tag("r")))
        runs[0].addprevious(parse(run(" ".join(lines))))
        for old in runs:
            old.getparent().remove(old)
        return
    paragraph = cell.findall(f".//{tag('p')}")[0]
    for line in lines:
        paragraph.append(parse(run(line)))
        following = etree.Element(tag("p"))
        paragraph.addnext(following)
        paragraph = following
    paragraph.getparent().remove(paragraph)


def _flatten(root: Element) -> None:
    """Legacy boxes become typed ones, and what stands in controls plain text."""
    for box in list(root.iter(tag("checkBox"))):
        ticked = box.find(tag("checked")) is not None
        begin = next(parent for parent in box.iterancestors() if parent.tag == tag("r"))
        spot = begin
        while spot.find(f"{tag('fldChar')}[@{tag('fldCharType')}='end']") is None:
            following = spot.getnext()
            if spot is not begin:
                spot.getparent().remove(spot)
            spot = following
        spot.getparent().remove(spot)
        begin.addprevious(parse(run("☒" if ticked else "☐")))
        begin.getparent().remove(begin)
    for control in list(root.iter(tag("sdt"))):
        if control.find(f"{tag('sdtPr')}/{tag('date')}") is None:
            continue
        for child in list(control.find(tag("sdtContent"))):
            control.addprevious(child)
        control.getparent().remove(control)
