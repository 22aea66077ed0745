"""Precision and recall of the checks on a labelled corpus: `python -m benchmarks.accuracy [--corpus DIR] [--rules A|all] [--form FILE]`.

The labels (`truth/*.yaml`) are written by hand from the rules, not from what the tool says. Speed is measured elsewhere.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

import dag_check
from dag_check.api import load_forms
from dag_check.report import Finding, Report, Result

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "corpus"
FIRST_RULES = frozenset(
    [
        "SUB001",
        "SUB002",
        "FRM001",
        "FRM002",
        "FRM003",
        "FRM004",
        "FRM005",
        "VAR001",
        "VAR002",
        "VAR003",
        "VAR004",
        "VAR008",
        "ETH001",
        "ETH002",
        "ETH004",
        "ETH008",
        "ARI001",
        "ARI002",
    ]
)
PLACES = ("question", "section", "file", "sheet", "cell", "variable", "dataset")


@dataclass(frozen=True)
class Labelled:
    """A submission and what a careful officer would say of it."""

    name: str
    path: Path
    today: dt.date
    ready: bool
    expected: tuple[dict[str, str], ...]
    innocent: tuple[dict[str, str], ...]
    allowed: frozenset[str]


@dataclass
class Score:
    """What was found, missed and wrongly said; one `Score` a submission, or the sum of many."""

    found: list[str] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    false: list[tuple[str, str]] = field(default_factory=list)


def labelled(corpus: Path = CORPUS) -> Iterator[Labelled]:
    """Every labelled submission of the corpus, by name."""
    for path in sorted((corpus / "truth").glob("*.yaml")):
        truth = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield Labelled(
            name=path.stem,
            path=corpus / "submissions" / truth["name"],
            today=dt.date.fromisoformat(str(truth["today"])),
            ready=truth["ready"],
            expected=tuple(truth["expected"]),
            innocent=tuple(truth.get("innocent", ())),
            allowed=frozenset(entry["code"] for entry in truth["allow"]),
        )


def judge(submission: Labelled, report: Report, rules: str = "all") -> Score:
    """Compares a report with the labels; rules that the report does not hold are left out.

    Advice (`info`) counts where a label expects it or names its place innocent, and is not judged elsewhere.
    """
    score = Score()
    implemented = {result.code for result in report.results}
    counted = implemented & FIRST_RULES if rules == "A" else implemented
    said = [pair for pair in report.findings if pair[0].code in counted]
    innocent = [entry for entry in submission.innocent if entry["code"] in counted]
    explained: set[int] = set()
    for entry in submission.expected:
        if entry["code"] not in counted:
            continue
        hits = [at for at, (result, finding) in enumerate(said) if matches(entry, result, finding)]
        explained.update(hits)
        if hits:
            score.found.append(entry["code"])
        else:
            score.missed.append((entry["code"], f"{submission.name}: {place_of(entry)}"))
    for at, (result, finding) in enumerate(said):
        wronged = any(matches(entry, result, finding) for entry in innocent)
        beyond = at not in explained and result.code not in submission.allowed and result.severity != "info"
        if wronged or beyond:
            score.false.append((result.code, f"{submission.name}: {where(finding)}: {finding.message}"))
    return score


def matches(entry: dict[str, str], result: Result, finding: Finding) -> bool:
    """Whether a finding is the expected one: the same code, and the same place as far as the label states one."""
    return entry["code"] == result.code and all(_same_place(key, entry[key], finding) for key in PLACES if key in entry)


def _same_place(key: str, wanted: str, finding: Finding) -> bool:
    location = finding.location
    said = f"{finding.message} {finding.quote}"
    match key:
        case "question":
            return location.question is not None and location.question.id == wanted
        case "file":
            return location.file is not None and PurePosixPath(location.file).name == wanted
        case "section":
            return wanted.casefold() in f"{location.section or ''} {finding.message}".casefold()
        case "cell":
            return (location.cell is not None and _within(wanted, location.cell)) or wanted in said
        case _:
            return getattr(location, key) == wanted or wanted in said


def _within(cell: str, area: str) -> bool:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = (edge or 0 for edge in range_boundaries(area))
    column, row, *_ = (edge or 0 for edge in range_boundaries(cell))
    return left <= column <= right and top <= row <= bottom


def place_of(entry: dict[str, str]) -> str:
    """The place of a label, as text."""
    return ", ".join(f"{key} {entry[key]}" for key in PLACES if key in entry) or "the submission"


def where(finding: Finding) -> str:
    """The place of a finding, as text."""
    location = finding.location
    question = location.question.id if location.question else None
    parts = (
        question,
        location.section if not question else None,
        location.file,
        location.sheet,
        location.cell,
        location.variable,
    )
    return ", ".join(part for part in parts if part) or "the submission"


def check_all(corpus: Path, rules: str, form: Path | None = None) -> tuple[Score, dict[str, str]]:
    """Checks every submission (against this form, if one is given); the sum of the scores, and a severity for each code."""
    forms = load_forms(form)
    total = Score()
    severity: dict[str, str] = {}
    for submission in labelled(corpus):
        report = dag_check.check(submission.path, today=submission.today, form=forms)
        severity |= {result.code: result.severity for result in report.results}
        score = judge(submission, report, rules)
        total.found += score.found
        total.missed += score.missed
        total.false += score.false
        for result in report.results:
            if result.status in ("crashed", "cannot_tell") and (rules == "all" or result.code in FIRST_RULES):
                print(f"{result.status}  {result.code}  {submission.name}: {result.reason}")
    return total, severity


def table(score: Score, severity: dict[str, str]) -> list[str]:
    """Precision and recall by rule, then for errors and warnings."""
    found, missed = Counter(score.found), Counter(code for code, _ in score.missed)
    false = Counter(code for code, _ in score.false)
    lines = [f"{'rule':10} {'found':>6} {'missed':>6} {'false':>6} {'precision':>10} {'recall':>7}"]
    for code in sorted({*found, *missed, *false}):
        lines.append(_line(code, found[code], missed[code], false[code]))
    for level in ("error", "warning"):
        codes = {code for code, said in severity.items() if said == level}
        sums = (_sum(counter, codes) for counter in (found, missed, false))
        lines.append(_line(level + "s", *sums))
    return lines


def _sum(counter: Counter[str], codes: Iterable[str]) -> int:
    return sum(counter[code] for code in codes)


def _line(name: str, found: int, missed: int, false: int) -> str:
    precision = f"{found / (found + false):.3f}" if found + false else "-"
    recall = f"{found / (found + missed):.3f}" if found + missed else "-"
    return f"{name:10} {found:6} {missed:6} {false:6} {precision:>10} {recall:>7}"


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="benchmarks.accuracy", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a folder with submissions/ and truth/")
    parser.add_argument("--rules", choices=["A", "all"], default="all", help="A: only the first issue's rules")
    parser.add_argument("--form", type=Path, help="a form's definition or its blank, instead of the built-in form")
    options: Any = parser.parse_args(arguments)
    score, severity = check_all(options.corpus, options.rules, options.form)
    print("\n".join(table(score, severity)))
    for title, entries in (("False alarms", score.false), ("Misses", score.missed)):
        print(f"\n{title}: {len(entries)}")
        print("\n".join(f"  {code}  {place}" for code, place in sorted(entries)))


if __name__ == "__main__":
    main()
