"""The errors that dag-check raises. Every one names the file and says what to do. Ground floor: imports nothing of ours."""

from __future__ import annotations

from typing import Literal

UnreadableReason = Literal["missing", "empty", "encrypted", "corrupt", "too_large", "unsupported", "unsafe"]


class DagCheckError(Exception):
    """Base of all errors of dag-check; catching it catches every one of them."""


class UnreadableFile(DagCheckError):
    """A file that cannot be read.

    `file` is the name the user knows it by, `reason` one of `UnreadableReason`, `problem` one plain sentence without the
    file's name ("The file is protected by a password."), and `remedy` what to do or to send instead.
    """

    def __init__(self, file: str, reason: UnreadableReason, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {problem} {remedy}")
        self.file = file
        self.reason: UnreadableReason = reason
        self.problem = problem
        self.remedy = remedy


class DataError(DagCheckError):
    """A YAML file of knowledge (rule, form, list) that is wrong: where, what, and what was expected.

    `line` counts from 1 and is None where no single line is to blame.
    """

    def __init__(self, file: str, problem: str, *, line: int | None = None, expected: str = "") -> None:
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {problem}" + (f" Expected: {expected}" if expected else ""))
        self.file = file
        self.line = line
        self.problem = problem
        self.expected = expected


class UsageError(DagCheckError):
    """The caller asked for something that cannot be: an unknown code, a path that does not exist, a wrong date."""
