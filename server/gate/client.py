"""Where a request comes from, as far as a proxy of the settings says so."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from flask import request

from server.worker.clients import Network, client_of, is_proxy


def address(proxies: Sequence[Network]) -> str:
    """The client's address, that of limits."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_of(request.remote_addr or "", forwarded, proxies)


def over_tls(proxies: Sequence[Network]) -> bool:
    """Did the browser ask by https?"""
    if request.is_secure:
        return True
    scheme = request.headers.get("X-Forwarded-Proto", "").rpartition(",")[2].strip().lower()
    return scheme == "https" and is_proxy(request.remote_addr or "", proxies)


def origin(proxies: Sequence[Network]) -> str:
    """Scheme, host and port as the client asked for them, without a final slash."""
    scheme = "https" if over_tls(proxies) else "http"
    return f"{scheme}://{quote(request.host, safe='[]:.-')}"
