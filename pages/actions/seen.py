"""Before an action: what of it would be seen."""

from __future__ import annotations

from collections.abc import Sequence

from data.scope import Filters, Span
from data.store.snapshots import Snapshot
from pages.actions.outcomes import Asked, least_to_be_seen
from pages.actions.words import seen_words
from pages.figures.series import subject_of


def seen_of(
    snapshot: Snapshot, metric: str, scope: Filters, days: Span, periods: Sequence[int]
) -> list[str]:
    """A sentence for each number of four-week periods. Raises UnavailableError."""
    catalog, own = snapshot.catalog, subject_of(snapshot.catalog, metric).metric
    asked = Asked(metric=metric, scope=scope, days=days, sign=1, size=None, periods=max(periods))
    told = least_to_be_seen(snapshot, asked, periods)
    words = (seen_words(one, own, many, catalog) for one, many in zip(told, periods, strict=True))
    return list(dict.fromkeys(words))
