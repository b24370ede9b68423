"""Webhooks of SurveyMonkey. They say which answer is new or deleted, never what was answered."""

from __future__ import annotations

from data.intake.services.delivery import Delivery, EventError, Json, text_of


def read(body: Json) -> list[Delivery]:
    """A deletion; nothing of all other events. Raises EventError."""
    if not isinstance(body, dict):
        raise EventError("Expected a JSON object.")
    if body.get("event_type") != "response_deleted":
        return []
    return [
        Delivery(
            response_id=text_of(body, "object_id"),
            event_id=text_of(body, "event_id"),
            deletes=True,
        )
    ]
