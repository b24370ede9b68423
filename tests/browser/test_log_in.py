"""The log-in in a browser, on two worker processes: in, back to the view, out, and when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from access import accounts
from access.accounts import Changes
from access.rights import LADDER, Role
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import NOW, PASSWORD, QUICK
from tests.browser.proxy import proxied
from tests.browser.serving import started
from tests.browser.test_accessibility import violations
from tests.browser.visitor import SETTLED, Visitor

pytestmark = pytest.mark.browser
Window = Callable[..., Page]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppStore]:
    made = AppStore(f"sqlite:///{tmp_path_factory.mktemp('accounts') / 'store.sqlite'}")
    migrate(made)
    for role in LADDER:
        accounts.add(made, role, QUICK.hash(PASSWORD), Changes(role), NOW)
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(store: AppStore, sample_file: Path, settings: Settings) -> Iterator[str]:
    """Below a prefix, behind a proxy."""
    assert settings.mapping
    assert sample_file.exists()
    given = {"access": "accounts", "store": f"sqlite:///{store.file}", "workers": "2"}
    with (
        started(settings.mapping, settings.folder, prefix="/cx/", **given) as (found, _),
        proxied(found, "/cx/") as behind,
    ):
        yield f"{behind}/cx/"


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Window]:
    """Opens windows, each with cookies of its own."""
    opened = []

    def open_one(*, scripts: bool = True, width: int = 1280, theme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            color_scheme="dark" if theme == "dark" else "light",
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_one
    for one in opened:
        one.close()


def log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_in_back_to_the_view_and_out(window: Window, address: str) -> None:
    page = window()
    page.goto(f"{address}loyalty?region=EMEA")
    assert page.url == f"{address}log-in?next=/loyalty%3Fregion%3DEMEA"
    log_in(page, "analyst", "wrong")
    expect(page.get_by_role("alert")).to_have_text("Name and password do not fit together.")
    expect(page.get_by_label("Password")).to_be_focused()
    log_in(page, "analyst")
    page.wait_for_function(SETTLED)
    assert page.url == f"{address}loyalty?region=EMEA"
    for name in ("Service", "Overview", "Customers"):  # whichever process answers
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        page.wait_for_function(SETTLED)
        expect(page.locator(".cx-nav.cx-here")).to_have_text(name)
    expect(page.locator(".cx-account")).to_contain_text("analyst")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.go_back()
    page.goto(f"{address}loyalty")
    assert "/log-in" in page.url


def test_a_session_that_ends_leads_to_the_log_in_by_itself_and_back(
    window: Window, address: str, store: AppStore
) -> None:
    page = window()
    page.goto(f"{address}loyalty?region=EMEA")
    log_in(page, "viewer")
    page.wait_for_function(SETTLED)
    accounts.set_disabled(store, "viewer", True, NOW)
    accounts.set_disabled(store, "viewer", False, NOW)
    page.get_by_role("navigation").get_by_role("link", name="Service").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    log_in(page, "viewer")
    page.wait_for_function(SETTLED)
    assert page.url == f"{address}service?region=EMEA"


def test_two_tabs_of_one_browser(window: Window, address: str, store: AppStore) -> None:
    first = window()
    first.goto(address)
    log_in(first, "editor")
    first.wait_for_function(SETTLED)
    second = first.context.new_page()
    second.goto(f"{address}service")
    second.wait_for_function(SETTLED)
    accounts.set_rights(store, "editor", Changes(Role.VIEWER), NOW)
    for page in (first, second):  # the one gets another id, the other goes on with it
        page.get_by_role("navigation").get_by_role("link", name="Loyalty").click()
        page.wait_for_function(SETTLED)
        expect(page.locator(".cx-nav.cx-here")).to_have_text("Loyalty")
        expect(page.get_by_role("link", name="csv")).to_have_count(0)
    first.get_by_role("button", name="Log out").click()
    expect(first.get_by_role("heading")).to_have_text("You are logged in as editor")  # an old form
    first.get_by_role("button", name="Log out").click()
    expect(first.get_by_role("heading", name="Log in")).to_be_visible()
    second.get_by_role("navigation").get_by_role("link", name="Service").click()
    expect(second.get_by_role("heading", name="Log in")).to_be_visible()


def test_without_scripts(window: Window, address: str) -> None:
    page = window(scripts=False)
    page.goto(f"{address}loyalty")
    log_in(page, "analyst")
    assert page.url == f"{address}loyalty"
    expect(page.locator("h1")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_everybody_can_use_it(browser: Browser, address: str, theme: str, width: int) -> None:
    visitor = Visitor(browser, address, width, theme)
    page = visitor.page
    page.goto(f"{address}log-in")
    assert violations(visitor) == []
    assert visitor.problems == []
    log_in(page, "nobody", "wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(visitor) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    log_in(page, "administrator")
    visitor.settle()
    assert violations(visitor) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visitor.close()
