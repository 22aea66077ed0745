"""The checks of family SUB: is there a form, and could every file be read?"""

from __future__ import annotations

from dag_check.application import Form, Question, SubmittedFile
from dag_check.checks.base import Case, Problem, Verdict, check
from dag_check.location import Location
from dag_check.report import Evidence
from dag_check.text import shorten


@check("form_present")
def form_present(case: Case) -> Verdict:
    """SUB001: some file of the submission reads as the application form."""
    application = case.application
    if application.form is not None:
        form = application.form
        evidence = Evidence(location=Location(file=form.file), quote=form.title)
        return Verdict(passed=f"{form.file} is the application form.", evidence=(evidence,))
    unread = [file.path for file in application.unread_files if file.kind in ("application_form", "other")]
    variant = "maybe_unread" if unread else ("nothing_sent" if not application.files else "none_is_the_form")
    values = {"unread": listed(unread), "files": listed([file.path for file in application.files])}
    return Verdict(problems=(Problem(Location(), values=values, variant=variant),))


@check("files_readable")
def files_readable(case: Case) -> Verdict:
    """SUB002: every file could be read. A scan was read, as pictures: a person must look at it."""
    files = case.application.files
    if not files:
        return Verdict(not_applicable="There are no files in the submission.")
    problems = tuple(
        Problem(Location(file=file.path), values={"problem": file.problem.problem, "remedy": file.problem.remedy})
        for file in files
        if file.problem is not None
    )
    scans = [file for file in files if file.unread_pages and file.problem is None]
    read = len(files) - len(problems)
    return Verdict(
        problems=problems,
        cannot_tell=" ".join(_scan(file) for file in scans),
        passed=f"{'The file was' if read == 1 else f'All {read} files were'} read.",
    )


def listed(names: list[str], joiner: str = "and") -> str:
    """Names as a sentence lists them: "a, b and c"; a long list is cut short."""
    if len(names) > 8:
        names = [*names[:7], f"{len(names) - 7} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joiner} {names[-1]}" if names else ""


def _scan(file: SubmittedFile) -> str:
    pages = file.unread_pages
    which = f"page {pages[0]}" if len(pages) == 1 else f"{len(pages)} pages"
    return f"{file.path} has {which} without text (scanned pictures): a person must read {'it' if len(pages) == 1 else 'them'}."


@check("review_marks_resolved")
def review_marks_resolved(case: Case) -> Verdict:
    """SUB004: no tracked changes and no comments are left in the form."""
    application = case.application
    if application.form is None:
        return Verdict(not_applicable="There is no application form to check; see SUB001.")
    file = next((file for file in application.files if file.path == application.form.file), None)
    if file is None:
        return Verdict(not_applicable="The form did not come as a file.")
    changes = file.insertions + file.deletions
    counts = [
        f"{number} {name if number == 1 else name + 's'}"
        for number, name in ((changes, "tracked change"), (file.comments, "comment"))
        if number
    ]
    if not counts:
        return Verdict(passed="There are no tracked changes and no comments in the form.")
    to_do = ["accept or reject all tracked changes"] * bool(changes) + ["delete the comments"] * bool(file.comments)
    values = {
        "marks": listed(counts),
        "changes": str(changes),
        "comments": str(file.comments),
        "do": listed(to_do).capitalize(),
    }
    return Verdict(problems=(Problem(Location(file=file.path), values=values),))


@check("edition_recognised")
def edition_recognised(case: Case) -> Verdict:
    """SUB005: the form is of the known edition, and its questions were found.

    Options: `share`, the share of questions that must be found in the sections that are there and apply; `editions`, the known
    editions (none listed: any will do).
    """
    form = case.application.form
    if form is None:
        return Verdict(not_applicable="There is no application form to check; see SUB001.")
    asked = _asked(form)
    lost = [question for question in asked if not question.found]
    found = len(asked) - len(lost)
    place = Location(file=form.file)
    values = {
        "found": str(found),
        "asked": str(len(asked)),
        "edition": form.other_edition or form.edition,
        "form": form.title,
        "lost": _not_found(lost),
    }
    if form.other_edition:
        return Verdict(problems=(Problem(place, variant="other_edition", values=values),))
    if not asked or found / len(asked) < float(case.options.get("share", _SHARE)):
        return Verdict(problems=(Problem(place, variant="partly", values=values),))
    editions = case.options.get("editions", ())
    if editions and form.edition and form.edition not in editions:
        return Verdict(problems=(Problem(place, variant="edition", values=values, quote=form.edition),))
    return Verdict(
        passed=f"{found} of the {len(asked)} questions that apply were found by their labels.{_not_found(lost)}"
    )


_SHARE = 0.8


def is_partly_known(form: Form) -> bool:
    """Whether so many labels were not found that the form must be of an edition that is not known."""
    asked = _asked(form)
    return sum(question.found for question in asked) < _SHARE * len(asked)


def _asked(form: Form) -> list[Question]:
    """The questions of the sections that are there and apply."""
    return [
        question
        for section in form.sections
        if section.applies is not False and (section.found or any(question.found for question in section.questions))
        for question in section.questions
    ]


def _not_found(questions: list[Question]) -> str:
    """ " Not found: 3.4, 3.6 and "Methods"." for the end of a message, "" where every question was found."""
    if not questions:
        return ""
    names = [question.number or f'"{shorten(question.label, 50)}"' for question in questions]
    return f" Not found: {listed(names)}."
