"""Answers are compressed as the client accepts it (RFC 9110, 12.5.3), wherever they come from."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import brotli
import pytest
from flask.testing import FlaskClient

UNPACKED: dict[str | None, Callable[[bytes], bytes]] = {
    None: bytes,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}
# From the response cache, computed anew, the frame of a page, files of ours, joined, of Dash.
PATHS = (
    "/api/overview?region=EMEA",
    "/api/overview/cards.csv?region=EMEA",
    "/api/openapi.json",
    "/loyalty",
    "/assets/cxlens.js",
    "joined",
    "/_dash-component-suites/dash/dcc/async-graph.js",
)
ACCEPTED = [
    ("br;q=0", None),
    ("gzip;q=0", None),
    ("*;q=0", None),
    ("identity", None),
    ("", None),
    ("zstd", None),
    ("br;q=0, gzip;q=0", None),
    ("br ; q=0.000", None),
    ("br;Q=0", None),
    ("identity;q=1, br;q=0.5", None),
    ("br;q=0, gzip", "gzip"),
    ("br;q=0, *", "gzip"),
    ("gzip;q=1.0, br;q=0.1", "gzip"),
    ("gzip, br", "br"),
    ("gzip;q=0, *", "br"),
    ("*", "br"),
    ("BR", "br"),
    ("identity;q=0.5, br;q=0.6, gzip;q=0.1", "br"),
    ("br;q=0.001", "br"),
]


def joined(client: FlaskClient) -> str:
    found = re.search(r"/assets/style-[0-9a-f]+\.css", client.get("/loyalty").text)
    assert found
    return found[0]


@pytest.mark.parametrize(("accepted", "encoding"), ACCEPTED)
@pytest.mark.parametrize("path", PATHS)
def test_what_is_accepted_is_obeyed(
    path: str, accepted: str, encoding: str | None, client: FlaskClient
) -> None:
    path = joined(client) if path == "joined" else path
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert plain.status_code == 200
    assert "Content-Encoding" not in plain.headers
    for _ in range(2):  # anew, then as it is kept
        answer = client.get(path, headers={"Accept-Encoding": accepted})
        told = answer.headers.get("Content-Encoding")
        # CSV is compressed in the response cache alone, which has it in br.
        assert told == encoding or (path.split("?")[0].endswith(".csv") and told is None)
        assert UNPACKED[told](answer.data)[:1000] == plain.data[:1000]  # Dash's page has a token
        assert "Accept-Encoding" in answer.headers["Vary"]
