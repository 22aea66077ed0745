"""`dag-check annotate` from a submission to its copies: the right places, side files, and never the originals."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dag_check import check
from dag_check.cli import main
from dag_check.feedback.annotate import copy_name
from tests.feedback.office import check_package, comments_of, soffice, to_pdf

ROOT = Path(__file__).parents[2]
DRAFT = ROOT / "examples" / "first-draft"
TODAY = ("--today", "2026-12-01")

ANSWERS = {
    "1.4": "New application",
    "2.4": "n/a",
    "3.5": "This project addresses the MoJ Areas of Research Interest 2025.",
    "3.6": "N/A",
    "3.9": "Click or tap here to enter text.",
    "3.11": "University of Northbridge Research Ethics Committee",
    "4.4": "Click or tap here to enter text.",
    "5.5": "TBC",
}
"""What stands in the example at each question that has a finding: the paragraph that the comment must be on."""


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("annotated") / "out"
    assert main(["annotate", str(DRAFT), "-o", str(folder), *TODAY]) == 0
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_every_finding_in_the_form_has_its_comment_on_its_answer(copies: Path) -> None:
    import datetime as dt

    report = check(DRAFT, today=dt.date(2026, 12, 1))
    comments = list(comments_of((copies / "Application form - feedback.docx").read_bytes()).values())
    in_form = [finding for _, finding in report.findings if finding.location.question]
    assert len(in_form) >= 8
    for finding in in_form:
        assert finding.location.question is not None
        (where,) = [where for said, where in comments if finding.message[:200] in said]
        assert ANSWERS[finding.location.question.number] in where


def test_every_finding_in_a_workbook_has_its_cell_marked(copies: Path) -> None:
    import datetime as dt

    report = check(DRAFT, today=dt.date(2026, 12, 1))
    in_sheets = [finding for _, finding in report.findings if finding.location.cell]
    assert len(in_sheets) >= 10
    for finding in in_sheets:
        location = finding.location
        book = openpyxl.load_workbook(copies / copy_name(location.file or ""))
        cell = book[location.sheet or ""][(location.cell or "").partition(":")[0]]
        assert cell.fill.fgColor.rgb in ("FFFFD2A8", "FFFFF3B0")
        assert finding.message[:200] in cell.comment.text


def test_what_concerns_the_submission_stands_at_the_top_of_the_form(copies: Path) -> None:
    comments = comments_of((copies / "Application form - feedback.docx").read_bytes())
    (where,) = [where for said, where in comments.values() if "cannot be read" in said]
    assert where == "Application form for researchers seeking secure access to data"


def test_all_copies_are_whole_packages(copies: Path) -> None:
    files = [file for file in copies.rglob("*") if file.is_file()]
    assert len(files) == 3
    for file in files:
        check_package(file.read_bytes())


@pytest.mark.slow
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_every_copy_and_shows_every_answer(copies: Path, tmp_path: Path) -> None:
    import pypdf

    form = DRAFT / "Application form.docx"
    original = tmp_path / "original.docx"
    shutil.copy(form, original)
    made = sorted(file for file in copies.iterdir() if file.is_file())
    pdfs = to_pdf([*made, original], tmp_path)
    assert all(pdf.stat().st_size > 5_000 for pdf in pdfs)
    words = {
        pdf.stem: sorted("\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).split()) for pdf in pdfs
    }
    assert words["Application form - feedback"] == words["original"]


def test_the_originals_stay_as_they_are(tmp_path: Path) -> None:
    before = digests(DRAFT)
    main(["annotate", str(DRAFT), "-o", str(tmp_path / "out"), *TODAY])
    assert digests(DRAFT) == before


@pytest.mark.parametrize("below", [".", "copies", "a/b"])
def test_copies_are_not_written_into_the_submission(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], below: str
) -> None:
    folder = tmp_path / "sent"
    shutil.copytree(DRAFT, folder)
    assert main(["annotate", str(folder), "-o", str(folder / below), *TODAY]) == 2
    assert "Name another folder" in capsys.readouterr().err
    assert digests(folder) == digests(DRAFT)


def test_copies_that_are_there_are_kept_unless_told_otherwise(
    copies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = tmp_path / "again"
    shutil.copytree(copies, again)
    assert main(["annotate", str(DRAFT), "-o", str(again), *TODAY]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["annotate", str(DRAFT), "-o", str(again), "--force", *TODAY]) == 0


def test_the_same_submission_gives_the_same_bytes(copies: Path, tmp_path: Path) -> None:
    main(["annotate", str(DRAFT), "-o", str(tmp_path / "out"), *TODAY])
    assert digests(tmp_path / "out") == digests(copies)


def test_files_that_take_no_marks_get_a_list_beside_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sent"
    shutil.copytree(DRAFT, folder)
    rows = list(openpyxl.load_workbook(folder / "Variables.xlsx")["Variables"].values)
    (folder / "Variables.xlsx").unlink()
    lines = [",".join(f'"{cell or ""}"' for cell in row) for row in rows[3:]]
    (folder / "Variables.csv").write_text("\n".join(lines), encoding="utf-8")
    main(["annotate", str(folder), "-o", str(tmp_path / "out"), *TODAY])
    made = openpyxl.load_workbook(tmp_path / "out" / "Variables - feedback.xlsx")
    assert made.sheetnames == ["dag-check feedback"]
    assert any(row[5] == "VAR002" for row in made.active.values)  # type: ignore[union-attr]
    assert "for Variables.csv takes no marks" in " ".join(capsys.readouterr().out.split())


def test_files_in_a_zip_are_annotated_too(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in DRAFT.iterdir():
            archive.writestr(f"sent/{file.name}", file.read_bytes())
    (tmp_path / "sent.zip").write_bytes(out.getvalue())
    assert main(["annotate", str(tmp_path / "sent.zip"), "-o", str(tmp_path / "out"), *TODAY]) == 0
    assert len(comments_of(next((tmp_path / "out").rglob("Application form*")).read_bytes())) >= 8


def test_a_submission_without_a_form_gets_a_list_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "notes.txt").write_text("Nothing here.", encoding="utf-8")
    main(["annotate", str(tmp_path / "sent"), "-o", str(tmp_path / "out"), *TODAY])
    (made,) = (tmp_path / "out").iterdir()
    assert made.name == "Submission - feedback.docx"


def test_a_complete_application_gets_no_copies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", str(ROOT / "examples" / "complete"), "-o", str(tmp_path / "out"), *TODAY]) == 0
    assert "nothing to mark" in " ".join(capsys.readouterr().out.split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("form.docx", "form - feedback.docx"),
        ("a/b/List.xlsx", "a/b/List - feedback.xlsx"),
        ("../../etc/passwd", "etc/passwd - feedback"),
        ("/etc/x.docx", "etc/x - feedback.docx"),
        ("..\\x.docx", "x - feedback.docx"),
        ('we:ird?"\x07.docx', "we_ird__ - feedback.docx"),
    ],
)
def test_a_copy_is_named_after_its_original_and_leads_nowhere_else(path: str, name: str) -> None:
    assert copy_name(path) == name
