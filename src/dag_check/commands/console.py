"""What the commands share: printing, writing a file, a day, the width of a line, exit codes, and options that several take."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from dag_check.errors import UsageError
from dag_check.feedback import format_for

READY = 0
CHANGES_NEEDED = 1
NOTHING_CHECKED = 2
"""Wrong use, nothing that could be read, or a fault of dag-check itself."""

WIDEST = 100

RuleFolders = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="DIR", help="A folder of rules to add to the built-in ones. May be repeated."),
]

FormFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--form",
        metavar="FILE",
        help="The form: its blank (.docx, .odt) or its definition (.yaml). May be repeated: the best match is taken.",
    ),
]

CatalogueFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalogue",
        metavar="FILE",
        help="A data owner's catalogue (.ods, .xlsx, .csv): what can be requested. May be repeated.",
    ),
]


WaiverFiles = Annotated[
    list[Path] | None,
    typer.Option("--waivers", metavar="FILE", help="A file of waivers: findings that may stand. May be repeated."),
]

NoSubmissionWaivers = Annotated[
    bool, typer.Option("--no-submission-waivers", help="Let no waiver count that came with the submission.")
]

SelectedRules = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="CODES",
        help="Check only these: codes (VAR002), families (VAR) or names. Commas or repeat.",
    ),
]

IgnoredRules = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODES", help="Leave these out: codes, families or names."),
]

DayOfTheCheck = Annotated[
    str | None,
    typer.Option("--today", metavar="YYYY-MM-DD", help="The day that dates are held against. [default: today]"),
]


def show(content: str | bytes) -> None:
    """Writes to the output. Where nobody reads on (`| head`), the rest is dropped, and the exit code stays what it is."""
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - the flush at exit needs somewhere to go


def lies_among(output: Path, given: Iterable[Path | None]) -> bool:
    """Whether a file is one of those that were given, or lies in a folder that was given."""
    target = output.resolve()
    own = {path.resolve() for path in given if path}
    return not own.isdisjoint((target, *target.parents))


def refuse_to_overwrite(output: Path | None, given: Iterable[Path | None]) -> None:
    """Raises UsageError where writing `output` would change what was given: files are read, and never changed."""
    if output is not None and output.is_file() and lies_among(output, given):
        raise UsageError(
            f"'{output}' is one of the files that were given, and those are never changed. Name another file."
        )


def write(file: Path, content: str | bytes) -> None:
    """Writes a file, text as UTF-8 with its line ends as they are. Raises UsageError, in words for people, where that cannot be."""
    if not file.parent.is_dir():
        raise UsageError(
            f"'{file}' cannot be written: there is no folder '{file.parent}'. Make it first, or name another."
        )
    if file.is_dir():
        raise UsageError(f"'{file}' is a folder. Name a file in it.")
    try:
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    except PermissionError:
        raise UsageError(
            f"'{file}' cannot be written. Close it if it is open in another program, or name a file in another folder."
        ) from None
    except OSError as error:
        raise UsageError(f"'{file}' cannot be written ({error.strerror or error}).") from error


def day_of(text: str | None) -> dt.date | None:
    """The day that --today names. Raises UsageError where it is none."""
    if text is None:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(f"{text!r} is not a date. Write it as year-month-day, such as 2026-03-31.") from None


def width() -> int:
    """The columns to wrap at: the terminal's, at most 100; 80 where the output is no terminal."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST) if sys.stdout.isatty() else 80


def wants_colour() -> bool:
    """Whether what is printed may be coloured: in a terminal that can, unless NO_COLOR says otherwise."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def format_of(
    name: str | None, output: Path | None, formats: Mapping[str, tuple[str, tuple[str, ...]]], what: str
) -> str:
    """The format asked for by name, or by the extension of the file to write; "text" otherwise. Raises UsageError.

    `formats` says of each format its module and its extensions; `what` is written, in words: "a comparison".
    """
    if name is not None:
        if name.lower() not in formats:
            raise UsageError(f"There is no format {name!r} of {what}. Choose one of: {', '.join(formats)}.")
        return name.lower()
    if output is None:
        return "text"
    found = format_for(output.name, formats)
    if found is not None:
        return found
    known = ", ".join(extension for _, extensions in formats.values() for extension in extensions)
    raise UsageError(f"The extension of {output.name!r} asks for no format. Use one of {known}, or add --format.")
