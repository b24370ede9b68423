"""Who changes a saved view, and where that leads."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response

from access.saved_views.changed import Change
from callbacks.site import Site
from server.gate.reader import current_reader


def change(site: Site) -> Change:
    """Who changes something, now."""
    return Change(current_reader(), datetime.now(UTC), site.address())


def done(site: Site, what: str) -> Response:
    """Lead to the list, which says what was done."""
    return Response(status=303, headers={"Location": f"{site.root}views?done={what}"})
