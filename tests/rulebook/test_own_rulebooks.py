"""Rulebooks of one's own: what `rules new` starts, what a rulebook.yaml may change, and the sample in docs/ as its README tells it."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from pathlib import Path

import pytest

from dag_check import check, cli
from dag_check.errors import UsageError
from dag_check.forms.blank import write_blank
from dag_check.forms.library import load_form
from dag_check.rulebook import load_rulebook, run_cases
from dag_check.rulebook.scaffold import start_rule

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "docs" / "own-rulebook"
TODAY = dt.date(2026, 3, 2)


def test_a_new_rule_runs_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "our rules"
    assert cli.main(["rules", "new", "org001", "--dir", str(folder), "--name", "supervisor-not-named"]) == 0
    assert (folder / "ORG001-supervisor-not-named.yaml").is_file() and (folder / "rulebook.yaml").is_file()
    assert cli.main(["rules", "lint", str(folder)]) == 0
    assert cli.main(["rules", "test", str(folder)]) == 0
    assert "4 cases, 0 failed." in capsys.readouterr().out
    assert cli.main(["rules", "new", "ORG002", "--dir", str(folder)]) == 0
    assert len(load_rulebook([folder]).rules) == len(load_rulebook().rules) + 2


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [("FRM002", None, "built-in"), ("X1", None, "not a code"), ("ORG001", "Not A Name", "not a name"), ("ORG001", "question-unanswered", "another name")],
)  # fmt: skip
def test_a_new_rule_needs_a_code_and_a_name_that_are_free(tmp_path: Path, code: str, name: str | None, said: str) -> None:  # fmt: skip
    with pytest.raises(UsageError, match=said):
        start_rule(code, tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_new_rule_never_writes_over_another(tmp_path: Path) -> None:
    start_rule("ORG001", tmp_path)
    with pytest.raises(UsageError, match="taken"):
        start_rule("ORG001", tmp_path, "another-name")


def head(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "rulebook.yaml").write_text(f"name: ours\nversion: '1'\n{text}", encoding="utf-8")
    return folder


def test_whole_families_are_switched_off(tmp_path: Path) -> None:
    rulebook = load_rulebook([head(tmp_path, "off: [ARI, FRM006]\n")])
    assert not [rule.code for rule in rulebook.rules if rule.family == "ARI" or rule.code == "FRM006"]
    assert {"ARI001", "FRM006"} <= set(rulebook.off)


def test_options_of_a_built_in_rule_are_changed(tmp_path: Path) -> None:
    rule = load_rulebook([head(tmp_path, "options: {SUB005: {share: 0.5}}\n")]).rule("SUB005")
    assert rule is not None and rule.options["share"] == 0.5 and "editions" in rule.options


def test_a_rulebook_may_start_without_the_built_in_rules(tmp_path: Path) -> None:
    start_rule("ORG001", tmp_path)
    head(tmp_path, "extends: none\n")
    rulebook = load_rulebook([tmp_path])
    assert [rule.code for rule in rulebook.rules] == ["ORG001"]
    assert all(outcome.ok or outcome.case == "a blank is FRM002's" for outcome in run_cases(rulebook))


def test_two_folders_are_laid_over_one_another(tmp_path: Path) -> None:
    first = head(tmp_path / "a", "severity: {FRM006: {to: error, reason: First.}}\n")
    second = head(tmp_path / "b", "severity: {FRM006: {to: info, reason: Second.}}\n")
    rulebook = load_rulebook([first, second])
    assert rulebook.rule("FRM006").severity == "info"  # type: ignore[union-attr]
    assert rulebook.severity_reasons == {"FRM006": "Second."}


def test_cases_of_other_rules_that_a_word_list_changes_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    head(tmp_path, "")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "stand-ins.yaml").write_text("whole: ['none']\n", encoding="utf-8")
    assert cli.main(["rules", "test", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("0 cases, 0 failed.")
    assert "come out otherwise" in out and "FRM003, case" in out


# ---- docs/own-rulebook -------------------------------------------------------------------------------------------------


def test_the_sample_has_three_rules_of_its_own_none_of_them_in_python() -> None:
    rulebook = load_rulebook([SAMPLE])
    own = [rule for rule in rulebook.rules if rulebook.files[rule.code].is_relative_to(SAMPLE)]
    assert [rule.code for rule in own] == ["NCT001", "NCT002", "NCT003"]
    assert not list(SAMPLE.rglob("*.py"))
    assert [outcome.failure for outcome in run_cases(rulebook, ["NCT"]) if not outcome.ok] == []


def test_the_commands_in_the_readme_of_the_sample_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    text = (SAMPLE / "README.md").read_text(encoding="utf-8").replace("docs/own-rulebook", SAMPLE.as_posix())
    commands = [shlex.split(line)[1:] for line in re.findall(r"(?m)^    (dag-check .*)$", text)]
    monkeypatch.chdir(tmp_path)
    assert [cli.main([*command]) for command in commands if "SUBMISSION" not in command] == [0, 0, 0, 0]
    assert (tmp_path / "northshire.docx").is_file()
    checking = [
        ["northshire.docx" if part == "SUBMISSION" else part for part in c] for c in commands if "SUBMISSION" in c
    ]
    assert [cli.main(command) for command in checking] == [1]
    assert "Changes needed" in capsys.readouterr().out


def test_the_sample_reads_the_forms_of_both_owners() -> None:
    own = write_blank(load_form(SAMPLE / "forms" / "northshire.yaml"))
    report = check({"application.docx": own}, rules=[SAMPLE], today=TODAY)
    assert (report.outcome, report.rulebook.name) == ("changes_needed", "northshire")
    assert [file.kind for file in report.submission.files] == ["application_form"]
    assert report.result("NCT003").status == "pass"  # type: ignore[union-attr]
    ministry = check(ROOT / "examples" / "complete", rules=[SAMPLE], today=TODAY)
    assert ministry.result("NCT001").status == "not_applicable"  # type: ignore[union-attr]
    assert ministry.result("FRM002").status == "pass"  # type: ignore[union-attr]
    assert ministry.result("ARI001") is None
