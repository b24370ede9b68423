"""Headers on every answer, and no debug mode whatever the environment says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.store.snapshots import NoDataError, Store
from settings import Settings
from tests.callbacks.client import UPDATE, body_of, show
from tests.server.apart import environment_of, run

ROOT = Path(__file__).parents[2]
ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/loyalty", 200),
    ("GET", "/assets/style.css", 200),
    ("GET", "/_dash-layout", 200),
    ("GET", "/api/overview", 200),
    ("GET", "/api/overview/cards.csv", 200),
    ("GET", "/api/openapi.json", 200),
    ("GET", "/healthz", 200),
    ("GET", "/metrics", 200),
    ("GET", "/api/overview?x=1", 400),
    ("GET", "/api/nothing", 404),
    ("GET", "/nowhere", 404),
    ("GET", "/assets/nothing.js", 404),
    ("DELETE", "/api/overview", 405),
    ("DELETE", "/", 405),
    ("POST", UPDATE, 400),
    ("GET", "/?" + "a" * 9000, 414),
    ("HEAD", "/api/overview", 200),
    ("OPTIONS", "/api/overview", 200),
    ("POST", "/admin/reload", 404),
    ("POST", "/intake/none", 404),
    ("HEAD", "/intake/none", 404),
    ("GET", "/intake/none", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_has_the_headers(
    method: str, path: str, status: int, client: FlaskClient
) -> None:
    response = client.open(path, method=method, json={} if method == "POST" else None)
    assert response.status_code == status
    guarded(dict(response.headers))


def guarded(headers: dict[str, str]) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", headers["X-Request-ID"])
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    scripts = policy["script-src"].split()
    assert scripts[0] == "'self'"
    assert all(one.startswith("'sha256-") for one in scripts[1:])
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'self'"
    assert "http" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_what_is_refused_early_or_known_already_has_them(client: FlaskClient) -> None:
    large = client.post(UPDATE, data=b"x" * 300_000, content_type="application/json")
    assert large.status_code == 413
    guarded(dict(large.headers))
    tag = client.get("/api/overview").headers["ETag"]
    known = client.get("/api/overview", headers={"If-None-Match": tag})
    assert known.status_code == 304
    guarded(dict(known.headers))


def test_what_has_no_data_has_them(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: Store) -> None:
        raise NoDataError("No data have been loaded yet.")

    monkeypatch.setattr(Store, "whole", missing)
    for path in ("/", "/api/overview", "/_dash-layout", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 503
        guarded(dict(answer.headers))


def test_failures_have_them_as_well(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Store) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Store, "whole", broken)
    for path in ("/api/overview", "/_dash-layout", "/readyz"):
        response = client.get(path)
        assert response.status_code == 500
        guarded(dict(response.headers))
        text = response.get_data(as_text=True)
        assert "secret detail" not in text
        assert "This could not be computed; the log says why." in text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/loyalty?region=EMEA",
        "/nowhere",
        "/_dash-layout",
        "/api/overview",
        "/api/overview/cards.csv",
        "/api/data/rejected.csv",
        "/api/voice/comments.csv",
        "/api/levels/region",
        "/api/openapi.json",
        "/api/overview?x=1",
        "/api/nothing",
        "/readyz",
        "/metrics",
        "/admin/reload",
    ],
)
def test_answers_are_kept_by_nobody(path: str, client: FlaskClient) -> None:
    assert client.get(path).headers["Cache-Control"] == "private, no-store"


def test_a_page_s_answer_is_kept_by_nobody(client: FlaskClient) -> None:
    for _ in range(2):  # the second from the response cache
        answer = show(client, "/loyalty?region=EMEA").response
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_files_are_kept(client: FlaskClient) -> None:
    joined = re.findall(r"/(?:assets|_dash-component-suites)/[^\"]+", client.get("/").text)
    assert len(joined) > 10
    for path in joined:
        with client.get(path) as answer:
            assert "max-age=31536000" in answer.headers["Cache-Control"], path
    assert client.get("/assets/nothing").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/overview/cards.csv", "overview-cards.csv"),
        ("/api/overview.xlsx", "overview.xlsx"),
        ("/api/touchpoints/ces:1-7_by_touchpoint.csv", "touchpoints-ces-1-7_by_touchpoint.csv"),
        ("/api/data/rejected.csv", "rows-set-aside.csv"),
        ("/api/voice/comments.csv", "voice-comments.csv"),
    ],
)
def test_a_csv_file_is_saved_under_its_name(path: str, name: str, client: FlaskClient) -> None:
    assert client.get(path).headers["Content-Disposition"] == f"attachment; filename={name}"


HOSTILE = {
    "DASH_DEBUG": "true",
    "DASH_UI": "true",
    "DASH_HOT_RELOAD": "true",
    "DASH_PRUNE_ERRORS": "true",
    "DASH_SERVE_DEV_BUNDLES": "true",
    "DASH_MCP_ENABLED": "true",
    "DASH_ASSETS_EXTERNAL_PATH": "http://elsewhere.example/",
    "DASH_INCLUDE_ASSETS_FILES": "false",
    "dash_compress": "true",
    "FLASK_DEBUG": "1",
}
ROUTES = {
    "/",
    "/<path:path>",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/_dash-dependencies",
    "/_dash-layout",
    "/_dash-update-component",
    "/_favicon.ico",
    "/_reload-hash",
    "/admin/reload",
    "/api/",
    "/api/<page>",
    "/api/<page>.xlsx",
    "/api/<page>/<panel>.csv",
    "/api/<page>/<panel>.svg",
    "/api/<page>/<panel>.png",
    "/api/<page>.svg",
    "/api/<page>.png",
    "/api/<page>.pptx",
    "/api/<page>.pdf",
    "/api/pack.pptx",
    "/api/pack.pdf",
    "/api/data/rejected.csv",
    "/api/voice/comments.csv",
    "/api/<path:path>",
    "/api/levels/<key>",
    "/api/work/<work>",
    "/api/new-data/<page>",
    "/api/openapi.json",
    "/assets/<path:filename>",
    "/assets/style.css",
    "/assets/first.js",
    "/assets/theme.js",
    "/own-data",
    "/own-data/new",
    "/own-data/edit",
    "/own-data/<upload>",
    "/own-data/<upload>/use",
    "/own-data/<upload>/refresh",
    "/own-data/<upload>/<int:number>",
    "/healthz",
    "/intake/<name>",
    "/metrics",
    "/readyz",
    "/static/<path:filename>",
}
SHOW = """
import json
from app import server
page = server.test_client().get("/").get_data(as_text=True)
print(json.dumps({
    "routes": [rule.rule for rule in server.url_map.iter_rules()],
    "debug": server.debug or server.testing,
    "page": page,
}))
"""


@pytest.mark.slow
def test_the_environment_switches_no_debug_mode_on(settings: Settings, sample_file: Path) -> None:
    found = json.loads(run(SHOW, environment_of(settings, **HOSTILE)).stdout)
    # Addresses of joined files change with what they say.
    assert {re.sub(r"-[0-9a-f]{12}\.", ".", one) for one in found["routes"]} == ROUTES
    assert found["debug"] is False
    assert "elsewhere.example" not in found["page"]
    assert '"/assets/cxlens.js' in found["page"]
    assert '"ui":false' in found["page"]
    assert "dash_renderer.dev" not in found["page"]
    assert '"hot_reload"' not in found["page"]


@pytest.mark.parametrize(
    "path",
    [
        "x/y.js",
        "os/x.js",
        "dash/../../app.py",
        "dash/%2e%2e/dash.py",
        "dash/dash.py",
        "dash/..%2f..%2fapp.py",
        "dash/dcc/dash_core_components.v1m0.py",
        "dash/dcc/async-mathjax.js.map",  # named by Dash, but not there
        "server/http/limits.py",
    ],
)
def test_only_dash_s_own_scripts_are_served(path: str, client: FlaskClient) -> None:
    client.get("/")  # now Dash knows which there are
    response = client.get(f"/_dash-component-suites/{path}")
    assert response.status_code == 404
    assert response.get_data(as_text=True) == "There is no such file.\n"
    assert client.get("/_dash-component-suites/dash/dcc/async-graph.js").status_code == 200


def test_a_browser_s_body_is_taken(client: FlaskClient) -> None:
    body = body_of(client, "/overview", "")
    assert client.post(UPDATE, json=body).status_code == 200
    # As Dash's renderer leaves out what has no value.
    for one in body["inputs"]:
        if one["value"] is None:
            del one["value"]
    del body["state"]
    assert client.post(UPDATE, json={**body, "parsedChangedPropsIds": []}).status_code == 200
