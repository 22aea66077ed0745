"""Reads the form's outline and the projects, and turns the light markup of their answers into blocks."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.corpus.generator.blocks import Block, Para, Run, Table, cell, para

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FORM = ROOT / "rules" / "forms" / "moj-secure-access.yaml"


@dataclass(frozen=True)
class Variable:
    """A requested variable as the applicants wrote it."""

    dataset: str
    table: str
    name: str
    description: str
    question: str
    justification: str


@dataclass
class Project:
    """All that one team would write, before a defect or a layout touches it."""

    project: str
    title: str
    ticked: dict[str, list[str]]
    fields: dict[str, dict[str, str]]
    people: list[list[str]]
    answers: dict[str, str]
    ethics: dict[str, str]
    variables: list[Variable] = field(default_factory=list)


def outline() -> dict[str, Any]:
    """The form's sections and questions."""
    loaded: dict[str, Any] = yaml.safe_load(FORM.read_text(encoding="utf-8"))
    return loaded


def project(name: str) -> Project:
    """A fresh copy of the project of that name."""
    raw = yaml.safe_load((HERE / "projects" / f"{name}.yaml").read_text(encoding="utf-8"))
    rows = (HERE / "projects" / f"{name}.psv").read_text(encoding="utf-8").splitlines()
    made = Project(**copy.deepcopy(raw), variables=[Variable(*row.split("|")) for row in rows])
    made.answers = {key: str(value).rstrip("\n") for key, value in made.answers.items()}
    return made


def applies(node: dict[str, Any], ticked: dict[str, list[str]]) -> bool:
    """Whether a section or question is called for by the boxes ticked."""
    if not node.get("when"):
        return True
    chosen = {*ticked.get("access.data", []), *ticked.get("access.route", [])}
    return bool(chosen & set(node["when"]))


def answer_blocks(text: str) -> list[Block]:
    """Paragraphs, bullets (`- `) and nested tables (`| a | b |`) of an answer."""
    blocks: list[Block] = []
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            blocks.append(_table(rows))
            rows = []
        if line.startswith("- "):
            blocks.append(para(line[2:], "bullet"))
        elif line.strip():
            blocks.append(para(line))
    return blocks


def _table(rows: list[str]) -> Table:
    cells = [[part.strip() for part in row.strip("| ").split("|")] for row in rows]
    return Table(
        tuple(tuple(cell(text, bold=index == 0) for text in row) for index, row in enumerate(cells)), header=True
    )


def plain(block: Block) -> str:
    """The text of a paragraph, for writers that know nothing else."""
    if not isinstance(block, Para):
        return ""
    return "".join(item.text for item in block.items if isinstance(item, Run))


def slug(text: str) -> str:
    """A short name for files."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
