"""A link goes to the server as browsers send it, and the page comes back."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

import callbacks.page
from data.store.snapshots import Snapshot
from tests.callbacks.client import show
from tests.pages.reading import read
from view.pages import PAGES

_LISTED = [page for page, spec in PAGES.items() if spec.listed and not spec.of_agents]

LINKS = (
    "/",
    "/overview?compare=rest&region=EMEA",
    "/overview?metric=first_response_time&table=cards&table=trend",
    "/loyalty?by=industry&score=0",
    "/touchpoints?metric=nps",
    "/journey?metric=csat&table=journey",
    "/service?metric=sla_met&table=agents&table=backlog&by=priority",
    "/touchpoints?table=by_month&table=ces:1-7_by_touchpoint",
    "/overview?metric=xqi&table=moved",
    "/dictionary",
    "/data",
    "/customer?customer_id=C05165",
    "/customer?customer_id=C05165&table=timeline",
)


@pytest.mark.parametrize("link", LINKS)
def test_each_page_comes_back(link: str, client: FlaskClient, snapshot: Snapshot) -> None:
    shown = show(client, link)
    page = read(snapshot, link)
    assert page.headline in shown.text("content")
    assert shown.text("notices") == ""
    for panel in page.panels:
        if panel.kind != "sparklines":
            assert panel.title in shown.text("content")
    title = PAGES[page.view.page].title
    assert shown.answer["name"] == title
    assert shown.answer["title"] == f"{page.headline} · {title} · CX Lens"
    assert shown.answer["controls"]["region"] == list(page.view.levels("region"))


def test_the_shared_link_gives_the_same_view_later(client: FlaskClient) -> None:
    shown = show(client, "/loyalty?period=last-90-days&region=EMEA&by=plan")
    link = shown.answer["link"]
    assert link == "/loyalty?from=2026-08-03&to=2026-10-31&region=EMEA&by=plan"
    again = show(client, link)
    assert again.text("content") == shown.text("content")
    assert again.answer["link"] == link


def test_navigation_keeps_the_filters(client: FlaskClient) -> None:
    shown = show(client, "/loyalty?region=EMEA&score=9&table=trend")
    assert shown.part("navigation").links == {
        PAGES[key].title: f"/{key}?region=EMEA" for key in _LISTED
    }


@pytest.mark.parametrize(
    ("link", "notice"),
    [
        ("/overview?region=Atlantis&plan=Team", "“Atlantis” is not a region in these data"),
        ("/overview?period=ever", "“period=ever” is not known"),
        ("/loyalty?<script>alert(1)</script>", "“<script>alert(1)</script>” is not a filter"),
        ("/overview?" + "&".join(f"x{i}=1" for i in range(2000)), "1997 more names"),
    ],
)
def test_what_a_link_cannot_do_is_said(link: str, notice: str, client: FlaskClient) -> None:
    shown = show(client, link)
    assert notice in shown.text("notices")
    assert len(shown.text("content")) > 500  # the rest is applied


def test_a_page_that_fails_leaves_the_way_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:  # noqa: ANN401
        raise RuntimeError("secret detail")

    monkeypatch.setattr(callbacks.page, "read_page", broken)
    shown = show(client, "/overview?region=Oceania")  # not kept from another test
    assert "could not be made" in shown.text("content")
    assert "secret detail" not in shown.response.get_data(as_text=True)
    assert "secret detail" in caplog.text
    assert "Loyalty" in shown.text("navigation")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/loyalty", 200), ("/nowhere/at/all", 404), ("/%00", 404), ("/data?x=%ff", 200)],
)
def test_every_address_gives_the_application(path: str, status: int, client: FlaskClient) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert " · CX Lens</title>" in response.get_data(as_text=True)
