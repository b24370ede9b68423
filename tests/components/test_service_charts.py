"""The backlog as it is drawn, rankings as tables, and what stands below a ranking."""

from __future__ import annotations

from components.charts import backlog
from components.panels.ranking import grouped, ranking_notes, ranking_table
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from pages.panel import Page, Panel
from tests.pages.reading import read


def panel_of(snapshot: Snapshot, link: str, key: str = "agents") -> tuple[Page, Panel]:
    page = read(snapshot, link)
    panel = page.panel(key)
    assert panel is not None
    return page, panel


def test_who_is_not_ranked_is_named_without_a_figure(snapshot: Snapshot) -> None:
    link = "service?metric=sla_met&team=Billing&from=2026-10-25&to=2026-10-31"
    _, panel = panel_of(snapshot, link)
    (told,) = (str(one.children) for one in ranking_notes(panel))
    few = panel.frame[panel.frame["rank"] == 0]
    assert told.startswith("Not ranked, too few tickets: ")
    assert all(name in told for name in few["segment"])
    assert "n " not in told.removeprefix("Not ranked, too few tickets: ")
    assert sum(map(len, grouped(panel).values())) == len(panel.frame) - len(few)


def test_rankings_as_tables(snapshot: Snapshot) -> None:
    page, panel = panel_of(snapshot, "service")
    told = str(ranking_table(panel, page.view, snapshot.catalog))
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
    assert "Open at the end" in str(backlog.table(panel, page.view, snapshot.catalog))
