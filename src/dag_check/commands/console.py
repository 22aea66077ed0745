"""What the commands share: printing, the width of a line, exit codes, and options that several take."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

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


def width() -> int:
    """The columns to wrap at: the terminal's, at most 100; 80 where the output is no terminal."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST) if sys.stdout.isatty() else 80
