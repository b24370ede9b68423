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

    def ping(self) -> None:
        """Raises UnavailableError where the tables can't be asked now."""


class Whole(Database, Protocol):
    """All rows of a version, of which a row scope is made."""

    def whole_sql(self, table: str) -> str:
        """What stands after FROM for all rows of a table, whatever views are before it."""

    def schema_of(self, table: str) -> ibis.Schema:
        """The columns of a table. Raises UnavailableError."""

    def restricted(self, rows: Filters, definitions: Mapping[str, str]) -> Database:
        """The same database for whoever may see these rows: tables by name, each as its SELECT."""


class ForbiddenError(Exception):
    """A question was about to leave the rows that its reader may see. A fault of ours, if ever."""


class _Reader:
    """Who asks: what they are limited to, as far as this process knows."""

    def __init__(self) -> None:
        self.rows: Callable[[], Filters] = tuple


_READER = _Reader()


def asked_by(rows: Callable[[], Filters]) -> None:
    """From now on `rows` tells what the reader is limited to for whom something is asked."""
    _READER.rows = rows


def check_reader(rows: Filters) -> None:
    """Raises ForbiddenError where whoever asks is limited, and to other rows than these.

    The second lock: the first is that a request of a limited reader holds a snapshot of their rows.
    """
    limits = _READER.rows()
    if limits and limits != rows:
        raise ForbiddenError("Rows were asked for that are not those of the reader.")
