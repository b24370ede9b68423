"""What several worker processes of one server share: the measures, in files of a folder.

For the server's configuration: nothing here may import prometheus_client before the folder is
named, since it looks for the name once.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Hashable
from pathlib import Path

from data.store.own_folder import own_folder

_LOG = logging.getLogger(__name__)
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SHARED_MEMORY = Path("/dev/shm")
_KINDS = ("counter", "histogram")  # the library has a file for each
_BYTES = 512 * 1024  # of a file: several times what all pages and statuses take


class Places:
    """Numbers of live workers, the smallest that is free first.

    Measures are kept by it: a worker goes on counting where the one before it ended.
    """

    def __init__(self) -> None:
        self._taken: dict[Hashable, int] = {}
        self._mine = 0

    def take(self, worker: Hashable) -> None:
        """Give a worker its place. In the parent, before the fork."""
        taken = set(self._taken.values())
        self._taken[worker] = next(place for place in range(len(taken) + 1) if place not in taken)

    def leave(self, worker: Hashable) -> None:
        """The worker is gone, its place is free."""
        self._taken.pop(worker, None)

    def settle(self, worker: Hashable) -> None:
        """This process is the worker: make room for what it counts.

        Counts are written into mapped memory. Where the disk behind it is full, the process would
        be killed, so the room is taken now, or this worker counts for itself.
        """
        self._mine = self._taken[worker]
        if _FOLDER not in os.environ:
            return
        folder = Path(os.environ[_FOLDER])
        files = [folder / f"{kind}_{self._mine}.db" for kind in _KINDS]
        try:
            for path in files:
                with path.open("a+b") as file:
                    os.posix_fallocate(file.fileno(), 0, _BYTES)
        except OSError as error:
            for path in files:
                path.unlink(missing_ok=True)  # half of one stops whoever adds up
            _count_alone()
            _LOG.warning("A worker counts for itself at /metrics: %s", error.strerror)

    def mine(self) -> int:
        """The place of this process."""
        return self._mine


PLACES = Places()


def share_measures() -> None:
    """Name a fresh folder for the measures. Call it in the parent, before any worker starts.

    A second call changes nothing: gunicorn reads its configuration again at SIGHUP.
    """
    if _FOLDER in os.environ:
        return
    above = SHARED_MEMORY if SHARED_MEMORY.is_dir() else Path(tempfile.gettempdir())
    try:
        os.environ[_FOLDER] = str(own_folder(above, "cx-lens-measures-"))
    except OSError as error:
        _LOG.warning("Each worker counts for itself at /metrics: %s", error.strerror)
        return
    _by_place()


def _by_place() -> None:
    from prometheus_client import values

    values.ValueClass = values.MultiProcessValue(PLACES.mine)  # type: ignore[no-untyped-call]


def _count_alone() -> None:
    from prometheus_client import values

    os.environ.pop(_FOLDER, None)
    values.ValueClass = values.MutexValue
