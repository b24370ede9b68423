"""Customers as known on a day: a slow recount, and nothing of what comes after it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sqlglot

from data.frames import Tables
from data.query import compile
from data.query.each_customer import leaving
from data.query.each_customer.leaving import known_on, order_histories_of
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from metrics.leaving.features import EVENTS, features
from tests.data.company import HEAD, Company
from tests.query.test_customer_questions import DIALECTS

DAY = date(2026, 3, 14)
COMPANY = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"
[sources.crm]
file = "crm.csv"
[sources.shop]
file = "shop.csv"
[sources.log]
file = "log.csv"
[sources.use]
file = "use.csv"

[feedback]
source = "survey"
columns = { response_id = "id", submitted_at = "at", metric = "metric", score = "score", customer_id = "who" }
[customers]
source = "crm"
columns = { customer_id = "who", joined_at = "since", churned_at = "left", annual_revenue = "pays" }
[orders]
source = "shop"
columns = { order_id = "id", customer_id = "who", ordered_at = "at", amount = "sum" }
[tickets]
source = "log"
columns = { ticket_id = "id", customer_id = "who", opened_at = "at", resolved_at = "done" }
[engagement]
source = "use"
columns = { customer_id = "who", occurred_at = "at" }
"""  # noqa: E501
)


def everywhere(day: date) -> Scope:
    return Scope(Span(day, day))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_compiles_for_every_engine(dialect: str) -> None:
    text = compile._compiled(leaving._known, dialect, (EVENTS, ("annual_revenue",))).text
    parsed = sqlglot.parse_one(text, dialect=dialect)
    tables = {table.name for table in parsed.find_all(sqlglot.exp.Table)}
    assert tables >= {f"rows{number}" for number in range(5)}


def _recounted(tables: Tables, who: str) -> dict[str, Any]:
    """One customer of the sample on DAY, row by row."""
    found: dict[str, Any] = {}
    end, start = pd.Timestamp(DAY + timedelta(days=1)), pd.Timestamp(DAY - timedelta(days=364))
    recent = pd.Timestamp(DAY - timedelta(days=89))
    clocks = {
        "feedback": "submitted_at",
        "orders": "ordered_at",
        "tickets": "opened_at",
        "engagement": "occurred_at",
    }
    for name, clock in clocks.items():
        rows = getattr(tables, name)
        rows = rows[(rows["customer_id"] == who) & (rows[clock] >= start) & (rows[clock] < end)]
        found[f"{name}_n"] = len(rows)
        found[f"{name}_recent"] = int((rows[clock] >= recent).sum())
        if name != "feedback":
            found[f"{name}_last"] = rows[clock].max().normalize() if len(rows) else pd.NaT
            continue
        nps = rows[rows["metric"] == "nps"]
        others = rows[rows["metric"] != "nps"]
        low = others[others["score"] < others["positive_from"]]
        found["low"], found["low_recent"] = len(low), int((low[clock] >= recent).sum())
        newest = nps[nps[clock].dt.date == nps[clock].dt.date.max()]["score"]
        for group, part in (
            ("detractor", newest <= 6),
            ("passive", newest.isin([7, 8])),
            ("promoter", newest >= 9),
        ):
            found[group] = part.mean() if len(newest) else 0.0
    rows = tables.tickets
    assert rows is not None
    opened = (rows["customer_id"] == who) & (rows["opened_at"] >= start) & (rows["opened_at"] < end)
    ended = rows["ended_at"]
    found["tickets_open"] = int((opened & (ended.isna() | (ended >= end))).sum())
    return found


def test_customers_of_a_day_as_a_slow_recount_has_them(snapshot: Snapshot, tables: Tables) -> None:
    found = known_on(snapshot, everywhere(DAY), DAY)
    assert tables.customers is not None
    people = tables.customers
    joined, left = (people[name].dt.date for name in ("joined_at", "churned_at"))
    there = people[(joined <= DAY) & ~(left <= DAY)]
    assert found["customer_id"].tolist() == sorted(there["customer_id"])
    chance = np.random.default_rng(1)
    for place in chance.choice(len(found), 60, replace=False):
        row = found.iloc[place]
        for name, value in _recounted(tables, row["customer_id"]).items():
            own = row[name]
            if pd.isna(value) or pd.isna(own):
                assert pd.isna(own) and (pd.isna(value) or value == 0), name
            elif name.endswith("_last"):
                assert own == value, name
            else:
                assert own == pytest.approx(value), name


def test_filters_are_of_customers(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.customers is not None
    own = Scope(Span(DAY, DAY), (("region", ("Oceania",)),))
    found = known_on(snapshot, own, DAY, ["orders"])
    region = tables.customers.set_index("customer_id")["region"]
    assert {*region[found["customer_id"]]} == {"Oceania"}
    assert "orders_n" in found and "feedback_n" not in found


def files(*, later: bool) -> dict[str, str]:
    """Forty customers; `later`: with all that happened to them after DAY."""
    survey, crm, shop = ["id,at,metric,score,who"], ["who,since,left,pays"], ["id,who,at,sum"]
    log, use = ["id,who,at,done"], ["who,at"]
    for number in range(40):
        who, day = f"c{number}", DAY - timedelta(days=3 * number)
        after = DAY + timedelta(days=1 + number)
        left = after if later and number % 3 == 0 else ""
        crm.append(f"{who},{DAY - timedelta(days=500 - number)},{left},{90 * later + number}")
        survey += [f"a{number},{day},nps,{number % 11},{who}", f"b{number},{day},csat,4,{who}"]
        shop.append(f"o{number},{who},{day},10")
        log.append(f"t{number},{who},{day},{after if later and number % 2 else ''}")
        use.append(f"{who},{day}")
        if later:
            survey += [f"l{number},{after},nps,0,{who}", f"m{number},{after},csat,1,{who}"]
            shop.append(f"p{number},{who},{after},500")
            log.append(f"u{number},{who},{after},")
            use.append(f"{who},{after}")
    parts = {"survey": survey, "crm": crm, "shop": shop, "log": log, "use": use}
    return {f"{name}_csv": "\n".join(rows) + "\n" for name, rows in parts.items()}


def test_what_comes_after_a_day_changes_nothing_of_what_is_known_on_it(company: Company) -> None:
    known, made = [], []
    for later in (False, True):
        company.write(COMPANY, **files(later=later))
        snapshot = open_snapshot(company.build())
        people = known_on(snapshot, everywhere(DAY), DAY)
        made.append(features(people, DAY))
        known.append(people.drop(columns=["churned_day", "annual_revenue"]))
    pd.testing.assert_frame_equal(known[0], known[1])
    assert made[0].names == made[1].names
    assert (made[0].values == made[1].values).all() and len(made[0].values) == 40
    # What has no date is not among what is learnt from; what has one is.
    assert not {"annual_revenue", "plan"} & {*made[0].names}
    assert made[0].values.std(axis=0)[list(made[0].names).index("orders_last")] > 0


def test_order_histories_of_a_few(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.orders is not None and snapshot.catalog.lifetime is not None
    who = tables.orders["customer_id"].value_counts().index[:3].tolist()
    found = order_histories_of(snapshot, snapshot.catalog.lifetime.until, who)
    assert sorted(found["customer_id"]) == sorted(who)
    for row in found.to_dict("records"):
        own = tables.orders[tables.orders["customer_id"] == row["customer_id"]]
        days = own.groupby(own["ordered_at"].dt.date)["amount"].sum()
        assert row["order_days"] == len(days)
        assert row["order_total"] == pytest.approx(days.sum())
        assert pd.Timestamp(row["last_order"]).date() == days.index.max()
        assert row["first_total"] == pytest.approx(days.iloc[0])
