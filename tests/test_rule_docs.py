"""docs/rules/ says what the rule files say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dag_check.rulebook import load_rulebook
from dag_check.rulebook.docs import COMMAND, pages, write_pages

DOCS = Path(__file__).resolve().parents[1] / "docs"
RULEBOOK = load_rulebook()
PAGES = pages(RULEBOOK)


def test_the_pages_in_the_repository_are_those_of_the_rules() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "rules").glob("*.md")}
    changed = sorted(name for name in {*written, *PAGES} if written.get(name) != PAGES.get(name))
    assert not changed, f"These pages are not in step with the rules. Run: {COMMAND}"


@pytest.mark.parametrize("code", [rule.code for rule in RULEBOOK.rules])
def test_a_page_holds_all_there_is_to_know(code: str) -> None:
    page = PAGES[f"{code}.md"]
    for heading in ("What it checks", "Why it matters", "How to put it right", "What it says", "Source", "Cases"):
        assert f"\n## {heading}\n" in page
    assert "> What to do: " in page, "no case of the rule shows what it says"
    assert not re.search(r"\{[a-z_]+\}", page.split("## What it says")[1].split("## ")[0])


def test_every_link_leads_to_a_page() -> None:
    for name, page in PAGES.items():
        for target in re.findall(r"\]\(([^)#]+\.md)\)", page):
            assert target in PAGES or (DOCS / "rules" / target).resolve().is_file(), f"{name} leads to {target}"


def test_pages_of_rules_that_are_no_more_are_taken_out_and_others_left(tmp_path: Path) -> None:
    (tmp_path / "OLD001.md").write_text(PAGES["VAR002.md"], encoding="utf-8")
    (tmp_path / "ours.md").write_text("# Ours\n", encoding="utf-8")
    write_pages(RULEBOOK, tmp_path)
    assert not (tmp_path / "OLD001.md").exists()
    assert (tmp_path / "ours.md").is_file() and (tmp_path / "VAR002.md").is_file()
