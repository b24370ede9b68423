"""Every view is a link: shared, gone back to, loaded again."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_a_copied_link_shows_the_same_in_a_fresh_browser(visit: Visit) -> None:
    visitor = visit("/overview?period=last-quarter&region=EMEA")
    visitor.choose("Plan", "Team")
    visitor.page.get_by_role("button", name="Share").click()
    visitor.page.get_by_text("Link copied").wait_for()
    copied = str(visitor.page.evaluate("navigator.clipboard.readText()"))
    assert "from=2026-07-01&to=2026-09-30" in copied  # what rolls on is shared as its dates
    other = visit(copied)
    assert other.cards() == visitor.cards()
    assert other.headline == visitor.headline
    assert other.filter_button("Plan").inner_text() == visitor.filter_button("Plan").inner_text()


def test_back_forward_and_reload(visit: Visit) -> None:
    visitor = visit("/overview")
    seen = [(visitor.link, visitor.cards())]
    visitor.choose("Region", "EMEA")
    seen.append((visitor.link, visitor.cards()))
    visitor.choose("Plan", "Team")
    seen.append((visitor.link, visitor.cards()))
    assert len({link for link, _ in seen}) == 3
    for link, cards in reversed(seen[:2]):
        with visitor.one_round_trip():
            visitor.page.go_back()
        assert (visitor.link, visitor.cards()) == (link, cards)
    assert visitor.filter_button("Region").inner_text() == "All"
    with visitor.one_round_trip():
        visitor.page.go_forward()
    assert (visitor.link, visitor.cards()) == seen[1]
    visitor.page.reload()
    visitor.settle()
    assert (visitor.link, visitor.cards()) == seen[1]
    assert visitor.filter_button("Region").inner_text() == "EMEA"


def test_a_table_is_in_the_link_and_its_figures_can_be_downloaded(visit: Visit) -> None:
    visitor = visit("/overview")
    panel = visitor.page.get_by_role("region", name="NPS by month", exact=True)
    with visitor.one_round_trip():
        panel.get_by_role("link", name="table").click()
    assert visitor.link == "/overview?table=trend"
    assert panel.locator("tbody tr").count() == 12
    with visitor.page.expect_download() as download:
        panel.get_by_role("link", name="csv").click()
    assert download.value.suggested_filename == "overview-trend.csv"
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 13
    assert {"period", "value", "low", "high", "n"} <= set(lines[0].replace('"', "").split(","))
    with visitor.one_round_trip():
        panel.get_by_role("link", name="chart").click()
    assert visitor.link == "/overview"
    assert visitor.chart("trend").is_visible()
