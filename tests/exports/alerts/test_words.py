"""News of alerts in words: each sentence, and the figures below it, written out by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.alerts.words import facts, headline
from metrics.definitions import DEFINITIONS
from pages.alerts.judged import News
from tests.exports.alerts.news import FELL, FEW, LATE, MISSED, ended, told

ROSE = replace(FELL, direction=1, value=21.5, low=14.0, high=29.0)
BACK = ended(FELL, value=5.04, low=-2.1, high=9.9)
MET = ended(MISSED, value=38.2, low=35.0, high=41.4)
ENOUGH = ended(FEW, n=82)
HIDDEN = replace(FEW, value=nan, low=nan, high=nan)
THERE = ended(LATE, last_day=date(2026, 12, 14))


@pytest.mark.parametrize(
    ("news", "said"),
    [
        (FELL, "Loyalty (NPS) fell beyond noise in Oct 2026: −12.0, where 3.1 – 9.4 was expected."),
        (ROSE, "Loyalty (NPS) rose beyond noise in Oct 2026: 21.5, where 3.1 – 9.4 was expected."),
        (
            BACK,
            "Loyalty (NPS) is no longer lower than expected in Oct 2026: 5.0; it was since Aug "
            "2026.",
        ),
        (MISSED, "Loyalty (NPS) misses its target of 40 in Oct 2026: 31.2 (28.0 – 34.4)."),
        (
            MET,
            "Loyalty (NPS) no longer misses its target of 40 in Oct 2026: 38.2 (35.0 – 41.4); it "
            "did since Aug 2026.",
        ),
        (
            FEW,
            "Too few answers for loyalty (NPS) in Oct 2026: 32, usually 40 or more.",
        ),
        (HIDDEN, "Too few answers for loyalty (NPS) in Oct 2026: fewer than 40."),
        (ENOUGH, "Enough answers for loyalty (NPS) again in Oct 2026: 82."),
    ],
)
def test_what_happened_where_and_how_much(news: News, said: str) -> None:
    assert headline(told(news)) == f"EMEA: {said}"
    assert headline(told(news, place="")) == said


def test_data_are_late_for_every_place() -> None:
    late = "The data of loyalty (NPS) are late: there are none after 31 Oct 2026."
    assert headline(told(LATE)) == late
    there = "The data of loyalty (NPS) are there again, to 14 Dec 2026; they were late since "
    assert headline(told(THERE)) == f"{there}9 Dec 2026."
    figure, newest = ("Figure", "Net Promoter Score by month"), ("Newest day", "31 Oct 2026")
    assert facts(told(LATE)) == [figure, newest, ("Late since", "9 Dec 2026")]


def test_a_test_says_so() -> None:
    assert headline(told(None)) == "This is a test, and nothing has changed."
    assert facts(told(None)) == [("Watches", "Net Promoter Score by month")]


@pytest.mark.parametrize(
    ("grain", "period", "within", "since"),
    [
        ("day", date(2026, 10, 5), "on 5 Oct 2026", "since 1 Aug 2026"),
        ("week", date(2026, 10, 5), "in the week of 5 Oct 2026", "since the week of 1 Aug 2026"),
        ("quarter", date(2026, 10, 1), "in Q4 2026", "since Q3 2026"),
        ("year", date(2026, 1, 1), "in 2026", "since 2026"),
    ],
)
def test_periods_have_their_words(grain: str, period: date, within: str, since: str) -> None:
    began = headline(told(replace(FELL, period=period), grain=grain))
    assert f" {within}: " in began
    over = headline(told(replace(BACK, period=period), grain=grain, place=""))
    assert f" {within}: " in over and over.endswith(f" {since}.")


def test_the_figures_are_below() -> None:
    figure = ("Figure", "Net Promoter Score by month")
    value = ("Oct 2026", "−12.0 (−20.1 to −4.0), n 1,312")
    expected = ("Expected without a change, 95%", "3.1 – 9.4")
    assert facts(told(FELL)) == [figure, value, expected]
    target = [("Oct 2026", "38.2 (35.0 – 41.4), n 1,312"), ("Target", "40")]
    assert facts(told(MET)) == [figure, *target, ("It had begun", "Aug 2026")]
    few = [("Oct 2026", "−12.0 (−20.1 to −4.0), n 32"), ("Usual answers", "at least 40")]
    assert facts(told(FEW)) == [figure, *few]
    assert facts(told(HIDDEN)) == [figure, ("Oct 2026", "–"), ("Usual answers", "at least 40")]


def test_times_and_money_have_their_units() -> None:
    hours = replace(FELL, direction=1, value=30.5, low=29.0, high=32.0, expected=(20.0, 24.5))
    said = headline(told(hours, metric="first_response_time", figure="First response time"))
    assert said == (
        "EMEA: First response time rose beyond noise in Oct 2026: 30.5 h, where 20.0 – 24.5 was "
        "expected."
    )
    money = replace(MISSED, value=476.42, low=470.0, high=482.5, target=500.0)
    said = headline(told(money, metric="average_order_value", figure="Order value"))
    assert "EUR 476.42 (470.00 – 482.50)" in said and "of 500 " in said


@given(
    news=st.sampled_from([FELL, BACK, MISSED, MET, FEW, HIDDEN, ENOUGH, LATE, THERE, None]),
    metric=st.sampled_from(sorted(DEFINITIONS)),
    grain=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    place=st.sampled_from(["", "EMEA", "EMEA and AMER, Enterprise and the Middle East"]),
)
def test_a_sentence_has_at_most_25_words(
    news: News | None, metric: str, grain: str, place: str
) -> None:
    figure = DEFINITIONS[metric].name
    one = told(news, metric=metric, grain=grain, place=place, figure=figure)
    said = headline(one)
    assert len(said.split()) <= 25, said
    assert said.endswith(".")
    for words in (said, *(text for pair in facts(one) for text in pair)):
        assert words and not re.search(r"\bnan\b|\bNone\b", words)
