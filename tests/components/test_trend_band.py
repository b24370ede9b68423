"""The wide band of a trend: its shape, its marks, and the room it takes."""

from __future__ import annotations

import math
from dataclasses import replace

from components.charts import trend
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from tests.components.test_charts import by_name
from tests.pages.reading import read


def test_a_trend_has_a_wide_band_and_rings_what_is_outside(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    panel = page.panel("trend")
    assert panel is not None
    assert panel.subtitle.endswith(" · wide band: chance, looked at weekly")
    rows = panel.frame[panel.frame["band_low"].notna()]
    unusual = panel.frame["unusual"].tolist()
    assert len(rows) == 12 and any(unusual) and not all(unusual)
    figure = trend.draw(panel, page.view, LIGHT)
    (band,) = by_name(figure, "chance in a year of weekly looks")
    assert band["y"] == [*rows["band_high"], *rows["band_low"][::-1]]
    assert (band["fillcolor"], band["line"]["color"]) == (LIGHT.wide_band, "rgba(0,0,0,0)")
    (dots,) = by_name(figure, "NPS", "markers")
    assert [width > 0 for width in dots["marker"]["line"]["width"]] == unusual
    told = ["unusual: outside" in text for text in dots["hovertext"]]
    assert told == unusual


def test_where_the_band_begins_wide_the_figures_keep_their_room(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?grain=week")
    panel = page.panel("trend")
    assert panel is not None
    low, high = trend.draw(panel, page.view, LIGHT)["layout"]["yaxis"]["range"]
    assert high < panel.frame["band_high"].max()
    assert low < panel.frame["low"].min()
    assert high > panel.frame["high"].max()


def test_an_interval_without_an_upper_end_is_in_words_and_tears_no_band(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?grain=month")
    panel = page.panel("trend")
    assert panel is not None and panel.frame["high"].notna().all()
    frame = panel.frame.copy()
    open_one = frame.index[5]
    frame.loc[open_one, "high"] = math.nan
    figure = trend.draw(replace(panel, frame=frame), page.view, LIGHT)
    bands = by_name(figure, "95% interval")
    before, after = frame["high"].iloc[:5], frame["high"].iloc[6:]
    assert [band["y"][: len(band["y"]) // 2] for band in bands] == [[*before], [*after]]
    (dots,) = by_name(figure, "NPS", "markers")
    least = f"{abs(frame.loc[open_one, 'low']):.1f} or more"
    assert [least in text for text in dots["hovertext"]] == [n == 5 for n in range(len(frame))]
