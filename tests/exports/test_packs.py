"""Slides by the API: one view, several, saved ones; who may, what is noted, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import Dash
from flask import request
from flask.testing import FlaskClient
from sqlalchemy import select

from access.accounts import reader_of
from access.audit import entries
from access.saved_views.changed import Change, Saved, save
from access.saved_views.kept import Audience
from app import create_app
from data.scope import Filters
from settings import Settings
from store.app_store import AppStore
from store.tables import Account
from tests.exports.opened import read
from tests.row_scope.exits import limit
from tests.server.people import with_accounts
from tests.server.sharing import opened, person, place_of, share


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("packs"))


def test_one_view(client: FlaskClient) -> None:
    answer = client.get("/api/loyalty.pptx?region=EMEA&period=last-90-days")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename=loyalty.pptx"
    told = read(answer.get_data())
    twin = client.get("/api/loyalty?region=EMEA&period=last-90-days").get_json()
    assert told[0].title == twin["headline"]
    assert told[0].links[-1].startswith("http://localhost/loyalty?")
    again = client.get(answer.request.full_path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_pack_has_its_views_in_order(client: FlaskClient) -> None:
    links = ["/service", "http://localhost/loyalty?region=EMEA", "/touchpoints"]
    answer = client.get("/api/pack.pptx", query_string={"view": links})
    assert answer.status_code == 200
    titles = [one.title for one in read(answer.get_data())]
    pages = ("service", "loyalty?region=EMEA", "touchpoints")
    heads = [client.get(f"/api/{one}").get_json()["headline"] for one in pages]
    assert [one for one in titles if one in heads] == heads


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({}, 400, "A pack is of 1 to 24 views"),
        ({"view": ["/loyalty"] * 25}, 400, "A pack is of 1 to 24 views"),
        ({"view": ["/loyalty"], "region": "EMEA"}, 400, "A pack is of 1 to 24 views"),
        ({"view": ["https://elsewhere.example/loyalty"]}, 400, "is no link of this dashboard"),
        ({"view": ["/loyalty?region=Atlantis"]}, 400, "is not a region"),
        ({"view": ["/nothing"]}, 404, "There is no page “nothing”"),
        ({"view": ["/views/1"]}, 404, "There is no saved view 1"),
    ],
)
def test_what_is_refused(
    client: FlaskClient, query: dict[str, object], status: int, said: str
) -> None:
    answer = client.get("/api/pack.pptx", query_string=query)
    assert answer.status_code == status
    assert said in answer.get_json()["errors"][0]


def test_saved_views_and_what_is_noted(both: tuple[Dash, AppStore]) -> None:
    _, store = both
    analyst, viewer = person(both), person(both, "the viewer")
    with store.read() as session:
        wanted = select(Account).where(Account.name == "the analyst")
        by = Change(reader_of(session.scalars(wanted).one()), datetime.now(UTC), "127.0.0.1")
    number = save(store, by, "Ours", Audience.OWN, Saved("loyalty", "region=EMEA"))
    query = {"view": [f"/views/{number}", "/service"]}
    assert analyst.get("/api/pack.pptx", query_string=query).status_code == 200
    assert viewer.get("/api/pack.pptx", query_string=query).status_code == 403
    editor = person(both, "the editor")
    assert editor.get("/api/pack.pptx", query_string=query).status_code == 404  # not theirs
    told = [one for batch in entries(store) for one in batch if one[3] == "export"]
    assert [(one[2], one[4]) for one in told] == [
        ("the analyst", "api/pack.pptx?loyalty?region=EMEA; service")
    ]


def test_the_way_to_them_is_there_for_whoever_may_take_figures_away(
    both: tuple[Dash, AppStore],
) -> None:
    for name, there in {"the analyst": True, "the viewer": False}.items():
        shown = person(both, name).get("/overview?region=EMEA").text
        for ending in ("pptx", "xlsx", "pdf"):
            assert (f"api/overview.{ending}?region=EMEA" in shown) == there


def test_through_a_shared_link_its_page_alone(both: tuple[Dash, AppStore]) -> None:
    app, _ = both
    link = share(person(both), "/loyalty?region=EMEA", more=["exports"])
    stranger: FlaskClient = app.server.test_client()
    place = place_of(opened(stranger, link))
    told = read(stranger.get(f"{place}api/loyalty.pptx").get_data())
    assert "Region: EMEA" in told[0].words
    assert place in told[0].links[-1]  # it leads back through the link
    assert stranger.get(f"{place}api/service.pptx").status_code == 403
    assert stranger.get(f"{place}api/pack.pptx?view=/loyalty").status_code == 403


def test_a_limited_reader_has_nothing_else(settings: Settings) -> None:
    app = create_app(settings)

    def rows() -> Filters:
        region = request.headers.get("X-Region", "")
        return (("region", (region,)),) if region else ()

    limit(app.server, rows)
    client, header = app.server.test_client(), {"X-Region": "EMEA"}
    query = {"view": ["/loyalty", "/touchpoints", "/service"]}
    own = read(client.get("/api/pack.pptx", query_string=query, headers=header).get_data())
    everybody = read(client.get("/api/pack.pptx", query_string=query).get_data())
    words = " ".join(one.words + one.spoken for one in own)
    for region in ("APAC", "Oceania", "Latin America", "North America"):
        assert region not in words
    assert "Oceania" in " ".join(one.words for one in everybody)
    twin = client.get("/api/loyalty", headers=header).get_json()
    assert own[0].title == twin["headline"]
    n = twin["panels"]["cards"]["rows"][0]["n"]
    assert own[0].tables[0][1][3] == f"{n:,}"
