"""A view is saved in a browser, opened by others, started with, and deleted: on two processes."""

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
from tests.browser.test_sharing import logged_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
Enter = Callable[..., Visitor]


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
        accounts.add(store, role, QUICK.hash(PASSWORD), Changes(role, team="Support"), NOW)
    store.close()
    given = {"access": "accounts", "store": f"sqlite:///{store.file}", "workers": "2"}
    with (
        started(settings.mapping, settings.folder, prefix="/cx/", **given) as (found, _),
        proxied(found, "/cx/") as behind,
    ):
        yield f"{behind}/cx/"


@pytest.fixture
def enter(browser: Browser, address: str) -> Iterator[Enter]:
    """Opens a window of its own and logs somebody in; the console says nothing at all."""
    visitors: list[Visitor] = []

    def one(name: str, path: str = "", width: int = 1440, theme: str = "light") -> Visitor:
        visitor = Visitor(browser, address, width, theme)
        visitors.append(visitor)
        logged_in(visitor.page, address, name, path)
        visitor.settle()
        return visitor

    yield one
    for visitor in visitors:
        visitor.close()
    assert [problem for visitor in visitors for problem in visitor.problems] == []


def save(page: Page, name: str, audience: str = "", *, start: bool = False) -> None:
    """Press “Save” above a view, and fill in the form."""
    page.get_by_role("link", name="Save", exact=True).click()
    page.get_by_label("Name").fill(name)
    if audience:
        page.get_by_label(audience).check()
    if start:
        page.get_by_label("My start page").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("The view is saved.")


def test_saved_opened_by_others_started_with_and_deleted(enter: Enter, address: str) -> None:
    editor = enter("editor", "touchpoints?period=last-quarter&touchpoint=Billing")
    editor.choose("Region", "EMEA")
    link = "/cx/touchpoints?period=last-quarter&touchpoint=Billing&region=EMEA"
    assert editor.link == link
    save(editor.page, "Billing in EMEA", "My team")
    save_link = editor.page.get_by_role("link", name="Billing in EMEA", exact=True)
    save_link.click()
    editor.settle()
    assert editor.link == link

    viewer = enter("viewer")
    assert viewer.link == "/cx/"
    viewer.page.get_by_role("link", name="Views", exact=True).click()
    viewer.page.get_by_text("Change Billing in EMEA").click()
    expect(viewer.page.get_by_role("button", name="Delete")).to_have_count(0)
    viewer.page.get_by_role("button", name="Make it my start page").click()
    expect(viewer.page.get_by_role("status")).to_have_text("This view is your start page now.")
    viewer.page.get_by_role("link", name="Back to the dashboard").click()
    viewer.settle()
    assert (viewer.link, viewer.chips()) == (link, ["Billing", "EMEA"])
    # Overview is where it was, and the start page is of this person in any browser.
    viewer.page.get_by_role("link", name="Overview", exact=True).click()
    viewer.settle()
    assert "/cx/overview" in viewer.link
    assert enter("viewer").link == link
    assert enter("analyst").link == "/cx/"

    editor.page.goto(f"{address}views")
    editor.page.get_by_text("Change Billing in EMEA").click()
    editor.page.get_by_label("Name").fill("Billing")
    editor.page.get_by_role("button", name="Rename").click()
    expect(editor.page.get_by_role("link", name="Billing", exact=True)).to_be_visible()
    editor.page.get_by_text("Change Billing").click()
    editor.page.get_by_role("button", name="Delete").click()
    expect(editor.page.get_by_role("status")).to_have_text("The view is deleted.")
    viewer.page.goto(address)
    viewer.settle()
    assert viewer.link == "/cx/"


def test_one_s_own_is_replaced_by_what_one_looks_at(enter: Enter) -> None:
    analyst = enter("analyst", "loyalty")
    save(analyst.page, "What I look at", start=True)
    analyst.open("service")
    analyst.page.get_by_role("link", name="Save", exact=True).click()
    analyst.page.get_by_label("View", exact=True).select_option(label="What I look at (yours)")
    analyst.page.get_by_role("button", name="Replace").click()
    analyst.page.get_by_role("link", name="Back to the dashboard").click()
    analyst.settle()
    assert analyst.link == "/cx/service"


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_everybody_can_use_it(enter: Enter, address: str, theme: str, width: int) -> None:
    name = f"A name that is long enough to need {width} of pixels in a {theme} theme and more"
    visitor = enter("administrator", "touchpoints?touchpoint=Billing", width, theme)
    page = visitor.page
    assert violations(visitor) == []
    assert visitor.overflow() == 0
    page.get_by_role("link", name="Save", exact=True).click()
    assert re.search(r"/cx/views/new\?view=", page.url)
    assert violations(visitor) == []
    assert visitor.overflow() == 0
    page.goto(f"{address}touchpoints?touchpoint=Billing")
    visitor.settle()
    save(page, name, "The whole company")
    page.get_by_text(f"Change {name}").click()
    assert violations(visitor) == []
    assert visitor.overflow() == 0
