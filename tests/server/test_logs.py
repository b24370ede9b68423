"""One JSON line a request: what is in it, and what never is."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from settings import Settings
from tests.server.apart import environment_of, run

ROOT = Path(__file__).parents[2]
# What a server process does, without the server.
REQUESTS = """
from app import server
from data.store.snapshots import Store
from tests.callbacks.client import UPDATE, body_of
client = server.test_client()
client.get("/api/overview?region=EMEA", headers={"X-Request-ID": "given-1"})
client.get("/x%0a%7b%22level%22%3a%22forged%22%7d%1b[31m?a=%0a", headers={"X-Request-ID": "a\\tb"})
client.get("/api/overview?region=" + "a" * 4000)
body = body_of(client, "/loyalty", "?region=EMEA&plan=\\u202e\\n")
client.post(UPDATE, json=body, headers={"X-Request-ID": "given-2", "Authorization": "Bearer key"})
client.get("/healthz")
for number, link in enumerate((
    "/customer?region=EMEA&customer_id=C-secret&page=loyalty",
    "/api/customer?customer_id=C-secret",
    "/api/customer/timeline.csv?customer%5Fid=C-secret&+customer_id=C-secret",
    "/api/customer?customer_id=C-secret&x=1",
    "/nowhere?customer_id=C-secret",
    "/healthz/x?%63ustomer_id=C%2Dsecret",
    "/customer?customer_id=" + "C-secret" * 2000,
)):
    client.get(link, headers={"X-Request-ID": f"customer-{number}", "Referer": link})
body = body_of(client, "/customer", "?customer_id=C-secret&region=EMEA")
client.post(UPDATE, json=body, headers={"X-Request-ID": "customer-body", "Referer": "/?C-secret"})
import logging
# As gunicorn says it of an answer that broke off.
address = "/api/x?customer_id=C-secret"
logging.getLogger("gunicorn.error").error("Error handling request %s", address)
client.set_cookie("session", "cookie-secret")
client.post("/api/overview", data="body-secret")
def broken(self):
    raise RuntimeError("two\\nlines")
Store.whole = broken
client.get("/api/loyalty", headers={"X-Request-ID": "given-3"})
client.get("/api/customer?customer_id=C-secret", headers={"X-Request-ID": "customer-failed"})
"""


@pytest.fixture(scope="module")
def output(settings: Settings, sample_file: Path) -> str:
    return run(REQUESTS, environment_of(settings)).stderr


@pytest.fixture(scope="module")
def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def of_request(lines: list[dict[str, Any]], request_id: str) -> list[dict[str, Any]]:
    return [line for line in lines if line.get("request_id") == request_id]


def test_a_request_is_one_line(lines: list[dict[str, Any]]) -> None:
    (line,) = of_request(lines, "given-1")
    assert (line["method"], line["path"]) == ("GET", "/api/overview")
    assert (line["page"], line["status"], line["query"]) == ("api/overview", 200, "region=EMEA")
    assert line["bytes"] > 1000
    assert 0 < line["ms"] < 60_000
    assert line["pid"] != os.getpid()
    assert len(line["version"]) == 12
    assert line["level"] == "INFO"
    at = datetime.fromisoformat(line["time"])
    assert at.utcoffset() == UTC.utcoffset(None)


def test_a_page_is_logged_as_its_link(lines: list[dict[str, Any]]) -> None:
    (line,) = of_request(lines, "given-2")
    assert (line["page"], line["path"]) == ("loyalty", "/loyalty")
    assert line["query"] == "region=EMEA&plan=\u202e\n"


def test_nobody_writes_a_line_of_their_own(output: str, lines: list[dict[str, Any]]) -> None:
    assert all(31 < ord(character) < 127 for character in output.replace("\n", ""))
    forged = [line for line in lines if "forged" in line.get("path", "")]
    assert [line["level"] for line in forged] == ["INFO"]
    assert forged[0]["request_id"] != "a\tb"
    assert len(forged[0]["request_id"]) == 16


def test_long_links_are_cut(lines: list[dict[str, Any]]) -> None:
    long = [line for line in lines if line.get("status") == 400]
    assert max(len(line["query"]) for line in long) == 500


def test_headers_and_bodies_are_not_logged(output: str) -> None:
    assert "Bearer" not in output
    assert "secret" not in output


def test_customers_are_not_logged(lines: list[dict[str, Any]]) -> None:
    assert "C-secret" not in str(lines)
    assert "C%2Dsecret" not in str(lines)
    (page,) = of_request(lines, "customer-0")
    assert (page["path"], page["query"]) == ("/customer", "region=EMEA&customer_id=…&page=loyalty")
    (body,) = of_request(lines, "customer-body")
    assert (body["path"], body["query"]) == ("/customer", "customer_id=…&region=EMEA")
    assert len(of_request(lines, "customer-failed")) == 2
    (gunicorn,) = [line for line in lines if line["logger"] == "gunicorn.error"]
    assert gunicorn["message"] == "Error handling request /api/x?customer_id=…"


def test_health_is_not_logged_while_it_is_good(lines: list[dict[str, Any]]) -> None:
    paths = [line.get("path") for line in lines]
    assert "/api/overview" in paths
    assert "/healthz" not in paths


def test_a_failure_is_one_line_with_its_traceback(lines: list[dict[str, Any]]) -> None:
    failed, answered = of_request(lines, "given-3")
    assert failed["level"] == "ERROR"
    assert "RuntimeError: two\nlines" in failed["error"]
    assert "Traceback" in failed["error"]
    assert (answered["status"], answered["version"]) == (500, None)
