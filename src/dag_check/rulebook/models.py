"""What a rule and a rulebook are. Values only: loading.py makes them from YAML, evaluation.py runs them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dag_check.knowledge import Knowledge
from dag_check.report import Severity

FAMILIES = ("SUB", "FRM", "VAR", "ETH", "ARI", "PAN", "DPA", "PPL", "LNG")
"""The order in which families of rules are reported; families that are not listed come after, by name."""

FAMILY_TITLES = {
    "SUB": "the submission",
    "FRM": "the form",
    "VAR": "requested variables",
    "ETH": "ethics",
    "ARI": "Areas of Research Interest",
    "PAN": "panels",
    "DPA": "data protection",
    "PPL": "people",
    "LNG": "plain language",
}

Code = str
Expectation = Literal["pass", "problem", "not_applicable", "cannot_tell"]


class _Frozen(BaseModel):
    # a version 1.0 or a question 3.5 that was not quoted in the YAML is a text all the same
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Source(_Frozen):
    """Where a rule comes from: the document, what it says, its address, and `mark` where it was not verified there."""

    document: str
    says: str
    url: str = ""
    mark: Literal["verified", "inferred", "unverified"] = "verified"

    @property
    def line(self) -> str:
        """The source in one line, for the report."""
        note = "" if self.mark == "verified" else f" ({self.mark}: check this)"
        return f"{self.document}: {self.says}{note}"


class Docs(_Frozen):
    """The rule's page: what it checks, why it matters, how to fix it, and what it cannot see."""

    checks: str
    why: str
    fix: str
    limits: tuple[str, ...] = ()


class RuleCase(_Frozen):
    """A small application and the status that the rule must come to.

    `base` is "complete", "empty", or the name of a file under the folder's cases/; `change` is laid over it (see cases.py); `findings` are the places expected: a question's id, a section's title, a
    cell, a variable, a dataset, a file's path, or "submission". `says` must stand in a message or reason. `options` replace options of the rule.
    """

    name: str
    base: str = "complete"
    change: dict[str, Any] = Field(default_factory=dict)
    expect: Expectation
    findings: tuple[str, ...] | None = None
    says: str = ""
    today: str = "2026-03-02"
    options: dict[str, Any] = Field(default_factory=dict)


class Rule(_Frozen):
    """One rule: one file under rules/.

    `applies_when` is a CEL expression (see context.py for its names); where it is false, `not_applicable` is shown. Either `check` names
    a Python check that is given `options`, or `require` is a CEL expression that must hold, with `at` the role of the question to
    point at. `message` and `advice` are templates: {name} stands for a value of the problem; a mapping has one a variant. A
    finding of this rule is left out where a finding of a rule in `gives_way_to` stands at the same place.
    """

    code: Code = Field(pattern=r"^[A-Z]{3}[0-9]{3}$")
    name: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    title: str
    severity: Severity
    applies_when: str | None = None
    not_applicable: str = ""
    check: str | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    require: str | None = None
    at: str = ""
    message: str | dict[str, str]
    advice: str | dict[str, str]
    gives_way_to: tuple[Code, ...] = ()
    source: Source
    docs: Docs
    cases: tuple[RuleCase, ...] = ()

    @property
    def family(self) -> str:
        """The letters of the code: "VAR"."""
        return self.code[:3]

    def is_meant_by(self, selector: str) -> bool:
        """Whether a code ("VAR002"), the beginning of one ("VAR") or the rule's name means this rule."""
        wanted = selector.strip()
        return bool(wanted) and (self.code.startswith(wanted.upper()) or self.name == wanted.lower())


class SeverityChange(_Frozen):
    """A severity that a rulebook changes, and why."""

    to: Severity
    reason: str = Field(min_length=1)


class RulebookFile(_Frozen):
    """A folder's rulebook.yaml: its name and version, what it extends, and what it changes there.

    `extends` is "dag" (the built-in rules, also where it is left out) or "none" (no rules but those of the folder). `off` holds codes and
    families ("ARI"); `severity` and `options` change those of a rule; `submission_waivers` says whether waivers that come with a
    submission count.
    """

    name: str
    version: str
    extends: Literal["dag", "none"] | None = None
    off: tuple[Code, ...] = ()
    severity: dict[Code, SeverityChange] = Field(default_factory=dict)
    options: dict[Code, dict[str, Any]] = Field(default_factory=dict)
    submission_waivers: bool | None = None


@dataclass(frozen=True)
class Rulebook:
    """The rules in force, in reporting order, with the lists and forms that go with them.

    `folders` are the folders it was read from, the built-in one first; `files` says where each rule stands; `off` are the codes
    switched off; `severity_reasons` say why severities were changed; `submission_waivers`: those that come with a submission count;
    `forms` are the definitions of the forms that it is for, none where that is the built-in one alone.
    """

    name: str
    version: str
    rules: tuple[Rule, ...]
    knowledge: Knowledge
    folders: tuple[Path, ...]
    files: dict[Code, Path]
    off: tuple[Code, ...] = ()
    severity_reasons: dict[Code, str] | None = None
    submission_waivers: bool = True
    forms: tuple[Path, ...] = ()

    def rule(self, selector: str) -> Rule | None:
        """The rule of that code or name."""
        wanted = selector.strip()
        return next((rule for rule in self.rules if rule.code == wanted.upper() or rule.name == wanted.lower()), None)

    def selected(self, select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[Rule, ...]:
        """The rules that are meant by `select` (all where it is empty) and not by `ignore`: codes, their beginnings, or names."""
        return tuple(
            rule
            for rule in self.rules
            if (not select or any(rule.is_meant_by(item) for item in select))
            and not any(rule.is_meant_by(item) for item in ignore)
        )


def reporting_order(code: Code) -> tuple[int, str]:
    """Sorts codes as reports list them: by family, then by number."""
    family = code[:3]
    return (FAMILIES.index(family) if family in FAMILIES else len(FAMILIES), code)
