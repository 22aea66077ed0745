"""Writes the pages of docs/rules/ from the rule files: `python -m dag_check.rulebook.docs`. A rule's file holds all that is said of it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from dag_check.rulebook.cases import run_messages
from dag_check.rulebook.loading import load_rulebook
from dag_check.rulebook.models import FAMILY_TITLES, Rule, Rulebook

COMMAND = "python -m dag_check.rulebook.docs"
_MADE = f"<!-- Written from the rule files by `{COMMAND}`. Change the rule, not this page. -->"
_SEVERITIES = {
    "error": "the secretariat would send it back",
    "warning": "somebody is likely to ask",
    "info": "advice",
}
_EXPECTED = {
    "pass": "passes",
    "problem": "a problem",
    "not_applicable": "does not apply",
    "cannot_tell": "a person must look",
}


def pages(rulebook: Rulebook) -> dict[str, str]:
    """The pages by file name: an index, and one a rule."""
    made = {"index.md": _index(rulebook)}
    for rule in rulebook.rules:
        made[f"{rule.code}.md"] = _page(rule, rulebook)
    return made


def write_pages(rulebook: Rulebook, folder: Path) -> list[Path]:
    """Writes the pages into a folder, and takes out pages of rules that are no more. Gives the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages(rulebook)
    for old in folder.glob("*.md"):
        if old.name not in made and _MADE in old.read_text(encoding="utf-8", errors="replace"):
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in made]


def _index(rulebook: Rulebook) -> str:
    lines = [
        _MADE,
        "# The rules",
        "",
        f"The rulebook {_text(rulebook.name)}, version {_text(rulebook.version)}, has {len(rulebook.rules)} rules. "
        + " ".join(f"`{name}`: {meaning}." for name, meaning in _SEVERITIES.items()),
        "",
        "`dag-check rules show CODE` prints a page in the terminal. [Rules of your own](../own-rules.md) tells how to change them.",
    ]
    family = ""
    for rule in rulebook.rules:
        if rule.family != family:
            family = rule.family
            lines += ["", f"## {family}: {FAMILY_TITLES.get(family, 'rules of your own')}", ""]
            lines += ["| code | name | severity | holds where all is well |", "|---|---|---|---|"]
        lines.append(f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {_text(rule.title)} |")
    return "\n".join(lines) + "\n"


def _page(rule: Rule, rulebook: Rulebook) -> str:
    parts: list[str] = [
        _MADE,
        f"# {rule.code}: {_text(rule.title)}",
        f"`{rule.name}`, {rule.severity}: {_SEVERITIES[rule.severity]}.",
        *_part("What it checks", rule.docs.checks),
        *_part("Why it matters", rule.docs.why),
        *_part("How to put it right", rule.docs.fix),
        "## What it says",
        *_examples(rule, rulebook),
    ]
    if rule.applies_when:
        why = f" Where it does not: {_text(rule.not_applicable)}" if rule.not_applicable else ""
        parts += ["## When it applies", f"`{rule.applies_when}`{why}"]
    if rule.gives_way_to:
        others = ", ".join(_link(code, rulebook) for code in rule.gives_way_to)
        parts += [
            "## What it leaves to other rules",
            f"A finding is left out where one of these speaks of the same place: {others}.",
        ]
    if rule.docs.limits:
        parts += ["## What it cannot see", "\n".join(f"- {_text(limit)}" for limit in rule.docs.limits)]
    if rule.options:
        parts += ["## Options", "\n".join(f"- `{name}`: `{value}`" for name, value in rule.options.items())]
    parts += ["## Source", _source(rule)]
    parts += ["## Cases", _cases(rule)]
    parts += ["[All rules](index.md)"]
    return "\n\n".join(parts) + "\n"


def _part(title: str, text: str) -> list[str]:
    return [f"## {title}", _text(text)]


def _examples(rule: Rule, rulebook: Rulebook) -> list[str]:
    """What the rule says in its cases: a message and its advice for each of its texts, at most four."""
    said: dict[str, tuple[str, str]] = {}
    for variant, message, advice in run_messages(rulebook, rule):
        said.setdefault(variant, (message, advice))
    return [f"> {_text(message)}\n>\n> What to do: {_text(advice)}" for message, advice in list(said.values())[:4]]


def _source(rule: Rule) -> str:
    source = rule.source
    document = f"[{_text(source.document)}]({source.url})" if source.url else _text(source.document)
    mark = "" if source.mark == "verified" else f" This is {source.mark}: check it."
    return f"{document}: {_text(source.says)}{mark}"


def _cases(rule: Rule) -> str:
    lines = ["| case | comes to |", "|---|---|"]
    lines += [f"| {_text(case.name)} | {_EXPECTED[case.expect]} |" for case in rule.cases]
    return "\n".join(lines)


def _link(code: str, rulebook: Rulebook) -> str:
    return f"[{code}]({code}.md)" if rulebook.rule(code) else code


def _text(text: str) -> str:
    """A text on one line, with nothing that Markdown would take for its own."""
    return re.sub(r"([\\*<>\[\]|]|(?<!\w)_|_(?!\w))", r"\\\1", " ".join(text.split()))


def main(arguments: Iterable[str] = ()) -> None:
    """Writes the pages of the built-in rules into docs/rules/, or into the folder that is named."""
    given = list(arguments)
    top = Path(__file__).resolve().parents[3]
    if not given and not (top / "rules" / "rulebook.yaml").is_file():
        raise SystemExit("This is no checkout of dag-check. Name a folder: python -m dag_check.rulebook.docs FOLDER")
    folder = Path(given[0]) if given else top / "docs" / "rules"
    write_pages(load_rulebook(), folder)


if __name__ == "__main__":
    main(sys.argv[1:])
