"""Requests as they come over the wire, and what every answer must keep to."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

LONGEST = 15.0  # seconds for one answer; generous, since machines are shared
MEGABYTE = 1_000_000

fuzzed = settings(
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# WSGI hands bytes on as Latin-1.
wire = st.one_of(
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
    st.text(st.characters(max_codepoint=255), max_size=60),
)


def ask(
    client: FlaskClient,
    path: str = "/",
    query: str = "",
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> TestResponse:
    """Send exactly this; nothing is encoded or mended on the way. Checks the answer."""
    environ = {
        f"HTTP_{name.upper().replace('-', '_')}": text for name, text in (headers or {}).items()
    }
    environ |= {"PATH_INFO": path, "QUERY_STRING": query}
    began = time.monotonic()
    response = client.open(
        "/",
        method=method,
        environ_overrides=environ,
        data=body,
        content_type="application/json",
        buffered=True,
    )
    assert time.monotonic() - began < LONGEST
    harmless(response)
    return response


def harmless(response: TestResponse) -> None:
    """No failure of ours, and no word about our inside."""
    assert response.status_code < 500
    found = response.get_data()
    assert b"Traceback" not in found
    assert b'File "' not in found
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@contextmanager
def within(megabytes: float) -> Iterator[None]:
    """What is done inside allocates no more than this at any moment."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < megabytes * MEGABYTE
