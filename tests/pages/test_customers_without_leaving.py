"""Customers of whom it is not known when they left: their orders by segment, and who is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from components.page import page_content
from components.theme import LIGHT
from data.store.snapshots import Snapshot, open_snapshot
from metrics.definitions import DEFINITIONS
from pages.index import read_page
from pages.panel import Page
from tests.data.company import ORDERS, Company
from tests.pages.reading import figure, frame, read, view_of
from view.pages import available_pages

SEGMENT = '\n[[segments]]\nkey = "region"\ncolumn = "area"\ntable = "customers"\n'
ALL = "customers?period=all&compare=none"
FIRST = date(2025, 1, 1)


def people() -> pd.DataFrame:
    """Eighty customers, two thirds of them in the north; each month of 2024 and 2025 has new."""
    who = np.arange(80)
    since = [date(2024 + i % 2, 1 + i % 12, 1 + i % 28) for i in who]
    area = np.where(who % 3 == 0, "South", "North")
    return pd.DataFrame({"who": [f"c{i}" for i in who], "since": since, "area": area})


def orders() -> pd.DataFrame:
    """An order every half day of 2025, dearer in the south; nobody who is not a customer."""
    chance = np.random.default_rng(7)
    number = np.arange(730)
    who = chance.integers(0, 60, len(number))
    amount = np.round(chance.gamma(4, 10, len(number)) + np.where(who % 3 == 0, 15, 0), 2)
    at = [FIRST + timedelta(int(i) // 2) for i in number]
    return pd.DataFrame({"no": number, "who": [f"c{i}" for i in who], "at": at, "sum": amount})


def mapped(columns: str, company: Company) -> Snapshot:
    tables = {"shop_csv": orders().to_csv(index=False), "crm_csv": people().to_csv(index=False)}
    company.write(ORDERS + columns + SEGMENT, **tables)
    return open_snapshot(company.build())


@pytest.fixture(params=["", 'joined_at = "since"\n'], ids=["no dates", "joining dates"])
def shop(request: pytest.FixtureRequest, company: Company) -> Snapshot:
    return mapped(request.param, company)


def page_of(snapshot: Snapshot, link: str, metric: str) -> Page:
    """The page with a metric that stands beside another one."""
    return read_page(snapshot, replace(view_of(snapshot, link), metric=metric))


def by_region(first: str, last: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """The orders of each region, by the days of both ends."""
    rows = orders().merge(people(), on="who")
    rows = rows[rows["at"].between(date.fromisoformat(first), date.fromisoformat(last))]
    yield from ((str(region), own) for region, own in rows.groupby("area"))


def expected(metric: str, rows: pd.DataFrame) -> tuple[float, int]:
    if metric == "average_order_value":
        return rows["sum"].mean(), len(rows)
    if metric == "revenue":
        return rows["sum"].sum(), len(rows)
    times = rows["who"].value_counts()
    return 100 * (times > 1).mean(), len(times)


@pytest.mark.parametrize("metric", ["average_order_value", "revenue", "repeat_purchase_rate"])
def test_orders_by_region_are_the_recount(metric: str, shop: Snapshot) -> None:
    link = "customers?from=2025-07-03&to=2025-12-31&by=region"
    page = page_of(shop, link, metric)
    panel = page.panel("by_segment")
    assert panel is not None
    assert panel.metric == metric
    assert "region" in panel.title
    if metric != "repeat_purchase_rate":
        assert panel.subtitle.startswith("EUR, ")
    base = dict(by_region("2025-01-02", "2025-07-02"))
    for region, rows in by_region("2025-07-03", "2025-12-31"):
        row = figure(panel.frame, segment=region)
        assert (row["value"], row["n"]) == pytest.approx(expected(metric, rows))
        assert (row["base_value"], row["base_n"]) == pytest.approx(expected(metric, base[region]))
    assert set(frame(page, "trend")["metric"]) == {metric}


def test_the_first_breakdown_is_that_of_orders(shop: Snapshot) -> None:
    panel = read(shop, ALL).panel("by_segment")
    assert panel is not None
    assert panel.metric == "average_order_value"


def test_regions_stand_against_all_others(shop: Snapshot) -> None:
    link = "customers?period=all&compare=rest&by=region"
    rows = frame(page_of(shop, link, "average_order_value"), "by_segment")
    regions = dict(by_region("2025-01-01", "2025-12-31"))
    south = figure(rows, segment="South")
    assert south["base_value"] == pytest.approx(regions["North"]["sum"].mean())
    assert (south["verdict"], south["change"] > 0) == ("real", True)
    # What one region spends in all does not compare with what all others do.
    rows = frame(page_of(shop, link, "revenue"), "by_segment")
    assert set(rows["verdict"]) == {"none"}
    assert rows["base_n"].tolist() == [0, 0]


def test_new_customers_need_no_leaving_dates(company: Company) -> None:
    snapshot = mapped('joined_at = "since"\n', company)
    page = read(snapshot, "customers?from=2025-01-01&to=2025-12-31&compare=previous")
    since = pd.to_datetime(people()["since"])
    card = figure(frame(page, "cards"), metric="customers_new")
    assert (card["value"], card["base_value"]) == (
        (since.dt.year == 2025).sum(),
        (since.dt.year == 2024).sum(),
    )
    assert not {"retention_rate", "customers_end", "customers_lost"} & set(
        frame(page, "cards")["metric"]
    )
    assert page.panel("cohorts") is None
    months = frame(page, "movement")
    assert months["n"].tolist() == [
        int(((since.dt.year == 2025) & (since.dt.month == month)).sum()) for month in range(1, 13)
    ]
    rows = frame(page_of(snapshot, ALL, "customers_new"), "by_segment")
    assert dict(zip(rows["segment"], rows["value"], strict=True)) == (
        people()["area"].value_counts().to_dict()
    )
    drawn = str(page_content(page, snapshot.catalog, LIGHT))
    assert DEFINITIONS["customers_new"].formula in drawn  # a card of its own


def test_of_joining_dates_alone_every_page_opens(company: Company) -> None:
    head = ORDERS[: ORDERS.index("[sources.shop]")]
    crm = '[sources.crm]\nfile = "crm.csv"\n' + ORDERS[ORDERS.index("[customers]") :]
    company.write(head + crm + 'joined_at = "since"\n' + SEGMENT, crm_csv=people().to_csv())
    snapshot = open_snapshot(company.build())
    assert set(available_pages(snapshot.catalog)) == {"overview", "customers", "dictionary", "data"}
    for name in available_pages(snapshot.catalog):
        assert read(snapshot, f"{name}?period=all").headline
    page = read(snapshot, "customers?period=all&compare=none")
    assert page.headline == "The number of new customers is 80."
    panels = {"cards", "sparklines", "trend", "by_segment", "leaving"}
    assert {panel.key for panel in page.panels} == panels
    assert frame(page, "leaving").empty  # and a note says why
    assert "lifetime value" not in page.note
