"""`dag-check annotate`: the applicant's own files with the findings in them. Reads a submission, writes copies, never the originals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dag_check.commands.console import (
    NOTHING_CHECKED,
    READY,
    CatalogueFiles,
    DayOfTheCheck,
    FormFiles,
    IgnoredRules,
    NoSubmissionWaivers,
    RuleFolders,
    SelectedRules,
    WaiverFiles,
    day_of,
    show,
    width,
)
from dag_check.errors import UsageError
from dag_check.feedback.terminal import printable, wrap

if TYPE_CHECKING:
    from dag_check.application import Application
    from dag_check.feedback.annotate import Annotated as AnnotatedFile
    from dag_check.feedback.outline import Item
    from dag_check.forms.definition import FormDefinition
    from dag_check.intake.places import DocumentPlaces
    from dag_check.report import Report

Ref = tuple[str | int, ...]


def annotate(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="A folder, files, or a .zip: one submission.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write the annotated copies to.")
    ],
    rules: RuleFolders = None,
    form: FormFiles = None,
    catalogue: CatalogueFiles = None,
    waivers: WaiverFiles = None,
    no_submission_waivers: NoSubmissionWaivers = False,
    select: SelectedRules = None,
    ignore: IgnoredRules = None,
    today: DayOfTheCheck = None,
    force: Annotated[bool, typer.Option("--force", help="Write over copies that are there.")] = False,
) -> int:
    """Write copies of the submission's own files with the findings in them.

    Word files get a comment at each place. Workbooks get marked cells with notes, and a first sheet that lists the findings. Beside
    files of other formats stands a list. The originals are never changed.
    """
    from dag_check import api
    from dag_check.feedback.annotate import annotated, summary
    from dag_check.feedback.outline import headline, look, undecided

    _refuse_own_folder(paths, output)
    day = day_of(today)
    rulebook = api.load_rules(rules or ())
    definitions = api.load_forms(form or rulebook.forms)
    application = api.read(paths, rules=rulebook, form=definitions, catalogues=catalogue or ())
    report = api.check(
        application,
        today=day,
        rules=rulebook,
        select=select or (),
        ignore=ignore or (),
        waivers=waivers or (),
        submission_waivers=not no_submission_waivers,
    )
    contents = _contents(paths, report)
    made = annotated(report, contents, _finder(application, definitions, contents))
    _write(output, made, force=force)
    lines = [headline(report)]
    if made:
        lines += [f"The annotated copies are in {output}:", *(f"  {line}" for line in summary(made))]
    elif report.outcome != "not_checked":
        lines.append("There is nothing to mark, so no copy was written.")
    if left := undecided(report):
        lines += [look(left), *(f"  {result.title}" for result in left)]
        lines.append("These are not in the copies: `dag-check check` says why.")
    show(_text(lines))
    return NOTHING_CHECKED if report.outcome == "not_checked" else READY


def _finder(
    application: Application, definitions: Sequence[FormDefinition], contents: Mapping[str, bytes]
) -> Callable[[Item], Ref | None]:
    """A function that finds the paragraph of a finding, reading each Word file once and again as intake read it."""
    from dag_check.documents import Document, open_file
    from dag_check.forms.library import builtin_form
    from dag_check.intake.places import DocumentPlaces

    files = {file.path: file for file in application.files}
    known: dict[str, DocumentPlaces | None] = {}

    def places(path: str) -> DocumentPlaces | None:
        file = files.get(path)
        if file is None or file.format != "docx" or file.problem or file.sha256 not in contents:
            return None
        content = open_file(path, contents[file.sha256])
        if not isinstance(content, Document):
            return None
        definition = None
        if application.form and application.form.file == path:
            read_as = application.form.definition
            definition = next((one for one in definitions or (builtin_form(),) if one.form == read_as), None)
        return DocumentPlaces(content, definition)

    def find(item: Item) -> Ref | None:
        location = item.finding.location
        path = location.file or ""
        if path not in known:
            known[path] = places(path)
        found = known[path]
        return found.find(location, item.finding.message, item.finding.quote) if found else None

    return find


def _contents(paths: Sequence[Path], report: Report) -> dict[str, bytes]:
    """The bytes of the files that findings are about, and of the form."""
    from dag_check.intake.sources import contents

    named = {finding.location.file for _, finding in report.findings}
    if report.submission.form:
        named.add(report.submission.form.file)
    return contents(paths, {file.sha256 for file in report.submission.files if file.path in named})


def _refuse_own_folder(paths: Sequence[Path], output: Path) -> None:
    """Copies among the originals would be read as part of the submission the next time."""
    target = output.resolve()
    if output.exists() and not output.is_dir():
        raise UsageError(f"'{output}' is a file. Name a folder for the copies.")
    for path in paths:
        own = path.resolve()
        folder = own if own.is_dir() else own.parent
        if target == folder or (own.is_dir() and folder in target.parents):
            raise UsageError(
                f"'{output}' lies in the submission itself, where copies would be taken for originals. Name another folder."
            )


def _write(output: Path, made: Sequence[AnnotatedFile], *, force: bool) -> None:
    there = [one.name for one in made if (output / one.name).exists()]
    if there and not force:
        raise UsageError(
            f"'{output / there[0]}' is there already. Add --force to write over it, or name another folder."
        )
    for one in made:
        file = output / one.name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(one.data)
        except OSError as error:
            raise UsageError(f"'{file}' cannot be written ({error.strerror or error}).") from error


def _text(lines: Sequence[str]) -> str:
    wrapped: list[str] = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        wrapped += wrap(printable(line.strip()), width(), indent, indent + "  ")
    return "\n".join(wrapped) + "\n"
