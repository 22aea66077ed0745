"""The command as people and scripts meet it: what it prints where, its exit codes, and that no traceback escapes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dag_check.api
from dag_check import cli
from dag_check.commands import console
from dag_check.report import Report
from tests.feedback.conftest import cell, finding, report, result


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run_it(*arguments: str) -> Ran:
        code = cli.main(arguments)
        return Ran(code, *capsys.readouterr())

    return run_it


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets `check` come to a report made by hand."""

    def give(of: Report) -> None:
        monkeypatch.setattr(dag_check.api, "check", lambda *_, **__: of)

    return give


READY = report([result("FRM002", "Answered")])
WARNED = report([result("VAR003", "General", finding("General.", cell(3, "sex")), severity="warning")])
FAULTY = report([result("VAR002", "No reason", finding("No reason.", cell(3, "sex")))])
NOTHING = report([], outcome="not_checked")


@pytest.mark.parametrize(
    ("of", "arguments", "code"),
    [
        (READY, [], 0),
        (WARNED, [], 0),
        (WARNED, ["--fail-on", "error"], 0),
        (WARNED, ["--fail-on", "warning"], 1),
        (FAULTY, [], 1),
        (FAULTY, ["--fail-on", "warning"], 1),
        (NOTHING, [], 2),
        (NOTHING, ["--fail-on", "warning"], 2),
    ],
)
def test_the_exit_code_says_what_came_of_it(run: Any, found: Any, of: Report, arguments: list[str], code: int) -> None:
    found(of)
    assert run("check", ".", *arguments).code == code


def test_without_arguments_there_is_help(run: Any) -> None:
    ran = run()
    assert ran.code == 0
    assert "Commands:" in ran.out and "check" in ran.out


def test_the_version_is_shown(run: Any) -> None:
    assert run("--version").out == f"dag-check {dag_check.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check"], "Missing argument"),
        (["check", "no such folder"], "There is no file or folder 'no such folder'."),
        (["chek"], "No such command"),
        (["check", ".", "--frmat", "json"], "No such option"),
        (["check", ".", "--format", "docx"], "There is no format 'docx' of the feedback. Choose one of: text, json"),
        (["check", ".", "-o", "out.xyz"], "asks for no format"),
        (["check", ".", "--today", "31/03/2026"], "Write it as year-month-day"),
        (["check", ".", "--today", "2026-02-31"], "'2026-02-31' is not a date"),
        (["check", ".", "--select", "VAR02"], "Did you mean VAR"),
        (["check", ".", "--rules", "no such rules"], "There is no folder of rules 'no such rules'."),
        (["check", ".", "--fail-on", "info"], "--fail-on"),
        (["rules", "show", "VAR0002"], "Did you mean VAR002?"),
        (["schema", "nothing"], "There is no schema 'nothing'"),
        (["inspect", "no such file.docx"], "There is no file 'no such file.docx'."),
        (["inspect", "."], "is a folder"),
    ],
)
def test_wrong_use_is_one_line_on_the_error_stream(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.startswith("dag-check: ") and ran.err.count("\n") == 1


def test_an_empty_folder_is_not_checked_and_says_so(run: Any, tmp_path: Path) -> None:
    ran = run("check", str(tmp_path))
    assert ran.code == 2
    assert "Not checked: nothing could be read." in ran.out


def test_json_on_the_standard_output_is_the_report_and_nothing_else(run: Any, found: Any) -> None:
    found(FAULTY)
    ran = run("check", ".", "--format", "json")
    assert json.loads(ran.out)["counts"]["error"] == 1
    assert ran.err == ""


@pytest.mark.parametrize(("name", "start"), [("out.json", "{"), ("my feedback.TXT", "first-draft")])
def test_a_file_takes_its_format_from_its_extension(
    run: Any, found: Any, tmp_path: Path, name: str, start: str
) -> None:
    found(FAULTY)
    file = tmp_path / name
    ran = run("check", ".", "-o", str(file))
    assert ran.code == 1
    assert file.read_text(encoding="utf-8").startswith(start)
    assert "Changes needed: 1 thing must be put right." in ran.out and name in ran.out


def test_beside_a_file_what_a_person_must_look_at_is_a_whole_sentence(run: Any, found: Any, tmp_path: Path) -> None:
    found(report([result("ETH003", "Details", status="cannot_tell", reason="The letter is a scan.")]))
    ran = run("check", ".", "-o", str(tmp_path / "out.json"))
    assert "A person must look at 1 thing that this check could not decide.\n" in ran.out


def test_a_format_asked_for_by_name_goes_before_the_extension(run: Any, found: Any, tmp_path: Path) -> None:
    found(FAULTY)
    run("check", ".", "-o", str(tmp_path / "feedback.dat"), "--format", "JSON")
    assert json.loads((tmp_path / "feedback.dat").read_text(encoding="utf-8"))


def test_a_file_that_cannot_be_written_is_wrong_use(run: Any, found: Any, tmp_path: Path) -> None:
    found(FAULTY)
    ran = run("check", ".", "-o", str(tmp_path / "no folder" / "out.json"))
    assert ran.code == 2
    assert "cannot be written" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "list.csv"),
        ("check", "."),
        ("check", "form.docx", "--waivers", "list.csv"),
        ("variables", "list.csv"),
        ("compare", "form.docx", "list.csv", "--format", "text"),
        ("checklist", "--form", "list.csv", "--format", "text"),
    ],
)
def test_what_was_given_is_never_written_over(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text("Variable,Justification\nsex,compared by sex\n", encoding="utf-8")
    Path("form.docx").write_bytes(b"a form")
    before = Path("list.csv").read_bytes()
    ran = run(*arguments, "-o", str(tmp_path / "list.csv"))
    assert ran.code == 2
    assert "never changed" in ran.err
    assert Path("list.csv").read_bytes() == before


def test_feedback_among_the_submissions_files_is_told_of(run: Any, found: Any, tmp_path: Path) -> None:
    found(FAULTY)
    (tmp_path / "smith").mkdir()
    assert (
        "It lies in the submission itself"
        in run("check", str(tmp_path / "smith"), "-o", str(tmp_path / "smith" / "note.txt")).out
    )
    assert "lies in" not in run("check", str(tmp_path / "smith"), "-o", str(tmp_path / "note.txt")).out


@pytest.mark.parametrize("command", ["check", "annotate", "compare"])
def test_no_submission_waivers_is_taken_by_every_command_that_checks(run: Any, tmp_path: Path, command: str) -> None:
    folder = tmp_path / "smith"
    shutil.copytree(Path(__file__).parent.parent / "examples" / "first-draft", folder)
    (folder / "dag-check-waivers.yaml").write_text(
        'waivers:\n  - {code: FRM002, where: "3.9", reason: The outputs follow., who: A. Smith}\n', encoding="utf-8"
    )
    given = {"compare": [str(folder), str(folder)]}.get(command, [str(folder)])
    marked = ["-o", str(tmp_path / "marked"), "--force"] if command == "annotate" else []
    with_them = run(command, *given, *marked, "--today", "2026-12-01").out
    without = run(command, *given, *marked, "--today", "2026-12-01", "--no-submission-waivers").out
    assert "14 " in with_them
    assert "15 " in without


def test_paths_are_named_as_they_are_written_on_windows(run: Any) -> None:
    """Not with their backslashes doubled; and a backslash before a quotation mark, which Windows takes for part of it, is told of."""
    assert r"'C:\Smith\list.csv'." in run("check", "C:\\Smith\\list.csv").err
    assert "Leave off the backslash" in run("check", 'C:\\my application"').err


def test_a_missing_folder_is_named(run: Any, tmp_path: Path) -> None:
    ran = run("checklist", "-o", str(tmp_path / "no folder" / "list.txt"))
    assert ran.code == 2
    assert "there is no folder" in ran.err


def test_a_family_is_no_rule_and_its_rules_are_named(run: Any) -> None:
    assert "ETH is a family of rules. Name one of them: ETH001, ETH002" in run("rules", "show", "eth").err


def test_options_reach_the_check(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: dict[str, Any] = {}

    def check(paths: Any, **options: Any) -> Report:
        seen.update(options, paths=paths)
        return READY

    monkeypatch.setattr(dag_check.api, "check", check)
    run(
        "check",
        "a",
        "b",
        "--select",
        "VAR,ETH",
        "--select",
        "SUB001",
        "--ignore",
        "LNG",
        "--rules",
        str(tmp_path),
        "--today",
        "2026-03-31",
    )
    assert seen["paths"] == [Path("a"), Path("b")]
    assert list(seen["select"]) == ["VAR,ETH", "SUB001"]
    assert list(seen["ignore"]) == ["LNG"]
    assert tmp_path in seen["rules"].knowledge.folders
    assert str(seen["today"]) == "2026-03-31"


def test_a_fault_of_the_program_is_short_and_says_how_to_report_it(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Report:
        raise KeyError("text of a document")

    monkeypatch.setattr(dag_check.api, "check", fail)
    ran = run("check", ".")
    assert ran.code == 2
    assert "KeyError" in ran.err and "--debug" in ran.err
    assert "Traceback" not in ran.err and "text of a document" not in ran.err
    assert "Traceback" in run("check", ".", "--debug").err


def test_stopping_it_leaves_no_traceback(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any, **__: Any) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(dag_check.api, "check", stop)
    ran = run("check", ".")
    assert (ran.code, ran.err.strip()) == (130, "dag-check: Stopped.")


def test_the_rules_are_listed_by_code(run: Any) -> None:
    ran = run("rules")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert any(line.startswith("SUB001  error") for line in lines)
    assert max(map(len, lines)) <= 80


def test_a_rule_is_explained_by_code_and_by_name(run: Any) -> None:
    ran = run("rules", "show", "SUB001")
    assert ran.code == 0
    for heading in ("What it checks", "Why it matters", "How to put it right", "Source"):
        assert heading in ran.out
    assert run("rules", "show", "no-application-form").out == ran.out == run("rules", "show", "sub001").out


def test_the_built_in_rules_keep_their_cases(run: Any) -> None:
    ran = run("rules", "test")
    assert ran.code == 0, ran.out
    assert ran.out.endswith(" cases, 0 failed.\n")


@pytest.mark.parametrize("name", ["application", "report", "rule", "form"])
def test_schemas_are_printed(run: Any, name: str) -> None:
    assert json.loads(run("schema", name).out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_file_is_shown_as_it_is_read(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "list of variables.csv"
    file.write_text("Variable,Justification\nsex,Needed to compare outcomes\n", encoding="utf-8")
    ran = run("inspect", str(file))
    assert ran.code == 0
    assert "A sex | B Needed to compare outcomes" in ran.out
    assert json.loads(run("inspect", str(file), "--format", "json").out)["sheets"][0]["rows"][1]["number"] == 2


def test_a_file_that_cannot_be_read_is_explained_in_a_line(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "form.docx"
    file.write_bytes(b"PK\x03\x04 cut off")
    ran = run("inspect", str(file))
    assert ran.code == 2
    assert ran.err.startswith("dag-check: form.docx: ") and ran.err.count("\n") == 1


def spawn(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHONIO", "PYTHONUTF8"))}
    return subprocess.run(
        [sys.executable, "-m", "dag_check", *arguments], capture_output=True, env={**clean, **environment}
    )


def test_an_old_console_prints_question_marks_and_does_not_fail(tmp_path: Path) -> None:
    file = tmp_path / "список переменных.txt"
    file.write_text("Łódź ☒ yes", encoding="utf-8")
    done = spawn("inspect", str(file), PYTHONIOENCODING="cp1252")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"?" in done.stdout


def test_output_that_is_no_terminal_has_no_colour(tmp_path: Path) -> None:
    assert b"\x1b" not in spawn("check", str(tmp_path), TERM="xterm-256color").stdout


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert console.wants_colour()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not console.wants_colour()


def test_a_reader_that_stops_early_does_not_disturb_it() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run([sys.executable, "-m", "dag_check", "rules"], stdout=closed, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_readme_shows_what_is_really_printed(run: Any) -> None:
    root = Path(__file__).parent.parent
    page = (root / "README.md").read_text(encoding="utf-8")
    shown = page[page.index("    Changes needed:") : page.index("## What it reads")].splitlines()
    printed = run("check", str(root / "examples" / "first-draft"), "--today", "2026-12-01").out.splitlines()
    assert [
        line for line in shown if line.strip() not in ("", "...") and line.removeprefix("    ") not in printed
    ] == []


@pytest.mark.parametrize(("example", "code"), [("first-draft", 1), ("complete", 0)])
def test_the_examples_come_out_as_their_names_promise(run: Any, example: str, code: int) -> None:
    folder = Path(__file__).parent.parent / "examples" / example
    assert run("check", str(folder), "--today", "2026-12-01").code == code
