"""Doubts: what is in the data that was taken and looks wrong, though no row breaks a rule.

A doubt is a function of what was taken that gives sentences; more of them are added to DOUBTS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data.catalog import Doubt
from data.ingest.doubts.contacts import no_contacts
from data.ingest.doubts.copies import copies
from data.ingest.doubts.near_duplicates import near_duplicates
from data.ingest.doubts.scale_changes import scale_changes
from data.ingest.doubts.scales import scales
from data.ingest.doubts.stray_days import oldest_alone, said_of_newest
from data.ingest.doubts.thin_months import thin_months
from data.ingest.doubts.zero_dates import zero_dates
from data.ingest.published import Published

DOUBTS: tuple[Callable[[Published], Iterator[Doubt]], ...] = (
    copies,
    zero_dates,
    no_contacts,
    said_of_newest,
    oldest_alone,
    thin_months,
    scales,
    scale_changes,
    near_duplicates,
)


def find_doubts(published: Published) -> tuple[Doubt, ...]:
    """All doubts about the rows that were taken."""
    return tuple(doubt for look in DOUBTS for doubt in look(published))
