"""What browsers may do with our answers, and what the environment may not do to us."""

from __future__ import annotations

import os
from collections.abc import Iterable

from flask import Flask, Response

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
    headers = {**HEADERS, "Content-Security-Policy": _policy(inline_scripts)}

    @server.after_request
    def secured(response: Response) -> Response:
        response.headers.update(headers)
        # Figures change with the data: browsers ask again. Files say for themselves how long.
        response.headers.setdefault("Cache-Control", "no-cache")
        return response


def ignore_debug_settings() -> None:
    """Forget what Dash and Flask would take from the environment, debug mode among it.

    Our settings are `CXLENS_*` and nothing else.
    """
    for name in list(os.environ):
        if name.upper().startswith(("DASH_", "FLASK_")):
            del os.environ[name]


def _policy(inline_scripts: Iterable[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *inline_scripts)),
            "style-src 'self' 'unsafe-inline'",  # Plotly and React set styles of elements
            "img-src 'self' data:",  # sparklines
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
