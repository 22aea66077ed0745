"""Ethics evidence: what a letter, an e-mail, a certificate or the form itself says of a decision on ethics.

Tells letters about such a decision from other papers. What sentences say is read by ethics_wording, committee, reference and
dates by ethics_details; whether the evidence is enough is for the checks. Self-assessment workbooks: see uksa.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dag_check.application import EthicsEvidence, EthicsStatus, Form, Question
from dag_check.documents.model import Block, Document, Paragraph, paragraphs
from dag_check.errors import DataError
from dag_check.intake import ethics_details as details
from dag_check.intake.ethics_committee import ACRONYM, GENERIC, HOUSE, KIND, committee, named_in
from dag_check.intake.ethics_doubt import considered, doubtful
from dag_check.intake.ethics_forms import Asked, asked_for, decides
from dag_check.intake.ethics_options import without_options
from dag_check.intake.ethics_wording import LONGEST_TEXT, Reading, read, sentences, unwrapped, wording
from dag_check.intake.mail_chain import messages
from dag_check.knowledge import Knowledge
from dag_check.location import Location
from dag_check.text import normalise, shorten, tidy

LONGEST_LETTER = 6_000
"""Words of a document that can be a letter or minutes; a longer one is something else."""
LONGEST_PLAIN_LETTER = 1_500
"""Words of a document in which the manners of any letter (Dear, Yours sincerely) count."""
LONGEST_NOTE = 250
"""Words of a paper with next to no manners of a letter that may be a committee's note."""
_QUOTE = 240
_HEAD = 700
_BARE = re.compile(r"\W*(?:n\W?a|not applicable|none|nil|see (?:above|below|attached|letter))?\W*", re.I)
_CONDITION = re.compile(r"\b(?:conditions?|subject to|provided that)\b.*", re.I)


def read_statement(
    text: str, location: Location, source: Literal["letter", "answer"], knowledge: Knowledge
) -> EthicsEvidence:
    """What a text says of an ethics decision, with committee, reference and dates as far as they are told.

    `source` is "letter" or "answer". An answer that only names committee, reference or date counts as granted, because
    the form asks for those of an approval. A month without a day counts as its first day. Status "unclear" where nothing is said, and
    where what is said can be read both ways (then `conflict` quotes it).
    """
    return _statement(text, read(text, knowledge, letter=source == "letter"), location, source, knowledge)


def _statement(
    text: str, first_reading: Reading, location: Location, source: Literal["letter", "answer"], knowledge: Knowledge
) -> EthicsEvidence:
    """As `read_statement`, of a text that was read before."""
    reading = considered(first_reading, text, knowledge, letter=source == "letter")
    status: EthicsStatus = reading.status
    decisive = reading.decisive.text if reading.decisive else ""
    found = _details(text, reading, knowledge)
    nothing_said = status == "unclear" and not reading.conflict
    if nothing_said and source == "answer" and _names_an_approval(text, found, knowledge):
        status, decisive = "granted", tidy(text)
    return EthicsEvidence(
        source=source,
        status=status,
        committee=found.committee,
        reference=found.reference,
        date=found.date,
        expires=found.expires if status == "granted" or status == "refused" else None,
        project_title=(details.project_title(text) or details.quoted_title(text)) if source == "letter" else "",
        applicant=details.applicant(text) if source == "letter" else "",
        conditions=_conditions(text, reading) if status == "granted" else "",
        conflict=tuple(shorten(quote, _QUOTE) for quote in reading.conflict),
        quote=shorten(decisive or text, _QUOTE),
        location=location,
    )


@dataclass(frozen=True, slots=True)
class _Details:
    committee: str
    reference: str
    date: dt.date | None
    expires: dt.date | None


def _details(text: str, reading: Reading, knowledge: Knowledge) -> _Details:
    """The details of the decision: from the sentence that tells it, then from its neighbours, nearest first."""
    text = text[:LONGEST_TEXT]
    american = details.month_first(text)
    decisive = reading.decisive.text if reading.decisive else ""
    if american:
        text, decisive = details.day_first(text), details.day_first(decisive)
    all_sentences = sentences(text)
    start = reading.decisive.index if reading.decisive else 0
    near = sorted(range(len(all_sentences)), key=lambda index: (abs(index - start), index))[:60]
    nearest = [all_sentences[index] for index in near]
    outvoted = {
        s.text for s in reading.sentences if s is not reading.decisive and s.status in ("pending", "not_ethics")
    }
    if american:
        outvoted = set(map(details.day_first, outvoted))
    everything, nearest = nearest, [sentence for sentence in nearest if sentence not in outvoted]
    about = [sentence for sentence in nearest if _about_ethics(sentence, knowledge)]
    named = _committee(about, knowledge, least=HOUSE)
    if not named and reading.decisive:
        named = committee(reading.decisive.text, knowledge) or _committee_said(
            reading.decisive.text, nearest, knowledge
        )
    labelled = next(
        (
            date
            for label, date in details.labelled_dates(text)
            if re.search(r"approv|decision|opinion|clearance|outcome|certificate|issue", label)
            and not re.search(r"expir|end|valid|until|first|original|initial|next", label)
        ),
        None,
    )
    own = details.decision_date(decisive) or _first_date(
        [sentence.text for sentence in reading.sentences if sentence.status == "granted" == reading.status]
    )
    letter = next(
        (date for label, date in details.labelled_dates(text) if re.fullmatch(r"(?:our )?dated?|sent", label)), None
    )
    date = own or labelled or letter or _date_line(text) or _first_date(nearest)
    flowing = "\n".join(unwrapped([tidy(line) for line in text.splitlines()]))
    return _Details(
        committee=named,
        reference=details.reference(decisive, iras=False)
        or _first(map(details.nhs_reference, nearest))
        or _first(map(details.labelled_reference, nearest))
        or _first(details.reference(sentence, iras=False) for sentence in nearest)
        or _first(details.reference(sentence) for sentence in everything),
        date=date,
        expires=details.expiry_date(flowing) or details.lasting_until(flowing, date),
    )


_HEAD_LINES = 20


def _date_line(text: str) -> dt.date | None:
    """The date of a letter: it stands on a line of its own in the head."""
    for line in [tidy(line) for line in text.splitlines() if line.strip()][:_HEAD_LINES]:
        found = details.dates(line)
        if len(found) == 1 and found[0].whole and not re.search(r"\w", line[: found[0].start] + line[found[0].end :]):
            return found[0].date
    return None


def _first(found: Iterable[str]) -> str:
    return next((value for value in found if value), "")


_BY_COMMITTEE = re.compile(
    r"\bby (?:the )?(?P<name>(?:[\w'’&]+ ){0,3}?[A-Z][\w'’&]+(?: [\w'’&]+){0,4} (?:committee|panel|board|forum))\b"
)
_COMMITTEE_LABEL = re.compile(
    r"\W*(?:name of (?:the )?)?(?:ethics |research |approving |reviewing )*(?:committee|panel|board)(?: name)?\s*:\s*(?P<name>[A-Z][^.;,:\n]{1,80})",
    re.I,
)
_NO_NAME = re.compile(r"\W*(?:n\W?a\b|tb[acd]\b|to be|not |none|unknown|pending|approved|yes|no\b|see )", re.I)


def _committee_said(decisive: str, lines: Iterable[str], knowledge: Knowledge) -> str:
    """The committee by which something is approved, or which is labelled so, though its name has no word of ethics."""
    by = _BY_COMMITTEE.search(decisive)
    found = [by["name"]] if by else []
    found += [match["name"] for match in map(_COMMITTEE_LABEL.match, lines) if match]
    lists = wording(knowledge)
    names = (name.strip() for name in found if not _NO_NAME.match(name))
    return next((n for n in names if not (lists.other_panels.search(normalise(n)) or lists.other_approvers.search(normalise(n)))), "")  # fmt: skip


def _committee(nearest: Sequence[str], knowledge: Knowledge, *, least: int = HOUSE) -> str:
    """The fullest name of a committee, of those equally full the nearest to the decision."""
    found = [named for sentence in nearest if (named := named_in(sentence, knowledge)) and named.rank >= least]
    return max(found, key=lambda named: named.rank).name if found else ""


def _of_house(name: str, lines: Sequence[str], knowledge: Knowledge) -> str:
    """A committee that is only called by its kind, with the institution that a line of the letter names."""
    if any(word in name for word in (" of ", ",")) or name == name.upper():
        return name
    houses = (named.name for line in lines if (named := named_in(line, knowledge)) and named.rank == HOUSE)
    house = next((house for house in houses if house not in ("NHS REC", name) and house not in name), "")
    return f"{name}, {house}" if house else name


def _first_date(nearest: Sequence[str]) -> dt.date | None:
    return next((date for sentence in nearest if (date := details.decision_date(sentence))), None)


def _about_ethics(sentence: str, knowledge: Knowledge) -> bool:
    lists = wording(knowledge)
    plain = normalise(sentence)
    label, colon, value = plain.partition(": ")
    if colon and value.strip() and len(label) <= 60:
        return lists.ethics_markers.search(plain) is not None and not lists.says_nothing.search(value)
    return lists.ethics_markers.search(plain) is not None and not lists.says_nothing.search(plain)


def _names_an_approval(text: str, found: _Details, knowledge: Knowledge) -> bool:
    """Whether an answer that makes no statement names the committee with a reference or a date, as the form asks."""
    if any(doubtful(sentence, knowledge) for sentence in sentences(text)):
        return False
    short = len(text.split()) <= 60
    both = bool(found.reference and found.date) and len(text.split()) <= 25
    body = found.committee or _committee(sentences(text), knowledge, least=HOUSE)
    others = _signs(knowledge)["other_deciders"].search(normalise(text)) or _other_body(text, knowledge)
    if both and body and not others:
        # A body, a number and a day are what the question asks for, whatever the body is called.
        return True
    markers = wording(knowledge).ethics_markers.search(normalise(text))
    named = found.committee or _committee(sentences(text), knowledge, least=GENERIC)
    return short and bool(markers) and bool(named) and bool(found.reference or found.date)


def _other_body(text: str, knowledge: Knowledge) -> bool:
    lists, plain = wording(knowledge), normalise(text)
    return lists.other_panels.search(plain) is not None or lists.other_approvers.search(plain) is not None


def _conditions(text: str, reading: Reading) -> str:
    """The conditions that go with an approval: what follows the word, from the next sentences where nothing follows it."""
    for sentence in reading.sentences:
        if sentence.conditions:
            match = _CONDITION.search(sentence.text)
            told = match.group() if match else sentence.text
            if len(told.split()) < 5:
                told = " ".join([sentence.text, *sentences(text)[sentence.index + 1 : sentence.index + 3]])
            return shorten(told, _QUOTE)
    return ""


# ---- the form ---------------------------------------------------------------------------------------------------------

_ETHICS_QUESTION = re.compile(
    r"\bethic\w*\b.{0,60}\b(?:approv\w+|review\w*|committee|opinion|clearance|self[- ]assessment)\b"
    r"|\b(?:approv\w+|review\w*|committee|clearance)\b.{0,60}\bethic\w*",
    re.I,
)
_ASKS_WHETHER = re.compile(
    r"\b(?:approv\w+|opinion|clearance)\b.{0,40}\b(?:granted|obtained|received|given|in place)\b|\b(?:have|has|do) \w+.{0,60}\bapprov",
    re.I,
)
_ROUTES: dict[str, EthicsStatus] = {
    "approval": "granted",
    "self_assessment": "self_assessment",
    "not_required": "not_required",
}


def read_form(form: Form, knowledge: Knowledge) -> EthicsEvidence | None:
    """What the form says of ethics review, from its questions of the roles ethics_route and ethics; None when they are blank.

    A form without these roles (a learned one) is searched by the labels of its questions. Where the answer says nothing of a
    decision, the answer on ethical issues is read too.
    """
    route, statement = form.role("ethics_route"), form.role("ethics")
    if route is None and statement is None:
        asked = [question for question in form.questions if _ETHICS_QUESTION.search(question.label)]
        route = next((question for question in asked if question.answer.chosen), None)
        statement = next((question for question in asked if question.answer.text.strip()), None)
    evidence = read_answer(route, statement, knowledge)
    if evidence is None or evidence.status == "unclear":
        issues = form.role("ethical_issues")
        if issues and issues.answer.text.strip():
            reading = read(issues.answer.text, knowledge, alone=False)
            if reading.status in ("granted", "pending", "refused", "self_assessment"):
                return read_statement(issues.answer.text, _place(issues), "answer", knowledge)
    return evidence


_SELF_ASSESSMENT = re.compile(r"\bself[\s-]?assessment", re.IGNORECASE)


def read_answer(route: Question | None, statement: Question | None, knowledge: Knowledge) -> EthicsEvidence | None:
    """What the ticked route and the answer in words say together; None when both are blank.

    What the words say outranks the tick, except that words without a statement leave the tick as it is; a tick and words that
    contradict each other are both quoted in `conflict`.
    """
    ticked, label = _ticked(route, knowledge)
    text = _words(statement)
    if not text or _BARE.fullmatch(text):
        if ticked is None:
            return read_statement(text, _place(statement), "answer", knowledge) if text and statement else None
        return EthicsEvidence(source="answer", status=ticked, quote=label, location=_place(route))
    said = read_statement(text, _place(statement), "answer", knowledge)
    if ticked == "granted" and said.status == "self_assessment":
        # The applicant claims an approval: what is said of it counts before what is said of a self-assessment beside it.
        of_approval = " ".join(sentence for sentence in sentences(text) if not _SELF_ASSESSMENT.search(sentence))
        beside = read_statement(of_approval, _place(statement), "answer", knowledge)
        said = beside if beside.status in ("pending", "refused") else said
    if ticked is None or said.status == ticked or (said.status == "unclear" and said.conflict):
        return said
    if ticked == "granted" and said.status == "pending" and _only_faintly(text, knowledge):
        # "It went to the committee in May, see the letter": beside the tick no sign that the decision is still to come.
        return said.model_copy(update={"status": ticked})
    status = _together(ticked, said.status)
    contradict = (ticked, said.status) in _CONTRADICTIONS
    conflict = (label, said.quote) if contradict else said.conflict
    return said.model_copy(update={"status": status, "conflict": conflict})


def _only_faintly(text: str, knowledge: Knowledge) -> bool:
    decisive = read(text, knowledge).decisive
    return decisive is not None and decisive.strength == "faint"


_CONTRADICTIONS: frozenset[tuple[EthicsStatus, EthicsStatus]] = frozenset(
    (
        ("granted", "pending"),
        ("granted", "refused"),
        ("granted", "not_required"),
        ("not_required", "pending"),
        ("not_required", "refused"),
        ("not_required", "granted"),
    )
)


def _together(ticked: EthicsStatus, said: EthicsStatus) -> EthicsStatus:
    if said == "unclear" or (ticked == "self_assessment" and said in ("not_required", "not_ethics")):
        return ticked
    if ticked == "not_required" and said == "not_ethics":
        return ticked
    return said


def _ticked(route: Question | None, knowledge: Knowledge) -> tuple[EthicsStatus | None, str]:
    """What the one ticked option says, and its label; None where nothing, or more than one, is ticked."""
    if route is None or len(route.answer.chosen) != 1:
        return None, ""
    chosen = route.answer.chosen[0]
    label = tidy(route.options.get(chosen, chosen))
    if chosen in _ROUTES:
        return _ROUTES[chosen], label
    if normalise(chosen) == "yes" or normalise(label) == "yes":
        return ("granted", label) if _ASKS_WHETHER.search(route.label) else (None, label)
    status = read(label, knowledge).status
    return (None if status in ("unclear", "not_ethics") else status), label


def _words(statement: Question | None) -> str:
    if statement is None:
        return ""
    answer = statement.answer
    fields = [f"{label}: {value}" for label, value in answer.fields.items() if value.strip()]
    rows = [": ".join(cell for cell in row if cell.strip()) for table in answer.tables for row in table]
    return "\n".join(part for part in (answer.text.strip(), *fields, *([] if answer.text.strip() else rows)) if part)


def _place(question: Question | None) -> Location:
    if question is None:
        return Location()
    return question.answer.location if question.answer.location != Location() else question.location


# ---- letters ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _signs(knowledge: Knowledge) -> dict[str, re.Pattern[str]]:
    source = knowledge.list("ethics-wording")
    names = (
        *("letter_signs", "letter_manners", "applicants_voice", "committee_at_work", "other_deciders", "funders"),
        *("how_committees_work", "not_letter_head", "not_letter_body", "committee_form"),
        *("committee_form_signs", "committee_form_part"),
    )
    signs = {}
    for name in names:
        try:
            signs[name] = re.compile("|".join(f"(?:{entry})" for entry in source[name]), re.M)
        except (re.error, KeyError) as error:
            raise DataError("lists/ethics-wording.yaml", f"`{name}` is missing or not valid ({error}).") from error
    return signs


def read_letter(document: Document, file: str, knowledge: Knowledge) -> EthicsEvidence | None:
    """What a document says of an ethics decision, if it is a letter, e-mail, certificate or minutes about one; else None.

    None for papers that only mention ethics (protocols, information sheets, CVs, DPIAs, covering letters). The approval of another
    panel (NRC, Research Accreditation Panel, HRA alone), a receipt and a form that asks a committee for approval are "not_ethics";
    a reply of the UKSA Data Ethics team about a self-assessment is "self_assessment".
    """
    lines = details.with_values(without_options(_lines(document), knowledge))
    signs = _signs(knowledge)
    form = asked_for(lines, signs["committee_form"], signs["committee_form_signs"], signs["committee_form_part"])
    if form is not None:
        return _of_form(form, lines, document, file, knowledge)
    parts = messages(lines)
    if len(parts) > 1:
        newest = (found for part in parts if (found := _read_lines(part, document, lines, file, knowledge)))
        decided = next((f for f in newest if f.conflict or f.status not in ("unclear", "not_ethics")), None)
        if decided is not None:
            return _completed_by(decided, "\n".join(lines), knowledge)
    return _read_lines(lines, document, lines, file, knowledge)


def _completed_by(evidence: EthicsEvidence, text: str, knowledge: Knowledge) -> EthicsEvidence:
    """A message with the details that only the others of its chain tell."""
    whole = read_statement(text, evidence.location, "letter", knowledge)
    if not (evidence.committee or whole.committee):
        whole = whole.model_copy(update={"committee": _letterhead(text.split("\n"), knowledge)})
    names = ("committee", "reference", "date", "project_title", "applicant")
    return evidence.model_copy(
        update={name: getattr(whole, name) for name in names if not getattr(evidence, name) and getattr(whole, name)}
    )


def _read_lines(
    lines: Sequence[str], document: Document, all_lines: Sequence[str], file: str, knowledge: Knowledge
) -> EthicsEvidence | None:
    """What these lines of a document say as a letter; whether they are about ethics, all its lines may tell."""
    text = "\n".join(lines)
    if not text.strip() or len(text.split()) > LONGEST_LETTER:
        return None
    lists, signs = wording(knowledge), _signs(knowledge)
    plain = "\n".join(normalise(line) for line in lines)
    edges = "\n".join(normalise(p.text) for p in paragraphs((*document.headers, *document.footers)))
    own = edges + "\n" + plain
    whole = edges + "\n" + "\n".join(normalise(line) for line in all_lines)
    panel = lists.other_panels.search(whole)
    if not (_speaks_of_ethics(whole, file, knowledge) or panel):
        return None
    location = Location(file=file)
    asks = len(signs["committee_form_signs"].findall(plain))
    voice = len(signs["letter_signs"].findall(own))
    other = len(signs["not_letter_body"].findall(plain))
    if len(text.split()) <= LONGEST_PLAIN_LETTER and not signs["applicants_voice"].search(plain):
        voice += len(signs["letter_manners"].findall(own))
    other += len(signs["how_committees_work"].findall(plain))
    if signs["not_letter_head"].search(_title_lines(document, lines)) or other > voice:
        return None
    if asks > 4 * voice > 0 or signs["funders"].search(plain):
        return None
    reading = read(text, knowledge, letter=True)
    if voice == 0 or (voice < 2 and reading.status == "unclear"):
        # Not enough of a letter to be read as one; a short note of an ethics committee's doings may be one all the same.
        mine = signs["applicants_voice"].search(plain) or other or asks > 2 or panel
        short = len(text.split()) <= LONGEST_NOTE and (voice or reading.decisive)
        if mine or not short or not _of_review(whole, file, knowledge):
            return None
        return EthicsEvidence(source="letter", status="unclear", quote=_quoted(reading, lines), location=location)
    of_ethics = _of_ethics(whole, file, reading, knowledge)
    if reading.status in ("pending", "refused"):
        of_ethics = panel is not None or _of_review(whole, file, knowledge)
    if reading.status in ("granted", "unclear", "pending", "refused") and not of_ethics:
        if reading.decisive is None or panel or not _speaks_of_ethics(whole, file, knowledge):
            return None
        # A decision in a letter that has a word of ethics, which may be about something else: a person must look.
        place = _page(document, reading, location)
        return EthicsEvidence(source="letter", status="unclear", quote=_quoted(reading, lines), location=place)
    evidence = _statement(text, reading, _page(document, reading, location), "letter", knowledge)
    if _is_reply_on_self_assessment(whole, reading, knowledge):
        open_ = evidence.status == "pending" or _asks_for_changes(reading)
        asked = next((s.text for s in reading.sentences if s.status == "pending"), evidence.quote)
        return evidence.model_copy(
            update={
                "status": "pending" if open_ else "self_assessment",
                "quote": shorten(asked, _QUOTE) if open_ else evidence.quote,
            }
        )
    if evidence.status == "unclear" and _NOT_ETHICS.search(plain):
        return evidence.model_copy(update={"status": "not_ethics"})
    if panel and _issued_by_panel(lines, edges, reading, knowledge):
        return evidence.model_copy(update={"status": "not_ethics"})
    if _several_decisions(plain, reading):
        both = [next(s.text for s in reading.sentences if (s.status == "granted") is given) for given in (True, False)]
        return evidence.model_copy(
            update={"status": "unclear", "conflict": tuple(shorten(quote, _QUOTE) for quote in both)}
        )
    evidence = _with_edges(evidence, _edge_lines(document))
    everywhere = (*_edge_lines(document), *lines)
    kind = named_in(evidence.committee, knowledge) if evidence.committee else None
    if kind is None or kind.rank < ACRONYM:
        named = _letterhead(everywhere, knowledge) or evidence.committee
        evidence = evidence.model_copy(update={"committee": named})
    elif kind.rank == KIND:
        named = _of_house(evidence.committee, everywhere, knowledge)
        evidence = evidence.model_copy(update={"committee": named})
    return evidence


def _of_form(
    form: Asked, lines: Sequence[str], document: Document, file: str, knowledge: Knowledge
) -> EthicsEvidence | None:
    """What a form by which approval was asked for says of a decision: only its parts for others can, where they are filled in.

    None for forms of other kinds (consent, risk), in which nobody but the applicant says anything.
    """
    text, location = "\n".join(lines), Location(file=file)
    if len(text.split()) > LONGEST_LETTER or not _speaks_of_ethics(normalise(text), file, knowledge):
        return None
    if _signs(knowledge)["not_letter_head"].search(_title_lines(document, lines)):
        return None
    said = read_statement("\n".join(form.decided), location, "letter", knowledge)
    ticked = any(line.startswith("Decision:") for line in form.decided)
    decided = said.status in ("granted", "refused") and decides(said.quote)
    if (ticked and said.status != "unclear") or (form.signed and (decided or said.status == "not_required")):
        return _completed_by(said, text, knowledge)
    if not (form.titled or form.signed):
        return None
    status: EthicsStatus = "unclear" if form.signed else "not_ethics"
    return EthicsEvidence(source="letter", status=status, quote=_heading(lines), location=location)


_OF_A_TEMPLATE = re.compile(
    r"\b(?:version|template|form|policy|document|registered|registration|charity|company|vat|tel|telephone|fax|review(?:ed)? (?:by|on|date))\b",
    re.I,
)
_DATE_OF_LETTER = re.compile(
    r"(?:our )?dated?|date of (?:the )?(?:letter|issue|decision|approval|meeting)|issued|approved"
)


def _with_edges(evidence: EthicsEvidence, edges: Sequence[str]) -> EthicsEvidence:
    """A letter with the reference and the date of its headers and footers, where its text tells none; a template's own do not count."""
    own = [line for line in edges if not _OF_A_TEMPLATE.search(line)]
    reference = evidence.reference or _first(details.reference(line) for line in own)
    labelled = details.labelled_dates("\n".join(own))
    date = evidence.date or next((date for label, date in labelled if _DATE_OF_LETTER.fullmatch(label.strip())), None)
    return evidence.model_copy(update={"reference": reference, "date": date})


def _asks_for_changes(reading: Reading) -> bool:
    """Whether a reply on a self-assessment still wants something, and does not say that it is content."""
    asks = any(s.status == "pending" for s in reading.sentences)
    return asks and not any(re.search(r"\b(?:content|happy|satisfied|agree)\b", s.text) for s in reading.sentences)


def _several_decisions(plain: str, reading: Reading) -> bool:
    """Whether the text is minutes in which several applications fared differently: which is ours is for a person to see."""
    if not re.search(
        r"^\W*(?:\w+ ){0,8}(?:minutes|decisions|outcomes|agenda|list|round|register)\b", plain[:_HEAD], re.M
    ):
        return False
    fates = {s.status for s in reading.sentences if s.strength == "plain"}
    return "granted" in fates and bool(fates & {"pending", "refused"})


_NOT_ETHICS = re.compile(r"\bnot an? (?:\w+ )?ethic\w* (?:approval|opinion|review|decision)\b")
_REVIEW_OF_ETHICS = re.compile(
    r"\bethic\w* ?\W? ?(?:\w+ ){0,2}?(?:\w*committee|panel|board|approv\w+|review\w*|application|opinion|clearance|officer|team|office|lead|ref\w*"
    r"|(?:sub-?)?group|support|certificate|portal|online|number|rm|forum|process|form|submission|secretar\w+|admin\w*|mailbox|desk)\b|^from ?:.{0,60}\bethic|\b[ée]thique\b|\bresearch ethics\b|\bethically\b|\bethical research\b"
    r"|\b[a-z]{0,8}rec\b|\bnsdec\b|\birb\b|\bhuman subjects\b|\bulec\b|\bergo\b|\bfavou?rable\b.{0,10}opinion|\breview board\b|[\w.-]*ethic[\w.-]*@|@[\w.-]*ethic",
    re.M,
)


def _of_ethics(whole: str, file: str, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether what a letter grants can be an ethics approval: its words of ethics are about review, not only in passing."""
    lists = wording(knowledge)
    if any(s.status == "granted" and lists.ethics_markers.search(normalise(s.text)) for s in reading.sentences):
        return True
    return _of_review(whole, file, knowledge)


def _of_review(whole: str, file: str, knowledge: Knowledge) -> bool:
    """Whether a letter or its name has words of ethics review, and not only the word ethics."""
    named = normalise(re.sub(r"[_\W]+", " ", file))
    if _REVIEW_OF_ETHICS.search(whole) or wording(knowledge).ethics_markers.search(named):
        return True
    return _signs(knowledge)["committee_at_work"].search(whole) is not None


_DOMAIN = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+(?:ac\.uk|edu|org|gov\.uk|nhs\.uk))\b", re.I)


_BODY = re.compile(
    r"(?:The )?(?:[A-Z][\w'’&\-]*,? (?:of |for |and |the )*){1,6}(?:Association|Society|Agency|Authority|Trust|Foundation|Department|Office)"
    r"(?: (?:of|for|and|the|[A-Z][\w'’&\-]*)){0,5}|Department (?:of|for)(?: (?:and|the|[A-Z][\w'’&\-]*)){1,6}"
)
"""A line of a letterhead that is the name of a body."""


def _letterhead(lines: Sequence[str], knowledge: Knowledge) -> str:
    """Who writes, where no sentence about ethics names it: a name in any line, else the kind of committee, else a mail's domain."""
    committees = [named for line in lines if (named := named_in(line, knowledge)) and named.rank != HOUSE]
    if committees:
        best = max(committees, key=lambda named: named.rank)
        return _of_house(best.name, lines, knowledge) if best.rank in (KIND, GENERIC) else best.name
    whoever = _committee(lines, knowledge)
    if whoever:
        return whoever
    domains = (match[1] for line in lines if (match := _DOMAIN.search(line)))
    return next((line for line in lines[:4] if _BODY.fullmatch(line)), "") or next(domains, "")


def _speaks_of_ethics(whole: str, file: str, knowledge: Knowledge) -> bool:
    """Whether a document, in lower case, or its name has a word of ethics review, or is a committee's mail without one."""
    lists, signs = wording(knowledge), _signs(knowledge)
    named = normalise(re.sub(r"[_\W]+", " ", file))
    if lists.ethics_markers.search(whole) or lists.self_assessment.search(whole) or lists.ethics_markers.search(named):
        return True
    return signs["committee_at_work"].search(whole) is not None and not signs["other_deciders"].search(whole)


def _edge_lines(document: Document) -> list[str]:
    """The lines of a document's headers and footers: a letterhead may stand there."""
    return [tidy(p.text) for p in paragraphs((*document.headers, *document.footers)) if p.text.strip()]


def _lines(document: Document) -> list[str]:
    """The document as lines; a row of a table is one line, its first cell the label of the rest."""
    return [line for line in _block_lines(document.blocks) if line]


def _block_lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in block.text.splitlines():
                yield from _cells(tidy(line))
            continue
        for row in block.rows:
            cells = [cell for cell in row if cell.text.strip()]
            if len(cells) == 2 and len(tidy(cells[0].text)) <= 60:
                yield f"{tidy(cells[0].text).rstrip(' :')}: {tidy(cells[1].text)}"
            else:
                for cell in cells:
                    yield from _block_lines(cell.blocks)


def _cells(line: str) -> list[str]:
    """A line as a row of a table that was pasted as text ("Decision | Approve"), else the line itself."""
    cells = [cell.strip() for cell in line.split(" | ") if cell.strip()]
    if len(cells) == 2 and len(cells[0]) <= 60 and ":" not in cells[0]:
        return [f"{cells[0]}: {cells[1]}"]
    return cells if len(cells) > 2 else [line]


def _title_lines(document: Document, lines: Sequence[str]) -> str:
    """What a document calls itself: its first lines that are no label of a letter ("Title: ..." names the project, not the paper)."""
    own = []
    for line in lines[:6]:
        plain = normalise(line)
        if re.match(
            r"(?:dear|from|to|cc|date|subject|re|sent)\b|[^:]{0,40}\b(?:title|project|study)\b[^:]{0,20}:", plain
        ):
            if plain.startswith("dear"):
                break
            continue
        own.append(plain[:160])
    return "\n".join(own)


def _quoted(reading: Reading, lines: Sequence[str]) -> str:
    return shorten(reading.decisive.text, _QUOTE) if reading.decisive else _heading(lines)


def _heading(lines: Sequence[str]) -> str:
    return shorten(lines[0], _QUOTE) if lines else ""


def _is_reply_on_self_assessment(whole: str, reading: Reading, knowledge: Knowledge) -> bool:
    lists = wording(knowledge)
    if not re.search(r"\bself[- ]?assessment\b", whole):
        return False
    team = re.search(r"data ethics team|statistics\.gov\.uk|\bdata ethics\b", whole)
    if not team:
        authority = re.search(r"\buksa\b|uk statistics authority", whole)
        team = authority if reading.status == "self_assessment" and not lists.other_panels.search(whole) else None
    return bool(team) and (reading.status != "granted" or lists.self_assessment.search(whole) is not None)


_GRANTS_ETHICS = re.compile(
    r"\bethic\w* (?:\w+ ){0,2}?(?:\w*committee|panel|board|group|forum|approv\w+|opinion|clear\w+|review\w*|permission|consent|application|grounds)\b"
    r"|\b(?:approv\w+|cleared|opinion)\b.{0,12}\bethic|\bethically\b|\bfavou?rable|\b[a-z]{0,8}rec\b"
)


def _issued_by_panel(lines: Sequence[str], edges: str, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether the letter comes from another panel: it stands at the head or the foot, and no ethics committee grants anything."""
    lists = wording(knowledge)
    ends = [*edges.split("\n"), *(normalise(line) for line in (*lines[:12], *lines[-8:]))]
    panel = any(lists.other_panels.search(line) and not _addressee(line) for line in ends)
    body = any(lists.other_panels.search(normalise(s.text)) for s in reading.sentences)
    committee = any(
        re.search(r"\bethics? committee|\brec\b|ethical opinion|ethic\w* approval", line)
        for line in ends
        if not lists.other_panels.search(line)
    )
    by_ethics = any(s.status == "granted" and _GRANTS_ETHICS.search(normalise(s.text)) for s in reading.sentences)
    return (
        (panel or body)
        and not by_ethics
        and not (committee and reading.status in ("granted", "pending", "refused", "not_required"))
    )


def _addressee(line: str) -> bool:
    return line.startswith(("to:", "cc:", "dear"))


def _page(document: Document, reading: Reading, location: Location) -> Location:
    if reading.decisive is None:
        return location
    start = reading.decisive.text[:30]
    page = next((p.page for p in paragraphs(document.blocks) if p.page and start in tidy(p.text)), None)
    return location.model_copy(update={"page": page}) if page else location
