"""Periods that the view or the data cut, as trends draw them."""

from __future__ import annotations

from dataclasses import replace

from components.charts import trend
from components.theme import LIGHT
from tests.components import frames
from tests.components.test_charts import by_name


def test_parts_of_periods_are_open_and_dotted() -> None:
    months = {"2026-01-01": (60, 20, 20), "2026-02-01": (60, 20, 20), "2026-03-01": (60, 20, 20)}
    panel = frames.trend(months)
    cut = panel.frame.assign(days=[31, 28, 12], of_days=[31, 28, 31])
    figure = trend.draw(replace(panel, frame=cut), frames.view("grain=month"), LIGHT)
    (whole,) = by_name(figure, "NPS")
    (part,) = by_name(figure, "part of a period")
    assert whole["y"] == [40, 40, None]
    assert part["y"] == [None, 40, 40]
    assert part["line"]["dash"] == "dot"
    (points,) = by_name(figure, "NPS", "markers")
    assert points["marker"]["symbol"] == ["circle", "circle", "circle-open"]
    assert "12 of 31 days" in points["hovertext"][-1]
    assert " days" not in points["hovertext"][0]
