"""`dag-check ari`: the editions of the Areas of Research Interest, and learning one from a saved copy of its page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dag_check.commands.console import READY, RuleFolders, show, width, write
from dag_check.errors import DagCheckError, UsageError
from dag_check.feedback.terminal import printable, wrap

if TYPE_CHECKING:
    from dag_check.documents.model import Document

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)


@app.command("learn")
def learn(
    page: Annotated[
        Path, typer.Argument(metavar="PAGE", help="A saved copy of the page: .html, or a .docx or .odt of it.")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the edition to this file (.yaml).")
    ] = None,
    edition: Annotated[
        str, typer.Option("--edition", metavar="YEAR", help="The year of the edition, where the page does not tell it.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a list of areas that is there.")] = False,
) -> int:
    """Learn the areas of an edition from a saved copy of its page, and write them as YAML to be read and corrected.

    Headings become areas, with the questions under them. Nothing is fetched: save the page first. Without -o the edition is printed.
    """
    from dag_check.intake.ari_page import edition_yaml, learn_edition
    from dag_check.knowledge import builtin
    from dag_check.research_interests import editions

    known = editions(builtin())
    learned = learn_edition(_opened(page), builtin(), edition)
    before = known.get(learned.edition)
    current = before.current if before else learned.edition >= max(known, default="")
    text = edition_yaml(learned, current=current, origin=page.name)
    if output is None:
        show(text)
        return READY
    _write(output, text, force=force)
    questions = sum(len(area.questions) for area in learned.areas)
    lines = [
        f'Learned "{learned.title}": {_count(len(learned.areas), "area")} with {_count(questions, "question")}'
        + (f", under {_count(len(learned.themes), 'theme')}." if learned.themes else "."),
    ]
    if learned.left_out:
        lines.append(f"Headings left out as no areas: {'; '.join(learned.left_out)}.")
    lines.append(
        f"The edition is in {output}. Read it once and correct it. It is used when it stands in the folder ari/ of the rules that you check with: "
        "dag-check check SUBMISSION --rules DIR takes DIR/ari/*.yaml."
    )
    show("\n".join(piece for line in lines for piece in wrap(printable(line), width())) + "\n")
    return READY


@app.command("list")
def list_editions(rules: RuleFolders = None) -> int:
    """List the editions that are known, and whether their areas are loaded."""
    from dag_check.knowledge import Knowledge
    from dag_check.research_interests import editions

    for known in editions(Knowledge(rules or ())).values():
        state = (
            "areas not loaded"
            if known.areas is None
            else _count(len(known.listed), "area or theme", "areas and themes")
        )
        show(f"{printable(known.edition)}  {printable(known.title)}{' (current)' if known.current else ''}: {state}\n")
    return READY


def _opened(page: Path) -> Document:
    from dag_check.documents import open_file
    from dag_check.documents.model import Document

    try:
        data = page.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"There is no file '{page}'.") from None
    except OSError as error:
        raise UsageError(f"'{page}' cannot be read ({error.strerror or error}).") from error
    content = open_file(page.name, data)
    if not isinstance(content, Document):
        raise UsageError(
            f"{page.name} is not a page of text. Save the page as a web page (.html), or as .docx or .odt."
        )
    return content


def _write(file: Path, text: str, *, force: bool) -> None:
    if file.exists() and not force and not _is_unloaded(file):
        raise UsageError(f"'{file}' is there already. Add --force to write over it, or name another file.")
    write(file, text)


def _is_unloaded(file: Path) -> bool:
    """Whether a file holds an edition whose areas are not loaded: nothing is lost when it is written over."""
    from dag_check.knowledge import load_yaml

    try:
        content = load_yaml(file)
    except DagCheckError:
        return False
    return isinstance(content, dict) and "edition" in content and content.get("areas") == "unknown"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
