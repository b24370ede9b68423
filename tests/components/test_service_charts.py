"""Rankings and the backlog as they are drawn, and what stands below a ranking."""

from __future__ import annotations

import pandas as pd
import pytest

from components.charts import backlog, ranking
from components.charts.parts.build import Chart
from components.panels.ranking import ranking_notes, ranking_table
from components.theme import DARK, LIGHT, Theme
from data.store.snapshots import Snapshot
from pages.figures.figure import figures_of
from pages.panel import Page, Panel
from tests.pages.reading import read


def panel_of(snapshot: Snapshot, link: str, key: str = "agents") -> tuple[Page, Panel]:
    page = read(snapshot, link)
    panel = page.panel(key)
    assert panel is not None
    return page, panel


def drawn(page: Page, panel: Panel, theme: Theme = LIGHT) -> Chart:
    return ranking.draw(panel, page.view, theme)


def test_the_first_and_the_last_are_drawn_from_the_top(snapshot: Snapshot) -> None:
    page, panel = panel_of(snapshot, "service?metric=sla_met")
    figure = drawn(page, panel)
    (dots,) = (trace for trace in figure["data"] if trace.get("name") == "SLA met")
    ranked = panel.frame[panel.frame["rank"] > 0]
    ends = pd.concat([ranked.head(10), ranked.tail(10)])
    assert dots["x"] == ends["change"].to_list()[::-1]  # agents of several teams
    axis = figure["layout"]["yaxis"]
    names = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    assert [names[place].partition("<br>")[0] for place in dots["y"][::-1]] == [
        f"{row.ranks}  {row.segment}" for row in figures_of(ends)
    ]
    assert dots["y"] == [*range(10), *range(11, 21)]  # a gap for those between
    assert names[10] == "⋮"
    assert dots["customdata"][-1] == f"agent={ends['segment'].iloc[0].replace(' ', '+')}"
    told = [str(one.children) for one in ranking_notes(panel)]
    assert told == ["The first 10 and the last 10 of 48; the table and the CSV have all."]


def test_few_are_all_drawn(snapshot: Snapshot) -> None:
    page, panel = panel_of(snapshot, "service?metric=sla_met&team=Frontline")
    (dots,) = (trace for trace in drawn(page, panel)["data"] if trace.get("name") == "SLA met")
    assert dots["y"] == list(range(int(panel.frame["rank"].max())))
    assert "⋮" not in drawn(page, panel)["layout"]["yaxis"]["ticktext"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_noise_has_no_colour(theme: Theme, snapshot: Snapshot) -> None:
    page, panel = panel_of(snapshot, "service?metric=resolution_time&team=Frontline")
    figure = drawn(page, panel, theme)
    (dots,) = (trace for trace in figure["data"] if trace.get("name") == "Resolution")
    assert dots["x"] == panel.frame["value"].to_list()[::-1]  # of one team: the figures
    verdicts = panel.frame["verdict"].to_list()[::-1]
    assert {"real", "noise"} <= set(verdicts)
    for verdict, colour, symbol in zip(
        verdicts, dots["marker"]["color"], dots["marker"]["symbol"], strict=True
    ):
        if verdict == "real":
            assert colour in (theme.good, theme.bad)
            assert symbol == "circle"
        else:
            assert (colour, symbol) == (theme.base, "circle-open")
    notes = [note["text"] for note in figure["layout"]["annotations"]]
    assert notes.count("≈ average") == verdicts.count("noise")
    (line,) = figure["layout"]["shapes"]
    assert line["x0"] == line["x1"] == panel.frame["average"].iloc[0]


def test_who_is_not_ranked_is_named_without_a_figure(snapshot: Snapshot) -> None:
    link = "service?metric=sla_met&team=Billing&from=2026-10-25&to=2026-10-31"
    page, panel = panel_of(snapshot, link)
    (told,) = (str(one.children) for one in ranking_notes(panel))
    few = panel.frame[panel.frame["rank"] == 0]
    assert told.startswith("Not ranked, too few tickets: ")
    for name, n in zip(few["segment"], few["n"], strict=True):
        assert f"{name} (n {n})" in told
    assert len(drawn(page, panel)["layout"]["yaxis"]["ticktext"]) == len(panel.frame) - len(few)


def test_rankings_as_tables(snapshot: Snapshot) -> None:
    page, panel = panel_of(snapshot, "service")
    told = str(ranking_table(panel, page.view))
    for name in panel.frame["segment"]:
        assert name in told
    assert "'Team'" in told
    assert "beyond noise" in told
    assert "real" not in told


def test_the_backlog(snapshot: Snapshot) -> None:
    page, panel = panel_of(snapshot, "service", "backlog")
    figure = backlog.draw(panel, page.view, LIGHT)
    by_name = {trace["name"]: trace for trace in figure["data"]}
    for name in ("opened", "resolved", "open"):
        assert by_name[name]["y"] == panel.frame[name].to_list()
    assert by_name["opened"]["customdata"][0] == "from=2025-11-01&to=2025-11-30&period=&grain="
    assert "Open at the end" in str(backlog.table(panel, page.view))
