"""The checks of family ETH: is there an ethics approval or a self-assessment, does it stand, and is it this project's?

Evidence is read by intake; here it is weighed. One defect gives one finding: the more specific rule speaks.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from dag_check.application import Application, EthicsEvidence, EthicsStatus, Question, SelfAssessment, SubmittedFile
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.places import place_of, said
from dag_check.checks.submission import listed
from dag_check.checks.wording import says_nothing
from dag_check.location import Location
from dag_check.report import Evidence
from dag_check.text import normalise, shorten, words

_NOT_GRANTED: tuple[EthicsStatus, ...] = ("pending", "refused")


# ---- what the submission holds ----------------------------------------------------------------------------------------


def _letters(application: Application, *statuses: EthicsStatus) -> list[EthicsEvidence]:
    found = [item for item in application.ethics if item.source == "letter"]
    return [item for item in found if item.status in statuses] if statuses else found


def _stated(application: Application, *statuses: EthicsStatus) -> list[EthicsEvidence]:
    found = [item for item in application.ethics if item.source == "answer"]
    return [item for item in found if item.status in statuses] if statuses else found


def _completed(application: Application) -> list[SelfAssessment]:
    """Self-assessments that are not blank; whether each is complete is for ETH004."""
    return [assessment for assessment in application.self_assessments if not assessment.blank]


def _route(application: Application) -> str:
    """The one ticked route ("approval", "self_assessment", "not_required"), "" without one."""
    question = application.role("ethics_route")
    return question.answer.chosen[0] if question and len(question.answer.chosen) == 1 else ""


def _unread(application: Application) -> list[SubmittedFile]:
    """Files that could hold an ethics letter and could not be read, or only as pictures.

    Files known to be something else, and files whose names say so, are left out.
    """
    return [
        file
        for file in application.unread_files
        if file.kind in ("other", "ethics_approval", "ethics_self_assessment") and not _ELSEWISE.search(file.path)
    ]


_ELSEWISE = re.compile(
    r"\b(?:dpia|cv|variables?|data[ _-]?(?:list|dictionary|protection|management)|protocol|application|catalogue|budget|gantt)\b"
    r"|\.(?:xlsx?|xlsb|ods|csv|tsv)$",
    re.I,
)


def _names(files: Iterable[SubmittedFile]) -> str:
    return listed([file.path for file in files])


def _evidence(items: Iterable[EthicsEvidence]) -> tuple[Evidence, ...]:
    return tuple(Evidence(location=item.location, quote=shorten(item.quote)) for item in items)


def _asked(application: Application) -> Question | None:
    return application.role("ethics") or application.role("ethics_route")


def _place(application: Application, evidence: EthicsEvidence) -> Location:
    """Where evidence stands; an answer's place with the names of its question."""
    if evidence.source == "letter":
        return evidence.location
    named = evidence.location.question
    form = application.form
    question = form.question(named.id) if form and named else _asked(application)
    return place_of(application, question) if question else evidence.location


def _not_located(application: Application) -> bool:
    """Whether the form has ethics questions of which none could be located."""
    questions = [q for q in (application.role("ethics"), application.role("ethics_route")) if q is not None]
    return bool(questions) and not any(question.found for question in questions)


# ---- ETH001 -----------------------------------------------------------------------------------------------------------


@check("ethics_evidence_present")
def ethics_evidence_present(case: Case) -> Verdict:
    """ETH001: an ethics approval or a completed self-assessment is attached, or an approval is stated in the form.

    Gives way to ETH002 (not granted), ETH006 (not required), ETH004 (a blank self-assessment) and ETH008 (stated, not attached).
    """
    application = case.application
    if not application.files and application.form is None:
        return Verdict(not_applicable="There is nothing in the submission to look in.")
    return (
        _present(application) or _spoken_of_elsewhere(application) or _undecided(application) or _missing(application)
    )


def _present(application: Application) -> Verdict | None:
    granted = _letters(application, "granted")
    if granted:
        return Verdict(
            passed=f"{granted[0].location.file or 'A letter'} gives an ethics approval.", evidence=_evidence(granted)
        )
    completed = _completed(application)
    if completed:
        evidence = tuple(Evidence(location=assessment.location) for assessment in completed)
        return Verdict(passed=f"{completed[0].file} is a filled UKSA ethics self-assessment.", evidence=evidence)
    stated = _stated(application, "granted")
    if stated and not _letters(application, *_NOT_GRANTED, "not_ethics", "unclear"):
        return Verdict(passed="The form says that ethics approval was granted.", evidence=_evidence(stated))
    return None


def _spoken_of_elsewhere(application: Application) -> Verdict | None:
    if application.self_assessments:
        return Verdict(not_applicable=f"{application.self_assessments[0].file} is a blank self-assessment: see ETH004.")
    open_items = [item for item in application.ethics if item.status in _NOT_GRANTED]
    if open_items and _standing(application).problems:
        return Verdict(not_applicable="An approval is spoken of that was not granted: see ETH002.")
    if _stated(application, "granted") and _letters(application, "not_ethics"):
        return Verdict(not_applicable="The form says that approval was granted, and no letter shows it: see ETH008.")
    if _stated(application, "not_required") or _letters(application, "not_required"):
        return Verdict(not_applicable="It is said that ethics review is not required: see ETH006.")
    return None


def _undecided(application: Application) -> Verdict | None:
    unclear = [item for item in _letters(application, "unclear") if item.location.file]
    if unclear:
        names = listed(list(dict.fromkeys(item.location.file or "" for item in unclear)))
        return Verdict(
            cannot_tell=f"{names} speaks of ethics review, and its decision could not be read: a person must look at it.",
            evidence=_evidence(unclear),
        )
    unread = _unread(application)
    if unread:
        return Verdict(
            cannot_tell=f"No ethics evidence was found in what could be read; it may be in {_names(unread)}, which a person must look at."
        )
    hinted = [item for item in _stated(application, "unclear") if item.committee or item.reference]
    if hinted:
        return Verdict(
            cannot_tell="The form names a committee or a reference but does not say what was decided: a person must look at the answer.",
            evidence=_evidence(hinted),
        )
    doubted = [item for item in _stated(application, "unclear") if item.conflict]
    if doubted:
        return Verdict(
            cannot_tell="What the form says of the approval can be read both ways: a person must look at the answer.",
            evidence=_evidence(doubted),
        )
    if application.form is not None and _not_located(application):
        return Verdict(
            cannot_tell="The form's question on ethics could not be located: a person must look for the answer."
        )
    return None


def _missing(application: Application) -> Verdict:
    wrong = _letters(application, "not_ethics") or _stated(application, "not_ethics")
    if wrong:
        variant = "other_panel_file" if wrong[0].source == "letter" else "other_panel"
        return Verdict(problems=(Problem(_place(application, wrong[0]), quote=wrong[0].quote, variant=variant),))
    if _stated(application, "self_assessment"):
        item = _stated(application, "self_assessment")[0]
        return Verdict(
            problems=(Problem(_place(application, item), quote=item.quote, variant="self_assessment_not_attached"),)
        )
    question = _asked(application)
    answer = said(question.answer) if question else ""
    if question is not None and answer.strip():
        return Verdict(problems=(Problem(Location(), quote=shorten(answer), values={"where": place_number(question)}, variant="not_stated"),))  # fmt: skip
    return Verdict(problems=(Problem(Location(), variant="missing"),))


def place_number(question: Question) -> str:
    """A question as a sentence names it: "question 3.11", or its label."""
    return f"question {question.number}" if question.number else f'"{shorten(question.label, 60)}"'


# ---- ETH002 -----------------------------------------------------------------------------------------------------------


@check("ethics_approval_granted")
def ethics_approval_granted(case: Case) -> Verdict:
    """ETH002: no evidence speaks of an approval that is sought, pending, provisional, refused or withdrawn."""
    return _standing(case.application)


def _standing(application: Application) -> Verdict:
    waiting = _letters(application, *_NOT_GRANTED)
    granted = _letters(application, "granted")
    stated = _stated(application, *_NOT_GRANTED)
    spoken = [*waiting, *granted, *_stated(application, "granted", *_NOT_GRANTED)]
    if not spoken:
        if any(item.conflict for item in application.ethics):
            return Verdict(not_applicable="What is said of an approval can be read both ways: see ETH001.")
        return Verdict(not_applicable="Neither the form nor a file speaks of an ethics approval.")
    open_letters = [item for item in waiting if not _outranked(item, granted)]
    later = [item for item in open_letters if granted and _later(item, granted)]
    undated = [item for item in open_letters if granted and item not in later]
    certain = later if granted else open_letters
    if certain:
        told = [item for item in stated if item.status == "pending"]
        if told and all(item.status == "pending" for item in certain):
            return Verdict(problems=tuple(_not_granted(application, item) for item in told))
        return Verdict(problems=tuple(_not_granted(application, item) for item in certain))
    if undated:
        names = listed([item.location.file or "a letter" for item in (*granted, *undated)])
        return Verdict(
            cannot_tell=f"{names} say different things about the approval, and it is not clear which is later: a person must look at them.",
            evidence=_evidence((*granted, *undated)),
        )
    if stated and not granted and not _by_self_assessment(application):
        return Verdict(problems=tuple(_not_granted(application, item) for item in stated))
    doubted = [item for item in _letters(application, "unclear") if item.conflict and not _outranked(item, granted)]
    if doubted and granted:
        names = listed([item.location.file or "a letter" for item in doubted])
        return Verdict(
            cannot_tell=f"{names} can be read both ways, and an approval is attached that is not later: a person must look at them.",
            evidence=_evidence((*granted, *doubted)),
        )
    disputed = [item for item in (*granted, *_stated(application, "granted")) if item.conflict]
    if disputed:
        quotes = " and ".join(f'"{quote}"' for quote in disputed[0].conflict)
        return Verdict(
            cannot_tell=f"Approval was granted, but something about it is still open: {quotes}. A person must look.",
            evidence=_evidence(disputed),
        )
    shown = granted or _stated(application, "granted")
    if not shown:
        return Verdict(not_applicable="The form rests on the attached self-assessment, not on an approval.")
    return Verdict(passed="The approval is granted.", evidence=_evidence(shown))


def _by_self_assessment(application: Application) -> bool:
    """Whether the applicant chose the self-assessment and sent it: then an approval still to come is not what counts."""
    return _route(application) == "self_assessment" and bool(_completed(application))


def _outranked(item: EthicsEvidence, granted: Sequence[EthicsEvidence]) -> bool:
    """Whether a later full approval stands above a letter: a provisional one is earlier where either date is missing too."""
    if item.status == "refused":
        return any(other.date and item.date and other.date > item.date for other in granted)
    return any(not (item.date and other.date) or other.date >= item.date for other in granted)


def _later(item: EthicsEvidence, granted: Sequence[EthicsEvidence]) -> bool:
    return item.date is not None and all(other.date is not None and item.date > other.date for other in granted)


def _not_granted(application: Application, item: EthicsEvidence) -> Problem:
    variant = "conflict" if item.conflict else str(item.status)
    both = " and ".join(f'"{shorten(quote)}"' for quote in item.conflict)
    where = item.location.file if item.source == "letter" else "the form"
    return Problem(
        _place(application, item),
        quote=item.quote,
        values={"both": both, "where": where or "the letter"},
        variant=variant,
    )


# ---- ETH003 -----------------------------------------------------------------------------------------------------------


@check("ethics_details_present")
def ethics_details_present(case: Case) -> Verdict:
    """ETH003: an approval that is evidenced names its committee, its reference and its date, in the letter or in the form."""
    application = case.application
    granted = [*_letters(application, "granted"), *_stated(application, "granted")]
    if not granted or _standing(application).problems:
        return Verdict(not_applicable="No ethics approval that was granted is evidenced.")
    question = _asked(application)
    only_ticked = not _letters(application, "granted") and (question is None or says_nothing(said(question.answer)))
    if only_ticked:
        return Verdict(not_applicable="The approval is only ticked; the blank answer is reported as such.")
    missing = [
        name
        for name, value in (
            ("the committee", [item.committee for item in granted]),
            ("the reference", [item.reference for item in granted]),
            ("the date", [item.date for item in granted]),
        )
        if not any(value)
    ]
    if missing:
        item = granted[0]
        values = {"missing": listed(missing), "it": "it" if len(missing) == 1 else "them"}
        return Verdict(problems=(Problem(_place(application, item), item.quote, values),))
    return Verdict(passed="Committee, reference and date of the approval are told.", evidence=_evidence(granted))


# ---- ETH004, ETH005 ---------------------------------------------------------------------------------------------------


@check("self_assessment_complete")
def self_assessment_complete(case: Case) -> Verdict:
    """ETH004: the self-assessment has its basic information, and a selection and a justification for every item."""
    application = case.application
    if not application.self_assessments:
        return Verdict(not_applicable="No UKSA self-assessment is attached.")
    completed = _completed(application)
    if not completed:
        if _letters(application, "granted"):
            return Verdict(
                not_applicable="The attached self-assessment is blank, and an ethics approval is attached instead."
            )
        blank = application.self_assessments[0]
        return Verdict(problems=(Problem(Location(file=blank.file), variant="blank", key="blank"),))
    problems: list[Problem] = []
    unsure: list[str] = []
    for assessment in completed:
        if assessment.known_layout:
            problems += _gaps(assessment, case)
            unknown = [str(item.item) for item in assessment.items if item.selection and not item.recognised]
            if unknown:
                unsure.append(
                    f"In {assessment.file} the selection of item{'s' * (len(unknown) > 1)} {listed(unknown)} is not one of the form's own options, or the form lost its list of options: a person must look."
                )
        else:
            version = f"version {assessment.version}" if assessment.version else "an unknown version"
            unsure.append(
                f"{assessment.file} is {version} of the self-assessment, or a copy in another layout, whose cells are not known: a person must look whether it is complete."
            )
    evidence = tuple(Evidence(location=assessment.location) for assessment in completed)
    return Verdict(
        problems=tuple(problems),
        cannot_tell=" ".join(unsure),
        passed="Every box, selection and justification is filled in.",
        evidence=evidence,
    )


def _gaps(assessment: SelfAssessment, case: Case) -> Iterable[Problem]:
    for entry in assessment.information:
        if says_nothing(entry.text, case.knowledge):
            yield Problem(
                entry.location, quote=entry.text, values={"box": entry.label}, variant="information", key=entry.label
            )
    for item in assessment.items:
        values = {"item": str(item.item), "item_title": item.title}
        unanswered = not item.selection
        unjustified = says_nothing(item.justification, case.knowledge) and not _na_reason(item.justification)
        if unanswered and unjustified:
            values["justification_cell"] = item.justification_location.cell or ""
            yield Problem(item.location, values=values, variant="item", key=f"item {item.item}")
        elif unanswered:
            yield Problem(item.location, values=values, variant="selection", key=f"item {item.item}")
        elif unjustified:
            yield Problem(
                item.justification_location,
                quote=item.justification,
                values=values,
                variant="justification",
                key=f"item {item.item} justification",
            )


def _na_reason(text: str) -> bool:
    return len(words(text)) >= 6


@check("self_assessment_within_tolerance")
def self_assessment_within_tolerance(case: Case) -> Verdict:
    """ETH005: no item is over its tolerance and the score is below "high", or a reply of the Data Ethics team is there."""
    application = case.application
    completed = _completed(application)
    if not completed:
        return Verdict(not_applicable="No filled UKSA self-assessment is attached.")
    replies = _letters(application, "self_assessment")
    over = [_over(assessment) for assessment in completed if assessment.known_layout]
    problems = tuple(problem for problem in over if problem is not None)
    if problems and replies:
        return Verdict(passed="A reply of the Data Ethics team is among the files.", evidence=_evidence(replies))
    unscored = [a for a in completed if a.score is None or not a.known_layout]
    differs = [
        f"{a.file} shows a result of {a.stated_score:.2f}; worked out from its selections it is {a.score:.2f}."
        for a in completed
        if a.score is not None and a.stated_score is not None and abs(a.score - a.stated_score) >= 0.01
    ]
    if problems:
        return Verdict(problems=problems, cannot_tell=" ".join(differs))
    if unscored:
        reason = (
            "selections are missing or not recognised"
            if any(a.known_layout for a in unscored)
            else "its version or its layout is not known"
        )
        return Verdict(
            cannot_tell=f"The result of {listed([a.file for a in unscored])} could not be worked out, because {reason}. {' '.join(differs)}".strip()
        )
    if differs:
        return Verdict(cannot_tell=" ".join(differs) + " A person must look which is right.")
    scores = listed([f"{a.score:.2f} ({a.band})" for a in completed])
    return Verdict(
        passed=f"The result is {scores}, and no item is over its tolerance.",
        evidence=tuple(Evidence(location=a.location) for a in completed),
    )


def _over(assessment: SelfAssessment) -> Problem | None:
    breaches = [item for item in assessment.items if item.score is not None and item.score in item.over]
    high = assessment.band in ("high", "very high")
    if not (breaches or high):
        return None
    items = [f"item {item.item} ({item.title}, scored {item.score})" for item in breaches]
    score = f"{assessment.score:.2f}" if assessment.score is not None else "not known"
    variant = "both" if breaches and high else ("band" if high else "items")
    cell = breaches[0].location.cell if len(breaches) == 1 else None
    return Problem(
        assessment.location.model_copy(update={"cell": cell}),
        values={"items": listed(items), "score": score, "band": assessment.band or "not known"},
        variant=variant,
        key="tolerance",
    )


# ---- ETH006 -----------------------------------------------------------------------------------------------------------


@check("ethics_not_required_confirmed")
def ethics_not_required_confirmed(case: Case) -> Verdict:
    """ETH006: where the form says that review is not required, a committee's confirmation or a self-assessment is attached."""
    application = case.application
    stated = _stated(application, "not_required")
    if not stated:
        return Verdict(not_applicable="The form does not say that ethics review is not required.")
    shown = _letters(application, "not_required", "granted")
    if shown:
        return Verdict(passed="A committee's letter is attached.", evidence=_evidence(shown))
    completed = _completed(application)
    if completed:
        return Verdict(
            passed=f"{completed[0].file} is a self-assessment.", evidence=(Evidence(location=completed[0].location),)
        )
    if application.self_assessments or _letters(application, *_NOT_GRANTED):
        return Verdict(not_applicable="Other evidence is attached, and reported by ETH002 or ETH004.")
    unread = _unread(application)
    if unread:
        return Verdict(cannot_tell=f"The confirmation may be in {_names(unread)}, which a person must look at.")
    item = stated[0]
    return Verdict(problems=(Problem(_place(application, item), quote=item.quote),))


# ---- ETH007 -----------------------------------------------------------------------------------------------------------


@check("ethics_for_this_project")
def ethics_for_this_project(case: Case) -> Verdict:
    """ETH007: the title and the applicant on a letter or a self-assessment are this application's."""
    application = case.application
    letters = _letters(application, "granted", "not_required", *_NOT_GRANTED)
    assessments = [(a, _assessment_title(a)) for a in _completed(application)]
    if application.form is None or not (letters or assessments):
        return Verdict(not_applicable="There is no letter or self-assessment to compare with a form.")
    question = application.role("title")
    title = said(question.answer) if question else ""
    title = "" if says_nothing(title, case.knowledge) else title  # FRM003 speaks of it
    people = _people(application)
    known = frozenset(str(name).upper() for name in case.knowledge.list("acronyms")["known"])
    problems: list[Problem] = []
    compared: list[Evidence] = []
    unsure: list[Evidence] = []
    for letter in letters:
        problem = _other_project(letter, title, people, known)
        if problem:
            problems.append(problem)
        elif half_alike(letter.project_title, title, known):
            unsure.append(Evidence(location=letter.location, quote=letter.project_title))
        elif letter.project_title or letter.applicant:
            compared.append(Evidence(location=letter.location, quote=letter.project_title or letter.applicant))
    for assessment, written in assessments:
        if title and written and not same_title(written, title, known):
            values = {"found": shorten(written), "expected": shorten(title)}
            problems.append(Problem(assessment.location, quote=written, values=values, variant="title", key="title"))
        elif half_alike(written, title, known):
            unsure.append(Evidence(location=assessment.location, quote=written))
        elif written:
            compared.append(Evidence(location=assessment.location, quote=written))
    if problems:
        return Verdict(problems=tuple(problems))
    if unsure:
        return Verdict(
            cannot_tell=f'The evidence is for "{shorten(unsure[0].quote or "")}", and the application is called "{shorten(title)}": is it the same project? A person must look.',
            evidence=tuple(unsure),
        )
    if not compared:
        return Verdict(not_applicable="The evidence names neither a title nor an applicant that could be compared.")
    return Verdict(passed="Title and applicant on the evidence are this application's.", evidence=tuple(compared))


def _assessment_title(assessment: SelfAssessment) -> str:
    return next((entry.text for entry in assessment.information if "title" in normalise(entry.label)), "")


def _other_project(
    letter: EthicsEvidence, title: str, people: str, known: frozenset[str] = frozenset()
) -> Problem | None:
    if title and letter.project_title and not same_title(letter.project_title, title, known):
        values = {"found": shorten(letter.project_title), "expected": shorten(title)}
        return Problem(letter.location, quote=letter.project_title, values=values, variant="title", key="title")
    if title and letter.project_title and _plainly_same(letter.project_title, title):
        return None
    if people and letter.applicant and not _is_among(letter.applicant, people):
        values = {"found": letter.applicant, "expected": ""}
        return Problem(letter.location, quote=letter.applicant, values=values, variant="applicant", key="applicant")
    return None


_SMALL = frozenset(
    words("the a an of in and for to on with from at by study project research analysis data using first")
)


def same_title(one: str, other: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether two titles can be one project's: alike as a whole, one within the other, sharing half of their own words or the project's name.

    `known`: acronyms that are no project's name.
    """
    first, second = (" ".join(words(text)) for text in (one, other))
    if not first or not second or first in second or second in first:
        return True
    if fuzz.token_set_ratio(first, second) >= 70:
        return True
    if _acronyms(one, known) & _acronyms(other, known):
        return True
    mine, theirs = ({word[:6] for word in text.split()} - _SMALL for text in (first, second))
    if not mine or not theirs:
        return True
    return len(mine & theirs) / min(len(mine), len(theirs)) >= 0.4


def half_alike(one: str, other: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether each of two titles has words of its own beside those they share, so that they may well be two projects on one subject."""
    joined = (re.sub(r"(?<=\w)(?:-|['’]s\b)(?=\w*)", "", text) for text in (one, other))
    first, second = ({word[:5] for word in set(words(text)) - _SMALL} for text in joined)
    if not (first - second and second - first) or not same_title(one, other, known):
        return False
    if _acronyms(one, known) & _acronyms(other, known):
        return False
    return len(first & second) / min(len(first), len(second)) < 0.75


_NAMED = re.compile(r"\b[A-Z][A-Z0-9-]{3,11}\b")


def _acronyms(title: str, known: frozenset[str]) -> frozenset[str]:
    """The names in capitals by which a project goes ("BRIDGE"): not those that every reader knows, and none in a title that is all capitals."""
    return frozenset(_NAMED.findall(title)) - known if re.search(r"[a-z]{3}", title) else frozenset()


def _people(application: Application) -> str:
    """All that the form says in which a person of the project may be named."""
    if application.form is None:
        return ""
    return " " + " ".join(word for q in application.form.questions for word in words(said(q.answer))) + " "


def _plainly_same(one: str, other: str) -> bool:
    """Whether titles agree so well that the letter may be addressed to anyone (a supervisor, a colleague, an administrator)."""
    first, second = (" ".join(words(text)) for text in (one, other))
    return len(first.split()) >= 4 and fuzz.token_set_ratio(first, second) >= 85


_TITLES = frozenset(words("dr prof professor mr mrs ms miss mx sir dame rev phd dphil msc ma ba and the of by"))


def _is_among(name: str, people: str) -> bool:
    """Whether any part of a name is in the form. A first name alone ("Dear Ruth") may be anybody's."""
    parts = [word for word in map(_bare, words(name)) if word not in _TITLES and len(word) > 1]
    first_name_only = len(words(name)) == 1
    return not parts or first_name_only or any(f" {part} " in _bare(people) for part in parts)


def _bare(text: str) -> str:
    """Text without accents: letters and forms differ in them."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


# ---- ETH008 -----------------------------------------------------------------------------------------------------------


@check("ethics_approval_attached")
def ethics_approval_attached(case: Case) -> Verdict:
    """ETH008: where the form says that approval was granted, a letter that says so is attached."""
    application = case.application
    stated = _stated(application, "granted")
    if not stated:
        return Verdict(not_applicable="The form does not say that ethics approval was granted.")
    granted = _letters(application, "granted")
    if granted:
        return Verdict(passed="A letter of approval is attached.", evidence=_evidence(granted))
    replies = _letters(application, "self_assessment")
    if replies and all(_of_data_ethics_team(item, case) for item in stated):
        return Verdict(passed="The reply of the Data Ethics team is attached.", evidence=_evidence(replies))
    if _letters(application, *_NOT_GRANTED):
        return Verdict(not_applicable="A letter is attached that does not grant approval: see ETH002.")
    unclear = [item.location.file or "a letter" for item in _letters(application, "unclear")]
    unread = [*unclear, *(file.path for file in _unread(application))]
    if unread:
        return Verdict(cannot_tell=f"The approval letter may be {listed(unread, 'or')}: a person must look at it.")
    item = stated[0]
    wrong = _letters(application, "not_ethics")
    if wrong:
        values = {"other_file": wrong[0].location.file or "the letter"}
        return Verdict(problems=(Problem(_place(application, item), item.quote, values, variant="other_panel"),))
    if _letters(application, "not_required"):
        values = {"other_file": _letters(application, "not_required")[0].location.file or "the letter"}
        return Verdict(problems=(Problem(_place(application, item), item.quote, values, variant="not_required"),))
    return Verdict(problems=(Problem(_place(application, item), item.quote, variant="none"),))


def _of_data_ethics_team(claim: EthicsEvidence, case: Case) -> bool:
    """Whether what the form says was granted is the Data Ethics team's: it is named, or no committee is and the route is the self-assessment.

    Option `data_ethics_team`: how the team is named.
    """
    named = normalise(claim.committee)
    if named:
        return any(normalise(str(name)) in named for name in case.options.get("data_ethics_team", ()))
    return _route(case.application) == "self_assessment"


# ---- ETH009 -----------------------------------------------------------------------------------------------------------


@check("ethics_approval_lasts")
def ethics_approval_lasts(case: Case) -> Verdict:
    """ETH009: the approval does not end before the project does, nor before the day of the check."""
    application = case.application
    granted = [*_letters(application, "granted"), *_stated(application, "granted")]
    dated = [item for item in granted if item.expires is not None]
    if not dated:
        return Verdict(not_applicable="No ethics approval with a day on which it ends is evidenced.")
    end = project_end(application)
    latest = max(dated, key=lambda item: item.expires or dt.date.min)
    expires = latest.expires or dt.date.min
    values = {"expires": spelled(expires), "end": spelled(end) if end else ""}
    if end is not None and expires < end:
        return Verdict(problems=(Problem(_place(application, latest), latest.quote, values, variant="before_end"),))
    if expires < case.today:
        return Verdict(problems=(Problem(_place(application, latest), latest.quote, values, variant="over"),))
    if end is None:
        return Verdict(
            cannot_tell=f"The approval ends on {spelled(expires)}, and the project's end could not be read as a date: a person must compare them.",
            evidence=_evidence([latest]),
        )
    return Verdict(passed=f"The approval lasts until {spelled(expires)}, the project until {spelled(end)}.", evidence=_evidence([latest]))  # fmt: skip


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_END_DATE = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({'|'.join(name[:3] for name in _MONTHS)})[a-z]*\.?,?\s+((?:19|20)\d\d)"
    r"|(\d{1,2})[/.\-](\d{1,2})[/.\-]((?:19|20)?\d\d)|((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})",
    re.I,
)


def project_end(application: Application) -> dt.date | None:
    """The project's end date, from the form's question on dates; None where it is no whole date."""
    question = application.role("dates")
    if question is None:
        return None
    fields = [value for label, value in question.answer.fields.items() if "end" in words(label)]
    found = [date for date in map(_date, _END_DATE.finditer(fields[0] if fields else question.answer.text)) if date]
    return found[-1] if found and (fields or len(found) == 2) else None


def _date(match: re.Match[str]) -> dt.date | None:
    named = match[2]
    if named:
        month = [name[:3].casefold() for name in _MONTHS].index(named.casefold()) + 1
        parts = int(match[3]), month, int(match[1])
    elif match[4]:
        year = int(match[6])
        parts = year + 2000 if year < 100 else year, int(match[5]), int(match[4])
    else:
        parts = int(match[7]), int(match[8]), int(match[9])
    try:
        return dt.date(*parts)
    except ValueError:
        return None


def spelled(date: dt.date) -> str:
    """A date as a letter writes it: 31 December 2028."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
