"""The two icons of a card: which way they point, in which colour, and what is read aloud."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from dash import html

from components.charts.icons import assurance_icon, chart_rows, variation_icon
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from metrics.inference.control_charts import Assurance, Variation
from pages.figures.figure import Figure, figures_of
from tests.pages.reading import frame, read, view_of

UP, DOWN = "M9 13V5", "M9 5v8"


def shown(icon: html.Img | None) -> dict[str, Any]:
    assert icon is not None
    found: dict[str, Any] = icon.to_plotly_json()["props"]
    return {**found, "src": unquote(found["src"])}


def card(snapshot: Snapshot, metric: str, **changes: object) -> Figure:
    rows = figures_of(frame(read(snapshot, "overview"), "cards"))
    row = next(one for one in rows if one.metric == metric)
    return row._replace(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("metric", "variation", "path", "ink"),
    [
        ("nps", Variation.IMPROVING, UP, LIGHT.good),
        ("nps", Variation.WORSENING, DOWN, LIGHT.bad),
        ("first_response_time", Variation.IMPROVING, DOWN, LIGHT.good),
        ("first_response_time", Variation.WORSENING, UP, LIGHT.bad),
        ("tickets_opened", Variation.MORE, UP, LIGHT.quiet),
        ("tickets_opened", Variation.LESS, DOWN, LIGHT.quiet),
    ],
)
def test_an_arrow_goes_the_way_of_the_figure(
    snapshot: Snapshot, metric: str, variation: Variation, path: str, ink: str
) -> None:
    row = card(snapshot, metric, variation=str(variation), special_since=date(2026, 5, 1))
    icon = shown(variation_icon(row, view_of(snapshot, "overview"), LIGHT))
    assert path in icon["src"] and f'stroke="{ink}"' in icon["src"]
    said = f"S{variation[1:]}, since May 2026"
    assert icon["alt"] == icon["title"] == said


def test_common_cause_is_a_quiet_wave(snapshot: Snapshot) -> None:
    row = card(snapshot, "csat")
    icon = shown(variation_icon(row, view_of(snapshot, "overview"), LIGHT))
    assert icon["alt"] == "Common cause" and f'stroke="{LIGHT.quiet}"' in icon["src"]


@pytest.mark.parametrize(
    ("assurance", "ink"),
    [
        (Assurance.ALWAYS, LIGHT.good),
        (Assurance.SOMETIMES, LIGHT.quiet),
        (Assurance.NEVER, LIGHT.bad),
    ],
)
def test_assurance_says_how_often(snapshot: Snapshot, assurance: Assurance, ink: str) -> None:
    row = card(snapshot, "csat", assurance=str(assurance))
    icon = shown(assurance_icon(row, view_of(snapshot, "overview"), LIGHT))
    assert icon["alt"] == f"By month, the target is {assurance}"
    assert f'stroke="{ink}"' in icon["src"]


def test_what_tells_nothing_has_no_icon(snapshot: Snapshot) -> None:
    row, view = card(snapshot, "revenue"), view_of(snapshot, "overview")
    assert variation_icon(row, view, LIGHT) is assurance_icon(row, view, LIGHT) is None
    assert not any(words for _, words in chart_rows(row, view))


def test_the_details_say_it_in_words(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "overview")
    told = dict(chart_rows(card(snapshot, "resolution_time"), view))
    assert told["Variation by month"] == "common cause"
    assert told["Target by month"] == "met sometimes, as months are"
    assert told["Months"] == "differ 1.4 times more than tickets alone explain"
    assert dict(chart_rows(card(snapshot, "csat"), view))["Months"] == ""
