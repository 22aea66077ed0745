"""Runs as they were met in a Word paragraph, and what becomes of them: spans, with prompts and typed boxes told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dag_check.documents.docx_boxes import ALONE_BOXES, ALWAYS_BOXES, ANY_BOX, box_of
from dag_check.documents.docx_styles import Look
from dag_check.documents.model import Span, SpanKind

_PROMPT = re.compile(
    r"(?:(?:please )?(?:click|tap|click or tap|click/tap)(?: (?:here|on|below|in|this|icon|box))* to (?:enter|add|insert|select|choose|type)\b.*"
    r"|click here and type\b.*|choose an? (?:item|option|date|building block)\.?|select an? (?:item|option|date)\.?"
    r"|enter (?:your )?(?:text|a date)(?: here)?\.?|(?:insert|type) text here\.?)",
    re.IGNORECASE | re.DOTALL,
)
_CHOICE_PROMPT = re.compile(
    r"[\s\-–—.…_]*|(?:please )?(?:choose|select|pick)(?: (?:an?|one|the|your|from|below)\b.*)?[\s.…:]*|(?:please )?click .*",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_PROMPT = 150


def is_prompt(text: str) -> bool:
    """Whether a text is one of Word's own invitations to fill a control in."""
    return len(text) <= _LONGEST_PROMPT and _PROMPT.fullmatch(text.strip().strip("[]<>")) is not None


def is_choice_prompt(text: str) -> bool:
    """Whether the entry of a drop-down only invites to choose one."""
    return len(text) <= _LONGEST_PROMPT and _CHOICE_PROMPT.fullmatch(text.strip()) is not None


@dataclass(eq=False, slots=True)
class Control:
    """A content control or form field that is being read. `name` is its tag, alias or name.

    `prompts` are the texts that it shows while unfilled, `choice` says that it is a drop-down, `blank_is_empty` that it is a legacy text
    field, whose unfilled state is a row of blanks. `stored` is the value that it holds beside its text, `offered` the
    entries of a drop-down.
    """

    name: str = ""
    prompts: frozenset[str] = frozenset()
    choice: bool = False
    blank_is_empty: bool = False
    stored: str = ""
    offered: tuple[str, ...] = ()

    def is_unfilled(self, text: str) -> bool:
        """Whether `text`, all that the control shows, is only its invitation to be filled.

        The words decide where the mark of Word is lost: LibreOffice 7.4 saves controls without it.
        """
        shown = text.strip()
        if not shown:
            return self.blank_is_empty or self.choice
        if shown in self.prompts or (self.choice and len(shown) <= _LONGEST_PROMPT and _CHOICE_PROMPT.fullmatch(shown)):
            return True
        return is_prompt(shown)


@dataclass(eq=False, slots=True)
class Draft:
    """Characters of one run, before it is known what the rest of the paragraph says."""

    text: str
    look: Look
    kind: SpanKind = "text"
    inserted: bool = False
    box: bool = False
    control: Control | None = None
    prompt_style: bool = False
    glyph: str = ""


def finish(drafts: list[Draft]) -> tuple[Span, ...]:
    """The spans of a paragraph: prompts of unfilled controls marked, typed boxes split off, runs of one look joined."""
    _mark_unfilled_controls(drafts)
    if any(draft.prompt_style for draft in drafts):
        _mark_prompt_style(drafts)
    if any(ANY_BOX.search(draft.text) for draft in drafts if draft.kind == "text" and not draft.box):
        drafts = _split_boxes(drafts)
    spans: list[Span] = []
    pieces: list[str] = []
    last: Draft | None = None
    for draft in drafts:
        if last is not None and _alike(last, draft):
            pieces.append(draft.text)
            continue
        if last is not None:
            spans.append(_span(last, "".join(pieces)))
        last, pieces = draft, [draft.text]
    if last is not None:
        spans.append(_span(last, "".join(pieces)))
    return tuple(spans)


def _mark_unfilled_controls(drafts: list[Draft]) -> None:
    shown: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.control is not None and draft.kind == "text" and not draft.box:
            shown.setdefault(id(draft.control), []).append(draft)
    for members in shown.values():
        control = members[0].control
        if control is not None and control.is_unfilled("".join(member.text for member in members)):
            for member in members:
                member.kind = "placeholder"


def _mark_prompt_style(drafts: list[Draft]) -> None:
    """Text in the style "Placeholder Text" that reads like a prompt is one: other programs lose the control around it."""
    stretch: list[Draft] = []
    for draft in [*drafts, Draft("", Look())]:
        if draft.prompt_style and draft.kind == "text" and not draft.box:
            stretch.append(draft)
            continue
        if stretch and is_prompt("".join(member.text for member in stretch)):
            for member in stretch:
                member.kind = "placeholder"
        stretch = []


def _split_boxes(drafts: list[Draft]) -> list[Draft]:
    visible = "".join(draft.text for draft in drafts if draft.kind == "text")
    first = len(visible) - len(visible.lstrip())
    end = len(visible.rstrip())
    has_real_box = any(draft.box for draft in drafts) or any(glyph in visible for glyph in ALWAYS_BOXES)
    result: list[Draft] = []
    position = 0
    for draft in drafts:
        if draft.kind != "text":
            result.append(draft)
            continue
        done = 0
        for match in () if draft.box else ANY_BOX.finditer(draft.text):
            at_edge = position + match.start() == first or position + match.end() == end
            if match[0][0] in ALONE_BOXES and not (at_edge or has_real_box):
                continue
            if match.start() > done:
                result.append(_copy(draft, draft.text[done : match.start()]))
            result.append(_copy(draft, box_of(match[0]), glyph=match[0][0]))
            done = match.end()
        if done == 0:
            result.append(draft)
        elif done < len(draft.text):
            result.append(_copy(draft, draft.text[done:]))
        position += len(draft.text)
    return result


def _copy(draft: Draft, text: str, *, glyph: str = "") -> Draft:
    return Draft(text, draft.look, draft.kind, draft.inserted, bool(glyph), draft.control, draft.prompt_style, glyph)


def _alike(one: Draft, other: Draft) -> bool:
    return (
        not (one.box or other.box)
        and one.kind == other.kind
        and one.control is other.control
        and one.inserted == other.inserted
        and one.look[:3] == other.look[:3]
        and one.look.colour == other.look.colour
        and one.look.size == other.look.size
        and bool(one.look.highlight) == bool(other.look.highlight)
    )


def _span(draft: Draft, text: str) -> Span:
    look = draft.look
    return Span(
        text,
        kind=draft.kind,
        bold=bool(look.bold),
        italic=bool(look.italic),
        strike=bool(look.strike),
        inserted=draft.inserted,
        colour=look.colour or None,
        box=draft.box,
        control=draft.control.name if draft.control is not None else None,
        size=look.size,
        offered=draft.control.offered if draft.control is not None else (),
        glyph=draft.glyph,
        highlight=bool(look.highlight),
    )
