"""Holds a learned form against what a careful person would list, and what was read from a filled copy against what was written.

Labels may be cut or numbered differently and a blank may be learned as a question or as a field of one; words must be the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

from dag_check.application import Form, Question
from dag_check.documents import open_file
from dag_check.documents.model import Document
from dag_check.forms.definition import FormDefinition, QuestionDefinition
from dag_check.forms.learn import learn_form
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin

FILES = Path(__file__).parent / "files"
COPIES = ("careful", "tidied", "resaved", "hasty")
_ENOUGH = 80.0


@dataclass(frozen=True)
class Asked:
    """A question of a learned form, or one field of it. `spare` ones are not held against the learner."""

    question: QuestionDefinition
    section: str
    label: str
    field: str | None = None
    spare: bool = False


@dataclass
class BlankScore:
    """How a blank was learned: what was missed, what was invented, what is of another kind than it should be."""

    expected: int
    missing: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    sections: tuple[list[str], list[str]] = ([], [])
    places: dict[str, Asked] = field(default_factory=dict)

    @property
    def found(self) -> float:
        """The share of a person's questions that were learned."""
        return 1 - len(self.missing) / self.expected

    @property
    def sections_agree(self) -> bool:
        """The same sections, in the same order."""
        mine, theirs = self.sections
        return len(mine) == len(theirs) and all(_alike(a, b) >= _ENOUGH for a, b in zip(mine, theirs, strict=True))


@dataclass
class CopyScore:
    """How a filled copy was read: answers that are not what was written, blanks taken for answers, answers taken for blanks."""

    expected: int
    wrong: list[str] = field(default_factory=list)
    false_answers: list[str] = field(default_factory=list)
    false_blanks: list[str] = field(default_factory=list)

    @property
    def right(self) -> float:
        """The share of the questions that came back as they were answered, or left blank."""
        return 1 - len(self.wrong) / self.expected


def document_at(path: Path) -> Document:
    """The document in a file."""
    opened = open_file(path.name, path.read_bytes())
    assert isinstance(opened, Document)
    return opened


@cache
def truth_of(path: Path) -> dict[str, Any]:
    """What is true of a blank or a filled copy."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def forms() -> list[str]:
    """The names of the makers' forms."""
    return sorted(folder.name for folder in FILES.iterdir() if folder.is_dir())


def file_of(form: str, copy: str) -> Path:
    """The document of a form's blank or of one of its copies."""
    return next(path for path in (FILES / form).glob(f"{copy}.*") if path.suffix != ".yaml")


@cache
def learned(form: str) -> FormDefinition:
    """The form as learned from its blank, with nothing corrected by hand."""
    return learn_form(document_at(file_of(form, "blank")), builtin())


def score_blank(definition: FormDefinition, truth: Mapping[str, Any]) -> BlankScore:
    """Compares a learned form with a person's list."""
    items = [question for section in truth["sections"] for question in section["questions"]]
    asked = list(_asked(definition))
    score = BlankScore(len(items))
    score.sections = [s["title"] for s in truth["sections"]], [s.title for s in definition.sections]
    pairs = _aligned(items, asked)
    score.places = {items[i]["id"]: asked[j] for i, j in pairs.items()}
    score.missing = [item["id"] for i, item in enumerate(items) if i not in pairs]
    taken = set(pairs.values())
    score.invented = [f"{a.question.id}: {a.label}" for j, a in enumerate(asked) if j not in taken and not a.spare]
    for i, j in pairs.items():
        score.kinds += _kind_faults(items[i], asked[j])
    return score


def _kind_faults(item: Mapping[str, Any], asked: Asked) -> list[str]:
    kind, question = item["kind"], asked.question
    if asked.field is not None:
        return [f"{item['id']}: {item['label']!r} with options, learned as a field"] if item.get("options") else []
    faults = []
    if item.get("options"):
        options = list(question.options.values()) or (["Yes", "No"] if question.answer == "yes_no" else [])
        if len(options) != len(item["options"]) or any(
            _alike(a, b) < _ENOUGH for a, b in zip(item["options"], options, strict=False)
        ):
            faults.append(f"{item['id']}: options {options}")
    # Where a form does not say that one only may be ticked, "choices" is the careful reading of a choice.
    accepted = {
        "text": {"text", "date", "signature"},
        "date": {"date", "text"},
        "yes_no": {"yes_no", "choice"},
        "choice": {"choice", "yes_no", "choices"},
        "choices": {"choices"},
        "people": {"people", "table"},
        "table": {"table", "people"},
    }[kind]
    if question.answer not in accepted:
        faults.append(f"{item['id']}: {kind}, learned as {question.answer}")
    if item.get("columns") and not faults and len(question.columns) != len(item["columns"]):
        faults.append(f"{item['id']}: columns {question.columns}")
    return faults


def _asked(definition: FormDefinition) -> list[Asked]:
    asked = []
    for section in definition.sections:
        for question in section.questions:
            if question.answer in ("fields", "signature") and question.fields:
                asked += [Asked(question, section.title, name, name) for name in question.fields]
            else:
                asked.append(Asked(question, section.title, question.label))
                asked += [Asked(question, section.title, name, name, spare=True) for name in question.fields]
    return asked


def _aligned(items: Sequence[Mapping[str, Any]], asked: Sequence[Asked]) -> dict[int, int]:
    """The best pairing in order: a classic alignment by similarity."""
    n, m = len(items), len(asked)
    like = [[_likeness(item, a) for a in asked] for item in items]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            pair = best[i + 1][j + 1] + like[i][j] if like[i][j] >= _ENOUGH else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    pairs, i, j = {}, 0, 0
    while i < n and j < m:
        if like[i][j] >= _ENOUGH and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(item: Mapping[str, Any], asked: Asked) -> float:
    plain = _alike(item["label"], asked.label)
    if asked.field is not None and asked.question.label:
        plain = max(plain, _alike(item["label"], f"{asked.question.label} {asked.label}"))
    if item.get("group"):
        plain = max(plain, _alike(f"{item['group']} {item['label']}", asked.label))
    return plain


def _alike(one: str, other: str) -> float:
    a, b = _key(one), _key(other)
    return float(max(fuzz.ratio(a, b), 0.97 * fuzz.partial_ratio(a, b) if min(len(a), len(b)) > 15 else 0.0))


def _key(text: str) -> str:
    text = re.sub(r"^\s*(?:(?:section|part)\s+)?[A-Z]?\d{0,2}(?:[.)]\d*)*[.)–:-]*\s+", "", text, flags=re.I)
    return " ".join(re.findall(r"[\w']+", text.lower()))


def score_copy(form: Form, places: Mapping[str, Asked], answers: Mapping[str, Any]) -> CopyScore:
    """Compares what was read with what was written."""
    score = CopyScore(len(answers))
    for key, given in answers.items():
        if key not in places:
            score.wrong.append(f"{key}: not learned")
            continue
        question = form.question(places[key].question.id)
        assert question is not None
        blank = _is_blank(question, places[key].field)
        if given is None and not blank:
            score.false_answers.append(f"{key}: {_read(question, places[key].field)!r}")
        elif given is not None and blank:
            score.false_blanks.append(f"{key}: {given!r}")
        elif given is None or _same(question, places[key].field, given):
            continue
        score.wrong.append(f"{key}: {given!r} read as {_read(question, places[key].field)!r}")
    return score


def read_copy(definition: FormDefinition, path: Path) -> Form:
    """A filled copy read with a form."""
    return read_form(document_at(path), path.name, definition, builtin()).form


def _is_blank(question: Question, name: str | None) -> bool:
    if name is None:
        return question.answer.is_blank
    return not question.answer.fields.get(name, "").strip()


def _read(question: Question, name: str | None) -> object:
    answer = question.answer
    if name is not None:
        return answer.fields.get(name)
    if answer.chosen or answer.other_ticks:
        return [question.options[c] for c in answer.chosen], answer.other_ticks, answer.text
    return answer.text or answer.tables or [p.cells for p in answer.people] or answer.fields


def _same(question: Question, name: str | None, given: Any) -> bool:
    answer = question.answer
    if isinstance(given, str):
        return _words(answer.fields.get(name, "") if name is not None else answer.text) == _words(given)
    if "chosen" in given:
        if name is not None or not question.options:
            return _words(answer.fields.get(name or "", answer.text)) == _words(" ".join(given["chosen"]))
        read = [question.options[chosen] for chosen in answer.chosen]
        return not answer.other_ticks and sorted(map(_key, read)) == sorted(map(_key, given["chosen"]))
    wanted = [word for row in given["rows"] for value in row for word in _words(value)]
    people = [word for person in answer.people for value in person.cells.values() for word in _words(value)]
    tables = [word for table in answer.tables for row in table for value in row for word in _words(value)]
    head = [word for column in question.columns for word in _words(column)]
    return wanted in (people, tables, tables[len(head) :] if tables[: len(head)] == head else None, _words(answer.text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
