"""`POST /admin/reload`: with the token or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from data.store.snapshots import Store
from server.admin import register_reload

TOKEN = "a-token-of-somebody"
RIGHT = {"Authorization": f"Bearer {TOKEN}"}


def client_with(folder: Path, token: str | None) -> tuple[FlaskClient, list[int]]:
    """A client, and the loads that were started."""
    server, loads = Flask(__name__), list[int]()
    secret = SecretStr(token) if token else None
    register_reload(server, Store(folder), lambda: loads.append(1), secret)
    return server.test_client(), loads


def test_each_request_with_the_token_starts_a_load(tmp_path: Path) -> None:
    client, loads = client_with(tmp_path, TOKEN)
    for number in (1, 2):
        answer = client.post("/admin/reload", headers=RIGHT)
        assert answer.status_code == 202
        assert answer.get_json()["load"]["state"] == "loaded"
        assert len(loads) == number


def test_a_token_may_have_any_letters(tmp_path: Path) -> None:
    client, loads = client_with(tmp_path, "clé-ключ")
    as_wsgi_has_it = "Bearer clé-ключ".encode().decode("latin-1")
    answer = client.post("/admin/reload", headers={"Authorization": as_wsgi_has_it})
    assert (answer.status_code, len(loads)) == (202, 1)


@pytest.mark.parametrize(
    "header",
    ["", TOKEN, "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer \u00e9"],
)
def test_anything_else_is_refused_and_starts_nothing(tmp_path: Path, header: str) -> None:
    client, loads = client_with(tmp_path, TOKEN)
    answer = client.post("/admin/reload", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert TOKEN not in answer.get_data(as_text=True)
    assert loads == []


def test_without_the_setting_there_is_no_such_place(tmp_path: Path) -> None:
    client, loads = client_with(tmp_path, None)
    for header in ({}, RIGHT, {"Authorization": "Bearer None"}, {"Authorization": "Bearer "}):
        assert client.post("/admin/reload", headers=header).status_code == 404
    assert loads == []


def test_whoever_forgets_to_post_is_told(client: FlaskClient) -> None:
    answer = client.get("/admin/reload", headers=RIGHT)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "by POST; nothing was loaded" in answer.get_data(as_text=True)
