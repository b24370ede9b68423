"""Notes in charts, tables and the list below the panels; without any, all is as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from components.as_html import as_html
from components.charts import backlog, movement, shares, trend
from components.charts.parts.build import Chart
from components.page import page_content
from components.panels.kinds import KINDS
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from pages.panel import Kind, Page, Panel
from pages.panels.notes import with_notes
from tests.components.test_charts import as_plotly
from tests.pages.reading import read
from tests.view.test_notes import note
from view.notes import Note

LINKS = {
    Kind.TREND: "loyalty",
    Kind.SHARES: "loyalty",
    Kind.BACKLOG: "service",
    Kind.MOVEMENT: "customers",
    Kind.HEATMAP: "touchpoints",
}
DRAW = {
    Kind.TREND: trend.draw,
    Kind.SHARES: shares.draw,
    Kind.BACKLOG: backlog.draw,
    Kind.MOVEMENT: movement.draw,
}
HOSTILE = "<script>alert(1)</script> <b>bold</b> & “quoted” <br> ü"


def some(many: int, step: int = 20) -> list[Note]:
    """Notes in the twelve months that the sample ends with."""
    first = date(2025, 11, 3)
    return [note(first + timedelta(days=step * n), number=n + 1) for n in range(many)]


def panel_of(page: Page, kind: Kind) -> Panel:
    return next(one for one in page.panels if one.kind == kind and "period" in one.frame)


def drawn(snapshot: Snapshot, kind: Kind, notes: list[Note], query: str = "") -> Chart:
    page = with_notes(read(snapshot, f"{LINKS[kind]}{query}"), notes)
    return DRAW[kind](panel_of(page, kind), page.view, LIGHT)


def numbers(chart: Chart) -> list[dict[str, Any]]:
    """The labels of notes: they alone have a frame."""
    return [one for one in chart["layout"].get("annotations", ()) if one.get("borderwidth")]


def pixels_of(chart: Chart, axis: str) -> tuple[float, float]:
    """Where an axis begins and ends, from the lower end of the chart."""
    layout = chart["layout"]
    height = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    low, high = layout[axis].get("domain", (0, 1))
    return low * height, high * height


@pytest.mark.parametrize("kind", DRAW)
def test_each_period_with_a_note_has_a_line_and_a_number(snapshot: Snapshot, kind: Kind) -> None:
    bare = drawn(snapshot, kind, [])
    days = [date(2025, 12, 31), date(2026, 5, 1), date(2026, 10, 31)]
    notes = [note(day, number=place + 1) for place, day in enumerate(days)]
    found = drawn(snapshot, kind, notes)
    as_plotly(found)
    periods = {str(date(2025, 12, 1)), str(date(2026, 5, 1)), str(date(2026, 10, 1))}
    if kind != Kind.TREND:
        periods = {"Dec 2025", "May 2026", "Oct 2026"}
    labels = numbers(found)
    assert [one["text"] for one in labels] == ["1", "2", "3"]
    assert {one["x"] for one in labels} == periods
    lines = [one for one in found["layout"]["shapes"] if one["x0"] == one["x1"] and "yref" in one]
    assert {one["x0"] for one in lines} == periods
    (hovers,) = [one for one in found["data"] if one["name"] == "notes"]
    assert {*hovers["x"]} == periods
    assert all("New portal" in told and "ann" in told for told in hovers["hovertext"])
    # What was drawn is drawn as high as before, below the numbers.
    assert found["data"][:-1] == bare["data"]
    for name in {"yaxis", "yaxis2"} & {*bare["layout"]}:
        now, was = (pixels_of(one, name) for one in (found, bare))
        assert now == pytest.approx(was)
        assert now[1] <= pixels_of(found, "yaxis9")[0] + 1e-6


@pytest.mark.parametrize("kind", DRAW)
@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter"])
@pytest.mark.parametrize("many", [15, 120])
def test_numbers_do_not_lie_over_each_other(
    snapshot: Snapshot, kind: Kind, grain: str, many: int
) -> None:
    found = drawn(snapshot, kind, some(many, 360 // many), f"?grain={grain}")
    axis = dict.fromkeys(x for one in found["data"][:-1] for x in one["x"])
    places = {x: at for at, x in enumerate(sorted(axis) if kind == Kind.TREND else axis)}
    pixels = 270 / len(places)
    labels = numbers(found)
    ends = [
        (places[one["x"]] * pixels - width, places[one["x"]] * pixels + width)
        for one in labels
        for width in [(7 * len(one["text"]) + 4) / 2]
    ]
    assert all(before[1] < after[0] for before, after in pairwise(ends))
    told = [re.split("–", one["text"]) for one in labels]
    assert told[0][0] == "1"
    assert all(
        int(after[0]) == int(before[-1]) + 1
        for before, after in pairwise(told)
    )  # fmt: skip


def test_a_note_that_lasts_has_a_band(snapshot: Snapshot) -> None:
    found = drawn(snapshot, Kind.TREND, [note(date(2026, 2, 20), date(2026, 4, 2))])
    bands = [one for one in found["layout"]["shapes"] if one["type"] == "rect"]
    assert [(one["x0"], one["x1"]) for one in bands] == [("2026-02-01", "2026-04-01")]


def test_texts_are_no_markup(snapshot: Snapshot) -> None:
    page = with_notes(read(snapshot, "loyalty"), [note(date(2026, 5, 1), text=HOSTILE)])
    content, figures = as_html(page_content(page, snapshot.catalog, LIGHT))
    assert "<script" not in content
    assert "&lt;script&gt;" in content
    told = [
        text
        for figure in figures.values()
        for one in figure["data"]
        if one.get("name") == "notes"
        for text in one["hovertext"]
    ]
    assert len(told) == 2
    for text in told:
        tags = set(re.findall(r"<[^>]*>", text))
        assert tags == {"<b>", "</b>", "<br>"}
        assert "&lt;b&gt;bold" in text.replace("<br>", " ")


@pytest.mark.parametrize("kind", LINKS)
def test_tables_have_them_beside_their_periods(snapshot: Snapshot, kind: Kind) -> None:
    page = with_notes(read(snapshot, LINKS[kind]), [note(date(2026, 5, 31), text="New <portal>")])
    panel, table = panel_of(page, kind), KINDS[kind].table
    assert table
    rows = as_html(table(panel, page.view, snapshot.catalog))[0].split("<tr>")[1:]
    assert rows[0].endswith('<th class="" scope="col">Notes</th></tr></thead><tbody>')
    of_may = [row for row in rows[1:] if "May 2026" in row]
    assert of_may
    for row in rows[1:]:
        assert ("1. New &lt;portal&gt;</td>" in row) == (row in of_may)


def test_a_heatmap_has_their_numbers_beside_its_months(snapshot: Snapshot) -> None:
    page = with_notes(read(snapshot, "touchpoints"), [*some(2, 5), note(date(2026, 5, 1), None, 3)])
    content = as_html(page_content(page, snapshot.catalog, LIGHT))[0]
    assert re.findall(r">(\w+ \d+)</a><sup[^>]*>([^<]+)</sup>", content) == [
        ("Nov 25", "1, 2"),
        ("May 26", "3"),
    ]


def test_they_are_listed_below_the_panels(snapshot: Snapshot) -> None:
    own = replace(note(date(2026, 5, 1), date(2026, 5, 3)), about="Region: EMEA")
    content = as_html(page_content(with_notes(read(snapshot, "loyalty"), [own]), snapshot.catalog,
                                   LIGHT))[0]  # fmt: skip
    (listed,) = re.findall(r'<ol class="cx-notes">(.*?)</ol>', content)
    words = re.sub("<[^>]+>", "", listed)
    assert words == "1 May 2026 to 3 May 2026 New portal Region: EMEA · ann, 1 May 2026"


@pytest.mark.parametrize("link", ["overview", "journey", "data", "dictionary"])
def test_without_any_a_page_is_as_it_was(snapshot: Snapshot, link: str) -> None:
    page = read(snapshot, link)
    assert with_notes(page, []) is page
    if link in ("journey", "data", "dictionary"):  # which have nothing by period
        assert with_notes(page, some(3)) is page
    assert "cx-notes" not in as_html(page_content(page, snapshot.catalog, LIGHT))[0]
