"""Sources of a warehouse: a table or a query of it, as an Ibis table whose columns are known."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from data.errors import MappingError
from data.mapping.model import Mapping, Source
from data.store.connection import Address
from data.store.fetch import fetch

_UTC = ("UTC", "Etc/UTC", "Etc/GMT", "GMT")


def source_tables(
    backend: BaseBackend, mapping: Mapping, address: Address
) -> dict[str, tuple[ir.Table, frozenset[str]]]:
    """Each source's table, and its columns whose times state a zone. Raises MappingError."""
    _check_clock(backend, address)
    found = {}
    for name, source in mapping.sources.items():
        try:
            table = _table(backend, source)
            found[name] = table, _zoned(backend, table)
        except Exception as error:  # each driver has its own
            what = f"the table '{source.table}'" if source.table else "the query"
            raise MappingError(
                f"{mapping.path.name}, [sources.{name}]: {what} cannot be read in "
                f"{address.shown}: {address.without_secrets(error)}"
            ) from error
    return found


def _check_clock(backend: BaseBackend, address: Address) -> None:
    """ClickHouse shows a time without a zone by its own clock, and reckons with it as an instant.

    Raises MappingError unless that clock is UTC, where both are the same.
    """
    if backend.name == "clickhouse":
        zone = str(fetch(backend, "SELECT timezone() AS zone")["zone"].iloc[0])
        if zone not in _UTC:
            raise MappingError(
                f"The clock of {address.shown} goes by {zone}: local times would be taken for "
                "others. Let the user of CX Lens see it in UTC: ALTER USER ... SETTINGS "
                "session_timezone = 'UTC', and convert times in the queries of the sources."
            )


def _table(backend: BaseBackend, source: Source) -> ir.Table:
    if source.table is not None:
        schema, _, name = source.table.rpartition(".")
        found: ir.Table = backend.table(name, database=schema or None)
        return found
    query = (source.query or "").strip().rstrip(";")
    if backend.name != "duckdb":
        asked: ir.Table = backend.sql(query)
        return asked
    # Ibis 12 describes queries by a function that DuckDB 2 no longer has.
    rows = backend.raw_sql(f"DESCRIBE {query}").fetchall()
    mapper = backend.compiler.type_mapper
    described: ir.Table = backend.sql(
        query, schema=ibis.schema({name: mapper.from_string(kind) for name, kind, *_ in rows})
    )
    return described


def _zoned(backend: BaseBackend, table: ir.Table) -> frozenset[str]:
    """Columns whose times are instants: which day they are on depends on the time zone."""
    if backend.name == "pyspark":  # for Ibis, Spark's two kinds are one
        types = backend._session.sql(backend.compile(table.limit(0))).dtypes
        return frozenset(name for name, kind in types if kind == "timestamp")
    kinds = table.schema().items()
    return frozenset(name for name, kind in kinds if kind.is_timestamp() and kind.timezone)
