"""Addresses that lead to nothing, and redirects: 404 in words, and never to another host."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

import callbacks.page
from settings import Settings
from tests.callbacks.client import client_of, show
from tests.hostile.asking import ask
from tests.server.test_security import guarded

NOTHING = (
    "/healthz/", "/healthz/x", "/readyz/", "/readyz/x", "/metrics/", "/metrics/overview", "/admin",
    "/admin/", "/admin/x", "/admin/reload/", "/admin/reload/x", "/api", "/api/", "/api/x/y",
    "/api//overview", "/api/overview/", "/healthz//",
)  # fmt: skip


@pytest.mark.parametrize("path", NOTHING)
def test_nothing_is_below_the_addresses_of_programs(path: str, client: FlaskClient) -> None:
    answer = ask(client, path)
    assert answer.status_code == 404
    assert answer.mimetype != "text/html"
    guarded(dict(answer.headers))


@pytest.mark.parametrize("path", ["/nowhere", "/loyality", "/Overview", "/assets", "/robots.txt"])
def test_what_is_no_page_computes_none(
    path: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def computed(*_: object) -> None:
        raise AssertionError("a page was read")

    monkeypatch.setattr(callbacks.page, "read_page", computed)
    answer = client.get(f"{path}?region=EMEA")
    assert answer.status_code == 404
    assert "<h1>There is no such page.</h1>" in answer.text
    assert f"There is no page “{path[1:]}”" in answer.text
    assert "<title>No such page · CX Lens</title>" in answer.text
    shown = show(client, path)  # as the browser asks once the frame is there
    assert "There is no such page." in shown.text("content")
    assert shown.part("content").hrefs == ["/overview"]
    assert 'aria-current="true"' not in shown.answer["parts"]["navigation"]
    assert "cx-here" not in shown.answer["parts"]["navigation"]


@pytest.mark.parametrize("path", ["/", "/overview", "/overview/", "/customer", "/data"])
def test_pages_are_there(path: str, client: FlaskClient) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("prefix", ["/", "/cx/"])
@pytest.mark.parametrize(
    "path",
    ["//healthz", "//api/overview", "///metrics", "//evil.example/x", "/api", "/\\evil/x//y"],
)
def test_nothing_leads_to_another_host(
    path: str, prefix: str, settings: Settings, sample_file: object
) -> None:
    below = client_of(settings.model_copy(update={"prefix": prefix}))
    for start in {"", prefix.rstrip("/")}:
        answer = ask(below, start + path, "a=1", headers={"Host": "evil.example"})
        found = answer.headers.get("Location", "/")
        assert found.startswith("/")
        assert not found.startswith(("//", "/\\"))
        if answer.status_code == 308:
            assert found == f"{start}/{path.strip('/')}?a=1"
        guarded(dict(answer.headers))
        assert answer.headers["X-Request-ID"]
