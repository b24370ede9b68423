"""What the forms about saved views ask for."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flask import Response

from access.saved_views.changed import Change
from callbacks.sharing.site import Site
from server.gate.reader import current_reader

LARGEST = 2**31 - 1  # number that stores take


def change(site: Site) -> Change:
    """Who changes something, now."""
    return Change(current_reader(), datetime.now(UTC), site.address())


def number_of(given: str) -> int:
    """A number of the store, or one that no view has."""
    return int(given) if re.fullmatch(r"[0-9]{1,9}", given) else 0


def done(site: Site, what: str) -> Response:
    """Lead to the list, which says what was done."""
    return Response(status=303, headers={"Location": f"{site.root}views?done={what}"})
