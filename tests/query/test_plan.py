"""Which tables answer: every day once, whole months only from months, and the least to read."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog import Rollup
from data.derived import rollups
from data.frames import Tables
from data.query import feedback
from data.query.plan import parts
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from tests.data.company import LONG, Company, survey
from tests.query import recount
from tests.query.test_engine import as_counts, frame_of, random_filters

ROWS = 1000
DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
SPANS = st.builds(lambda one, other: Span(min(one, other), max(one, other)), DAYS, DAYS)
CUBE = Rollup(name="cube", unit="month", dimensions=("touchpoint", "region", "plan"), cells=400)
MONTHS = Rollup(name="months", unit="month", dimensions=("touchpoint", "region"), cells=100)
BY_DAY = Rollup(name="days", unit="day", dimensions=("touchpoint", "region"), cells=300)
ALL = (CUBE, MONTHS, BY_DAY)


def chosen(span: Span, *columns: str, grain: str | None = None) -> list[tuple[str, list[Span]]]:
    found = parts(ALL, ROWS, span, frozenset(columns), grain)
    assert all(part.counted == (part.table != "feedback") for part in found)
    return [(part.table, list(part.spans)) for part in found]


@given(SPANS, st.sampled_from([None, "month", "quarter", "year"]))
def test_every_day_is_asked_once(span: Span, grain: str | None) -> None:
    spans = sorted(one for _, some in chosen(span, "region", grain=grain) for one in some)
    assert (spans[0].start, spans[-1].end) == (span.start, span.end)
    for before, after in pairwise(spans):
        assert after.start == before.end + timedelta(days=1)


@given(SPANS)
def test_months_are_whole_and_ends_are_short(span: Span) -> None:
    by_table = dict(chosen(span, "region", grain="month"))
    for whole in by_table.get("months", []):
        assert whole.whole_months
    # At most two ends of less than a month, or no whole month at all between them.
    assert all(end.days <= 60 for end in by_table.get("days", []))


def test_by_hand() -> None:
    year = Span(date(2025, 1, 1), date(2025, 12, 31))
    odd = Span(date(2025, 1, 31), date(2025, 4, 1))
    ends = [Span(date(2025, 1, 31), date(2025, 1, 31)), Span(date(2025, 4, 1), date(2025, 4, 1))]
    inner = [Span(date(2025, 2, 1), date(2025, 3, 31))]
    assert chosen(year, "region") == [("months", [year])]
    assert chosen(year, "region", "plan") == [("cube", [year])]
    assert chosen(year, "channel") == [("feedback", [year])]
    assert chosen(year, "region", grain="week") == [("days", [year])]
    assert chosen(year, "plan", grain="day") == [("feedback", [year])]
    assert chosen(odd, "region") == [("months", inner), ("days", ends)]
    assert chosen(odd, "plan") == [("cube", inner), ("feedback", ends)]
    short = Span(date(2025, 1, 2), date(2025, 1, 30))
    assert chosen(short, "region") == [("days", [short])]
    february = Span(date(2024, 2, 1), date(2024, 2, 29))
    assert chosen(february, "plan") == [("cube", [february])]


@pytest.mark.slow
def test_counts_from_rollups(snapshot: Snapshot, tables: Tables) -> None:
    """The sample company's rollups, with spans that begin and end within months."""
    catalog, asked = snapshot.catalog, set()
    dimensions = [d for d in catalog.dimensions if "feedback" in d.tables]
    for seed in range(25):
        chance = random.Random(seed)
        start = catalog.first_day + timedelta(chance.randint(0, 300))
        span = Span(start, start + timedelta(chance.randint(40, 500)))
        scope = Scope(span, random_filters(chance, dimensions, 1))
        keys = ("touchpoint",) if seed % 2 else ()
        grain = (None, "month", "quarter", "week", "day")[seed % 5]
        needed = scope.columns | set(keys)
        found = parts(catalog.rollups, catalog.rows("feedback"), span, needed, grain)
        asked |= {part.table.rpartition("_")[0] for part in found}
        frame = feedback.counts(snapshot, scope, keys, grain)
        expected = recount.counts(frame_of(tables, "feedback"), scope, keys, grain)
        assert as_counts(frame, [*(["period"] if grain else []), *keys]) == expected
    assert "feedback_by_month" in asked


def test_counts_from_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rollups by day, which many rows alone get: each number is that of the rows."""
    monkeypatch.setattr(rollups, "_MANY_ROWS", 0)
    rows = [f"{i},2026-01-{1 + i % 60 // 2:02d},{i % 3}" for i in range(1200)]
    snapshot = open_snapshot(Company(tmp_path).write(LONG, survey_csv=survey(*rows)).build())
    assert {one.unit for one in snapshot.catalog.rollups} == {"month", "day"}
    by_rows = replace(snapshot, catalog=snapshot.catalog.model_copy(update={"rollups": ()}))
    for first, last in ((1, 30), (3, 30), (7, 7), (2, 29)):
        scope = Scope(Span(date(2026, 1, first), date(2026, 1, last)))
        for grain in (None, "day", "week", "month"):
            keys = ["period"] if grain else []
            found = [
                as_counts(feedback.counts(one, scope, (), grain), keys)
                for one in (snapshot, by_rows)
            ]
            assert found[0] == found[1]
            assert sum(n for n, *_ in found[0].values()) == 40 * (last - first + 1)
