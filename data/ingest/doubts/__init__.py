"""Doubts: what is in the data that was taken and looks wrong, though no row breaks a rule.

A doubt is a function of what was taken that gives sentences; more of them are added to DOUBTS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data.catalog import Doubt
from data.ingest.doubts.alone import oldest_alone, said_of_newest
from data.ingest.doubts.contacts import no_contacts
from data.ingest.doubts.copies import copies
from data.ingest.doubts.scales import scales
from data.ingest.doubts.taken import Taken
from data.ingest.doubts.twins import twins
from data.ingest.doubts.zero_dates import zero_dates

DOUBTS: tuple[Callable[[Taken], Iterator[Doubt]], ...] = (
    copies,
    zero_dates,
    no_contacts,
    said_of_newest,
    oldest_alone,
    scales,
    twins,
)


def find_doubts(taken: Taken) -> tuple[Doubt, ...]:
    """All doubts about the rows that were taken."""
    return tuple(doubt for look in DOUBTS for doubt in look(taken))
