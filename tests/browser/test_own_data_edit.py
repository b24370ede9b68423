"""How own data are read is changed in a browser: by keyboard, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import started
from tests.browser.test_own_data import fine
from tests.browser.visitor import Visitor
from tests.callbacks.own_data import in_use
from tests.callbacks.test_own_data import FIRST

pytestmark = pytest.mark.browser
TEXT = f'{FIRST}[[segments]]\nkey = "size"\ncolumn = "size"\n'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    rows = "\n".join(f"2026-05-{1 + i % 28:02d},{1 + i % 5},{'SML'[i % 3]}" for i in range(60))
    folder = tmp_path_factory.mktemp("edited")
    settings = in_use(folder, TEXT, {"0/first.csv": f"day,stars,size\n{rows}"})
    with started(None, settings.folder, watch="0", workers="1") as (found, _):
        yield found


def test_a_target_an_order_and_again(browser: Browser, address: str) -> None:
    found = Visitor(browser, address, 390, "dark")
    page = found.page
    page.goto("/own-data")
    page.get_by_role("link", name="Change how they are read").press("Enter")
    expect(page.get_by_role("heading", name="Change how your data are read")).to_be_visible()
    satisfaction = page.locator("details", has_text="Customer satisfaction (%)")
    target = satisfaction.get_by_label("Target", exact=True)
    page.locator("summary", has_text="Customer satisfaction (%)").press("Enter")
    target.fill("much")
    fine(found)
    target.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“much” is no number")
    expect(target).to_have_value("much")  # and in sight
    assert all("400" in one for one in found.problems)  # as browsers say it
    found.problems.clear()
    target.fill("75")
    page.locator("summary", has_text="size").press("Enter")
    page.locator('[name="segments.0.levels"]').fill("S = Small\nM = Medium\nL = Large")
    page.locator('[name="segments.0.sort"]').select_option("as they stand here")
    fine(found)
    page.get_by_role("button", name="Look at what comes of it").press("Enter")
    expect(page.get_by_text("None: all are as before.")).to_be_visible()
    expect(page.get_by_text('+ order = ["Small", "Medium", "Large"]')).to_be_visible()
    fine(found)
    page.get_by_role("link", name="Change it again").press("Enter")
    page.set_viewport_size({"width": 1440, "height": 1000})
    expect(page.get_by_label("The mapping file", exact=True)).to_contain_text("csat = 75")
    fine(found)
    page.go_back()
    page.get_by_role("button", name="Use these data").press("Enter")
    expect(page.get_by_text("The data are loaded")).to_be_visible()
    found.open("/?period=all")
    expect(page.locator("#content")).to_contain_text("target 75")
    assert found.problems == []
    found.close()
