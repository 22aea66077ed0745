"""The secretariat's letter: what it says, what it never says, and templates of an office's own."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import docx
import pytest
from lxml import etree

from dag_check import check, read
from dag_check.application import Answer, Application, Form, Question, Section
from dag_check.cli import main
from dag_check.commands.letter import addressee_of, name_in
from dag_check.errors import UsageError
from dag_check.feedback.letter import Addressee, builtin_template, render
from dag_check.knowledge import builtin
from dag_check.location import Location
from dag_check.report import Report
from tests.feedback import goldens
from tests.feedback.conftest import cell, finding, question, report, result
from tests.feedback.office import W, check_package, lines_of_word, p, parts_of, soffice, text_of, to_pdf, word

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 12, 1)
ANN = Addressee("Dr Ann Able", "Remand and what follows", (("", "datalinkingteam@justice.gov.uk"),))


def lines(data: bytes) -> list[str]:
    """The letter's paragraphs, after a look at whether the file is whole."""
    check_package(data)
    docx.Document(io.BytesIO(data))
    return lines_of_word(data)


def example_letter() -> bytes:
    application = read(ROOT / "examples" / "first-draft")
    return render(check(application, today=DAY), addressee=addressee_of(application, builtin()))


def a_report(*findings: str, code: str = "FRM002", severity: str = "error", **more: str) -> Report:
    made = [finding(message, question("3.5", "Explain"), "Answer it.") for message in findings]
    return report([result(code, "A question is not answered", *made, severity=severity)], **more)


def test_the_letter_on_the_example_reads_as_the_golden_file() -> None:
    golden = (goldens.GOLDEN / goldens.LETTER).read_text(encoding="utf-8")
    assert goldens.letter_text() == golden, f"If this is meant: {goldens.COMMAND}, and look at what changed."


def test_points_are_numbered_and_say_where_what_and_what_to_do() -> None:
    said = lines(render(a_report("Question 3.5 is blank."), addressee=ANN))
    at = said.index("1.\tQuestion 3.5  Explain")
    assert said[at + 1 : at + 3] == ["Question 3.5 is blank.", "What to do: Answer it."]


def test_codes_stand_in_the_table_at_the_end_and_nowhere_else() -> None:
    said = lines(render(a_report("It is blank; see FRM002."), addressee=ANN))
    coded = [text for text in said if "FRM002" in text]
    assert coded == ["FRM002"]
    assert 'It is blank; see "A question is not answered".' in said
    assert said.index("FRM002") > said.index("Yours sincerely,")


def test_a_ready_application_goes_to_the_panel_and_is_not_called_approved() -> None:
    said = " ".join(lines(render(report([result("FRM002", "Answered")]), addressee=ANN)))
    assert "We found nothing missing." in said
    assert "can now go to the Data Access Group panel" in said
    assert "not a decision" in said
    for word_ in ("approved", "granted", "accepted", "successful", "must be put right"):
        assert word_ not in said.casefold().replace("must approve it", "")


def test_what_a_person_must_look_at_is_not_passed_over() -> None:
    left = result("ETH005", "Within tolerance", status="cannot_tell", reason="It could not be worked out.")
    said = lines(render(report([left]), addressee=ANN))
    assert "•\tWithin tolerance" in said and "It could not be worked out." in said
    assert not [text for text in said if "can now go to" in text]


def test_nothing_read_asks_for_the_files_again() -> None:
    said = " ".join(lines(render(report([], outcome="not_checked"))))
    assert "could not read the files" in said and "send the application again" in said
    assert "can now go" not in said


def test_many_findings_of_a_kind_are_one_point_with_its_places() -> None:
    many = [finding(f"The variable v{row} has none.", cell(row, f"v{row}"), "Say why.") for row in range(12, 72)]
    said = lines(render(report([result("VAR002", "None", *many)])))
    (places,) = [text for text in said if text.startswith("The same goes for all 60")]
    assert "F12 v12; F13 v13" in places and places.endswith("and 20 more.")
    assert len([text for text in said if text.startswith("1.\t")]) == 1


def test_without_a_sure_name_the_letter_is_to_the_applicant() -> None:
    assert "Dear applicant," in lines(render(a_report("It is blank.")))
    assert "Dear Dr Ann Able," in lines(render(a_report("It is blank."), addressee=ANN))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dr Ann Able", "Dr Ann Able"), ("Ann Able, PhD, MSc", "Ann Able"), ("Prof. J.-P. O'Hara", "Prof. J.-P. O'Hara"),
        ("DR ANN ABLE", "DR ANN ABLE"), ("Miriam Okafor-Lindqvist", "Miriam Okafor-Lindqvist"), ("李 小龙", "李 小龙"),
        ("", ""), ("TBC", ""), ("Ann", ""), ("Ann Able and Ben Best", ""), ("to be confirmed", ""), ("see above", ""),
        ("Ann Able\nBen Best", ""), ("Ann Able (PI)", ""), ("Dr A Able / Dr B Best", ""), ("Name 1", ""),
        ("{{date}} Able", ""), ("ann@example.org Able", ""), ("The project team of Northbridge", ""),
    ],
)  # fmt: skip
def test_a_name_counts_only_where_it_is_sure(text: str, name: str) -> None:
    assert name_in(text) == name


def application(chosen: tuple[str, ...] = (), name: str = "Dr Ann Able", **lead: object) -> Application:
    data = Question(id="d", role="data", kind="choices", answer=Answer(chosen=chosen), location=Location())
    who = Question(id="l", role="lead", kind="fields", answer=Answer(fields={"Name": name}), location=Location())
    title = Question(id="t", role="title", answer=Answer(text="Remand and what follows"), location=Location())
    section = Section(id="s", questions=(data, who.model_copy(update=lead), title), location=Location())
    return Application(form=Form(file="f.docx", definition="x", sections=(section,)))


def test_name_title_and_addresses_come_from_the_form() -> None:
    made = addressee_of(application(("moj", "hmcts", "data_first_hmpps")), builtin())
    assert (made.name, made.project) == ("Dr Ann Able", "Remand and what follows")
    assert made.contacts == (
        ("data held by the Ministry of Justice and Data First data", "datalinkingteam@justice.gov.uk"),
        ("data held by HM Courts and Tribunals Service", "dataaccesspanel@justice.gov.uk"),
    )


@pytest.mark.parametrize("chosen", [(), ("hmpps_other",), ("something_new",)])
def test_where_nothing_is_known_of_the_data_there_is_one_address(chosen: tuple[str, ...]) -> None:
    assert addressee_of(application(chosen), builtin()).contacts == (("", "datalinkingteam@justice.gov.uk"),)


@pytest.mark.parametrize("change", [{"found": False}, {"unsure": "Its label was changed."}])
def test_a_name_behind_a_label_that_is_not_sure_is_not_used(change: dict[str, object]) -> None:
    assert addressee_of(application(**change), builtin()).name == ""


def test_an_application_without_a_form_has_an_address_too() -> None:
    assert addressee_of(Application(), builtin()) == Addressee("", "", (("", "datalinkingteam@justice.gov.uk"),))


def test_the_letter_is_the_same_to_the_byte_each_time() -> None:
    assert render(a_report("It is blank."), addressee=ANN) == render(a_report("It is blank."), addressee=ANN)


# Templates.


def filled(body: str, made: Report | None = None, addressee: Addressee = ANN) -> list[str]:
    return lines(
        render(made or a_report("It is blank."), addressee=addressee, template=word(body), template_name="ours.docx")
    )


def test_a_placeholder_may_be_split_over_runs_and_keeps_the_look_of_the_first() -> None:
    body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>On {{</w:t></w:r><w:r><w:t>da</w:t></w:r><w:r><w:t>te}} we</w:t></w:r></w:p>"
    assert filled(body) == ["On 22 November 2026 we"]


def test_what_is_filled_in_never_becomes_a_placeholder_or_code() -> None:
    evil = "{{must_be_put_right}}"
    for text in (evil, "{{ 7*7 }}", "{% for x in y %}", "{{if ready}}", "<w:p/>&amp;"):
        said = filled(p("{{project}}") + p("{{must_be_put_right}}"), a_report(text), Addressee(project=text))
        assert said[0] == text
        assert text in said


def test_conditions_keep_or_drop_what_stands_between() -> None:
    body = (
        p("{{if ready}}")
        + p("Ready.")
        + p("{{end}}")
        + p("{{ If changes_needed }}")
        + p("Changes.")
        + p("{{END}}")
        + p("Yours")
    )
    assert filled(body) == ["Changes.", "Yours"]
    assert filled(body, report([])) == ["Ready.", "Yours"]


def test_headers_and_footers_are_filled_and_other_parts_left_alone() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    header = f'<w:hdr xmlns:w="{W[1:-1]}">{p("Ref {{submission}}")}</w:hdr>'
    data = word(
        p("{{salutation}}"),
        {"word/header1.xml": header, "word/media/logo.xml": "<logo/>"},
        f'<Relationship Id="rId5" Type="{office}/header" Target="header1.xml"/>',
    )
    after = parts_of(render(a_report("It is blank."), addressee=ANN, template=data))
    assert text_of(etree.fromstring(after["word/header1.xml"])) == "Ref first-draft"
    assert {name for name, part in parts_of(data).items() if after[name] != part} == {
        "word/document.xml",
        "word/header1.xml",
    }


def test_paragraphs_that_are_filled_in_look_as_the_placeholder_does() -> None:
    body = '<w:p><w:pPr><w:pStyle w:val="Quote"/></w:pPr><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>{{must_be_put_right}}</w:t></w:r></w:p>'
    root = etree.fromstring(parts_of(render(a_report("It is blank."), template=word(body)))["word/document.xml"])
    made = [para for para in root.iter(W + "p") if text_of(para)]
    assert len(made) == 4
    assert all(para.find(f"{W}pPr/{W}pStyle") is not None for para in made)
    assert all(para.find(f"{W}r/{W}rPr/{W}color") is not None for para in made)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (p("{{salutaton}}"), r"\{\{salutaton\}\} is not a placeholder. There are: date, salutation"),
        (p("See {{contacts}}"), r"\{\{contacts\}\} must stand alone"),
        (p("{{if sunny}}") + p("{{end}}"), "is not a condition. There are: advice, changes_needed"),
        (p("{{if ready}}") + p("text"), r"has no \{\{end\}\}"),
        (p("{{if ready}}") + p("{{if ready}}") + p("{{end}}"), "cannot stand in each other"),
        (p("text") + p("{{end}}"), r"\{\{end\}\} must stand alone"),
    ],
)
def test_a_mistake_in_a_template_is_named(body: str, why: str) -> None:
    with pytest.raises(UsageError, match=rf"The template ours.docx cannot be filled: .*{why}"):
        filled(body)


def test_a_word_template_becomes_a_document_and_one_with_macros_is_refused() -> None:
    main_type = "wordprocessingml.document.main"
    types = parts_of(word(p("{{date}}")))["[Content_Types].xml"].decode()
    dotx = types.replace(main_type, "wordprocessingml.template.main")
    after = parts_of(render(a_report("x"), template=word(p("{{date}}"), {"[Content_Types].xml": dotx})))
    assert main_type in after["[Content_Types].xml"].decode()
    docm = types.replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"
    )
    with pytest.raises(UsageError, match="macros"):
        render(a_report("x"), template=word(p("{{date}}"), {"[Content_Types].xml": docm}))


def test_the_built_in_template_uses_nothing_but_what_is_documented() -> None:
    documented = (ROOT / "docs" / "letter.md").read_text(encoding="utf-8")
    root = etree.fromstring(parts_of(builtin_template().read_bytes())["word/document.xml"])
    used = {text_of(para) for para in root.iter(W + "p") if text_of(para).startswith("{{")}
    assert len(used) > 8
    assert not [mark for mark in used if f"`{mark}`" not in documented]


# The command.


def test_the_extension_docx_asks_for_a_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply = tmp_path / "reply.docx"
    assert main(["check", str(ROOT / "examples" / "first-draft"), "-o", str(reply), "--today", "2026-12-01"]) == 1
    assert lines(reply.read_bytes())[2] == "Dear Dr Miriam Okafor-Lindqvist,"
    assert lines(reply.read_bytes()) == lines(example_letter())


def test_an_office_starts_from_the_built_in_template(tmp_path: Path) -> None:
    ours, reply = tmp_path / "ours.docx", tmp_path / "reply.docx"
    assert main(["letter-template", "-o", str(ours)]) == 0
    assert main(["letter-template", "-o", str(ours)]) == 2
    draft = str(ROOT / "examples" / "first-draft")
    assert main(["check", draft, "-o", str(reply), "--template", str(ours), "--today", "2026-12-01"]) == 1
    assert lines(reply.read_bytes()) == lines(example_letter())


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["-o", "reply.html", "--template", "ours.docx"], "--template is for letters"),
        (["-o", "reply.docx", "--template", "gone.docx"], "cannot be read"),
    ],
)
def test_wrong_use_is_said(
    arguments: list[str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", str(ROOT / "examples" / "complete"), *arguments]) == 2
    assert why in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_letter(tmp_path: Path) -> None:
    import pypdf

    letter = tmp_path / "reply.docx"
    letter.write_bytes(example_letter())
    (pdf,) = to_pdf([letter], tmp_path)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert "Dear Dr Miriam Okafor-Lindqvist" in text and "{{" not in text
