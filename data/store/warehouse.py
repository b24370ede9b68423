"""Questions asked of a warehouse: connections kept, made anew when lost, time limits held."""

from __future__ import annotations

import contextlib
import logging
import queue
import time
import weakref
from collections.abc import Callable, Mapping
from typing import TypeVar

import ibis
import pandas as pd
from ibis.backends import BaseBackend

from data.errors import MappingError, UnavailableError
from data.scope import Filters
from data.sql import name_sql
from data.store.connection import Address, close, connect
from data.store.database import check_reader
from data.store.fetch import fetch, stopped_after
from data.store.restricted_warehouse import RestrictedWarehouse

_LOG = logging.getLogger(__name__)
_PING = 5.0  # seconds
_GRACE = 1.0  # seconds that an engine has to end a question by itself
Found = TypeVar("Found")


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
        check_reader(())
        return self.answer(sql)

    def answer(self, sql: str) -> pd.DataFrame:
        """The same, for whoever has looked at who asks."""
        return self._answer(lambda backend: fetch(backend, sql), self._address.timeout)

    def from_sql(self, table: str) -> str:
        """The table's name."""
        return name_sql(self.prefix + table, self.dialect)

    def whole_sql(self, table: str) -> str:
        """The table's name."""
        return self.from_sql(table)

    def schema_of(self, table: str) -> ibis.Schema:
        """The columns of a table. Raises UnavailableError."""
        name = self.prefix + table
        return self._answer(lambda one: one.table(name).schema(), self._address.timeout)

    def others_sql(self, table: str) -> None:
        """Nothing: all rows are seen."""

    def rest_frame(self, sql: str) -> pd.DataFrame:
        """Nothing names rows of others here."""
        return self.frame(sql)

    def restricted(
        self, rows: Filters, definitions: Mapping[str, str], others: Mapping[str, str] | None = None
    ) -> RestrictedWarehouse:
        """The same tables, of these rows."""
        return RestrictedWarehouse(self, rows, definitions, others)

    def ping(self) -> None:
        """Raises UnavailableError where the database does not answer, soon."""
        limit = min(_PING, self._address.timeout)
        self._answer(lambda backend: fetch(backend, "SELECT 1 AS one"), limit)

    def _answer(self, ask: Callable[[BaseBackend], Found], limit: float) -> Found:
        kept = _kept(self._idle)
        if kept is not None:
            with contextlib.suppress(_Lost):
                return self._asked(kept, ask, limit)
        backend = self._connect()
        try:
            return self._asked(backend, ask, limit)
        except _Lost as lost:
            close(self._connect())  # or else it is the database that went away
            assert lost.__cause__ is not None
            raise lost.__cause__ from None

    def _asked(
        self, backend: BaseBackend, ask: Callable[[BaseBackend], Found], limit: float
    ) -> Found:
        """Raises _Lost with the driver's error as its cause, or UnavailableError."""
        began = time.monotonic()
        with stopped_after(backend, limit + _GRACE) as late:
            try:
                found = ask(backend)
            except Exception as error:  # each driver has its own
                self._forget(backend)
                if late.is_set() or time.monotonic() - began >= limit:
                    _LOG.warning("%s: no answer within %g s", self._address.shown, limit)
                    raise UnavailableError(
                        f"The database did not answer within {limit:g} seconds."
                    ) from None
                raise _Lost from error
        self._idle.put(backend)
        return found

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
