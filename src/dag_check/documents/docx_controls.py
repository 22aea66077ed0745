"""Content controls of Word (w:sdt): their names, whether they are filled, and the state of a check box control."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from dag_check.documents.docx_package import W14, W15, W
from dag_check.documents.docx_spans import Control, is_choice_prompt
from dag_check.documents.model import TICKED, UNTICKED

_GLYPH_TAGS = (W14 + "checkbox", W15 + "checkbox")
# These only group or lock a region, often the whole document: what stands in them is not an answer to anything.
_REGIONS = {
    W + "group",
    W + "docPartObj",
    W + "docPartList",
    W + "bibliography",
    W + "citation",
    W15 + "repeatingSection",
    W15 + "repeatingSectionItem",
}


@dataclass(frozen=True, slots=True)
class ControlState:
    """What a control's properties say. `box` is TICKED or UNTICKED for a check box, `document_part` names the prompt's building block."""

    control: Control | None
    placeholder: bool = False
    box: str | None = None
    document_part: str = ""


def read_control(properties: etree._Element | None) -> ControlState:
    """The state of a content control by its w:sdtPr; without one it is a control without a name."""
    if properties is None:
        return ControlState(Control())
    control = Control()
    alias = tag_name = document_part = ""
    placeholder = False
    box: str | None = None
    region = False
    for item in properties:
        tag = item.tag
        if tag == W + "tag":
            tag_name = item.get(W + "val") or ""
        elif tag == W + "alias":
            alias = item.get(W + "val") or ""
        elif tag == W + "showingPlcHdr":
            placeholder = item.get(W + "val") not in ("0", "false", "off")
        elif tag == W + "placeholder":
            part = item.find(W + "docPart")
            document_part = (part.get(W + "val") or "") if part is not None else ""
        elif tag in _GLYPH_TAGS:
            box = _box_state(item)
        elif tag in (W + "dropDownList", W + "comboBox"):
            _read_choices(item, control)
        elif tag == W + "date":
            control.stored = (item.get(W + "fullDate") or "")[:10]
        elif tag in _REGIONS:
            region = True
    control.name = tag_name.strip() or alias.strip()
    return ControlState(None if region else control, placeholder, box, document_part)


def _box_state(checkbox: etree._Element) -> str:
    for item in checkbox:
        if etree.QName(item).localname == "checked":
            value = next((value for name, value in item.attrib.items() if str(name).endswith("val")), "1")
            return TICKED if str(value).lower() in ("1", "true", "on") else UNTICKED
    return UNTICKED


def _read_choices(choices: etree._Element, control: Control) -> None:
    """An item without a value is the prompt ("Choose an item."); the last value stands for the text where there is none."""
    control.choice = choices.tag == W + "dropDownList"
    last = choices.get(W + "lastValue")
    prompts = set()
    offered = []
    for item in choices.iterchildren(W + "listItem"):
        value = item.get(W + "value") or ""
        display = item.get(W + "displayText") or value
        if not value.strip():
            prompts.add(display.strip())
        elif value == last:
            control.stored = display
        if value.strip() and not is_choice_prompt(display):
            offered.append(display.strip())
    control.offered = tuple(offered)
    control.prompts = frozenset(prompts - {""})
