"""What a comparison of two rounds of an application says. Values only; findings.py and answers.py make them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dag_check.location import Location
from dag_check.report import Counts, FileKind, Finding, Named, Outcome, Severity

ChangeKind = Literal["answer", "section", "variables", "justifications", "ethics", "self_assessment"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Round(_Frozen):
    """One of the two sides. `answers` is false where only a report of it was given, and so no answers."""

    name: str
    checked_on: dt.date
    tool: Named
    rulebook: Named
    outcome: Outcome
    counts: Counts
    answers: bool = False


class Told(_Frozen):
    """A finding with what its rule is called."""

    code: str
    name: str
    title: str
    severity: Severity
    source: str
    finding: Finding


class Fixed(_Frozen):
    """A finding of the old round that is put right. `now` quotes what stands at its place in the new round, "" where unknown."""

    was: Told
    now: str = ""


class Standing(_Frozen):
    """A finding that is still there: as it was, and as it is now. The codes differ where one problem took another's place."""

    was: Told
    now: Told

    @property
    def is_another(self) -> bool:
        """Whether the place has another problem than before."""
        return self.was.code != self.now.code


class New(_Frozen):
    """A finding that the old round did not have. `why` says what kept the check from finding it before, "" where nothing did."""

    now: Told
    why: str = ""


class Gone(_Frozen):
    """A finding of the old round that is not there any more, and is not thereby put right: `why` says so in a sentence.

    `person` is true where the check could not decide about it in the new round, so that a person must look.
    """

    was: Told
    why: str
    person: bool


class Change(_Frozen):
    """Something that changed in the application although no finding asked for it.

    `what` is a sentence or two; `before` and `after` quote what was and is written; `names` are the variables or people that it is about.
    """

    kind: ChangeKind
    location: Location
    what: str
    before: str = ""
    after: str = ""
    names: tuple[str, ...] = ()


class FileChange(_Frozen):
    """What became of a file. `old` and `new` are its paths, None where a round does not have it."""

    change: Literal["same", "renamed", "changed", "added", "removed"]
    kind: FileKind
    old: str | None = None
    new: str | None = None


class Comparison(_Frozen):
    """Two rounds of an application side by side.

    `changes` is None where answers could not be compared, because one side is a report only. `notes` say in whole sentences what a
    reader must know of how the two were compared.
    """

    schema_version: Literal["1"] = "1"
    old: Round
    new: Round
    fixed: tuple[Fixed, ...] = ()
    still: tuple[Standing, ...] = ()
    added: tuple[New, ...] = ()
    gone: tuple[Gone, ...] = ()
    changes: tuple[Change, ...] | None = None
    files: tuple[FileChange, ...] = ()
    notes: tuple[str, ...] = ()
