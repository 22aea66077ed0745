"""The check of SUB003: what an answer says is attached is among the files. The words are in rules/lists/attachments.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from dag_check.application import Application, Question, SubmittedFile
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.form import NO_FORM
from dag_check.checks.places import place_of, said
from dag_check.checks.submission import listed
from dag_check.knowledge import Knowledge
from dag_check.text import normalise, shorten, words

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")
_BETWEEN_NAMES = re.compile(r"[\s,;:\"'“”‘’()<>\[\]]+")
_VAGUE = frozenset(
    words(
        "see the attached enclosed appended please find is are now also document documents file files form this application copy a an our my "
        "we i have attach enclose of to in for full details detail list and refer as per it with sheet workbook letter"
    )
)


@dataclass(frozen=True, slots=True)
class _Words:
    endings: frozenset[str]
    said: re.Pattern[str]
    not_said: tuple[str, ...]
    kinds: Mapping[str, list[str]]
    roles: Mapping[str, list[str]]


@check("attachments_present")
def attachments_present(case: Case) -> Verdict:
    """SUB003: every file that an answer names, and every document that it says is attached, is in the submission.

    A file of another name counts where it is of the kind meant. Where files are there of which nobody knows what they are,
    the result is cannot_tell.
    """
    application = case.application
    if application.form is None:
        return Verdict(not_applicable=NO_FORM)
    known = _known(case.knowledge)
    problems: list[Problem] = []
    unsure: list[str] = []
    seen: set[str] = set()
    mentioned = 0
    for question in application.form.questions:
        if question.applies is False:
            continue
        for what, quote, is_name in _mentions(said(question.answer), known):
            mentioned += 1
            found = _is_there(what, question, application, known, is_name=is_name)
            if found or normalise(what) in seen:
                continue
            seen.add(normalise(what))
            if found is None:
                unsure.append(f'"{shorten(what, 60)}" ({question.number or question.label})')
            else:
                problems.append(
                    Problem(
                        place_of(application, question),
                        quote=quote,
                        variant="named" if is_name else "said",
                        values={"name": shorten(what, 80)},
                        key=f"{question.id}:{normalise(what)}",
                    )
                )
    if not mentioned:
        return Verdict(not_applicable="No answer names a file or says that a document is attached.")
    note = (
        f"Whether {listed(unsure)} is among the files cannot be told from their names: a person must look."
        if unsure
        else ""
    )
    return Verdict(
        problems=tuple(problems),
        cannot_tell=note,
        passed="Everything that the answers say is attached is among the files.",
    )


def _mentions(text: str, known: _Words) -> Iterator[tuple[str, str, bool]]:
    """What a text says is attached: the name or the words for it, the sentence, and whether it is the name of a file."""
    for sentence in _SENTENCE.split(text):
        names = list(_file_names(sentence, known))
        plain = normalise(sentence)
        taken_back = any(words_against in plain for words_against in known.not_said)
        for name in () if taken_back else names:
            yield name, shorten(sentence), True
        if not names and not taken_back and (found := known.said.search(plain)):
            what = plain[max(0, found.start() - 80) : found.end() + 60] if len(plain) > 160 else plain
            yield what, shorten(sentence), False


def _file_names(sentence: str, known: _Words) -> Iterator[str]:
    """The words that end as names of files do, without their folders. Addresses on the web are no names."""
    for token in _BETWEEN_NAMES.split(sentence):
        word = token.rstrip(".!?")
        if word.rpartition(".")[2].lower() in known.endings and word.rpartition(".")[0]:
            first, *rest = word.split("/")
            if not rest or (first and "." not in first):
                yield (rest or [first])[-1]


def _is_there(what: str, question: Question, application: Application, known: _Words, *, is_name: bool) -> bool | None:
    """Whether it is among the files; None where it cannot be told."""
    if is_name and any(_same_name(what, file) for file in application.files):
        return True
    wanted = {kind for kind, signs in known.kinds.items() if any(sign in _spaced(what) for sign in signs)}
    wanted |= set(known.roles.get(question.role, ()))
    there = {file.kind for file in application.files}
    if wanted & there:
        return True
    unknown = [file for file in application.files if file.kind == "other"]
    if any(file.problem or file.unread_pages for file in application.files):
        return None
    about = {word for word in words(what) if word not in _VAGUE and len(word) > 2}
    if any(about & set(words(_spaced(PurePosixPath(file.path).stem))) for file in unknown):
        return True
    if unknown:
        return None
    if wanted and not is_name:
        return True  # a list, an approval or a DPIA that is missing is for VAR001, ETH008 and DPA004 to say
    return False if is_name or about else not _only_expected(application)


def _only_expected(application: Application) -> bool:
    """Whether the submission holds the form and nothing else, so that "see attached" can mean nothing."""
    return all(file.kind == "application_form" for file in application.files)


def _same_name(name: str, file: SubmittedFile) -> bool:
    mine, theirs = _plain(PurePosixPath(name).stem), _plain(PurePosixPath(file.path).stem)
    return bool(mine) and (
        mine == theirs or (len(mine) >= 4 and (mine in theirs or (len(theirs) >= 6 and theirs in mine)))
    )


def _plain(text: str) -> str:
    return "".join(words(text.replace("_", " ").replace("-", " ")))


def _spaced(text: str) -> str:
    return normalise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)).replace("_", " ").replace("-", " ")


def _known(knowledge: Knowledge) -> _Words:
    content = knowledge.list("attachments")
    return _Words(
        endings=frozenset(content["endings"]),
        said=re.compile("|".join(f"(?:{source})" for source in content["said"])),
        not_said=tuple(normalise(text) for text in content["not_said"]),
        kinds={kind: [_spaced(sign) for sign in signs] for kind, signs in content["kinds"].items()},
        roles=content["roles"],
    )
