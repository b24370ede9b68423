"""Customers, orders, tickets, costs and engagement; times and durations."""

from datetime import date, datetime

import pytest

from data.ingest.build import DataError
from tests.data.company import HEAD, TICKETS, Company

LOG = TICKETS + 'reopened = "again"\nwait_seconds = "wait"\n'


def test_durations_are_between_instants(company: Company) -> None:
    rows = """id,opened,answered,resolved,again,wait
1,2024-10-27T02:50:00+02:00,2024-10-27T02:10:00+01:00,,yes,5
2,2024-01-05 10:00:00,2024-01-05T09:30:00Z,2024-01-06 10:00:00,0,
3,2024-01-05 10:00:00,,2024-01-05 09:00:00,no,1
4,2024-01-05 10:00:00,2024-01-05 09:00:00,,no,1
5,2024-01-05 10:00:00,,,maybe,1
6,2024-01-05 10:00:00,,,no,-1
"""
    company.write(LOG, log_csv=rows)
    found = company.query(
        "SELECT ticket_id, opened_at, first_response_seconds, resolution_seconds, reopened "
        "FROM tickets ORDER BY 1"
    )
    assert found == [
        ("1", datetime(2024, 10, 27, 2, 50), 1200.0, None, True),  # 00:50 to 01:10 UTC
        ("2", datetime(2024, 1, 5, 10), 1800.0, 86400.0, False),
    ]
    assert company.rejected() == [
        ("first response before the opening", "first_response_at: 2024-01-05 09:00:00"),
        ("reopened not yes or no", "again: maybe"),
        ("resolved before the opening", "resolved_at: 2024-01-05 09:00:00"),
        ("wait seconds below 0", "wait: -1"),
    ]


@pytest.mark.parametrize(
    ("text", "option", "expected"),
    [
        ("2024-07-01 10:00", "", datetime(2024, 7, 1, 10)),
        ("2024-07-01T10:00:00Z", "", datetime(2024, 7, 1, 12)),
        ("2024-07-01 10:00:00.5-0400", "", datetime(2024, 7, 1, 16, 0, 0, 500000)),
        ("2024-07-01 10:00", ', timezone = "UTC"', datetime(2024, 7, 1, 12)),
        ("2024-07-01 10:00:00+01", ', timezone = "UTC"', datetime(2024, 7, 1, 11)),
        ("1.7.2024 9:05", ', format = "%d.%m.%Y %H:%M"', datetime(2024, 7, 1, 9, 5)),
        ("7/1/24", ', format = ["%Y-%m-%d", "%m/%d/%y"]', datetime(2024, 7, 1)),
        ("01 Jul 2024 10:00 PM", ', format = "%d %b %Y %I:%M %p"', datetime(2024, 7, 1, 22)),
        ("01/07/2024 10:00 +0000", ', format = "%d/%m/%Y %H:%M %z"', datetime(2024, 7, 1, 12)),
        (
            "01/07/2024 10:00",
            ', format = "%d/%m/%Y %H:%M", timezone = "America/New_York"',
            datetime(2024, 7, 1, 16),
        ),
    ],
)
def test_times_are_told_on_the_company_clock(
    company: Company, text: str, option: str, expected: datetime
) -> None:
    mapping = LOG.replace('= "opened"', f'= {{ column = "opened"{option} }}')
    company.write(mapping, log_csv=f'id,opened,answered,resolved,again,wait\n1,"{text}",,,,\n')
    assert company.query("SELECT opened_at, day FROM tickets") == [(expected, expected.date())]


OTHERS = (
    HEAD
    + """
[sources.sales]
file = "sales.csv"
[sources.crm]
file = "crm.csv"
[sources.spend]
file = "spend.csv"
[sources.clicks]
file = "clicks.csv"

[orders]
source = "sales"
[orders.columns]
order_id = "no"
customer_id = "buyer"
ordered_at = "on"
amount = { column = "sum", decimal = "," }

[customers]
source = "crm"
[customers.columns]
customer_id = "id"
churned_at = "left"
annual_revenue = "worth"

[costs]
source = "spend"
[costs.columns]
month = "month"
kind = "what"
amount = "much"

[engagement]
source = "clicks"
[engagement.columns]
customer_id = "who"
occurred_at = "when"

[[segments]]
key = "tier"
table = "customers"
column = "tier"
"""
)


def test_the_other_tables(company: Company) -> None:
    company.write(
        OTHERS,
        sales_csv='no,buyer,on,sum\n1,A,2024-01-05,"1.234,5"\n2,,2024-01-05,3\n3,B,2024-01-04,4.5\n'
        "1,B,2024-02-01,9\n4,B,2024-01-03,-20\n",
        crm_csv="id,left,worth,tier\nA,2999-01-01,100,gold\nB,,many,tin\nA,,,\n",
        spend_csv="month,what,much\n2024-01,support,100\n2024-02-15,support,x\n2024-03-15,ads,7\n",
        clicks_csv="who,when\nA,2024-01-05 08:00\n",
    )
    assert company.query("SELECT order_id, day, amount, tier::VARCHAR FROM orders") == [
        ("4", date(2024, 1, 3), -20.0, None),  # B was set aside
        ("1", date(2024, 1, 5), 1234.5, "gold"),
    ]
    assert company.query("SELECT month, kind, amount FROM costs") == [
        (date(2024, 1, 1), "support", 100.0),
        (date(2024, 3, 1), "ads", 7.0),
    ]
    assert company.rejected() == [
        ("amount not a number", "much: x"),
        ("amount not a number", "sum: 4.5"),
        ("annual revenue not a number", "worth: many"),
        ("duplicate customer_id", "customer_id: A"),
        ("duplicate order_id", "order_id: 1"),
        ("no customer_id", "buyer"),
    ]
    tables = company.tables()
    assert tables.feedback is None
    assert tables.engagement is not None
    assert tables.catalog.first_day == date(2024, 1, 3)  # without feedback or tickets: the orders
    assert tables.catalog.series == ()


def test_a_main_table_without_a_good_row_is_an_error(company: Company) -> None:
    header = "id,opened,answered,resolved,again,wait\n"
    company.write(LOG, log_csv=header + "1,2024-01-05,,,,-5\n2,2024-01-05,,,,-5\n")
    with pytest.raises(DataError, match=r"log\.csv: no row can be used for the table 'tickets'"):
        company.build()
