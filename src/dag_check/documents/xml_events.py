"""Streams a large XML part as events to functions by element name: no tree, so a sheet of a million rows costs no memory.

For small parts parse_xml of guard.py is simpler. Declarations of document types are refused here as there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar
from xml.parsers import expat

from dag_check.errors import UnreadableFile

_MAX_NAMES = 1000

Start = Callable[[dict[str, str]], None]
End = Callable[[], None]
_Action = TypeVar("_Action")
SAVE_AGAIN = "Open it in the program that made it, save a new copy and send that."


class _ByLocalName(dict[str, _Action]):
    """Finds the action for an element under any prefix; elements that nobody asked for get one that does nothing."""

    def __init__(self, actions: Mapping[str, _Action], nothing: _Action) -> None:
        super().__init__(actions)
        self._by_local_name = actions
        self._nothing = nothing

    def __missing__(self, tag: str) -> _Action:
        action = self._by_local_name.get(tag.rpartition(":")[2], self._nothing)
        if len(self) < _MAX_NAMES:
            self[tag] = action
        return action


def _no_start(attributes: dict[str, str]) -> None:
    """For elements that nobody asked for."""


def _no_end() -> None:
    """For elements that nobody asked for."""


def parse_events(
    name: str,
    part: str,
    data: bytes,
    *,
    starts: Mapping[str, Start],
    ends: Mapping[str, End],
    text: Callable[[str], object],
) -> None:
    """Calls `starts` and `ends` by local element name, whatever its prefix, and `text` with every piece of character data.

    Raises UnreadableFile (corrupt, unsafe), naming the file and the part.
    """
    on_starts = _ByLocalName(starts, _no_start)
    on_ends = _ByLocalName(ends, _no_end)

    def on_document_type(*_: object) -> None:
        raise UnreadableFile(
            name,
            "unsafe",
            f"The file is not opened: its part {part} declares XML entities, which Office files never do.",
            SAVE_AGAIN,
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: on_starts[tag](attributes)
    parser.EndElementHandler = lambda tag: on_ends[tag]()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = on_document_type
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableFile(
            name, "corrupt", f"The file is damaged: its part {part} is not well-formed XML.", SAVE_AGAIN
        ) from error
