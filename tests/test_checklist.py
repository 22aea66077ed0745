"""The checklist: what an application will need before anything is written, by the options that will be ticked."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from dag_check.checklist import Checklist, checklist
from dag_check.cli import main
from dag_check.errors import UsageError
from dag_check.feedback import checklist_markdown, checklist_text, checklist_word
from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition
from dag_check.forms.library import builtin_form

BLANK = Path(__file__).parents[1] / "examples" / "blank-form" / "Secure access application form (blank).docx"
HOSTILE = '<script>alert(1)</script> **x** [a](http://b) \x1b[31m\u202e\x00\ud800 "{{ 7*7 }}" =cmd()'


def drawn(data: str = "", route: str = "", *tick: str, form: FormDefinition | None = None) -> Checklist:
    return checklist(form or builtin_form(), data=[data] if data else [], route=[route] if route else [], tick=tick)


def numbers(made: Checklist, applies: bool | None = True) -> list[str]:
    return [section.number for section in made.sections if section.applies is applies]


def panels(made: Checklist) -> list[str]:
    return [panel.key for panel in made.panels]


def documents(made: Checklist) -> str:
    return "\n".join(one.what for one in made.documents)


# Sections, by the conditions of the form.


def test_hmpps_data_through_the_ons() -> None:
    made = drawn("moj,data_first_hmpps", "ons_srs")
    assert numbers(made) == ["1", "2", "3", "4", "5", "6", "7", "11", "12"]
    assert numbers(made, False) == ["8", "9", "10"]
    assert not made.open
    why = {section.number: section.why for section in made.sections}
    assert why["11"] == '"ONS Secure Research Service" is ticked'


def test_what_was_not_given_is_said_to_be_open_and_never_left_out() -> None:
    made = drawn("data_first_courts")
    assert numbers(made, None) == ["10", "11"]
    assert made.open == ("1.3 How do you wish to access the data?",)
    assert "it depends on question 1.3" in next(section.why for section in made.sections if section.number == "11")
    nothing = drawn()
    assert numbers(nothing, None) == ["7", "8", "9", "10", "11"] and not numbers(nothing, False)
    assert len(nothing.open) == 2


def test_a_question_with_a_condition_of_its_own_is_left_out_where_it_is_not_met() -> None:
    def asked(made: Checklist) -> list[str]:
        return [question.number for section in made.sections for question in section.questions]

    assert "7.3" not in asked(drawn("moj", "ons_srs"))
    assert "7.3" in asked(drawn("moj_dfe", "ons_srs"))


def test_questions_say_whether_na_will_do_and_how_long_they_may_be() -> None:
    asked = {
        question.number: question for section in drawn("moj", "ons_srs").sections for question in section.questions
    }
    assert (asked["3.5"].na, asked["2.4"].na, asked["2.5"].na) == ("never", "reason", "free")
    assert asked["3.3"].limit == "at most 300 words"


# Panels, by rules/lists/panels.yaml.


@pytest.mark.parametrize(
    ("data", "route", "wanted"),
    [
        ("moj", "own_setting", ["DAG"]),
        ("data_first_hmpps", "ons_srs", ["DAG", "RAP"]),
        ("data_first_hmpps,data_first_courts", "sail", ["DAG", "DAP", "RAP"]),
        ("moj_dfe", "ons_srs", ["DAG", "DfE"]),
        ("hmcts_primary", "hmcts_direct", ["DAP"]),
        ("hmpps_other", "", ["NRC"]),
        ("", "ons_srs", []),
    ],
)
def test_the_panels_that_must_decide(data: str, route: str, wanted: list[str]) -> None:
    assert panels(drawn(data, route)) == wanted


def test_what_is_not_for_the_data_access_group_is_said() -> None:
    said = [one.says for one in drawn("hmcts", "own_setting").warnings]
    assert any("Nothing chosen is known to be for the Data Access Group" in text for text in said)
    assert not any("Nothing chosen" in one.says for one in drawn("hmcts,moj", "own_setting").warnings)


def test_a_route_that_the_data_are_not_to_be_had_by_is_said() -> None:
    def warned(route: str) -> bool:
        return any("Secure Research Service only" in one.says for one in drawn("moj_dfe", route).warnings)

    assert warned("sail") and warned("") and warned("ons_srs,sail")
    assert not warned("ons_srs")


# Documents.


def test_documents_that_every_application_needs() -> None:
    for made in (drawn(), drawn("hmpps_other"), drawn("moj", "sail")):
        assert "list of the requested variables" in documents(made)
        assert "ethics self-assessment" in documents(made)


def test_documents_follow_from_the_options() -> None:
    assert "connectivity agreement" in documents(drawn("moj", "ons_srs"))
    assert "connectivity agreement" not in documents(drawn("moj", "own_setting"))
    own = documents(drawn("moj", "own_setting"))
    assert "Data Sharing Agreement" in own and "Security certification" in own
    primary = documents(drawn("hmcts_primary", "hmcts_direct"))
    assert "business sponsor" in primary and "consent forms" in primary
    assert "business sponsor" not in documents(drawn("moj", "ons_srs"))


def test_what_is_not_verified_is_marked_to_be_checked() -> None:
    made = drawn("moj", "ons_srs")
    checks = {one.what[:20]: one.check for one in made.documents}
    assert checks["A list of the reques"] is False
    assert checks["Your organisation's "] is True
    assert made.unverified
    assert checklist_text.render(made).count("Check this: it is not verified.") >= 3


def test_a_document_that_only_this_form_asks_for_is_found_in_its_words() -> None:
    form = FormDefinition(
        form="ours",
        title="Ours",
        sections=(
            SectionDefinition(
                id="s",
                title="Only section",
                questions=(
                    QuestionDefinition(id="s.q", number="1", label="Attach a letter of your head of department"),
                    QuestionDefinition(id="s.r", number="2", label="How is the sensor attached?", when=("never",)),
                ),
            ),
        ),
    )
    made = drawn(form=form)
    assert "Attach a letter of your head of department" in documents(made)
    assert "sensor" not in documents(made)
    assert "connectivity" not in documents(made)


# Options.


@pytest.mark.parametrize(
    "given",
    [
        "ons_srs",
        "ONS_SRS",
        "ONS Secure Research Service",
        "secure research service",
        "access.route.ons_srs",
        " ons_srs , ",
    ],
)
def test_an_option_is_known_by_its_id_and_by_its_words(given: str) -> None:
    assert [choice.id for choice in drawn("", given).choices] == ["ons_srs"]


def test_a_label_with_commas_is_one_option() -> None:
    made = drawn("Data First courts data (magistrates', Crown, family, civil)")
    assert [choice.id for choice in made.choices] == ["data_first_courts"]


def test_options_stand_in_the_forms_order_and_once() -> None:
    made = drawn("data_first_hmpps,moj,moj", "ons_srs")
    assert [choice.id for choice in made.choices] == ["moj", "data_first_hmpps", "ons_srs"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("mojj", "Did you mean moj (Data held by the MoJ analytical function)?"),
        ("MoJ-DfE data shared", "Did you mean moj_dfe"),
        ("zzzzzz", "Choose from: moj (Data held"),
        ("data", "fits several options"),
        ("ons_srs", "There is no option 'ons_srs' of the question"),
    ],
)
def test_an_unknown_option_is_answered_with_the_nearest(given: str, says: str) -> None:
    with pytest.raises(UsageError) as error:
        drawn(given)
    assert says in str(error.value)


def test_other_options_of_the_form_can_be_ticked() -> None:
    with pytest.raises(
        UsageError, match=r"fits several options of the form\. Say which: gdpr\.dpia\.yes, linking\.intended\.yes"
    ):
        drawn("moj", "ons_srs", "yes")
    made = drawn("moj", "ons_srs", "linking.intended.yes", "self_assessment")
    assert [choice.label for choice in made.choices][2:] == [
        "A UK Statistics Authority ethics self-assessment has been completed (attach it)",
        "Yes",
    ]


def test_a_condition_in_cel_is_judged_or_said_to_depend() -> None:
    def form(when: str) -> FormDefinition:
        link = QuestionDefinition(id="a.link", number="1", label="Linked?", answer="yes_no")
        return FormDefinition(
            form="ours",
            title="Ours",
            sections=(
                SectionDefinition(id="a", number="1", title="Always", questions=(link,)),
                SectionDefinition(id="b", number="2", title="Linking", when=when),
            ),
        )

    linked = form("'yes' in choices['a.link']")
    assert numbers(drawn("", "", "a.link.yes", form=linked)) == ["1", "2"]
    assert numbers(drawn("", "", "a.link.no", form=linked), False) == ["2"]
    assert numbers(drawn(form=linked), None) == ["2"]
    assert numbers(drawn(form=form("choices['gone'].exists(x, x == 'y')")), None) == ["2"]


def test_a_form_without_a_question_on_data_says_how_to_go_on() -> None:
    form = FormDefinition(form="ours", title="Ours", sections=())
    with pytest.raises(UsageError, match="--tick"):
        drawn("moj", form=form)


# The command and how it is written.


def test_the_command_prints_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checklist", "--data", "moj,data_first_hmpps", "--route", "ons_srs"]) == 0
    text = capsys.readouterr().out
    for part in ("Panels that must decide (2)", "Documents to have ready (7)", "Sections that do not apply (3)"):
        assert part in text
    assert "[ ] 3.5 Explain how the research addresses the MoJ Areas of Research Interest" in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_blank_is_learned_and_gives_the_same_sections(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checklist", "--form", str(BLANK), "--data", "moj", "--route", "sail", "--format", "json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert [section["number"] for section in made["sections"] if section["applies"]] == numbers(drawn("moj", "sail"))


def test_wrong_use_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["--data", "mojj"],
        ["--format", "pdf"],
        ["-o", str(tmp_path / "list.pdf")],
        ["--form", str(tmp_path / "missing.docx")],
        ["-o", str(tmp_path / "no" / "list.txt")],
    ):
        assert main(["checklist", *arguments]) == 2, arguments
        assert capsys.readouterr().err.startswith("dag-check: ")


@pytest.mark.parametrize(("name", "start"), [("l.txt", b"Checklist"), ("l.md", b"# Checklist"), ("l.docx", b"PK"), ("l.json", b"{")])  # fmt: skip
def test_the_extension_decides_the_format(
    name: str, start: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["checklist", "--data", "moj", "--route", "ons_srs", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(start)
    assert "The checklist is in" in capsys.readouterr().out


def words_of(data: bytes) -> list[str]:
    import docx

    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_word_and_markdown_say_what_the_text_says() -> None:
    made = drawn("moj,data_first_hmpps", "ons_srs")
    word = words_of(checklist_word.render(made))
    marked = checklist_markdown.render(made)
    for one in made.documents:
        assert f"☐\t{one.what}" in word
    assert marked.count("- [ ] ") == sum(line.startswith("☐") for line in word)
    assert marked.count("- [ ] ") == checklist_text.render(made).count("[ ] ")
    assert "## Documents to have ready" in marked and "Documents to have ready" in word


def test_the_same_checklist_gives_the_same_bytes_apart_from_the_moment_of_zipping() -> None:
    import zipfile

    def parts(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {name: package.read(name) for name in package.namelist()}

    made = drawn("moj", "ons_srs")
    assert parts(checklist_word.render(made)) == parts(checklist_word.render(made))


def test_a_hostile_form_comes_out_harmless() -> None:
    asked = QuestionDefinition(id="q", number=HOSTILE, label=f"{HOSTILE} attach", max_words=3, options={"x": HOSTILE}, answer="choices")  # fmt: skip
    form = FormDefinition(
        form="f", title=HOSTILE, edition=HOSTILE, sections=(SectionDefinition(id="s", title=HOSTILE, questions=(asked,)),)
    )  # fmt: skip
    made = drawn("", "", "x", form=form)
    text, marked = checklist_text.render(made), checklist_markdown.render(made)
    assert "\x1b" not in text and "\u202e" not in text and "\x00" not in text
    assert "<script>" not in marked and "[a](" not in marked and "**x**" not in marked
    word = "\n".join(words_of(checklist_word.render(made)))
    assert "alert(1)" in word and "\x1b" not in word
    for written in (text, marked, word):
        written.encode("utf-8")
