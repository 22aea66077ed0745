"""Checks that come in packages: the sample in docs/ as it is installed, and packages that are broken."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "docs" / "plugin-example"


def install(source: Path, target: Path) -> None:
    """Installs a package into a folder, without a network: by pip where its build backend is there, else as pip would leave it."""
    if importlib.util.find_spec("hatchling") and importlib.util.find_spec("pip"):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
               "--disable-pip-version-check", "--no-warn-script-location", "--target", str(target), str(source)]  # fmt: skip
        subprocess.run(pip, check=True, capture_output=True, text=True)
        return
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = {path.parent.name: path.read_text(encoding="utf-8") for path in (source / "src").glob("*/__init__.py")}
    package(target, project["name"], packages, project["entry-points"]["dag_check.checks"])


def package(target: Path, name: str, modules: dict[str, str], entries: dict[str, str]) -> None:
    for module, text in modules.items():
        (target / module).mkdir(parents=True)
        (target / module / "__init__.py").write_text(text, encoding="utf-8")
    info = target / f"{name.replace('-', '_')}-0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n", encoding="utf-8")
    points = "".join(f"{entry} = {module}\n" for entry, module in entries.items())
    (info / "entry_points.txt").write_text(f"[dag_check.checks]\n{points}", encoding="utf-8")


def dag_check(target: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dag_check", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(target)},
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    install(SAMPLE, target)
    return target


def test_the_sample_package_is_installed_and_its_rule_runs(installed: Path) -> None:
    tested = dag_check(installed, "rules", "test", "docs/plugin-example/rules")
    assert (tested.returncode, tested.stdout) == (0, "5 cases, 0 failed.\n"), tested.stderr
    linted = dag_check(installed, "rules", "lint", "docs/plugin-example/rules")
    assert (linted.returncode, linted.stdout) == (0, "1 rule, no mistakes.\n"), linted.stderr


def test_without_the_package_its_rule_is_an_error_that_says_so(tmp_path: Path) -> None:
    ran = dag_check(tmp_path, "rules", "--rules", "docs/plugin-example/rules")
    assert ran.returncode == 2
    assert "PER001-period-too-long.yaml, line 5: There is no check 'period_at_most'" in ran.stderr
    assert "install the package" in ran.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("raise RuntimeError('no licence')", "RuntimeError: no licence"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("import a_module_that_is_not_there", "ModuleNotFoundError"),
        ("def (:", "SyntaxError"),
        ("from dag_check.checks.base import check\n@check('form_present')\ndef f(case): ...", "two checks called 'form_present'"),
    ],
)  # fmt: skip
def test_a_package_that_cannot_be_imported_is_named_and_shows_no_traceback(tmp_path: Path, text: str, said: str) -> None:  # fmt: skip
    package(tmp_path, "broken-checks", {"broken_checks": text}, {"broken": "broken_checks"})
    ran = dag_check(tmp_path, "rules", "--rules", "docs/plugin-example/rules")
    assert ran.returncode == 2
    assert "package broken-checks: " in ran.stderr and said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_broken_package_does_not_stop_rules_that_do_not_need_it(tmp_path: Path) -> None:
    package(tmp_path, "broken-checks", {"broken_checks": "1 / 0"}, {"broken": "broken_checks"})
    install(SAMPLE, tmp_path)
    assert dag_check(tmp_path, "rules", "--rules", "docs/plugin-example/rules").returncode == 0
    linted = dag_check(tmp_path, "rules", "lint", "docs/plugin-example/rules")
    assert linted.returncode == 1
    assert "package broken-checks" in linted.stdout and "ZeroDivisionError" in linted.stdout
