"""Writes the blanks and their filled copies with what is true of them: python -m tests.forms.makers.generator [form ...]."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml

from tests.forms.makers.generator import first_five, second_five, third_three
from tests.forms.makers.generator.drafts import Draft, Item, Manner, Part, fill
from tests.forms.makers.generator.office import converted
from tests.forms.makers.generator.opendocument import filled
from tests.forms.makers.generator.people import answers

FILES = Path(__file__).parent.parent / "files"
MAKERS: dict[str, Callable[[], Draft]] = {
    "five-safes": first_five.five_safes,
    "ethics-controls": first_five.ethics_controls,
    "dotted-lines": first_five.dotted_lines,
    "giant-table": first_five.giant_table,
    "legacy-protected": first_five.legacy_protected,
    "nhs-request": second_five.nhs_request,
    "council": second_five.council_form,
    "project-proposal": second_five.project_proposal,
    "google-docs": second_five.google_docs,
    "police-request": third_three.police_request,
    "reading-room": third_three.reading_room,
    "bilingual-council": third_three.bilingual_council,
}
SAVED_AS = {"giant-table": "odt", "google-docs": "odt"}


def main(names: list[str]) -> None:
    """Writes what is named, or all."""
    for name, maker in MAKERS.items():
        if not names or name in names:
            _write_form(name, maker)
    if not names or "open-document" in names:
        _write_open_document()


def _write_form(name: str, maker: Callable[[], Draft]) -> None:
    folder = FILES / name
    folder.mkdir(parents=True, exist_ok=True)
    blank = maker()
    parts = list(blank.parts)
    (folder / "blank.docx").write_bytes(blank.save())
    _write_truth(folder / "blank.yaml", parts)
    for copy in ("careful", "tidied", "resaved", "hasty"):
        draft = maker()
        given, manner = _copy_plan(name, copy, draft)
        given = {key: _without_tables(value) if draft.is_field(key) else value for key, value in given.items()}
        fill(draft, given, manner)
        data, extension = draft.save(), "docx"
        if copy == "resaved":
            extension = SAVED_AS.get(name, "docx")
            data = converted(data, "docx", "docx:MS Word 2007 XML" if extension == "docx" else extension)
        for old in folder.glob(f"{copy}.*"):
            old.unlink()
        (folder / f"{copy}.{extension}").write_bytes(data)
        _write_answers(folder / f"{copy}.yaml", given, parts)


def _copy_plan(name: str, copy: str, draft: Draft) -> tuple[dict[str, object], Manner]:
    parts = list(draft.parts)
    labels = [key.removeprefix("label:") for key in draft.places if key.startswith("label:")]
    edits = {key: _lightly(_label(draft, key)) for key in labels[2::7]}
    match copy:
        case "careful":
            return answers(parts, name + copy, blank_share=0.08), Manner()
        case "tidied":
            return answers(parts, name + copy, blank_share=0.2, rich=True), Manner(
                no_guidance=True, no_numbers=True, look="blue", tick="☑"
            )
        case "resaved":
            return answers(parts, name + copy, blank_share=0.15, rich=True, quotes=1), Manner(relabel=edits)
        case _:
            return answers(parts, name + copy, blank_share=0.35, rich=True, quotes=2, rows=5), Manner(
                tick="X", beside=True
            )


def _label(draft: Draft, key: str) -> str:
    return "".join(t for t in draft.places[f"label:{key}"][0].itertext())


def _lightly(label: str) -> str:
    """The label as someone who retypes it leaves it."""
    words = label.split()
    if len(words) > 8:
        return " ".join(words[:-2])
    if " and " in label:
        return label.replace(" and ", " & ", 1)
    if label.endswith("?"):
        return label[:-1]
    return label + ":" if not label.endswith((":", "*")) else label.rstrip(":* ")


def _write_open_document() -> None:
    folder = FILES / "open-document"
    folder.mkdir(parents=True, exist_ok=True)
    form, parts = second_five.open_document()
    (folder / "blank.odt").write_bytes(filled(form, parts, {}))
    _write_truth(folder / "blank.yaml", parts)
    for copy, share, rich in (
        ("careful", 0.08, False),
        ("tidied", 0.2, True),
        ("resaved", 0.15, True),
        ("hasty", 0.4, True),
    ):
        given = answers(parts, "odt" + copy, blank_share=share, rich=rich, quotes=1 if rich else 0)
        given = {key: _without_tables(value) for key, value in given.items()}
        data, extension = filled(form, parts, given, "X" if copy == "hasty" else "☒"), "odt"
        if copy == "resaved":
            data, extension = converted(data, "odt", "docx:MS Word 2007 XML"), "docx"
        (folder / f"{copy}.{extension}").write_bytes(data)
        _write_answers(folder / f"{copy}.yaml", given, parts)


def _without_tables(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [piece for piece in value if not isinstance(piece, list)]


def _write_truth(path: Path, parts: list[Part]) -> None:
    sections = [
        {
            "title": part.title,
            "questions": [
                {"id": i.id, "label": i.label, "kind": i.kind}
                | ({"group": i.group} if i.group else {})
                | ({"options": list(i.options)} if i.options else {})
                | ({"columns": list(i.columns)} if i.columns else {})
                for i in part.items
            ],
        }
        for part in parts
    ]
    path.write_text(
        yaml.safe_dump({"sections": sections}, sort_keys=False, allow_unicode=True, width=140), encoding="utf-8"
    )


def _write_answers(path: Path, given: Mapping[str, object], parts: list[Part]) -> None:
    """null for a blank, a text, {chosen: [...]} or {rows: [...]}."""
    plain = {item.id: _plain(item, given[item.id]) for part in parts for item in part.items}
    path.write_text(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=140), encoding="utf-8")


def _plain(item: Item, value: object) -> object:
    if value is None:
        return None
    assert isinstance(value, list)
    if item.options:
        return {"chosen": value}
    if item.columns:
        return {"rows": value}
    lines: list[str] = []
    for piece in value:
        if isinstance(piece, list):
            lines += [" ".join(line) for line in piece]
        else:
            lines.append(piece if isinstance(piece, str) else piece[1])
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
