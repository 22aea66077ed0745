"""The checks of family LNG: advice on plain language. Never an error: not every reviewer knows the applicant's field.

Long sentences are counted by words; an acronym counts as spelled out wherever its letters begin the words of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dag_check.application import Form, Question
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.form import NO_FORM
from dag_check.checks.places import in_absent_section, place_of, said
from dag_check.checks.submission import listed
from dag_check.checks.wording import is_blank, says_nothing
from dag_check.knowledge import Knowledge
from dag_check.report import Evidence
from dag_check.sentences import sentences
from dag_check.text import shorten, tidy

SKIPPED_KINDS = ("people", "signature", "fields", "date", "choice", "choices", "yes_no")
_FILE_OR_ADDRESS = re.compile(r"\.(?:docx?|xlsx?|pdf|odt|ods|csv|txt|zip|msg|eml)\W*$|://|^\W*www\.|@", re.IGNORECASE)
_ACRONYM = re.compile(
    r"(?<![\w./&\-\u2013_'’@#])[A-Z](?:[A-Z]|&(?=[A-Z])){1,5}(?:s|'s|’s)?(?![\w/&_@#]|[-\u2013]\d|\.\w|['’]\w|\s?\d{2,}[/-])"
)
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’]*")
_MOST = 50_000
"""Characters of an answer that are looked at."""
_SMALL = frozenset(["of", "and", "the", "for", "in", "to", "on", "a", "an", "by", "with", "from", "at", "or", "de"])
_NEAR = 12
"""Words on either side of an acronym in which a name in small letters ("randomised controlled trial") is its meaning."""
_NUMBER = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*")


@check("sentences_short")
def sentences_short(case: Case) -> Verdict:
    """LNG001: no sentence of the plain-English summary is longer than the option `most` allows (in words)."""
    form = case.application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    question = form.role("summary")
    if question is None or question.applies is False:
        return Verdict(not_applicable="The form has no question that is known to ask for a summary in plain English.")
    if in_absent_section(form, question):
        return Verdict(not_applicable="The section with the summary is absent; see FRM001.")
    if not question.found or question.unsure:
        return Verdict(cannot_tell="The summary could not be located for sure: a person must look.")
    text = question.answer.text
    if is_blank(text) or says_nothing(text, case.knowledge):
        return Verdict(not_applicable="There is no summary; see FRM002 and FRM003.")
    most = int(case.options.get("most", 25))
    lengths = [(count_words(sentence), sentence) for sentence in _spoken(text)]
    long = [one for one in lengths if one[0] > most]
    place = place_of(case.application, question)
    if not long:
        longest = max(lengths, default=(0, ""))
        return Verdict(
            passed=f"No sentence of the summary is over {most} words.",
            evidence=(Evidence(location=place, quote=shorten(longest[1])),),
        )
    words_of, longest_one = max(long, key=lambda one: one[0])
    how_many = "One sentence" if len(long) == 1 else f"{len(long)} sentences"
    values = {
        "how_many": how_many,
        "is": "is" if len(long) == 1 else "are",
        "it": "it" if len(long) == 1 else "each of them",
        "most": str(most),
        "words": str(words_of),
        "longest": shorten(longest_one, 200),
    }
    return Verdict(problems=(Problem(place, quote=shorten(longest_one, 400), values=values),))


@check("acronyms_defined")
def acronyms_defined(case: Case) -> Verdict:
    """LNG002: every acronym in the answers that reviewers read is spelled out somewhere in the form, or is one that every reader knows."""
    form = case.application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    known = _known(case.knowledge) | _of_the_form(form)
    everything = "\n".join(said(question.answer) for question in form.questions)
    meanings = _Meanings(everything)
    seen: set[str] = set()
    problems = []
    for question in form.questions:
        if not _is_read(question, case):
            continue
        new = []
        for acronym in _acronyms(question.answer.text):
            if acronym.upper() not in seen and acronym not in known and acronym.upper() not in known:
                seen.add(acronym.upper())
                if not meanings.of(acronym) and not _is_a_word(acronym, everything):
                    new.append(acronym)
        if new:
            values = {
                "acronyms": listed(new),
                "is": "is" if len(new) == 1 else "are",
                "it": "it" if len(new) == 1 else "each",
            }
            problems.append(
                Problem(
                    place_of(case.application, question), quote=_around(question.answer.text, new[0]), values=values
                )
            )
    return Verdict(problems=tuple(problems), passed="Every acronym is spelled out, or is one that every reader knows.")


def _is_a_word(acronym: str, text: str) -> bool:
    """Whether it is a word in capitals: the form also writes it in small letters, or it stands by small words in capitals ("HOW LONG")."""
    if len(acronym) < 4 or not acronym.isalpha():
        return False
    shouted = rf"\b{acronym.lower()}\b|\b(?:THE|HOW|NOT|WHAT|WHY|THIS|OUR|ALL|NO|OF|AND|IS|ARE|VERY|MORE)\s+{acronym}\b"
    return re.search(shouted, text) is not None


def count_words(sentence: str) -> int:
    """How many words a sentence has, as a word processor counts them: "follow-up" is one, and so is "1,200"."""
    return len(_NUMBER.findall(sentence))


def _spoken(text: str) -> Iterator[str]:
    """The sentences of a text; a line that ends without a full stop is one of its own, and so is an item of a list."""
    for line in text.split("\n"):
        for sentence in sentences(line):
            yield from (piece for piece in re.split(r"\s[•▪●·]\s", sentence) if piece.strip())


def _is_read(question: Question, case: Case) -> bool:
    if question.applies is False or not question.found or question.kind in SKIPPED_KINDS:
        return False
    return question.role not in case.knowledge.list("acronyms")["skipped_roles"]


def _acronyms(text: str) -> list[str]:
    """The acronyms of a text, each once. Lines in capitals, names of files, roman numerals, codes and references hold none."""
    found: dict[str, None] = {}
    for line in text[:_MOST].split("\n"):
        if _is_capitals(line):
            continue
        kept = " ".join(word for word in line.split() if not _FILE_OR_ADDRESS.search(word))
        for written in dict.fromkeys(match.group() for match in _ACRONYM.finditer(kept)):
            acronym = re.sub(r"(?:'s|’s|s)$", "", written)
            if not _ROMAN.fullmatch(acronym) and not _beside_a_code(kept, written):
                found.setdefault(acronym)
    return list(found)


def _is_capitals(line: str) -> bool:
    """Whether a line is a heading in capitals: more than half of its longer words are."""
    tokens = [token for token in _TOKEN.findall(line) if len(token) > 1]
    capitals = [token for token in tokens if token.isupper()]
    return len(tokens) > 1 and len(capitals) * 2 > len(tokens) and any(len(token) > 4 for token in capitals)


def _beside_a_code(line: str, acronym: str) -> bool:
    """Whether a number with it makes a code of it wherever it stands in the line: "ISO 27001", "IRAS 215973", "NB2 4QT"."""
    places = list(re.finditer(rf"(?<!\w){re.escape(acronym)}(?!\w)", line))
    return bool(places) and all(
        re.match(r"[\s:-]{0,2}(?:no\.?\s?)?\d", line[place.end() : place.end() + 8]) for place in places
    )


class _Meanings:
    """What the form spells out: looked up by the initials of its words."""

    def __init__(self, text: str) -> None:
        self._tokens = [match.group() for match in re.finditer(r"[A-Za-z&][A-Za-z'’]*", text[:400_000])]
        self._initials = "".join(token[0].lower() for token in self._tokens)
        self._main = [at for at, token in enumerate(self._tokens) if token.lower() not in _SMALL]
        self._main_initials = "".join(self._tokens[at][0].lower() for at in self._main)
        self._text = tidy(text)

    def of(self, acronym: str) -> bool:
        """Whether the acronym is spelled out: words in a row whose initials it is, as a name in capitals or close to it."""
        letters = acronym.replace("&", "").lower()
        if re.search(
            rf"\b{re.escape(acronym)}s?\s?\(\s?[A-Za-z][a-z]+[\s-]+[A-Za-z]|\b{re.escape(acronym)}s? (?:stands for|means|is short for)\b",
            self._text,
        ):
            return True
        return any(self._is_name(span, acronym) for span in self._spans(letters))

    def _spans(self, letters: str) -> Iterator[tuple[int, int]]:
        at = self._initials.find(letters)
        while at >= 0:
            yield at, at + len(letters)
            at = self._initials.find(letters, at + 1)
        at = self._main_initials.find(letters)
        while at >= 0:
            first, last = self._main[at], self._main[at + len(letters) - 1]
            if last - first < len(letters) + 4:
                yield first, last + 1
            at = self._main_initials.find(letters, at + 1)

    def _is_name(self, span: tuple[int, int], acronym: str) -> bool:
        tokens = self._tokens[span[0] : span[1]]
        if any(token.isupper() and len(token) > 1 for token in tokens):
            return False
        named = [token for token in tokens if token.lower() not in _SMALL]
        if len(acronym) > 2 and all(token[0].isupper() for token in named):
            return True
        around = [*self._tokens[max(0, span[0] - _NEAR) : span[0]], *self._tokens[span[1] : span[1] + _NEAR]]
        return any(
            token.rstrip("s") == acronym.replace("&", "") or token in (acronym, f"{acronym}s") for token in around
        )


def _of_the_form(form: Form) -> frozenset[str]:
    """The acronyms of the form's own words, and of the project's title."""
    texts = [form.title]
    for section in form.sections:
        texts.append(section.title)
        for question in section.questions:
            texts += [
                question.label,
                *question.prompts,
                *question.options.values(),
                *question.columns,
                *question.field_labels,
            ]
    title = form.role("title")
    if title is not None:
        texts.append(title.answer.text)
    return frozenset(token for text in texts for token in _TOKEN.findall(text) if len(token) > 1 and token.isupper())


def _around(text: str, acronym: str) -> str:
    """The sentence in which an acronym first stands."""
    pattern = re.compile(rf"(?<!\w){re.escape(acronym)}")
    return shorten(next((sentence for sentence in sentences(text) if pattern.search(sentence)), text))


@lru_cache(maxsize=16)
def _known(knowledge: Knowledge) -> frozenset[str]:
    content = knowledge.list("acronyms")
    return frozenset(str(word).upper() for name in ("known", "words") for word in content[name])
