"""What customers did after their last NPS answer, customer by customer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from data.frames import Tables
from data.query import customers
from data.scope import Scope, Span
from data.store.snapshots import Snapshot
from tests.query import recount


def in_segment(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The customers of a scope's filters, whenever they were there."""
    always = pd.Timestamp(scope.span.start)
    kept = recount.inside(rows.assign(_day=always), "_day", scope)
    return kept.drop(columns="_day")


def outcomes(tables: Tables, scope: Scope, until: date) -> dict[str, dict[str, Any]]:
    """What came of the last NPS answers, customer by customer."""
    assert tables.feedback is not None
    assert tables.customers is not None
    assert tables.orders is not None
    own = in_segment(tables.customers, scope).set_index("customer_id")
    nps = tables.feedback[tables.feedback["metric"] == "nps"].dropna(subset="customer_id")
    nps = nps[nps["customer_id"].isin(own.index)].sort_values(["submitted_at", "response_id"])
    orders = dict(list(tables.orders.groupby("customer_id")))
    sums: dict[str, dict[str, Any]] = {}
    for customer, answers in nps.groupby("customer_id"):
        who = own.loc[customer]
        left: date = date.max if pd.isna(who["churned_at"]) else who["churned_at"].date()
        days = answers["submitted_at"].dt.date
        eligible = answers[(days >= scope.span.start) & (days <= left)]
        for end, kind in ((until, "followed"), (scope.span.end, "current")):
            inside = eligible[eligible["submitted_at"].dt.date <= end]
            if inside.empty or (kind == "current" and left <= end):
                continue
            last = inside.iloc[-1]
            score, day = last["score"], last["submitted_at"].date()
            group = "promoters" if score >= 9 else "detractors" if score <= 6 else "passives"
            of = sums.setdefault(group, dict.fromkeys(_SUMS, 0.0))
            revenue = who["annual_revenue"]
            paid: bool = not pd.isna(revenue) and revenue >= 0
            if kind == "current":
                of["current"] += 1
                of["revenue"] += revenue if paid else 0
                continue
            soon = left <= day + timedelta(180)
            of["n"] += 1
            of["positive"] += soon
            if paid:
                of["paying"] += 1
                of["w"] += revenue
                of["w2"] += revenue**2
                of["pos"] += revenue * soon
                of["pos2"] += revenue**2 * soon
            bought = orders.get(customer)
            if bought is not None:
                when = bought["ordered_at"].dt.date
                spent = bought.loc[(when > day) & (when <= day + timedelta(180)), "amount"].sum()
                of["total"] += spent
                of["squares"] += spent**2
                of["cubes"] += spent**3
    return sums


_SUMS = (
    *("n", "positive", "paying", "w", "w2", "pos", "pos2"),
    *("total", "squares", "cubes", "current", "revenue"),
)


def check_risk(snapshot: Snapshot, tables: Tables, scope: Scope, until: date) -> None:
    found = customers.risk(snapshot, scope, Span(scope.span.start, until)).set_index("nps_group")
    expected = outcomes(tables, scope, until)
    kept: dict[str, Any] = {
        str(group): row for group, row in found[list(_SUMS)].iterrows() if row["n"] + row["current"]
    }
    assert set(kept) == set(expected)
    for group, sums in expected.items():
        assert kept[group].to_dict() == pytest.approx(sums), group
