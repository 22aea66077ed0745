"""A blank filled at random: whatever is answered, kept, deleted or added, every answer comes back to its question, word for word."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.documents import open_file
from dag_check.documents.model import Document
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin
from tests.forms.makers.generator import first_five, second_five
from tests.forms.makers.generator.drafts import Draft, Item, Manner, fill
from tests.forms.makers.scoring import file_of, learned, score_blank, score_copy, truth_of

MAKERS: dict[str, Callable[[], Draft]] = {
    "five-safes": first_five.five_safes,
    "ethics-controls": first_five.ethics_controls,
    "dotted-lines": first_five.dotted_lines,
    "giant-table": first_five.giant_table,
    "legacy-protected": first_five.legacy_protected,
    "nhs-request": second_five.nhs_request,
    "google-docs": second_five.google_docs,
}
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789     ,.;'()-%£éñß&/\"“”?!:"


def _sentence(random: Random) -> str:
    """Any text with a word in it: answers are not language."""
    start = "".join(random.choices(_LETTERS, k=random.randint(0, random.choice([5, 30, 120]))))
    return f"{random.choice(_WORDS)}{start} {random.choice(_WORDS)} {random.choice(_LETTERS)}".strip()


_WORDS = [
    "data",
    "no",
    "Yes",
    "courts",
    "title",
    "the project",
    "ethics",
    "2021",
    "name",
    "years",
    "public benefit",
    "NB",
    "zeta",
]


def _answer(item: Item, random: Random, share: float) -> list[object] | None:
    if random.random() > share:
        return None
    if item.kind == "choices":
        return random.sample(item.options, random.randint(1, len(item.options)))
    if item.options:
        return [random.choice(item.options)]
    if item.columns:
        return [[_sentence(random) for _ in item.columns] for _ in range(random.randint(1, 6))]
    return [_sentence(random) for _ in range(random.randint(1, 4) if item.hint == "long" else 1)]


def _filled(maker: Callable[[], Draft], random: Random, share: float) -> tuple[Document, dict[str, object]]:
    """A blank filled in at random, `share` of its questions answered, and what is true of it."""
    draft = maker()
    items = [item for part in draft.parts for item in part.items]
    answers = {item.id: _answer(item, random, share) for item in items}
    manner = Manner(
        no_guidance=random.random() < 0.5,
        no_numbers=random.random() < 0.5,
        tick=random.choice(["☒", "☑", "X"]),
        look=random.choice(["", "blue", "italic"]),
        beside=random.random() < 0.5,
    )
    fill(draft, answers, manner)
    document = open_file("filled.docx", draft.save())
    assert isinstance(document, Document)
    return document, {item.id: _truth(item, answers[item.id]) for item in items}


def _truth(item: Item, given_answer: list[object] | None) -> object:
    if given_answer is None:
        return None
    if item.options:
        return {"chosen": given_answer}
    return {"rows": given_answer} if item.columns else "\n".join(map(str, given_answer))


@pytest.mark.parametrize("form", MAKERS)
def test_every_answer_comes_back_to_its_question(form: str) -> None:
    definition = learned(form)
    places = score_blank(definition, truth_of(file_of(form, "blank").with_suffix(".yaml"))).places

    @settings(max_examples=12, deadline=None)
    @given(seed=st.integers(0, 10**6), share=st.sampled_from([0.1, 0.5, 0.8, 1.0]))
    def holds(seed: int, share: float) -> None:
        document, answers = _filled(MAKERS[form], Random(seed), share)
        score = score_copy(read_form(document, "filled.docx", definition, builtin()).form, places, answers)
        assert not score.wrong

    holds()
