"""Questions asked of a warehouse: connections kept, made anew when lost, time limits held."""

from __future__ import annotations

import contextlib
import logging
import queue
import time
import weakref

import pandas as pd
from ibis.backends import BaseBackend

from data.errors import MappingError, UnavailableError
from data.store.connection import Address, close, connect
from data.store.fetch import fetch, stopped_after

_LOG = logging.getLogger(__name__)
_PING = 5.0  # seconds
_GRACE = 1.0  # seconds that an engine has to end a question by itself


class Warehouse:
    """One version's tables in a database, asked by several threads at once."""

    def __init__(self, address: Address, prefix: str) -> None:
        self._address = address
        self._idle: queue.LifoQueue[BaseBackend] = queue.LifoQueue()
        self.dialect = address.engine
        self.prefix = prefix
        # Whoever lets go of a version last closes its connections.
        weakref.finalize(self, _close_all, self._idle)

    def frame(self, sql: str) -> pd.DataFrame:
        """Result of one query; texts arrive as texts.

        A connection that was lost is made anew, once. Raises UnavailableError.
        """
        return self._answer(sql, self._address.timeout)

    def ping(self) -> None:
        """Raises UnavailableError where the database does not answer, soon."""
        self._answer("SELECT 1 AS one", min(_PING, self._address.timeout))

    def _answer(self, sql: str, limit: float) -> pd.DataFrame:
        kept = _kept(self._idle)
        if kept is not None:
            with contextlib.suppress(_Lost):
                return self._asked(kept, sql, limit)
        backend = self._connect()
        try:
            return self._asked(backend, sql, limit)
        except _Lost as lost:
            close(self._connect())  # or else it is the database that went away
            assert lost.__cause__ is not None
            raise lost.__cause__ from None

    def _asked(self, backend: BaseBackend, sql: str, limit: float) -> pd.DataFrame:
        """Raises _Lost with the driver's error as its cause, or UnavailableError."""
        began = time.monotonic()
        with stopped_after(backend, limit + _GRACE) as late:
            try:
                frame = fetch(backend, sql)
            except Exception as error:  # each driver has its own
                self._forget(backend)
                if late.is_set() or time.monotonic() - began >= limit:
                    _LOG.warning("%s: no answer within %g s", self._address.shown, limit)
                    raise UnavailableError(
                        f"The database did not answer within {limit:g} seconds."
                    ) from None
                raise _Lost from error
        self._idle.put(backend)
        return frame

    def _connect(self) -> BaseBackend:
        try:
            return connect(self._address, reading=True)
        except MappingError:
            raise
        except Exception as error:  # each driver has its own
            reason = self._address.without_secrets(error)
            _LOG.warning("%s can't be reached: %s", self._address.shown, reason)
            raise UnavailableError("The database can't be reached at the moment.") from None

    def _forget(self, backend: BaseBackend) -> None:
        """Closes a connection that failed, and those that are idle: they may be lost as well."""
        close(backend)
        _close_all(self._idle)


def _kept(idle: queue.LifoQueue[BaseBackend]) -> BaseBackend | None:
    try:
        return idle.get_nowait()
    except queue.Empty:
        return None


def _close_all(idle: queue.LifoQueue[BaseBackend]) -> None:
    while (backend := _kept(idle)) is not None:
        close(backend)


class _Lost(Exception):  # noqa: N818 - not an error yet
    """A query failed; perhaps only its connection did."""
