"""The engine's frames against a slow recount, under seeded random scopes."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from data.catalog import Catalog, Dimension
from data.contract import RESERVED
from data.frames import Tables
from data.query import feedback, orders
from data.query.compile import CountQuery, together
from data.query.feedback import WEIGHTS
from data.query.tables import rejected_batches
from data.scope import NOT_STATED, Filters, Scope, Span
from data.store.snapshots import Snapshot
from metrics.estimates import figures
from metrics.series import parse_series
from metrics.sums.counts import moments
from tests.query import recount

GRAINS = ("day", "week", "month", "quarter", "year")


def random_filters(chance: random.Random, dimensions: list[Dimension], most: int) -> Filters:
    chosen = chance.sample(dimensions, min(chance.randint(0, most), len(dimensions)))
    return tuple(
        (d.key, tuple(chance.sample([*d.levels, NOT_STATED], chance.randint(1, 3)))) for d in chosen
    )


def random_scope(chance: random.Random, catalog: Catalog, table: str) -> Scope:
    start = catalog.first_day + timedelta(chance.randint(-30, 1000))
    span = Span(start, start + timedelta(chance.choice([0, 6, 90, 400])))
    dimensions = [d for d in catalog.dimensions if table in d.tables]
    segments = [d for d in dimensions if d.segment]
    without = random_filters(chance, segments, 2)
    taken = {key for key, _ in without}
    return Scope(
        span, random_filters(chance, [d for d in dimensions if d.key not in taken], 2), without
    )


def frame_of(tables: Tables, table: str) -> pd.DataFrame:
    found: pd.DataFrame = getattr(tables, table)
    return found


def as_counts(frame: pd.DataFrame, keys: list[str]) -> dict[tuple[Any, ...], tuple[float, ...]]:
    sums = [name for name in ("n", "nw", "w", "w2") if name in frame]
    read = [parse_series(str(key)) for key in frame["series"]]
    names = [[s.metric for s in read], [s.scale_max for s in read], frame["score"]]
    places = zip(*(frame[key] for key in keys), *names, strict=True)
    rows = frame[sums].itertuples(index=False)
    found = {place: tuple(row) for place, row in zip(places, rows, strict=True)}
    assert len(found) == len(frame)  # every cell once
    return found


@pytest.mark.parametrize("seed", range(20))
def test_counts(seed: int, snapshot: Snapshot, tables: Tables) -> None:
    chance = random.Random(seed)
    catalog = snapshot.catalog
    scope = random_scope(chance, catalog, "feedback")
    names = [d.key for d in catalog.dimensions if "feedback" in d.tables]
    keys = tuple(chance.sample(names, chance.randint(0, 2)))
    grain = (None, *GRAINS)[seed % 6]
    frame = feedback.counts(snapshot, scope, keys, grain)
    expected = recount.counts(frame_of(tables, "feedback"), scope, keys, grain)
    assert as_counts(frame, [*(["period"] if grain else []), *keys]) == expected


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_several_frames_of_counts_at_once(seed: int, snapshot: Snapshot, tables: Tables) -> None:
    chance = random.Random(seed)
    catalog, grain = snapshot.catalog, (None, "month", "week")[seed % 3]
    names = [d.key for d in catalog.dimensions if "feedback" in d.tables]
    asked = [
        CountQuery(
            random_scope(chance, catalog, "feedback"),
            tuple(chance.sample(names, chance.randint(0, 2))),
            grain,
        )
        for _ in range(4)
    ]
    for one, frame in zip(asked, feedback.counts_of(snapshot, asked), strict=True):
        expected = recount.counts(frame_of(tables, "feedback"), one.scope, one.keys, grain)
        assert as_counts(frame, [*(["period"] if grain else []), *one.keys]) == expected


def test_the_random_scopes_have_rows(snapshot: Snapshot) -> None:
    found = [
        len(feedback.counts(snapshot, random_scope(random.Random(s), snapshot.catalog, "feedback")))
        for s in range(20)
    ]
    assert sum(n > 0 for n in found) >= 12


WHOLE = Span(date(2024, 1, 1), date(2026, 10, 31))


@pytest.mark.parametrize("level", ["EMEA", NOT_STATED])
def test_a_segment_and_its_rest_are_everything(level: str, snapshot: Snapshot) -> None:
    segment = (("region", (level,)), ("plan", ("Team", NOT_STATED)))
    parts = [Scope(WHOLE, segment), Scope(WHOLE, without=segment)]
    whole, inside, rest = (
        int(feedback.counts(snapshot, s)["n"].sum()) for s in (Scope(WHOLE), *parts)
    )
    assert inside > 0
    assert inside + rest == whole


def test_the_frame_of_counts_is_typed(snapshot: Snapshot) -> None:
    frame = feedback.counts(snapshot, Scope(WHOLE), ("region",), "month")
    assert list(frame.columns) == ["period", "region", "n", "series", "score"]
    assert str(frame["period"].dtype) == "datetime64[us]"
    assert frame["region"].cat.categories[-1] == NOT_STATED
    assert frame["region"].notna().all()
    assert frame["score"].dtype == float
    empty = feedback.counts(snapshot, Scope(WHOLE, (("region", ("Atlantis",)),)), ("region",))
    assert empty.empty
    assert list(empty.columns) == ["region", "n", "series", "score"]


@pytest.mark.parametrize("seed", range(5))
def test_order_amounts(seed: int, snapshot: Snapshot, tables: Tables) -> None:
    scope = random_scope(random.Random(seed), snapshot.catalog, "orders")
    rows = recount.inside(frame_of(tables, "orders"), "ordered_at", scope)
    (frame,) = orders.order_amounts(snapshot, [CountQuery(scope, (), GRAINS[seed])])
    assert int(frame["n"].sum()) == len(rows)
    assert frame["total"].sum() == pytest.approx(rows["amount"].sum())
    assert frame["squares"].sum() == pytest.approx((rows["amount"] ** 2).sum())
    assert frame["cubes"].sum() == pytest.approx((rows["amount"] ** 3).sum())


def test_newest_comments(snapshot: Snapshot, tables: Tables) -> None:
    filters = (("touchpoint", ("Billing",)), ("answer", ("ces:1-7|1", "ces:1-7|2")))
    rows = frame_of(tables, "feedback")
    rows = rows[rows["comment"].notna() & (rows["metric"] == "ces") & (rows["score"] <= 2)]
    rows = recount.inside(rows, "submitted_at", Scope(WHOLE, filters[:1]))
    rows = rows.assign(submitted_at=rows["submitted_at"].dt.normalize())
    newest = rows.sort_values(["submitted_at", "response_id"], ascending=[False, True]).head(20)
    frame = feedback.newest_comments(snapshot, Scope(WHOLE, filters))
    assert frame["submitted_at"].tolist() == newest["submitted_at"].tolist()
    assert sorted(frame["comment"]) == sorted(newest["comment"])
    assert (frame["length"] == frame["comment"].str.len()).all()
    assert set(frame["score"]) <= {1.0, 2.0}


def test_rows_set_aside_are_all_there(snapshot: Snapshot) -> None:
    reported = {(t.table, r): n for t in snapshot.catalog.tables for r, n in t.rejected.items()}
    frame = pd.concat(rejected_batches(snapshot).batches)
    assert frame.groupby(["table_name", "reason"]).size().to_dict() == reported


def test_no_segment_has_the_name_of_a_column_of_frames(snapshot: Snapshot) -> None:
    span = Span(snapshot.catalog.first_day, snapshot.catalog.last_day)
    asked = CountQuery(Scope(span), (), "month")
    counts = feedback.counts(snapshot, asked.scope, asked.keys, asked.grain)
    compared = figures(moments(counts), moments(counts), ["nps"])
    parts = [feedback.counts_sql(snapshot, asked)] * 2
    sent = snapshot.database.frame(together(snapshot, parts).text)
    assert {*counts, *compared, *sent, *WEIGHTS} <= RESERVED
