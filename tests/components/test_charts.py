"""Charts are valid for Plotly and draw the panel's numbers, gaps and odd names among them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from components.charts import backlog, breakdown, distribution, journey, shares, trend
from components.charts.parts.build import Chart
from components.charts.reasons import bridge, contributions
from components.theme import DARK, LIGHT, Theme
from data.store.snapshots import Snapshot
from pages.panel import Kind, Page, Panel
from tests.components import frames
from tests.pages.reading import read

LINKS = (
    "overview",
    "overview?metric=first_response_time&compare=none",
    "overview?metric=average_order_value&grain=quarter",
    "overview?metric=xqi",
    "overview?metric=xqi&compare=none",
    "overview?industry=Fishing&grain=week",
    "loyalty?by=industry&period=last-30-days",
    "loyalty?by=plan&compare=rest",
    "touchpoints?region=Oceania",
    "journey",
    "journey?metric=nps&compare=none",
    "service?metric=resolution_time",
    "why",
    "service?team=Billing&metric=sla_met&grain=quarter&compare=none",
    "journey?touchpoint=Billing&industry=Forestry",
)


def draw(panel: Panel, page: Page, theme: Theme) -> Chart | None:
    match panel.kind:
        case Kind.TREND:
            return trend.draw(panel, page.view, theme)
        case Kind.DISTRIBUTION:
            return distribution.draw(panel, page.view, theme)
        case Kind.SHARES:
            return shares.draw(panel, page.view, theme)
        case Kind.CONTRIBUTIONS:
            return contributions.draw(panel, page.view, theme)
        case Kind.BRIDGE:
            return bridge.draw(panel, page.view, theme)
        case Kind.BREAKDOWN:
            return breakdown.draw(panel, page.view, theme)
        case Kind.JOURNEY:
            return journey.draw(panel, page.view, theme)
        case Kind.BACKLOG:
            return backlog.draw(panel, page.view, theme)
    return None


def as_plotly(figure: Chart) -> go.Figure:
    """The figure, after Plotly's own validation of every name and value."""
    found = go.Figure(figure)
    for ours, theirs in zip(figure["data"], found.data, strict=True):
        assert list(theirs.y) == list(ours["y"])
        assert list(theirs.x) == list(ours["x"])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("link", LINKS)
def test_plotly_takes_every_chart(link: str, theme: Theme, snapshot: Snapshot) -> None:
    page = read(snapshot, link)
    drawn = [
        figure
        for panel in page.panels
        if len(panel.frame) and (figure := draw(panel, page, theme)) is not None
    ]
    assert drawn
    for figure in drawn:
        found = as_plotly(figure)
        assert all(one.name is None or not one.name.startswith("trace") for one in found.data)
        assert found.layout.height >= 100


def by_name(figure: Chart, name: str, mode: str = "lines") -> list[dict[str, Any]]:
    return [
        one for one in figure["data"] if one.get("name") == name and one.get("mode", mode) == mode
    ]


def test_a_trend_draws_its_figures(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    panel = page.panel("trend")
    assert panel is not None
    panel = replace(panel, frame=panel.frame.assign(target=40.0, benchmark=36.0))
    figure = trend.draw(panel, page.view, LIGHT)
    assert by_name(figure, "NPS")[0]["y"] == panel.frame["value"].to_list()
    assert by_name(figure, "comparison")[0]["y"] == panel.frame["base_value"].to_list()
    (band,) = by_name(figure, "95% interval")
    edge = [*panel.frame["high"], *panel.frame["low"][::-1]]
    assert band["y"] == edge
    assert [(one["y0"], one["y1"]) for one in figure["layout"]["shapes"]] == [(40, 40), (36, 36)]
    labels = {one["text"]: one for one in figure["layout"]["annotations"]}
    target, benchmark = labels["target 40"], labels["benchmark 36"]
    for one in (target, benchmark):  # on its line, at an end
        assert (one["x"], one["xanchor"]) in ((0, "left"), (1, "right"))
        assert abs(one["yshift"]) == 9


def test_labels_of_goals_keep_off_the_lines_and_each_other() -> None:
    months = {f"2026-0{month}-01": (month, 10 - month, 0) for month in range(1, 10)}
    panel = frames.trend(months)  # NPS rises from 10 to 90
    for target, benchmark in ((20.0, 21.0), (21.0, 20.0), (80.0, 82.0), (50.0, 50.0)):
        goals = panel.frame.assign(target=target, benchmark=benchmark)
        figure = trend.draw(replace(panel, frame=goals), frames.view("grain=month"), LIGHT)
        notes = figure["layout"]["annotations"]
        places = {(one["x"], one["yshift"]) for one in notes}
        assert len(places) == 2
        if target != 50:  # where the line is far: low goals on the right, high ones on the left
            assert {one["x"] for one in notes[:1]} == ({1} if target < 50 else {0})


def test_labels_of_goals_lie_on_lines_sooner_than_on_each_other() -> None:
    # NPS from -40 to 40 in turn: a line is near, wherever a label stands.
    days = {f"2026-10-{day:02}": (3 + day * 2 % 5, 7 - day * 2 % 5, 0) for day in range(1, 32)}
    panel = frames.trend(days)
    for benchmark in range(-30, 31, 3):
        goals = panel.frame.assign(target=10.0, benchmark=float(benchmark))
        figure = trend.draw(replace(panel, frame=goals), frames.view("grain=day"), LIGHT)
        notes = figure["layout"]["annotations"]
        low, high = figure["layout"]["yaxis"]["range"]
        heights, ends = [], []
        for one in notes:
            wide = 7 * len(one["text"]) / 205  # of 205 pixels, where a letter has about seven
            left = one["x"] - wide * {"left": 0, "center": 0.5, "right": 1}[one["xanchor"]]
            ends.append((left, left + wide))
            heights.append(one["y"] * 244 / (high - low) + one["yshift"])
        (_, first), (second, _) = sorted(ends)
        assert first <= second or abs(heights[0] - heights[1]) >= 16, benchmark


def test_a_goal_whose_label_has_no_room_is_read_all_the_same() -> None:
    days = {f"2026-10-{day:02}": ((5, 5, 0), (6, 4, 0))[day % 2] for day in range(1, 32)}
    panel = frames.trend(days)  # 50 and 60 in turn
    for target, covers in ((55.0, True), (95.0, False)):
        goal = panel.frame.assign(target=target)
        figure = trend.draw(replace(panel, frame=goal), frames.view("grain=day"), LIGHT)
        (label,) = figure["layout"]["annotations"]
        assert ("bgcolor" in label) == covers


def test_the_label_of_a_goal_keeps_off_a_line_that_ends_at_it() -> None:
    # NPS 50 at both ends, 90 on the way.
    months = {
        f"2026-{m:02}-01": (5, 5, 0) if m in (1, 2, 3, 10, 11, 12) else (9, 1, 0)
        for m in range(1, 13)
    }
    panel = frames.trend(months)
    ends = panel.frame["value"].iloc[0]
    panel = replace(panel, frame=panel.frame.assign(target=ends))
    figure = trend.draw(panel, frames.view("grain=month"), LIGHT)
    (label,) = figure["layout"]["annotations"]
    assert label["xanchor"] == "center"
    assert 0.3 < label["x"] < 0.7


ENOUGH, FEW = (10, 5, 5), (2, 1, 0)


def test_a_gap_stays_a_gap() -> None:
    # February and March are too few, hold ten together, and April has nobody.
    few = {"2026-02-01": (3, 3, 3), "2026-03-01": (1, 0, 0)}
    months = dict.fromkeys(("2026-01-01", "2026-05-01", "2026-06-01"), ENOUGH)
    panel = frames.trend({**months, **few})
    figure = trend.draw(panel, frames.view("grain=month"), LIGHT)
    (line,) = by_name(figure, "NPS")
    assert line["x"] == [f"2026-0{month}-01" for month in range(1, 7)]
    assert [y is None for y in line["y"]] == [False, True, True, True, False, False]
    assert line["connectgaps"] is False
    bands = by_name(figure, "95% interval")
    assert [len(band["x"]) for band in bands] == [2, 4]  # January alone, then May and June
    (dots,) = by_name(figure, "NPS", "markers")
    assert [bool(text) for text in dots["hovertext"]] == [True, False, False, False, True, True]
    as_plotly(figure)


def test_one_period_and_none_that_is_shown() -> None:
    for months in ({"2026-01-01": ENOUGH}, {"2026-01-01": FEW}):
        figure = trend.draw(frames.trend(months, months), frames.view("grain=month"), LIGHT)
        as_plotly(figure)
        assert len(by_name(figure, "NPS")[0]["x"]) == 1


def test_a_click_on_a_period_is_its_dates() -> None:
    panel = frames.trend({"2026-01-01": ENOUGH, "2026-02-01": ENOUGH})
    figure = trend.draw(panel, frames.view("grain=month"), LIGHT)
    (dots,) = by_name(figure, "NPS", "markers")
    assert dots["customdata"][1] == "from=2026-02-01&to=2026-02-28&period=&grain="


def test_a_hundred_levels() -> None:
    panel = frames.breakdown({f"Level {i:03d}": (10 + i, 5, 5) for i in range(100)})
    figure = breakdown.draw(panel, frames.view(), LIGHT)
    found = as_plotly(figure)
    assert len(found.layout.yaxis.ticktext) == 100
    assert found.layout.yaxis.ticktext[-1] == "Level 000"  # the first row on top
    assert found.layout.height > 100 * 30
    (dots,) = by_name(figure, "NPS", "markers")
    assert dots["x"] == panel.frame["value"].to_list()[::-1]


def test_an_interval_without_an_upper_end_goes_on_to_the_edge() -> None:
    panel = frames.breakdown({"A": ENOUGH, "B": ENOUGH})
    frame = panel.frame.copy()
    frame["high"] = frame["high"].where(frame["segment"] != "B")
    figure = breakdown.draw(replace(panel, frame=frame), frames.view(), LIGHT)
    (band,) = [one for one in figure["data"] if one.get("line", {}).get("width") == 7]
    b, a = frame.set_index("segment").loc["B"], frame.set_index("segment").loc["A"]
    edge = figure["layout"]["xaxis"]["range"][1]
    assert band["x"] == [b["low"], edge, None, a["low"], a["high"], None]
    assert edge > a["high"]


def test_one_level_and_hidden_ones() -> None:
    panel = frames.breakdown({"A": ENOUGH, "B": FEW}, {"A": ENOUGH, "B": ENOUGH})
    figure = breakdown.draw(panel, frames.view(), LIGHT)
    as_plotly(figure)
    hidden = panel.frame["hidden"] != ""
    (dots,) = by_name(figure, "NPS", "markers")
    assert len(dots["x"]) == int((~hidden).sum())
    assert not any(math.isnan(x) for one in figure["data"] for x in one["x"])
    notes = [note["text"] for note in figure["layout"]["annotations"]]
    assert "too few" in notes
    as_plotly(breakdown.draw(frames.breakdown({"Only": ENOUGH}), frames.view(), LIGHT))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_colour_is_for_real_changes(theme: Theme) -> None:
    now = {"up": (90, 5, 5), "down": (5, 5, 90), "same": (50, 5, 45)}
    panel = frames.breakdown(now, dict.fromkeys(now, (50, 5, 45)))
    figure = breakdown.draw(panel, frames.view(), theme)
    (dots,) = by_name(figure, "NPS", "markers")
    places = figure["layout"]["yaxis"]["ticktext"]
    colours = dict(zip((places[y] for y in dots["y"]), dots["marker"]["color"], strict=True))
    assert colours == {"up": theme.good, "down": theme.bad, "same": theme.ink}


NAMES = ["<b>bold</b>", '<a href="//x.eu">x</a>', "R&D", "&lt;i&gt;", "a<br>b"]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_data_never_markup(name: str) -> None:
    """Plotly reads some of HTML in ticks and hovers, and entities: what is escaped is shown."""
    figure = breakdown.draw(frames.breakdown({name: ENOUGH}), frames.view(), LIGHT)
    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    (label,) = figure["layout"]["yaxis"]["ticktext"]
    assert label.replace("<br>", " ") == shown
    (dots,) = by_name(figure, "NPS", "markers")
    assert dots["hovertext"][0].startswith(f"<b>{shown}</b><br>NPS ")


def test_a_click_on_a_level_is_its_filter() -> None:
    panel = frames.breakdown({"R&D + “all” 100%": ENOUGH})
    figure = breakdown.draw(panel, frames.view(), LIGHT)
    (dots,) = by_name(figure, "NPS", "markers")
    assert dots["customdata"] == ["region=R%26D+%2B+%E2%80%9Call%E2%80%9D+100%25"]


def test_a_long_name_is_whole_and_has_the_room_it_needs() -> None:
    name = "Aftercare for customers in the northern part of the country and the islands"
    figure, short = (
        breakdown.draw(frames.breakdown({one: ENOUGH}), frames.view(), LIGHT)
        for one in (name, "Aftercare")
    )
    (label,) = figure["layout"]["yaxis"]["ticktext"]
    assert label.replace("<br>", " ") == name
    assert figure["layout"]["height"] - short["layout"]["height"] >= 2 * 12 * 3  # letters of 12


def test_a_name_of_hundreds_of_letters_is_cut_in_its_label_only() -> None:
    name = "Aftercare for customers on the islands " * 9
    figure = breakdown.draw(frames.breakdown({name: ENOUGH}), frames.view(), LIGHT)
    (label,) = figure["layout"]["yaxis"]["ticktext"]
    assert label.endswith("…")
    assert name.strip() in by_name(figure, "NPS", "markers")[0]["hovertext"][0]
