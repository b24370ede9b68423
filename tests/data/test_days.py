"""The days of the data, where customers have been there longer than anything else was counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.catalog import Catalog
from data.errors import DataError, MappingError
from data.ingest.build import build
from data.store.snapshots import open_snapshot
from tests.data.company import HEAD, ORDERS, Company
from tests.warehouse_loads.database import Database

LIVES = 'joined_at = "since"\nchurned_at = "left"\n'
SHOP = "no,who,at,sum\n" + "".join(f"o{i},c{i},2018-06-30,10\n" for i in range(12))
CUSTOMERS = ORDERS.replace('[sources.shop]\nfile = "shop.csv"\n', "").replace(
    ORDERS[ORDERS.index("[orders]") : ORDERS.index("[customers]")], ""
)


def crm(*rows: str) -> str:
    return "who,since,left\n" + "".join(f"c{i},{row}\n" for i, row in enumerate(rows))


def catalog(company: Company, mapping: str, people: str, shop: str = SHOP) -> Catalog:
    company.write(mapping, shop_csv=shop, crm_csv=people)
    return open_snapshot(company.build()).catalog


def days(found: Catalog) -> tuple[str, str, str]:
    return str(found.first_day), str(found.last_day), str(found.leaving_since)


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        # Customers came and went for years before the one day of orders.
        (crm("2012-01-05,2013-02-01", "2015-03-01,"), ("2012-01-05", "2018-06-30", "2013-02-01")),
        # Who is newest may be a customer, new or gone, but for what is yet to come.
        (crm("2012-01-05,2018-07-09", "2013-01-05,"), ("2018-06-30", "2018-07-09", "2018-06-30")),
        (crm("2012-01-05,2199-07-09", "2018-07-01,"), ("2012-01-05", "2018-07-01", "2012-01-05")),
        # All who left did so after the orders begin: nobody knows who left before.
        (crm("2012-01-05,2018-07-01", "2018-08-05,"), ("2018-06-30", "2018-08-05", "2018-06-30")),
        # Dates that make no life are in no answer: C left before they joined.
        (crm("2014-01-05,", "2016-01-05,2015-01-01"), ("2014-01-05", "2018-06-30", "2014-01-05")),
    ],
)
def test_days_of_customers_and_orders(
    people: str, expected: tuple[str, str, str], company: Company
) -> None:
    assert days(catalog(company, ORDERS + LIVES, people)) == expected


def test_joining_dates_alone_are_days_as_well(company: Company) -> None:
    found = catalog(company, ORDERS + 'joined_at = "since"\n', crm("2012-01-05,", "2019-01-05,"))
    assert days(found) == ("2012-01-05", "2019-01-05", "2012-01-05")


def test_customers_alone_are_a_company(company: Company) -> None:
    found = catalog(company, CUSTOMERS + LIVES, crm("2012-01-05,2013-02-01", "2015-03-01,"))
    assert days(found) == ("2012-01-05", "2015-03-01", "2013-02-01")
    assert found.tables[0].accepted == 2


def test_without_a_joining_date_there_is_no_company(company: Company) -> None:
    with pytest.raises(DataError, match="customers: no row has a joined_at"):
        catalog(company, CUSTOMERS + LIVES, crm(",2013-02-01", ","))
    with pytest.raises(DataError, match=r"crm\.csv: there is a header but no row with data"):
        catalog(company, CUSTOMERS + LIVES, crm())
    with pytest.raises(MappingError, match="or customers with joined_at"):
        catalog(company, CUSTOMERS, crm("2012-01-05,"))
    engaged = '[sources.log]\nfile = "log.csv"\n[engagement]\nsource = "log"\n'
    columns = 'columns = { customer_id = "who", occurred_at = "at" }\n'
    with pytest.raises(MappingError, match="feedback, tickets, orders, or customers with joined"):
        catalog(company, HEAD + engaged + columns, "")


def test_months_of_events_do_not_begin_with_the_first_customer(company: Company) -> None:
    found = catalog(company, ORDERS + LIVES, crm("1971-01-05,1972-01-01", "2015-03-01,"))
    assert found.first_day == date(1971, 1, 5)
    assert [name for name in found.activity if "order_months" in name] == [
        "order_months_0",
        "repeat_order_months_0",
    ]


@pytest.mark.parametrize("mapping", [ORDERS + LIVES, CUSTOMERS + LIVES])
def test_a_database_has_the_same_days(mapping: str, company: Company, tmp_path: Path) -> None:
    people = crm("2012-01-05,2013-02-01", "2016-01-01,2015-01-01", "2015-03-01,2199-01-01")
    plain = catalog(company, mapping, people)
    (tmp_path / "database").mkdir()
    database = Database(tmp_path / "database")
    for name in ("shop", "crm"):
        frame = pd.read_csv(company.folder / f"{name}.csv")
        dates = [column for column in ("at", "since", "left") if column in frame]
        database.put(name, frame.assign(**{c: pd.to_datetime(frame[c]) for c in dates}))
    text = mapping.replace('file = "shop.csv"', 'table = "shop"')
    text = text.replace('file = "crm.csv"', 'table = "crm"')
    database.mapping.write_text(text + database.warehouse)
    found = open_snapshot(build(database.mapping, database.out)).catalog
    assert days(found) == days(plain)
    assert found.unplaced == plain.unplaced == 1


def test_each_series_has_days_of_its_own(company: Company) -> None:
    """A question that is asked since March is not known of January."""
    mapping = HEAD + (
        '[sources.s]\nfile = "s.csv"\n[feedback]\nsource = "s"\n[feedback.columns]\n'
        'response_id = "id"\nsubmitted_at = "at"\nmetric = "what"\nscore = "score"\n'
        'scale_min = "low"\nscale_max = "high"\n'
    )
    rows = ["id,at,what,score,low,high"]
    rows += [f"n{i},2026-0{1 + i}-10,nps,{9 - i},0,10" for i in range(4)]
    rows += [f"c{i},2026-0{3 + i}-05,csat,{5 - i},1,5" for i in range(2)]
    catalog = open_snapshot(company.write(mapping, s_csv="\n".join(rows) + "\n").build()).catalog
    assert catalog.series_days == {
        "nps:0-10": (date(2026, 1, 10), date(2026, 4, 10)),
        "csat:1-5": (date(2026, 3, 5), date(2026, 4, 5)),
    }
