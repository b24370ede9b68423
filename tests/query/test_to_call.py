"""Whom to call: by hand, against a slow recount, and for every engine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
import sqlglot

from data.frames import Tables
from data.query import compile
from data.query.each_customer import known, to_call
from data.query.each_customer.known import known_customers
from data.scope import Filters, Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from tests.data.company import HEAD, Company
from tests.query.test_customer_questions import DIALECTS

COMPANY = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"
[sources.crm]
file = "crm.csv"
[sources.log]
file = "log.csv"

[feedback]
source = "survey"
columns = { response_id = "id", submitted_at = "at", metric = "metric", score = "score", customer_id = "who" }
[customers]
source = "crm"
columns = { customer_id = "who", joined_at = "since", churned_at = "left", annual_revenue = "pays" }
[tickets]
source = "log"
columns = { ticket_id = "id", customer_id = "who", opened_at = "at", resolved_at = "done" }
"""  # noqa: E501
)
END = date(2026, 6, 30)
RECENT = "2026-06-20"  # within the 90 days, as 2026-04-02 is; the day before is not
ANSWERS = [
    # a detractor who did not fall; not known what they pay
    ("2026-01-10", "nps", 5, "detractor"),
    (RECENT, "nps", 6, "detractor"),
    # fell by three, and by two
    ("2025-11-02", "nps", 10, "fell"),
    ("2026-04-02", "nps", 7, "fell"),
    ("2025-11-02", "nps", 10, "fell little"),
    (RECENT, "nps", 8, "fell little"),
    # NPS counts where there is one of the 90 days, though CSAT is bad and newer
    ("2026-04-05", "nps", 9, "content"),
    (RECENT, "csat", 1, "content"),
    # else CSAT; a fall there is of its own series
    ("2026-04-01", "nps", 10, "unhappy"),
    (RECENT, "csat", 3, "unhappy"),
    # bad before, good since; bad before the 90 days; bad after the end
    ("2026-05-01", "nps", 0, "again content"),
    (RECENT, "nps", 9, "again content"),
    ("2026-04-01", "nps", 0, "long ago"),
    ("2026-07-01", "nps", 0, "later"),
    # left by then, and later
    (RECENT, "nps", 0, "gone"),
    (RECENT, "nps", 0, "going"),
    # two answers at the same moment: the worse one counts
    (RECENT, "nps", 9, "twice"),
    (RECENT, "nps", 4, "twice"),
    # not in the list of customers
    ("2026-06-30", "ces", 2, "stranger"),
    (RECENT, "nps", 3, ""),
]
CRM = """who,since,left,pays
fell,2025-01-01,,900
unhappy,2025-01-01,,900
detractor,2025-01-01,,
gone,2025-01-01,2026-06-30,5000
going,2025-01-01,2026-07-01,200
twice,2025-01-01,,50
"""
LOG = """id,who,at,done
t1,unhappy,2026-06-01,2026-07-02
t2,unhappy,2026-06-01,
t3,twice,2026-06-01,2026-06-30
t4,fell,2026-07-01,
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    survey = ["id,at,metric,score,who"]
    survey += [
        f"r{n},{at},{metric},{score},{who}" for n, (at, metric, score, who) in enumerate(ANSWERS)
    ]
    text = "\n".join([*survey, ""])
    company = Company(tmp_path_factory.mktemp("company"))
    file = company.write(COMPANY, **{"survey.csv": text, "crm.csv": CRM, "log.csv": LOG}).build()
    return open_snapshot(file)


def test_by_hand(found: Snapshot) -> None:
    rows = to_call.to_call(found, Scope(Span(END, END)))
    told = [
        (row["customer_id"], row["series"], row["score"], row["bad"], str(row["answered"].date()))
        for row in rows.to_dict("records")
    ]
    # Of the two that pay most the one with open tickets; not known what they pay: the newest.
    assert told == [
        ("unhappy", "csat:1-5", 3, True, RECENT),
        ("fell", "nps:0-10", 7, False, "2026-04-02"),
        ("going", "nps:0-10", 0, True, RECENT),
        ("twice", "nps:0-10", 4, True, RECENT),
        ("stranger", "ces:1-7", 2, True, "2026-06-30"),
        ("detractor", "nps:0-10", 6, True, RECENT),
    ]
    assert rows["open_tickets"].tolist() == [2, 0, 0, 0, 0, 0]
    assert rows["before"].fillna(-1).tolist() == [-1, 10, -1, -1, -1, 5]
    assert rows["annual_revenue"].fillna(-1).tolist() == [900, 900, 200, 50, -1, -1]
    assert set(rows["of"]) == {6}
    assert set(rows["paid"]) == {2050}


def test_the_longest_list(found: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_call, "MOST", 2)
    compile._compiled.cache_clear()
    rows = to_call.to_call(found, Scope(Span(END, END)))
    compile._compiled.cache_clear()
    assert rows["customer_id"].tolist() == ["unhappy", "fell"]
    assert (set(rows["of"]), set(rows["paid"])) == ({6}, {2050})


@pytest.mark.parametrize("filters", [(), (("region", ("EMEA", "Oceania")),)])
def test_as_a_slow_recount_of_the_sample_has_them(
    snapshot: Snapshot, tables: Tables, filters: Filters
) -> None:
    end = pd.Timestamp(2026, 8, 15)
    feedback, people, tickets = tables.feedback, tables.customers, tables.tickets
    assert feedback is not None and people is not None and tickets is not None
    rows = feedback[feedback["submitted_at"] < end + timedelta(days=1)]
    rows = rows[rows["metric"].isin(["nps", "csat", "ces"]) & rows["customer_id"].notna()]
    for key, levels in filters:
        rows = rows[rows[key].isin(levels)]
    rows = rows.sort_values(["submitted_at", "score"], ascending=[True, False])
    rows = rows.drop_duplicates(["customer_id", "metric", "submitted_at"], keep="last")
    rows["before"] = rows.groupby(["customer_id", "metric"], observed=True)["score"].shift()
    rows = rows[rows["submitted_at"] >= end - timedelta(days=89)]
    nps = rows[rows["metric"] == "nps"]
    others = rows[~rows["customer_id"].isin(nps["customer_id"])]
    last = pd.concat([nps, others]).groupby("customer_id", observed=True).tail(1)
    gone = people["customer_id"][people["churned_at"] < end + timedelta(days=1)]
    last = last[~last["customer_id"].isin(gone)]
    bad = last["score"] < last["positive_from"].where(last["metric"] != "nps", 7)
    last = last[bad | (last["before"] - last["score"] >= 3)]
    told = {
        str(row["customer_id"]): (row["metric"], row["score"], row["before"])
        for row in last.to_dict("records")
    }
    asked = to_call.to_call(snapshot, Scope(Span(end.date(), end.date()), filters))
    assert int(asked["of"].iloc[0]) == len(asked) == len(told) > 500
    own = {row["customer_id"]: row for row in asked.to_dict("records")}
    assert own.keys() == told.keys()
    for who, row in own.items():
        metric, score, before = told[who]
        assert (row["series"].partition(":")[0], row["score"]) == (metric, score)
        assert row["before"] == before or (pd.isna(row["before"]) and pd.isna(before))
    pays = people.set_index("customer_id")["annual_revenue"]
    expected = sorted((pays[who] for who in told), reverse=True)[: len(asked)]
    assert asked["annual_revenue"].tolist() == pytest.approx(expected)
    assert asked["paid"].iloc[0] == pytest.approx(sum(pays[who] for who in told))
    waits = tickets[
        (tickets["opened_at"] < end + timedelta(days=1))
        & ~(tickets["ended_at"] < end + timedelta(days=1))
    ].groupby("customer_id")
    counted = waits.size().reindex(asked["customer_id"]).fillna(0)
    assert asked["open_tickets"].tolist() == counted.tolist()


def test_known_customers(found: Snapshot) -> None:
    asked = ["fell", "stranger", "nobody", "Fell", "(not stated)", "it's"]
    assert known_customers(found, asked) == {"fell", "stranger"}
    assert known_customers(found, []) == set()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_they_compile_for_every_engine(dialect: str) -> None:
    shapes: list[tuple[Any, tuple[Any, ...], int]] = [
        (to_call._to_call, (("customers", "tickets"), ("annual_revenue",)), 3),
        (to_call._to_call, (("tickets",), ()), 2),
        (to_call._to_call, ((), ()), 1),
        (known._known, (2,), 2),
        (known._known, (1,), 1),
    ]
    for question, shape, tables in shapes:
        text = compile._compiled(question, dialect, shape).text
        parsed = sqlglot.parse_one(text, dialect=dialect)
        named = {table.name for table in parsed.find_all(sqlglot.exp.Table)}
        assert {name for name in named if name.startswith("rows")} == {
            f"rows{number}" for number in range(tables)
        }
