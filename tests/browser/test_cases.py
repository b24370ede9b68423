"""Whom to call in a browser: a case is made, changed, and told of where it is overdue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from settings import Settings
from tests.browser.test_accessibility import violations
from tests.browser.test_notes import logged_in, with_accounts

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path, sample_file: Path, settings: Settings) -> Iterator[str]:
    """A server of its own for each try: cases stay."""
    assert sample_file.exists()
    with with_accounts(settings, tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    ("name", "width", "theme"), [("analyst", 1440, "light"), ("editor", 390, "dark")]
)
def test_made_changed_and_overdue(
    browser: Browser, address: str, name: str, width: int, theme: str
) -> None:
    found = logged_in(browser, address, name, width, theme)
    found.open("/to-call")
    own = found.page.get_by_role("region", name="Your cases")
    expect(own).to_contain_text("none is under way")
    whom = found.page.get_by_role("region", name="Whom to call").locator(".cx-scroll")
    expect(whom).to_have_class(re.compile("cx-more-below"))  # a hundred rows
    whom.evaluate("(one) => { one.scrollTop = one.scrollHeight; }")
    expect(whom).not_to_have_class(re.compile("cx-more-below"))
    found.page.get_by_role("link", name="Make a case").first.click()
    found.page.get_by_label("Root cause").fill("Waiting time")
    found.page.get_by_role("button", name="Make the case").click()
    found.settle()
    expect(own).to_contain_text("1 under way")
    assert violations(found) == []

    own.get_by_role("link", name="open case of").click()
    found.page.get_by_label("Due").fill("2026-01-31")
    found.page.get_by_label("Status").select_option("contacted")
    found.page.get_by_role("button", name="Change the case").click()
    expect(found.page.get_by_role("status")).to_have_text("The case is changed.")
    assert violations(found) == []

    found.open("/overview")
    told = found.page.get_by_role("link", name="yours")
    expect(told).to_be_visible()
    told.click()
    expect(found.page.get_by_role("heading", name="Your cases")).to_be_visible()
    expect(found.page.get_by_role("table")).to_contain_text("31 Jan 2026, overdue")
    cut = expect(found.page.locator(".cx-scroll.cx-more-right"))  # without Dash as well
    cut.to_have_count(1 if width < 720 else 0)
    found.page.get_by_role("table").get_by_role("link").first.click()
    found.settle()
    expect(found.page.get_by_role("link", name="Case: contacted")).to_be_visible()
    assert violations(found) == []

    found.open("/to-call")
    expect(own).to_contain_text("1 of them overdue")
    expect(found.page.get_by_role("region", name="Did it help")).to_contain_text("Too few pairs")
    assert violations(found) == []
    assert found.problems == []
    found.close()
