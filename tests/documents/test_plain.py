"""What is read from plain text and HTML: what a person would see, in whatever encoding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dag_check.documents.model import Paragraph, Table, paragraphs
from dag_check.documents.plain import join_wrapped, read_html, read_plain, read_rtf
from dag_check.errors import UnreadableFile


def lines(data: bytes) -> list[str]:
    return [p.text for p in paragraphs(read_plain("a.txt", data).blocks)]


def shown(page: str) -> list[str]:
    return [p.text for p in paragraphs(read_html("a.html", page.encode()).blocks)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_in_any_common_encoding(encoding: str) -> None:
    assert lines("Résumé of £5 – “fine”\r\nSecond line\r\n\r\n".encode(encoding)) == [
        "Résumé of £5 – “fine”",
        "Second line",
    ]


def test_typed_boxes_are_boxes() -> None:
    (paragraph,) = read_plain("a.txt", "☐ Yes ☑ No".encode()).blocks
    assert isinstance(paragraph, Paragraph)
    assert [(s.text, s.box) for s in paragraph.spans] == [("☐", True), (" Yes ", False), ("☒", True), (" No", False)]


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    assert join_wrapped(
        [
            "The committee has reviewed the study and gives a favourable opinion",
            "subject to the conditions that are set out in the annex below.",
            "Yours sincerely",
            "the chair",
        ]
    ) == [
        "The committee has reviewed the study and gives a favourable opinion subject to the conditions that are set out in the annex below.",
        "Yours sincerely",
        "the chair",
    ]


def test_a_text_with_long_lines_was_not_broken_and_stays() -> None:
    text = ["x" * 150, "Name of the applicant and so on and so forth, which is long", "none"]
    assert join_wrapped(text) == text


@pytest.mark.parametrize("read", [read_plain, read_rtf])
def test_rich_text_is_refused_with_advice(read: object) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("a.rtf", b"{\\rtf1 Hello}")  # type: ignore[operator]
    assert caught.value.reason == "unsupported"
    assert ".docx" in caught.value.remedy


def test_only_what_a_browser_shows_is_read() -> None:
    page = (
        "<html><head><title>T</title><style>x{}</style></head><body><h2>Part 1</h2>Hello <b>you</b>\n there<script>no()</script>"
        "<p style='display:none'>hidden</p><p>two<br>lines</p><textarea>typed</textarea>"
        "<select><option>A<option selected>B</select></body></html>"
    )
    assert shown(page) == ["Part 1", "Hello you there", "two\nlines", "typed", "B"]


def test_headings_lists_and_boxes_of_html() -> None:
    document = read_html(
        "a.html", b"<h3>Head</h3><ol start=3><li>three<li>four</ol><ul><li>dot</ul><p><input type=checkbox checked> Yes"
    )
    found = [p for p in document.blocks if isinstance(p, Paragraph)]
    assert [(p.heading, p.number, p.text) for p in found] == [
        (3, "", "Head"),
        (None, "3.", "three"),
        (None, "4.", "four"),
        (None, "•", "dot"),
        (None, "", "☒ Yes"),
    ]


def test_tables_keep_their_grid_around_merged_cells() -> None:
    document = read_html("a.html", b"<table><tr><td rowspan=2>a<td>b<tr><td>c<td colspan=2>d</table>")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [[(c.text, c.row, c.col, c.row_span, c.col_span) for c in row] for row in table.rows] == [
        [("a", 0, 0, 2, 1), ("b", 0, 1, 1, 1)],
        [("c", 1, 1, 1, 1), ("d", 1, 2, 1, 2)],
    ]


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "b", "p"])
def test_nesting_without_end_is_survived(tag: str) -> None:
    assert "end" in read_html("a.html", (f"<{tag}>" * 20_000 + "end").encode()).text + "end"


@pytest.mark.parametrize(
    "page", ["", " ", "<", "<!-- ", "<html>", "\x00", "<?xml version='1.0' encoding='x-nope'?><p>hi"]
)
def test_odd_pages_are_empty_or_text(page: str) -> None:
    if not page:
        with pytest.raises(UnreadableFile):
            shown(page)
    else:
        assert isinstance(shown(page), list)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<table>",
                "<tr>",
                "<td>",
                "</td>",
                "</table>",
                "<li>",
                "<ul>",
                "</ul>",
                "<b>",
                "<div>",
                "<h1>",
                "#",
            ]
        ),
        max_size=40,
    )
)
def test_every_visible_word_stands_once_and_in_order(pieces: list[str]) -> None:
    words = iter(f"w{n}" for n in range(99))
    page = "".join(f" {next(words)} " if piece == "#" else piece for piece in pieces)
    found = " ".join(shown("<body>" + page + "</body>")).split()
    assert sorted(found) == sorted(f"w{n}" for n in range(pieces.count("#")))


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_a_text_and_a_page(data: bytes) -> None:
    try:
        assert isinstance(read_plain("a.txt", data).text, str)
        assert isinstance(read_html("a.html", data).text, str)
    except UnreadableFile:
        return
