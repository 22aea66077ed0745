"""Layouts of the second batch: run-in labels, a grid of options with columns for yes and no, answer boxes, and a web page."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from tests.corpus.redteam.layouts import (
    BOLD,
    TITLE,
    Question,
    Style,
    answer,
    guidance,
    label,
    number,
    people,
    plain,
    sections,
)
from tests.corpus.redteam.markup import Word, cell, para, row, run, table

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def run_in(document: Word, answers: dict[str, Any], style: Style) -> None:
    """Sections in Roman numerals; a bold label with a colon, the answer behind it in the same paragraph."""
    document.add(para(run(TITLE.upper(), BOLD)))
    for section in sections(answers, style):
        document.add(para(run(f"{ROMAN[section['number'] - 1]}. {section['title']}", '<w:b/><w:u w:val="single"/>')))
        for question in section["questions"]:
            head = run(f"{number(question, style)} {label(question, style).rstrip('?')}: ", BOLD)
            value = answers.get(question["id"])
            if question["answer"] == "people":
                document.add(para(head), people(document, question, value, style))
                continue
            lines = plain(question, value, style).split("\n")
            if question["answer"] != "text" or lines[0].startswith(("- ", "| ")):
                document.add(para(head), answer(document, question, value, style))
                continue
            document.add(para(head, document.rich(lines[0], style.answer)))
            document.add(*(document.prose(line, style.answer) for line in lines[1:]))


def grid(document: Word, answers: dict[str, Any], style: Style) -> None:
    """Options in a grid with a mark under Yes or No; labelled blanks side by side under headings; other answers below their labels."""
    document.add(para(TITLE, style="Heading1"))
    for section in sections(answers, style):
        document.add(para(f"{section['number']} {section['title']}", style="Heading2"))
        for question in section["questions"]:
            document.add(
                para(run(f"{number(question, style)} {label(question, style)}", BOLD)), *guidance(question, style)
            )
            document.add(_gridded(document, question, answers.get(question["id"]), style))


def _gridded(document: Word, question: Question, value: Any, style: Style) -> str:
    kind = question["answer"]
    if kind in ("choice", "choices"):
        rows = [row(*(cell(para(run(head, BOLD))) for head in ("Option", "Yes", "No")))]
        for key, text in question["options"].items():
            on = key in (value or [])
            rows.append(row(cell(para(text)), cell(para("X" if on else "")), cell(para("" if on else "X"))))
        return table(rows, 3) + "<w:p/>"
    if kind in ("fields", "signature"):
        heads = row(*(cell(para(run(name, BOLD))) for name in question["fields"]))
        return (
            table(
                [heads, row(*(cell(para((value or {}).get(name, ""))) for name in question["fields"]))],
                len(question["fields"]),
            )
            + "<w:p/>"
        )
    return answer(document, question, value, style)


def boxes(document: Word, answers: dict[str, Any], style: Style) -> None:
    """Each answer in a frame of its own: a table of one cell below the label, which has no number."""
    document.add(para(TITLE, style="Heading1"))
    for section in sections(answers, style):
        document.add(para(section["title"], style="Heading2"))
        for question in section["questions"]:
            document.add(para(label(question, style)), *guidance(question, style))
            document.add(
                table([row(cell(answer(document, question, answers.get(question["id"]), style)))], 1), "<w:p/>"
            )


def web_page(path: Path, answers: dict[str, Any], style: Style) -> Path:
    """A web form saved as a page: a list of definitions."""
    out = [
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(TITLE)}</title></head><body><h1>{escape(TITLE)}</h1>"
    ]
    for section in sections(answers, style):
        out.append(f"<h2>{section['number']}. {escape(section['title'])}</h2><dl>")
        for question in section["questions"]:
            out.append(f"<dt>{escape(number(question, style))} {escape(label(question, style))}</dt><dd>")
            value = answers.get(question["id"])
            if question["answer"] == "people":
                head = "".join(f"<th>{escape(column)}</th>" for column in question["columns"])
                body = "".join(
                    "<tr>" + "".join(f"<td>{escape(part)}</td>" for part in person) + "</tr>" for person in value
                )
                out.append(f"<table><tr>{head}</tr>{body}</table>")
            else:
                out.append("<br>".join(escape(line) for line in plain(question, value, style).split("\n")))
            out.append("</dd>")
        out.append("</dl>")
    path.write_text("".join(out) + "</body></html>", encoding="utf-8")
    return path


SECOND = {layout.__name__: layout for layout in (run_in, grid, boxes)}
