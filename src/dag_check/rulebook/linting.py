"""Says all that is wrong in a folder of rules, each mistake with its file, its line and what was expected.

Loading stops at the first mistake; this goes on. Whether a rule does what its cases say is for run_cases.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

import yaml

from dag_check.application import FileKind
from dag_check.errors import DataError, UsageError
from dag_check.expressions import ExpressionError, memberships, verify
from dag_check.forms.definition import FormDefinition
from dag_check.knowledge import Knowledge, line_of, load_yaml
from dag_check.resources import rules_dir
from dag_check.rulebook.list_shapes import mistakes_in_list
from dag_check.rulebook.loading import (
    broken_packages,
    forms_of,
    load_rulebook,
    missing_check,
    mistakes_in_head,
    mistakes_in_rule,
    read_head,
    read_rule,
    rule_files,
)
from dag_check.rulebook.models import Rule, Rulebook
from dag_check.rulebook.schema_mistakes import schema_mistakes
from dag_check.rulebook.trial import mistakes_on_trial

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def lint(folder: Path | None = None) -> list[DataError]:
    """The mistakes in a folder of rules that extends the built-in ones (or in the built-in ones), by file and line.

    Raises UsageError where there is no such folder.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder of rules '{folder}'.")
    if folder is not None and folder.resolve() == rules_dir().resolve():
        folder = None
    found = [*_Linter(folder).mistakes(), *(broken_packages() if folder is not None else ())]
    unique = {(error.file, error.line, error.problem): error for error in found}
    return sorted(unique.values(), key=lambda error: (error.file, error.line or 0))


class _Linter:
    def __init__(self, folder: Path | None) -> None:
        self.folder = folder or rules_dir()
        self.built_in = folder is None
        self.folders = (rules_dir(),) if folder is None else (rules_dir(), folder)
        self.rules: dict[str, Rule] = {}
        self.files: dict[str, Path] = {}
        self.base = load_rulebook()

    def mistakes(self) -> Iterator[DataError]:
        broken = []
        for path in sorted(path for pattern in ("*.yaml", "*.yml") for path in self.folder.rglob(pattern)):
            if any(part.startswith(".") for part in path.relative_to(self.folder).parts):
                continue
            try:
                load_yaml(path)
            except DataError as error:
                broken.append(path)
                yield error
            else:
                yield from repeated_keys(path)
        if not self.built_in:
            self.rules.update(self._taken(broken))
        own: list[Rule] = []
        for path in rule_files(self.folder, built_in=self.built_in):
            if path not in broken:
                rule = yield from self._rule(path)
                own += [rule] if rule else []
        yield from self._head(broken)
        together = self._together()
        for rule in own:
            yield from self._in_company(rule, together)
        yield from self._lists(broken)
        yield from self._forms(broken)

    def _taken(self, broken: list[Path]) -> dict[str, Rule]:
        """The rules that the folder extends."""
        head = self.folder / "rulebook.yaml"
        content = load_yaml(head) if head.is_file() and head not in broken else None
        if isinstance(content, dict) and content.get("extends") == "none":
            return {}
        self.files.update(self.base.files)
        return {rule.code: rule for rule in self.base.rules}

    def _head(self, broken: list[Path]) -> Iterator[DataError]:
        path = self.folder / "rulebook.yaml"
        if not path.is_file() or path in broken:
            return
        wrong = list(schema_mistakes(path, load_yaml(path), "rulebook"))
        yield from wrong
        if not wrong:
            yield from mistakes_in_head(read_head(self.folder), path, self.rules)

    def _rule(self, path: Path) -> Generator[DataError, None, Rule | None]:
        """Yields the mistakes of one file, and returns its rule where it is one."""
        wrong = list(schema_mistakes(path, load_yaml(path), "rule"))
        yield from wrong
        if wrong:
            return None
        try:
            rule = read_rule(path)
        except DataError as error:
            yield error
            return None
        if rule.code in self.rules:
            yield DataError(
                str(path),
                f"{rule.code} is already in {self.files[rule.code]}.",
                line=line_of(path, ["code"]),
                expected="a code that is not taken.",
            )
            return None
        named = next((other.code for other in self.rules.values() if other.name == rule.name), None)
        if named:
            yield DataError(
                str(path),
                f"The name {rule.name!r} is that of {named} too.",
                line=line_of(path, ["name"]),
                expected="a name that is not taken.",
            )
        self.rules[rule.code], self.files[rule.code] = rule, path
        return rule

    def _never_ticked(self, rule: Rule, path: Path) -> Iterator[DataError]:
        """Options, kinds and roles that an expression asks for and that nothing can have: such a rule would never find anything.

        Not for loading, which must take rules for a form that is only named on the command line.
        """
        forms = forms_of(tuple(self.folders))
        for key in ("applies_when", "require"):
            for value, of in memberships(getattr(rule, key) or ""):
                role = of.removeprefix("choices.")
                known = {
                    "kinds": set(get_args(FileKind)),
                    "roles": {question.role for form in forms for question in form.questions},
                }.get(of) or {
                    option
                    for form in forms
                    for question in form.questions
                    for option in question.options
                    if of == "chosen" or question.role == role
                }
                if known and value not in known:
                    near = get_close_matches(value, known, 1)
                    yield DataError(
                        str(path),
                        f"`{key}`: {value!r} can never be in {of}{f' (did you mean {near[0]!r}?)' if near else ''}.",
                        line=line_of(path, [key]),
                        expected=f"one of {', '.join(sorted(known))}, or of a form in the folder `forms`.",
                    )

    def _in_company(self, rule: Rule, together: Rulebook) -> Iterator[DataError]:
        """The mistakes of a rule that show beside the other rules: names that lead nowhere, cases, texts."""
        path = self.files[rule.code]
        wrong = [*mistakes_in_rule(rule, path, self.folders), *self._never_ticked(rule, path)]
        check = missing_check(rule, path)
        wrong += [check] if check else []
        for number, code in enumerate(rule.gives_way_to):
            if code not in self.rules and code not in self.base.files:
                wrong.append(
                    DataError(
                        str(path),
                        f"There is no rule {code}.",
                        line=line_of(path, ["gives_way_to", number]),
                        expected="the code of a rule, to which this one leaves what both find.",
                    )
                )
        yield from wrong
        for status in ("pass", "problem"):
            if status not in {case.expect for case in rule.cases}:
                yield DataError(
                    str(path),
                    f"No case expects `{status}`." if rule.cases else "The rule has no cases.",
                    line=line_of(path, ["cases"]) if rule.cases else 1,
                    expected="at least one case with `expect: pass` and one with `expect: problem`.",
                )
        if not wrong:
            yield from mistakes_on_trial(rule, path, together, () if self.built_in else self.base.rules)

    def _together(self) -> Rulebook:
        """The rules as they would be in force, whatever is wrong elsewhere."""
        return Rulebook(
            name="lint",
            version="0",
            rules=tuple(self.rules.values()),
            knowledge=Knowledge(() if self.built_in else (self.folder,)),
            folders=self.folders,
            files=self.files,
        )

    def _lists(self, broken: list[Path]) -> Iterator[DataError]:
        if self.built_in:
            return
        for path in sorted((self.folder / "lists").glob("*.y*ml")):
            if path not in broken:
                yield from mistakes_in_list(path, rules_dir() / "lists")

    def _forms(self, broken: list[Path]) -> Iterator[DataError]:
        for path in sorted((self.folder / "forms").glob("*.y*ml")):
            if path not in broken:
                wrong = list(schema_mistakes(path, load_yaml(path), "form"))
                yield from wrong or mistakes_in_form(path)


def mistakes_in_form(path: Path) -> Iterator[DataError]:
    """Ids that are given twice, and conditions (`when`) that name options which the form does not have, or do not compile."""
    form = FormDefinition.model_validate(load_yaml(path))
    options = {option for question in form.questions for option in question.options}
    seen: set[str] = set()
    for at, section in enumerate(form.sections):
        places: list[tuple[list[str | int], Any]] = [(["sections", at], section)]
        places += [(["sections", at, "questions", n], question) for n, question in enumerate(section.questions)]
        for keys, part in places:
            name = f"{'section' if len(keys) == 2 else 'question'} {part.id!r}"
            if name in seen:
                yield DataError(
                    str(path),
                    f"There are two of {name}.",
                    line=line_of(path, [*keys, "id"]),
                    expected="ids that differ.",
                )
            seen.add(name)
            try:
                if isinstance(part.when, str):
                    verify(part.when, {"chosen", "choices"})
                for option in part.when if isinstance(part.when, tuple) else ():
                    if option not in options:
                        raise ExpressionError(f"No question has the option {option!r}.")
            except ExpressionError as error:
                yield DataError(
                    str(path),
                    f"`when` of {name}: {error}",
                    line=line_of(path, [*keys, "when"]),
                    expected="ids of options, or a CEL expression over `chosen` and `choices`.",
                )


def repeated_keys(path: Path) -> Iterator[DataError]:
    """Names that stand twice in one mapping of a YAML file: the last one would count, and the others would be lost."""
    waiting: list[Any] = [yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_Loader)]
    done: set[int] = set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in done:
            continue
        done.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            lines: dict[str, int] = {}
            for key, value in node.value:
                line = key.start_mark.line + 1
                if isinstance(key, yaml.ScalarNode):
                    if key.value in lines:
                        yield DataError(
                            str(path),
                            f"`{key.value}` stands here a second time; the first is on line {lines[key.value]}.",
                            line=line,
                            expected="each name once.",
                        )
                    lines.setdefault(key.value, line)
                waiting.append(value)
