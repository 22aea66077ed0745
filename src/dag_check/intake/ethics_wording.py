"""Reads what a text says of an ethics decision, a sentence at a time: granted, pending, refused, not required ...

The words stand in rules/lists/ethics-wording.yaml; committees, references and dates are read by ethics_details.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from dag_check.application import EthicsStatus
from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.text import normalise, tidy

LONGEST_SENTENCE = 1_500
"""Characters of a sentence that are looked at; a longer one is no sentence."""
LONGEST_TEXT = 60_000
"""Characters of a text that are looked at for a decision."""

_Pattern = re.Pattern[str]
Strength = Literal["plain", "unable", "under_way", "reason", "amendment", "receipt", "faint"]

_ABBREVIATION = re.compile(
    r"\b(?:ref|no|nos|dr|prof|mr|mrs|ms|st|e\.g|i\.e|approx|univ|dept|vs|cf|al|ext|tel|art|para|sec|fig|app|p|pp|v|c|[A-Z])\.$",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'’”)\]]*\s+(?=[\"'‘“(\[]*[A-Z0-9])|;\s+|\s*[\n\r]+\s*")
_TURN = re.compile(r",?\s+(?:but|however|although|whereas|though)\b,?\s+", re.I)
_CLAUSE = re.compile(r",\s+|\s+(?:and|while)\s+|\s+-\s+|:\s+")
_NO_FURTHER = re.compile(
    r"\bno (?:further|additional|more|other) (?:\w+ ){0,2}(?:review|approval|application|submission)\b"
)
"""There was a review: beside a yes, that nothing further is needed takes nothing back."""
_AMENDMENT = re.compile(r"\b(?:amendments?|extensions?|renewals?)\b")
_APPROVAL = re.compile(r"\b(?:approv\w+|favou?rable|opinion|clear(?:ed|ance))\b")
"""Beside a self-assessment, only these words make a sentence one about a committee's approval."""
_FUTURE = re.compile(
    r"\b(?:will|shall|to be|pending|await\w*|sought|seek\w*|appl(?:y|ied|ying|ies)|submitted|once|before|if)\b"
)
_DECISION_VERB = re.compile(r"\b(?:approv|grant|accredit|gave|given|pleased|obtain|receiv)\w*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one sentence says. `text` is as written; `strength` tells a plain statement from one that a plainer one outranks."""

    text: str
    status: EthicsStatus
    strength: Strength = "plain"
    conditions: bool = False
    index: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a whole text says: its status, the sentences it rests on, and the two that contradict each other."""

    status: EthicsStatus
    decisive: Sentence | None
    sentences: tuple[Sentence, ...]
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The compiled lists, one pattern a list: alternatives in the order of the file."""

    innocent: _Pattern
    says_nothing: _Pattern
    self_assessment: _Pattern
    self_assessment_other: _Pattern
    self_assessment_pending: _Pattern
    self_assessment_absent: _Pattern
    pending: _Pattern
    changes_asked: _Pattern
    under_way: _Pattern
    absent: _Pattern
    refused: _Pattern
    not_required: _Pattern
    reason_not_required: _Pattern
    not_given_yet: _Pattern
    pending_alone: _Pattern
    plainly_not_required: _Pattern
    research_words: _Pattern
    pending_cues: _Pattern
    decided_by: _Pattern
    outcome: _Pattern
    granted: _Pattern
    granted_alone: _Pattern
    said_yes: _Pattern
    paper_follows: _Pattern
    acknowledgement: _Pattern
    conditions: _Pattern
    ethics_markers: _Pattern
    other_panels: _Pattern
    other_approvers: _Pattern


@lru_cache(maxsize=8)
def wording(knowledge: Knowledge) -> Wording:
    """The wording lists of a rulebook, compiled. Raises DataError where an expression is wrong."""
    words, bodies = knowledge.list("ethics-wording"), knowledge.list("ethics-bodies")
    parts: dict[str, Any] = {}
    for name in Wording.__dataclass_fields__:
        source, file = (words, "ethics-wording") if name in words else (bodies, "ethics-bodies")
        parts[name] = _compile(source, name, file, words)
    return Wording(**parts)


def _compile(source: Any, name: str, file: str, words: Any) -> _Pattern:
    place = f"lists/{file}.yaml"
    entries = source.get(name)
    if not isinstance(entries, list) or not entries:
        raise DataError(place, f"`{name}` is not a list.", expected="regular expressions, one a line")
    alternatives = []
    for entry in entries:
        expression = str(entry).replace("{object}", str(words["object"])).replace("{gap}", str(words["gap"]))
        try:
            re.compile(expression)
        except re.error as error:
            raise DataError(place, f"`{name}` holds an expression that is not valid: {entry} ({error}).") from error
        alternatives.append(f"(?:{expression})")
    return re.compile("|".join(alternatives))


_WIDEST = 200
_LABEL = re.compile(r"[A-Z][\w ()/]{0,40}:|[-*•–]\s|\(?[0-9a-z]{1,2}[.)]\s")

_OPEN = re.compile(r"\b(?:to|of|the|and|or|on|until|for|by|a|an|in|with|at|from|that|is|was|has|been|be|which)$")
"""A line that ends so goes on in the next."""


def unwrapped(lines: Sequence[str]) -> list[str]:
    """Lines as written, with those joined again that one sentence was broken into.

    A line goes on the one before it where it begins in lower case, or, in a text broken at a width (an e-mail, a PDF), where
    its first word would not have fitted there any more.
    """
    widest = max(map(len, lines), default=0)
    width = widest if len(lines) >= 3 and 60 <= widest <= _WIDEST else 0
    joined: list[str] = []
    before = ""
    for line in lines:
        open_end = bool(before and line) and before[-1] not in ".:;!?"
        full = width > 0 and len(before) + 1 + len(line.split(" ")[0]) > width - 3
        full = full or (open_end and _OPEN.search(before) is not None)
        if open_end and (line[0].islower() or (full and not _LABEL.match(line))):
            joined[-1] += " " + line
        else:
            joined.append(line)
        before = line
    return joined


def sentences(text: str) -> list[str]:
    """The sentences of a text as written, on one line each, parted where they turn ("but"); lines that one was broken into are joined."""
    return [part for sentence in whole_sentences(text) for part in parted(sentence)]


def parted(sentence: str) -> list[str]:
    """A sentence parted where it turns: "but", "however"."""
    return [part for part in _TURN.split(sentence) if tidy(part)]


def whole_sentences(text: str) -> list[str]:
    """The sentences of a text, not parted where they turn."""
    lines = unwrapped([tidy(line) for line in text[:LONGEST_TEXT].splitlines()])
    found: list[str] = []
    for line in lines:
        start = 0
        for end in _SENTENCE_END.finditer(line):
            # An abbreviation is short: only the last characters are looked at, however far back the sentence began.
            near = max(start, end.start() - 10)
            if line[start : end.start()] and not _ABBREVIATION.search(line, near, end.start()):
                found.append(line[start : end.start()])
                start = end.end()
        found.append(line[start:])
    return [sentence for sentence in found if tidy(sentence)]


def read(text: str, knowledge: Knowledge, *, alone: bool = True, letter: bool = False) -> Reading:
    """Reads a text. `alone` false: a sentence needs a word of ethics review to count (text that may be about anything).

    `letter`: an approval counts only where it is one of research or of its ethics; letters also approve leave, training and access.
    """
    lists = wording(knowledge)
    said = []
    all_sentences = sentences(text)
    decided = any(_says_yes(sentence, lists) for sentence in all_sentences)
    for index, sentence in enumerate(all_sentences):
        statement = _read_sentence(sentence, index, lists, alone=alone, decided=decided)
        if statement is not None and not (
            letter and statement.status == "granted" and not _of_research(sentence, lists)
        ):
            said.append(statement)
    return _whole(tuple(said))


_ASIDE = re.compile(r"\([^)]{0,200}\)|\"[^\"]{0,200}\"|(?<!\w)'[^']{3,200}'(?!\w)")


def _of_research(sentence: str, lists: Wording) -> bool:
    """Whether what a sentence approves can be research: it says so, or it is too short to say of what."""
    plain = normalise(sentence)
    bare = _ASIDE.sub(" ~ ", plain)
    return len(bare.split()) <= 7 or ":" in bare or lists.research_words.search(bare) is not None


def _says_yes(sentence: str, lists: Wording) -> bool:
    """Whether a sentence tells of a yes, be it in passing ("the chair is happy"), and of nothing still to come but a paper."""
    if not lists.said_yes.search(normalise(sentence)[:LONGEST_SENTENCE]):
        return False
    statement = _read_sentence(sentence, 0, lists, alone=True, decided=True)
    return statement is None or statement.status == "granted"


def _read_sentence(sentence: str, index: int, lists: Wording, *, alone: bool, decided: bool) -> Sentence | None:
    """What a sentence says. `decided`: the text tells of a yes, so that a letter which is to follow is no sign that the decision is."""

    def says(status: EthicsStatus, strength: Strength = "plain", *, conditions: bool = False) -> Sentence:
        return Sentence(sentence, status, strength, conditions, index)

    plain = lists.innocent.sub(" ~ ", _spelled_out(normalise(sentence)[:LONGEST_SENTENCE]))
    if decided:
        plain = lists.paper_follows.sub(" ~ ", plain)
    if lists.acknowledgement.search(plain):
        return says("not_ethics", "receipt")
    if lists.says_nothing.search(plain):
        return None
    if lists.self_assessment.search(plain) and not lists.self_assessment_other.search(plain):
        if lists.self_assessment_absent.search(plain):
            return None
        if lists.self_assessment_pending.search(plain):
            return says("pending")
        return says("self_assessment")
    if lists.self_assessment_other.search(plain):
        return None
    plain, panel = _without_others(plain, lists)
    if not alone and not lists.ethics_markers.search(plain):
        return says("not_ethics") if panel else None
    return _decision(plain, lists, says) or (says("not_ethics") if panel else None)


_SHORT_FORMS = {"'ll": " will", "'ve": " have", "'re": " are", "'m": " am"}
_SHORT_FORM = re.compile("(?<=[a-z])(?:" + "|".join(_SHORT_FORMS) + r")\b")


def _spelled_out(plain: str) -> str:
    """The sentence with "we'll" as "we will", so that the lists need only the long form."""
    return _SHORT_FORM.sub(lambda match: _SHORT_FORMS[match.group()], plain)


def deciding_words(sentence: str, knowledge: Knowledge) -> str:
    """A sentence in lower case as the lists see it: without the words of courts and data, and without clauses about other panels."""
    lists = wording(knowledge)
    plain = lists.innocent.sub(" ~ ", _spelled_out(normalise(sentence)[:LONGEST_SENTENCE]))
    return _without_others(plain, lists)[0]


_COMMITTEE_ITSELF = re.compile(
    r"^(?:the )?(?:committee|board|panel|chair|members|reviewers)\b"
    r"|^(?:an?|the|its|our|any|final|no) (?:\w+ )?(?:decision|opinion|outcome)\b"
)


def _without_others(plain: str, lists: Wording) -> tuple[str, bool]:
    """The sentence without the clauses about other panels and approvers, and whether a panel's approval stood in one."""
    if not (lists.other_panels.search(plain) or lists.other_approvers.search(plain)):
        return plain, False
    kept, panel = [], False
    for clause in _CLAUSE.split(plain):
        ethics = lists.ethics_markers.search(clause)
        if not ethics and lists.other_panels.search(clause):
            panel = panel or (_DECISION_VERB.search(clause) is not None and not _FUTURE.search(clause))
        elif ethics or _COMMITTEE_ITSELF.match(clause) or not lists.other_approvers.search(clause):
            kept.append(clause)
    remaining = ", ".join(kept)
    if panel and not lists.ethics_markers.search(remaining):
        return "", True
    return remaining, panel


def _decision(plain: str, lists: Wording, says: Any) -> Sentence | None:
    amendment: Strength = "amendment" if _AMENDMENT.search(plain) and not re.search("minor|major", plain) else "plain"
    granted = lists.granted.search(plain) or lists.granted_alone.search(plain)
    if lists.plainly_not_required.search(plain):
        result = says("not_required")
    elif lists.pending.search(plain):
        result = says("pending", amendment)
    elif granted and _NO_FURTHER.search(plain):
        result = says("granted", conditions=lists.conditions.search(plain) is not None)
    elif lists.not_required.search(plain):
        result = says("not_required")
    elif lists.not_given_yet.search(plain):
        result = says("refused", "unable")
    elif lists.pending_alone.search(plain):
        result = says("pending", "under_way")
    elif lists.absent.search(plain):
        return None
    elif lists.refused.search(plain):
        result = says("refused")
    elif granted:
        result = says("granted", conditions=lists.conditions.search(plain) is not None)
    elif lists.changes_asked.search(plain):
        result = says("pending", "amendment")
    elif lists.under_way.search(plain):
        result = says("pending", "under_way")
    elif lists.reason_not_required.search(plain):
        result = says("not_required", "reason")
    elif lists.decided_by.search(plain) and lists.pending_cues.search(plain):
        result = says("pending", "faint")
    else:
        return None
    return result  # type: ignore[no-any-return]


STATE = re.compile(r"\W*(?:application |project |review |current |overall )?status ?: ?\S")
"""A line in which a system tells the state of an application."""


def _whole(said: tuple[Sentence, ...]) -> Reading:
    """The status of the whole text: the latest decision counts, and what is said plainly outranks what is only under way."""
    plain = [sentence for sentence in said if sentence.strength == "plain"]
    last = {sentence.status: sentence for sentence in plain}
    if "self_assessment" in last:
        plain = [s for s in plain if s.status != "granted" or _APPROVAL.search(normalise(s.text))]
        last = {sentence.status: sentence for sentence in plain}
    granted, pending, refused = last.get("granted"), last.get("pending"), last.get("refused")
    if granted:
        before = [other.index for other in (pending, refused) if other and other.index < granted.index]
        granted = next(s for s in plain if s.status == "granted" and s.index > max(before, default=-1))
    state = next((s for s in said if s.status == "pending" and STATE.match(normalise(s.text))), None)
    if granted and state and granted.index > state.index and not STATE.match(normalise(granted.text)):
        # A system's page tells the state first; a step that it lists further down may be one that is still to come.
        return Reading("pending", state, said, (state.text, granted.text))
    decisions = [sentence for sentence in (granted, refused) if sentence]
    if pending and not (granted and granted.index > pending.index) and not refused:
        if "self_assessment" in last and granted is None:
            return Reading("self_assessment", last["self_assessment"], said)
        return Reading("pending", pending, said, (granted.text, pending.text) if granted else ())
    if decisions:
        latest = max(decisions, key=lambda sentence: sentence.index)
        waiting = next((s for s in said if s.strength == "amendment" and s.status == "pending"), None)
        conflict = (latest.text, waiting.text) if waiting and latest is granted else ()
        if latest is refused and granted:
            conflict = (granted.text, refused.text)
        return Reading(latest.status, latest, said, conflict)
    if "self_assessment" in last:
        return Reading("self_assessment", last["self_assessment"], said)
    if "not_required" in last:
        return Reading("not_required", last["not_required"], said)
    for status, strength in (
        ("pending", "amendment"),
        ("refused", "unable"),
        ("pending", "under_way"),
        ("not_required", "reason"),
        ("pending", "faint"),
    ):
        weaker = next((s for s in said if (s.status, s.strength) == (status, strength)), None)
        if weaker:
            return Reading(weaker.status, weaker, said)
    other = next((sentence for sentence in said if sentence.status == "not_ethics"), None)
    return Reading("not_ethics", other, said) if other else Reading("unclear", None, said)
