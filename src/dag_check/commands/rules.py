"""`dag-check rules`: lists, explains, tests, checks and starts rules. What is said of them is the rulebook's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dag_check.commands.console import CHANGES_NEEDED, READY, RuleFolders, show, width
from dag_check.feedback.terminal import printable, wrap

if TYPE_CHECKING:
    from dag_check.rulebook import Rule, Rulebook

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def list_rules(context: typer.Context, rules: RuleFolders = None) -> None:
    """List the rules, explain one, run the cases that rules carry, or make rules of your own."""
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

    outcomes = run_cases(_load([*(rules or []), *([folder] if folder else [])]))
    failures = [outcome for outcome in outcomes if not outcome.ok]
    for outcome in failures:
        show(printable(f"{outcome.code}, case {outcome.case!r}: {outcome.failure}") + "\n")
    show(f"{len(outcomes)} cases, {len(failures)} failed.\n")
    return CHANGES_NEEDED if failures else READY


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
        ("Source", f"{rule.source.line} {rule.source.url}".strip()),
        ("File", str(rulebook.files[rule.code])),
    )
    for title, text in parts:
        if text:
            lines += ["", title, *wrap(text, width(), "  ")]
    return "\n".join(lines) + "\n"
