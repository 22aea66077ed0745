"""The HTML page in real Chromium: WCAG 2.2 AA by axe-core, the keyboard, 320 px, print, and nothing run or fetched.

Needs Chromium, Node, and the npm packages playwright-core and axe-core in NODE_PATH; skipped where one of them is missing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dag_check.feedback import render
from dag_check.report import Report

from . import goldens
from .conftest import report, result
from .test_formats import HOSTILE, hostile
from .test_html import many

SCRIPT = Path(__file__).with_name("browser.cjs")
Seen = dict[str, Any]


def found(*names: str) -> str | None:
    return next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """What a browser sees of each of the pages; it is started once."""
    node, chromium = found("node"), found("chromium", "chromium-browser", "google-chrome")
    if not node or not chromium:
        pytest.skip("Chromium or Node is not installed")
    wanted = "require.resolve('playwright-core'); require.resolve('axe-core/axe.min.js')"
    if subprocess.run([node, "-e", wanted], capture_output=True, check=False).returncode:
        pytest.skip("playwright-core or axe-core is not in NODE_PATH")
    pages: dict[str, Report] = {
        "draft": goldens.stored(),
        "ready": report([result("FRM002", "Answered", reason="All are.")]),
        "hostile": hostile(" ".join(HOSTILE[:-1]), "W" * 3_000),
        "many": many(report),
    }
    folder = tmp_path_factory.mktemp("pages")
    files = []
    for name, made in pages.items():
        text = render(made, "html")
        assert isinstance(text, str)
        files.append(folder / f"{name}.html")
        files[-1].write_text(text, encoding="utf-8")
    ran = subprocess.run([node, str(SCRIPT), chromium, *map(str, files)], capture_output=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return dict(zip(pages, json.loads(ran.stdout), strict=True))


def each(seen: dict[str, Seen], what: Callable[[Seen], object]) -> dict[str, object]:
    return {name: what(one) for name, one in seen.items()}


def test_axe_finds_nothing_against_wcag_2_2_aa(seen: dict[str, Seen]) -> None:
    assert each(seen, lambda one: one["violations"]) == {name: [] for name in seen}
    assert seen["draft"]["rules_run"] > 15


def test_no_page_scrolls_sideways_at_320_px(seen: dict[str, Seen]) -> None:
    assert each(seen, lambda one: one["width_at_320"]) == dict.fromkeys(seen, 320)


def test_nothing_is_run_and_nothing_is_fetched(seen: dict[str, Seen]) -> None:
    assert each(seen, lambda one: (one["dialogs"], one["requests"])) == dict.fromkeys(seen, (0, []))


def test_the_keyboard_reaches_the_feedback_first_and_links_show_even_what_is_folded_away(seen: dict[str, Seen]) -> None:
    assert each(seen, lambda one: one["first_stop"]) == dict.fromkeys(seen, "Skip to the feedback")
    assert each(seen, lambda one: one["dead_links"]) == {name: [] for name in seen}
    assert each(seen, lambda one: one.get("link_shows_its_place", True)) == dict.fromkeys(seen, True)


def test_what_is_folded_away_is_printed(seen: dict[str, Seen]) -> None:
    assert each(seen, lambda one: one["hidden_in_print"]) == dict.fromkeys(seen, 0)
