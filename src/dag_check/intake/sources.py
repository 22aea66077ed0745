"""Collects the files of a submission: a folder, single files, zips and e-mails with what is in them, or bytes by name.

Every file that cannot be read becomes a value that says why; the others are not lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dag_check.application import FileNote, FileProblem, Waiver
from dag_check.documents import detect, open_file
from dag_check.documents.archive import is_clutter
from dag_check.documents.guard import DEFAULT_LIMITS, Limits
from dag_check.documents.model import Bundle, Document, Workbook
from dag_check.errors import UnreadableFile, UsageError
from dag_check.intake.own_feedback import is_own_feedback
from dag_check.intake.waivers import is_waiver_file, read_waivers

Source = str | Path | Sequence[str | Path] | Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the submission with what was read of it; `content` is None where it could not be read or need not be."""

    path: str
    sha256: str
    size: int
    format: str
    content: Document | Workbook | None = None
    problem: FileProblem | None = None
    notes: tuple[FileNote, ...] = ()
    waivers: tuple[Waiver, ...] = ()


def submission_name(source: Source) -> str:
    """What a submission is called: its folder's or file's name; for several files that of the folder they share."""
    if isinstance(source, Mapping):
        return "submission"
    paths = [Path(source)] if isinstance(source, str | Path) else [Path(path) for path in source]
    if len(paths) == 1:
        return paths[0].resolve().name
    parents = {path.resolve().parent for path in paths}
    return parents.pop().name if len(parents) == 1 else "submission"


def collect(source: Source, limits: Limits = DEFAULT_LIMITS) -> list[SourceFile]:
    """All files of a submission, in order of their paths, opened.

    Raises UsageError for a path that does not exist. Files of zips and e-mails follow the file that holds them, as "outer.zip/inner.docx".
    """
    collected: list[SourceFile] = []
    seen: dict[str, str] = {}
    for path, data in _raw_files(source, limits):
        if len(collected) >= limits.files:
            collected.append(_unread(path, b"", _too_many(path, limits)))
            break
        _open(path, data, limits, 0, collected, seen)
    return collected


def contents(source: Source, digests: Collection[str], limits: Limits = DEFAULT_LIMITS) -> dict[str, bytes]:
    """The bytes of those files of a submission whose SHA-256 is named, also of files inside zips and e-mails, by that digest.

    For what works on the files themselves, such as annotated copies. What cannot be opened is not there.
    """
    found: dict[str, bytes] = {}
    for path, data in _raw_files(source, limits):
        if isinstance(data, bytes):
            _find_contents(path, data, digests, limits, 0, found)
        if len(found) == len(digests):
            break
    return found


def _find_contents(
    path: str, data: bytes, digests: Collection[str], limits: Limits, depth: int, found: dict[str, bytes]
) -> None:
    digest = hashlib.sha256(data).hexdigest()
    if digest in digests:
        found[digest] = data
        return
    if depth >= limits.bundle_depth or not data:
        return
    try:
        detected = detect(path, data).format
        content = open_file(path, data, limits) if detected in ("zip", "eml", "msg") else None
    except UnreadableFile:
        return
    for member in content.members if isinstance(content, Bundle) else ():
        _find_contents(f"{path}/{member.name}", member.data, digests, limits, depth + 1, found)


def _raw_files(source: Source, limits: Limits) -> Iterator[tuple[str, bytes | UnreadableFile]]:
    if isinstance(source, Mapping):
        for name in sorted(source):
            if not is_clutter(name):
                yield name, source[name]
        return
    paths = [Path(source)] if isinstance(source, str | Path) else [Path(path) for path in source]
    for path in paths:
        if not path.exists():
            raise UsageError(
                f"{path}: there is no such file or folder. Check the path, and put it in quotes if it holds spaces."
            )
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                relative = file.relative_to(path).as_posix()
                if file.is_file() and not is_clutter(relative):
                    yield relative, _bytes(file, relative, limits)
        else:
            yield path.name, _bytes(path, path.name, limits)


def _bytes(path: Path, name: str, limits: Limits) -> bytes | UnreadableFile:
    try:
        size = path.stat().st_size
        if size > limits.file_size:
            return UnreadableFile(
                name,
                "too_large",
                f"The file has {size / 1e6:.0f} MB, and the limit is {limits.file_size / 1e6:.0f} MB.",
                "Send a smaller file.",
            )
        return path.read_bytes()
    except OSError as error:
        return UnreadableFile(
            name,
            "missing",
            f"The file cannot be opened ({error.strerror or 'input/output error'}).",
            "Check that you may read it.",
        )


def _open(
    path: str,
    data: bytes | UnreadableFile,
    limits: Limits,
    depth: int,
    collected: list[SourceFile],
    seen: dict[str, str],
) -> None:
    if isinstance(data, UnreadableFile):
        collected.append(_unread(path, b"", data))
        return
    digest = hashlib.sha256(data).hexdigest()
    if data and digest in seen:
        note = FileNote(kind="duplicate", text=f"It is the same file as {seen[digest]} and was read once.")
        collected.append(SourceFile(path, digest, len(data), "duplicate", notes=(note,)))
        return
    seen[digest] = path
    if is_waiver_file(path, data):
        waivers = read_waivers(path, data)
        note = FileNote(kind="waivers", text="It holds waivers: findings that somebody says may stand.")
        collected.append(SourceFile(path, digest, len(data), "yaml", notes=(note,), waivers=waivers))
        return
    if is_own_feedback(data):
        note = FileNote(
            kind="own_feedback",
            text="dag-check wrote it as feedback; it is not part of the application and was not read.",
        )
        collected.append(SourceFile(path, digest, len(data), "feedback", notes=(note,)))
        return
    try:
        content = open_file(path, data, limits)
    except UnreadableFile as error:
        collected.append(_unread(path, data, error))
        return
    notes = tuple(FileNote(kind=note.kind, text=note.text) for note in content.notes)
    if not isinstance(content, Bundle):
        collected.append(SourceFile(path, digest, len(data), content.format, content, notes=notes))
        return
    collected.append(SourceFile(path, digest, len(data), content.format, content.body, notes=notes))
    for member in content.members:
        inner = f"{path}/{member.name}"
        if len(collected) >= limits.files:
            collected.append(_unread(inner, b"", _too_many(inner, limits)))
            return
        if depth + 1 > limits.bundle_depth:
            nested = UnreadableFile(
                inner,
                "too_large",
                f"It lies more than {limits.bundle_depth} archives deep.",
                "Send the files in one plain folder.",
            )
            collected.append(_unread(inner, member.data, nested))
        else:
            _open(inner, member.data, limits, depth + 1, collected, seen)


def _too_many(path: str, limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        path,
        "too_large",
        f"The submission holds more than {limits.files} files; those from here on were not read.",
        "Send fewer files.",
    )


def _unread(path: str, data: bytes, error: UnreadableFile) -> SourceFile:
    problem = FileProblem(reason=error.reason, problem=error.problem, remedy=error.remedy)
    return SourceFile(
        path,
        hashlib.sha256(data).hexdigest(),
        len(data),
        Path(path).suffix.lstrip(".").lower() or "unknown",
        problem=problem,
    )
