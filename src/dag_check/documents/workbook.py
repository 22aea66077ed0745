"""Reads a workbook of any spreadsheet format that is read: picks the reader, which is loaded only when it is needed."""

from __future__ import annotations

from typing import Literal

from dag_check.documents.guard import DEFAULT_LIMITS, Limits, open_package
from dag_check.documents.model import Workbook

WorkbookFormat = Literal["xlsx", "xlsb", "xls", "ods"]


def read_workbook(name: str, data: bytes, format: WorkbookFormat, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """A workbook's sheets with their filled cells, from the bytes of a file of the given format.

    Values are those that the file stores: formulas are never computed, links never followed, macros never run. Hidden sheets,
    rows and columns are read and marked. Raises UnreadableFile (corrupt, too_large, unsafe, encrypted).
    """
    if format == "xls":
        from dag_check.documents.xls import read_xls

        return read_xls(name, data, limits)
    package = open_package(name, data, limits)
    if format == "xlsb":
        from dag_check.documents.xlsb import read_xlsb

        return read_xlsb(name, package, limits)
    if format == "ods":
        from dag_check.documents.ods import read_ods

        return read_ods(name, package, limits)
    from dag_check.documents.xlsx import read_xlsx

    return read_xlsx(name, package, limits)
