"""Which period a link shows that names none: the newest one that has a comparison."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalog import Catalog, TableReport
from data.counted_ahead import Alone, RowsByDay
from data.scope import Span
from tests.view.catalogs import catalog
from view.period_parameters import first_period
from view.periods import PRESET_LABELS, previous
from view.url import link, parse

LAST = date(2026, 10, 31)
LEAST = 10  # rows on either side


def of_days(
    feedback: Sequence[date], orders: Sequence[date] = (), joined: date | None = None
) -> Catalog:
    """A catalogue of a company with a row on each of these days."""
    given = {"feedback": feedback, "orders": orders}
    there = {table: sorted(days) for table, days in given.items() if days}
    reports, counted = [], []
    for table, days in there.items():
        ends = (datetime.combine(day, time(12), UTC) for day in (days[0], days[-1]))
        first, last = ends
        reports.append(TableReport(table=table, accepted=len(days), rejected={}, first=first,
                                   last=last))  # fmt: skip
        each = Counter(days)
        counted.append(
            RowsByDay(table=table, days=tuple(each), rows=tuple(accumulate(each.values())))
        )
    every = [day for days in there.values() for day in days]
    customers = ("customers",) if joined else ()
    made = catalog(
        first=min([*every, joined] if joined else every),
        last=max(every),
        tables=(*there, *customers),
    )
    told = {"tables": tuple(reports), "rows_by_day": tuple(counted)}
    return made.model_copy(update=told)


def daily(days: int, each: int = 2, last: date = LAST) -> list[date]:
    return [last - timedelta(days=one) for one in range(days) for _ in range(each)]


@pytest.mark.parametrize(
    ("days", "period"),
    [
        (1095, "last-12-months"),
        (730, "last-12-months"),
        (695, "last-12-months"),  # 330 of 365 days before: nine tenths
        (690, "last-90-days"),
        (300, "last-90-days"),
        (180, "last-90-days"),
        (165, "last-30-days"),
        (60, "last-30-days"),
        (50, "last-7-days"),
        (14, "last-7-days"),
        (12, ""),
    ],
)
def test_the_longest_that_is_compared(days: int, period: str) -> None:
    assert first_period(of_days(daily(days)))[0] == period


def test_halves_are_of_as_many_days() -> None:
    """Eleven days, two rows each: the newest five beside the five before."""
    period, span = first_period(of_days(daily(11)))
    assert (period, span) == ("", Span(date(2026, 10, 27), LAST))
    assert previous(span) == Span(date(2026, 10, 22), date(2026, 10, 26))


def test_a_half_that_begins_with_a_month_is_a_day_shorter() -> None:
    """1 to 5 January would be compared with 1 to 5 December, of which there is nothing."""
    period, span = first_period(of_days(daily(10, 3, date(2026, 1, 5))))
    assert (period, span) == ("", Span(date(2026, 1, 2), date(2026, 1, 5)))


@pytest.mark.parametrize("days", [1, 3, 9])
def test_too_few_rows_for_any_leave_the_usual_one(days: int) -> None:
    assert first_period(of_days(daily(days, 1)))[0] == "last-12-months"


def test_few_answers_of_a_year_are_compared_by_halves() -> None:
    """24 answers in 300 days: no ninety days have ten of them, and either half has 12."""
    few = [LAST - timedelta(days=round(one * 13)) for one in range(24)]
    period, span = first_period(of_days(few))
    assert period == ""
    assert span.days == 150


def test_a_year_before_with_too_few_rows_is_none() -> None:
    year, before = daily(365, 1), [LAST - timedelta(days=366 + 40 * one) for one in range(9)]
    assert first_period(of_days([*year, *before]))[0] == "last-90-days"
    also = [*before, LAST - timedelta(days=725)]
    assert first_period(of_days([*year, *also]))[0] == "last-12-months"


def test_what_compares_anything_stays_as_it_was() -> None:
    """Links that were given out: orders of three years, or customers, beside a new survey."""
    assert first_period(of_days(daily(100), orders=daily(1095, 1)))[0] == "last-12-months"
    assert first_period(of_days(daily(100), joined=date(2020, 1, 1)))[0] == "last-12-months"
    assert first_period(of_days(daily(100), orders=daily(200, 1)))[0] == "last-90-days"


def test_the_period_ends_before_rows_that_are_alone() -> None:
    slip = date(2026, 12, 31)
    found = of_days([*daily(300, last=LAST), slip])
    alone = Alone(rows=1, day=slip, others=LAST)
    _, span = first_period(found.model_copy(update={"newest_alone": alone}))
    assert span == Span(date(2026, 8, 3), LAST)


@given(
    st.integers(1, 800),
    st.floats(0.02, 3),
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.integers(0, 1000),
)
@settings(max_examples=40)
def test_links_come_back_and_both_sides_have_enough(
    length: int, dense: float, last: date, seed: int
) -> None:
    """By a recount of the days themselves."""
    every = [last - timedelta(days=one) for one in range(length) for _ in range(3)]
    chance = random.Random(seed)
    days = [day for day in every if chance.random() < dense / 3] or [last]
    found = of_days(days)
    view = parse("/", "", found).view
    if view.period != "last-12-months":
        for side in (view.span, previous(view.span)):
            assert sum(side.start <= day <= side.end for day in days) >= LEAST
            assert min(days) <= side.end
    for query in ("", *(f"period={one}" for one in PRESET_LABELS)):
        one = parse("/", query, found).view
        path, _, written = link(one, found).partition("?")
        assert parse(path, written, found).view == one


@given(
    st.lists(st.dates(date(2026, 1, 1), date(2026, 2, 28)), min_size=1, max_size=60),
    st.dates(date(2025, 12, 25), date(2026, 3, 5)),
    st.integers(0, 40),
)
def test_rows_of_a_span(days: list[date], start: date, length: int) -> None:
    (counted,) = of_days(days).rows_by_day
    span = Span(start, start + timedelta(days=length))
    assert counted.within(span) == sum(span.start <= day <= span.end for day in days)
