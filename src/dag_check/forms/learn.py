"""Learns a form from its blank: sections, questions in order, kinds of answers, limits, conditions and roles.

What cannot be read from the blank is left at the careful value and marked `unsure`, for a person to correct once an edition.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dag_check.documents.lines import Line, is_standard_prompt, lines_of
from dag_check.documents.model import Document, paragraphs
from dag_check.errors import DagCheckError
from dag_check.forms.captions import with_captions
from dag_check.forms.definition import AnswerKind, FormDefinition, QuestionDefinition, SectionDefinition, When
from dag_check.forms.guidance import Guidance, is_instructive, is_office_label, is_office_part
from dag_check.forms.headings import is_section_word, section_headings
from dag_check.forms.known import KnownForm, known_form
from dag_check.forms.layout import events
from dag_check.forms.library import builtin_form
from dag_check.forms.marked import marked_question, section_id
from dag_check.forms.marks import PREFIX, is_marked
from dag_check.forms.phrases import HOW_TO, read_condition
from dag_check.forms.room import is_remark_heading, with_room
from dag_check.forms.slots import Event, Option, without_bullet
from dag_check.forms.wording import (
    CHOICES,
    POLAR,
    UNTITLED,
    Roles,
    answer_to,
    if_answered,
    is_date_label,
    is_part_sometimes,
    is_sometimes,
    limit_in,
    na_policy,
    named_condition,
    parts_sometimes,
    skip_to,
    takes_several,
)
from dag_check.knowledge import Knowledge, builtin
from dag_check.text import normalise, tidy, words

_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "or",
        "of",
        "the",
        "to",
        "in",
        "for",
        "your",
        "our",
        "you",
        "do",
        "does",
        "is",
        "are",
        "be",
        "has",
        "have",
        "how",
        "what",
        "which",
        "who",
        "will",
        "with",
        "on",
        "any",
        "please",
        "if",
    ]
)
_MULTI_NUMBER = re.compile(
    r"^(?:[a-z]?\d{1,2}(?:\.\d{1,2})+[a-z]?|q\d{1,2}[a-z]?|[a-z]\d{1,2}|\d{1,2}[a-z])$", re.IGNORECASE
)
_PART_NUMBER = re.compile(r"\(?[a-h]\)?|\(?[ivx]{1,3}\)?")
_TICK_CELLS = re.compile(
    r"\b(?:tick|mark|cross|check)\b.{0,40}\b(?:each|all|any|every|which|box|cell|column|year|appl)|\b(?:put|place|enter|insert|write|with|an?)\s+(?:an?\s+)?[\W_]?(?:x|tick|cross)\b",
    re.IGNORECASE,
)
_ROW_EACH = re.compile(
    r"\b(?:add|insert|additional|extra|more|further)\b.{0,25}\brows?\b|\b(?:each|every|all|any other|other)\b|\brow per\b|\bone (?:row|line)\b|\blist\b|"
    r"\bto add (?:another|more)\b|\badd another\b|\b(?:members|investigators|researchers|people|persons|persons|users|applicants|sources|datasets|"
    r"variables|collaborators|organisations|partners|sites|staff|outputs|publications|risks|milestones|files|tables)\b",
    re.IGNORECASE,
)
_SIGNING = re.compile(r"\bsign(?:ed|ature)\b", re.IGNORECASE)
_DATE_PROMPT = re.compile(r"\bdate\b|dd\W?mm\W?yy", re.IGNORECASE)
_SECTION_PREFIX = re.compile(
    r"^(?:section|part|module|stage)\s+(?P<number>[a-z]|\d{1,2}|[ivx]{1,4})\b\s*[-:.–—)]*\s*", re.IGNORECASE
)
_HOW_TO = normalise(HOW_TO)
_SOMETIMES = "It seems to apply only in some cases; say in `when` in which."


_SEND_IT = re.compile(r"^\W*(?:please\s+)?(?:return|send|submit|e-?mail)\b.{0,40}\bform\b.{0,40}\bto\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:any|all|either|both)\b.{0,30}\b(?:above|these|questions?|following|preceding)\b|\([a-z]\)\s*(?:,|or|and)",
    re.I,
)
_NAMED_ONE_BY_ONE = re.compile(r"\([a-z]\)|\bquestions?\s+\d", re.IGNORECASE)
_NAMED_NUMBER = re.compile(r"\bquestion\s+(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?|[a-z]\d{0,2})\b", re.IGNORECASE)
_FORM_WORD = re.compile(
    r"\b(?:form|application|request|proposal|checklist|questionnaire|template|agreement|declaration|assessment)\b",
    re.IGNORECASE,
)
_TYPED_NUMBER = re.compile(r"^(?P<number>\d{1,2})[.)]\s+")


class NothingToLearn(DagCheckError):
    """A document in which no question with a place for its answer was found."""


@dataclass
class _Section:
    title: str
    number: str = ""
    guidance: list[str] = field(default_factory=list)
    questions: list[QuestionDefinition] = field(default_factory=list)
    condition: str = ""
    marked: dict[str, str] = field(default_factory=dict)
    """Questions read by the marks of a blank of our own, each with the sentence that says when it applies."""


def learn_form(blank: Document, knowledge: Knowledge | None = None) -> FormDefinition:
    """The definition of the form whose blank this is.

    Raises NothingToLearn where no question is found, with what a blank must have.
    """
    knowledge = knowledge or builtin()
    lines = lines_of(blank)
    properties = dict(blank.properties.custom)
    found = with_captions(events([line for line in lines if line.origin not in ("footnote", "endnote")]))
    title = _title(blank, lines)
    learner = _Learner(lines, found, knowledge, properties, title)
    sections = learner.sections()
    if not any(section.questions for section in sections):
        raise NothingToLearn(
            f"{blank.name}: No questions were found in it. A blank form needs places for answers: empty cells, boxes, dotted lines or "
            "content controls. Check that it is the blank form and not a text about it."
        )
    learner.preamble.extend(line.text for line in lines if line.origin in ("footnote", "endnote") and line.norm)
    unverified = properties.get(f"{PREFIX}wording") == "unverified"
    known = known_form(title, properties.get(f"{PREFIX}form", ""))
    learned = FormDefinition(
        form=properties.get(f"{PREFIX}form") or known.id or _slug(title, 5).replace("_", "-") or "form",
        title=title,
        edition=_edition(blank),
        wording="unverified" if unverified else "verified",
        instructions=tuple(text for text in learner.preamble if normalise(text) not in (normalise(title), _HOW_TO)),
        sections=_finished(sections, learner.preamble, knowledge, known, properties),
    )
    return known.completed(learned)


class _Learner:
    """Walks the events of a blank and puts questions together."""

    def __init__(
        self,
        lines: Sequence[Line],
        found: Sequence[Event],
        knowledge: Knowledge,
        properties: Mapping[str, str],
        title: str,
    ) -> None:
        self._title = title
        self._properties = properties
        self._used: set[str] = set()
        self._guidance = Guidance(lines)
        self._events, self._headings = list(found), section_headings(found)
        if not any(is_marked(event) for event in found):
            self._events, self._headings = with_room(found, self._headings, self._is_guidance)
        self._knowledge = knowledge
        self._whole = ""
        self.preamble: list[str] = []

    def sections(self) -> list[_Section]:
        """The sections that hold questions, in order. Text before the first heading goes to the preamble."""
        sections = [_Section("")]
        pending: list[Event] = []
        fresh = office = False
        position = 0
        while position < len(self._events):
            event = self._events[position]
            if position in self._headings:
                self._unanswered(pending, sections[-1])
                pending = []
                sections.append(_section(event.lines[0]))
                self._whole = ""
                fresh, office = True, is_office_part(event.lines[0].text)
            elif event.kind in ("text", "gap"):
                pending.append(event)
                if event.kind == "text" and re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*", event.lines[0].number):
                    self._whole = event.lines[0].number
                office = office or (event.kind == "text" and _heads_office_part(event))
            elif office:
                sections[-1].guidance.extend(_texts_of(event))
            else:
                marked = self._marked(position, pending, sections[-1])
                position = marked or self._answer(position, pending, sections[-1], fresh)
                pending, fresh = [], False
                continue
            position += 1
        self._unanswered(pending, sections[-1])
        if not sections[0].questions:
            self.preamble.extend(sections.pop(0).guidance)
        return [section for section in sections if section.questions]

    def _marked(self, position: int, pending: Sequence[Event], section: _Section) -> int | None:
        """Takes a question of a blank of our own, read by its marks; the position after it, None where there is none.

        A question that somebody made by copying another one has the same marks: it is read as any other.
        """
        found = marked_question(self._events, position, pending, self._properties)
        if found is None or found.question.id in self._used:
            return None
        self._used.add(found.question.id)
        section.guidance.extend(found.section_texts)
        section.condition = found.section_condition or section.condition
        section.marked[found.question.id] = found.condition
        section.questions.append(found.question)
        return found.end

    def _answer(self, position: int, pending: Sequence[Event], section: _Section, fresh: bool) -> int:
        """Makes the question or questions of the event at this position; returns the position after what was used."""
        event = self._events[position]
        if event.parts and not self._is_repeated(event, pending, section):
            self._events[position : position + 1] = event.parts
            self._headings = {at + len(event.parts) - 1 if at > position else at for at in self._headings}
            event = self._events[position]
        if not event.lines:
            label, guidance = self._label(pending, section, fresh, label=event.label)
            if label is not None:
                end = position + 1
                if event.kind == "choice":
                    event, end = self._more_options(position)
                self._add(section, label, event, guidance)
                return end
            section.guidance.extend(guidance)
            return position + 1
        parent, guidance = self._label(pending, section, fresh, parent=True)
        numbered = parent is not None and bool(_MULTI_NUMBER.match(parent.number))
        run = self._run_of_fields(position, 25 if numbered else 10)
        if parent is not None and len(run) >= 2:
            fields = tuple(self._cell_label(event)[0] for event in run)
            extra = [line.text for event in run for line in (*self._cell_rest(event), *event.beside)]
            self._add(section, parent, replace(run[0], columns=fields, lines=()), [*guidance, *extra], fields=True)
            return position + len(run)
        if parent is not None:
            section.guidance.append(parent.text)
        section.guidance.extend(guidance)
        label_text, number = self._cell_label(event)
        line = replace(event.lines[0], body=label_text, number=number, pieces=(label_text,))
        if event.columns and event.kind == "slot" and any(_TICK_CELLS.search(text) for text in section.guidance[-3:]):
            # Cells to be ticked where they apply: a row without a tick may be right.
            event = replace(event, kind="choice", options=tuple(Option(column) for column in event.columns), columns=())
            self._add(section, line, event, [line.text for line in (*self._cell_rest(event), *event.beside)])
            section.questions[-1] = section.questions[-1].model_copy(update={"answer": "choices", "unsure": _SOMETIMES})
            return position + 1
        rest = [line.text for line in (*self._cell_rest(event), *event.beside)]
        self._add(section, line, event, rest, fields=bool(event.columns) and event.kind == "slot")
        return position + 1

    def _is_repeated(self, event: Event, pending: Sequence[Event], section: _Section) -> bool:
        """Whether headings over a single empty row make a table to add rows to, rather than a few blanks side by side."""
        label, guidance = self._label(pending, section, False, parent=True)
        texts = [*([label.text] if label else [section.title]), *guidance]
        return len(event.columns) >= 2 and any(_ROW_EACH.search(text) for text in texts)

    def _more_options(self, position: int) -> tuple[Event, int]:
        """A choice with the choices that follow it without any text between: options laid out in rows."""
        event = self._events[position]
        options = list(event.options)
        end = position + 1
        while end < len(self._events) and self._events[end].kind == "choice" and not self._events[end].lines:
            options.extend(self._events[end].options)
            end += 1
        return replace(event, options=tuple(options)), end

    def _run_of_fields(self, position: int, most_words: int) -> list[Event]:
        """The labelled blanks from here on that may be the fields of one question: short labels, text answers, no numbers."""
        run: list[Event] = []
        for event in self._events[position:]:
            if event.kind == "gap" and run and run[-1].table is None:
                continue
            if event.kind != "slot" or not event.lines or event.columns or (run and event.table != run[-1].table):
                break
            label, number = self._cell_label(event)
            if number or len(words(label)) > most_words or label.rstrip().endswith("?"):
                break
            run.append(event)
        return run

    def _cell_label(self, event: Event) -> tuple[str, str]:
        """The label among the lines of a label's cell, without its number, and that number."""
        own = [line for line in event.lines if not self._is_guidance(line)] or list(event.lines)
        return own[0].body or own[0].text, own[0].number

    def _cell_rest(self, event: Event) -> list[Line]:
        own = [line for line in event.lines if not self._is_guidance(line)] or list(event.lines)
        return [line for line in event.lines if line is not own[0]]

    def _is_guidance(self, line: Line) -> bool:
        if _MULTI_NUMBER.match(line.number):
            return False
        return line.italic or line.grey or (not line.bold and self._guidance.is_form_text(line))

    def _label(
        self,
        pending: Sequence[Event],
        section: _Section,
        fresh: bool,
        *,
        parent: bool = False,
        label: Line | None = None,
    ) -> tuple[Line | None, list[str]]:
        """Which of the texts before an answer is its label, and the others as guidance.

        A number tells first, then a heading of lower level, bold type, a question mark, a colon. The section's own title is the
        label where nothing but instructions stands under it. As the `parent` of fields only a clear label counts.
        """
        texts = [event.lines[0] for event in pending if event.kind == "text"]
        if label is not None:
            return label, [line.text for line in texts if line is not label]
        plain = [line for line in texts if not self._is_guidance(line)]
        aside = [line for line in plain if line.text.startswith("(") and line.text.rstrip(" .").endswith(")")]
        plain = [line for line in plain if line not in aside] or plain
        plain = [line for line in plain if not is_remark_heading(line.body)] or plain
        if parent:
            plain = [line for line in plain if not _is_statement(line) and line.text != self._title]
            plain = [line for line in plain if line.number or not is_remark_heading(line.body)]
        if plain and not parent and _PART_NUMBER.fullmatch(plain[-1].number) and len(plain) > 1:
            return plain[-1], [line.text for line in texts if line is not plain[-1]]
        section_numbers = "." not in section.number and section.number != ""
        tests = (
            lambda line: bool(_MULTI_NUMBER.match(line.number)),
            lambda line: line.heading is not None,
            lambda line: line.bold,
            lambda line: bool(line.number) and not line.auto_number and not section_numbers,
            lambda line: line.text.rstrip(" *").endswith("?"),
            lambda line: line.text.rstrip(" *").endswith(":"),
        )
        for test in tests:
            chosen = [line for line in plain if test(line)]
            if chosen:
                label = chosen[-1]
                asked = [line for line in plain[plain.index(label) + 1 :] if line.text.rstrip(" *").endswith("?")]
                if asked and not parent and label.text.rstrip(" *").endswith(":"):
                    label = asked[-1]  # a heading over the question itself
                return label, [line.text for line in texts if line is not label]
        if parent:
            return None, [line.text for line in texts]
        asking = [line for line in texts if line.text.rstrip(" *").endswith("?")]
        if asking and not plain:
            return asking[-1], [line.text for line in texts if line is not asking[-1]]
        if fresh and section.title and all(is_instructive(line.text) for line in plain):
            heading = replace(_EMPTY, pieces=(section.title,), body=section.title, number=section.number)
            return heading, [line.text for line in texts]
        listed = [line for line in texts if line.auto_number and not line.number]
        plain = [line for line in plain if line not in listed]
        loose = [line for line in texts if line not in listed]
        best = [line for line in plain if not is_instructive(line.text)] or plain or loose or texts
        if not best:
            return None, []
        return best[-1], [line.text for line in texts if line is not best[-1]]

    def _unanswered(self, pending: Sequence[Event], section: _Section) -> None:
        """Texts after which no place for an answer comes: numbered labels with room under them are questions, the rest is guidance."""
        texts = [event for event in pending if event.kind == "text"]
        for event in texts:
            section.guidance.append(event.lines[0].text)

    def _add(
        self, section: _Section, label: Line, event: Event, guidance: Sequence[str], *, fields: bool = False
    ) -> None:
        if is_office_label(label.text) or _SEND_IT.match(label.body):
            section.guidance.extend([*guidance, label.text])
            return
        number = label.number
        if _PART_NUMBER.fullmatch(number) and self._whole:
            number = f"{self._whole}({number.strip('()')})"
        elif number:
            self._whole = number
        texts = [label.text, *guidance]
        kind, options = _kind(label, event, texts, fields)
        limit, characters = limit_in(texts)
        question = QuestionDefinition(
            id="",
            number=number,
            label=without_bullet(label.body or label.text),
            guidance=tuple(dict.fromkeys(text for text in (*guidance, *_prompts(event)) if text)),
            answer=kind,
            na=na_policy(guidance) or "free",  # type: ignore[arg-type]
            options=options,
            fields=event.columns if kind in ("fields", "signature") else (),
            columns=event.columns if kind in ("people", "table") else (),
            max_words=limit,
            max_characters=characters,
        )
        section.questions.append(question)


_EMPTY = Line(
    index=-1, paragraph=-1, pieces=(), prompt="", number="", auto_number=False, body="", style="", heading=None, bold=False, bold_prefix=0,
    italic=False, grey=False, struck=False, kept=(), has_picture=False, control=False, tags=(), places=(), page=None, origin="body",
)  # fmt: skip


def _texts_of(event: Event) -> list[str]:
    """What an event says: its label, what stands beside it, and the words of its options or columns."""
    own = [line.text for line in (*event.lines, *event.beside)]
    return [text for text in (*own, *(option.label for option in event.options), *event.columns) if text]


def _heads_office_part(event: Event) -> bool:
    """Whether a text, not one of several side by side in a row, heads a part for the office."""
    line = event.lines[0]
    return is_office_part(line.text) and (event.wide or not line.places or bool(line.heading))


def _prompts(event: Event) -> tuple[str, ...]:
    """The prompt in a place for an answer, where it is not Word's own: a copy may keep it as plain text."""
    return (event.prompt,) if event.prompt and not is_standard_prompt(event.prompt) else ()


def _is_statement(line: Line) -> bool:
    """Whether a text is a sentence of some length, which explains rather than names the fields under it."""
    if line.number or line.heading or line.text.rstrip(" *").endswith(("?", ":")):
        return False
    return len(words(line.text)) > (20 if is_instructive(line.text) else 8)


def _section(line: Line) -> _Section:
    match = _SECTION_PREFIX.match(line.text) or _TYPED_NUMBER.match(line.text)
    if match and line.text[match.end() :].strip():
        return _Section(tidy(line.text[match.end() :]), match["number"])
    return _Section(line.body or line.text, line.number)


def _kind(label: Line, event: Event, texts: Sequence[str], fields: bool) -> tuple[AnswerKind, dict[str, str]]:
    """The kind of answer that a place asks for, and the options of a choice."""
    if event.kind == "grid":
        named = any(re.search(r"\bname", column, re.IGNORECASE) for column in event.columns)
        return ("people" if named and len(event.columns) >= 2 else "table"), {}
    if event.kind == "choice":
        options = _options(event.options)
        if set(options) == {"yes", "no"}:
            return "yes_no", {}
        several = takes_several(texts)
        polar = all(any(_says(label, answer) for label in options.values()) for answer in ("yes", "no"))
        single = polar or several is False or bool(event.prompt) or POLAR.match(label.body)
        return ("choice" if single and several is not True else "choices"), options
    if fields:
        signing = any(_SIGNING.search(column) for column in event.columns)
        return ("signature" if signing else "fields"), {}
    if _DATE_PROMPT.search(event.prompt) or is_date_label(label.body or label.text):
        return "date", {}
    return "text", {}


def _options(options: Sequence[Option]) -> dict[str, str]:
    """Option id -> label: the id of a known option of the same words, else one made of its words."""
    known = {
        normalise(label): option for question in builtin_form().questions for option, label in question.options.items()
    }
    result: dict[str, str] = {}
    for number, option in enumerate(options, start=1):
        label = option.label or f"Option {number}"
        norm = normalise(label).strip(" .:*")
        name = known.get(norm) or _slug(label, 4) or f"option_{number}"
        if norm in ("yes", "no"):
            name = norm
        if norm in ("n/a", "not applicable"):
            name = "na"
        unique = name
        while unique in result:
            unique = f"{name}_{number}"
        result[unique] = label
    return result


def _slug(text: str, most: int) -> str:
    kept = [word for word in words(re.sub(r"\([^)]*\)", "", text)) if word not in _SMALL] or words(text)
    return "_".join(re.sub(r"[^a-z0-9]", "", word) for word in kept[:most]).strip("_")


def _title(blank: Document, lines: Sequence[Line]) -> str:
    """What the form calls itself: its title by style or properties, else the most prominent line at its top, best one that says what it is."""
    for line in lines[:60]:
        if re.search(r"(?<!sub)title", line.style, re.IGNORECASE) and line.body:
            return line.text
    if blank.properties.title:
        return tidy(blank.properties.title)
    top = [
        line
        for line in lines[:25]
        if line.norm
        and not line.has_box
        and not line.is_blank
        and len(words(line.text)) <= 30
        and not line.text.rstrip().endswith((".", ":", "?"))
    ][:8]
    top = [
        line for line in top if not line.number and not is_remark_heading(line.body) and not is_section_word(line.text)
    ]
    named = [line for line in top if _FORM_WORD.search(line.text)]
    heads = [paragraph.text for paragraph in paragraphs(blank.headers) if _FORM_WORD.search(paragraph.text)]
    if heads and not named and len(words(heads[0])) <= 15:
        return tidy(heads[0])
    if not top:
        first = next((line.text for line in lines if line.norm and not line.number), blank.name)
        return re.split(r"(?<=\w)[:.](?:\s|$)", first)[0]
    return max(named or top[:1], key=lambda line: (line.size or 0.0, line.bold)).text


def _edition(blank: Document) -> str:
    """What the blank's headers and footers say of its version ("V2020-06-04.1", "Version 3, May 2021"), "" where nothing."""
    for paragraph in paragraphs(blank.footers):
        named = re.fullmatch(r"Edition: (?P<name>.+)", tidy(paragraph.text))
        if named:
            return named["name"]
    for paragraph in paragraphs((*blank.footers, *blank.headers)):
        match = re.search(
            r"\b(?:v(?:ersion)?|edition)[\s.:]*\d[\w.\-]*(?:[,\s]+(?:\w+\s+)?\d{4})?", paragraph.text, re.IGNORECASE
        )
        if match:
            return tidy(match.group())
    return ""


def _finished(
    sections: Sequence[_Section],
    preamble: Sequence[str],
    knowledge: Knowledge,
    known: KnownForm,
    properties: Mapping[str, str],
) -> tuple[SectionDefinition, ...]:
    """The sections with ids, roles, N/A policies and conditions, for which the whole form must be known."""
    used: set[str] = set()
    named: list[tuple[_Section, str, list[QuestionDefinition]]] = []
    for section in sections:
        own_id = section_id(section.title, properties) or known.section_id(section.title)
        name = _unique(own_id or _slug(section.title, 3) or "form", used)
        used.add(name)
        questions = []
        for question in section.questions:
            same = None if question.id in section.marked else known.question(name, question.label)
            if same is not None and same.id not in used:
                question = question.model_copy(update={"id": same.id, "role": same.role})
            elif question.id not in section.marked:
                unique = _unique(f"{name}.{_slug(question.label, 4) or 'question'}", used)
                question = question.model_copy(update={"id": unique})
            used.add(question.id)
            questions.append(question)
        named.append((section, name, questions))
    roles = Roles(knowledge)
    asked = [question for _, _, questions in named for question in questions]
    marked = {question for section in sections for question in section.marked}
    proposed = roles.propose(asked, marked)
    default = "never" if _HOW_TO in map(normalise, preamble) else na_policy(preamble)
    options = {option: label for _, _, questions in named for q in questions for option, label in q.options.items()}
    result = []
    sometimes = parts_sometimes(preamble)
    for section, name, questions in named:
        done: list[QuestionDefinition] = []
        previous: QuestionDefinition | None = None
        for question in questions:
            if question.id in marked:
                condition = read_condition(section.marked[question.id], asked)
                done.append(question.model_copy(update={"when": condition}))
                continue
            role = question.role or proposed.get(question.id, "")
            own = na_policy(question.guidance)
            na = own or ("never" if roles.takes_no_na(role) else default or "free")
            own_when, unsure = _condition(question, previous, done, options)
            unsure = unsure or question.unsure
            question = question.model_copy(update={"role": role, "na": na, "when": own_when, "unsure": unsure})
            if question.answer in ("yes_no", "choice") and if_answered(question.label) is None:
                previous = question
            done.append(question)
        done = done if section.marked else _with_skips(done)
        # A section's condition stands under its heading, or before the first question of it.
        first = section.questions[0].guidance if section.questions else ()
        when: When
        when, stated = named_condition([*section.guidance, *first], options) if not section.marked else ((), False)
        when = read_condition(section.condition, asked) or when or None
        if when is None and not section.marked:
            when = _answer_elsewhere((*section.guidance, *first), asked)
        if not section.marked and not stated:
            stated = section.number.casefold() in sometimes or any(
                is_part_sometimes(text) and len(words(text)) <= 60 for text in (*section.guidance, *first)
            )
        result.append(
            SectionDefinition(
                id=name,
                number=section.number,
                title=section.title or UNTITLED,
                guidance=tuple(dict.fromkeys(text for text in section.guidance if text)),
                when=when,
                unsure=_SOMETIMES if not when and stated else "",
                questions=tuple(
                    question.model_copy(update={"when": None, "unsure": ""})
                    if question.when is not None and question.when == when and question.id not in marked
                    else question
                    for question in done
                ),
            )
        )
    return tuple(result)


def _condition(
    question: QuestionDefinition,
    previous: QuestionDefinition | None,
    before: Sequence[QuestionDefinition],
    options: dict[str, str],
) -> tuple[When, str]:
    """When a question applies, as its own wording states it: "If yes, ..." rests on the choice before it, or on the one that it names.

    What the guidance says of "yes" is about the question itself where it asks something; else it may stand for a label.
    """
    answer = if_answered(question.label)
    if (
        answer is None
        and not any(_SEVERAL.search(text) for text in question.guidance)
        and question.answer not in CHOICES
        and not question.label.rstrip().endswith("?")
    ):
        answer = next((a for text in question.guidance if (a := if_answered(text))), None)
    if answer and _SEVERAL.search(question.label):
        return _any_of(before, answer, question.label)
    if answer:
        named = _NAMED_NUMBER.search(question.label)
        if named:
            previous = next((asked for asked in reversed(before) if asked.number == named["number"]), None)
        picked = _answering(previous, answer) if previous is not None else []
        if previous is not None and picked:
            return " || ".join(f"'{option}' in choices['{previous.id}']" for option in picked), ""
    chosen, stated = named_condition([question.label, *question.guidance], options, opening=question.label)
    if chosen:
        return chosen, ""
    if answer or is_sometimes(question.label) or (stated and question.label[:5].casefold() == "only "):
        return None, _SOMETIMES
    return None, ""


def _answer_elsewhere(texts: Sequence[str], asked: Sequence[QuestionDefinition]) -> When:
    """The condition of a section to be completed only where another question, named by its number, was answered by yes or no."""
    for text in texts:
        answer, number = answer_to(text) or ("", "")
        named = [question for question in asked if answer and question.number.casefold().rstrip(".") == number]
        picked = _answering(named[0], answer) if len(named) == 1 else []
        if picked:
            return " || ".join(f"'{option}' in choices['{named[0].id}']" for option in picked)
    return None


def _any_of(before: Sequence[QuestionDefinition], answer: str, label: str) -> tuple[When, str]:
    """A condition on "any of the above": the questions right before that are answered so, where they are not named one by one."""
    run = list(itertools.takewhile(lambda asked: asked.answer in CHOICES, reversed(before)))
    terms = [f"'{option}' in choices['{asked.id}']" for asked in reversed(run) for option in _answering(asked, answer)]
    if not terms or _NAMED_ONE_BY_ONE.search(label):
        return None, _SOMETIMES
    return (" && " if re.search(r"\ball\b", label, re.IGNORECASE) else " || ").join(terms), ""


def _answering(question: QuestionDefinition, answer: str) -> list[str]:
    """The ids of the options with which a choice is answered by "yes" or "no"."""
    if question.answer == "yes_no":
        return [answer]
    if question.answer not in CHOICES:
        return []
    return [option for option, label in question.options.items() if _says(label, answer)]


def _says(label: str, answer: str) -> bool:
    """Whether an option begins with this word, in one of its languages ("Ydw / Yes")."""
    return any((words(part) or [""])[0] == answer for part in label.split(" / "))


def _with_skips(questions: Sequence[QuestionDefinition]) -> list[QuestionDefinition]:
    """ "If yes, skip to question 16.5": the questions between apply only otherwise."""
    result = list(questions)
    for position, question in enumerate(questions):
        skip = next((found for text in question.guidance if (found := skip_to(text))), None)
        if skip is None or question.answer not in ("yes_no", "choice"):
            continue
        answer, number = skip
        target = next((i for i in range(position + 1, len(result)) if result[i].number == number), None)
        for between in range(position + 1, target or position + 1):
            if result[between].when is None:
                condition = f"!('{answer}' in choices['{question.id}'])"
                result[between] = result[between].model_copy(update={"when": condition})
    return result


def _unique(name: str, used: set[str]) -> str:
    unique, number = name, 2
    while unique in used:
        unique, number = f"{name}_{number}", number + 1
    return unique
