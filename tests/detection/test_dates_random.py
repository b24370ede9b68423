"""Columns of dates in a random way of writing are read right or asked about, never read wrong.

What a reading says is given to the mapping's own reader, and compared with the dates that were
written.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import duckdb
import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ingest.files.convert import time
from data.mapping.columns import ColumnMapping
from data.sql import ident
from detection.dates import DateReading, date_choice
from detection.dates.names import LANGUAGES
from tests.detection.columns import TODAY, of_rows

DAYS = (
    *("%d{0}%m{0}%Y", "%m{0}%d{0}%Y", "%Y{0}%m{0}%d"),
    *("%d{0}%m{0}%y", "%m{0}%d{0}%y", "%y{0}%m{0}%d"),
)
SIGNS = ("/", "-", ".", " ", "|", "_")
TIMES = (
    *("", " %H:%M", " %H:%M:%S", " %H.%M", ", %I:%M %p", " %I:%M:%S %p"),
    *(" klo %H.%M", "T%H:%M:%S"),
)
NAMED = (
    *("%d %b %Y", "%d. %B %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%y", "%A, %B %d, %Y", "%d %b, %Y"),
    *("%a, %d %b %Y", "%d of %B %Y", "%Y %B %d", "%Y年%m月%d日"),
)
# Written by Babel: `MMMM` is the whole name as in a date, `LLLL` as it stands alone.
OF_BABEL = (
    *("d. MMMM y", "d MMM y", "dd-MMM-y", "MMMM d, y"),
    *("d LLLL y", "d MMMM yy", "EEEE d. MMMM y"),
)
NUMBERS_ALONE = {"zh", "ja"}


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def read(
    con: duckdb.DuckDBPyConnection, reading: DateReading, texts: list[str]
) -> list[datetime | None]:
    """What a mapping with this reading reads."""
    mapped = ColumnMapping(column="x", format=reading.formats, language=reading.language or None)
    listed = ", ".join(["(?)"] * len(texts))
    rows = con.execute(
        f"SELECT {time(ident('x'), mapped, 'UTC')} FROM (VALUES {listed}) AS t(x)", texts
    ).fetchall()
    return [row[0] for row in rows]


def moments(
    seed: int, rows: int, span: int, ordered: bool, working: bool, hours: bool = False
) -> list[datetime]:
    """Moments of the last `span` days before today; `working`: none of a weekend."""
    draw = random.Random(seed)
    found = []
    for _ in range(rows):
        day = datetime(TODAY.year, TODAY.month, TODAY.day) - timedelta(days=draw.randrange(1, span))
        if working:
            day -= timedelta(days=max(0, day.weekday() - 4))
        found.append(day + timedelta(minutes=draw.randrange(1440) if hours else 0))
    return sorted(found) if ordered else found


def short(text: str) -> str:
    """Numbers without a zero before them, where they are parts of their own."""
    return " ".join(
        sign.join(part.lstrip("0") or "0" for part in word.split(sign)) if sign in word else word
        for word in text.split(" ")
        for sign in [next((s for s in "/.-" if s in word), " ")]
    )


def right_or_asked(con: duckdb.DuckDBPyConnection, texts: list[str], meant: list[datetime]) -> bool:
    """True where it is sure, and right; False where somebody is asked, with the truth among it."""
    choice = date_choice(of_rows(texts), TODAY)
    assert choice.readings, texts
    found = [read(con, one, texts) for one in choice.readings]
    for one, times in zip(choice.readings, found, strict=True):
        assert one.read == sum(when is not None for when in times)
        known = [when.date() for when in times if when is not None]
        assert (one.first, one.last) == (min(known), max(known))
    assert meant in found, (texts, choice)
    assert not choice.sure or meant == found[0], (texts, choice)
    return choice.sure


draws = {
    "seed": st.integers(0, 10**6),
    "rows": st.integers(1, 60),
    "span": st.sampled_from([2, 12, 40, 400, 3000]),
    "ordered": st.booleans(),
    "working": st.booleans(),
}


@settings(max_examples=80, deadline=None)
@given(
    **draws,
    day=st.sampled_from(DAYS),
    sign=st.sampled_from(SIGNS),
    clock=st.sampled_from(TIMES),
    no_zeros=st.booleans(),
)
def test_numbers_in_any_order(
    con: duckdb.DuckDBPyConnection,
    seed: int,
    rows: int,
    span: int,
    ordered: bool,
    working: bool,
    day: str,
    sign: str,
    clock: str,
    no_zeros: bool,
) -> None:
    written = day.format(sign)
    times = moments(seed, rows, span, ordered, working, "%" in clock)
    texts = [when.strftime(written + clock) for when in times]
    if no_zeros and "y" not in day and not clock:
        texts = [short(text) for text in texts]
    meant = [datetime.strptime(when.strftime(written + clock), written + clock) for when in times]
    sure = right_or_asked(con, texts, meant)
    # A year needs no question.
    if rows >= 30 and span == 400:
        assert sure


@settings(max_examples=25, deadline=None)
@given(**draws, written=st.sampled_from(NAMED), upper=st.booleans())
def test_names_and_other_words(
    con: duckdb.DuckDBPyConnection,
    seed: int,
    rows: int,
    span: int,
    ordered: bool,
    working: bool,
    written: str,
    upper: bool,
) -> None:
    meant = moments(seed, rows, span, ordered, working)
    texts = [when.strftime(written) for when in meant]
    assert right_or_asked(con, [text.upper() if upper else text for text in texts], meant)


@settings(max_examples=40, deadline=None)
@given(
    **draws,
    language=st.sampled_from([one for one in LANGUAGES if one not in NUMBERS_ALONE]),
    written=st.sampled_from(OF_BABEL),
    upper=st.booleans(),
)
def test_names_of_any_language(
    con: duckdb.DuckDBPyConnection,
    seed: int,
    rows: int,
    span: int,
    ordered: bool,
    working: bool,
    language: str,
    written: str,
    upper: bool,
) -> None:
    meant = moments(seed, rows, span, ordered, working)
    texts = [format_date(when, written, language) for when in meant]
    assert right_or_asked(con, [text.upper() if upper else text for text in texts], meant)


@settings(max_examples=30, deadline=None)
@given(**draws, slips=st.integers(1, 3))
def test_some_rows_the_other_way_round_are_never_taken_in_silence(
    con: duckdb.DuckDBPyConnection,
    seed: int,
    rows: int,
    span: int,
    ordered: bool,
    working: bool,
    slips: int,
) -> None:
    """Where one row shows the true order, a sure reading reads no row as another day."""
    meant = [datetime(2025, 5, 20), *moments(seed, rows, span, ordered, working)]
    texts = [f"{when:%d/%m/%Y}" for when in meant]
    turned = [datetime(2025, 5, 12 + n) for n in range(1, slips + 1)]
    texts += [f"{when:%m/%d/%Y}" for when in turned]
    choice = date_choice(of_rows(texts), TODAY)
    if choice.sure and choice.best is not None:
        times = read(con, choice.best, texts)
        pairs = list(zip(times, meant + turned, strict=True))
        assert all(when in (None, day) for when, day in pairs), choice


def test_a_column_read_as_one_date_on_every_day_of_two_years() -> None:
    for written in ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y-%m-%d"):
        days = [date(2024, 1, 1) + timedelta(days=n) for n in range(731)]
        choice = date_choice(of_rows([f"{day:{written}}" for day in days]), TODAY)
        assert choice.best is not None
        assert choice.sure
        assert (choice.best.first, choice.best.last, choice.best.read) == (days[0], days[-1], 731)
