"""What an application will need before anything is written: panels, documents, sections, questions, by the options that will be ticked.

From the form's definition, rules/lists/panels.yaml and rules/lists/checklist.yaml. How it looks is feedback's.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from dag_check.errors import DataError, UsageError
from dag_check.expressions import ExpressionError
from dag_check.forms.conditions import applies, in_words
from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition, When
from dag_check.knowledge import Knowledge, builtin
from dag_check.text import normalise, shorten

VERIFIED = "verified"
_FILE = "lists/checklist.yaml"
_YES_NO = {"yes": "Yes", "no": "No"}
_CHOICES = ("choice", "choices", "yes_no")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Frozen):
    """An option that will be ticked, by its id and its words, and the number and label of its question."""

    id: str
    label: str
    number: str = ""
    question: str = ""


class Statement(_Frozen):
    """Something to know. `check` is true where it is not verified, so that a reader must check it."""

    says: str
    check: bool = False


class Panel(_Frozen):
    """A panel that must decide: on what, and where to apply. `check` is true where that it must is not verified."""

    key: str
    name: str
    contact: str = ""
    decides_on: tuple[str, ...] = ()
    note: str = ""
    check: bool = False


class Needed(_Frozen):
    """A document or the like to have ready. `at` is the number or label of the question that asks for it, "" where none does.

    `source` is the document that asks for it, "" where that is the form.
    """

    what: str
    why: str = ""
    at: str = ""
    source: str = ""
    check: bool = False


class Question(_Frozen):
    """A question to answer. `limit` says how long the answer may be; `depends` is why it may not apply after all."""

    number: str = ""
    label: str
    na: str = "never"
    limit: str = ""
    depends: str = ""


class Section(_Frozen):
    """A section of the form. `applies` is None where it depends on a choice that was not given; `why` says why, in plain words."""

    number: str = ""
    title: str
    applies: bool | None = True
    why: str = ""
    questions: tuple[Question, ...] = ()


class Checklist(_Frozen):
    """What an application will need. `unverified` is true where the wording of the form was not held against the official blank."""

    schema_version: str = "1"
    form: str
    edition: str = ""
    unverified: bool = False
    choices: tuple[Choice, ...] = ()
    open: tuple[str, ...] = ()
    advice: tuple[Statement, ...] = ()
    warnings: tuple[Statement, ...] = ()
    panels: tuple[Panel, ...] = ()
    documents: tuple[Needed, ...] = ()
    sections: tuple[Section, ...] = ()


def checklist(
    form: FormDefinition,
    *,
    data: Iterable[str] = (),
    route: Iterable[str] = (),
    tick: Iterable[str] = (),
    knowledge: Knowledge | None = None,
) -> Checklist:
    """The checklist of an application that asks for these data by this route.

    `data`, `route` and `tick` (any other options) are ids of options of the form or their words; what depends on a question for which
    none is given is said to depend on it. Raises UsageError for an option that the form does not have, with the nearest one.
    """
    known = knowledge or builtin()
    ticked = _ticked(form, data, route, tick)
    drawn = _Drawn(form, ticked, known.list("checklist"), known.list("panels"))
    return Checklist(
        form=form.title,
        edition=form.edition,
        unverified=form.wording != VERIFIED,
        choices=tuple(
            Choice(id=option, label=_options(question)[option], number=question.number, question=question.label)
            for question, options in drawn.choices()
            for option in options
        ),
        open=tuple(drawn.open()),
        advice=tuple(_statement(entry) for entry in drawn.entries("advice")),
        warnings=tuple(drawn.warnings()),
        panels=tuple(drawn.panels()),
        documents=tuple(drawn.documents()),
        sections=tuple(drawn.sections()),
    )


# Options, by their ids or their words.


def _options(question: QuestionDefinition) -> Mapping[str, str]:
    return question.options or (_YES_NO if question.answer == "yes_no" else {})


def _ticked(
    form: FormDefinition, data: Iterable[str], route: Iterable[str], tick: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """The ids of the options that will be ticked, by the id of their question."""
    ticked: dict[str, tuple[str, ...]] = {}
    for role, given in (("data", tuple(data)), ("route", tuple(route))):
        if not given:
            continue
        asking = [question for question in form.questions if question.role == role and _options(question)]
        if not asking:
            raise UsageError(
                f"The form {form.title!r} has no question with options that is known as its {role!r} question. Give the options with "
                "--tick, or add the role to the form's definition."
            )
        for question, option in _meant(given, asking[:1], f"the question {shorten(asking[0].label, 80)!r}"):
            _add(ticked, question, option)
    for question, option in _meant(tick, [q for q in form.questions if _options(q)], "the form"):
        _add(ticked, question, option)
    return ticked


def _add(ticked: dict[str, tuple[str, ...]], question: QuestionDefinition, option: str) -> None:
    before = ticked.get(question.id, ())
    if option not in before:
        order = list(_options(question))
        ticked[question.id] = tuple(sorted((*before, option), key=order.index))


def _meant(
    given: Iterable[str], questions: Sequence[QuestionDefinition], where: str
) -> Iterator[tuple[QuestionDefinition, str]]:
    """The options that texts mean: a whole text is tried before it is taken for a list with commas, since labels hold commas."""
    for text in given:
        whole = _fitting(text, questions)
        if len(whole) == 1:
            yield whole[0]
            continue
        for part in filter(None, map(str.strip, text.split(","))):
            found = _fitting(part, questions)
            if len(found) != 1:
                raise _unknown(part, found, questions, where)
            yield found[0]


def _fitting(text: str, questions: Sequence[QuestionDefinition]) -> list[tuple[QuestionDefinition, str]]:
    """The options with that id or label (with or without the question's id and a dot before it), else those whose label holds the text."""
    wanted = normalise(text)
    options = [(question, option, label) for question in questions for option, label in _options(question).items()]
    named = [
        (question, option)
        for question, option, label in options
        if wanted in (normalise(option), normalise(label), normalise(f"{question.id}.{option}"))
    ]
    if named or len(wanted) <= 3:
        return named
    words = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    return [(question, option) for question, option, label in options if words.search(normalise(label))]


def _unknown(
    text: str,
    fitting: Sequence[tuple[QuestionDefinition, str]],
    questions: Sequence[QuestionDefinition],
    where: str,
) -> UsageError:
    if fitting:
        several = len({question.id for question, _ in fitting}) > 1
        names = [
            f"{question.id}.{option}" if several else f"{option} ({shorten(_options(question)[option], 80)})"
            for question, option in fitting
        ]
        return UsageError(f"{text!r} fits several options of {where}. Say which: {shorten(', '.join(names), 1_500)}.")
    known = {
        normalise(name): f"{option} ({shorten(label, 80)})"
        for question in questions
        for option, label in _options(question).items()
        for name in (option, label)
    }
    near = difflib.get_close_matches(normalise(text), known, n=1, cutoff=0.5)
    if near:
        return UsageError(f"There is no option {text!r} of {where}. Did you mean {known[near[0]]}?")
    listed = ", ".join(dict.fromkeys(known.values()))
    return UsageError(f"There is no option {text!r} of {where}. Choose from: {shorten(listed, 1_500)}.")


# What follows from them.


class _Drawn:
    """Draws what is needed from a form and the options that will be ticked."""

    def __init__(
        self,
        form: FormDefinition,
        ticked: Mapping[str, tuple[str, ...]],
        words: Mapping[str, Any],
        panels: Mapping[str, Any],
    ) -> None:
        self.form = form
        self.ticked = ticked
        self.words = words
        self.known_panels = panels
        self.chosen = frozenset(option for options in ticked.values() for option in options)
        self.labels = {option: label for q in form.questions for option, label in _options(q).items()}
        self.of_role = {q.role: q for q in reversed(tuple(form.questions)) if q.role}
        self.unanswered = [q for q in form.questions if q.answer in _CHOICES and q.id not in ticked]

    def entries(self, name: str) -> Any:
        """A part of the list. Raises DataError where it is missing."""
        if name not in self.words:
            raise DataError(_FILE, f"`{name}` is missing.", expected="the parts of the built-in list")
        return self.words[name]

    def choices(self) -> Iterator[tuple[QuestionDefinition, tuple[str, ...]]]:
        for question in self.form.questions:
            if question.id in self.ticked:
                yield question, self.ticked[question.id]

    def open(self) -> Iterator[str]:
        """Questions that decide on sections or panels and for which nothing was given."""
        for question in self.unanswered:
            if question.role in ("data", "route") or any(self._bears(question, when) for when in self._conditions()):
                yield f"{question.number} {question.label}".strip()

    def applies(self, when: When) -> tuple[bool | None, str]:
        """Whether something with this condition applies, None where that depends on what was not given; and why."""
        try:
            holds, why = applies(when, self.form, self.chosen, self._by_question())
        except ExpressionError:
            return None, "whether its condition is met could not be told: check"
        if holds:
            return True, why
        depends = [question for question in self.unanswered if self._bears(question, when)]
        if not depends:
            return False, why
        names = " and ".join(f"question {q.number}" if q.number else f'"{shorten(q.label, 80)}"' for q in depends[:3])
        calls = why if when is None or isinstance(when, str) else f"{in_words(when, self.form, 'or')} calls for it"
        return None, f"it depends on {names}: {calls}"

    def _by_question(self) -> dict[str, Collection[str]]:
        return {question.id: self.ticked.get(question.id, ()) for question in self.form.questions if _options(question)}

    def _bears(self, question: QuestionDefinition, when: When) -> bool:
        """Whether a condition looks at a question."""
        if when is None:
            return False
        if isinstance(when, str):
            return question.id in when or any(f"'{o}'" in when or f'"{o}"' in when for o in question.options)
        return any(option in question.options for option in when)

    def _conditions(self) -> Iterator[When]:
        for section in self.form.sections:
            yield section.when
            yield from (question.when for question in section.questions)

    def sections(self) -> Iterator[Section]:
        for section in self.form.sections:
            whether, why = self.applies(section.when)
            questions = tuple(self._questions(section)) if whether is not False else ()
            yield Section(number=section.number, title=section.title, applies=whether, why=why, questions=questions)

    def _questions(self, section: SectionDefinition) -> Iterator[Question]:
        for question in section.questions:
            whether, why = self.applies(question.when)
            if whether is False:
                continue
            yield Question(
                number=question.number,
                label=question.label,
                na=question.na,
                limit=_limit(question),
                depends=why if whether is None else "",
            )

    def asked(self, question: QuestionDefinition) -> tuple[bool | None, str]:
        """Whether a question will have to be answered: its section's condition and its own."""
        section = next(one for one in self.form.sections if question in one.questions)
        for when in (section.when, question.when):
            whether, why = self.applies(when)
            if whether is not True:
                return whether, why
        return True, ""

    def panels(self) -> Iterator[Panel]:
        """The panels that must decide, each with what on, the first named first."""
        data, panels = self.known_panels["data"], self.known_panels["panels"]
        found: dict[str, list[tuple[str, bool]]] = {}
        for option in self.labels:
            entry: Mapping[str, Any] = data.get(option, {}) if option in self.chosen else {}
            for key in entry.get("panels", ()):
                found.setdefault(key, []).append((entry["what"], entry["mark"] != VERIFIED))
        for rule in self.known_panels["routes"]:
            if self.chosen & set(rule["routes"]) and self.chosen & set(rule["data"]):
                for key in rule["panels"]:
                    found.setdefault(key, []).append((rule["what"], rule["mark"] != VERIFIED))
        notes = self.entries("panels")
        for key, reasons in found.items():
            note = notes.get(key)
            yield Panel(
                key=key,
                name=panels[key]["name"],
                contact=panels[key].get("contact", ""),
                decides_on=tuple(dict.fromkeys(what for what, _ in reasons)),
                note=_said(_statement(note)) if note else "",
                check=all(check for _, check in reasons),
            )

    def warnings(self) -> Iterator[Statement]:
        """What does not fit together, and what is not for the secretariat's own panel."""
        panels = [panel.key for panel in self.panels()]
        if len(panels) > 1:
            yield _statement(self.entries("several"))
        ours = self.entries("ours")
        if panels and ours["panel"] not in panels:
            yield Statement(says=ours["otherwise"], check=ours["mark"] != VERIFIED)
        routes = self.of_role.get("route")
        taken = set(self.ticked.get(routes.id, ())) if routes else set()
        for rule in self.entries("routes"):
            if self.chosen & set(rule["data"]) and not (taken and taken <= set(rule["only"])):
                yield _statement(rule)

    def documents(self) -> Iterator[Needed]:
        """What to have ready: what is known to be wanted, then what else the form asks to attach."""
        seen: set[str] = set()
        for entry in self.entries("documents").values():
            options = set(entry.get("options", ()))
            if options and not options & self.chosen:
                continue
            question = self._asking(entry)
            whether, why = self.asked(question) if question else (True, "")
            wanted = entry.get("always") or question is not None or not ("role" in entry or "asks" in entry)
            if not wanted or (whether is False and not entry.get("always")):
                continue
            if question:
                seen.add(question.id)
            yield Needed(
                what=entry["what"],
                why=" ".join(
                    filter(None, (entry["why"], f"Whether it is asked for: {why}." if whether is None else ""))
                ),
                at=_called(question) if question else "",
                source=entry["source"],
                check=entry["mark"] != VERIFIED,
            )
        yield from self._attached(seen)

    def _asking(self, entry: Mapping[str, Any]) -> QuestionDefinition | None:
        if "role" in entry:
            return self.of_role.get(entry["role"])
        if "asks" in entry:
            pattern = re.compile(entry["asks"])
            return next((q for q in self.form.questions if pattern.search(normalise(q.label))), None)
        return None

    def _attached(self, seen: Collection[str]) -> Iterator[Needed]:
        """What the form asks to attach beyond the known documents."""
        pattern = re.compile(self.entries("attach"))
        for question in self.form.questions:
            if question.id in seen or question.role in ("attachments", "ethics", "variables"):
                continue
            texts = [question.label, *question.guidance, *_options(question).values()]
            said = next((text for text in texts if pattern.search(normalise(text[:5_000]))), None)
            whether, why = self.asked(question)
            if said is None or whether is False:
                continue
            yield Needed(
                what=f"What the form asks for with {_called(question)}: {shorten(said, 200)}",
                why=f"Whether it is asked for: {why}." if whether is None else "",
                at=_called(question),
                check=self.form.wording != VERIFIED,
            )


def _called(question: QuestionDefinition) -> str:
    return f"question {question.number}" if question.number else f'"{shorten(question.label, 80)}"'


def _limit(question: QuestionDefinition) -> str:
    limits = []
    if question.max_words is not None:
        limits.append(f"at most {question.max_words} words")
    if question.max_characters is not None:
        limits.append(f"at most {question.max_characters} characters")
    return " and ".join(limits)


def _statement(entry: Mapping[str, Any]) -> Statement:
    return Statement(says=entry["says"], check=entry["mark"] != VERIFIED)


def _said(statement: Statement) -> str:
    return f"{statement.says} (Check this: it is not verified.)" if statement.check else statement.says
