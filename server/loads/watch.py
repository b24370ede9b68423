"""A look at the sources every so often: new data are taken up without anybody asking."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from data.errors import DataError, MappingError
from data.ingest.service import found_version
from data.intake.queue import waits
from data.store.load_status import StatusReader
from data.store.locks import lock
from data.store.snapshots import opens
from data.store.versions import current_file

Place = Callable[[], tuple[Path, Path]]
_LOG = logging.getLogger(__name__)
SENT_EVERY = 10  # seconds between looks at what was sent
_FIRST_PAUSE, _LONGEST_PAUSE = 4, 64  # looks until a load that failed is tried again


class Watch:
    """Decides at each look whether to load."""

    def __init__(self, mapping: Path, folder: Path) -> None:
        self._mapping = mapping
        self._folder = folder
        self._statuses = StatusReader(folder)
        self._seen = ""  # at the last look
        self._tried = ""  # what was last loaded, or could not be
        self._pause = self._left = 0

    def due(self) -> bool:
        """Are there new data to load, and not still being written?

        What failed is tried again after pauses that grow, since a full disk may have been the
        reason; what changed again, at once.
        """
        now = self._look()
        settled, self._seen = now == self._seen, now
        status, in_use = self._statuses.read(), current_file(self._folder)
        loaded = in_use is not None and now == in_use.stem and opens(in_use)
        if status.state != "failed" and loaded:
            self._tried = ""
            return False
        if not settled or status.state == "loading":
            return False
        if now != self._tried:
            self._tried, self._pause, self._left = now, _FIRST_PAUSE, _FIRST_PAUSE
            return True
        self._left -= 1
        if self._left > 0:
            return False
        self._pause = self._left = min(2 * self._pause, _LONGEST_PAUSE)
        return True

    def _look(self) -> str:
        try:
            return found_version(self._mapping, self._folder)
        except (MappingError, DataError, OSError) as error:
            return str(error)  # for a load to say so


class _Following:
    """Watches the mapping that is in use, which may be another one at any look."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._watched, self._watch = place(), Watch(*place())

    def due(self) -> bool:
        """As that of `Watch`."""
        now = self._place()
        if now != self._watched:
            self._watched, self._watch = now, Watch(*now)
        return self._watch.due()


def watch(place: Place, seconds: float, load: Callable[[], None]) -> None:
    """Look at the sources for ever. `place`: the mapping in use and the folder of its data."""
    _look(place()[1] / "watch.lock", seconds, lambda: _Following(place).due, load)


def watch_sent(folder: Path, load: Callable[[], None]) -> None:
    """Look for ever whether answers were sent that no load has taken up."""
    _look(folder / "intake.lock", SENT_EVERY, lambda: partial(waits, folder), load)


def _look(
    only: Path, seconds: float, begin: Callable[[], Callable[[], bool]], load: Callable[[], None]
) -> None:
    """Load whenever it is due. Of all processes on a folder one looks; when it dies, another takes
    over, and begins anew."""
    while True:
        try:
            with lock(only, wait=True):
                due = begin()
                while True:
                    time.sleep(seconds)
                    if due():
                        load()
        except OSError as error:  # a folder that can't be written: another process may look
            _LOG.warning("Nobody looks at the sources: %s", error)
            time.sleep(_LONGEST_PAUSE * seconds)
        except Exception:  # whatever it was, looking goes on
            _LOG.exception("A look at the sources failed")
            time.sleep(seconds)
