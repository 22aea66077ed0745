"""The lists of requested variables in any files, form or not: for people who want to see how their list is read.

Unlike `submission` it asks of every workbook and document, whatever else it may be, whether it holds lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dag_check.application import VariableList
from dag_check.documents.guard import DEFAULT_LIMITS, Limits
from dag_check.documents.model import Document, Workbook
from dag_check.errors import UnreadableFile
from dag_check.intake.sources import SourceFile, collect
from dag_check.intake.uksa import looks_like_uksa
from dag_check.intake.variables import find_lists
from dag_check.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Listing:
    """The lists of some files, in order, and the sentences on those of the files that could not be read."""

    lists: tuple[VariableList, ...]
    unread: tuple[str, ...]


def read_listing(source: Path | Sequence[Path], knowledge: Knowledge, limits: Limits = DEFAULT_LIMITS) -> Listing:
    """The lists in a file, a folder, a .zip or several of them.

    Raises UsageError for a path that does not exist, UnreadableFile where nothing could be read.
    """
    files = collect(source, limits)
    lists: list[VariableList] = []
    for file in files:
        content = file.content
        if isinstance(content, Document) or (isinstance(content, Workbook) and not looks_like_uksa(content, knowledge)):
            lists += find_lists(content, file.path, knowledge)
    unread = [file for file in files if file.problem]
    if unread and len(unread) == len(files):
        raise _error(unread[0])
    return Listing(tuple(lists), tuple(str(_error(file)) for file in unread))


def _error(file: SourceFile) -> UnreadableFile:
    problem = file.problem
    assert problem is not None
    return UnreadableFile(file.path, "unsupported", problem.problem, problem.remedy)
