"""JSON whose layout was chosen by whoever set the webhook up: of Zendesk and Qualtrics."""

from __future__ import annotations

from data.intake.services.delivery import Delivery, EventError, Json, flat


def read(body: Json) -> list[Delivery]:
    """Every value by its place in the body; columns say which is what. Raises EventError."""
    if not isinstance(body, dict):
        raise EventError("Expected a JSON object.")
    return [Delivery(flat(body))]
