"""`dag-check form`: learns a form from its blank, shows a form's outline, writes a blank. What a form is stands in `forms`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dag_check.commands.console import READY, show, width, write
from dag_check.errors import UsageError
from dag_check.feedback.terminal import printable, wrap

if TYPE_CHECKING:
    from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)

_KINDS = {
    "text": "text",
    "choice": "one option",
    "choices": "one or more options",
    "yes_no": "yes or no",
    "date": "a date",
    "people": "a table, a row a person",
    "table": "a table, a row an item",
    "fields": "several blanks",
    "signature": "a signature",
}
_NA = {"never": "", "reason": "N/A only with a reason", "free": "N/A is an answer"}

FormFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FORM]", help="A form's definition (.yaml) or its blank (.docx, .odt). [default: the built-in]"
    ),
]


@app.callback(invoke_without_command=True)
def forms(context: typer.Context) -> None:
    """Learn a form from its blank, show what a form asks, or write a blank form."""
    if context.invoked_subcommand is None:
        show(context.get_help() + "\n")


@app.command("learn")
def learn(
    blank: Annotated[Path, typer.Argument(metavar="BLANK", help="The blank form: a Word or OpenDocument file.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the definition to this file (.yaml)."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> int:
    """Learn a form from its blank.

    The definition is written as YAML, to be read and corrected. Without -o it is printed.
    """
    from dag_check.forms.library import YAML, form_from
    from dag_check.forms.yaml_out import doubts, form_yaml

    if blank.suffix.lower() in YAML:
        raise UsageError(f"'{blank}' is a definition already. A form is learned from its blank (.docx, .odt).")
    if output is not None and output.suffix.lower() not in YAML:
        raise UsageError(f"A definition is YAML: let the name end in .yaml, not {output.suffix or 'in nothing'}.")
    definition = form_from(blank)
    if output is None:
        show(form_yaml(definition, origin=blank.name))
        return READY
    _write(output, form_yaml(definition, file=output.name, origin=blank.name).encode("utf-8"), force=force)
    sections, questions = len(definition.sections), sum(1 for _ in definition.questions)
    unsure = len(doubts(definition))
    lines = [
        f'Learned "{definition.title}": {_count(sections, "section")}, {_count(questions, "question")}, '
        f"{unsure or 'none'} of them marked unsure.",
        f"The definition is in {output}. Read it once and correct it; then check with: dag-check check SUBMISSION --form {output}",
    ]
    show(_text(lines))
    return READY


@app.command("show")
def show_form(form: FormFile = None) -> int:
    """Show what a form asks.

    Sections, questions, kinds of answers, options, limits, conditions and roles, and what is unsure.
    """
    from dag_check.forms.library import builtin_form, form_from

    definition = form_from(form) if form else builtin_form()
    show(_text([*_outline(definition), *_without_roles(definition)]))
    return READY


@app.command("blank")
def blank_form(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The Word file to write (.docx).")],
    form: FormFile = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> int:
    """Write a form as a blank Word file.

    It can be filled in with Word or LibreOffice, changed in Word, and learned again.
    """
    from dag_check.forms.blank import write_blank
    from dag_check.forms.library import builtin_form, form_from

    if output.suffix.lower() != ".docx":
        raise UsageError(f"The blank is a Word file: let the name end in .docx, not {output.suffix or 'in nothing'}.")
    definition = form_from(form) if form else builtin_form()
    _write(output, write_blank(definition), force=force)
    show(
        _text(
            [f'The blank of "{definition.title}" is in {output}. `dag-check form show {output}` shows how it is read.']
        )
    )
    return READY


# The outline.


def _outline(definition: FormDefinition) -> Iterator[str]:
    from dag_check.forms.yaml_out import doubts

    yield definition.title
    edition = f"edition {definition.edition}, " if definition.edition else ""
    yield f"{definition.form}: {edition}{_count(len(definition.sections), 'section')}, {_count(sum(1 for _ in definition.questions), 'question')}"
    for section in definition.sections:
        yield ""
        yield f"{section.number}  {section.title}".strip()
        if section.when is not None:
            yield f"    only if {_condition(section, definition)}"
        if section.unsure:
            yield f"    UNSURE: {section.unsure}"
        for question in section.questions:
            yield from _question(question, definition)
    unsure = doubts(definition)
    yield ""
    yield f"Marked unsure: {', '.join(name for name, _ in unsure) or 'nothing'}."


def _question(question: QuestionDefinition, definition: FormDefinition) -> Iterator[str]:
    yield f"  {question.number or '-'}  {question.label}"
    facts = [_KINDS[question.answer], _NA[question.na]]
    if question.max_words:
        facts.append(f"at most {question.max_words} words")
    if question.max_characters:
        facts.append(f"at most {question.max_characters} characters")
    if question.role:
        facts.append(f"role {question.role}")
    yield f"      {question.id}: {'; '.join(fact for fact in facts if fact)}"
    parts = [*question.options.values(), *question.fields, *question.columns]
    if parts:
        yield f"      {' | '.join(parts)}"
    if question.when is not None:
        yield f"      only if {_condition(question, definition)}"
    if question.unsure:
        yield f"      UNSURE: {question.unsure}"


def _condition(part: QuestionDefinition | SectionDefinition, definition: FormDefinition) -> str:
    from dag_check.forms.phrases import clause

    return clause(part.when, definition) if part.when is not None else ""


def _without_roles(definition: FormDefinition) -> Iterator[str]:
    """The roles by which rules find questions, as far as no question has them."""
    from dag_check.knowledge import builtin

    present = {question.role for question in definition.questions}
    missing = [role for role in builtin().list("role-wording")["roles"] if role not in present]
    if not missing:
        yield "Every role by which rules find a question is there."
        return
    yield (
        f"No question has these roles: {', '.join(missing)}. Rules that look for them say that they do not apply, or that they "
        "cannot tell; where the form does ask it, add `role:` to its question in the definition."
    )


# Writing.


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _text(lines: Iterable[str]) -> str:
    """Lines wrapped to the terminal; what goes on is indented under its own line."""
    wrapped: list[str] = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        wrapped += wrap(printable(line.strip()), width(), indent, indent + "    ") if line.strip() else [""]
    return "\n".join(wrapped) + "\n"


def _write(file: Path, content: bytes, *, force: bool) -> None:
    if file.exists() and not force:
        raise UsageError(f"'{file}' is there already. Add --force to write over it, or name another file.")
    write(file, content)
