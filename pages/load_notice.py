"""What every page says while new data can't be loaded."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from data.catalog import Catalog
from data.store.load_status import LoadStatus

_LONGEST = 400  # characters of an error
_DISK_LOW = (
    "The disk is nearly full: new data will probably not fit until whoever runs CX Lens makes room."
)


def load_notice(status: LoadStatus, catalog: Catalog) -> str:
    """That the last load failed or the next one will not fit, and how old the data shown are.

    Empty while all is well.
    """
    if not status.message and not status.disk_low:
        return ""
    zone = ZoneInfo(catalog.timezone)
    shown = f"You see the data of {catalog.built_at.astimezone(zone):%-d %b %Y %H:%M}."
    if not status.message:
        return f"{shown} {_DISK_LOW}"
    at = f" at {status.ended_at.astimezone(zone):%-d %b %Y %H:%M}" if status.ended_at else ""
    why = status.message if len(status.message) <= _LONGEST else f"{status.message[:_LONGEST]}…"
    return f"{shown} New data could not be loaded{at}: {why}"
