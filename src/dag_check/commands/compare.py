"""`dag-check compare`: two rounds of an application side by side. Reads, compares, prints; what is said is comparison's and feedback's."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

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
    from dag_check.comparison.model import Comparison
    from dag_check.report import Report

FORMATS: dict[str, tuple[str, tuple[str, ...]]] = {
    "text": ("dag_check.feedback.comparison_text", (".txt",)),
    "json": ("dag_check.feedback.comparison_json", (".json",)),
    "html": ("dag_check.feedback.comparison_html", (".html", ".htm")),
}
LARGEST_REPORT = 100_000_000
"""The largest JSON report that is read, in bytes."""


def compare(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help="The earlier round: a folder, a file, a .zip, or a JSON report on it.")
    ],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later round, given in either way.")],
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help=f"How to write the comparison: {', '.join(FORMATS)}. [default: text]"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write the comparison to this file; its extension decides the format.",
        ),
    ] = None,
    rules: RuleFolders = None,
    form: FormFiles = None,
    old_form: Annotated[
        list[Path] | None,
        typer.Option(
            "--old-form", metavar="FILE", help="The form of the old round, where it is another. May be repeated."
        ),
    ] = None,
    catalogue: CatalogueFiles = None,
    select: SelectedRules = None,
    ignore: IgnoredRules = None,
    waivers: WaiverFiles = None,
    no_submission_waivers: NoSubmissionWaivers = False,
    today: DayOfTheCheck = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="List everything that was put right.")] = False,
) -> int:
    """Compare two rounds of an application: what was put right, what is still there, what is new, and what else changed.

    From two submissions also what changed in the answers without being asked for; from JSON reports (`check --format json`) the
    findings only. Exit codes: 0 nothing must be put right in NEW, 1 changes are needed, 2 wrong use or nothing could be read.
    """
    from dag_check import api

    day = day_of(today)
    chosen = format_of(format_name, output, FORMATS, "a comparison")
    given = [old, new, *(rules or ()), *(form or ()), *(old_form or ()), *(catalogue or ()), *(waivers or ())]
    refuse_to_overwrite(output, given)
    comparison = api.compare(
        _source(old),
        _source(new),
        today=day,
        rules=rules or (),
        select=select or (),
        ignore=ignore or (),
        form=form,
        old_form=old_form,
        waivers=waivers or (),
        submission_waivers=not no_submission_waivers,
        catalogues=catalogue or (),
    )
    if output is None:
        show(_render(comparison, chosen, View(width=width(), colour=wants_colour(), verbose=verbose)))
    else:
        write(output, _render(comparison, chosen, View(width=WIDEST, verbose=verbose)))
        from dag_check.feedback.comparison_words import headline

        show(f"{headline(comparison)}\nThe comparison is in {printable(str(output))}\n")
    return _exit_code(comparison)


def _exit_code(comparison: Comparison) -> int:
    return {"not_checked": NOTHING_CHECKED, "changes_needed": CHANGES_NEEDED, "ready": READY}[comparison.new.outcome]


def _render(comparison: Comparison, name: Literal["text", "json", "html"] | str, view: View) -> str:
    text: str = import_module(FORMATS[name][0]).render(comparison, view)
    return text


def _source(path: Path) -> Path | Report:
    """The path, or the report that it holds where it is a JSON file."""
    if path.suffix.lower() != ".json" or path.is_dir():
        return path
    return read_report(path)


def read_report(path: Path) -> Report:
    """The report that a JSON file holds. Raises UsageError where it holds none."""
    from pydantic import ValidationError

    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_REPORT + 1)
    except FileNotFoundError:
        raise UsageError(f"There is no file '{path}'.") from None
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read ({error.strerror or error}).") from error
    if len(data) > LARGEST_REPORT:
        raise UsageError(f"'{path}' is larger than a report can be ({LARGEST_REPORT // 1_000_000} MB).")
    try:
        return _report(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        where = f" (at {place})" if place else ""
        raise UsageError(
            f"'{path}' holds no report of dag-check{printable(where)}: {printable(first['msg'])}. "
            "Give a submission, or what `dag-check check SUBMISSION --format json` prints."
        ) from None


def _report(data: bytes) -> Report:
    """The report; keys that a later version added are left out. Raises ValidationError where it is none."""
    from pydantic import ValidationError
    from pydantic_core import from_json, to_json

    from dag_check.report import Report

    try:
        return Report.model_validate_json(data)
    except ValidationError as error:
        mistakes = error.errors(include_url=False, include_input=False)
        if any(one["type"] != "extra_forbidden" for one in mistakes):
            raise
    values = from_json(data)
    for *way, key in (one["loc"] for one in mistakes):
        holder = values
        for step in way:
            holder = holder[step]
        holder.pop(key, None)
    return Report.model_validate_json(to_json(values))
