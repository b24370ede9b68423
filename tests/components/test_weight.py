"""What is beyond noise is told from noise by weight, not by colour alone."""

from __future__ import annotations

from typing import Any

from components.charts import breakdown, journey
from components.charts.reasons import contributions
from components.panels.heatmap import heatmap
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from pages.figures.figure import figures_of
from tests.components import frames
from tests.components.test_charts import by_name
from tests.pages.reading import read


def test_weight_is_for_real_changes() -> None:
    """Who sees no colour sees large points and bold words, and small points within noise."""
    now = {"up": (90, 5, 5), "down": (5, 5, 90), "same": (50, 5, 45)}
    panel = frames.breakdown(now, dict.fromkeys(now, (50, 5, 45)))
    figure = breakdown.draw(panel, frames.view(), LIGHT)
    (dots,) = by_name(figure, "NPS", "markers")
    places = figure["layout"]["yaxis"]["ticktext"]
    sizes = dict(zip((places[y] for y in dots["y"]), dots["marker"]["size"], strict=True))
    assert sizes["up"] == sizes["down"] > 1.5 * sizes["same"]
    notes = {places[one["y"]]: one["text"] for one in figure["layout"]["annotations"]}
    assert notes == {
        "up": "<b>▲ 80.0 beyond noise</b>",
        "down": "<b>▼ 90.0 beyond noise</b>",
        "same": "= 0.0 noise",
    }
    alone = breakdown.draw(frames.breakdown(now), frames.view(), LIGHT)
    (dots,) = by_name(alone, "NPS", "markers")
    assert len(set(dots["marker"]["size"])) == 1  # nothing to tell apart


def _bold(figure: dict[str, Any]) -> list[bool]:
    changes = [one["text"] for one in figure["layout"]["annotations"] if "noise" in one["text"]]
    assert all(("beyond" in one) == one.startswith("<b>") for one in changes)
    return [one.startswith("<b>") for one in changes]


def test_so_do_the_parts_of_the_index_and_the_journey(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?metric=xqi")
    panel = page.panel("moved")
    assert panel is not None
    figure = contributions.draw(panel, page.view, LIGHT)
    real = int((panel.frame["verdict"] == "real").sum())
    assert 0 < _bold(figure).count(True) == real
    page = read(snapshot, "journey")
    panel = next(one for one in page.panels if one.kind == "journey")
    figure = journey.draw(panel, page.view, LIGHT)
    rows = [row for row in figures_of(panel.frame) if not row.definition.beside]
    own = [row for row in rows if row.series == rows[0].series]
    assert _bold(figure).count(True) == sum(row.verdict == "real" for row in own) > 0


def test_a_heat_map_says_it_in_bold_and_in_words(snapshot: Snapshot) -> None:
    page = read(snapshot, "journey?by=region")
    panel = page.panel("by_segment")
    assert panel is not None
    real = int((panel.frame["verdict"] == "real").sum())
    told = str(heatmap(panel, page, snapshot.catalog))
    assert told.count("cx-beyond") == told.count("' beyond noise'") == real > 0
