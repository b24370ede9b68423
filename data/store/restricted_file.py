"""A DuckDB file for whoever may see some of its rows: its names are those of views of these."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager

import duckdb
import pandas as pd

from data.scope import Filters
from data.sql import ident
from data.store.database import ForbiddenError, check_reader, check_totals

Connected = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]
_OTHERS = "others in "  # how a view of the rows of others is called


class RestrictedFile:
    """The tables of a row scope. Connections are kept, each with a view before every table.

    A table that the scope does not have is a view without rows, so that nothing is reached by any
    name of ours. Views of the rows of others are on connections of their own.
    """

    dialect = "duckdb"

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        answer: Callable[[str, Connected], pd.DataFrame],
        rows: Filters,
        definitions: Mapping[str, str],
        others: Mapping[str, str] | None = None,
    ) -> None:
        """`answer`: asks the file, within its limits. `definitions`: SELECTs of all its rows.

        `others`: SELECTs of the rows of others; None: nothing is told of them.
        """
        self.rows = rows
        self._answer, self._others = answer, others
        own = {**_hidden(connection), **definitions}
        beside = {_OTHERS + name: sql for name, sql in (others or {}).items()}
        self._own = _Connections(connection, own)
        self._both = _Connections(connection, own | beside)

    def frame(self, sql: str) -> pd.DataFrame:
        """Result of one query. Categoricals have no level that no row of the result has.

        Else the type of a column would tell the levels of all rows.
        """
        check_reader(self.rows)
        return _without_unused(self._answer(sql, self._own.one))

    def rest_frame(self, sql: str) -> pd.DataFrame:
        """The same of a query that names rows of others as well. Raises ForbiddenError."""
        check_totals(self.rows)
        if self._others is None:
            raise ForbiddenError("This scope tells nothing of the rows of others.")
        return _without_unused(self._answer(sql, self._both.one))

    def from_sql(self, table: str) -> str:
        """The name of the table's view."""
        return ident(table)

    def others_sql(self, table: str) -> str | None:
        """The name of the view of the table's other rows. Raises ForbiddenError."""
        if self._others is None:
            return None
        if table not in self._others:
            raise ForbiddenError(f"Nothing is told of the rows of others in '{table}'.")
        return ident(_OTHERS + table)

    def ping(self) -> None:
        """Does nothing: an open file can always be asked."""


class _Connections:
    """Connections to a file with these views, which are kept."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, views: Mapping[str, str]) -> None:
        self._connection = connection
        self._views = ";".join(
            f"CREATE TEMP VIEW {ident(name)} AS {sql}" for name, sql in views.items()
        )
        self._idle: queue.LifoQueue[duckdb.DuckDBPyConnection] = queue.LifoQueue()

    @contextmanager
    def one(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection with the views; one that failed is closed."""
        try:
            own = self._idle.get_nowait()
        except queue.Empty:
            own = self._connection.cursor()
            own.execute(self._views)
        try:
            yield own
        except BaseException:
            own.close()
            raise
        self._idle.put(own)


def _without_unused(frame: pd.DataFrame) -> pd.DataFrame:
    """Its categoricals without levels that no row has."""
    kinds = {str(name): kind for name, kind in frame.dtypes.items()}
    coded = [name for name, kind in kinds.items() if isinstance(kind, pd.CategoricalDtype)]
    return frame.assign(**{name: frame[name].cat.remove_unused_categories() for name in coded})


def _hidden(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every table of the file, without its rows."""
    with closing(connection.cursor()) as cursor:
        found = cursor.execute(
            "SELECT table_name, database_name FROM duckdb_tables() "
            "WHERE database_name = current_database() AND schema_name = 'main'"
        ).fetchall()
    return {name: f"FROM {ident(file)}.main.{ident(name)} WHERE false" for name, file in found}
