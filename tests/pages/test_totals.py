"""What pages show of the sample company, recounted in plain pandas."""

from __future__ import annotations

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from data.frames import Tables
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from tests.data_sample.recount import value
from tests.pages.reading import figure, frame, read

NOW = ("2025-11-01", "2026-11-01")
BEFORE = ("2024-11-01", "2025-11-01")


def between(rows: pd.DataFrame, clock: str, span: tuple[str, str]) -> pd.DataFrame:
    return rows[(rows[clock] >= span[0]) & (rows[clock] < span[1])]


def answers(tables: Tables, metric: str, span: tuple[str, str] = NOW) -> pd.DataFrame:
    assert tables.feedback is not None
    rows = between(tables.feedback, "submitted_at", span)
    return rows[rows["metric"] == metric]


@pytest.mark.parametrize("metric", ["nps", "csat", "ces"])
def test_overview_is_the_recount(metric: str, snapshot: Snapshot, tables: Tables) -> None:
    card = figure(frame(read(snapshot, "overview"), "cards"), metric=metric)
    now, before = (answers(tables, metric, span)["score"] for span in (NOW, BEFORE))
    assert (card["n"], card["base_n"]) == (len(now), len(before))
    assert card["value"] == pytest.approx(value(now, metric))
    assert card["base_value"] == pytest.approx(value(before, metric))
    assert card["change"] == pytest.approx(value(now, metric) - value(before, metric))
    assert card["low"] < card["value"] < card["high"]


@pytest.mark.parametrize("metric", ["csat", "ces"])
def test_means_stand_beside_the_shares(metric: str, snapshot: Snapshot, tables: Tables) -> None:
    card = figure(frame(read(snapshot, "overview"), "cards"), metric=f"{metric}_mean")
    assert card["value"] == pytest.approx(answers(tables, metric)["score"].mean())


def test_service_and_orders_are_the_recount(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.tickets is not None
    assert tables.orders is not None
    cards = frame(read(snapshot, "overview"), "cards")
    for metric, end, column in (
        ("first_response_time", "first_response_at", "first_response_seconds"),
        ("resolution_time", "resolved_at", "resolution_seconds"),
    ):
        hours = between(tables.tickets, end, NOW)[column] / 3600
        card = figure(cards, metric=metric)
        assert (card["n"], card["value"]) == (len(hours), pytest.approx(hours.median()))
    resolved = between(tables.tickets, "resolved_at", NOW)
    resolved = resolved[resolved["contacts"].notna()]
    once = (resolved["contacts"] == 1) & ~resolved["reopened"].fillna(False).astype(bool)
    card = figure(cards, metric="first_contact_resolution")
    assert (card["n"], card["value"]) == (len(resolved), pytest.approx(100 * once.mean()))
    amounts = between(tables.orders, "ordered_at", NOW)["amount"]
    card = figure(frame(read(snapshot, "customers"), "cards"), metric="average_order_value")
    assert (card["n"], card["value"]) == (len(amounts), pytest.approx(amounts.mean()))
    assert figure(cards, metric="revenue")["value"] == pytest.approx(amounts.sum())


def test_filters_narrow_all_tables(snapshot: Snapshot, tables: Tables) -> None:
    assert tables.tickets is not None
    link = "overview?region=EMEA&plan=Team&plan=Starter&period=last-90-days&compare=none"
    page = read(snapshot, link)
    start = ("2026-08-03", "2026-11-01")
    nps = answers(tables, "nps", start)
    nps = nps[(nps["region"] == "EMEA") & nps["plan"].isin(["Team", "Starter"])]
    card = figure(frame(page, "cards"), metric="nps")
    assert (card["n"], card["value"]) == (len(nps), pytest.approx(value(nps["score"], "nps")))
    tickets = between(tables.tickets, "resolved_at", start)
    tickets = tickets[(tickets["region"] == "EMEA") & tickets["plan"].isin(["Team", "Starter"])]
    n = figure(frame(page, "cards"), metric="resolution_time")["n"]
    assert n == len(tickets)


def test_a_filter_that_a_table_lacks_takes_it_off_the_page(snapshot: Snapshot) -> None:
    cards = frame(read(snapshot, "overview?touchpoint=Billing"), "cards")
    assert set(cards["metric"]) == {"csat", "csat_mean", "ces", "ces_mean"}


@pytest.mark.parametrize("link", ["overview", "overview?metric=ces", "loyalty?region=EMEA"])
def test_the_distribution_adds_up(link: str, snapshot: Snapshot, tables: Tables) -> None:
    page = read(snapshot, link)
    rows = frame(page, "distribution")
    metric = rows["metric"].iloc[0]
    expected = answers(tables, metric)
    if "EMEA" in link:
        expected = expected[expected["region"] == "EMEA"]
    counted = expected["score"].value_counts()
    assert dict(zip(rows["score"], rows["answers"], strict=True)) == counted.to_dict()
    assert rows["share"].sum() == pytest.approx(100)
    assert set(rows["n"]) == {len(expected)}
    if metric == "nps":
        shares = rows.groupby("group")["share"].sum()
        card = figure(frame(page, "cards"), metric="nps")
        assert shares["promoters"] - shares["detractors"] == pytest.approx(card["value"])


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter", "year"])
def test_periods_add_up_to_the_total(grain: str, snapshot: Snapshot, tables: Tables) -> None:
    page = read(snapshot, f"overview?metric=csat&grain={grain}")
    rows = frame(page, "trend")
    card = figure(frame(page, "cards"), metric="csat")
    assert rows["n"].sum() == card["n"]
    if grain == "week":  # the first and the last are parts of others than those a year before
        parts = rows["days"] < rows["of_days"]
        assert parts.tolist() == [True] + [False] * (len(rows) - 2) + [True]
        assert rows["base_n"].eq(0).tolist() == parts.tolist()
    else:
        assert rows["base_n"].sum() == card["base_n"]
    if not (rows["hidden"] != "").any():
        assert (rows["value"] * rows["n"]).sum() / card["n"] == pytest.approx(card["value"])
    of_day = answers(tables, "csat")["submitted_at"].dt
    names = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
    starts = of_day.to_period(names[grain]).dt.start_time
    assert dict(zip(rows["period"], rows["n"], strict=True)) == starts.value_counts().to_dict()


def test_trend_months_stand_beside_the_same_months(snapshot: Snapshot, tables: Tables) -> None:
    rows = frame(read(snapshot, "overview?metric=ces&compare=year-ago"), "trend")
    march = rows[rows["period"] == "2026-03-01"].iloc[0]
    then = answers(tables, "ces", ("2025-03-01", "2025-04-01"))["score"]
    assert march["base_n"] == len(then)
    assert march["base_value"] == pytest.approx(value(then, "ces"))


def test_touchpoints_are_the_recount(snapshot: Snapshot, tables: Tables) -> None:
    rows = frame(read(snapshot, "touchpoints"), "ces:1-7_by_touchpoint")
    expected = answers(tables, "ces").groupby("touchpoint", observed=True)["score"]
    assert dict(zip(rows["touchpoint"], rows["n"], strict=True)) == expected.size().to_dict()
    for row in rows.itertuples():
        assert row.value == pytest.approx(value(expected.get_group(row.touchpoint), "ces"))
    assert rows["value"].is_monotonic_increasing  # worst first


def test_the_heatmap_is_the_recount(snapshot: Snapshot, tables: Tables) -> None:
    rows = frame(read(snapshot, "touchpoints?metric=csat"), "by_month")
    answered = answers(tables, "csat")
    month = answered["submitted_at"].dt.to_period("M").dt.start_time
    expected = answered.groupby([answered["touchpoint"], month], observed=True)["score"]
    assert len(rows) == len(expected.size())
    for row in rows.itertuples():
        scores = expected.get_group((row.touchpoint, row.period))
        assert row.n == len(scores)
        if not row.hidden:
            assert row.value == pytest.approx(value(scores, "csat"))


def test_loyalty_by_plan_and_its_groups(snapshot: Snapshot, tables: Tables) -> None:
    page = read(snapshot, "loyalty?by=plan")
    nps = answers(tables, "nps")
    rows = frame(page, "by_segment")
    for row in rows[rows["segment"] != "(not stated)"].itertuples():
        scores = nps.loc[nps["plan"] == row.segment, "score"]
        assert row.n == len(scores)
        assert row.value == pytest.approx(value(scores, "nps"))
    shares = frame(page, "shares")
    march = shares[shares["period"] == "2026-03-01"].iloc[0]
    scores = nps.loc[nps["submitted_at"].dt.strftime("%Y-%m") == "2026-03", "score"]
    assert march["detractors"] == pytest.approx(100 * (scores <= 6).mean())
    assert march["promoters"] == pytest.approx(100 * (scores >= 9).mean())
    assert march[["promoters", "passives", "detractors"]].sum() == pytest.approx(100)


def test_comments_are_of_the_series_and_the_scores(snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, "loyalty?score=0&score=1&region=EMEA"), "comments")
    assert len(rows) == 20
    assert set(rows["score"]) <= {0.0, 1.0}
    assert set(rows["series"]) == {"nps:0-10"}
    assert rows["submitted_at"].is_monotonic_decreasing


def test_a_score_that_nobody_gave(snapshot: Snapshot) -> None:
    assert frame(read(snapshot, "loyalty?score=11"), "comments").empty


def test_the_data_page_says_what_was_read(snapshot: Snapshot) -> None:
    page = read(snapshot, "data")
    rows = figure(frame(page, "tables"), table="feedback")
    assert (rows["rows"], rows["set_aside"]) == (195_971, 60)
    reasons = frame(page, "set_aside")
    assert figure(reasons, reason="score outside the scale")["rows"] == 19
    assert reasons["rows"].sum() == 66


def test_shares_have_wilsons_interval(snapshot: Snapshot, tables: Tables) -> None:
    scores = answers(tables, "nps")["score"]
    low, high = proportion_confint((scores >= 9).sum(), len(scores), method="wilson")
    rows = frame(read(snapshot, "loyalty"), "distribution")
    group = rows[rows["score"] == 9].iloc[0]
    expected = (100 * (scores >= 9).mean(), 100 * low, 100 * high)
    ends = [group[f"group_share{end}"] for end in ("", "_low", "_high")]
    assert ends == pytest.approx(expected)
    low, high = proportion_confint((scores == 9).sum(), len(scores), method="wilson")
    assert [group["share_low"], group["share_high"]] == pytest.approx([100 * low, 100 * high])
    periods = frame(read(snapshot, "loyalty"), "shares")
    month = answers(tables, "nps", ("2026-10-01", "2026-11-01"))["score"]
    low, high = proportion_confint((month <= 6).sum(), len(month), method="wilson")
    last = periods.iloc[-1]
    ends = [last["detractors_low"], last["detractors_high"]]
    assert ends == pytest.approx([100 * low, 100 * high])


@pytest.mark.slow
@pytest.mark.parametrize("page", ["overview", "service", "customers"])
def test_every_card_leads_to_its_trend(page: str, snapshot: Snapshot) -> None:
    cards = frame(read(snapshot, page), "cards")
    # Every third: whatever the metric, it is the same way from the link to the panel.
    for metric in [key for key in cards["metric"] if not DEFINITIONS[key].beside][::3]:
        trend = frame(read(snapshot, f"{page}?metric={metric}"), "trend")
        if metric != "predicted_lifetime_value":  # looks ahead from the newest day alone
            assert set(trend["metric"]) == {metric}
