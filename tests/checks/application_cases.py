"""What the tests of single checks share: the known-good application with a change, run through one rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dag_check.report import Result
from dag_check.rulebook import RuleCase, evaluate, load_rulebook
from dag_check.rulebook.cases import application_of

RULEBOOK = load_rulebook()
TODAY = dt.date(2026, 11, 22)


def result(code: str, *, today: dt.date = TODAY, base: str = "complete", **change: Any) -> Result:
    """What a rule comes to on the known-good application with this change."""
    case = RuleCase.model_validate({"name": "x", "expect": "pass", "base": base, "change": change})
    found = evaluate(application_of(case), RULEBOOK, today=today, select=[code]).result(code)
    assert found is not None and found.status != "crashed", found
    return found
