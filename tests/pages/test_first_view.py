"""What the first page of young data shows, and why it is no year; the same through the API."""

from __future__ import annotations

from datetime import date, timedelta

from data.scope import Span
from data.store.snapshots import Snapshot, open_snapshot
from pages.as_json import page_json
from tests.data.company import LONG, Company, survey
from tests.pages.reading import read

START = date(2024, 1, 1)


def answers(company: Company, days: int, each: int) -> Snapshot:
    """So many answers on each of so many days from 1 January 2024 on; later ones are better."""
    rows = [
        f"{day}-{one},{START + timedelta(days=day)},{10 if one < each * day / days else 3}"
        for day in range(days)
        for one in range(each)
    ]
    return open_snapshot(company.write(LONG, survey_csv=survey(*rows)).build())


def test_half_a_year_is_compared_by_ninety_days(company: Company) -> None:
    snapshot = answers(company, 200, 4)
    page = read(snapshot, "overview")
    assert page.view.period == "last-90-days"
    assert "rose" in page.headline
    said = "Compared by 90 days: the data begin 1 Jan 2024, too late for two years."
    assert page.note == said
    found = page_json(page, snapshot.catalog)
    assert (found["note"], found["view"]["period"]) == (said, "last-90-days")
    assert "period=last-90-days" in found["findings"][0]["link"]


def test_why_is_said_of_the_first_period_alone(company: Company) -> None:
    snapshot = answers(company, 200, 4)
    for query in ("period=last-12-months", "period=last-30-days", "compare=none"):
        assert "Compared by" not in read(snapshot, f"overview?{query}").note


def test_the_halves_of_a_week(company: Company) -> None:
    snapshot = answers(company, 7, 40)
    page = read(snapshot, "overview")
    assert (page.view.period, page.view.span) == ("", Span(date(2024, 1, 5), date(2024, 1, 7)))
    assert page.note.startswith("Compared by halves of the data: the data begin 1 Jan 2024")
    assert "rose" in page.headline
