"""Knows the feedback that dag-check itself wrote: kept in the folder of a submission, it is no evidence of anything."""

from __future__ import annotations

import re

from dag_check.documents.guard import open_package
from dag_check.errors import UnreadableFile

_HEAD = 4_000
"""Bytes of a file's beginning that are looked at."""
_OPENINGS = re.compile(
    r"\A[^\n]{1,300}, checked on \d{1,2} \w+ \d{4}\s+(?:Changes needed|Ready to send|Checked in part|Not checked)"  # text
    r"|\A# [^\n]{1,300}: feedback\s+Checked on \d"  # Markdown
    r"|\Aseverity,code,file,section,question,sheet,cell,"  # CSV
    r"|\A\s*\{[\s\S]*\"name\": \"dag-check\""  # JSON and SARIF
    r"|<testsuites name=\"dag-check"  # JUnit
)
_SENTENCE = b"This is a check for completeness, not a decision on the application"
"""Stands in every page that people read."""
_MAKERS = (b">dag-check ", b">Reply to an application for Ministry of Justice data<")
"""What the properties of a workbook of findings, or of the letter, say."""


def is_own_feedback(data: bytes) -> bool:
    """Whether a file is feedback of dag-check, in any of its formats. Copies that it annotated are not: they are the applicant's."""
    if data.startswith(b"PK"):
        return _is_own_package(data)
    head = data[:_HEAD].decode("utf-8-sig", errors="replace")
    if _OPENINGS.search(head):
        return True
    return head.lstrip().casefold().startswith("<!doctype html") and _SENTENCE in data


def _is_own_package(data: bytes) -> bool:
    try:
        package = open_package("package", data)
        core = package.read("docProps/core.xml", at_most=50_000) if "docProps/core.xml" in package else b""
    except UnreadableFile:
        return False  # its own reader says what is wrong with it
    return any(maker in core for maker in _MAKERS)
