"""The command `dag-check`: parses arguments, calls the public names, prints. What is said is feedback's and the rulebook's."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO

import typer

from dag_check import __version__
from dag_check.commands import annotate as annotate_command
from dag_check.commands import ari as ari_commands
from dag_check.commands import checklist as checklist_command
from dag_check.commands import compare as compare_command
from dag_check.commands import form as form_commands
from dag_check.commands import letter as letter_command
from dag_check.commands import rules as rules_commands
from dag_check.commands import variables as variables_command
from dag_check.commands.console import (
    CHANGES_NEEDED,
    NOTHING_CHECKED,
    READY,
    WIDEST,
    CatalogueFiles,
    DayOfTheCheck,
    FormFiles,
    IgnoredRules,
    NoSubmissionWaivers,
    RuleFolders,
    SelectedRules,
    WaiverFiles,
    day_of,
    format_of,
    lies_among,
    refuse_to_overwrite,
    show,
    wants_colour,
    width,
    write,
)
from dag_check.errors import DagCheckError, UsageError
from dag_check.feedback import FORMATS, View, render
from dag_check.feedback.terminal import printable

if TYPE_CHECKING:
    from dag_check.documents.guard import Limits
    from dag_check.report import Report

STOPPED = 130
"""Stopped with Ctrl+C, as shells say it."""

_WRONG_USE: type[Exception] = typer.BadParameter.__mro__[2]
"""What typer raises for arguments that it cannot take; it has no public name for the class that they share."""

app = typer.Typer(
    help="Checks an application for Ministry of Justice data for completeness before a person has to.",
    epilog="Nothing is sent anywhere: files are read on this computer, and the originals are never changed.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=False,
)
app.add_typer(
    rules_commands.app,
    name="rules",
    help="List the rules (without a further command), explain one, test or make rules.",
)
app.add_typer(
    form_commands.app,
    name="form",
    help="Learn a form from its blank, show what a form asks, or write a blank form.",
)
app.add_typer(
    ari_commands.app,
    name="ari",
    help="List the editions of the Areas of Research Interest, or learn one from a saved copy of its page.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and gives its exit code. Whatever goes wrong, what is printed is meant for a person."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    _make_safe(sys.stdout)
    _make_safe(sys.stderr)
    try:
        code = app(
            args=[argument for argument in given if argument != "--debug"], prog_name="dag-check", standalone_mode=False
        )
        if code == STOPPED:
            _complain("Stopped.")
        return code if isinstance(code, int) else READY
    except typer.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _complain("Stopped.")
        return STOPPED
    except _WRONG_USE as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "dag-check"
        problem = error.format_message().rstrip(".").replace("Value error, ", "")  # type: ignore[attr-defined]
        stop = "" if problem.endswith("?") else "."
        _complain(f"{problem}{stop} `{path} --help` shows what there is.")
    except DagCheckError as error:
        if debug:
            traceback.print_exc()
        _complain(str(error))
    except Exception as error:
        if debug:
            traceback.print_exc()
        how = "what stands above" if debug else "what the same command prints with --debug added"
        _complain(
            f"Something went wrong inside dag-check ({type(error).__name__}). This is a fault of the program, not of "
            f"your files. Please report it to those who maintain dag-check, with {how}."
        )
    return NOTHING_CHECKED


def _show_version(wanted: bool) -> None:
    if wanted:
        show(f"dag-check {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def top(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=_show_version, is_eager=True)
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the program a fault happened. Works after any command.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        show(context.get_help() + "\n")


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="A folder, files, or a .zip: one submission.")],
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help=f"How to write the feedback: {', '.join(FORMATS)}. [default: text]"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write the feedback to this file; its extension decides the format."
        ),
    ] = None,
    rules: RuleFolders = None,
    form: FormFiles = None,
    catalogue: CatalogueFiles = None,
    select: SelectedRules = None,
    ignore: IgnoredRules = None,
    fail_on: Annotated[
        Literal["error", "warning"],
        typer.Option(metavar="LEVEL", help="From which severity the exit code is 1: error or warning."),
    ] = "error",
    waivers: WaiverFiles = None,
    no_submission_waivers: NoSubmissionWaivers = False,
    today: DayOfTheCheck = None,
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="For a letter: your own Word template; letter-template writes one to change."
        ),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Show also what passed and on what evidence, and list everything.")
    ] = False,
) -> int:
    """Check one submission and say what is missing.

    Exit codes: 0 nothing must be put right, 1 changes are needed, 2 wrong use or nothing could be read.
    """
    from dag_check import api

    day = day_of(today)
    chosen = format_of(format_name, output, FORMATS, "the feedback")
    if template is not None and chosen != "letter":
        raise UsageError("--template is for letters: add -o reply.docx, or --format letter.")
    if chosen == "letter" and output is None and sys.stdout.isatty():
        raise UsageError("A letter is a Word file: add -o reply.docx.")
    refuse_to_overwrite(output, [*paths, *(rules or ()), *(form or ()), *(catalogue or ()), *(waivers or ()), template])
    rulebook = api.load_rules(rules or ())
    application = api.read(paths, rules=rulebook, form=form) if chosen == "letter" else None
    report = api.check(
        application or paths,
        today=day,
        rules=rulebook,
        select=select or (),
        ignore=ignore or (),
        form=form,
        catalogues=catalogue or (),
        waivers=waivers or (),
        submission_waivers=not no_submission_waivers,
    )
    if application is not None:
        content: str | bytes = letter_command.letter(report, application, rulebook, template)
    else:
        content = render(report, chosen, _view(verbose) if output is None else View(width=WIDEST, verbose=verbose))
    if output is None:
        show(content)
    else:
        write(output, content)
        show(_written(report, output))
        if lies_among(output, paths):
            show("It lies in the submission itself: move it elsewhere, or the next check reads it as part of that.\n")
    return exit_code(report, fail_on)


app.command()(annotate_command.annotate)
app.command()(compare_command.compare)
app.command()(checklist_command.checklist)
app.command("letter-template")(letter_command.write_template)
app.command()(variables_command.variables)


def exit_code(report: Report, fail_on: Literal["error", "warning"] = "error") -> int:
    """The command's exit code for a report."""
    if report.outcome == "not_checked":
        return NOTHING_CHECKED
    if report.outcome == "changes_needed" or (fail_on == "warning" and report.counts.warning):
        return CHANGES_NEEDED
    return READY


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One file of a submission.")],
    format_name: Annotated[
        Literal["text", "json"], typer.Option("--format", metavar="FORMAT", help="How to write it: text or json.")
    ] = "text",
) -> int:
    """Show what is read in a single file.

    Paragraphs with their styles and numbers, tables, boxes, sheets, comments, tracked changes and notes.
    """
    from dag_check import inspection
    from dag_check.documents import open_file
    from dag_check.documents.guard import DEFAULT_LIMITS

    content = open_file(file.name, _bytes(file, DEFAULT_LIMITS), DEFAULT_LIMITS)
    if format_name == "json":
        show(inspection.as_json(content))
    else:
        show(inspection.as_text(content, width()))
    return READY


@app.command()
def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="application, report, rule, form or rulebook.")],
) -> int:
    """Print a JSON Schema: application, report, rule, form or rulebook."""
    import json

    from dag_check.rulebook import schema as schema_of

    show(json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n")
    return READY


# What the commands share: reading arguments, and printing.


def _bytes(file: Path, limits: Limits) -> bytes:
    try:
        if file.is_dir():
            raise UsageError(f"'{file}' is a folder. Name one file in it.")
        with file.open("rb") as stream:
            return stream.read(limits.file_size + 1)
    except FileNotFoundError:
        raise UsageError(f"There is no file '{file}'.") from None
    except OSError as error:
        raise UsageError(f"'{file}' cannot be read ({error.strerror or error}).") from error


def _written(report: Report, output: Path) -> str:
    from dag_check.feedback.outline import count, headline, undecided

    left = undecided(report)
    person = f"A person must look at {count(len(left), 'thing')} that this check could not decide.\n" if left else ""
    return f"{headline(report)}\n{person}The feedback is in {printable(str(output))}\n"


def _complain(sentence: str) -> None:
    """One line on the error stream."""
    with contextlib.suppress(BrokenPipeError):
        print(f"dag-check: {printable(sentence)}", file=sys.stderr)


def _view(verbose: bool) -> View:
    return View(width=width(), colour=wants_colour(), verbose=verbose)


def _make_safe(stream: TextIO | Any) -> None:
    """Lets a stream print any text: what an old console's character set lacks becomes "?", and nothing fails."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
