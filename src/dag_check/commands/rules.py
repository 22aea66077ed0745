"""`dag-check rules`: lists, explains, tests, checks and starts rules. What is said of them is the rulebook's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dag_check.commands.console import CHANGES_NEEDED, READY, RuleFolders, show, width
from dag_check.errors import UsageError
from dag_check.feedback.terminal import printable, wrap

if TYPE_CHECKING:
    from dag_check.rulebook import Rule, Rulebook

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def list_rules(context: typer.Context, rules: RuleFolders = None) -> None:
    """List the rules."""
    if context.invoked_subcommand is None:
        show(_table(_load(rules)))


@app.command("show")
def show_rule(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code or name: VAR002.")],
    rules: RuleFolders = None,
) -> int:
    """Explain a rule: what it checks, why, how to put right what it finds, and what it cannot see."""
    from dag_check import api

    rulebook = api.load_rules(rules or ())
    rule = rulebook.rule(code)
    family = [one.code for one in rulebook.rules if one.family == code.upper()]
    if rule is None and family:
        raise UsageError(f"{code.upper()} is a family of rules. Name one of them: {', '.join(family)}.")
    if rule is None:
        raise api.unknown_rule(code, rulebook)
    show(_explained(rule, rulebook))
    return READY


@app.command("test")
def test_rules(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A folder of rules; without it the built-in rules.")
    ] = None,
    rules: RuleFolders = None,
) -> int:
    """Run the cases that rules carry, and say which do not come out as they should."""
    from dag_check.rulebook import run_cases

    rulebook = _load([*(rules or []), *([folder] if folder else [])])
    own = [rule.code for rule in rulebook.rules if folder and rulebook.files[rule.code].is_relative_to(folder)]
    outcomes = run_cases(rulebook, own if folder else None) if own or not folder else []
    failures = [outcome for outcome in outcomes if not outcome.ok]
    for outcome in failures:
        show(printable(f"{outcome.code}, case {outcome.case!r}: {outcome.failure}") + "\n")
    show(f"{len(outcomes)} cases, {len(failures)} failed.\n")
    if folder:
        others = [rule.code for rule in rulebook.rules if rule.code not in own]
        changed = [outcome for outcome in run_cases(rulebook, others) if not outcome.ok] if others else []
        if changed:
            show(
                "\nWith your lists and options these cases of other rules come out otherwise. See that you want that:\n"
            )
        for outcome in changed:
            show(printable(f"{outcome.code}, case {outcome.case!r}: {outcome.failure}") + "\n")
    return CHANGES_NEEDED if failures else READY


@app.command("lint")
def lint_rules(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A folder of rules; without it the built-in rules.")
    ] = None,
) -> int:
    """Say all that is wrong in a folder of rules, with file, line and what was expected."""
    from dag_check.resources import rules_dir
    from dag_check.rulebook.linting import lint
    from dag_check.rulebook.loading import rule_files

    mistakes = lint(folder)
    for mistake in mistakes:
        show(printable(str(mistake)) + "\n")
    number = len(rule_files(folder or rules_dir(), built_in=folder is None))
    rules = "1 rule" if number == 1 else f"{number} rules"
    found = f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}" if mistakes else "no mistakes"
    show(f"{rules}, {found}.\n")
    return CHANGES_NEEDED if mistakes else READY


@app.command("new")
def new_rule(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of the new rule: ORG001.")],
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="The folder of rules to write it to; it is made if need be.")
    ] = Path("our-rules"),
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="The rule's name: supervisor-not-named.")
    ] = None,
) -> int:
    """Start a rule: write a commented file, with cases that run, for you to change."""
    from dag_check.rulebook.scaffold import start_rule

    for path in start_rule(code, folder, name):
        show(f"Written: {printable(str(path))}\n")
    place = printable(f'"{folder}"' if " " in str(folder) else str(folder))
    show(
        "Change it to what your rule is to say. Then:\n"
        f"  dag-check rules lint {place}\n"
        f"  dag-check rules test {place}\n"
        f"  dag-check check SUBMISSION --rules {place}\n"
    )
    return READY


@app.command("docs")
def write_docs(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write the pages to.")],
    rules: RuleFolders = None,
) -> int:
    """Write a page for each rule, and an index of them, as Markdown."""
    from dag_check.rulebook.docs import write_pages

    pages = write_pages(_load(rules), output)
    show(f"{len(pages)} pages are in {printable(str(output))}\n")
    return READY


def _load(folders: Sequence[Path] | None) -> Rulebook:
    from dag_check import api

    return api.load_rules(folders or ())


def _table(rulebook: Rulebook) -> str:
    lines = [f"{printable(rulebook.name)} {printable(rulebook.version)}: {len(rulebook.rules)} rules"]
    family = ""
    for rule in rulebook.rules:
        if rule.family != family:
            family = rule.family
            lines.append("")
        lines += wrap(f"{rule.code}  {rule.severity:<7}  {rule.title}", width(), "", " " * 17)
    if rulebook.off:
        lines += ["", *wrap(f"Switched off: {', '.join(rulebook.off)}", width())]
    lines += ["", "`dag-check rules show CODE` explains one."]
    return "\n".join(lines) + "\n"


def _explained(rule: Rule, rulebook: Rulebook) -> str:
    lines = [*wrap(f"{rule.code}  {rule.title}", width()), f"{rule.name}, {rule.severity}"]
    reason = (rulebook.severity_reasons or {}).get(rule.code)
    if reason:
        lines += wrap(f"Its severity was changed: {reason}", width())
    parts = (
        ("What it checks", rule.docs.checks),
        ("Why it matters", rule.docs.why),
        ("How to put it right", rule.docs.fix),
        ("What it cannot see", " ".join(rule.docs.limits)),
        ("Options", ", ".join(f"{name}: {value}" for name, value in rule.options.items())),
        ("Source", f"{rule.source.line} {rule.source.url}".strip()),
        ("File", str(rulebook.files[rule.code])),
    )
    for title, text in parts:
        if text:
            lines += ["", title, *wrap(text, width(), "  ")]
    return "\n".join(lines) + "\n"
