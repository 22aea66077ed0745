"""Loads and validates rules/, evaluates an application and gives a report. What is wrong in an application is for checks to say."""

from __future__ import annotations

from typing import Any

from dag_check.rulebook.cases import CaseOutcome, run_cases
from dag_check.rulebook.evaluation import counts_of, evaluate, outcome_of
from dag_check.rulebook.loading import load_rulebook, verify_rules
from dag_check.rulebook.models import Rule, Rulebook, RuleCase

__all__ = [
    "CaseOutcome",
    "Rule",
    "RuleCase",
    "Rulebook",
    "counts_of",
    "evaluate",
    "load_rulebook",
    "outcome_of",
    "run_cases",
    "schema",
    "verify_rules",
]


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of that name: application, report, rule, form or rulebook. Raises UsageError for another name."""
    from dag_check.rulebook.schemas import schema as read

    return read(name)
