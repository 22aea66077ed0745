"""A file's bytes -> Document, Workbook or Bundle. Knows formats, knows nothing of DAG.

`open_file` is the one way in. Each reader, and the library behind it, is loaded only when a file needs it.
"""

from __future__ import annotations

from collections.abc import Callable

from dag_check.documents.detect import Detected, detect
from dag_check.documents.guard import DEFAULT_LIMITS, Limits, check_size
from dag_check.documents.model import Bundle, Document, Workbook
from dag_check.errors import UnreadableFile

__all__ = ["DEFAULT_LIMITS", "Bundle", "Detected", "Document", "Limits", "Workbook", "detect", "open_file"]

Content = Document | Workbook | Bundle


def open_file(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Content:
    """What a file says, whatever its format. `name` is the name the user knows it by; the content decides what it is.

    Raises UnreadableFile and nothing else: whatever a reader did not foresee is a damaged file, with the cause chained.
    """
    try:
        check_size(name, data, limits)
        found = detect(name, data)
        if found.reason is not None:
            raise UnreadableFile(name, found.reason, found.problem, found.remedy)
        return _reader(found)(name, data, limits)
    except UnreadableFile:
        raise
    except BaseException as error:
        if not _comes_from_the_file(error):
            raise
        raise UnreadableFile(
            name,
            "corrupt",
            f"The file is damaged, or written in a way that is not understood ({type(error).__name__}).",
            "Open it in the program that made it, save a new copy and send that.",
        ) from error


def _comes_from_the_file(error: BaseException) -> bool:
    """A panic of a library written in Rust is no Exception; an interrupt by the user or a library that is not installed is none
    of the file's doing."""
    if isinstance(error, ImportError):
        return False
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _reader(found: Detected) -> Callable[[str, bytes, Limits], Content]:
    match found.format:
        case "docx":
            from dag_check.documents.docx import read_docx

            return read_docx
        case "odt":
            from dag_check.documents.odt import read_odt

            return read_odt
        case "pdf":
            from dag_check.documents.pdf import read_pdf

            return read_pdf
        case "xlsx" | "xlsb" | "xls" | "ods":
            from dag_check.documents.workbook import read_workbook

            format_ = found.format
            return lambda name, data, limits: read_workbook(name, data, format_, limits)
        case "csv":
            from dag_check.documents.delimited import read_delimited

            return read_delimited
        case "html":
            from dag_check.documents.plain import read_html

            return read_html
        case "eml":
            from dag_check.documents.mail import read_eml

            return read_eml
        case "msg":
            from dag_check.documents.mail import read_msg

            return read_msg
        case "zip":
            from dag_check.documents.archive import read_zip

            return read_zip
        case _:
            from dag_check.documents.plain import read_plain

            return read_plain
