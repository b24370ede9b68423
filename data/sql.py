"""SQL text: names and values quoted safely, and the columns of a table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import duckdb
from sqlglot import exp

from data.space import SPACE


def ident(name: str) -> str:
    """A quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


@lru_cache(maxsize=1024)
def name_sql(name: str, dialect: str) -> str:
    """A quoted identifier of a dialect."""
    return exp.to_identifier(name, quoted=True).sql(dialect=dialect)


def literal(value: str | float | None) -> str:
    """A quoted literal; None is NULL."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def literals(values: Iterable[str | float | None]) -> str:
    """Literals with commas between them."""
    return ", ".join(literal(v) for v in values)


def enum(levels: Iterable[str]) -> str:
    """The type of a column with these levels, in this order."""
    return f"ENUM({literals(levels)})"


def unique_names(cells: Iterable[str]) -> list[str]:
    """Column names of a header: empty and repeated ones get a name of their own."""
    names: dict[str, str] = {}  # by lower case: SQL does not tell the cases apart
    for number, cell in enumerate(cells, start=1):
        name = cell.strip(SPACE) or f"column_{number}"
        unique, repeat = name, 0
        while unique.lower() in names:
            repeat += 1
            unique = f"{name}_{repeat}"
        names[unique.lower()] = unique
    return list(names.values())


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Column names of a table, whose name is given as SQL."""
    return [row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()]
