"""The chart of the journey: a point per touchpoint in order, what is marked, what it costs wide."""

from __future__ import annotations

import pytest

from components.charts import journey
from components.charts.parts.build import Chart
from components.panels.heatmap import heatmap
from components.panels.journey import journey_table
from components.theme import DARK, LIGHT, Theme
from data.store.snapshots import Snapshot
from pages.panel import Page, Panel
from tests.pages.reading import read


def drawn(snapshot: Snapshot, link: str, theme: Theme = LIGHT) -> tuple[Page, Panel, Chart]:
    page = read(snapshot, link)
    panel = page.panel("journey")
    assert panel is not None
    return page, panel, journey.draw(panel, page.view, theme)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_chosen_series_is_drawn_in_order(theme: Theme, snapshot: Snapshot) -> None:
    _, panel, figure = drawn(snapshot, "journey?metric=csat", theme)
    rows = panel.frame[panel.frame["metric"] == "csat"]
    (line,) = (t for t in figure["data"] if t.get("name") == "CSAT" and t["mode"] == "lines")
    assert line["y"] == rows["value"].to_list()
    assert line["line"]["color"] == theme.accent
    ticks = [name.replace("<br>", " ") for name in figure["layout"]["xaxis"]["ticktext"]]
    assert ticks == rows["touchpoint"].to_list()
    (bars,) = (trace for trace in figure["data"] if trace["type"] == "bar")
    assert bars["y"] == rows["n"].to_list()
    (base,) = (trace for trace in figure["data"] if trace.get("name") == "comparison")
    assert base["y"] == rows["base_value"].to_list()


def test_a_click_is_a_filter(snapshot: Snapshot) -> None:
    _, _, figure = drawn(snapshot, "journey")
    clicks = [trace["customdata"] for trace in figure["data"] if "customdata" in trace]
    assert len(clicks) == 3  # both metrics and the numbers of answers
    assert all(one[-1] == "touchpoint=Support+call" for one in clicks)


def test_marks_and_colours(snapshot: Snapshot) -> None:
    _, panel, figure = drawn(snapshot, "journey?metric=ces")
    rows = panel.frame[panel.frame["metric"] == "ces"]
    notes = {note["text"]: note for note in figure["layout"]["annotations"]}
    for place, mark in enumerate(rows["mark"]):
        if mark:
            assert notes[f"<b>{mark}</b>"]["x"] == place
    dots = next(t for t in figure["data"] if t.get("name") == "CES" and t["mode"] == "markers")
    real = (rows["verdict"] == "real").to_list()
    coloured = [colour in (LIGHT.good, LIGHT.bad) for colour in dots["marker"]["color"]]
    assert coloured == real


def test_what_is_hidden_is_a_gap(snapshot: Snapshot) -> None:
    _, panel, figure = drawn(snapshot, "journey?industry=Forestry&metric=csat")
    rows = panel.frame[panel.frame["metric"] == "csat"]
    assert (rows["hidden"] != "").any()
    lines = [t for t in figure["data"] if t.get("name") == "CSAT" and t.get("mode") == "lines"]
    known = dict(zip(rows["touchpoint"], rows["value"].isna(), strict=True))
    assert sum(value is None for value in lines[0]["y"]) >= sum(known.values())
    assert all(x == x for trace in figure["data"] for x in trace["y"] if x is not None)


def test_it_scrolls_rather_than_touching(snapshot: Snapshot) -> None:
    _, panel, _ = drawn(snapshot, "journey")
    assert journey.least_width(panel) >= 8 * 90


def test_the_table_has_shares_and_means(snapshot: Snapshot) -> None:
    page, panel, _ = drawn(snapshot, "journey")
    text = str(journey_table(panel, page.view, snapshot.catalog))
    for word in ("CES mean", "Of all answers", "peak", "In the journey"):
        assert word in text


def test_segments_differ_they_do_not_change(snapshot: Snapshot) -> None:
    page = read(snapshot, "journey?by=region")
    panel = page.panel("by_segment")
    assert panel is not None
    told = str(heatmap(panel, page, snapshot.catalog))
    assert "beyond noise" in told
    assert "real" not in told
