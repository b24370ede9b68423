"""The log-in by a provider in a browser: on two processes, below a prefix, between two sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from access import accounts
from settings import Settings
from store.app_store import AppStore
from tests.access.people import NOW
from tests.browser.proxy import proxied
from tests.browser.serving import started
from tests.browser.test_accessibility import violations
from tests.browser.visitor import SETTLED, Visitor
from tests.oidc.provider import CLIENT, SECRET, Provider, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    # Another name is another site: cookies go along as they would to a provider elsewhere.
    with running([], tmp_path_factory.mktemp("provider"), name="localhost") as found:
        found.people["ann"] = {"preferred_username": "Ann", "groups": ["cx-team"]}
        found.people["eve"] = {"preferred_username": "Eve", "groups": ["staff"]}
        yield found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppStore]:
    made = AppStore(f"sqlite:///{tmp_path_factory.mktemp('accounts') / 'store.sqlite'}")
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(
    store: AppStore, provider: Provider, sample_file: Path, settings: Settings
) -> Iterator[str]:
    assert settings.mapping
    assert sample_file.exists()
    given = {
        "log_in": "password,oidc",
        "groups": "cx-team=analyst",
        "oidc_issuer": provider.issuer,
        "oidc_client": CLIENT,
        "oidc_secret": SECRET,
        "store": f"sqlite:///{store.file}",
        "workers": "2",
    }
    with (
        started(settings.mapping, settings.folder, prefix="/cx/", **given) as (found, _),
        proxied(found, "/cx/") as behind,
    ):
        provider.leads_back_to(f"{behind}/cx/log-in/oidc/back")
        yield f"{behind}/cx/"


def by_provider(page: Page, who: str) -> None:
    page.get_by_role("link", name="Log in by localhost").click()
    expect(page.get_by_role("heading", name="The provider")).to_be_visible()
    page.get_by_label("Who are you?").fill(who)
    page.get_by_role("button", name="I am").click()


def test_the_whole_journey(
    browser: Browser, address: str, provider: Provider, store: AppStore
) -> None:
    visitor = Visitor(browser, address, 1280, "light")
    page = visitor.page
    page.goto(f"{address}loyalty?region=EMEA")
    assert page.url == f"{address}log-in?next=/loyalty%3Fregion%3DEMEA"
    assert violations(visitor) == []

    by_provider(page, "eve")
    expect(page.get_by_role("alert")).to_contain_text("“Eve” is known, but in no group")
    assert page.url.startswith(f"{address}log-in/oidc/back?")
    assert violations(visitor) == []

    by_provider(page, "ann")  # the page still knows the link
    page.wait_for_function(SETTLED)
    assert page.url == f"{address}loyalty?region=EMEA"
    for name in ("Service", "Overview"):  # whichever process answers
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        page.wait_for_function(SETTLED)
    expect(page.locator(".cx-account")).to_contain_text("Ann")

    accounts.set_disabled(store, "ann", True, NOW)
    accounts.set_disabled(store, "ann", False, NOW)
    page.get_by_role("navigation").get_by_role("link", name="Loyalty").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()  # by itself, and back
    by_provider(page, "ann")
    page.wait_for_function(SETTLED)
    assert page.url.startswith(f"{address}loyalty")

    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert violations(visitor) == []
    page.get_by_role("link", name="Log out there as well").click()
    assert page.url == f"{provider.issuer}/session?client_id={CLIENT}"
    page.goto(f"{address}loyalty")
    assert "/log-in" in page.url

    # Somebody is sent the end of a log-in that another browser began.
    leads: list[str] = []
    page.on("request", lambda one: leads.append(one.url) if "oidc/back?" in one.url else None)
    page.route("**/log-in/oidc/back?*", lambda route: route.abort())
    by_provider(page, "ann")
    page.wait_for_timeout(500)
    other = browser.new_context().new_page()
    other.goto(leads[-1])
    expect(other.get_by_role("alert")).to_contain_text("not begun in this browser")
    other.goto(f"{address}loyalty")
    assert "/log-in" in other.url
    other.context.close()
    visitor.close()
