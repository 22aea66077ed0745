"""`python -m tests.corpus.generator [NAME ...]`: writes the corpus and the examples, or only what starts with a name given."""

from __future__ import annotations

import sys

from tests.corpus.generator import (
    examples,
    faulty,
    faulty_more,
    faulty_rules,
    harder,
    pairs,
    pairs_ethics,
    pairs_more,
    ready,
    ready_more,
)


def main(names: list[str]) -> None:
    """Runs every recipe, or those whose function name starts with one of the names."""
    for recipe in [
        *ready.ALL,
        *ready_more.ALL,
        *faulty.ALL,
        *faulty_more.ALL,
        *faulty_rules.ALL,
        *harder.ALL,
        *pairs.ALL,
        *pairs_more.ALL,
        *pairs_ethics.ALL,
        *examples.ALL,
    ]:
        if not names or any(recipe.__name__.startswith(name) for name in names):
            print(recipe.__name__)
            recipe()


if __name__ == "__main__":
    main(sys.argv[1:])
