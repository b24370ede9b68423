"""What is counted ahead of orders and asked once of customers, against the rows."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.derived import rollups
from data.frames import Tables
from data.grains import buckets
from data.ingest.build import build
from data.query import customer_movements, orders
from data.query.compile import CountQuery
from data.query.each_customer import timeline
from data.scope import NOT_STATED, Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from metrics.customers.retention import by_period, over_span
from metrics.sums.cells import Cells
from settings import Settings
from tests.query.test_engine import random_scope

YEAR, BEFORE = (Span(date(y, 1, 1), date(y, 12, 31)) for y in (2025, 2024))
NEWEST = Span(date(2025, 11, 1), date(2026, 10, 12))
FREE = Span(date(2024, 5, 17), date(2026, 2, 28))


@pytest.mark.parametrize("least", [1.2, 40.0])  # rows a cell: all dimensions together, or each
def test_orders_counted_ahead_are_those_of_the_rows(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: float
) -> None:
    monkeypatch.setattr(rollups, "_MANY_ORDERS", 1)
    monkeypatch.setattr(rollups, "ROWS_PER_CELL", least)
    assert settings.mapping is not None
    counted = open_snapshot(build(settings.mapping, tmp_path))
    catalog = counted.catalog
    assert max(len(one.dimensions) for one in catalog.order_rollups) == (3 if least < 2 else 1)
    rows = replace(counted, catalog=catalog.model_copy(update={"order_rollups": ()}))
    chance = random.Random(3)
    for grain in ("month", "quarter", "week"):
        for span in (YEAR, FREE):
            scope = replace(random_scope(chance, catalog, "orders"), span=span)
            one = Scope(span, (("region", ("EMEA", NOT_STATED)),))
            asked = [CountQuery(scope, (), grain), CountQuery(one), CountQuery(one, (), grain)]
            asked += [CountQuery(one, ("plan",)), CountQuery(scope, ("region",), grain)]
            sides = (orders.order_amounts(each, asked) for each in (counted, rows))
            for place, (found, expected) in enumerate(zip(*sides, strict=True)):
                order = [*(["period"] if asked[place].grain else []), *asked[place].keys]
                assert {*found} == {*order, "n", "total", "squares", "cubes"}
                found, expected = (
                    frame.sort_values(order, ignore_index=True) if order else frame
                    for frame in (found, expected)
                )
                pd.testing.assert_frame_equal(found, expected)
    none = CountQuery(Scope(YEAR, (("region", ("Atlantis",)),)))
    assert orders.order_amounts(counted, [none])[0].iloc[0].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("spans", [(YEAR, BEFORE), (NEWEST, BEFORE), (NEWEST, YEAR)])
@pytest.mark.parametrize("grain", ["month", "quarter", "year", "week"])
def test_customers_asked_at_once_are_those_asked_alone(
    snapshot: Snapshot, spans: tuple[Span, ...], grain: str
) -> None:
    """Spans of whole months share a reading; one alone, by weeks, is read by itself."""
    chance = random.Random(5)
    filters = random_scope(chance, snapshot.catalog, "customers").filters
    for chosen in ((), filters):
        asked = [CountQuery(Scope(span, chosen), ("region",), grain) for span in spans]
        together = customer_movements.movements(snapshot, asked)
        for one, frame in zip(asked, together, strict=True):
            span = one.scope.span
            (alone,) = customer_movements.movements(snapshot, [one._replace(grain="day")])
            levels = [over_span(each, ("region",)) for each in (frame, alone)]
            periods = buckets(span, grain)
            same(levels[0], levels[1])
            for key, cells in by_period(frame, periods, span.end).items():
                assert (cells.sums["answers"] >= 0).all(), key
            whole = [over_span(each) for each in (frame, alone)]
            same(whole[0], whole[1])


def test_a_customers_rows_are_those_read_from_end_to_end(
    snapshot: Snapshot, tables: Tables
) -> None:
    catalog = snapshot.catalog
    assert {"customers", "feedback", "orders", "tickets"} <= {*catalog.customer_rows}
    slow = replace(snapshot, catalog=catalog.model_copy(update={"customer_rows": ()}))
    assert tables.customers is not None
    ids = random.Random(8).sample(tables.customers["customer_id"].tolist(), 12)
    for one in (*ids, "nobody", "it's", NOT_STATED):
        found, expected = (timeline.events(each, one) for each in (snapshot, slow))
        pd.testing.assert_frame_equal(found, expected)
        assert timeline.attributes(snapshot, one) == timeline.attributes(slow, one)
        assert len(found) or one not in ids


def same(found: dict[str, Cells], expected: dict[str, Cells]) -> None:
    assert found.keys() == expected.keys()
    for metric, cells in found.items():
        other = expected[metric]
        frames = [
            pd.DataFrame({**{k: v.astype(str) for k, v in one.labels.items()}, **one.sums})
            for one in (cells, other)
        ]
        names = [name for name in ("region",) if name in frames[0]]
        if names:
            frames = [one.sort_values(names, ignore_index=True) for one in frames]
        pd.testing.assert_frame_equal(frames[0], frames[1], rtol=1e-9)
