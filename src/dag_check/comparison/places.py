"""Which place of the new round is which of the old: questions, sections, variables and files, whatever they are called by now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from dag_check.application import Application, RequestedVariable
from dag_check.comparison.model import FileChange
from dag_check.location import Location, QuestionRef
from dag_check.report import CheckedFile, Report
from dag_check.text import normalise, tidy

ALIKE = 88
"""How alike two labels must be (0 to 100) to be taken for one question in two versions of a form."""
MOST_PAIRS = 40_000
"""More pairs than this are not held against each other: no form has as many questions."""
_NUMBER = re.compile(r"^\s*(?:question\s+)?[0-9]+(?:\.[0-9]+)*[.):]?\s+", re.IGNORECASE)

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question or a section by all that it may be known by."""

    id: str
    label: str
    role: str = ""


def file_changes(old: Report, new: Report) -> tuple[FileChange, ...]:
    """What became of each file: known again by its bytes, then by its path, then by being the only one of its kind."""
    pairs: list[tuple[CheckedFile, CheckedFile]] = []
    left, now = list(old.submission.files), list(new.submission.files)

    def pair(by: str) -> None:
        ours, theirs = ([_known_by(file, by) for file in files] for files in (left, now))
        once = {key for key, times in Counter(ours).items() if times == 1} if by in ("kind", "name") else set(ours)
        twin: dict[Hashable, list[CheckedFile]] = {}
        for key, file in zip(theirs, now, strict=True):
            twin.setdefault(key, []).append(file)
        for key, file in zip(ours, tuple(left), strict=True):
            found = twin.get(key, [])
            if key is None or not found or key not in once or (by == "kind" and len(found) > 1):
                continue
            other = next((one for one in found if one.path == file.path), found[0])
            found.remove(other)
            left.remove(file)
            now.remove(other)
            pairs.append((file, other))

    for by in ("sha256", "path", "name", "kind"):
        pair(by)
    changes = {other.path: _file_change(file, other) for file, other in pairs}
    return (
        *(
            changes.get(file.path) or FileChange(change="added", kind=file.kind, new=file.path)
            for file in new.submission.files
        ),
        *(FileChange(change="removed", kind=file.kind, old=file.path) for file in left),
    )


def _known_by(file: CheckedFile, by: str) -> Hashable:
    if by == "sha256":
        return file.sha256 or None
    if by == "path":
        return normalise(file.path)
    if by == "name":
        return (file.kind, normalise(PurePosixPath(file.path).name))
    return file.kind if file.kind not in ("other", "catalogue") else None


def _file_change(old: CheckedFile, new: CheckedFile) -> FileChange:
    if old.sha256 == new.sha256:
        return FileChange(
            change="same" if old.path == new.path else "renamed", kind=new.kind, old=old.path, new=new.path
        )
    return FileChange(change="changed", kind=new.kind, old=old.path, new=new.path)


class Counterparts:
    """For each place of the old round its counterpart in the new one."""

    def __init__(
        self,
        old: Report,
        new: Report,
        old_application: Application | None,
        new_application: Application | None,
        files: Sequence[FileChange],
    ) -> None:
        self._reports = (old, new)
        self._applications = (old_application, new_application)
        self.files: Mapping[str, str] = {one.old: one.new for one in files if one.old and one.new}

    def question(self, asked: QuestionRef) -> str | None:
        """The id of the new round's question that asks the same, None where there is none."""
        return self._questions.get(asked.id)

    def section(self, title: str | None) -> str | None:
        """The title of the new round's section that is the same, None where there is none."""
        return self._sections.get(title or "")

    def variable(self, location: Location) -> RequestedVariable | None:
        """The new round's requested variable of the same name: of the same dataset or sheet, or the only one."""
        named = self._variables.get(normalise(location.variable or ""), [])
        for same in (_same_dataset, _same_sheet):
            fitting = [one for one in named if same(location, one.location.model_copy(update={"dataset": one.dataset}))]
            if len(fitting) == 1:
                return fitting[0]
        return named[0] if len(named) == 1 else None

    @cached_property
    def _variables(self) -> dict[str, list[RequestedVariable]]:
        found: dict[str, list[RequestedVariable]] = {}
        new = self._applications[1]
        for variable in new.requested if new else ():
            found.setdefault(normalise(variable.name), []).append(variable)
        return found

    @cached_property
    def _questions(self) -> dict[str, str]:
        definitions = [
            report.submission.form.definition if report.submission.form else None for report in self._reports
        ]
        old, new = (
            _asked(report, application) for report, application in zip(self._reports, self._applications, strict=True)
        )
        if None in definitions or definitions[0] == definitions[1]:
            there = {one.id for one in new}
            known = {one.id: one.id for one in old if one.id in there}
            left = [one for one in old if one.id not in known], [one for one in new if one.id not in known]
            return {**known, **_paired(*left)}
        return _paired(old, new)

    @cached_property
    def _sections(self) -> dict[str, str]:
        old, new = (
            [_Asked(one.title, one.title) for one in report.submission.sections]
            or [_Asked(title, title) for title in _unique(_titles(report))]
            for report in self._reports
        )
        return _paired(old, new)


def _asked(report: Report, application: Application | None) -> list[_Asked]:
    if application is not None and application.form is not None:
        return [_Asked(one.id, one.label, one.role) for one in application.form.questions]
    refs = {one.id: one for location in _locations(report) if (one := location.question)}
    return [_Asked(ref.id, ref.label) for ref in refs.values()]


def _locations(report: Report) -> Iterable[Location]:
    for result in report.results:
        yield from (entry.location for entry in result.evidence)
        yield from (finding.location for finding in result.findings)


def _titles(report: Report) -> Iterable[str]:
    return (location.section for location in _locations(report) if location.section)


def _unique(items: Iterable[Key]) -> list[Key]:
    return list(dict.fromkeys(items))


def _paired(old: Sequence[_Asked], new: Sequence[_Asked]) -> dict[str, str]:
    """Old ids to new ones: by role, by the words of the label, then by labels that are nearly alike."""
    pairs: dict[str, str] = {}
    for keys in ((lambda one: one.role), (lambda one: _bare(one.label)), (lambda one: one.id)):
        left = [one for one in old if one.id not in pairs]
        taken = set(pairs.values())
        open_now = [one for one in new if one.id not in taken]
        ours, theirs = (_only((keys(one), one.id) for one in side) for side in (left, open_now))
        pairs.update({ours[key]: theirs[key] for key in ours if key in theirs})
    left = [one for one in old if one.id not in pairs]
    taken = set(pairs.values())
    open_now = [one for one in new if one.id not in taken]
    if left and open_now and len(left) * len(open_now) <= MOST_PAIRS:
        pairs.update(_nearly(left, open_now))
    return pairs


def _nearly(old: Sequence[_Asked], new: Sequence[_Asked]) -> dict[str, str]:
    from rapidfuzz import fuzz

    scored = sorted(
        (
            (-fuzz.token_sort_ratio(_bare(one.label), _bare(other.label), score_cutoff=ALIKE), at, place)
            for at, one in enumerate(old)
            for place, other in enumerate(new)
        ),
    )
    pairs: dict[str, str] = {}
    used: set[int] = set()
    for score, at, place in scored:
        if score < 0 and old[at].id not in pairs and place not in used:
            pairs[old[at].id] = new[place].id
            used.add(place)
    return pairs


def _only(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The ids of the names that only one has."""
    named = [(name, one) for name, one in named if name]
    times = Counter(name for name, _ in named)
    return {name: one for name, one in named if times[name] == 1}


def _bare(label: str) -> str:
    """A label without its number, for comparing."""
    return _NUMBER.sub("", normalise(label)).strip(" .:?*")[:500]


def _same_dataset(one: Location, other: Location) -> bool:
    return bool(one.dataset and other.dataset) and normalise(one.dataset or "") == normalise(other.dataset or "")


def _same_sheet(one: Location, other: Location) -> bool:
    return tidy(one.sheet or "").casefold() == tidy(other.sheet or "").casefold()
