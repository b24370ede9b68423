"""What fails on a page is that panel's alone: the others stand, and nothing of it is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

import pytest
from flask.testing import FlaskClient

from components.panels.kinds import KINDS
from data.errors import UnavailableError
from pages.panel import Kind
from tests.callbacks.client import show

# What is broken, the page, and the panels that are lost with it.
BROKEN = [
    ("pages.overview.distribution_panel", "/overview?metric=ces", {"distribution"}),
    ("pages.overview.metric_trend", "/overview?metric=csat", {"trend"}),
    ("pages.overview.moved_panel", "/overview?metric=xqi", {"moved"}),
    ("pages.overview.breakdown_panels", "/overview?grain=week", {"breakdowns"}),
    ("pages.loyalty._invited", "/loyalty?grain=month", {"invitations"}),
    ("pages.loyalty.invitations_panel", "/loyalty?by=plan", {"invitations_by"}),
    ("pages.loyalty._shares_panel", "/loyalty?grain=week", {"shares"}),
    ("pages.loyalty.comments_panel", "/loyalty?score=0", {"comments"}),
    ("pages.touchpoints.heatmap_panel", "/touchpoints", {"by_month", "by_segment"}),
    ("pages.journey._by_segment", "/journey", {"by_segment"}),
    ("pages.customers.cohorts", "/customers", {"cohorts"}),
    ("pages.customers.after_answers", "/customers?by=plan", {"risk"}),
    ("pages.customers.metric_breakdown", "/customers?grain=week", {"by_segment"}),
    ("pages.service.ranking_panels", "/service", {"rankings"}),
    ("pages.service._volume", "/service?by=team", {"volume"}),
]


def broken(*_: Any, **__: Any) -> NoReturn:  # noqa: ANN401
    raise RuntimeError("secret detail")


@pytest.mark.parametrize(("what", "link", "lost"), BROKEN)
def test_the_others_stand(
    what: str,
    link: str,
    lost: set[str],
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole = client.get(f"/api{link}").get_json()
    address = f"{link}{'&' if '?' in link else '?'}compare=none"  # of which nothing is kept yet
    with monkeypatch.context() as patched:
        patched.setattr(what, broken)
        found = client.get(f"/api{address}")
        assert found.status_code == 200
        panels = found.get_json()["panels"]
        assert {key for key, one in panels.items() if one["note"] and "the log" in one["note"]} == (
            lost
        )
        assert len(panels) >= len(whole["panels"]) - 3 and found.get_json()["headline"]
        key = next(iter(lost))
        csv = client.get(f"/api{address.replace('?', f'/{key}.csv?', 1)}")
        assert csv.status_code == 500
        text = show(client, address).text("content")
        assert text.count("This could not be made; the log says why.") == len(lost)
        assert len(text) > 500
        assert "secret detail" in caplog.text and "secret detail" not in text
    mended = client.get(f"/api{address}").get_json()
    assert "the log says why" not in str(mended)
    assert "the log says why" not in show(client, address).text("content")


@pytest.mark.parametrize("page", ["overview", "loyalty", "touchpoints", "customers", "service"])
def test_a_headline_that_fails_leaves_the_figures(
    page: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "of_touchpoints" if page == "touchpoints" else "brief"
    monkeypatch.setattr(f"pages.{page}.{name}", broken)
    found = client.get(f"/api/{page}?period=last-7-days").get_json()
    assert found["headline"].startswith("What changed could not be put into words here")
    assert len(found["panels"]) > 2


@pytest.mark.parametrize("chart", ["trend", "distribution", "breakdown"])
def test_one_that_can_not_be_drawn(
    chart: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = Kind(chart)
    monkeypatch.setitem(KINDS, kind, replace(KINDS[kind], draw=broken))
    text = show(client, f"/overview?metric=ces&period=last-quarter&table={chart}x").text("content")
    lost = text.count("This could not be made; the log says why.")
    assert lost == (
        3 if chart == "breakdown" else 1
    )  # effort, satisfaction, and the metric by segment
    assert "Key figures" in text


def test_a_database_that_is_away_is_the_whole_page_s(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:  # noqa: ANN401
        raise UnavailableError("The database does not answer.")

    monkeypatch.setattr("pages.overview.distribution_panel", away)
    assert client.get("/api/overview?metric=ces&period=last-year").status_code == 503
