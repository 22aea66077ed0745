"""Finds rules/ and schemas/, in a checkout and in an installed wheel. Ground floor: imports nothing of ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root(name: str) -> Path:
    packed = _PACKAGE / "_data" / name
    if packed.is_dir():
        return packed
    checkout = _PACKAGE.parent.parent / name
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError(f"dag-check is not installed whole: its folder {name}/ is missing. Install it again.")


def rules_dir() -> Path:
    """The folder of the built-in rulebook, forms and lists."""
    return _root("rules")


def schemas_dir() -> Path:
    """The folder of the JSON Schemas."""
    return _root("schemas")
