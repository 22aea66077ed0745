"""The golden files: what every format makes of examples/first-draft. `python -m tests.feedback.goldens` writes them anew.

The JSON report is the example as it is checked; the other formats are made from that file, so that a new wording of a rule shows
in one place, and a fault of a format in its own.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dag_check import check, read
from dag_check.commands.letter import addressee_of
from dag_check.feedback import FORMATS, View, render
from dag_check.feedback import letter as letters
from dag_check.knowledge import builtin
from dag_check.report import Report
from tests.feedback.office import lines_of_word

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
DAY = dt.date(2026, 12, 1)
FILES = {
    format_name: f"first-draft{extensions[0]}"
    for format_name, (_, extensions) in FORMATS.items()
    if format_name not in ("letter", "workbook")  # packages are not compared by their bytes
}
LETTER = "first-draft.letter.txt"
COMMAND = "python -m tests.feedback.goldens"


def checked() -> bytes:
    """The JSON report on the example as it is today."""
    return written(check(ROOT / "examples" / "first-draft", today=DAY), "json")


def stored() -> Report:
    """The report that the golden files are made from."""
    return Report.model_validate_json((GOLDEN / FILES["json"]).read_bytes())


def written(report: Report, format_name: str) -> bytes:
    """The report as the command writes it to a file."""
    content = render(report, format_name, View(verbose=True))
    return content if isinstance(content, bytes) else content.encode()


def letter() -> bytes:
    """The letter on the example, from the stored report and the names in the example's form."""
    addressee = addressee_of(read(ROOT / "examples" / "first-draft"), builtin())
    return letters.render(stored(), addressee=addressee)


def letter_text() -> str:
    """What the letter says, a line a paragraph: Word files are not compared by their bytes."""
    return "\n".join(lines_of_word(letter())) + "\n"


def write_all() -> None:
    """Writes every golden file anew: look at what changed before you commit it."""
    GOLDEN.mkdir(exist_ok=True)
    (GOLDEN / FILES["json"]).write_bytes(checked())
    report = stored()
    for format_name, file in FILES.items():
        (GOLDEN / file).write_bytes(written(report, format_name))
    (GOLDEN / LETTER).write_text(letter_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_all()
