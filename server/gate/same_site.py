"""Whether a page of our own made a request: what stands for the token of forms where there is no
log-in to bind one to."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def is_from_here() -> bool:
    """True where the browser says that a page of this very address asks.

    Browsers that do not say so (Sec-Fetch-Site) name the page's origin with whatever changes
    something. A program that names neither is on the machine itself: it is held to be one's own.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
