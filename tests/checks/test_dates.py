"""FRM008, and the reading of dates: every English spelling, rough dates given the benefit of the doubt, and what is no date left to a person."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dag_check.dates import dates_in, is_relative, speaks_of_a_duration
from tests.checks.application_cases import result

FIRST_OF_APRIL = (dt.date(2027, 4, 1), dt.date(2027, 4, 1))


@pytest.mark.parametrize(
    "written",
    ["1 April 2027", "1st April 2027", "1st of April 2027", "01/04/2027", "01/04/27", "1.4.27", "1-4-2027", "2027-04-01", "2027/04/01", "01-Apr-27",
     "1 Apr 27", "1Apr2027", "April 1, 2027", "April 1st, 2027", "Thursday 1 April 2027", "the 1st day of April, 2027", "01 04 2027", "1 April, 2027",
     "week commencing 1 April 2027", "2027-04-01 00:00:00", "1\u00a0April\u00a02027"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert [(date.earliest, date.latest) for date in dates_in(written)] == [FIRST_OF_APRIL]


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("April 2027", "2027-04-01", "2027-04-30"),
        ("04/2027", "2027-04-01", "2027-04-30"),
        ("2027-04", "2027-04-01", "2027-04-30"),
        ("Apr-27", "2027-04-01", "2027-04-30"),
        ("April '27", "2027-04-01", "2027-04-30"),
        ("early April 2027", "2027-04-01", "2027-04-30"),
        ("Q2 2027", "2027-04-01", "2027-06-30"),
        ("second quarter of 2027", "2027-04-01", "2027-06-30"),
        ("Spring 2027", "2027-02-01", "2027-06-30"),
        ("Winter 2026/27", "2026-10-01", "2027-03-31"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("academic year 2027/28", "2027-01-01", "2028-12-31"),
    ],
)
def test_a_rough_date_is_every_day_that_it_can_mean(written: str, earliest: str, latest: str) -> None:
    (date,) = dates_in(written)
    assert (str(date.earliest), str(date.latest)) == (earliest, latest)


@pytest.mark.parametrize(
    ("written", "first", "second"),
    [
        ("1st of April 2027 - 31st March 2029", "2027-04-01", "2029-03-31"),
        ("1 April - 30 September 2027", "2027-04-01", "2027-09-30"),
        ("1 October to 31 March 2028", "2027-10-01", "2028-03-31"),
        ("April\u2013September 2027", "2027-04-01", "2027-09-01"),
        ("07/2027-06/2029", "2027-07-01", "2029-06-01"),
        ("1/4/27\u201331/3/29", "2027-04-01", "2029-03-31"),
    ],
)
def test_both_ends_of_a_range_are_read(written: str, first: str, second: str) -> None:
    assert [str(date.earliest) for date in dates_in(written)] == [first, second]


@pytest.mark.parametrize(
    "written",
    ["we may begin soon", "RAP 2026/077", "17/NW/0014", "IRAS 215973", "from April 12", "13/14/2027", "ISO 27001", ""],
)
def test_what_is_no_date_is_not_read_as_one(written: str) -> None:
    assert dates_in(written) == ()


@pytest.mark.parametrize("written", ["31 February 2027", "31/04/2027", "29 Feb 2027", "31 June 2028", "2027-02-30"])
def test_a_day_that_no_calendar_has_is_known_for_one(written: str) -> None:
    (date,) = dates_in(written)
    assert not date.exists


def test_durations_and_what_counts_from_approval_are_told() -> None:
    assert speaks_of_a_duration("36 months from approval") and is_relative("36 months from approval")
    assert speaks_of_a_duration("three (3) years") and not speaks_of_a_duration("monthly")
    assert is_relative("as soon as the data are available") and not is_relative("1 April 2027")


@given(
    st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2049, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d %B %Y", "%d.%m.%y", "%Y-%m-%d", "%d %b %Y", "%B %d, %Y"]),
)
def test_any_day_in_any_spelling_comes_back(day: dt.date, spelling: str) -> None:
    assert [(date.earliest, date.exists) for date in dates_in(day.strftime(spelling))] == [(day, True)]


@given(st.text(alphabet="0123456789 /-.aprilmythsndofQ'", max_size=60))
def test_no_text_upsets_the_reader(text: str) -> None:
    for date in dates_in(text):
        assert date.earliest <= date.latest


@pytest.mark.parametrize("text", ["1 " * 20_000, "from " * 10_000, "1/" * 20_000, "may " * 10_000])
def test_long_texts_are_read_in_no_time(text: str) -> None:
    start = time.perf_counter()
    dates_in(text), is_relative(text), speaks_of_a_duration(text)
    assert time.perf_counter() - start < 2


def dated(start: str, end: str) -> tuple[str, int]:
    found = result("FRM008", fields={"project.dates": {"Start date": start, "End date": end}})
    return found.status, len(found.findings)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("22 November 2026", "1 December 2026"),
        ("November 2026", "November 2026"),
        ("Autumn 2026", "Autumn 2028"),
        ("2026", "2027"),
        ("On approval", "36 months from approval"),
        ("As soon as data are available", "31 March 2029"),
        ("1 April 2027", "24 months"),
        ("1 April 2027 (subject to approval)", "31 March 2029 at the latest"),
        ("Q4 2026", "Q4 2026/27"),
        ("01/03/2027", "28/02/2030"),
        ("autumn 2026 or spring 2027", "spring 2029"),
    ],
)
def test_good_dates_pass(start: str, end: str) -> None:
    assert dated(start, end) == ("pass", 0)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("21 November 2026", "1 December 2027"),
        ("October 2026", "2028"),
        ("Spring 2026", "2028"),
        ("1 April 2027", "31 March 2027"),
        ("April 2027", "March 2027"),
        ("1 April 2027", "31 June 2028"),
        ("on approval", "1 June 2026"),
    ],
)
def test_each_fault_is_one_finding(start: str, end: str) -> None:
    assert dated(start, end) == ("problem", 1)


@pytest.mark.parametrize(("start", "end"), [("when the moon is full", "31 March 2029"), ("1 April 2027", "ongoing")])
def test_an_unknown_spelling_is_left_to_a_person(start: str, end: str) -> None:
    assert dated(start, end) == ("cannot_tell", 0)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("We begin in April 2027 and finish by the end of March 2029.", "pass"),
        ("The project will run from 1 April 2027 for 24 months.", "pass"),
        ("1 April 2027 to 31 March 2029, with fieldwork in May 2027 and a report in June 2029", "pass"),
        ("36 months from approval", "pass"),
        ("1 April 2025 - 31 March 2029", "problem"),
        ("Funding began on 1 January 2025; the project starts on 1 April 2027", "cannot_tell"),
        ("By 31 March 2029", "pass"),
    ],
)
def test_free_text_is_read_by_its_words(text: str, status: str) -> None:
    found = result(
        "FRM008", answers={"project.dates": text}, fields={"project.dates": {"Start date": "", "End date": ""}}
    )
    assert found.status == status, found


def test_a_date_that_does_not_exist_is_quoted_as_it_is_written_and_once() -> None:
    found = result(
        "FRM008",
        today=dt.date(2026, 3, 2),
        answers={"safe_data.period": "1 January 2012 to 30 FEBRUARY 2020, and again 30 FEBRUARY 2020"},
    )
    assert [(finding.location.question.id, finding.quote) for finding in found.findings if finding.location.question] == [("safe_data.period", "30 FEBRUARY 2020")]  # fmt: skip


def test_the_blank_beside_a_wrong_date_is_still_said() -> None:
    found = result("FRM002", fields={"project.dates": {"Start date": "1 April 2020", "End date": ""}})
    assert found.status == "problem"
