"""Readers beside each other: each has their own answers, from the cache as well."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import request
from flask.testing import FlaskClient

from app import create_app
from data.scope import Filters, row_scope
from data.store.load_status import LoadStatus, write_status
from settings import Settings
from tests.callbacks.client import show
from tests.row_scope.companies import Files, only
from tests.row_scope.exits import limit

A, B, NOBODY = "region A", "region B", ""
LINKS = ("/api/overview?period=all", "/api/overview/cards.csv?period=all", "/api/levels/region")
# Routes with no word of the data, or none of the rows; all others are walked in `exits`.
_NO_ROWS = re.compile(
    r"/(healthz|_favicon.ico|style.css.*|first.js.*|_reload-hash|_dash-dependencies|_dash-config"
    r"|static/.*|assets/.*|_dash-component-suites/.*|admin/reload|intake/.*|own-data.*)"
)
_WALKED = {
    *("/", "/<path:path>", "/_dash-layout", "/_dash-update-component"),
    *(
        "/api/<page>",
        "/api/<page>/<panel>.csv",
        "/api/<page>/<panel>.svg",
        "/api/<page>/<panel>.png",
        "/api/<page>.svg",
        "/api/<page>.png",
        "/api/<page>.xlsx",
        "/api/<page>.pptx",
        "/api/<page>.pdf",
        "/api/pack.pptx",
        "/api/pack.pdf",
        "/api/data/rejected.csv",
        "/api/voice/comments.csv",
        "/api/levels/<key>",
        "/api/work/<work>",
        "/api/new-data/<page>",
        "/api/openapi.json",
    ),
    *("/api/", "/api/<path:path>", "/readyz", "/metrics"),
}


@pytest.fixture(scope="module")
def client(settings: Settings) -> FlaskClient:
    """One server, which takes the reader's region from a header."""
    app = create_app(settings)

    def rows() -> Filters:
        region = request.headers.get("X-Region", "")
        return (("region", (region,)),) if region else ()

    limit(app.server, rows)
    found: FlaskClient = app.server.test_client()
    return found


def get(client: FlaskClient, link: str, region: str, **headers: str) -> tuple[int, str, str]:
    answer = client.get(link, headers={"X-Region": region, **headers})
    return answer.status_code, answer.text, answer.headers.get("ETag", "")


@pytest.mark.parametrize("link", LINKS)
def test_nobody_has_what_was_kept_for_another(client: FlaskClient, link: str) -> None:
    first = {region: get(client, link, region) for region in (NOBODY, A, B)}
    assert len({text for _, text, _ in first.values()}) == 3
    for region, (status, text, _) in reversed(first.items()):
        assert (status, text) == (200, get(client, link, region)[1])
        others = {A, B} - {region} if region else set()
        assert [other for other in others if other in text] == []


def test_a_tag_of_another_does_not_hold(client: FlaskClient) -> None:
    (_, _, tag), (_, _, other) = (get(client, LINKS[0], region) for region in (A, B))
    assert tag != other
    assert get(client, LINKS[0], A, **{"If-None-Match": tag})[0] == 304
    assert get(client, LINKS[0], B, **{"If-None-Match": tag})[0] == 200


def test_measures_count_the_rows_of_who_asks(client: FlaskClient, files: Files) -> None:
    def rows(region: str) -> Iterator[tuple[str, float]]:
        for line in get(client, "/metrics", region)[1].splitlines():
            if found := re.fullmatch(r'(cxlens_rows\w*)\{table="(\w+)"\} (\S+)', line):
                yield f"{found[1]} {found[2]}", float(found[3])

    limited, whole = dict(rows(A)), dict(rows(NOBODY))
    own = only(files, row_scope([("region", [A])]))
    assert limited["cxlens_rows customers"] == len(own.tables["customers"])
    assert limited["cxlens_rows feedback"] == len(own.tables["feedback"])
    assert whole["cxlens_rows_set_aside feedback"] > 0
    assert limited["cxlens_rows_set_aside feedback"] == 0


def test_why_a_load_failed_is_not_told(client: FlaskClient, settings: Settings) -> None:
    folder = settings.place()[1]
    before = (folder / "load.json").read_text()
    write_status(folder, LoadStatus(version="abc", state="failed", message="A row of region C."))
    try:
        for region, told in ((NOBODY, True), (A, False)):
            sent = get(client, "/readyz", region)[1] + get(client, "/overview", region)[1]
            assert ("A row of region C." in sent) == told
            assert ("could not be loaded" in sent) or ("who runs" in sent)
            assert ('"abc"' in sent) == told
    finally:
        (folder / "load.json").write_text(before)


def test_a_hidden_level_is_as_unknown_as_any_word(client: FlaskClient) -> None:
    sent = {}
    for word in (B, "region Z"):
        page = client.get("/api/overview", query_string={"region": word}, headers={"X-Region": A})
        link = f"/overview?region={word.replace(' ', '+')}"
        notices = show_as(client, link, A)
        sent[word] = (page.status_code, page.text.replace(word, "…"), notices.replace(word, "…"))
    assert sent[B] == sent["region Z"]
    assert sent[B][0] == 400
    assert "did you mean" not in sent[B][1].lower() or A in sent[B][1]


def show_as(client: FlaskClient, link: str, region: str) -> str:
    client.environ_base["HTTP_X_REGION"] = region
    try:
        return show(client, link).text("notices")
    finally:
        del client.environ_base["HTTP_X_REGION"]


def test_no_route_is_forgotten(client: FlaskClient) -> None:
    rules = {str(rule) for rule in client.application.url_map.iter_rules()}
    assert {rule for rule in rules if not _NO_ROWS.fullmatch(rule)} == _WALKED
