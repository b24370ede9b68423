"""Is the process up, and has it data?"""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from access.reader import ANYBODY
from api.exports import Exports
from api.routes import register_routes
from data.store.snapshots import Snapshot, Store
from server.gate.reader import put_reader
from server.http import errors
from server.response_cache import ResponseCache


@pytest.fixture
def without_data(tmp_path: Path) -> FlaskClient:
    server = Flask(__name__)
    server.before_request(lambda: put_reader(ANYBODY))
    register_routes(server, Store(tmp_path), Exports(None), ResponseCache())
    errors.register(server, lambda message, status: Response(message, status))
    found: FlaskClient = server.test_client()
    return found


def test_ready_says_which_data_and_how_fresh(client: FlaskClient, snapshot: Snapshot) -> None:
    response = client.get("/readyz")
    body = response.get_json()
    assert response.status_code == 200
    assert (body["status"], body["version"]) == ("ready", snapshot.catalog.version)
    assert body["newest_data"] == "2026-10-31"
    assert body["rows"]["feedback"] == 195_971
    assert body["built_at"] == snapshot.catalog.built_at.isoformat()


def test_up_without_data_but_not_ready(without_data: FlaskClient) -> None:
    assert without_data.get("/healthz").get_json() == {"status": "ok"}
    for path in ("/readyz", "/api/overview", "/api/", "/api/overview/cards.csv"):
        response = without_data.get(path)
        assert response.status_code == 503, path
        assert response.get_json()["errors"] == ["No data have been loaded yet."]


def test_what_fails_is_logged_not_shown(
    without_data: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Store) -> Snapshot:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Store, "whole", broken)
    response = without_data.get("/api/overview")
    assert response.status_code == 500
    assert response.get_json() == {"errors": ["This could not be computed; the log says why."]}
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/overview"])
def test_only_these_paths_are_not_pages(path: str, client: FlaskClient) -> None:
    assert client.get(path).mimetype == "application/json"
    assert client.get("/loyalty").mimetype == "text/html"
