"""Takes the stream of an .xls apart: its records, the pieces that long ones continue in, and the ways in which texts are stored."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CONTINUE = 0x003C


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a workbook stream: its kind, its bytes, and the bytes of the records that continue it."""

    kind: int
    body: bytes
    continued: tuple[bytes, ...] = ()


def records(data: bytes, position: int) -> Iterator[Record]:
    """The records from a position on. A last record that is cut off ends them: Excel reads such files too."""
    kind, body, continued = -1, b"", list[bytes]()
    while position + 4 <= len(data):
        next_kind = int.from_bytes(data[position : position + 2], "little")
        length = int.from_bytes(data[position + 2 : position + 4], "little")
        position += 4
        piece = data[position : position + length]
        position += length
        if next_kind == _CONTINUE and kind >= 0:
            continued.append(piece)
            continue
        if kind >= 0:
            yield Record(kind, body, tuple(continued))
        kind, body, continued = next_kind, piece, []
    if kind >= 0:
        yield Record(kind, body, tuple(continued))


@dataclass(slots=True)
class Strings:
    """How a workbook stores texts: since Excel 97 as UTF-16, its upper bytes left out where all are zero; before in a code page."""

    biff8: bool
    encoding: str

    def use_codepage(self, number: int) -> None:
        """Takes the code page that the workbook declares; an unknown one leaves the Western one."""
        special = {32768: "mac_roman", 32769: "cp1252", 10000: "mac_roman", 1200: "cp1252", 367: "cp1252"}
        encoding = special.get(number, f"cp{number}")
        try:
            codecs.lookup(encoding)
        except LookupError:
            return
        self.encoding = encoding

    def short(self, body: bytes, start: int) -> str:
        """A text with its length in one byte before it."""
        return self._at(body, start + 1, body[start])

    def long(self, body: bytes, start: int) -> str:
        """A text with its length in two bytes before it."""
        return self._at(body, start + 2, int.from_bytes(body[start : start + 2], "little"))

    def continued(self, record: Record) -> str:
        """The text of a record that may go on in others."""
        length = int.from_bytes(record.body[:2], "little")
        if self.biff8:
            return self.of_pieces((record.body[2:], *record.continued), length)
        return b"".join((record.body[2:], *record.continued))[:length].decode(self.encoding, "replace")

    def _at(self, body: bytes, start: int, length: int) -> str:
        if self.biff8:
            return self.of_pieces((body[start:],), length)
        return body[start : start + length].decode(self.encoding, "replace")

    @staticmethod
    def of_pieces(pieces: Sequence[bytes], length: int) -> str:
        """A text of so many characters in pieces that each begin with a byte that tells whether they hold upper bytes."""
        text = bytearray()
        for piece in pieces:
            left = length - len(text) // 2
            if left <= 0:
                break
            if piece:
                text += _utf16(piece[1 : 1 + (2 * left if piece[0] & 1 else left)], wide=bool(piece[0] & 1))
        return text.decode("utf-16-le", "replace")


def _utf16(characters: bytes, *, wide: bool) -> bytes:
    return characters[: len(characters) // 2 * 2] if wide else characters.decode("latin-1").encode("utf-16-le")


def shared_texts(record: Record) -> list[str]:
    """The shared texts of a workbook, in order; those after a damaged one are lost and left out."""
    pieces = _Pieces((record.body, *record.continued))
    pieces.take(8)
    texts: list[str] = []
    try:
        while not pieces.at_end():
            texts.append(_rich_text(pieces))
    except IndexError:
        pass  # the table is cut off: a cell that needs a text beyond it says so
    return texts


def _rich_text(pieces: _Pieces) -> str:
    length = pieces.number(2)
    flags = pieces.number(1)
    runs = pieces.number(2) if flags & 0x08 else 0
    extra = pieces.number(4) if flags & 0x04 else 0
    text = pieces.characters(length, wide=bool(flags & 1))
    pieces.take(4 * runs + extra)
    return text


class _Pieces:
    """Reads on over the ends of records."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._index = 0
        self._position = 0

    def at_end(self) -> bool:
        while self._index < len(self._pieces) and self._position >= len(self._pieces[self._index]):
            self._index += 1
            self._position = 0
        return self._index >= len(self._pieces)

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def take(self, size: int) -> bytes:
        """So many bytes. Raises IndexError when there are fewer."""
        taken = bytearray()
        while len(taken) < size:
            if self.at_end():
                raise IndexError("shared texts are cut off")
            piece = self._pieces[self._index][self._position : self._position + size - len(taken)]
            taken += piece
            self._position += len(piece)
        return bytes(taken)

    def characters(self, length: int, *, wide: bool) -> str:
        """So many characters; in each record that they go on in, a byte tells anew whether they hold upper bytes."""
        text = bytearray()
        while length > 0:
            if self._position >= len(self._pieces[self._index]):
                wide = bool(self.number(1) & 1)
            size = 2 if wide else 1
            room = (len(self._pieces[self._index]) - self._position) // size
            count = min(room, length)
            if count == 0:
                raise IndexError("half a character")
            start = self._position
            text += _utf16(self._pieces[self._index][start : start + count * size], wide=wide)
            self._position += count * size
            length -= count
        return text.decode("utf-16-le", "replace")
