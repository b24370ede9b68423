"""Who may leave, in the sample company: its planted leavers, and who may see whom to call."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from dash import dcc

from components.panels.risk import leaving_list, leaving_tested
from data.frames import Tables
from data.row_scope.snapshots import scoped
from data.scope import row_scope
from data.store.snapshots import Snapshot, WholeSnapshot, open_snapshot
from metrics.customers.lifetime import Orders
from metrics.leaving.leaving import AHEAD, Outcome
from pages.as_json import panel_json
from pages.leaving.panels import SHOWN, leaving_panels
from pages.leaving.worked import WORKED, Worked, learnt_from, leaving_json
from pages.panel import Page, Panel
from tests.data.company import HEAD, Company
from tests.pages.reading import view_of

SEEN = "customer_id"


@pytest.fixture(scope="module")
def panels(snapshot: Snapshot) -> list[Panel]:
    return leaving_panels(snapshot, view_of(snapshot, "/customers"))


@pytest.fixture(scope="module")
def people(panels: list[Panel]) -> pd.DataFrame:
    """The list, without the row of all."""
    return panels[0].rows.iloc[1:]


def worked(snapshot: Snapshot, link: str = "/customers") -> Worked:
    found = leaving_json(snapshot, view_of(snapshot, link), lambda _: None)
    return WORKED.validate_json(found)


def test_periods_are_apart_and_have_a_year_before_them(snapshot: Snapshot) -> None:
    tables, days = learnt_from(snapshot.catalog)
    assert tables == ["feedback", "orders", "tickets", "engagement"]
    last = snapshot.catalog.last_day
    assert [(last - day).days for day in days] == [AHEAD * place for place in range(1, 9)]
    assert (days[-1] - snapshot.catalog.first_day).days >= 365


def test_planted_leavers_are_found_and_the_risks_are_calibrated(
    panels: list[Panel], tables: Tables
) -> None:
    """Detractors leave nearly three times as often: in the first tenth twice as many, at least."""
    rows = panels[1].frame.set_index(["part", "of"])
    tenth = rows.loc["first tenth"].iloc[0]
    assert tenth["lift"] > 2 and tenth["lift_low"] > 2
    lengths = rows.loc["first"].index.tolist()
    assert lengths == [20, 50, 100]
    bins = rows.loc["tenth"]
    assert len(bins) == 10
    assert bins["expected"].between(bins["low"], bins["high"]).sum() >= 8
    assert bins["expected"].mean() == pytest.approx(bins["value"].mean(), rel=0.15)
    # All of them together, counted from the tables.
    assert tables.customers is not None
    last, at_risk, gone = tables.catalog.last_day, 0, 0
    for place in range(1, 5):
        day = pd.Timestamp(last) - pd.Timedelta(days=AHEAD * place)
        joined = tables.customers["joined_at"].dt.normalize()
        left = tables.customers["churned_at"].dt.normalize()
        there = (joined <= day) & ~(left <= day)
        at_risk += int(there.sum())
        gone += int((there & (left <= day + pd.Timedelta(days=AHEAD))).sum())
    assert bins["n"].sum() == at_risk
    assert (bins["n"] * bins["value"] / 100).sum() == pytest.approx(gone)


def test_the_list_is_of_those_who_said_they_would_not_recommend(
    people: pd.DataFrame, tables: Tables
) -> None:
    assert tables.feedback is not None and tables.customers is not None
    nps = tables.feedback[tables.feedback["metric"] == "nps"].sort_values("submitted_at")
    last = nps.groupby("customer_id")["score"].last()
    assert len(people) == 100
    assert (people["risk"] * people["annual_revenue"]).is_monotonic_decreasing
    assert people["risk"].min() > 8  # of all 3 % leave
    assert (last.reindex(people[SEEN]) <= 6).mean() > 0.95
    still = tables.customers.set_index("customer_id")["churned_at"].isna()
    assert still[people[SEEN]].all()
    named = people["raised_by"].str.startswith("last NPS answer: detractor")
    assert named.mean() > 0.95
    revenue = tables.customers.set_index("customer_id")["annual_revenue"]
    assert people["annual_revenue"].tolist() == revenue[people[SEEN]].tolist()


def test_next_orders_are_of_who_ordered(
    people: pd.DataFrame, tables: Tables, snapshot: Snapshot
) -> None:
    assert tables.orders is not None
    ordered = set(tables.orders["customer_id"])
    known = people["order_chance"].notna()
    assert known.tolist() == [one in ordered for one in people[SEEN]]
    within = people.loc[known & (people["order_days"] < AHEAD), "order_chance"]
    after = people.loc[known & ~(people["order_days"] < AHEAD), "order_chance"]
    assert len(within) and (within > 50).all() and (after <= 50).all()
    assert snapshot.catalog.lifetime is not None and snapshot.catalog.lifetime.orders is not None
    assert Orders(*snapshot.catalog.lifetime.orders).r > 0


def test_revenue_at_risk_is_that_of_as_many_as_leave(
    panels: list[Panel], tables: Tables, snapshot: Snapshot
) -> None:
    """Between what the smallest and what the usual customers pay, times those expected to leave."""
    whole = panels[0].frame.iloc[0]
    assert whole["revenue_at_risk_low"] < whole["revenue_at_risk"] < whole["revenue_at_risk_high"]
    assert tables.customers is not None
    left = tables.customers[
        tables.customers["churned_at"]
        > pd.Timestamp(snapshot.catalog.last_day) - pd.Timedelta("360D")
    ]
    usual = left["annual_revenue"].mean() * whole["expected"]
    assert whole["revenue_at_risk"] == pytest.approx(usual, rel=0.25)


def links(part: object) -> list[str]:
    """Addresses of all links below a component."""
    if isinstance(part, list | tuple):
        return [one for each in part for one in links(each)]
    own = [str(getattr(part, "href", ""))] if isinstance(part, dcc.Link) else []
    return own + links(getattr(part, "children", None) or [])


def test_each_customer_is_a_link(
    panels: list[Panel], people: pd.DataFrame, snapshot: Snapshot
) -> None:
    page = Page(view_of(snapshot, "/customers"), "", "", tuple(panels))
    found = links(leaving_list(panels[0], page, snapshot.catalog))
    assert len(found) == SHOWN
    assert all(f"customer_id={one}" in href for one, href in zip(people[SEEN], found, strict=False))
    drawn = str(leaving_tested(panels[1], page, snapshot.catalog))
    assert "the tenth with the highest risks" in drawn and "a tenth" in drawn


def test_who_may_not_see_customers_sees_none_and_the_rest_alike(
    panels: list[Panel], snapshot: Snapshot
) -> None:
    catalog = snapshot.catalog.model_copy(update={"customers_shown": False})
    own = replace(snapshot, catalog=catalog)
    found = leaving_panels(own, view_of(own, "/customers"))
    assert len(found[0].rows) == 1 and "not shown to you" in found[0].note
    told = str(panel_json(found[0], catalog)) + str(panel_json(found[1], catalog))
    assert "C0" not in told and "C1" not in told
    assert found[0].rows["revenue_at_risk"].iloc[0] == panels[0].rows["revenue_at_risk"].iloc[0]
    pd.testing.assert_frame_equal(found[1].frame, panels[1].frame)
    assert not links(leaving_list(found[0], Page(view_of(own, "/customers"), "", "", ()), catalog))


def test_who_is_held_to_a_view_sees_nothing(snapshot: Snapshot) -> None:
    for name in ("days_held", "anonymous"):
        catalog = snapshot.catalog.model_copy(update={name: True})
        own = replace(snapshot, catalog=catalog)
        assert leaving_panels(own, view_of(own, "/customers")) == []


@pytest.mark.slow
def test_a_reader_of_some_rows_has_what_a_filter_gives(snapshot: Snapshot) -> None:
    assert isinstance(snapshot, WholeSnapshot)
    limited = scoped(snapshot, row_scope([("region", ["EMEA"])]), totals=False)
    own, filtered = worked(limited), worked(snapshot, "/customers?region=EMEA")
    assert own.outcome == Outcome.TOLD
    assert own.customers == filtered.customers and own.tested_left == filtered.tested_left
    assert [one.customer_id for one in own.listed] == [one.customer_id for one in filtered.listed]


def test_too_few_who_left_are_said(snapshot: Snapshot) -> None:
    (panel,) = leaving_panels(snapshot, view_of(snapshot, "/customers?industry=Education"))
    assert panel.frame.empty and "fewer than 100 customers left" in panel.note


def test_data_that_do_not_say_who_left_say_so(company: Company) -> None:
    mapping = HEAD + (
        '[sources.crm]\nfile = "crm.csv"\n[customers]\nsource = "crm"\n'
        'columns = { customer_id = "who", joined_at = "since" }\n'
    )
    rows = "".join(f"c{n},2024-01-{1 + n % 28:02d}\n" for n in range(40))
    company.write(mapping, crm_csv=f"who,since\n{rows}")
    own = open_snapshot(company.build())
    (panel,) = leaving_panels(own, view_of(own, "/customers"))
    assert panel.frame.empty and "do not say when customers joined" in panel.note


def test_few_customers_are_told_at_once_and_not_how_many_left(company: Company) -> None:
    """Of thirty known for four years one left: no work is asked for."""
    mapping = HEAD + (
        '[sources.crm]\nfile = "crm.csv"\n[customers]\nsource = "crm"\n'
        'columns = { customer_id = "who", joined_at = "since", churned_at = "left" }\n'
    )
    rows = [f"c{n},{2020 + n % 4}-01-{1 + n % 28:02d}," for n in range(30)]
    rows[0] += "2022-03-01"
    company.write(mapping, crm_csv="who,since,left\n" + "\n".join(rows) + "\n")
    own = open_snapshot(company.build())
    (panel,) = leaving_panels(own, view_of(own, "/customers"))
    assert panel.note == "No risks: 100 customers who left are needed; there are fewer in all."
    assert panel.pending == ""
