"""What is there before any script: for a preview, a slow line, and whoever blocks scripts."""

from __future__ import annotations

import json
import re
import urllib.request
from html import unescape

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit
from tests.browser.measures import SHIFTS, SLOW_LINE
from tests.browser.visitor import SETTLED
from view.pages import PAGES

_LISTED = [page for page, spec in PAGES.items() if spec.listed and not spec.of_agents]

pytestmark = pytest.mark.browser


def _html(address: str, link: str) -> str:
    with urllib.request.urlopen(address + link, timeout=30) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("link", ["/overview?region=EMEA", "/loyalty", "/service?compare=year-ago"])
def test_the_html_says_what_the_page_says(address: str, visit: Visit, link: str) -> None:
    visitor = visit(link)
    html = _html(address, link)
    shown = re.sub(r"<[^>]+>", "", html)
    assert visitor.headline in unescape(shown)
    for card in visitor.cards().values():
        assert card.value in unescape(shown)
    title = unescape(re.findall(r"<title>(.*?)</title>", html)[0])
    assert title == visitor.page.title() and title.startswith(visitor.headline)
    for name in ('property="og:title"', 'property="og:description"', 'name="description"'):
        (said,) = re.findall(rf'<meta {name} content="([^"]+)">', html)
        assert len(said) > 10


def test_a_reader_without_scripts_has_pages_tables_and_the_way_on(
    browser: Browser, address: str
) -> None:
    profile = browser.new_context(base_url=address, java_script_enabled=False)
    page = profile.new_page()
    page.goto("/overview?region=EMEA")
    told = json.loads(urllib.request.urlopen(f"{address}/api/overview?region=EMEA").read())
    expect(page.locator("h1")).to_have_text(told["headline"])
    page.locator("#trend").get_by_role("link", name="table").click()
    rows = len(told["panels"]["trend"]["rows"])
    expect(page.locator("#trend tbody tr")).to_have_count(rows)
    page.get_by_role("navigation").get_by_role("link", name="Loyalty").click()
    expect(page).to_have_url(f"{address}/loyalty?region=EMEA")
    profile.close()


@pytest.mark.parametrize(("width", "names"), [(1440, _LISTED[::3]), (390, _LISTED[1::3])])
def test_nothing_moves_while_a_page_loads(
    browser: Browser, address: str, width: int, names: list[str]
) -> None:
    """At the very first visit a font that comes late may still break a line elsewhere."""
    profile = browser.new_context(base_url=address, viewport={"width": width, "height": 900})
    page = profile.new_page()
    page.add_init_script(SHIFTS)
    for name, most in [(names[0], 0.1), *((name, 0.02) for name in names)]:
        page.goto(f"/{name}")
        page.wait_for_function(SETTLED)
        page.wait_for_timeout(200)
        assert page.evaluate("window.shifted") < most, name
    profile.close()


def test_on_a_slow_line_the_headline_comes_first(browser: Browser, address: str) -> None:
    """It is read while most of the scripts are still on their way."""
    profile = browser.new_context(base_url=address)
    page = profile.new_page()
    tools = profile.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_LINE)
    page.goto("/overview", wait_until="commit")
    page.locator("h1").wait_for()
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    assert page.evaluate("typeof window.Plotly") == "undefined"
    assert page.evaluate("document.querySelector('.dash-graph svg')") is None
    profile.close()
