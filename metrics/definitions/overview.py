"""Which metrics have a card on Overview where the mapping does not say so, and in which groups."""

from __future__ import annotations

from collections.abc import Callable

from metrics.definitions import DEFINITIONS, MetricDefinition

MOST = 4  # cards of a group
# Each group has the first of these that the data answer.
GROUPS: dict[str, tuple[str, ...]] = {
    "Loyalty and effort": ("nps", "csat", "ces", "xqi", "rating", "sentiment"),
    "Customers and value": (
        *("revenue", "customers_end", "retention_rate", "money_at_risk"),
        *("average_order_value", "customers_new"),
    ),
    "Service": (
        *("first_contact_resolution", "first_response_time", "resolution_time", "tickets_opened"),
        *("sla_met", "average_speed_of_answer", "unanswered_calls"),
    ),
}
# At the start there were as many as at the end of the period before, which the card compares with;
# contacts are many where tickets are: each would be a test of one fact twice.
_SAID_BY_THE_CARD = ("customers_start", "interactions")


def usual_groups(answers: Callable[[MetricDefinition], bool]) -> dict[str, tuple[str, ...]]:
    """Name of each group -> its cards, of the metrics that the data answer.

    What stands on the card of another one has none of its own.
    """
    found = {}
    for name, keys in GROUPS.items():
        able = [key for key in keys if answers(DEFINITIONS[key])]
        own = [key for key in able if DEFINITIONS[key].beside not in able]
        if own:
            found[name] = tuple(own[:MOST])
    return found


def on_the_card(key: str) -> list[str]:
    """The metrics that stand on a metric's card, that metric first."""
    return [
        key,
        *(
            one.key
            for one in DEFINITIONS.values()
            if one.beside == key and one.key not in _SAID_BY_THE_CARD
        ),
    ]
