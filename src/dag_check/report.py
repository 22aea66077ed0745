"""What is said about an application: the report, version 1 of its contract. Values only; the rulebook makes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from dag_check.location import Location
from dag_check.text import json_text

Severity = Literal["error", "warning", "info"]
Status = Literal["pass", "problem", "not_applicable", "cannot_tell", "crashed"]
Outcome = Literal["ready", "changes_needed", "not_checked"]
FileKind = Literal[
    "application_form", "variable_list", "ethics_approval", "ethics_self_assessment", "dpia", "catalogue", "other"
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Frozen):
    """What a result rests on: a place and a short quote from it ("" where there is nothing to quote)."""

    location: Location
    quote: str = ""


class Finding(_Frozen):
    """One problem: what is wrong (`message`), what to do (`advice`), and where.

    `fingerprint` is stable across runs and resubmissions: it is made of the code and the place, not of the wording. `waived` is the
    reason of the waiver that covers the finding, None where none does.
    """

    message: str
    advice: str
    location: Location
    quote: str = ""
    fingerprint: str
    waived: str | None = None


class Result(_Frozen):
    """What one rule came to.

    `reason` says in a sentence why the rule passed, does not apply, cannot tell or crashed; beside a problem it says what
    could not be decided in addition (None where all could). `source` is the document that asks for it.
    """

    code: str
    name: str
    title: str
    severity: Severity
    status: Status
    reason: str | None = None
    source: str
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


class CheckedFile(_Frozen):
    """A file of the submission as the report lists it."""

    path: str
    sha256: str
    format: str
    kind: FileKind
    notes: tuple[str, ...] = ()


class CheckedForm(_Frozen):
    """The application form as it was read: which file, against which definition, and how much of that was found (0 to 1)."""

    file: str
    definition: str
    title: str = ""
    edition: str = ""
    match: float = 1.0


class CheckedSection(_Frozen):
    """A section of the form. `applies` is None where it cannot be decided; `why` says why it does or does not."""

    id: str
    number: str = ""
    title: str = ""
    applies: bool | None = None
    why: str = ""


class Submission(_Frozen):
    """What was checked. `form` and `sections` are there where a file reads as the application form."""

    name: str
    files: tuple[CheckedFile, ...] = ()
    form: CheckedForm | None = None
    sections: tuple[CheckedSection, ...] = ()


class Named(_Frozen):
    """A name and a version: of the tool, of the rulebook."""

    name: str
    version: str


class Counts(_Frozen):
    """Findings by severity (waived ones left out), and results by status. `passed` is "pass" in JSON."""

    error: int = 0
    warning: int = 0
    info: int = 0
    passed: int = Field(
        default=0, validation_alias=AliasChoices("pass", "passed"), serialization_alias="pass", title="Pass"
    )
    not_applicable: int = 0
    cannot_tell: int = 0
    crashed: int = 0


class Report(_Frozen):
    """The structured feedback on one submission.

    `left_out` holds the codes of rules that were not asked for (`select`, `ignore`): then "ready" speaks only of the others.
    """

    schema_version: Literal["1"] = "1"
    tool: Named
    rulebook: Named
    checked_on: dt.date
    submission: Submission
    outcome: Outcome
    counts: Counts
    results: tuple[Result, ...]
    left_out: tuple[str, ...] = ()

    @property
    def findings(self) -> Iterator[tuple[Result, Finding]]:
        """Every finding with the result that it belongs to, in the report's order."""
        for result in self.results:
            for finding in result.findings:
                yield result, finding

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values, keys in the contract's order; parts of a place that are not known are left out."""
        values = self.model_dump(by_alias=True)
        values["checked_on"] = self.checked_on.isoformat()
        return values

    def to_json(self) -> str:
        """The report as JSON text: the same report gives the same bytes, and no character in it steers a terminal."""
        return json_text(self.to_dict())

    def result(self, code: str) -> Result | None:
        """The result of the rule of that code."""
        return next((result for result in self.results if result.code == code), None)

    def flatten(self, *names: str) -> list[tuple[Any, ...]]:
        """The findings as tuples, for tests and spreadsheets.

        `names` are fields of a finding, of its result or of its location: `report.flatten("code", "cell")` gives
        `[("VAR002", "F12")]`. Default: code, severity, file, question id, cell.
        """
        wanted = names or ("code", "severity", "file", "question", "cell")
        return [tuple(_pick(result, finding, name) for name in wanted) for result, finding in self.findings]


def _pick(result: Result, finding: Finding, name: str) -> Any:
    if name == "question":
        return finding.location.question.id if finding.location.question else None
    for holder in (finding, result, finding.location):
        if name in type(holder).model_fields:
            return getattr(holder, name)
    raise AttributeError(f"A finding has no field {name!r}.")
