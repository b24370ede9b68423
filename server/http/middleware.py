"""All that is put around a request, in one call."""

from __future__ import annotations

from collections.abc import Iterable

from dash import Dash

from data.store.snapshots import Store
from server import measures
from server.http import access, compression, dash_endpoints, errors, hosts, limits, security


def add_middleware(app: Dash, store: Store, pages: Iterable[str], names: Iterable[str]) -> None:
    """Put limits, headers, errors, compression, log and measures around every request.

    `pages` are the names that measures tell apart, `names` those that the server is reached by.
    Call it once every callback is registered.
    """
    server = app.server
    # First in, so last out: it sees all the rest.
    access.register(server, app.config.requests_pathname_prefix, frozenset(pages))
    compression.register(server)
    security.register(server, app.csp_hashes())
    hosts.register(server, frozenset(names))
    limits.register(server)
    dash_endpoints.register(app)
    errors.register(server)
    measures.register(server, store)
