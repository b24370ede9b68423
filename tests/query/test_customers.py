"""Questions on customers against a slow recount, of the sample company and of random ones."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.catalog import Catalog
from data.frames import Tables
from data.grains import buckets
from data.query import customer_movements, customers
from data.query.compile import CountQuery
from data.scope import NOT_STATED, Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from metrics.customers.retention import by_period, over_span
from metrics.estimates import figures
from tests.data.company import HEAD, Company
from tests.metrics.lives import Life, starts_of
from tests.metrics.lives import recount as of_lives
from tests.query import recount
from tests.query.outcomes import check_risk, in_segment
from tests.query.test_engine import GRAINS, random_scope

CUSTOMERS = ("joined_at", "churned_at", "annual_revenue", "acquisition_cost", "referred_by")


def lives_of(rows: pd.DataFrame, key: str = "") -> list[Life]:
    found = []
    for joined, churned, revenue, cost, referred, place in zip(
        *(rows[name] for name in CUSTOMERS), rows[key] if key else [""] * len(rows), strict=True
    ):
        if pd.isna(joined):
            continue
        left = None if pd.isna(churned) else churned.date()
        paid, spent = (None if pd.isna(one) else float(one) for one in (revenue, cost))
        where = NOT_STATED if pd.isna(place) else str(place)
        found.append(Life(joined.date(), left, paid, spent, not pd.isna(referred), where))
    return found


def scope_of(chance: random.Random, catalog: Catalog) -> Scope:
    scope = random_scope(chance, catalog, "customers")
    span = Span(scope.span.start, scope.span.start + timedelta(chance.choice([0, 45, 200, 400])))
    return replace(scope, span=span)


def check(frame: pd.DataFrame, metric: str, value: float, n: float) -> None:
    assert frame["n"].tolist() == [n]
    assert frame["value"].tolist() == pytest.approx([value], nan_ok=True, rel=1e-8)


def check_lives(snapshot: Snapshot, rows: pd.DataFrame, scope: Scope, grain: str) -> None:
    """Every metric over the span, by period and by segment, customer by customer."""
    keys = ("region",)
    asked = [CountQuery(scope, keys, grain)]
    frame, counted = customer_movements.movements(snapshot, asked, asked)
    assert counted["n"].sum() == frame["n"].sum()
    own = in_segment(rows, scope)
    lives = lives_of(own, "region")
    whole, span = over_span(frame), (scope.span.start, scope.span.end)
    for metric, (value, n) in of_lives(lives, *span).items():
        check(figures(whole[metric], None, [metric], (), 0), metric, value, n)
    levels = over_span(frame, keys)
    for level in frame["region"].unique():
        expected = of_lives([one for one in lives if one.key == level], *span)
        for metric, (value, n) in expected.items():
            found = figures(levels[metric], None, [metric], keys, 0)
            check(found[found["region"] == level], metric, value, n)
    periods = buckets(scope.span, grain)
    each = by_period(frame, periods, scope.span.end)
    days = list(starts_of(span, periods).items())
    for first, inside in days[:: 1 + len(days) // 3]:
        for metric, (value, n) in of_lives(lives, *inside).items():
            found = figures(each[metric], None, [metric], ("period",), 0)
            check(found[found["period"] == pd.Timestamp(first)], metric, value, n)
    wrong = own["joined_at"].isna() | (own["churned_at"].dt.date < own["joined_at"].dt.date)
    assert customers.unplaced_customers(snapshot, scope) == wrong.sum()


@pytest.mark.parametrize("seed", range(6))
def test_lives_of_the_sample_company(seed: int, snapshot: Snapshot, tables: Tables) -> None:
    chance = random.Random(seed)
    assert tables.customers is not None
    check_lives(snapshot, tables.customers, scope_of(chance, snapshot.catalog), GRAINS[seed % 5])


@pytest.mark.parametrize("seed", range(6))
def test_engaged_customers(seed: int, snapshot: Snapshot, tables: Tables) -> None:
    chance = random.Random(seed)
    scope = scope_of(chance, snapshot.catalog)
    if seed % 2:  # whole months: from the masks
        first = scope.span.start.replace(day=1)
        scope = replace(scope, span=Span(first, (first + timedelta(120)).replace(day=1) - DAY))
    assert tables.customers is not None
    assert tables.engagement is not None
    own = in_segment(tables.customers, scope)
    events = tables.engagement[tables.engagement["customer_id"].isin(own["customer_id"])]
    lives = own.set_index("customer_id")[["joined_at", "churned_at"]]
    events = events.join(lives, on="customer_id")
    days = {name: events[name].dt.date for name in ("occurred_at", "joined_at", "churned_at")}

    def engaged(start: date, end: date) -> int:
        did = (days["occurred_at"] >= start) & (days["occurred_at"] <= end)
        left = events["churned_at"].notna() & (days["churned_at"] < start)
        there = (days["joined_at"] <= end) & ~left
        return int(events.loc[did & there, "customer_id"].nunique())

    assert customers.engaged_customers(snapshot, scope) == engaged(scope.span.start, scope.span.end)
    periods = buckets(scope.span, "month")
    found = customers.engaged_by(snapshot, scope, (), "month").set_index("period")["n"]
    for first, inside in starts_of((scope.span.start, scope.span.end), periods).items():
        assert found.get(pd.Timestamp(first), 0) == engaged(*inside)


DAY = timedelta(1)


def test_repeats_by_period(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.orders is not None
    scope = Scope(Span(date(2026, 1, 10), date(2026, 4, 5)))
    orders = recount.inside(tables.orders, "ordered_at", scope)
    period = recount.buckets(orders["ordered_at"], "month")
    times = orders.groupby([period, orders["customer_id"]]).size()
    expected = {
        day: (len(of), int((of > 1).sum())) for day, of in times.groupby(level="ordered_at")
    }
    found = customers.repeats_by_period(snapshot, scope, "month")
    rows = found.itertuples(index=False)
    assert {row.period: (row.n, row.positive) for row in rows} == expected


def test_retention_costs(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.costs is not None
    own = tables.costs[tables.costs["kind"] == "retention"]
    found = customers.retention_costs(snapshot).set_index("month")["total"].to_dict()
    assert found == pytest.approx(own.set_index("month")["amount"].to_dict())


@pytest.mark.slow
def test_outcomes_of_the_sample_company(snapshot: Snapshot, tables: Tables) -> None:
    span = Span(date(2025, 6, 10), date(2026, 5, 20))
    scope = Scope(span, (("region", ("Oceania", NOT_STATED)),))
    check_risk(snapshot, tables, scope, date(2026, 3, 1))


RANDOM = (
    HEAD
    + """
[sources.crm]
file = "crm.csv"

[sources.survey]
file = "survey.csv"

[sources.shop]
file = "shop.csv"

[customers]
source = "crm"

[customers.columns]
customer_id = "who"
joined_at = "joined"
churned_at = "left"
annual_revenue = "pays"
acquisition_cost = "cost"
referred_by = "by"

[feedback]
source = "survey"

[feedback.columns]
response_id = "id"
submitted_at = "at"
customer_id = "who"
score = "score"
metric = { constant = "nps" }

[orders]
source = "shop"

[orders.columns]
order_id = "id"
customer_id = "who"
ordered_at = "at"
amount = "amount"

[[segments]]
key = "region"
table = "customers"
column = "region"
"""
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_random_companies(seed: int, company: Company) -> None:
    chance = np.random.default_rng(seed)
    size, first = 80, date(2025, 1, 1)

    def days(count: int, missing: float) -> list[str]:
        drawn = [str(first + timedelta(int(day))) for day in chance.integers(0, 300, count)]
        return [day if chance.random() > missing else "" for day in drawn]

    def some(values: Iterable[object]) -> list[str]:
        return [str(one) if chance.random() > 0.15 else "" for one in values]

    who = [f"c{number}" for number in range(size)]
    crm = {
        "who": who,
        "joined": days(size, 0.1),
        "left": days(size, 0.5),
        "pays": some(chance.integers(-50, 900, size)),
        "cost": some(chance.integers(0, 300, size)),
        "by": some(["c1"] * size),
        "region": some(chance.choice(["n", "s"], size)),
    }
    survey = {
        "id": range(300),
        "at": days(300, 0),
        "who": some(chance.choice([*who, "stranger"], 300)),
        "score": chance.integers(0, 11, 300),
    }
    shop = {
        "id": range(400),
        "at": days(400, 0),
        "who": chance.choice(who, 400),
        "amount": chance.integers(1, 90, 400),
    }
    files: dict[str, Any] = {"crm_csv": crm, "survey_csv": survey, "shop_csv": shop}
    frames = {name: pd.DataFrame(file) for name, file in files.items()}
    company.write(RANDOM, **{name: one.to_csv(index=False) for name, one in frames.items()})
    tables = company.tables()
    snapshot = open_snapshot(company.build())
    assert tables.customers is not None
    for grain in GRAINS:
        start = first + timedelta(int(chance.integers(0, 200)))
        scope = Scope(Span(start, start + timedelta(int(chance.integers(0, 90)))))
        check_lives(snapshot, tables.customers, scope, grain)
        narrow = replace(scope, without=(("region", ("n",)),))
        check_lives(snapshot, tables.customers, narrow, grain)
        check_risk(snapshot, tables, narrow, min(narrow.span.end, first + timedelta(110)))
