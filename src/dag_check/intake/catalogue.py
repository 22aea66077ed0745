"""Reads data owners' catalogues: which variables a dataset has, what they mean. One given to the check, or one that was sent along.

The tables are found as lists of requested variables are (`variables`); here they become catalogues. What follows is for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from dag_check.application import Catalogue, CatalogueVariable, RequestedVariable, VariableList
from dag_check.datasets import named_in
from dag_check.documents.guard import DEFAULT_LIMITS, Limits
from dag_check.documents.model import Document, Workbook
from dag_check.errors import UnreadableFile
from dag_check.intake.sources import collect
from dag_check.intake.variables import CATALOGUE_ROWS, find_lists
from dag_check.knowledge import Knowledge
from dag_check.text import normalise

_CATALOGUE_COLUMNS = frozenset({"values", "type", "coverage", "sensitivity"})
_FILE_WORDS = re.compile(
    r"\.\w+$|data[\s_-]*(?:dictionary|catalogue|catalog)|catalogues?|dictionary|metadata|codebook|v?\d+(?:\.\d+)*|[_-]"
)


def read_catalogues(
    paths: Sequence[str | Path], knowledge: Knowledge, limits: Limits = DEFAULT_LIMITS
) -> tuple[Catalogue, ...]:
    """The catalogues in these files (.ods, .xlsx, .csv ..., zips of them).

    Raises UsageError for a path that does not exist, UnreadableFile for a file that cannot be read or in which no table of variables is found.
    """
    found: list[Catalogue] = []
    for file in collect([Path(path) for path in paths], limits):
        if file.problem:
            raise UnreadableFile(file.path, "unsupported", file.problem.problem, file.problem.remedy)
        if not isinstance(file.content, Workbook | Document):
            continue
        here = catalogues_of(find_lists(file.content, file.path, knowledge), knowledge, given=True)
        if not here:
            raise UnreadableFile(
                file.path,
                "unsupported",
                "No table of variables was found in this catalogue.",
                "Give a workbook with a heading such as \"Variable Name\" over the names of the variables.",
            )  # fmt: skip
        found += here
    return tuple(found)


def catalogues_of(lists: Iterable[VariableList], knowledge: Knowledge, *, given: bool = False) -> list[Catalogue]:
    """The catalogues among lists: every list of a file that is given as one; of a submission those that are a data owner's dictionary,
    marked up as a request or not."""
    found: list[Catalogue] = []
    for variables in lists:
        if given or variables.catalogue or is_marked_up(variables):
            groups: dict[str, list[RequestedVariable]] = {}
            for variable in variables.variables:
                groups.setdefault(normalise(variable.dataset), []).append(variable)
            for rows in groups.values():
                found.append(
                    Catalogue(
                        file=variables.file,
                        sheet=variables.sheet,
                        dataset=_dataset(rows[0].dataset or variables.dataset, variables, knowledge),
                        given=given,
                        variables=tuple(_variable(row) for row in rows),
                    )
                )
    return found


def is_marked_up(variables: VariableList) -> bool:
    """Whether a list is a data owner's catalogue in which the applicant marked what is requested."""
    return (
        variables.has_request_column
        and len(variables.variables) >= CATALOGUE_ROWS
        and bool(_CATALOGUE_COLUMNS & variables.columns.keys())
    )


def _variable(row: RequestedVariable) -> CatalogueVariable:
    return CatalogueVariable(name=row.name, table=row.table, description=row.description, values=row.values)


def _dataset(stated: str, variables: VariableList, knowledge: Knowledge) -> str:
    """The dataset that a catalogue is of: as a column says, as sheet or title name it, or as its file is called."""
    file = " ".join(_FILE_WORDS.sub(" ", PurePosixPath(variables.file).name.casefold()).split())
    for text in (stated, variables.sheet, file):
        if text and named_in(text, knowledge, data_first=True):
            return text
    return stated or file
