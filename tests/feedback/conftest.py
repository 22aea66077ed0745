"""Reports made by hand: feedback is tested on values, without reading a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from dag_check.location import Location, QuestionRef
from dag_check.report import CheckedFile, Counts, Evidence, Finding, Named, Report, Result, Submission

FORM, LIST, LETTER = "application.docx", "request list.xlsx", "ethics/letter.pdf"


def question(number: str, label: str, section: str = "Project details", file: str = FORM) -> Location:
    return Location(file=file, section=section, question=QuestionRef(id=f"q{number}", number=number, label=label))


def cell(row: int, variable: str, file: str = LIST) -> Location:
    return Location(file=file, sheet="Request", cell=f"F{row}", row=row, variable=variable)


def finding(message: str, location: Location, advice: str = "", quote: str = "", waived: str | None = None) -> Finding:
    return Finding(
        message=message,
        advice=advice,
        location=location,
        quote=quote,
        waived=waived,
        fingerprint=f"{abs(hash((message, location.model_dump_json()))):x}",
    )


def result(code: str, title: str, *findings: Finding, status: str = "", **more: Any) -> Result:
    values = {
        "severity": "error",
        "status": status or ("problem" if findings else "pass"),
        "name": title.lower().replace(" ", "-"),
        "source": "GOV.UK, Data Access Group",
        **more,
    }
    return Result(code=code, title=title, findings=findings, **values)


def report(results: Sequence[Result], *, outcome: str = "", name: str = "first-draft") -> Report:
    standing = [(r.severity, f) for r in results for f in r.findings if f.waived is None]
    counts = {s: sum(severity == s for severity, _ in standing) for s in ("error", "warning", "info")}
    statuses = {
        key: sum(r.status == status for r in results)
        for key, status in {"passed": "pass", **{s: s for s in ("not_applicable", "cannot_tell", "crashed")}}.items()
    }
    return Report(
        tool=Named(name="dag-check", version="0.1.0"),
        rulebook=Named(name="dag", version="1"),
        checked_on=dt.date(2026, 11, 22),
        submission=Submission(
            name=name,
            files=(
                CheckedFile(path=LETTER, sha256="0" * 64, format="pdf", kind="ethics_approval"),
                CheckedFile(
                    path=LIST, sha256="1" * 64, format="xlsx", kind="variable_list", notes=("2 rows are hidden.",)
                ),
                CheckedFile(path=FORM, sha256="2" * 64, format="docx", kind="application_form"),
            ),
        ),
        outcome=outcome or ("changes_needed" if counts["error"] else "ready"),  # type: ignore[arg-type]
        counts=Counts(**counts, **statuses),
        results=tuple(results),
    )


@pytest.fixture
def a_draft() -> Report:
    """A report with one of everything."""
    return report(
        [
            result("SUB003", "An attachment is missing", finding("A DPIA is named and not there.", Location())),
            result(
                "FRM002",
                "A question is not answered",
                finding("The answer is blank.", question("3.10", "Who benefits?"), "Answer it, or write N/A."),
                finding(
                    "The answer is blank.", question("3.5", "Explain how the research addresses the ARI"), "Answer it."
                ),
            ),
            result(
                "VAR002",
                "A requested variable has no justification",
                *(
                    finding(
                        f"The variable name_{row} has no justification.",
                        cell(row, f"name_{row}"),
                        "Write why the project needs it.",
                    )
                    for row in range(12, 52)
                ),
            ),
            result(
                "VAR003",
                "A justification is general",
                finding("The justification is general.", cell(9, "sex"), "Say why.", "needed for analysis"),
                severity="warning",
            ),
            result(
                "ETH003",
                "Details of the approval",
                status="cannot_tell",
                reason="ethics/letter.pdf is a scan without text.",
                evidence=(Evidence(location=Location(file=LETTER, page=1)),),
            ),
            result("ARI001", "The ARI are addressed", status="crashed", reason="KeyError in the check."),
            result(
                "LNG001",
                "Long sentences",
                finding("A sentence has 41 words.", question("3.2", "Summary")),
                severity="info",
            ),
            result(
                "DPA001",
                "A lawful basis is given",
                reason="Article 6(1)(e) is named.",
                evidence=(Evidence(location=question("4.1", "Lawful basis", "GDPR"), quote="Article 6(1)(e)"),),
            ),
            result("PAN001", "Another panel", status="not_applicable", reason="Only data of the MoJ is asked for."),
            result(
                "SUB004",
                "Review marks",
                finding("3 comments are left.", Location(file=FORM), waived="Agreed by e-mail."),
                severity="warning",
            ),
        ]
    )


@pytest.fixture
def make_report() -> Callable[..., Report]:
    return report
