"""Units, kinds and directions as a metric dictionary says them."""

from __future__ import annotations

from metrics.definitions.model import MetricDefinition

# The kind, and how its interval and its change are judged.
KINDS = {
    "net_share": (
        "net share",
        "adjusted Wald (three answers added), z of the two adjusted samples (Rocks 2016)",
    ),
    "proportion": (
        "proportion",
        "Wilson (1927), two-proportion z test, Newcombe's interval (1998)",
    ),
    "mean": ("mean", "Student's t, Welch's t test (1947)"),
    "quantile": ("quantile", "order statistics, change after Zou and Donner (2008)"),
    "total": ("total", "none of its own, change as of compound Poisson sums"),
    "count": (
        "count",
        "exact Poisson (Garwood 1936), change from the two intervals (Zou and Donner 2008)",
    ),
    "stock": (
        "count at a moment",
        "none of its own, change as the difference of two Poisson flows (Skellam 1946)",
    ),
    "composite": ("composite", "both from its parts (Zou and Donner 2008)"),
}
BETTER = {True: "more", False: "less", None: "neither"}
UNITS = {
    "points": "points from −100 to 100",
    "%": "per cent",
    "score": "points of the question's scale",
    "hours": "hours",
    "minutes": "minutes",
    "seconds": "seconds",
    "count": "a number of them",
    "years": "years",
    "index": "points from 0 to 100",
    "currency": "the company's currency",
}


def needs(metric: MetricDefinition) -> str:
    """What must be mapped: `tickets.resolved_at, tickets.contacts`."""
    if metric.of_parts:
        return "[xqi] in the mapping"
    return ", ".join(metric.needs) or metric.table
