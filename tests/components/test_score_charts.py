"""Charts of scores and of the shares of their groups draw what adds up."""

from __future__ import annotations

import pytest

from components.charts import distribution, shares
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from tests.pages.reading import read


def test_a_distribution_draws_its_shares(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    panel = page.panel("distribution")
    assert panel is not None
    figure = distribution.draw(panel, page.view, LIGHT)
    (bars,) = figure["data"]
    assert bars["x"] == [str(score) for score in range(11)]
    assert bars["y"] == panel.frame["share"].to_list()
    colours = [LIGHT.detractor] * 7 + [LIGHT.passive] * 2 + [LIGHT.promoter] * 2
    assert bars["marker"]["color"] == colours
    assert bars["customdata"][3] == "page=loyalty&score=3"


def test_scores_add_up_as_they_are_shown(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    panel = page.panel("distribution")
    assert panel is not None
    (bars,) = distribution.draw(panel, page.view, LIGHT)["data"]
    tenths = [round(10 * float(one)) for one in bars["text"]]
    groups = distribution.shown_groups(panel)
    assert sum(tenths) == 1000
    assert sum(tenths[:7]) == round(10 * groups["detractors"])
    assert sum(tenths[9:]) == round(10 * groups["promoters"])


def test_shares_of_a_period_give_its_nps(snapshot: Snapshot) -> None:
    page = read(snapshot, "loyalty")
    panel, trend_of = page.panel("shares"), page.panel("trend")
    assert panel is not None
    assert trend_of is not None
    nps = dict(zip(trend_of.frame["period"], trend_of.frame["value"], strict=True))
    for period, shown in zip(panel.frame["period"], shares.shown_shares(panel), strict=True):
        assert sum(shown.values()) == pytest.approx(100)
        assert f"{shown['promoters'] - shown['detractors']:.1f}" == f"{nps[period]:.1f}"


def test_shares_are_stacked_to_all(snapshot: Snapshot) -> None:
    page = read(snapshot, "loyalty")
    panel = page.panel("shares")
    assert panel is not None
    figure = shares.draw(panel, page.view, LIGHT)
    assert [one["name"] for one in figure["data"]] == ["detractors", "passives", "promoters"]
    for stack in zip(*(one["y"] for one in figure["data"]), strict=True):
        assert sum(stack) == pytest.approx(100)
