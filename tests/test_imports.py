"""Holds the architecture: which part may import which, and that importing dag-check loads no library it may not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import dag_check

PACKAGE = Path(dag_check.__file__).parent
GROUND = {
    "errors",
    "location",
    "text",
    "sentences",
    "knowledge",
    "resources",
    "expressions",
    "dates",
    "datasets",
    "research_interests",
}
READING = {"intake", "forms", "documents", "application"} | GROUND
JUDGING = {"rulebook", "checks", "report"} | READING
MAY_IMPORT = {
    **dict.fromkeys(GROUND, GROUND),
    "application": {"location"},
    "report": {"location", "text"},
    "documents": GROUND,
    "forms": {"documents"} | GROUND,
    "intake": {"forms", "documents", "application"} | GROUND,
    "checks": {"application", "report"} | GROUND,
    "rulebook": {"checks", "forms", "application", "report", "version"} | GROUND,
    "feedback": {"report", "documents", "comparison", "checklist", "version"} | GROUND,
    "inspection": {"feedback", "documents"} | GROUND,
    "comparison": {"application", "report"} | GROUND,
    "checklist": {"forms"} | GROUND,
    "api": {"comparison"} | JUDGING,
    "screening": {"api", "feedback", "version"} | JUDGING,
    "commands": {"api", "checklist", "comparison", "feedback", "inspection", "screening", "version"} | JUDGING,
    "cli": {"api", "commands", "feedback", "inspection", "screening", "version"} | JUDGING,
    "__init__": {"api", "comparison", "screening"} | JUDGING,
    "__main__": {"cli"},
}
"""For each part of the package what it may import of ours besides itself; `version` is the package's `__version__`."""

HEAVY = [
    "docx",
    "openpyxl",
    "python_calamine",
    "odfdo",
    "pypdf",
    "olefile",
    "rapidfuzz",
    "cel",
    "jsonschema",
    "typer",
    "rich",
]
READERS = ["docx", "openpyxl", "python_calamine", "odfdo", "pypdf"]


def part_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(module: Path) -> Iterator[tuple[str, int]]:
    """The parts of dag_check that a module imports anywhere in it, with the line."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "dag_check":
                    yield (alias.name.split(".")[1] if "." in alias.name else "version"), node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}, line {node.lineno}: write the import out, from dag_check ..."
            names = (node.module or "").split(".")
            if names[0] == "dag_check" and len(names) > 1:
                yield names[1], node.lineno
            elif names == ["dag_check"]:
                for alias in node.names:
                    yield ("version" if alias.name == "__version__" else alias.name), node.lineno


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(module: Path) -> None:
    part = part_of(module)
    assert part in MAY_IMPORT, f"{part} is a new part of dag_check: say in MAY_IMPORT what it may import"
    wrong = [
        f"line {line}: {part} imports {other}"
        for other, line in imported_parts(module)
        if other != part and other not in MAY_IMPORT[part]
    ]
    assert not wrong


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_are_small_enough_to_read(module: Path) -> None:
    assert module.stat().st_size < 40_000


def loaded_after(statements: str) -> set[str]:
    """The top-level modules that a fresh Python has loaded after these statements."""
    command = f"{statements}\nimport sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.splitlines()}


def test_importing_dag_check_loads_nothing_but_itself() -> None:
    assert not loaded_after("import dag_check") & {*HEAVY, "pydantic", "lxml", "yaml"}


def test_importing_intake_and_checks_and_rules_loads_no_reader() -> None:
    modules = [
        "dag_check." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        for room in ("intake", "checks", "rulebook", "forms", "feedback")
        for path in (PACKAGE / room).rglob("*.py")
    ]
    assert not loaded_after(
        "import dag_check.api, dag_check.cli\n" + "\n".join(f"import {name}" for name in modules)
    ) & {*READERS}


def test_every_public_name_is_there_and_is_listed() -> None:
    for name in dag_check.__all__:
        assert getattr(dag_check, name) is not None
    assert set(dag_check.__all__) <= set(dir(dag_check))


def test_a_name_that_is_not_public_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        dag_check.chek  # noqa: B018
