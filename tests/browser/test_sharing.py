"""A view is shared in a browser, opened in a fresh one, and taken back: on two worker processes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from access import accounts
from access.accounts import Changes
from access.rights import LADDER
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
SECRET = "a secret of the link"


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, sample_file: Path, settings: Settings
) -> Iterator[str]:
    """Below a prefix, behind a proxy."""
    assert settings.mapping
    assert sample_file.exists()
    store = AppStore(f"sqlite:///{tmp_path_factory.mktemp('accounts') / 'store.sqlite'}")
    migrate(store)
    for role in LADDER:
        accounts.add(store, role, QUICK.hash(PASSWORD), Changes(role), NOW)
    store.close()
    given = {"access": "accounts", "store": f"sqlite:///{store.file}", "workers": "2"}
    with (
        started(settings.mapping, settings.folder, prefix="/cx/", **given) as (found, _),
        proxied(found, "/cx/") as behind,
    ):
        yield f"{behind}/cx/"


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """Opens windows, each with cookies of its own; what they say of errors is none."""
    opened, problems = [], []

    def open_one(*, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, java_script_enabled=scripts
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield open_one
    for one in opened:
        one.close()
    assert problems == []


def logged_in(page: Page, address: str, name: str, path: str = "") -> None:
    page.goto(f"{address}{path}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def shared(page: Page) -> str:
    """Press the button of the form. Returns the link."""
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("It is shown only now").input_value()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/cx/s/[\w-]{22}", link)
    return link


def test_shared_opened_by_a_stranger_and_taken_back(window: Window, address: str) -> None:
    maker = window()
    logged_in(maker, address, "analyst", "touchpoints?touchpoint=Billing&touchpoint=Onboarding")
    maker.wait_for_function(SETTLED)
    maker.get_by_role("link", name="Share", exact=True).click()
    expect(maker.get_by_role("heading", name="Share Touchpoints")).to_be_visible()
    link = shared(maker)

    stranger = window()
    stranger.goto(link)
    stranger.wait_for_function(SETTLED)
    place = re.match(r".*/cx/shared/\d+/", stranger.url)
    assert place
    expect(stranger.locator(".cx-shared")).to_contain_text("Shared by analyst")
    expect(stranger.locator(".cx-nav")).to_have_text(["Touchpoints"])
    expect(stranger.get_by_role("link", name="Share", exact=True)).to_have_count(0)
    expect(stranger.get_by_role("button", name="Share")).to_have_count(0)
    # Within what is held everything works as usual: a filter, and back.
    stranger.locator(".cx-filters summary").click()
    stranger.locator("[data-control='region'] button.dash-dropdown").click()
    stranger.get_by_role("checkbox", name="EMEA", exact=True).check()
    stranger.wait_for_function(SETTLED)
    expect(stranger.locator(".cx-applied:not(.cx-held)")).to_have_text(re.compile("EMEA"))
    assert stranger.url.startswith(f"{place[0]}touchpoints?")
    # Another page is none of the link's.
    stranger.goto(f"{place[0]}overview")
    assert stranger.url == f"{place[0]}touchpoints"
    stranger.goto(address)
    assert "/log-in" in stranger.url
    stranger.goto(link)
    stranger.wait_for_function(SETTLED)

    maker.get_by_role("link", name="Links of yours").click()
    maker.get_by_role("button", name="Take back link").click()
    expect(maker.get_by_role("status")).to_contain_text("Taken back")
    # What is under way ends as well.
    stranger.locator(".cx-filters summary").click()
    stranger.locator("[data-control='plan'] button.dash-dropdown").click()
    stranger.get_by_role("checkbox").first.check()
    expect(stranger.get_by_role("heading", name="This link opens nothing here")).to_be_visible()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="This link opens nothing here")).to_be_visible()


def test_with_a_password_and_without_scripts(window: Window, address: str) -> None:
    maker = window(scripts=False)
    logged_in(maker, address, "editor")
    maker.goto(f"{address}links/new?view=/loyalty%3Fregion%3DEMEA")
    maker.get_by_label("Region: EMEA").uncheck()  # rows are limited by what is held
    maker.get_by_label("Password, if you want one").fill(SECRET)
    link = shared(maker)
    stranger = window(scripts=False)
    stranger.goto(link)
    stranger.get_by_label("Password").fill("not the secret one")
    stranger.get_by_role("button", name="Open").click()
    expect(stranger.get_by_role("alert")).to_have_text("That is not the password of this link.")
    stranger.get_by_label("Password").fill(SECRET)
    stranger.get_by_role("button", name="Open").click()
    expect(stranger.locator("h1")).to_be_visible()
    expect(stranger.locator(".cx-shared")).to_contain_text("Shared by editor")


def test_who_is_logged_in_stays_so(window: Window, address: str) -> None:
    maker = window()
    logged_in(maker, address, "administrator")
    maker.wait_for_function(SETTLED)
    maker.goto(f"{address}links/new?view=/loyalty")
    link = shared(maker)
    viewer = window()
    logged_in(viewer, address, "viewer")
    viewer.wait_for_function(SETTLED)
    viewer.goto(link)
    viewer.wait_for_function(SETTLED)
    expect(viewer.locator(".cx-account")).to_have_count(0)
    viewer.goto(f"{address}service")
    viewer.wait_for_function(SETTLED)
    expect(viewer.locator(".cx-account")).to_contain_text("viewer")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_everybody_can_use_it(browser: Browser, address: str, theme: str, width: int) -> None:
    visitor = Visitor(browser, address, width, theme)
    page = visitor.page
    logged_in(page, address, "administrator", "touchpoints?touchpoint=Billing")
    visitor.settle()
    places = ["links/new?view=/touchpoints%3Ftouchpoint%3DBilling", "links", "links/all"]
    link = ""
    for place in places:
        page.goto(f"{address}{place}")
        assert violations(visitor) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if "new" in place:
            link = shared(page)
            assert violations(visitor) == []
    page.goto(link)
    visitor.settle()
    assert violations(visitor) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(f"{address}links/1")
    assert violations(visitor) == []
    visitor.close()
