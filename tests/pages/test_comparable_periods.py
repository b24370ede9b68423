"""Verdicts stand between comparable periods alone: what the data cover, and parts of periods."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.figures.read import read as read_figures
from tests.data.company import HEAD, LONG, Company
from tests.pages.log import LOG, opened
from tests.pages.reading import figure, frame, read, view_of

SHOP = (
    HEAD
    + """
[sources.shop]
file = "shop.csv"
[orders]
source = "shop"
columns = { order_id = "id", customer_id = "who", ordered_at = "at", amount = "amount" }
[invitations]
source = "shop"
columns = { invitation_id = "id", sent_at = "at", answered = "answered", customer_id = "who" }
"""
)
PLACES = LONG + 'touchpoint = "at"\n[[segments]]\nkey = "area"\ncolumn = "area"\nlabel = "Area"\n'
BARS = "nps:0-10_by_touchpoint"
UNKNOWN = ["change_low", "change_high", "p_value"]


def steady_shop(company: Company, first: str) -> Snapshot:
    """Sixty customers who order evenly, three a day, to the end of March 2026."""
    days = pd.date_range(first, "2026-03-31", freq="D").repeat(3)
    number = np.arange(len(days))
    rows = pd.DataFrame({"id": number, "who": number * 7 % 60, "at": days, "answered": "yes"})
    return opened(company, SHOP, shop=rows.assign(amount=20 + number % 11))


def answered(company: Company, first: str, last: str, each: int = 20) -> Snapshot:
    """Answers of every day, of two touchpoints and three areas: B turns worse in March 2026."""
    days = pd.date_range(first, last, freq="D").repeat(each)
    number = np.arange(len(days))
    rows = pd.DataFrame({"id": number, "date": days, "at": np.where(number % 2, "Shop", "Web")})
    rows["area"] = np.array(["A", "B", "C"])[number // 2 % 3]
    worse = (rows["date"] >= "2026-03-01") & (rows["area"] == "B")
    rows["score"] = np.where(worse | (number // 6 % 3 == 0), 2, 9)
    return opened(company, PLACES, survey=rows)


def test_a_year_against_ten_days_is_not_judged(company: Company) -> None:
    """Whoever is seen for longer comes back more often: +83 points were "real"."""
    snapshot = steady_shop(company, "2025-03-22")
    query = "from=2025-04-01&to=2026-03-31"
    shown = read(snapshot, f"customers?{query}")
    for metric in ("repeat_purchase_rate", "average_order_value"):
        row = figure(frame(shown, "cards"), metric=metric)
        assert row["verdict"] == "none", metric
        assert row[UNKNOWN].isna().all()
        assert row["base_n"] > 0
        assert row["value"] - row["base_value"] == pytest.approx(row["change"])
    assert "data begin 22 Mar 2025: 10 of 365 days to compare with" in shown.rest
    assert "too unlike for a verdict" in shown.rest
    assert " real" not in shown.account
    contacts = DEFINITIONS["contacts_per_customer"]
    view = view_of(snapshot, f"customers?{query}")
    found = read_figures(snapshot, view, [contacts]).table([contacts])
    assert found is not None
    assert found["verdict"].tolist() == ["none"]
    assert found["base_n"].iloc[0] > 0


def test_what_grows_with_the_days_needs_all_of_them(company: Company) -> None:
    """With 350 of 365 days the order value is judged, and who came back is not."""
    snapshot = steady_shop(company, "2024-04-16")
    page = read(snapshot, "customers?from=2025-04-01&to=2026-03-31")
    cards = frame(page, "cards").set_index("metric")
    assert cards.loc["average_order_value", "verdict"] == "noise"
    assert cards.loc["repeat_purchase_rate", "verdict"] == "none"
    assert "350 of 365 days to compare with, too unlike for a verdict on repeat" in page.rest


def test_a_month_against_a_longer_one(company: Company) -> None:
    """Who ordered again in 28 days is not compared with 31; in 30 it is."""
    snapshot = steady_shop(company, "2025-01-01")
    verdicts = {}
    for month, last in (("2026-02", 28), ("2025-12", 31)):
        page = read(snapshot, f"customers?from={month}-01&to={month}-{last}")
        verdicts[month] = figure(frame(page, "cards"), metric="repeat_purchase_rate")["verdict"]
    assert verdicts == {"2026-02": "none", "2025-12": "noise"}


def test_thirty_days_against_one(company: Company) -> None:
    snapshot = answered(company, "2026-03-01", "2026-03-31", 130)
    page = read(snapshot, "overview?period=last-30-days")
    row = figure(frame(page, "cards"), metric="nps")
    assert (row["base_n"], row["verdict"]) == (130, "none")
    assert "data begin 1 Mar 2026: 1 of 30 days to compare with" in page.rest
    page = read(snapshot, "touchpoints?period=last-30-days")
    assert set(frame(page, BARS)["verdict"]) == {"none"}


def test_questions_that_did_not_begin_together_are_named(company: Company) -> None:
    """Each says since when its answers are there, and whose they are."""
    text = (
        HEAD
        + """
[sources.survey]
file = "survey.csv"
[feedback]
source = "survey"
columns = { response_id = "id", submitted_at = "date", metric = "metric", score = "score" }
"""
    )
    rows = []
    for metric, first in (("nps", "2026-03-01"), ("ces", "2026-03-08")):
        days = pd.date_range(first, "2026-04-10", freq="D").repeat(20)
        rows.append(pd.DataFrame({"date": days, "metric": metric, "score": 5}))
    survey = pd.concat(rows, ignore_index=True).reset_index(names="id")
    page = read(opened(company, text, survey=survey), "overview?from=2026-03-22&to=2026-04-10")
    assert "answers on ease (CES) begin 8 Mar 2026: 14 of 20 days" in page.rest
    assert "(NPS) begin" not in page.rest  # all days are there
    page = read(opened(company, text, survey=survey), "overview?from=2026-03-12&to=2026-04-10")
    assert "answers on loyalty (NPS) begin 1 Mar 2026: 11 of 30 days" in page.rest
    assert "answers on ease (CES) begin 8 Mar 2026: 4 of 30 days" in page.rest


def test_a_month_so_far_against_the_same_days(company: Company) -> None:
    snapshot = answered(company, "2026-01-01", "2026-03-17")
    page = read(snapshot, "overview?period=this-month")
    row = figure(frame(page, "cards"), metric="nps")
    assert (row["n"], row["base_n"], row["verdict"]) == (17 * 20, 17 * 20, "real")
    assert "compared with 1 Feb 2026 to 17 Feb 2026" in page.details
    assert "the same days of the month before" in page.rest


def test_parts_of_weeks_are_compared_with_the_same_parts_alone(company: Company) -> None:
    """From Wednesday on, 30 days; the days before begin on a Monday."""
    snapshot = answered(company, "2025-12-01", "2026-03-31")
    page = read(snapshot, "overview?from=2026-02-25&to=2026-03-26&grain=week&metric=nps")
    rows = frame(page, "trend").set_index("period")
    assert rows["days"].tolist() == [5, 7, 7, 7, 4]
    assert set(rows["of_days"]) == {7}
    # The base begins on Monday 26 January: whole weeks but for the last of two days.
    assert rows["base_n"].tolist() == [0, 140, 140, 140, 0]
    assert rows["verdict"].iloc[[0, -1]].tolist() == ["none", "none"]


def test_what_the_data_cut_is_a_part_too(company: Company) -> None:
    snapshot = answered(company, "2026-01-10", "2026-03-20")
    page = read(snapshot, "overview?from=2026-01-01&to=2026-03-31&grain=month&compare=none")
    rows = frame(page, "trend")
    assert rows["days"].tolist() == [22, 28, 20]
    assert rows["of_days"].tolist() == [31, 28, 31]


def test_a_heat_map_pairs_no_march_with_two_days_of_january(company: Company) -> None:
    """The thirty days before 2 March begin on 31 January."""
    snapshot = answered(company, "2025-12-01", "2026-03-31")
    page = read(snapshot, "touchpoints?from=2026-03-02&to=2026-03-31")
    bars, months = frame(page, BARS), frame(page, "by_month")
    assert set(bars["verdict"]) == {"real"}
    assert set(months["verdict"]) == {"none"}
    assert months["change"].isna().all()
    assert set(months["days"]) == {30}
    # Whole months are compared, and say what the bars say.
    page = read(snapshot, "touchpoints?from=2026-03-01&to=2026-03-31")
    bars, months = frame(page, BARS), frame(page, "by_month")
    assert sorted(months["change"]) == pytest.approx(sorted(bars["change"]))


def test_a_heat_map_by_segment_stands_against_the_rest(company: Company) -> None:
    snapshot = answered(company, "2026-03-01", "2026-03-31")
    page = read(snapshot, "touchpoints?period=all&compare=rest&by=area")
    rows = frame(page, "by_segment")
    assert len(rows) == 6
    verdicts = rows.groupby("segment")["verdict"].agg(set).to_dict()
    assert verdicts == {"A": {"real"}, "B": {"real"}, "C": {"real"}}
    raw = pd.read_csv(company.folder / "survey.csv")
    for _, row in rows.iterrows():
        here = raw["at"] == row["touchpoint"]
        others = raw.loc[here & (raw["area"] != row["segment"]), "score"]
        assert row["base_n"] == len(others)
        share = 100 * ((others >= 9).mean() - (others <= 6).mean())
        assert row["base_value"] == pytest.approx(share)


def test_february_has_fewer_days_and_no_fewer_tickets(company: Company) -> None:
    """A hundred a day: 2,800 against 3,100 "fell 300" and it was real."""
    days = pd.date_range("2026-01-01", "2026-02-28", freq="D").repeat(100)
    log = pd.DataFrame({"id": range(len(days)), "at": days})
    page = read(opened(company, LOG, log=log), "service?from=2026-02-01&to=2026-02-28")
    row = figure(frame(page, "cards"), metric="tickets_opened")
    assert (row["value"], row["base_value"]) == (2800, 3100)
    assert row["change"] == pytest.approx(0, abs=1e-9)
    assert row["verdict"] == "noise"
    assert "changes of numbers and sums at 28 days each" in page.rest


def test_weeks_that_differ_by_themselves_are_no_change(company: Company) -> None:
    """Weeks of 50 and of 150 in turn: 20 % more is within it, and was "real" as a Poisson count."""
    weeks = pd.date_range("2026-01-05", periods=8, freq="7D")
    numbers = [50, 150, 50, 150, 60, 180, 60, 180]
    log = pd.DataFrame({"at": weeks.repeat(numbers)})
    log["id"] = range(len(log))
    last = pd.DataFrame({"at": pd.to_datetime(["2026-03-01"]), "id": ["last"]})
    snapshot = opened(company, LOG, log=pd.concat([log, last]))
    row = figure(
        frame(read(snapshot, "service?from=2026-02-02&to=2026-03-01"), "cards"),
        metric="tickets_opened",
    )
    assert (row["value"], row["base_value"], row["verdict"]) == (481, 400, "noise")
