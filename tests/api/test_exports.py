"""Who took figures away is in the audit log: from the dashboard, through a link, by a token."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access import accounts, tokens
from access.accounts import Changes
from access.audit import entries
from access.rights import Role
from settings import Settings
from store.app_store import AppStore
from store.errors import StoreError
from tests.access.people import NOW, PASSWORD, QUICK
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
        ("the analyst", "api/loyalty/trend.csv?period=all&region=EMEA", "127.0.0.1"),
        ("the analyst", "api/overview", "127.0.0.1"),
        ("the analyst", "api/data/rejected.csv", "127.0.0.1"),
        (f"(link {of_link})", "api/loyalty?from=2025-11-01&to=2026-10-31", "10.9.9.9"),
        (f"the analyst, token {number}", "api/journey", "127.0.0.1"),
    ]
    assert "C-000017" not in str(taken(store))


@pytest.mark.parametrize(
    "query",
    ["region=&" * 130 + "region=EMEA", "customer_id=/s/x&region=EMEA", "table=/s/x&region=EMEA"],
)
def test_it_has_the_filters_that_counted(both: tuple[Dash, AppStore], query: str) -> None:
    """Whatever stands beside them in the address."""
    answer = person(both).get(f"/api/loyalty?{query}")
    if answer.status_code == 200:
        assert answer.get_json()["view"]["filters"] == {"region": ["EMEA"]}
        assert "region=EMEA" in str(taken(both[1])[-1][1])
    else:
        assert answer.status_code == 400


def test_values_set_aside_need_a_right_of_their_own(both: tuple[Dash, AppStore]) -> None:
    app, store = both
    accounts.add(store, "anon", QUICK.hash(PASSWORD), Changes(Role.ANALYST, anonymous=True), NOW)
    hidden = person(both, "anon")
    assert hidden.get("/api/data/set_aside.csv").status_code == 200
    assert hidden.get("/api/data/rejected.csv").status_code == 403
    assert "rejected.csv" not in hidden.get("/data").text
    assert "rejected.csv" in person(both).get("/data").text
    for more, status in (((), 403), (("rejected",), 200)):
        _, token = tokens.add(store, "the analyst", "nightly", more, (), 5, NOW)
        script = app.server.test_client()
        answer = script.get("/api/data/rejected.csv", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status


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


def test_an_audit_log_that_breaks_off_says_so(
    both: tuple[Dash, AppStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: AppStore) -> Iterator[list[tuple[object, ...]]]:
        yield [(1, "2026-11-27", "ann", "logged in", "", "10.0.0.1")]
        raise StoreError("The store is away.")

    monkeypatch.setattr("api.audit.entries", away)
    sent: list[object] = []
    with pytest.raises(StoreError):  # so that the download fails
        sent.extend(person(both, "the administrator").get("/api/audit.csv").response)
    assert "This file is not whole." in str(sent[-1])
