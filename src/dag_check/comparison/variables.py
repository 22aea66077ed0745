"""What changed in the requested variables although no finding asked for it: added, left out, justified or limited otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dag_check.application import Application, RequestedVariable
from dag_check.comparison.model import Change
from dag_check.location import Location
from dag_check.report import Report
from dag_check.text import normalise, words

_OF_THE_LIST = ("VAR001", "VAR008", "VAR013")
"""Findings that ask for the list as a whole: whatever is in the new one was asked for."""
_OF_DATASETS = ("VAR007", "VAR012")
"""Findings that ask for variables to be added or left out."""
_OF_ALL = ("VAR009",)
"""Findings that ask for variables to be left out, wherever they stand."""
NAMED = 12


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the findings of the old round asked for."""

    variables: frozenset[tuple[str, str]]
    ranges: tuple[Location, ...]
    additions: bool
    removals: bool

    def holds(self, variable: RequestedVariable) -> bool:
        """Whether a finding stood at this variable, or at the cells around its justification."""
        name = normalise(variable.name)
        if (name, normalise(variable.dataset)) in self.variables or (name, "") in self.variables:
            return True
        place = variable.justification_location or variable.location
        return any(_is_within(place, around) for around in self.ranges)


def variable_changes(report: Report, old: Application, new: Application) -> Iterator[Change]:
    """Variables that were added, left out, or that say something else. `report` is that on the old round."""
    if any((result := report.result(code)) is not None and result.findings for code in _OF_THE_LIST):
        return
    if not old.variable_lists or not new.variable_lists:
        return
    asked = _asked(report)
    pairs, left, added = _paired(tuple(old.requested), tuple(new.requested))
    place = Location(file=new.variable_lists[0].file)
    if added and not asked.additions:
        yield _change("variables", added, "added", place)
    left = [variable for variable in left if not asked.holds(variable)]
    if left and not asked.removals:
        yield _change("variables", left, "left out", place)
    texts = [
        now
        for was, now in pairs
        if not asked.holds(was) and words(was.justification or "") != words(now.justification or "")
    ]
    if texts:
        yield _change("justifications", texts, "justified otherwise", place)
    years = [now for was, now in pairs if not asked.holds(was) and words(was.years) != words(now.years)]
    if years:
        yield _change("variables", years, "asked for other years", place)


def _change(kind: str, variables: Sequence[RequestedVariable], how: str, place: Location) -> Change:
    count = len(variables)
    verb = "" if how in ("added", "left out") else (" is" if count == 1 else " are")
    names = [variable.name for variable in variables]
    datasets = list(dict.fromkeys(variable.dataset for variable in variables if variable.dataset))
    of = f" of {datasets[0]}" if len(datasets) == 1 else f" of {len(datasets)} datasets" if datasets else ""
    shown = f"{', '.join(names[:NAMED])}{f' and {count - NAMED} more' if count > NAMED else ''}"
    location = variables[0].location if count == 1 and how != "left out" else place
    return Change(
        kind="justifications" if kind == "justifications" else "variables",
        location=location,
        what=f"{count} {'variable' if count == 1 else 'variables'}{of}{verb} {how}: {shown}.",
        names=tuple(names),
    )


def _asked(report: Report) -> _Asked:
    variables, ranges = set(), []
    additions = removals = False
    for result, finding in report.findings:
        place = finding.location
        if place.variable and not result.code.startswith("ETH"):
            variables.add((normalise(place.variable), normalise(place.dataset or "")))
        if result.code in _OF_ALL:
            removals = True
        if result.code in _OF_DATASETS:
            additions = removals = True
        if result.code == "VAR004":
            ranges.append(place)
    return _Asked(frozenset(variables), tuple(ranges), additions, removals)


def _paired(
    old: Sequence[RequestedVariable], new: Sequence[RequestedVariable]
) -> tuple[list[tuple[RequestedVariable, RequestedVariable]], list[RequestedVariable], list[RequestedVariable]]:
    """Which variable is which: by dataset, table and name, then by fewer of them, for a dataset or a table that has another name now."""
    pairs: list[tuple[RequestedVariable, RequestedVariable]] = []
    left, added = list(old), list(new)
    for key in (_full, _in_dataset, _in_table, _by_name):
        open_now: dict[tuple[str, ...], list[RequestedVariable]] = {}
        for variable in added:
            open_now.setdefault(key(variable), []).append(variable)
        unpaired = []
        for variable in left:
            if twins := open_now.get(key(variable)):
                pairs.append((variable, twins.pop(0)))
            else:
                unpaired.append(variable)
        left = unpaired
        still = {id(variable) for twins in open_now.values() for variable in twins}
        added = [variable for variable in added if id(variable) in still]
    return pairs, left, added


def _full(variable: RequestedVariable) -> tuple[str, ...]:
    return (normalise(variable.dataset), normalise(variable.table), normalise(variable.name))


def _in_dataset(variable: RequestedVariable) -> tuple[str, ...]:
    return (normalise(variable.dataset), normalise(variable.name))


def _in_table(variable: RequestedVariable) -> tuple[str, ...]:
    return (normalise(variable.table), normalise(variable.name))


def _by_name(variable: RequestedVariable) -> tuple[str, ...]:
    return (normalise(variable.name),)


def _is_within(place: Location, around: Location) -> bool:
    if place.file != around.file or place.sheet != around.sheet:
        return False
    if not around.cell or not place.cell:
        return around.row is not None and around.row == place.row
    cells = [_corner(part) for part in around.cell.split(":")]
    spot = _corner(place.cell.split(":")[0])
    if spot is None or None in cells:
        return False
    known = [cell for cell in cells if cell is not None]
    return _between(spot, known)


def _between(spot: tuple[int, int], corners: Iterable[tuple[int, int]]) -> bool:
    corners = list(corners)
    rows, columns = [row for row, _ in corners], [column for _, column in corners]
    return min(rows) <= spot[0] <= max(rows) and min(columns) <= spot[1] <= max(columns)


def _corner(cell: str) -> tuple[int, int] | None:
    """Row and column of an A1 reference, None where it is none."""
    letters = cell.replace("$", "").rstrip("0123456789")
    digits = cell.replace("$", "")[len(letters) :]
    if not letters.isascii() or not letters.isalpha() or not digits:
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(digits), column
