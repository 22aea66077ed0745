"""What `dag-check check --format letter` needs beside the report: whom the letter is for, whom to ask, and the office's template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dag_check.commands.console import READY, show, write
from dag_check.errors import UsageError
from dag_check.text import is_filler, normalise, shorten, tidy

if TYPE_CHECKING:
    from dag_check.application import Application
    from dag_check.feedback.letter import Addressee
    from dag_check.knowledge import Knowledge
    from dag_check.report import Report
    from dag_check.rulebook import Rulebook

LARGEST_TEMPLATE = 20 * 1024 * 1024
_NAME_LABEL = re.compile(
    r"(?:full )?name(?: of .*)?|(?:lead|principal) (?:applicant|investigator|researcher)(?:'?s)?(?: name)?"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_NO_NAMES = frozenset(
    ("and", "or", "the", "see", "tbc", "tba", "tbd", "name", "above", "below", "applicant", "of", "to", "be", "as", "on", "is", "not", "at")
)  # fmt: skip


def letter(report: Report, application: Application, rulebook: Rulebook, template: Path | None = None) -> bytes:
    """The letter for a report on an application, from the office's template where one is given."""
    from dag_check.feedback.letter import render

    addressee = addressee_of(application, rulebook.knowledge)
    if template is None:
        return render(report, addressee=addressee)
    return render(report, addressee=addressee, template=_read(template), template_name=template.name)


def addressee_of(application: Application, knowledge: Knowledge) -> Addressee:
    """Whom the letter is for. The name and the title only where they are sure; nothing of this goes into a report."""
    from dag_check.feedback.letter import Addressee

    return Addressee(_lead(application), _project(application), _contacts(application, knowledge))


def name_in(text: str) -> str:
    """The one person's name that a field holds, without letters behind it ("Dr A Able, PhD" is "Dr A Able"); "" where not sure."""
    name = tidy(text.partition(",")[0])
    words = name.split()
    if "\n" in text.strip() or not 2 <= len(words) <= 6 or len(name) > 60:
        return ""
    if not all(_WORD.fullmatch(word) for word in words) or _NO_NAMES & {normalise(word).strip(".") for word in words}:
        return ""
    return name if not words[0][0].islower() and not words[-1].islower() else ""


def _lead(application: Application) -> str:
    question = application.role("lead")
    if question is None or not question.found or question.unsure:
        return ""
    named = [
        value for label, value in question.answer.fields.items() if _NAME_LABEL.fullmatch(normalise(label).strip(" :*"))
    ]
    return name_in(named[0]) if len(named) == 1 else ""


def _project(application: Application) -> str:
    question = application.role("title")
    text = question.answer.text if question and question.found and not question.unsure else ""
    words = len(text.split())
    return shorten(text, 160) if words >= 3 and not is_filler(text) else ""


def _contacts(application: Application, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """The addresses for the data that are ticked, each once with all that it is for."""
    known = knowledge.list("contacts")
    question = application.role("data")
    by_address: dict[str, list[str]] = {}
    for option in question.answer.chosen if question and question.found else ():
        contact = known["contacts"].get(option)
        if contact and contact["about"] not in by_address.setdefault(contact["address"], []):
            by_address[contact["address"]].append(contact["about"])
    if not by_address:
        return (("", known["otherwise"]),)
    if len(by_address) == 1:
        return tuple(("", address) for address in by_address)
    return tuple((" and ".join(about), address) for address, about in by_address.items())


def _read(template: Path) -> bytes:
    try:
        with template.open("rb") as stream:
            data = stream.read(LARGEST_TEMPLATE + 1)
    except OSError as error:
        raise UsageError(f"The template '{template}' cannot be read ({error.strerror or error}).") from error
    if len(data) > LARGEST_TEMPLATE:
        raise UsageError(f"The template '{template}' is larger than {LARGEST_TEMPLATE // 1024 // 1024} MB.")
    return data


def write_template(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The Word file to write (.docx).")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> int:
    """Write the built-in template of the letter, to make your own of it in Word.

    Use yours with: dag-check check SUBMISSION -o reply.docx --template FILE
    """
    from dag_check.feedback.letter import builtin_template

    if output.suffix.lower() != ".docx":
        raise UsageError(
            f"The template is a Word file: let the name end in .docx, not {output.suffix or 'in nothing'}."
        )
    if output.exists() and not force:
        raise UsageError(f"'{output}' is there already. Add --force to write over it, or name another file.")
    write(output, builtin_template().read_bytes())
    show(f"The template is in {output}. Change it in Word, and use it with --template {output}.\n")
    return READY
