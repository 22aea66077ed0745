"""A Checklist as headed lists of lines: what its formats share. How things look is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dag_check.checklist import Checklist, Needed, Question, Section
from dag_check.feedback.outline import count

CHECK = "Check this: it is not verified."
NOT_OFFICIAL = "This checklist is drawn from the form's definition and from what is published. It is not official advice: the data owner decides what is needed."


@dataclass(frozen=True, slots=True)
class Line:
    """An entry: what is needed, and lines of detail below it. `tick` is true for what can be ticked off."""

    text: str
    details: tuple[str, ...] = ()
    tick: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its entries; `intro` is a sentence before them, "" for none."""

    title: str
    lines: tuple[Line, ...]
    intro: str = ""


def title(checklist: Checklist) -> str:
    """What the checklist is called."""
    return "Checklist for an application"


def opening(checklist: Checklist) -> tuple[str, ...]:
    """What it is about: the form, what will be ticked, and how sure it is, a paragraph each."""
    edition = f" ({checklist.edition})" if checklist.edition else ""
    paragraphs = [f"Form: {checklist.form}{edition}."]
    by_question: dict[str, list[str]] = {}
    for choice in checklist.choices:
        by_question.setdefault(f"{choice.number} {choice.question}".strip(), []).append(choice.label)
    paragraphs += [f"{question}: {'; '.join(labels)}." for question, labels in by_question.items()]
    if checklist.unverified:
        paragraphs.append(
            "The wording and the numbers of this form's questions were not held against the official blank: check them there."
        )
    return tuple(paragraphs)


def parts(checklist: Checklist) -> Iterator[Part]:
    """The parts of the checklist that hold anything, in the order of the work."""
    every = (
        _part("Before you start", [Line(s.says, _sure(s.check)) for s in checklist.advice]),
        _part(
            "Choices that are still open",
            [Line(text, tick=False) for text in checklist.open],
            "Sections, documents or panels depend on these questions, and no option was given for them.",
        ),
        _part("What to look at first", [Line(s.says, _sure(s.check), tick=False) for s in checklist.warnings]),
        _part("Panels that must decide", _panels(checklist)),
        _part("Documents to have ready", _documents(checklist)),
        _part("Sections that apply", [_section(one) for one in checklist.sections if one.applies is True]),
        _part(
            "Sections that may apply",
            [_section(one) for one in checklist.sections if one.applies is None],
            "Whether these apply depends on what was not given here.",
        ),
        _part(
            "Sections that do not apply",
            [Line(_name(one), (_why(one),), tick=False) for one in checklist.sections if one.applies is False],
            "Leave these as they are.",
        ),
        _part(
            'Questions that cannot be answered "N/A"',
            [Line(_asked(q), (q.depends,) if q.depends else ()) for q in _questions(checklist) if q.na == "never"],
        ),
        _part(
            'Questions that take "N/A" only with a reason',
            [Line(_asked(q), tick=False) for q in _questions(checklist) if q.na == "reason"],
        ),
        _part("Limits on length", [Line(f"{_asked(q)}: {q.limit}") for q in _questions(checklist) if q.limit]),
    )
    return (part for part in every if part.lines)


def _part(heading: str, lines: list[Line], intro: str = "") -> Part:
    return Part(heading, tuple(lines), intro)


def _sure(check: bool) -> tuple[str, ...]:
    return (CHECK,) if check else ()


def _panels(checklist: Checklist) -> list[Line]:
    return [
        Line(
            panel.name,
            (
                f"Decides on {', and '.join(panel.decides_on)}.",
                *((f"Contact: {panel.contact}",) if panel.contact else ()),
                *((panel.note,) if panel.note else ()),
                *_sure(panel.check),
            ),
        )
        for panel in checklist.panels
    ]


def _documents(checklist: Checklist) -> list[Line]:
    return [
        Line(
            one.what,
            (
                *((one.why,) if one.why else ()),
                _asked_by(one),
                *_sure(one.check),
            ),
        )
        for one in checklist.documents
    ]


def _asked_by(needed: Needed) -> str:
    if not needed.source:
        return f"Asked for by {needed.at} of the form." if needed.at else "Asked for by the form."
    place = f" In the form: {needed.at}." if needed.at else ""
    return f"Asked for by: {needed.source}.{place}"


def _section(section: Section) -> Line:
    return Line(_name(section), (_why(section), f"{count(len(section.questions), 'question')}."))


def _name(section: Section) -> str:
    return f"{section.number} {section.title}".strip()


def _why(section: Section) -> str:
    why = section.why[:1].upper() + section.why[1:]
    return f"{why}." if why else ""


def _asked(question: Question) -> str:
    return f"{question.number} {question.label}".strip()


def _questions(checklist: Checklist) -> Iterator[Question]:
    for section in checklist.sections:
        yield from section.questions
