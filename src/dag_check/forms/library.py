"""Finds and loads form definitions: the built-in ones under rules/forms/ and those that a user names, as YAML or as a blank."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from dag_check.documents.guard import DEFAULT_LIMITS, Limits
from dag_check.errors import DataError, UsageError
from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition
from dag_check.knowledge import line_of, load_yaml
from dag_check.resources import rules_dir

YAML = (".yaml", ".yml")


def form_from(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> FormDefinition:
    """The form that a file stands for: a definition (.yaml), or a blank form (.docx, .odt ...), which is learned.

    Raises UsageError for a file that is not there or holds no text, DataError for a definition that is wrong, UnreadableFile, and
    NothingToLearn for a blank without questions.
    """
    file = Path(path)
    if file.is_dir():
        raise UsageError(f"'{path}' is a folder. Name the blank form or the form's definition in it.")
    if not file.exists():
        raise UsageError(f"There is no file '{path}'.")
    if file.suffix.lower() in YAML:
        return load_form(file)
    return learn_file(file, limits)


def learn_file(file: Path, limits: Limits = DEFAULT_LIMITS) -> FormDefinition:
    """Learns the form whose blank stands in this file. Raises as `form_from` does."""
    from dag_check.documents import open_file
    from dag_check.documents.model import Document
    from dag_check.forms.learn import learn_form

    try:
        with file.open("rb") as stream:
            data = stream.read(limits.file_size + 1)
    except OSError as error:
        raise UsageError(f"'{file}' cannot be read ({error.strerror or error}).") from error
    content = open_file(file.name, data, limits)
    if not isinstance(content, Document) or content.format not in ("docx", "odt"):
        raise UsageError(
            f"'{file}' is not a Word or OpenDocument file. A form is learned from its blank in one of these formats "
            "(.docx, .odt), or loaded from its definition (.yaml)."
        )
    return learn_form(content)


def load_form(path: Path) -> FormDefinition:
    """The form that a YAML file defines. Raises DataError with the line and what was expected."""
    content = load_yaml(path)
    try:
        definition = FormDefinition.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        line = line_of(path, first["loc"])
        raise DataError(str(path), f"{place}: {first['msg']}.", line=line, expected="a form definition") from error
    _verify(definition, path)
    return definition


def _verify(definition: FormDefinition, path: Path) -> None:
    """Raises DataError where two sections or two questions share an id, or a condition can never be judged: it would silently hold for nobody."""
    seen: set[tuple[type, str]] = set()
    options = {option for question in definition.questions for option in question.options} | {"yes", "no"}
    for keys, part in _parts(definition):
        if (type(part), part.id) in seen:
            raise DataError(
                str(path),
                f"The id {part.id!r} is there twice.",
                line=line_of(path, (*keys, "id")),
                expected="another id",
            )
        seen.add((type(part), part.id))
        if part.when is not None:
            problem = _wrong_condition(part.when, options)
            if problem:
                raise DataError(str(path), problem, line=line_of(path, (*keys, "when")))


def _parts(
    definition: FormDefinition,
) -> Iterator[tuple[tuple[str | int, ...], SectionDefinition | QuestionDefinition]]:
    """Sections and questions, each with the keys under which it stands in the file."""
    for number, section in enumerate(definition.sections):
        yield ("sections", number), section
        for position, question in enumerate(section.questions):
            yield ("sections", number, "questions", position), question


def _wrong_condition(when: tuple[str, ...] | str, options: Collection[str]) -> str:
    """What is wrong with a condition, "" where nothing is."""
    if not isinstance(when, str):
        unknown = next((option for option in when if option not in options), None)
        return f"No question has the option {unknown!r}, so the condition could never hold." if unknown else ""
    from dag_check.expressions import ExpressionError, verify

    try:
        verify(when, ("chosen", "choices"))
    except ExpressionError as error:
        return str(error)
    return ""


@cache
def builtin_form() -> FormDefinition:
    """The built-in form: the MoJ secure access application form."""
    return load_form(rules_dir() / "forms" / "moj-secure-access.yaml")
