"""Which known datasets a text names, however they are written. The datasets are in rules/lists/datasets.yaml.

Says what is named, who decides on it and how sure that is; what follows for an application is for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.text import normalise, shorten, words

_FILE = "lists/datasets.yaml"
_CLAUSE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)[.;](?=\s|$)|\n+|\s+(?=(?:but|although|though)\b)")
_DATA_FIRST = re.compile(r"\bdata\W{0,2}f[irs]{2,3}t\b|\bmojdf\b")
_NONE_OF = re.compile(r"\W*(?:no|nor|neither|none of)\b")
_COURT_OF_PEOPLE = re.compile(
    r"\b(?:sentenced|tried|convicted|heard|remanded|committed|prosecuted|appear(?:ed|ing|s)?|dealt with)\s+(?:in|at|by|before|to)\s+(?:the\s+|a\s+)?(?:crown|magistrates\S*|family|county|civil)\s+courts?\b(?!\s+(?:data|records|defendant))",
    re.IGNORECASE,
)
"""A court that people have been before: the data asked for are not therefore its own."""
_LONG = 10
"""Letters from which a name is also known with a slip of the pen in it."""
_ALIKE = 88
_MOST = 10_000
"""Characters of a text that are looked at."""
_ITEM = 6
"""A clause of no more words than this is an item of a list, to which a heading "Data First" above it belongs."""
_CODE = re.compile(r"(?<![A-Za-z0-9_])[A-Z]{3,6}(?![A-Za-z0-9_])")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset that applicants ask for.

    `option` is the option of the form's question on data that it belongs to, `panels` are the keys of the panels that decide on it
    and `panels_mark` how sure that is (verified, inferred, from memory). `offences`: whether it holds criminal offence data.
    """

    key: str
    name: str
    option: str
    panels: tuple[str, ...]
    panels_mark: str
    offences: bool
    person_linked: bool
    coverage: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A dataset that a text names, and the words of the text around it."""

    dataset: Dataset
    quote: str


@dataclass(frozen=True, slots=True)
class _Entry:
    dataset: Dataset
    codes: frozenset[str]
    names: tuple[tuple[str, ...], ...]
    with_data_first: tuple[tuple[str, ...], ...]
    in_lists: tuple[tuple[str, ...], ...]
    short: frozenset[str]


def datasets(knowledge: Knowledge) -> Mapping[str, Dataset]:
    """All known datasets by key. Raises DataError where the list is wrong."""
    return {entry.dataset.key: entry.dataset for entry in _entries(knowledge)}


def named_in(text: str, knowledge: Knowledge, *, data_first: bool = False) -> tuple[Named, ...]:
    """The datasets that a text names, each once, in the order of the list.

    What the same clause takes back ("we do not request probation data") is not named. With `data_first` the text is known to be
    about Data First (the column of a list, say), so that "Crown Court" alone is enough.
    """
    text = text[:_MOST]
    about = data_first or _DATA_FIRST.search(normalise(text)) is not None
    found: dict[str, Named] = {}
    for clause in _asked_for(text, knowledge):
        said = tuple(_singular(word) for word in words(clause))
        codes = frozenset(_CODE.findall(clause))
        here = about and (data_first or len(said) <= _ITEM or _DATA_FIRST.search(normalise(clause)) is not None)
        for entry in _entries(knowledge):
            if entry.dataset.key in found:
                continue
            if codes & entry.codes or any(_stands(name, said) for name in entry.names) or (here and any(_stands(name, said) for name in entry.with_data_first)) or (data_first and _in_list(entry, said)):  # fmt: skip
                found[entry.dataset.key] = Named(entry.dataset, shorten(clause))
    return tuple(found[key] for key in datasets(knowledge) if key in found)


def _asked_for(text: str, knowledge: Knowledge) -> Iterator[str]:
    """The clauses of a text, without those that say that something is not asked for."""
    taken_back = tuple(normalise(phrase) for phrase in knowledge.list("datasets").get("not_asked", ()))
    for clause in _CLAUSE.split(text):
        if not clause or not clause.strip():
            continue
        clause = _COURT_OF_PEOPLE.sub(" ", clause)
        plain = normalise(clause)
        if _NONE_OF.match(plain):
            continue
        places = [plain.find(phrase) for phrase in taken_back if phrase in plain]
        if not places:
            yield clause
        elif (
            min(places) > 12
        ):  # "Data First probation (we do not ask for prison data)": what stands before is asked for
            yield clause[: min(places)]


def _stands(name: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether the words of a name follow one another in a text, a slip of the pen allowed where the name is long enough."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.fuzz import ratio

    size = len(name)
    wanted = " ".join(name)
    for at in range(len(said) - size + 1):
        window = said[at : at + size]
        if window == name:
            return True
        if len(wanted) >= _LONG and all(
            one == other or (len(one) > 4 and one[0] == other[0] and OSA.distance(one, other) <= 2) for one, other in zip(name, window, strict=True)
        ) and ratio(wanted, " ".join(window)) >= _ALIKE:  # fmt: skip
            return True
    return False


def _in_list(entry: _Entry, said: tuple[str, ...]) -> bool:
    """Whether the cell of a list names a dataset in a way that would mean too much elsewhere: "custody", "nDelius", "crco"."""
    return len(said) <= _ITEM and (
        not entry.short.isdisjoint(said) or any(_stands(name, said) for name in entry.in_lists)
    )


def _singular(word: str) -> str:
    """A word as it is compared: without the genitive ("magistrates'", "magistrate's")."""
    return word.replace("'s", "s").rstrip("'")


@lru_cache(maxsize=16)
def _entries(knowledge: Knowledge) -> tuple[_Entry, ...]:
    listed = knowledge.list("datasets").get("datasets")
    if not isinstance(listed, Mapping):
        raise DataError(_FILE, "`datasets` is not right.", expected="datasets by key")
    return tuple(_entry(str(key), content) for key, content in listed.items())


def _entry(key: str, content: Any) -> _Entry:
    if not isinstance(content, Mapping) or not isinstance(content.get("name"), str):
        raise DataError(_FILE, f"The dataset {key!r} is not right.", expected="`name`, `option`, `panels`, `names` ...")

    def phrases(*fields: str) -> tuple[tuple[str, ...], ...]:
        texts = [str(text) for field in fields for text in content.get(field) or ()]
        return tuple(tuple(_singular(word) for word in words(text)) for text in texts)

    return _Entry(
        Dataset(
            key=key,
            name=content["name"],
            option=str(content.get("option", "")),
            panels=tuple(str(panel) for panel in content.get("panels") or ()),
            panels_mark=str(content.get("panels_mark", "inferred")),
            offences=bool(content.get("offences")),
            person_linked=bool(content.get("person_linked")),
            coverage=content.get("coverage") or {},
        ),
        frozenset(str(code) for code in content.get("codes") or ()),
        phrases("names", "systems"),
        phrases("with_data_first"),
        phrases("in_lists"),
        frozenset(str(code).casefold() for code in content.get("codes") or ()),
    )
