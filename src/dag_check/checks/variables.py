"""The checks of family VAR that look at lists alone: is there one, is anything asked for, is every request justified, once?

What a justification is worth is judged by `justifications`. Datasets, coverage and panels are for other modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import PurePosixPath

from dag_check.application import Application, Question, RequestedVariable, SubmittedFile, VariableList
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.checks.catalogues import Shelf, Shelves
from dag_check.checks.justifications import MANY, Quality, by_text, is_blanket, quality, template_of
from dag_check.checks.places import place_of, said
from dag_check.checks.requests import (
    NO_LIST,
    NOTHING_REQUESTED,
    asked_in,
    count_of,
    files_of,
    lists_of,
    named,
    place_of_list,
    places,
    where,
)
from dag_check.checks.sensitive import kind_of, note, says_why_this_form
from dag_check.checks.wording import content_words, points_above, says_nothing
from dag_check.knowledge import Knowledge
from dag_check.location import Location
from dag_check.report import Evidence
from dag_check.text import normalise, shorten, words

CATALOGUE_ROWS = 30
"""Rows from which on a catalogue with every row marked is a request for the whole of it (RULES.md, VAR009)."""
CATALOGUE_COLUMNS = frozenset({"values", "type", "coverage", "sensitivity"})
SHOWN = 3
NAMED = 12

_OTHER_KINDS = frozenset({"application_form", "ethics_approval", "ethics_self_assessment", "dpia"})
_OTHER_NAMES = re.compile(
    r"ethic|dpia|approval|self.?assess|letter|protocol|consent|(?<![a-z])cv(?![a-z])", re.IGNORECASE
)
_LIST_NAMES = re.compile(
    r"variable|data[\s_-]*(?:item|request|spec|field|list)|justif|(?<![a-z])vars?(?![a-z])", re.IGNORECASE
)
_CODED = re.compile(r"(?<!\w)[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?!\w)")
_RANGE = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
_DITTO = " \"'`´“”„‟″〃^↑"
"""Marks that stand for what is written in the row above."""
_ALL = re.compile(r"(?:all|every|any)(?: (?:of )?the)?(?: (?:available|possible|other|remaining))?(?: (?:variables?|fields?|columns|data items?|items))(?: available)?|all(?: (?:of )?the)?(?: (?:available|other|remaining))? (?:(?:variables|data items)(?: available)? (?:of|in|from|on)|(?:fields|columns) (?:of|in|from|on) (?:the|this|both)) (?!.*\b(?:listed|marked|ticked|selected|requested|chosen|named|above|below|this list)\b).{1,80}|(?:the )?(?:whole|entire|full|complete) (?:dataset|data set|table|database|extract)|everything|all|\*")  # fmt: skip
_ALL_IN_TEXT = re.compile(
    r"(?:request|requesting|requested|need|require|want|like|access to|ask for|asking for|seek|apply for)\s+(?:access to\s+|to have\s+|for\s+)?(?:"
    r"all\s+(?:of\s+)?(?:the\s+)?(?:available\s+|possible\s+)?(?:variables|fields|columns|data items)(?!\s+(?:\w+\s+){0,2}?(?:listed|requested|marked|attached|selected|below|above|needed|required|necessary|that|which|set\s+out|specified|described|named|shown|to)\b)(?!\s+in\s+(?:the\s+|our\s+|this\s+)?(?:attached|list|annex|appendix|spreadsheet|workbook|table\s+below))"
    r"|the\s+(?:whole|entire|full|complete)\s+(?:\w+\s+){0,4}?(?:dataset|data\s+set|database|extract))"
)
# An item without a verb: "All tables and all variables of the dataset", "The full dataset please, every field".
_ALL_AS_ITEM = re.compile(
    r"(?:(?:all|every) (?:tables?|rows?|records?|files?),?(?: and| with| in full,?)? )?(?:"
    r"(?:all|every) (?:of )?(?:the )?(?:available |possible )?(?:variables?|fields?|columns|data items?)(?: (?:of|in|from|on|for) [\w' ]{1,60})?"
    r"|(?:the )?(?:whole|entire|full|complete) (?:[\w']+ ){0,4}?(?:dataset|data set|database|extract))(?: please)?(?:[,;] (?:please|in full|(?:no|without|every|each|all) [\w ]{1,40}))*"
)
_OF_THE_LIST = re.compile(r"\b(?:attached|our|list|listed|below|above|annex|appendix|workbook|spreadsheet)\b")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|cannot|do|does|comes?|answers?|serves?|holds?|covers?|not|except|only|listed|attached)\b"
)
_DICTIONARY = re.compile(r"dictionary|catalog(?:ue)?(?![a-z])|metadata|code ?book|data[_ ]tables")
_NEGATED = re.compile(r"\b(?:not|no|never|rather than|instead of|without|nor|considered|could have|might have|at first|initially|originally|previously|thought (?:of|about))\b[^.;]{0,60}$")  # fmt: skip
_APART = re.compile(r"[\s_-]+")


@check("variable_list_present")
def variable_list_present(case: Case) -> Verdict:
    """VAR001: the submission holds a list of requested variables, in a file or in the form."""
    application = case.application
    lists = lists_of(application)
    if lists:
        return Verdict(
            passed=f"{count_of(sum(len(found.variables) for found in lists), 'variable')} listed in {files_of(lists)}.",
            evidence=tuple(Evidence(location=found.location) for found in lists[:SHOWN]),
        )
    if application.form is None and not application.files:
        return Verdict(not_applicable="The submission holds nothing to check.")
    if hidden := [file for file in application.unread_files if _may_be_list(file)]:
        return Verdict(cannot_tell=f"No list of variables was found, and {named(file.path for file in hidden)} could not be read and may hold it: a person must look.")  # fmt: skip
    if unknown := _unrecognised(application):
        return Verdict(cannot_tell=f"No list of variables was recognised in {named(unknown)}, which by name or content may hold it: a person must look.")  # fmt: skip
    question = application.role("variables")
    if question and _lists_in_prose(question):
        return Verdict(cannot_tell=f"No list or table of variables was found, but the answer to {asked_in(question)} names variables in running text: a person must look.")  # fmt: skip
    place = place_of(application, question) if question and question.found else Location()
    if catalogues := application.variable_lists:
        return Verdict(
            problems=(Problem(place, variant="catalogue", values={"files": files_of(catalogues)}, key="list"),)
        )
    return Verdict(problems=(Problem(place, variant="none", values={"files": ""}, key="list"),))


@check("variables_justified")
def variables_justified(case: Case) -> Verdict:
    """VAR002: every requested variable of a list with a column of justifications has one."""
    judged = _judged(case, justified_elsewhere=True)
    if isinstance(judged, Verdict):
        return judged
    problems = [
        _problem(variable, variant=_lack(variable, case.knowledge), sensitive=note([variable], case.knowledge))
        for found, variable, worth in judged
        if worth == "missing" and "requests" not in found.doubts
    ]
    doubted = [(found, v) for found, v, worth in judged if worth == "missing" and "requests" in found.doubts]
    if doubted and not problems:
        found = doubted[0][0]
        names = named([variable.name for _, variable in doubted], NAMED)
        return Verdict(cannot_tell=f"{names} of {found.file} {'has' if len(doubted) == 1 else 'have'} no justification, and may not be requested. {found.doubts['requests']} A person must look.")  # fmt: skip
    there = [variable for _, variable, worth in judged if worth != "missing"]
    left = [found.doubts["variables"] for found in lists_of(case.application) if "variables" in found.doubts]
    return Verdict(
        problems=tuple(problems),
        cannot_tell=f"{' '.join(left)} A person must look whether more is requested, and justified." if left else "",
        passed=f"Every requested variable ({len(judged)}) has a justification.",
        evidence=_evidence(there),
    )


def _lack(variable: RequestedVariable, knowledge: Knowledge) -> str:
    """What stands in place of a justification: nothing, a sign for the row above (where nothing stands either), or another stand-in."""
    text = variable.justification or ""
    if not text:
        return "blank"
    return "above" if points_above(text, knowledge) or not text.strip(_DITTO) else "text"


@check("justifications_specific")
def justifications_specific(case: Case) -> Verdict:
    """VAR003: no justification is generic or only repeats the variable's name; what VAR004 says is left to it."""
    judged = _judged(case)
    if isinstance(judged, Verdict):
        return judged
    shared = {id(variable) for group in _blankets(case) for variable in group}
    problems = [
        _problem(variable, variant=worth, sensitive=note([variable], case.knowledge))
        for _, variable, worth in judged
        if worth in ("generic", "repeats") and id(variable) not in shared
    ]
    good = [variable for _, variable, worth in judged if worth == "specific"]
    left = f" {len(shared)} that share one text are VAR004's." if shared else ""
    return Verdict(
        problems=tuple(problems),
        passed=f"No justification is generic ({len(good)} looked at).{left}",
        evidence=_evidence(good),
    )


@check("justifications_not_blanket")
def justifications_not_blanket(case: Case) -> Verdict:
    """VAR004: no text stands against five or more variables, or one in three of the list where that is more."""
    judged = _judged(case)
    if isinstance(judged, Verdict):
        return judged
    problems = [_blanket(group, case.knowledge) for group in _blankets(case)]
    return Verdict(problems=tuple(problems), passed=f"No one text justifies many variables ({len(judged)} looked at).")


@check("sensitive_variables_specific")
def sensitive_variables_specific(case: Case) -> Verdict:
    """VAR010: the justification of a variable that has coarser forms says why those would not do; what VAR002-VAR004 say is left to them."""
    judged = _judged(case)
    if isinstance(judged, Verdict):
        return judged
    shared = {id(variable) for group in _blankets(case) for variable in group}
    shelves = Shelves(case.application, case.knowledge)
    problems: list[Problem] = []
    good: list[RequestedVariable] = []
    for found, variable, worth in judged:
        kind = kind_of(variable, case.knowledge, _described(variable, found, shelves))
        if kind is None or not kind.coarser or worth != "specific" or id(variable) in shared:
            continue
        if says_why_this_form(variable.justification or "", kind):
            good.append(variable)
            continue
        problem = _problem(variable, variant="")
        problems.append(replace(problem, values={**problem.values, "what": kind.what, "coarser": kind.coarser}))
    return Verdict(
        problems=tuple(problems),
        passed=f"No variable in a form finer than its justification explains ({len(judged)} looked at).",
        evidence=_evidence(good),
    )


@check("variables_not_duplicated")
def variables_not_duplicated(case: Case) -> Verdict:
    """VAR006: no variable of a table is requested twice for the same years."""
    lists = lists_of(case.application)
    if not lists:
        return Verdict(not_applicable=NO_LIST)
    seen: dict[tuple[str, ...], list[RequestedVariable]] = {}
    for found in lists:
        if _is_bare(found) and _is_justified_elsewhere(found, lists, case.knowledge):
            continue  # names on one sheet and their justifications on another are one request
        for variable in found.requested:
            dataset = normalise(variable.dataset) or f"{found.file}\n{found.sheet}"
            name = _APART.sub("_", normalise(variable.name))  # "Age_Band" and "age band" are one
            key = (dataset, normalise(variable.table), name, normalise(variable.years))
            seen.setdefault(key, []).append(variable)
    repeated = []
    for group in seen.values():
        again = [variable for variable in group[1:] if _may_be_one(group[0].description, variable.description)]
        if again:
            repeated.append((group[0], again))
    copies = _copies(lists, repeated)
    problems = [_copied(found, number) for found, number in copies]
    copied = {found.file for found, _ in copies}
    for first, again in repeated:
        if not {variable.location.file for variable in again} <= copied:
            asked = [variable.location for variable in (first, *again)]
            values = {
                "places": places(asked),
                "times": "twice" if len(asked) == 2 else f"{len(asked)} times",
                "first": where(asked[0]),
            }
            problems.append(Problem(again[0].location, quote=first.name, values=values, variant="row"))
    return Verdict(problems=tuple(problems), passed="No variable is requested twice.")


def _copies(
    lists: Sequence[VariableList], repeated: Sequence[tuple[RequestedVariable, list[RequestedVariable]]]
) -> list[tuple[VariableList, tuple[str, int]]]:
    """The lists of files most of whose requests stand in another file before, with that file and how many: one thing to say, not
    one a row."""
    found = []
    for file in dict.fromkeys(one.file for one in lists):
        mine = [one for one in lists if one.file == file]
        before = [
            first.location.file or "" for first, again in repeated if any(row.location.file == file for row in again)
        ]
        other, number = max(
            ((name, before.count(name)) for name in before if name != file), key=itemgetter(1), default=("", 0)
        )
        if number >= 3 and 2 * number >= sum(len(one.requested) for one in mine):
            found.append((mine[0], (other, number)))
    return found


def _copied(found: VariableList, other: tuple[str, int]) -> Problem:
    name, number = other
    values = {"file": found.file, "other": name, "number": str(number)}
    return Problem(found.location, values=values, variant="copy", key=f"copy of {name}")


def _may_be_one(one: str, other: str) -> bool:
    """Whether two descriptions may be of one variable: the same words, or all of the shorter one's in the longer one
    ("Release" and "Date of release"); also where either is missing."""
    mine, theirs = set(content_words(one)), set(content_words(other))
    return mine <= theirs or theirs <= mine


@check("something_requested")
def something_requested(case: Case) -> Verdict:
    """VAR008: where variables are marked as requested, at least one is; a list with justifications has marks beside them."""
    lists = lists_of(case.application)
    if not lists:
        return Verdict(not_applicable=NO_LIST)
    asked = [variable for found in lists for variable in found.requested]
    empty = [found for found in lists if not found.requested]
    if asked:
        written = [found for found in empty if any(_says(variable, case.knowledge) for variable in found.variables)]
        problems = [_nothing(found, "justified") for found in written]
    else:
        problems = [_nothing(found, _variant(found, case.knowledge)) for found in _one_a_file(empty)]
    return Verdict(
        problems=tuple(problems),
        passed=f"{count_of(len(asked), 'variable')} requested.",
        evidence=_evidence(asked, justification=False),
    )


@check("not_everything_requested")
def not_everything_requested(case: Case) -> Verdict:
    """VAR009: neither the list nor the form asks for all there is."""
    application = case.application
    question = application.role("variables")
    lists = lists_of(application)
    if not lists and question is None:
        return Verdict(not_applicable=NO_LIST)
    problems: list[Problem] = []
    for found in lists:
        for variable in found.requested:
            if _ALL.fullmatch(normalise(variable.name).strip(" .()[]")):
                problems.append(
                    Problem(
                        variable.location,
                        quote=variable.name,
                        variant="named",
                        values={"place": where(variable.location)},
                    )
                )
        if _is_whole_catalogue(found):
            values = {"rows": str(len(found.variables))}
            problems.append(Problem(found.location, variant="catalogue", values=values))
    problems += _whole_shelves(case, lists) if not problems else ()
    extracts = [one for one in application.form.questions if _is_on_extract(one)] if application.form else []
    for asked in (question, *extracts):
        if asked and asked.found and asked.applies is not False and (quote := _asks_for_all(asked.answer.text)):
            problems.append(Problem(place_of(application, asked), quote=quote, variant="form"))
    return Verdict(problems=tuple(problems), passed="Neither the list nor the form asks for every variable there is.")


@check("justification_column_present")
def justification_column_present(case: Case) -> Verdict:
    """VAR013: a list of requested variables has a place for justifications, or the form gives them."""
    application = case.application
    lists = lists_of(application)
    if not lists:
        return Verdict(not_applicable=NO_LIST)
    if not any(found.requested for found in lists):
        return Verdict(not_applicable=NOTHING_REQUESTED)
    bare = [found for found in lists if _is_bare(found) and not _is_justified_elsewhere(found, lists, case.knowledge)]
    if not bare:
        columns = [found for found in lists if found.has_justification_column]
        return Verdict(
            passed="Every list of requested variables has justifications.",
            evidence=tuple(
                Evidence(location=f.location, quote=f.columns.get("justification", "")) for f in columns[:SHOWN]
            ),
        )
    answers = [question for role in ("variables", "minimisation") if (question := application.role(role))]
    names = [variable for found in bare for variable in found.requested]
    share = max((_share_named(question, names) for question in answers), default=0.0)
    if share >= 0.5:
        question = max(answers, key=lambda asked: _share_named(asked, names))
        return Verdict(
            passed=f"The list has no column of justifications; {asked_in(question)} gives them in the form.",
            evidence=(Evidence(location=place_of(application, question), quote=shorten(said(question.answer))),),
        )
    first = answers[0] if answers else None
    if first and first.role == "variables" and _explains(first):
        return Verdict(cannot_tell=f"{files_of(bare)} has no column of justifications; the answer to {asked_in(first)} may justify the variables in groups: a person must look.")  # fmt: skip
    if all("justifications" in found.doubts for found in bare):
        seen = " ".join(found.doubts["justifications"] for found in bare[:SHOWN])
        return Verdict(
            cannot_tell=f"No column of {files_of(bare)} is headed as justifications. {seen} A person must look."
        )
    problems = [
        Problem(
            found.location,
            values={"count": count_of(len(found.requested), "variable"), "place": place_of_list(found)},
            key="\n".join(("column", found.sheet, found.dataset)),
        )
        for found in bare
    ]
    return Verdict(problems=tuple(problems))


# --- which variables to look at -----------------------------------------------------------------------------------


def _judged(case: Case, *, justified_elsewhere: bool = False) -> Verdict | list[tuple[VariableList, RequestedVariable, Quality]]:  # fmt: skip
    """Every requested variable that has a place for a justification, with what that is worth; else why there are none."""
    lists = lists_of(case.application)
    if not lists:
        return Verdict(not_applicable=NO_LIST)
    if not any(found.requested for found in lists):
        return Verdict(not_applicable=NOTHING_REQUESTED)
    rows: list[tuple[VariableList, RequestedVariable, Quality]] = []
    elsewhere = _justified_names(lists, case.knowledge) if any(_is_bare(found) for found in lists) else set()
    shelves = Shelves(case.application, case.knowledge)
    seen: set[tuple[str, str, str | None, int | None, str]] = set()
    for found in lists:
        bare = _is_bare(found)
        if bare and not (justified_elsewhere and _is_justified_elsewhere(found, lists, case.knowledge)):
            continue
        for variable in found.requested:
            if bare and normalise(variable.name) in elsewhere:
                continue
            place = variable.location
            key = (found.file, found.sheet, place.cell, place.row, variable.name)
            if key not in seen or place.cell is None:
                seen.add(key)
                rows.append((found, variable, quality(variable.justification, variable.name, _described(variable, found, shelves), case.knowledge)))  # fmt: skip
    if not rows:
        return Verdict(not_applicable="No list has a column of justifications; see VAR013.")
    return rows


def _described(variable: RequestedVariable, found: VariableList, shelves: Shelves) -> str:
    """What the list and the catalogue of its dataset say a variable is."""
    known = shelves.known(found, variable) if shelves.application.catalogues else None
    return f"{variable.description} {known.description}".strip() if known else variable.description


def _is_bare(found: VariableList) -> bool:
    """Whether a list asks for variables and has no place for justifications."""
    return (
        bool(found.requested)
        and not found.has_justification_column
        and not any(v.justification for v in found.requested)
    )


def _justified_names(lists: Iterable[VariableList], knowledge: Knowledge) -> set[str]:
    return {
        normalise(variable.name)
        for found in lists
        if found.has_justification_column
        for variable in found.variables
        if _says(variable, knowledge)
    }


def _is_justified_elsewhere(found: VariableList, lists: Sequence[VariableList], knowledge: Knowledge) -> bool:
    """Whether another list of the submission justifies (nearly) all variables of this one: a table in the form, say."""
    names = {normalise(variable.name) for variable in found.requested}
    return len(names & _justified_names(lists, knowledge)) >= 0.8 * len(names)


def _says(variable: RequestedVariable, knowledge: Knowledge) -> bool:
    return quality(variable.justification, variable.name, variable.description, knowledge) != "missing"


def _blankets(case: Case) -> list[list[RequestedVariable]]:
    """The variables of each blanket text: counted in each list, and over all lists of a file where they are parts of one."""
    groups: list[list[RequestedVariable]] = []
    files: dict[str, list[VariableList]] = {}
    for found in lists_of(case.application):
        files.setdefault(found.file, []).append(found)
    for lists in files.values():
        asked = [variable for found in lists for variable in found.requested]
        there = [variable for variable in asked if _says(variable, case.knowledge)]
        total = _rows(asked)
        rows_of = [({id(variable) for variable in found.requested}, _rows(found.requested)) for found in lists]
        for group in by_text(there).values():
            if is_blanket(len(group), total):
                groups.append(group)
            elif len(group) >= MANY:
                parts = [([variable for variable in group if id(variable) in mine], rows) for mine, rows in rows_of]
                groups += [part for part, rows in parts if is_blanket(len(part), rows)]
    return groups


def _rows(variables: Iterable[RequestedVariable]) -> int:
    return len({(variable.location.sheet, variable.location.row, variable.name) for variable in variables})


# --- problems -----------------------------------------------------------------------------------------------------


def _problem(variable: RequestedVariable, variant: str, sensitive: str = "") -> Problem:
    """A problem at the place of a variable's justification."""
    place = (variable.justification_location or variable.location).model_copy(
        update={"variable": variable.name, "dataset": variable.dataset or variable.location.dataset}
    )
    how = {"merged": " (the cell is merged over several variables)", "ditto": ' (by "as above")', "group": " (given for the group)"}  # fmt: skip
    values = {"place": where(place), "shared": how.get(variable.shared_by, ""), "sensitive": sensitive}
    return Problem(place, quote=variable.justification or "", variant=variant, values=values)


def _blanket(group: Sequence[RequestedVariable], knowledge: Knowledge) -> Problem:
    first = group[0]
    place = (first.justification_location or first.location).model_copy(
        update={"variable": None, "row": None, "dataset": None}
    )
    here = [variable for variable in group if variable.location.sheet == first.location.sheet]
    if len(here) > 1 and (around := _around([(v.justification_location or v.location).cell for v in here])):
        place = place.model_copy(update={"cell": around})
    elif first.location.cell is None:
        place = place.model_copy(update={"row": first.location.row})
    names = [variable.name for variable in group]
    generic = quality(first.justification, first.name, first.description, knowledge) != "specific"
    texts = {template_of(variable.justification or "", "", "") for variable in group}
    return Problem(
        place,
        quote=first.justification or "",
        variant="template" if len(texts) > 1 else "merged" if all(v.shared_by == "merged" for v in group) else "text",
        values={
            "count": str(len(names)),
            "variables": named(names, NAMED),
            "generic": " It also says nothing of any of them in particular." if generic else "",
            "place": where(place),
            "sensitive": note(group, knowledge),
        },
        key=f"{first.location.sheet or ''}\n{first.dataset}\n{first.name}",
    )


def _around(cells: Iterable[str | None]) -> str | None:
    """The range from the first to the last of cells in one column, None where they are not in one."""
    columns, rows = set(), []
    for cell in cells:
        match = _RANGE.fullmatch(cell or "")
        if not match:
            return None
        columns |= {match.group(1), match.group(3) or match.group(1)}
        rows += [int(match.group(2)), int(match.group(4) or match.group(2))]
    if len(columns) != 1:
        return None
    column = columns.pop()
    return f"{column}{min(rows)}:{column}{max(rows)}" if min(rows) != max(rows) else f"{column}{rows[0]}"


def _nothing(found: VariableList, variant: str) -> Problem:
    values = {
        "count": count_of(len(found.variables), "variable"),
        "column": found.columns.get("request", "") or "required?",
        "place": place_of_list(found),
    }
    return Problem(
        found.location, variant=variant, values=values, key="\n".join(("nothing", found.sheet, found.dataset))
    )


def _variant(found: VariableList, knowledge: Knowledge) -> str:
    return "justified" if any(_says(variable, knowledge) for variable in found.variables) else "untouched"


def _one_a_file(lists: Iterable[VariableList]) -> list[VariableList]:
    """The first list of each file: an untouched workbook of forty tabs is one finding."""
    first: dict[str, VariableList] = {}
    for found in lists:
        first.setdefault(found.file, found)
    return list(first.values())


# --- words --------------------------------------------------------------------------------------------------------


def _evidence(variables: Sequence[RequestedVariable], *, justification: bool = True) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            location=(variable.justification_location or variable.location) if justification else variable.location,
            quote=shorten((variable.justification or "") if justification else f"{variable.name} {variable.mark}"),
        )
        for variable in variables[:SHOWN]
    )


# --- the form and other files -------------------------------------------------------------------------------------


def _may_be_list(file: SubmittedFile) -> bool:
    name = PurePosixPath(file.path).name
    return file.kind not in _OTHER_KINDS and (not _OTHER_NAMES.search(name) or _LIST_NAMES.search(name) is not None)


def _unrecognised(application: Application) -> list[str]:
    """Files that by kind or name are lists of variables, and in which none was recognised."""
    read = {found.file for found in application.variable_lists}
    return [
        file.path
        for file in application.files
        if file.path not in read
        and file.problem is None
        and (
            file.kind == "variable_list"
            or (file.kind == "other" and _LIST_NAMES.search(PurePosixPath(file.path).name) is not None)
        )
    ]


def _lists_in_prose(question: Question) -> bool:
    """Whether an answer itself lists variables, in lines or by coded names."""
    text = question.answer.text
    lines = [line for line in text.splitlines() if len(words(line)) >= 1]
    return len(set(_CODED.findall(text))) >= 3 or len(lines) >= 6


def _share_named(question: Question, variables: Sequence[RequestedVariable]) -> float:
    """The share of the variables that an answer names, by name or by description."""
    text = f" {' '.join(words(said(question.answer)))} "
    tables = " ".join(cell for table in question.answer.tables for row in table for cell in row)
    text += f"{' '.join(words(tables))} "
    if len(text) < 40 or not variables:
        return 0.0
    named = sum(
        any(spoken and f" {spoken} " in text for spoken in (" ".join(words(v.name.replace("_", " "))), " ".join(words(v.name)), " ".join(words(v.description))))
        or normalise(v.name) in normalise(said(question.answer))
        for v in variables
    )  # fmt: skip
    return named / len(variables)


def _explains(question: Question) -> bool:
    """Whether an answer is long enough to justify groups of variables: more than "see the attached list"."""
    text = said(question.answer)
    return not says_nothing(text) and len(content_words(text)) >= 25


def _is_whole_catalogue(found: VariableList) -> bool:
    return (
        found.has_request_column
        and len(found.variables) >= CATALOGUE_ROWS
        and all(variable.requested for variable in found.variables)
        and (
            bool(CATALOGUE_COLUMNS & found.columns.keys())
            or bool(_DICTIONARY.search(normalise(f"{found.sheet} {PurePosixPath(found.file).stem}")))
        )
    )


def _whole_shelves(case: Case, lists: Sequence[VariableList]) -> Iterator[Problem]:
    """A problem for each catalogue of 30 variables or more of which the lists ask for every one."""
    shelves = Shelves(case.application, case.knowledge)
    asked: dict[int, tuple[Shelf, VariableList, set[int]]] = {}
    for found in lists if case.application.catalogues else ():
        for variable in found.requested:
            shelf = shelves.of(found, variable)
            known = shelf.find(variable.name) if shelf else None
            if shelf and known:
                asked.setdefault(id(shelf), (shelf, found, set()))[2].add(id(known))
    for shelf, found, wanted in asked.values():
        if len(shelf.by_name) >= CATALOGUE_ROWS and len(wanted) >= len(shelf.by_name):
            values = {"rows": str(len(shelf.by_name)), "catalogue": named(shelf.files)}
            yield Problem(found.location, variant="covered", values=values, key=f"covered\n{shelf.title}")


def _is_on_extract(question: Question) -> bool:
    """Whether a question has the extract described ("tables, unit of analysis, filters")."""
    return question.kind == "text" and not question.role and "extract" in normalise(question.label).split(":")[0]


def _asks_for_all(text: str) -> str:
    """The sentence in which an answer asks for all variables, "" where none does."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        plain = normalise(sentence)
        plain = plain.strip(" .!")
        named_all = _ALL.fullmatch(plain) and plain not in ("*", "everything")
        item = named_all or (_ALL_AS_ITEM.fullmatch(plain) and not _VERB.search(plain))
        if item and not _OF_THE_LIST.search(plain):
            return shorten(sentence)
        match = _ALL_IN_TEXT.search(plain)
        if match and not _NEGATED.search(plain[: match.start()]):
            return shorten(sentence)
    return ""
