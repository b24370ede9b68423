"""No request takes more than its share of time and memory."""

from __future__ import annotations

import io
import json

import pytest
from flask.testing import FlaskClient

from server.http.limits import MOST_BYTES
from tests.callbacks.client import UPDATE, body_of
from tests.hostile.asking import MEGABYTE, ask, within

TEN_MEGABYTES = b"x" * 10_000_000


@pytest.mark.parametrize(
    ("method", "path"), [("POST", UPDATE), ("POST", "/api/overview"), ("GET", "/"), ("PUT", "/x")]
)
def test_a_body_of_ten_megabytes(method: str, path: str, client: FlaskClient) -> None:
    with within(megabytes=1):
        response = ask(client, path, method=method, body=TEN_MEGABYTES)
    assert response.status_code == 413
    assert "The request is too large; 256 kB fit." in response.get_data(as_text=True)


def test_a_body_that_does_not_say_how_long_it_is(client: FlaskClient) -> None:
    body = io.BytesIO(TEN_MEGABYTES)
    with within(megabytes=5):
        response = client.post(
            UPDATE,
            input_stream=body,
            content_type="application/json",
            environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        )
    assert response.status_code in (400, 413)
    assert body.tell() <= MOST_BYTES


def test_ten_thousand_filter_values(client: FlaskClient) -> None:
    query = "?" + "&".join(f"plan={i:x}" for i in range(10_000))
    sent = json.dumps(body_of(client, "/overview", query)).encode()
    ask(client, UPDATE, method="POST", body=json.dumps(body_of(client, "/overview", "")).encode())
    with within(megabytes=20):
        response = ask(client, UPDATE, method="POST", body=sent)
    assert response.status_code == 200
    notices = response.get_json()["response"]["answer"]["data"]["parts"]["notices"]
    assert "9997 more values of plan are not in these data; left out." in notices


def test_ten_thousand_names(client: FlaskClient) -> None:
    query = "?" + "&".join(f"{i:x}=1" for i in range(10_000))
    sent = json.dumps(body_of(client, "/overview", query)).encode()
    with within(megabytes=20):
        assert ask(client, UPDATE, method="POST", body=sent).status_code == 200


def test_names_of_one_file_are_kept_once(client: FlaskClient) -> None:
    """A script may be asked for under any fingerprint; its compressed bytes are kept once."""
    ask(client, "/")  # now every script is known
    sizes = []

    def load(name: str) -> None:
        path = f"/_dash-component-suites/dash/dcc/dash_core_components.{name}js"
        response = ask(client, path, headers={"Accept-Encoding": "br"})
        assert response.headers["Content-Encoding"] == "br"
        sizes.append(len(response.get_data()))

    load("")
    with within(megabytes=20 * sizes[0] / MEGABYTE):
        for number in range(60):
            load(f"v1m{number:x}.")
    assert set(sizes) == {sizes[0]}
