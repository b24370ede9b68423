"""What leaves the backlog, of which days a metric is known, and what must be mapped for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.contract import TABLES
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.definitions.words import needs, ways
from pages.as_json import page_json
from tests.data.company import Company
from tests.pages.log import LOG, opened
from tests.pages.reading import figure, frame, read

CASES = LOG + 'resolved_at = "resolved"\nclosed_at = "closed"\nanswered = "answered"\n'


def log_of_cases() -> pd.DataFrame:
    """Forty a month: ten each resolved, closed unsolved, unanswered, left open."""
    number = np.arange(120)
    at = pd.to_datetime([f"2024-{1 + n // 40:02d}-{1 + n % 20:02d} 09:00" for n in number])
    kind = number % 4
    later = at + pd.Timedelta(days=2)
    return pd.DataFrame(
        {
            "id": number,
            "at": at,
            "resolved": later.where(kind == 0),
            "closed": later.where(kind == 1),
            "answered": np.where(kind == 2, "no", np.where(kind == 3, "yes", "")),
        }
    )


def test_what_is_closed_or_unanswered_leaves_the_backlog(company: Company) -> None:
    found = opened(company, CASES, log=log_of_cases())
    page = read(found, "service?from=2024-02-01&to=2024-03-31&grain=month")
    rows = frame(page, "backlog")
    assert rows[["opened", "resolved", "unsolved", "open"]].to_numpy().tolist() == [
        [40, 10, 20, 20],
        [40, 10, 20, 30],
    ]
    cards = frame(page, "cards")
    assert figure(cards, metric="tickets_unsolved")["value"] == 40
    assert figure(cards, metric="open_cases")["value"] == 30


def test_the_change_of_the_backlog_is_shown_and_not_judged(company: Company) -> None:
    """From 10 to 20 open cases: a level that all earlier days left is no sample of anything."""
    found = opened(company, CASES, log=log_of_cases())
    page = read(found, "service?from=2024-02-01&to=2024-02-29&metric=open_cases")
    row = figure(frame(page, "cards"), metric="open_cases")
    assert (row["value"], row["base_value"], row["change"]) == (20, 10, 10)
    assert row["verdict"] == "none"
    assert row[["change_low", "change_high", "p_value"]].isna().all()
    assert set(frame(page, "trend")["verdict"]) == {"none"}


def test_without_resolutions_there_is_a_backlog_of_closings(company: Company) -> None:
    log = log_of_cases()
    log["closed"] = log["closed"].fillna(log["resolved"])
    mapping = LOG + 'closed_at = "closed"\n'
    page = read(opened(company, mapping, log=log), "service?period=all&compare=none&grain=month")
    assert list(frame(page, "backlog").columns) == [
        *("period", "opened", "unsolved", "open", "days", "of_days")
    ]
    assert figure(frame(page, "cards"), metric="open_cases")["value"] == 60


def test_closed_tickets_of_a_customer_are_not_open(company: Company) -> None:
    mapping = CASES + 'customer_id = "who"\n\n[privacy]\ncustomers = "shown"\n'
    log = log_of_cases()[:4].assign(who="c")
    page = read(opened(company, mapping, log=log), "customer?customer_id=c")
    status = frame(page, "timeline").set_index("id")["status"].to_dict()
    unsolved = "closed unsolved"
    assert status == {"0": "resolved", "1": unsolved, "2": unsolved, "3": "open"}
    facts = frame(page, "facts").set_index("fact")["value"]
    assert facts["Open tickets"] == "1 of 4"


def solved(company: Company, more: str = "") -> Snapshot:
    """A ticket a day, opened from 1 February on, the last on 31 May, solved in an hour."""
    days = pd.date_range("2024-02-01 09:00", "2024-05-31 09:00", freq="D")
    log = pd.DataFrame({"id": range(len(days)), "at": days, "who": "c"})
    log["resolved"] = log["at"] + pd.Timedelta(hours=1)
    mapping = LOG + 'resolved_at = "resolved"\ncustomer_id = "who"\n' + more
    return opened(company, mapping, log=log)


def test_the_resolution_rate_says_which_days_it_judges(company: Company) -> None:
    """The newest moment is 31 May 10:00: thirty days before it is 1 May."""
    found = solved(company)
    page = read(found, "service?from=2024-03-01&to=2024-05-31&compare=none")
    words = "Resolved judges tickets opened to 1 May 2024: of later ones it is not known yet."
    assert page.note == words
    assert page_json(page, found.catalog)["note"] == words
    assert figure(frame(page, "cards"), metric="resolution_rate")["n"] == 31 + 30 + 1
    whole = read(found, "service?from=2024-03-01&to=2024-04-30&compare=none")
    assert whole.note == ""
    rows = frame(read(found, "dictionary"), "metrics")
    told = figure(rows, metric="resolution_rate")["counted"]
    assert told.endswith("Here: tickets opened to 1 May 2024.")


def test_so_does_first_contact_resolution_with_a_repeat_window(company: Company) -> None:
    found = solved(company, "\n[service]\nrepeat_days = 7\n")
    page = read(found, "service?from=2024-05-01&to=2024-05-31&compare=none")
    assert "FCR judges tickets resolved to 24 May 2024" in page.note
    assert figure(frame(page, "cards"), metric="first_contact_resolution")["n"] == 24
    assert "FCR" not in read(solved(company), "service?compare=none").note


def test_what_a_metric_needs_can_be_mapped() -> None:
    stated = {
        f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns
    }
    stated |= {*TABLES, "[business_hours]", "[service] repeat_days", "[xqi]"}
    for metric in DEFINITIONS.values():
        assert {name for way in ways(metric) for name in way} <= stated, metric.key
    assert needs(DEFINITIONS["sla_met"]) == (
        "tickets.sla_met, or tickets.sla_seconds and tickets.first_response_at, "
        "or tickets.sla_seconds and tickets.wait_seconds"
    )


@pytest.mark.parametrize(
    ("columns", "metric", "missing"),
    [
        ('resolved_at = "at"\n', "first_contact_resolution", "tickets.contacts not mapped"),
        ("", "resolution_rate", "tickets.resolved_at not mapped"),
        ("", "open_cases", "tickets.resolved_at not mapped"),
        ('resolved_at = "at"\n', "tickets_unsolved", "tickets.closed_at not mapped"),
        ('first_response_at = "at"\n', "sla_met", "tickets.sla_met not mapped"),
        (
            'first_response_at = "at"\n',
            "first_response_business_time",
            "no [business_hours] in the mapping",
        ),
        (
            "",
            "resolution_business_time",
            "tickets.resolved_at not mapped and no [business_hours] in the mapping",
        ),
        ('handle_seconds = "id"\n', "handle_time", ""),
    ],
)
def test_what_the_dictionary_says_is_missing(
    company: Company, columns: str, metric: str, missing: str
) -> None:
    found = opened(company, LOG + columns, log=log_of_cases()[["id", "at"]])
    row: Any = figure(frame(read(found, "dictionary"), "metrics"), metric=metric)
    assert row["missing"] == missing
