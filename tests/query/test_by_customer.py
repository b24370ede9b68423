"""What is known of each customer, recounted from the tables; numbers mean the same everywhere."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.frames import Tables
from data.query.each_customer import by_customer
from data.query.each_customer.by_customer import (
    Whose,
    answers_by_customer,
    bounded,
    leaving_by_customer,
    tickets_by_customer,
)
from data.scope import NOT_STATED, Scope, Span
from data.store.snapshots import Snapshot
from tests.query import recount
from tests.query.test_engine import frame_of, random_scope

YEAR = Scope(Span(date(2025, 11, 1), date(2026, 10, 31)), (("region", ("EMEA",)),))


def named(tables: Tables, whose: Whose) -> dict[Any, int]:
    """Ids of those who answered a series, in their order, and their numbers."""
    rows = recount.inside(frame_of(tables, "feedback"), "submitted_at", whose.scope)
    rows = rows[rows["metric"] == whose.series.partition(":")[0]]
    rows = rows[rows["touchpoint"].isna()] if whose.alone else rows
    ids = sorted(rows["customer_id"].dropna().astype(str).unique())
    return {one: place for place, one in enumerate(ids) if place % whose.step == 0}


@pytest.mark.parametrize("step", [1, 3])
@pytest.mark.parametrize("alone", [True, False])
def test_answers_of_who_answered(
    step: int, alone: bool, snapshot: Snapshot, tables: Tables
) -> None:
    whose = Whose(YEAR, "nps:0-10", alone, step)
    found = answers_by_customer(snapshot, whose, YEAR, "touchpoint")
    own = {
        (row.customer, row.touchpoint, str(row.series).partition(":")[0], row.score): row.n
        for row in found.itertuples()
    }
    numbers = named(tables, whose)
    rows = recount.inside(frame_of(tables, "feedback"), "submitted_at", YEAR)
    rows = rows.assign(who=rows["customer_id"].astype(object).map(numbers)).dropna(subset="who")
    place = rows["touchpoint"].astype(object).where(rows["touchpoint"].notna(), NOT_STATED)
    expected = rows.groupby([rows["who"].astype(int), place, rows["metric"].astype(str), "score"])
    assert own == expected.size().to_dict()
    assert {key[0] for key in own} == {*numbers.values()}
    others = answers_by_customer(snapshot, whose, YEAR, "touchpoint", apart=True)
    same = rows.loc[rows["metric"] == "nps", "response_id"]
    assert others["n"].sum() == (~rows["response_id"].isin(same)).sum() > 0


@pytest.mark.parametrize("seed", range(3))
def test_how_many_and_their_bound(
    seed: int, snapshot: Snapshot, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = random_scope(random.Random(seed), snapshot.catalog, "feedback")
    whose = Whose(scope, "csat:1-5")
    many = len(named(tables, whose))
    assert bounded(snapshot, whose) == (whose, many)
    monkeypatch.setattr(by_customer, "MOST", max(many // 3, 1))
    least, again = bounded(snapshot, whose)
    assert again == many and len(named(tables, least)) <= max(many // 3, 1)


def test_means_of_tickets(snapshot: Snapshot, tables: Tables) -> None:
    whose = Whose(YEAR, "nps:0-10", alone=True)
    columns = ("reopened", "handle_seconds", "quality_score")
    found = tickets_by_customer(snapshot, whose, YEAR, columns).set_index("customer").sort_index()
    rows = recount.inside(frame_of(tables, "tickets"), "opened_at", YEAR)
    rows = rows.assign(who=rows["customer_id"].astype(object).map(named(tables, whose)))
    rows = rows.dropna(subset="who")
    values: dict[str, pd.Series[float]] = {
        "reopened": rows["reopened"].astype(float),
        "handle_seconds": (1 + rows["handle_seconds"].astype(float) / 60).map(math.log),
        "quality_score": rows["quality_score"].astype(float),
    }
    who = rows["who"].astype(int)
    assert found["n"].to_dict() == who.value_counts().to_dict()
    for name, value in values.items():
        expected = value.groupby(who).mean()
        np.testing.assert_allclose(found[name].astype(float), expected, rtol=1e-9, err_msg=name)


def test_who_left_of_those_who_were_there(snapshot: Snapshot, tables: Tables) -> None:
    scope = replace(YEAR, span=Span(date(2026, 5, 2), date(2026, 10, 31)))
    found = leaving_by_customer(snapshot, Whose(scope))
    rows = frame_of(tables, "customers")
    joined, left = (pd.to_datetime(rows[name]).dt.date for name in ("joined_at", "churned_at"))
    gone = left.notna() & (left >= scope.span.start) & (left <= scope.span.end)
    there = (joined < scope.span.start) & (left.isna() | (left >= scope.span.start))
    there &= ~(left < joined) & (rows["region"] == "EMEA")
    assert len(found) == there.sum() > 1000
    assert found["left"].sum() == (there & gone).sum() > 50
