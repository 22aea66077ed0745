"""Holds requested variables against data owners' catalogues (VAR005), and tells other checks what a catalogue says of a variable.

Which catalogue speaks for which variable is decided here; catalogues themselves are read by intake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from dag_check.application import Application, Catalogue, CatalogueVariable, RequestedVariable, VariableList
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.requests import NO_LIST, NOTHING_REQUESTED, count_of, lists_of, named, where
from dag_check.datasets import named_in
from dag_check.knowledge import Knowledge
from dag_check.report import Evidence
from dag_check.text import normalise, words

MOSTLY = 0.4
"""Where less than this share of five or more names is in a catalogue, it is taken for the wrong catalogue, not for wrong names."""
FEW = 5
NEAREST = 3
ALIKE = 62
"""How alike (of 100) a name of the catalogue must be to be suggested."""
SUGGESTED_FOR = 200
"""Names for which the nearest ones are looked up; a list with more unknown names has another catalogue."""

_SIGNS = re.compile(r"[^a-z0-9]+")
_WILD = re.compile(
    r"\[[^\]]*\]|\{[^}]*\}|<[^>]*>|\*|\bx{2,}\b|#+|(?<=_)\d+\s?(?:-|to|–|\.\.)\s?\d+|(?<=\D)\d+(?:-|–|\.\.)\d+$"
)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]{3,})\]")
_EVERYTHING = re.compile(r"(?:all|every|any)\b.*")


@dataclass(frozen=True, eq=False)
class Shelf:
    """The catalogues of one dataset, their variables by the names that people may write for them."""

    title: str
    files: tuple[str, ...]
    variables: tuple[CatalogueVariable, ...]
    _looked_up: dict[str, CatalogueVariable | None] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, CatalogueVariable]:
        """The catalogue's variables by name, without case, spaces and underscores."""
        return {plain(variable.name): variable for variable in reversed(self.variables)}

    @cached_property
    def by_description(self) -> Mapping[str, CatalogueVariable]:
        return {plain(v.description): v for v in reversed(self.variables) if 2 <= len(v.description.split()) <= 12}

    @cached_property
    def wild(self) -> tuple[tuple[re.Pattern[str], CatalogueVariable], ...]:
        """Names of the catalogue that stand for many: plan_objective_[1-10]."""
        return tuple((pattern, v) for v in self.variables if (pattern := _pattern(v.name)))

    def find(self, name: str) -> CatalogueVariable | None:
        """The variable of that name, None where the catalogue has none. Wildcards in either are followed."""
        if name not in self._looked_up:
            self._looked_up[name] = self._find(name)
        return self._looked_up[name]

    def _find(self, name: str) -> CatalogueVariable | None:
        for written in _ways(name):
            key = plain(written)
            if not key:
                continue
            found = self.by_name.get(key) or self.by_description.get(key)
            if found:
                return found
            found = next((variable for pattern, variable in self.wild if pattern.fullmatch(key)), None)
            if found:
                return found
            if pattern := _pattern(written):
                found = next((v for known, v in self.by_name.items() if pattern.fullmatch(known)), None)
                if found:
                    return found
        return None

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {known: known for known in self.by_name}

    @cached_property
    def _by_words(self) -> Mapping[str, str]:
        return {known: " ".join(words(variable.name.replace("_", " "))) for known, variable in self.by_name.items()}

    def near(self, name: str) -> list[str]:
        """Up to three names of the catalogue that are most like this one, best first."""
        from rapidfuzz import fuzz, process

        key = plain(name)
        found = process.extract(key, self._names, scorer=fuzz.ratio, limit=NEAREST, score_cutoff=ALIKE)
        said = " ".join(words(name.replace("_", " ")))
        found += process.extract(
            said, self._by_words, scorer=fuzz.token_sort_ratio, limit=NEAREST, score_cutoff=ALIKE + 8
        )
        best: dict[str, float] = {}
        for _, score, known in found:
            best[known] = max(best.get(known, 0.0), score)
        ranked = sorted(best, key=lambda known: (-best[known], known))
        return [self.by_name[known].name for known in ranked[:NEAREST]]


@dataclass(eq=False)
class Shelves:
    """All catalogues of an application. A catalogue that was given outranks one that was sent along."""

    application: Application
    knowledge: Knowledge
    _found: dict[tuple[str, str, str], Shelf | None] = field(default_factory=dict)

    @cached_property
    def _of_dataset(self) -> Mapping[str, Shelf]:
        return _shelves_of(self.application.catalogues, self.knowledge)

    def of(self, found: VariableList, variable: RequestedVariable) -> Shelf | None:
        """The catalogue that speaks for a variable: that of its dataset; of a list that names none, one that knows most of its names."""
        stated = variable.dataset or found.dataset
        place = (found.file, found.sheet, normalise(stated))
        if place not in self._found:
            self._found[place] = self._by_dataset(stated) if stated else self._by_contents(found)
        return self._found[place]

    def known(self, found: VariableList, variable: RequestedVariable) -> CatalogueVariable | None:
        """What the catalogue of its dataset says of a variable."""
        shelf = self.of(found, variable)
        return shelf.find(variable.name) if shelf else None

    def _by_dataset(self, stated: str) -> Shelf | None:
        shelves = [self._of_dataset[key] for key in _keys(stated, self.knowledge) if key in self._of_dataset]
        if len(shelves) < 2:
            return shelves[0] if shelves else None
        variables = tuple(variable for shelf in shelves for variable in shelf.variables)
        return Shelf(named(s.title for s in shelves), tuple(file for s in shelves for file in s.files), variables)

    def _by_contents(self, found: VariableList) -> Shelf | None:
        names = [variable.name for variable in found.requested]
        counts = [(sum(shelf.find(name) is not None for name in names), shelf) for shelf in self._of_dataset.values()]
        best = max(counts, key=lambda counted: counted[0], default=None)
        return best[1] if best and names and best[0] >= 0.5 * len(names) else None


@check("variables_in_catalogue")
def variables_in_catalogue(case: Case) -> Verdict:
    """VAR005: a variable requested of a dataset whose catalogue is given is in that catalogue."""
    application = case.application
    lists = lists_of(application)
    if not lists:
        return Verdict(not_applicable=NO_LIST)
    if not any(found.requested for found in lists):
        return Verdict(not_applicable=NOTHING_REQUESTED)
    if not application.catalogues:
        return Verdict(not_applicable="No data owner's catalogue was given (--catalogue) or sent along.")
    shelves = Shelves(application, case.knowledge)
    asked: dict[int, tuple[Shelf, list[RequestedVariable]]] = {}
    for found, variable in _requested(lists):
        shelf = shelves.of(found, variable)
        if shelf and not _is_itself(found, application):
            asked.setdefault(id(shelf), (shelf, []))[1].append(variable)
    if not asked:
        itself = any(_is_itself(found, application) for found in lists)
        if itself:
            return Verdict(passed="The request is marked in the data owner's own catalogue.")
        return Verdict(not_applicable="No catalogue of the datasets that the variables are requested of was given.")
    problems: list[Problem] = []
    doubts: list[str] = []
    evidence: list[Evidence] = []
    for shelf, variables in asked.values():
        unknown = [variable for variable in variables if shelf.find(variable.name) is None]
        if len(variables) >= FEW and len(unknown) > (1 - MOSTLY) * len(variables):
            doubts.append(_doubt(shelf, len(unknown), len(variables)))
            continue
        evidence += [Evidence(location=v.location, quote=v.name) for v in variables[:1] if v not in unknown]
        problems += [_unknown(variable, shelf, place < SUGGESTED_FOR) for place, variable in enumerate(unknown)]
    total = sum(len(variables) for _, variables in asked.values())
    return Verdict(
        problems=tuple(problems),
        cannot_tell=" ".join(doubts),
        passed=f"{count_of(total, 'variable')} looked up; the catalogue of its dataset has every one.",
        evidence=tuple(evidence),
    )


@lru_cache(maxsize=4)
def _shelves_of(catalogues: tuple[Catalogue, ...], knowledge: Knowledge) -> Mapping[str, Shelf]:
    """The catalogues by dataset; kept, because several checks ask for the same ones."""
    groups: dict[str, list[Catalogue]] = {}
    for catalogue in catalogues:
        for key in _keys(catalogue.dataset, knowledge):
            groups.setdefault(key, []).append(catalogue)
    shelves = {}
    for key, found in groups.items():
        owners = [one for one in found if one.given] or found
        shelves[key] = Shelf(
            title=owners[0].dataset or owners[0].file,
            files=tuple(dict.fromkeys(one.file for one in owners)),
            variables=tuple(variable for one in owners for variable in one.variables),
        )
    return shelves


def _requested(lists: Sequence[VariableList]) -> Iterator[tuple[VariableList, RequestedVariable]]:
    seen: set[tuple[str, str, str | None, int | None, str, str]] = set()
    for found in lists:
        for variable in found.requested:
            place = variable.location
            key = (found.file, found.sheet, place.cell, place.row, variable.name, variable.dataset)
            if key not in seen and not _EVERYTHING.fullmatch(normalise(variable.name)):
                seen.add(key)
                yield found, variable


def _is_itself(found: VariableList, application: Application) -> bool:
    """Whether a list is itself the catalogue that speaks for it, and no other was given."""
    return any(one.file == found.file and one.sheet == found.sheet and not one.given for one in application.catalogues)


def _doubt(shelf: Shelf, unknown: int, of: int) -> str:
    return (
        f"{unknown} of {count_of(of, 'variable')} are not in the catalogue {named(shelf.files)}: it may be the catalogue of another "
        "dataset or release, or the list may not use the names of the catalogue. A person must look."
    )


def _unknown(variable: RequestedVariable, shelf: Shelf, suggest: bool) -> Problem:
    near = shelf.near(variable.name) if suggest else []
    values = {
        "catalogue": named(shelf.files),
        "of": shelf.title,
        "near": _either(near),
        "place": where(variable.location),
    }
    return Problem(
        variable.location.model_copy(update={"variable": variable.name}),
        quote=variable.name,
        variant="near" if near else "none",
        values=values,
    )


def _either(names: Sequence[str]) -> str:
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def plain(name: str) -> str:
    """A name for comparing: without case, spaces, underscores and other signs."""
    return _SIGNS.sub("", normalise(name))


def _ways(name: str) -> Iterator[str]:
    """A name as it is written, without the table before it and without what stands in brackets, and what stands there."""
    yield name
    if "." in name:
        yield name.rsplit(".", 1)[1]
    outside = _IN_BRACKETS.sub(" ", name).strip()
    if outside and outside != name:
        yield outside
        yield from (one or other for one, other in _IN_BRACKETS.findall(name))
    for sign in (" - ", ": ", " – "):
        if sign in name:
            yield from name.split(sign, 1)


def _pattern(name: str) -> re.Pattern[str] | None:
    """The pattern that a name with wildcards stands for, None where it has none."""
    if not _WILD.search(name):
        return None
    parts = [plain(part) for part in _WILD.split(name)]
    return re.compile(".*".join(map(re.escape, parts))) if len("".join(parts)) >= 2 else None


def _keys(stated: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The known datasets that a text names; where it names none, the text itself."""
    keys = tuple(found.dataset.key for found in named_in(stated, knowledge, data_first=True))
    return keys or (f"named {plain(stated)}",)
