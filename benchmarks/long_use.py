"""A page whose filters are changed again and again: does the browser hold more and more?"""

from __future__ import annotations

from playwright.sync_api import Browser

from benchmarks.questions import queries
from tests.browser.measures import Held, held
from tests.browser.visitor import SETTLED

EARLY = 100  # changes after which it is first looked
CHANGES = 500


def measure(browser: Browser, address: str) -> tuple[Held, Held]:
    """What the overview holds after `EARLY` and after `CHANGES` changes, each to another view."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{address}/overview")
    page.wait_for_function(SETTLED)
    found = []
    for number, query in enumerate(queries(CHANGES, 3), 1):
        with page.expect_response("**/_dash-update-component*"):
            page.evaluate("(link) => window.cxLinks.visit(link)", f"/overview?{query}")
        page.wait_for_function(SETTLED)
        if number in (EARLY, CHANGES):
            found.append(held(page))
    page.close()
    early, late = found
    return early, late
