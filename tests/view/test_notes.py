"""A note falls into the periods that have a day of it, counted day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.grains import GRAINS, bucket_start
from data.scope import Span
from view.notes import Note, notes_in

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def note(first: date, last: date | None = None, number: int = 1, text: str = "New portal") -> Note:
    return Note(number, Span(first, last or first), text, "ann", first, (), "All of the company")


@given(first=DAYS, length=st.integers(0, 100), other=DAYS, grain=st.sampled_from([*GRAINS]))
def test_a_note_falls_into_each_period_of_its_days(
    first: date, length: int, other: date, grain: str
) -> None:
    own = note(first, first + timedelta(days=length))
    of_days = {bucket_start(first + timedelta(days=one), grain) for one in range(length + 1)}
    near = {bucket_start(first + timedelta(days=one), grain) for one in (-1, length + 1)}
    for start in {*of_days, *near, bucket_start(other, grain)}:
        assert (notes_in([own], start, grain) == [own]) == (start in of_days)
