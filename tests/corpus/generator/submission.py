"""A submission under construction: a project, a layout, files, and the truth about it as a careful officer would label it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from tests.corpus.generator import evidence, lists
from tests.corpus.generator.blocks import Page
from tests.corpus.generator.content import Project, project
from tests.corpus.generator.layouts import Change, FormMaker, Layout
from tests.corpus.generator.wordml import WORD, Dialect, write_docx

CORPUS = Path(__file__).parents[1]
SUBMISSIONS = CORPUS / "submissions"
TRUTH = CORPUS / "truth"
Producer = Callable[[Page, Path], None]


@dataclass
class Submission:
    """One folder of the corpus. Change it as you like, then `write()`."""

    name: str
    project_name: str
    layout: Layout = field(default_factory=Layout)
    about: str = ""
    names: dict[str, str] = field(default_factory=dict)
    change: Change = field(default_factory=Change)
    expected: list[dict[str, Any]] = field(default_factory=list)
    innocent: list[dict[str, str]] = field(default_factory=list)
    allow: list[dict[str, str]] = field(default_factory=list)
    root: Path = SUBMISSIONS
    attachments: str = ""
    maker: type[FormMaker] = FormMaker

    def __post_init__(self) -> None:
        self.project: Project = project(self.project_name)
        self.folder = self.root / self.name
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True)
        self.form_name = "application form.docx"

    def expect(self, code: str, **place: str) -> None:
        """A finding that the officer would make; `rules_of_issue` is A unless said."""
        self.expected.append({"code": code, **place})

    def looks_like(self, code: str, about: str, **place: str) -> None:
        """What resembles a fault and is none: the rule must be silent there."""
        self.innocent.append({"code": code, "about": about, **place})

    def path(self, name: str) -> Path:
        """Where a file of the submission goes."""
        return self.folder / name

    def answer(self, key: str, text: str) -> None:
        """Replaces an answer."""
        self.project.answers[key] = text

    def justify(self, **texts: str) -> None:
        """Replaces the justifications of the variables named."""
        self.project.variables = [
            replace(v, justification=texts.get(v.name, v.justification)) for v in self.project.variables
        ]

    def letter(self, kind: str, name: str, *, role: str = "letter", **overrides: str) -> None:
        """Writes a letter as the name's ending says."""
        text = evidence.letter_text(kind, self.project, **overrides)
        self.names.setdefault(role, name)
        writer = {".txt": evidence.text_file, ".docx": evidence.word_letter, ".pdf": evidence.pdf_letter}[
            Path(name).suffix
        ]
        writer(text, self.path(name))

    def uksa(self, name: str, **options: Any) -> None:
        """Writes the self-assessment workbook."""
        self.names.setdefault("uksa", name)
        evidence.uksa_workbook(self.path(name), self.project, **options)

    def plain_list(self, name: str, **options: Any) -> None:
        """Writes the usual one-sheet list."""
        self.names["list"] = name
        lists.plain_list(self.project.variables, self.path(name), **options)

    def fill_names(self) -> None:
        """Puts the file names into the answers that speak of them."""
        named = [value for value in self.names.values() if value]
        listed = self.attachments or "\n".join(f"- {value}" for value in named)
        values = {"list": "", "letter": "", "uksa": "", "dpia": "", "reply": "", "instruments": ""} | self.names
        values |= {"attachments": listed or "None", "title": self.project.title}
        for key, text in self.project.answers.items():
            for name, value in values.items():
                text = text.replace("{" + name + "}", value)
            self.project.answers[key] = text

    def page(self) -> Page:
        """The form's blocks."""
        self.fill_names()
        return self.maker(self.project, self.layout, self.change).page()

    def write(self, producer: Producer | None = None, *, dialect: Dialect = WORD, form: bool = True) -> None:
        """Writes the form with the producer (by default our own WordprocessingML) and the truth."""
        if form:
            page = self.page()
            if producer:
                producer(page, self.path(self.form_name))
            else:
                write_docx(page, self.path(self.form_name), dialect)
        if self.root == SUBMISSIONS:
            self.write_truth()

    def write_truth(self, target: str = "") -> None:
        """The labels; `ready` follows from them: no error is expected."""
        truth = {
            "name": target or self.name,
            "about": self.about,
            "today": "2026-11-22",
            "ready": not any(entry["code"] not in WARNINGS for entry in self.expected),
            "rules_of_issue": "A",
            "expected": self.expected,
            **({"innocent": self.innocent} if self.innocent else {}),
            "allow": self.allow,
        }
        TRUTH.mkdir(parents=True, exist_ok=True)
        (TRUTH / f"{self.name}.yaml").write_text(
            yaml.safe_dump(truth, sort_keys=False, allow_unicode=True, width=110), encoding="utf-8"
        )


WARNINGS = frozenset(
    [
        "SUB004",
        "SUB005",
        "SUB006",
        "FRM006",
        "FRM007",
        "VAR003",
        "VAR004",
        "VAR005",
        "VAR006",
        "VAR009",
        "VAR010",
        "VAR011",
        "VAR012",
        "ETH003",
        "ETH005",
        "ETH006",
        "ETH007",
        "ETH009",
        "ARI002",
        "ARI003",
        "ARI004",
        "PAN001",
        "DPA002",
        "DPA003",
        "DPA004",
        "PPL001",
        "LNG001",
        "LNG002",
    ]
)
