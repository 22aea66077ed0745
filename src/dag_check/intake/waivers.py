"""Reads waivers: a YAML file that says which findings may stand, why, and on whose word. Whether one covers a finding is the
rulebook's to say.

    waivers:
      - code: VAR002
        where: {sheet: Variables, cell: F12}    # or plainly: where: F12
        reason: The variable is derived by the data owner.
        who: J. Smith, DAG secretariat
        until: 2026-12-31                        # the last day; without it the waiver has no end
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from dag_check.application import Waiver
from dag_check.errors import DataError, UsageError
from dag_check.knowledge import yaml_problem
from dag_check.location import Location
from dag_check.text import shorten, tidy

NAMES = ("dag-check-waivers.yaml", "dag-check-waivers.yml")
"""What a file of waivers in a submission is called. Another YAML file that begins with `waivers:` is taken for one too."""

KEYS = ("code", "where", "reason", "who", "until")
PLACES = ("question", "section", "sheet", "cell", "variable", "dataset", "file", "fingerprint")
EXPECTED = "a list under `waivers:`, each entry with code, where, reason, who and, if it ends, until"

_LARGEST = 200_000
_DEEPEST = 12
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CODE = re.compile(r"[A-Z]{3}[0-9]{3}")
_HEAD = re.compile(r"(?:[^\S\n]*(?:(?:#|---)[^\n]*)?\n)*[^\S\n]*waivers\s*:")


def is_waiver_file(path: str, data: bytes) -> bool:
    """Whether a file of a submission holds waivers: by its name, or as a YAML file that begins with `waivers:`."""
    name = PurePosixPath(path).name.casefold()
    if name in NAMES:
        return True
    return name.endswith((".yaml", ".yml")) and _HEAD.match(data[:4000].decode("utf-8-sig", "replace")) is not None


def read_waivers(path: str, data: bytes, *, submitted: bool = True) -> tuple[Waiver, ...]:
    """The waivers in a file. What is wrong in it is a Waiver too, with its `problem` and line, and covers nothing.

    The file may come from anyone: it is refused when it is large, deep or made of references.
    """
    return tuple(_waivers(path, data, submitted))


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers in a file that the user names. Raises DataError with the line of the first mistake, UsageError for no file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"The waivers in '{path}' cannot be read ({error.strerror or error}).") from error
    waivers = read_waivers(path.name, data, submitted=False)
    wrong = next((waiver for waiver in waivers if waiver.problem), None)
    if wrong is not None:
        raise DataError(str(path), wrong.problem, line=wrong.location.row, expected=EXPECTED + ".")
    return waivers


def _waivers(path: str, data: bytes, submitted: bool) -> Iterator[Waiver]:
    def wrong(problem: str, line: int | None = None, code: str = "") -> Waiver:
        return Waiver(code=code, problem=problem, submitted=submitted, location=Location(file=path, row=line))

    if len(data) > _LARGEST:
        yield wrong(f"The file is too large for waivers: more than {_LARGEST // 1000} KB.")
        return
    try:
        text = data.decode("utf-8-sig")
        refused = _refused(text)
        if refused:
            yield wrong(*refused)
            return
        top: Any = yaml.compose(text, Loader=_Loader)
    except UnicodeDecodeError:
        yield wrong("The file is not text in UTF-8.")
        return
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield wrong(yaml_problem(error), mark and mark.line + 1)
        return
    entries = _entries(top)
    if entries is None:
        yield wrong("The file does not hold waivers.", 1)
        return
    for entry in entries:
        line: int = entry.start_mark.line + 1
        if not isinstance(entry, yaml.MappingNode):
            yield wrong("A waiver is not a mapping.", line)
            continue
        values = {_scalar(key): (value, key.start_mark.line + 1) for key, value in entry.value}
        made = _waiver(values, line)
        if isinstance(made, Waiver):
            yield made.model_copy(update={"submitted": submitted, "location": Location(file=path, row=line)})
        else:
            code = values["code"][0].value if "code" in values else ""
            yield wrong(*made, code=str(code) if isinstance(code, str) and _CODE.fullmatch(code.upper()) else "")


def _refused(text: str) -> tuple[str, int] | None:
    """Why a YAML text is not read any further: references (which can grow without end), or deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            return "References (*name) are not taken in a file of waivers.", line
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                return "The file is nested too deeply for waivers.", line
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _entries(top: Any) -> list[Any] | None:
    if isinstance(top, yaml.MappingNode):
        top = next((value for key, value in top.value if _scalar(key) == "waivers"), None)
        if isinstance(top, yaml.ScalarNode) and top.value.strip() in ("", "~", "null"):
            return []
    return top.value if isinstance(top, yaml.SequenceNode) else None


def _waiver(values: dict[str, tuple[Any, int]], line: int) -> Waiver | tuple[str, int]:
    for key, (_, at) in values.items():
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            return (
                f"`{shorten(key, 40)}` is not known in a waiver{f' (did you mean `{near[0]}`?)' if near else ''}.",
                at,
            )
    texts: dict[str, str] = {}
    for key in ("code", "reason", "who"):
        text = _scalar(values[key][0]) if key in values else ""
        if not text:
            return f"`{key}` is missing.", values[key][1] if key in values else line
        texts[key] = text
    if not _CODE.fullmatch(texts["code"].upper()):
        return f"`code` is not the code of a rule ({shorten(texts['code'], 40)!r}).", values["code"][1]
    where = _where(values["where"][0]) if "where" in values else "`where` is missing: a waiver is for one place."
    if isinstance(where, str):
        return where, values["where"][1] if "where" in values else line
    until = None
    if "until" in values and (text := _scalar(values["until"][0])):
        try:
            until = dt.date.fromisoformat(text[:10] if re.match(r"\d{4}-\d\d-\d\dT", text) else text)
        except ValueError:
            return f"`until` is not a date ({shorten(text, 40)!r}): write it as 2026-12-31.", values["until"][1]
    return Waiver(code=texts["code"].upper(), where=where, reason=texts["reason"], who=texts["who"], until=until)


def _where(node: Any) -> dict[str, str] | str:
    """The place as values by name, or what is wrong with it."""
    if isinstance(node, yaml.MappingNode):
        where = {_scalar(key): _scalar(value) for key, value in node.value}
        for key, value in where.items():
            if key not in PLACES:
                near = get_close_matches(key, PLACES, 1)
                hint = f" (did you mean `{near[0]}`?)" if near else f": it takes {', '.join(PLACES)}"
                return f"`where` does not take `{shorten(key, 40)}`{hint}."
            if not value:
                return f"`where.{key}` is empty."
        return where or "`where` is empty."
    text = _scalar(node)
    return {"any": text} if text else "`where` is empty: a waiver is for one place."


def _scalar(node: Any) -> str:
    """The text of a value as it was written (3.10 stays "3.10"), "" for what is no text."""
    if not isinstance(node, yaml.ScalarNode) or (node.style is None and node.value in ("~", "null", "Null", "NULL")):
        return ""
    return tidy(str(node.value))
