"""The labelled corpus, submission by submission: what an officer would say is said, and nothing else."""

from __future__ import annotations

import pytest
from benchmarks.accuracy import Labelled, judge, labelled

import dag_check
from dag_check.rulebook import load_rulebook

SUBMISSIONS = list(labelled())


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=lambda submission: submission.name)
def test_report_says_what_a_careful_officer_would(submission: Labelled) -> None:
    report = dag_check.check(submission.path, today=submission.today)
    score = judge(submission, report)
    assert not [result for result in report.results if result.status == "crashed"]
    assert score.missed == [], "expected, and not said"
    assert score.false == [], "said, and not expected (or said of what looks like the fault and is none)"
    assert report.outcome == ("ready" if submission.ready else "changes_needed")


def test_corpus_holds_ready_and_faulty_submissions() -> None:
    assert sum(submission.ready for submission in SUBMISSIONS) >= 10
    assert sum(not submission.ready for submission in SUBMISSIONS) >= 14


@pytest.mark.parametrize("code", [rule.code for rule in load_rulebook().rules])
def test_corpus_holds_the_fault_of_each_rule_and_its_nearest_innocent_neighbour(code: str) -> None:
    assert any(entry["code"] == code for submission in SUBMISSIONS for entry in submission.expected), "no fault"
    assert any(entry["code"] == code for submission in SUBMISSIONS for entry in submission.innocent), "no neighbour"
