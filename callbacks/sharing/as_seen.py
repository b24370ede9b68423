"""What whoever reads through a shared link is told of it: its limits, and then and now."""

from __future__ import annotations

import logging
import threading

from cachetools import LRUCache

from access.reader import Held
from access.rights import Right
from components.forms.key_figures import Said, key_figures, then_and_now
from components.text import day
from data.catalog import Catalog
from data.store.snapshots import Store
from pages.index import read_page
from server.current import current, in_use, view_of
from server.gate.reader import current_reader
from view.periods import PRESET_LABELS

_MOST = 200  # comparisons that are kept
_LOG = logging.getLogger(__name__)


class ThenAndNow:
    """The sentences about a link, above its view."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: LRUCache[tuple[object, ...], Said] = LRUCache(_MOST)
        self._lock = threading.Lock()

    def sentences(self) -> list[str]:
        """For the reader of this request; none for who has an account of their own."""
        held = current_reader().held
        if held is None:
            return []
        catalog = current(self._store).catalog
        return [_limits(held, catalog), *self._then(held, catalog)]

    def _then(self, held: Held, shown: Catalog) -> list[str]:
        if not held.version:
            return []
        newest = in_use(self._store).catalog
        seen = f"As seen on {day(held.made_at)}."
        if newest.version.partition("-")[0] == held.version:
            return [f"{seen} The data have not changed since."]
        kept = shown.version.partition("-")[0] == held.version
        if kept:
            place = f"{seen} The data have changed since; below they are as they were."
        else:
            place = (
                f"{seen} That version of the data is no longer kept: below are those of "
                f"{day(newest.built_at)}, and of then the key figures alone."
            )
        if not held.figures:
            return [f"{place} The key figures of then can't be shown any more."]
        return [place, self._compared(held)]

    def _compared(self, held: Held) -> str:
        """What differs, or why that can't be said."""
        try:
            return then_and_now(held.figures, self._now(held))
        except Exception:
            # Whatever it is, the view itself is not lost for it.
            _LOG.exception("Then and now of link %s could not be compared", held.link)
            return "They can't be compared with today's at the moment; the log says why."

    def _now(self, held: Held) -> Said:
        snapshot = in_use(self._store)
        catalog = snapshot.catalog
        about = (held.link, current_reader().sees, catalog.version)
        key = (repr(about),)
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            view = view_of(f"/{held.page}", held.query, snapshot, "/").view
            kept = key_figures(read_page(snapshot, view), catalog)
            with self._lock:
                self._kept[key] = kept
        return kept


def _limits(held: Held, catalog: Catalog) -> str:
    """The quiet line: whose link it is, and what it is limited to."""
    labels = {one.key: one.label for one in catalog.dimensions}
    parts = [f"{labels.get(key, key)}: {', '.join(levels)}" for key, levels in held.filters]
    if held.days:
        parts.append(f"{day(held.days.start)} to {day(held.days.end)}")
    elif held.period:
        parts.append(PRESET_LABELS[held.period].lower())
    reader = current_reader()
    without = [
        words
        for right, words in ((Right.COMMENTS, "comments"), (Right.EXPORT, "exports"))
        if not reader.may(right)
    ]
    only = f" It shows {'; '.join(parts)} and nothing else" if parts else " It shows this page"
    lacks = f", without {' and '.join(without)}" if without else ""
    return f"Shared by {held.maker}, open until {day(held.until)}.{only}{lacks}."
