"""The sentences in which a blank of our own says what a definition holds: limits, N/A, how many to tick, when something applies.

Each sentence is made and read here, so that a blank that was written from a definition is learned as that definition. What
the wording of other makers' forms says is read in `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition, When
from dag_check.forms.wording import limit_in, takes_several
from dag_check.text import normalise, tidy

HINT_STYLE = "Form Hint"
GUIDANCE_STYLE = "Form Guidance"
"""The paragraph styles in which a blank of ours writes these sentences, and the form's own guidance."""

HOW_TO = "Answer every question of the sections that apply to you. Where “N/A” is accepted, the text under the question says so."
FIELD_COLUMNS = ("Detail", "Your answer")
ROW_COLUMN = "Row"
YES_NO = {"yes": "Yes", "no": "No"}

_ONE, _SEVERAL = "Tick one.", "Tick all that apply."
_NA = {
    "free": "If this does not apply, write “N/A”.",
    "reason": "If this does not apply, write “N/A” and say why.",
}
_HINT = re.compile(
    rf"(?P<ticks>{re.escape(_ONE)}|{re.escape(_SEVERAL)})? ?"
    r"(?:No more than (?P<words>[\d,]+) words?\.)? ?(?:No more than (?P<characters>[\d,]+) characters?\.)? ?"
    rf"(?P<na>{'|'.join(re.escape(sentence) for sentence in _NA.values())})?"
)
_ONLY_IF = {
    "section": ("Complete this section only if ", ". Otherwise leave it blank."),
    "question": ("Answer this question only if ", "."),
}
_TICKED = re.compile(r"“(?P<option>[^”]*)”(?: in (?:question (?P<number>[^\s“”]+)|the question “(?P<label>[^”]*)”))?")
_ANSWERED = re.compile(
    r"you (?P<verb>answered|did not answer) “(?P<option>[^”]*)” to (?:question (?P<number>[^\s“”]+)|the question “(?P<label>[^”]*)”)"
)
_FORMULA = "this condition holds: "
_TERM = re.compile(r"(?P<plain>'(?P<o1>[^'\\]+)' in choices\['(?P<q1>[^'\\]+)'\])|(?P<negated>!\('(?P<o2>[^'\\]+)' in choices\['(?P<q2>[^'\\]+)'\]\))")  # fmt: skip
_JOINERS = {" && ": " and ", " || ": " or "}


@dataclass(frozen=True, slots=True)
class Hint:
    """What a hint of ours says of its question; None where it says nothing of it."""

    several: bool | None = None
    max_words: int | None = None
    max_characters: int | None = None
    na: Literal["reason", "free"] | None = None


def hint(question: QuestionDefinition) -> str:
    """The hint under a question: what its own words do not say of ticks and limits, and whether N/A is an answer."""
    own = [question.label, *question.guidance]
    sentences = []
    if question.answer in ("choice", "choices", "yes_no"):
        several = question.answer == "choices"
        if takes_several(own) is not several:
            sentences.append(_SEVERAL if several else _ONE)
    words, characters = limit_in(own)
    if question.max_words is not None and question.max_words != words:
        sentences.append(f"No more than {question.max_words:,} {_plural(question.max_words, 'word')}.")
    if question.max_characters is not None and question.max_characters != characters:
        sentences.append(f"No more than {question.max_characters:,} {_plural(question.max_characters, 'character')}.")
    sentences += [_NA[question.na]] if question.na in _NA else []
    return " ".join(sentences)


def read_hint(text: str) -> Hint | None:
    """What a hint says, None for a text that is no hint of ours."""
    match = _HINT.fullmatch(tidy(text))
    if match is None or not any(match.groups()):
        return None
    policies: dict[str, Literal["reason", "free"]] = {_NA["reason"]: "reason", _NA["free"]: "free"}
    return Hint(
        several=match["ticks"] == _SEVERAL if match["ticks"] else None,
        max_words=_number(match["words"]),
        max_characters=_number(match["characters"]),
        na=policies[match["na"]] if match["na"] else None,
    )


def condition(part: QuestionDefinition | SectionDefinition, form: FormDefinition) -> str:
    """The sentence that says when a section or a question is to be filled in, "" where it always is."""
    if part.when is None:
        return ""
    opening, end = _ONLY_IF["section" if isinstance(part, SectionDefinition) else "question"]
    return f"{opening}{clause(part.when, form)}{end}"


def clause(when: tuple[str, ...] | str, form: FormDefinition) -> str:
    """A condition in words: 'you ticked “MoJ data” or “HMCTS data” in question 1.1'."""
    asked = _Asked(form.questions)
    if isinstance(when, str):
        return _worded_formula(when, asked) or f"{_FORMULA}{when}"
    parts: list[tuple[str, list[str]]] = []
    for option in when:
        owner = asked.owner(option)
        label = asked.options(owner).get(option, option) if owner else option
        place = asked.reference(owner, "in") if owner else ""
        if parts and parts[-1][0] == place:
            parts[-1][1].append(label)
        else:
            parts.append((place, [label]))
    return "you ticked " + " or ".join(f"{_quoted(labels)}{place}" for place, labels in parts)


def read_condition(text: str, questions: Sequence[QuestionDefinition]) -> When:
    """The condition that a sentence of ours states over these questions, None for a text that is no such sentence."""
    stated = tidy(text)
    for opening, end in _ONLY_IF.values():
        if stated.startswith(opening) and stated.endswith(end):
            return _read_clause(stated[len(opening) : len(stated) - len(end)], _Asked(questions))
    return None


def is_condition(text: str) -> bool:
    """Whether a text is a sentence of ours that states a condition."""
    return any(tidy(text).startswith(opening) for opening, _ in _ONLY_IF.values())


def sentences(form: FormDefinition) -> Iterator[str]:
    """Every sentence and column heading that a blank of ours adds to the form's own words, for telling them from answers."""
    yield HOW_TO
    yield from FIELD_COLUMNS
    for section in form.sections:
        yield condition(section, form)
        for question in section.questions:
            yield condition(question, form)
            yield hint(question)


class _Asked:
    """The questions of a form, to be named in words and found again by them."""

    def __init__(self, questions: Iterable[QuestionDefinition]) -> None:
        self._questions = {question.id: question for question in questions}
        numbers = [question.number for question in self._questions.values()]
        self._named = {q.id: q.number for q in self._questions.values() if q.number and numbers.count(q.number) == 1}

    def options(self, question: str) -> Mapping[str, str]:
        asked = self._questions.get(question)
        return YES_NO if asked and asked.answer == "yes_no" else asked.options if asked else {}

    def owner(self, option: str) -> str:
        """The first question that has this option, "" where none has."""
        return next((q.id for q in self._questions.values() if option in q.options), "")

    def reference(self, question: str, preposition: str) -> str:
        number = self._named.get(question)
        if number and not re.search(r"[\s“”]", number):
            return f" {preposition} question {number}"
        asked = self._questions.get(question)
        return f" {preposition} the question “{asked.label if asked else question}”"

    def find(self, number: str | None, label: str | None) -> str | None:
        """The id of the question of this number or label, None where there is none."""
        if number:
            return next((name for name, own in self._named.items() if own == number), None)
        wanted = normalise(label or "")
        return next((q.id for q in self._questions.values() if normalise(q.label) == wanted), None)

    def option(self, question: str | None, label: str) -> str | None:
        """The id of the option of that label: of this question, or of the first that has it."""
        names = [question] if question else list(self._questions)
        wanted = normalise(label)
        for name in names:
            for option, own in self.options(name).items():
                if normalise(own) == wanted:
                    return option
        return None


def _worded_formula(formula: str, asked: _Asked) -> str:
    """An expression over answers to single questions in words, "" for any other expression."""
    joiner = next((joiner for joiner in _JOINERS if joiner in formula), "")
    terms = []
    for term in formula.split(joiner) if joiner else [formula]:
        match = _TERM.fullmatch(term)
        if match is None:
            return ""
        option, question = match["o1"] or match["o2"], match["q1"] or match["q2"]
        label = asked.options(question).get(option)
        if label is None or "”" in label:
            return ""
        verb = "answered" if match["plain"] else "did not answer"
        terms.append(f"you {verb} “{label}”{asked.reference(question, 'to')}")
    return _JOINERS.get(joiner, "").join(terms)


def _read_clause(text: str, asked: _Asked) -> When:
    if text.startswith(_FORMULA):
        return text.removeprefix(_FORMULA)
    if text.startswith("you ticked "):
        return _read_ticked(text.removeprefix("you ticked "), asked)
    found = list(_ANSWERED.finditer(text))
    terms = []
    for match in found:
        question = asked.find(match["number"], match["label"])
        option = asked.option(question, match["option"]) if question else None
        if question is None or option is None:
            return None
        term = f"'{option}' in choices['{question}']"
        terms.append(term if match["verb"] == "answered" else f"!({term})")
    if not terms:
        return None
    between = text[found[0].end() : found[1].start()] if len(found) > 1 else ""
    joiner = next((sign for sign, word in _JOINERS.items() if word == between), " && ")
    return joiner.join(terms)


def _read_ticked(text: str, asked: _Asked) -> When:
    """The options named in '“A” or “B” in question 1.1 or “C” in question 1.3', in that order."""
    chosen: list[str] = []
    waiting: list[str] = []
    for match in _TICKED.finditer(text):
        waiting.append(match["option"])
        if match["number"] or match["label"]:
            question = asked.find(match["number"], match["label"])
            chosen += [asked.option(question, label) or label for label in waiting]
            waiting = []
    chosen += [asked.option(None, label) or label for label in waiting]
    return tuple(chosen) or None


def _quoted(labels: Sequence[str]) -> str:
    quoted = [f"“{label}”" for label in labels]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _plural(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _number(text: str | None) -> int | None:
    return int(text.replace(",", "")) if text else None
