"""The annotated copies of a submission: for every file with findings a copy that bears them, or a list beside it.

Which format is annotated how is in annotate_word and annotate_workbook. Writes no files; the command does.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dag_check.documents.guard import DEFAULT_LIMITS, Limits
from dag_check.errors import UnreadableFile
from dag_check.feedback.annotate_word import annotate_word, findings_document
from dag_check.feedback.annotate_workbook import annotate_workbook, findings_workbook
from dag_check.feedback.outline import NOT_A_DECISION, Item, Outline, count, day, headline, name_of
from dag_check.feedback.remarks import Copy, Ref, Remark, harmless, remark_of
from dag_check.location import Location
from dag_check.report import CheckedFile, Report

_SHEETS = frozenset({"xlsx", "xlsb", "xls", "ods", "csv"})
_SUFFIX = " - feedback"


@dataclass(frozen=True, slots=True)
class Annotated:
    """One file to write.

    `name` is its path below the folder to write to, `source` the file of the submission that it is about ("" for the
    submission as a whole). `is_copy` is false for a list of findings beside a file that takes no marks. `placed` findings stand at
    their places, `general` ones at the beginning. `notes` say what the copy could not keep or take.
    """

    name: str
    source: str
    data: bytes
    is_copy: bool
    placed: int
    general: int
    notes: tuple[str, ...] = ()


def annotated(
    report: Report,
    contents: Mapping[str, bytes],
    ref_of: Callable[[Item], Ref | None],
    limits: Limits = DEFAULT_LIMITS,
) -> list[Annotated]:
    """The annotated copies for a report, the form's first.

    `contents` maps the SHA-256 of files to their bytes, `ref_of` gives the paragraph of a Word file that a finding is about. What concerns
    the submission as a whole, or a file that cannot be opened, stands in the form's copy.
    """
    outline = Outline(report)
    groups = outline.by_document(outline.standing)
    whole = groups.pop("", [])
    files = {file.path: file for file in report.submission.files}
    home = report.submission.form.file if report.submission.form else next(iter(groups), "")
    writer = _Writer(report, contents, ref_of, limits)
    made = []
    for path, items in groups.items():
        if path == home:
            continue
        if writer.takes_marks(files.get(path)):
            made.append(writer.copy_or_list(files[path], items, []))
            continue
        placed = [item for item in items if _has_place(item.finding.location)]
        whole += [item for item in items if item not in placed]
        if placed:
            made.append(writer.findings(path, files.get(path), placed, []))
    own = groups.get(home, [])
    if own or whole:
        made.insert(0, writer.home(files.get(home), own, whole))
    return made


class _Writer:
    """Makes the copies of one submission. A file is patched once, to see whether it takes marks at all, and kept."""

    def __init__(
        self,
        report: Report,
        contents: Mapping[str, bytes],
        ref_of: Callable[[Item], Ref | None],
        limits: Limits,
    ) -> None:
        self._report, self._contents, self._ref_of, self._limits = report, contents, ref_of, limits
        self._refused: dict[str, str] = {}

    def takes_marks(self, file: CheckedFile | None) -> bool:
        """Whether a file is of a format that is annotated, and could be opened."""
        return file is not None and self._try(file, []) is not None

    def home(self, file: CheckedFile | None, own: list[Item], whole: list[Item]) -> Annotated:
        """The file that also bears what concerns the submission as a whole."""
        if file is None:
            return self.findings("", None, own, whole)
        return self.copy_or_list(file, own, whole)

    def copy_or_list(self, file: CheckedFile, own: list[Item], whole: list[Item]) -> Annotated:
        """The annotated copy, or the list of findings where the file takes no marks."""
        remarks = [remark_of(item, name_file=True) for item in whole]
        remarks += [remark_of(item, self._ref_of(item)) for item in own]
        copy = self._try(file, remarks)
        if copy is None:
            return self.findings(file.path, file, own, whole)
        name = copy_name(file.path)
        return Annotated(name, file.path, copy.data, True, copy.placed, copy.general, copy.notes)

    def findings(self, path: str, file: CheckedFile | None, own: list[Item], whole: list[Item]) -> Annotated:
        """A new file that lists the findings: a workbook beside a list, else a Word file."""
        remarks = [remark_of(item, name_file=True) for item in whole]
        remarks += [remark_of(item, name_file=not path) for item in own]
        as_sheet = file is not None and file.format in _SHEETS
        name = copy_name(path or "Submission", ".xlsx" if as_sheet else ".docx")
        about = harmless(f"Findings on {path or name_of(self._report)}, {self._checked()}. {NOT_A_DECISION}", 500)
        if as_sheet:
            data = findings_workbook(name, remarks, self._headline(), about)
        else:
            data = findings_document(self._headline(), about, remarks)
        notes = (self._refused[path],) if path in self._refused else ()
        return Annotated(name, path, data, False, 0, len(remarks), notes)

    def _try(self, file: CheckedFile, remarks: list[Remark]) -> Copy | None:
        data = self._contents.get(file.sha256)
        if data is None or file.format not in ("docx", "xlsx"):
            return None
        try:
            if file.format == "docx":
                return annotate_word(file.path, data, remarks, self._report.checked_on, self._limits)
            return annotate_workbook(file.path, data, remarks, self._headline(), self._limits)
        except UnreadableFile as error:
            self._refused[file.path] = error.problem
            return None

    def _headline(self) -> str:
        return harmless(f"{name_of(self._report)}, {self._checked()}. {headline(self._report)}", 500)

    def _checked(self) -> str:
        return f"checked on {day(self._report.checked_on)}"


def copy_name(path: str, extension: str = "") -> str:
    """What the copy of a file is called: "lists/Variables - feedback.xlsx". Never a path that leads elsewhere."""
    stem, own = posixpath.splitext(path.replace("\\", "/"))
    parts = [part.strip() for part in stem.split("/")]
    safe = [harmless(part, 120).translate(_NOT_IN_NAMES) for part in parts if part not in ("", ".", "..")]
    return "/".join([*safe[:-1], (safe[-1] if safe else "file") + _SUFFIX]) + (extension or own)


_NOT_IN_NAMES = str.maketrans(dict.fromkeys(':*?"<>|', "_"))


def summary(made: list[Annotated]) -> Iterator[str]:
    """For each file that was made a line that says what is in it, and what it could not keep."""
    for one in made:
        if one.is_copy:
            in_cells = one.name.casefold().rpartition(".")[2].startswith("xl")
            parts = [
                f"{count(one.placed, 'finding')} {'marked in cells' if in_cells else 'as comments at their places'}"
            ]
            if one.general:
                many = str(one.general) if one.placed else count(one.general, "finding")
                parts.append(f"{many} {'on the first sheet only' if in_cells else 'at the first words'}")
            said = ", ".join(parts[0 if one.placed else 1 :])
        else:
            said = f"{count(one.general, 'finding')} as a list, for {one.source or 'the submission'} takes no marks"
            if not one.source:
                said = f"{count(one.general, 'finding')} on the submission as a whole, as a list"
        yield f"{one.name}: {said}."
        for note in one.notes:
            yield f"  {note}"


def _has_place(location: Location) -> bool:
    """Whether a location says more than the file."""
    return bool(location.model_dump(exclude={"file"}))
