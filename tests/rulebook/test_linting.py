"""`rules lint`: every mistake in a folder of rules, with file, line and what was expected; and nothing where all is well."""

from __future__ import annotations

from pathlib import Path

import pytest

from dag_check.errors import UsageError
from dag_check.knowledge import load_yaml
from dag_check.resources import rules_dir
from dag_check.rulebook.linting import lint
from dag_check.rulebook.list_shapes import mistakes_in_list
from dag_check.rulebook.scaffold import rule_text

RULE = rule_text("ORG001", "supervisor-not-named")


def line_in(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def mistakes(folder: Path, text: str = RULE, name: str = "ORG001.yaml") -> list[tuple[str, int | None, str]]:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return [(Path(error.file).name, error.line, str(error)) for error in lint(folder)]


def test_the_built_in_rules_have_no_mistakes() -> None:
    assert [str(error) for error in lint()] == []


def test_a_folder_without_mistakes_has_none(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == []


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        lint(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("severity: warning", "severity: fatal", "severity:", "one of error, warning, info"),
        ("severity: warning", "severty: warning", "severty:", "did you mean `severity`"),
        ("code: ORG001", "code: org1", "code:", "three capital letters"),
        ("code: ORG001", "code: FRM002", "code:", "already"),
        ("name: supervisor-not-named", "name: question-unanswered", "name:", "FRM002 too"),
        ("checks: That", "checks: Note: That", None, "mapping values"),
        ("checks: That the question", "checks: {That: x}\n  # ", "checks:", "in quotes"),
        ("at: supervisor ", "at: superviser ", "at:", "did you mean 'supervisor'"),
        ("answers.supervisor) > 3", "answers.superviser) > 3", "require:", "did you mean 'supervisor'"),
        ("answers.supervisor) > 3", "answers.supervisor) >> 3", "require:", "does not compile"),
        ("answers.supervisor) > 3", "answer.supervisor) > 3", "require:", "no value 'answer'"),
        ("answers.supervisor) > 3", "answers.supervisor) > 3 and has_list", "require:", "Write && for and"),
        ("size(answers.supervisor) > 3", "answers.supervisor = 'x'", "require:", "Write =="),
        ("size(answers.supervisor) > 3", "answers.supervisor.contains(“Dr”)", "require:", "straight quotation marks"),
        ("size(answers.supervisor) > 3", "'\"newer\" in choices.status'", "require:", "did you mean 'new'"),
        ("size(answers.supervisor) > 3", "'\"dipa\" in kinds'", "require:", "did you mean 'dpia'"),
        ("applies_when: has_form", "applies_when: \"'data_first_cc' in chosen\"", "applies_when:", "can never be in chosen"),
        ("applies_when: has_form", "applies_when: \"'guardian' in roles\"", "applies_when:", "can never be in roles"),
        ("at: supervisor ", "\tat: supervisor ", None, "not with tabs"),
        ("advice: Name the supervisor,", "advice: Name: the supervisor,", None, "in quotation marks"),
        ("size(answers.supervisor) > 3", "size(answers.supervisor)", "a supervisor is named", "not to true or false"),
        ("names no supervisor (it", "names {colour} (it", "message:", "{colour}"),
        ("[FRM001, FRM002, FRM003]", "[FRM002, FRM999]", "gives_way_to:", "no rule FRM999"),
        ("[FRM001, FRM002, FRM003]", "FRM002", "gives_way_to:", "a list"),
        ("require: size(answers.supervisor) > 3", "check: choices_cleer", "check:", "did you mean 'choices_clear'"),
        ("require: size(answers.supervisor) > 3", "", "code:", "either `check` or `require`"),
        ("expect: problem", "expect: trouble", "expect: trouble", "one of pass, problem"),
        ("expect: problem", "expect: pass", "cases:", "No case expects `problem`"),
        ("change: {answers: {supervisor: \"N/A\"}}", "change: {answers: {supervisr: x}}", "not applicable, it says", "supervisr"),
        ("name: there is no form", "name: a supervisor is named", "base: empty", "Two cases"),
        ("base: empty", "base: nowhere", "there is no form", "cases/nowhere.yaml"),
        ("severity: warning", "severity: warning\nseverity: error", "severity: error", "second time"),
        ("severity: warning", "severity: [warning", None, "Not valid YAML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_was_expected(tmp_path: Path, old: str, new: str, at: str | None, said: str) -> None:  # fmt: skip
    assert old in RULE
    text = RULE.replace(old, new, 1)
    found = mistakes(tmp_path, text)
    assert found, "nothing was found"
    assert all(file == "ORG001.yaml" for file, _, _ in found)
    assert all("Expected: " in message or "YAML" in message for _, _, message in found)
    hits = [line for _, line, message in found if said in message]
    assert hits, found
    if at is not None:
        near = (
            line_in(text.split("\ncode:", 1)[0] + "\n", at) if at in text.split("\ncode:", 1)[0] else line_in(text, at)
        )
        assert any(line is not None and abs(line - near) <= 1 for line in hits), (hits, near)


def test_all_mistakes_are_told_and_not_only_the_first(tmp_path: Path) -> None:
    mistakes(tmp_path, RULE.replace("severity: warning", "severity: fatal").replace("advice: ", "advise: "))
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "stand-ins.yaml").write_text("whole: [no]\n", encoding="utf-8")
    found = mistakes(tmp_path, "name: x\noff: [XYZ]\n", "rulebook.yaml")
    assert {file for file, _, _ in found} == {"ORG001.yaml", "rulebook.yaml", "stand-ins.yaml"}
    assert (
        len(found) >= 5
    )  # the severity, advise, the missing advice, the missing version, the word that YAML reads as false


def test_a_rule_without_cases_is_a_mistake(tmp_path: Path) -> None:
    found = mistakes(tmp_path, RULE.split("cases:\n  - ")[0])
    assert {message for _, _, message in found if "no cases" in message}


def test_one_code_in_two_files_is_a_mistake(tmp_path: Path) -> None:
    mistakes(tmp_path)
    found = mistakes(tmp_path, RULE, "deep/again.yaml")
    assert any("ORG001 is already in" in message for _, _, message in found)


WITH_CHECK = """\
code: ORG002
name: choices
title: Choices are clear
severity: error
check: choices_clear
message: {several: "{ticked}", none: "{options}"}
advice: Tick one.
source: {document: D, says: S}
docs: {checks: c, why: w, fix: f}
cases:
  - {name: complete, expect: pass}
  - {name: two, change: {chosen: {access.status: [new, resubmission]}}, expect: problem}
  - {name: none, change: {chosen: {access.status: []}}, expect: problem}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{ticked}", "{tickd}", "did you mean {ticked}"),
        ("none:", "nune:", "did you mean 'none'"),
        (', none: "{options}"', "", "no text for 'none'"),
        ("check: choices_clear", "check: choices_clear\noptions: {most: 1}", "option `most`"),
    ],
)
def test_texts_and_options_are_held_against_what_the_check_gives_and_asks_for(tmp_path: Path, old: str, new: str, said: str) -> None:  # fmt: skip
    assert mistakes(tmp_path, WITH_CHECK) == []
    found = mistakes(tmp_path, WITH_CHECK.replace(old, new, 1))
    assert any(said in message for _, _, message in found), found


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        ("name: x\nversion: '1'\noff: [FRM02]\n", 3, "did you mean FRM002"),
        ("name: x\nversion: '1'\nseverity:\n  FRM020: {to: info, reason: y}\n", 4, "no rule FRM020"),
        ("name: x\nversion: '1'\nseverity:\n  FRM002: {to: info, reason: ''}\n", 4, "empty"),
        ("name: x\nversion: '1'\noptions:\n  SUB005: {shar: 1}\n", 4, "did you mean `share`"),
        ("name: x\nversion: '1'\nof: [FRM002]\n", 3, "did you mean `off`"),
        ("name: x\nversion: '1'\nextends: daag\n", 3, "one of dag, none"),
    ],
)
def test_mistakes_in_rulebook_yaml(tmp_path: Path, head: str, line: int, said: str) -> None:
    found = mistakes(tmp_path, head, "rulebook.yaml")
    assert [(file, at) for file, at, message in found if said in message] == [("rulebook.yaml", line)], found


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("stand-ins", "whole: to follow\n", "a list"),
        ("stand-ins", "hole: [x]\n", "did you mean `whole`"),
        ("stand-ins", "- x\n", "not a mapping"),
        ("stand-in", "whole: [x]\n", "did you mean stand-ins.yaml"),
        ("stand-ins", "whole: [yes]\n", "in quotes"),
        ("ethics-bodies", "ethics_markers: ['\\b(ethic']\n", "regular expression"),
    ],
)
def test_a_list_that_does_not_fit_the_built_in_one_is_a_mistake(tmp_path: Path, name: str, text: str, said: str) -> None:  # fmt: skip
    found = mistakes(tmp_path, text, f"lists/{name}.yaml")
    assert any(file == f"{name}.yaml" and said in message for file, _, message in found), found


@pytest.mark.parametrize("path", sorted((rules_dir() / "lists").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_built_in_list_fits_itself(path: Path) -> None:
    assert isinstance(load_yaml(path), dict)
    assert [str(error) for error in mistakes_in_list(path, rules_dir() / "lists")] == []


def test_a_form_of_the_folder_is_held_against_its_schema_and_its_options(tmp_path: Path) -> None:
    form = "form: f\ntitle: F\nsections:\n  - {id: a, title: A, when: [gone], questions: [{id: q, label: Q, answr: text}]}\n"
    assert any("did you mean `answer`" in message for _, _, message in mistakes(tmp_path, form, "forms/f.yaml"))
    found = mistakes(tmp_path, form.replace("answr", "answer"), "forms/f.yaml")
    assert any("option 'gone'" in message for _, _, message in found), found
