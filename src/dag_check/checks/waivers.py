"""The check of what became of waivers: which covered nothing, and which rest on the applicant's own word.

It runs after all other rules. Reading waivers is intake's, applying them the rulebook's.
"""

from __future__ import annotations

from dag_check.checks.base import Case, Problem, Verdict, WaiverUse, check
from dag_check.checks.submission import listed
from dag_check.report import Evidence

CHECK = "waivers_used"


@check(CHECK)
def waivers_used(case: Case) -> Verdict:
    """Problem: a waiver that covers nothing. Cannot tell: findings are waived by a file of the submission itself."""
    uses = case.waivers
    if not uses:
        return Verdict(not_applicable="There are no waivers.")
    own = [use for use in uses if use.covers and use.waiver.submitted]
    told = _told([use for use in uses if use.covers])
    return Verdict(
        problems=tuple(_problem(use) for use in uses if not use.covers),
        passed=told,
        cannot_tell=(
            f"{_told(own)} The waivers came with the submission: confirm that they were agreed, and with whom."
            if own
            else ""
        ),
        evidence=tuple(Evidence(location=use.waiver.location, quote=use.waiver.reason) for use in own or uses),
    )


def _problem(use: WaiverUse) -> Problem:
    waiver = use.waiver
    wrong = bool(waiver.problem)
    where = listed([f"{name} {value}" if name != "any" else value for name, value in waiver.where.items()])
    code = waiver.code or "a rule"
    values = {"why": use.why, "code": code, "where": where, "line": str(waiver.location.row or "")}
    key = "\n".join(("waiver", waiver.code, where, waiver.problem))
    return Problem(waiver.location, waiver.reason, values, variant="wrong" if wrong else "unused", key=key)


def _told(uses: list[WaiverUse]) -> str:
    if not uses:
        return ""
    number = sum(use.covers for use in uses)
    what = "1 finding is" if number == 1 else f"{number} findings are"
    codes = sorted({use.waiver.code for use in uses})
    files = sorted({use.waiver.location.file for use in uses if use.waiver.location.file})
    who = sorted({use.waiver.who for use in uses})
    return f"{what} waived ({', '.join(codes)}) by {listed(files) or 'a waiver'}, on the word of {listed(who)}."
