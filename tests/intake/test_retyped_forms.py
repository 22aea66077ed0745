"""Forms as applicants retype them in another program: options written out, questions run together, labels shortened or moved."""

from __future__ import annotations

import pytest

from dag_check.documents.lines import plain_line
from dag_check.intake.choices import read_choices

DATASETS = {"apc": "Admitted patient care", "emergency": "Emergency care", "gp": "GP records (coded)", "other": "Crime or incident data"}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("Admitted patient care, Emergency care", ("apc", "emergency")),
        ("Crime or incident data, GP records", ("gp", "other")),
        ("Emergency care, GP records and a survey of our own", ("emergency", "gp")),
        ("Emergency care", ("emergency",)),
        ("Emergency care, because falls are recorded there", ("emergency",)),
    ],
)
def test_options_written_out_in_a_sentence_are_all_chosen(typed: str, chosen: tuple[str, ...]) -> None:
    assert read_choices([plain_line(typed)], "", DATASETS).options == chosen
    assert read_choices([], typed, DATASETS).options == chosen
