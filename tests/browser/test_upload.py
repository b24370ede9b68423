"""An upload of several pieces that breaks off: by refusal, by a line that is lost; it goes on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser import test_own_data
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
folder, address = test_own_data.folder, test_own_data.address  # the dashboard: a day's stars

_PIECES = "**/own-data/*/0?*"
_ROWS = 220_000  # of eleven bytes: three pieces
_FULL = '{"errors": ["The disk of the server is full."]}'


def _stars(folder: Path) -> Path:
    file = folder / "stars.csv"
    rows = "\n".join(f"2026-05-{1 + i % 28:02d},{1 + i % 5}" for i in range(_ROWS))
    file.write_text(f"day,stars\n{rows}", encoding="utf-8")
    return file


def _begin(found: Visitor, file: Path) -> list[int]:
    """Choose the file. Where in it each piece begins that is sent from now on."""
    sent: list[int] = []

    def see(request: Request) -> None:
        if request.method == "PUT":
            sent.append(int(re.findall(r"at=(\d+)", request.url)[0]))

    found.page.on("request", see)
    found.page.goto("/own-data")
    found.page.get_by_label("Files", exact=True).set_input_files(file)
    found.page.get_by_label("Name of the company").fill("Broken off")
    return sent


def _ends_with_a_dashboard(page: Page) -> None:
    expect(page.get_by_text(f"n {_ROWS:,}").first).to_be_visible()
    expect(page.get_by_role("button", name="Use these data")).to_be_visible()


def test_a_full_disk_is_told_and_the_upload_goes_on(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    found = Visitor(browser, address, 390, "light")
    page, sent = found.page, _begin(found, _stars(tmp_path))

    def full_in_the_middle(route: Route) -> None:
        if "at=1000000" in route.request.url:
            route.fulfill(status=507, content_type="application/json", body=_FULL)
        else:
            route.continue_()

    page.route(_PIECES, full_in_the_middle)
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_text("The disk of the server is full.")).to_be_visible()
    expect(page.get_by_role("button", name="Read them")).to_be_focused()
    assert sent == [0, 1_000_000]
    assert all("507" in one for one in found.problems)  # as browsers say it
    found.problems.clear()
    page.unroute(_PIECES)
    page.keyboard.press("Enter")
    _ends_with_a_dashboard(page)
    assert sent == [0, 1_000_000, 0, 1_000_000, 2_000_000]  # the first tells how much has come
    assert found.problems == []
    found.close()


def test_a_lost_line_is_told_once_it_stays_lost(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    found = Visitor(browser, address, 1280, "dark", fresh=True)
    page, lost = found.page, 6  # once, and after each of the five waits
    page.clock.install()
    sent = _begin(found, _stars(tmp_path))

    def lost_in_the_middle(route: Route) -> None:
        nonlocal lost
        if lost and "at=1000000" in route.request.url:
            lost -= 1
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(_PIECES, lost_in_the_middle)
    page.get_by_role("button", name="Read them").click()
    while lost:
        page.clock.fast_forward(16_000)  # milliseconds, the longest of the waits
        page.wait_for_timeout(50)
    expect(page.get_by_text("The server can't be reached.")).to_be_visible()
    assert sent == [0, *[1_000_000] * 6]
    sent.clear()
    lost = 1
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_role("heading", name="What comes of")).to_be_visible()
    assert sent == [0, 1_000_000, 1_000_000, 2_000_000]
    found.close()
