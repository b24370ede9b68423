"""What leaves by itself, in a browser: an alert from beginning to end, subscriptions, packs."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_accessibility import violations
from tests.browser.test_notes import address, logged_in
from tests.browser.visitor import Visitor

__all__ = ["address"]  # the server with accounts, for these tests as well
pytestmark = pytest.mark.browser
WINDOWS = [("analyst", 1440, "light"), ("editor", 390, "dark")]


def fine(found: Visitor) -> None:
    assert violations(found) == []
    assert found.overflow() == 0


@pytest.mark.parametrize(("name", "width", "theme"), WINDOWS)
def test_an_alert_from_the_view_to_its_end(
    browser: Browser, address: str, name: str, width: int, theme: str
) -> None:
    found = logged_in(browser, address, name, width, theme)
    page = found.page
    page.goto("/links/new?view=/loyalty%3Fregion%3DEMEA%26grain%3Dmonth")
    page.get_by_role("link", name="Watch a figure of it").click()
    expect(page.get_by_role("heading", name="Watch a figure of Loyalty")).to_be_visible()
    fine(found)
    page.get_by_label("Name").fill(f"NPS of {name} <b>")
    page.get_by_label("The target is missed").check()
    page.get_by_role("button", name="Watch it").click()
    expect(page.get_by_role("status")).to_contain_text("The alert is made")
    expect(page.get_by_role("heading", name=f"NPS of {name} <b>")).to_be_visible()
    expect(page.get_by_text("NPS by month · quiet")).to_be_visible()
    fine(found)
    page.get_by_role("button", name="Make a feed").click()
    feed = page.get_by_label("The address of your feed").input_value()
    assert "<feed" in page.request.get(feed).text()
    fine(found)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("NPS by month · paused")).to_be_visible()
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_text("NPS by month")).to_have_count(0)
    assert found.problems == []
    found.close()


@pytest.mark.parametrize(("name", "width", "theme"), WINDOWS)
def test_subscriptions_and_saved_views_in_one_file(
    browser: Browser, address: str, name: str, width: int, theme: str
) -> None:
    found = logged_in(browser, address, name, width, theme)
    page = found.page
    page.goto("/subscriptions?view=/loyalty%3Fregion%3DEMEA")
    fine(found)
    page.goto("/views/new?view=/loyalty%3Fregion%3DEMEA")
    page.get_by_label("Name").fill(f"Loyalty of {name}")
    page.get_by_role("button", name="Save").click()
    page.goto("/views")
    fine(found)
    told = page.locator(".cx-making [aria-live]")
    page.get_by_role("button", name="PDF").click()
    expect(told).to_have_text("A pack is of 1 to 24 views, and you chose 0.")
    found.problems.clear()  # the browser tells of the refusal
    page.get_by_label(f"Loyalty of {name}", exact=True).last.check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Slides").click()
        expect(told).to_have_text("A view is read …")
        expect(page.get_by_role("button", name="PDF")).to_be_disabled()
    assert download.value.suggested_filename == "pack.pptx"
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    expect(told).to_have_text("The file is made.")
    expect(page.get_by_role("button", name="PDF")).to_be_enabled()
    fine(found)
    assert found.problems == []
    found.close()
