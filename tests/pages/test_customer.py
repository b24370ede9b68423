"""One customer's page: every event there is of that customer, and of nobody else."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest
from flask.testing import FlaskClient

from data.frames import Tables
from data.query.each_customer import timeline
from data.store.snapshots import Snapshot
from tests.callbacks.client import show
from tests.pages.reading import frame, read

CLOCKS = {
    "feedback": "submitted_at",
    "orders": "ordered_at",
    "tickets": "opened_at",
    "engagement": "occurred_at",
}
KINDS = {"feedback": "feedback", "orders": "order", "tickets": "ticket", "engagement": "engagement"}


def some_customers(tables: Tables) -> list[str]:
    """The one with the most tickets, and some drawn with a seed."""
    customers, tickets = tables.customers, tables.tickets
    assert customers is not None and tickets is not None
    drawn = customers["customer_id"].sample(12, random_state=7).astype(str).tolist()
    return [str(tickets["customer_id"].value_counts().index[0]), *drawn]


def recounted(tables: Tables, customer_id: str) -> pd.DataFrame:
    """Time and kind of all that happened, from the analyst's frames."""
    parts = []
    for table, clock in CLOCKS.items():
        every = getattr(tables, table)
        rows = every[every["customer_id"] == customer_id]
        parts.append(pd.DataFrame({"at": rows[clock], "kind": KINDS[table]}))
    customers = tables.customers
    assert customers is not None
    row = customers[customers["customer_id"] == customer_id]
    for kind, clock in (("joined", "joined_at"), ("left", "churned_at")):
        parts.append(pd.DataFrame({"at": row[clock].dropna(), "kind": kind}))
    return pd.concat(parts).sort_values(["at", "kind"], ascending=[False, True], ignore_index=True)


def test_every_event_is_there_once(snapshot: Snapshot, tables: Tables) -> None:
    events = 0
    for customer_id in some_customers(tables):
        found = frame(read(snapshot, f"/customer?customer_id={customer_id}"), "timeline")
        expected = recounted(tables, customer_id)
        mine = found.sort_values(["at", "kind"], ascending=[False, True], ignore_index=True)
        assert mine["at"].tolist() == expected["at"].tolist()
        assert mine["kind"].tolist() == expected["kind"].tolist()
        assert found["at"].is_monotonic_decreasing
        events += len(found)
    assert events > 100


def test_what_is_said_of_events(snapshot: Snapshot, tables: Tables) -> None:
    customer_id = some_customers(tables)[0]
    found = frame(read(snapshot, f"/customer?customer_id={customer_id}"), "timeline")
    feedback, tickets, orders = tables.feedback, tables.tickets, tables.orders
    assert feedback is not None and tickets is not None and orders is not None
    answers = found[found["kind"] == "feedback"]
    metric = [s.partition(":")[0] for s in answers["series"]]
    answers = answers.set_index([answers["id"], pd.Index(metric)])
    asked = feedback[feedback["customer_id"] == customer_id].astype({"metric": "str"})
    asked = asked.set_index(["response_id", "metric"], drop=False).loc[answers.index]
    assert answers["score"].tolist() == asked["score"].tolist()
    assert [s.partition(":")[0] for s in answers["series"]] == asked["metric"].tolist()
    for name in ("touchpoint", "channel", "survey", "comment"):
        assert answers[name].fillna("").tolist() == asked[name].astype("str").fillna("").tolist()
    opened = found[found["kind"] == "ticket"].set_index("id")
    raw = tickets[tickets["customer_id"] == customer_id].set_index("ticket_id").loc[opened.index]
    for name in ("first_response_at", "resolved_at"):
        assert opened[name].fillna(0).tolist() == raw[name].fillna(0).tolist()
    resolved, again = raw["resolved_at"].notna(), raw["reopened"].fillna(False).astype(bool)
    words = np.select(
        [~resolved & ~again, ~resolved & again, resolved & ~again],
        ["open", "reopened", "resolved"],
        "resolved again",
    )
    assert opened["status"].tolist() == words.tolist()
    assert len(set(words)) > 1
    paid = found.loc[found["kind"] == "order", "amount"]
    assert paid.sum() == orders.loc[orders["customer_id"] == customer_id, "amount"].sum()


def test_facts_are_those_of_the_customer(snapshot: Snapshot, tables: Tables) -> None:
    customers, feedback = tables.customers, tables.feedback
    assert customers is not None and feedback is not None
    asked = feedback[feedback["metric"] == "nps"].sort_values("submitted_at")
    left = customers[
        customers["churned_at"].notna()
        & customers["annual_revenue"].notna()
        & customers["customer_id"].isin(asked["customer_id"])
    ]
    customer_id = str(left["customer_id"].iloc[0])
    row = left.iloc[0]
    page = read(snapshot, f"/customer?customer_id={customer_id}&region=EMEA&period=last-7-days")
    facts: dict[str, str] = dict(frame(page, "facts").itertuples(index=False))
    assert facts["Plan"] == row["plan"]
    assert facts["Region"] == row["region"]
    assert facts["Customer since"] == f"{row['joined_at']:%-d %b %Y}"
    assert facts["Left"] == f"{row['churned_at']:%-d %b %Y}"
    assert facts["Annual revenue"] == f"EUR {row['annual_revenue']:,.2f}"
    score = asked.loc[asked["customer_id"] == customer_id, "score"].iloc[-1]
    group = "promoter" if score >= 9 else "detractor" if score <= 6 else "passive"
    assert facts["Last NPS answer"].startswith(f"{score:g}, {group}, ")
    assert "not a measure" in page.details


@pytest.mark.parametrize(
    "found", ["nobody", "it's", '"', "\\", "(not stated)", "%", "C0_000", "💩"]
)
def test_nobody_of_that_id(found: str, client: FlaskClient) -> None:
    shown = client.get("/api/customer", query_string={"customer_id": found})
    assert shown.status_code == 200
    assert shown.get_json()["headline"] == f"No customer “{found}” in these data."
    assert shown.get_json()["panels"] == {}


def test_no_id_says_how_to_get_there(client: FlaskClient) -> None:
    shown = show(client, "/customer?region=EMEA&page=touchpoints")
    assert "Which customer?" in shown.text("content")
    assert "Lists of comments lead here" in shown.text("content")


def test_from_a_comment_and_back(client: FlaskClient) -> None:
    view = "region=EMEA&score=0&score=1&table=trend"
    shown = show(client, f"/loyalty?{view}")
    links = [link for link in shown.part("content").hrefs if "customer_id=" in link]
    there = [link for link in links if link.startswith("/customer")]
    assert there
    opened = show(client, there[0])
    assert "not a measure of anybody but this customer" in opened.text("content")
    assert opened.part("content").links["Back to Loyalty"] == f"/loyalty?{view}"


def test_answers_that_are_kept_are_not_mixed_up(client: FlaskClient) -> None:
    for customer_id in ("C05165", "C00140", "C05165", "nobody"):
        found = client.get(f"/api/customer?customer_id={customer_id}").get_json()
        assert customer_id in found["headline"]
        shown = show(client, f"/customer?customer_id={customer_id}")
        assert customer_id in shown.text("content")


def test_long_histories_are_cut(
    snapshot: Snapshot, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = len(timeline.events(snapshot, "C05165"))
    assert whole > 60
    rows = client.get("/api/customer/timeline.csv?customer_id=C05165").get_data(as_text=True)
    assert len(list(csv.reader(io.StringIO(rows)))) == whole + 1
    monkeypatch.setattr(timeline, "MOST_EVENTS", 50)
    page = read(snapshot, "/customer?customer_id=C05165")
    assert len(frame(page, "timeline")) == 50
    assert page.panels[1].note == "These are the newest 50; there are more."
    monkeypatch.setattr("components.panels.timeline.SHOWN", 10)
    shown = show(client, "/customer?customer_id=C05165&region=EMEA")
    assert "The newest 10 of 50 events; the CSV has all." in shown.text("content")
    assert shown.text("content").count(" 2026") < 60
