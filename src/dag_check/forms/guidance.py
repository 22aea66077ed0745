"""Tells a form's own words around a question (guidance, instructions, column headings) from what an applicant wrote.

Known guidance comes from the form's definition; the rest is told by its look (grey, italic, a style named so) and by its
wording. Where in doubt a line counts as the applicant's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from dag_check.documents.lines import Line
from dag_check.text import normalise, tidy

_STYLES = re.compile(r"guid|instruct|help|hint|prompt|explan", re.IGNORECASE)
_INSTRUCTIVE = re.compile(
    r"""^[(\[\s*•-]*(?:
        guidance|guide|instructions?|help\ text|notes?\ (?:to|for)\ (?:the\ )?applicants?|prompts?|
        be\ (?:as\ )?(?:specific|concise|clear|brief|precise)|say\ (?:which|how|why|what|who|where|when)|(?:do\ not|don't|make\ sure|remember|consider|think|avoid)\b|
        (?:please\ )?(?:describe|explain|provide|state|list|outline|specify|set\ out|tell\ us|indicate|summarise|identify|detail|
            complete|enter|insert|tick|select|choose|confirm|include|attach|ensure|use\ this|give|name|delete|write|add|refer|mark|note\ that)\b(?!\s*:)|
        you\ (?:should|must|may|need|can)|applicants?\ (?:should|must|may|are)|
        (?:max(?:imum)?\.?|up\ to|no\ more\ than|word\ (?:limit|count)|suggested\ length)\b|
        (?:if|where)\ (?:yes|no|not|so|applicable|you|relevant|a\ resubmission|the\ lead)|
        this\ (?:section|question|part|form|should|must|answer)|for\ example|e\.g\.|
        (?:what|why|how|which|who|when|where|does|do|is|are|has|have|will|can)\b.*\b(?:you|your|the\ applicant)\b.*\?)""",
    re.IGNORECASE | re.VERBOSE,
)
_FORM_ONLY = re.compile(
    r"""^[(\[\s*]*(?:
        (?:guidance(?:\ notes?)?|help(?:\ text)?|hint|tip)\s*[:.–-].*|notes?\ (?:to|for)\ (?:the\ )?applicants?\b.*|
        (?:please\ )?(?:tick|check|select|mark)\ (?:all|one|the|as|only|a|whichever|every)\b.{0,60}|
        (?:please\ )?delete\ (?:as|where)\ (?:appropriate|applicable).{0,20}|
        please\ (?:describe|explain|provide|state|list|outline|specify|set\ out|tell\ us|indicate|summarise|identify|detail|complete|
            enter|insert|confirm|include|attach|ensure|give|name|answer|use|write|add|continue|expand|return|send|submit|read|do\ not|mark)\b.*|
        \(?\s*(?:max(?:imum)?\.?(?:\ of)?|up\ to|no\ more\ than|word\ limit(?:\ of)?\s*:?)\s*\d+\s*(?:words?|characters?)?\s*(?:max(?:imum)?)?|
        (?:word\ count|words?)\s*:?\s*\d*\s*(?:/\s*\d+)?(?:\ words?)?|\d+\s*words?(?:\s*(?:max(?:imum)?|or\ (?:fewer|less)))?|
        (?:your\ )?(?:answer|response)\s*:?|answer\ (?:here|below)\s*:?|yes\s*/\s*no|for\ office\ use(?:\ only)?.*|
        page\ \d+(?:\ of\ \d+)?
        )[)\]\s.*:]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_SEE_ATTACHED = re.compile(
    r"^\W*please (?:see|refer|find|note)\b|\b(?:attached|appendix|annex|enclosed|my|our|we|i|i'm|we've|i've)\b",
    re.IGNORECASE,
)
_HEADINGS = {
    "question", "questions", "answer", "answers", "response", "responses", "your answer", "your response", "no.", "number",
    "ref", "applicant response", "applicant's response", "applicant to complete", "guidance", "guidance notes", "item", "field", "detail",
    "details", "information required", "information", "official use", "office use only", "for office use only", "notes", "#",
    "section", "please complete", "to be completed by the applicant", "applicant answer", "applicant's answer", "comments",
}  # fmt: skip
_SIDE_COLUMNS = re.compile(
    r"^(?:guidance|help|notes? (?:to|for)|(?:for )?(?:official|office|secretariat|panel) use|instructions?)", re.I
)


class Guidance:
    """What in one filled copy is the form's own wording. Made once a document, asked line by line.

    `known` are the form's texts; where they are `complete` (learned from its blank), the look of a line alone does not make it the form's.
    """

    def __init__(self, lines: Sequence[Line], known: Iterable[str] = (), *, complete: bool = False) -> None:
        self._complete = complete
        self._known = [text for text in (normalise(text) for text in known) if text]
        self._exact = set(self._known)
        self._looks = _guidance_looks(lines)
        self._repeated = set() if complete else _repeated(lines)
        # Grey italics are guidance unless somebody answers in them throughout.
        written = [line for line in lines if line.norm and not line.has_box and not line.bold]
        self._both_is_rare = sum(line.italic and line.grey for line in written) < 0.45 * len(written)

    def is_form_text(self, line: Line) -> bool:
        """Whether a line between two labels is the form's, not the applicant's."""
        if line.has_box or not line.norm:
            return False
        if line.control:
            return line.norm in self._exact
        if self._is_known(line.norm) or normalise(line.text) in self._exact or _FORM_ONLY.match(line.text):
            return not _SEE_ATTACHED.search(line.text) or self._is_known(line.norm)
        if _STYLES.search(line.style) or line.norm in self._repeated:
            return True
        if not (line.italic or line.grey):
            return False
        if line.italic and line.grey and self._both_is_rare:
            return True
        if self._complete:
            return False
        return _look(line) in self._looks or is_instructive(line.text)

    def _is_known(self, norm: str) -> bool:
        if norm in self._exact:
            return True
        # A ratio of 86 leaves no room for a length that differs by more than a quarter: rapidfuzz looks at lengths first.
        return len(norm) >= 12 and process.extractOne(norm, self._known, scorer=fuzz.ratio, score_cutoff=86) is not None


def _repeated(lines: Sequence[Line]) -> set[str]:
    """Instructions that stand word for word under question after question."""
    counted = Counter(line.norm for line in lines if not line.has_box and is_instructive(line.text))
    return {norm for norm, count in counted.items() if count >= 3 and len(norm.split()) >= 4}


_TYPED_PROMPT = re.compile(
    r"""(?:\[[^\[\]]{2,}\]|<[^<>]{2,}>|\{[^{}]{2,}\}|«[^«»]{2,}»
        |[(]?d{1,2}\W?m{1,3}\W?y{2,4}[)]?|(?:please\ )?(?:enter|type|insert)\ (?:your\ )?(?:text|answer|response|details)\ here\W*
        )[\s.:*]*""",
    re.IGNORECASE | re.VERBOSE,
)


def is_typed_prompt(text: str) -> bool:
    """Whether a text is a prompt that somebody typed where an answer goes: "[Name and job title]", "<insert date>", "dd/mm/yyyy"."""
    return _TYPED_PROMPT.fullmatch(tidy(text)) is not None


_OFFICE = re.compile(
    r"""^\W*(?:(?:section|part|annex|appendix)\ \w{1,3}\W+|\d{1,2}[.)]?\ +)?(?:(?:this\ (?:section|part)\ (?:is\ )?)?for\ )?
        (?:official|office|(?:[\w&]+\ ){0,3}(?:committee|panel|board|team)(?:'s)?|secretariat|internal|admin\w*|department(?:al)?|reviewers?'?|erc|rec|irb|dac)
        \ (?:staff\ )?use\b
        |^\W*(?:(?:this\ (?:section|part)\ (?:is|must)\ )?to\ )?be\ completed\ by\ (?:the\ )?
        (?:(?:[\w&]+\ ){0,3}(?:committee|panel|board|office|secretariat|reviewers?|chair(?:person)?|data\ (?:controller|owner|provider|custodian)s?))\b
        |^\W*(?:(?:section|part|annex|appendix)\ \w{1,3}\W+|\d{1,2}[.)]?\ +)?for\ (?:the\ )?(?:[\w&]+\ ){0,3}
        (?:archivist|librarian|registrar|curator|secretary|secretariat|committee|panel|board|reviewers?|office|data\ (?:controller|owner|provider|custodian)s?)(?:\ only)?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_OWN_USE = re.compile(
    r"^\W*(?:\w+ \w{1,3}\W+|\d{1,2}[.)]? +)?F(?:or|OR) (?:(?:the|THE) )?(?:[A-Z][\w&'’-]* ){1,4}(?:use|USE)(?: (?:only|ONLY))?\W*$"
)
"""A part for somebody with a name of their own: "For Research Gateway use"."""


def is_office_part(text: str) -> bool:
    """Whether a text heads a part that the office fills in, not the applicant ("For office use only")."""
    return len(text) <= 120 and bool(_OFFICE.match(text) or _OWN_USE.match(text))


_OFFICE_LABEL = re.compile(
    r"\buse only\b|\b(?:to be )?(?:assigned|allocated|completed|filled in) by (?:the )?(?!applicant|researcher|you|lead|principal|supervisor|student)\w+",
    re.IGNORECASE,
)


def is_office_label(text: str) -> bool:
    """Whether a label says in brackets that its blank is for the office ("Reference (office use only)")."""
    return any(_OFFICE_LABEL.search(aside) for aside in re.findall(r"\([^()]*\)", text))


def is_column_heading(text: str) -> bool:
    """Whether a cell only heads a column of the form's layout ("Question", "Your answer", "Office use")."""
    return normalise(text).strip(" :*") in _HEADINGS


def is_side_column(text: str) -> bool:
    """Whether a column heading tells that its column holds guidance or is for the office, so that no answer stands in it."""
    return bool(_SIDE_COLUMNS.match(normalise(text)))


def is_instructive(text: str) -> bool:
    """Whether a text tells what to write ("Describe ...", "You should ...") rather than being written by an applicant."""
    return any(
        _INSTRUCTIVE.match(sentence) for sentence in re.split(r"(?<=[.!?:;])\s+", text)
    ) and not _SEE_ATTACHED.search(text)


def _look(line: Line) -> tuple[bool, bool, bool, str]:
    return line.italic, line.grey, line.bold, line.style


def _guidance_looks(lines: Sequence[Line]) -> set[tuple[bool, bool, bool, str]]:
    """The grey or italic looks of which most lines instruct: in them, every line is guidance."""
    seen: Counter[tuple[bool, bool, bool, str]] = Counter()
    instructive: Counter[tuple[bool, bool, bool, str]] = Counter()
    for line in lines:
        if (line.italic or line.grey) and line.norm and not line.has_box:
            seen[_look(line)] += 1
            instructive[_look(line)] += is_instructive(line.text) or bool(_FORM_ONLY.match(line.text))
    return {look for look, count in seen.items() if instructive[look] >= 3 and instructive[look] >= 0.5 * count}
