"""Fetching rows from each engine in the way that is fastest there."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal

import pandas as pd
from ibis.backends import BaseBackend


def fetch(backend: BaseBackend, sql: str) -> pd.DataFrame:
    """The result of one query. Raises whatever the driver raises."""
    if backend.name == "duckdb":
        frame = backend.con.execute(sql).df()
    elif backend.name == "clickhouse":
        frame = backend.con.query_arrow(sql, use_strings=True).to_pandas()
    elif backend.name == "pyspark":
        # As rows: what Arrow's way out has begun can't be stopped.
        found = backend._session.sql(sql)
        frame = pd.DataFrame.from_records(found.collect(), columns=found.columns)
    else:
        frame = _rows(backend, sql)
    return _plain(frame)


def _rows(backend: BaseBackend, sql: str) -> pd.DataFrame:
    with contextlib.closing(backend.raw_sql(sql)) as cursor:
        names = [column[0] for column in cursor.description]
        return pd.DataFrame.from_records(cursor.fetchall(), columns=names)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """One set of types for all engines: floats for decimals, signed counts, no time zones."""
    changed: dict[str, pd.Series] = {}
    for name in map(str, frame):
        column = frame[name]
        if isinstance(column.dtype, pd.DatetimeTZDtype):
            changed[name] = column.dt.tz_localize(None)
        elif column.dtype.kind == "u":
            changed[name] = column.astype("int64")
        elif column.dtype == object and isinstance(next(iter(column.dropna()), None), Decimal):
            changed[name] = column.astype("float64")
    return frame.assign(**changed) if changed else frame


@contextlib.contextmanager
def stopped_after(backend: BaseBackend, seconds: float) -> Iterator[threading.Event]:
    """Stops what the connection is doing when the time is up; then the event is set.

    Engines have limits of their own. This one also holds where the engine itself stands still.
    """
    late = threading.Event()

    end = _stop(backend)

    def stop() -> None:
        late.set()
        with contextlib.suppress(Exception):  # it may have ended this very moment
            end()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    if backend.name == "pyspark":
        backend._session.sparkContext.setJobGroup(_group(), "a question", interruptOnCancel=True)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join(1)  # a thread left at exit may take the process down


def _stop(backend: BaseBackend) -> Callable[[], object]:
    if backend.name == "duckdb":
        return lambda: backend.con.interrupt()
    if backend.name == "postgres":
        return lambda: _hang_up(backend)
    if backend.name == "pyspark":
        group = _group()
        return lambda: backend._session.sparkContext.cancelJobGroup(group)
    return lambda: None  # the driver's own limit


def _hang_up(backend: BaseBackend) -> None:
    """Shuts the connection's socket: the driver waits on it without a limit of its own."""
    with socket.socket(fileno=socket.dup(backend.con.fileno())) as ours:
        ours.shutdown(socket.SHUT_RDWR)


def _group() -> str:
    """The name of what this thread asks of Spark, by which another thread can end it."""
    return f"cxlens-{threading.get_ident()}"
