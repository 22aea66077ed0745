"""A rulebook of one's own: what it may change, and how a mistake in it is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from dag_check.errors import DataError
from dag_check.rulebook import Rulebook, load_rulebook

RULE = """\
code: ORG001
name: no-supervisor
title: A supervisor is named
severity: warning
applies_when: has_form
not_applicable: There is no form.
require: answers.supervisor != ""
at: supervisor
message: "Question {question} names no supervisor."
advice: Name one.
source: {document: Our handbook, says: Students have supervisors.}
docs: {checks: It., why: Because., fix: Name one.}
cases:
  - {name: named, change: {answers: {supervisor: Dr X}}, expect: pass}
  - {name: not named, change: {answers: {supervisor: ""}}, expect: problem, findings: [applicant.supervisor]}
"""


def load(folder: Path, rule: str = RULE, head: str = "name: ours\nversion: '1'\nextends: dag\n") -> Rulebook:
    folder.mkdir(exist_ok=True)
    (folder / "rulebook.yaml").write_text(head, encoding="utf-8")
    (folder / "deep").mkdir(exist_ok=True)
    (folder / "deep" / "ORG001.yaml").write_text(rule, encoding="utf-8")
    return load_rulebook([folder])


def test_the_built_in_rules_come_in_the_order_of_the_families() -> None:
    codes = [rule.code for rule in load_rulebook().rules]
    families = list(dict.fromkeys(code[:3] for code in codes))
    assert families == [family for family in ("SUB", "FRM", "VAR", "ETH", "ARI", "PAN", "DPA", "PPL", "LNG") if family in families]  # fmt: skip
    assert len(codes) == len(set(codes))


def test_a_folder_adds_rules_after_the_built_in_ones(tmp_path: Path) -> None:
    rulebook = load(tmp_path / "ours")
    assert rulebook.name == "ours"
    assert rulebook.rules[-1].code == "ORG001"
    assert rulebook.rule("FRM002") is not None
    assert rulebook.rule("no-supervisor") is rulebook.rule("org001")


def test_a_folder_without_rulebook_yaml_adds_its_rules_too(tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(RULE, encoding="utf-8")
    assert load_rulebook([tmp_path]).rule("ORG001") is not None


def test_a_folder_switches_rules_off_and_changes_severities_with_a_reason(tmp_path: Path) -> None:
    head = "name: ours\nversion: '1'\noff: [FRM006]\nseverity: {FRM002: {to: info, reason: We ring them.}}\n"
    rulebook = load(tmp_path / "ours", head=head)
    assert rulebook.rule("FRM006") is None
    assert rulebook.off == ("FRM006",)
    changed = rulebook.rule("FRM002")
    assert changed is not None and changed.severity == "info"
    assert rulebook.severity_reasons == {"FRM002": "We ring them."}


def test_lists_of_a_folder_add_to_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "stand-ins.yaml").write_text("whole: [to be dreamt up]\n", encoding="utf-8")
    whole = load_rulebook([tmp_path]).knowledge.list("stand-ins")["whole"]
    assert "to be dreamt up" in whole and "pending" in whole


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("severity: warning", "severity: fatal", 4, "severity"),
        ("code: ORG001", "code: ORG1", 1, "code"),
        ("code: ORG001", "code: FRM002", 1, "already"),
        ("title: A supervisor is named\n", "", None, "`title` is missing"),
        ("advice: Name one.", "advise: Name one.", None, "advise"),
        ('require: answers.supervisor != ""', "check: no_such_check", 7, "no_such_check"),
        ('require: answers.supervisor != ""', 'require: answers.supervisor !== ""', 7, "does not compile"),
        ('require: answers.supervisor != ""', 'require: answers.superviser != ""', 7, "superviser"),
        ('require: answers.supervisor != ""', "require: counts.cats > 1", 7, "cats"),
        ('require: answers.supervisor != ""', "require: frobnicate(chosen)", 7, "frobnicate"),
        ("applies_when: has_form", "applies_when: has_from", 5, "has_from"),
        ("at: supervisor", "at: superviser", 8, "superviser"),
        ("{question} names", "{qestion} names", 9, "qestion"),
        ("at: supervisor", "at: supervisor\ncheck: form_present", None, "either"),
        ("severity: warning", "severity: [warning", None, "YAML"),
        ("severity: warning", "gives_way_to: [ORG001]\nseverity: warning", 4, "circle"),
        ("expect: problem", "expect: trouble", 15, "cases.1.expect"),
    ],
)
def test_a_mistake_in_a_rule_is_reported_with_file_and_line(tmp_path: Path, old: str, new: str, line: int | None, said: str) -> None:  # fmt: skip
    with pytest.raises(DataError) as caught:
        load(tmp_path / "ours", RULE.replace(old, new, 1))
    assert "ORG001.yaml" in caught.value.file
    assert said in str(caught.value)
    if line is not None:
        assert caught.value.line == line


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        ("name: ours\nversion: '1'\noff: [XXX999]\n", 3, "XXX999"),
        ("name: ours\nversion: '1'\nseverity:\n  XXX999: {to: info, reason: y}\n", 4, "XXX999"),
        ("name: ours\nversion: '1'\nseverity: {FRM002: {to: info}}\n", 3, "reason"),
        ("name: ours\nversion: '1'\nextends: other\n", 3, "other"),
        ("name: ours\n", None, "version"),
        ("- a\n", 1, "rulebook"),
        ("", 1, "rulebook"),
    ],
)
def test_a_mistake_in_rulebook_yaml_is_reported(tmp_path: Path, head: str, line: int | None, said: str) -> None:
    with pytest.raises(DataError) as caught:
        load(tmp_path / "ours", head=head)
    assert "rulebook.yaml" in caught.value.file
    assert said in str(caught.value)
    if line is not None:
        assert caught.value.line == line


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such folder"):
        load_rulebook([tmp_path / "nowhere"])
