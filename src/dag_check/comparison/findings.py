"""Which finding of the new round is which of the old: by fingerprint, then by a place that goes by another name now."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from dag_check.comparison.model import Fixed, Gone, New, Standing, Told
from dag_check.comparison.places import Counterparts
from dag_check.location import Location
from dag_check.report import Finding, Report, Result
from dag_check.text import normalise

_ADVICE = ("LNG", "SUB")
"""Families whose findings never take the place of another's: they are about style, and about files."""


@dataclass(frozen=True, slots=True)
class Matched:
    """All findings of both rounds, each in one place."""

    fixed: tuple[Fixed, ...]
    still: tuple[Standing, ...]
    added: tuple[New, ...]
    gone: tuple[Gone, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """A finding with its result; each is itself and equal to no other."""

    result: Result
    finding: Finding
    at: int

    @property
    def code(self) -> str:
        return self.result.code

    @property
    def place(self) -> Location:
        return self.finding.location


@dataclass(slots=True)
class _Matching:
    """What is matched so far, and what is left."""

    old: list[_Item]
    new: list[_Item]
    pairs: list[tuple[_Item, _Item]] = field(default_factory=list)

    def by(self, old_key: Callable[[_Item], Hashable], new_key: Callable[[_Item], Hashable], *, alone: bool) -> None:
        """Pairs what is left by equal keys (None pairs nothing).

        Several with one key: those that say the same first, then, unless `alone`, in their order. `alone` pairs those
        that say something else only where there is just one on each side.
        """
        theirs: dict[Hashable, list[_Item]] = {}
        for item in self.new:
            if (key := new_key(item)) is not None:
                theirs.setdefault(key, []).append(item)
        ours: dict[Hashable, list[_Item]] = {}
        for item in self.old:
            if (key := old_key(item)) in theirs:
                ours.setdefault(key, []).append(item)
        for key, group in ours.items():
            self._pair(group, theirs[key], alone=alone)
        done = {id(item) for pair in self.pairs for item in pair}
        self.old = [item for item in self.old if id(item) not in done]
        self.new = [item for item in self.new if id(item) not in done]

    def in_place_of_another(self, places: Counterparts) -> None:
        """Pairs what is left where one rule's finding took the place of another rule's."""
        theirs: dict[Hashable, list[_Item]] = {}
        for item in self.new:
            if (key := _spot(item, places, False)) is not None:
                theirs.setdefault(key, []).append(item)
        for item in tuple(self.old):
            others = theirs.get(_spot(item, places, True), [])
            other = next((one for one in others if one.code != item.code), None)
            if other is not None:
                others.remove(other)
                self.pairs.append((item, other))
                self.old.remove(item)
                self.new.remove(other)

    def _pair(self, ours: Sequence[_Item], theirs: Sequence[_Item], *, alone: bool) -> None:
        left, open_now = list(ours), list(theirs)
        for says in (_fingerprint, _words, _quote):
            by_words: dict[Hashable, list[_Item]] = {}
            for item in open_now:
                by_words.setdefault(says(item), []).append(item)
            unpaired = []
            for item in left:
                if twins := by_words.get(says(item)):
                    self.pairs.append((item, twins.pop(0)))
                else:
                    unpaired.append(item)
            left = unpaired
            open_now = [item for group in by_words.values() for item in group]
        if left and open_now and (not alone or len(ours) == len(theirs) == 1):
            open_now.sort(key=lambda item: item.at)
            self.pairs += zip(left, open_now, strict=False)


def match(old: Report, new: Report, places: Counterparts) -> Matched:
    """Every finding of both rounds: put right, still there, new, or gone without being put right."""
    found = _Matching(_items(old), _items(new))
    found.by(_base, _base, alone=False)
    for key in (_place_key, _name_key, _text_key):
        found.by(partial(key, places=places, is_old=True), partial(key, places=places, is_old=False), alone=True)
    found.in_place_of_another(places)
    order = {id(item): item.at for item in _all(found.pairs, found.new)}
    pairs = sorted(found.pairs, key=lambda pair: order[id(pair[1])])
    fixed, gone = [], []
    for item in found.old:
        why = _not_fixed(item, new, places)
        if why is None:
            fixed.append(Fixed(was=_told(item)))
        else:
            gone.append(Gone(was=_told(item), why=why[0], person=why[1]))
    return Matched(
        fixed=tuple(fixed),
        still=tuple(Standing(was=_told(one), now=_told(other)) for one, other in pairs),
        added=tuple(New(now=_told(item), why=_not_found_before(item, old)) for item in found.new),
        gone=tuple(gone),
    )


def _items(report: Report) -> list[_Item]:
    return [_Item(result, finding, at) for at, (result, finding) in enumerate(report.findings)]


def _all(pairs: Iterable[tuple[_Item, _Item]], new: Iterable[_Item]) -> Iterable[_Item]:
    yield from (other for _, other in pairs)
    yield from new


# What findings are known by.


def _base(item: _Item) -> Hashable:
    return item.code, item.finding.fingerprint.split("#")[0]


def _fingerprint(item: _Item) -> Hashable:
    return item.finding.fingerprint


def _words(item: _Item) -> Hashable:
    return item.finding.message


def _quote(item: _Item) -> Hashable:
    return item.code, normalise(item.finding.quote)


def _place_key(item: _Item, places: Counterparts, is_old: bool) -> Hashable:
    """The place in the names of the new round, where it goes by another name there: a question, a section, a file or a cell of one."""
    place = item.place
    if place.question:
        asked = places.question(place.question) if is_old else place.question.id
        moved = asked is not None and (not is_old or asked != place.question.id)
        return (item.code, "question", asked, normalise(place.variable or "")) if moved else None
    if place.variable or (place.cell and ":" in place.cell):
        return None
    if place.section:
        return item.code, "section", places.section(place.section) if is_old else place.section
    if place.file:
        file = places.files.get(place.file) if is_old else place.file
        return (item.code, "file", file, place.sheet, place.cell) if file else None
    return None


def _name_key(item: _Item, places: Counterparts, is_old: bool) -> Hashable:
    """The variable alone: for a sheet or a dataset that was given another name."""
    place = item.place
    return (item.code, normalise(place.variable)) if place.variable and not place.question else None


def _text_key(item: _Item, places: Counterparts, is_old: bool) -> Hashable:
    """What is quoted, for findings about a stretch of cells, which grows, shrinks and moves."""
    quote = normalise(item.finding.quote)
    return (item.code, quote) if quote and item.place.cell and ":" in item.place.cell else None


def _spot(item: _Item, places: Counterparts, is_old: bool) -> Hashable:
    """A question or a variable, whatever the rule: a blank that became a stand-in is not put right."""
    place = item.place
    if item.result.severity == "info" or item.code.startswith(_ADVICE) or item.finding.waived:
        return None
    if place.question:
        asked = places.question(place.question) if is_old else place.question.id
        return ("question", asked, normalise(place.variable or "")) if asked else None
    if place.variable:
        return "variable", normalise(place.variable), normalise(place.dataset or ""), normalise(place.sheet or "")
    return None


# What became of findings that have no counterpart.


def _not_fixed(item: _Item, new: Report, places: Counterparts) -> tuple[str, bool] | None:
    """Why a finding that is not there any more cannot be called put right, and whether a person must look; None where it can."""
    if new.outcome == "not_checked":
        return "Nothing could be read of the new round.", True
    result = new.result(item.code)
    if result is None:
        return "The rule was not run on the new round.", True
    if result.status in ("crashed", "cannot_tell") or (result.status == "problem" and result.reason):
        return result.reason or "The check could not decide about it in the new round.", True
    if result.status == "not_applicable":
        return f"The rule does not apply any more: {result.reason or 'no reason is given.'}", False
    title = places.section(item.place.section) if item.place.section else None
    section = next((one for one in new.submission.sections if title and one.title == title), None)
    if section is not None and section.applies is False:
        return f"The section does not apply any more: {section.why or 'nothing ticked calls for it'}.", False
    around = next((told for told in new.results if _is_around(told, item, title)), None)
    if around is not None:
        return f"It is part of what {around.code} says of the whole section now.", False
    return None


def _is_around(result: Result, item: _Item, title: str | None) -> bool:
    """Whether a rule of the form speaks of the whole section around an old finding."""
    return title is not None and any(
        finding.location.section == title
        and finding.location.question is None
        and result.code != item.code
        and result.severity == "error"
        for finding in result.findings
    )


def _not_found_before(item: _Item, old: Report) -> str:
    result = old.result(item.code)
    if old.outcome == "not_checked":
        return "Nothing could be read of the old round."
    if result is None:
        return "The rule was not run on the old round."
    if result.status in ("crashed", "cannot_tell"):
        return "The check could not decide about it in the old round."
    return ""


def _told(item: _Item) -> Told:
    result = item.result
    return Told(
        code=result.code,
        name=result.name,
        title=result.title,
        severity=result.severity,
        source=result.source,
        finding=item.finding,
    )
