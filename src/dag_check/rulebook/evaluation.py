"""Runs the rules over an application and makes the report. Every rule comes to exactly one of five results; none is swallowed."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import traceback
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from dag_check import __version__
from dag_check.application import Application, Waiver
from dag_check.checks.base import Case, Problem, Verdict, WaiverUse
from dag_check.checks.places import place_of
from dag_check.checks.waivers import CHECK as WAIVER_CHECK
from dag_check.errors import UsageError
from dag_check.expressions import ExpressionError
from dag_check.expressions import evaluate as evaluate_expression
from dag_check.location import Location
from dag_check.report import (
    CheckedFile,
    CheckedForm,
    CheckedSection,
    Counts,
    Finding,
    Named,
    Outcome,
    Report,
    Result,
    Status,
    Submission,
)
from dag_check.rulebook.context import context_of
from dag_check.rulebook.loading import find_check
from dag_check.rulebook.models import Rule, Rulebook
from dag_check.rulebook.places import encloses
from dag_check.rulebook.templates import TemplateError, fill
from dag_check.rulebook.waiving import waive
from dag_check.text import tidy

_log = logging.getLogger(__name__)


def evaluate(
    application: Application,
    rulebook: Rulebook,
    *,
    today: dt.date,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    waivers: Sequence[Waiver] = (),
    submission_waivers: bool = True,
) -> Report:
    """The report on an application.

    `select` and `ignore` hold codes ("VAR002"), beginnings of codes ("VAR") or rule names. `today` is the day of the check. `waivers` are
    those of whoever checks; those of the application itself count too, unless `submission_waivers` is false or the rulebook says
    that they do not. Raises UsageError where a selector means no rule.
    """
    for selector in (*select, *ignore):
        if not any(rule.is_meant_by(selector) for rule in rulebook.rules):
            raise UsageError(
                f"There is no rule {selector!r} in the rulebook {rulebook.name}. `dag-check rules` lists them."
            )
    run = _Run(application, rulebook, today)
    ran = {rule.code: _run(rule, run) for rule in rulebook.rules if rule.check != WAIVER_CHECK}
    stands = _standing(ran)
    waived = waive(
        {code: _result(ran[code], stands[code], application) for code in ran},
        (*waivers, *application.waivers),
        today,
        submitted_count=submission_waivers and rulebook.submission_waivers,
    )
    last = replace(run, waivers=waived.uses)
    about_waivers = {rule.code: _run(rule, last) for rule in rulebook.rules if rule.check == WAIVER_CHECK}
    by_code = {
        **waived.results,
        **{code: _result(one, (one.raised, ()), application) for code, one in about_waivers.items()},
    }
    asked_for = tuple(rule.code for rule in rulebook.selected(select, ignore))
    results = tuple(by_code[code] for code in asked_for)
    return Report(
        tool=Named(name="dag-check", version=__version__),
        rulebook=Named(name=rulebook.name, version=rulebook.version),
        checked_on=today,
        submission=_submission(application),
        outcome=outcome_of(application, results),
        counts=counts_of(results),
        results=results,
        left_out=tuple(rule.code for rule in rulebook.rules if rule.code not in asked_for),
    )


def counts_of(results: Iterable[Result]) -> Counts:
    """How many findings of each severity stand unwaived, and how many results of each status there are."""
    results = tuple(results)
    by_severity = Counter(
        result.severity for result in results for finding in result.findings if finding.waived is None
    )
    by_status = Counter(result.status for result in results)
    return Counts(
        error=by_severity["error"],
        warning=by_severity["warning"],
        info=by_severity["info"],
        passed=by_status["pass"],
        not_applicable=by_status["not_applicable"],
        cannot_tell=by_status["cannot_tell"],
        crashed=by_status["crashed"],
    )


def outcome_of(application: Application, results: Iterable[Result]) -> Outcome:
    """`not_checked` where nothing could be read, `changes_needed` where an error stands that no waiver covers, else `ready`."""
    if not _was_anything_read(application):
        return "not_checked"
    return "changes_needed" if counts_of(results).error else "ready"


def _was_anything_read(application: Application) -> bool:
    understood = application.form or application.variable_lists or application.ethics or application.self_assessments
    return bool(understood) or any(
        file.problem is None and not (file.unread_pages and file.kind == "other") for file in application.files
    )


def _submission(application: Application) -> Submission:
    form = application.form
    if form is None:
        return Submission(name=application.name, files=_files(application))
    return Submission(
        name=application.name,
        files=_files(application),
        form=CheckedForm(
            file=form.file, definition=form.definition, title=form.title, edition=form.edition, match=form.match
        ),
        sections=tuple(
            CheckedSection(
                id=section.id, number=section.number, title=section.title, applies=section.applies, why=section.why
            )
            for section in form.sections
        ),
    )


def _files(application: Application) -> tuple[CheckedFile, ...]:
    return tuple(
        CheckedFile(
            path=file.path,
            sha256=file.sha256,
            format=file.format,
            kind=file.kind,
            notes=(
                *((f"{file.problem.problem} {file.problem.remedy}",) if file.problem else ()),
                *(note.text for note in file.notes),
            ),
        )
        for file in application.files
    )


@dataclass(frozen=True)
class _Run:
    """What every rule of one run shares."""

    application: Application
    rulebook: Rulebook
    today: dt.date
    waivers: tuple[WaiverUse, ...] = ()

    @cached_property
    def context(self) -> Mapping[str, Any]:
        return context_of(self.application)


@dataclass(frozen=True)
class _Raised:
    """A problem with its texts, before it is known whether it stands."""

    problem: Problem
    message: str
    advice: str


@dataclass(frozen=True)
class _Ran:
    """What a rule came to by itself, before rules give way to one another."""

    rule: Rule
    verdict: Verdict = field(default_factory=Verdict)
    raised: tuple[_Raised, ...] = ()
    crashed: str = ""


def _run(rule: Rule, run: _Run) -> _Ran:
    try:
        verdict = _verdict(rule, run)
        raised = tuple(
            _Raised(problem, fill(rule.message, problem), fill(rule.advice, problem)) for problem in verdict.problems
        )
        return _Ran(rule, verdict, raised)
    except (ExpressionError, TemplateError) as error:
        _log.error("Rule %s failed: its expression or text is wrong (%s).", rule.code, type(error).__name__)
        return _Ran(rule, crashed=f"The rule itself is wrong: {error} Nothing was decided: a person must look.")
    except Exception as error:  # a check of anybody's making: whatever it raises becomes a result, and is logged
        name = type(error).__name__
        _log.error("Rule %s crashed with %s at %s.", rule.code, name, _last_place(error))
        return _Ran(
            rule,
            crashed=f"The rule failed ({name}). This is a fault of the rule, not of the application: a person must look, and please report it.",
        )


def _last_place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{PurePosixPath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"


def _verdict(rule: Rule, run: _Run) -> Verdict:
    if rule.applies_when is not None and not _holds(rule.applies_when, run):
        return Verdict(not_applicable=rule.not_applicable or f"Its condition is not met: {rule.applies_when}.")
    if rule.check is not None:
        check = find_check(rule.check)
        if check is None:
            raise ExpressionError(f"There is no check {rule.check!r}.")
        return check(Case(run.application, rule.options, run.rulebook.knowledge, run.today, run.waivers))
    return _required(rule, run)


def _required(rule: Rule, run: _Run) -> Verdict:
    application = run.application
    question = application.role(rule.at) if rule.at else None
    if rule.at:
        if application.form is None:
            return Verdict(not_applicable="There is no application form to check.")
        if question is None:
            return Verdict(cannot_tell=f"The form has no question that is known as its {rule.at!r} question.")
        if not question.found or question.unsure or question.applies is None:
            return Verdict(
                cannot_tell=f'The question "{question.label}" could not be located for sure: a person must look.'
            )
        if not question.applies:
            return Verdict(not_applicable=f'The question "{question.label}" does not apply.')
    try:
        holds = _holds(rule.require or "", run)
    except _NotInTheForm as missing:
        return Verdict(cannot_tell=f"The form does not have what this rule looks at: {missing}")
    location = place_of(application, question) if question else Location()
    if holds:
        return Verdict(passed=f"{rule.title}: this holds.")
    return Verdict(problems=(Problem(location, quote=question.answer.text if question else ""),))


class _NotInTheForm(Exception):
    """An expression asked for a role that the form has no question of."""


def _holds(expression: str, run: _Run) -> bool:
    try:
        value = evaluate_expression(expression, run.context)
    except ExpressionError as error:
        if isinstance(error.__cause__, KeyError):
            raise _NotInTheForm(str(error)) from error
        raise
    if not isinstance(value, bool):
        raise ExpressionError(f"`{expression}` comes to {type(value).__name__}, not to true or false.")
    return value


def _standing(ran: Mapping[str, _Ran]) -> dict[str, tuple[tuple[_Raised, ...], tuple[str, ...]]]:
    """For every rule the findings that stand, and the codes of rules to which others gave way."""
    stands: dict[str, tuple[tuple[_Raised, ...], tuple[str, ...]]] = {}

    def decide(code: str) -> tuple[tuple[_Raised, ...], tuple[str, ...]]:
        if code not in stands:
            one = ran[code]
            others = {other: decide(other)[0] for other in one.rule.gives_way_to if other in ran}
            kept, said_by = [], []
            for raised in one.raised:
                stronger = [
                    other
                    for other, theirs in others.items()
                    if any(encloses(their.problem.location, raised.problem.location) for their in theirs)
                ]
                said_by += stronger[:1]
                if not stronger:
                    kept.append(raised)
            stands[code] = (tuple(kept), tuple(dict.fromkeys(said_by)))
        return stands[code]

    for code in ran:
        decide(code)
    return stands


def _result(one: _Ran, standing: tuple[tuple[_Raised, ...], tuple[str, ...]], application: Application) -> Result:
    kept, said_by = standing
    verdict, rule = one.verdict, one.rule
    status: Status
    reason: str | None
    if one.crashed:
        status, reason = "crashed", one.crashed
    elif kept:
        status, reason = "problem", verdict.cannot_tell or None
    elif verdict.cannot_tell:
        status, reason = "cannot_tell", verdict.cannot_tell
    elif one.raised:
        status, reason = "pass", f"What this rule found is said by {' and '.join(said_by)}."
    elif verdict.not_applicable:
        status, reason = "not_applicable", verdict.not_applicable
    else:
        status, reason = "pass", verdict.passed or None
    return Result(
        code=rule.code,
        name=rule.name,
        title=rule.title,
        severity=rule.severity,
        status=status,
        reason=reason,
        source=rule.source.line,
        evidence=verdict.evidence,
        findings=_findings(rule, _in_form_order(kept, application), application),
    )


def _in_form_order(raised: Sequence[_Raised], application: Application) -> list[_Raised]:
    questions: dict[str, int] = {}
    sections: dict[str, int] = {}
    place = 0
    for section in application.form.sections if application.form else ():
        sections.setdefault(section.title, place)
        for question in section.questions:
            questions.setdefault(question.id, place)
            place += 1

    def order(one: _Raised) -> int:
        location = one.problem.location
        if location.question:
            return questions.get(location.question.id, place)
        return sections.get(location.section or "", place)

    return sorted(raised, key=order)


def _findings(rule: Rule, raised: Iterable[_Raised], application: Application) -> tuple[Finding, ...]:
    raised = tuple(raised)
    kinds = {file.path: file.kind for file in application.files}
    marks = _distinct([_fingerprint(rule.code, one.problem, kinds) for one in raised], raised)
    return tuple(
        Finding(
            message=one.message,
            advice=one.advice,
            location=one.problem.location,
            quote=one.problem.quote,
            fingerprint=mark,
        )
        for mark, one in zip(marks, raised, strict=True)
    )


def _distinct(marks: Sequence[str], raised: Sequence[_Raised]) -> list[str]:
    """The fingerprints with a suffix wherever several findings share a place: of what each says, so that one that is put right
    does not hand its fingerprint (and a waiver of it) on to its neighbour; by position only where they say the same."""
    shared = {mark for mark, times in Counter(marks).items() if times > 1}
    seen: Counter[str] = Counter()
    distinct = []
    for mark, one in zip(marks, raised, strict=True):
        if mark in shared:
            said = "\x1f".join((one.problem.variant, tidy(one.problem.quote).casefold()))
            mark = f"{mark}#{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:4]}"
            seen[mark] += 1
        distinct.append(mark if seen[mark] < 2 else f"{mark}-{seen[mark]}")
    return distinct


def _fingerprint(code: str, problem: Problem, kinds: Mapping[str, str]) -> str:
    """Twelve hex digits of the code and the place, made of what survives a resubmission: not of rows, wording or file names
    where a question, a variable or the file's kind says as much, and not of cells of a list of variables, whose rows move."""
    where = problem.location
    parts: list[str]
    if problem.key:
        parts = ["key", problem.key]
    elif where.question:
        parts = ["question", where.question.id, where.variable or ""]
    elif where.variable:
        parts = ["variable", where.sheet or "", where.dataset or "", where.variable]
    elif where.cell and kinds.get(where.file or "") != "variable_list":
        parts = ["cell", kinds.get(where.file or "", ""), where.sheet or "", where.cell]
    elif where.dataset or where.sheet or where.section:
        parts = ["part", where.section or "", where.sheet or "", where.dataset or ""]
    elif where.file:
        kind = kinds.get(where.file, "other")
        parts = ["file", PurePosixPath(where.file).name if kind == "other" else kind]
    else:
        parts = ["submission"]
    text = "\x1f".join([code, *(tidy(part).casefold() for part in parts)])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
