"""Progress: a line for each step of a build, and one now and then while a long one runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

Progress = Callable[[str], None]

_EVERY = 5.0  # seconds between the lines of a long step


class Steps:
    """Counts the steps of a build and tells how far each one is."""

    def __init__(self, con: duckdb.DuckDBPyConnection, total: int, tell: Progress) -> None:
        """`total`: how many steps there will be. DuckDB's own progress bar is kept silent."""
        con.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        self._con, self._total, self._tell = con, total, tell
        self._number, self._started = 0, time.monotonic()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step: its name at once, then a line every few seconds until it is done."""
        self._number += 1
        line = f"[{self._number}/{self._total}] {name}"
        self._tell(line)
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(line, done), daemon=True)
        watch.start()
        try:
            yield
        finally:
            done.set()
            watch.join()

    def _watch(self, line: str, done: threading.Event) -> None:
        while not done.wait(_EVERY):
            percent = self._con.query_progress()  # of the statement that runs; below 0: unknown
            share = f"{percent:.0f} % of this query, " if percent > 0 else ""
            self._tell(f"{line}: {share}{time.monotonic() - self._started:.0f} s so far")
