"""A DuckDB file for whoever may see some of its rows: its names are those of views of these."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager

import duckdb
import pandas as pd

from data.scope import Filters
from data.sql import ident
from data.store.database import check_reader

Connected = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]


class RestrictedFile:
    """The tables of a row scope. Connections are kept, each with a view before every table.

    A table that the scope does not have is a view without rows, so that nothing is reached by any
    name of ours.
    """

    dialect = "duckdb"

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        answer: Callable[[str, Connected], pd.DataFrame],
        rows: Filters,
        definitions: Mapping[str, str],
    ) -> None:
        """`answer`: asks the file, within its limits. `definitions`: SELECTs of all its rows."""
        self.rows = rows
        self._connection, self._answer = connection, answer
        self._views = ";".join(
            f"CREATE TEMP VIEW {ident(name)} AS {sql}"
            for name, sql in {**_hidden(connection), **definitions}.items()
        )
        self._idle: queue.LifoQueue[duckdb.DuckDBPyConnection] = queue.LifoQueue()

    def frame(self, sql: str) -> pd.DataFrame:
        """Result of one query. Categoricals have no level that no row of the result has.

        Else the type of a column would tell the levels of all rows.
        """
        check_reader(self.rows)
        frame = self._answer(sql, self._connected)
        kinds = {str(name): kind for name, kind in frame.dtypes.items()}
        coded = [name for name, kind in kinds.items() if isinstance(kind, pd.CategoricalDtype)]
        return frame.assign(**{name: frame[name].cat.remove_unused_categories() for name in coded})

    def from_sql(self, table: str) -> str:
        """The name of the table's view."""
        return ident(table)

    def ping(self) -> None:
        """Does nothing: an open file can always be asked."""

    @contextmanager
    def _connected(self) -> Iterator[duckdb.DuckDBPyConnection]:
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


def _hidden(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every table of the file, without its rows."""
    with closing(connection.cursor()) as cursor:
        found = cursor.execute(
            "SELECT table_name, database_name FROM duckdb_tables() "
            "WHERE database_name = current_database() AND schema_name = 'main'"
        ).fetchall()
    return {name: f"FROM {ident(file)}.main.{ident(name)} WHERE false" for name, file in found}
