"""Business hours, repeats, the XQI and cards are changed: what comes of each is told before use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from callbacks.own_data import edit as edit_page
from commands import preview
from data.draft.own import version_in_use
from settings import Settings
from tests.callbacks.own_data import at_once, at_the_machine, in_use

TEXT = """[company]
name = "Tickets"
[sources.tickets]
file = "0/tickets.csv"
[tickets]
source = "tickets"
columns = { ticket_id = "id", opened_at = "opened", resolved_at = "resolved", customer_id = "who" }
"""
_MONDAY = datetime(2026, 6, 1, 16, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Forty tickets, opened at 16:00 from Monday to Thursday, each solved at 10:00 of the next day,
    two on days that follow each other are of one customer."""
    rows = ["id,opened,resolved,who"]
    for number in range(40):
        opened = _MONDAY + timedelta(days=number % 4 + 7 * (number // 8))
        solved = opened + timedelta(hours=18)
        rows.append(f"{number},{opened:%Y-%m-%d %H:%M},{solved:%Y-%m-%d %H:%M},c{number // 2}")
    found = in_use(tmp_path, TEXT, {"0/tickets.csv": "\n".join(rows)})
    return at_once(found, edit_page, monkeypatch)


def told(browser: FlaskClient, settings: Settings, typed: dict[str, str]) -> str:
    """The look at what comes of the form."""
    base = version_in_use(settings.own_data())
    answer = browser.post("/own-data/edit", data={"base": base, **typed})
    assert answer.status_code == 303, unescape(answer.text)
    return unescape(browser.get(answer.headers["Location"]).text)


def test_what_comes_of_each(settings: Settings) -> None:
    browser = at_the_machine(settings)
    hours = {"business_hours.start": "09:00", "business_hours.end": "17:00"}
    page = told(browser, settings, hours)
    # One hour of the first day and one of the next, instead of 18.
    assert "Resolution, business hours: 2.0 h, not shown before" in page, page
    assert "Resolution: 18.0 h →" not in page
    page = told(browser, settings, {"service.repeat_days": "7"})
    # The first of each pair has another contact a day later, the second has none.
    assert "FCR: 50.0%, not shown before" in page, page
    page = told(browser, settings, {"targets.resolution_time.value": "12"})
    assert "None: all are as before" in page and "+ resolution_time = 12" in page
    parts = {
        "xqi.weights.resolution_time": "2",
        "xqi.ranges.resolution_time": "24 to 0",
        "xqi.weights.resolution_p90": "1",
        "xqi.ranges.resolution_p90": "36 to 0",
    }
    page = told(browser, settings, parts)
    # 18 of 24 hours are 25 of 100 points, counted twice, and 18 of 36 are 50: 100 / 3.
    assert "XQI: 33.3, not shown before" in page, page
    shown = {"overview.new.name": "Times", "overview.new.cards": "resolution_p90"}
    page = told(browser, settings, shown)
    assert 'cards = ["resolution_p90"]' in page, page
    assert "None: all are as before" in page


def test_a_figure_that_can_not_be_made_leaves_the_others(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("no figure")

    monkeypatch.setattr(preview, "every_figure", fails)
    page = told(at_the_machine(settings), settings, {"service.repeat_days": "7"})
    assert "FCR: 50.0%, not shown before" in page, page  # it is on Overview
