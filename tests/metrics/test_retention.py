"""Retention, churn, revenue churn and lifetime value: by hand, and against each customer."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.customers.retention import by_period, over_span
from metrics.estimates import figures
from metrics.sums.cells import Cells
from tests.metrics.lives import Life, movements, recount, starts_of

FIRST = date(2025, 1, 1)
SPAN = (date(2025, 1, 10), date(2025, 4, 20))
MONTHS = [date(2025, month, 1) for month in (1, 2, 3, 4)]


def values(found: dict[str, Cells], metric: str, keys: tuple[str, ...] = ()) -> pd.DataFrame:
    return figures(found[metric], None, [metric], keys, minimum_n=0)


def value(found: dict[str, Cells], metric: str) -> float:
    (one,) = values(found, metric)["value"]
    return float(one)


BY_HAND = [
    Life(date(2024, 1, 10), None, 1000.0, 100.0),
    Life(date(2024, 1, 10), date(2025, 2, 1), 3000.0, 500.0),
    Life(date(2023, 4, 20), date(2025, 4, 20), 500.0, None),
    Life(date(2020, 1, 1), date(2025, 6, 1), None, 100.0),
    Life(date(2025, 3, 1), None, 2000.0, 300.0, referred=True),
    Life(date(2025, 3, 1), date(2025, 3, 31), -5.0, 300.0),
    Life(date(2024, 12, 1), date(2025, 1, 9), 900.0, 10.0),  # had left on the day before
    Life(date(2025, 4, 21), None, 900.0, 10.0),  # joins on the day after
]


def test_by_hand() -> None:
    found = over_span(movements(BY_HAND, SPAN, MONTHS))
    # Four at the start, of whom the second and the third leave; two join, one of them leaves.
    assert [value(found, f"customers_{when}") for when in ("start", "new", "lost", "end")] == [
        *(4, 2, 3, 3)
    ]
    assert value(found, "retention_rate") == pytest.approx(50)
    assert value(found, "customer_churn") == pytest.approx(50)
    # 3,000 and 500 of 4,500 a year; the fourth's revenue is not known.
    assert value(found, "revenue_churn") == pytest.approx(100 * 3500 / 4500)
    assert value(found, "referral_rate") == pytest.approx(50)
    # 466 days of 1,000; 388 of 3,000; 50 of 2,000; no cost, no revenue or a negative one: left out.
    worth = [1000 * 466 / 365.25 - 100, 3000 * 388 / 365.25 - 500, 2000 * 50 / 365.25 - 300]
    row = values(found, "customer_lifetime_value").iloc[0]
    assert row["n"] == 3
    assert row["value"] == pytest.approx(np.mean(worth))
    half = 4.302652729911275 * np.std(worth, ddof=1) / np.sqrt(3)  # t, 2 degrees of freedom
    assert row["high"] - row["value"] == pytest.approx(half)


def test_revenue_churn_weighs_each_customer_by_revenue() -> None:
    lives = [Life(FIRST, date(2025, 2, 1), 1000.0)] + [Life(FIRST, None, 100.0)] * 20
    cells = over_span(movements(lives, SPAN, MONTHS))["revenue_churn"]
    assert value({"revenue_churn": cells}, "revenue_churn") == pytest.approx(100 * 1000 / 3000)
    assert cells.answers.tolist() == [21]
    assert cells.effective[0] == pytest.approx(3000**2 / (1000**2 + 20 * 100**2))


def test_nobody_at_the_start_is_no_rate() -> None:
    lives = [Life(date(2025, 2, 2), None, 100.0)]
    found = over_span(movements(lives, SPAN, MONTHS))
    assert values(found, "retention_rate")["value"].isna().all()
    assert values(found, "revenue_churn")["value"].isna().all()
    assert over_span(movements([], SPAN, MONTHS))["customers_end"].answers.tolist() == [0]


@st.composite
def lives(draw: st.DrawFn) -> list[Life]:
    days = st.integers(-60, 140).map(lambda day: FIRST + timedelta(day))
    money = st.none() | st.integers(-100, 5000).map(float)
    life = st.builds(
        Life,
        joined=days,
        churned=st.none() | days,
        revenue=money,
        cost=st.none() | st.integers(0, 900).map(float),
        referred=st.booleans(),
        key=st.sampled_from("ab"),
    )
    return draw(st.lists(life, max_size=25))


@pytest.mark.slow
@given(lives(), st.integers(0, 60), st.integers(0, 60))
def test_sums_say_what_a_count_of_each_customer_says(
    found: list[Life], skipped: int, length: int
) -> None:
    start = FIRST + timedelta(skipped)
    span = (start, start + timedelta(length))
    periods = [month for month in MONTHS if month <= span[1]]
    periods = [month for month in periods if month >= start.replace(day=1)]
    frame = movements(found, span, periods)
    whole = over_span(frame)
    for metric, expected in recount(found, *span).items():
        check(values(whole, metric), [expected])
    each = by_period(frame, periods, span[1])
    for number, (first, days) in enumerate(starts_of(span, periods).items()):
        for metric, expected in recount(found, *days).items():
            rows = values(each, metric, ("period",))
            check(rows[rows["period"] == pd.Timestamp(first)], [expected])
            assert len(rows) == len(periods) > number
    by_key = over_span(frame, ("key",))
    for key in set(frame["key"]):
        for metric, expected in recount([one for one in found if one.key == key], *span).items():
            rows = values(by_key, metric, ("key",))
            check(rows[rows["key"] == key], [expected])


def check(rows: pd.DataFrame, expected: list[tuple[float, float]]) -> None:
    assert rows["n"].tolist() == [n for _, n in expected]
    shown = [value for value, _ in expected]
    assert rows["value"].tolist() == pytest.approx(shown, nan_ok=True, rel=1e-6, abs=1e-5)
