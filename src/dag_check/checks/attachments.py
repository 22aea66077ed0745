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
_NAME = re.compile(r"[^\s,;:\"'“”‘’()<>\[\]]+")
_ITEM = re.compile(r"[;\n,•]|\band\b|(?<=[a-z0-9)])\.(?=\s|$)")
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
    documents: re.Pattern[str]
    not_listed: re.Pattern[str]
    kinds: Mapping[str, list[str]]
    roles: Mapping[str, list[str]]
    short_for: Mapping[str, tuple[str, ...]]


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
        told = said(question.answer)
        listed_here = _listed_documents(told, known) if question.role == "attachments" else ()
        for mention in (*_mentions(told, known), *listed_here):
            mentioned += 1
            what = mention.what
            found = _is_there(mention, question, application, known)
            if found or normalise(what) in seen:
                continue
            seen.add(normalise(what))
            if found is None:
                unsure.append(f'"{shorten(what, 60)}" ({question.number or question.label})')
            else:
                problems.append(
                    Problem(
                        place_of(application, question),
                        quote=shorten(mention.sentence),
                        variant="named" if mention.name else "said",
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


@dataclass(frozen=True, slots=True)
class _Mention:
    """Something that a sentence says is attached: `name` for a named file (with the words before it in `lead`), else "" and
    the words for it in `lead`."""

    name: str
    lead: str
    sentence: str

    @property
    def what(self) -> str:
        """How to call it. A name may have spaces: a short last word takes the words before it along."""
        if not self.name:
            return self.lead
        stem = self.name.rpartition(".")[0]
        if len(stem) >= 6:
            return self.name
        before = re.split(
            r"[,;:()\"“”]|\b(?:and|see|in|the|file|attached|named|called)\b", self.lead, flags=re.IGNORECASE
        )[-1].split()[-5:]
        return " ".join([*before, self.name])


def _mentions(text: str, known: _Words) -> Iterator[_Mention]:
    """What a text says is attached, sentence by sentence."""
    for sentence in _SENTENCE.split(text):
        plain = normalise(sentence)
        if any(against in plain for against in known.not_said):
            continue
        named = False
        for name, lead in _file_names(sentence, known):
            named = True
            yield _Mention(name, lead, sentence)
        if not named and (found := known.said.search(plain)):
            yield _Mention("", plain[max(0, found.start() - 80) : found.end() + 60], sentence)


def _listed_documents(text: str, known: _Words) -> Iterator[_Mention]:
    """The items of a list of the documents attached that name a document by what it is ("letter of support from HMPPS")."""
    for item in _ITEM.split(text):
        plain = normalise(item)
        if any(True for _ in _file_names(item, known)) or known.not_listed.search(plain):
            continue
        if known.documents.search(plain) and not known.said.search(plain):
            yield _Mention("", item.strip(" -*•.\t"), item)


def _file_names(sentence: str, known: _Words) -> Iterator[tuple[str, str]]:
    """The words that end as names of files do, without their folders, each with what stands before it. Addresses on the
    web are no names."""
    for found in _NAME.finditer(sentence):
        word = found.group().rstrip(".!?")
        stem, _, ending = word.rpartition(".")
        if any(letter.isalnum() for letter in stem) and ending.lower() in known.endings:
            first, *rest = word.split("/")
            if not rest or (first and "." not in first):
                yield (rest or [first])[-1], sentence[max(0, found.start() - 100) : found.start()]


def _is_there(mention: _Mention, question: Question, application: Application, known: _Words) -> bool | None:
    """Whether it is among the files; None where it cannot be told."""
    is_name = bool(mention.name)
    if is_name and any(_same_name(mention, file) for file in application.files):
        return True
    what = f"{mention.lead[-40:]} {mention.name}" if is_name else mention.lead
    wanted = {kind for kind, signs in known.kinds.items() if any(sign in _spaced(what) for sign in signs)}
    wanted |= set(known.roles.get(question.role, ()))
    there = {file.kind for file in application.files}
    if wanted & there:
        return True
    if any(file.problem or file.unread_pages for file in application.files):
        return None
    # A letter that was read, a reply of the Data Ethics team say, is known for what it is and is no other document.
    letters = {evidence.location.file for evidence in application.ethics if evidence.source == "letter"}
    others = [file for file in application.files if file.kind == "other" and not _is_opened(file, application)]
    unknown = [file for file in others if file.path not in letters]
    about = _subjects(what, known) - (known.short_for.keys() if is_name else set())  # a CV is not the CV that is named
    if any(about & _subjects(PurePosixPath(file.path).stem, known) for file in others):
        return True
    if unknown:
        return None
    if wanted and not is_name:
        return True  # a list, an approval or a DPIA that is missing is for VAR001, ETH008 and DPA004 to say
    return False if is_name or about else not _only_expected(application)


def _subjects(text: str, known: _Words) -> set[str]:
    """The words by which an item and a file's name can be about one thing, with what each is short for: "CV" and "curriculum vitae"."""
    said = _plain_words(text)
    line = f" {' '.join(said)} "
    of_short = {short for short, phrases in known.short_for.items() if any(f" {phrase} " in line for phrase in phrases)}
    return of_short | {word for word in said if word not in _VAGUE_WORDS and (len(word) > 2 or word in known.short_for)}


def _plain_words(text: str) -> list[str]:
    """The words of a name or an item, one "s" at their end gone: "the supervisor's CVs" and "CV Supervisor" share two."""
    return [_singular(re.sub(r"'s?$", "", word)) for word in words(_spaced(text))]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else word


_VAGUE_WORDS = frozenset(map(_singular, _VAGUE))


def _is_opened(file: SubmittedFile, application: Application) -> bool:
    """Whether it is an archive or an e-mail whose contents are files of the submission themselves."""
    return any(other.path.startswith(f"{file.path}/") for other in application.files)


def _only_expected(application: Application) -> bool:
    """Whether the submission holds the form and nothing else, so that "see attached" can mean nothing."""
    return all(file.kind == "application_form" or _is_opened(file, application) for file in application.files)


def _same_name(mention: _Mention, file: SubmittedFile) -> bool:
    """Whether a file goes by the name: spelled alike but for case and separators, one within the other, or with spaces in it."""
    mine, theirs = _plain(PurePosixPath(mention.name).stem), _plain(PurePosixPath(file.path).stem)
    if not mine or not theirs:
        return False
    if mine == theirs or (len(mine) >= 4 and mine in theirs) or (len(theirs) >= 6 and theirs in mine):
        return True
    return theirs.endswith(mine) and _plain(mention.lead).endswith(theirs.removesuffix(mine))


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
        documents=re.compile("|".join(rf"\b{re.escape(normalise(name))}\b" for name in content["documents"])),
        not_listed=re.compile("|".join(content["not_listed"])),
        kinds={kind: [_spaced(sign) for sign in signs] for kind, signs in content["kinds"].items()},
        roles=content["roles"],
        short_for={
            short: tuple(" ".join(_plain_words(phrase)) for phrase in phrases)
            for short, phrases in content["short_for"].items()
        },
    )
