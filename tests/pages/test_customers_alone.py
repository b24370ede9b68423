"""Customers with the days on which they joined and left, and nothing else: churn needs no more."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.store.snapshots import Snapshot, open_snapshot
from pages.as_json import page_json
from tests.data.company import HEAD, Company
from tests.pages.reading import figure, frame, read, view_of
from view.pages import available_pages

ALONE = (
    HEAD
    + """
[sources.crm]
file = "crm.csv"

[customers]
source = "crm"
columns = { customer_id = "who", joined_at = "since", churned_at = "left", annual_revenue = "pays" }

[[segments]]
key = "region"
column = "area"
table = "customers"
"""
)
ONE_DAY = """
[sources.survey]
file = "survey.csv"
[feedback]
source = "survey"
columns = { response_id = "id", submitted_at = "at", metric = { constant = "nps" }, score = "score", customer_id = "id" }
"""  # noqa: E501
NEWEST = pd.Timestamp("2018-12-31")


def people() -> pd.DataFrame:
    """Seven hundred who joined from 2012 to 2018; a third left, and one will."""
    chance = np.random.default_rng(3)
    since = [date(2012, 1, 1) + timedelta(int(day)) for day in chance.integers(0, 2557, 700)]
    stays = chance.exponential(2000, 700)
    left = [one + timedelta(int(days)) for one, days in zip(since, stays, strict=True)]
    gone = [day if day <= NEWEST.date() else None for day in left]
    since[0], gone[0] = date(2012, 1, 1), date(2012, 1, 20)
    since[1], gone[1] = date(2018, 12, 31), None
    gone[2] = date(2199, 1, 1)
    names = [f"c{i}" for i in range(700)]
    area = np.where(np.arange(700) % 4, "North", "South")
    pays = chance.integers(100, 900, 700)
    return pd.DataFrame({"who": names, "since": since, "left": gone, "area": area, "pays": pays})


@pytest.fixture
def alone(company: Company) -> Snapshot:
    return open_snapshot(company.write(ALONE, crm_csv=people().to_csv(index=False)).build())


def lives() -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    rows = people()
    return rows, pd.to_datetime(rows["since"]), pd.to_datetime(rows["left"])


def stayed(first: str, last: str, rows: pd.Series | None = None) -> tuple[float, int]:
    """Retention in per cent, and how many were there at the start."""
    _, since, left = lives()
    start = (since < first) & ~(left < first)
    start &= True if rows is None else rows
    return 100 * (~(left[start] <= last)).mean(), int(start.sum())


@pytest.mark.parametrize(
    "query", ["", "?period=all", "?region=South&compare=rest", "?period=last-7-days", "?grain=day"]
)
def test_every_page_opens(query: str, alone: Snapshot) -> None:
    pages = {"overview", "why", "customers", "dictionary", "data"}
    assert set(available_pages(alone.catalog)) == pages
    for name in available_pages(alone.catalog):
        page = read(alone, f"{name}{query}")
        assert page.headline
        assert page_json(page, alone.catalog)["panels"], name


def test_all_data_are_the_years_of_the_customers(alone: Snapshot) -> None:
    span = view_of(alone, "customers?period=all").span
    assert (str(span.start), str(span.end)) == ("2012-01-01", "2018-12-31")
    assert str(view_of(alone, "overview").span.start) == "2018-01-01"


def test_retention_is_the_recount(alone: Snapshot) -> None:
    card = figure(frame(read(alone, "overview"), "cards"), metric="retention_rate")
    now, before = stayed("2018-01-01", "2018-12-31"), stayed("2017-01-01", "2017-12-31")
    assert (card["value"], card["n"]) == pytest.approx(now)
    assert (card["base_value"], card["base_n"]) == pytest.approx(before)
    assert card["verdict"] in ("real", "noise")
    rows, _, _ = lives()
    for _, row in frame(read(alone, "customers"), "by_segment").iterrows():
        own = rows["area"] == row["segment"]
        assert (row["value"], row["n"]) == pytest.approx(stayed("2018-01-01", "2018-12-31", own))


def test_over_all_years_retention_is_told_by_period(alone: Snapshot) -> None:
    page = read(alone, "overview?period=all&grain=year&metric=retention_rate")
    assert set(frame(page, "cards")["metric"]) >= {"customers_end"}
    rows = frame(page, "trend").set_index("period")
    for year in (2014, 2017):
        row = rows.loc[pd.Timestamp(year, 1, 1)]
        assert (row["value"], row["n"]) == pytest.approx(stayed(f"{year}-01-01", f"{year}-12-31"))


def test_cohorts_are_shown(alone: Snapshot) -> None:
    rows = frame(read(alone, "customers?period=all"), "cohorts")
    _, since, left = lives()
    assert rows["period"].nunique() == 24
    for _, row in rows.iloc[::29].iterrows():
        ours = since.dt.to_period("M") == row["period"].to_period("M")
        month = row["period"].to_period("M") + row["months"]
        if row["hidden"]:
            assert pd.isna(row["n"])
            assert ours.sum() < 10
            continue
        assert row["n"] == ours.sum()
        if not row["hidden"]:
            assert row["value"] == pytest.approx(
                100 * (~(left[ours].dt.to_period("M") <= month)).mean()
            )


def test_a_period_before_anybody_left_is_not_compared(alone: Snapshot) -> None:
    """The first left on 20 January 2012: who left before may not be in the data."""
    page = read(alone, "customers?from=2012-01-25&to=2012-02-23")
    assert set(frame(page, "cards")["base_n"]) == {0}
    early = read(alone, "customers?from=2012-01-01&to=2012-12-31")
    assert "Nobody is known to have left before 20 Jan 2012" in early.note
    assert "Nobody is known" not in read(alone, "customers").note


def test_the_number_of_a_segment_is_compared_over_time_alone(alone: Snapshot) -> None:
    """How many there are of a segment, and of all others, says nothing of either."""
    rows = frame(read(alone, "customers?compare=rest&metric=customers_end"), "by_segment")
    assert rows["base_n"].tolist() == [0, 0]
    rows = frame(read(alone, "customers?metric=customers_end"), "by_segment")
    level = figure(rows, segment="South")
    cards = frame(read(alone, "customers?region=South"), "cards")
    card = figure(cards, metric="customers_end")
    for name in ("value", "base_value", "change_low", "change_high"):
        assert level[name] == pytest.approx(card[name])


def test_one_day_of_feedback_does_not_hide_the_years(company: Company) -> None:
    answers = "id,at,score\n" + "".join(f"c{i},2018-12-31,{i % 11}\n" for i in range(200))
    company.write(ALONE + ONE_DAY, crm_csv=people().to_csv(index=False), survey_csv=answers)
    found = open_snapshot(company.build())
    page = read(found, "customers?period=all")
    assert str(page.view.span.start) == "2012-01-01"
    assert page.view.grain == "quarter"
    assert frame(page, "cohorts")["period"].nunique() == 24
    new = frame(page, "movement").query("metric == 'customers_new'")
    assert new["n"].sum() == 700
    # Feedback is read by the day, as if customers had no history.
    assert read(found, "loyalty").view.grain == "day"
    assert figure(frame(read(found, "loyalty?period=all"), "cards"), metric="nps")["n"] == 200
