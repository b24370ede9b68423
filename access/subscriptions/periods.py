"""For which period a subscription is due.

A period has a name, and what was sent under that name is not sent again. It begins at a time of the
company's clocks: at the first of two such times where the clock is set back, and where it is set
forward over the time, as much later as it was set.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum


class Rhythm(StrEnum):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"  # on Mondays
    MONTHLY = "monthly"  # on the first
    NEW_DATA = "new data"  # when the data have a later day than before


def due_period(rhythm: Rhythm, at: time, since: datetime, now: datetime) -> str:
    """The newest period that has begun after `since`; "" for none, and for new data.

    `since` and `now`: on the company's clocks. Of periods that were missed it is the last one
    alone: nobody needs the digests of a week at once.
    """
    if rhythm is Rhythm.NEW_DATA:
        return ""
    day = _begun(rhythm, now.date())
    if _moment(day, at, now) > now.astimezone(UTC):
        day = _begun(rhythm, day - timedelta(days=1))
    return _name(rhythm, day) if _moment(day, at, now) > since.astimezone(UTC) else ""


def new_data_period(data_to: date, last_day: date) -> str:
    """The same for new data; `data_to`: the last day of the data when it began."""
    return f"data to {last_day.isoformat()}" if last_day > data_to else ""


def latest_period(rhythm: Rhythm, period: str) -> str:
    """The last name of a period after which this one is none to be sent any longer.

    Data may be taken back and come again: a day before one that was told of is not new.
    """
    return "data to 9999-12-31" if rhythm is Rhythm.NEW_DATA else period


def _moment(day: date, at: time, now: datetime) -> datetime:
    # In UTC: two moments of one zone are compared by their clocks, which may go back.
    return datetime.combine(day, at.replace(fold=0), tzinfo=now.tzinfo).astimezone(UTC)


def _begun(rhythm: Rhythm, day: date) -> date:
    """The first day of the period of that day."""
    match rhythm:
        case Rhythm.WEEKLY:
            return day - timedelta(days=day.weekday())
        case Rhythm.MONTHLY:
            return day.replace(day=1)
        case _:
            return day


def _name(rhythm: Rhythm, day: date) -> str:
    match rhythm:
        case Rhythm.WEEKLY:
            return f"{day:%G-W%V}"
        case Rhythm.MONTHLY:
            return f"{day:%Y-%m}"
        case _:
            return day.isoformat()
