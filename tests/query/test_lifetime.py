"""Order histories against a slow recount, and the predicted value through the product."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import ibis
import numpy as np
import pandas as pd
import pytest

from data.derived.lifetime import HISTORY, cells, histories
from data.frames import Tables
from data.query.orders import order_histories
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from metrics.customers.lifetime import Orders, Worth, expected_orders, weight_of_own
from metrics.definitions import DEFINITIONS
from metrics.estimates import figures
from metrics.sums.cells import Cells
from pages.figures.comparison import Comparison
from pages.figures.read import read
from pages.index import read_page
from tests.data.company import HEAD, Company
from tests.pages.reading import view_of
from tests.query import recount
from tests.query.test_compiled import DIALECTS
from tests.query.test_engine import frame_of, random_filters
from view.state import View

PREDICTED = "predicted_lifetime_value"


def predicted_value(
    snapshot: Snapshot, view: View, keys: tuple[str, ...] = ()
) -> Comparison[Cells] | None:
    found = read(snapshot, view, [DEFINITIONS[PREDICTED]], keys).found
    return found.cuts.get(keys, {}).get(PREDICTED)


def customers(tables: Tables, scope: Scope, until: date) -> pd.DataFrame:
    """again, recency, age and own of each customer of the scope, one after the other."""
    ever = replace(scope, span=Span(date(1990, 1, 1), until))
    orders = recount.inside(frame_of(tables, "orders"), "ordered_at", ever)
    rows = []
    for _, mine in orders.groupby("customer_id"):
        days = mine.groupby(mine["ordered_at"].dt.date)["amount"].sum()
        first, last = days.index[0], days.index[-1]
        weeks = [(n + 3) // 7 for n in ((last - first).days, (until - first).days)]
        own = max(float(days.iloc[1:].mean()), 0) if len(days) > 1 else 0.0
        rows.append((len(days) - 1, *weeks, own))
    return pd.DataFrame(rows, columns=["again", "recency", "age", "own"])


@pytest.mark.parametrize("seed", range(4))
def test_histories(seed: int, snapshot: Snapshot, tables: Tables) -> None:
    chance, catalog = random.Random(seed), snapshot.catalog
    segments = [d for d in catalog.dimensions if d.segment]
    span = Span(catalog.last_day, catalog.last_day)  # of no matter
    scope = Scope(span, (("industry", ("Education",)),), random_filters(chance, segments[:2], 2))
    assert catalog.lifetime
    expected = customers(tables, scope, catalog.lifetime.until)
    expected = expected.assign(n=1, squares=expected["own"] ** 2)
    expected = expected.groupby(["again", "recency", "age"]).sum().sort_index()
    for activity in (catalog.activity, ()):  # from there, and from the orders
        other = replace(snapshot, catalog=catalog.model_copy(update={"activity": activity}))
        found = order_histories(other, catalog.lifetime, scope)
        found = found.set_index(["again", "recency", "age"]).sort_index()
        pd.testing.assert_frame_equal(
            found[["n", "own", "squares"]].astype(float),
            expected[["n", "own", "squares"]].astype(float),
            check_index_type=False,
        )


def test_predicted_value_customer_by_customer(snapshot: Snapshot, tables: Tables) -> None:
    catalog = snapshot.catalog
    view = view_of(snapshot, "overview?compare=rest&industry=Education")
    sides = predicted_value(snapshot, view)
    assert catalog.lifetime and catalog.lifetime.orders and catalog.lifetime.worth
    assert sides and sides.base
    mine = customers(tables, view.scope(), catalog.lifetime.until)
    again, recency, age, own = (mine[name].to_numpy(float) for name in mine)
    worth = Worth(*catalog.lifetime.worth)
    weight = weight_of_own(worth, again)
    value = expected_orders(Orders(*catalog.lifetime.orders), again, recency, age) * (
        weight * own + (1 - weight) * worth.mean
    )
    found = figures(sides.now, sides.base, [PREDICTED]).iloc[0]
    assert (found["value"], found["n"]) == (pytest.approx(value.mean()), len(mine))
    half = 1.96 * value.std(ddof=1) / np.sqrt(len(mine))
    assert found["high"] - found["value"] == pytest.approx(half, rel=1e-2)
    assert found["base_n"] + found["n"] == catalog.lifetime.customers


def test_levels_are_parts_of_the_whole(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "overview")
    by_plan, whole = (predicted_value(snapshot, view, keys) for keys in (("plan",), ()))
    assert by_plan and whole and whole.base is None
    for name in ("answers", "total", "squares"):
        assert by_plan.now.sums[name].sum() == pytest.approx(whole.now.sums[name].sum())
    touchpoint = view_of(snapshot, "overview?touchpoint=Billing")
    assert predicted_value(snapshot, touchpoint) is None  # orders have no touchpoint


def test_too_few_customers_are_said(company: Company) -> None:
    mapping = (
        HEAD
        + '[sources.shop]\nfile = "shop.csv"\n[orders]\nsource = "shop"\n'
        + 'columns = { order_id = "no", customer_id = "who", ordered_at = "at", amount = "sum" }\n'
    )
    rows = [f"{i},c{i % 40},2026-01-{1 + i // 4:02d},{i}\n" for i in range(100)]
    company.write(mapping, shop_csv="no,who,at,sum\n" + "".join(rows))
    snapshot = open_snapshot(company.build())
    lifetime = snapshot.catalog.lifetime
    assert lifetime and lifetime.orders is None
    assert lifetime.why_not.startswith("40 customers ordered, 40 of them again.")
    assert predicted_value(snapshot, view_of(snapshot, "overview")) is None
    note = read_page(snapshot, view_of(snapshot, "customers?period=all")).note
    assert "What customers will spend is not predicted: 40 customers ordered" in note


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_compiles_for_every_engine(dialect: str) -> None:
    columns = {"customer_id": "string", "day": "date", "amount": "float64", "plan": "string"}
    of_orders = histories(ibis.table(columns, name="rows0"), ("plan",))
    kept = ibis.table({**HISTORY, "plan": "string"}, name="rows0")
    for rows in (of_orders, kept):
        text = str(ibis.to_sql(cells(rows, date(2026, 1, 31), ("plan",)), dialect=dialect))
        assert "rows0" in text
