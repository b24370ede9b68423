"""Filters, periods and comparisons: the control changes the link, the link changes the figures."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from data.frames import Tables
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_a_region_is_filtered_and_its_figures_are_those_of_a_recount(
    visit: Visit, tables: Tables
) -> None:
    visitor = visit("/overview")
    everyone = visitor.cards()
    visitor.choose("Region", "EMEA")
    assert visitor.link == "/overview?region=EMEA"
    cards = visitor.cards()
    assert all(cards[name] != everyone[name] for name in everyone)
    feedback = tables.feedback
    assert feedback is not None
    asked = feedback[(feedback["metric"] == "nps") & (feedback["region"] == "EMEA")]
    scores = asked.loc[asked["submitted_at"] >= "2025-11-01", "score"]
    nps = 100 * ((scores >= 9).mean() - (scores <= 6).mean())
    assert cards["Net Promoter Score"].value == f"{nps:.1f}"
    more = visitor.page.get_by_role("article", name="Net Promoter Score").locator("details")
    assert f"{len(scores):,} answers" in (more.text_content() or "")


def test_two_levels_ticked_within_one_round_trip_are_both_applied(visit: Visit) -> None:
    both = visit("/overview?region=EMEA&region=APAC")
    visitor = visit("/overview")
    visitor.filter_button("Region").click()
    for level in ("EMEA", "APAC"):
        visitor.page.get_by_role("checkbox", name=level, exact=True).check()
    expect(visitor.page.locator("h1")).to_have_text(both.headline)
    assert visitor.link == both.link
    assert visitor.cards() == both.cards()


def test_a_filter_is_searched_and_taken_off(visit: Visit) -> None:
    visitor = visit("/overview?industry=Retail")
    visitor.filter_button("Industry").click()
    visitor.page.get_by_placeholder("Search").fill("public")
    with visitor.one_round_trip():
        visitor.page.get_by_role("checkbox", name="Public sector").check()
    assert visitor.link == "/overview?industry=Retail&industry=Public+sector"
    with visitor.one_round_trip():
        visitor.page.get_by_role("button", name="Deselect All").click()
    visitor.fold()
    visitor.pill("+ Filter").click()
    with visitor.one_round_trip():
        visitor.page.get_by_role("button", name="Reset").click()
    assert visitor.link == "/overview"


def test_comparing_a_segment_with_the_rest(visit: Visit) -> None:
    visitor = visit("/overview?region=EMEA")
    with visitor.one_round_trip():
        visitor.control("Compare with").select_option("rest")
    assert visitor.link == "/overview?region=EMEA&compare=rest"
    assert "the rest" in visitor.headline
    with visitor.one_round_trip():
        visitor.control("Compare with").select_option("none")
    assert visitor.page.locator(".cx-card .cx-chip").count() == 0


def test_presets_own_dates_and_grain(visit: Visit) -> None:
    visitor = visit("/overview")
    with visitor.one_round_trip():
        visitor.control("Period").select_option("last-quarter")
    assert visitor.link == "/overview?period=last-quarter"
    assert visitor.control("From").input_value() == "2026-07-01"
    with visitor.one_round_trip():
        visitor.control("From").fill("2026-08-01")
    assert visitor.link == "/overview?from=2026-08-01&to=2026-09-30"
    assert visitor.control("Period").input_value() == "dates"
    with visitor.one_round_trip():
        visitor.control("By").select_option("month")
    assert visitor.chart("trend").locator(".scatterlayer .point").count() == 2


def test_a_view_without_answers_says_so_and_leads_out(visit: Visit) -> None:
    visitor = visit("/overview?from=2023-01-01&to=2023-01-31")
    assert visitor.headline == "The data begin 1 Nov 2023; nothing is known of January 2023."
    assert visitor.cards() == {}
    visitor.page.get_by_role("link", name="All data").click()
    visitor.page.locator(".cx-card").first.wait_for()
    assert visitor.link == "/overview?period=all"


def test_a_link_that_cannot_be_applied_in_full_says_what_was_left_out(visit: Visit) -> None:
    visitor = visit("/overview?region=Atlantis&region=EMEA&colour=blue")
    notice = visitor.page.locator(".cx-notices").inner_text()
    assert "Atlantis" in notice
    assert "colour" in notice
    assert visitor.cards() == visit("/overview?region=EMEA").cards()


def test_all_levels_are_no_filter(visit: Visit) -> None:
    visitor = visit("/overview")
    visitor.filter_button("Region").click()
    visitor.page.get_by_role("button", name="Select All", exact=True).click()
    visitor.page.get_by_role("checkbox", name="EMEA", exact=True).and_(
        visitor.page.locator(":not(:checked)")
    ).wait_for()
    assert visitor.link == "/overview"


def test_hasty_clicks_break_nothing(visit: Visit) -> None:
    whole = visit("/overview")
    visitor = visit("/overview?region=EMEA")
    visitor.pill("+ Filter").click()
    for name in ("Reset", "Share", "Dark theme"):
        visitor.page.get_by_role("button", name=name).dblclick()
    expect(visitor.page.locator("h1")).to_have_text(whole.headline)
    assert visitor.link == "/overview"
    expect(visitor.page.get_by_role("button", name="Light theme")).to_be_visible()  # one choice
    assert visitor.cards() == whole.cards()
