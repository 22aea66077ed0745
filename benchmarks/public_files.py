"""Reads and checks every Office file under some folders: python -m benchmarks.public_files FOLDER... [--most N] [--recall].

For corpora of public files that are not part of the project. Each file is checked as a submission of its own, in a process that is ended
when it takes too long, so that a hang or an abort is a row of the table too. Prints the table by format: read, refused and
why, the slowest, the most memory; and with --recall the share of docx2python's words that the Word reader finds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing as mp
import random
import resource
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty

ENDINGS = {
    ".docx", ".docm", ".dotx", ".odt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".pdf", ".csv", ".eml", ".msg", ".doc", ".html", ".txt", ".zip", ".rtf",
}  # fmt: skip
TOO_LONG = 40.0
"""Seconds after which a file's process is ended."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its format, "read" or the reason why it was refused, seconds and megabytes, a traceback if any."""

    path: str
    format: str
    what: str
    seconds: float
    megabytes: int
    trouble: str = ""


def check_files(todo: Queue[str | None], done: Queue[Outcome]) -> None:
    """The work of the process: checks files until it is given None."""
    from dag_check import check, read

    while (path := todo.get()) is not None:
        began = time.perf_counter()
        format_, what, trouble = Path(path).suffix.lstrip("."), "read", ""
        try:
            application = read(path)
            first = application.files[0]
            format_ = first.format
            what = first.problem.reason if first.problem else "read"
            crashed = [
                result.code
                for result in check(application, today=dt.date.today()).results
                if result.status == "crashed"
            ]
            trouble = f"crashed: {crashed}" if crashed else ""
        except Exception:
            what, trouble = "traceback", traceback.format_exc()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        done.put(Outcome(path, format_, what, time.perf_counter() - began, memory, trouble))


def sweep(paths: list[str]) -> Iterator[Outcome]:
    """The outcome of every file."""
    context = mp.get_context("spawn")
    process: mp.process.BaseProcess | None = None
    for path in paths:
        if process is None or not process.is_alive():
            todo: Queue[str | None] = context.Queue()
            done: Queue[Outcome] = context.Queue()
            process = context.Process(target=check_files, args=(todo, done), daemon=True)
            process.start()
        todo.put(path)
        try:
            yield done.get(timeout=TOO_LONG)
        except Empty:
            what = "hang" if process.is_alive() else f"abort ({process.exitcode})"
            process.kill()
            process.join()
            yield Outcome(path, Path(path).suffix.lstrip("."), what, TOO_LONG, 0, what)


def word_recall(paths: list[str]) -> tuple[int, int, int]:
    """Of the well-formed .docx that both read: how many files, docx2python's distinct words, and those of them that ours lacks."""
    from docx2python import docx2python
    from tests.documents.test_oracles import missing

    from dag_check.documents.docx import read_docx
    from dag_check.errors import UnreadableFile
    from dag_check.text import words

    files = theirs = lost = 0
    for path in paths:
        if not path.endswith(".docx"):
            continue
        try:
            document = read_docx(path, Path(path).read_bytes())
            with docx2python(path) as other:
                text = other.text
        except (UnreadableFile, Exception):
            continue
        files += 1
        theirs += len(set(words(text)))
        lost += len(missing(text, document))
    return files, theirs, lost


def main(arguments: list[str]) -> int:
    """Prints the table; 1 where a file met a traceback, a hang, an abort or a crashed rule."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.public_files")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=10_000, help="how many files at the most, chosen evenly")
    parser.add_argument("--recall", action="store_true", help="also compare the words of .docx with docx2python")
    options = parser.parse_args(arguments)
    paths = sorted(
        str(path)
        for folder in options.folders
        for path in folder.rglob("*")
        if path.suffix.lower() in ENDINGS and path.is_file()
    )
    if len(paths) > options.most:
        paths = sorted(random.Random(1).sample(paths, options.most))
    outcomes = list(sweep(paths))
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        table[outcome.format][outcome.what] += 1
    print(f"{len(outcomes)} files")
    for format_, counts in sorted(table.items()):
        refused = ", ".join(f"{number} {reason}" for reason, number in counts.most_common() if reason != "read")
        print(f"{format_:10} read {counts['read']:5}   refused: {refused or 'none'}")
    print("slowest:", *(f"\n  {o.seconds:5.1f} s  {o.path}" for o in sorted(outcomes, key=lambda o: -o.seconds)[:5]))
    print(f"most memory: {max((o.megabytes for o in outcomes), default=0)} MB")
    troubles = [outcome for outcome in outcomes if outcome.trouble]
    for outcome in troubles:
        print(f"\n{outcome.path}\n{outcome.trouble}")
    if options.recall:
        files, theirs, lost = word_recall(paths)
        print(f"words of docx2python found: {1 - lost / max(theirs, 1):.4f} of {theirs} in {files} files")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
