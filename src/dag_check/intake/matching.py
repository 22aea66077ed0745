"""Finds the labels of a form among the lines of a filled copy: the heart of reading forms.

A label may be lightly edited, truncated, run on into its answer, split over lines, or numbered otherwise. Each pair of label and
line gets a score; the best order-preserving set of pairs wins, and what is left over is tried again out of order
(sections get moved). Numbers help, headings decide. Leaves what stands between labels to `regions`.
"""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from dag_check.documents.lines import Line
from dag_check.text import normalise, tidy, words

FOUND = 0.72
"""A score from which on a label counts as found. Below it, down to POSSIBLE, the match is used but marked unsure."""
POSSIBLE = 0.62

_PARENTHESES = re.compile(r"\s*\([^)]*\)")
_CLAUSE = re.compile(r"(?<=[a-z])[.?;]\s|,\s(?=and |with )")
_SECTION_PREFIX = re.compile(r"^(?:section|part|annex|module|chapter)(?:\s+[\w.]{1,4})?\s*(?:[-:.)]+\s*|\s)")
_CARRIES_ON = re.compile(
    r"\s*(?:[(/&,:?*-]|\.(?!\.)|(?:of|and|for|to|in|with|by|on|or|from|if|you|your|the|that|which|including|as)\b|$)"
)
"""What makes a label longer rather than answering it: "Summary of the project" for "Summary"."""
_DOTS = re.compile(r"^[._…\s]{3,}(?=[^\s._…])|\s*(?:[._…]\s?){4,}$|(?<=\S)_{3,}$")
_LEAD_IN = re.compile(r"^[\s.:)*-]*(?:please |kindly )?")
_DELIMITERS = ":?-)…*"
_ENDS = (":", "?")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label to be found: `key` names it, `wordings` are its wording and those it may also have, normalised.

    `heading` anchors (sections) want to look like headings; `short` labels (of fields) must stand alone or before a delimiter.
    """

    key: str
    wordings: tuple[str, ...]
    number: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A label found on a line: how well (0 to 1), and what of the line's body comes after it ("" where nothing does).

    `lines` are the indices of the lines that the label takes up. `sure` is false for scores below FOUND.
    """

    anchor: Anchor
    line: int
    score: float
    rest: str = ""
    lines: tuple[int, ...] = ()

    @property
    def sure(self) -> bool:
        return self.score >= FOUND


def anchor(key: str, label: str, *, number: str = "", aliases: Iterable[str] = (), heading: bool = False) -> Anchor:
    """An anchor for a label, with the shorter wordings under which a label is often found (without brackets, first clause)."""
    wordings: list[str] = []
    for wording in (label, *aliases):
        plain = normalise(wording)
        for variant in (plain, tidy(_PARENTHESES.sub("", plain)), _CLAUSE.split(plain)[0].strip()):
            if variant and variant not in wordings and (len(variant) >= 12 or variant == plain):
                wordings.append(variant)
    return Anchor(key, tuple(wordings), number, heading)


def find(anchors: Sequence[Anchor], lines: Sequence[Line], *, within: Sequence[int] | None = None) -> dict[str, Match]:
    """The lines on which the anchors stand, by the anchor's key. Anchors not found are absent.

    `within` limits the search to those positions of `lines`. Order is kept where it can be; a run of labels that stands
    elsewhere (a moved section) is found in a second pass, if it matches strongly.
    """
    positions = list(within) if within is not None else list(range(len(lines)))
    candidates = _candidates(anchors, lines, positions)
    chosen = _best_in_order(candidates)
    taken = {line for _, line in chosen}
    found = {anchor_index: (line, candidates[anchor_index, line]) for anchor_index, line in chosen}
    for _ in range(len(anchors)):
        strong = {
            pair: hit
            for pair, hit in candidates.items()
            if pair[0] not in found
            and pair[1] not in taken
            and hit.score >= (0.9 if not anchors[pair[0]].heading else 0.95)
        }
        moved = _best_in_order(strong)
        if not moved:
            break
        for anchor_index, line in moved:
            found[anchor_index] = (line, strong[anchor_index, line])
            taken.add(line)
    _fill_gaps(anchors, lines, candidates, found, taken)
    _reworded(anchors, lines, found, taken)
    matches: dict[str, Match] = {}
    for anchor_index in sorted(found):
        line, hit = found[anchor_index]
        matches[anchors[anchor_index].key] = _with_continuation(anchors[anchor_index], line, hit, lines, taken)
    return matches


def _fill_gaps(
    anchors: Sequence[Anchor],
    lines: Sequence[Line],
    candidates: dict[tuple[int, int], _Hit],
    found: dict[int, tuple[int, _Hit]],
    taken: set[int],
) -> None:
    """Finds weaker labels: those that stand right after the label that they follow in the form."""
    by_anchor: dict[int, list[int]] = defaultdict(list)
    for anchor_index, line in candidates:
        by_anchor[anchor_index].append(line)
    for anchor_index in range(len(anchors)):
        before = next((index for index in range(anchor_index - 1, -1, -1) if index in found), None)
        if anchor_index in found or before is None:
            continue
        start = found[before][0]
        end = min((line for line in taken if line > start), default=len(lines))
        between = [line for line in by_anchor[anchor_index] if start < line < end]
        if between and before == anchor_index - 1:
            line = max(between, key=lambda line: candidates[anchor_index, line].weight)
            found[anchor_index] = (line, candidates[anchor_index, line])
            taken.add(line)
            continue
        opened = ((line, _opening(anchors[anchor_index], lines[line])) for line in range(start + 1, end))
        first = next(((line, hit) for line, hit in opened if hit), None)
        first = first or (_numbered(anchors[anchor_index], lines, start, end) if before == anchor_index - 1 else None)
        if first:
            found[anchor_index] = first
            taken.add(first[0])


def _numbered(anchor: Anchor, lines: Sequence[Line], start: int, end: int) -> tuple[int, _Hit] | None:
    """A label in words of the applicant's own that bears the question's number (on its line, or in a cell before it) and stands
    in the question's place: enough that they have words in common."""
    if anchor.heading or not anchor.number:
        return None
    for position in range(start + 1, end):
        if lines[position].number.casefold() != anchor.number.casefold():
            continue
        if not lines[position].body:
            position = next((other for other in range(position + 1, end) if lines[other].norm), end)
        if position == end or lines[position].has_box:
            return None
        norm = lines[position].norm
        cut = re.search(r"[:?](?=\s|$)", norm)
        own = {word for word in words(norm[: cut.end()] if cut else norm) if len(word) > 3}
        known = {word for wording in anchor.wordings for word in words(wording) if len(word) > 3}
        if len(own) > 20 or len(own & known) < 2 or len(own & known) < 0.4 * min(len(own), len(known)):
            return None
        rest = _rest(lines[position], norm, cut.end()) if cut and cut.end() < len(norm) else ""
        return position, _Hit(FOUND + 0.03, 0.0, rest, "")
    return None


def _reworded(
    anchors: Sequence[Anchor], lines: Sequence[Line], found: dict[int, tuple[int, _Hit]], taken: set[int]
) -> None:
    """Finds labels that an applicant shortened or wrote in other words: lines that look as the labels that were found do, in the
    place of one that was not found, and made of its words ("Funding" for "Who funds the project? Give the funder ...")."""
    looks = Counter(_label_look(lines[line]) for index, (line, _) in found.items() if not anchors[index].heading)
    usual = {look for look, count in looks.items() if count >= 2}
    for index, (line, hit) in list(found.items()):
        if hit.score < 0.85 and usual and not anchors[index].heading:
            # An answer in the question's words is not the label where a line above it is.
            own = _label_look(lines[line]) in usual
            above = line if own else next((at for at in range(line - 1, -1, -1) if lines[at].norm), line)
            above = line if above in taken else above
            better = _in_other_words(anchors[index], lines[above]) if _label_look(lines[above]) in usual else None
            if better and (above != line or better.score > hit.score):
                found[index] = (above, better if above != line else replace(hit, score=better.score))
                taken.add(above)
                taken -= {line} - {above}
    for before in sorted(found):
        # Those of the same section only: of a section that was left out, an answer's own headings may have the words.
        missing = list(
            itertools.takewhile(
                lambda index: index not in found and not anchors[index].heading, range(before + 1, len(anchors))
            )
        )
        start = found[before][0]
        if not missing or not usual:
            continue
        end = min((line for line in taken if line > start), default=len(lines))
        pairs = {
            (index, position): reworded
            for position in range(start + 1, end)
            if not lines[position].has_box and _label_look(lines[position]) in usual
            for index in missing
            if (reworded := _in_other_words(anchors[index], lines[position]))
        }
        for index, position in _best_in_order(pairs):
            found[index] = (position, pairs[index, position])
            taken.add(position)


def _label_look(line: Line) -> tuple[object, ...]:
    """How a label looks, "" for its number where it has none. Plain text without a number looks as answers do: that is no look."""
    if not (line.number or line.heading or line.bold or line.bold_prefix or (line.place and line.place.shaded)):
        return (line.index,)
    bold = line.bold or bool(line.bold_prefix)
    return (line.heading, bold, re.sub(r"[\dA-Za-z]+", "1", line.number), bool(line.place and line.place.shaded))


_SAYS_LITTLE = frozenset(
    [
        "about",
        "been",
        "could",
        "describe",
        "does",
        "each",
        "explain",
        "from",
        "give",
        "have",
        "please",
        "provide",
        "should",
        "state",
        "that",
        "the",
        "their",
        "this",
        "what",
        "when",
        "which",
        "will",
        "with",
        "would",
        "your",
    ]
)


def _in_other_words(anchor: Anchor, line: Line) -> _Hit | None:
    """The line as this label shortened or reworded: sure where it has no other words, or bears the number and shares most."""
    norm, rest_at = next(iter(_heads(line.norm, line)), (line.norm, None))
    own = {word for word in words(norm) if len(word) > 3 and word not in _SAYS_LITTLE}
    asked = [word for word in words(anchor.wordings[0]) if len(word) > 3 and word not in _SAYS_LITTLE]
    initials = "".join(word[0] for word in words(anchor.wordings[0]) if word not in ("of", "and", "the"))
    if not own or not asked or len(words(norm)) > 12:
        return None
    shared = {
        word for word in own if any(_akin(word, other) for other in asked) or (len(word) < 6 and word in initials)
    }
    covered = sum(any(_akin(word, other) for word in own) for other in asked) / len(asked)
    same_number = bool(line.number and anchor.number) and _same_number(line, anchor)
    if same_number and len(shared) >= 0.5 * len(own):
        score = FOUND + 0.03 if shared == own else POSSIBLE + 0.02
    elif shared == own and covered >= 0.3:
        score = FOUND + 0.01
    elif covered == 1 and len(shared) >= 0.5 * len(own):
        score = POSSIBLE + 0.02
    else:
        return None
    rest = _rest(line, line.norm, rest_at) if rest_at is not None else ""
    return _Hit(score, 1.0 + covered + 2 * same_number, rest, "")


def _akin(one: str, other: str) -> bool:
    """Whether two words are forms of one, or one misspelt ("funds" and "funding", "sumary" and "summary")."""
    shorter = min(len(one), len(other))
    common = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return common >= max(4, 0.6 * shorter) or (shorter > 4 and fuzz.ratio(one, other) >= 85)


def _opening(anchor: Anchor, line: Line) -> _Hit | None:
    """A label with its answer right behind it and nothing between ("Signed Dr A Able"), which counts only in its place."""
    label = anchor.wordings[0].rstrip(" :?*.")
    if anchor.heading or line.has_box or not label or not line.norm.startswith(label + " "):
        return None
    own = len(label.split())
    if own > 5 or len(line.norm.split()) > own + (15 if own == 1 else 40):
        return None
    return _Hit(FOUND + 0.03, 0.0, _rest(line, line.norm, len(label)), "")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A label against a line: the score, its weight in the choice, the rest of the line, and the label's words not yet seen."""

    score: float
    weight: float
    rest: str
    missing: str


def _candidates(
    anchors: Sequence[Anchor], lines: Sequence[Line], positions: Sequence[int]
) -> dict[tuple[int, int], _Hit]:
    """The pairs of anchor and line worth considering. A shared-words index keeps this fast on long forms."""
    vocabulary: dict[str, set[tuple[int, int]]] = defaultdict(set)
    sizes: dict[tuple[int, int], float] = {}
    reach: dict[tuple[int, int], int] = {}
    frequency = Counter(word for anchor in anchors for wording in anchor.wordings for word in set(words(wording)))
    rarity = {word: 1.0 / (1.0 + math.log(count)) for word, count in frequency.items()}
    longest = 0
    for index, anchor in enumerate(anchors):
        for which, wording in enumerate(anchor.wordings):
            own = words(wording)
            longest = max(longest, len(own))
            sizes[index, which] = sum(rarity[word] for word in own)
            reach[index, which] = len(own) * 2 + 8
            for word in own:
                vocabulary[word].add((index, which))
    pairs: dict[tuple[int, int], _Hit] = {}
    for position in positions:
        line = lines[position]
        if not line.norm:
            continue
        opening = line_words(line.norm)[: longest * 2 + 8]
        shared: dict[tuple[int, int], float] = defaultdict(float)
        first_at = {word: at for at, word in reversed(list(enumerate(opening)))}
        for word, at in first_at.items():
            for key in vocabulary.get(word, ()):
                if at < reach[key]:
                    shared[key] += rarity[word]
        whole = sum(rarity.get(word, 1.0) for word in opening)
        for (index, which), weight in shared.items():
            if weight < 0.4 * sizes[index, which] and weight < 0.5 * whole:
                continue
            hit = _hit(anchors[index], anchors[index].wordings[which], line, preferred=which == 0)
            if hit and hit.weight > pairs.get((index, position), _NOTHING).weight:
                pairs[index, position] = hit
    # The words of a heading may stand in any answer: where a line that looks like one has them, other lines don't count.
    headed: dict[int, float] = {}
    for (index, position), hit in pairs.items():
        if anchors[index].heading and looks_like_heading(lines[position]):
            headed[index] = max(hit.score, headed.get(index, 0.0))
    return {
        (index, position): hit
        for (index, position), hit in pairs.items()
        if index not in headed or hit.score > headed[index] + 0.1 or looks_like_heading(lines[position])
    }


_NOTHING = _Hit(0.0, 0.0, "", "")


@lru_cache(maxsize=20_000)
def line_words(norm: str) -> tuple[str, ...]:
    """The words of a normalised line (cached: a line is asked for by many labels)."""
    return tuple(words(norm[:600]))


@lru_cache(maxsize=20_000)
def _without_lead_in(norm: str) -> str:
    # Cached, as every label is held against every line.
    return _LEAD_IN.sub("", norm)


def _hit(anchor: Anchor, wording: str, line: Line, *, preferred: bool) -> _Hit | None:
    norm = _without_lead_in(line.norm)
    if anchor.heading:
        if line.has_box:
            return None
        norm = _SECTION_PREFIX.sub("", norm)
    # The label opens as the line does, or a word of the answer would make up for its "please".
    score, rest_at, missing = _similarity(_without_lead_in(wording), norm, line)
    if score < POSSIBLE - 0.1:
        return None
    same_number = bool(line.number and anchor.number) and _same_number(line, anchor)
    if line.number and anchor.number:
        score += 0.06 if same_number else -0.03
    if not preferred:
        score *= 0.98
    score = min(score, 1.0)
    if score < POSSIBLE:
        return None
    rest = _rest(line, norm, rest_at) if rest_at is not None else ""
    if rest and _is_tail(rest, wording, anchor):
        rest = ""
    # A label with its answer behind it ("Date ..3 May....") is one as much as the bare word in a table that follows.
    weight = (1.0 if score >= 0.985 else score) ** 3 * (1.0 + 0.08 * min(len(line_words(wording)), 12))
    if anchor.heading:
        weight *= 1.6 if looks_like_heading(line) else 0.55
    else:
        if same_number:
            weight *= 1.25
        if line.heading or line.bold or line.bold_prefix or line.number:
            weight *= 1.15
        if line.has_box and not line.bold:
            weight *= 0.8
    return _Hit(score, weight, rest, missing)


def _same_number(line: Line, anchor: Anchor) -> bool:
    """Whether a line bears the label's number, or "(b)" where the label is 6(b)."""
    mine, wanted = line.number.casefold().strip("()"), anchor.number.casefold()
    return wanted == line.number.casefold() or wanted.endswith(f"({mine})")


def _similarity(wording: str, norm: str, line: Line) -> tuple[float, int | None, str]:
    """How well a wording fits a line (0 to 1), where in the normalised line the label ends (None: at its end), and its missing tail."""
    bare, target = wording.rstrip(" ?:.*"), norm.rstrip(" ?:.*")
    may_be_short = line.bold_prefix or ":" in norm[: len(bare) + 10]
    if len(norm) > 2 * len(bare) + 20 and not may_be_short and fuzz.ratio(bare, norm[: len(bare)]) < 55:
        return 0.0, None, ""  # a long line that opens neither with the label nor with a shorter one: no label
    if bare == target:
        return 1.0, None, ""
    best: tuple[float, int | None, str] = (fuzz.ratio(bare, target) / 100, None, "")
    if norm.startswith(bare + " ") and not _CARRIES_ON.match(norm[len(bare) :]):
        best = (0.0, None, "")  # the whole label with an answer behind it, not a longer label
    label_words, own = line_words(wording), line_words(norm)
    if best[0] and abs(len(own) - len(label_words)) <= 3:
        best = max(best, (0.96 * fuzz.token_sort_ratio(bare, target) / 100, None, ""), key=lambda item: item[0])
    if len(norm) > len(bare) + 1:
        run_on = _run_on(bare, norm, len(label_words), line)
        if run_on[0] > best[0]:
            best = (run_on[0], run_on[1], "")
    for head, rest_at in ((target, None), *_heads(norm, line)):
        if len(head) < len(bare) and len(line_words(head)) >= 3:
            similar = fuzz.ratio(bare[: len(head)], head) / 100
            score = similar * (0.66 + 0.32 * len(head) / len(bare))
            if similar >= 0.9 and score > best[0]:
                best = (score, rest_at, bare[len(head) :].strip() if rest_at is None else "")
    return best


def _heads(norm: str, line: Line) -> list[tuple[str, int]]:
    """The openings of a line that may be a shortened label run on into its answer: up to its first colon, or its bold part."""
    heads = []
    colon = norm.find(":")
    if 0 < colon < len(norm) - 1:
        heads.append((norm[:colon].strip(), colon))
    if line.bold_prefix:
        raw = "".join(piece for piece in line.pieces if isinstance(piece, str))
        after = normalise(raw[line.bold_prefix :])
        if after and norm.endswith(after):
            cut = len(norm) - len(after)
            heads.append((norm[:cut].strip(" ?:.*"), cut))
    return heads


def _run_on(bare: str, norm: str, label_words: int, line: Line) -> tuple[float, int]:
    """The label at the start of a longer line: the best place to cut, and how sure it is that the label ends there."""
    slack = max(3, len(bare) // 6)
    best = (0.0, 0)
    for match in re.finditer(r"[\s:?)*.-]+|(?<=\w)(?=[:?*])|$", norm[: len(bare) + slack + 2]):
        cut = match.start()
        if abs(cut - len(bare)) > slack:
            continue
        score = fuzz.ratio(bare, norm[:cut].rstrip(" ?:.*")) / 100
        if norm[cut : cut + 1] in _ENDS or norm[max(cut - 1, 0) : cut] in _ENDS:
            score += 0.08  # a label rather ends at its colon than a word earlier or later
        if score > best[0]:
            best = (score, cut)
    score, cut = min(best[0], 1.0), best[1]
    if score < POSSIBLE:
        return 0.0, 0
    after = norm[cut : cut + 3].lstrip()
    offset = len(line.body) - len(norm)
    changes_look = (
        line.bold_prefix and abs(line.bold_prefix - (cut + offset + (len(line.number) + 1 if line.number else 0))) <= 4
    )
    if (
        after[:1] in tuple(_DELIMITERS)
        or after[:2] in ("..", "__")
        or norm[max(cut - 1, 0) : cut] in _ENDS
        or changes_look
    ):
        return score * 0.99, cut
    if after[:1] == "(":
        return score * 0.95, cut
    if label_words >= 6:
        return score * 0.9, cut
    return score * (0.45 + 0.04 * label_words), cut


def _rest(line: Line, norm: str, cut: int) -> str:
    """What stands on the line after the label, in the line's own spelling."""
    rest_norm = norm[cut:]
    kept = len(rest_norm)
    body = line.body
    rest = (
        body[len(body) - kept :]
        if kept <= len(body) and normalise(body[len(body) - kept :]) == rest_norm.strip()
        else ""
    )
    if not rest:
        # Normalising changed lengths ("ß" is "ss"): look for the place from which on the line reads as the rest does.
        whole = rest_norm.strip()
        rest = next((body[at:] for at in range(min(len(body), cut + 40)) if normalise(body[at:]) == whole), "")
    if not rest:
        letters = sum(character.isalnum() for character in rest_norm)
        position = len(body)
        while letters and position:
            position -= 1
            letters -= body[position].isalnum()
        rest = body[position:]
    rest = rest.strip().lstrip(":?*-–—.) ").strip() if not rest.strip().startswith("(") else rest.strip()
    return without_dots(rest)


def without_dots(text: str) -> str:
    """An answer without what is left of the dotted line that it was typed on."""
    return _DOTS.sub("", text).strip() if "_" in text or ".." in text or "…" in text else text


def _is_tail(rest: str, wording: str, anchor: Anchor) -> bool:
    """Whether what stands behind a shortened wording is only the rest of the whole label, perhaps cut short itself."""
    norm = normalise(rest)
    for whole in anchor.wordings:
        tail = whole[len(wording) :].strip(" ?:.,;") if whole.startswith(wording) else ""
        if not tail and "(" in whole and norm.startswith("("):
            tail = whole[whole.index("(") :]
        if tail and len(norm) <= len(tail) * 1.2 + 3 and fuzz.ratio(norm, tail[: len(norm)]) >= 75:
            return True
    return False


def looks_like_heading(line: Line) -> bool:
    """Whether a line looks like a heading: by its style, bold or shaded, or in capitals."""
    if line.heading or line.bold or "head" in line.style.casefold() or "title" in line.style.casefold():
        return True
    if line.place and line.place.shaded:
        return True
    # Capitals tell only where a word is long enough not to be an acronym.
    return line.body.isupper() and any(len(word) >= 6 for word in line.body.split())


def _best_in_order(candidates: dict[tuple[int, int], _Hit]) -> list[tuple[int, int]]:
    """The heaviest set of pairs in which anchors and lines both increase (a weighted longest increasing subsequence)."""
    if not candidates:
        return []
    ranks = sorted({line for _, line in candidates})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    nodes: list[tuple[tuple[int, int], int]] = []
    by_anchor: dict[int, list[int]] = defaultdict(list)
    for anchor_index, line in candidates:
        by_anchor[anchor_index].append(line)
    for anchor_index in sorted(by_anchor):
        additions: list[tuple[int, float, int]] = []
        for line in sorted(by_anchor[anchor_index]):
            rank = bisect_left(ranks, line)
            weight, previous = 0.0, -1
            position = rank
            while position > 0:
                weight, previous = max((weight, previous), tree[position])
                position -= position & -position
            nodes.append(((anchor_index, line), previous))
            # Of equals, the earlier line: an answer may repeat its question, a question does not repeat its answer. And the
            # earlier label: of two sections that ask the same, the one whose heading stands there.
            bias = 1e-9 * line + 1e-6 * anchor_index
            additions.append((rank + 1, weight + candidates[anchor_index, line].weight - bias, len(nodes) - 1))
        for position, weight, node in additions:
            while position <= len(ranks):
                tree[position] = max(tree[position], (weight, node))
                position += position & -position
    position, best = len(ranks), (0.0, -1)
    while position > 0:
        best = max(best, tree[position])
        position -= position & -position
    chosen: list[tuple[int, int]] = []
    node = best[1]
    while node >= 0:
        pair, node = nodes[node]
        chosen.append(pair)
    return chosen[::-1]


def _with_continuation(anchor: Anchor, position: int, hit: _Hit, lines: Sequence[Line], taken: set[int]) -> Match:
    """The match with the lines that carry on the label, where a label is split over several lines.

    Of the label's wordings the one counts that the following lines bring to its end.
    """
    plain = Match(anchor, position, hit.score, hit.rest, (position,))
    if hit.rest:
        return plain
    norm = _LEAD_IN.sub("", lines[position].norm).rstrip(" ?:.*")
    best: Match | None = None
    for wording in anchor.wordings:
        if len(norm) < len(wording) and fuzz.ratio(wording[: len(norm)], norm) >= 88:
            whole = _carried_on(anchor, position, hit.score, wording[len(norm) :].strip(), lines, taken)
            if whole and (best is None or (best.rest and not whole.rest)):
                best = whole
    return best or plain


def _carried_on(
    anchor: Anchor, position: int, score: float, missing: str, lines: Sequence[Line], taken: set[int]
) -> Match | None:
    """The match with the following lines that hold the rest of the label, None where they do not."""
    used = [position]
    missing = missing.rstrip(" ?:.*")
    while missing and used[-1] + 1 < len(lines) and used[-1] + 1 not in taken and len(used) < 6:
        following = lines[used[-1] + 1]
        if following.places != lines[position].places or not following.norm:
            return None
        norm = following.norm
        tail = norm.rstrip(" ?:.*")
        used.append(used[-1] + 1)
        if fuzz.ratio(missing, tail) >= 85:
            # The last word or two of a long label may stand on a line more.
            over = missing[len(tail) :].strip() if missing.startswith(tail) else ""
            if over and used[-1] + 1 < len(lines) and used[-1] + 1 not in taken:
                last = lines[used[-1] + 1]
                if last.places == following.places and last.norm.rstrip(" ?:.*") == over:
                    used.append(used[-1] + 1)
            return Match(anchor, position, min(1.0, score + 0.2), "", tuple(used))
        if len(tail) < len(missing) and fuzz.ratio(missing[: len(tail)], tail) >= 88:
            missing, score = missing[len(tail) :].strip(), min(1.0, score + 0.05)
        elif len(norm) > len(missing) > 8 and fuzz.ratio(missing, norm[: len(missing)]) >= 90:
            rest = _rest(following, norm, len(missing))
            return Match(anchor, position, min(1.0, score + 0.1), rest, tuple(used))
        else:
            return None
    return None
