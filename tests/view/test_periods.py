"""Presets, comparison spans and buckets, worked out on the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.grains import GRAINS, add_months, bucket_start, bucket_within, buckets
from data.scope import Span
from view.periods import (
    PRESET_LABELS,
    preset_span,
    previous,
    so_far,
    usual_grain,
    year_before,
)

day = date.fromisoformat


def span(text: str) -> Span:
    start, end = text.split("/")
    return Span(day(start), day(end))


@pytest.mark.parametrize(
    ("preset", "last", "expected"),
    [
        ("last-7-days", "2026-03-03", "2026-02-25/2026-03-03"),
        ("last-30-days", "2024-03-01", "2024-02-01/2024-03-01"),  # a leap year
        ("last-90-days", "2026-03-31", "2026-01-01/2026-03-31"),
        ("last-12-months", "2026-10-31", "2025-11-01/2026-10-31"),
        ("last-12-months", "2024-02-29", "2023-03-01/2024-02-29"),
        ("last-12-months", "2024-02-28", "2023-02-28/2024-02-28"),
        ("this-month", "2026-10-15", "2026-10-01/2026-10-15"),
        ("last-month", "2024-03-31", "2024-03-01/2024-03-31"),  # complete to its last day
        ("last-month", "2024-03-30", "2024-02-01/2024-02-29"),
        ("last-month", "2026-01-15", "2025-12-01/2025-12-31"),
        ("this-quarter", "2026-05-31", "2026-04-01/2026-05-31"),
        ("last-quarter", "2026-02-01", "2025-10-01/2025-12-31"),
        ("this-year", "2026-07-04", "2026-01-01/2026-07-04"),
        ("last-quarter", "2026-03-31", "2026-01-01/2026-03-31"),
        ("last-year", "2026-07-04", "2025-01-01/2025-12-31"),
        ("last-year", "2026-12-31", "2026-01-01/2026-12-31"),
        ("all", "2026-07-04", "2020-05-05/2026-07-04"),
    ],
)
def test_presets(preset: str, last: str, expected: str) -> None:
    assert preset_span(preset, day("2020-05-05"), day(last)) == span(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-01/2026-03-31", "2025-10-01/2025-12-31"),  # whole months: as many months
        ("2024-03-01/2024-03-31", "2024-02-01/2024-02-29"),
        ("2025-11-01/2026-10-31", "2024-11-01/2025-10-31"),
        ("2026-10-25/2026-10-31", "2026-10-18/2026-10-24"),
        ("2026-10-02/2026-10-31", "2026-09-02/2026-10-01"),
        ("2026-05-05/2026-05-05", "2026-05-04/2026-05-04"),
        # A month, quarter or year so far: the same days of the one before.
        ("2026-11-01/2026-11-17", "2026-10-01/2026-10-17"),
        ("2026-11-01/2026-11-01", "2026-10-01/2026-10-01"),
        ("2026-03-01/2026-03-30", "2026-02-01/2026-02-28"),
        ("2026-10-01/2026-11-17", "2026-07-01/2026-08-17"),
        ("2026-01-01/2026-11-17", "2025-01-01/2025-11-17"),
        ("2024-01-01/2024-02-29", "2023-11-01/2023-12-31"),  # whole months, as always
        ("2024-01-01/2024-08-29", "2023-01-01/2023-08-29"),
        ("2026-11-02/2026-11-17", "2026-10-17/2026-11-01"),  # begins no month
        ("2026-11-01/2027-01-17", "2026-08-15/2026-10-31"),  # nor a quarter or year
    ],
)
def test_the_period_before(now: str, expected: str) -> None:
    assert previous(span(now)) == span(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-01/2026-03-31", "2025-01-01/2025-03-31"),
        ("2025-02-01/2025-02-28", "2024-02-01/2024-02-29"),  # the whole month then as well
        ("2024-02-29/2024-02-29", "2023-02-28/2023-02-28"),
        ("2024-02-10/2024-02-20", "2023-02-10/2023-02-20"),
    ],
)
def test_a_year_before(now: str, expected: str) -> None:
    assert year_before(span(now)) == span(expected)


days = st.dates(date(1900, 1, 1), date(2200, 1, 1))
spans = st.tuples(days, st.integers(0, 1500)).map(lambda s: Span(s[0], s[0] + timedelta(s[1])))


@given(spans)
def test_the_period_before_ends_the_day_before_and_is_as_long(now: Span) -> None:
    before = previous(now)
    if so_far(now):  # the same days of a month, quarter or year that may be shorter
        assert before.end < now.start
        assert (before.start.day, now.start.day) == (1, 1)
        assert 0 <= now.days - before.days <= 3 or 0 <= before.days - now.days <= 3
        return
    assert before.end == now.start - timedelta(days=1)
    assert before.days == now.days or before.whole_months == now.whole_months > 0


@pytest.mark.parametrize(
    ("now", "unit"),
    [
        ("2026-11-01/2026-11-17", "month"),
        ("2026-10-01/2026-11-17", "quarter"),
        ("2026-01-01/2026-11-17", "year"),
        ("2026-11-01/2026-11-30", ""),
        ("2026-11-01/2027-01-17", ""),
        ("2026-11-02/2026-11-17", ""),
    ],
)
def test_what_has_begun_and_is_not_over(now: str, unit: str) -> None:
    assert so_far(span(now)) == unit


@given(days, st.sampled_from(sorted(PRESET_LABELS)), st.integers(0, 4000))
def test_presets_never_end_after_the_data(last: date, preset: str, age: int) -> None:
    found = preset_span(preset, last - timedelta(days=age), last)
    assert found.start <= found.end <= last


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-12-31", 12, "2027-12-31"),
        ("0001-01-31", -5, "0001-01-31"),  # years end here
        ("9999-12-01", 5, "9999-12-01"),
    ],
)
def test_months_later(start: str, months: int, expected: str) -> None:
    assert add_months(day(start), months) == day(expected)


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("day", "2026-11-01"),  # a Sunday
        ("week", "2026-10-26"),
        ("month", "2026-11-01"),
        ("quarter", "2026-10-01"),
        ("year", "2026-01-01"),
    ],
)
def test_the_bucket_of_a_day(grain: str, expected: str) -> None:
    assert bucket_start(day("2026-11-01"), grain) == day(expected)


def test_buckets_of_a_span() -> None:
    winter = span("2025-12-30/2026-02-02")
    assert buckets(winter, "month") == [day(f"{m}-01") for m in ("2025-12", "2026-01", "2026-02")]
    assert buckets(winter, "quarter") == [day("2025-10-01"), day("2026-01-01")]
    assert buckets(winter, "year") == [day("2025-01-01"), day("2026-01-01")]
    mondays = ["2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02"]
    assert buckets(winter, "week") == [day(d) for d in mondays]
    assert len(buckets(winter, "day")) == 35


@given(spans, st.sampled_from(list(GRAINS)))
def test_buckets_are_those_of_the_days(some: Span, grain: str) -> None:
    every_day = [some.start + timedelta(days=i) for i in range(some.days)]
    found = buckets(some, grain)
    assert found == sorted({bucket_start(d, grain) for d in every_day})
    parts = [bucket_within(start, grain, some) for start in found]
    days = [part.start + timedelta(days=i) for part in parts for i in range(part.days)]
    assert days == every_day


@pytest.mark.parametrize(
    ("length", "grain"),
    [(1, "day"), (35, "day"), (36, "week"), (190, "week"), (191, "month"), (1200, "month"),
     (1201, "quarter"), (4000, "quarter"), (4001, "year")],
)  # fmt: skip
def test_the_usual_grain(length: int, grain: str) -> None:
    assert usual_grain(Span(day("2020-01-01"), day("2020-01-01") + timedelta(length - 1))) == grain
