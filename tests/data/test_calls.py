"""Calls: fractions of a second, service levels without responses, endings, handle time; by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.data.company import HEAD, Company

AT = "2026-03-02 09:00"
TIMES = {
    "first_response_at": "first",
    "resolved_at": "resolved",
    "closed_at": "closed",
    "wait_seconds": "wait",
    "handle_seconds": "handle",
    "answered": "answered",
    "first_response_by_bot": "bot",
    "sla_seconds": "sla",
    "sla_met": "met",
    "resolution_sla_seconds": "promised",
    "resolution_sla_met": "kept",
}


def found(company: Company, rows: list[dict[str, str]], names: str, *asked: str) -> list[Any]:
    """The column asked for (or several) of the tickets, of a mapping with the named columns.

    Times but for the opening are stated without their day, 2 March 2026.
    """
    columns = "".join(f'{name} = "{TIMES[name]}"\n' for name in names.split())
    mapping = (
        f'{HEAD}\n[sources.log]\nfile = "log.csv"\n\n[tickets]\nsource = "log"\n\n'
        f'[tickets.columns]\nticket_id = "id"\nopened_at = "opened"\n{columns}'
    )
    head = ["id", "opened", *TIMES.values()]
    lines = [",".join(head)]
    later = ("first", "resolved", "closed")
    for number, row in enumerate(rows):
        cells = {"id": str(number), "opened": AT}
        cells |= {name: f"2026-03-02 {v}" if name in later else v for name, v in row.items()}
        lines.append(",".join(cells.get(name, "") for name in head))
    company.write(mapping, log_csv="\n".join(lines) + "\n")
    taken = company.query(f"SELECT {', '.join(asked)} FROM tickets ORDER BY CAST(ticket_id AS INT)")
    return [row[0] if len(asked) == 1 else row for row in taken]


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-02 {clock}")


@pytest.mark.parametrize(
    ("opened", "first", "seconds", "met"),
    [
        ("09:00:00", "09:30:00.9", 1800.9, False),
        ("09:00:00.3", "09:30:00.3", 1800, True),  # as floats, each a little off
        ("09:00:00.9", "09:30:00.1", 1799.2, True),
        ("09:00:00", "09:30:00.000001", 1800.000001, False),
        ("09:00:00.7+01:00", "08:30:01.2+00:00", 1800.5, False),
    ],
)
def test_fractions_of_a_second_count(
    company: Company, opened: str, first: str, seconds: float, met: bool
) -> None:
    row = {"opened": f"2026-03-02 {opened}", "first": first, "sla": "1800"}
    names = "first_response_at sla_seconds"
    assert found(company, [row], names, "first_response_seconds", "sla_met") == [(seconds, met)]


def test_fractions_count_in_business_hours(company: Company) -> None:
    rows = [{"opened": f"{AT}:00.25", "first": "10:00:01.5"}, {"first": "17:00:00.75"}]
    found(company, rows, "first_response_at", "ticket_id")
    hours = '\n[business_hours]\nstart = "08:00"\nend = "17:00"\n'
    company.mapping.write_text(company.mapping.read_text() + hours)
    asked = "SELECT first_response_business_seconds FROM tickets ORDER BY ticket_id"
    assert company.query(asked) == [(3601.25,), (8 * 3600.0,)]


def test_an_overdue_ticket_is_so_by_the_fraction(company: Company) -> None:
    rows = [{"sla": "10"}, {"opened": f"{AT}:10.5", "sla": "10"}]  # 10.5 s before the newest
    assert found(company, rows, "first_response_at sla_seconds", "sla_met") == [False, None]


WAITS = "wait_seconds answered sla_seconds"
CALLS = [
    {"wait": "20", "answered": "yes", "sla": "20"},
    {"wait": "20.1", "answered": "yes", "sla": "20"},
    {"wait": "5", "answered": "no", "sla": "20"},
    {"answered": "no", "sla": "20"},
    {"wait": "5", "sla": "20"},  # not known whether anybody answered
    {"wait": "5", "answered": "yes"},  # no target
    {"answered": "yes", "sla": "20"},  # nobody knows how soon
]


def test_service_levels_of_calls(company: Company) -> None:
    expected = [True, False, False, False, None, None, None]
    assert found(company, CALLS, WAITS, "sla_met") == expected


def test_waits_alone_are_of_answered_calls(company: Company) -> None:
    expected = [True, False, True, None, True, None, None]
    assert found(company, CALLS, "wait_seconds sla_seconds", "sla_met") == expected


def test_a_response_goes_before_the_wait(company: Company) -> None:
    rows = [
        *CALLS,
        {"first": "09:00:10", "wait": "50", "answered": "yes", "sla": "20"},
        {"first": "09:30", "wait": "5", "answered": "no", "sla": "20"},  # called back
        {"first": "09:00", "wait": "5", "answered": "yes", "sla": "20", "bot": "yes"},
        {"sla": "20"},  # an e-mail that nobody answered
        {"sla": "7200"},  # it can still be in time
    ]
    # The one whose answer is not known has waited half an hour.
    expected = [True, False, False, False, False, None, None, True, False, None, False, None]
    names = f"{WAITS} first_response_at first_response_by_bot"
    assert found(company, rows, names, "sla_met") == expected


def test_a_stated_service_level_is_taken(company: Company) -> None:
    rows = [
        {"met": "yes", "wait": "90", "answered": "yes", "sla": "20"},
        {"met": "no", "wait": "5", "answered": "yes", "sla": "20"},
        {"wait": "5", "answered": "yes", "sla": "20"},
    ]
    assert found(company, rows, "sla_met", "sla_met") == [True, False, None]
    assert found(company, rows, f"sla_met {WAITS}", "sla_met") == [True, False, True]


def test_resolution_targets(company: Company) -> None:
    rows = [
        {"resolved": "10:00", "promised": "3600"},
        {"resolved": "10:00:00.1", "promised": "3600"},
        {"promised": "3600"},  # overdue at 11:00
        {"promised": "7200"},  # due at 11:00: it can still be in time
        {"resolved": "11:00"},  # no target
        {"resolved": "11:00", "promised": "60", "kept": "yes"},
    ]
    names = "resolved_at resolution_sla_seconds"
    expected = [True, False, False, None, None, False]
    assert found(company, rows, names, "resolution_sla_met") == expected
    stated = found(company, rows, f"{names} resolution_sla_met", "resolution_sla_met")
    assert stated == [*expected[:-1], True]
    alone = found(company, rows, "resolution_sla_met", "resolution_sla_met")
    assert alone == [None] * 5 + [True]


ENDINGS = [
    {"resolved": "10:00"},
    {"closed": "11:00"},
    {"resolved": "10:00", "closed": "11:00", "answered": "no"},  # resolved comes first
    {"closed": "11:00", "answered": "no"},
    {"answered": "no"},
    {"answered": "yes"},
    {},
]


@pytest.mark.parametrize(
    ("names", "ended", "unsolved"),
    [
        (
            "resolved_at closed_at answered",
            [at("10:00"), at("11:00"), at("10:00"), at("11:00"), at("09:00"), None, None],
            [None, at("11:00"), None, at("11:00"), at("09:00"), None, None],
        ),
        (
            "resolved_at answered",
            [at("10:00"), None, at("10:00"), at("09:00"), at("09:00"), None, None],
            [None, None, None, at("09:00"), at("09:00"), None, None],
        ),
        (
            "closed_at",
            [None, at("11:00"), at("11:00"), at("11:00"), None, None, None],
            [None, at("11:00"), at("11:00"), at("11:00"), None, None, None],
        ),
    ],
)
def test_endings(
    company: Company, names: str, ended: list[datetime | None], unsolved: list[datetime | None]
) -> None:
    assert found(company, ENDINGS, names, "ended_at", "unsolved_at") == [
        *zip(ended, unsolved, strict=True)
    ]


def test_without_an_end_there_is_no_backlog(company: Company) -> None:
    found(company, ENDINGS, "answered", "ticket_id")
    columns = company.tables().catalog.columns["tickets"]
    assert not {"ended_at", "unsolved_at"} & set(columns)


def test_handle_time_by_day(company: Company) -> None:
    rows = [{**row, "handle": "60"} for row in ENDINGS]
    every = "resolved_at closed_at answered handle_seconds"
    assert found(company, rows, every, "handled_at") == [
        *(at("10:00"), at("11:00"), at("10:00")),
        *(None, None, at("09:00"), None),  # nobody worked on a call that nobody answered
    ]
    opened = at("09:00")
    assert found(company, rows, "answered handle_seconds", "handled_at") == [
        *(opened, opened, None, None, None, opened, opened)
    ]
    assert found(company, rows, "handle_seconds", "handled_at") == [opened] * 7


def test_closed_before_the_opening_is_set_aside(company: Company) -> None:
    rows = [{"closed": "08:59:59.9"}, {"closed": "09:00"}]
    assert found(company, rows, "closed_at", "closed_at") == [at("09:00")]
    assert company.rejected() == [("closed before the opening", "closed_at: 2026-03-02 08:59:59.9")]


def test_the_newest_moment_may_be_a_closing(company: Company) -> None:
    rows = [{"sla": "3600"}, {"closed": "10:00:01"}]
    assert found(company, rows, "first_response_at sla_seconds", "sla_met") == [None, None]
    assert found(company, rows, "first_response_at closed_at sla_seconds", "sla_met") == [
        *(False, None)
    ]
    assert company.tables().catalog.tables[0].last == at("10:00:01")
