"""Second thoughts on what was read of an ethics decision: where words of it can be read both ways, nobody should be told yes or no.

ethics_wording knows many wordings, and the next office writes in one of its own. This is a second reader that knows few and plain
words (rules/lists/ethics-doubt.yaml): where it contradicts the first, the text is unclear and a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from dag_check.errors import DataError
from dag_check.intake.ethics_wording import STATE, Reading, deciding_words, parted, sentences, whole_sentences
from dag_check.knowledge import Knowledge
from dag_check.text import normalise

_LISTS = ("says_yes", "holds_approval", "doubt", "explained")


def considered(reading: Reading, text: str, knowledge: Knowledge, *, letter: bool = False) -> Reading:
    """The reading of a text, with status "unclear" where a plain second look contradicts it; the two quotes are in `conflict`."""
    against = ""
    if reading.decisive and STATE.match(normalise(reading.decisive.text)):
        return reading  # A system's own state is plain, whatever steps it lists.
    if reading.status == "granted":
        against = _against_granted(text, reading, knowledge)
    elif reading.status in ("pending", "refused"):
        against = _against_open(text, reading, knowledge, letter=letter)
    elif reading.status == "not_required":
        against = next((line for line in sentences(text) if _holds_approval(line, knowledge)), "")
    if not against or reading.decisive is None:
        return reading
    return replace(reading, status="unclear", conflict=tuple(dict.fromkeys((reading.decisive.text, against))))


def _against_granted(text: str, reading: Reading, knowledge: Knowledge) -> str:
    """What speaks against a yes: no sentence that says it is free of doubt, or none is plain though another said no before."""
    open_ = [s for s in reading.sentences if s.status in ("pending", "refused") and s.strength == "plain"]
    last = open_[-1] if open_ else None
    given = [s for s in reading.sentences if s.status == "granted"]
    after = [s for s in given if last is None or s.index > last.index] or given
    turns = dict(_turns(text))
    if after and all(doubtful(f"{s.text} ~ {turns.get(s.text, '')}", knowledge) for s in after):
        return turns.get(after[0].text, after[0].text)
    if last and not any(_plainly_yes(s.text, knowledge) for s in after):
        return last.text
    return ""


def _against_open(text: str, reading: Reading, knowledge: Knowledge, *, letter: bool) -> str:
    """What speaks against "not yet" and "no": a plain yes anywhere, or, in a letter, that only a faint sign says so."""
    turns = dict(_turns(text))
    for sentence in sentences(text):
        if _plainly_yes(sentence, knowledge) and not doubtful(turns.get(sentence, ""), knowledge):
            return sentence
    # Whoever writes a letter tells a decision or asks for something: a faint sign of what is to come is likely one misread.
    faint = letter and reading.decisive is not None and reading.decisive.strength == "faint"
    return reading.decisive.text if faint and reading.decisive else ""


def _turns(text: str) -> Iterator[tuple[str, str]]:
    """Each part of a sentence that turns ("Approved, but not before May") with what comes after it."""
    for sentence in whole_sentences(text):
        yield from pairwise(parted(sentence))


def doubtful(line: str, knowledge: Knowledge) -> bool:
    """Whether a sentence has a word of no, of later, of only if or of an end that is not explained."""
    lists = _lists(knowledge)
    return lists["doubt"].search(lists["explained"].sub(" ~ ", deciding_words(line, knowledge))) is not None


def _plainly_yes(line: str, knowledge: Knowledge) -> bool:
    """Whether a sentence says yes, and has no word of doubt."""
    yes = _lists(knowledge)["says_yes"].search(deciding_words(line, knowledge))
    return yes is not None and not doubtful(line, knowledge)


def _holds_approval(line: str, knowledge: Knowledge) -> bool:
    """Whether a sentence points to an approval that there is: "not applicable: see our approved application"."""
    return _lists(knowledge)["holds_approval"].search(deciding_words(line, knowledge)) is not None


@lru_cache(maxsize=8)
def _lists(knowledge: Knowledge) -> dict[str, re.Pattern[str]]:
    source = knowledge.list("ethics-doubt")
    try:
        return {name: re.compile("|".join(f"(?:{entry})" for entry in source[name])) for name in _LISTS}
    except (re.error, KeyError, TypeError) as error:
        raise DataError("lists/ethics-doubt.yaml", f"A list is missing or not valid ({error}).") from error
