"""Loads of new data, each in a process of its own: no request shares its memory or its crash."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from settings import Settings

_ROOT = Path(__file__).parents[1]


class Loader:
    """Starts loads for one process: one under way, and at most one more that waits for it.

    Loads of different processes take turns by the lock of the data folder.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting = threading.Lock()
        self._under_way = threading.Lock()

    def start(self) -> None:
        """Start a load that reads the sources from now on. Returns at once."""
        if self._waiting.acquire(blocking=False):
            threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with self._under_way:
            self._waiting.release()
            start_load(self._settings).wait()


def start_load(settings: Settings) -> subprocess.Popen[bytes]:
    """Start a load in a process of its own."""
    places = (str(place) for place in settings.place())
    return subprocess.Popen([sys.executable, "-m", "server.load", *places], cwd=_ROOT)
