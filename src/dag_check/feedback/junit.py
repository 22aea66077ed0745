"""A Report as JUnit XML, for pipelines that show tests: a suite for each family of rules, a case for each rule.

A case fails where something must be put right. What is only likely to be queried, advice and waived findings are its output;
what a person must look at is skipped and says so, and a rule that crashed is an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from dag_check.feedback import DEFAULT_VIEW, View
from dag_check.feedback.outline import headline, place, quote_beside, why_undecided
from dag_check.feedback.terminal import fit, printable
from dag_check.report import Finding, Report, Result
from dag_check.text import xml_text

QUOTE = 500
_SEVERITY = {"error": "Must be put right", "warning": "Likely to be queried", "info": "Advice"}


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as a `testsuites` element that Jenkins, GitLab, Azure and others read."""
    families: dict[str, list[Result]] = {}
    for result in report.results:
        families.setdefault(result.code.rstrip("0123456789") or result.code, []).append(result)
    suites = [_suite(report, family, results) for family, results in families.items()]
    root = ElementTree.Element("testsuites", {"name": _xml(f"dag-check {report.submission.name}"), **_totals(suites)})
    root.extend(suites)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(report: Report, family: str, results: list[Result]) -> ElementTree.Element:
    cases = [_case(family, result) for result in results]
    suite = ElementTree.Element("testsuite", {"name": _xml(f"dag-check.{family}"), **_totals(cases)})
    suite.set("timestamp", f"{report.checked_on.isoformat()}T00:00:00")
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in (
        ("submission", report.submission.name),
        ("outcome", report.outcome),
        ("headline", headline(report)),
        ("tool", f"{report.tool.name} {report.tool.version}"),
        ("rulebook", f"{report.rulebook.name} {report.rulebook.version}"),
    ):
        ElementTree.SubElement(properties, "property", {"name": name, "value": _xml(value)})
    suite.extend(cases)
    return suite


def _totals(parts: list[ElementTree.Element]) -> dict[str, str]:
    """How many cases there are in cases or suites, and how many failed, crashed or were skipped."""
    cases = [case for part in parts for case in part.iter("testcase")]
    return {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
        "time": "0",
    }


def _case(family: str, result: Result) -> ElementTree.Element:
    name = _xml(f"{result.code} {result.title}")
    case = ElementTree.Element("testcase", {"classname": _xml(f"dag-check.{family}"), "name": name, "time": "0"})
    standing = [finding for finding in result.findings if finding.waived is None]
    waived = [finding for finding in result.findings if finding.waived is not None]
    undecided = f"A person must look: {why_undecided(result) or result.title}"
    output = [_told(finding, f"Waived ({finding.waived}): ") for finding in waived]
    if result.status == "crashed":
        _outcome(case, "error", undecided, "crashed", [undecided])
    elif standing and result.severity == "error":
        number = f" (and {len(standing) - 1} more)" if len(standing) > 1 else ""
        lines = [*map(_told, standing), *([undecided] if result.reason else [])]
        _outcome(case, "failure", f"{standing[0].message}{number}", result.name, lines)
    else:
        output = [*(_told(finding, f"{_SEVERITY[result.severity]}: ") for finding in standing), *output]
        if result.status == "cannot_tell":
            _outcome(case, "skipped", undecided, "", [])
        elif result.status == "not_applicable":
            _outcome(case, "skipped", f"Does not apply: {result.reason or result.title}", "", [])
        elif result.status == "problem" and result.reason:
            output.append(undecided)
        elif result.reason:
            output.append(result.reason)
    if output:
        ElementTree.SubElement(case, "system-out").text = _lines(output)
    return case


def _outcome(case: ElementTree.Element, tag: str, message: str, kind: str, lines: Iterable[str]) -> None:
    element = ElementTree.SubElement(case, tag, {"message": _xml(message)})
    if kind:
        element.set("type", _xml(kind))
    element.text = _lines(lines) or None


def _told(finding: Finding, before: str = "") -> str:
    """A finding in a line: where, what, what to do."""
    where = ", ".join(part for part in (finding.location.file or "", place(finding.location)) if part)
    quote = fit(quote_beside(finding), QUOTE)
    said = f' It says: "{quote}"' if quote else ""
    to_do = f" What to do: {finding.advice}" if finding.advice else ""
    return f"{before}{where + ': ' if where else ''}{finding.message}{said}{to_do}"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(_xml(line) for line in lines)


def _xml(text: str) -> str:
    """The text on one line, without the characters that XML does not allow."""
    return xml_text(printable(text))
