"""What a check is: a function from an application to a verdict. Rules name checks; the rulebook turns verdicts into results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dag_check.application import Application, Waiver
from dag_check.knowledge import Knowledge
from dag_check.location import Location
from dag_check.report import Evidence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at one place.

    `values` fill the {names} in the rule's message and advice; `variant` picks one of a rule's messages where it has several.
    `key` names the place for the fingerprint where the location alone would not be stable or not be unique.
    """

    location: Location
    quote: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to: problems if any; else cannot_tell if set; else not_applicable if set; else passed.

    `cannot_tell` and `not_applicable` are whole sentences with the reason. `passed` says what was seen; `evidence` where.
    With problems, `cannot_tell` says what could not be decided besides them.
    """

    problems: tuple[Problem, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    passed: str = ""
    cannot_tell: str = ""
    not_applicable: str = ""


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """What became of a waiver: how many findings it `covers`, and, where none, `why` not (a whole sentence)."""

    waiver: Waiver
    covers: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What a check is given: the application, the rule's `options`, the rulebook's lists, and the day of the check.

    `waivers` is for the one check that judges what became of them, and runs after all others.
    """

    application: Application
    options: Mapping[str, Any]
    knowledge: Knowledge
    today: dt.date
    waivers: tuple[WaiverUse, ...] = ()


Check = Callable[[Case], Verdict]

_CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Registers a function as the check of that name, for rules to use (`check: NAME`)."""

    def register(function: Check) -> Check:
        if name in _CHECKS:
            raise ValueError(f"There are two checks called {name!r}.")
        _CHECKS[name] = function
        return function

    return register


def registered() -> Mapping[str, Check]:
    """All checks by name."""
    return dict(_CHECKS)
