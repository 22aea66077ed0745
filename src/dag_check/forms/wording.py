"""What a form's own wording says of a question: limits, whether N/A is taken, when it applies, how many options may be ticked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from dag_check.forms.definition import QuestionDefinition
from dag_check.knowledge import Knowledge
from dag_check.text import normalise, words

_NUMBER = r"(?P<number>\d{1,3}(?:[ ,]\d{3})+|\d{1,6})"
_LIMIT = re.compile(
    rf"(?:no more than|not more than|not exceed(?:ing)?|up to|within|under|fewer than|less than|max(?:imum)?\.?(?: of)?|"
    rf"limit(?:ed to| of)?|at most|word limit|character limit)\s*:?\s*{_NUMBER}\s*(?P<unit>words?|characters?)?|"
    rf"{_NUMBER.replace('number', 'number2')}[\s-]*(?P<unit2>words?|characters?)\s*(?:(?:at (?:the )?)?(?:max(?:imum)?|most)\b|limit|or (?:fewer|less))",
    re.IGNORECASE,
)
_ALL_THAT_APPLY = re.compile(
    r"\b(?:all|any|as many)\b.{0,20}\b(?:apply|applies|applicable|apply\.|relevant)|more than one|one or more|tick all|select all",
    re.IGNORECASE,
)
_ONE_ONLY = re.compile(
    r"\b(?:tick|select|choose|check|mark|indicate) (?:only )?(?:one|1)\b|one (?:box|option) only|\bwhich one\b",
    re.IGNORECASE,
)
_IF_YES = re.compile(
    r"(?:^|\s/)\W*(?:if|where|when)\s+(?:(?:you\s+(?:have\s+)?(?:answered|ticked|selected|said)\s+)?[\W_]*(?P<answer>yes|no)\b"
    r"|(?P<so>so|not)\b(?=\W*(?:[,;:]|please|explain|give|how|why|what|who|when|where|which|state|say|describe)))",
    re.IGNORECASE,
)
"""Also behind a slash, as bilingual forms say it a second time."""
_CHOSEN = r"(?:tick(?:ed)?|select(?:ed)?|chos(?:e|en)|answered|applying (?:for|to)|appl(?:y|ied) (?:for|to)|access(?:ing)?|request(?:ed|ing)?)"
_TO_DO = r"(?:complete|answer|fill|only|required|this (?:section|question|part)|applies)"
_ONLY_IF = re.compile(
    rf"\b{_TO_DO}\b.{{0,80}}\b(?:if|where|when)\b.{{0,80}}\b{_CHOSEN}\b|\b(?:if|where|when)\b.{{0,40}}\b{_CHOSEN}\b.{{0,160}}\b(?:complete|answer|fill)\b",
    re.IGNORECASE,
)
_IF_CHOSEN = re.compile(rf"^\W*(?:if|where)\b.{{0,25}}\b{_CHOSEN}\b", re.IGNORECASE)
_SKIP = re.compile(r"\bif\s+[\W_]*(?P<answer>yes|no)\W+.{0,20}?\b(?:skip|go|move|proceed)\b.{0,12}?\bto\s+(?:question\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?)", re.I)  # fmt: skip
_DATE = re.compile(r"\bdate\b|dd\W?mm\W?yy", re.IGNORECASE)
_NA = r"(?:n\s*/\s*a\b|not applicable)"
_NA_NEVER = re.compile(rf"\b(?:do not|don't|cannot|may not|must not) (?:be )?(?:answer(?:ed)?|mark(?:ed)?|write|use|enter)?\s*(?:with |as )?[\"']?{_NA}|{_NA}[\"']? is not (?:accepted|an answer)", re.I)  # fmt: skip
_NA_REASON = re.compile(
    rf"{_NA}.{{0,60}}\b(?:reason|why|explain|because|justif)|\b(?:reason|explain why|say why).{{0,60}}{_NA}",
    re.IGNORECASE,
)
_NA_FREE = re.compile(_NA, re.IGNORECASE)


_DATE_OF = re.compile(
    r"^(?:please (?:give|enter|state) )?(?:the )?(?:[a-z]+ )?date (?:of|on|when|that|by|for|the|you|from|until)\b"
    r"(?!.*(?:[,;/&?]|\b(?:and|or|name|reference|number|status|reason|why|how|birth|range)\b)).{1,80}$",
    re.IGNORECASE,
)
"""A longer label that asks for one date and nothing else ("Date on which the committee gave its opinion")."""


def is_date_label(label: str) -> bool:
    """Whether a short label asks for a date ("Start date", "Date of approval")."""
    return bool(_DATE.search(label)) and (len(words(label)) <= 5 or bool(_DATE_OF.match(label)))


POLAR = re.compile(
    r"^(?:please (?:indicate|state|confirm) (?:whether|if) )?(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|should|may)\b"
    r"(?!.{0,200}\bwhich of the following\b)",
    re.IGNORECASE,
)
"""The opening of a question that is answered by yes or no."""


def limit_in(texts: Sequence[str]) -> tuple[int | None, int | None]:
    """The most words and the most characters that a label or its guidance allows, None where they say nothing."""
    for text in texts:
        for match in _LIMIT.finditer(text):
            number = match["number"] or match["number2"]
            unit = (match["unit"] or match["unit2"] or "").casefold()
            if not unit:
                continue
            value = int(re.sub(r"\D", "", number))
            if value:
                return (value, None) if unit.startswith("word") else (None, value)
    return None, None


def takes_several(texts: Sequence[str]) -> bool | None:
    """Whether several options may be ticked: True, False, or None where the wording leaves it open."""
    text = " ".join(texts)
    if _ALL_THAT_APPLY.search(text):
        return True
    if _ONE_ONLY.search(text):
        return False
    return None


def na_policy(texts: Sequence[str]) -> str | None:
    """What a text says of N/A as an answer: "never", "reason" or "free"; None where it does not speak of it."""
    text = normalise(" ".join(texts))
    if _NA_NEVER.search(text):
        return "never"
    if _NA_REASON.search(text):
        return "reason"
    return "free" if _NA_FREE.search(text) else None


def if_answered(text: str) -> str | None:
    """ "yes" or "no" where a label begins "If yes, ..." or "If so, ...", "If not, ...", else None."""
    match = _IF_YES.search(text)
    if match and match["so"]:
        return "yes" if match["so"].casefold() == "so" else "no"
    return match["answer"].casefold() if match else None


_SOMETIMES = re.compile(
    rf"""^\W*if\b
        |^\W*where\s(?!and\b|possible\b)[^,?]{{3,90}}\b(?:is|are|was|were|has|have|does|do|applies|apply|you)\b[^,?]*,\s*(?!and\b|or\b|who|how\b|by\b|for\b|with\b)
        |^\W*for\s(?!each\b|every\b|all\b|both\b|the\b|this\b|these\b|your\b|example\b|how\b|wh)[^,.?]{{3,60}},\s
        |^\W*(?:\w+\s){{0,4}}\w+\s+only\s*[:–-]
        |\b(?:if|where)\s+(?:you\s+have\s+(?:one|any|it|them)\b|any\b|applicable|appropriate|relevant|known|available|there\s+is\s+one|different)
        |\boptional\b|\b(?:if|where)\b.{{0,40}}\b{_CHOSEN}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PART_SOMETIMES = re.compile(
    r"\b(?:complete|answer|fill in)\b.{0,60}?\b(?:section|part|questions?)\b.{0,40}?\b(?:if|where|when)\b(?! (?:possible|necessary|known))"
    r"|\bonly\b.{0,25}\b(?:complete[d]?|answer(?:ed)?|fill(?:ed)?|needed|required|appl(?:y|ies))\b.{0,60}\b(?:if|where|when|for)\b"
    r"|\bthis (?:section|part)\b.{0,20}\b(?:only )?appl(?:y|ies) (?:only )?(?:to|if|where|when)\b",
    re.IGNORECASE,
)
_PARTS_NAMED = re.compile(
    r"\b(?i:sections?|parts?)\s+(?P<names>(?:[A-Z]|\d{1,2})(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)(?:[A-Z]|\d{1,2})\b)*)(?!\w)"
)


def is_sometimes(label: str) -> bool:
    """Whether a label says that its question need not always be answered ("Students only: ...", "(if you have one)")."""
    return _SOMETIMES.search(label) is not None


def is_part_sometimes(text: str) -> bool:
    """Whether a text under a section's heading says that the section is for some applications only."""
    return _PART_SOMETIMES.search(text) is not None


def parts_sometimes(texts: Sequence[str]) -> set[str]:
    """The numbers of the sections which a form's instructions say are for some applications only ("Complete Section C only if ...")."""
    named: set[str] = set()
    for text in texts:
        for sentence in re.split(r"(?<=[.;])\s+", text):
            if re.search(r"\bonly\b", sentence, re.IGNORECASE) and _PART_SOMETIMES.search(sentence):
                for match in _PARTS_NAMED.finditer(sentence):
                    named |= {name.casefold() for name in re.findall(r"\b(?:[A-Z]|\d{1,2})\b", match["names"])}
    return named


_ANSWER_TO = re.compile(
    r"""\bif\b.{0,30}?\b(?:answer(?:ed)?|tick(?:ed)?|select(?:ed)?|said|chose|replied)\s+[\W_]*(?P<answer>yes|no)\W+(?:to|at|in|for|under)\s+
        (?:question\s*|q\.?\s*)?(?P<number>[A-Z]?\d{1,2}(?:\.\d{1,2})*[a-z]?)(?![\w.]*\d)(?P<more>\s*(?:,|/|&|and\b|or\b|to\b|-|–)\s*(?:question\s*|q)?\s*[A-Z]?\d)?
       |\bif\s+(?:your|the)\s+(?:answer|response)\s+to\s+(?:question\s*|q\.?\s*)?(?P<number2>[A-Z]?\d{1,2}(?:\.\d{1,2})*[a-z]?)\s+(?:is|was)\s+[\W_]*(?P<answer2>yes|no)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def answer_to(text: str) -> tuple[str, str] | None:
    """("yes", "3.4") where a text says "Complete only if you answered Yes to question 3.4", None where it says no such thing or names
    several questions."""
    found = list(_ANSWER_TO.finditer(text))
    if len(found) != 1 or found[0]["more"] or not (_ONLY_IF.search(text) or is_part_sometimes(text)):
        return None
    match = found[0]
    return (match["answer"] or match["answer2"]).casefold(), (match["number"] or match["number2"]).casefold()


def skip_to(text: str) -> tuple[str, str] | None:
    """("yes", "16.5") where a text says "If yes, skip to question 16.5", else None."""
    match = _SKIP.search(text)
    return (match["answer"].casefold(), match["number"]) if match else None


def named_condition(
    texts: Sequence[str], options: dict[str, str], *, opening: str = ""
) -> tuple[tuple[str, ...], bool]:
    """The ids of the options that a text makes a condition of ("only complete if you ticked ..."), and whether it states one at all.

    `options` are all options of the form so far: id -> label. `opening` is the label, where "If you ticked ..., say" is enough.
    """
    found: list[str] = []
    stated = False
    for text in texts:
        if not _ONLY_IF.search(text) and not (text == opening and _IF_CHOSEN.match(text)):
            continue
        stated = True
        norm = normalise(text)
        for option, label in options.items():
            plain = normalise(label).strip(" .:")
            if len(words(plain)) >= 2 and plain in norm and option not in found:
                found.append(option)
    # A label may be part of a longer one: only the longest that stand in the text count.
    labels = {option: normalise(options[option]) for option in found}
    kept = [o for o in found if not any(labels[o] != labels[p] and labels[o] in labels[p] for p in found)]
    return tuple(kept), stated


UNTITLED = "Questions"
"""What a section is called that has no heading in its form."""
CHOICES = ("choice", "choices", "yes_no")
_CHOSEN_ROLES = frozenset({"data", "datasets", "route", "status", "ethics_route", "dpia", "linking"})
_YES_NO_ROLES = frozenset({"ethics_route", "dpia", "linking", "status"})


def _fits(role: str, question: QuestionDefinition) -> bool:
    """Whether a question's kind of answer can hold what the role stands for: a name or a summary is never ticked."""
    if question.answer == "signature":
        return role in ("declaration", "supervisor")
    if question.answer == "yes_no":
        return role in _YES_NO_ROLES
    return question.answer not in CHOICES or role in _CHOSEN_ROLES


class Roles:
    """Proposes roles for questions by their wording; each role once."""

    def __init__(self, knowledge: Knowledge) -> None:
        content = knowledge.list("role-wording")
        self._patterns = {
            role: re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
            for role, patterns in content["roles"].items()
        }
        self._never_na = frozenset(content["never_na"])

    def propose(
        self, questions: Sequence[QuestionDefinition], settled: Collection[str] = frozenset()
    ) -> dict[str, str]:
        """Question id -> role, for the questions that have none yet. What is `settled` (ids) is left as it is."""
        proposed: dict[str, str] = {}
        taken = {question.role for question in questions if question.role}
        for role, pattern in self._patterns.items():
            if role in taken:
                continue
            for question in questions:
                if question.role or question.id in settled or question.id in proposed or not _fits(role, question):
                    continue
                if role in self._never_na and if_answered(question.label):
                    continue
                if pattern.search(normalise(question.label)):
                    proposed[question.id] = role
                    break
        return proposed

    def takes_no_na(self, role: str) -> bool:
        """Whether a question of this role is one that every application answers."""
        return role in self._never_na
