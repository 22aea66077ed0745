"""`dag-check ari learn`: the areas of an edition from a saved page, and what follows for the feedback."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import yaml

from dag_check.cli import main
from dag_check.knowledge import Knowledge
from dag_check.research_interests import editions, nearest

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ministry of Justice areas of research interest 2025 - GOV.UK</title><script>alert(1)</script></head>
<body><a>Skip to main content</a><div id="global-cookie-message"><h2>Cookies on GOV.UK</h2><p>We use some essential cookies.</p>
<p>Would you like to accept additional cookies?</p><button>Accept additional cookies</button></div>
<header><h2>Navigation menu</h2><ul><li><a>Business and self-employed people services</a></li></ul></header>
<main><h1>Ministry of Justice areas of research interest 2025</h1><p>Published 25 September 2025</p>
<nav><h2>Contents</h2><ol><li>1. Foreword from the chief analyst</li><li>2. Theme one: Prisons that really work</li></ol></nav>
<h2>1. Foreword from the chief analyst</h2><p>What will you find here?</p>
<h2>2. Theme one: Prisons</h2><p>Prisons matter.</p>
<h3>2.1 Calm wings</h3><p>We ask:</p><ul><li>What makes wings calm at night?</li><li>the drivers of violence between young adults</li></ul>
<h3>2.2 Education and work</h3><ol><li>Which courses lead to work on release?</li></ol>
<h2>3. Timely hearings</h2><ul><li>How can hearings be listed sooner?</li></ul>
<h2>4. How to engage with us</h2><p>Do you have evidence?</p><h3>Email</h3><p>x@y.example</p>
<h2>Is this page useful?</h2><button>Maybe</button></main>
<footer><h2>Services and information</h2><ul><li>Benefits and all the other services here</li></ul><h2>Support links</h2></footer></body></html>"""


def learned(tmp_path: Path, *more: str, page: str = PAGE) -> Path:
    saved = tmp_path / "page.html"
    saved.write_text(page, encoding="utf-8")
    (tmp_path / "own" / "ari").mkdir(parents=True, exist_ok=True)
    target = tmp_path / "own" / "ari" / "2025.yaml"
    assert main(["ari", "learn", str(saved), "-o", str(target), *more]) == 0
    return target


def test_headings_and_questions_are_learned_and_the_rest_of_the_page_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = yaml.safe_load(learned(tmp_path).read_text(encoding="utf-8"))
    assert (content["edition"], content["current"], str(content["published"])) == ("2025", True, "2025-09-25")
    assert content["areas"] == [
        {
            "name": "Calm wings",
            "questions": ["What makes wings calm at night?", "the drivers of violence between young adults"],
        },
        {"name": "Education and work", "questions": ["Which courses lead to work on release?"]},
        {"name": "Timely hearings", "questions": ["How can hearings be listed sooner?"]},
    ]
    assert content["themes"] == ["Theme one: Prisons"]
    printed = " ".join(capsys.readouterr().out.split())
    assert "3 areas with 4 questions" in printed and "How to engage with us" in printed


def test_without_output_the_edition_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    assert main(["ari", "learn", str(tmp_path / "page.html")]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["edition"] == "2025"


@pytest.mark.parametrize("format_name", ["docx", "odt"])
def test_a_word_or_opendocument_copy_is_learned_as_well(tmp_path: Path, format_name: str) -> None:
    page = tmp_path / f"page.{format_name}"
    page.write_bytes(_docx() if format_name == "docx" else _odt())
    target = tmp_path / "2025.yaml"
    assert main(["ari", "learn", str(page), "-o", str(target)]) == 0
    assert yaml.safe_load(target.read_text(encoding="utf-8"))["areas"] == [
        {"name": "Calm wings", "questions": ["What makes wings calm at night?"]}
    ]


def test_a_list_that_is_there_is_only_written_over_when_told_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = learned(tmp_path)
    assert main(["ari", "learn", str(tmp_path / "page.html"), "-o", str(target)]) == 2
    assert "--force" in capsys.readouterr().err
    learned(tmp_path, "--force")
    target.write_text('edition: "2025"\ntitle: x\nareas: unknown\n', encoding="utf-8")
    learned(tmp_path)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<h1>Annual report 2025</h1><p>Figures.</p>", "does not speak of Areas of Research Interest"),
        ("<p>Areas of research interest 2025</p><p>Text only</p>", "no headings"),
        ("<h1>Areas of research interest</h1><h2>Prisons</h2><p>Why?</p>", "--edition"),
        ("", "empty"),
    ],
)
def test_what_cannot_be_learned_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], page: str, says: str
) -> None:
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert main(["ari", "learn", str(tmp_path / "page.html")]) == 2
    assert says in capsys.readouterr().err


def test_a_year_that_the_page_does_not_tell_can_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text(
        "<h1>Areas of research interest</h1><h2>Prisons</h2><p>Why are they full?</p>", encoding="utf-8"
    )
    assert main(["ari", "learn", str(tmp_path / "page.html"), "--edition", "2027"]) == 0
    content = yaml.safe_load(capsys.readouterr().out)
    assert (content["edition"], content["current"]) == ("2027", True)


def test_the_nearest_areas_are_suggested_from_the_learned_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = learned(tmp_path).parents[1]
    edition = editions(Knowledge([rules]))["2025"]
    assert nearest("Which training courses in custody are followed by work?", edition)[0] == "Education and work"
    assert nearest("Zebras.", edition) == ()
    submission = Path(__file__).parent / "corpus" / "submissions" / "f26-ari-named-only"
    capsys.readouterr()
    main(["check", str(submission), "--rules", str(rules), "--today", "2026-11-22", "--select", "ARI"])
    assert "seem near" in " ".join(capsys.readouterr().out.split())


def test_an_area_that_the_learned_list_does_not_hold_is_a_finding(tmp_path: Path) -> None:
    from dag_check.rulebook import RuleCase, evaluate, load_rulebook
    from dag_check.rulebook.cases import application_of
    from tests.checks.application_cases import TODAY

    rulebook = load_rulebook([learned(tmp_path).parents[1]])

    def status(answer: str) -> str:
        change = {
            "answers": {"project.ari": answer},
            "ari": [{"question": "project.ari", "editions": ["2025"], "explains": True, "quote": "x"}],
        }
        report = evaluate(
            application_of(RuleCase(name="x", change=change, expect="pass")), rulebook, today=TODAY, select=["ARI004"]
        )
        return report.results[0].status

    assert status("It addresses the area 'Calm wings' of 2025.") == "pass"
    assert status("It addresses the area \u2018Timely hearing\u2019 of 2025.") == "pass"
    assert status("The theme \u201cTheme one: Prisons\u201d and the area \u201cEducation & work\u201d.") == "pass"
    assert status('It addresses the area "Better legal advice online" of 2025.') == "problem"
    assert status("It helps prisons to be calm.") == "not_applicable"


def test_the_editions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ari", "list"]) == 0
    assert "(current): areas not loaded" in capsys.readouterr().out


def _docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("Ministry of Justice areas of research interest 2025", 0)
    document.add_heading("Ministry of Justice areas of research interest 2025", 1)
    document.add_heading("Introduction", 2)
    document.add_paragraph("Why do we publish this?")
    document.add_heading("Calm wings", 2)
    document.add_paragraph("What makes wings calm at night?")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _odt() -> bytes:
    from odfdo import Document, Header, Paragraph

    document = Document("text")
    body = document.body
    body.clear()
    body.append(Header(1, "Ministry of Justice areas of research interest 2025"))
    body.append(Header(2, "Introduction"))
    body.append(Paragraph("Why do we publish this?"))
    body.append(Header(2, "Calm wings"))
    body.append(Paragraph("What makes wings calm at night?"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
