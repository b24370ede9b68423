"""Targets and benchmarks on pages: which one applies, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from data.catalog import Goal
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.targets import (
    BenchmarkVerdict,
    TargetVerdict,
    against_benchmark,
    against_target,
)
from pages.panel import Kind
from pages.panels.goals import COLUMNS, goal_of
from tests.pages.reading import figure, frame, read

PLAN = Goal(metric="nps", value=50, dimension="plan", level="Enterprise")
REGION = Goal(metric="nps", value=45, dimension="region", level="EMEA")
ALL = Goal(metric="nps", value=40)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], ALL),
        ([("plan", "Starter")], ALL),
        ([("plan", "Enterprise")], PLAN),
        ([("region", "EMEA"), ("plan", "Enterprise")], PLAN),  # the first of the mapping
        ([("region", "Enterprise")], ALL),
    ],
)
def test_the_first_of_the_mapping_applies(
    places: list[tuple[str, str]], expected: Goal | None
) -> None:
    other = Goal(metric="csat", value=1)
    assert goal_of([other, PLAN, REGION, ALL], "nps", places) == expected
    assert goal_of([other, ALL, PLAN, REGION], "nps", places) == expected
    assert goal_of([PLAN], "csat", places) is None


@pytest.mark.parametrize(
    ("low", "high", "more", "less", "beside"),
    [
        (41, 44, "met", "not met", "above"),
        (36, 39, "not met", "met", "below"),
        (39, 41, "too close to call", "too close to call", "too close to call"),
        (float("nan"), 44, "too close to call", "too close to call", "too close to call"),
    ],
)
def test_verdicts(low: float, high: float, more: str, less: str, beside: str) -> None:
    assert against_target(low, high, 40, DEFINITIONS["nps"]) == TargetVerdict(more)
    assert against_target(low, high, 40, DEFINITIONS["resolution_time"]) == TargetVerdict(less)
    assert against_benchmark(low, high, 40) == BenchmarkVerdict(beside)


def test_no_target_where_neither_is_better() -> None:
    neither = replace(DEFINITIONS["nps"], higher_is_better=None)
    with pytest.raises(ValueError, match="neither more nor less"):
        against_target(1, 2, 0, neither)


@pytest.mark.parametrize(
    ("link", "target", "level"),
    [
        ("overview", 40, ""),
        ("overview?plan=Enterprise", 50, "Enterprise"),
        ("overview?plan=Enterprise&plan=Starter", 40, ""),
        ("overview?region=EMEA", 40, ""),
        ("loyalty?plan=Starter&region=EMEA", 10, "Starter"),
    ],
)
def test_cards_and_trend_have_the_target_of_the_view(
    link: str, target: float, level: str, snapshot: Snapshot
) -> None:
    page = read(snapshot, link)
    card = figure(frame(page, "cards"), metric="nps")
    assert (card["target"], card["target_level"]) == (target, level)
    assert (card["benchmark"], card["benchmark_source"][:3]) == (36, "B2B")
    trend = frame(page, "trend")
    assert set(trend["target"]) == {target} and set(trend["benchmark"]) == {36}


def test_levels_have_their_own(snapshot: Snapshot) -> None:
    panel = read(snapshot, "loyalty?by=plan").panel("by_segment")
    assert panel is not None and panel.subtitle.endswith("❘ target")
    rows = panel.frame.set_index("segment")
    assert rows["target"].to_dict() == {
        "Starter": 10, "Team": 40, "Business": 40, "Enterprise": 50
    }  # fmt: skip
    assert rows["target_verdict"].notna().all()
    assert ((rows["target_verdict"] == "met") == (rows["low"] >= rows["target"])).all()
    assert ((rows["target_verdict"] == "not met") == (rows["high"] <= rows["target"])).all()


def test_touchpoints_have_their_own(snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, "touchpoints"), "csat:1-5_by_touchpoint").set_index("touchpoint")
    assert rows["target"].to_dict() == {
        place: 85 if place.startswith("Support") else 80 for place in rows.index
    }


def test_every_figure_of_a_metric_with_goals_has_them(snapshot: Snapshot) -> None:
    """Whatever page a figure stands on: nothing to call, nothing to forget."""

    def panels() -> Iterator[tuple[Kind, pd.DataFrame]]:
        for link in ("overview", "loyalty?by=region", "touchpoints"):
            for panel in read(snapshot, link).panels:
                if "hidden" in panel.frame and "nps" in set(panel.frame["metric"]):
                    yield panel.kind, panel.frame

    found = dict(panels())
    assert {Kind.CARDS, Kind.TREND, Kind.BREAKDOWN, Kind.SPARKLINES} <= set(found)
    for kind, rows in found.items():
        assert set(COLUMNS).isdisjoint(rows) if kind == Kind.SPARKLINES else set(COLUMNS) <= {*rows}
