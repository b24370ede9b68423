"""Loads of new data, each in a process of its own: no request shares its memory or its crash."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from access.modes import store_of
from settings import Settings

_ROOT = Path(__file__).parents[2]
# Large blocks go back to the system when they are free: a load has many, one after the other.
_BLOCK = "262144"  # bytes, of the GNU C library; others know neither name
FOR_LOADS = {
    # Threads of BLAS wait in a loop for each other, and requests need the other core.
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": _BLOCK,
    "MALLOC_TRIM_THRESHOLD_": _BLOCK,
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # its own keeps 50 MB that are free
}


class Loader:
    """Starts loads for one process: one under way, and at most one more that waits for it.

    `data.ingest.service.load_in_turn` holds all processes of the server to the same.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting = threading.Lock()
        self._under_way = threading.Lock()

    def start(self) -> None:
        """Start a load that reads the sources from now on. Returns at once."""
        if self._waiting.acquire(blocking=False):
            threading.Thread(target=self._run, daemon=True).start()

    def start_attended(self) -> None:
        """The same where somebody has looked at what will come of it: nothing is refused for being
        fewer rows than before."""
        threading.Thread(target=self._load, args=(["attended"],), daemon=True).start()

    def _run(self) -> None:
        with self._under_way:
            self._waiting.release()
            self._load([])

    def _load(self, more: list[str]) -> None:
        places = [str(place) for place in self._settings.place()]
        accounts = store_of(self._settings)
        known = {**os.environ, **FOR_LOADS}
        if accounts:
            more = [*more, "scopes"]
            known["CXLENS_STORE"] = accounts.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "server.loads.load", *places, *more]
        subprocess.run(command, cwd=_ROOT, env=known, check=False)
