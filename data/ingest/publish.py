"""Publishing: the staged tables become the tables of the data file, sorted and typed."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import ibis
import ibis.expr.types as ir

from data.catalog import Dimension
from data.contract import COMPUTED, DATED_TABLES, DURATIONS, TABLES, Kind, Table
from data.derived.customer_columns import with_days
from data.derived.ticket_columns import with_computed
from data.errors import DataError
from data.ingest.files.faults import ROW_ID
from data.mapping.model import Mapping
from data.scope import NOT_STATED
from data.sql import columns_of, enum, ident, literal
from metrics.series import Answer, by_metric

_CASES_OF_ANSWERS = 1000
_TYPES = {
    Kind.TEXT: "string",
    Kind.TIME: "timestamp",
    Kind.NUMBER: "float64",
    Kind.YES_NO: "boolean",
}


def publish(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, dimensions: tuple[Dimension, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Creates `built.<table>` for every mapped table; returns series and answers of feedback.

    Series come in the order of the metrics, most answered first. Raises DataError.
    """
    labelled = _label_answers(con, mapping) if mapping.feedback else ((), ())
    # Customers first: the others take their segments from them.
    for name in sorted(mapping.tables, key=lambda name: name != "customers"):
        _publish_table(con, TABLES[name], mapping, dimensions)
    return labelled


def _label_answers(
    con: duckdb.DuckDBPyConnection, mapping: Mapping
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Creates `work.labels`: series and score -> `answer`, the label that answers share.

    Returns the series and the labels.
    """
    cases = con.execute(
        "SELECT metric, scale_min, scale_max, positive_from, score, count(*) "
        "FROM accepted.feedback WHERE score IS NOT NULL GROUP BY ALL"
    ).fetchall()
    if len(cases) > _CASES_OF_ANSWERS:
        raise DataError(
            f"feedback: there are {len(cases):,} different scores. Scores are answers on a scale; "
            "round them with a query."
        )
    counts: dict[str, int] = {}
    labels: dict[tuple[str, float], str] = {}
    rows = []
    for metric, low, high, positive, score, n in cases:
        key = mapping.series(metric, low, high, positive).key
        counts[key] = counts.get(key, 0) + n
        labels[key, score] = Answer(key, score).label
        rows.append((metric, low, high, positive, score, labels[key, score]))
    con.execute(
        "CREATE TABLE work.labels(metric VARCHAR, scale_min DOUBLE, scale_max DOUBLE, "
        "positive_from DOUBLE, score DOUBLE, answer VARCHAR)"
    )
    if rows:
        con.executemany("INSERT INTO work.labels VALUES (?, ?, ?, ?, ?, ?)", rows)
    answers = tuple(dict.fromkeys(labels[place] for place in sorted(labels)))
    if answers:
        con.execute(f"ALTER TABLE work.labels ALTER answer TYPE {enum(answers)}")
    return by_metric(counts), answers


def _publish_table(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    mapping: Mapping,
    dimensions: tuple[Dimension, ...],
) -> None:
    rows = f"accepted.{table.name}"
    if table.name == "tickets":
        rows = _compute_tickets(con, mapping)
    if table.name == "customers":
        rows = _computed(con, "customers", rows, with_days)
    present = columns_of(con, rows)
    levels = {d.key: d.levels for d in dimensions}
    computed = [c for c in COMPUTED.get(table.name, ()) if c in present]
    columns, joins, where = [], "", ""
    for column in table.columns:
        if table.name == "feedback" and column.name in (
            "metric",
            "score",
            "scale_min",
            "scale_max",
        ):
            continue
        if column.name in computed:
            continue
        if column.name in present and _mapped(mapping, table.name, column.name):
            columns.append(_typed(f"t.{ident(column.name)}", column.name, levels))
        if column.name == table.clock and table.name in DATED_TABLES:
            columns.append(f"CAST(t.{column.name} AS DATE) AS day")
            if table.name == "feedback":
                columns.append("l.answer")
    columns += computed
    own = [s.key for s in mapping.segments if s.table == table.name]
    columns += [_typed(f"t.{ident(key)}", key, levels) for key in own]
    if table.name == "feedback":
        where = " WHERE t.score IS NOT NULL"
        joins = (
            " JOIN work.labels AS l ON l.metric = t.metric AND l.score = t.score "
            "AND l.scale_min = t.scale_min AND l.scale_max = t.scale_max "
            "AND l.positive_from IS NOT DISTINCT FROM t.positive_from"
        )
    of_customers = [
        d.key for d in dimensions if d.segment and table.name in d.tables and d.key not in own
    ]
    if of_customers:
        columns += [f"c.{ident(key)}" for key in of_customers]
        joins += " LEFT JOIN built.customers AS c ON c.customer_id = t.customer_id"
    order = ", ".join(f"t.{c}" for c in (table.clock, *ROW_ID) if c in present)
    con.execute(
        f"CREATE TABLE built.{table.name} AS SELECT {', '.join(columns)} "
        f"FROM {rows} AS t{joins}{where} ORDER BY {order}"
    )


def _compute_tickets(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> str:
    """Creates a view of the tickets with what is worked out of them; returns its name."""
    # What is worked out reads the rows several times: they are converted once.
    con.execute("CREATE TABLE work.accepted_tickets AS FROM accepted.tickets")
    return _computed(con, "tickets", "work.accepted_tickets", lambda t: with_computed(t, mapping))


def _computed(
    con: duckdb.DuckDBPyConnection, table: str, rows: str, change: Callable[[ir.Table], ir.Table]
) -> str:
    """Creates a view of a table's rows, changed; returns its name."""
    types = {column.name: _TYPES[column.kind] for column in TABLES[table].columns}
    types |= dict.fromkeys(DURATIONS.values(), "float64")
    columns = {name: types.get(name, "string") for name in columns_of(con, rows)}
    schema, _, name = rows.partition(".")
    sql = ibis.to_sql(change(ibis.table(columns, name=name, database=schema)), dialect="duckdb")
    con.execute(f"CREATE VIEW work.computed_{table} AS {sql}")
    return f"work.computed_{table}"


def _mapped(mapping: Mapping, table: str, column: str) -> bool:
    """True where any part has the column; questions state touchpoint and comment themselves."""
    for part in mapping.table(table):
        if column in part.columns:
            return True
        if column == "touchpoint" and any(q.touchpoint or q.touchpoints for q in part.questions):
            return True
        if column == "comment" and any(q.comment for q in part.questions):
            return True
    return False


def _typed(sql: str, key: str, levels: dict[str, tuple[str, ...]]) -> str:
    if key not in levels:
        return f"{sql} AS {ident(key)}"
    stated = f"nullif({sql}, {literal(NOT_STATED)})"
    if not levels[key]:
        return f"{stated} AS {ident(key)}"
    return f"CAST({stated} AS {enum(levels[key])}) AS {ident(key)}"
