"""`dag-check form learn`, `show` and `blank`, and forms given to `check` and `read`."""

from __future__ import annotations

from pathlib import Path

import pytest

import dag_check
from dag_check.cli import main
from dag_check.documents.model import Document, Paragraph, Span
from dag_check.errors import DataError, UsageError
from dag_check.forms.blank import write_blank
from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition
from dag_check.forms.library import builtin_form, form_from, load_form
from dag_check.forms.yaml_out import doubts, form_yaml
from dag_check.intake.form import read_form
from dag_check.intake.submission import _read_as_best
from dag_check.knowledge import builtin
from tests.documents import ooxml

ROOT = Path(__file__).parents[2]
COMPLETE = ROOT / "examples" / "complete"
TODAY = "2026-11-30"

OTHER = FormDefinition(
    form="library-card",
    title="Request for a library card",
    sections=(
        SectionDefinition(
            id="you",
            number="1",
            title="About you",
            questions=(
                QuestionDefinition(id="you.name", number="1.1", label="What is your full name?"),
                QuestionDefinition(id="you.town", number="1.2", label="Which town do you live in?", max_words=10),
                QuestionDefinition(
                    id="you.reader", number="1.3", label="What do you like to read?", answer="choices",
                    options={"novels": "Novels", "maps": "Maps and atlases"},
                ),
            ),
        ),
    ),
)  # fmt: skip


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    file = tmp_path / "card.docx"
    file.write_bytes(write_blank(OTHER))
    return file


def test_form_without_a_command_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form"]) == 0
    said = capsys.readouterr().out
    for command in ("learn", "show", "blank"):
        assert command in said


def test_learn_writes_a_definition_that_loads_again(blank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = blank.with_name("card.yaml")
    assert main(["form", "learn", str(blank), "-o", str(output)]) == 0
    assert load_form(output) == OTHER
    said = capsys.readouterr().out
    assert "1 section, 3 questions, none of them marked unsure" in " ".join(said.split())
    text = output.read_text(encoding="utf-8")
    assert text.startswith("# A form's definition, for `dag-check check SUBMISSION --form card.yaml`.")
    assert "# Learned from card.docx." in text
    assert max(len(line) for line in text.splitlines()) < 200


def test_learn_prints_the_definition_where_no_file_is_named(blank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "learn", str(blank)]) == 0
    assert "label: \"Which town do you live in?\"" in capsys.readouterr().out  # fmt: skip


def test_a_file_that_is_there_is_written_over_only_when_asked(blank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = blank.with_name("card.yaml")
    output.write_text("mine", encoding="utf-8")
    assert main(["form", "learn", str(blank), "-o", str(output)]) == 2
    assert "--force" in capsys.readouterr().err
    assert output.read_text(encoding="utf-8") == "mine"
    assert main(["form", "learn", str(blank), "-o", str(output), "--force"]) == 0
    assert load_form(output) == OTHER


def test_show_prints_the_outline(blank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "show", str(blank)]) == 0
    said = capsys.readouterr().out
    for part in (
        "Request for a library card",
        "1  About you",
        "1.2  Which town do you live in?",
        "at most 10 words",
        "Novels | Maps and atlases",
        "Marked unsure: nothing.",
    ):
        assert part in said
    assert " ari, " in " ".join(said.split()).split("No question has these roles")[1]


def test_show_prints_the_built_in_form_with_its_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "show"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "only if you ticked “ONS Secure Research Service” in question 1.3" in said
    assert "Every role by which rules find a question is there." in said


def test_blank_writes_a_form_that_is_learned_again(tmp_path: Path) -> None:
    definition = tmp_path / "card.yaml"
    definition.write_text(form_yaml(OTHER), encoding="utf-8")
    output = tmp_path / "blank.docx"
    assert main(["form", "blank", str(definition), "-o", str(output)]) == 0
    assert form_from(output) == OTHER


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["form", "learn", "nowhere.docx"], "There is no file 'nowhere.docx'"),
        (["form", "learn", "{folder}"], "is a folder"),
        (["form", "learn", "{folder}/text.yaml"], "is a definition already"),
        (["form", "learn", "{folder}/list.csv"], "is not a Word or OpenDocument file"),
        (["form", "learn", "{folder}/notes.txt"], "is not a Word or OpenDocument file"),
        (["form", "learn", "{folder}/prose.docx"], "No questions were found in it"),
        (["form", "show", "{folder}/text.yaml"], "text.yaml"),
        (["form", "blank", "-o", "{folder}/blank.pdf"], "end in .docx"),
        (["check", "{folder}", "--form", "nowhere.yaml"], "There is no file 'nowhere.yaml'"),
    ],
)
def test_what_is_no_form_is_said_in_a_sentence(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.yaml").write_text("form: x\ntitle: 3\n", encoding="utf-8")
    (tmp_path / "list.csv").write_text("name,why\na,b\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("A letter about nothing in particular.\n", encoding="utf-8")
    (tmp_path / "prose.docx").write_bytes(ooxml.docx(ooxml.paragraph("A letter about nothing in particular.")))
    assert main([argument.format(folder=tmp_path) for argument in arguments]) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert "Traceback" not in said.err


def test_check_takes_a_blank_and_names_the_form(blank: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = next((ROOT / "examples" / "blank-form").glob("*.docx"))
    code = main(["check", str(COMPLETE), "--today", TODAY, "-v", "--form", str(blank), "--form", str(example)])
    assert code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert (
        f'Read as the form "{builtin_form().title}": it matches to 100 %, and 52 of its 52 questions were found.'
        in said
    )


def test_a_submission_is_read_against_the_form_that_it_matches_best() -> None:
    for forms in ([OTHER, builtin_form()], [builtin_form(), OTHER]):
        form = dag_check.read(COMPLETE, form=forms).form
        assert form is not None
        assert (form.definition, form.match) == ("moj-secure-access", 1.0)


def test_a_form_that_the_submission_is_not_leaves_it_without_a_form() -> None:
    assert dag_check.read(COMPLETE, form=OTHER).form is None


def test_a_small_form_whose_labels_all_stand_in_a_large_one_does_not_win() -> None:
    section = builtin_form().sections[2]
    small = builtin_form().model_copy(update={"form": "small", "sections": (section,)})
    form = dag_check.read(COMPLETE, form=[small, builtin_form()]).form
    assert form is not None
    assert form.definition == "moj-secure-access"


def test_a_document_without_text_matches_no_form() -> None:
    empty = Document("empty.docx", "docx", (Paragraph((Span(""),)),))
    assert _read_as_best(empty, "empty.docx", [OTHER, builtin_form()], builtin()).match == 0
    assert read_form(empty, "empty.docx", OTHER, builtin()).match == 0


def test_forms_may_be_paths_in_the_library(blank: Path) -> None:
    assert dag_check.read(blank, form=blank).form is not None
    assert dag_check.read(blank, form=str(blank)).form is not None
    with pytest.raises(UsageError, match="no file"):
        dag_check.read(blank, form=[blank, "gone.yaml"])


def test_a_definition_with_a_mistake_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    text = form_yaml(OTHER).replace("answer: choices", "answer: chioces")
    file.write_text(text, encoding="utf-8")
    line = next(number for number, line in enumerate(text.splitlines(), start=1) if "chioces" in line)
    with pytest.raises(DataError, match=f"form.yaml, line {line}: .*answer"):
        form_from(file)


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("[maps, atlases]", "No question has the option 'atlases'"),
        ("\"'maps' in chosen &&\"", "does not compile"),
        ("\"'maps' in ticked\"", "There is no value 'ticked'"),
    ],
)
def test_a_condition_that_could_never_hold_is_a_mistake_with_its_line(when: str, says: str, tmp_path: Path) -> None:
    text = form_yaml(OTHER).replace("        max_words: 10\n", f"        when: {when}\n")
    file = tmp_path / "form.yaml"
    file.write_text(text, encoding="utf-8")
    line = next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith("        when:"))
    with pytest.raises(DataError) as raised:
        form_from(file)
    assert raised.value.line == line
    assert says in str(raised.value)


def test_an_id_that_is_there_twice_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(form_yaml(OTHER).replace("id: you.town", "id: you.name"), encoding="utf-8")
    with pytest.raises(DataError, match=r"'you\.name' is there twice"):
        form_from(file)


def test_what_is_unsure_is_marked_and_counted_in_the_yaml() -> None:
    question = QuestionDefinition(id="a.b", label="Why?", unsure="Say in `when` when it applies.")
    form = FormDefinition(form="f", title="F", sections=(SectionDefinition(id="a", title="A", questions=(question,)),))
    assert doubts(form) == [("a.b", "Say in `when` when it applies.")]
    text = form_yaml(form)
    assert "# 1 thing was not clear: search for `unsure`." in text
    assert 'unsure: "Say in `when` when it applies."' in text


@pytest.mark.parametrize("text", ["yes", "null", "3.10", "a: b", "# no", "“q” \"d\" 'x'", "tab\tend", "\x7f\x85\u2028\ufeff", "🙂", "- x", "~"])  # fmt: skip
def test_any_text_survives_the_yaml(text: str, tmp_path: Path) -> None:
    question = QuestionDefinition(
        id=text, label=text, number=text, role=text, options={text: text, "no": "No"}, when=(text,), guidance=(text,)
    )
    form = FormDefinition(
        form=text, title=text, edition=text, sections=(SectionDefinition(id=text, title=text, questions=(question,)),)
    )
    file = tmp_path / "form.yaml"
    file.write_text(form_yaml(form, file=text, origin=text), encoding="utf-8")
    assert load_form(file) == form
