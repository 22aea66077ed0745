"""Finds who decided on ethics: the committee a sentence names, or at least its institution.

A name is built outwards from the word that says what it is (Committee, Panel, REC): back over capitalised words, on over "of the
University of ...". Finds names only; which of several counts is for ethics.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dag_check.errors import DataError
from dag_check.knowledge import Knowledge
from dag_check.text import tidy

LONGEST = 600
"""Characters of a sentence in which a committee is looked for."""
_MOST_WORDS = 14

_TOKEN = re.compile(r"[\w&'’/\-–]+\.?|[,;:()|!?\"“”]")
_KINDS = frozenset(
    [
        "committee",
        "subcommittee",
        "sub-committee",
        "board",
        "panel",
        "group",
        "forum",
        "office",
        "secretariat",
        "team",
        "unit",
        "committee's",
        "panel's",
        "board's",
        "council",
    ]
)
_SHORT_KIND = re.compile(r"(?:[A-Z][A-Z\-]{0,9})?(?:REC|IRB|ERB)|IDREC")
_SUBJECT = frozenset(
    [
        "ethics",
        "ethical",
        "ethic",
        "research",
        "review",
        "human",
        "data",
        "advisory",
        "governance",
        "integrity",
        "social",
        "science",
        "sciences",
        "sub",
        "joint",
        "independent",
        "departmental",
        "faculty",
        "university",
        "school",
        "college",
        "institutional",
        "local",
        "scientific",
        "participants",
        "subjects",
        "and",
        "approvals",
    ]
)
_GENERIC = (_SUBJECT - {"social", "science", "sciences"}) | _KINDS | frozenset(
    ["the", "our", "your", "a", "an", "this", "relevant", "full", "universities", "university's", "institution's", "department", "committees", "process", "applicant", "rec", "of", "for", "in", "on", "at", "by", "full", "approval", "approved", "team", "chair’s", "chair's", "institute"]
)  # fmt: skip
_JOINS = frozenset(("of", "and", "for", "the", "&", "-", "–", "in", "on"))
_HOUSES = frozenset(
    [
        "university",
        "univ",
        "univ.",
        "college",
        "school",
        "institute",
        "department",
        "faculty",
        "city",
        "king's",
        "king’s",
        "imperial",
        "birkbeck",
        "centre",
        "academy",
        "council",
        "trust",
        "hospital",
        "foundation",
        "ministry",
    ]
)
_ROLES = frozenset(
    [
        "minutes",
        "chair",
        "chairman",
        "chairperson",
        "co-chair",
        "vice-chair",
        "convenor",
        "convener",
        "secretary",
        "administrator",
        "member",
        "members",
        "manager",
        "officer",
        "behalf",
        "meeting",
        "coordinator",
        "co-ordinator",
        "head",
    ]
)
_NO_START = frozenset(
    [
        "online",
        "id",
        "protocol",
        "determination",
        "reference",
        "number",
        "application",
        "review",
        "opinion",
        "no",
        "date",
        "decision",
        "outcome",
        "meeting",
        "the",
        "our",
        "this",
        "your",
        "we",
        "i",
        "yes",
        "by",
        "from",
        "on",
        "in",
        "at",
        "of",
        "and",
        "for",
        "to",
        "a",
        "an",
        "approved",
        "approval",
        "granted",
        "reviewed",
        "cleared",
        "dear",
        "dr",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "joint",
        "thank",
        "ethics:",
        "re",
        "ref",
        "committee",
        "obtained",
        "confirmed",
        "favourable",
        "full",
        "has",
        "have",
        "been",
        "was",
        "is",
        "ethically",
        "when",
        "once",
        "after",
        "before",
        "as",
        "since",
        "if",
        "all",
        "any",
    ]
)
_CALENDAR = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)
_NHS_REC = re.compile(r"(?<![\w/])\d{2}/(?:[A-Z]{2,3}/\d{4}|[A-Z]\d{4}/\d{1,4})(?![\w/])")
"""The shape of a reference of an NHS Research Ethics Committee, which tells the committee."""
_SHORT_HOUSE = re.compile(
    r"\b(?!NHS\b|UKSA\b|HRA\b|MOJ\b|DAG\b|ONS\b|THE\b|RE\b)([A-Z]{2,6})(?:['’]s)? (?:[Rr]esearch )?[Ee]thic(?:s|al)\b"
)
_INSTITUTION = re.compile(
    r"\b(?:(?:[A-Z][\w'’&\-]*|Univ\.)(?:\s|,\s))*(?:University|Univ\.?|College|School|Institute|Faculty|Department|Academy|Council)\b"
    r"(?:\s(?:of|for|and|the|&|[A-Z][\w'’&\-]*)\b)*(?:,\s(?:the\s)?(?:University|College|School)(?:\s(?:of|[A-Z][\w'’\-]*))*)?"
)

_WHOSE = frozenset(
    ["joint", "university", "faculty", "school", "college", "department", "departmental", "institutional"]
)

FULL, SHORT, KIND, ACRONYM, HOUSE, GENERIC = 6, 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Named:
    """A committee's name and how much it tells.

    FULL a name of its own, SHORT one such as "Law REC", KIND one that says whose ("University Research Ethics Committee"), ACRONYM
    letters only, HOUSE an institution, GENERIC no more than "Research Ethics Committee".
    """

    name: str
    rank: int


def committee(sentence: str, knowledge: Knowledge) -> str:
    """The committee (or at least the institution) that a sentence names, "" where it only says "the ethics committee"."""
    named = named_in(sentence, knowledge)
    return named.name if named and named.rank > GENERIC else ""


def named_in(sentence: str, knowledge: Knowledge) -> Named | None:
    """The best name in a sentence, None without one."""
    text = tidy(sentence)[:LONGEST]
    words = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    plain = [word for word, _, _ in words]
    best: Named | None = None
    for index, word in enumerate(plain):
        bare = word.rstrip(".")
        short = _SHORT_KIND.fullmatch(bare) is not None
        if not short and bare.casefold() not in _KINDS:
            continue
        start = _back(plain, index)
        end = _on(plain, index, short=short)
        if not short and not _has_subject(plain[start:index]) and not _on_subject(plain[index + 1 : end]):
            continue
        named = _named(text, words, start, end, short=short)
        if named and (best is None or named.rank > best.rank):
            best = named
    if best is not None and best.rank >= SHORT:
        return best
    acronym = _acronyms(knowledge).search(text)
    if acronym:
        return Named(acronym.group(), ACRONYM)
    for match in _INSTITUTION.finditer(text):
        name = _without_start(match.group())
        if len(name.split()) > 1 and not _is_generic(name.split()):
            return Named(name, HOUSE)
    house = _SHORT_HOUSE.search(text)
    if house and not best:
        return Named(house[1], HOUSE)
    return Named("NHS REC", HOUSE) if _NHS_REC.search(text) else best


def _has_subject(before: Sequence[str]) -> bool:
    said = [word.casefold() for word in before]
    return any(word.startswith(("ethic", "rec")) and word != "received" for word in said) or (
        "institutional" in said and "review" in said
    )


def _on_subject(after: Sequence[str]) -> bool:
    """Whether a committee is one "on" or "for" research with people or ethics."""
    said = [word.casefold() for word in after]
    about = {"human", "humans", "ethics", "ethical"}
    return said[:1] in (["on"], ["for"]) and bool(about.intersection(said))


def _capital(word: str) -> bool:
    return word[:1].isupper() and word.rstrip(".").casefold() not in _CALENDAR


def _back(words: Sequence[str], kind: int) -> int:
    """Where the name begins whose kind stands at an index."""
    start = kind
    position = kind - 1
    joined = False
    while position >= max(0, kind - _MOST_WORDS):
        word = words[position]
        low = word.rstrip(".").casefold()
        if word.endswith(".") and low not in ("univ", "st", "dept"):
            break
        if word == ",":
            listed = joined or (position + 1 < len(words) and words[position + 1] == "University")
            if not (listed and position > 0 and _capital(words[position - 1])):
                break
        elif low in _JOINS:
            joined = joined or low in ("and", "&")
        elif _capital(word) or low in _SUBJECT or low.endswith(("s'", "'s", "s’", "’s")):
            start = position
        else:
            break
        position -= 1
    return start


def _names_part(word: str) -> bool:
    """Whether a word in brackets belongs to a name: "(Non-Medical)", "(A)"; not "(Chair)"."""
    return word[:1].isupper() and word.casefold() not in _ROLES | _NO_START


def _on(words: Sequence[str], kind: int, *, short: bool) -> int:
    """Where the name ends: after a number, and after the institution it belongs to."""
    end = kind + 1
    number = words[end] if end < len(words) else ""
    after = words[end + 1].casefold() if end + 1 < len(words) else ""
    if re.fullmatch(r"1[0-2]|[1-9]|[A-F]", number) and after.rstrip(".") not in _CALENDAR and after != "of":
        end += 1
    position = end
    if position < len(words) and words[position] == "(":
        close = next((i for i in range(position, min(position + 3, len(words))) if words[i] == ")"), None)
        if close is not None and position + 1 < close and _names_part(words[position + 1]):
            position = close + 1
    link = words[position] if position < len(words) else ""
    direct = short and _capital(link)
    if not direct:
        if link.casefold() not in (",", "of", "at", "for", "in", "on", "-", "–", "("):
            return end
        position += 1
        if position < len(words) and words[position].casefold() == "the":
            position += 1
    run = position
    while run < len(words) and (_capital(words[run]) or (words[run].casefold() in _JOINS and run > position)):
        run += 1
        if words[run - 1].endswith("."):
            break
    while run > position and words[run - 1].casefold() in _JOINS:
        run -= 1
    own = [word.rstrip(".").casefold() for word in words[position:run]]
    if not own or own[0] in _ROLES | _NO_START:
        return end
    if link in (",", "-", "–", "(") and not _HOUSES.intersection(own):
        return end
    return run


def _named(text: str, words: Sequence[tuple[str, int, int]], start: int, end: int, *, short: bool) -> Named | None:
    roles = [i for i in range(start, end) if words[i][0].casefold() in _ROLES and i + 1 < end]
    of = [i for i in roles if words[i + 1][0].casefold() in ("of", "to", "on") or words[i + 1][0] == ","]
    start = of[-1] + 1 if of else start
    while start < end and words[start][0].casefold().rstrip(".") in _NO_START | _JOINS | {","}:
        following = words[start + 1][0].casefold() if start + 1 < end else ""
        if words[start][0] == "Joint" and following not in _ROLES:
            break
        if words[start][0] in ("Committee", "Board", "Panel") and following in ("for", "on"):
            break
        start += 1
    if start >= end:
        return None
    name = text[words[start][1] : words[end - 1][2]].strip(" ,-–(.:;")
    own = [word.rstrip(".") for word, _, _ in words[start:end]]
    if not _is_generic(own):
        if short and len(own) == 1:
            return Named(name, ACRONYM)
        return Named(name, SHORT if short else FULL)
    capitals = [word for word in own if word[:1].isupper()]
    if len(capitals) < 3:
        return None
    return Named(name, KIND if _WHOSE.intersection(map(str.casefold, capitals)) else GENERIC)


def _is_generic(words: Sequence[str]) -> bool:
    return all(
        word.casefold().strip(",.-–()") in _GENERIC
        or word.casefold() in _JOINS
        or not word.strip(",.-–()")
        or word.isdigit()
        for word in words
    )


def _without_start(name: str) -> str:
    own = name.split()
    while own and own[0].strip(",.:").casefold() in _NO_START | _JOINS | _ROLES | {"ethics"}:
        own = own[1:]
    while own and own[-1].casefold() in _JOINS:
        own = own[:-1]
    return re.sub(r"['’]s$", "", " ".join(own).strip(" ,-–("))


@lru_cache(maxsize=8)
def _acronyms(knowledge: Knowledge) -> re.Pattern[str]:
    names = knowledge.list("ethics-bodies").get("acronyms", ())
    try:
        return re.compile(
            r"(?<![\w-])(?:" + "|".join(str(name) for name in names) + r")(?![\w]|[-/_.]\w)(?:\s\d{1,2}\b(?![/.\-]))?"
        )
    except re.error as error:
        raise DataError(
            "lists/ethics-bodies.yaml", f"`acronyms` holds an expression that is not valid ({error})."
        ) from error
