"""All that is put around a request, in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import Dash

from data.store.snapshots import Store
from server import measures
from server.gate import gate
from server.gate.who import Entrance, Who
from server.http import access, compression, dash_endpoints, errors, hosts, limits, security
from server.worker.clients import Network
from store.app_store import AppStore


def add_middleware(
    app: Dash,
    store: Store,
    accounts: AppStore | None,
    pages: Iterable[str],
    names: Iterable[str],
    proxies: Sequence[Network],
    entrance: Entrance,
) -> Who | None:
    """Put the gate, limits, headers, errors, compression, log and measures around every request.

    `accounts`: None where everybody is let in, else people come in by `entrance`. `pages` are the
    names that measures tell apart, `names` those that the server is reached by. Returns who
    requests are of, where people log in. Call it once every callback is registered.
    """
    server = app.server
    # First in, so last out: it sees all the rest.
    access.register(server, app.config.requests_pathname_prefix, frozenset(pages))
    compression.register(server)
    security.register(server, app.csp_hashes())
    hosts.register(server, frozenset(names))
    limits.register(server)
    who = gate.register(app, accounts, proxies, entrance)
    dash_endpoints.register(app)
    errors.register(server, entrance.refused)
    measures.register(server, store)
    return who
