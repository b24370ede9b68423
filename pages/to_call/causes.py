"""Root causes that a case may have."""

from __future__ import annotations

from data.catalog import Catalog

_MOST = 30  # themes that a list can offer
_USUAL = (
    "Waiting time",
    "Not solved",
    "Product or service quality",
    "Price or invoice",
    "Delivery",
    "How we spoke to them",
    "Change or outage",
)


def offered_causes(catalog: Catalog) -> tuple[str, ...]:
    """What forms of cases offer: the themes of comments, where the data have any.

    Another one may be typed.
    """
    themes = catalog.dimension("theme")
    return themes.levels[:_MOST] if themes else _USUAL
