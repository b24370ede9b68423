"""The experience quality index on Overview: its card, its trend, what moved it, what it lacks."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from components.panels.panel import panels as drawn
from components.theme import LIGHT
from data.catalog import XqiPart
from data.store.snapshots import Snapshot
from pages.panels.contributions import weights_in_words
from tests.pages.reading import figure, frame, read

LINK = "overview?metric=xqi"


def test_the_card_is_the_weighted_mean_of_its_parts(snapshot: Snapshot) -> None:
    cards = frame(read(snapshot, "overview"), "cards").set_index("metric")
    others = frame(read(snapshot, "loyalty"), "others").set_index("metric")
    value = {**cards["value"], "sentiment": others["value"]["sentiment"]}
    hours = 100 * (48 - value["first_response_time"]) / 48
    mood = (value["sentiment"] + 100) / 2
    expected = (
        0.35 * value["ces"] + 0.25 * mood + 0.2 * hours + 0.2 * value["first_contact_resolution"]
    )
    assert value["xqi"] == pytest.approx(expected)
    n = cards.loc[["ces", "first_response_time", "first_contact_resolution"], "n"].min()
    assert cards.loc["xqi", "n"] == min(n, others["n"]["sentiment"])


def test_the_trend_is_the_weighted_mean_of_each_period(snapshot: Snapshot) -> None:
    trend = frame(read(snapshot, LINK), "trend").set_index("period")
    pages = ["overview?metric=ces", "loyalty?metric=sentiment"]
    pages += ["overview?metric=first_response_time", "overview?metric=first_contact_resolution"]
    each = [frame(read(snapshot, page), "trend").set_index("period") for page in pages]
    for side in ("value", "base_value"):
        ces, mood, hours, fcr = (part[side] for part in each)
        share = 0.35 * ces + 0.25 * (mood + 100) / 2 + 0.2 * fcr
        expected = share + 0.2 * 100 * (48 - hours) / 48
        pd.testing.assert_series_equal(trend[side], expected, check_names=False)


def test_what_moved_it_adds_up(snapshot: Snapshot) -> None:
    page = read(snapshot, LINK)
    moved = frame(page, "moved").set_index("metric")
    parts = moved.drop(index="xqi")
    card = figure(frame(page, "cards"), metric="xqi")
    assert parts["contribution"].sum() == pytest.approx(card["change"])
    assert moved.loc["xqi", "contribution"] == card["change"]
    assert parts["weight"].sum() == pytest.approx(100)
    assert ((parts["contribution_low"] <= 0) & (parts["contribution_high"] >= 0)).to_dict() == (
        parts["verdict"] == "noise"
    ).to_dict()
    assert moved.loc["ces", "verdict"] == "real"


@pytest.mark.parametrize("query", ["", "&compare=none", "&compare=rest&plan=Team", "&table=moved"])
def test_the_panel_is_drawn(query: str, snapshot: Snapshot) -> None:
    page = read(snapshot, LINK + query)
    moved = page.panel("moved")
    assert moved is not None
    assert moved.frame["contribution"].isna().all() == ("none" in query)
    assert len(drawn(page, snapshot.catalog, LIGHT)) == len(page.panels) - 1


def without_a_part(snapshot: Snapshot, metric: str) -> Snapshot:
    """The sample company with another metric in its index."""
    parts = (XqiPart(metric="ces", weight=0.5), XqiPart(metric=metric, weight=0.5))
    return replace(snapshot, catalog=snapshot.catalog.model_copy(update={"xqi": parts}))


def test_without_a_part_there_is_no_index_and_the_page_says_so(snapshot: Snapshot) -> None:
    # NPS is not asked at touchpoints; nothing is re-weighted in silence.
    page = read(without_a_part(snapshot, "nps"), "overview?touchpoint=Support+chat")
    assert "xqi" not in set(frame(page, "cards")["metric"])
    assert "No XQI here: loyalty (NPS) has no figure in this view." in page.note
    assert read(snapshot, "overview").note == ""


def test_weights_add_up_as_they_are_shown() -> None:
    assert weights_in_words([40.0, 30.0, 30.0, 100.0]) == ["40%", "30%", "30%", "100%"]
    assert weights_in_words([100 / 3] * 3) == ["33.4%", "33.3%", "33.3%"]
