"""Where a request comes from, as far as a proxy of the settings says so."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_network
from urllib.parse import quote

from flask import request

from server.worker.clients import Network, client_of, is_network_of, is_proxy

_LOOPBACK = (ip_network("127.0.0.0/8"),)
_THIS_MACHINE = ("localhost", "::/64")  # a socket; the network of ::1, which is alone in it


def address(proxies: Sequence[Network]) -> str:
    """The client's address, that of limits."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_of(request.remote_addr or "", forwarded, proxies)


def from_this_machine(proxies: Sequence[Network]) -> bool:
    """Does whoever asks sit at the machine that this server runs on?"""
    found = address(proxies)
    return found in _THIS_MACHINE or is_network_of(found, _LOOPBACK)


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
