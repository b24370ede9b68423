"""Business hours, service levels and first contact, worked out by hand."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.data.company import TICKETS, Company

HOURS = """
[business_hours]
days = ["mon", "tue", "wed", "thu", "fri"]
start = "09:00"
end = "17:30"
holidays = [2026-12-25, "2026-12-26", 2026-12-24]
"""
DAY = 8.5 * 3600


def columns(company: Company, mapping: str, rows: list[str], *names: str) -> list[tuple[Any, ...]]:
    """The named columns of the tickets, in the order of their ids."""
    head = "id,opened,answered,resolved,person,contacts,again,sla,bot\n"
    lines = [row + "," * (8 - row.count(",")) for row in rows]
    company.write(mapping, log_csv=head + "\n".join(lines) + "\n")
    return company.query(f"SELECT {', '.join(names)} FROM tickets ORDER BY CAST(ticket_id AS INT)")


@pytest.mark.parametrize(
    ("opened", "resolved", "hours"),
    [
        ("2026-03-04 10:00", "2026-03-04 12:30", 2.5),  # Wednesday
        ("2026-03-04 07:00", "2026-03-04 08:59", 0),  # before work
        ("2026-03-04 07:00", "2026-03-04 09:30", 0.5),
        ("2026-03-04 16:30", "2026-03-04 23:00", 1),
        ("2026-03-04 23:00", "2026-03-05 09:15", 0.25),  # opened at night
        ("2026-03-04 00:00", "2026-03-05 00:00", 8.5),
        ("2026-03-06 17:00", "2026-03-09 09:30", 1),  # Friday to Monday
        ("2026-03-07 10:00", "2026-03-08 16:00", 0),  # Saturday to Sunday
        ("2026-03-02 09:00", "2026-03-16 09:00", 85),  # two weeks
        ("2026-03-20 16:30", "2026-03-23 10:30", 2.5),  # clocks go forward on the Sunday
        ("2026-12-23 17:00", "2026-12-28 09:30", 1),  # Thursday and Friday off, then a weekend
        ("2026-12-24 08:00", "2026-12-26 20:00", 0),
    ],
)
def test_business_hours_by_hand(company: Company, opened: str, resolved: str, hours: float) -> None:
    # Written as in 2026, and moved by whole weeks to 2022: nothing may lie in the future.
    shift = timedelta(days=364 * 4)
    times = [datetime.fromisoformat(text) - shift for text in (opened, resolved)]
    mapping = TICKETS + HOURS
    for holiday in ("2026-12-24", "2026-12-25", "2026-12-26"):
        mapping = mapping.replace(holiday, str(date.fromisoformat(holiday) - shift))
    found = columns(
        company,
        mapping,
        [f"1,{times[0]},,{times[1]}"],
        "resolution_business_seconds",
        "first_response_business_seconds",
    )
    assert found == [(hours * 3600, None)]


def test_business_hours_are_those_counted_minute_by_minute(company: Company) -> None:
    chance = random.Random(1)
    first = datetime(2024, 12, 20)
    holidays = {date(2024, 12, 25), date(2025, 1, 1), date(2025, 1, 4)}  # the last a Saturday
    spans = []
    for _ in range(150):
        opened = first + timedelta(minutes=chance.randrange(30 * 1440))
        spans.append((opened, opened + timedelta(minutes=chance.randrange(9 * 1440))))
    mapping = TICKETS + (
        '[business_hours]\ndays = ["mon", "wed", "sat"]\nstart = "08:15"\nend = "24:00"\n'
        f"holidays = {[str(day) for day in holidays]}\n"
    )
    rows = [f"{i},{opened},{end},{end}" for i, (opened, end) in enumerate(spans)]
    found = columns(company, mapping, rows, "first_response_business_seconds")

    def works(minute: datetime) -> bool:
        inside = minute.weekday() in (0, 2, 5) and minute.date() not in holidays
        return inside and minute.hour * 60 + minute.minute >= 8 * 60 + 15

    slow = [
        60.0
        * sum(
            works(opened + timedelta(minutes=passed))
            for passed in range(int((end - opened).total_seconds()) // 60)
        )
        for opened, end in spans
    ]
    assert [seconds for (seconds,) in found] == slow
    assert sum(seconds > 0 for seconds in slow) > 75


SLA = TICKETS + 'sla_seconds = "sla"\nfirst_response_by_bot = "bot"\n'


def test_service_levels_by_hand(company: Company) -> None:
    rows = [
        "1,2026-03-02 09:00,2026-03-02 10:00,,,,,3600,",  # just in time
        "2,2026-03-02 09:00,2026-03-02 10:01,,,,,3600,no",  # late
        "3,2026-03-02 09:00,2026-03-02 10:00,,,,,,",  # no target
        "4,2026-03-02 09:00,,,,,,3600,",  # never answered and overdue
        "5,2026-03-05 11:30,,,,,,3600,",  # it can still be in time: the newest moment is 12:00
        "6,2026-03-02 09:00,2026-03-02 09:00,,,,,3600,yes",  # a bot: unknown when somebody did
        "7,2026-03-02 09:00,,2026-03-05 12:00,,,,604800,",
    ]
    found = columns(company, SLA, rows, "sla_met", "first_response_seconds")
    assert found == [
        (True, 3600),
        (False, 3660),
        (None, 3600),
        (False, None),
        (None, None),
        (None, None),
        (None, None),
    ]


def test_resolved_within_thirty_days(company: Company) -> None:
    rows = [
        "1,2026-03-01 09:00,,2026-03-31 08:59",
        "2,2026-03-01 09:00,,2026-03-31 10:01",  # an hour more by the clock: summer began
        "3,2026-03-01 09:00,,",
        "4,2026-04-10 09:00,,2026-04-11 09:00",  # exactly thirty days before the newest moment
        "5,2026-04-10 09:01,,2026-04-11 09:00",  # younger: not known yet
        "6,2026-05-10 09:00,,",
    ]
    found = columns(company, TICKETS, rows, "resolved_in_30_days")
    assert [one for (one,) in found] == [True, False, False, True, None, None]


FIRST = TICKETS + 'contacts = "contacts"\nreopened = "again"\n'
REPEAT = FIRST + 'customer_id = "person"\n\n[service]\nrepeat_days = 7\n'


def test_first_contact_without_a_window(company: Company) -> None:
    rows = [
        "1,2026-03-02,,2026-03-02,a,1,no",
        "2,2026-03-02,,2026-03-02,a,1,",
        "3,2026-03-02,,2026-03-02,a,1,yes",
        "4,2026-03-02,,2026-03-02,a,2,no",
        "5,2026-03-02,,2026-03-02,a,,no",
        "6,2026-03-02,,,a,1,no",
    ]
    found = columns(company, FIRST, rows, "first_contact_resolved")
    assert [one for (one,) in found] == [True, True, False, False, None, None]


def test_first_contact_with_the_repeat_window(company: Company) -> None:
    rows = [
        # a came again seven days after the first resolution, to the minute
        "1,2026-03-02 09:00,,2026-03-02 12:00,a,1,no",
        "2,2026-03-09 12:00,,2026-03-09 13:00,a,1,no",
        # b a minute later
        "3,2026-03-02 09:00,,2026-03-02 12:00,b,1,no",
        "4,2026-03-09 12:01,,2026-03-09 13:00,b,2,no",
        # c had two at once: the second was open before the first was resolved, no repeat
        "5,2026-03-02 09:00,,2026-03-03 09:00,c,1,no",
        "6,2026-03-02 10:00,,2026-03-04 09:00,c,1,no",
        # d opened a third after the first was resolved and before the second was
        "7,2026-03-02 09:00,,2026-03-03 09:00,d,1,no",
        "8,2026-03-02 10:00,,2026-03-06 09:00,d,1,no",
        "9,2026-03-04 10:00,,2026-03-04 11:00,d,1,no",
        # e opened the next one at the very moment of the resolution
        "10,2026-03-02 09:00,,2026-03-02 12:00,e,1,no",
        "11,2026-03-02 12:00,,2026-03-02 13:00,e,1,no",
        # nobody knows whose; too young at 20 March 12:00; just old enough; resolved at once
        "12,2026-03-02 09:00,,2026-03-02 12:00,,1,no",
        "13,2026-03-13 09:00,,2026-03-13 12:01,f,1,no",
        "14,2026-03-13 09:00,,2026-03-13 12:00,g,1,no",
        "15,2026-03-02 09:00,,2026-03-02 09:00,h,1,no",
        "16,2026-03-20 12:00,,,i,1,no",
    ]
    found = columns(company, REPEAT, rows, "ticket_id", "first_contact_resolved")
    yes, no = {3, 5, 6, 8, 9, 10, 11, 14, 15} | {2}, {1, 4, 7}
    assert {int(ticket): met for ticket, met in found} == {
        **dict.fromkeys(yes, True),
        **dict.fromkeys(no, False),
        **dict.fromkeys((12, 13, 16), None),
    }


def test_repeats_are_those_found_pair_by_pair(company: Company) -> None:
    chance = random.Random(2)
    tickets = []
    for number in range(400):
        opened = datetime(2025, 1, 1) + timedelta(hours=chance.randrange(60 * 24))
        taken = timedelta(hours=chance.randrange(240))
        resolved = opened + taken if chance.random() < 0.9 else None
        tickets.append((number, opened, resolved, f"c{chance.randrange(40)}"))
    newest = max(time for _, opened, resolved, _ in tickets for time in (opened, resolved) if time)
    mapping = REPEAT.replace('contacts = "contacts"\n', "")
    rows = [f"{i},{opened},,{resolved or ''},{who},,no" for i, opened, resolved, who in tickets]
    found = columns(company, mapping, rows, "first_contact_resolved")
    window = timedelta(days=7)
    slow: list[bool | None] = []
    for _, _, resolved, who in tickets:
        if resolved is None or resolved + window > newest:
            slow.append(None)
            continue
        end = resolved + window
        slow.append(not any(w == who and resolved < o <= end for _, o, _, w in tickets))
    assert [one for (one,) in found] == slow
    assert slow.count(True) > 50
    assert slow.count(False) > 50
