"""Rows of tables lead where the points of their charts do, and a click where it should."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from components.charts.parts.graph import lines
from components.links import following, patch, period_patch
from components.panels.kinds import KINDS
from components.tables import figures_table
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from tests.components import frames
from tests.pages.reading import read
from tests.view.catalogs import catalog, dimension
from view.state import View
from view.url import parse

LINKS = (
    "overview?region=EMEA",
    "overview?metric=xqi",
    "loyalty?by=industry&compare=rest&grain=quarter",
    "touchpoints",
    "journey?touchpoint=Billing",
    "service?team=Billing&metric=resolution_time",
    "customers",
)


def points(drawn: Component) -> set[str]:
    graphs = (one for one in drawn._traverse() if isinstance(one, dcc.Graph))
    figures = [graph.to_plotly_json()["props"]["figure"] for graph in graphs]
    traces = [trace for figure in figures for trace in figure["data"]]
    return {link for trace in traces for link in trace.get("customdata", ()) if link}


def rows(table: Component) -> set[str]:
    found = [one.to_plotly_json()["props"] for one in table._traverse() if isinstance(one, html.Th)]
    heads = [head["children"] for head in found if head["scope"] == "row"]
    assert heads
    return {one.to_plotly_json()["props"]["href"] for one in heads if isinstance(one, dcc.Link)}


@pytest.mark.parametrize("link", LINKS)
def test_rows_lead_where_points_do(link: str, snapshot: Snapshot) -> None:
    page, compared = read(snapshot, link), set()
    for panel in page.panels:
        kind = KINDS.get(panel.kind)
        if kind is None or kind.table is None or panel.frame.empty:
            continue
        found = points(kind.draw(panel, page, snapshot.catalog, LIGHT))
        own = rows(kind.table(panel, page.view, snapshot.catalog))
        assert found <= own, panel.key
        for href in own:
            _, notices = parse(*_parts(href), snapshot.catalog)
            assert notices == ()
        compared.add(panel.kind)
    assert compared


def test_a_row_of_the_cards_leads_to_the_trend_of_its_figure(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    cards = page.panel("cards")
    assert cards is not None
    own = rows(figures_table(cards, page.view, snapshot.catalog))
    assert {"/overview?metric=csat", "/overview?metric=resolution_time"} <= own
    for href in own:
        _, notices = parse(*_parts(href), snapshot.catalog)
        assert notices == ()


def _parts(href: str) -> tuple[str, str]:
    return urlsplit(href).path, urlsplit(href).query


def _view(href: str) -> View:
    found, notices = parse(*_parts(href), frames.CATALOG)
    assert notices == ()
    return found


def test_a_click_filters_and_a_second_click_frees() -> None:
    click = patch(region="EMEA")
    first = following(frames.view("plan=Team"), frames.CATALOG)(click)
    assert _view(first).filters == (("region", ("EMEA",)), ("plan", ("Team",)))
    again = following(_view(first), frames.CATALOG)(click)
    assert _view(again).filters == (("plan", ("Team",)),)
    other = following(_view(first), frames.CATALOG)(patch(region="North America"))
    assert _view(other).levels("region") == ("North America",)


def test_of_several_levels_a_click_leaves_one() -> None:
    both = frames.view("region=EMEA&region=North+America")
    found = following(both, frames.CATALOG)(patch(region="EMEA"))
    assert _view(found).levels("region") == ("EMEA",)


def test_a_month_becomes_the_period_and_stays_at_a_second_click() -> None:
    view = frames.view("period=all&grain=month&region=EMEA")
    found = _view(following(view, frames.CATALOG)(period_patch(view.span.start, view)))
    assert (found.span.start.isoformat(), found.span.end.isoformat()) == (
        "2023-11-01",
        "2023-11-30",
    )
    assert (found.period, found.grain_given, found.levels("region")) == ("", False, ("EMEA",))
    again = following(found, frames.CATALOG)(period_patch(found.span.start, found, "month"))
    assert _view(again).span == found.span


def test_a_score_leads_to_the_page_that_has_its_comments() -> None:
    view = frames.view("region=EMEA&score=3")
    found = following(view, frames.CATALOG)(patch(page="loyalty", score="3"))
    assert found == "/loyalty?region=EMEA&score=3"
    assert following(view, frames.CATALOG)("") == ""


@given(st.text(min_size=1, max_size=30).filter(lambda one: one.strip() == one))
def test_any_level_is_filtered_by_its_name(name: str) -> None:
    own = catalog((dimension("region", name, "Other"),))
    view, _ = parse("overview", "", own)
    found = following(view, own)(patch(region=name))
    assert parse(*_parts(found), own)[0].levels("region") == (name,)


@given(st.lists(st.text("abc &;<>", min_size=1, max_size=60), min_size=1, max_size=5))
def test_long_lines_of_a_hover_text_are_broken_between_words(given_lines: list[str]) -> None:
    hover = "<br>".join(given_lines)
    found = lines(hover)
    assert found.replace("<br>", " ").split() == hover.replace("<br>", " ").split()
    longest_word = max((len(word) for word in hover.replace("<br>", " ").split()), default=0)
    assert all(len(line) <= max(44, longest_word) for line in found.split("<br>"))
