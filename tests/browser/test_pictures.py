"""A panel as a picture: copied where the browser can, else downloaded."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
_KINDS = "navigator.clipboard.read().then((items) => items.map((one) => one.types.join()))"


def test_a_panel_is_copied_as_a_picture(visit: Visit) -> None:
    page = visit("/loyalty?region=EMEA").page
    menu = page.locator("#trend .cx-picture")
    menu.locator("summary").click()
    menu.get_by_text("Copy as picture").click()
    expect(page.locator("#announcement")).to_have_text("Copied as picture")
    assert page.evaluate(_KINDS) == ["image/png"]
    assert menu.get_attribute("open") is None


def test_where_it_cannot_be_copied_it_is_downloaded(visit: Visit) -> None:
    page = visit("/loyalty?region=EMEA").page
    page.evaluate("delete window.ClipboardItem")
    menu = page.locator("#trend .cx-picture")
    menu.locator("summary").click()
    with page.expect_download() as taken:
        menu.get_by_text("Copy as picture").click()
    assert taken.value.suggested_filename == "loyalty-trend.png"


def test_the_menu_closes_by_escape_and_leaves_the_focus(visit: Visit) -> None:
    page = visit("/loyalty").page
    menu = page.locator("#trend .cx-picture")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.textContent") == "picture"
