"""Cohorts: by hand, and against each customer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from metrics.customers.cohorts import cohorts

START = date(2025, 1, 1)
Lives: TypeAlias = list[tuple[date, date | None]]  # joined, left


def frame_of(lives: Lives, last: date) -> pd.DataFrame:
    """Months of joining and leaving up to a day, a row a customer."""
    rows = [
        (joined.replace(day=1), left.replace(day=1) if left and left <= last else None, 1)
        for joined, left in lives
        if joined <= last
    ]
    frame = pd.DataFrame(rows, columns=["joined", "churned", "n"])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("joined", "churned")})


def still_there(lives: Lives, month: date, months: int) -> list[bool]:
    """Of each who joined in a month: are they there at the end of one some months later?"""
    index = month.year * 12 + month.month - 1 + months + 1
    following = date(index // 12, index % 12 + 1, 1)
    return [
        left is None or left >= following
        for joined, left in lives
        if joined.replace(day=1) == month
    ]


def test_by_hand() -> None:
    lives: Lives = [(date(2025, 1, 5), None)] * 6 + [(date(2025, 1, 31), date(2025, 2, 1))] * 2
    lives += [(date(2025, 2, 1), date(2025, 2, 28)), (date(2025, 3, 3), None)]
    found = cohorts(frame_of(lives, date(2025, 3, 30)), date(2025, 3, 30), 24, minimum_n=1)
    rows = found[["period", "months", "value", "n"]].to_numpy().tolist()
    january, february = pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 2, 1)
    # March is not over: nothing is said of its end.
    assert rows == [[january, 0, 100, 8], [january, 1, 75, 8], [february, 0, 0, 1]]
    low, high = proportion_confint(6, 8, method="wilson")
    ends = found[["low", "high"]].to_numpy()[1].tolist()
    assert ends == pytest.approx([100 * low, 100 * high])


def test_small_cohorts_are_hidden_whole() -> None:
    lives: Lives = [(date(2025, 1 + (number > 9), 5), None) for number in range(19)]
    found = cohorts(frame_of(lives, date(2025, 3, 31)), date(2025, 3, 31), 24, minimum_n=10)
    small = found["n"].isna().to_numpy()  # of nine
    assert np.isnan(found[["value", "low", "high"]].to_numpy()[small]).all()
    assert set(found.loc[small, "hidden"]) == {"too_few"}
    assert found.loc[~small, "value"].tolist() == [100, 100, 100]


def test_the_newest_are_kept() -> None:
    days_of_joining = [date(2024, month, 1) for month in range(1, 13)]
    lives: Lives = [(day, None) for day in days_of_joining]
    found = cohorts(frame_of(lives, date(2024, 12, 31)), date(2024, 12, 31), 3, minimum_n=1)
    assert sorted({day.month for day in found["period"]}) == [10, 11, 12]
    assert cohorts(frame_of([], START), START, 3, 1).empty


days = st.integers(0, 200).map(lambda day: START + timedelta(day))


@given(st.lists(st.tuples(days, st.none() | st.integers(0, 200)), max_size=30), days)
def test_each_cell_is_a_count_of_its_customers(
    drawn: list[tuple[date, int | None]], last: date
) -> None:
    lives = [(day, None if stay is None else day + timedelta(stay)) for day, stay in drawn]
    known = [(day, left) for day, left in lives if day <= last]
    found = cohorts(frame_of(lives, last), last, 100, minimum_n=1)
    for _, row in found.iterrows():
        there = still_there(known, row["period"].date(), row["months"])
        assert (row["n"], row["value"]) == (len(there), pytest.approx(100 * np.mean(there)))
    after = last + timedelta(1)
    over = {day.replace(day=1) for day, _ in known} - {after.replace(day=1)}
    expected = sum(12 * (after.year - m.year) + after.month - m.month for m in over)
    assert len(found) == expected
