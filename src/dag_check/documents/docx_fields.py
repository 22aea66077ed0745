"""Fields of Word: what of them is shown. Codes never, results once; legacy form fields by their settings.

A field runs over many runs and paragraphs; `FieldReader` holds the fields that are open at a place of one story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from dag_check.documents.docx_package import MC, W, is_on, number_of
from dag_check.documents.docx_spans import Control, is_choice_prompt
from dag_check.documents.model import TICKED, UNTICKED

_MACRO_BUTTON = re.compile(r"\s*MACROBUTTON\s+\S+\s+(.+)", re.IGNORECASE | re.DOTALL)
_DROPPED = {W + "del", W + "moveFrom", MC + "Fallback"}


@dataclass(slots=True)
class Shown:
    """Something that a field shows by itself: the text of a box or of a drop-down, or a prompt."""

    text: str
    box: bool = False
    prompt: bool = False
    control: Control | None = None


@dataclass(slots=True)
class _Field:
    """An open field. `outer_hidden` says that a field around it hides whatever it shows."""

    paragraph: int
    control: Control | None = None
    silent: bool = False
    in_result: bool = False
    outer_hidden: bool = False
    code: list[str] = field(default_factory=list)

    @property
    def hides(self) -> bool:
        return self.outer_hidden or self.silent or not self.in_result


class FieldReader:
    """The open fields of one story. Fields that are never closed count as not begun, so that no text is lost behind them."""

    def __init__(self, root: etree._Element) -> None:
        self._open: list[_Field] = []
        self._closed = _begun_and_closed(root)

    def shows(self, paragraph: int) -> bool:
        """Whether text at this place is shown: not within a field's code, nor the cached result of a legacy box or drop-down.

        Plain text in the code of the innermost field is hidden only in the paragraph where the field begins.
        """
        if not self._open:
            return True
        current = self._open[-1]
        return not (current.outer_hidden or current.silent) and (current.in_result or current.paragraph != paragraph)

    @property
    def control(self) -> Control | None:
        """The innermost form field that is open."""
        return self._open[-1].control if self._open else None

    def mark(self, element: etree._Element, paragraph: int) -> Shown | None:
        """Takes a w:fldChar into account, and gives what the field shows by itself at this point, if anything."""
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            return self._begin(element, paragraph)
        if not self._open:
            return None
        if kind == "separate":
            current = self._open[-1]
            current.in_result = True
            return self._coded(current)
        if kind == "end":
            current = self._open.pop()
            return None if current.in_result else self._coded(current)
        return None

    def code(self, text: str) -> None:
        """Takes the text of a w:instrText into account."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].code.append(text)

    def open_simple(self, instruction: str, paragraph: int) -> None:
        """Begins a w:fldSimple, whose content is its result."""
        control = Control(blank_is_empty=True) if instruction.strip().upper().startswith("FORMTEXT") else None
        self._push(_Field(paragraph, control, in_result=True))

    def close_simple(self) -> None:
        """Ends a w:fldSimple, and what was left open in it."""
        if self._open:
            self._open.pop()

    def _begin(self, element: etree._Element, paragraph: int) -> Shown | None:
        shown, control = _form_field(element.find(W + "ffData"))
        if element in self._closed:
            self._push(_Field(paragraph, control, silent=shown is not None))
        return shown

    def _push(self, begun: _Field) -> None:
        if self._open:
            outer = self._open[-1]
            begun.outer_hidden = outer.hides
            begun.control = begun.control or outer.control
        self._open.append(begun)

    def _coded(self, current: _Field) -> Shown | None:
        """What a field shows by its code alone, once its code is complete."""
        code = "".join(current.code)
        if current.silent or current.outer_hidden:
            return None
        name = code.split(maxsplit=1)[0].upper() if code.strip() else ""
        if name == "FORMCHECKBOX":
            current.silent = True
            return Shown(UNTICKED, box=True, control=current.control or Control())
        if name == "FORMTEXT" and current.control is None:
            current.control = Control(blank_is_empty=True)
        match = _MACRO_BUTTON.match(code) if name == "MACROBUTTON" and not current.in_result else None
        return Shown(match[1].strip(), prompt=True) if match else None


def _begun_and_closed(root: etree._Element) -> set[etree._Element]:
    """The w:fldChar that begin a field which is closed later, leaving aside what tracked changes deleted."""
    begun: list[etree._Element] = []
    closed = set()
    may_be_dropped = next(root.iter(*_DROPPED), None) is not None
    for mark in root.iter(W + "fldChar"):
        kind = mark.get(W + "fldCharType")
        if kind == "separate" or (may_be_dropped and any(parent.tag in _DROPPED for parent in mark.iterancestors())):
            continue
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            closed.add(begun.pop())
    return closed


def _form_field(data: etree._Element | None) -> tuple[Shown | None, Control | None]:
    """What a legacy form field shows by its settings (a box, a drop-down), and the control that it is."""
    if data is None:
        return None, None
    name = data.find(W + "name")
    control = Control((name.get(W + "val") or "").strip() if name is not None else "")
    checkbox = data.find(W + "checkBox")
    if checkbox is not None:
        return Shown(_box(checkbox), box=True, control=control), control
    choices = data.find(W + "ddList")
    if choices is not None:
        control.choice = True
        entries = (entry.get(W + "val") or "" for entry in choices.iterchildren(W + "listEntry"))
        control.offered = tuple(entry.strip() for entry in entries if not is_choice_prompt(entry))
        return Shown(_choice(choices), control=control), control
    control.blank_is_empty = True
    return None, control


def _box(checkbox: etree._Element) -> str:
    state = checkbox.find(W + "checked")
    if state is None:
        state = checkbox.find(W + "default")
    return TICKED if state is not None and is_on(state) else UNTICKED


def _choice(choices: etree._Element) -> str:
    entries = [entry.get(W + "val") or "" for entry in choices.iterchildren(W + "listEntry")]
    chosen = number_of(choices.find(W + "result"))
    if chosen is None:
        chosen = number_of(choices.find(W + "default")) or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""
