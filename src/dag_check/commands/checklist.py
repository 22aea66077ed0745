"""`dag-check checklist`: what an application will need, before anything is written. Prints; what is needed is checklist's to say."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dag_check.commands.console import (
    READY,
    WIDEST,
    RuleFolders,
    format_of,
    refuse_to_overwrite,
    show,
    wants_colour,
    width,
    write,
)
from dag_check.errors import UsageError
from dag_check.feedback import View
from dag_check.feedback.terminal import printable

if TYPE_CHECKING:
    from dag_check.checklist import Checklist

FORMATS: dict[str, tuple[str, tuple[str, ...]]] = {
    "text": ("dag_check.feedback.checklist_text", (".txt",)),
    "markdown": ("dag_check.feedback.checklist_markdown", (".md", ".markdown")),
    "word": ("dag_check.feedback.checklist_word", (".docx",)),
    "json": ("", (".json",)),
}


def checklist(
    data: Annotated[
        list[str] | None,
        typer.Option("--data", metavar="OPTIONS", help="The data to ask for: options of the form. Commas or repeat."),
    ] = None,
    route: Annotated[
        list[str] | None,
        typer.Option("--route", metavar="OPTIONS", help="How the data will be accessed: options of the form."),
    ] = None,
    tick: Annotated[
        list[str] | None, typer.Option("--tick", metavar="OPTIONS", help="Any other options that will be ticked.")
    ] = None,
    form: Annotated[
        Path | None,
        typer.Option(
            "--form",
            metavar="FILE",
            help="The form: its blank (.docx, .odt) or its definition (.yaml). [default: the built-in]",
        ),
    ] = None,
    rules: RuleFolders = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help=f"How to write the checklist: {', '.join(FORMATS)}. [default: text]"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write the checklist to this file; its extension decides the format."
        ),
    ] = None,
) -> int:
    """Show what an application will need: panels, documents, sections, questions.

    For example: dag-check checklist --data moj,data_first_hmpps --route ons_srs. An option is given by its id or by its words;
    without any, what depends on them is said to depend on them.
    """
    from dag_check import api
    from dag_check.checklist import checklist as drawn
    from dag_check.forms.library import builtin_form

    chosen = format_of(format_name, output, FORMATS, "a checklist")
    refuse_to_overwrite(output, [form, *(rules or ())])
    rulebook = api.load_rules(rules or ())
    forms = api.load_forms(form or rulebook.forms) or (builtin_form(),)
    made = drawn(forms[0], data=data or (), route=route or (), tick=tick or (), knowledge=rulebook.knowledge)
    if output is None:
        if chosen == "word" and sys.stdout.isatty():
            raise UsageError("A Word file cannot be shown here: name the file to write with -o.")
        show(_render(made, chosen, View(width=width(), colour=wants_colour())))
        return READY
    write(output, _render(made, chosen, View(width=WIDEST)))
    show(f"The checklist is in {printable(str(output))}\n")
    return READY


def _render(made: Checklist, name: str, view: View) -> str | bytes:
    if name == "json":
        from dag_check.text import json_text

        return json_text(made.model_dump(mode="json"))
    text: str | bytes = import_module(FORMATS[name][0]).render(made, view)
    return text
