"""What every page says while new data can't be loaded."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from data.catalog import Catalog
from data.store.load_status import LoadStatus

_LONGEST = 400  # characters of an error


def load_notice(status: LoadStatus, catalog: Catalog) -> str:
    """That the last load failed, why, and how old the data shown are; empty while all is well."""
    if not status.message:
        return ""
    zone = ZoneInfo(catalog.timezone)
    at = f" at {status.ended_at.astimezone(zone):%-d %b %Y %H:%M}" if status.ended_at else ""
    why = status.message if len(status.message) <= _LONGEST else f"{status.message[:_LONGEST]}…"
    shown = f"You see the data of {catalog.built_at.astimezone(zone):%-d %b %Y %H:%M}."
    return f"{shown} New data could not be loaded{at}: {why}"
