"""Webhooks of Delighted: an answer that is new or was changed."""

from __future__ import annotations

from datetime import UTC, datetime

from data.intake.services.delivery import Delivery, EventError, Json, flat, part_of, text_of

_ANSWERS = ("survey_response.created", "survey_response.updated")
_LATEST = 253_402_300_799  # the last second of the year 9999


def read(body: Json) -> list[Delivery]:
    """Every value by its place in `event_data`. Raises EventError."""
    if not isinstance(body, dict) or body.get("event_type") not in _ANSWERS:
        return []  # somebody wants no more surveys, for example
    answer = part_of(body, "event_data")
    return [
        Delivery(
            flat(answer),
            response_id=text_of(answer, "id"),
            event_id=text_of(body, "event_id"),
            submitted_at=text_of(answer, "created_at"),
            changed_at=_changed(answer.get("updated_at")),
        )
    ]


def _changed(seconds: Json) -> datetime | None:
    if seconds is None:
        return None
    if isinstance(seconds, int | float) and 0 <= seconds <= _LATEST:
        return datetime.fromtimestamp(seconds, UTC)
    raise EventError("Expected seconds since 1970 in “event_data.updated_at”.")
