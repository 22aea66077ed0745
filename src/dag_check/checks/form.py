"""The checks of family FRM: is every section and question that applies answered, and with an answer?

What a question could not be located for, or whether it applies, is said as cannot_tell and never as unanswered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from dag_check.application import Form, Question, Section
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.places import place_of, place_of_section, said
from dag_check.checks.submission import is_partly_known, listed
from dag_check.checks.wording import (
    content_words,
    is_blank,
    is_na,
    is_nobody,
    is_not_called_for,
    is_unsigned,
    left_open,
    na_with_reason,
    placeholder_in,
    points_above,
    repeats,
    says_nothing,
)
from dag_check.dates import dates_in
from dag_check.text import normalise, shorten, tidy, words

NO_FORM = "There is no application form to check; see SUB001."
CHOICES = ("choice", "choices", "yes_no")
_COUNT_TOLD = re.compile(
    r"[\[(]?\s*(?:total\s+)?(?:word\s*count|words)\s*[:=]\s*\d+\s*(?:words\s*)?[\])]?\s*$|[\[(]\s*\d+ words\s*[\])]\s*$",
    re.IGNORECASE,
)
"""A count of its words at the end of an answer, which is no part of it."""
_LONG = 60
"""Words from which an answer that begins with "N/A" may hold an answer all the same: a person must read it."""
_NAMED_IN_FULL = 3
"""Up to so many questions that could not be located are named in full; of more the numbers will do."""


@check("sections_present")
def sections_present(case: Case) -> Verdict:
    """FRM001: no section that applies is absent, or blank in every question."""
    form = case.application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    if not _any_located(form):
        return Verdict(cannot_tell=_NOTHING_LOCATED)
    problems: list[Problem] = []
    unsure: list[str] = []
    for section in form.sections:
        state = _state(section)
        if section.applies is False or state == "filled":
            continue
        if state == "absent" and section.id in form.not_in_edition:
            unsure.append(f"{_named(section)} is not in the edition that the form is of ({form.other_edition})")
        elif state == "absent" and is_partly_known(form):
            unsure.append(
                f"{_named(section)} could not be located in a form of which many questions were not found (see SUB005)"
            )
        elif state == "unlocated":
            unsure.append(f"none of the questions of {_named(section)} could be located")
        elif section.applies is None:
            unsure.append(f"{_named(section)} is {state}, and whether it is needed cannot be told{_because(section)}")
        else:
            problems.append(
                Problem(
                    place_of_section(form, section),
                    variant=state,
                    values={"section": _capital(_named(section)), "why": _why(section)},
                )
            )
    return Verdict(
        problems=tuple(problems),
        cannot_tell=_sentence(unsure),
        passed="Every section that applies is there and at least partly filled in.",
    )


@check("questions_answered")
def questions_answered(case: Case) -> Verdict:
    """FRM002: no question that applies is blank. Choices are FRM005's.

    Option `optional_fields`: labels of blanks that may stay blank where others of the question are filled.
    """
    optional = frozenset(normalise(label) for label in case.options.get("optional_fields", ()))

    def judge(question: Question) -> Iterator[Problem]:
        if question.kind in CHOICES:
            return
        place = place_of(case.application, question)
        if _blank(question):
            yield Problem(place, variant={"free": "blank_free", "reason": "blank_reason"}.get(question.na, "blank"))
        elif question.kind == "fields":
            missing = [label for label, value in question.answer.fields.items() if is_blank(value)]
            missing = [label for label in missing if normalise(label) not in optional]
            if missing and any(not is_blank(value) for value in question.answer.fields.values()):
                values = {"fields": listed(_quoted(missing)), "is": "is" if len(missing) == 1 else "are"}
                yield Problem(place, variant="fields", values=values)

    return _each(case, judge, "Every question that applies is answered.", blanks_only=True, without=CHOICES)


@check("no_placeholders")
def no_placeholders(case: Case) -> Verdict:
    """FRM003: no answer is a stand-in such as "TBC", the form's own prompt, or "see above" with nothing above."""
    form = case.application.form

    def judge(question: Question) -> Iterator[Problem]:
        if question.kind in (*CHOICES, "people", "signature"):
            return  # what is typed where a box should be ticked is FRM005's
        place = place_of(case.application, question)
        if question.kind == "fields":
            for label, value in question.answer.fields.items():
                stand_in = placeholder_in(value, case.knowledge)
                if stand_in and not (question.role == "dates" and _has_date(value)):
                    yield Problem(
                        place, quote=stand_in, variant="field", values={"field": label}, key=f"{question.id}:{label}"
                    )
            return
        text = question.answer.text
        if is_blank(text) or question.answer.chosen:
            return
        stand_in = placeholder_in(_behind_label(question), case.knowledge)
        stand_in = stand_in or left_open(text, question.label, case.knowledge)
        if stand_in:
            yield Problem(place, quote=stand_in, variant="stand_in")
        elif repeats(text, (question.label, *question.prompts)):
            yield Problem(place, quote=shorten(text), variant="prompt")
        elif points_above(text, case.knowledge) and form is not None and not _something_above(form, question, case):
            yield Problem(place, quote=shorten(text), variant="above")

    return _each(case, judge, "No answer is a stand-in.")


@check("na_accepted")
def na_accepted(case: Case) -> Verdict:
    """FRM004: "N/A" stands only where the question takes it, with a reason where the question wants one."""
    long: list[str] = []

    def judge(question: Question) -> Iterator[Problem]:
        if question.kind in (*CHOICES, "signature") or question.na == "free":
            return
        text = said(question.answer)
        bare = _all_na(question, case)
        reasoned = not bare and question.kind not in ("fields", "people") and na_with_reason(text, case.knowledge)
        place = place_of(case.application, question)
        if bare:
            yield Problem(place, quote=shorten(text), variant="no_reason" if question.na == "reason" else "never")
        elif reasoned and question.na == "never":
            if len(words(text)) > _LONG:
                long.append(_named(question))
            else:
                yield Problem(place, quote=shorten(text), variant="never")

    verdict = _each(case, judge, '"N/A" stands only where the form takes it.')
    if not long:
        return verdict
    note = f'The answer to {listed(long)} begins with "N/A" and goes on: a person must read it.'
    return Verdict(
        verdict.problems, verdict.evidence, "", f"{verdict.cannot_tell} {note}".strip(), verdict.not_applicable
    )


@check("choices_clear")
def choices_clear(case: Case) -> Verdict:
    """FRM005: every choice that applies has a box ticked, and only one where options exclude one another."""
    undecided: list[str] = []

    def judge(question: Question) -> Iterator[Problem]:
        if question.kind not in CHOICES:
            return
        answer = question.answer
        place = place_of(case.application, question)
        if len(set(answer.chosen)) > 1 and question.kind != "choices":
            labels = _quoted(question.options.get(option, option) for option in dict.fromkeys(answer.chosen))
            yield Problem(place, variant="several", values={"ticked": listed(labels)}, quote=listed(labels))
        elif not answer.chosen:
            if answer.other_ticks:
                undecided.append(
                    f'{_named(question)} has "{shorten(answer.other_ticks[0], 60)}" ticked, which is no known option'
                )
            elif says_nothing(answer.text, case.knowledge) or repeats(
                answer.text, (question.label, *question.prompts, *question.options.values())
            ):
                options = _quoted(question.options.values())
                yield Problem(
                    place, variant="none", values={"options": listed(options, "or")}, quote=shorten(answer.text)
                )
            elif not _names_an_option(question):
                undecided.append(f"{_named(question)} has no box ticked, but text beside it")

    verdict = _each(case, judge, "Every choice that applies is clear.", blanks_only=True, only=CHOICES)
    both = f"{verdict.cannot_tell} {_sentence(undecided)}".strip()
    return Verdict(verdict.problems, verdict.evidence, verdict.passed, both, verdict.not_applicable)


@check("word_limits")
def word_limits(case: Case) -> Verdict:
    """FRM006: no answer is longer than its question allows, in words as a word processor counts them."""

    def judge(question: Question) -> Iterator[Problem]:
        text = _without_count(question.answer.text)
        count = sum(1 for word in text.split() if any(letter.isalnum() for letter in word))
        if question.max_words and count > question.max_words:
            values = {"count": str(count), "limit": str(question.max_words), "over": str(count - question.max_words)}
            yield Problem(place_of(case.application, question), values=values)

    return _each(case, judge, "Every answer keeps to its word limit.")


def _without_count(text: str) -> str:
    # A count stands at the end: a search from every place in a long run of spaces takes the square of its length.
    text = text.rstrip()
    start = max(0, len(text) - 80)
    return text[:start] + _COUNT_TOLD.sub("", text[start:])


@check("sections_expected")
def sections_expected(case: Case) -> Verdict:
    """FRM007: no section is filled in that nothing ticked calls for. "N/A", "No" and "None" fill nothing in."""
    form = case.application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    problems = []
    for section in form.sections:
        if section.applies is False:
            filled = [question for question in section.questions if question.found and _says_something(question, case)]
            if filled:
                values = {
                    "section": _capital(_named(section)),
                    "why": section.why or "nothing ticked calls for it",
                    "questions": listed([question.number or f'"{shorten(question.label, 40)}"' for question in filled]),
                }
                problems.append(Problem(place_of_section(form, section), values=values))
    return Verdict(problems=tuple(problems), passed="No section is filled in that is not called for.")


@check("declaration_signed")
def declaration_signed(case: Case) -> Verdict:
    """FRM009: the declaration has a name, a signature and a date."""
    unclear: list[str] = []

    def judge(question: Question) -> Iterator[Problem]:
        if question.kind != "signature":
            return
        wanted = question.field_labels or tuple(question.answer.fields)
        fields = _signed(question, wanted)
        missing = [
            label
            for label in wanted
            if says_nothing(fields.get(label), case.knowledge) or is_unsigned(fields.get(label), case.knowledge)
        ]
        if not missing:
            return
        known = set(words(" ".join([*fields, *fields.values(), question.label, *question.prompts])))
        beside = [word for word in content_words(question.answer.text) if word not in known]
        # A date cannot be read where there is no figure.
        unread = not any(letter.isdigit() for word in beside for letter in word)
        undated = [label for label in missing if unread and "date" in words(label)]
        if len(beside) >= 2 and undated != missing and placeholder_in(question.answer.text, case.knowledge) is None:
            unclear.append(
                f"{_named(question)} is signed in words of its own: a person must see whether {listed(missing)} can be read there"
            )
            return
        variant = "blank" if len(missing) == len(wanted) else "partly"
        yield Problem(
            place_of(case.application, question),
            variant=variant,
            values={"missing": listed(_quoted(missing)), "is": "is" if len(missing) == 1 else "are"},
        )

    verdict = _each(case, judge, "The declaration has a name, a signature and a date.", only=("signature",))
    both = f"{verdict.cannot_tell} {_sentence(unclear)}".strip()
    return Verdict(verdict.problems, verdict.evidence, verdict.passed, both, verdict.not_applicable)


@check("people_complete")
def people_complete(case: Case) -> Verdict:
    """FRM010: every row of the table of people has every cell. A row that is wholly blank is unused."""
    unclear: list[str] = []

    def judge(question: Question) -> Iterator[Problem]:
        if question.kind != "people":
            return
        rows = [row for row in question.answer.people if any(not is_blank(value) for value in row.cells.values())]
        if not rows and not is_blank(question.answer.text) and not is_na(question.answer.text, case.knowledge):
            unclear.append(
                f"the people of {_named(question)} are not in a table that this check can read: a person must see whether every cell is filled in"
            )
        lost = [column for column in question.columns if rows and all(column not in row.cells for row in rows)]
        if lost:
            unclear.append(f"the table of {_named(question)} has no column {listed(_quoted(lost))}")
        for number, row in enumerate(rows, 1):
            missing = [column for column in question.columns if column not in lost and is_blank(row.cells.get(column))]
            nobody = [
                column
                for column in question.columns
                if _is_name(column) and is_nobody(row.cells.get(column), case.knowledge)
            ]
            missing += nobody
            if missing:
                name = next(
                    (row.cells[column] for column in question.columns if not is_blank(row.cells.get(column))), ""
                )
                named = question.columns[0] not in missing if question.columns else False
                told = [
                    f'"{column}" ("{row.cells[column]}" is not a name)' if column in nobody else f'"{column}"'
                    for column in missing
                ]
                who = shorten(name, 60) if named else f"person {number}"
                place = place_of(case.application, question)
                update = {name: value for name, value in row.location.model_dump().items() if name != "question"}
                yield Problem(
                    place.model_copy(update=update),
                    quote=" | ".join(value for value in row.cells.values() if value.strip()),
                    values={"who": who, "missing": listed(told)},
                    key=f"{question.id}:{who}",
                )

    verdict = _each(case, judge, "Every person in the table has every cell filled in.", only=("people",))
    both = f"{verdict.cannot_tell} {_sentence(unclear)}".strip()
    return Verdict(verdict.problems, verdict.evidence, verdict.passed, both, verdict.not_applicable)


_NOTHING_LOCATED = (
    "None of the questions of the form could be located in the file, so nothing can be said of its answers: "
    "a person must look, or check it with the blank of its edition (--form BLANK.docx)."
)


def _each(
    case: Case,
    judge: Callable[[Question], Iterable[Problem]],
    passed: str,
    *,
    blanks_only: bool = False,
    only: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> Verdict:
    """Judges every question that applies and was located; says of the others why not.

    With `blanks_only` an undecided question is only mentioned where it is blank: an answered one is no blank in any case.
    """
    form = case.application.form
    if form is None:
        return Verdict(not_applicable=NO_FORM)
    if not _any_located(form):
        return Verdict(cannot_tell=_NOTHING_LOCATED)
    problems: list[Problem] = []
    lost: list[str] = []
    numbers: list[str] = []
    undecided: list[str] = []
    asked = 0
    for section in form.sections:
        for question in section.questions:
            if section.applies is False or question.applies is False or question.kind in without:
                continue
            if only and question.kind not in only:
                continue
            asked += 1
            if not _there(section):
                continue  # FRM001 says so, once
            if not question.found or question.unsure:
                if not question.found or _blank(question):
                    lost.append(_named(question) + (f" ({question.unsure})" if question.unsure else ""))
                    numbers.append(question.number)
            elif section.applies is None or question.applies is None:
                if blanks_only and _blank(question):
                    undecided.append(_named(question))
                elif not blanks_only:
                    problems += judge(question)
            else:
                problems += judge(question)
    if not asked:
        return Verdict(not_applicable="The form has no question of this kind that applies.")
    parts = []
    if lost:
        told = listed(lost) if len(lost) <= _NAMED_IN_FULL or not all(numbers) else f"questions {', '.join(numbers)}"
        parts.append(f"{_capital(told)} could not be located for sure in the form: a person must look.")
    if undecided:
        parts.append(
            f"Whether {listed(undecided, 'or')} must be answered cannot be told, because the form does not say what is applied for."
        )
    return Verdict(problems=tuple(problems), cannot_tell=" ".join(parts), passed=passed)


def _any_located(form: Form) -> bool:
    return any(question.found for question in form.questions)


def _there(section: Section) -> bool:
    """Whether a section is in the form: its heading was found, or one of its questions."""
    return section.found or any(question.found for question in section.questions)


def _state(section: Section) -> str:
    """absent | unlocated | blank | filled, of the questions that apply."""
    if not _there(section):
        return "absent"
    asked = [question for question in section.questions if question.applies is not False]
    if asked and not any(question.found for question in asked):
        return "unlocated"
    sure = [question for question in asked if question.found and not question.unsure]
    return "blank" if sure and len(sure) == len(asked) and all(_blank(question) for question in asked) else "filled"


def _blank(question: Question) -> bool:
    answer = question.answer
    if answer.chosen or answer.other_ticks:
        return False
    return is_blank(said(answer)) and not any(
        not is_blank(cell) for table in answer.tables for row in table for cell in row
    )


def _all_na(question: Question, case: Case) -> bool:
    """Whether all that is said is a bare "N/A": in the text, or in every field or row that is filled."""
    if question.kind not in ("fields", "people"):
        text = question.answer.text
        parts = [part.rpartition(":")[2] for part in re.split(r"[\n;]", text) if not is_blank(part)]
        return bool(parts) and (
            is_na(text, case.knowledge) or (len(parts) > 1 and all(is_na(part, case.knowledge) for part in parts))
        )
    values = [
        *question.answer.fields.values(),
        *(value for row in question.answer.people for value in row.cells.values()),
    ]
    filled = [value for value in values if not is_blank(value)] or [
        text for text in [question.answer.text] if not is_blank(text)
    ]
    return bool(filled) and all(is_na(value, case.knowledge) for value in filled)


def _has_date(text: str) -> bool:
    """Whether a text gives a date, a month or a season, whatever it says beside it: "1 April 2027 (tbc)"."""
    return any((date.latest - date.earliest).days < 200 for date in dates_in(text))


def _is_name(column: str) -> bool:
    return "name" in words(column) or "names" in words(column)


def _behind_label(question: Question) -> str:
    """The text of an answer without the question's own words at its beginning, where more stands behind them."""
    text = question.answer.text
    for own in (question.label, *question.prompts):
        line = tidy(text)
        if own and line.casefold().startswith(tidy(own).casefold()):
            rest = line[len(tidy(own)) :].lstrip(" :?.*-–—")
            return rest or text
    return text


def _signed(question: Question, wanted: tuple[str, ...]) -> dict[str, str]:
    """The blanks of a declaration by label: as intake found them, else as the text has them behind their labels.

    A picture in the answer (intake says "[picture]" in its filler) is taken for the signature.
    """
    answer = question.answer
    fields = {label: value for label, value in answer.fields.items() if not is_blank(value)}
    labels = "|".join(re.escape(label) for label in wanted)
    if labels:
        pattern = re.compile(rf"(?:^|(?<=[\n\t|])|(?<=:\s)|(?<=\s\s))(?:{labels})\b\s*:?|(?<=\s)(?:{labels})\s*:")
        marks = list(pattern.finditer(answer.text))
        for mark, after in zip(marks, [*marks[1:], None], strict=True) if marks else ():
            value = answer.text[mark.end() : after.start() if after else None].strip()
            if not is_blank(value):
                fields.setdefault(mark.group().rstrip(": \t\n"), value)
    if "[picture]" in f"{answer.filler} {answer.text}":
        fields.update({label: "[picture]" for label in wanted if label not in fields and "sign" in label.lower()})
    return fields


def _something_above(form: Form, question: Question, case: Case) -> bool:
    """Whether an earlier question of the same section has an answer that this one could mean."""
    section = form.section_of(question.id)
    for earlier in section.questions if section else ():
        if earlier.id == question.id:
            return False
        text = said(earlier.answer)
        if (
            not says_nothing(text, case.knowledge)
            and not points_above(text, case.knowledge)
            and len(content_words(text)) >= 10
        ):
            return True
        if not earlier.found or earlier.unsure:
            return True
    return False


def _says_something(question: Question, case: Case) -> bool:
    if question.answer.chosen:
        return question.answer.chosen != ("no",)
    text = said(question.answer)
    if says_nothing(text, case.knowledge) or na_with_reason(text, case.knowledge) or _all_na(question, case):
        return False
    if repeats(text, (question.label, *question.prompts)) or is_not_called_for(text, case.knowledge):
        return False
    return normalise(text).strip(" .") not in (
        "no",
        "none",
        "nil",
        "see above",
        "not required",
        "not used",
        "no data requested",
    )


def _names_an_option(question: Question) -> bool:
    """Whether the text beside the boxes says which option is meant: "Yes", "ONS SRS", "New application"."""
    text = normalise(question.answer.text)
    said_words = words(text)
    if question.kind == "yes_no":
        return bool(said_words) and said_words[0] in ("yes", "no", "y", "n")
    for label in question.options.values():
        full = normalise(label)
        short = full.split(" (")[0]
        if text.strip(" .") in (full, short) or short in text or (len(said_words) > 1 and text.strip(" .") in full):
            return True
    return False


def _named(thing: Question | Section) -> str:
    """How a sentence names a question or a section: 'question 3.5 ("Explain how the ...")', 'section 4 ("GDPR")'."""
    if isinstance(thing, Section):
        return f'section {thing.number} ("{thing.title}")' if thing.number else f'the section "{thing.title}"'
    label = shorten(thing.label, 60)
    return f'question {thing.number} ("{label}")' if thing.number else f'the question "{label}"'


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _because(section: Section) -> str:
    return f": {section.why}" if section.why else ""


def _why(section: Section) -> str:
    return "" if not section.why or "always applies" in section.why else f", because {section.why}"


def _sentence(clauses: list[str]) -> str:
    return f"{_capital('; '.join(clauses))}." if clauses else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
