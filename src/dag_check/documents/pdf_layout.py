"""Makes lines and paragraphs of the text fragments of PDF pages: reading order, columns and cells, wrapped lines, running heads.

For the PDF reader only. It keeps the order in which a page is drawn, which for exports of Word and LibreOffice is reading order,
cell by cell; what is drawn apart (values of form fields) is put where it stands on the page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from dag_check.documents.flow import Look, spans_of_runs
from dag_check.documents.model import Origin, Paragraph, Span
from dag_check.documents.pdf_fonts import estimated_width
from dag_check.documents.pdf_text import Fragment

_SPACE_GAP = 0.16
_COLUMN_GAP = 1.8
_MARKER_GAP = 5.0
_ROW = 0.4
_MARKER = re.compile(r"(?:\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})(?:\.\d{1,2})*[.):]?|[•◦▪–\-○●☐☒☑□✓✗\uf0a7\uf0b7]\s?)+\s*")
_BULLET = re.compile(r"[•◦▪●○‣⁃]\s*")
_OTHER_BULLET = re.compile(
    "[\uf0b7\uf0a7\uf0d8\uf0e0\uf076\uf02d■]"
)  # a square is a box in a form and a bullet in a print
_LINE_START = re.compile(r"\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})(?:\.\d{1,2})*[.)]\s|[•◦▪●○☐☒\-–]\s?|\d+(?:\.\d+)+\s")
_SENTENCE_END = re.compile(r"[.?!:;…☐☒][)\"”’']*$")
_WORD = re.compile(r"[^\W\d_]+")
_PAGE_NUMBER = re.compile(r"^\W*\d+\W*$|\bpage\b|\d+\s*(?:of|/)\s*\d+", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_HEADING_RATIO = 1.12
_LONGEST_HEADING = 200
_FEWEST_RUNNING = 3
_SHORTEST_WRAPPED = 25


@dataclass(slots=True)
class Line:
    """A line of one column or cell. `drawn` marks what was drawn apart from the page's own text."""

    page: int
    fragments: list[Fragment]
    left: float
    right: float
    base: float
    size: float
    drawn: bool = False
    control: str | None = None
    parts: list[tuple[str, bool, bool]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(text for text, _, _ in self.parts)

    @property
    def bold(self) -> bool:
        """Whether most of the line is bold."""
        return 2 * sum(len(text) for text, bold, _ in self.parts if bold) > len(self.text)

    def add(self, fragment: Fragment) -> None:
        """Takes a fragment into the line, in order of place, and spells its text anew."""
        at = len(self.fragments)
        while at and self.fragments[at - 1].left > fragment.left:
            at -= 1
        self.fragments.insert(at, fragment)
        self.left = min(self.left, fragment.left)
        self.right = max(self.right, fragment.right)
        self.size = max(self.size, fragment.size)

    def spell(self) -> None:
        """Sets `parts` from the fragments: a space where a gap is as wide as one."""
        self.parts = []
        before: Fragment | None = None
        for fragment in self.fragments:
            text = _OTHER_BULLET.sub("•", fragment.text).replace("\t", " ")
            if before is not None and fragment.left - before.right > _SPACE_GAP * max(fragment.size, before.size):
                text = " " + text
            self.parts.append((text, fragment.bold, fragment.italic))
            before = fragment
        whole = self.text
        stripped = whole.strip()
        if len(stripped) != len(whole) and self.parts:
            self._strip()

    def _strip(self) -> None:
        while self.parts and not self.parts[0][0].strip():
            del self.parts[0]
        while self.parts and not self.parts[-1][0].strip():
            del self.parts[-1]
        if self.parts:
            first, last = self.parts[0], self.parts[-1]
            self.parts[0] = (first[0].lstrip(), *first[1:])
            last = self.parts[-1]
            self.parts[-1] = (last[0].rstrip(), *last[1:])


def page_lines(page: int, fragments: list[Fragment]) -> list[Line]:
    """The lines of a page in reading order, without what the page marks as header or footer."""
    upright = [fragment for fragment in fragments if not fragment.sideways]
    lines = _in_drawn_order(page, upright)
    drawn = sum(len(line.text) for line in lines if line.drawn)
    if 0 < 2 * drawn < sum(len(line.text) for line in lines):
        kept = [line for line in lines if not line.drawn]
        for line in sorted((line for line in lines if line.drawn), key=lambda line: (-round(line.base), line.left)):
            place(kept, line)
        lines = kept
    sideways = [fragment for fragment in fragments if fragment.sideways and fragment.text.strip()]
    return lines + [_line(page, fragment) for fragment in sideways]


def _line(page: int, fragment: Fragment) -> Line:
    line = Line(page, [fragment], fragment.left, fragment.right, fragment.base, fragment.size, fragment.drawn)
    line.spell()
    return line


def _in_drawn_order(page: int, fragments: list[Fragment]) -> list[Line]:
    lines: list[Line] = []
    current: Line | None = None
    for fragment in fragments:
        blank = not fragment.text.strip()
        if current is not None and _continues(current, fragment):
            current.fragments.append(fragment)
            if not blank:
                current.right = max(current.right, fragment.right)
                current.size = max(current.size, fragment.size)
        elif current is not None and not blank and _fills_gap(current, fragment):
            current.add(fragment)
        elif not blank:
            current = Line(
                page, [fragment], fragment.left, fragment.right, fragment.base, fragment.size, fragment.drawn
            )
            lines.append(current)
    for line in lines:
        line.spell()
    return [line for line in lines if line.parts]


def _continues(line: Line, fragment: Fragment) -> bool:
    last = line.fragments[-1]
    if fragment.drawn != line.drawn or not _same_row(line.base, line.size, fragment):
        return False
    em = max(line.size, fragment.size)
    if fragment.left < last.left - 0.2 * em:
        return False
    gap = fragment.left - last.right
    if gap <= _COLUMN_GAP * em:
        return True
    shown = [piece for piece in line.fragments if piece.text.strip()]
    if len(shown) > 3 or gap > _MARKER_GAP * em:
        return False
    return _MARKER.fullmatch("".join(piece.text for piece in shown).strip()) is not None


def _fills_gap(line: Line, fragment: Fragment) -> bool:
    """Whether a fragment drawn late belongs into the line: glyphs of a second font, boxes above all, are often drawn last."""
    last = line.fragments[-1]
    if fragment.drawn != line.drawn or fragment.left >= last.left or not _same_row(line.base, line.size, fragment):
        return False
    slack = 0.15 * max(line.size, fragment.size)
    near = False
    for other in line.fragments[-200:]:
        if not other.text.strip():
            continue
        if fragment.left < other.right - slack and fragment.right > other.left + slack:
            return False
        near = near or min(abs(fragment.left - other.right), abs(other.left - fragment.right)) < line.size
    return near


def _same_row(base: float, size: float, fragment: Fragment) -> bool:
    distance = abs(fragment.base - base)
    if distance <= _ROW * min(size, fragment.size):
        return True
    # superscripts and subscripts, and normal text that goes on after one
    return 0.35 < min(fragment.size, size) / max(fragment.size, size) < 0.85 and distance <= 0.6 * max(
        size, fragment.size
    )


def place(lines: list[Line], new: Line) -> None:
    """Puts a line that was not drawn in its turn where it stands on the page, among the lines in reading order."""
    em = max(new.size, 8.0)
    row = [at for at, line in enumerate(lines) if abs(line.base - new.base) <= 0.6 * max(em, line.size)]
    if _is_box(new.text):
        beside = [(_distance(lines[at], new), at) for at in row]
        near = [(distance, at) for distance, at in beside if distance < 2.5 * em]
        if near:
            line = lines[min(near)[1]]
            line.add(new.fragments[0])
            line.spell()
            return
    before = [at for at in row if lines[at].left <= new.left]
    if before:
        lines.insert(max(before, key=lambda at: (lines[at].left, at)) + 1, new)
        return
    if row:
        lines.insert(min(row, key=lambda at: (lines[at].left, at)), new)
        return
    above = [at for at, line in enumerate(lines) if line.base > new.base]
    if not above:
        lines.insert(0, new)
        return
    over = [at for at in above if lines[at].left < new.right + em and lines[at].right > new.left - em]
    lines.insert(min(over or above, key=lambda at: (lines[at].base - new.base, -at)) + 1, new)


def _is_box(text: str) -> bool:
    return text in ("☐", "☒")


def _distance(line: Line, box: Line) -> float:
    """How far a box stands from the nearest text of a line; a little nearer where the text is to its right."""
    best = 1e9
    for fragment in line.fragments:
        if fragment.text.strip():
            if fragment.left >= box.right - 2:
                best = min(best, max(fragment.left - box.right, 0.0) * 0.9)
            elif fragment.right <= box.left + 2:
                best = min(best, max(box.left - fragment.right, 0.0))
            else:
                best = 0.0
    return best


def split_running(pages: list[list[Line]], heights: list[tuple[float, float]]) -> tuple[list[Line], list[Line]]:
    """Takes running heads and feet out of the pages: what stands at the top or bottom edge of most pages, page numbers apart.

    `heights` gives each page's lower and upper edge. Returns one line for each head and foot, as on their first page.
    """
    if len(pages) < _FEWEST_RUNNING:
        return [], []
    counted: Counter[tuple[str, bool]] = Counter()
    for lines, (low, high) in zip(pages, heights, strict=True):
        counted.update({key for line in lines if (key := _running_key(line, low, high)) is not None})
    running = {key for key, count in counted.items() if count >= max(_FEWEST_RUNNING, 0.5 * len(pages))}
    found: dict[tuple[str, bool], Line] = {}
    if running:
        for lines, (low, high) in zip(pages, heights, strict=True):
            kept = []
            for line in lines:
                key = _running_key(line, low, high)
                if key in running and key is not None:
                    found.setdefault(key, line)
                else:
                    kept.append(line)
            lines[:] = kept
    return [line for (_, top), line in found.items() if top], [line for (_, top), line in found.items() if not top]


def _running_key(line: Line, low: float, high: float) -> tuple[str, bool] | None:
    edge = 0.085 * (high - low)
    top, bottom = line.base > high - edge, line.base < low + edge
    if not (top or bottom) or _is_box(line.text[:1]):
        return None
    text = line.text
    return (_DIGITS.sub("0", text) if _PAGE_NUMBER.search(text) else text), top


def paragraphs_of(pages: list[list[Line]], origin: Origin = "body") -> list[Paragraph]:
    """The paragraphs of the pages: wrapped lines joined, large type as headings."""
    words = _words(pages)
    levels = _heading_levels(pages)
    result: list[Paragraph] = []
    for lines in pages:
        margin = max((line.right for line in lines), default=0.0)
        group: list[Line] = []
        for at, line in enumerate(lines):
            if group and _wraps(group, line, lines, at, margin):
                group.append(line)
                continue
            if group:
                result.append(_paragraph(group, words, levels, origin))
            group = [line]
        if group:
            result.append(_paragraph(group, words, levels, origin))
    return result


def _column_edge(lines: list[Line], at: int) -> float:
    """The right edge of the column that a line is in: the farthest of the lines set solid above and below it."""
    edge = lines[at].right
    for step in (1, -1):
        here = at
        while 0 <= here + step < len(lines) and abs(here + step - at) <= 30:
            upper, lower = (lines[here], lines[here + 1]) if step == 1 else (lines[here - 1], lines[here])
            if not _set_solid(upper, lower):
                break
            here += step
            edge = max(edge, lines[here].right)
    return edge


def _set_solid(upper: Line, lower: Line) -> bool:
    em = max(upper.size, lower.size)
    return (
        0.5 * em < upper.base - lower.base <= 1.75 * em
        and abs(upper.left - lower.left) < 4 * em
        and min(upper.size, lower.size) > 0.85 * em
    )


def _wraps(group: list[Line], line: Line, lines: list[Line], at: int, margin: float) -> bool:
    """Whether a line, `lines[at]`, goes on with the paragraph before it."""
    last = group[-1]
    if not _set_solid(last, line) or last.control != line.control or last.drawn != line.drawn:
        return False
    text, following = last.text, line.text
    if _SENTENCE_END.search(text) or _LINE_START.match(following) or last.bold != line.bold:
        return False
    first_word = estimated_width(following.split(" ", 1)[0] + " ") / 1000 * line.size
    needed = last.right + first_word
    if following[0].islower():
        return len(text) >= _SHORTEST_WRAPPED and needed >= _column_edge(lines, at - 1) - 0.5 * line.size
    return len(text) >= 2 * _SHORTEST_WRAPPED and needed >= margin and line.left <= last.left + 0.5 * line.size


def _words(pages: list[list[Line]]) -> frozenset[str]:
    return frozenset(
        word.casefold()
        for lines in pages
        for line in lines
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )


def _heading_levels(pages: list[list[Line]]) -> dict[float, int]:
    """The outline level of each size of type that is clearly larger than the text's."""
    used: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            used[_type_size(line)] += len(line.text)
    if not used:
        return {}
    body = used.most_common(1)[0][0]
    larger = sorted((size for size in used if size >= _HEADING_RATIO * body), reverse=True)
    return {size: min(level, 9) for level, size in enumerate(larger, start=1)}


def _type_size(line: Line) -> float:
    return round(line.size * 2) / 2


def _paragraph(group: list[Line], words: frozenset[str], levels: dict[float, int], origin: Origin) -> Paragraph:
    parts: list[tuple[str, bool, bool]] = []
    for line in group:
        if parts:
            parts = _joined(parts, line, words)
        parts.extend(line.parts)
    first = group[0]
    number = ""
    marker = _BULLET.match(parts[0][0])
    if marker and (len(parts) > 1 or marker.end() < len(parts[0][0])):
        number = "•"
        parts[0] = (parts[0][0][marker.end() :], *parts[0][1:])
        if not parts[0][0]:
            del parts[0]
        parts[0] = (parts[0][0].lstrip(), *parts[0][1:])
    heading = levels.get(_type_size(first)) if sum(len(text) for text, _, _ in parts) <= _LONGEST_HEADING else None
    return Paragraph(_spans(parts, first.control), heading=heading, number=number, origin=origin, page=first.page)


def _joined(parts: list[tuple[str, bool, bool]], line: Line, words: frozenset[str]) -> list[tuple[str, bool, bool]]:
    """The parts made ready for the next line: a space added, or a hyphen that only broke a word taken away."""
    text, bold, italic = parts[-1]
    if text.endswith("\u00ad"):
        return [*parts[:-1], (text[:-1], bold, italic)]
    if text.endswith(("-", "‐")) and len(text) > 1 and text[-2].isalpha():
        before, after = re.findall(r"[^\W\d_]+", text)[-1].casefold(), _WORD.match(line.text)
        rest = after[0].casefold() if after else ""
        whole = before + rest in words
        if not whole and (f"{before}-{rest}" in words or (before in words and rest in words) or not rest):
            return parts
        return [*parts[:-1], (text[:-1], bold, italic)]
    return [*parts[:-1], (text + " ", bold, italic)]


def _spans(parts: list[tuple[str, bool, bool]], control: str | None) -> tuple[Span, ...]:
    runs: list[tuple[list[str], Look]] = []
    for text, bold, italic in parts:
        look = Look(bold=bold, italic=italic, control=control)
        if runs and (runs[-1][1] == look or not text.strip()):
            runs[-1][0].append(text)
        else:
            runs.append(([text], look))
    return spans_of_runs([("".join(texts).replace("\u00ad", ""), look, False) for texts, look in runs])
