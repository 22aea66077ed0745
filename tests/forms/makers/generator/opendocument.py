"""Fills an OpenDocument form whose places are @@tokens@@ in its content.xml, and clears the tokens for the blank."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from lxml import etree

from tests.forms.makers.generator.drafts import Part

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TOKEN = re.compile(r"@@([^@]+)@@")


def filled(odt: bytes, parts: Sequence[Part], answers: Mapping[str, object], tick: str = "☒") -> bytes:
    """The form with these answers (none: the blank)."""
    ticked = {f"{i.id}={o}" for part in parts for i in part.items if i.options for o in answers.get(i.id) or ()}  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(odt)) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    for p in list(root.iter(_TEXT + "p", _TEXT + "h")):
        whole = "".join(p.itertext())
        found = _TOKEN.fullmatch(whole.strip())
        if found:
            _answer(p, answers.get(found[1]))
            continue
        for element in p.iter():
            for part in ("text", "tail"):
                value = getattr(element, part)
                if value and "@@" in value:
                    value = re.sub(r"@@([^@]+)@@☐", lambda m: tick if m[1] in ticked else "☐", value)
                    setattr(element, part, _TOKEN.sub("", value))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(odt)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "content.xml":
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            method = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            if not info.filename.startswith("Thumbnails"):
                new.writestr(zipfile.ZipInfo(info.filename, (2024, 5, 1, 9, 0, 0)), data, method)
    return out.getvalue()


def _answer(p: etree._Element, given: object) -> None:
    for child in list(p):
        p.remove(child)
    p.text = ""
    texts = [piece if isinstance(piece, str) else piece[1] for piece in given or () if not isinstance(piece, list)]  # type: ignore[attr-defined]
    last = p
    for index, text in enumerate(texts):
        if index:
            new = copy.deepcopy(p)
            last.addnext(new)
            last = new
        last.text = text
