"""What the reading of lists leaves over is told of: a list is never read in part without a word. And lists in running text."""

from __future__ import annotations

import pytest

from dag_check.documents.model import Cell, Document, Paragraph, Sheet, SheetCell, SheetRow, Span, Table, Workbook
from dag_check.intake.variables import find_lists, may_hold_list
from dag_check.knowledge import builtin

PLAIN = (
    ("Variable", "Table", "Justification"),
    ("plea_date", "offences", "Tells late pleas from early ones, which RQ1 compares."),
    ("court_code", "hearings", "Distance to the nearest court is computed from it."),
    ("trial_type", "cases", "Cracked trials are the outcome of RQ2."),
)


def workbook(*sheets: tuple[str, tuple[tuple[str, ...], ...]]) -> Workbook:
    made = []
    for name, lines in sheets:
        rows = []
        for number, texts in enumerate(lines, 1):
            cells = tuple(SheetCell(col, text) for col, text in enumerate(texts, 1) if text)
            if cells:
                rows.append(SheetRow(number, cells))
        made.append(Sheet(name, tuple(rows)))
    return Workbook("vars.xlsx", "xlsx", tuple(made))


def paragraph(text: str, heading: int | None = None, number: str = "") -> Paragraph:
    return Paragraph((Span(text),), heading=heading, number=number)


def table(*lines: tuple[str, ...]) -> Table:
    return Table(
        tuple(
            tuple(Cell(row=row, col=col, blocks=(paragraph(text),)) for col, text in enumerate(texts))
            for row, texts in enumerate(lines)
        )
    )


def doubts(*sheets: tuple[str, tuple[tuple[str, ...], ...]]) -> str:
    return " ".join(
        f.doubts.get("variables", "") for f in find_lists(workbook(*sheets), "vars.xlsx", builtin())
    ).strip()


def test_a_list_that_is_read_whole_leaves_nothing_over() -> None:
    lookup = (("Code", "Meaning"), ("G", "guilty_plea"), ("N", "not_guilty_plea"), ("O", "no_plea_taken"))
    assert doubts(("Variables", PLAIN)) == ""
    assert doubts(("Variables", PLAIN), ("Lookups", lookup)) == ""


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            tuple((*row, *more) for row, more in zip(PLAIN, (("", ""), ("Age at first hearing", "Youth courts end at 18, so it bounds the cohort."), ("Sex", "RQ3 compares women with men, as routes differ."), ("Plea", "Contested cases are modelled apart from the rest.")), strict=True)),
            "columns D and E hold what may be more variables",
        ),
        ((*PLAIN, ("", "hearings", "Adjournments are counted from this field of the table.")), "Row 5 of vars.xlsx"),
        (
            tuple((*row, *more) for row, more in zip(PLAIN, (("", ""), ("", "verdict_desc"), ("", "fine_amount"), ("", "mode_of_trial"), ), strict=True)),
            "verdict_desc, fine_amount, mode_of_trial",
        ),
    ],
)  # fmt: skip
def test_cells_that_look_like_variables_and_are_none_are_told_of(lines: tuple[tuple[str, ...], ...], said: str) -> None:
    assert said in doubts(("Variables", lines))


def test_names_on_a_sheet_that_is_not_read_are_told_of() -> None:
    more = (("We also ask for",), ("verdict_desc and plea",), ("verdict_desc",), ("fine_amount",), ("mode_of_trial",))
    assert "verdict_desc, fine_amount, mode_of_trial" in doubts(("Variables", PLAIN), ("Further", more))
    assert doubts(("Variables", PLAIN), ("Data dictionary", more)) == ""
    assert doubts(("Variables", PLAIN), ("Not requested", more)) == ""


ITEMS = (
    "plea_date – tells late pleas from early ones, which RQ1 compares",
    "court_code – needed for the distance to the nearest court",
    "trial_type: cracked trials are the outcome of RQ2, because they waste a day",
)


def test_items_of_running_text_are_read_with_their_reasons() -> None:
    blocks = (
        paragraph("Variables requested", heading=1),
        paragraph("MoJ Data First Crown Court dataset", heading=2),
        *(paragraph(text, number="•") for text in ITEMS),
        paragraph("We ask for nothing else."),
    )
    (found,) = find_lists(Document("a.docx", "docx", blocks), "a.docx", builtin())
    assert [(v.name, v.dataset) for v in found.variables] == [
        (name, "MoJ Data First Crown Court dataset") for name in ("plea_date", "court_code", "trial_type")
    ]
    assert found.variables[1].justification == "needed for the distance to the nearest court"


def test_items_in_plain_words_are_read_only_where_a_heading_says_that_they_are_variables() -> None:
    items = (
        "Date of plea – needed to tell late pleas from early ones",
        "Court house – needed for the distance to the nearest court",
        "Type of trial – used as the outcome of RQ2, cracked or effective",
    )
    for heading, count in (("Requested variables", 3), ("Work packages", 0)):
        blocks = (paragraph(heading, heading=1), *(paragraph(text, number="•") for text in items))
        lists = find_lists(Document("a.docx", "docx", blocks), "a.docx", builtin())
        assert sum(len(found.variables) for found in lists) == count


def test_items_beside_a_table_that_are_not_read_are_told_of() -> None:
    blocks: tuple[Paragraph | Table, ...] = (
        table(*PLAIN),
        *(paragraph(text) for text in ("verdict_desc", "fine_amount", "mode_of_trial")),
    )
    (found,) = find_lists(Document("a.docx", "docx", blocks), "a.docx", builtin())
    assert "verdict_desc, fine_amount, mode_of_trial" in found.doubts["variables"]
    refused: tuple[Paragraph | Table, ...] = (table(*PLAIN), paragraph("Not requested:"), *blocks[1:])
    (found,) = find_lists(Document("a.docx", "docx", refused), "a.docx", builtin())
    assert "variables" not in found.doubts


def test_a_card_in_a_table_of_its_own_for_each_variable() -> None:
    blocks: list[Paragraph | Table] = []
    for name, of, why in PLAIN[1:]:
        blocks += [table(("Variable", name), ("Table", of), ("Why needed", why)), paragraph("")]
    (found,) = find_lists(Document("a.docx", "docx", tuple(blocks)), "a.docx", builtin())
    assert [(v.name, v.table, v.justification) for v in found.variables] == list(PLAIN[1:])


def test_reasons_under_a_heading_may_be_a_list_whatever_heads_the_names() -> None:
    reasons = (
        ("Stuff for the model", "Justification"),
        ("Plea", "Early guilty pleas shorten a case."),
        ("Court", "Distance to the nearest court is computed."),
        ("Trial", "Cracked trials are the outcome."),
    )
    assert may_hold_list(workbook(("Sheet1", reasons)), builtin())
    costs = (("Item", "Cost", "Justification"), *((item, "100", why) for item, why in reasons[1:]))
    assert not may_hold_list(workbook(("Sheet1", costs)), builtin())


def test_a_table_without_headings_under_the_next_dataset_goes_on_with_the_list() -> None:
    plain = tuple((label, why) for label, (_, _, why) in zip(("Plea", "Court", "Trial"), PLAIN[1:], strict=True))
    for title, names, doubted in (
        ("Data First Crown Court dataset", 6, False),
        ("And then there are these", 3, True),
    ):
        blocks = (
            paragraph("Data First probation dataset", heading=2),
            table(("Variable", "Reason"), *plain),
            paragraph(title, heading=2),
            table(*((f"{label} (CC)", why) for label, why in plain)),
        )
        lists = find_lists(Document("a.docx", "docx", blocks), "a.docx", builtin())
        assert sum(len(found.variables) for found in lists) == names
        assert ("variables" in lists[0].doubts) == doubted
        if not doubted:
            assert {v.dataset for v in lists[1].variables} == {title}
