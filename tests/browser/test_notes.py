"""A note is written in a browser, seen by another reader, and deleted: on two worker processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from access import accounts
from access.accounts import Changes
from access.rights import LADDER
from settings import Settings
from store.app_store import AppStore
from store.migrate import migrate
from tests.access.people import NOW, PASSWORD, QUICK
from tests.browser.serving import started
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
TEXT = "New billing portal <b>for all</b>"


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, sample_file: Path, settings: Settings
) -> Iterator[str]:
    assert sample_file.exists()
    with with_accounts(settings, tmp_path_factory.mktemp("accounts")) as found:
        yield found


@contextmanager
def with_accounts(settings: Settings, folder: Path) -> Iterator[str]:
    """Address of a server on the sample company, with an account for each role."""
    assert settings.mapping
    store = AppStore(f"sqlite:///{folder / 'store.sqlite'}")
    migrate(store)
    for role in LADDER:
        accounts.add(store, role, QUICK.hash(PASSWORD), Changes(role), NOW)
    store.close()
    given = {"access": "accounts", "store": f"sqlite:///{store.file}", "workers": "2"}
    with started(settings.mapping, settings.folder, **given) as (found, _):
        yield f"{found}/"


def logged_in(browser: Browser, address: str, name: str, width: int, theme: str) -> Visitor:
    found = Visitor(browser, address, width, theme)
    found.page.goto(address)
    found.page.get_by_label("Name").fill(name)
    found.page.get_by_label("Password").fill(PASSWORD)
    found.page.get_by_role("button", name="Log in").click()
    found.settle()
    return found


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_written_seen_and_deleted(browser: Browser, address: str, width: int, theme: str) -> None:
    editor = logged_in(browser, address, "editor", width, theme)
    viewer = logged_in(browser, address, "viewer", width, theme)
    viewer.open("/loyalty?region=EMEA")
    expect(viewer.page.locator(".cx-notes")).to_have_count(0)
    expect(viewer.page.get_by_role("link", name="Add a note")).to_have_count(0)

    editor.open("/loyalty?region=EMEA&from=2026-01-01&to=2026-10-31")
    if width > 767:
        editor.page.get_by_role("link", name="Add a note").click()
    else:  # where there is no room for it in the bar
        editor.page.goto("/notes/new?view=/loyalty%3Fregion%3DEMEA")
    page = editor.page
    expect(page.get_by_role("heading", name="Add a note")).to_be_visible()
    assert violations(editor) == []
    page.get_by_label("What happened").fill(TEXT)
    page.get_by_label("Day", exact=True).fill("2026-05-09")
    expect(page.get_by_label("Region: EMEA")).to_be_checked()
    page.get_by_role("button", name="Add the note").click()
    editor.settle()
    assert "/loyalty?" in page.url
    expect(page.locator(".cx-notes")).to_contain_text(TEXT)

    viewer.open("/loyalty?compare=none")
    seen = viewer.page
    expect(seen.locator(".cx-notes")).to_contain_text("Region: EMEA · editor")
    chart = seen.locator("#trend .cx-chart")
    chart.scroll_into_view_if_needed()
    number = chart.locator(".annotation", has_text="1").first
    expect(number).to_be_visible()
    box = number.bounding_box()
    assert box
    seen.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(chart.locator(".hovertext")).to_contain_text("New billing portal <b>for")
    # By keyboard it is one of the points, and is read out.
    seen.mouse.move(0, 0)
    chart.focus()
    read = set()
    seen.keyboard.press("Home")
    for _ in range(30):
        read.add(seen.locator("#point").inner_text())
        seen.keyboard.press("ArrowRight")
    assert any("New billing portal <b>for" in told and "editor" in told for told in read)
    assert violations(viewer) == []
    assert seen.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    viewer.open("/loyalty?region=APAC&compare=none")
    expect(seen.locator(".cx-notes")).to_have_count(0)

    page.goto("/notes")
    assert violations(editor) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="Change or delete").click()
    assert violations(editor) == []
    page.get_by_role("button", name="Delete the note").click()
    expect(page.get_by_role("status")).to_have_text("The note is deleted.")
    viewer.open("/loyalty?compare=none")
    expect(seen.locator(".cx-notes")).to_have_count(0)
    assert editor.problems == viewer.problems == []
    for visitor in (editor, viewer):
        visitor.close()
