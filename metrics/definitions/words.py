"""Units, kinds and directions as a metric dictionary says them."""

from __future__ import annotations

from metrics.definitions.model import MetricDefinition

# The kind, and how its interval and its change are judged.
KINDS = {
    "net_share": (
        "net share",
        "adjusted Wald (three answers added, Rocks 2016), permutation test and adjusted z",
    ),
    "proportion": (
        "proportion",
        "Wilson (1927), Fisher's exact test with mid-p, Newcombe's interval (1998)",
    ),
    "mean": (
        "mean",
        "Student's t (of scores with one answer added, of amounts transformed: Hall 1992), "
        "permutation test and Welch's t (1947)",
    ),
    "quantile": ("quantile", "order statistics, change after Zou and Donner (2008)"),
    "total": (
        "total",
        "none of its own, change at equal days, compound Poisson with the spread of weeks",
    ),
    "count": (
        "count",
        "exact Poisson (Garwood 1936), change at equal days, quasi-Poisson by weeks",
    ),
    "stock": ("count at a moment", "none of its own, change shown and not judged"),
    "composite": ("composite", "both from its parts (Zou and Donner 2008)"),
}
BETTER = {True: "more", False: "less", None: "neither"}
_SHOWN = "in targets, JSON and CSV; shown in the unit that fits"
UNITS = {
    "points": "points from −100 to 100",
    "%": "per cent",
    "score": "points of the question's scale",
    "hours": f"hours {_SHOWN}",
    "minutes": f"minutes {_SHOWN}",
    "seconds": f"seconds {_SHOWN}",
    "count": "a number of them",
    "years": "years",
    "index": "points from 0 to 100",
    "currency": "the company's currency",
}
# What the build works out -> the ways to map it, each all that it takes.
_HOURS = "[business_hours]"
_WORKED_OUT: dict[str, tuple[tuple[str, ...], ...]] = {
    "feedback.theme": (("feedback.comment",),),
    "tickets.first_contact_resolved": (
        ("tickets.resolved_at", "tickets.contacts"),
        ("tickets.resolved_at", "tickets.customer_id", "[service] repeat_days"),
    ),
    "tickets.first_response_business_seconds": (("tickets.first_response_at", _HOURS),),
    "tickets.resolution_business_seconds": (("tickets.resolved_at", _HOURS),),
    "tickets.sla_met": (
        ("tickets.sla_met",),
        ("tickets.sla_seconds", "tickets.first_response_at"),
        ("tickets.sla_seconds", "tickets.wait_seconds"),
    ),
    "tickets.resolution_sla_met": (
        ("tickets.resolution_sla_met",),
        ("tickets.resolution_sla_seconds", "tickets.resolved_at"),
    ),
    "tickets.resolved_in_30_days": (("tickets.resolved_at",),),
    "tickets.unsolved_at": (("tickets.closed_at",), ("tickets.resolved_at", "tickets.answered")),
    "tickets.self_served": (("tickets.self_service_solved",),),
    "tickets.tone_change": (("tickets.tone_start", "tickets.tone_end"),),
    "tickets.ended_at": (("tickets.resolved_at",), ("tickets.closed_at",)),
}


def ways(metric: MetricDefinition) -> tuple[tuple[str, ...], ...]:
    """What must be mapped, each way all that it takes: columns, and sections of the mapping."""
    if metric.of_parts:
        return (("[xqi]",),)
    if not metric.needs:
        return ((metric.table,),)
    found: tuple[tuple[str, ...], ...] = ((),)
    for name in metric.needs:
        own = _WORKED_OUT.get(name, ((name,),))
        found = tuple((*before, *way) for before in found for way in own)
    return found


def needs(metric: MetricDefinition) -> str:
    """What must be mapped: `tickets.resolved_at and tickets.contacts`, or other ways to it."""
    return ", or ".join(" and ".join(way) for way in ways(metric))
