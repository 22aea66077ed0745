"""A check for dag-check: the period that data are requested for is no longer than the data owner allows."""

from __future__ import annotations

import re

from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.places import place_of

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@check("period_at_most")
def period_at_most(case: Case) -> Verdict:
    """Whether the years named in the answer about the period span at most `options["years"]` years, both ends counted."""
    question = case.application.role("period")
    if question is None or not question.found:
        return Verdict(not_applicable="The form has no question about the period of the data.")
    text = question.answer.text
    if not text.strip():
        return Verdict(not_applicable="The question about the period is blank.")
    years = [int(year) for year in _YEAR.findall(text)]
    if not years:
        return Verdict(cannot_tell=f'No years can be read in the answer about the period: "{text[:80]}".')
    span = max(years) - min(years) + 1
    limit = int(case.options.get("years", 10))
    place = place_of(case.application, question)
    if span > limit:
        return Verdict(problems=(Problem(place, quote=text, values={"span": str(span), "limit": str(limit)}),))
    return Verdict(passed=f"The period spans {span} years; up to {limit} are allowed.")
