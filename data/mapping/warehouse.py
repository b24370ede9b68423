"""What a mapping may say where the rows stay in a database, and what is said in its queries."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from data.errors import MappingError, nearest
from data.mapping.columns import ColumnMapping
from data.mapping.model import Mapping, Source, TableMapping

# Scheme of a URL -> the engine, by Ibis's name.
ENGINES = {
    "duckdb": "duckdb",
    "postgres": "postgres",
    "postgresql": "postgres",
    "clickhouse": "clickhouse",
    "trino": "trino",
    "pyspark": "pyspark",
    "bigquery": "bigquery",
    "snowflake": "snowflake",
}
_SECRET = re.compile(r"(\$\{\w+\})?")
_INSTEAD = 'Do that in the source: query = "SELECT ..." in the SQL of the warehouse.'


def check_warehouse(file: str, mapping: Mapping) -> None:
    """Raises MappingError where sources and warehouse do not go together."""
    for name, source in mapping.sources.items():
        place = f"{file}, [sources.{name}]"
        if mapping.warehouse is None:
            if source.table is not None:
                raise MappingError(
                    f"{place}: 'table' is one of a database. Name the database: "
                    '[warehouse] url = "postgres://...".'
                )
        else:
            _check_source(place, source)
    if mapping.warehouse is None:
        return
    _check_url(f"{file}, [warehouse]", mapping.warehouse.url)
    for table in mapping.tables:
        for part in mapping.table(table):
            _check_part(f"{file}, [{table}]", part)


def _check_source(place: str, source: Source) -> None:
    if source.file is not None:
        raise MappingError(
            f"{place}: with a [warehouse] the rows come from it. Name a 'table' or a 'query' "
            "instead of a file."
        )
    options = ("format", "delimiter", "sheet")
    given = [name for name in options if getattr(source, name) is not None]
    given += ["encoding"] if source.encoding != "utf-8" else []
    if given:
        raise MappingError(f"{place}: '{given[0]}' is about files, and this is a database.")


def _check_url(place: str, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ENGINES:
        raise MappingError(
            f"{place}: unknown kind of database '{parts.scheme}'. {nearest(parts.scheme, ENGINES)}"
        )
    # With a mark for what is in the environment, a literal password cannot hide in it.
    if not _SECRET.fullmatch(parts.password or ""):
        raise MappingError(
            f"{place}: the url has a password. Put it into an environment variable, and its name "
            f"into the url: {parts.scheme}://{parts.username}:${{NAME}}@{parts.hostname}/..."
        )


def _check_part(place: str, part: TableMapping) -> None:
    if part.joins:
        raise MappingError(f"{place}: 'joins' are for files. {_INSTEAD}")
    for name, mapped in part.columns.items():
        option = _of_files(mapped)
        if option:
            raise MappingError(f"{place}.columns.{name}: '{option}' is for files. {_INSTEAD}")
    for number, question in enumerate(part.questions, start=1):
        if question.decimal == ",":
            raise MappingError(
                f"{place}.questions, number {number}: 'decimal' is for files. {_INSTEAD}"
            )


def _of_files(mapped: ColumnMapping) -> str | None:
    """The first option of a column that only files have."""
    if mapped.day is not None:
        return "day"
    if mapped.format:
        return "format"
    if mapped.timezone is not None:
        return "timezone"
    return "decimal" if mapped.decimal == "," else None
