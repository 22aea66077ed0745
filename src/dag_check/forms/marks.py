"""The marks that a blank of our own carries in its controls, so that ids survive: written by `blank`, read by `learn`.

A mark is the control's tag, "dag:QUESTION", "dag:QUESTION:OPTION", with "|ROLE" and "!KIND" at the end where there is one. Word takes
64 characters; what is longer stands in a document property, and the tag names that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from dag_check.forms.definition import AnswerKind
from dag_check.forms.slots import Event

LONGEST = 64
"""The most characters that Word takes in a tag."""
PREFIX = "dag:"

_TAG = re.compile(
    r"^dag:(?P<question>[^:|!#]+)(?::(?P<option>[^:|!#]+))?(?:\|(?P<role>[^:|!#]+))?(?:!(?P<kind>[a-z_]+))?$"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a control belongs to: a question, an option of it; the question's role and kind."""

    question: str
    option: str = ""
    role: str = ""
    kind: str = ""


@dataclass
class MarkWriter:
    """Makes the tags of one blank; `properties` are the document properties that the long ones need."""

    properties: dict[str, str] = field(default_factory=dict)

    def tag(self, mark: Mark) -> str:
        """The tag for a mark."""
        text = PREFIX + mark.question
        text += f":{mark.option}" if mark.option else ""
        text += f"|{mark.role}" if mark.role else ""
        text += f"!{mark.kind}" if mark.kind else ""
        if len(text) <= LONGEST and _read(text) == mark:
            return text
        content = json.dumps([mark.question, mark.option, mark.role, mark.kind], ensure_ascii=False)
        known = next((name for name, value in self.properties.items() if value == content), None)
        name = known or f"{PREFIX}#{len(self.properties) + 1}"
        self.properties[name] = content
        return name


def is_marked(event: Event) -> bool:
    """Whether the place for an answer carries a mark."""
    return any(tag.startswith(PREFIX) for tag in (event.tag, *(option.tag for option in event.options)))


def read_mark(tag: str, properties: Mapping[str, str]) -> Mark | None:
    """The mark in a control's tag, None for a tag that is not ours."""
    if not tag.startswith(PREFIX):
        return None
    if not tag.startswith(f"{PREFIX}#"):
        return _read(tag)
    try:
        content = json.loads(properties.get(tag, ""))
    except ValueError:
        return None
    if not (isinstance(content, list) and len(content) == 4 and all(isinstance(part, str) for part in content)):
        return None
    return Mark(*content) if content[0] and content[3] in ("", *get_args(AnswerKind)) else None


def _read(tag: str) -> Mark | None:
    match = _TAG.match(tag)
    if match is None or (match["kind"] and match["kind"] not in get_args(AnswerKind)):
        return None
    return Mark(match["question"], match["option"] or "", match["role"] or "", match["kind"] or "")
