"""Blank forms are written from definitions and learned again as the same definitions; a copy of one that is filled is read right."""

from __future__ import annotations

import io
import itertools
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from dag_check.documents import open_file
from dag_check.documents.guard import DEFAULT_LIMITS
from dag_check.documents.model import Document, Paragraph, Table
from dag_check.forms.blank import write_blank
from dag_check.forms.definition import FormDefinition, QuestionDefinition, SectionDefinition
from dag_check.forms.learn import learn_form
from dag_check.forms.library import builtin_form, load_form
from dag_check.forms.marks import LONGEST, Mark, MarkWriter, read_mark
from dag_check.forms.phrases import hint, read_hint
from dag_check.forms.yaml_out import form_yaml
from dag_check.intake.form import read_form
from dag_check.knowledge import builtin

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(data: bytes) -> Document:
    content = open_file("blank.docx", data, DEFAULT_LIMITS)
    assert isinstance(content, Document)
    return content


def learned(form: FormDefinition) -> FormDefinition:
    return learn_form(opened(write_blank(form)))


# --- definitions of reasonable content ----------------------------------------------------------------------------------

WORDS = [
    "data",
    "project",
    "research",
    "table",
    "describe",
    "analysis",
    "method",
    "justice",
    "court",
    "summary",
    "public",
    "benefit",
    "risk",
    "store",
    "secure",
    "team",
    "output",
    "licence",
    "source",
    "owner",
    "review",
    "approval",
    "variable",
    "period",
    "cohort",
    "region",
    "outcome",
    "funder",
    "contact",
    "name",
    "date",
    "sign",
    "link",
]


def phrase(least: int, most: int) -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(WORDS), min_size=least, max_size=most)
    return words.map(lambda chosen: " ".join(chosen).capitalize())


ids = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
policies = st.sampled_from(["never", "reason", "free"])
kinds = st.sampled_from(["text", "choice", "choices", "date", "yes_no", "people", "table", "fields", "signature"])
ends = st.sampled_from(
    ["", "?", ":", " (attach it)", ", if any", " (no more than 200 words)", " – tick all that apply"]
)


@st.composite
def forms(draw: st.DrawFn) -> FormDefinition:
    """Forms as people write them: sections with questions of all kinds, conditions on the questions before."""
    sections: list[SectionDefinition] = []
    before: list[QuestionDefinition] = []
    names = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    titles = draw(st.lists(phrase(1, 5), min_size=len(names), max_size=len(names), unique_by=str.casefold))
    numbered = draw(st.booleans())
    for place, (name, title) in enumerate(zip(names, titles, strict=True), start=1):
        when = draw(conditions(before, alternatives=True))
        questions = []
        for position, own in enumerate(draw(st.lists(ids, min_size=1, max_size=5, unique=True)), start=1):
            number = f"{place}.{position}" if numbered else ""
            question = draw(one_question(f"{name}.{own}", number, before))
            questions.append(question)
            before.append(question)
        guidance = tuple(draw(st.lists(phrase(3, 12), max_size=2, unique=True)))
        sections.append(
            SectionDefinition(
                id=name, number=str(place) if numbered else "", title=title, when=when, guidance=guidance,
                questions=tuple(questions),
            )
        )  # fmt: skip
    return FormDefinition(
        form=draw(st.from_regex(r"[a-z][a-z-]{2,12}", fullmatch=True)),
        title=f"Request form: {draw(phrase(2, 6))}",
        edition=draw(st.sampled_from(["", "2026", "Version 3, May 2021", "the one of November"])),
        wording=draw(st.sampled_from(["verified", "unverified"])),
        instructions=tuple(draw(st.lists(phrase(4, 15), max_size=3, unique=True))),
        sections=tuple(sections),
    )


@st.composite
def one_question(draw: st.DrawFn, name: str, number: str, before: list[QuestionDefinition]) -> QuestionDefinition:
    taken = {question.label for question in before}
    label = draw(phrase(2, 12).map(lambda text: text + draw(ends)).filter(lambda text: text not in taken))
    kind = draw(kinds)
    several = st.lists(phrase(1, 4), min_size=1, max_size=4, unique_by=str.casefold)
    parts: dict[str, Any] = {}
    if kind in ("choice", "choices"):
        labels = draw(st.lists(phrase(1, 6), min_size=2, max_size=5, unique_by=str.casefold))
        options = draw(st.lists(ids, min_size=len(labels), max_size=len(labels), unique=True))
        stem = name.replace(".", "_")
        parts["options"] = {f"{stem}_{option}": label for option, label in zip(options, labels, strict=True)}
    elif kind in ("people", "table"):
        parts["columns"] = tuple(draw(several))
    elif kind in ("fields", "signature"):
        parts["fields"] = tuple(draw(several))
    elif kind == "text":
        limit = 200 if "200 words" in label else draw(st.none() | st.integers(1, 4000))
        parts["max_words"] = limit
        parts["max_characters"] = draw(st.none() | st.integers(1, 20000))
    if kind != "text" and "200 words" in label:
        parts["max_words"] = 200
    return QuestionDefinition(
        id=name, number=number, label=label, answer=kind, na=draw(policies), role=draw(st.just("") | ids),
        guidance=tuple(draw(st.lists(phrase(3, 14).map(lambda text: text + "."), max_size=2, unique=True))),
        when=draw(conditions(before, alternatives=False)), **parts,
    )  # fmt: skip


@st.composite
def conditions(draw: st.DrawFn, before: list[QuestionDefinition], *, alternatives: bool) -> Any:
    """None, options of questions before, or an expression over the answers to them."""
    choices = [question for question in before if question.options]
    asked = [question for question in before if question.options or question.answer == "yes_no"]
    shape = draw(st.sampled_from(["none", "none", "options", "formula", "free formula"]))
    if shape == "options" and choices:
        options = [option for question in choices for option in question.options]
        return tuple(draw(st.lists(st.sampled_from(options), min_size=1, max_size=4, unique=True)))
    if shape == "formula" and asked:
        terms = []
        for question in draw(st.lists(st.sampled_from(asked), min_size=1, max_size=3)):
            option = draw(st.sampled_from(list(question.options) or ["yes", "no"]))
            term = f"'{option}' in choices['{question.id}']"
            terms.append(draw(st.sampled_from([term, f"!({term})"])))
        return draw(st.sampled_from([" && ", " || "])).join(terms)
    return "size(chosen) > 2" if shape == "free formula" else None


# --- what holds ---------------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms())
def test_the_blank_of_a_definition_is_learned_as_that_definition(form: FormDefinition) -> None:
    assert learned(form) == form


def test_the_built_in_form_is_learned_from_its_blank_exactly() -> None:
    assert learned(builtin_form()) == builtin_form()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(form=forms())
def test_a_definition_survives_the_way_through_yaml(form: FormDefinition, tmp_path_factory: Any) -> None:
    file = tmp_path_factory.mktemp("yaml") / "form.yaml"
    file.write_text(form_yaml(form), encoding="utf-8")
    assert load_form(file) == form


# --- a copy that is filled ----------------------------------------------------------------------------------------------


def filled(data: bytes, answers: dict[str, str], ticks: set[str]) -> bytes:
    """A blank with its controls filled as Word does it: texts by question id (the same in every control of it), boxes by option id."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(content)
                for control in root.iter(f"{W}sdt"):
                    _fill(control, answers, ticks)
                content = etree.tostring(root)
            new.writestr(name, content)
    return stream.getvalue()


def _fill(control: Any, answers: dict[str, str], ticks: set[str]) -> None:
    properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    mark = read_mark(properties.find(f"{W}tag").get(f"{W}val"), {})
    text = next(content.iter(f"{W}t"))
    assert mark is not None
    if mark.option:
        text.text = "☒" if mark.option in ticks else "☐"
        for state in properties.iter("{*}checked"):
            state.set(next(iter(state.attrib)), "1" if mark.option in ticks else "0")
    elif mark.question in answers:
        text.text = answers[mark.question]
        for waiting in properties.findall(f"{W}showingPlcHdr"):
            properties.remove(waiting)


def test_a_filled_copy_is_read_right_by_the_definition_and_by_the_form_that_is_learned_from_the_blank() -> None:
    form = builtin_form()
    blank = write_blank(form)
    answers = {
        question.id: f"What we say of {question.id}, at some length."
        for question in form.questions
        if not question.options and question.answer != "yes_no"
    }
    ticks = {"moj", "ons_srs", "new", "approval"}
    document = opened(filled(blank, answers, ticks))
    for definition in (form, learned(form)):
        read = read_form(document, "filled.docx", definition, builtin()).form
        assert read.match == 1.0
        for question in read.questions:
            assert question.found and not question.unsure, question.id
            wanted = answers.get(question.id)
            if wanted is None:
                assert set(question.answer.chosen) == ticks & set(question.options), question.id
            elif question.kind == "people":
                assert [set(person.cells.values()) for person in question.answer.people] == [{wanted}] * 5
            elif question.kind in ("fields", "signature"):
                assert question.answer.fields == dict.fromkeys(question.field_labels, wanted), question.id
            else:
                assert question.answer.text == wanted, question.id


def test_in_the_blank_itself_no_question_is_answered() -> None:
    read = read_form(opened(write_blank(builtin_form())), "blank.docx", builtin_form(), builtin()).form
    assert [question.id for question in read.questions if not question.answer.is_blank] == []


# --- the file -----------------------------------------------------------------------------------------------------------


def test_the_same_definition_gives_the_same_bytes() -> None:
    assert write_blank(builtin_form()) == write_blank(builtin_form())


def test_the_blank_is_accessible() -> None:
    """Title and language are set, tables have header rows and alternative texts, headings are neither empty nor skip a level."""
    with zipfile.ZipFile(io.BytesIO(write_blank(builtin_form()))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        styles = package.read("word/styles.xml").decode()
        core = package.read("docProps/core.xml").decode()
    assert builtin_form().title in core
    assert '<w:lang w:val="en-GB"' in styles
    for table in body.iter(f"{W}tbl"):
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
    levels = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val")
        if name in ("Title", "Heading1", "Heading2"):
            assert "".join(paragraph.itertext()).strip()
            levels.append(["Title", "Heading1", "Heading2"].index(name))
    assert levels[0] == 0
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_control_has_a_name_a_unique_id_and_a_tag_that_word_takes() -> None:
    with zipfile.ZipFile(io.BytesIO(write_blank(builtin_form()))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    ids = []
    for properties in body.iter(f"{W}sdtPr"):
        assert properties.find(f"{W}alias").get(f"{W}val")
        assert len(properties.find(f"{W}alias").get(f"{W}val")) <= LONGEST
        assert len(properties.find(f"{W}tag").get(f"{W}val")) <= LONGEST
        ids.append(properties.find(f"{W}id").get(f"{W}val"))
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "text", ["A “quoted” & <odd> label", "Bell \x07 and vertical tab \x0b", "Ünïcödé – ✓ 日本 🙂", "a" * 500]
)
def test_any_text_can_be_written(text: str) -> None:
    question = QuestionDefinition(id="a.b", label=text, answer="choice", options={"x": text, "y": "Other"})
    form = FormDefinition(
        form="f", title=text, sections=(SectionDefinition(id="a", title=text, questions=(question,)),)
    )
    blocks = opened(write_blank(form)).blocks
    assert any(isinstance(block, Paragraph | Table) for block in blocks)


# --- marks and sentences ------------------------------------------------------------------------------------------------


@given(
    st.builds(
        Mark,
        question=st.text("abc.:|!#_é ", min_size=1, max_size=80),
        option=st.text("abc:|! ", max_size=40),
        role=st.text("abc:|!", max_size=40),
        kind=st.sampled_from(["", "people", "signature"]),
    )
)
def test_a_mark_fits_a_tag_and_is_read_again_whatever_its_length(mark: Mark) -> None:
    writer = MarkWriter()
    tag = writer.tag(mark)
    assert len(tag) <= LONGEST
    assert read_mark(tag, writer.properties) == mark


@pytest.mark.parametrize("tag", ["", "dag:", "dag:#1", "dag:#9", "name", "dag:a|b|c", "dag:a!unheard_of"])
def test_a_tag_of_others_is_no_mark(tag: str) -> None:
    assert read_mark(tag, {"dag:#1": "[1]"}) is None


def test_ids_that_are_too_long_for_word_survive() -> None:
    long = "a_section_with_a_very_long_name." + "question_" * 8
    question = QuestionDefinition(id=long, label="What do you need?", role="r" * 70)
    form = FormDefinition(
        form="f", title="A form", sections=(SectionDefinition(id="s", title="Needs", questions=(question,)),)
    )
    assert learned(form) == form


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (QuestionDefinition(id="a", label="Why?"), ""),
        (QuestionDefinition(id="a", label="Why?", na="free"), "If this does not apply, write “N/A”."),
        (QuestionDefinition(id="a", label="Why?", max_words=1500), "No more than 1,500 words."),
        (QuestionDefinition(id="a", label="Why? (no more than 300 words)", max_words=300), ""),
        (QuestionDefinition(id="a", label="Which? Tick all that apply", answer="choices"), ""),
        (QuestionDefinition(id="a", label="Which?", answer="choice"), "Tick one."),
        (QuestionDefinition(id="a", label="Is it?", answer="yes_no", na="reason"), "Tick one. If this does not apply, write “N/A” and say why."),
    ],
)  # fmt: skip
def test_a_hint_says_what_the_questions_own_words_do_not(question: QuestionDefinition, says: str) -> None:
    assert hint(question) == says
    assert (read_hint(says) is None) == (not says)


def test_a_question_that_was_copied_in_word_becomes_a_question_of_its_own() -> None:
    """Its controls carry the marks of the question that it was copied from."""
    question = QuestionDefinition(id="a.why", label="Why do you need the data?", role="purpose")
    form = FormDefinition(
        form="f", title="A form", sections=(SectionDefinition(id="a", title="Needs", questions=(question, question)),)
    )
    first, second = learned(form).questions
    assert first == question
    assert second.id != question.id
    assert second.label == question.label
