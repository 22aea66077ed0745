"""Prints the lowest versions that pyproject.toml allows for direct dependencies, as constraints for pip."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
for requirement in project["dependencies"]:
    bound = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?>=([0-9.]+)", requirement)
    if bound is None:
        sys.exit(f"pyproject.toml: {requirement!r} has no plain lower bound (name>=version).")
    print(f"{bound[1]}=={bound[2]}")
