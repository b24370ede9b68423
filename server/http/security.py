"""What browsers may do with our answers, and what the environment may not do to us."""

from __future__ import annotations

import os
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.routing import RequestRedirect

from server.gate.frames import framing_sites
from server.gate.table import OPEN_LINK
from server.http.compression import file_name

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # links hold filters
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def register(server: Flask, inline_scripts: Iterable[str]) -> None:
    """Put the headers on every answer. `inline_scripts`: hashes of Dash's own, for the policy."""
    server.debug = False
    policy = _policy(inline_scripts)

    @server.before_request
    def moved() -> Response | None:
        # Flask would lead to the host that the request names, which may be anybody's.
        to = request.routing_exception
        return _moved(to) if isinstance(to, RequestRedirect) else None

    @server.after_request
    def secured(response: Response) -> Response:
        response.headers.update(HEADERS)
        sites = framing_sites()
        if sites:
            del response.headers["X-Frame-Options"]  # it knows of all sites or none
        ancestors = " ".join(sites) or "'none'"
        response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors {ancestors}"
        if request.endpoint == OPEN_LINK:
            # The address has a token: neither others nor the log of a proxy get it from browsers.
            response.headers["Referrer-Policy"] = "strict-origin"
        # Files say for themselves how long they are kept. All else may hold data: by nobody.
        if file_name(request):
            response.headers.setdefault("Cache-Control", "no-cache")
        else:
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _moved(to: RequestRedirect) -> Response:
    found = urlsplit(to.new_url)
    path = "/" + found.path.lstrip("/")  # two slashes would name a host again
    return Response(
        status=to.code,
        headers={"Location": found._replace(scheme="", netloc="", path=path).geturl()},
    )


def ignore_debug_settings() -> None:
    """Forget what Dash and Flask would take from the environment, debug mode among it.

    Our settings are `CXLENS_*` and nothing else.
    """
    for name in list(os.environ):
        if name.upper().startswith(("DASH_", "FLASK_")):
            del os.environ[name]


def _policy(inline_scripts: Iterable[str]) -> str:
    """What is the same for all answers."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *inline_scripts)),
            "style-src 'self' 'unsafe-inline'",  # Plotly and React set styles of elements
            "img-src 'self' data:",  # sparklines
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",  # the log-in
        )
    )
