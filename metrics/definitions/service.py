"""Metrics of tickets: speed, resolution, volume, quality."""

from __future__ import annotations

from metrics.definitions.model import MetricDefinition

SERVICE = (
    MetricDefinition(
        key="first_contact_resolution",
        name="First contact resolution",
        short="FCR",
        subject="first contact resolution",
        question="Was it solved at the first contact?",
        formula="% of resolved tickets with one contact that were not reopened",
        denominator=(
            "Tickets resolved in the period whose number of contacts is known; "
            "where it is not known whether a ticket was reopened, it was not."
        ),
        unit="%",
        kind="proportion",
        table="tickets",
        noun="tickets",
        needs=("tickets.resolved_at", "tickets.contacts"),
        source="SQM Group; ISO 18295-1:2017, Customer contact centres",
    ),
    MetricDefinition(
        key="first_response_time",
        name="First response time",
        short="First response",
        subject="first response time",
        question="How long until someone answers?",
        formula="Median of calendar hours from opened to first response",
        denominator="Tickets first answered in the period; those still waiting are left out.",
        unit="hours",
        kind="quantile",
        quantile=0.5,
        table="tickets",
        noun="tickets",
        needs=("tickets.first_response_at",),
        higher_is_better=False,
        source="ISO 18295-1:2017, Customer contact centres",
    ),
    MetricDefinition(
        key="resolution_time",
        name="Resolution time",
        short="Resolution",
        subject="resolution time",
        question="How long until it is solved?",
        formula="Median of calendar hours from opened to resolved",
        denominator="Tickets resolved in the period, whenever they were opened.",
        unit="hours",
        kind="quantile",
        quantile=0.5,
        table="tickets",
        noun="tickets",
        needs=("tickets.resolved_at",),
        higher_is_better=False,
        source="ISO 18295-1:2017, Customer contact centres",
    ),
)
