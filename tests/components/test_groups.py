"""Agents in three groups: worse and better beyond noise, and all others without a place."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from dash import dcc, html
from dash.development.base_component import Component

from components.panels.ranking import grouped, ranking
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.panel import Kind, Page, Panel
from tests.components import frames
from tests.pages.reading import read

NAN = float("nan")


def panel_of(metric: str, *rows: tuple[str, float, str, int]) -> Panel:
    """A ranking by hand: name, difference to all others, verdict and rank of each, best first."""
    frame = pd.DataFrame(
        [
            {
                "metric": metric, "series": metric, "value": 50 + change, "low": 45 + change,
                "high": 55 + change, "n": 100, "hidden": "" if rank else "too_few",
                "base_value": 50.0, "base_low": NAN, "base_high": NAN, "base_n": 900,
                "change": change, "change_low": change - 5, "change_high": change + 5,
                "p_value": 0.5, "verdict": verdict, "segment": name, "dimension": "region",
                "rank": rank, "rank_best": rank, "rank_worst": rank, "average": 50.0,
            }
            for name, change, verdict, rank in rows
        ]
    )  # fmt: skip
    return Panel("agents", Kind.RANKING, "Agents", "", frame, metric, dimension="region")


ROWS = (
    ("Ada", 20.0, "real", 1),
    ("Zoe", 12.0, "real", 2),
    ("Max", 3.0, "noise", 3),
    ("ben", 2.0, "noise", 4),
    ("Cho", -1.0, "noise", 5),
    ("Eva", -11.0, "real", 6),
    ("Tom", -30.0, "real", 7),
    ("Few", NAN, "too_few", 0),
)


def names(panel: Panel) -> dict[str, list[str]]:
    return {tone: [row.segment for row in rows] for tone, rows in grouped(panel).items()}


def test_the_worst_and_the_best_come_first_and_the_noise_by_name() -> None:
    assert names(panel_of("first_contact_resolution", *ROWS)) == {
        "bad": ["Tom", "Eva"],
        "neutral": ["ben", "Cho", "Max"],
        "good": ["Ada", "Zoe"],
    }


def test_where_less_is_better_the_longest_times_are_the_worst() -> None:
    """The same differences in hours: who takes longer is worse."""
    assert DEFINITIONS["resolution_time"].higher_is_better is False
    ranks = (5, 4, 0, 0, 3, 2, 1)
    rows = [(*row[:3], rank) for row, rank in zip(ROWS, ranks, strict=False)]
    found = names(panel_of("resolution_time", *sorted(rows, key=lambda row: row[3] or 99)))
    assert found == {"bad": ["Ada", "Zoe"], "neutral": ["Cho"], "good": ["Tom", "Eva"]}


def drawn(panel: Panel, query: str = "") -> html.Div:
    page = Page(frames.view(query), "", "", (panel,))
    return ranking(panel, page, frames.CATALOG)


def inside(component: Component, kind: type[Component]) -> list[Any]:
    return [one for one in component._traverse() if isinstance(one, kind)]


def classed(component: Component, kind: type[Component], name: str) -> list[Any]:
    return [one for one in inside(component, kind) if getattr(one, "className", "") == name]


def test_headings_count_and_nobody_in_the_noise_has_a_rank() -> None:
    found = drawn(panel_of("first_contact_resolution", *ROWS))
    assert [one.children for one in inside(found, html.H3)] == [
        "2 worse than the other regions together, beyond noise",
        "3 within noise",
        "2 better than the other regions together, beyond noise",
    ]
    assert "rank" not in str(found).replace("cx-rank", "").replace("Not ranked", "")
    assert [one.children for one in inside(found, html.Strong)] == [
        "▼ 30.0", "▼ 11.0", "▲ 20.0", "▲ 12.0",
    ]  # fmt: skip
    assert [one.children for one in inside(found, html.P)] == ["Not ranked, too few tickets: Few."]


def test_the_interval_is_drawn_where_it_is() -> None:
    """From −30 to 20, and 5 more on both sides: 60 in all, of which 10 are a sixth."""
    found = drawn(panel_of("first_contact_resolution", *ROWS))
    spans = classed(found, html.Span, "cx-rank-interval")
    assert spans[0].style == {"left": "0.0%", "width": "16.7%"}  # Tom, the lowest
    dots = [one.style["left"] for one in classed(found, html.Span, "cx-rank-dot")]
    assert dots[0] == "8.3%"  # 5 of 60


def test_a_long_noise_is_folded_but_not_over_whom_the_link_names() -> None:
    many = [(f"Region {i:02d}", 0.0, "noise", i + 1) for i in range(30)]
    many[17] = ("EMEA", 0.0, "noise", 18)
    panel = panel_of("first_contact_resolution", *many)
    (folded,) = inside(drawn(panel), html.Details)
    assert folded.open is False
    assert len(inside(folded, html.Li)) == 30
    found = drawn(panel, "region=EMEA")
    (unfolded,) = inside(found, html.Details)
    assert unfolded.open is True
    (marked,) = classed(found, html.Li, "cx-rank-chosen")
    assert getattr(marked, "aria-current") == "true"
    (link,) = inside(marked, dcc.Link)
    assert (link.children, link.href) == ("EMEA", "/overview")  # a second click frees


def test_of_thousands_some_are_listed_and_all_are_counted() -> None:
    many = [(f"Region {i:04d}", -9.0, "real", i + 1) for i in range(3000)]
    found = drawn(panel_of("first_contact_resolution", *many))
    assert inside(found, html.H3)[0].children.startswith("3,000 worse than ")
    assert len(inside(found, html.Li)) == 40
    assert "2,960 more are in the CSV." in str(found)


@pytest.mark.parametrize("metric", ["first_contact_resolution", "resolution_time", "sla_met"])
def test_groups_of_the_sample_are_their_intervals(metric: str, snapshot: Snapshot) -> None:
    """Recounted from the frame: who is beyond noise has an interval on one side of no difference,
    and everybody that is ranked is in one group."""
    panel = read(snapshot, f"service?metric={metric}").panel("agents")
    assert panel is not None
    groups = grouped(panel)
    better = 1 if DEFINITIONS[metric].higher_is_better else -1
    assert all(better * row.change_high < 0 > better * row.change_low for row in groups["bad"])
    assert all(better * row.change_high > 0 < better * row.change_low for row in groups["good"])
    ranked = panel.frame[panel.frame["rank"] > 0]
    listed = [(row.team, row.segment) for rows in groups.values() for row in rows]
    assert sorted(listed) == sorted(zip(ranked["team"], ranked["segment"], strict=True))
