"""Comparing two rounds: what was put right, still stands, is new, or changed without being asked for; and how it is written."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dag_check import Application, Report, check, compare, read
from dag_check.application import Answer, PersonRow, Question, RequestedVariable
from dag_check.cli import main
from dag_check.comparison import Side, compare_reports
from dag_check.comparison.model import Comparison
from dag_check.feedback import View, comparison_html, comparison_json, comparison_text
from dag_check.location import Location, QuestionRef
from dag_check.report import CheckedSection, Counts, Finding, Named, Outcome, Result, Severity, Status, Submission

EXAMPLES = Path(__file__).parents[1] / "examples"
DAY = dt.date(2026, 11, 22)
HOSTILE = '<script>alert(1)</script> & "x"\x1b[31m\u202eevil\x00 \ud800 =cmd()|x {{ 7*7 }} {% raw %}'


@pytest.fixture(scope="module")
def first() -> Application:
    return read(EXAMPLES / "first-draft")


@pytest.fixture(scope="module")
def second() -> Application:
    return read(EXAMPLES / "resubmission")


@pytest.fixture(scope="module")
def third() -> Application:
    return read(EXAMPLES / "complete")


@pytest.fixture(scope="module")
def rounds(first: Application, second: Application) -> Comparison:
    return compare(first, second, today=DAY)


def answered(application: Application, **answers: Answer) -> Application:
    """The application with other answers, by the ids of their questions with "__" for the dot."""
    wanted = {key.replace("__", "."): answer for key, answer in answers.items()}
    return asked(application, lambda q: q.model_copy(update={"answer": wanted[q.id]}) if q.id in wanted else q)


def asked(application: Application, change: Callable[[Question], Question]) -> Application:
    """The application with other questions."""
    form = application.form
    assert form is not None
    sections = tuple(
        section.model_copy(update={"questions": tuple(change(question) for question in section.questions)})
        for section in form.sections
    )
    return application.model_copy(update={"form": form.model_copy(update={"sections": sections})})


def requesting(
    application: Application, change: Callable[[tuple[RequestedVariable, ...]], tuple[RequestedVariable, ...]]
) -> Application:
    """The application with other variables in its first list."""
    found, *more = application.variable_lists
    changed = found.model_copy(update={"variables": change(found.variables)})
    return application.model_copy(update={"variable_lists": (changed, *more)})


def codes(comparison: Comparison) -> dict[str, list[str]]:
    return {
        "fixed": [one.was.code for one in comparison.fixed],
        "still": [one.now.code for one in comparison.still],
        "added": [one.now.code for one in comparison.added],
        "gone": [one.was.code for one in comparison.gone],
    }


def told(comparison: Comparison) -> list[str]:
    return [change.what for change in comparison.changes or ()]


# The examples.


def test_a_resubmission_is_told_by_what_it_put_right_and_what_still_stands(rounds: Comparison) -> None:
    assert sorted(codes(rounds)["still"]) == ["ETH004", "FRM002", "VAR002", "VAR002", "VAR003"]
    assert len(rounds.fixed) == 15
    assert not rounds.added and not rounds.gone
    assert {one.was.finding.location.question.id: one.now[:10] for one in rounds.fixed if one.was.code == "FRM005" and one.was.finding.location.question} == {"access.status": "Resubmissi"}  # fmt: skip


def test_what_was_put_right_is_shown_as_it_stands_now(rounds: Comparison) -> None:
    by_variable = {one.was.finding.location.variable: one.now for one in rounds.fixed}
    assert by_variable["marital_status_desc"].startswith("Family ties weigh in bail decisions")
    assert "N/A" not in [one.now for one in rounds.fixed]


def test_a_complete_application_leaves_nothing(second: Application, third: Application) -> None:
    last = compare(second, third, today=DAY)
    assert last.new.outcome == "ready"
    assert not last.still and not last.added and len(last.fixed) == 5


def test_the_same_submission_twice_has_nothing_new_and_nothing_changed(first: Application) -> None:
    again = compare(first, first, today=DAY)
    assert len(again.still) == 20
    assert again.changes == () and not again.fixed and not again.added and not again.gone
    assert "the same files" in again.notes[0]


def test_answers_that_a_finding_asked_for_are_no_change_of_their_own(rounds: Comparison) -> None:
    at = [change.location.question.id for change in rounds.changes or () if change.location.question]
    assert at == ["access.reference", "safe_data.variables", "declaration.attachments"]


def test_files_are_known_again_under_another_name(rounds: Comparison) -> None:
    assert {(one.old, one.new): one.change for one in rounds.files} == {
        ("Application form.docx", "Application form.docx"): "changed",
        ("DPIA.docx", "DPIA.docx"): "same",
        (None, "Ethics approval letter.docx"): "added",
        ("UKSA self-assessment.xlsx", "UKSA self-assessment v2.xlsx"): "changed",
        ("Variables.xlsx", "Variables v2.ods"): "changed",
        ("Advisory group terms of reference.docx", None): "removed",
    }


# What is robust.


def test_renamed_files_moved_rows_and_reordered_sheets_change_nothing(tmp_path: Path) -> None:
    import openpyxl

    for file in (EXAMPLES / "first-draft").iterdir():
        shutil.copy(file, tmp_path / f"2026-11 {file.name}")
    variables = tmp_path / "2026-11 Variables.xlsx"
    book = openpyxl.load_workbook(variables)
    sheet = book["Variables"]
    sheet.insert_rows(1, 3)
    sheet.cell(1, 1, "Second version")
    book.create_sheet("Notes", 0).cell(1, 1, "Nothing of importance")
    book.save(variables)
    found = compare(EXAMPLES / "first-draft", tmp_path, today=DAY)
    assert len(found.still) == 20
    assert codes(found) | {"still": []} == {"fixed": [], "still": [], "added": [], "gone": []}
    assert found.changes == ()


def test_a_renamed_sheet_and_dataset_leave_findings_and_variables_known(first: Application) -> None:
    def rename(variables: tuple[RequestedVariable, ...]) -> tuple[RequestedVariable, ...]:
        def moved(place: Location | None) -> Location | None:
            return place.model_copy(update={"sheet": "Our request"}) if place else None

        return tuple(
            one.model_copy(
                update={
                    "dataset": f"Data First {one.dataset}",
                    "location": moved(one.location),
                    "justification_location": moved(one.justification_location),
                }
            )
            for one in variables
        )

    found = compare(first, requesting(first, rename), today=DAY, select=["VAR002", "VAR003", "VAR004"])
    assert sorted(codes(found)["still"]) == ["VAR002"] * 4 + ["VAR003"] * 3 + ["VAR004"]
    assert not found.fixed and not found.added
    assert not [change for change in found.changes or () if change.kind != "answer"]


def test_a_new_version_of_the_form_is_matched_by_what_it_asks(first: Application, second: Application) -> None:
    def renumbered(question: Question) -> Question:
        update: dict[str, Any] = {"id": f"v2-{question.number}", "number": f"9.{question.number}"}
        update["label"] = f"{question.number} {question.label.replace('requested', 'requested by you')}"
        return question.model_copy(update=update)

    new = asked(second, renumbered)
    assert new.form is not None
    new = new.model_copy(update={"form": new.form.model_copy(update={"definition": "v2"})})
    found = compare(first, new, today=DAY)
    assert sorted(codes(found)["still"]) == ["ETH004", "FRM002", "VAR002", "VAR002", "VAR003"]
    assert len(found.fixed) == 15 and not found.added
    assert [c.location.question.id for c in found.changes or () if c.location.question] == ["v2-1.5", "v2-5.3", "v2-12.2"]  # fmt: skip
    assert any("different versions of the form" in note for note in found.notes)


def test_two_findings_at_one_place_do_not_change_places() -> None:
    def report(*quotes: str) -> Report:
        marks = [f"abc#{quote}" if len(quotes) > 1 else "abc" for quote in quotes]
        return made([problem("X001", mark, quote=quote) for mark, quote in zip(marks, quotes, strict=True)])

    found = compare_reports(Side(report("first", "second")), Side(report("second")))
    assert [one.was.finding.quote for one in found.fixed] == ["first"]
    assert [one.now.finding.quote for one in found.still] == ["second"]
    found = compare_reports(Side(report("first")), Side(report("second", "first")))
    assert [one.now.finding.quote for one in found.added] == ["second"]


# Gone, and not put right.


def place(question: str = "", section: str = "", **more: Any) -> Location:
    ref = QuestionRef(id=question, number="3.5", label=question) if question else None
    return Location(file="form.docx", section=section or None, question=ref, **more)


def problem(
    code: str, mark: str, at: Location | None = None, *, quote: str = "", severity: Severity = "error"
) -> Result:
    finding = Finding(
        message=f"{code} is wrong{quote}.", advice="Mend it.", location=at or Location(), quote=quote, fingerprint=mark
    )
    return result(code, "problem", severity=severity, findings=(finding,))


def result(code: str, status: Status, reason: str | None = None, **more: Any) -> Result:
    severity = more.pop("severity", "error")
    return Result(code=code, name=code, title=code, severity=severity, status=status, reason=reason, source="", **more)


def made(
    results: list[Result], outcome: Outcome = "changes_needed", sections: tuple[CheckedSection, ...] = (), **more: Any
) -> Report:
    by_code: dict[str, Result] = {}
    for one in results:
        before = by_code.get(one.code)
        by_code[one.code] = one.model_copy(update={"findings": (*(before.findings if before else ()), *one.findings)})
    return Report(
        tool=Named(name="dag-check", version="1"),
        rulebook=more.pop("rulebook", Named(name="dag", version="1")),
        checked_on=DAY,
        submission=Submission(name=more.pop("name", "x"), sections=sections),
        outcome=outcome,
        counts=Counts(error=len(results)),
        results=tuple(by_code.values()),
    )


@pytest.mark.parametrize(
    ("now", "person", "why"),
    [
        ([result("X001", "cannot_tell", "The list could not be read.")], True, "could not be read"),
        ([result("X001", "crashed", "The rule failed.")], True, "failed"),
        ([result("X001", "not_applicable", "There is no list.")], False, "There is no list."),
        ([], True, "not run"),
    ],
)
def test_a_finding_that_was_not_looked_for_again_is_not_called_put_right(
    now: list[Result], person: bool, why: str
) -> None:
    found = compare_reports(Side(made([problem("X001", "a")])), Side(made(now, "ready")))
    assert not found.fixed
    assert [(one.person, why in one.why) for one in found.gone] == [(person, True)]


def test_a_rule_that_passes_now_put_its_findings_right() -> None:
    found = compare_reports(Side(made([problem("X001", "a")])), Side(made([result("X001", "pass")], "ready")))
    assert len(found.fixed) == 1 and not found.gone


def test_a_finding_of_a_section_that_does_not_apply_any_more_is_not_called_put_right() -> None:
    old = made([problem("FRM002", "a", place("q", "Own setting"))], sections=(CheckedSection(id="s", title="Own setting", applies=True),))  # fmt: skip
    new = made([result("FRM002", "pass")], "ready", (CheckedSection(id="s", title="Own setting", applies=False, why="nothing ticked"),))  # fmt: skip
    found = compare_reports(Side(old), Side(new))
    assert not found.fixed and "does not apply any more: nothing ticked" in found.gone[0].why


def test_questions_that_are_part_of_an_absent_section_now_are_not_called_put_right() -> None:
    old = made([problem("FRM002", "a", place("q", "Project")), result("FRM001", "pass")])
    new = made([problem("FRM001", "b", place(section="Project")), result("FRM002", "pass")])
    found = compare_reports(Side(old), Side(new))
    assert not found.fixed and "FRM001" in found.gone[0].why
    assert [one.now.code for one in found.added] == ["FRM001"]


def test_a_blank_that_became_a_stand_in_is_still_there_in_another_form() -> None:
    old = made([problem("FRM002", "a", place("q")), result("FRM003", "pass")])
    new = made([problem("FRM003", "b", place("q"), quote="TBC"), result("FRM002", "pass")])
    found = compare_reports(Side(old), Side(new))
    assert [(one.was.code, one.now.code, one.is_another) for one in found.still] == [("FRM002", "FRM003", True)]
    assert "Before: FRM002 is wrong." in comparison_text.render(found)


def test_two_people_of_one_table_are_not_taken_for_one_another() -> None:
    old = made([problem("FRM010", "a", place("people"), quote="Ann")])
    new = made([problem("FRM010", "b", place("people"), quote="Bob")])
    found = compare_reports(Side(old), Side(new))
    assert (len(found.fixed), len(found.added), len(found.still)) == (1, 1, 0)


def test_a_new_finding_of_a_rule_that_was_not_run_before_says_so() -> None:
    found = compare_reports(Side(made([])), Side(made([problem("X001", "a")], rulebook=Named(name="dag", version="2"))))
    assert found.added[0].why == "The rule was not run on the old round."
    assert any("The rulebook changed from dag 1 to dag 2" in note for note in found.notes)


def test_every_finding_of_both_rounds_stands_in_one_place_only(first: Application, third: Application) -> None:
    for old, new in ((first, third), (third, first)):
        found = compare(old, new, today=DAY)
        before, after = check(old, today=DAY), check(new, today=DAY)
        assert len(found.fixed) + len(found.still) + len(found.gone) == len(list(before.findings))
        assert len(found.added) + len(found.still) == len(list(after.findings))


# Changes that no finding asked for.


def test_dates_that_moved_are_told(third: Application) -> None:
    later = answered(third, project__dates=Answer(fields={"Start date": "1 June 2027", "End date": "30/09/2029"}))
    assert told(compare(third, later, today=DAY)) == [
        'Start date was "1 April 2027" and is "1 June 2027" now (61 days later).'
    ]


def test_an_answer_laid_out_otherwise_is_no_change(third: Application) -> None:
    def relaid(question: Question) -> Question:
        answer = question.answer
        if answer.fields:
            text = "\n".join(f"{label} - {value}" for label, value in answer.fields.items())
            return question.model_copy(update={"answer": Answer(text=text)})
        if answer.people:
            return question
        text = "•  " + answer.text.replace(" ", "  ").replace("\n", "\n\n– ").replace("'", "’")
        return (
            question.model_copy(update={"answer": answer.model_copy(update={"text": text})})
            if answer.text
            else question
        )

    assert told(compare(third, asked(third, relaid), today=DAY)) == []


def test_people_boxes_blanks_and_signatures_are_told(third: Application) -> None:
    people = third.form.question("applicant.people") if third.form else None
    assert people is not None
    rows = people.answer.people
    changed = rows[1].model_copy(update={"cells": {**rows[1].cells, "Organisation": "Elsewhere"}})
    new = PersonRow(cells={"Name": "Ada Byron", "Organisation": "U"}, location=Location())
    signed = third.form.question("declaration.signed") if third.form else None
    assert signed is not None
    later = answered(
        third,
        applicant__people=people.answer.model_copy(update={"people": (changed, *rows[2:], new)}),
        access__route=Answer(chosen=("sail",), boxes=True),
        project__outputs=Answer(),
        declaration__signed=Answer(fields={**signed.answer.fields, "Date": "2 December 2026"}),
    )
    said = told(compare(third, later, today=DAY))
    assert any("1 person added: Ada Byron. 1 person left out: Dr Miriam" in what and "described otherwise: Prof. Daniel" in what for what in said)  # fmt: skip
    assert '"SAIL Databank" is ticked now. "ONS Secure Research Service" is not ticked any more.' in said
    assert "It was answered and is blank now." in said
    assert any(what.startswith("The declaration was signed again. Date was") for what in said)


def test_variables_added_left_out_and_justified_otherwise_are_told(third: Application) -> None:
    def change(variables: tuple[RequestedVariable, ...]) -> tuple[RequestedVariable, ...]:
        more = tuple(variables[0].model_copy(update={"name": f"extra_{n}"}) for n in range(12))
        other = variables[5].model_copy(update={"justification": "Quite another reason."})
        return (*variables[:3], other, *variables[6:], *more)

    said = told(compare(third, requesting(third, change), today=DAY, select=["FRM", "VAR002"]))
    assert said[0].startswith("12 variables of Prisoner custodial journey added: extra_0, extra_1")
    assert said[1].startswith("2 variables of Prisoner custodial journey left out: ")
    assert said[2].startswith("1 variable of Prisoner custodial journey is justified otherwise: ")


def test_a_blank_for_an_na_where_a_question_does_not_apply_is_no_change(third: Application) -> None:
    def said(text: str) -> Application:
        return answered(third, own_setting__storage=Answer(text=text))

    assert compare(said("N/A"), said(""), today=DAY).changes == ()
    assert told(compare(said("N/A"), said("On a server of ours"), today=DAY)) != []


def test_an_answer_that_could_not_be_located_is_named_for_a_person(third: Application) -> None:
    lost = asked(third, lambda q: q.model_copy(update={"found": False}) if q.id == "project.aims" else q)
    found = compare(third, lost, today=DAY)
    assert found.changes == ()
    assert any("3.4" in note and "A person must look" in note for note in found.notes)


def test_a_very_long_answer_is_compared_in_time(third: Application) -> None:
    long = " ".join(f"word{n}" for n in range(40_000))
    old, new = (answered(third, project__methods=Answer(text=text)) for text in (long, f"{long} and more"))
    changes = compare(old, new, today=DAY, select=["FRM002"]).changes or ()
    assert [change.what for change in changes] == ["It was reworded: 2 words added, 0 taken out."]
    assert len(changes[0].after) < 500


# The library and the command.


def test_reports_alone_are_compared_by_their_findings_and_say_so(first: Application, second: Application) -> None:
    old, new = check(first, today=DAY), check(second, today=DAY)
    found = compare(old, new)
    assert found.changes is None
    assert sorted(codes(found)["still"]) == ["ETH004", "FRM002", "VAR002", "VAR002", "VAR003"]
    assert "hold no answers" in found.notes[0]
    assert compare(old, second, today=DAY).changes is None


@pytest.mark.parametrize(
    ("names", "code"),
    [(("first-draft", "resubmission"), 1), (("resubmission", "complete"), 0), (("complete", "complete"), 0)],
)
def test_the_exit_code_is_that_of_the_new_round(
    names: tuple[str, str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(EXAMPLES / name) for name in names]
    assert main(["compare", *paths, "--today", "2026-11-22"]) == code
    assert "Nothing is left" in capsys.readouterr().out or code


def test_json_reports_are_read_by_the_command(
    tmp_path: Path, first: Application, second: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, application in (("old", first), ("new", second)):
        (tmp_path / f"{name}.json").write_text(check(application, today=DAY).to_json(), encoding="utf-8")
    assert main(["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json"), "--format", "json"]) == 1
    given = json.loads(capsys.readouterr().out)
    assert given["counts"] == {"fixed": 15, "still": 5, "added": 0, "gone": 0, "changes": 0}
    assert given["changes"] is None


def test_a_report_of_a_later_version_with_more_keys_is_read(
    tmp_path: Path, first: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    values = json.loads(check(first, today=DAY).to_json())
    values["new_key"] = 1
    values["results"][0]["another"] = {"x": [1]}
    (tmp_path / "r.json").write_text(json.dumps(values), encoding="utf-8")
    assert main(["compare", str(tmp_path / "r.json"), str(tmp_path / "r.json")]) == 1
    capsys.readouterr()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"schema_version": "2"}', b"[" * 100_000, b"\xff\xfe\x00", b'{"results": NaN}'],
)
def test_a_json_file_that_is_no_report_is_refused_in_a_sentence(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.json").write_bytes(content)
    assert main(["compare", str(tmp_path / "r.json"), str(EXAMPLES / "complete")]) == 2
    complaint = capsys.readouterr().err
    assert "holds no report of dag-check" in complaint and "fault of the program" not in complaint


def test_wrong_use_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    complete = str(EXAMPLES / "complete")
    for arguments in (
        ["compare", complete],
        ["compare", complete, str(tmp_path / "missing")],
        ["compare", complete, complete, "--format", "csv"],
        ["compare", complete, complete, "-o", str(tmp_path / "c.pdf")],
        ["compare", complete, complete, "--today", "soon"],
    ):
        assert main(arguments) == 2, arguments
        assert capsys.readouterr().err.startswith("dag-check: ")


@pytest.mark.parametrize(("name", "start"), [("c.html", "<!DOCTYPE html>"), ("c.json", "{"), ("c.txt", "Old: ")])
def test_the_extension_decides_the_format(
    name: str, start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made_at = tmp_path / name
    code = main(["compare", str(EXAMPLES / "resubmission"), str(EXAMPLES / "complete"), "-o", str(made_at)])
    assert code == 0
    assert made_at.read_text(encoding="utf-8").startswith(start)
    assert "The comparison is in" in capsys.readouterr().out


# How it is written.


def test_every_format_tells_everything(rounds: Comparison) -> None:
    text = " ".join(comparison_text.render(rounds, View(verbose=True)).split())
    page = comparison_html.render(rounds)
    given = json.loads(comparison_json.render(rounds))
    assert given["counts"] == {"fixed": 15, "still": 5, "added": 0, "gone": 0, "changes": 3}
    for part in ("Still there (5)", "Put right (15)", "Changed without being asked for (3)"):
        assert part in text and part in page
    assert text.count("[VAR002]") == page.count("VAR002: ") == 4
    assert (
        "4 things must still be put right. Of the 20 findings before, 15 are put right and 5 are still there." in text
    )


def test_the_page_links_each_problem_to_its_place(rounds: Comparison) -> None:
    page = comparison_html.render(rounds)
    assert '<h2 id="problem">There is a problem</h2>' in page
    for at in ("still-1", "still-2"):
        assert f'href="#{at}"' in page and f'id="{at}"' in page
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")


def test_hostile_texts_come_out_harmless() -> None:
    at = Location(file=HOSTILE, section=HOSTILE, question=QuestionRef(id=HOSTILE, number=HOSTILE, label=HOSTILE))
    hostile = Finding(message=HOSTILE, advice=HOSTILE, location=at, quote=HOSTILE, fingerprint="f")
    sheet = hostile.model_copy(update={"location": Location(file=HOSTILE, sheet=HOSTILE, cell="F1", variable=HOSTILE), "fingerprint": "g"})  # fmt: skip
    one = result("X001", "problem", findings=(hostile, sheet))
    old = made([one, problem("X002", "h", at, quote=HOSTILE)], name=HOSTILE)
    new = made([one, result("X002", "pass"), problem("X003", "i", quote=HOSTILE)], name=HOSTILE)
    found = compare_reports(Side(old), Side(new))
    page = comparison_html.render(found)
    assert (
        "<script>" not in page
        and ">49" not in page
        and " 49" not in page
        and "\x1b" not in page
        and "\u202e" not in page
    )
    text = comparison_text.render(found)
    assert "\x1b" not in text and "\u202e" not in text and "\x00" not in text
    for written in (page, text, comparison_json.render(found)):
        written.encode("utf-8")


def test_two_thousand_findings_are_matched_and_written_in_time() -> None:
    def many(start: int) -> Report:
        findings = tuple(
            Finding(
                message=f"{n} is wrong.",
                advice="Mend it.",
                location=Location(file="v.xlsx", sheet="A", cell=f"F{n}", variable=f"v{n}"),
                fingerprint=f"{n}",
            )
            for n in range(start, start + 2_000)
        )
        return made([result("VAR002", "problem", findings=findings)])

    found = compare_reports(Side(many(0)), Side(many(500)))
    assert (len(found.fixed), len(found.still), len(found.added)) == (500, 1_500, 500)
    assert comparison_html.render(found).count('<li class="finding') == 2_500


def test_the_page_is_accessible_in_a_real_browser(rounds: Comparison, tmp_path: Path) -> None:
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which("google-chrome")
    if not node or not chromium:
        pytest.skip("Chromium or Node is not installed")
    wanted = "require.resolve('playwright-core'); require.resolve('axe-core/axe.min.js')"
    if subprocess.run([node, "-e", wanted], capture_output=True, check=False).returncode:
        pytest.skip("playwright-core or axe-core is not in NODE_PATH")
    page = tmp_path / "comparison.html"
    page.write_text(comparison_html.render(rounds), encoding="utf-8")
    script = Path(__file__).parent / "feedback" / "browser.cjs"
    ran = subprocess.run([node, str(script), chromium, str(page)], capture_output=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    (seen,) = json.loads(ran.stdout)
    assert seen["violations"] == [] and seen["width_at_320"] == 320
    assert (seen["dialogs"], seen["requests"], seen["dead_links"], seen["hidden_in_print"]) == (0, [], [], 0)
    assert seen["first_stop"] == "Skip to the comparison"
