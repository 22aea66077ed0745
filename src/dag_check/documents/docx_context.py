"""What the readers of a Word file share: the state around an element, how wrappers are opened, and what the whole document knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from lxml import etree

from dag_check.documents.docx_boxes import ALWAYS_BOXES
from dag_check.documents.docx_controls import read_control
from dag_check.documents.docx_numbering import Numbering
from dag_check.documents.docx_package import MC, W, WordPackage, chosen_branch
from dag_check.documents.docx_spans import Control
from dag_check.documents.docx_styles import Styles
from dag_check.documents.model import Block, Note

Chain = tuple[Any, int | str]
"""The place of an element as linked pairs (place of the parent, position in it); the outermost is (None, name of the part).

Linked, because most places are never asked for: `place` writes one out.
"""


def place(chain: Chain) -> tuple[str | int, ...]:
    """A chain written out: the part's name, then positions from the root down."""
    steps: list[str | int] = []
    link: Chain | None = chain
    while link is not None:
        steps.append(link[1])
        link = link[0]
    return tuple(reversed(steps))


@dataclass(frozen=True, slots=True)
class Context:
    """What the wrappers around an element say of it. `box` is set inside a check box control: its state, in place of its glyph."""

    control: Control | None = None
    placeholder: bool = False
    inserted: bool = False
    hidden: bool = False
    box: str | None = None

    def changed(self, *, hidden: bool | None = None, inserted: bool | None = None) -> Context:
        """The same with something added; itself where nothing changes."""
        new_hidden = self.hidden if hidden is None else hidden
        new_inserted = self.inserted if inserted is None else inserted
        if new_hidden == self.hidden and new_inserted == self.inserted:
            return self
        return replace(self, hidden=new_hidden, inserted=new_inserted)


class NoteStory(Protocol):
    """The foot- or endnotes of a document."""

    def note(self, note_id: str, depth: int) -> tuple[Block, ...]:
        """The blocks of one note."""


Entered = tuple[Iterator[tuple[int, etree._Element]], Context, Chain]


class Counts(Protocol):
    """Something that counts tracked changes."""

    insertions: int
    deletions: int


@dataclass
class Reading:
    """One document while it is read: its package, styles and lists, and what was met so far."""

    package: WordPackage
    main: str
    styles: Styles
    numbering: Numbering
    insertions: int = 0
    deletions: int = 0
    hidden_text: bool = False
    notes_read: set[tuple[str, str]] = field(default_factory=set)
    note_stories: dict[str, NoteStory | None] = field(default_factory=dict)
    _prompts: dict[str, str] | None = None

    def enter(
        self, element: etree._Element, context: Context, chain: Chain, counts: Counts | None = None
    ) -> Entered | None:
        """What to read inside an element that only wraps others: its children, their context and their place.

        None for what is not shown: deletions, and alternatives that Word does not take. Tracked changes are counted.
        """
        tag = element.tag
        counter = counts if counts is not None else self
        if tag == W + "sdt":
            return self._enter_control(element, context, chain)
        if tag in (W + "ins", W + "moveTo"):
            counter.insertions += len(element) > 0
            return iter(enumerate(element)), context.changed(inserted=True), chain
        if tag in (W + "del", W + "moveFrom"):
            counter.deletions += len(element) > 0
            return None
        if tag == MC + "AlternateContent":
            branch = chosen_branch(element)
            return None if branch is None else (iter(enumerate(branch[1])), context, (chain, branch[0]))
        return iter(enumerate(element)), context, chain

    def _enter_control(self, element: etree._Element, context: Context, chain: Chain) -> Entered:
        properties = element.find(W + "sdtPr")
        state = read_control(properties)
        control = state.control or context.control
        if state.control is not None and state.document_part:
            prompt = self._prompt(state.document_part)
            state.control.prompts |= {prompt} if prompt else set()
        inner = Context(
            control,
            context.placeholder or state.placeholder,
            context.inserted,
            context.hidden,
            state.box or context.box,
        )
        for position, child in enumerate(element):
            if child.tag == W + "sdtContent":
                if state.box is not None:
                    self._compare_glyph(state.box, child)
                return iter(enumerate(child)), inner, (chain, position)
        return iter(()), inner, chain

    def _compare_glyph(self, state: str, content: etree._Element) -> None:
        """A program that fills forms may set a box's state or change its glyph, and forget the other: a person should look."""
        shown = {
            ALWAYS_BOXES[glyph] for text in content.iter(W + "t") for glyph in text.text or "" if glyph in ALWAYS_BOXES
        }
        if shown and state not in shown:
            self.note_once(
                "box_conflict",
                "A check box is set one way and shows the other; it was read as it is set. Look at the boxes in Word.",
            )

    def note_once(self, kind: str, text: str) -> None:
        """Adds a note, unless it is there."""
        note = Note(kind, text)
        if note not in self.package.notes:
            self.package.notes.append(note)

    def _prompt(self, document_part: str) -> str:
        """The text of a building block, which a control shows while it is unfilled (word/glossary/document.xml)."""
        if self._prompts is None:
            self._prompts = {}
            root = self.package.side_xml(self.package.related(self.main, "glossaryDocument"))
            for block in root.iter(W + "docPart") if root is not None else ():
                name = block.find(f"{W}docPartPr/{W}name")
                body = block.find(W + "docPartBody")
                if name is not None and body is not None:
                    text = "".join(piece.text or "" for piece in body.iter(W + "t"))
                    self._prompts.setdefault(name.get(W + "val") or "", text.strip())
        return self._prompts.get(document_part, "")
