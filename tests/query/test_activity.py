"""Distinct, retained and repeat customers against a slow recount, from masks and from rows."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
import sqlglot
from sqlglot import exp

from data.catalog import Catalog
from data.frames import Tables
from data.query import active_customers as questions
from data.query import compile
from data.query.active_customers import (
    active_customers,
    repeat_customers,
    repeat_levels,
    retained_customers,
)
from data.query.compile import Question
from data.scope import NOT_STATED, Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from tests.data.company import ORDERS, Company
from tests.query import recount
from tests.query.test_compiled import DIALECTS
from tests.query.test_engine import frame_of, random_scope

CLOCKS = {"feedback": "submitted_at", "orders": "ordered_at", "engagement": "occurred_at"}


def whole(span: Span) -> Span:
    """The span made whole months."""
    after = span.end.replace(day=28) + timedelta(4)
    return Span(span.start.replace(day=1), after - timedelta(after.day))


def scope_of(chance: random.Random, catalog: Catalog, table: str) -> Scope:
    scope = random_scope(chance, catalog, table)
    return replace(scope, span=whole(scope.span)) if chance.random() < 0.7 else scope


def customers(tables: Tables, table: str, scope: Scope) -> pd.Series:
    """The customer of each row of the scope that names one."""
    rows = recount.inside(frame_of(tables, table), CLOCKS[table], scope)
    found: pd.Series = rows["customer_id"].dropna()
    return found


@pytest.mark.parametrize("table", CLOCKS)
@pytest.mark.parametrize("seed", range(20))
def test_active_customers(seed: int, table: str, snapshot: Snapshot, tables: Tables) -> None:
    scope = scope_of(random.Random(seed), snapshot.catalog, table)
    expected = len(set(customers(tables, table, scope)))
    assert active_customers(snapshot, scope, table) == expected


@pytest.mark.parametrize("table", CLOCKS)
@pytest.mark.parametrize("seed", range(20))
def test_retained_customers(seed: int, table: str, snapshot: Snapshot, tables: Tables) -> None:
    chance = random.Random(seed)
    scope = scope_of(chance, snapshot.catalog, table)
    earlier = timedelta(chance.randint(1, 400))
    base = replace(scope, span=Span(scope.span.start - earlier, scope.span.end - earlier))
    if chance.random() < 0.7:
        base = replace(base, span=whole(base.span))
    if chance.random() < 0.2:
        base = replace(base, filters=(), without=())
    before, now = (set(customers(tables, table, one)) for one in (base, scope))
    found = retained_customers(snapshot, scope, base, table)
    assert found == (len(before), len(before & now))


@pytest.mark.parametrize("seed", range(20))
def test_repeat_customers(seed: int, snapshot: Snapshot, tables: Tables) -> None:
    scope = scope_of(random.Random(seed), snapshot.catalog, "orders")
    orders = customers(tables, "orders", scope).value_counts()
    assert repeat_customers(snapshot, scope) == (len(orders), int((orders > 1).sum()))


@pytest.mark.parametrize("seed", range(12))
def test_repeat_customers_by_levels(seed: int, snapshot: Snapshot, tables: Tables) -> None:
    chance = random.Random(seed)
    scope = scope_of(chance, snapshot.catalog, "orders")
    keys = chance.sample(["region", "plan", "industry"], 1 + seed % 2)
    frame = frame_of(tables, "orders")
    stated = {key: frame[key].astype(object).where(frame[key].notna(), NOT_STATED) for key in keys}
    rows = recount.inside(frame, "ordered_at", scope)
    rows = rows.assign(**{key: level[rows.index] for key, level in stated.items()})
    times = rows.groupby([*keys, "customer_id"], observed=True).size()
    expected = {
        level if isinstance(level, tuple) else (level,): (len(found), int((found > 1).sum()))
        for level, found in times.groupby(level=keys)
    }
    for activity in (snapshot.catalog.activity, ()):  # from masks, and from the rows
        catalog = snapshot.catalog.model_copy(update={"activity": activity})
        found = repeat_levels(replace(snapshot, catalog=catalog), scope, keys)
        got = {tuple(row[:-2]): row[-2:] for row in found.itertuples(index=False, name=None)}
        assert got == expected


def test_masks_and_rows_agree(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[bool] = set()
    compiled = compile._compiled

    def note(question: Question[Any], dialect: str, shape: tuple[object, ...]) -> object:
        asked.add(bool(shape[0]))  # how many words of months there are
        return compiled(question, dialect, shape)

    monkeypatch.setattr(compile, "_compiled", note)
    catalog = snapshot.catalog
    rows = replace(snapshot, catalog=catalog.model_copy(update={"activity": ()}))
    span = whole(Span(catalog.first_day, catalog.last_day))
    region = catalog.dimension("region")
    assert region
    for table in CLOCKS:
        for segment in ((), (("region", region.levels[:1]),)):
            scope = Scope(span, segment)
            half = replace(scope, span=Span(date(2025, 1, 1), date(2025, 6, 30)))
            both = [
                (
                    active_customers(one, scope, table),
                    retained_customers(one, scope, half, table),
                    retained_customers(one, half, scope, table),
                    repeat_customers(one, half),
                )
                for one in (snapshot, rows)
            ]
            assert both[0] == both[1]
            assert both[0][0] > both[0][1][0] > 0
    assert asked == {True, False}


MANY_YEARS = (
    ORDERS
    + """joined_at = "joined"

[[segments]]
key = "tier"
table = "customers"
column = "tier"
"""
)


def test_more_months_than_a_word_has(company: Company) -> None:
    chance = random.Random(7)
    days = [date(2001, 3, 15) + timedelta(chance.randint(0, 5000)) for _ in range(400)]
    orders = [(f"o{i}", f"c{chance.randint(0, 60)}", day) for i, day in enumerate(days)]
    company.write(
        MANY_YEARS,
        shop_csv="no,who,at,sum\n" + "".join(f"{no},{who},{at},1\n" for no, who, at in orders),
        crm_csv="who,joined,tier\n" + "".join(f"c{i},1999-12-31,t{i % 3}\n" for i in range(50)),
    )
    snapshot = open_snapshot(company.build())
    words = [name for name in snapshot.catalog.activity if name.startswith("order_months")]
    assert words == ["order_months_0", "order_months_1", "order_months_2"]
    for _ in range(50):
        start = date(2000, 1, 1) + timedelta(chance.randint(0, 5600))
        scope = Scope(whole(Span(start, start + timedelta(chance.choice([1, 100, 900, 4000])))))
        base = Scope(whole(Span(start - timedelta(1500), start)))
        found = [
            pd.Series([w for _, w, at in orders if one.span.start <= at <= one.span.end])
            for one in (scope, base)
        ]
        now, before = (set(one) for one in found)
        times = found[0].value_counts()
        assert active_customers(snapshot, scope, "orders") == len(now)
        assert retained_customers(snapshot, scope, base, "orders") == (
            len(before),
            len(before & now),
        )
        assert repeat_customers(snapshot, scope) == (len(now), int((times > 1).sum()))
    known = {who for _, who, _ in orders if int(who[1:]) < 50}
    joined = snapshot.database.frame("SELECT customer_id FROM activity WHERE joined_month = -15")
    assert set(joined["customer_id"]) == known


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("words", [0, 2])
@pytest.mark.parametrize("question", [questions._active, questions._retained, questions._repeated])
def test_it_compiles_for_every_engine(question: Question[Any], words: int, dialect: str) -> None:
    keys = (("region",),) if question is questions._repeated else ()
    text = compile._compiled(question, dialect, (words, *keys)).text
    parsed = sqlglot.parse_one(text, dialect=dialect)
    assert "rows0" in {table.name for table in parsed.find_all(exp.Table)}
