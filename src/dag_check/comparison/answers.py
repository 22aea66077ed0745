"""What changed in an application although no finding asked for it: answers, sections, variables, ethics evidence.

Answers are compared by their words: line breaks, bullets, quotes and the way a date is written are no change.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dag_check.application import Answer, Application, EthicsEvidence, Form, PersonRow, Question, SelfAssessment
from dag_check.comparison.model import Change
from dag_check.comparison.places import Counterparts
from dag_check.comparison.variables import variable_changes
from dag_check.dates import dates_in
from dag_check.location import Location, QuestionRef
from dag_check.report import Report
from dag_check.text import normalise, shorten, words

EXCERPT = 30
"""How many words are quoted of a text that was reworded, from a little before the first change."""
LEAD = 5
ORDERED = 2_000
"""Up to this many words, two texts are held against each other in their order; longer ones word by word, in any order."""
QUOTE = 300

_NOTHING = frozenset({"n", "a", "na", "not", "applicable", "none", "nil"})
_Cell = tuple[str | None, str | None]


def answer_changes(
    report: Report, old: Application, new: Application, places: Counterparts
) -> tuple[tuple[Change, ...], str]:
    """What changed without being asked for, in the form's order, and a sentence on what could not be compared ("" where all could).

    `report` is that on the old round: what one of its findings stands at was asked for.
    """
    changes: list[Change] = []
    uncompared = ""
    if old.form and new.form:
        changes += _sections(old.form, new.form, places)
        found, unsure = _answers(report, old.form, new.form, places)
        changes += found
        if unsure:
            names = ", ".join(question.number or f'"{shorten(question.label, 60)}"' for question in unsure[:12])
            more = f" and {len(unsure) - 12} more" if len(unsure) > 12 else ""
            uncompared = (
                f"Not every answer could be compared, because a question could not be located for sure in one of the rounds: {names}{more}. "
                "A person must look whether these changed."
            )
    elif old.form or new.form:
        which = "old" if new.form else "new"
        uncompared = f"The {which} round has no application form that could be read, so answers could not be compared."
    changes += variable_changes(report, old, new)
    changes += _ethics(report, old, new)
    changes += _self_assessments(report, old, new)
    return tuple(changes), uncompared


# The form.


def _sections(old: Form, new: Form, places: Counterparts) -> Iterator[Change]:
    by_title = {section.title: section for section in new.sections}
    for section in old.sections:
        now = by_title.get(places.section(section.title) or "")
        if now is None or section.applies is None or now.applies is None or section.applies == now.applies:
            continue
        how = "applies now" if now.applies else "does not apply any more"
        name = f"Section {now.number}" if now.number else "The section"
        why = f": {now.why}" if now.why else ""
        yield Change(
            kind="section",
            location=Location(file=new.file, section=now.title),
            what=f'{name} "{now.title}" {how}{why}.',
        )


def _answers(report: Report, old: Form, new: Form, places: Counterparts) -> tuple[list[Change], list[Question]]:
    asked = {finding.location.question.id for _, finding in report.findings if finding.location.question}
    whole = {
        finding.location.section
        for _, finding in report.findings
        if finding.location.section and not finding.location.question
    }
    changes, unsure = [], []
    for section in old.sections:
        for question in section.questions:
            if question.id in asked or section.title in whole:
                continue
            ref = QuestionRef(id=question.id, number=question.number, label=question.label)
            now = new.question(places.question(ref) or "")
            if now is None or not (_is_sure(question) and _is_sure(now)):
                if not _says_nothing(question) or (now is not None and not _says_nothing(now)):
                    unsure.append(now or question)
                continue
            if question.applies is False and now.applies is False and _says_nothing(question) and _says_nothing(now):
                continue
            change = _changed(question, now)
            if change is not None:
                changes.append(_at(new, now, *change))
    return changes, unsure


def _says_nothing(question: Question) -> bool:
    """Whether an answer is blank, or no more than "N/A" to a question that does not apply."""
    answer = question.answer
    return answer.is_blank or (
        question.applies is False and not answer.chosen and _NOTHING.issuperset(words(_said(answer)))
    )


def _is_sure(question: Question) -> bool:
    return question.found and not question.unsure


def _at(form: Form, question: Question, what: str, before: str, after: str, names: tuple[str, ...] = ()) -> Change:
    section = form.section_of(question.id)
    known = question.answer.location if question.answer.location != Location() else question.location
    location = known.model_copy(
        update={
            "file": known.file or form.file,
            "section": known.section or (section.title if section else None),
            "question": QuestionRef(id=question.id, number=question.number, label=question.label),
        }
    )
    return Change(
        kind="answer",
        location=location,
        what=what,
        before=shorten(before, QUOTE),
        after=shorten(after, QUOTE),
        names=names,
    )


def _changed(old: Question, new: Question) -> tuple[str, str, str, tuple[str, ...]] | tuple[str, str, str] | None:
    """What changed from one answer to the other: a sentence, what was and what is written. None where nothing did."""
    before, after = old.answer, new.answer
    if before.is_blank or after.is_blank:
        if before.is_blank == after.is_blank:
            return None
        how = "was blank and is answered now" if before.is_blank else "was answered and is blank now"
        return f"It {how}.", _shown(old), _shown(new)
    if before.chosen or after.chosen:
        ticked = _ticks(old, new)
        if ticked:
            return ticked, _shown(old), _shown(new)
        change = _reworded(_elaboration(old), _elaboration(new))
        return (change[0], _shown(old, ticks=False), _shown(new, ticks=False)) if change else None
    if before.people and after.people:
        return _people(before.people, after.people)
    if _same_words(old, new):
        return None
    if new.kind == "signature":
        details = _fields(before, after)
        if details:
            return f"The declaration was signed again. {details}", "", ""
    if before.fields and after.fields:
        details = _fields(before, after)
        return (details, "", "") if details else None
    return _reworded(_said(before), _said(after))


def _shown(question: Question, *, ticks: bool = True) -> str:
    answer = question.answer
    if not ticks:
        return _said(answer)
    ticked = [question.options.get(option, option) for option in answer.chosen]
    return "; ".join([*ticked, *answer.other_ticks]) or _said(answer)


def _said(answer: Answer) -> str:
    """All that an answer says. Fields and rows count only where the text does not hold them already."""
    parts = [answer.text, *answer.other_ticks]
    written = normalise(answer.text)
    parts += [value for value in answer.fields.values() if normalise(value) not in written]
    cells = (value for person in answer.people for value in person.cells.values())
    parts += [value for value in cells if normalise(value) not in written]
    return "\n".join(part for part in parts if part.strip())


def _same_words(old: Question, new: Question) -> bool:
    """Whether both answers hold the same words, however they are laid out. The form's own labels count on neither side."""
    labels = {
        word for q in (old, new) for label in (*q.field_labels, *q.columns, *q.answer.fields) for word in words(label)
    }
    before, after = (
        Counter(word for word in words(_said(question.answer)) if word not in labels) for question in (old, new)
    )
    return before == after


def _ticks(old: Question, new: Question) -> str:
    """Which boxes are ticked now and were not, and the other way round: by the options' ids or by their words."""
    before, after = ({option: q.options.get(option, option) for option in q.answer.chosen} for q in (old, new))
    before_words, after_words = ({normalise(label) for label in ticked.values()} for ticked in (before, after))
    now = [label for option, label in after.items() if option not in before and normalise(label) not in before_words]
    gone = [label for option, label in before.items() if option not in after and normalise(label) not in after_words]
    parts = [f"{_quoted(now)} {'is' if len(now) == 1 else 'are'} ticked now."] if now else []
    if gone:
        parts.append(f"{_quoted(gone)} {'is' if len(gone) == 1 else 'are'} not ticked any more.")
    return " ".join(parts)


def _elaboration(question: Question) -> str:
    """What is written beside the boxes, without the options' own words."""
    text = normalise(question.answer.text)
    for label in sorted(question.options.values(), key=len, reverse=True):
        text = text.replace(normalise(label), " ")
    return text if len(words(text)) > 1 else ""


def _fields(before: Answer, after: Answer) -> str:
    """What changed in labelled blanks, field by field."""
    old = {normalise(label): value for label, value in before.fields.items()}
    new = {normalise(label): (label, value) for label, value in after.fields.items()}
    details = []
    for key, (label, value) in new.items():
        was = old.get(key, "")
        if words(was) == words(value) or _same_day(was, value):
            continue
        if not was.strip():
            details.append(f'{label} was blank and is "{shorten(value, 80)}" now.')
        elif not value.strip():
            details.append(f'{label} was "{shorten(was, 80)}" and is blank now.')
        else:
            details.append(f'{label} was "{shorten(was, 80)}" and is "{shorten(value, 80)}" now{_moved(was, value)}.')
    return " ".join(details)


def _same_day(one: str, other: str) -> bool:
    first, second = dates_in(one), dates_in(other)
    return len(first) == len(second) == 1 and (first[0].earliest, first[0].latest) == (
        second[0].earliest,
        second[0].latest,
    )


def _moved(was: str, now: str) -> str:
    first, second = dates_in(was), dates_in(now)
    if len(first) != 1 or len(second) != 1 or not (first[0].exists and second[0].exists):
        return ""
    days = (second[0].earliest - first[0].earliest).days
    return f" ({abs(days)} days {'later' if days > 0 else 'earlier'})" if days else ""


def _people(before: Sequence[PersonRow], after: Sequence[PersonRow]) -> tuple[str, str, str, tuple[str, ...]] | None:
    """Who was added, who was left out, and about whom something changed. A person is known by the first cell of the row."""
    old, new = ({_person(row): row for row in rows if _person(row)} for rows in (before, after))
    added = [_called(row) for key, row in new.items() if key not in old]
    left = [_called(row) for key, row in old.items() if key not in new]
    changed = [
        _called(row)
        for key, row in new.items()
        if key in old
        and sorted(words(" ".join(row.cells.values()))) != sorted(words(" ".join(old[key].cells.values())))
    ]
    parts = [
        f"{_count(len(people), 'person', 'people')} {how}: {_listed(people)}."
        for people, how in ((added, "added"), (left, "left out"), (changed, "described otherwise"))
        if people
    ]
    return (" ".join(parts), "", "", (*added, *left, *changed)) if parts else None


def _person(row: PersonRow) -> tuple[str, ...]:
    first = next((value for value in row.cells.values() if value.strip()), "")
    return tuple(words(first))


def _called(row: PersonRow) -> str:
    return shorten(next((value for value in row.cells.values() if value.strip()), ""), 60)


def _reworded(before: str, after: str) -> tuple[str, str, str] | None:
    """How much of a text changed, with an excerpt of both from where the change begins."""
    old, new = words(before), words(after)
    if old == new or (not old and not new):
        return None
    if len(old) + len(new) <= ORDERED:
        added = taken = 0
        for how, start, end, begin, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if how != "equal":
                taken += end - start
                added += stop - begin
    else:
        ours, theirs = Counter(old), Counter(new)
        added, taken = (theirs - ours).total(), (ours - theirs).total()
        if not added and not taken:
            return None
    start = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    what = f"It was reworded: {_count(added, 'word')} added, {taken} taken out."
    return what, _excerpt(before, start, len(old)), _excerpt(after, start, len(new))


def _excerpt(text: str, start: int, total: int) -> str:
    """The words from a little before the change on, as written."""
    written = text.split()
    # Words without letters or digits are no words to `words`; the place is near enough for a quote.
    at = max(min(round(start * len(written) / max(total, 1)), len(written)) - LEAD, 0)
    piece = " ".join(written[at : at + EXCERPT])
    return f"{'… ' if at else ''}{piece}{' …' if at + EXCERPT < len(written) else ''}"


# Ethics evidence.


def _ethics(report: Report, old: Application, new: Application) -> Iterator[Change]:
    if any(
        result.code.startswith("ETH") and result.findings and result.code not in ("ETH004", "ETH005")
        for result in report.results
    ):
        return
    before, after = _letter(old), _letter(new)
    if before is None or after is None:
        return
    facts: list[tuple[str, object, object]] = [
        ("status", before.status.replace("_", " "), after.status.replace("_", " ")),
        ("committee", before.committee, after.committee),
        ("reference", before.reference, after.reference),
        ("date", before.date, after.date),
    ]
    changed = [(name, was, now) for name, was, now in facts if words(str(was or "")) != words(str(now or ""))]
    if changed:
        told = "; ".join(
            f'{name} was "{was or "not found"}" and is "{now or "not found"}" now' for name, was, now in changed
        )
        yield Change(kind="ethics", location=after.location, what=f"The ethics evidence is another: {told}.")


def _letter(application: Application) -> EthicsEvidence | None:
    letters = [one for one in application.ethics if one.source == "letter"]
    return next((one for one in letters if one.status == "granted"), letters[0] if letters else None)


def _self_assessments(report: Report, old: Application, new: Application) -> Iterator[Change]:
    if len(old.self_assessments) != 1 or len(new.self_assessments) != 1:
        return
    before, after = old.self_assessments[0], new.self_assessments[0]
    asked: set[_Cell] = {(at.file, at.cell) for _, finding in report.findings if (at := finding.location).cell}
    over = report.result("ETH005")
    if before.blank or after.blank or (over is not None and over.findings):
        return
    answered = _items(before, after, asked)
    if answered:
        listed = _listed([f"{number} {title}".strip() for number, title, _ in answered])
        details = "; ".join(told for _, _, told in answered[:3])
        yield Change(
            kind="self_assessment",
            location=after.location,
            what=f"{_count(len(answered), 'item')} of the ethics self-assessment {'is' if len(answered) == 1 else 'are'} answered otherwise: {listed}.",
            after=shorten(details, QUOTE),
            names=tuple(str(number) for number, _, _ in answered),
        )
    if set(before.weightings) != set(after.weightings):
        yield Change(
            kind="self_assessment",
            location=after.location,
            what="The weightings of the ethics self-assessment changed.",
            before="; ".join(before.weightings),
            after="; ".join(after.weightings),
        )
    boxes: Mapping[str, str] = {normalise(entry.label): entry.text for entry in before.information}
    for entry in after.information:
        was = boxes.get(normalise(entry.label))
        place = next(
            (one.location for one in before.information if normalise(one.label) == normalise(entry.label)), None
        )
        if was is None or place is None or (place.file, place.cell) in asked:
            continue
        change = _reworded(was, entry.text)
        if change is not None:
            yield Change(
                kind="self_assessment",
                location=entry.location,
                what=f'"{entry.label}" of the ethics self-assessment: {change[0]}',
                before=shorten(change[1], QUOTE),
                after=shorten(change[2], QUOTE),
            )


def _items(before: SelfAssessment, after: SelfAssessment, asked: set[_Cell]) -> list[tuple[int, str, str]]:
    old = {item.item: item for item in before.items}
    found = []
    for item in after.items:
        was = old.get(item.item)
        if was is None or {(place.file, place.cell) for place in (was.location, was.justification_location)} & asked:
            continue
        if words(was.selection) != words(item.selection):
            found.append((item.item, item.title, f'item {item.item} is "{shorten(item.selection or "blank", 80)}" now'))
        elif words(was.justification) != words(item.justification):
            found.append((item.item, item.title, f"item {item.item} is justified otherwise"))
    return found


# Words.


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _quoted(labels: Iterable[str]) -> str:
    return _listed([f'"{shorten(label, 100)}"' for label in labels])


def _listed(names: Sequence[str], most: int = 8) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
