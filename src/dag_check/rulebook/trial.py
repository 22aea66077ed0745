"""Runs a rule's check on its cases and on those of the built-in rules with the same check, to see what the check gives.

A check is a Python function that says nowhere which values and variants it gives and which options it asks for: this finds out, so that
a text with a name that never comes, or an option that nobody reads, is found before an applicant meets it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dag_check.checks.base import Case
from dag_check.errors import DagCheckError, DataError
from dag_check.knowledge import line_of
from dag_check.rulebook.cases import application_of, folder_of, run_cases
from dag_check.rulebook.loading import find_check
from dag_check.rulebook.models import Rule, Rulebook
from dag_check.rulebook.templates import PLACE_NAMES, names_in


def mistakes_on_trial(rule: Rule, path: Path, rulebook: Rulebook, built_in: Sequence[Rule] = ()) -> Iterator[DataError]:
    """What is wrong in a rule's cases, texts and options that shows when it runs beside the other rules of a rulebook.

    `built_in` are rules that are known to be right: what those with the same check use, the check gives.
    """
    wrong = [*_mistakes_in_cases(rule, path, folder_of(rule, rulebook))]
    yield from wrong
    if wrong:
        return
    if rule.check is not None:
        wrong = [*_mistakes_in_texts(rule, path, rulebook, built_in)]
        yield from wrong
    if not wrong:
        for number, outcome in enumerate(run_cases(rulebook, [rule.code])):
            if outcome.status == "crashed":
                yield DataError(
                    str(path),
                    f"Case {outcome.case!r}: {outcome.failure}",
                    line=line_of(path, ["cases", number]),
                    expected="a rule that comes to a result in every case.",
                )


def _mistakes_in_cases(rule: Rule, path: Path, folder: Path | None) -> Iterator[DataError]:
    names: set[str] = set()
    for number, case in enumerate(rule.cases):
        place = line_of(path, ["cases", number])
        if case.name in names:
            yield DataError(str(path), f"Two cases are called {case.name!r}.", line=place, expected="a name for each.")
        names.add(case.name)
        try:
            application_of(case, folder)
            dt.date.fromisoformat(case.today)
        except DataError as error:
            yield DataError(str(path), f"Case {case.name!r}: {error.problem}", line=place, expected=error.expected)
        except ValueError:
            yield DataError(
                str(path),
                f"Case {case.name!r}: `today` is not a date ({case.today!r}).",
                line=place,
                expected="a date such as 2026-03-02.",
            )


@dataclass
class _Seen:
    """What a check gave and asked for: the names of values by variant, those of any variant, and options."""

    variants: dict[str, set[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    options: set[str] = field(default_factory=set)


class _Options(Mapping[str, Any]):
    """A rule's options that notes which of them are asked for."""

    def __init__(self, options: Mapping[str, Any], asked: set[str]) -> None:
        self._options, self._asked = options, asked

    def __getitem__(self, name: str) -> Any:
        self._asked.add(name)
        return self._options[name]

    def __iter__(self) -> Iterator[str]:
        self._asked.update(self._options)
        return iter(self._options)

    def __len__(self) -> int:
        return len(self._options)

    def __contains__(self, name: object) -> bool:
        self._asked.add(str(name))
        return name in self._options


def _mistakes_in_texts(rule: Rule, path: Path, rulebook: Rulebook, built_in: Sequence[Rule]) -> Iterator[DataError]:
    cousins = [other for other in built_in if other.check == rule.check and other.code != rule.code]
    seen = _Seen()
    for one in (rule, *cousins):
        _run(one, rulebook, seen)
    for cousin in cousins or ([rule] if not built_in else []):
        seen.options |= set(cousin.options)
        for text in (cousin.message, cousin.advice):
            if isinstance(text, str):
                seen.names |= names_in(text)
            else:
                for variant in text:
                    seen.variants.setdefault(variant, set()).update(names_in(text[variant]))
    for key in ("message", "advice"):
        yield from _mistakes_in_text(getattr(rule, key), key, path, seen)
    for option in sorted(set(rule.options) - seen.options):
        near = get_close_matches(option, seen.options, 1)
        yield DataError(
            str(path),
            f"The check {rule.check!r} does not ask for the option `{option}`"
            f"{f' (did you mean `{near[0]}`?)' if near else ' in any case'}.",
            line=line_of(path, ["options", option]),
            expected=f"one of {', '.join(sorted(seen.options))}." if seen.options else "no options.",
        )


def _run(rule: Rule, rulebook: Rulebook, seen: _Seen) -> None:
    check = find_check(rule.check or "")
    if check is None:
        return
    for case in rule.cases:
        try:
            application = application_of(case, folder_of(rule, rulebook))
            options = _Options({**rule.options, **case.options}, seen.options)
            verdict = check(Case(application, options, rulebook.knowledge, dt.date.fromisoformat(case.today)))
        except (DagCheckError, ValueError, KeyError, TypeError, AttributeError, LookupError):
            continue  # a case that fails or crashes is told where cases are run
        for problem in verdict.problems:
            seen.variants.setdefault(problem.variant, set()).update(problem.values)


def _by_variant(text: str | dict[str, str]) -> dict[str, set[str]]:
    return {"": names_in(text)} if isinstance(text, str) else {name: names_in(one) for name, one in text.items()}


def _mistakes_in_text(text: str | dict[str, str], key: str, path: Path, seen: _Seen) -> Iterator[DataError]:
    if not seen.variants:
        return  # no case of this check shows a problem, which is told already
    everything = seen.names.union(*seen.variants.values())
    for variant, names in _by_variant(text).items():
        place: list[str | int] = [key] if isinstance(text, str) else [key, variant]
        given = everything if isinstance(text, str) else seen.variants.get(variant, everything)
        if not isinstance(text, str) and variant not in seen.variants:
            near = get_close_matches(variant, seen.variants, 1)
            yield DataError(
                str(path),
                f"`{key}` has a text for {variant!r}, to which no case leads{f' (did you mean {near[0]!r}?)' if near else ''}.",
                line=line_of(path, place),
                expected=_one_of(seen.variants),
            )
            continue
        for name in sorted(names - PLACE_NAMES - given):
            near = get_close_matches(name, given | PLACE_NAMES, 1)
            yield DataError(
                str(path),
                f"`{'.'.join(map(str, place))}` names {{{name}}}, which the check does not give"
                f"{f' (did you mean {{{near[0]}}}?)' if near else ''}.",
                line=line_of(path, place),
                expected=f"one of {', '.join(sorted(given | PLACE_NAMES))}.",
            )
    if not isinstance(text, str):
        for variant in sorted(set(seen.variants) - set(text)):
            yield DataError(
                str(path),
                f"`{key}` has no text for {variant!r}, which the check gives."
                if variant
                else f"`{key}` has variants, and the check gives none.",
                line=line_of(path, [key]),
                expected=_one_of(seen.variants),
            )


def _one_of(variants: Mapping[str, Any]) -> str:
    named = sorted(variant for variant in variants if variant)
    return f"texts for {', '.join(named)}." if named else "one text."
