"""An agent logs in, reads the page of their own work, and finds no way to anything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from access import accounts
from access.accounts import Changes
from access.rights import Role
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import NOW, PASSWORD, QUICK
from tests.browser.serving import started
from tests.browser.test_accessibility import violations
from tests.browser.test_log_in import log_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(
    sample_file: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    store = f"sqlite:///{tmp_path_factory.mktemp('agents') / 'store.sqlite'}"
    made = AppStore(store)
    migrate(made)
    accounts.add(made, "ada", QUICK.hash(PASSWORD), Changes(Role.AGENT, agent="Ada B."), NOW)
    assert settings.mapping
    assert sample_file.exists()
    with started(settings.mapping, settings.folder, access="accounts", store=store) as (found, _):
        yield found


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_an_agent_reads_their_own_work(
    browser: Browser, address: str, theme: str, width: int
) -> None:
    visitor = Visitor(browser, address, width, theme)
    page = visitor.page
    page.goto(f"{address}/service?agent=Bruno+B.")
    log_in(page, "ada")
    visitor.settle()
    assert page.url.startswith(f"{address}/my-work")
    expect(page.locator(".cx-nav")).to_have_text(["My work"])
    expect(page.get_by_role("heading", name="Your figures")).to_be_attached()
    expect(page.locator(".cx-briefing")).to_contain_text("the rest of your team, Frontline")
    expect(page.locator("#content")).to_contain_text("in a row without a change for the worse")
    for name in ("Save", "Share", "Add a note", "csv", "Views", "Notes", "In the dictionary"):
        expect(page.get_by_text(name, exact=True)).to_have_count(0)
    expect(page.locator("details.cx-pop:visible")).to_have_count(1)  # the period
    page.locator(".cx-card-name").nth(1).click()
    visitor.settle()
    assert "metric=" in page.url
    expect(page.locator("#trend")).to_be_visible()
    assert violations(visitor) == []
    assert visitor.problems == []
    visitor.close()
