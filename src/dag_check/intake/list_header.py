"""Reads the headings of a list of variables: what each column is, and whether a row is the header of such a list at all.

The words are in rules/lists/variable-columns.yaml. Headings only propose; `variables` looks at what the columns hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.text import normalise

LONGEST_HEADING = 1000
"""Headings carry guidance ("Justification - say why ..."); a longer cell is none."""
LONGEST_NAME_HEADING = 80
LONGEST_TITLE = 120

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ENUMERATOR = re.compile(r"^\s*\(?(?:\d{1,2}|[A-Za-z])[.)]\s+")
_NUMBER_AND = re.compile(
    r"^\s*(?:no\.?|nr\.?|num(?:ber)?|ref(?:erence)?\.?|#)\s*(?:and|[/&+,])\s*(?=[A-Za-z])", re.IGNORECASE
)
_BOTH = re.compile(r"\s+(?:and|with|plus)\s+|\s*[/&+,]\s*|\s+[-–—]\s+|\s*\(\s*(?:and|with)\s+", re.IGNORECASE)
_GUIDANCE = re.compile(r"\s*(?:\n|:|\s[-–—]\s|\(|\?\s|\.\s)")
_SIGNS = re.compile(r"[^\w%#]+|_")
_COMMONLY_MISSPELT = (
    "justification",
    "variable",
    "variables",
    "description",
    "required",
    "requested",
    "dataset",
    "rationale",
)
_YEARS_IN = re.compile(r"\b(?:19|20)\d\d\b|\b\d{2}\b|\W+")
_YEAR = re.compile(r"(?:fy\s*|ay\s*)?(?:19|20)\d\d(?:\s*(?:[-/–]|to)\s*(?:19|20)?\d\d)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a heading may be: `name` is 3 (says "variable"), 2, 1 (says "item") or 0; `roles` are in order of likelihood.

    `described` is true where it asks for the name and its description in one cell ("Variable and definition").
    `reasoned` is true where the heading asks for the name and its justification in one cell ("Variable and justification").
    """

    name: float = 0
    roles: tuple[str, ...] = ()
    against: bool = False
    reasoned: bool = False
    described: bool = False

    @property
    def known(self) -> bool:
        """Whether the heading is one that lists (or other tables) have."""
        return bool(self.name or self.roles or self.against)


_NOTHING = Reading()


class Headings:
    """The words by which columns are known, compiled once a rulebook."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        name = _mapping(content, "name")
        self._cores = {
            core: weight
            for key, weight in (("weak", 1.0), ("medium", 2.0), ("strong", 3.0))
            for core in _keys(name.get(key), f"name.{key}")
        }
        self._core_words = frozenset(word for core in self._cores for word in core.split())
        self._fillers = frozenset(_keys(name.get("fillers"), "name.fillers"))
        self._asking = frozenset(_keys(name.get("asking"), "name.asking"))
        self._never = frozenset(_keys(name.get("never"), "name.never"))
        self._headings: dict[str, list[str]] = {}
        self._phrases: list[tuple[re.Pattern[str], re.Pattern[str] | None, str]] = []
        for role, entry in _mapping(content, "roles").items():
            for heading in _keys(entry.get("headings"), f"roles.{role}.headings"):
                self._headings.setdefault(heading, []).append(role)
            phrases = _keys(entry.get("phrases", []), f"roles.{role}.phrases")
            if phrases:
                unless = _keys(entry.get("not", []), f"roles.{role}.not")
                self._phrases.append((_anywhere(phrases), _anywhere(unless) if unless else None, role))
        self._against = frozenset(_keys(_mapping(content, "against").get("words"), "against.words"))
        self._dataset_words = _anywhere(_keys(content.get("dataset_words"), "dataset_words"))
        self._dataset_signs = _anywhere(_keys(content.get("dataset_signs"), "dataset_signs"))
        self.group_words = _anywhere(_keys(content.get("group_words"), "group_words"))
        self.dictionary_words = _anywhere(_keys(content.get("dictionary_words"), "dictionary_words"))
        self.list_words = _anywhere(_keys(content.get("list_words"), "list_words"))
        self.purpose_words = _anywhere(_keys(content.get("purpose_words"), "purpose_words"))
        self._cohort_words = _anywhere(_keys(content.get("cohort_words"), "cohort_words"))
        self.about_words = _anywhere(_keys(content.get("about_words"), "about_words"))
        self._refused = _anywhere(_keys(content.get("refused_words"), "refused_words"))
        self.colours = _anywhere(_keys(content.get("colours"), "colours"))
        self.asking = _anywhere(_keys(content.get("asking_words"), "asking_words"))
        self.elsewhere = _anywhere(_keys(content.get("elsewhere"), "elsewhere"))
        self._remarks = frozenset(_keys(content.get("remarks"), "remarks"))
        self._plain_sheets = frozenset(_keys(content.get("plain_sheets"), "plain_sheets"))
        first_words = sorted({core.split()[-1] for core in self._cores}, key=len, reverse=True)
        self.may_name = re.compile(
            r"(?<![a-z])(?:v[aer]+[a-z]{1,8}|[a-z]+?alias|[a-z]*name|"
            + "|".join(map(re.escape, first_words))
            + r")(?![a-z])",
            re.IGNORECASE,
        )
        self._read: dict[str, Reading] = {}
        self._names: dict[str, bool] = {}

    def read(self, text: str) -> Reading:
        """What a heading may be. Long texts and numbers are none."""
        if len(text) > LONGEST_HEADING:
            return _NOTHING
        reading = self._read.get(text)
        if reading is None:
            reading = self._read_new(text)
            if len(self._read) < 20_000:
                self._read[text] = reading
        return reading

    def names(self, text: str) -> bool:
        """Whether a heading is one of a column of variables; quick, for it is asked of every row."""
        if not _may_head_names(text) or not self.may_name.search(text):
            return False
        known = self._names.get(text)
        if known is None:
            known = (
                any(self._name_weight(candidate) for candidate in _candidates(text))
                or self._asks_for_both(text)
                or self._asks_for_both(text, "description")
            )
            if len(self._names) < 20_000:
                self._names[text] = known
        return known

    def is_year(self, text: str) -> bool:
        """Whether a heading is a year or a range of years: a column of a matrix."""
        return len(text) < 30 and _YEAR.fullmatch(normalise(text)) is not None

    def of_years(self, text: str) -> str:
        """What a heading says besides its years, "" where it names none: "Requested (2014-16)" and "Requested (2017-19)" say the same."""
        plain = normalise(text)
        return _YEARS_IN.sub(" ", plain).strip() if re.search(r"\b(?:19|20)\d\d\b", plain) else ""

    def is_cohort(self, text: str) -> bool:
        """Whether a heading, or the one that spans it, is of a part of the study: a column of a matrix."""
        return len(text) <= LONGEST_TITLE and self._cohort_words.search(key(text)) is not None

    def refuses(self, text: str) -> bool:
        """Whether a sheet's name, a title or a heading says of variables that they are not requested ("Considered, not requested")."""
        said = key(text)
        if len(text) > LONGEST_TITLE or not self._refused.search(said):
            return False
        return not self.asking.search(self._refused.sub(" ", said))

    def names_dataset(self, text: str) -> bool:
        """Whether a title, a heading or a sheet's name names a dataset: by a known word, or by "... dataset" in a few words."""
        said = key(text)
        if len(text) > LONGEST_TITLE or not said or text.rstrip().endswith((".", "?")):
            return False
        if self._dataset_words.search(said):
            return True
        return len(said.split()) <= 8 and self._dataset_signs.search(said) is not None and said not in self._headings

    def is_remark(self, text: str) -> bool:
        """Whether what stands where a name would is the label of a remark ("Notes")."""
        return len(text) <= LONGEST_NAME_HEADING and key(text) in self._remarks

    def is_plain_sheet(self, name: str) -> bool:
        """Whether a sheet's name says nothing of a dataset ("Sheet1", "Variables")."""
        return key(re.sub(r"\d+", "", name)) in self._plain_sheets or not key(re.sub(r"\d+", "", name))

    def _read_new(self, text: str) -> Reading:
        candidates = _candidates(text)
        if not candidates:
            return _NOTHING
        whole = candidates[0]
        roles: list[str] = []
        for candidate in candidates:
            roles += self._headings.get(candidate, [])
        exact = bool(roles)
        for pattern, unless, role in self._phrases:
            if pattern.search(f" {whole} ") and not (unless and unless.search(f" {whole} ")):
                roles.append(role)
        if self._asks_for_both(text):
            return Reading(name=3.0, reasoned=True)
        if self._asks_for_both(text, "description"):
            return Reading(name=3.0, described=True)
        name = max((self._name_weight(candidate) for candidate in candidates), default=0.0)
        return Reading(
            name=name if _may_head_names(text) else 0.0,
            roles=tuple(dict.fromkeys(roles)),
            against=not exact and any(candidate in self._against for candidate in candidates),
        )

    def _asks_for_both(self, text: str, other: str = "justification") -> bool:
        """Whether a heading is that of a name and of something else: "Variable and justification", "Data item / reason"."""
        parts = [key(part) for part in _BOTH.split(text) if part.strip()]
        return (
            len(parts) == 2
            and len(text) <= LONGEST_NAME_HEADING
            and self._name_weight(parts[0]) >= 2
            and other in self._headings.get(re.sub(r"^(?:the|its|your|a) ", "", parts[1]), ())
        )

    def _name_weight(self, heading: str) -> float:
        if heading in self._cores:
            return self._cores[heading]
        if heading in self._never:
            return 0.0
        tokens = heading.split()
        if not tokens or len(tokens) > 12:
            return 0.0
        if any(token not in self._core_words and token not in self._fillers for token in tokens):
            return 0.0
        cores = [weight for core, weight in self._cores.items() if f" {core} " in f" {heading} "]
        inside = {token for core in self._cores if f" {core} " in f" {heading} " for token in core.split()}
        if not cores or any(token not in inside and token not in self._fillers for token in tokens):
            return 0.0
        return max(*cores, 1.5) if self._asking & set(tokens) else max(cores)


@lru_cache(maxsize=16)
def headings(knowledge: Knowledge) -> Headings:
    """The headings that a rulebook knows. Raises DataError when its list is not right."""
    return Headings(knowledge.list("variable-columns"))


def _may_head_names(text: str) -> bool:
    """Whether a text may head the column of names: short, no question ("Variable required?"), no guidance in brackets."""
    return len(text) <= LONGEST_NAME_HEADING and not text.endswith("?") and not text.startswith(("[", "(", "<", "{"))


def _candidates(text: str) -> list[str]:
    """The heading whole, without what is in brackets, and without the guidance that follows it."""
    text = _NUMBER_AND.sub("", _ENUMERATOR.sub("", text))
    whole = key(text)
    plain = text
    if "(" in text or "[" in text:
        plain = _BRACKETS.sub(" ", text).strip()
    short = key(_GUIDANCE.split(plain.strip(), maxsplit=1)[0])
    return [candidate for candidate in dict.fromkeys((whole, key(plain), short)) if candidate]


def key(text: str) -> str:
    """A heading for comparing: words in lower case, taken apart where they run together, common misspellings put right."""
    plain = _SIGNS.sub(" ", normalise(_CAMEL.sub(" ", text)).replace("'", ""))
    return " ".join(_spelt(word) for word in plain.split())


@lru_cache(maxsize=4096)
def _spelt(word: str) -> str:
    if len(word) < 6 or word in _COMMONLY_MISSPELT:
        return word
    for right in _COMMONLY_MISSPELT:
        if word[:2] == right[:2] and abs(len(word) - len(right)) <= 2 and word[-1] == right[-1]:
            allowed = 1 if len(right) < 9 else 2 if len(right) < 11 else 3
            if OSA.distance(word, right, score_cutoff=allowed) <= allowed:
                return right
    return word


def _mapping(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    if not isinstance(value, dict):
        raise DataError(
            "lists/variable-columns.yaml", f"`{name}` is not right.", expected="names with values under them"
        )
    return value


def _keys(values: object, name: str) -> list[str]:
    if not isinstance(values, list):
        raise DataError("lists/variable-columns.yaml", f"`{name}` is not right.", expected="a list of texts")
    return [key(str(value)) for value in values]


def _anywhere(phrases: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=len, reverse=True) if phrase)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
