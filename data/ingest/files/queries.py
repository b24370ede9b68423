"""Sources that are queries: run over the sources above them, their names and types kept."""

from __future__ import annotations

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from data.engine_errors import query_in_words
from data.errors import MappingError
from data.ingest.files.convert import without_blanks
from data.ingest.files.parquet import types_of
from data.ingest.files.sources import Located, check_names
from data.mapping.model import Mapping
from data.sql import ident, literal, unique_names


def run_query(con: duckdb.DuckDBPyConnection, located: Located, mapping: Mapping) -> None:
    """Creates the source's table from its query. Raises MappingError where SQL fails.

    Columns keep the types that the query gives them. What differs only in case gets names of its
    own (SQL cannot tell them apart) and the name that the query wrote as its comment.
    """
    place = f"{mapping.path.name}, [sources.{located.name}], query"
    query = (located.source.query or "").strip().rstrip(";")
    above = _above(located, mapping)
    read: list[str] = []
    try:
        statements = con.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise MappingError(f"{place}: expected one SELECT.")
        parsed = _parsed(query)
        read = [name for name in above if _reads(parsed, query, name)]
        _check_twins(con, parsed, read, place)
        asked = f"{_blanks(con, read, mapping)} FROM ({query}\n) AS asked"
        written = [row[0] for row in con.execute(f"DESCRIBE {query}").fetchall()]
        names = _names(written, _stated(parsed))
        check_names(names, place)
        table = ident(located.name)
        con.execute(f"CREATE TABLE {table} AS {asked}({', '.join(map(ident, names))})")
        for name, told in zip(names, written, strict=True):
            if name.lower() != told.lower():
                con.execute(f"COMMENT ON COLUMN {table}.{ident(name)} IS {literal(told)}")
    except duckdb.Error as error:
        columns = [column for name in read for column in types_of(con, name)]
        told = query_in_words(error, above, columns)
        raise MappingError(f"{place} fails: {told}") from None


def written_names(con: duckdb.DuckDBPyConnection, source: str) -> dict[str, str]:
    """Name as the query wrote it -> column, for columns that had to get another name."""
    rows = con.execute(
        "SELECT comment, column_name FROM duckdb_columns() WHERE schema_name = 'main' "
        "AND table_name = ? AND comment IS NOT NULL",
        [source],
    ).fetchall()
    return dict(rows)


def _above(located: Located, mapping: Mapping) -> list[str]:
    """The sources that stand above this one, or are files: all that it may read."""
    names = list(mapping.sources)
    first = names[: names.index(located.name)]
    return [name for name in names if name in first or mapping.sources[name].file]


def _blanks(con: duckdb.DuckDBPyConnection, read: list[str], mapping: Mapping) -> str:
    """A WITH clause that empties the blank codes of the sources; no text where none has any."""
    seen = []
    for name in read:
        if codes := mapping.sources[name].blank:
            columns = ", ".join(
                f"{without_blanks(ident(column), kind, codes)} AS {ident(column)}"
                for column, kind in types_of(con, name).items()
            )
            seen.append(f"{ident(name)} AS (SELECT {columns} FROM main.{ident(name)})")
    return f"WITH {', '.join(seen)}" if seen else ""


def _names(written: list[str], stated: int) -> list[str]:
    """Names that differ in more than case. The first of equal ones keeps its name.

    But for one that comes with `*`: one of the `stated` last columns, which the query names
    itself, is meant instead.
    """
    last = {name: place for place, name in enumerate(written) if place >= len(written) - stated}
    return unique_names(
        f"{name}_1" if last.get(name, place) > place and stated < len(written) else name
        for place, name in enumerate(written)
    )


def _parsed(query: str) -> exp.Expr | None:
    """The parsed query; None where only DuckDB understands it."""
    try:
        return sqlglot.parse_one(query, dialect="duckdb")
    except SqlglotError:
        return None


def _reads(parsed: exp.Expr | None, query: str, source: str) -> bool:
    """True where a query reads a source, or might."""
    if parsed is None:
        return source.lower() in query.lower()
    return any(table.name.lower() == source.lower() for table in parsed.find_all(exp.Table))


def _stated(parsed: exp.Expr | None) -> int:
    """How many columns the SELECT names itself after its last `*`."""
    selects = parsed.selects if isinstance(parsed, exp.Query) else []
    several = [s.is_star or isinstance(s, exp.Columns | exp.Unnest) for s in selects]
    return several[::-1].index(True) if True in several else len(several)


def _check_twins(
    con: duckdb.DuckDBPyConnection, parsed: exp.Expr | None, read: list[str], place: str
) -> None:
    """Raises MappingError where SQL would give another column than the one that a query names."""
    named = {c.name for c in parsed.find_all(exp.Column)} if parsed else set()
    for source in read:
        for told, column in written_names(con, source).items():
            others = [c for c in types_of(con, source) if c.lower() == told.lower()]
            if any(n.lower() == told.lower() and n not in others for n in named):
                raise MappingError(
                    f"{place}: the source '{source}' has the columns '{others[0]}' and '{told}', "
                    f"which SQL cannot tell apart. Here '{told}' is called '{column}'; or give it "
                    f"another name in the query of '{source}'."
                )
