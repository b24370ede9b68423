"""The JSON twin of every page says what the page shows, each figure with its uncertainty."""

from __future__ import annotations

import math
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.panel import Kind
from tests.pages.reading import read

LINKS = (
    "overview",
    "overview?compare=none",
    "overview?compare=rest&region=EMEA&metric=ces",
    "overview?industry=Fishing",
    "loyalty?by=industry",
    "loyalty?period=last-90-days&compare=year-ago&score=0",
    "touchpoints",
    "touchpoints?metric=nps&by=industry",
    "journey",
    "dictionary",
    "overview?metric=xqi",
    "journey?metric=csat&by=industry&compare=none",
    "to-call",
    "service",
    "service?metric=resolution_time&by=team&team=Billing",
    "data",
)
FIGURES = (
    Kind.CARDS,
    Kind.SPARKLINES,
    Kind.TREND,
    Kind.BREAKDOWN,
    Kind.HEATMAP,
    Kind.JOURNEY,
    Kind.RANKING,
)
COMPARISON = {
    *("value", "low", "high", "n"),
    *("change", "change_low", "change_high", "p_value", "verdict"),
}


def get(client: FlaskClient, link: str) -> dict[str, Any]:
    response = client.get(f"/api/{link}")
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/json"
    found: dict[str, Any] = response.get_json()
    return found


@pytest.mark.parametrize("link", LINKS)
def test_it_is_what_the_page_shows(link: str, client: FlaskClient, snapshot: Snapshot) -> None:
    page, body = read(snapshot, link), get(client, link)
    assert (body["headline"], body["details"]) == (page.headline, page.details)
    assert list(body["panels"]) == [panel.key for panel in page.panels]
    for panel in page.panels:
        twin = body["panels"][panel.key]
        assert (twin["title"], twin["subtitle"]) == (panel.title, panel.subtitle)
        assert len(twin["rows"]) == len(panel.rows)
        if panel.kind not in FIGURES:
            continue
        for shown, told in zip(panel.frame.to_dict("records"), twin["rows"], strict=True):
            n = None if shown["hidden"] else shown["n"]
            assert (told["metric"], told["n"]) == (shown["metric"], n)
            assert told["comparison"]["verdict"] == shown["verdict"]
            for name in ("value", "low", "high"):
                assert _same(told[name], shown[name])
                assert _same(told["comparison"][name], shown[f"base_{name}"])
            if "period" in shown:
                assert told["period"] == f"{shown['period']:%Y-%m-%d}"


def _same(told: float | None, shown: float) -> bool:
    """JSON gives twelve digits, and nothing for what is not known."""
    return told is None if math.isnan(shown) else told == pytest.approx(shown, rel=1e-11)


@pytest.mark.parametrize("link", LINKS)
def test_every_figure_has_its_uncertainty(link: str, client: FlaskClient) -> None:
    for panel in get(client, link)["panels"].values():
        for row in panel["rows"]:
            if "comparison" not in row:
                continue
            assert {"metric", "value", "low", "high", "n", "unit"} <= set(row)
            assert set(row["comparison"]) == COMPARISON
            assert row["comparison"]["verdict"] in ("real", "noise", "too_few", "none")
            metric = DEFINITIONS[row["metric"]]
            assert row["unit"] == ("EUR" if metric.unit == "currency" else metric.unit)
            counted = metric.table == "tickets" and metric.kind in ("count", "stock")
            if "hidden" in row:
                assert (row["value"], row["n"]) == (None, None)
                continue
            assert row["value"] is not None
            if not counted and metric.kind != "count":  # of many, a small number may be counted
                assert row["n"] >= 10


def test_figures_are_many(client: FlaskClient) -> None:
    panels = get(client, "overview")["panels"]
    found = sum("comparison" in row for panel in panels.values() for row in panel["rows"])
    assert found > 100


def test_places_of_figures(client: FlaskClient) -> None:
    body = get(client, "touchpoints?by=plan")
    assert {"touchpoint", "period"} <= set(body["panels"]["by_month"]["rows"][0])
    by_plan = body["panels"]["by_segment"]["rows"][0]
    assert (by_plan["dimension"], by_plan["segment"]) == ("plan", "Starter")
    loyalty = get(client, "loyalty?by=region")["panels"]["by_segment"]["rows"][0]
    assert loyalty["dimension"] == "region"


def test_the_view_that_was_read(client: FlaskClient, snapshot: Snapshot) -> None:
    link = "loyalty?from=2026-01-01&to=2026-03-31&region=EMEA&by=plan&score=9"
    assert get(client, link)["view"] == {
        "period": None,
        "from": "2026-01-01",
        "to": "2026-03-31",
        "grain": "week",
        "window": None,
        "compare": "previous",
        "filters": {"region": ["EMEA"]},
        "by": "plan",
        "metric": None,
        "weighted": False,
        "scores": [9.0],
        "find": None,
        "match": "words",
        "nps_group": None,
        "tone": None,
        "skip": 0,
        "customer_id": None,
    }
    assert get(client, link)["version"] == snapshot.catalog.version


def test_the_target_and_whether_it_is_met(client: FlaskClient) -> None:
    card = get(client, "overview")["panels"]["cards"]["rows"][0]
    assert (card["metric"], card["scale"]) == ("nps", "0-10")
    assert card["target"] == {"value": 40.0, "verdict": "not met"}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/nowhere", 404, "There is no page “nowhere”; there is overview, why, loyalty"),
        ("/api/", 404, "/api/overview"),
        ("/api/overview/x/y/z", 404, "There is nothing at /api/overview/x/y/z"),
        ("/api/overview/none.csv", 404, "overview has no panel “none” in this view; it has cards"),
        ("/api/overview?region=Atlantis", 400, "“Atlantis” is not a region"),
        ("/api/overview?regoin=EMEA", 400, "“regoin” is not a filter here (nearest: “region”)"),
        ("/api/overview?period=always", 400, "“period=always” is not known"),
        ("/api/overview?from=1-1-2026", 400, "is not a date like"),
        ("/api/loyalty/cards.csv?region=Atlantis", 400, "“Atlantis” is not a region"),
        ("/api/overview?region=%00%ff", 400, "is not a region"),
        ("/api/overview?a=1&b=2&c=3&d=4", 400, "1 more names are not filters here"),
    ],
)
def test_what_cannot_be_answered_is_said(
    path: str, status: int, words: str, client: FlaskClient
) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.mimetype == "application/json"
    assert words in " ".join(response.get_json()["errors"])


def test_only_reading(client: FlaskClient) -> None:
    response = client.post("/api/overview")
    assert response.status_code == 405
