"""Links that were kept for somebody else: what of one its opener may read."""

from __future__ import annotations

from urllib.parse import parse_qsl

from data.catalog import Catalog
from view.parameters import PARAMETERS
from view.url import encoded

# Stands in for what the opener's data do not have: `view.url.parse` says so as of any other value.
UNKNOWN = "(a saved one)"


def readable(query: str, catalog: Catalog) -> str:
    """A query that somebody else wrote, without levels that these data do not have.

    Whoever is limited to some rows is told of no others: not in an address either.
    """
    own = {one.name for one in PARAMETERS}
    places = {one.key: one.places for one in catalog.dimensions}
    pairs = [
        (name, value if name in own or value in places.get(name, ()) else UNKNOWN)
        for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    return encoded(list(dict.fromkeys(pairs)))
