"""Root causes that a case may have."""

from __future__ import annotations


def offered_causes() -> tuple[str, ...]:
    """What forms of cases offer; another one may be typed."""
    return (
        "Waiting time",
        "Not solved",
        "Product or service quality",
        "Price or invoice",
        "Delivery",
        "How we spoke to them",
        "Change or outage",
    )
