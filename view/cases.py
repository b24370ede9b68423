"""Cases of customers, as pages show them: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Case:
    """What is known of a case beside its customer. `status`: in words.

    `closed_on`: the day on which it was written as solved or given up, None while it is
    under way. `own`: is it of whoever reads it?
    """

    number: int
    customer_id: str
    status: str
    owner: str  # "" for nobody's
    due: date
    closed_on: date | None
    cause: str = ""  # "" for none
    own: bool = False
    overdue: bool = False
    contacted_on: date | None = None  # None: not, as far as is known
