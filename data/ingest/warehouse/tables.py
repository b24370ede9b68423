"""The tables that CX Lens keeps in a warehouse: made, listed, dropped."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis.backends import BaseBackend

from data.errors import DataError
from data.store.connection import Address
from data.store.fetch import fetch

_LIST = ".tables"  # ending of the file that names the tables of a version
_OURS = re.compile(r"cxlens_[0-9a-f]{12}_[0-9a-f]{4}_\w+")


class Tables:
    """The tables of one version. Their names are on disk before the tables are made.

    So a load that is killed leaves nothing behind that the next one does not clear.
    """

    def __init__(self, backend: BaseBackend, address: Address, folder: Path, version: str) -> None:
        self._backend, self._address = backend, address
        # Two instances may share a database.
        self.prefix = f"cxlens_{version}_{secrets.token_hex(2)}_"
        self._list = folder / f"{version}{_LIST}"

    def create(self, name: str, rows: ir.Table) -> ir.Table:
        """Writes a table, sorted by day where it has days. Returns it."""
        with self._list.open("a", encoding="utf-8") as names:
            names.write(f"{self.prefix}{name}\n")
            names.flush()
            os.fsync(names.fileno())
        full, engine = self.prefix + name, self._address.engine
        dated = "day" in rows.columns
        options: dict[str, Any] = {}
        if engine == "clickhouse":
            options = {"order_by": ["day"] if dated else None}
            options["settings"] = {"allow_nullable_key": 1}
            counts = {"n": "uint64"} if "n" in rows.columns else {}
            # As it counts itself: of counts with and without a sign it makes no sum.
            options["schema"] = ibis.schema({**rows.schema(), **counts})
        elif dated:
            rows = rows.order_by("day")
        table: ir.Table = self._backend.create_table(full, rows, **options)
        if engine == "postgres":
            if dated:  # the rows are sorted: a small index of blocks is enough
                self._backend.raw_sql(f'CREATE INDEX ON "{full}" USING brin (day)').close()
            self._backend.raw_sql(f'ANALYZE "{full}"').close()
        return self._backend.table(full) if table is None else table

    def drop(self, name: str) -> None:
        """Drops one of the tables, if it is there."""
        self._backend.drop_table(self.prefix + name, force=True)

    def frame(self, rows: ir.Table) -> pd.DataFrame:
        """The rows of an expression."""
        return fetch(self._backend, str(ibis.to_sql(rows, dialect=self._address.engine)))

    def count(self, rows: ir.Table) -> int:
        """How many rows an expression has."""
        return int(self.frame(rows.aggregate(n=rows.count()))["n"].iloc[0])

    def check_writing(self) -> None:
        """Raises DataError where no table can be made."""
        one = ibis.literal(1).name("n").as_table()
        try:
            self.create("trial", one)
            self.drop("trial")
        except Exception as error:  # each driver has its own
            place = f"the schema '{self._address.schema}'" if self._address.schema else "there"
            raise DataError(
                f"CX Lens keeps the checked rows in tables of its own, and may make none {place} "
                f"in {self._address.shown}. Grant its user CREATE, or name another schema: "
                f'[warehouse] schema = "...". ({self._address.without_secrets(error)})'
            ) from error


def drop_versions(backend: BaseBackend, folder: Path, keep: str) -> None:
    """Drops the tables of every version listed in the folder, except the one to keep."""
    for names in folder.glob(f"*{_LIST}"):
        if names.stem == keep:
            continue
        for name in names.read_text(encoding="utf-8", errors="replace").split():
            if _OURS.fullmatch(name):  # else it is torn
                backend.drop_table(name, force=True)
        names.unlink()
        names.with_suffix(".json").unlink(missing_ok=True)
