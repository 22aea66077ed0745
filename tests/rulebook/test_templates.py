"""What becomes of a rule's message when its names are filled in."""

from __future__ import annotations

import pytest

from dag_check.checks.base import Problem
from dag_check.location import Location
from dag_check.rulebook.templates import fill


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("We comply with the law.", 'The answer names no basis: "We comply with the law."'),
        ("Why not?", 'The answer names no basis: "Why not?"'),
        ("We comply with the law", 'The answer names no basis: "We comply with the law".'),
        ("v1.2", 'The answer names no basis: "v1.2".'),
    ],
)
def test_a_quotation_that_ends_in_a_stop_of_its_own_is_not_followed_by_another(quote: str, told: str) -> None:
    assert fill('The answer names no basis: "{quote}".', Problem(Location(), quote=quote)) == told


def test_a_stop_inside_a_quotation_leaves_what_comes_after_it_alone() -> None:
    problem = Problem(Location(cell="C7", sheet="Data"), quote="Needed.")
    assert fill('It says "{quote}" (sheet "{sheet}", cell {cell}).', problem) == (
        'It says "Needed." (sheet "Data", cell C7).'
    )
