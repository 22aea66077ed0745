"""The calls that everything goes through: `read` files into an Application, `check` one into a Report, `compare` two rounds.

The command, and a service that imports dag-check, both use these; what is read and judged is intake's and the rulebook's.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dag_check.application import Application, Catalogue
from dag_check.documents.guard import DEFAULT_LIMITS, Limits
from dag_check.errors import UsageError
from dag_check.report import Report

if TYPE_CHECKING:
    from dag_check.comparison.model import Comparison
    from dag_check.forms.definition import FormDefinition
    from dag_check.rulebook import Rulebook

_SOURCES = "a path, several paths, a mapping of file names to bytes, or an Application"
Source = str | Path | Sequence[str | Path] | Mapping[str, bytes]
if TYPE_CHECKING:
    OneForm = FormDefinition | str | Path
    FormSource = OneForm | Sequence[OneForm] | None


def check(
    source: Source | Application,
    *,
    today: dt.date | None = None,
    rules: Sequence[str | Path] | Rulebook = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    form: FormSource = None,
    limits: Limits = DEFAULT_LIMITS,
    waivers: Sequence[str | Path] = (),
    submission_waivers: bool = True,
    catalogues: Sequence[str | Path | Catalogue] = (),
) -> Report:
    """Checks one submission and reports what is missing.

    `source` is a folder, a file or a .zip, several of these, a mapping of file names to their bytes, or an Application that
    was read or made before. `today` is the day that dates are held against (the current day when None). `rules` are
    folders of rules to add to the built-in ones, or a Rulebook that was loaded before. `select` and `ignore` take codes
    ("VAR002") and families ("VAR"). `form` is the form: a FormDefinition, or a path to one (.yaml) or to a blank
    form (.docx, .odt), which is learned; or several, of which the best match is taken. The built-in one when none is given.
    `waivers` are files of waivers; those of a dag-check-waivers.yaml in the submission count too, unless `submission_waivers` is
    false. `catalogues` are data owners' catalogues (.ods, .xlsx, .csv): files, or what `load_catalogues` made of them.

    A file that cannot be read is a finding of the report. A source without any file gives a report whose outcome is
    "not_checked". Raises UsageError for a path that does not exist or an unknown code, DataError for a rule or a waiver that is wrong.
    """
    from dag_check.intake.waivers import load_waivers
    from dag_check.rulebook import evaluate

    today = _day(today)
    if isinstance(waivers, str | Path):
        raise UsageError("`waivers` takes a list of files: write waivers=[file].")
    given = tuple(waiver for path in waivers for waiver in load_waivers(Path(path)))

    rulebook = load_rules(rules)
    select, ignore = _known(select, rulebook), _known(ignore, rulebook)
    known = load_catalogues(catalogues, rules=rulebook, limits=limits)
    application = source if isinstance(source, Application) else read(source, rules=rulebook, form=form, limits=limits)
    if known:
        application = application.model_copy(update={"catalogues": (*known, *application.catalogues)})
    return evaluate(
        application,
        rulebook,
        today=today,
        select=select,
        ignore=ignore,
        waivers=given,
        submission_waivers=submission_waivers,
    )


def read(
    source: Source,
    *,
    rules: Sequence[str | Path] | Rulebook = (),
    form: FormSource = None,
    limits: Limits = DEFAULT_LIMITS,
    catalogues: Sequence[str | Path | Catalogue] = (),
) -> Application:
    """Reads a submission, without checking it: what each file is, the answers, the requested variables, the evidence.

    `source`, `rules` (whose lists of words intake uses), `form`, `limits` and `catalogues` are as for `check`. Files that cannot be read are
    in the Application too, each with its problem. Raises UsageError for a path that does not exist.
    """
    given = _paths_or_bytes(source)
    from dag_check.intake.submission import read_submission

    rulebook = load_rules(rules)
    known = load_catalogues(catalogues, rules=rulebook, limits=limits)
    return read_submission(
        given,
        form=load_forms(form or rulebook.forms, limits),
        limits=limits,
        knowledge=rulebook.knowledge,
        catalogues=known,
    )


def compare(
    old: Source | Application | Report,
    new: Source | Application | Report,
    *,
    today: dt.date | None = None,
    rules: Sequence[str | Path] | Rulebook = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    form: FormSource = None,
    old_form: FormSource = None,
    limits: Limits = DEFAULT_LIMITS,
    waivers: Sequence[str | Path] = (),
    submission_waivers: bool = True,
    catalogues: Sequence[str | Path | Catalogue] = (),
) -> Comparison:
    """Compares two rounds of an application: what was put right, what is still there, what is new, and what else changed.

    `old` and `new` are submissions or Applications, as for `check`, or Reports on them. Both are checked with the same options and on the same
    day; `old_form` is the form of the old round where it is another one. Answers are compared where neither side is a Report.
    Raises as `check` does.
    """
    from dag_check.comparison import Side, compare_reports

    rulebook = load_rules(rules)
    known = load_catalogues(catalogues, rules=rulebook, limits=limits)
    forms = load_forms(form, limits)
    older = load_forms(old_form, limits) or forms
    select, ignore = _known(select, rulebook), _known(ignore, rulebook)
    day = _day(today)

    def side(source: Source | Application | Report, its_forms: Sequence[FormDefinition]) -> Side:
        if isinstance(source, Report):
            return Side(source)
        application = (
            source if isinstance(source, Application) else read(source, rules=rulebook, form=its_forms, limits=limits)
        )
        report = check(
            application,
            today=day,
            rules=rulebook,
            select=select,
            ignore=ignore,
            waivers=waivers,
            submission_waivers=submission_waivers,
            catalogues=known,
        )
        return Side(report, application)

    return compare_reports(side(old, older), side(new, forms))


def _day(today: dt.date | None) -> dt.date:
    """The day of the check. A wrong one is told here, and not by the rule on dates, which would only be said to have failed."""
    if today is None:
        return dt.date.today()
    if isinstance(today, dt.datetime):
        return today.date()
    if not isinstance(today, dt.date):
        raise UsageError(f"`today` takes a datetime.date, not {type(today).__name__}: write date(2026, 3, 31).")
    return today


def load_catalogues(
    catalogues: Sequence[str | Path | Catalogue],
    *,
    rules: Sequence[str | Path] | Rulebook = (),
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Catalogue, ...]:
    """What data owners' catalogues hold: load once to check many.

    Raises UsageError for a path that does not exist, UnreadableFile for one that cannot be read or that holds no table of variables.
    """
    if isinstance(catalogues, str | Path):
        raise UsageError("`catalogues` takes a list of files: write catalogues=[file].")
    paths = [_existing(path) for path in catalogues if isinstance(path, str | Path)]
    known = tuple(one for one in catalogues if isinstance(one, Catalogue))
    if not paths:
        return known
    from dag_check.intake.catalogue import read_catalogues

    return (*known, *read_catalogues(paths, load_rules(rules).knowledge, limits))


def load_forms(form: FormSource = None, limits: Limits = DEFAULT_LIMITS) -> tuple[FormDefinition, ...]:
    """The definitions that these forms stand for; none given, none returned. A blank is learned here: load once to check many.

    Raises UsageError for a path that does not exist, DataError for a definition that is wrong, UnreadableFile for a blank that
    cannot be read, and NothingToLearn (a DagCheckError) for one without questions.
    """
    if form is None:
        return ()
    from dag_check.forms.definition import FormDefinition
    from dag_check.forms.library import form_from

    forms = (form,) if isinstance(form, FormDefinition | str | Path) else tuple(form)
    return tuple(one if isinstance(one, FormDefinition) else form_from(one, limits) for one in forms)


def load_rules(rules: Sequence[str | Path] | Rulebook = ()) -> Rulebook:
    """The built-in rulebook with the rules of these folders added. The built-in one alone is loaded once and kept.

    Raises UsageError for a folder that does not exist, DataError for a rule that is wrong.
    """
    from dag_check.rulebook import Rulebook, load_rulebook

    if isinstance(rules, Rulebook):
        return rules
    if isinstance(rules, str | Path):
        raise UsageError("`rules` takes a list of folders: write rules=[folder].")
    folders = tuple(Path(folder) for folder in rules)
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"There is no folder of rules '{folder}'.")
    return load_rulebook(folders) if folders else _builtin_rules()


@lru_cache(maxsize=1)
def _builtin_rules() -> Rulebook:
    from dag_check.rulebook import load_rulebook

    return load_rulebook()


def _paths_or_bytes(source: Source) -> Path | list[Path] | dict[str, bytes]:
    """The source as intake takes it. Raises UsageError for what does not exist or is no source at all."""
    if isinstance(source, Mapping):
        wrong = next((name for name, data in source.items() if not isinstance(data, bytes)), None)
        if wrong is not None:
            raise UsageError(f"The content of {wrong!r} is not bytes. Read the file in binary mode.")
        return dict(source)
    if isinstance(source, str | Path):
        return _existing(source)
    if isinstance(source, Sequence) and not isinstance(source, bytes | bytearray | memoryview):
        strange = next((path for path in source if not isinstance(path, str | Path)), None)
        if strange is not None or None in source:
            raise UsageError(f"A list of files holds paths, not {type(strange).__name__}.")
        return [_existing(path) for path in source]
    raise UsageError(f"A submission is {_SOURCES}, not {type(source).__name__}.")


def _existing(path: str | Path) -> Path:
    found = Path(path)
    try:
        exists = found.exists()
    except (OSError, ValueError) as error:
        raise UsageError(f"'{path}' is not a path that can be read ({error}).") from error
    if not exists:
        hint = " Leave off the backslash before the closing quotation mark." if '"' in str(path) else ""
        raise UsageError(f"There is no file or folder '{path}'.{hint}")
    return found


def _known(selectors: Iterable[str], rulebook: Rulebook) -> tuple[str, ...]:
    """Codes, families and names, each of which means a rule. One text with commas is a list, so that "VAR" is not three letters."""
    texts = [selectors] if isinstance(selectors, str) else selectors
    parts = tuple(part.strip() for text in texts for part in text.split(",") if part.strip())
    for part in parts:
        if not any(rule.is_meant_by(part) for rule in rulebook.rules):
            raise unknown_rule(part, rulebook)
    return parts


def unknown_rule(selector: str, rulebook: Rulebook) -> UsageError:
    """The error for a code, family or name that means no rule, with the nearest one that does."""
    if selector.upper() in rulebook.off:
        return UsageError(f"The rule {selector} is switched off in the rulebook {rulebook.name}.")
    known = {name.upper(): name for rule in rulebook.rules for name in (rule.code, rule.family, rule.name)}
    near = difflib.get_close_matches(selector.upper(), known, n=1, cutoff=0.5)
    hint = f"Did you mean {known[near[0]]}?" if near else "`dag-check rules` lists them."
    return UsageError(f"There is no rule {selector!r}. {hint}")
