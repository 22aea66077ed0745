"""Walks the content streams of a PDF page and gives what it shows: fragments of text with their places on the page.

Takes pypdf's objects. Lines, paragraphs and reading order are for pdf_layout. Every walk is paid from a
budget, so that a hostile file ends early whatever it does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dag_check.documents.pdf_fonts import Font, clean

DEEPEST_FORM = 12
"""Form XObjects drawn inside one another more deeply than this are not followed."""

_TOKEN_PRICE = 8
_FORM_PRICE = 1_000
_TOKENS_PAID_AT_ONCE = 1_000
_MOST_OPERANDS = 2_000
_MOST_SAVED_STATES = 500
_WORD_GAP = 0.18
_PIECE_GAP = 0.6

_TOKEN = re.compile(
    rb"(?:[\x00\t\n\f\r ]++|%[^\r\n]*+)*+(?:"
    rb"(?P<drawing>(?:[+-]?[\d.]++[\x00\t\n\f\r ]++){0,6}+(?:re|rg|RG|scn?|SCN?|[mlcvyhSsfFnBbWgGkKwijJM]\*?)(?=[\x00\t\n\f\r ]|$))"
    rb"|(?P<number>[+-]*+(?:\d++(?:\.\d*+)?|\.\d++)(?:-[\d.]*+)?)"
    rb"|(?P<name>/[^\x00\t\n\f\r ()<>\[\]{}/%]*+)"
    rb"|(?P<text>\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))"
    rb"|(?P<open>\()"
    rb"|(?P<dict><<|>>)"
    rb"|<(?P<hex>[^<>]*+)>"
    rb"|(?P<array>[\[\]])"
    rb"|(?P<operator>[^\x00\t\n\f\r ()<>\[\]{}/%]++)"
    rb"|(?P<junk>.))",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.)|$)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_PAREN = re.compile(rb"[()\\]")
_IMAGE_END = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r /]|$)")
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class BudgetSpent(Exception):
    """The document asks for more work than a document of its kind ever needs."""


@dataclass(slots=True)
class Budget:
    """How much work is left: about one unit a byte of content, and some for each token and form."""

    left: int

    def pay(self, work: int) -> None:
        """Raises BudgetSpent when nothing is left."""
        self.left -= work
        if self.left < 0:
            raise BudgetSpent


@dataclass(slots=True)
class Fragment:
    """A piece of text on one baseline, from `left` to `right`; `size` is its height. Points, from the page's lower left.

    `drawn` tells that it stands in a drawing of its own (a form XObject: often the value of a flattened form field),
    `margin` that the page marks it as header or footer.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    sideways: bool = False
    drawn: bool = False
    margin: bool = False


@dataclass(slots=True)
class _State:
    matrix: Matrix
    font: Font | None = None
    size: float = 1.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0

    def copy(self) -> _State:
        return _State(
            self.matrix, self.font, self.size, self.char_space, self.word_space, self.scale, self.leading, self.rise
        )


@dataclass(slots=True)
class _Mark:
    """A run of marked content: where its fragments begin, and the text that stands for them."""

    start: int
    actual: str | None
    margin: bool


@dataclass(slots=True)
class Fonts:
    """The fonts of a document, each read once."""

    budget: Budget
    known: dict[object, Font | None] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)

    def get(self, reference: Any) -> Font | None:
        """The font behind a resource entry, None where there is none."""
        key: object = (reference.idnum, reference.generation) if hasattr(reference, "idnum") else id(reference)
        if key not in self.known:
            self.kept.append(reference)
            resource = resolved(reference)
            self.known[key] = None
            if isinstance(resource, dict):
                self.budget.pay(2_000 + _font_work(resource))
                self.known[key] = Font(resource)
        return self.known[key]

    @property
    def undecoded(self) -> int:
        """How many characters no font could tell."""
        return sum(font.undecoded for font in self.known.values() if font is not None)


def _font_work(resource: Any) -> int:
    """What reading a font costs: its maps and its lists of widths and names."""
    descendants = resolved(resource.get("/DescendantFonts"))
    inner = resolved(descendants[0]) if isinstance(descendants, list) and descendants else None
    encoding = resolved(resource.get("/Encoding"))
    lists = [resource.get("/Widths"), inner.get("/W") if isinstance(inner, dict) else None]
    lists.append(encoding.get("/Differences") if isinstance(encoding, dict) else None)
    work = sum(10 * len(found) for entry in lists if isinstance(found := resolved(entry), list))
    for stream in (resolved(resource.get("/ToUnicode")), encoding):
        if hasattr(stream, "get_data"):
            work += 3 * len(stream.get_data())
    return work


def resolved(value: Any) -> Any:
    """The object behind an indirect reference, or the value itself."""
    return value.get_object() if hasattr(value, "get_object") else value


def page_fragments(contents: Any, resources: Any, fonts: Fonts, turn: Matrix = IDENTITY) -> list[Fragment]:
    """The text of a page in the order in which it is drawn.

    `contents` is the page's /Contents, `turn` the matrix that sets a turned page upright. Raises BudgetSpent, and pypdf's
    errors for a stream that cannot be unpacked.
    """
    walker = _Walker(fonts)
    walker.run(_content(contents, fonts.budget), resolved(resources), turn, 0)
    return _without_shadows(walker.fragments)


def _content(contents: Any, budget: Budget) -> bytes:
    contents = resolved(contents)
    parts = []
    for stream in contents if isinstance(contents, list) else [contents]:
        stream = resolved(stream)
        if hasattr(stream, "get_data"):
            data = stream.get_data()
            budget.pay(len(data) + 100)
            parts.append(data)
        else:
            budget.pay(100)
    return b"\n".join(parts)


class _Walker:
    def __init__(self, fonts: Fonts) -> None:
        self.fragments: list[Fragment] = []
        self._fonts = fonts
        self._drawing: list[int] = []

    def run(self, data: bytes, resources: Any, matrix: Matrix, depth: int) -> None:
        """Walks one stream. Forms that it draws are walked in turn, to a bounded depth."""
        state = _State(matrix)
        saved: list[_State] = []
        text_matrix = line_matrix = IDENTITY
        marks: list[_Mark] = []
        font_resources = resolved(resources.get("/Font")) if isinstance(resources, dict) else None
        for operator, operands in operations(data, self._fonts.budget):
            if operator in _IGNORED:
                continue
            if operator in (b"Tj", b"TJ", b"'", b'"'):
                if operator in (b"'", b'"'):
                    text_matrix = line_matrix = _moved(line_matrix, 0.0, -state.leading)
                shown = operands[-1] if operands else b""
                pieces = shown if isinstance(shown, list) else [shown]
                text_matrix = self._show(pieces, state, text_matrix, depth, any(mark.margin for mark in marks))
            elif operator == b"Td":
                text_matrix = line_matrix = _moved(line_matrix, _number(operands, 0), _number(operands, 1))
            elif operator == b"TD":
                state.leading = -_number(operands, 1)
                text_matrix = line_matrix = _moved(line_matrix, _number(operands, 0), _number(operands, 1))
            elif operator == b"T*":
                text_matrix = line_matrix = _moved(line_matrix, 0.0, -state.leading)
            elif operator == b"Tm":
                text_matrix = line_matrix = _matrix(operands)
            elif operator == b"BT":
                text_matrix = line_matrix = IDENTITY
            elif operator == b"Tf":
                state.size = _number(operands, 1)
                name = operands[0] if operands else None
                reference = (
                    font_resources.get(name) if isinstance(font_resources, dict) and isinstance(name, str) else None
                )
                state.font = self._fonts.get(reference) if reference is not None else None
            elif operator == b"Tc":
                state.char_space = _number(operands, 0)
            elif operator == b"Tw":
                state.word_space = _number(operands, 0)
            elif operator == b"Tz":
                state.scale = _number(operands, 0) / 100
            elif operator == b"TL":
                state.leading = _number(operands, 0)
            elif operator == b"Ts":
                state.rise = _number(operands, 0)
            elif operator == b"cm":
                state.matrix = times(_matrix(operands), state.matrix)
            elif operator == b"q":
                if len(saved) < _MOST_SAVED_STATES:
                    saved.append(state.copy())
            elif operator == b"Q":
                if saved:
                    state = saved.pop()
            elif operator == b"Do":
                self._draw(operands, resources, state.matrix, depth)
            elif operator in (b"BDC", b"BMC"):
                if len(marks) < _MOST_SAVED_STATES:
                    marks.append(self._mark(operator, operands, resources))
            elif operator == b"EMC" and marks:
                self._end_mark(marks.pop())

    def _show(self, pieces: list[Any], state: _State, text_matrix: Matrix, depth: int, margin: bool) -> Matrix:
        font, size, scale = state.font, state.size, state.scale
        parts: list[str] = []
        start = at = 0.0
        for piece in pieces:
            if isinstance(piece, bytes):
                if font is None:
                    continue
                text, width, codes, spaces = font.decode(piece)
                parts.append(text)
                at += (width / 1000 * size + codes * state.char_space + spaces * state.word_space) * scale
            elif isinstance(piece, float):
                shift = -piece / 1000 * size * scale
                gap = -piece / 1000
                if gap > _PIECE_GAP and parts:
                    self._add("".join(parts), start, at, state, text_matrix, depth, margin)
                    parts, start = [], at + shift
                elif gap > _WORD_GAP and parts and not parts[-1].endswith(" "):
                    parts.append(" ")
                at += shift
                if not parts:
                    start = at
        if parts:
            self._add("".join(parts), start, at, state, text_matrix, depth, margin)
        return _moved(text_matrix, at, 0.0)

    def _add(
        self, text: str, start: float, end: float, state: _State, text_matrix: Matrix, depth: int, margin: bool
    ) -> None:
        if not text:
            return
        a, b, c, d, e, f = times(text_matrix, state.matrix)
        height = math.hypot(c, d) * abs(state.size)
        left, base = a * start + c * state.rise + e, b * start + d * state.rise + f
        right = a * end + c * state.rise + e
        if not (math.isfinite(left) and math.isfinite(base) and math.isfinite(right) and math.isfinite(height)):
            return
        sideways = abs(b) > abs(a)
        font = state.font
        self.fragments.append(
            Fragment(
                text,
                min(left, right),
                max(left, right),
                base,
                max(height, 0.1),
                bold=font is not None and font.bold,
                italic=font is not None and font.italic,
                sideways=sideways,
                drawn=depth > 0,
                margin=margin,
            )
        )

    def _draw(self, operands: list[Any], resources: Any, matrix: Matrix, depth: int) -> None:
        objects = resolved(resources.get("/XObject")) if isinstance(resources, dict) else None
        name = operands[0] if operands else None
        form = resolved(objects.get(name)) if isinstance(objects, dict) and isinstance(name, str) else None
        if not isinstance(form, dict) or form.get("/Subtype") != "/Form" or depth >= DEEPEST_FORM:
            return
        if id(form) in self._drawing:
            return
        self._fonts.budget.pay(_FORM_PRICE)
        self._drawing.append(id(form))
        own = resolved(form.get("/Matrix"))
        inner = times(_matrix(list(own)), matrix) if isinstance(own, list) else matrix
        self.run(_content(form, self._fonts.budget), resolved(form.get("/Resources")) or resources, inner, depth + 1)
        self._drawing.pop()

    def _mark(self, operator: bytes, operands: list[Any], resources: Any) -> _Mark:
        properties = operands[1] if operator == b"BDC" and len(operands) > 1 else None
        if isinstance(properties, str) and isinstance(resources, dict):
            named = resolved(resources.get("/Properties"))
            properties = resolved(named.get(properties)) if isinstance(named, dict) else None
        if not isinstance(properties, dict):
            return _Mark(len(self.fragments), None, False)
        margin = operands[0] == "/Artifact" and properties.get("/Type") == "/Pagination"
        actual = resolved(properties.get("/ActualText"))
        return _Mark(len(self.fragments), _text_string(actual), margin)

    def _end_mark(self, mark: _Mark) -> None:
        inside = self.fragments[mark.start :]
        if mark.actual is None or not inside:
            return
        first = inside[0]
        if (
            len({round(fragment.base) for fragment in inside}) > 1
            or len(mark.actual) > 3 * sum(len(f.text) for f in inside) + 3
        ):
            return
        first.text, first.right = clean(mark.actual), max(fragment.right for fragment in inside)
        del self.fragments[mark.start + 1 :]


_IGNORED = frozenset(
    b"w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* CS cs SC SCN sc scn G g RG rg K k sh d0 d1 MP DP BX EX ET Tr".split()
)


def operations(data: bytes, budget: Budget) -> Iterator[tuple[bytes, list[Any]]]:
    """The operators of a content stream with their operands: numbers as float, strings as bytes, names as str with "/".

    Raises BudgetSpent.
    """
    operands: list[Any] = []
    outer: list[list[Any]] = []
    at, end = 0, len(data)
    match = _TOKEN.match
    unpaid = 0
    while at < end:
        token = match(data, at)
        unpaid += 1
        if unpaid == _TOKENS_PAID_AT_ONCE or token is None:
            budget.pay(unpaid * _TOKEN_PRICE)
            unpaid = 0
        if token is None:
            return
        at = token.end()
        kind = token.lastgroup
        if (
            kind == "drawing"
        ):  # lines and colours, taken as one token with their numbers: there are many, and none is text
            operands, outer = [], []
        elif kind == "operator":
            operator = token["operator"]
            if outer:
                operands, outer = outer[0], []
            yield operator, operands
            operands = []
            if operator == b"ID":
                image_end = _IMAGE_END.search(data, at)
                at = image_end.end() if image_end else end
        elif kind == "number":
            operands.append(_as_number(token["number"]))
        elif kind == "text":
            operands.append(_unescaped(token["text"][1:-1]))
        elif kind == "name":
            operands.append(token["name"].decode("latin-1"))
        elif kind == "hex":
            digits = _NOT_HEX.sub(b"", token["hex"])
            operands.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        elif kind == "open":
            at, text = _long_string(data, at)
            operands.append(text)
        elif kind in ("array", "dict"):
            mark = token[kind]
            if mark in (b"[", b"<<"):
                if len(outer) < 20:
                    outer.append(operands)
                    operands = []
            elif outer:
                inner, operands = operands, outer.pop()
                operands.append(inner if mark == b"]" else _as_dictionary(inner))
        if len(operands) > _MOST_OPERANDS and not outer:
            operands = []


def _as_dictionary(items: list[Any]) -> dict[str, Any]:
    return {key: value for key, value in zip(items[::2], items[1::2], strict=False) if isinstance(key, str)}


def _long_string(data: bytes, at: int) -> tuple[int, bytes]:
    """A string whose parentheses nest, from behind its first one."""
    depth, start = 1, at
    while True:
        found = _PAREN.search(data, at)
        if found is None:
            return len(data), _unescaped(data[start:])
        at = found.end()
        if found[0] == b"\\":
            at += 1
        elif found[0] == b"(":
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return at, _unescaped(data[start : at - 1])


def _unescaped(text: bytes) -> bytes:
    if b"\\" not in text:
        return text
    return _ESCAPE.sub(_escape, text)


def _escape(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 0xFF])
    return _ESCAPED.get(match[2], match[2]) if match[2] else b""


def _as_number(token: bytes) -> float:
    try:
        return float(token)
    except ValueError:
        head = re.match(rb"[+-]*(\d*\.?\d*)", token)
        value = head[1] if head else b""
        number = float(value) if value not in (b"", b".") else 0.0
        return -number if token.startswith(b"-") else number


def _number(operands: list[Any], at: int) -> float:
    value = operands[at] if at < len(operands) else 0.0
    return value if isinstance(value, float) else 0.0


def _matrix(operands: list[Any]) -> Matrix:
    try:
        a, b, c, d, e, f = (float(operand) for operand in operands[:6])
    except (TypeError, ValueError):
        return IDENTITY
    return a, b, c, d, e, f


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first` and then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(matrix: Matrix, x: float, y: float) -> Matrix:
    a, b, c, d, e, f = matrix
    return a, b, c, d, x * a + y * c + e, x * b + y * d + f


def _text_string(value: Any) -> str | None:
    """A PDF text string: pypdf's str, or raw bytes in UTF-16 or Latin."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        if value.startswith(b"\xfe\xff"):
            return value[2:].decode("utf-16-be", errors="ignore")
        return value.decode("cp1252", errors="ignore")
    return None


def _without_shadows(fragments: list[Fragment]) -> list[Fragment]:
    """Text drawn twice in one place, to look bold or to throw a shadow, stands once."""
    seen: dict[tuple[str, int], list[tuple[float, float]]] = {}
    kept = []
    for fragment in fragments:
        places = seen.setdefault((fragment.text, round(fragment.size)), [])
        near = any(
            abs(left - fragment.left) < 0.12 * fragment.size + 0.3
            and abs(base - fragment.base) < 0.12 * fragment.size + 0.3
            for left, base in places[-40:]
        )
        if near and fragment.text.strip():
            continue
        places.append((fragment.left, fragment.base))
        kept.append(fragment)
    return kept
