"""What an installation must hold, as far as it can be told without building one; .ci/run builds and installs a wheel."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import dag_check
from dag_check.resources import rules_dir, schemas_dir

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_version_stands_in_one_place() -> None:
    assert version("dag-check") == dag_check.__version__


def test_the_changelog_tells_of_this_version() -> None:
    assert re.search(
        rf"^## \[?{re.escape(dag_check.__version__)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M
    )


def test_rules_and_schemas_are_found_and_packed_into_the_wheel(project: dict[str, Any]) -> None:
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert packed == {"rules": "dag_check/_data/rules", "schemas": "dag_check/_data/schemas"}
    assert any(rules_dir().rglob("*.yaml"))
    assert any(schemas_dir().glob("*.schema.json"))


def test_every_dependency_has_a_lower_bound_that_ci_can_install(project: dict[str, Any]) -> None:
    assert all(
        re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?>=[0-9.]+", entry) for entry in project["project"]["dependencies"]
    )


def test_the_readme_has_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert "pip install . && dag-check check examples/first-draft" in [line.strip() for line in readme]
    assert 'pip install -e ".[dev]" && pytest' in [line.strip() for line in readme]


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert not broken


def test_links_to_a_part_of_a_page_lead_there() -> None:
    def slug(heading: str) -> str:
        return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")

    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target, part in re.findall(r"\]\(([^)#\s]*)#([^)]*)\)", page.read_text(encoding="utf-8")):
            if "://" in target:
                continue
            other = page.parent / target if target else page
            headings = re.findall(r"^#+ (.*)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            if part not in map(slug, headings):
                broken.append(f"{page.relative_to(ROOT)}: {target}#{part}")
    assert broken == []


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert [
        page.name for page in (ROOT / "docs").glob("*.md") if f"({page.name})" not in index and page.name != "index.md"
    ] == []
