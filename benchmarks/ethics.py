"""How well ethics letters and answers are read: `python -m benchmarks.ethics [SET ...] [--wrong]`.

The labelled sets (tests/corpus/ethics-letters*.yaml) were each written before the reader was tuned on them. Printed are the
confusion of statuses, granted taken for pending or the reverse, letters missed, other papers taken for approvals, and wrong details.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from dag_check.application import EthicsEvidence
from dag_check.documents.plain import read_plain
from dag_check.intake.ethics import read_letter, read_statement
from dag_check.knowledge import builtin
from dag_check.location import Location
from dag_check.text import words

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "corpus"
Kind = Literal["letters", "not_evidence", "answers"]
KINDS: tuple[Kind, ...] = ("letters", "not_evidence", "answers")


@dataclass(frozen=True)
class Case:
    """A labelled text and what was read of it (None: no ethics evidence)."""

    kind: Kind
    label: dict[str, Any]
    found: EthicsEvidence | None

    @property
    def status(self) -> str:
        """The status read; "none" for a document that is not taken for evidence."""
        return self.found.status if self.found else "none"

    @property
    def accepted(self) -> tuple[str, ...]:
        """The labelled status and those that a careful reader would accept as well."""
        return (self.label["status"], *self.label.get("also", ()))

    @property
    def mixed_up(self) -> bool:
        """Whether an approval was taken for one still open, or the reverse."""
        return self.status not in self.accepted and {self.status, self.label["status"]} == {"granted", "pending"}

    @property
    def missed(self) -> bool:
        """Whether a letter about a decision was not taken for one."""
        return self.kind == "letters" and self.status == "none" and "none" not in self.accepted

    @property
    def false(self) -> bool:
        """Whether another paper was taken for an approval."""
        return self.kind == "not_evidence" and self.status == "granted" and "granted" not in self.accepted

    def wrong_details(self) -> Iterator[tuple[str, str, str]]:
        """Name, labelled value and value read, of each detail of an approval that is not as labelled."""
        found = self.found
        if self.label["status"] != "granted" or found is None or found.status != "granted":
            return
        for name, right in (("committee", same_name), ("reference", same_code), ("date", same_date)):
            want = self.label.get(name, "any")
            got = getattr(found, name)
            if want != "any" and not right(want, got):
                yield name, str(want), str(got or "")


def same_name(want: str, got: str) -> bool:
    """Whether a committee's name holds the labelled words, and few others."""
    mine, theirs = words(want), words(got)
    if not mine:
        return not theirs
    return set(mine) <= set(theirs) and len(theirs) <= len(mine) + 8 and theirs[-1] not in ("and", "of", "the", "at")


def same_code(want: str, got: str) -> bool:
    """Whether two references are the same but for punctuation, or one is the other with the committee's short name before it."""
    mine, theirs = (re.sub(r"[^a-z0-9]", "", value.casefold()) for value in (want, got))
    return mine == theirs or (len(mine) >= 3 and bool(theirs) and (mine.endswith(theirs) or theirs.endswith(mine)))


def same_date(want: Any, got: dt.date | None) -> bool:
    """Whether a date is the labelled one, or one of them."""
    return got in (want if isinstance(want, list) else [want or None])


def cases(path: Path) -> list[Case]:
    """Reads each labelled text of a set: letters and other papers as a text file, answers as words of the form."""
    labelled = yaml.safe_load(path.read_text("utf-8"))
    found = []
    for kind in KINDS:
        for label in labelled[kind]:
            text = str(label["text"])
            if kind == "answers":
                evidence: EthicsEvidence | None = read_statement(text, Location(), "answer", builtin())
            else:
                evidence = read_letter(read_plain("a.txt", text.encode()), "a.txt", builtin())
            found.append(Case(kind, label, evidence))
    return found


def report(path: Path, *, wrong: bool) -> None:
    """Prints the figures of one set."""
    read = cases(path)
    kinds = Counter(case.kind for case in read)
    details = [(case, detail) for case in read for detail in case.wrong_details()]
    off = [case for case in read if case.status not in case.accepted]
    print(f"{path.stem}: {len(read) - len(off)} of {len(read)} right")
    for (kind, want, got), count in sorted(Counter((c.kind, c.label["status"], c.status) for c in off).items()):
        print(f"  {kind}: {want} read as {got}: {count}")
    print(f"  granted taken for pending or the reverse: {sum(case.mixed_up for case in read)} of {len(read)}")
    print(f"  letters missed: {sum(case.missed for case in read)} of {kinds['letters']}")
    print(f"  other papers taken for approvals: {sum(case.false for case in read)} of {kinds['not_evidence']}")
    granted = sum(case.label["status"] == case.status == "granted" for case in read)
    for name in ("committee", "reference", "date"):
        print(f"  wrong {name}: {sum(detail[0] == name for _, detail in details)} of {granted}")
    if wrong:
        for case in off:
            quote = case.found.quote if case.found else ""
            print(f"    {case.label['id']} {case.label['status']} -> {case.status}: {quote[:150]}")
        for case, (name, want, got) in details:
            print(f"    {case.label['id']} {name}: {want!r} -> {got!r}")


def main() -> None:
    """Measures the sets named on the command line, all of them by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help="names in tests/corpus, without .yaml")
    parser.add_argument("--wrong", action="store_true", help="list what was read wrongly")
    options = parser.parse_args()
    paths = [CORPUS / f"{name}.yaml" for name in options.sets] or sorted(CORPUS.glob("ethics-letters*.yaml"))
    for path in paths:
        report(path, wrong=options.wrong)


if __name__ == "__main__":
    main()
