"""The columns that a part of a mapping names, found in its source or in a joined one."""

from __future__ import annotations

from collections.abc import Mapping as Dict

import duckdb

from data.errors import MappingError, nearest, only_case_differs
from data.ingest.files.convert import as_text, cleaned, trimmed
from data.ingest.files.parquet import types_of
from data.ingest.files.queries import written_names
from data.ingest.files.sources import comment_of
from data.mapping.model import Mapping, TableMapping
from data.sql import ident


class References:
    """Finds the columns that a part of the mapping names: its source's, or `joined.column`."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, mapping: Mapping, table: str, part: TableMapping
    ) -> None:
        self._con, self._part = con, part
        self._place = f"{mapping.path.name}, [{table}]"
        self._blank = {name: s.blank for name, s in mapping.sources.items()}
        self._columns = {
            name: types_of(con, name)
            for name in (part.source, *(join.source for join in part.joins))
        }
        self._written = {name: written_names(con, name) for name in self._columns}

    def has(self, reference: str) -> bool:
        """True where the part has such a column."""
        return self._split(reference) is not None

    def refuse_column(self, touchpoint: str, asked: str) -> None:
        """Raises MappingError where the name of a question's touchpoint is that of a column."""
        if self.has(touchpoint):
            raise MappingError(
                f"{self._place}.questions: touchpoint = '{touchpoint}' is taken as a name, but the "
                f"source '{self._part.source}' has a column of that name. To take the touchpoint "
                f'from the column, write touchpoint = "{touchpoint}" in columns and none in the '
                f'questions. To name it so all the same, write touchpoints = {{ "{touchpoint}" = '
                f'"{asked}" }} instead of column and touchpoint.'
            )

    def raw(self, reference: str, option: str) -> str:
        """SQL of a column's text. Raises MappingError where there is no such column."""
        return as_text(*self._find(reference, option)[1:])

    def stored(self, reference: str, option: str) -> tuple[str, str]:
        """SQL of the column and the type in which it is stored.

        The type is VARCHAR, and the SQL of text, where its source has blank codes.
        """
        source, sql, kind = self._find(reference, option)
        return (as_text(sql, kind), "VARCHAR") if self._blank[source] else (sql, kind)

    def text(
        self,
        reference: str,
        option: str,
        blank: tuple[str, ...] = (),
        values: Dict[str, str] | None = None,
    ) -> str:
        """SQL of the column's text: blank codes of it and of its source empty, values replaced."""
        source, sql, kind = self._find(reference, option)
        return cleaned(as_text(sql, kind), self._blank[source] + blank, values or {})

    def _split(self, reference: str) -> tuple[str, str] | None:
        if own := self._named(self._part.source, reference):
            return self._part.source, own
        source, _, column = reference.partition(".")
        if source in [join.source for join in self._part.joins] and column:
            found = self._named(source, column)
            return (source, found) if found else None
        return None

    def _named(self, source: str, name: str) -> str | None:
        """The source's column of that name: as it is written, else where only case differs."""
        columns = self._columns[source]
        if name in columns:
            return name
        return self._written[source].get(name) or only_case_differs(name, columns)

    def _find(self, reference: str, option: str) -> tuple[str, str, str]:
        """Source, SQL and stored type of a column."""
        found = self._split(reference)
        if found is None:
            source, _, column = reference.partition(".")
            if source in self._columns and column:
                hint = nearest(column, self._columns[source])
            else:
                source, hint = (
                    self._part.source,
                    nearest(reference, self._columns[self._part.source]),
                )
            raise MappingError(
                f"{self._place}.{option}: the source '{source}' has no column '{reference}'. {hint}"
                f"{comment_of(self._con, source)}"
            )
        source, column = found
        alias = "s" if source == self._part.source else ident(f"j_{source}")
        return source, f"{alias}.{ident(column)}", self._columns[source][column]

    def joins(self) -> str:
        """SQL of the joins. Raises MappingError where a key is not unique in the joined source."""
        sql = ""
        for join in self._part.joins:
            alias = ident(f"j_{join.source}")
            keys = {key: self._named(join.source, key) for key in join.on.values()}
            for key, found in keys.items():
                if found is None:
                    raise MappingError(
                        f"{self._place}.joins: the source '{join.source}' has no column '{key}'. "
                        f"{nearest(key, self._columns[join.source])}"
                        f"{comment_of(self._con, join.source)}"
                    )
            columns = {key: found for key, found in keys.items() if found}
            self._check_unique(join.source, list(columns.values()))
            on = " AND ".join(
                f"{trimmed(self.raw(left, 'joins'))} = "
                f"{self._key(join.source, f'{alias}.', columns[right])}"
                for left, right in join.on.items()
            )
            sql += f" LEFT JOIN main.{ident(join.source)} AS {alias} ON {on}"
        return sql

    def _key(self, source: str, alias: str, column: str) -> str:
        """SQL of a joined source's key."""
        return trimmed(as_text(f"{alias}{ident(column)}", self._columns[source][column]))

    def _check_unique(self, source: str, keys: list[str]) -> None:
        texts = [self._key(source, "", key) for key in keys]
        columns, present = ", ".join(texts), " AND ".join(f"{t} IS NOT NULL" for t in texts)
        twice = self._con.execute(
            f"SELECT count(*), {columns} FROM {ident(source)} WHERE {present} "
            f"GROUP BY {columns} HAVING count(*) > 1 LIMIT 1"
        ).fetchone()
        if twice:
            value = ", ".join(repr(v) for v in twice[1:])
            raise MappingError(
                f"{self._place}.joins: the key {', '.join(keys)} is not unique in the source "
                f"'{source}': {value} is there {twice[0]} times, so rows would multiply. Make one "
                "row a key with a query."
            )
