"""Next month's file in a browser: a question, what changed, and the dashboard with both months."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import test_own_data
from tests.browser.test_own_data import fine
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
folder, address = test_own_data.folder, test_own_data.address  # the dashboard: a day's stars


def test_next_month(browser: Browser, address: str, tmp_path: Path) -> None:
    found = Visitor(browser, address, 390, "light")
    page = found.page
    newer = tmp_path / "june.csv"
    rows = "\n".join(f"{1 + i % 5},2026-06-{1 + i % 28:02d}" for i in range(30))
    newer.write_text(f"points,DAY\n{rows}", encoding="utf-8")
    page.goto("/own-data")
    fine(found)
    page.get_by_label("Newer files", exact=True).set_input_files(newer)
    page.get_by_role("button", name="Compare them").press("Enter")
    expect(page.get_by_role("heading", name="One question")).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("30 rows added, 0 known already")).to_be_visible()
    fine(found)
    page.get_by_role("button", name="Use these data").click()
    expect(page.get_by_text("data to 28 Jun 2026")).to_be_visible()
    assert found.problems == []
    found.close()
