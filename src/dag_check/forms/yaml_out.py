"""Writes a form's definition as YAML that a person reads and corrects: comments at the top, one question a block, doubts marked.

What is written loads again as the same definition. Defaults are left out, except those that a person should look at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

import yaml

from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition, When

_GUIDE = """\
# A form's definition, for `dag-check check SUBMISSION --form {file}`. Meant to be read once and corrected.
#
# answer:  text | choice (exactly one option) | choices (one or more) | yes_no | date | fields (several labelled blanks)
#          | people (a table, a row a person) | table (a row an item) | signature
# na:      never = "N/A" is no answer | reason = "N/A" only with a reason | free = a plain "N/A" will do
# when:    options of which one must be ticked, or a condition such as "'yes' in choices['linking.intended']"; absent = always
# role:    the name by which rules find the question; a role that no question has leaves its rules without an answer to check
# aliases: other wordings under which the same heading or question is found
# unsure:  what could not be read from the blank: put it right, then delete the line
"""
_PLAIN = re.compile(r"[A-Za-z][\w.-]*")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_WIDTH = 130


def form_yaml(definition: FormDefinition, *, file: str = "FORM.yaml", origin: str = "") -> str:
    """The definition as the text of a YAML file.

    `file` is the name that the comment at the top gives it, `origin` the blank that it was learned from ("" where it was not).
    """
    return "\n".join([*_top(definition, file, origin), *_form(definition)]) + "\n"


def doubts(definition: FormDefinition) -> list[tuple[str, str]]:
    """What a person should look at: (id of a section or question, what is unsure), in the form's order."""
    found = []
    for section in definition.sections:
        if section.unsure:
            found.append((section.id, section.unsure))
        found.extend((question.id, question.unsure) for question in section.questions if question.unsure)
    return found


def _top(definition: FormDefinition, file: str, origin: str) -> Iterator[str]:
    yield from _GUIDE.format(file=_comment(file)).rstrip().split("\n")
    yield "#"
    if origin:
        yield f"# Learned from {_comment(origin)}."
    unsure = len(doubts(definition))
    if unsure:
        yield f"# {unsure} {'thing was' if unsure == 1 else 'things were'} not clear: search for `unsure`."
    else:
        yield "# Nothing was marked unsure; compare it with the form all the same."
    yield ""


def _comment(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _form(definition: FormDefinition) -> Iterator[str]:
    yield f"form: {_scalar(definition.form)}"
    yield f"title: {_scalar(definition.title)}"
    yield from _listed("aliases", definition.aliases, "")
    yield f"edition: {_scalar(definition.edition)}"
    yield f"wording: {definition.wording}"
    yield from _listed("instructions", definition.instructions, "")
    yield from _editions(definition)
    yield "sections:" if definition.sections else "sections: []"
    for section in definition.sections:
        yield ""
        yield from _section(section)


def _editions(definition: FormDefinition) -> Iterator[str]:
    if not definition.editions:
        return
    yield "editions:"
    for edition in definition.editions:
        yield f"  - name: {_scalar(edition.name)}"
        if edition.title:
            yield f"    title: {_scalar(edition.title)}"
        if edition.source:
            yield f"    source: {_scalar(edition.source)}"
        yield from _listed("sections", edition.sections, "    ")
        yield from _listed("dropped", edition.dropped, "    ")


def _section(section: SectionDefinition) -> Iterator[str]:
    yield f"  - id: {_scalar(section.id)}"
    indent = "    "
    if section.number:
        yield f"{indent}number: {_quoted(section.number)}"
    yield f"{indent}title: {_scalar(section.title)}"
    yield from _listed("aliases", section.aliases, indent)
    yield from _listed("guidance", section.guidance, indent)
    yield from _when(section.when, indent)
    if section.unsure:
        yield f"{indent}unsure: {_scalar(section.unsure)}"
    if section.questions:
        yield f"{indent}questions:"
    for question in section.questions:
        yield from _question(question)


def _question(question: QuestionDefinition) -> Iterator[str]:
    yield f"      - id: {_scalar(question.id)}"
    indent = "        "
    if question.number:
        yield f"{indent}number: {_quoted(question.number)}"
    yield f"{indent}label: {_scalar(question.label)}"
    yield from _listed("aliases", question.aliases, indent)
    if question.role:
        yield f"{indent}role: {_scalar(question.role)}"
    yield f"{indent}answer: {question.answer}"
    yield f"{indent}na: {question.na}"
    yield from _options(question.options, indent)
    yield from _listed("fields", question.fields, indent)
    yield from _listed("columns", question.columns, indent)
    if question.max_words is not None:
        yield f"{indent}max_words: {question.max_words}"
    if question.max_characters is not None:
        yield f"{indent}max_characters: {question.max_characters}"
    yield from _when(question.when, indent)
    yield from _listed("guidance", question.guidance, indent)
    if question.unsure:
        yield f"{indent}unsure: {_scalar(question.unsure)}"


def _options(options: Mapping[str, str], indent: str) -> Iterator[str]:
    if options:
        yield f"{indent}options:"
    for option, label in options.items():
        yield f"{indent}  {_scalar(option)}: {_scalar(label)}"


def _when(when: When, indent: str) -> Iterator[str]:
    if isinstance(when, str):
        yield f"{indent}when: {_scalar(when)}"
    elif when is not None:
        yield f"{indent}when: [{', '.join(_scalar(option) for option in when)}]"


def _listed(name: str, texts: Iterable[str], indent: str) -> Iterator[str]:
    """A list on one line where it is short, else an item a line."""
    items = [_quoted(text) for text in texts]
    if not items:
        return
    line = f"{indent}{name}: [{', '.join(items)}]"
    if len(line) <= _WIDTH:
        yield line
        return
    yield f"{indent}{name}:"
    yield from (f"{indent}  - {item}" for item in items)


def _scalar(text: str) -> str:
    """A text as YAML: an id as it is, anything else (and what YAML would take for a number or for yes and no) in quotes."""
    if _PLAIN.fullmatch(text) and text.isascii() and isinstance(yaml.safe_load(text), str):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """A text in double quotes, which every YAML reader reads back as it is."""
    return _UNPRINTABLE.sub(lambda match: _escape(match.group()), json.dumps(text, ensure_ascii=False))


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
