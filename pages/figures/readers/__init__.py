"""Who answers for a metric: `MetricDefinition.reader` -> what asks its table."""

from __future__ import annotations

from collections.abc import Callable

from pages.figures.readers import (
    answers,
    comments,
    customers,
    invitations,
    orders,
    outcomes,
    tickets,
)
from pages.figures.sums import MetricSums, Request

READERS: dict[str, Callable[[Request], MetricSums]] = {
    "feedback": answers.read,
    "tickets": tickets.read,
    "orders": orders.read,
    "repeat purchases": orders.read_repeats,
    "predicted value": orders.read_predicted,
    "customers": customers.read,
    "engagement": customers.read,
    "costs": customers.read,
    "invitations": invitations.read,
    "contacts": invitations.read_contacts,
    "comments": comments.read,
    "outcomes": outcomes.read,
}
