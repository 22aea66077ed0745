"""Checks what is asked of datasets: are those of the form and those of the list the same, is the period covered, is there a key to link by?

Datasets are written in many ways and periods in more: where a text can be read two ways, these checks say that a person must look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dag_check.application import Application, Question, RequestedVariable, VariableList
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.places import place_of, said
from dag_check.checks.requests import NO_LIST, NOTHING_REQUESTED, asked_in, lists_of, named
from dag_check.checks.wording import content_words, is_na, says_nothing
from dag_check.datasets import Dataset, datasets, named_in
from dag_check.knowledge import Knowledge
from dag_check.location import Location
from dag_check.report import Evidence
from dag_check.text import normalise, shorten, words

OF_SEVERAL_OWNERS = "moj_dfe"
"""The option of the form for a share whose variables come from datasets with names of their own."""

_CLAUSE = re.compile(r"[;\n]|(?<=[a-z0-9)])\.(?=\s|$)")
_CLAUSE_OF_LIST = re.compile(r"[;\n,]|(?<=[a-z0-9)])\.(?=\s|$)|\band\b|\(|\)")
_SHORT_ITEM = 3
"""Words of an item of a list that is no more than a name."""
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:see|attached|listed|below|above|annex|appendix|spreadsheet|workbook|all (?:of )?(?:the )?(?:available |hmpps |moj |courts? )?data|all datasets|etc|"
    r"among others|and others|other datasets|several|as (?:in|per|set out))\b"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_PLAIN = frozenset(
    [
        "dataset",
        "datasets",
        "data",
        "set",
        "extract",
        "extracts",
        "table",
        "tables",
        "moj",
        "hmpps",
        "hmcts",
        "first",
        "df",
        "request",
        "requested",
        "list",
        "variables",
        "file",
        "from",
        "records",
        "record",
        "level",
        "case",
        "iteration",
        "version",
    ]
)


@dataclass
class _Asked:
    """What a list asks for, by dataset: variables of known datasets by key, and those of others by what the list calls them ("").

    `by_table` are datasets that only the name of a table speaks for: other datasets have tables called "probation" or "court" too.
    """

    known: dict[str, list[RequestedVariable]] = field(default_factory=dict)
    by_table: set[str] = field(default_factory=set)
    other: dict[str, list[RequestedVariable]] = field(default_factory=dict)


@check("datasets_match")
def datasets_match(case: Case) -> Verdict:
    """VAR007: each dataset that the form names has variables in the list, and the form names each that has variables there."""
    application = case.application
    lists = lists_of(application)
    if not lists:
        return Verdict(not_applicable=NO_LIST)
    if not any(found.requested for found in lists):
        return Verdict(not_applicable=NOTHING_REQUESTED)
    question = application.role("datasets")
    if question is None or not question.found or says_nothing(said(question.answer), case.knowledge):
        return Verdict(not_applicable="The form does not name the datasets.")
    text = _whole(question)
    asked = _asked(lists, case.knowledge)
    in_form = {one.dataset.key: one.quote for one in named_in(text, case.knowledge)}
    silent = not asked.known and set(asked.other) <= {""}
    if silent and len(in_form) == 1 and len(_CLAUSE_OF_LIST.split(_BRACKETS.sub("", text).strip(" .;\n"))) == 1:
        only = datasets(case.knowledge)[next(iter(in_form))].name
        return Verdict(passed=f"The form names one dataset, {only}, and the list says of none of its variables that it is of another.")  # fmt: skip
    if silent and not asked.by_table:
        return Verdict(cannot_tell=f"The list does not say which dataset its variables are of, so it could not be compared with {asked_in(question)}: a person must look.")  # fmt: skip
    loosely = {one.dataset.key for one in named_in(text, case.knowledge, data_first=True)}
    if not in_form and not loosely:
        return Verdict(cannot_tell=f"No dataset that this check knows was recognised in {asked_in(question)}, so the answer could not be compared with the list: a person must look.")  # fmt: skip
    known = datasets(case.knowledge)
    problems: list[Problem] = []
    doubts: list[str] = []
    for key, quote in in_form.items():
        if key in asked.known or key in asked.by_table or _is_covered(known[key], asked):
            continue
        if _may_be_among(quote, known[key], asked, text) or application.unread_files:
            doubts.append(
                f'The form names "{known[key].name}", and whether the list has variables of it could not be told.'
            )
        else:
            problems.append(_without_variables(application, question, known[key], quote))
    for key in _items_named(text, case.knowledge):
        if (
            key not in in_form
            and key not in asked.known
            and key not in asked.by_table
            and not _is_covered(known[key], asked)
        ):
            doubts.append(
                f'The form may mean "{known[key].name}" as well, of which the list has no variables ({asked_in(question)}).'
            )
    several = any(known[key].option == OF_SEVERAL_OWNERS for key in loosely)
    umbrella = (
        several
        or not in_form
        or _POINTS_ELSEWHERE.search(normalise(text))
        or all(known[key].person_linked for key in in_form)
    )
    for key, variables in asked.known.items():
        if key in in_form or key in loosely or (several and key == "pnc"):
            continue
        if umbrella:
            doubts.append(
                f'The list has variables of "{known[key].name}", and whether the form means it could not be told.'
            )
        else:
            problems.append(_not_named(variables, known[key], question))
    for other in asked.other:
        if other and not _stands_in(other, _all_of_form(application)) and not _is_named_loosely(other, text):
            doubts.append(
                f'The list has variables of "{shorten(other, 60)}", which was not found in {asked_in(question)}.'
            )
    doubt = f"{' '.join(doubts)} A person must look." if doubts else ""
    return Verdict(
        problems=tuple(problems),
        cannot_tell=doubt,
        passed="The form names the datasets of which the list has variables, and no other.",
        evidence=(Evidence(location=place_of(application, question), quote=shorten(text)),),
    )


def _asked(lists: Sequence[VariableList], knowledge: Knowledge) -> _Asked:
    asked = _Asked()
    read: dict[str, tuple[str, ...]] = {}
    for found in lists:
        for variable in found.requested:
            stated = ""
            for text in (variable.dataset, found.dataset, variable.table, found.sheet):
                if text not in read:
                    read[text] = tuple(one.dataset.key for one in named_in(text, knowledge, data_first=True))
                if read[text]:
                    stated = text
                    break
            if stated and stated == variable.table and stated not in (variable.dataset, found.dataset):
                asked.by_table.update(read[stated])
                asked.other.setdefault("", []).append(variable)
            elif stated:
                for key in read[stated]:
                    asked.known.setdefault(key, []).append(variable)
            else:
                asked.other.setdefault(variable.dataset or found.dataset, []).append(variable)
    return asked


def _items_named(text: str, knowledge: Knowledge) -> list[str]:
    """The datasets that an item of a list names loosely, where another item names one for sure: "Prison; nDelius probation"."""
    taken_back = [normalise(phrase) for phrase in knowledge.list("datasets").get("not_asked", ())]
    clauses = [part for part in _CLAUSE.split(text) if not any(phrase in normalise(part) for phrase in taken_back)]
    items = [item for clause in clauses for item in re.split(r"[,+]", clause) if item.strip()]
    if len(items) < 2:
        return []
    short = [item for item in items if len(words(item)) <= _SHORT_ITEM]
    return list(dict.fromkeys(one.dataset.key for item in short for one in named_in(item, knowledge, data_first=True)))


def _is_covered(dataset: Dataset, asked: _Asked) -> bool:
    """Whether a linking dataset's keys are asked for beside other variables."""
    variables = [variable for group in (*asked.known.values(), *asked.other.values()) for variable in group]
    if dataset.option == OF_SEVERAL_OWNERS:
        return "pnc" in asked.known
    if dataset.key == "pnc" and OF_SEVERAL_OWNERS in asked.known:
        return True
    return dataset.person_linked and any(_SPLINK.search(normalise(variable.name)) for variable in variables)


def _may_be_among(quote: str, dataset: Dataset, asked: _Asked, text: str) -> bool:
    """Whether variables that the list gives to no known dataset may be this one's: not where the form names theirs apart from it."""
    if dataset.person_linked and dataset.option != OF_SEVERAL_OWNERS and not asked.other:
        return False
    clauses = [clause for clause in _CLAUSE_OF_LIST.split(text) if not _overlaps(clause, quote)]
    return any(not other or not any(_stands_in(other, clause) for clause in clauses) for other in asked.other)


def _overlaps(clause: str, quote: str) -> bool:
    one, other = normalise(clause), normalise(quote).rstrip("…")
    return not one or one in other or other in one


def _stands_in(name: str, text: str) -> bool:
    """Whether every word of a name that tells something stands in a text."""
    telling = [word for word in content_words(name) if word not in _PLAIN]
    there = set(words(text))
    return bool(telling) and all(word in there for word in telling)


def _is_named_loosely(name: str, text: str) -> bool:
    from rapidfuzz.fuzz import partial_token_set_ratio

    telling = " ".join(word for word in content_words(name) if word not in _PLAIN)
    return len(telling) >= 4 and partial_token_set_ratio(telling, normalise(text)) >= 85


def _without_variables(application: Application, question: Question, dataset: Dataset, quote: str) -> Problem:
    place = place_of(application, question).model_copy(update={"dataset": dataset.name})
    return Problem(place, quote=quote, variant="form", values={"named": dataset.name}, key=f"form\n{dataset.key}")


def _not_named(variables: Sequence[RequestedVariable], dataset: Dataset, question: Question) -> Problem:
    first = variables[0]
    place = first.location.model_copy(update={"dataset": dataset.name, "variable": None})
    values = {
        "named": dataset.name,
        "variables": named([variable.name for variable in variables], 5),
        "asked": asked_in(question),
        "written": first.dataset or first.location.sheet or "",
    }
    return Problem(place, quote=first.dataset, variant="list", values=values, key=f"list\n{dataset.key}")


def _whole(question: Question) -> str:
    tables = "\n".join("; ".join(cell for cell in row if cell) for table in question.answer.tables for row in table)
    text = said(question.answer)
    return text if not tables or tables in text else f"{text}\n{tables}"


def _all_of_form(application: Application) -> str:
    """Everything that the form says, for names that stand in another answer than they should."""
    if application.form is None:
        return ""
    return "\n".join(_whole(question) for question in application.form.questions if not question.answer.is_blank)


# --- coverage -----------------------------------------------------------------------------------------------------

_YEAR = re.compile(
    r"(?<![\d/.,-])((?:19|20)\d\d)(?:\s?[/-–]\s?(\d\d)(?![\d/]))?(?!\d)|(?<=[\d/.-])((?:19|20)\d\d)(?!\d)"
)
_OPEN = re.compile(
    r"\b(?:onwards?|to date|to present|present day|to the present|until now|ongoing|latest|most recent|as available|(?:where|if|as far as|when) "
    r"available|all (?:available )?years|all available|full period|whole period|currently available)\b"
)
# Years that are not of the data: of births, of how long the data are kept, of what is not asked for.
_OTHER_YEARS = re.compile(
    r"\b(?:born|births?|birth years?)\b[^;.\n\d]{0,25}(?:19|20)\d\d(?:\s*(?:-|to|and)\s*(?:19|20)?\d\d)?|"
    r"\b(?:kept|stored|retain(?:ed)?|retention|held|destroy(?:ed)?|deleted?|archived?)\b[^;.\n\d]{0,40}\b(?:until|till|to|in|by|after)\b[^;.\n\d]{0,20}(?:19|20)\d\d|"
    r"\b(?:act|regulations|order|rules|directive|green paper|white paper|code)(?: of)? (?:19|20)\d\d|"
    r"\bcompar\w+ (?:with|to|against)\b[^;.\n]*|\bpublished\b[^;.,\n()]*|\([^()]*\b(?:project|study|research) (?:will )?runs?\b[^()]*\)"
)
_NOT_WANTED = re.compile(
    r"^\W*(?:(?:and|but|the) )*(?:earlier|later|other|previous|prior|older|newer|more recent|years|data (?:before|after|from|for))\b.*\b(?:not (?:needed|required|requested|asked|wanted)|do not (?:need|ask|want|request)|excluded|left out)\b"
)
_UP_TO = re.compile(r"\b(?:up to|until|before|to|by|prior to|earlier than)\b\W{0,3}(?:the end of |end |\w+ ){0,3}$")
_NOT_OURS = re.compile(
    r"\b(?:survey|interviews?|trial|cohort study|our own|questionnaire|census|project|study (?:will )?run|hes|npd|dfe|school)\b"
)


@dataclass(frozen=True, slots=True)
class _Span:
    """Years that a clause asks for; None at an end that stays open."""

    first: int | None
    last: int | None
    clause: str


@check("period_covered")
def period_covered(case: Case) -> Verdict:
    """VAR011: the period asked for lies within what each dataset covers, as far as that is known."""
    application = case.application
    asked = _asked(lists_of(application), case.knowledge)
    question = application.role("datasets")
    in_form = named_in(_whole(question), case.knowledge) if question and question.found else ()
    wanted = dict.fromkeys(one.dataset.key for one in in_form)
    # The lists' words for a dataset mean little alone ("civil"): they count where the form names it, or ticks data of its kind.
    ticked = application.role("data")
    kinds = set(ticked.answer.chosen) if ticked and ticked.found else set()
    listed = {
        key: variables
        for key, variables in asked.known.items()
        if not kinds or key in wanted or datasets(case.knowledge)[key].option in kinds
    }
    wanted |= dict.fromkeys(listed)
    covered = [found for key in wanted if (found := datasets(case.knowledge)[key]).coverage.keys() & {"from", "to"}]
    if not covered:
        return Verdict(not_applicable="No dataset is asked for whose coverage is known.")
    problems = list(_of_variables(listed, case.knowledge))
    period = application.role("period")
    doubt = ""
    evidence: tuple[Evidence, ...] = ()
    if period and period.found and not says_nothing(said(period.answer), case.knowledge):
        text = said(period.answer)
        evidence = (Evidence(location=place_of(application, period), quote=shorten(text)),)
        more, doubt = _of_answer(application, period, text, covered, case.knowledge)
        problems += more
    elif not problems and not any(v.years for variables in listed.values() for v in variables):
        return Verdict(not_applicable="No period is stated.")
    return Verdict(
        problems=tuple(problems),
        cannot_tell=doubt,
        passed=f"The period asked for lies within what is known of {named(found.name for found in covered)}.",
        evidence=evidence,
    )


def _of_answer(
    application: Application, question: Question, text: str, covered: Sequence[Dataset], knowledge: Knowledge
) -> tuple[list[Problem], str]:
    """The findings on the answer, and what could not be decided in it."""
    spans = list(spans_in(text))
    if not spans:
        return [], ""
    apart = {id(span): {one.dataset.key for one in named_in(span.clause, knowledge, data_first=True)} for span in spans}
    problems, doubts = [], []
    for dataset in covered:
        own = [span for span in spans if dataset.key in apart[id(span)]]
        shared = [span for span in spans if not apart[id(span)] and not _NOT_OURS.search(normalise(span.clause))]
        for span in own or shared:
            outside = _outside(span, dataset)
            if outside and (own or len(spans) == 1):
                problems.append(_period(place_of(application, question), span, dataset, outside))
            elif outside:
                doubts.append(f'"{shorten(span.clause.strip(), 80)}" is {outside}, if it is asked of {dataset.name}.')
    return problems, f"{' '.join(dict.fromkeys(doubts))} A person must look." if doubts else ""


def _of_variables(listed: Mapping[str, Sequence[RequestedVariable]], knowledge: Knowledge) -> Iterator[Problem]:
    known = datasets(knowledge)
    seen: set[tuple[str, str | None, str]] = set()
    for key, variables in listed.items():
        for variable in variables:
            place = (key, variable.location.sheet, normalise(variable.years))
            if not variable.years or place in seen:
                continue
            seen.add(place)
            for span in spans_in(variable.years):
                if outside := _outside(span, known[key]):
                    yield _period(variable.location, span, known[key], outside)
                    break


def spans_in(text: str) -> Iterator[_Span]:
    """The years that each clause of a text names, from first to last: "January 2014 to December 2019" is 2014 to 2019."""
    for clause in _CLAUSE.split(text):
        plain = _OTHER_YEARS.sub(" ", normalise(clause))
        if _NOT_WANTED.search(plain):
            continue
        years: list[int] = []
        for match in _YEAR.finditer(plain):
            year = int(match.group(1) or match.group(3))
            years.append(year)
            if match.group(2) and int(match.group(2)) == (year + 1) % 100:
                years.append(year + 1)
        if not years:
            continue
        is_open = _OPEN.search(plain) is not None
        found = _YEAR.search(plain)
        starts = found is not None and len(set(years)) == 1 and _UP_TO.search(plain[: found.start()])
        yield _Span(None if starts else min(years), None if is_open else max(years), clause)


def _outside(span: _Span, dataset: Dataset) -> str:
    """How a span lies outside what a dataset covers, in words; "" where it does not."""
    first, last = (_year(dataset.coverage.get(end)) for end in ("from", "to"))
    if span.first is not None and first is not None and span.first < first:
        return f"before its first year, {dataset.coverage['from']}"
    if span.last is not None and last is not None and span.last > last:
        return f"after its last year, {_until(dataset)}"
    if span.first is not None and last is not None and span.first > last:
        return f"after its last year, {_until(dataset)}"
    return ""


def _year(value: object) -> int | None:
    match = re.match(r"(?:19|20)\d\d", str(value)) if value is not None else None
    return int(match.group()) if match else None


def _until(dataset: Dataset) -> str:
    return str(dataset.coverage["to"])


def _period(place: Location, span: _Span, dataset: Dataset, outside: str) -> Problem:
    values = {
        "named": dataset.name,
        "outside": outside,
        "covers": " to ".join(str(dataset.coverage[end]) for end in ("from", "to") if end in dataset.coverage),
        "note": f" {dataset.coverage['note']}" if dataset.coverage.get("note") else "",
        "sure": "" if dataset.coverage.get("mark") == "verified" else " This is not verified.",
    }
    return Problem(
        place.model_copy(update={"dataset": dataset.name}), quote=shorten(span.clause.strip()), values=values, key=f"{dataset.key}\n{place.cell or ''}"
    )  # fmt: skip


# --- linking ------------------------------------------------------------------------------------------------------

_SPLINK = re.compile(r"estimated_|(?<![a-z])xjs(?![a-z])|splink|moj_?df_?id|link(?:ing|age|ed)?(?![a-z])")
_KEY = re.compile(
    r"_hash$|(?<![a-z])hash(?:ed)?(?![a-z])|(?<![a-z])(?:id|ids|identifier|identifiers|key|keys|urn|upn|pmr|pid|uid|guid|nhs|crn|nino|ref|reference|"
    r"pseudonym|pseudonyms|token|matching|linkage|linking|link|join)(?![a-z])|(?<![a-z])(?:pnc|noms|nomis|delius|prison|case|person|offender|defendant|"
    r"prisoner|pupil|participant|trial|study|record)[\s_-]*(?:id|no|number|num|ref|reference|key)"
)
# "Joint cases" join nothing, and "matching on history" finds people alike, not records of one person.
_TO_LINK = re.compile(
    r"(?:used |needed |required |to |for |our |the |this )*(?:(?:link(?:s|ed|ing|age)?|join(?:s|ed|ing)?|merg(?:e|es|ed|ing))\b|"
    r"match(?:es|ed|ing)? (?:(?:to|with) (?!(?:\w+ ){0,3}(?:controls?|comparison|comparators?|similar|peers|untreated)\b)|(?!on\b)(?:[\w'-]+ ){0,5}?(?:records|data|datasets?|tables?|extracts?|files?|sources?)\b))"
)
_BY_OTHERS = re.compile(
    r"already (?:been )?linked|pre-?linked|linked (?:dataset|data|extract|by)|trusted third part|third party|\bttp\b|(?:moj|ministry|ons|sail|nhs|dfe|hmpps|"
    r"data owner|controller|data linking team|they) (?:\w+ ){0,4}(?:link|match|join|merge)|(?:link|match|join|merge)\w* (?:\w+ ){0,5}by (?:the )?(?:moj|ministry|ons|sail|nhs|"
    r"dfe|hmpps|data|trusted|third)|before (?:deposit|release|supply|transfer)"
)
_BY_AREA = re.compile(r"\b(?:area|areas|lsoa|msoa|postcode|local authority|geograph\w*|region|district|court|prison|establishment|school) (?:level|code)|ecological|aggregate|contextual|area-level")  # fmt: skip


@check("linking_key_requested")
def linking_key_requested(case: Case) -> Verdict:
    """VAR012: where the data are to be linked, a linking dataset or a key is among the requested variables."""
    application = case.application
    lists = lists_of(application)
    if not lists:
        return Verdict(not_applicable=NO_LIST)
    variables = [variable for found in lists for variable in found.requested]
    if not variables:
        return Verdict(not_applicable=NOTHING_REQUESTED)
    question = application.role("linking")
    if question is None or question.applies is False:
        return Verdict(not_applicable="The form does not ask about linking.")
    if "yes" not in question.answer.chosen or "no" in question.answer.chosen:
        if "no" in question.answer.chosen:
            return Verdict(not_applicable="No linking is intended.")
        return Verdict(not_applicable="The form does not say that linking is intended.")
    keys = [variable for variable in variables if _is_key(variable)]
    if keys:
        return Verdict(
            passed=f"Linking is intended, and {named([variable.name for variable in keys], 4)} can serve to link.",
            evidence=tuple(Evidence(location=variable.location, quote=variable.name) for variable in keys[:3]),
        )
    if linked := _linking_dataset(application, variables, case.knowledge):
        return Verdict(passed=f"Linking is intended, and {linked} is itself a linking dataset.")
    told = [
        q for role in ("linking_method", "linking_datasets") if (q := application.role(role)) and not q.answer.is_blank
    ]
    text = "\n".join(_whole(q) for q in told if not is_na(q.answer.text, case.knowledge))
    if used := [variable.name for variable in variables if _is_used(variable, text)]:
        return Verdict(passed=f"Linking is intended, by {named(used, 4)}, which the list asks for.")
    plain = normalise(text)
    if _BY_OTHERS.search(plain):
        return Verdict(cannot_tell="Linking is intended, no key is among the requested variables, and by the form somebody else links the data: whether the researchers need a key, a person must see.")  # fmt: skip
    if _BY_AREA.search(plain):
        return Verdict(cannot_tell="Linking is intended, by what reads as areas or places, and no such variable was recognised in the list: a person must look.")  # fmt: skip
    if application.unread_files:
        return Verdict(cannot_tell="Linking is intended, no key was found among the requested variables, and a file that could not be read may hold one.")  # fmt: skip
    return Verdict(
        problems=(Problem(place_of(application, question), values={"count": str(len(variables))}, key="linking"),)
    )


def _is_key(variable: RequestedVariable) -> bool:
    name = normalise(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", variable.name))
    about = normalise(f"{variable.dataset} {variable.table}")
    described = normalise(variable.description)
    reason = normalise(variable.justification or "")
    return bool(
        _SPLINK.search(name)
        or _KEY.search(name.replace("_", " ") if " " in name else name.replace("_", " ") + " ")
        or _KEY.search(name)
        or _SPLINK.search(about)
        or re.search(
            r"\b(?:identifier|pseudonymi[sz]ed|hashed|unique (?:id|number|reference|key)|linking key)\b", described
        )
        or _TO_LINK.match(reason)
    )


def _is_used(variable: RequestedVariable, text: str) -> bool:
    spoken = " ".join(words(variable.name.replace("_", " ")))
    there = f" {' '.join(words(text.replace('_', ' ')))} "
    return len(spoken) > 2 and f" {spoken} " in there


def _linking_dataset(application: Application, variables: Iterable[RequestedVariable], knowledge: Knowledge) -> str:
    """The name of a requested dataset that is itself a linkage, "" where none is."""
    known: Mapping[str, Dataset] = datasets(knowledge)
    texts = dict.fromkeys(text for variable in variables for text in (variable.dataset, variable.table) if text)
    question = application.role("datasets")
    found = [one.dataset for text in texts for one in named_in(text, knowledge, data_first=True)]
    if question:
        found += [one.dataset for one in named_in(_whole(question), knowledge)]
    return next((dataset.name for dataset in found if known[dataset.key].person_linked), "")
