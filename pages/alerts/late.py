"""From when on data are late: by how long they pause usually, not by chance.

A figure's data are late when, after their last day, more than a whole period and their usual pause
have gone by. That pause is the longest of the last year or so without an answer, three days at
least, as a long weekend has. How often data are loaded is not known, so that a grain of days asks
for loads every day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from data.grains import DAY, next_start

_PAUSE = timedelta(days=3)


def earliest_late(last: date, newest: date, grain: str) -> date:
    """The first day on which data up to `last` are late, whatever their usual pause.

    `newest`: the first day of their newest whole period.
    """
    following = next_start(newest, grain)
    return last + _PAUSE + (next_start(following, grain) - following) + DAY


def late_from(last: date, newest: date, grain: str, answered: Sequence[date]) -> date:
    """The same by the pauses between the periods with answers; of each the first day, in order."""
    pauses = [after - next_start(before, grain) for before, after in pairwise(answered)]
    return earliest_late(last, newest, grain) + max(
        [timedelta(0), *(one - _PAUSE for one in pauses)]
    )
