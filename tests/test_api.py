"""The public names as a service uses them: what they take, what they give, what they raise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import dag_check
from dag_check import Application, DataError, Report, UsageError, check, read
from dag_check.api import load_rules

DAY = dt.date(2026, 3, 2)


def test_an_empty_folder_is_not_checked(tmp_path: Path) -> None:
    report = check(tmp_path, today=DAY)
    assert report.outcome == "not_checked"
    assert report.checked_on == DAY


def test_no_files_at_all_are_not_checked() -> None:
    assert check({}, today=DAY).outcome == "not_checked"
    assert check(Application(), today=DAY).outcome == "not_checked"


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no file or folder .*nowhere"):
        check(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="nowhere"):
        read([tmp_path, str(tmp_path / "nowhere")])


@pytest.mark.parametrize("source", [3, None, [1, 2], {"a.txt": "text"}, "a\0b"])
def test_what_is_no_source_is_said_to_be_none(source: Any) -> None:
    with pytest.raises(UsageError):
        check(source)


def test_a_list_with_something_else_than_paths_says_what_it_holds(tmp_path: Path) -> None:
    sources: list[Any] = [[tmp_path, None], [tmp_path, b"bytes"]]
    for source, named in zip(sources, ("NoneType", "bytes"), strict=True):
        with pytest.raises(UsageError, match=f"holds paths, not {named}"):
            check(source)


def test_a_day_that_is_no_date_is_wrong_use_and_a_time_of_day_is_left_out() -> None:
    wrong: Any = "2026-03-31"
    with pytest.raises(UsageError, match=r"`today` takes a datetime\.date, not str"):
        check({}, today=wrong)
    with pytest.raises(UsageError, match="not str"):
        dag_check.compare({}, {}, today=wrong)
    assert check({}, today=dt.datetime(2026, 3, 31, 12, 0)).checked_on == dt.date(2026, 3, 31)


@pytest.mark.parametrize("kind", ["folder", "file", "text", "list", "bytes"])
def test_every_kind_of_source_is_read(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "notes to the form.txt"
    file.write_text("The project starts in March.", encoding="utf-8")
    source = {
        "folder": tmp_path,
        "file": file,
        "text": str(file),
        "list": [file],
        "bytes": {file.name: file.read_bytes()},
    }[kind]
    application = read(source)  # type: ignore[arg-type]
    assert [submitted.path for submitted in application.files] == [file.name]
    assert [submitted.path for submitted in check(source, today=DAY).submission.files] == [file.name]  # type: ignore[arg-type]


def test_a_file_that_cannot_be_read_is_a_finding_and_not_an_error() -> None:
    report = check({"form.docx": b"PK\x03\x04 and no more", "notes.txt": b"Notes."}, today=DAY)
    assert ("SUB002", "form.docx") in report.flatten("code", "file")


def test_an_application_survives_the_way_through_json() -> None:
    application = read({"notes.txt": b"The project starts in March."})
    again = Application.model_validate_json(application.model_dump_json())
    assert again == application
    assert check(again, today=DAY) == check(application, today=DAY)


def test_a_report_survives_the_way_through_json() -> None:
    report = check({"notes.txt": b"Notes."}, today=DAY)
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_the_same_input_gives_the_same_report() -> None:
    files = {"b.txt": b"Two", "a.txt": b"One"}
    assert check(files, today=DAY) == check(files, today=DAY)


def test_codes_and_families_select_and_ignore_rules() -> None:
    def codes(**how: Any) -> set[str]:
        return {result.code for result in check(Application(), today=DAY, **how).results}

    assert codes(select=["SUB001"]) == {"SUB001"}
    assert codes(select="SUB001") == {"SUB001"}
    assert {code[:3] for code in codes(select=["SUB", "VAR"])} == {"SUB", "VAR"}
    assert codes(select=["SUB,VAR"]) == codes(select=["SUB", "VAR"])
    assert codes(ignore=["SUB"]) == {code for code in codes() if not code.startswith("SUB")}


def test_an_unknown_code_is_an_error_that_suggests_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"There is no rule 'VAR02'. Did you mean VAR"):
        check(Application(), select=["VAR02"])
    with pytest.raises(UsageError, match="`dag-check rules` lists them"):
        check(Application(), ignore=["?!"])


def test_a_folder_of_rules_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no folder of rules .*missing"):
        check(Application(), rules=[tmp_path / "missing"])
    with pytest.raises(UsageError, match="takes a list of folders"):
        check(Application(), rules=str(tmp_path))


def test_a_wrong_rule_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "XYZ001.yaml").write_text("code: XYZ001\nnmae: oops\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"XYZ001\.yaml"):
        check(Application(), rules=[tmp_path])


def test_the_rulebook_can_be_loaded_once_and_used_often() -> None:
    rulebook = load_rules()
    assert load_rules() is rulebook
    assert load_rules(rulebook) is rulebook
    assert check(Application(), rules=rulebook, today=DAY) == check(Application(), today=DAY)


def test_every_error_is_a_dag_check_error() -> None:
    assert all(
        issubclass(error, dag_check.DagCheckError) for error in (DataError, UsageError, dag_check.UnreadableFile)
    )
