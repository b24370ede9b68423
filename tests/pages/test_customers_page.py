"""The page of customers, against the sample company counted customer by customer."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from components.page import page_content
from components.theme import LIGHT
from data.frames import Tables
from data.store.snapshots import Snapshot, open_snapshot
from pages.words.series_names import unit_note
from tests.data.company import ORDERS, Company
from tests.metrics.lives import recount
from tests.metrics.test_cohorts import still_there
from tests.pages.reading import figure, frame, read
from tests.query.test_customers import lives_of
from view.pages import available_pages

NOW = (date(2025, 11, 1), date(2026, 10, 31))
BEFORE = (date(2024, 11, 1), date(2025, 10, 31))
OF_LIVES = (
    *("retention_rate", "customer_churn", "revenue_churn", "customer_lifetime_value"),
    *("referral_rate", "customers_end", "customers_start", "customers_new", "customers_lost"),
)


def test_cards_are_the_recount(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.customers is not None
    lives = lives_of(tables.customers)
    cards = frame(read(snapshot, "customers"), "cards")
    for span, value, n in ((NOW, "value", "n"), (BEFORE, "base_value", "base_n")):
        expected = recount(lives, *span)
        for metric in OF_LIVES:
            card = figure(cards, metric=metric)
            assert (card[value], card[n]) == pytest.approx(expected[metric]), metric
    end, start = (figure(cards, metric=f"customers_{when}") for when in ("end", "start"))
    # Who was there at the end of one year is there at the start of the next.
    assert (end["base_value"], end["change"]) == (start["value"], end["value"] - start["value"])
    new, lost = (figure(cards, metric=f"customers_{when}")["value"] for when in ("new", "lost"))
    half = 1.959964 * (new + lost) ** 0.5
    assert end["change_high"] - end["change"] == pytest.approx(half, rel=1e-6)


def test_orders_and_engagement_are_the_recount(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.orders is not None
    assert tables.engagement is not None
    assert tables.costs is not None
    assert tables.customers is not None
    page = read(snapshot, "customers?plan=Team")
    assert "retention_cost" not in set(frame(page, "cards")["metric"])  # costs have no plan
    cards = frame(read(snapshot, "customers"), "cards")
    day = tables.orders["ordered_at"].dt.date
    times = tables.orders[(day >= NOW[0]) & (day <= NOW[1])]["customer_id"].value_counts()
    card = figure(cards, metric="repeat_purchase_rate")
    assert (card["n"], card["value"]) == (len(times), pytest.approx(100 * (times > 1).mean()))
    day = tables.engagement["occurred_at"].dt.date
    active = tables.engagement[(day >= NOW[0]) & (day <= NOW[1])]["customer_id"].nunique()
    card, there = (figure(cards, metric=key) for key in ("engagement_rate", "customers_end"))
    assert (card["n"], card["value"]) == (there["n"], pytest.approx(100 * active / there["n"]))
    kept = tables.costs[tables.costs["kind"] == "retention"]
    spent = kept[kept["month"].between(pd.Timestamp(NOW[0]), pd.Timestamp(NOW[1]))]["amount"].sum()
    card = figure(cards, metric="retention_cost")
    assert (card["value"], card["verdict"]) == (pytest.approx(spent / there["n"]), "none")


@pytest.mark.parametrize("metric", ["engagement_rate", "repeat_purchase_rate", "revenue_churn"])
def test_the_trend_is_of_the_chosen_metric(metric: str, snapshot: Snapshot) -> None:
    link = f"customers?metric={metric}&from=2026-02-10&to=2026-05-20&grain=month&compare=none"
    page = read(snapshot, link)
    rows = frame(page, "trend")
    assert set(rows["metric"]) == {metric}
    assert len(rows) == 4
    month = f"customers?metric={metric}&from=2026-03-01&to=2026-03-31"
    card = figure(frame(read(snapshot, month), "cards"), metric=metric)
    march = rows[rows["period"] == pd.Timestamp(2026, 3, 1)].iloc[0]
    assert (march["value"], march["n"]) == pytest.approx((card["value"], card["n"]))


def test_movement_adds_up(snapshot: Snapshot) -> None:
    page = read(snapshot, "customers?from=2026-02-10&to=2026-09-20&region=EMEA")
    rows = frame(page, "movement").pivot(index="period", columns="metric", values="value")
    end = rows["customers_start"] + rows["customers_new"] - rows["customers_lost"]
    assert end.tolist() == rows["customers_end"].tolist()
    assert rows["customers_end"].tolist()[:-1] == rows["customers_start"].tolist()[1:]
    card = figure(frame(page, "cards"), metric="customers_end")
    assert rows["customers_end"].iloc[-1] == card["value"]


def test_cohorts_are_the_recount(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.customers is not None
    rows = frame(read(snapshot, "customers?to=2026-09-15&from=2026-01-01&region=APAC"), "cohorts")
    own = tables.customers[tables.customers["region"] == "APAC"]
    lives = [(one.joined, one.churned) for one in lives_of(own)]
    assert rows["period"].nunique() == 24
    assert rows["period"].max() == pd.Timestamp(2026, 8, 1)  # September is not over
    for _, row in rows.iloc[::17].iterrows():
        there = still_there(lives, row["period"].date(), row["months"])
        assert (row["n"], row["value"]) == (len(there), pytest.approx(100 * np.mean(there)))


def test_levels_are_the_recount(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.customers is not None
    lives = lives_of(tables.customers, "plan")
    rows = frame(read(snapshot, "customers?by=plan&metric=revenue_churn"), "by_segment")
    for level in ("Starter", "Enterprise"):
        expected = recount([one for one in lives if one.key == level], *NOW)["revenue_churn"]
        row = figure(rows, segment=level)
        assert (row["value"], row["n"]) == pytest.approx(expected)


def test_a_share_of_revenue_is_said_to_be_one(snapshot: Snapshot) -> None:
    page = read(snapshot, "customers?metric=revenue_churn")
    for key in ("trend", "by_segment"):
        panel = page.panel(key)
        assert panel is not None
        assert panel.subtitle.startswith("% of revenue"), panel.subtitle
    assert unit_note("revenue_left_after_answer") == "% of revenue"
    assert unit_note("left_after_answer") == "% of customers"
    assert "% of revenue" in str(page_content(page, snapshot.catalog, LIGHT))


def test_repeat_purchases_by_level_are_the_recount(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.orders is not None
    assert tables.customers is not None
    plans = tables.customers.set_index("customer_id")["plan"]
    rows = frame(
        read(snapshot, "customers?by=plan&metric=repeat_purchase_rate&region=EMEA"), "by_segment"
    )
    regions = tables.customers.set_index("customer_id")["region"]
    day = tables.orders["ordered_at"].dt.date
    for span, value, n in ((NOW, "value", "n"), (BEFORE, "base_value", "base_n")):
        times = tables.orders[(day >= span[0]) & (day <= span[1])]["customer_id"].value_counts()
        times = times[regions.reindex(times.index).to_numpy() == "EMEA"]
        own = plans.reindex(times.index).to_numpy()
        for level in ("Starter", "Team", "Business", "Enterprise"):
            row, mine = figure(rows, segment=level), times[own == level]
            assert row[n] == len(mine)
            assert row[value] == pytest.approx(100 * (mine > 1).mean())


def test_predictions_by_level_add_up_to_the_card(snapshot: Snapshot) -> None:
    page = read(snapshot, "customers?by=plan&metric=predicted_lifetime_value")
    rows = frame(page, "by_segment")
    card = figure(frame(page, "cards"), metric="predicted_lifetime_value")
    assert rows["n"].sum() == card["n"]
    assert np.average(rows["value"], weights=rows["n"]) == pytest.approx(card["value"])
    assert rows["value"].nunique() == len(rows) > 1


def test_money_at_risk_says_what_it_is(snapshot: Snapshot) -> None:
    panel = read(snapshot, "customers").panel("risk")
    assert panel is not None
    assert "Association, not cause" in panel.note
    assert "answers to 4 May 2026" in panel.note
    left = figure(panel.frame, metric="left_after_answer", segment="detractors")
    assert left["value"] > left["base_value"]
    assert left["verdict"] == "real"
    recent = read(snapshot, "customers?period=last-90-days").panel("risk")
    assert recent is not None
    assert recent.frame.empty
    assert "followed for 180 days yet" in recent.note


def test_what_customers_do_not_have_is_left_out_or_takes_them_off(snapshot: Snapshot) -> None:
    page = read(snapshot, "customers?touchpoint=Billing")
    pd.testing.assert_frame_equal(frame(page, "cards"), frame(read(snapshot, "customers"), "cards"))
    assert page.note.startswith("Touchpoint does not apply to Customers; it is left out here.")
    overview = read(snapshot, "overview?channel=email")
    assert "retention_rate" not in set(frame(overview, "cards")["metric"])


def test_retention_is_on_the_overview(snapshot: Snapshot) -> None:
    cards = frame(read(snapshot, "overview"), "cards")
    ours = frame(read(snapshot, "customers"), "cards")
    one, other = (figure(rows, metric="retention_rate") for rows in (cards, ours))
    assert one["value"] == other["value"]
    assert (one["n"], one["base_value"]) == (other["n"], other["base_value"])


def test_a_period_before_the_data_is_not_compared(snapshot: Snapshot) -> None:
    cards = frame(read(snapshot, "customers?period=all"), "cards")
    assert figure(cards, metric="retention_rate")["base_n"] == 0
    beyond = frame(read(snapshot, "customers?from=2026-08-01&to=2026-12-31&grain=month"), "trend")
    assert beyond["period"].max() == pd.Timestamp(2026, 10, 1)


SHOP = "no,who,at,sum\n" + "".join(f"o{i},c{i // 2},2025-03-{i + 1:02},10\n" for i in range(30))
CRM = "who,since,left,pays\n" + "".join(
    f"c{i},{'' if i == 3 else '2025-01-01'},{'2024-12-01' if i == 5 else ''},{100 + i}\n"
    for i in range(15)
)


def test_orders_alone_have_their_page(company: Company) -> None:
    company.write(ORDERS, shop_csv=SHOP, crm_csv=CRM)
    snapshot = open_snapshot(company.build())
    assert "customers" in available_pages(snapshot.catalog)
    page = read(snapshot, "customers?period=all")
    cards = frame(page, "cards")
    assert figure(cards, metric="repeat_purchase_rate")["value"] == 100
    assert figure(cards, metric="average_order_value")["value"] == 10
    panels = {"cards", "sparklines", "trend", "orders", "leaving"}
    assert {panel.key for panel in page.panels} == panels
    assert frame(page, "leaving").empty  # it is not known who left


def test_who_has_no_place_in_time_is_said(company: Company) -> None:
    columns = 'joined_at = "since"\nchurned_at = "left"\nannual_revenue = "pays"'
    company.write(ORDERS + columns, shop_csv=SHOP, crm_csv=CRM)
    page = read(open_snapshot(company.build()), "customers?period=all")
    assert page.note.startswith("2 customers have no joining date, or one after they left")
    assert "the lifetime value counts it as 0" in page.note
    assert figure(frame(page, "cards"), metric="customers_end")["value"] == 13


def test_the_headline_and_the_count_of_real_changes_agree(snapshot: Snapshot) -> None:
    page = read(snapshot, "customers?period=last-quarter")
    assert "the number of customers rose 1,026" in page.account.lower()
    assert [one.figure.metric for one in page.findings] == ["customers_end"]
    assert "also beyond noise" not in page.rest


def test_as_many_more_customers_as_a_year_before_are_no_change(snapshot: Snapshot) -> None:
    """342 more in 30 days, and about as many in per cent in the same days of last year."""
    page = read(snapshot, "customers?period=last-30-days")
    row = figure(frame(page, "cards"), metric="customers_end")
    assert (row["change"], row["verdict"]) == (342, "noise")
    assert row["last_year"] > 0
    assert "may be season" in page.rest
