"""Who took figures away is in the audit log: from the dashboard, through a link, by a token."""

from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access import tokens
from access.audit import entries
from settings import Settings
from store.app_store import AppStore
from store.errors import StoreError
from tests.access.people import NOW
from tests.server.people import log_in, with_accounts
from tests.server.sharing import opened, person, place_of, share


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("exports"))


def taken(store: AppStore) -> list[tuple[object, ...]]:
    """Who, what, from where."""
    found = [one for batch in entries(store) for one in batch if one[3] == "export"]
    return [(who, about, address) for _, _, who, _, about, address in found]


def test_each_export_once_with_who_and_what(both: tuple[Dash, AppStore]) -> None:
    app, store = both
    analyst, viewer = person(both), person(both, "the viewer")
    csv = analyst.get("/api/loyalty/trend.csv?region=EMEA&period=all")
    assert csv.status_code == 200
    again = analyst.get(csv.request.full_path, headers={"If-None-Match": csv.headers["ETag"]})
    assert again.status_code == 304  # nothing left
    assert analyst.get("/api/overview").status_code == 200
    assert analyst.get("/api/nothing").status_code == 404
    assert analyst.get("/api/data/rejected.csv").status_code == 200
    assert viewer.get("/api/overview").status_code == 403
    secret = analyst.get("/api/customer?customer_id=C-000017")
    assert secret.status_code in (200, 400, 404)
    link = share(analyst, "/loyalty", more=["exports"])
    stranger: FlaskClient = app.server.test_client()
    stranger.environ_base["REMOTE_ADDR"] = "10.9.9.9"
    place = place_of(opened(stranger, link))
    assert stranger.get(f"{place}api/loyalty").status_code == 200
    number, token = tokens.add(store, "the analyst", "nightly", (), (), 5, NOW)
    script = app.server.test_client()
    header = {"Authorization": f"Bearer {token}"}
    assert script.get("/api/journey", headers=header).status_code == 200
    found = [one for one in taken(store) if not str(one[1]).startswith("api/customer")]
    of_link = place.strip("/").rpartition("/")[2]
    assert found == [
        ("the analyst", "api/loyalty/trend.csv?region=EMEA&period=all", "127.0.0.1"),
        ("the analyst", "api/overview", "127.0.0.1"),
        ("the analyst", "api/data/rejected.csv", "127.0.0.1"),
        (f"(link {of_link})", "api/loyalty", "10.9.9.9"),
        (f"the analyst, token {number}", "api/journey", "127.0.0.1"),
    ]
    assert "C-000017" not in str(taken(store))


def test_what_cannot_be_noted_does_not_leave(
    both: tuple[Dash, AppStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = both[0].server.test_client()
    assert log_in(analyst, "the analyst").status_code == 303

    def full(self: AppStore) -> None:
        raise StoreError("The store is full.")

    monkeypatch.setattr(AppStore, "write", full)
    refused = analyst.get("/api/loyalty")
    assert refused.status_code == 503
    assert "panels" not in refused.text
