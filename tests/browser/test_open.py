"""Opening the dashboard: what is painted, and what it weighs."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from view.pages import PAGES

_LISTED = [page for page, spec in PAGES.items() if spec.listed and not spec.of_agents]

pytestmark = pytest.mark.browser

MOST_BYTES = 900_000


def test_the_overview_has_its_cards_and_charts(visit: Visit) -> None:
    visitor = visit("/")
    assert list(visitor.cards()) == [
        "Net Promoter Score", "Customer satisfaction", "Customer effort: ease",
        "Experience quality index", "Order revenue", "Customers at end", "Retention rate",
        "Money at risk", "First contact resolution", "First response time", "Resolution time",
        "Tickets opened",
    ]  # fmt: skip
    assert visitor.chart("trend").locator(".scatterlayer .point").count() == 12
    assert visitor.chart("distribution").locator(".barlayer .point").count() == 11
    assert visitor.page.title() == f"{visitor.headline} · Overview · CX Lens"
    assert visitor.round_trips == 1


def test_every_page_opens_by_its_link_in_the_navigation(visit: Visit) -> None:
    visitor = visit("/overview?region=EMEA")
    for page in _LISTED[1:]:
        title = PAGES[page].title
        with visitor.one_round_trip():
            visitor.page.get_by_role("navigation").get_by_role("link", name=title).click()
        assert visitor.link == f"/{page}?region=EMEA"
        assert visitor.page.title() == f"{visitor.headline} · {title} · CX Lens"


def test_a_cold_overview_is_light_and_comes_from_here_alone(browser: Browser, address: str) -> None:
    visitor = Visitor(browser, address, 1440, "light", fresh=True)
    weights: list[float] = []

    def loaded(event: dict[str, Any]) -> None:
        weights.append(event["encodedDataLength"])

    network = visitor.page.context.new_cdp_session(visitor.page)
    network.on("Network.loadingFinished", loaded)
    network.send("Network.enable")
    visitor.open("/overview")
    visitor.page.wait_for_load_state("networkidle")
    visitor.close()
    assert visitor.problems == []
    assert 200_000 < sum(weights) < MOST_BYTES
    assert [one for one in visitor.addresses if not one.startswith((address, "data:"))] == []
    bundles = [one for one in visitor.addresses if "plotly" in one.rpartition("/")[2]]
    assert len(bundles) == 1
    assert "/assets/vendor/plotly-basic.min.js" in bundles[0]
