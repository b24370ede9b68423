"""Clients that have an answer already are told so, in few bytes; new data have a new tag."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

PATHS = ("/api/overview?region=EMEA", "/api/overview/sparklines.csv?region=EMEA", "/api/data")


@pytest.mark.parametrize("encoding", ["identity", "br", "gzip"])
@pytest.mark.parametrize("path", PATHS)
def test_a_client_that_has_it_gets_nothing(path: str, encoding: str, client: FlaskClient) -> None:
    headers = {"Accept-Encoding": encoding}
    first = client.get(path, headers=headers)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-store"  # but who asks may have it
    tag = first.headers["ETag"]
    again = client.get(path, headers={**headers, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-store"
    other = client.get(path, headers={**headers, "If-None-Match": '"other"'})
    assert other.status_code == 200
    assert other.data


def test_each_answer_and_encoding_has_its_own_tag(client: FlaskClient) -> None:
    asked = [(path, encoding) for path in PATHS[::2] for encoding in ("identity", "br")]
    tags = [
        client.get(path, headers={"Accept-Encoding": encoding}).headers["ETag"]
        for path, encoding in asked
    ]
    assert len(set(tags)) == len(asked)


def test_refusals_have_none(client: FlaskClient) -> None:
    for path in ("/api/overview?region=Atlantis", "/api/nowhere", "/api/overview/none.csv"):
        assert "ETag" not in client.get(path).headers
