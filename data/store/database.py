"""What the tables of a version can be asked, wherever they are."""

from __future__ import annotations

from typing import Protocol

import pandas as pd


class Database(Protocol):
    """Where the tables of a version are asked."""

    @property
    def dialect(self) -> str:
        """SQLGlot's name of the SQL that it takes."""

    @property
    def prefix(self) -> str:
        """What the names of this version's tables begin with."""

    def frame(self, sql: str) -> pd.DataFrame:
        """Result of one query. Called by several threads at once. Raises UnavailableError."""

    def ping(self) -> None:
        """Raises UnavailableError where the tables can't be asked now."""
