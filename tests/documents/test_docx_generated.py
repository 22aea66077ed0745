"""Random Word documents: every visible text comes out once and in order, nothing else does; damaged ones meet only UnreadableFile."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dag_check.documents.docx import read_docx
from dag_check.documents.model import paragraphs
from dag_check.errors import UnreadableFile
from tests.documents import ooxml as x


class Maker:
    """Makes markup from drawn choices, and notes in order which words of it a reader sees."""

    def __init__(self, choose: Callable[[int], int]) -> None:
        self._choose = choose
        self._words = count(1)
        self.notes: list[tuple[str, list[str]]] = []

    def word(self) -> str:
        return f"w{next(self._words)}"

    def inline(self, depth: int) -> tuple[str, list[str], list[str]]:
        """Markup, the words seen in the paragraph, and the words seen after it (text boxes, notes)."""
        word = self.word()
        kind = self._choose(15 if depth else 4)
        if kind == 0:
            return x.text(word + " "), [word], []
        if kind == 1:
            return x.deleted(word), [], []
        if kind == 2:
            return x.control(x.text(word), "<w:showingPlcHdr/>"), [], []
        if kind == 3:
            return x.text(word, "<w:vanish/>"), [], []
        if kind == 4:
            return x.complex_field("CODE " + word, None), [], []
        if kind == 5:
            self.notes.append((str(len(self.notes) + 1), []))
            number, _ = self.notes[-1]
            markup, seen = self.blocks(depth - 1)
            self.notes[int(number) - 1] = (markup, seen)
            return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>', [], seen
        if kind == 6:
            markup, seen = self.blocks(depth - 1)
            return x.text_box(markup), [], seen
        if kind == 7:
            return f"<w:del>{self.inline(depth - 1)[0].replace('footnoteReference', 'lost')}</w:del>", [], []
        inner = [self.inline(depth - 1) for _ in range(self._choose(2) + 1)]
        markup = "".join(part for part, _, _ in inner)
        seen = [item for _, words, _ in inner for item in words]
        after = [item for _, _, words in inner for item in words]
        wrapped = {
            8: x.control(markup, tag="t"),
            9: x.inserted(markup),
            10: f"<w:hyperlink>{markup}</w:hyperlink>",
            11: x.complex_field("REF", markup),
            12: f'<w:fldSimple w:instr="DATE">{markup}</w:fldSimple>',
            13: f"<w:smartTag>{markup}</w:smartTag>",
            14: f'<w:moveTo w:id="1">{markup}</w:moveTo>',
        }
        return wrapped.get(kind, markup), seen, after

    def blocks(self, depth: int) -> tuple[str, list[str]]:
        made = [self.block(depth) for _ in range(self._choose(2) + 1)]
        return "".join(markup for markup, _ in made), [word for _, words in made for word in words]

    def block(self, depth: int) -> tuple[str, list[str]]:
        kind = self._choose(4) if depth > 0 else 0
        if kind in (0, 1):
            parts = [self.inline(max(depth, 0)) for _ in range(self._choose(3))]
            seen = [word for _, words, _ in parts for word in words] + [word for _, _, words in parts for word in words]
            return x.paragraph("".join(markup for markup, _, _ in parts)), seen
        if kind == 2:
            markup, seen = self.blocks(depth - 1)
            return x.control(markup), seen
        if kind == 3:
            markup, seen = self.blocks(depth - 1)
            gone = x.row("deleted", properties="<w:del/>")
            return x.table(gone, x.control(x.row(x.control(x.cell(markup)), x.cell("")))), seen
        markup, seen = self.blocks(depth - 1)
        return f'<w:customXml w:element="e">{markup}</w:customXml>', seen


@given(st.data())
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=True,
)
def test_every_visible_text_comes_out_once_and_in_order(data: st.DataObject) -> None:
    maker = Maker(lambda most: data.draw(st.integers(0, most)))
    markup, seen = maker.blocks(4)
    notes = "".join(
        f'<w:footnote w:id="{number}">{content}</w:footnote>'
        for number, (content, _) in enumerate(maker.notes, start=1)
    )
    document = read_docx("f", x.docx(markup, footnotes=x.part("w:footnotes", notes)))
    assert " ".join(paragraph.text for paragraph in paragraphs(document.blocks)).split() == seen


RICH = x.docx(
    x.paragraph("title", style="Heading1")
    + x.paragraph(
        x.text("Name: ") + x.control(x.text("Ann"), tag="name") + x.checkbox(True) + x.text_box(x.paragraph("box"))
    )
    + x.table(x.row("a", x.cell("b", "<w:vMerge w:val='restart'/>")), x.row("c", x.cell("", "<w:vMerge/>")))
    + x.paragraph(x.complex_field("FORMTEXT", x.text("answer"), "<w:name w:val='T'/><w:textInput/>"), x.numbered(1))
    + x.paragraph(x.inserted(x.text("new")) + x.deleted("old") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
    + '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>',
    styles=x.styles(x.style("Heading1", "heading 1", "<w:pPr><w:outlineLvl w:val='0'/></w:pPr>")),
    numbering=x.numbering(x.level(0, "decimal", "%1.")),
    footnotes=x.part("w:footnotes", f'<w:footnote w:id="1">{x.paragraph("note")}</w:footnote>'),
    comments=x.part("w:comments", f'<w:comment w:author="A">{x.paragraph("why")}</w:comment>'),
    header1=x.part("w:hdr", x.paragraph("header")),
)


def survives(data: bytes) -> None:
    try:
        document = read_docx("f.docx", data)
    except UnreadableFile:
        return
    assert isinstance(document.text, str)


@pytest.mark.parametrize("seed", range(12))
def test_flipped_and_cut_bytes_meet_only_unreadable_file(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(60):
        data = bytearray(RICH)
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        if dice.random() < 0.3:
            start = dice.randrange(len(data))
            del data[start : start + dice.randint(1, 400)]
        survives(bytes(data))


VALUES = [
    "",
    "-1",
    "0",
    "9",
    "99999999999999999999",
    "1e400",
    "nan",
    "true",
    "restart",
    "F0FE",
    "%1%2%9",
    "Heading1",
    "../x",
    "\u2002",
]


@pytest.mark.parametrize("seed", range(12))
def test_odd_values_and_lost_elements_meet_only_unreadable_file(seed: int) -> None:
    dice = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(RICH)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for _ in range(40):
        odd = dict(parts)
        for name in dice.sample(sorted(odd), 3):
            attributes = list(re.finditer(r'(w:\w+|Target|Id|Type)="([^"]*)"', odd[name]))
            for found in dice.sample(attributes, min(3, len(attributes)))[:1]:
                odd[name] = odd[name][: found.start(2)] + dice.choice(VALUES) + odd[name][found.end(2) :]
            empty = list(re.finditer(r"<w:\w+[^<>]*/>", odd[name]))
            for found in dice.sample(empty, min(1, len(empty))):
                odd[name] = odd[name][: found.start()] + odd[name][found.end() :]
        if dice.random() < 0.2:
            del odd[dice.choice(sorted(odd))]
        survives(x.package(odd))
