"""Reads rules/ and the folders that a user adds, and says with file and line what is wrong in them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dag_check import checks
from dag_check.checks.base import Check, registered
from dag_check.errors import DataError
from dag_check.expressions import ExpressionError, keys_of, verify
from dag_check.forms.definition import FormDefinition
from dag_check.forms.library import builtin_form, load_form
from dag_check.knowledge import Knowledge, line_of, load_yaml
from dag_check.resources import rules_dir
from dag_check.rulebook.context import COUNTS, NAMES
from dag_check.rulebook.models import Rule, Rulebook, RulebookFile, reporting_order
from dag_check.rulebook.templates import PLACE_NAMES, names_in

GROUP = "dag_check.checks"
"""The entry-point group by which packages bring checks."""

_NOT_INSTALLED = " If it comes from a package, install the package."
_NOT_RULES = frozenset({"lists", "forms", "ari", "cases", "datasets", "panels", "ethics"})
_Model = TypeVar("_Model", bound=BaseModel)


def load_rulebook(extra: Sequence[Path] = ()) -> Rulebook:
    """The built-in rulebook, extended by the folders in `extra`, in their order.

    Such a folder holds a `rulebook.yaml` (name, version, `off`, `severity`, `options`), rules in YAML files anywhere under it, and `lists/`
    that add to the built-in lists. Raises DataError, naming file and line, for anything in them that is wrong.
    """
    folders = (rules_dir(), *(Path(folder) for folder in extra))
    book = _Book()
    for folder in folders:
        head = read_head(folder, required=folder == folders[0])
        if head.extends == "none":
            book.rules.clear()
            book.forms.clear()
        for path in rule_files(folder, built_in=folder == folders[0]):
            rule = read_rule(path)
            book.add(rule, path)
            if folder != folders[0]:
                _verify(rule, path, folders)
        book.forms += sorted((folder / "forms").glob("*.y*ml"))
        book.change(head, folder / "rulebook.yaml")
    _no_circles(book.rules, book.files)
    _resolve_checks(book.rules.values(), book.files)
    return Rulebook(
        name=head.name,
        version=head.version,
        rules=tuple(book.rules[code] for code in sorted(book.rules, key=reporting_order) if code not in book.off),
        knowledge=Knowledge(folders[1:]),
        folders=folders,
        files=book.files,
        off=tuple(sorted(book.off, key=reporting_order)),
        severity_reasons=book.reasons,
        submission_waivers=book.submission_waivers,
        forms=tuple(book.forms) if any(not form.is_relative_to(folders[0]) for form in book.forms) else (),
    )


@dataclass
class _Book:
    """A rulebook while it is put together."""

    rules: dict[str, Rule] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    off: set[str] = field(default_factory=set)
    reasons: dict[str, str] = field(default_factory=dict)
    forms: list[Path] = field(default_factory=list)
    submission_waivers: bool = True

    def add(self, rule: Rule, path: Path) -> None:
        if rule.code in self.rules:
            raise DataError(
                str(path),
                f"{rule.code} is already in {self.files[rule.code]}.",
                line=line_of(path, ["code"]),
                expected="a code that is not taken. To change a built-in rule, switch it off (`off` in rulebook.yaml) "
                "and write one with a code of your own",
            )
        self.rules[rule.code], self.files[rule.code] = rule, path

    def change(self, head: RulebookFile, path: Path) -> None:
        """Applies what a rulebook.yaml changes in the rules up to here."""
        for mistake in mistakes_in_head(head, path, self.rules):
            raise mistake
        for selector in head.off:
            self.off.update(code for code in self.rules if code.startswith(selector.strip().upper()))
        for code, change in head.severity.items():
            self.rules[code] = self.rules[code].model_copy(update={"severity": change.to})
            self.reasons[code] = change.reason
        for code, options in head.options.items():
            rule = self.rules[code]
            self.rules[code] = rule.model_copy(update={"options": {**rule.options, **options}})
        if head.submission_waivers is not None:
            self.submission_waivers = head.submission_waivers


def mistakes_in_head(head: RulebookFile, path: Path, rules: Mapping[str, Rule]) -> Iterator[DataError]:
    """What a rulebook.yaml names that is not among these rules: codes, and options of rules."""
    families = {code[:3] for code in rules}
    for number, selector in enumerate(head.off):
        if not any(code.startswith(selector.strip().upper()) for code in rules) or not selector.strip():
            yield _unknown_code(selector, path, ["off", number], {*rules, *families})
    for key in ("severity", "options"):
        for code in getattr(head, key):
            if code not in rules:
                yield _unknown_code(code, path, [key, code], set(rules))
    for code, options in head.options.items():
        known = rules[code].options if code in rules else options
        for name in options:
            if name not in known:
                near = get_close_matches(str(name), known, 1)
                yield DataError(
                    str(path),
                    f"{code} has no option `{name}`{f' (did you mean `{near[0]}`?)' if near else ''}.",
                    line=line_of(path, ["options", code, name]),
                    expected=f"one of {', '.join(known)}." if known else "none: this rule has no options.",
                )


def _unknown_code(code: str, path: Path, keys: list[str | int], known: set[str]) -> DataError:
    near = get_close_matches(code.upper(), known, 1)
    return DataError(
        str(path),
        f"There is no rule {code}{f' (did you mean {near[0]}?)' if near else ''}.",
        line=line_of(path, keys),
        expected="the code of a loaded rule."
        if keys[0] != "off"
        else "the code of a loaded rule, or a family such as ARI.",
    )


def verify_rules(rulebook: Rulebook) -> None:
    """Verifies the expressions and templates of every rule, also of the built-in ones (which loading trusts, for speed)."""
    for rule in rulebook.rules:
        _verify(rule, rulebook.files[rule.code], rulebook.folders)


def known_checks() -> Mapping[str, Check]:
    """All Python checks by name: those of dag_check.checks, and those that were registered since."""
    _import_checks()
    return registered()


@cache
def _import_checks() -> None:
    for module in pkgutil.iter_modules(checks.__path__):
        importlib.import_module(f"{checks.__name__}.{module.name}")


@cache
def broken_packages() -> tuple[DataError, ...]:
    """Imports the checks of installed packages, and says which could not be imported.

    They come by the entry-point group `dag_check.checks`: each entry is a module that registers checks with `@check(NAME)`. The
    packages are anybody's: whatever one raises is told as an error that names it, and the others are still imported.
    """
    broken = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        try:
            entry.load()
        except (Exception, SystemExit) as error:
            package = entry.dist.name if entry.dist else entry.value
            said = (str(error).strip() or type(error).__name__).splitlines()[0]
            broken.append(
                DataError(
                    f"package {package}",
                    f"Its checks ({entry.value}) cannot be imported: {type(error).__name__}: {said}.",
                    expected=f"a module that imports, under the entry-point group {GROUP}. Install the package again, or remove it.",
                )
            )
    return tuple(broken)


def find_check(name: str) -> Check | None:
    """The check of that name, None where there is none. Packages are asked only for what dag-check itself does not have."""
    if name not in known_checks():
        broken_packages()
    return known_checks().get(name)


def parse(path: Path, model: type[_Model], content: Any, what: str) -> _Model:
    """The content of a YAML file as a model. Raises DataError with the line of the first mistake, and how many more there are."""
    if isinstance(content, dict) and False in content:  # YAML 1.1 reads the bare word `off` as false
        content = {"off" if key is False else key: value for key, value in content.items()}
    if not isinstance(content, dict):
        raise DataError(str(path), f"The file does not hold {what}.", line=1, expected="names with values under them")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        mistakes = error.errors()
        first = min(
            mistakes,
            key=lambda mistake: (mistake["type"] != "extra_forbidden", line_of(path, list(mistake["loc"])) or 0),
        )
        place = ".".join(str(part) for part in first["loc"])
        problem, expected = _explained(first, place, model)
        more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
        raise DataError(
            str(path), f"{problem}{more}.", line=line_of(path, list(first["loc"])), expected=expected
        ) from error


def _explained(mistake: Any, place: str, model: type[BaseModel]) -> tuple[str, str]:
    if mistake["type"] == "missing":
        return f"`{place}` is missing", f"{what_is_wanted(model)}."
    if mistake["type"] == "extra_forbidden":
        near = get_close_matches(place, model.model_fields, 1)
        return f"`{place}` is not known here" + (f" (did you mean `{near[0]}`?)" if near else ""), what_is_wanted(
            model
        ) + "."
    if mistake["type"] == "string_type" and isinstance(mistake.get("input"), dict):
        return (
            f"`{place}` is not a text ({shown(mistake['input'])})",
            "a text; one that holds a colon and a space stands in quotes.",
        )
    message = str(mistake["msg"])
    return f"`{place}` is not right ({shown(mistake.get('input'))})", message[0].lower() + message[1:] + "."


def what_is_wanted(model: type[BaseModel]) -> str:
    """The names that a model takes, the needed ones first."""
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    free = [name for name, field in model.model_fields.items() if not field.is_required()]
    return f"{', '.join(needed)}" + (f"; and, if you like, {', '.join(free)}" if free else "")


def shown(value: Any) -> str:
    """A wrong value, cut short for a message."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def read_head(folder: Path, *, required: bool = False) -> RulebookFile:
    """What the rulebook.yaml of a folder says; a name made of the folder's where there is none. Raises DataError."""
    if not folder.is_dir():
        raise DataError(
            str(folder),
            "There is no such folder of rules.",
            expected="a folder with a rulebook.yaml or with rules in it",
        )
    path = folder / "rulebook.yaml"
    if not path.is_file():
        if required:
            raise DataError(str(path), "The built-in rulebook is missing. Install dag-check again.")
        return RulebookFile(name=f"dag + {folder.name}", version="0")
    return parse(path, RulebookFile, load_yaml(path), "a rulebook")


def rule_files(folder: Path, *, built_in: bool = False) -> list[Path]:
    """The YAML files of a folder that hold rules: not its rulebook.yaml, lists, forms and the like, nor what starts with a dot."""
    top = folder / "dag" if built_in else folder
    found = [path for pattern in ("*.yaml", "*.yml") for path in top.rglob(pattern)]
    return sorted(path for path in found if not _is_other(path.relative_to(folder)))


def _is_other(path: Path) -> bool:
    return (
        path.name in ("rulebook.yaml", "rulebook.yml")
        or path.parts[0] in _NOT_RULES
        or any(part.startswith(".") for part in path.parts)
    )


def read_rule(path: Path) -> Rule:
    """The rule in a file. Raises DataError."""
    rule = parse(path, Rule, load_yaml(path), "a rule")
    if (rule.check is None) == (rule.require is None):
        raise DataError(
            str(path),
            "A rule has either `check` or `require`.",
            line=line_of(path, ["check" if rule.check else "code"]),
            expected="`check: NAME` for a Python check, or `require: EXPRESSION` for one in CEL",
        )
    return rule


def _resolve_checks(rules: Iterable[Rule], files: Mapping[str, Path]) -> None:
    for rule in rules:
        mistake = missing_check(rule, files[rule.code])
        if mistake is not None:
            raise mistake


def missing_check(rule: Rule, path: Path) -> DataError | None:
    """What is wrong where there is no check of the name that a rule gives; a package that did not import is the likely cause."""
    if rule.check is None or find_check(rule.check) is not None:
        return None
    near = get_close_matches(rule.check, known_checks(), 1)
    broken = "".join(f" {error}" for error in broken_packages())
    return DataError(
        str(path),
        f"There is no check {rule.check!r}{f' (did you mean {near[0]!r}?)' if near else ''}.{broken or _NOT_INSTALLED}",
        line=line_of(path, ["check"]),
        expected=f"one of {', '.join(sorted(known_checks()))}.",
    )


def _verify(rule: Rule, path: Path, folders: Sequence[Path]) -> None:
    for mistake in mistakes_in_rule(rule, path, folders):
        raise mistake


def mistakes_in_rule(rule: Rule, path: Path, folders: Sequence[Path]) -> Iterator[DataError]:
    """What a rule's expressions, its `at` and, where it has `require`, its texts name that is not there."""
    roles = _roles(tuple(folders))
    for key in ("applies_when", "require"):
        expression = getattr(rule, key)
        try:
            if expression is not None:
                verify(expression, NAMES)
                _verify_keys(expression, roles)
        except ExpressionError as error:
            yield DataError(
                str(path),
                f"`{key}`: {error}",
                line=line_of(path, [key]),
                expected="a CEL expression over the values of an application.",
            )
    if rule.at and rule.at not in roles:
        yield DataError(
            str(path),
            f"`at`: {_no_role(rule.at, roles)}",
            line=line_of(path, ["at"]),
            expected=f"one of {', '.join(sorted(roles))}.",
        )
    if rule.require is not None:
        for key in ("message", "advice"):
            yield from _mistakes_in_text(getattr(rule, key), key, path)


def _verify_keys(expression: str, roles: frozenset[str]) -> None:
    for name in sorted(keys_of(expression, "counts") - COUNTS):
        raise ExpressionError(f"There is no count {name!r}; there are {', '.join(sorted(COUNTS))}.")
    for name in sorted((keys_of(expression, "answers") | keys_of(expression, "choices")) - roles):
        raise ExpressionError(f"{_no_role(name, roles)} There are {', '.join(sorted(roles))}.")


def _no_role(name: str, roles: Iterable[str]) -> str:
    near = get_close_matches(name, list(roles), 1)
    return f"No form has a question of the role {name!r}{f' (did you mean {near[0]!r}?)' if near else ''}."


def _mistakes_in_text(template: str | dict[str, str], key: str, path: Path) -> Iterator[DataError]:
    unknown = sorted(names_in(template) - PLACE_NAMES)
    wrong = [f"names {{{name}}}, which is not given" for name in unknown]
    if not isinstance(template, str):
        wrong.append("has variants, which `require` does not use")
    for problem in wrong:
        yield DataError(
            str(path),
            f"`{key}` {problem}.",
            line=line_of(path, [key]),
            expected=f"a text with the names {', '.join(sorted(PLACE_NAMES))}.",
        )


@cache
def forms_of(folders: tuple[Path, ...]) -> tuple[FormDefinition, ...]:
    """The built-in form, and those of the folders laid over the first."""
    forms = [builtin_form()]
    for folder in folders[1:]:
        forms += [load_form(path) for path in sorted((folder / "forms").glob("*.y*ml"))]
    return tuple(forms)


def _roles(folders: tuple[Path, ...]) -> frozenset[str]:
    return frozenset(question.role for form in forms_of(folders) for question in form.questions if question.role)


def _no_circles(rules: Mapping[str, Rule], files: Mapping[str, Path]) -> None:
    done: set[str] = set()

    def walk(code: str, above: tuple[str, ...]) -> None:
        if code in above:
            path = files[above[-1]]
            raise DataError(
                str(path),
                f"Rules give way to one another in a circle: {' -> '.join((*above, code))}.",
                line=line_of(path, ["gives_way_to"]),
            )
        if code in done or code not in rules:
            return
        for other in rules[code].gives_way_to:
            walk(other, (*above, code))
        done.add(code)

    for code in rules:
        walk(code, ())
