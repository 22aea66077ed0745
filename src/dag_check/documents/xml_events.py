"""Streams a large XML part as events to functions by element name: no tree, so a sheet of a million rows costs no memory.

For small parts parse_xml of guard.py is simpler. Declarations of document types are refused here as there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from dag_check.errors import UnreadableFile

Start = Callable[[dict[str, str]], None]
End = Callable[[], None]
SAVE_AGAIN = "Open it in the program that made it, save a new copy and send that."


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
    known_starts = dict(starts)
    known_ends = dict(ends)

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        action = known_starts.get(tag)
        if action is None and ":" in tag:
            action = starts.get(tag.rpartition(":")[2])
            if action is not None:
                known_starts[tag] = action
        if action is not None:
            action(attributes)

    def on_end(tag: str) -> None:
        action = known_ends.get(tag)
        if action is None and ":" in tag:
            action = ends.get(tag.rpartition(":")[2])
            if action is not None:
                known_ends[tag] = action
        if action is not None:
            action()

    def on_document_type(*_: object) -> None:
        raise UnreadableFile(
            name,
            "unsafe",
            f"The file is not opened: its part {part} declares XML entities, which Office files never do.",
            SAVE_AGAIN,
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = on_document_type
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableFile(
            name, "corrupt", f"The file is damaged: its part {part} is not well-formed XML.", SAVE_AGAIN
        ) from error
