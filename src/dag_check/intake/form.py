"""Reads a filled form against its definition: which answer belongs to which question, and which sections apply."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dag_check.application import Answer, Form, Question, Section
from dag_check.documents.lines import Line, Place, lines_of, plain_line
from dag_check.documents.model import Document
from dag_check.forms.conditions import applies, questions_named
from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition, When
from dag_check.forms.guidance import Guidance
from dag_check.forms.phrases import sentences
from dag_check.forms.wording import CHOICES, UNTITLED
from dag_check.intake.choices import YES_NO, read_choices
from dag_check.intake.editions import other_edition
from dag_check.intake.fields import read_fields, read_people
from dag_check.intake.matching import Anchor, Match, anchor, find, looks_like_heading, without_dots
from dag_check.intake.regions import Region, closing_lines, regions
from dag_check.intake.splitting import side_by_side
from dag_check.knowledge import Knowledge
from dag_check.location import Location, QuestionRef
from dag_check.text import is_filler, normalise, tidy

_SECTION = "section:"
_EDGE = 3
"""Lines at the top and at the foot of a page among which its running heads and feet are."""
_CUE = re.compile(r"^(?:your |applicant'?s? )?(?:answer|response)\s*:\s*(?=\S)", re.IGNORECASE)
"""What a form prints where the answer begins, on the answer's own line."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A document read against a form: how much of the form was found in it (0 to 1), and what it says."""

    match: float
    titled: bool
    form: Form


def read_form(document: Document, file: str, definition: FormDefinition, knowledge: Knowledge) -> FilledForm:
    """The filled form in a document. `match` tells whether it is a copy of that form at all; see `identify`."""
    lines, matches, closers, spans = align(document, definition)
    match = _share_found(definition, matches)
    guidance = Guidance(lines, constant_texts(definition), complete=definition.wording == "verified")
    reader = _Reader(
        file, definition, spans, guidance, knowledge, lines, boxes_may_be_lost=document.format in ("pdf", "txt")
    )
    sections = _with_conditions(definition, [reader.section(section) for section in definition.sections])
    extra = tuple(lines[position].text for position in sorted(closers) if lines[position].heading)
    other = other_edition(lines, definition)
    form = Form(
        file=file,
        definition=definition.form,
        title=definition.title,
        edition=definition.edition,
        wording=definition.wording,
        match=round(match, 3),
        sections=sections,
        extra_sections=extra,
        other_edition=other.name if other else "",
        not_in_edition=other.without if other else (),
    )
    return FilledForm(match, _is_titled(definition, document), form)


def align(
    document: Document, definition: FormDefinition
) -> tuple[list[Line], dict[str, Match], frozenset[int], dict[str, Region]]:
    """The document's lines, the labels found among them, the lines that begin parts unknown to the form, and what belongs to each label.

    Keys are the ids of questions, and `section_key` of those of sections.
    """
    lines, joined = side_by_side(
        _without_running_heads(lines_of(document), document), [question.label for question in definition.questions]
    )
    matches = _without_chance_headings(definition, find(_anchors(definition), lines), lines)
    keys = frozenset(section_key(section.id) for section in definition.sections)
    closers = closing_lines(lines, matches, keys, strange=_is_strange(definition, matches))
    closers -= _last_fields(lines, matches, definition)
    between = _own_texts(lines, matches, definition)
    return lines, matches, closers, _shared(regions(lines, matches, closers | between), joined)


def _shared(spans: dict[str, Region], joined: Collection[int]) -> dict[str, Region]:
    """The regions, with the one answer to labels that the applicant joined on a line given to each of them."""
    by_line = {position: key for key, region in spans.items() for position in region.match.lines}
    for position in sorted(joined, reverse=True):
        first, second = by_line.get(position), by_line.get(position + 1)
        if first and second and not spans[first].lines and not spans[first].rest:
            spans[first] = replace(spans[first], rest=spans[second].rest, lines=spans[second].lines)
    return spans


def _is_strange(definition: FormDefinition, matches: Mapping[str, Match]) -> bool:
    """Whether many labels of the sections that are there were not found: the copy is of an edition that is not known."""
    asked = [
        question.id
        for section in definition.sections
        if any(key in matches for key in (section_key(section.id), *(question.id for question in section.questions)))
        for question in section.questions
    ]
    return sum(key in matches for key in asked) < 0.8 * len(asked)


def _last_fields(lines: Sequence[Line], matches: Mapping[str, Match], definition: FormDefinition) -> frozenset[int]:
    """Where the blanks and columns of the form's last question are named: behind its label, these are no headings of something else."""
    asked = {question.id: question for question in definition.questions}
    last = max((key for key in matches if key in asked), key=lambda key: matches[key].line, default="")
    names = {normalise(name).strip(" :*") for name in (*asked[last].fields, *asked[last].columns)} if last else set()
    return frozenset(
        position
        for position, line in enumerate(lines)
        if names and position > matches[last].line and line.norm.strip(" :*") in names
    )


def _own_texts(lines: Sequence[Line], matches: Mapping[str, Match], definition: FormDefinition) -> frozenset[int]:
    """Where the form's own texts between its questions stand: behind one of them, no answer goes on."""
    texts = {normalise(text) for section in definition.sections for text in section.guidance}
    texts -= {normalise(text) for question in definition.questions for text in question.guidance}
    texts = {text for text in texts if len(text) >= 4}
    taken = {position for match in matches.values() for position in match.lines}
    return frozenset(
        position
        for position, line in enumerate(lines)
        if position not in taken and not line.has_box and texts & {line.norm, normalise(line.text)}
    )


def section_key(section_id: str) -> str:
    """The key under which `align` keeps a section's heading."""
    return _SECTION + section_id


def _anchors(definition: FormDefinition) -> list[Anchor]:
    anchors = []
    for section in definition.sections:
        if _is_its_own_question(section):
            first = section.questions[0]
            anchors.append(anchor(first.id, first.label, number=section.number, aliases=section.aliases, heading=True))
            anchors.extend(anchor(q.id, q.label, number=q.number, aliases=q.aliases) for q in section.questions[1:])
            continue
        if section.title != UNTITLED:
            anchors.append(
                anchor(
                    _SECTION + section.id, section.title, number=section.number, aliases=section.aliases, heading=True
                )
            )
        anchors.extend(anchor(q.id, q.label, number=q.number, aliases=q.aliases) for q in section.questions)
    return anchors


def _is_its_own_question(section: SectionDefinition) -> bool:
    """Whether a section's heading is the label of its first question ("5 Title of the project")."""
    title = normalise(section.title).strip(" :?*.")
    return bool(section.questions) and normalise(section.questions[0].label).strip(" :?*.") == title


def _without_chance_headings(
    definition: FormDefinition, matches: dict[str, Match], lines: Sequence[Line]
) -> dict[str, Match]:
    """Without headings of sections of which no question was found and which do not look like headings: their words may stand
    in any answer ("MoJ data")."""
    dropped = {
        _SECTION + section.id
        for section in definition.sections
        if _SECTION + section.id in matches
        and not any(question.id in matches for question in section.questions)
        and not looks_like_heading(lines[matches[_SECTION + section.id].line])
    }
    return {key: match for key, match in matches.items() if key not in dropped}


def _share_found(definition: FormDefinition, matches: Mapping[str, Match]) -> float:
    """The share of the form's labels that were found, those of sections that people leave out counted only when they are there."""
    wanted = found = 0.0
    for section in definition.sections:
        ids = [question.id for question in section.questions]
        hits = [matches[key].score for key in ids if key in matches]
        if section.when and not hits:
            continue
        wanted += len(ids) + (0 if _is_its_own_question(section) or section.title == UNTITLED else 1)
        found += sum(hits) + (1 if _SECTION + section.id in matches else 0)
    return found / wanted if wanted else 0.0


def _is_titled(definition: FormDefinition, document: Document) -> bool:
    from dag_check.documents.model import paragraphs

    titles = {normalise(title) for title in (definition.title, *definition.aliases)}
    for number, paragraph in enumerate(paragraphs(document.blocks)):
        if number > 40:
            break
        if normalise(paragraph.text).strip(" :.*") in titles:
            return True
    return normalise(document.properties.title) in titles


def constant_texts(definition: FormDefinition) -> list[str]:
    """What the form itself says around answers: its instructions, its title, the guidance of its questions."""
    texts = [*definition.instructions, definition.title, *sentences(definition)]
    for section in definition.sections:
        texts.extend(section.guidance)
    for section in definition.sections:
        texts.extend(section.guidance)
        for question in section.questions:
            texts.extend(question.guidance)
    return texts


def _without_running_heads(lines: list[Line], document: Document) -> list[Line]:
    """Without lines that stand at the top or foot of most pages of a paged document (its running heads and feet).

    Elsewhere on the page the same words are answers: "N/A", "None".
    """
    if not document.pages or document.pages < 3:
        return lines
    pages: dict[str, set[int]] = {}
    by_page: dict[int | None, list[Line]] = {}
    for line in lines:
        if line.norm:
            by_page.setdefault(line.page, []).append(line)
    edges = {
        line.index for page in by_page.values() for line in (*page[:_EDGE], *page[-_EDGE:]) if line.page is not None
    }
    for line in lines:
        if line.page is not None and line.index in edges and not line.has_box:
            pages.setdefault("".join("#" if c.isdigit() else c for c in line.text.casefold()), set()).add(line.page)
    running = {text for text, seen in pages.items() if len(seen) >= max(3, document.pages * 0.6)}
    if not running:
        return lines
    return [
        line
        for line in lines
        if line.index not in edges or "".join("#" if c.isdigit() else c for c in line.text.casefold()) not in running
    ]


class _Reader:
    """Turns regions into answers, question by question."""

    def __init__(
        self,
        file: str,
        definition: FormDefinition,
        spans: Mapping[str, Region],
        guidance: Guidance,
        knowledge: Knowledge,
        lines: Sequence[Line],
        boxes_may_be_lost: bool,
    ) -> None:
        self._file = file
        self._definition = definition
        self._spans = spans
        self._guidance = guidance
        self._knowledge = knowledge
        self._lines = lines
        self._boxes_may_be_lost = boxes_may_be_lost

    def section(self, section: SectionDefinition) -> Section:
        heading = self._spans.get(_SECTION + section.id)
        questions = tuple(self.question(question, section) for question in section.questions)
        page = self._lines[heading.match.line].page if heading else None
        return Section(
            id=section.id,
            number=section.number,
            title=section.title,
            found=heading is not None or any(question.found for question in questions),
            questions=questions,
            location=Location(file=self._file, section=section.title, page=page),
        )

    def question(self, question: QuestionDefinition, section: SectionDefinition) -> Question:
        region = self._spans.get(question.id)
        page = self._lines[region.match.line].page if region else None
        location = Location(
            file=self._file,
            section=section.title,
            question=QuestionRef(id=question.id, number=question.number, label=question.label),
            page=page,
        )
        options = question.options or (YES_NO if question.answer == "yes_no" else {})
        unsure = "" if region is None or region.match.sure else "Its label was found only in a changed wording."
        answer, prompts, doubt = (
            (Answer(location=location), (), "") if region is None else self._answer(question, region, location)
        )
        return Question(
            id=question.id,
            number=question.number,
            label=question.label,
            role=question.role,
            kind=question.answer,
            na=question.na,
            options=dict(options),
            field_labels=question.fields,
            columns=question.columns,
            max_words=question.max_words,
            prompts=prompts,
            found=region is not None,
            confidence=round(region.match.score, 3) if region else 0.0,
            unsure=doubt or unsure,
            answer=answer,
            location=location,
        )

    def _answer(
        self, question: QuestionDefinition, region: Region, location: Location
    ) -> tuple[Answer, tuple[str, ...], str]:
        offered = (
            {normalise(label) for label in (question.options or YES_NO).values()} if question.answer in CHOICES else ()
        )
        lines = [
            line
            for line in region.lines
            if line.norm in offered
            or (offered and (line.lit or line.kept != line.pieces))
            or not self._guidance.is_form_text(line)
        ]
        kept = {id(line) for line in lines}
        dropped = [line for line in region.lines if id(line) not in kept]
        lines = [*map(_without_cue, lines[:1]), *lines[1:]]
        prompts = tuple(
            dict.fromkeys(
                text for text in (*(line.prompt for line in region.lines), *(line.text for line in dropped)) if text
            )
        )
        rest = "" if self._is_label_tail(question, region.rest) else region.rest
        filler = tidy(" ".join(line.text for line in lines if line.is_blank and line.text))
        label_line = self._lines[region.match.line]
        pictures = any(line.has_picture for line in lines)
        answer = Answer(filler=filler, location=location)
        doubt = ""
        if question.answer in CHOICES:
            own = [label_line] if label_line.has_box else []
            tail = [] if own or not region.rest else _marked_tail(label_line, region.rest)
            chosen = read_choices(
                [*_box_part(own, question.options or YES_NO), *tail, *lines],
                "" if own or tail else rest,
                question.options or YES_NO,
                self._above,
            )
            answer = answer.model_copy(
                update={
                    "text": chosen.text,
                    "chosen": chosen.options,
                    "other_ticks": chosen.other,
                    "boxes": chosen.boxes,
                }
            )
            doubt = chosen.unsure
            if self._boxes_may_be_lost and not chosen.boxes and not chosen.options:
                doubt = "No boxes can be seen in this copy, as the way that it was saved does not keep them."
        elif question.answer in ("fields", "signature"):
            fields, loose = read_fields(lines, rest, question.fields, self._knowledge)
            answer = answer.model_copy(update={"fields": fields, "text": _join([*loose, *(_lines_of(fields))])})
        elif question.answer == "people":
            people, loose = read_people(lines, question.columns, self._knowledge, location)
            answer = answer.model_copy(update={"people": people, "text": _join([rest, *loose])})
        else:
            if question.answer == "table":
                lines = _without_headings(lines, question.columns)
            answer = answer.model_copy(
                update={"text": _join([rest, *(_answer_line(line) for line in lines)]), "tables": _tables(lines)}
            )
        if pictures and answer.is_blank:
            doubt = "A picture stands here, which only a person can read."
            answer = answer.model_copy(update={"text": "[picture]"})
        return answer, prompts, doubt

    def _above(self, place: Place) -> Iterator[str]:
        """The texts above a cell in its column, nearest first."""
        for row, text in reversed(self._columns.get((place.table, place.col), ())):
            if row < place.row:
                yield text

    @cached_property
    def _columns(self) -> dict[tuple[int, int], list[tuple[int, str]]]:
        columns: dict[tuple[int, int], list[tuple[int, str]]] = {}
        for line in self._lines:
            if line.place and line.norm:
                columns.setdefault((line.place.table, line.place.col), []).append((line.place.row, line.text))
        return columns

    def _is_label_tail(self, question: QuestionDefinition, rest: str) -> bool:
        """Whether the text behind a label is only the label's own end or guidance ("(max 300 words)")."""
        if not rest:
            return True
        if rest.startswith("(") and rest.endswith(")") and normalise(rest) in normalise(question.label):
            return True
        return self._guidance.is_form_text(plain_line(rest)) or is_filler(rest)


def _box_part(lines: Sequence[Line], options: Mapping[str, str]) -> list[Line]:
    """A label's own line from its first box on (the label and its options stand on one line)."""
    parts = []
    for line in lines:
        first = next(position for position, piece in enumerate(line.pieces) if isinstance(piece, bool))
        pieces = line.pieces[first:]
        while len(pieces) > 1 and isinstance(pieces[-1], str) and is_filler(pieces[-1]):
            pieces = pieces[:-1]
        if isinstance(pieces[-1], bool) and len(pieces) > 1 and first:
            # "Label: Yes ☒ No ☐": the first option stands before the first box, at the end of the label's text.
            ahead = line.pieces[first - 1]
            ahead = tidy(ahead) if isinstance(ahead, str) else ""
            named = [label for label in options.values() if normalise(ahead).endswith(normalise(label))]
            tail = max(named, key=len, default=ahead.rsplit(" ", 1)[-1])
            pieces = (tail, *pieces)
        body = tidy("".join(piece if isinstance(piece, str) else " " for piece in pieces))
        kept = pieces
        if line.kept != line.pieces:  # struck-out options leave what is kept shorter
            kept = tuple(itertools.dropwhile(lambda piece: isinstance(piece, str), line.kept))
        parts.append(replace(line, pieces=pieces, kept=kept, body=body, number=""))
    return parts


def _without_cue(line: Line) -> Line:
    """The first line of an answer without the "Answer:" that the form prints on it."""
    cue = _CUE.match(line.body)
    opening = line.pieces[0] if cue and line.pieces else None
    if cue is None or not isinstance(opening, str) or line.kept != line.pieces or not _CUE.match(opening.lstrip()):
        return line
    pieces = (_CUE.sub("", opening.lstrip()), *line.pieces[1:])
    return replace(line, pieces=pieces, kept=pieces, body=line.body[cue.end() :])


def _marked_tail(line: Line, rest: str) -> list[Line]:
    """The options behind a label on its own line, where some of them are struck out or highlighted; empty where none is."""
    whole = "".join(piece for piece in line.pieces if isinstance(piece, str)).rstrip()
    kept = "".join(piece for piece in line.kept if isinstance(piece, str))
    label = whole.removesuffix(rest)
    if label == whole or not (line.lit or line.kept != line.pieces) or not kept.startswith(label.rstrip()):
        return []
    return [replace(line, pieces=(rest,), kept=(kept[len(label.rstrip()) :],), body=rest, number="")]


def _without_headings(lines: Sequence[Line], columns: Sequence[str]) -> list[Line]:
    """The lines without those of rows that hold the form's column headings, and without bare row numbers."""
    headings = {normalise(column) for column in columns}
    rows: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if line.place and line.norm:
            rows.setdefault((line.place.table, line.place.row), []).append(line)
    heads = {key for key, cells in rows.items() if all(normalise(cell.text) in headings for cell in cells)}
    return [
        line
        for line in lines
        if not (line.place and (line.place.table, line.place.row) in heads)
        and not (line.place and line.place.col == 0 and re.fullmatch(r"\d{1,3}[.)]?", line.text))
    ]


def _answer_line(line: Line) -> str:
    """A line as the applicant wrote it, its automatic bullet or number in front."""
    if line.auto_number and line.text and not line.text.startswith(line.number):
        return f"{line.number} {line.text}" if line.number else line.text
    return without_dots(line.text)


def _lines_of(fields: Mapping[str, str]) -> list[str]:
    return [f"{label}: {value}" for label, value in fields.items() if value]


def _join(texts: Sequence[str]) -> str:
    return "\n".join(text for text in texts if not is_filler(text))


def _tables(lines: Sequence[Line]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The tables that stand wholly inside an answer, as rows of cell texts."""
    tables: dict[int, dict[int, dict[int, list[str]]]] = {}
    for line in lines:
        if line.place:
            tables.setdefault(line.place.table, {}).setdefault(line.place.row, {}).setdefault(
                line.place.col, []
            ).append(line.text)
    return tuple(
        tuple(tuple("\n".join(texts) for _, texts in sorted(row.items())) for _, row in sorted(rows.items()))
        for rows in tables.values()
        if len(rows) > 1 and any(len(row) > 1 for row in rows.values())
    )


def _with_conditions(definition: FormDefinition, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with whether they and their questions apply, judged by all options ticked anywhere in the form."""
    chosen = {option for section in sections for question in section.questions for option in question.answer.chosen}
    owners = {option: question.id for question in definition.questions for option in question.options}
    answered = {question.id: question for section in sections for question in section.questions}
    result = []
    for section, defined in zip(sections, definition.sections, strict=True):
        state, why = _judge(defined.when, definition, chosen, owners, answered)
        if defined.when is None and defined.unsure:
            state, why = None, "the form says that it is for some applications only, and not clearly for which"
        questions = []
        for question, asked in zip(section.questions, defined.questions, strict=True):
            own, _ = _judge(asked.when, definition, chosen, owners, answered)
            if asked.when is None and asked.unsure:
                own = None
            both = None if state is None or own is None else state and own
            if state is False or own is False:
                both = False
            questions.append(question.model_copy(update={"applies": both}))
        result.append(section.model_copy(update={"applies": state, "why": why, "questions": tuple(questions)}))
    return tuple(result)


def _judge(
    when: When,
    definition: FormDefinition,
    chosen: set[str],
    owners: Mapping[str, str],
    answered: Mapping[str, Question],
) -> tuple[bool | None, str]:
    """Whether a condition holds; None while the question whose options it names was not found, not sure or not answered."""
    choices = {key: question.answer.chosen for key, question in answered.items()}
    holds, why = applies(when, definition, chosen, choices)
    if when is None or (holds and not isinstance(when, str)):
        return holds, why
    deciding = (
        questions_named(when) if isinstance(when, str) else [owners[option] for option in when if option in owners]
    )
    for question in (answered[owner] for owner in dict.fromkeys(deciding) if owner in answered):
        if not question.found or question.unsure or not question.answer.chosen:
            return (
                None,
                f'question {question.number} "{question.label}", which decides it, could not be read as answered',
            )
    return holds, why
