"""A Report as SARIF 2.1.0, the standard of static analysis, for viewers and pipelines that read it. Holds every result.

Places are logical locations ("application.docx/3 Project details/3.5"), because lines of text mean nothing in an Office file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote as percent_encoded

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.outline import NAME, headline, why_undecided
from dag_check.feedback.terminal import fit, printable
from dag_check.location import Location
from dag_check.report import CheckedFile, Finding, Named, Report, Result, Severity
from dag_check.text import json_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "dagCheck/v1"
QUOTE = 500

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_LINK = re.compile(r"([\[\]\\])")
_SEMANTIC_VERSION = re.compile(r"\d+\.\d+\.\d+")


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as one run of a SARIF log."""
    return json_text(_Log(report).as_dict())


class _Log:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.artifacts = {file.path: at for at, file in enumerate(report.submission.files)}
        self.sections = {section.title: section.number for section in report.submission.sections}

    def as_dict(self) -> dict[str, Any]:
        report = self.report
        run = {
            "tool": {"driver": self.driver(), "extensions": [_component(report.rulebook)]},
            "invocations": [self.invocation()],
            "artifacts": [_artifact(file) for file in report.submission.files],
            "results": [one for at, result in enumerate(report.results) for one in self.results(at, result)],
            "columnKind": "unicodeCodePoints",
            "properties": {
                "submission": printable(report.submission.name),
                "outcome": report.outcome,
                "headline": headline(report),
                "checkedOn": report.checked_on.isoformat(),
            },
        }
        return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}

    def driver(self) -> dict[str, Any]:
        return {**_component(self.report.tool), "rules": [_rule(result) for result in self.report.results]}

    def invocation(self) -> dict[str, Any]:
        """How the check went: a rule that crashed is a notification of the tool besides its result."""
        crashed = [
            {
                "level": "error",
                "message": _message(why_undecided(result)),
                "associatedRule": {"id": result.code, "index": at},
            }
            for at, result in enumerate(self.report.results)
            if result.status == "crashed"
        ]
        return {
            "executionSuccessful": self.report.outcome != "not_checked" and not crashed,
            "toolExecutionNotifications": crashed,
        }

    def results(self, at: int, result: Result) -> Iterator[dict[str, Any]]:
        """The findings of a rule, or that it passed, does not apply, or asks for a person."""
        head = {"ruleId": result.code, "ruleIndex": at}
        for finding in result.findings:
            yield {**head, **self.finding(result, finding)}
        if result.status == "pass":
            yield {**head, "kind": "pass", **self.rest(result, result.reason or result.title)}
        elif result.status == "not_applicable":
            yield {**head, "kind": "notApplicable", **self.rest(result, result.reason or result.title)}
        elif result.status != "problem" or result.reason:
            told = why_undecided(result) or f"A person must look: {result.title}"
            yield {**head, "kind": "review", **self.rest(result, told)}

    def finding(self, result: Result, finding: Finding) -> dict[str, Any]:
        made: dict[str, Any] = {
            "kind": "fail",
            "level": _LEVELS[result.severity],
            "message": _message(f"{finding.message} {finding.advice}".strip()),
            "locations": self.locations([finding.location]),
            "partialFingerprints": {FINGERPRINT: printable(finding.fingerprint)},
            "properties": _known(advice=printable(finding.advice), quote=fit(printable(finding.quote), QUOTE)),
        }
        if finding.waived is not None:
            made["suppressions"] = [{"kind": "external", "justification": printable(finding.waived)}]
        return made

    def rest(self, result: Result, told: str) -> dict[str, Any]:
        places = self.locations(entry.location for entry in result.evidence)
        return {"level": "none", "message": _message(told), "locations": places}

    def locations(self, places: Iterable[Location]) -> list[dict[str, Any]]:
        """Each place once; a place that is the submission as a whole has none."""
        made: list[dict[str, Any]] = []
        for where in dict.fromkeys(places):
            place = _known(physicalLocation=self.physical(where), logicalLocations=self.logical(where))
            if place:
                made.append(place)
        return made

    def physical(self, where: Location) -> dict[str, Any] | None:
        if not where.file:
            return None
        index = self.artifacts.get(where.file)
        uri = _uri(where.file)
        return {"artifactLocation": {"uri": uri} if index is None else {"uri": uri, "index": index}}

    def logical(self, where: Location) -> list[dict[str, Any]]:
        """The place as a path of names, outermost first, as one logical location of the innermost."""
        names = list(self.names(where))
        if not names:
            return []
        kind, name = names[-1]
        full = "/".join(name for _, name in names)
        return [{"name": name, "fullyQualifiedName": full, "kind": kind}]

    def names(self, where: Location) -> Iterator[tuple[str, str]]:
        """Kind and name of everything around a place, and of the place itself."""
        section = where.section and f"{self.sections.get(where.section, '')} {where.section}"
        question = where.question and (where.question.number or where.question.label or where.question.id)
        cell = where.cell or (f"row {where.row}" if where.row is not None else "")
        page = f"page {where.page}" if where.page is not None else ""
        variable = "" if cell else where.variable or ""
        parts = {
            "file": where.file,
            "section": section,
            "question": question,
            "sheet": where.sheet,
            "page": page,
            "cell": cell,
            "dataset": "" if cell or variable else where.dataset,
            "variable": variable,
        }
        for kind, part in parts.items():
            name = fit(printable(part or "").strip(), NAME)
            if name:
                yield kind, name


def _component(named: Named) -> dict[str, Any]:
    made = {"name": printable(named.name) or "unnamed", "version": printable(named.version)}
    if _SEMANTIC_VERSION.fullmatch(named.version):
        made["semanticVersion"] = named.version
    return made


def _rule(result: Result) -> dict[str, Any]:
    code, title, source = (printable(text) for text in (result.code, result.title, result.source))
    more = f"`dag-check rules show {code}` says what it checks, why, and how to put it right."
    return {
        "id": result.code,
        "name": _pascal(result.name),
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{title}. Asked for by: {source}"},
        "help": {
            "text": f"{title}. Asked for by: {source} {more}",
            "markdown": f"{title}.\n\nAsked for by: {source}\n\n{more}",
        },
        "defaultConfiguration": {"level": _LEVELS[result.severity]},
        "properties": {"name": printable(result.name), "source": source},
    }


def _pascal(name: str) -> str:
    """A rule's name as viewers show it: "variable-unjustified" is VariableUnjustified."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^0-9A-Za-z]+", name))


def _artifact(file: CheckedFile) -> dict[str, Any]:
    notes = [printable(note) for note in file.notes]
    return {
        "location": {"uri": _uri(file.path)},
        "roles": ["analysisTarget"],
        "hashes": {"sha-256": file.sha256},
        "properties": _known(format=printable(file.format), kind=file.kind, notes=notes),
    }


def _uri(path: str) -> str:
    """A path of the submission as a relative URI reference."""
    encoded = percent_encoded(printable(path), safe="/")
    return f"./{encoded}" if encoded.startswith("/") else encoded


def _message(text: str) -> dict[str, str]:
    """A plain text message. Brackets and braces have a meaning in SARIF's messages, so those of documents are escaped."""
    return {"text": _LINK.sub(r"\\\1", printable(text)).replace("{", "{{").replace("}", "}}")}


def _known(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
