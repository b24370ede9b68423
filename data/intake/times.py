"""Times of answers that are sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from data.intake.services.delivery import EventError

_SECONDS = re.compile(r"\d{9,11}(\.\d+)?")  # from 1973 on


def moment(text: str, zone: str, name: str) -> datetime:
    """The time that a text states: ISO 8601, or seconds since 1970.

    What states no zone is of `zone`. Raises EventError, which names what was read as `name`.
    """
    given = text.strip()
    try:
        if _SECONDS.fullmatch(given):
            return datetime.fromtimestamp(float(given), UTC)
        found = datetime.fromisoformat(given)
        aware = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise EventError(
            f"'{name}' is '{given[:40]}'; expected a time such as 2026-03-01T09:30:00Z."
        ) from None
