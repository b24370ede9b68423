"""How many customers rows are of, recounted from the tables."""

from __future__ import annotations

import random

import pytest

from data.frames import Tables
from data.query.compile import CountQuery
from data.query.whose_rows.persons import Counted, counted_for, leaders, persons
from data.scope import NOT_STATED, Scope, Span
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.series import parse_series
from tests.query import recount
from tests.query.test_engine import frame_of, random_scope

CLOCKS = {"feedback": "submitted_at", "orders": "ordered_at", "tickets": "opened_at"}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("table", list(CLOCKS))
def test_persons_and_those_who_are_nowhere_else(
    table: str, seed: int, snapshot: Snapshot, tables: Tables
) -> None:
    chance = random.Random(seed)
    scope = random_scope(chance, snapshot.catalog, table)
    keys = ("plan", "channel") if table == "feedback" else ("region",)
    apart = (keys, keys[:1], ())[seed % 3]
    found = persons(snapshot, Counted(table), CountQuery(scope, keys), apart)
    rows = recount.inside(frame_of(tables, table), CLOCKS[table], scope)
    rows = rows.assign(
        who=rows["customer_id"].astype(object).where(
            rows["customer_id"].notna(), [f"row {i}" for i in range(len(rows))]
        ),
        **{key: rows[key].astype(object).where(rows[key].notna(), NOT_STATED) for key in keys},
    )  # fmt: skip
    if table == "feedback":
        rows["series"] = rows["metric"].astype(str)
        found = found.assign(series=[parse_series(one).metric for one in found["series"]])
    series = ["series"] if table == "feedback" else []
    where = rows[[*keys, *series, "who"]].drop_duplicates()
    where["alone"] = where.groupby([*apart, *series, "who"])["who"].transform("size") == 1
    expected = where.groupby([*keys, *series]).agg(persons=("who", "size"), alone=("alone", "sum"))
    own = found.groupby([*keys, *series], observed=True)[["persons", "alone"]].sum()
    if table != "feedback" or rows.groupby("series")["scale_max"].nunique().max() == 1:
        assert own.to_dict("index") == expected.to_dict("index")


def test_of_tickets_those_that_a_metric_counts(snapshot: Snapshot, tables: Tables) -> None:
    span = Span(snapshot.catalog.first_day, snapshot.catalog.last_day)
    of = counted_for(DEFINITIONS["resolution_time"])
    found = persons(snapshot, of, CountQuery(Scope(span), ("priority",)))
    rows = frame_of(tables, "tickets")
    rows = rows[rows["resolved_at"].notna()]
    expected = rows.groupby("priority", observed=True)["customer_id"].nunique()
    named = found.set_index(found["priority"].astype(str))["persons"].to_dict()
    assert named == {str(key): n for key, n in expected.items()}


def test_who_has_most_of_an_amount(snapshot: Snapshot, tables: Tables) -> None:
    span = Span(snapshot.catalog.first_day, snapshot.catalog.last_day)
    found = leaders(snapshot, CountQuery(Scope(span), ("plan",)))
    found = found.set_index(found["plan"].astype(str))
    rows = frame_of(tables, "orders")
    for plan, own in rows.groupby("plan", observed=True):
        sums = own.assign(amount=own["amount"].abs()).groupby("customer_id")["amount"].sum()
        sums = sums.sort_values(ascending=False)
        told = [found[name][str(plan)] for name in ("whole", "largest", "second")]
        assert told == pytest.approx([sums.sum(), sums.iloc[0], sums.iloc[1]])


def test_what_nine_customers_have_at_most(snapshot: Snapshot, tables: Tables) -> None:
    catalog = snapshot.catalog
    sizes = frame_of(tables, "orders")["customer_id"].value_counts()
    assert catalog.rows_of_few["orders"] == sizes.head(catalog.minimum_n - 1).sum()
    rows = frame_of(tables, "feedback")
    nps = rows[(rows["metric"] == "nps") & rows["customer_id"].notna()]
    sizes = nps["customer_id"].value_counts()
    assert catalog.rows_of_few["nps:0-10"] == sizes.head(catalog.minimum_n - 1).sum()
    amounts = (
        frame_of(tables, "orders")["amount"]
        .abs()
        .groupby(frame_of(tables, "orders")["customer_id"])
        .sum()
    )
    assert catalog.largest_amounts == pytest.approx(tuple(amounts.nlargest(2)))
