"""Reading lists of variables: layouts as people make them, and tables that are no lists."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dag_check.application import VariableList
from dag_check.documents import open_file
from dag_check.documents.model import (
    Cell,
    Document,
    Paragraph,
    Range,
    Sheet,
    SheetCell,
    SheetRow,
    Span,
    Table,
    Workbook,
)
from dag_check.intake.variables import find_lists, may_hold_list
from dag_check.knowledge import builtin

NPD = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "npd-school-census-list.xlsx"


def sheet(markdown: str, name: str = "Sheet1", top: int = 1, **more: object) -> Sheet:
    """A sheet from a Markdown table; empty lines are empty rows, "/" in a cell is a line break."""
    rows = []
    for number, line in enumerate(markdown.strip().splitlines(), top):
        texts = [text.strip() for text in line.strip().split("|")]
        cells = tuple(SheetCell(col, text.replace("//", "\n")) for col, text in enumerate(texts, 1) if text)
        if cells:
            rows.append(SheetRow(number, cells))
    return Sheet(name, tuple(rows), **more)  # type: ignore[arg-type]


def read(*sheets: Sheet, file: str = "list.xlsx") -> tuple[VariableList, ...]:
    return find_lists(Workbook(file, "xlsx", sheets), file, builtin())


def read_one(markdown: str, **more: object) -> VariableList:
    (found,) = read(sheet(markdown, **more))  # type: ignore[arg-type]
    return found


def table(markdown: str, **spans: tuple[int, int]) -> Table:
    rows = []
    for row, line in enumerate(markdown.strip().splitlines()):
        cells = []
        for col, text in enumerate(line.strip().split("|")):
            text = text.strip()
            if text == "^":
                continue
            down, across = spans.get(f"r{row}c{col}", (1, 1))
            cells.append(Cell((paragraph(text),), row, col, down, across))
        rows.append(tuple(cells))
    return Table(tuple(rows))


def paragraph(text: str, **more: object) -> Paragraph:
    return Paragraph((Span(text, **more),))  # type: ignore[arg-type]


def read_document(*blocks: Paragraph | Table) -> tuple[VariableList, ...]:
    return find_lists(Document("form.docx", "docx", blocks), "form.docx", builtin())


def names(found: VariableList) -> list[str]:
    return [variable.name for variable in found.variables]


def justified(found: VariableList) -> dict[str, str | None]:
    return {variable.name: variable.justification for variable in found.variables}


def cells(found: VariableList) -> dict[str, str | None]:
    return {variable.name: variable.location.cell for variable in found.variables}


# --- headers -----------------------------------------------------------------------------------------------------


def test_plain_list_gives_every_variable_with_its_justification_and_its_cells() -> None:
    found = read_one(
        """
        Variable | Dataset | Description | Justification
        disposal_type | Crown Court | Type of disposal | Main outcome of the study
        age_band | Crown Court | Age in bands |
        """
    )
    assert justified(found) == {"disposal_type": "Main outcome of the study", "age_band": None}
    assert cells(found) == {"disposal_type": "A2", "age_band": "A3"}
    first, second = found.variables
    assert first.justification_location is not None and first.justification_location.cell == "D2"
    assert second.justification_location is not None and second.justification_location.cell == "D3"
    assert first.dataset == "Crown Court" and first.requested and second.requested
    assert found.has_justification_column and not found.has_request_column and not found.catalogue


@pytest.mark.parametrize("name", ["Variable", "Variable name", "VARIABLE NAME ", "variable_name", "Field", "Field name", "Data item",
                                  "NPDAlias", "NPD Alias ", "Column", "Item", "VariableName", "Variables requested", "Name of variable",
                                  "Varible", "Data field", "Variable(s)", "Variable name (as in the catalogue)", "Fieldname", "Field Name*",
                                  "Data item requested", "Requested variable", "Attribute", "Variable / field"])  # fmt: skip
def test_column_of_names_is_known_by_many_headings(name: str) -> None:
    found = read_one(f"{name} | Description | Justification\nsex | Sex | Confounder\nage | Age | Confounder")
    assert names(found) == ["sex", "age"]


@pytest.mark.parametrize("reason", ["Justification", "Why is this needed?", "Reason for request", "Rationale", "Purpose", "Project need", "Justifcation",
                                    "Why do you need this variable?", "JUSTIFICATION (please explain why each variable is needed)",
                                    "Reason required", "How will it be used?", "Intended use in the analysis", "Justification for inclusion",
                                    "Please justify each variable", "Reason", "Use in project", "Purpose for which it is required",
                                    "Justification: say for each variable why the research questions cannot be answered without it"])  # fmt: skip
def test_column_of_justifications_is_known_by_many_headings(reason: str) -> None:
    found = read_one(
        f"Variable | {reason}\nsex_code | Confounder of sentence length\nage | Confounder of sentence length"
    )
    assert set(justified(found).values()) == {"Confounder of sentence length"}


@pytest.mark.parametrize("heading", ["Required?", "Requested", "Include", "Data request data item required?", "Y/N", "Please tick", "Required (Y/N)",
                                     "Tick if required", "Do you need this variable?", "Request", "Variable required?", "Essential / desirable"])  # fmt: skip
def test_column_of_marks_is_known_by_many_headings(heading: str) -> None:
    found = read_one(
        f"Variable | Description | {heading} | Justification\nsex | Sex | Y | Confounder\nage | Age | N |\nlsoa | Area | |"
    )
    assert found.has_request_column
    assert [variable.requested for variable in found.variables] == [True, False, False]


def test_header_is_found_under_titles_and_notes() -> None:
    found = read_one(
        """
        Data request for project Sunrise

        Please read the notes before filling in the Variable column.
        Variable | Justification
        sex_code | Confounder
        """,
        top=3,
    )
    assert found.header_row == 6
    assert cells(found) == {"sex_code": "A7"}


def test_two_row_header_is_read_as_one() -> None:
    found = read_one(
        """
        | What you ask for | | Why |
        Variable | Description | Required? | Justification
        sex_code | Sex | Yes | Confounder
        """,
    )
    assert justified(found) == {"sex_code": "Confounder"}


def test_second_header_row_under_merged_cells_is_not_a_variable() -> None:
    found = read_one(
        """
        Variable | Description | Request |
        | | Required? | Justification
        sex_code | Sex | Yes | Confounder
        age | Age | No |
        """,
        merged=(Range(1, 1, 2, 1), Range(1, 2, 2, 2), Range(1, 3, 1, 4)),
    )
    assert justified(found) == {"sex_code": "Confounder", "age": None}
    assert [variable.requested for variable in found.variables] == [True, False]


def test_justification_heading_on_the_row_above_the_header_counts() -> None:
    found = read_one("| | Justification\nVariable | Description |\nsex_code | Sex | Confounder")
    assert justified(found) == {"sex_code": "Confounder"}


def test_second_block_has_a_header_of_its_own() -> None:
    first, second = read(
        sheet(
            """
            Crown Court variables
            Variable | Justification
            sex_code | Confounder
            plea | Mediator

            Probation variables

            Field name | Reason | Required?
            order_type | Outcome | Yes
            oasys_score | Risk | No
            """
        )
    )
    assert names(first) == ["sex_code", "plea"]
    assert names(second) == ["order_type", "oasys_score"]
    assert first.dataset == "Crown Court variables" and second.dataset == "Probation variables"
    assert [v.requested for v in second.variables] == [True, False]


def test_lists_beside_one_another_are_two_lists() -> None:
    left, right = read(
        sheet("Variable | Justification | | Variable | Justification\nsex_a | One | | sex_b | Two\nage_a | Three | | |")
    )
    assert justified(left) == {"sex_a": "One", "age_a": "Three"}
    assert justified(right) == {"sex_b": "Two"}


def test_real_request_workbook_keeps_no_as_no_and_the_second_block_as_catalogue() -> None:
    if not NPD.exists():
        pytest.skip("the sample is not here")
    workbook = open_file(NPD.name, NPD.read_bytes())
    assert isinstance(workbook, Workbook)
    asked, given = find_lists(workbook, "npd.xlsx", builtin())
    assert len(asked.variables) == 7 and not asked.requested and asked.has_request_column
    assert given.catalogue and not given.requested
    assert asked.variables[0].location.cell == "A6"


# --- without headings ---------------------------------------------------------------------------------------------


def test_applicants_own_column_without_heading_is_known_by_its_prose() -> None:
    found = read_one(
        """
        Variable | Description |
        sex_code | Sex | Needed as a confounder of sentence length
        age_band | Age | We will compare younger and older defendants
        """
    )
    assert found.has_justification_column
    assert justified(found)["sex_code"] == "Needed as a confounder of sentence length"
    assert any("no heading" in note for note in found.notes)


def test_reasons_under_notes_are_justifications() -> None:
    found = read_one(
        "Variable | Description | Comments\nsex_code | Sex | Confounder, used to adjust sentence length\nage | Age | Used to link to schools data"
    )
    assert found.has_justification_column


def test_unlabelled_marks_are_requests() -> None:
    found = read_one("Variable | | Justification\nsex_code | x | Outcome\nage_band | |\nplea | x | Exposure")
    assert [v.requested for v in found.variables] == [True, False, True]


def test_list_without_any_heading_is_known_by_its_contents() -> None:
    found = read_one(
        "sex_code | Confounder of the length of the sentence\nage_band | Needed to compare young and old\nplea_type | Used as the exposure"
    )
    assert names(found) == ["sex_code", "age_band", "plea_type"]
    assert found.has_justification_column


# --- marks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["Y", "Yes", "yes ", "x", "X", "✓", "✔", "☒", "1", "TRUE", "Required", "Requested", "Yes - 2015 only", "Essential",
                                  "Desirable", "☒ Yes ☐ No", "2015-2018", "Yes, all years", "true", "\u00a0Yes", "Yes (for linking)"])  # fmt: skip
def test_marks_that_ask(mark: str) -> None:
    found = read_one(f"Variable | Required? | Justification\nsex_code | {mark} | Confounder\nage | No |\nplea | No |")
    assert found.variables[0].requested


@pytest.mark.parametrize(
    "mark",
    ["No", "N", "", "0", "FALSE", "not required", "☐", "no ", "-", "☐ Yes ☒ No", "N/A", "Not needed", "No - default"],
)
def test_marks_that_do_not_ask(mark: str) -> None:
    found = read_one(
        f"Variable | Description | Required? | Justification\nsex_code | Sex | {mark} | Confounder\nage | Age | Yes | x"
    )
    assert not found.variables[0].requested


def test_other_columns_of_yes_and_no_are_not_requests() -> None:
    found = read_one(
        "Variable | Sensitive? (Y/N) | Available? | Required (Y/N) | Justification\nsex_code | Y | Y | N |\nage | N | Y | Y | Outcome"
    )
    assert [v.requested for v in found.variables] == [False, True]


def test_choice_that_was_not_made_is_no_request() -> None:
    found = read_one("Variable | Required? | Justification\nsex_code | Yes/No |\nage | Yes | Outcome")
    assert [v.requested for v in found.variables] == [False, True]


def test_numbers_and_booleans_are_marks() -> None:
    rows = (
        SheetRow(1, (SheetCell(1, "Variable"), SheetCell(2, "Required?"), SheetCell(3, "Justification"))),
        SheetRow(2, (SheetCell(1, "sex_code"), SheetCell(2, True), SheetCell(3, "Outcome"))),
        SheetRow(3, (SheetCell(1, "age"), SheetCell(2, 1.0), SheetCell(3, "Outcome"))),
        SheetRow(4, (SheetCell(1, "plea"), SheetCell(2, False))),
        SheetRow(5, (SheetCell(1, "lsoa"), SheetCell(2, 0))),
    )
    (found,) = read(Sheet("Sheet1", rows))
    assert [v.requested for v in found.variables] == [True, True, False, False]


def test_columns_of_years_ask_for_the_years_marked() -> None:
    found = read_one("Variable | 2013 | 2014 | 2015 | Justification\nsex_code | x | | x | Outcome\nage | | | |")
    assert found.has_request_column
    assert [(v.name, v.requested, v.years) for v in found.variables] == [
        ("sex_code", True, "2013, 2015"),
        ("age", False, ""),
    ]


def test_columns_of_datasets_ask_for_the_variable_of_each() -> None:
    found = read_one(
        "Variable | Crown Court | Magistrates' court | Justification\nsex_code | x | x | Outcome\nage | | x | Exposure\nplea | | |"
    )
    assert [(v.name, v.dataset, v.requested) for v in found.variables] == [
        ("sex_code", "Crown Court", True),
        ("sex_code", "Magistrates' court", True),
        ("age", "Magistrates' court", True),
        ("plea", "", False),
    ]


def test_struck_rows_are_withdrawn_and_hidden_rows_are_noted() -> None:
    found = read_one(
        "Variable | Justification\nsex_code | Confounder\nage_band | Exposure\nplea | Mediator",
        struck=frozenset({(2, 1)}),
        hidden_rows=frozenset({3}),
    )
    struck, hidden, plain = found.variables
    assert struck.struck and not struck.requested and struck.notes
    assert hidden.hidden and hidden.requested and hidden.notes
    assert not plain.notes


# --- sharing ------------------------------------------------------------------------------------------------------


def test_merged_justification_counts_for_every_row_it_spans() -> None:
    found = read_one(
        "Variable | Justification\nsex_code | Confounders of sentence\nage_band |\nplea |\nlsoa |",
        merged=(Range(2, 2, 4, 2),),
    )
    assert [v.shared_by for v in found.variables] == ["merged", "merged", "merged", ""]
    assert [v.justification for v in found.variables] == ["Confounders of sentence"] * 3 + [None]
    assert all(v.justification_location and v.justification_location.cell == "B2:B4" for v in found.variables[:3])


@pytest.mark.parametrize(
    "sign", ["as above", "As above.", "Ditto", '"', "〃", "↓", "same as above", "See above", "''", "ditto "]
)
def test_ditto_takes_the_text_above(sign: str) -> None:
    found = read_one(f"Variable | Justification\nsex_code | Confounder of sentence\nage_band | {sign}\nplea | {sign}")
    assert set(justified(found).values()) == {"Confounder of sentence"}
    assert [v.shared_by for v in found.variables] == ["", "ditto", "ditto"]


@pytest.mark.parametrize("own", ["As above, for the end", "Same as above but for women", "Ditto (court)"])
def test_ditto_that_goes_on_takes_the_text_above_as_well(own: str) -> None:
    found = read_one(
        f"Variable | Justification\nstart | Trend by month\nend | {own}\nplea | As above\nage | Same sample as (b)"
    )
    told = f"Trend by month; {own}"
    assert list(justified(found).values()) == ["Trend by month", told, "Trend by month", "Same sample as (b)"]
    assert [v.shared_by for v in found.variables] == ["", "ditto", "ditto", ""]
    where = found.variables[1].justification_location
    assert where is not None and where.cell == "B3"


def test_ditto_with_nothing_above_stays_what_it_is() -> None:
    found = read_one("Variable | Justification\nsex_code | as above\nage_band | Exposure")
    assert found.variables[0].justification == "as above"


def test_dataset_written_once_goes_down() -> None:
    found = read_one(
        "Dataset | Variable | Justification\nCrown Court | sex_code | A\n| age_band | B\nProbation | order_type | C\n| plea | D",
        merged=(Range(2, 1, 3, 1),),
    )
    assert [v.dataset for v in found.variables] == ["Crown Court", "Crown Court", "Probation", "Probation"]


def test_group_headings_hand_down_dataset_and_justification() -> None:
    found = read_one(
        """
        Variable | Description | Justification
        Crown Court defendant dataset | |
        sex_code | Sex | Confounder
        Offence details: | | All used to derive offence severity
        offence_code | Offence |
        offence_type | Type |
        """
    )
    assert names(found) == ["sex_code", "offence_code", "offence_type"]
    assert found.variables[0].dataset == "Crown Court defendant dataset"
    assert [v.shared_by for v in found.variables] == ["", "group", "group"]
    assert found.variables[1].justification == "All used to derive offence severity"


def test_dataset_comes_from_the_name_of_the_sheet() -> None:
    (found,) = read(sheet("Variable | Justification\nsex_code | Outcome", name="Crown Court"))
    assert found.dataset == "Crown Court" and found.variables[0].dataset == "Crown Court"
    (found,) = read(sheet("Variable | Justification\nsex_code | Outcome", name="Sheet1"))
    assert found.dataset == ""


# --- rows that are no variables -----------------------------------------------------------------------------------


def test_spacers_totals_and_notes_are_not_variables() -> None:
    found = read_one(
        """
        No | Variable | Description | Justification
        1 | sex_code | Sex | Outcome

        2 | age_band | Age | Exposure
        | Total: 2 variables | |

        | Note: all variables are pseudonymised before release to the research team. | |
        """
    )
    assert names(found) == ["sex_code", "age_band"]


def test_plain_word_without_justification_is_a_variable() -> None:
    found = read_one(
        "Variable | Justification\nSex | Confounder of sentence\nAge |\nDate of sentence | Start of follow-up\nTotal sentence length | Outcome"
    )
    assert names(found) == ["Sex", "Age", "Date of sentence", "Total sentence length"]
    assert found.variables[1].justification is None


def test_several_variables_in_a_cell_are_split() -> None:
    found = read_one(
        "Variables | Justification\nage; sex; ethnicity_desc | Confounders\noffence_code, offence_type | Exposure\nDate of birth (day, month, year) | Linking"
    )
    assert names(found) == [
        "age",
        "sex",
        "ethnicity_desc",
        "offence_code",
        "offence_type",
        "Date of birth (day, month, year)",
    ]
    assert found.variables[2].location.cell == "A2"


def test_wildcards_are_kept() -> None:
    found = read_one("Variable | Justification\nEthnicity_[term][yy] | Confounder\noffence_* | Exposure")
    assert names(found) == ["Ethnicity_[term][yy]", "offence_*"]


def test_spaces_of_every_kind_are_trimmed() -> None:
    found = read_one("Variable | Justification\n\u00a0sex_code\u00a0 | \u00a0\nage_band | Outcome\u00a0measure")
    assert justified(found) == {"sex_code": None, "age_band": "Outcome measure"}


def test_name_that_points_elsewhere_is_no_variable() -> None:
    assert (
        read(sheet("Dataset | Variables requested | Purpose\nCrown Court | See attached spreadsheet | Outcome")) == ()
    )


def test_names_alone_are_variables_where_nothing_is_justified() -> None:
    found = read_one("Variable | Justification\nAge |\nKey worker |\nSource of referral |\nPlea |")
    assert justified(found) == {"Age": None, "Key worker": None, "Source of referral": None, "Plea": None}


def test_example_and_guidance_rows_under_the_header_are_not_variables() -> None:
    found = read_one(
        "Variable | Justification\ne.g. sentence length | e.g. outcome of question 1\n[name as in the catalogue] | [why it is needed]\nsex_code | Outcome"
    )
    assert names(found) == ["sex_code"]
    assert len(found.notes) == 2


def test_numbers_and_bullets_before_names_are_left_out() -> None:
    found = read_one(
        "A. Variable | B. Justification\n1. sex_code | Outcome\n• age_band | Exposure\n• plea//• lsoa | Confounders"
    )
    assert names(found) == ["sex_code", "age_band", "plea", "lsoa"]


def test_group_headings_of_plain_words_are_not_unjustified_variables() -> None:
    found = read_one(
        """
        Variable | Description | Justification
        Demographics
        Age | Age at offence | Confounder
        Sex | Sex | Confounder
        Offence
        Offence type | Type | Exposure
        """
    )
    assert names(found) == ["Age", "Sex", "Offence type"]
    assert any('"Offence"' in note for note in found.notes)


def test_each_group_has_the_justification_beside_its_own_heading() -> None:
    found = read_one(
        "Variable | Justification\nDemographics | To compare groups\nAge |\nSex |\nOffence | To adjust for severity\nType |\nPlea |"
    )
    assert justified(found) == {
        "Age": "To compare groups",
        "Sex": "To compare groups",
        "Type": "To adjust for severity",
        "Plea": "To adjust for severity",
    }


def test_ticks_under_research_questions_are_justifications() -> None:
    found = read_one("Variable | RQ1 | RQ2 | RQ3\nsex_code | x | | x\nage_band | | x |\nplea | | |")
    assert justified(found) == {"sex_code": "RQ1, RQ3", "age_band": "RQ2", "plea": None}


def test_one_column_may_say_whether_and_why() -> None:
    found = read_one("Field | Required and why?\nsex_code | Yes - to compare men and women\nage | No")
    assert [v.requested for v in found.variables] == [True, False]


def test_unknown_headings_do_not_hide_a_list() -> None:
    found = read_one(
        "Ref | Name of variable | Our thinking\n1 | Age | We will compare ages in the models\n2 | Sex | Needed to compare men and women"
    )
    assert justified(found)["Age"] == "We will compare ages in the models"


def test_names_alone_under_a_heading_are_a_list() -> None:
    assert names(read_one("Variables requested\nAge\nSex\nPlea")) == ["Age", "Sex", "Plea"]


def test_signature_under_a_list_is_not_a_variable() -> None:
    assert names(
        read_one("Variable | Justification\nage_band | Confounder\n\nSigned: | A Person\nDate: | 2025-01-01")
    ) == ["age_band"]


# --- catalogues ---------------------------------------------------------------------------------------------------


def test_dictionary_beside_a_list_is_a_catalogue() -> None:
    asked, dictionary = read(
        sheet("Variable | Justification\nsex_code | Outcome", name="Request"),
        sheet(
            "Table Name | Variable Name | Variable Description | Values (optional)\nT | sex_code | Sex | 1, 2\nT | age | Age |",
            name="data_dictionary",
        ),
    )
    assert not asked.catalogue and dictionary.catalogue
    assert not dictionary.requested


def test_list_without_justifications_on_its_own_is_a_list() -> None:
    found = read_one("Variable | Description\nsex_code | Sex\nage_band | Age")
    assert not found.catalogue and not found.has_justification_column and len(found.requested) == 2


def test_codes_are_no_list() -> None:
    assert (
        read(sheet("Variable Name | Code | Description\n" + "\n".join(f"sex | {n} | Meaning {n}" for n in range(8))))
        == ()
    )


# --- tables that are no lists -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "markdown",
    [
        "Name | Organisation | Role | Email | Access to data?\nA Person | University | PI | a@b.uk | Yes\nB Person | University | RA | b@b.uk | Yes",
        "Name | Role | Justification for access\nA Person | PI | Leads the analysis\nB Person | RA | Cleans the data",
        "Item | Cost | Justification\nLaptop | £800 | Needed for analysis\nTravel | £300 | Site visits",
        "Budget item | Amount | Rationale\nLaptop | 800 | Needed\nTravel | 300 | Visits",
        "Task | Start date | End date\nClean the data | 2025-01 | 2025-02\nModel | 2025-02 | 2025-03",
        "Activity | Month 1 | Month 2 | Month 3\nEthics | x | | \nCleaning | | x | x",
        "Document | Attached? | File name\nDPIA | Yes | dpia.docx\nEthics letter | Yes | ethics.pdf",
        "Item | Attached (Y/N)\nDPIA | Y\nEthics letter | Y",
        "Code | Description\n1 | Male\n2 | Female",
        "Data item | From | To | Method of transfer\nExtract | MoJ | ONS | SFTP\nOutputs | ONS | University | Email",
        "Version | Date | Variable | Change\n1.1 | 2025-01-01 | sex_code | Renamed\n1.2 | 2025-02-01 | age_band | Removed",
        "Sheet | Contents\n1 | Variables\n2 | Codes",
        "Column | What to enter\nVariable name | The name in the catalogue\nJustification | Why you need it",
        "Variable | N | Mean | SD\nAge | 100 | 34 | 4\nSentence length | 100 | 12 | 4",
        "Research question | Variables | Analysis\nRQ1 | sex and age | Regression\nRQ2 | plea | Survival",
        "Item | Ethical principle | Selection | Score | Justification\n1 | Public good | Clear benefit | 1 | The project helps courts\n2 | Privacy | Safe | 1 | ONS SRS",
        "Dataset | Years | Justification\nCrown Court | 2013-2020 | Outcome\nProbation | 2014-2020 | Follow-up",
        "Risk | Likelihood | Impact | Mitigation\nLoss of data | Low | High | Encryption\nDelay | High | Low | Plan",
        "Data access route | Please tick\nONS SRS | x\nSAIL |",
        "Data | Lawful basis | Retention\nCourt records | 6(1)(e) | 5 years\nPrison records | 6(1)(e) | 5 years",
        "Applicant name | A Person\nOrganisation | University\nDate | 2025-01-01",
        "Question | Yes/No | Comments\nIs it identifiable? | No |\nIs it linked? | Yes | By ONS",
        "Output | Audience | Date\nReport | MoJ | 2026\nPaper | Academics | 2027",
    ],
)  # fmt: skip
def test_other_tables_are_not_taken_for_lists(markdown: str) -> None:
    assert read(sheet(markdown)) == ()
    assert read_document(paragraph("Section"), table(markdown)) == ()


def test_instructions_change_logs_and_lookups_in_front_of_a_list_are_left_out() -> None:
    found = read(
        sheet(
            "How to fill in this workbook\nEnter each variable you need, and say why.\nColumn | What to enter\nVariable | Its name",
            name="Instructions",
        ),
        sheet("Version | Date | Change\n1 | 2025-01-01 | First", name="Change log"),
        sheet("Variable | Required? | Justification\nsex_code | Yes | Outcome", name="Crown Court"),
        sheet("Code | Meaning\nM | Male\nF | Female", name="Lookup"),
    )
    assert [variables.sheet for variables in found] == ["Crown Court"]


def test_title_over_some_prose_is_no_list_even_in_a_file_called_variables() -> None:
    front = sheet(
        "Variables requested\n\nEach of the following tabs lists the variables of one dataset.\nContact | a.person@example.org",
        name="Read me",
    )
    assert read(front, file="Variable request.xlsx") == ()


def test_table_of_something_else_under_a_list_ends_it() -> None:
    found = read_one(
        """
        Variable | Description | Justification
        sex_code | Sex | Outcome
        age_band | Age | Exposure

        Code | Meaning
        M | Male
        F | Female
        """
    )
    assert names(found) == ["sex_code", "age_band"]


# --- documents ----------------------------------------------------------------------------------------------------


def test_table_in_a_form_is_read_with_its_rows() -> None:
    (found,) = read_document(
        paragraph("Variables requested from the Crown Court dataset"),
        table("Variable | Justification\nsex_code | Confounder\nage_band | "),
    )
    assert [(v.name, v.justification, v.location.row, v.location.sheet, v.location.cell) for v in found.variables] == [
        ("sex_code", "Confounder", 2, None, None),
        ("age_band", None, 3, None, None),
    ]
    assert found.dataset == "Variables requested from the Crown Court dataset"
    assert found.variables[1].justification_location is not None and found.variables[1].justification_location.row == 3


def test_table_that_goes_on_after_a_page_break_is_one_list() -> None:
    (found,) = read_document(
        table("Variable | Justification\nsex_code | Confounder\nage_band | Exposure"),
        paragraph(""),
        table("plea | Mediator\nlsoa_residence | Area effects"),
    )
    assert justified(found) == {
        "sex_code": "Confounder",
        "age_band": "Exposure",
        "plea": "Mediator",
        "lsoa_residence": "Area effects",
    }


def test_nested_table_is_found() -> None:
    inner = table("Variable | Justification\nsex_code | Confounder")
    outer = Table(((Cell((paragraph("5.3 List of variables"),), 0, 0), Cell((inner,), 0, 1)),))
    (found,) = read_document(outer)
    assert names(found) == ["sex_code"]


def test_cells_merged_downwards_in_a_table_share_their_text() -> None:
    (found,) = read_document(
        table(
            "Variable | Justification\nsex_code | Confounders of sentence\nage_band | ^\nplea | Exposure", r1c1=(2, 1)
        ),
    )
    assert [(v.justification, v.shared_by) for v in found.variables] == [
        ("Confounders of sentence", "merged"),
        ("Confounders of sentence", "merged"),
        ("Exposure", ""),
    ]


# --- strange input ------------------------------------------------------------------------------------------------


def test_stray_cell_far_away_and_huge_merges_cost_nothing() -> None:
    rows = sheet("Variable | Justification\nsex_code | Outcome\nage_band | Exposure").rows
    stray = SheetRow(1_048_576, (SheetCell(16_384, "x"),))
    (found,) = read(Sheet("Sheet1", (*rows, stray), merged=(Range(5, 1, 1_048_576, 16_384),)))
    assert names(found) == ["sex_code", "age_band"]


def test_empty_workbook_and_empty_document_hold_no_list() -> None:
    assert read(Sheet("Sheet1", ())) == ()
    assert read_document() == ()


def test_ten_thousand_rows_take_less_than_a_second() -> None:
    body = [
        SheetRow(n, tuple(SheetCell(c, t) for c, t in enumerate((f"variable_{n}", "Crown Court", f"Description number {n}", "Yes", f"Used for analysis number {n} of the sentences"), 1)))
        for n in range(2, 10_002)
    ]  # fmt: skip
    head = SheetRow(
        1,
        tuple(
            SheetCell(c, t)
            for c, t in enumerate(("Variable", "Dataset", "Description", "Required?", "Justification"), 1)
        ),
    )
    started = time.process_time()
    (found,) = read(Sheet("Sheet1", (head, *body)))
    assert len(found.requested) == 10_000
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize("cross", ["✗", "x", "✘"])
def test_a_cross_refuses_beside_ticks_and_asks_where_there_are_none(cross: str) -> None:
    beside = read_one(
        f"Variable | Wanted | Justification\nsex_code | ✓ | Confounder\nage_band | {cross} |\nplea | ✓ | Exposure"
    )
    assert [v.requested for v in beside.variables] == [True, False, True]
    both = read_one(
        f"Variable | Wanted | Justification\nsex_code | ✓ | Confounder\nage_band | {cross} | Strata\nplea | ✓ | Exposure"
    )
    assert [v.requested for v in both.variables] == [True, True, True]
    alone = read_one(
        f"Variable | Wanted | Justification\nsex_code | {cross} | Confounder\nage_band | |\nplea | {cross} | Exposure"
    )
    assert [v.requested for v in alone.variables] == [True, False, True]


@pytest.mark.parametrize(
    ("rows", "what", "said"),
    [
        (
            "prison_code | Capacity is merged by establishment\nreception_date | Start of the spell\nrelease_date | Exit from the risk set",
            "justifications",
            "Column B holds texts",
        ),
        (
            "Variable | Description | Plan\nprison_code | Prison | Capacity is merged by establishment\n"
            "iep_level | Level | Marks the move from basic\nrelease_date | Release | Exit from the risk set",
            "justifications",
            'headed "Plan"',
        ),
        (
            "Green: requested\nGrey: not requested\nVariable | Justification\nprison_code | Capacity is merged\nother_code",
            "requests",
            "Green: requested",
        ),
    ],
)
def test_what_cannot_be_told_of_a_list_is_said(rows: str, what: str, said: str) -> None:
    made = tuple(
        SheetRow(number, tuple(SheetCell(col, text) for col, text in enumerate(line.split(" | "), 1)))
        for number, line in enumerate(rows.splitlines(), 1)
    )
    (found,) = find_lists(Workbook("x.xlsx", "xlsx", (Sheet("Sheet1", made),)), "x.xlsx", builtin())
    assert said in found.doubts[what]


def test_comments_that_name_the_question_are_reasons_and_other_comments_beside_most_rows_a_doubt() -> None:
    names = ["sex_code", "age_band", "plea_type", "bail_flag"]
    told = [
        "Q1: splits the cases by sex",
        "Q2: young adults apart from others",
        "(RQ2) early pleas shorten sentences",
        "Q1 and Q3",
    ]
    found = read_one(
        "\n".join(["Variable | Comments", *(f"{name} | {text}" for name, text in zip(names, told, strict=True))])
    )
    assert list(justified(found).values()) == told
    told = [
        "held since the year 2015",
        "three codes and a blank",
        "not very well filled in",
        "seldom missing before 2012",
    ]
    found = read_one(
        "\n".join(["Variable | Comments", *(f"{name} | {text}" for name, text in zip(names, told, strict=True))])
    )
    assert not found.has_justification_column and "justifications" in found.doubts
    found = read_one(
        "Variable | Comments\nsex_code | held since the year 2015\n" + "\n".join(f"{name} |" for name in names[1:])
    )
    assert not found.has_justification_column and not found.doubts


@pytest.mark.parametrize(
    ("rows", "may"),
    [
        ("Variable | prison_code\nJustification | Capacity is merged by prison\n. | .\nVariable | iep_level", True),
        ("start_date | A\nend_date | B\ntier_code | C\niep_level | D\nrelease_type | E", True),
        ("Item | Cost | Justification\nLaptop | 1,100 | The old one is out of support", False),
        ("Variable | Coefficient | SE\nage | 0.12 | 0.03\nsex | 0.30 | 0.10", False),
    ],
)
def test_a_file_without_a_list_that_names_variables_may_hold_one(rows: str, may: bool) -> None:
    made = tuple(
        SheetRow(number, tuple(SheetCell(col, text) for col, text in enumerate(line.split(" | "), 1)))
        for number, line in enumerate(rows.splitlines(), 1)
    )
    assert may_hold_list(Workbook("a.xlsx", "xlsx", (Sheet("Sheet1", made),)), builtin()) is may


def test_prose_that_names_many_variables_may_hold_a_list_and_addresses_do_not() -> None:
    prose = (
        "We ask for prison_code, iep_level, release_type, tier_code and rar_days; see https://a.org/one_two/three_four."
    )
    document = Document("annex.docx", "docx", (Paragraph((Span(prose),)),))
    assert may_hold_list(document, builtin())
    links = "See https://a.org/one_two/three_four/five_six_seven/x_y/z_z/q_q and write to j_b@a.org."
    assert not may_hold_list(Document("a.docx", "docx", (Paragraph((Span(links),)),)), builtin())


def test_reasons_of_variables_are_no_key_to_those_of_other_lists() -> None:
    def made(name: str, rows: str) -> Sheet:
        numbered = enumerate(rows.splitlines(), 1)
        return Sheet(
            name,
            tuple(
                SheetRow(n, tuple(SheetCell(c, t) for c, t in enumerate(row.split(" | "), 1))) for n, row in numbered
            ),
        )

    justified = "Variable | Dataset | Justification\niep_level | Prisons | Marks the move\ntier_code | Probation | Contacts depend on it"
    bare = "Variable | Dataset\nrelease_type | Prisons\nrar_days | Probation\norder_type | Probation"
    workbook = Workbook("x.xlsx", "xlsx", (made("A", justified), made("B", bare)))
    assert [v.justification for v in find_lists(workbook, "x.xlsx", builtin())[1].variables] == [None, None, None]
