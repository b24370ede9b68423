"""A foreign name that leads to the server is refused: a page of that name could read it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError

from server.http import hosts
from settings import Settings


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8050", "localhost.", "127.0.0.1:8050", "[::1]:8050", "10.1.2.3"],
)
def test_localhost_and_addresses_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/overview", "/api/overview", "/healthz", "/assets/links.js"]
)
@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example:8050", "127.0.0.1.evil.example", "[evil]", "x" * 999],
)
def test_other_names_are_refused(client: FlaskClient, path: str, host: str) -> None:
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 400
    text = response.get_data(as_text=True)
    assert "CXLENS_HOSTS" in text
    assert len(text) < 400


def test_names_of_the_settings_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXLENS_HOSTS", "cx.example.org, CX2.example.org")
    server = Flask(__name__)
    hosts.register(server, frozenset(Settings().hosts))
    server.add_url_rule("/", view_func=lambda: "ok")
    asked = server.test_client()
    for host, status in [
        ("cx.example.org", 200),
        ("CX.Example.ORG:443", 200),
        ("cx2.example.org", 200),
        ("cx3.example.org", 400),
    ]:
        assert asked.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("name", ["https://cx.example.org", "cx.example.org:8050", "*", "cx/x"])
def test_what_is_no_name_is_refused_at_start(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXLENS_HOSTS", name)
    with pytest.raises(ValidationError, match="is no name of a machine"):
        Settings()


def test_proxies_are_addresses_or_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXLENS_PROXIES", "10.0.0.5 172.18.0.0/16")
    assert [str(one) for one in Settings().proxies] == ["10.0.0.5/32", "172.18.0.0/16"]
    monkeypatch.setenv("CXLENS_PROXIES", "proxy.example.org")
    with pytest.raises(ValidationError, match="expected addresses or networks"):
        Settings()
