"""A click on a point or a bar filters by it, and is in the link."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_a_touchpoint_is_filtered_by_its_point_and_freed_by_a_second_click(visit: Visit) -> None:
    visitor = visit("/overview")
    chart = visitor.chart("ces:1-7_by_touchpoint")
    name = chart.locator(".ytick text").first.text_content() or ""
    visitor.click_mark(chart.locator(".scatterlayer .trace").last.locator(".point").first)
    assert visitor.link == f"/overview?touchpoint={name.replace(' ', '+')}"
    assert visitor.filter_button("Touchpoint").inner_text() == name
    only = visitor.chart("ces:1-7_by_touchpoint").locator(".scatterlayer .trace").last
    visitor.click_mark(only.locator(".point").first)
    assert visitor.link == "/overview"


def test_an_nps_bar_leads_to_the_comments_of_that_score(visit: Visit) -> None:
    visitor = visit("/overview?region=EMEA")
    visitor.click_mark(visitor.chart("distribution").locator(".barlayer .point path").first)
    assert visitor.link == "/loyalty?region=EMEA&score=0"
    scores = visitor.page.locator(".cx-comments .cx-score").all_inner_texts()
    assert scores
    assert set(scores) == {"0"}


def test_a_month_of_the_trend_becomes_the_period(visit: Visit) -> None:
    visitor = visit("/overview?period=last-12-months&grain=month")
    visitor.click_mark(visitor.chart("trend").locator(".scatterlayer .point").nth(4))
    assert visitor.link == "/overview?from=2026-03-01&to=2026-03-31"
    assert visitor.page.get_by_label("From", exact=True).input_value() == "2026-03-01"


def test_a_card_names_the_figure_of_the_charts(visit: Visit) -> None:
    visitor = visit("/overview")
    with visitor.one_round_trip():
        visitor.page.locator(".cx-card").get_by_role("link", name="Customer satisfaction").click()
    assert visitor.link == "/overview?metric=csat#trend"
    assert visitor.page.get_by_role("heading", name="CSAT by month").is_visible()
