"""What the tables of a version can be asked, wherever they are, and who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import ibis
import pandas as pd

from data.scope import Filters


class Database(Protocol):
    """Where the tables of a version are asked."""

    @property
    def dialect(self) -> str:
        """SQLGlot's name of the SQL that it takes."""

    def from_sql(self, table: str) -> str:
        """What stands after FROM for a table. Raises ForbiddenError where the scope has none."""

    def frame(self, sql: str) -> pd.DataFrame:
        """Result of one query. Called by several threads at once. Raises UnavailableError.

        ForbiddenError where whoever asks may see other rows than these.
        """

    def others_sql(self, table: str) -> str | None:
        """What stands after FROM for the rows of a table that its reader does not see.

        For the rest of a comparison, see `rest_frame`. None where nothing is told of any others;
        ForbiddenError where nothing is told of those of this table.
        """

    def rest_frame(self, sql: str) -> pd.DataFrame:
        """The same as `frame`, for SQL that names rows of others.

        ForbiddenError where whoever asks may not compare theirs with these.
        """

    def ping(self) -> None:
        """Raises UnavailableError where the tables can't be asked now."""


class Whole(Database, Protocol):
    """All rows of a version, of which a row scope is made."""

    def whole_sql(self, table: str) -> str:
        """What stands after FROM for all rows of a table, whatever views are before it."""

    def schema_of(self, table: str) -> ibis.Schema:
        """The columns of a table. Raises UnavailableError."""

    def restricted(
        self, rows: Filters, definitions: Mapping[str, str], others: Mapping[str, str] | None = None
    ) -> Database:
        """The same database for whoever may see these rows: tables by name, each as its SELECT.

        `others`: SELECTs of all other rows, for whoever may compare theirs with these.
        """


class ForbiddenError(Exception):
    """A question was about to leave the rows that its reader may see. A fault of ours, if ever."""


class _Reader:
    """Who asks: what they are limited to, as far as this process knows."""

    def __init__(self) -> None:
        self.rows: Callable[[], Filters] = tuple
        self.totals: Callable[[], bool] = lambda: True


_READER = _Reader()


def asked_by(rows: Callable[[], Filters], totals: Callable[[], bool]) -> None:
    """From now on `rows` tells what the reader is limited to for whom something is asked.

    `totals` tells whether they may compare these rows with all others.
    """
    _READER.rows, _READER.totals = rows, totals


def check_reader(rows: Filters) -> None:
    """Raises ForbiddenError where whoever asks is limited, and to other rows than these.

    The second lock: the first is that a request of a limited reader holds a snapshot of their rows.
    """
    limits = _READER.rows()
    if limits and limits != rows:
        raise ForbiddenError("Rows were asked for that are not those of the reader.")


def check_totals(rows: Filters) -> None:
    """The same for the rest of a comparison; and where they may not compare theirs with others."""
    check_reader(rows)
    if not _READER.totals():
        raise ForbiddenError("The rest was asked for by a reader who may not compare with it.")
