"""Rollups: feedback counted ahead, by month or by day and a few dimensions each; orders by month.

The days of a question that are no whole months come from the rows themselves
(`data/query/plan.py`), so that counts are exact for any dates. Sums of weights add up as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

import duckdb
import ibis
import ibis.expr.types as ir

from data.catalog import Dimension, Rollup
from data.sql import ident

ROWS_PER_CELL = 2.5  # with fewer a rollup costs more than it saves
# Whether a comment came with the answer, and no copy of another one; no segment can be called so.
WROTE = "_wrote"
_WROTE_SQL = "comment IS NOT NULL AND COALESCE(voice, TRUE)"  # of a copy `voice` is FALSE
OF_COMMENTS = ("theme", "theme_group", "voice", WROTE)  # what comments name, and are counted as
_OF_COMMENTS_PER_CELL = 5.0  # rows: with fewer the file grows by more than the pages gain
_MANY_ROWS = 500_000  # of a month: fewer are read in milliseconds, and need no rollup by day
_MANY_ORDERS = 100_000  # fewer are added up in a millisecond
_MOST_OF_A_SIZE = 40  # with more dimensions than that makes, there are too many to combine


def make_rollups(
    con: duckdb.DuckDBPyConnection, dimensions: Sequence[Dimension], *, weighted: bool
) -> tuple[Rollup, ...]:
    """Creates the rollups of `feedback` that pay, as tables beside it."""
    of_comments = [*candidates_of_comments(dimensions)]
    _take_sample(con, dimensions, of_comments[:1])
    found: list[Rollup] = []
    for unit, keys in (*candidates(dimensions), *(("month", keys) for keys in of_comments)):
        if not _pays(con, unit, keys, _OF_COMMENTS_PER_CELL if WROTE in keys else ROWS_PER_CELL):
            continue
        name = f"feedback_by_{unit}_{len(found)}"
        wider = [one for one in found if one.unit == unit and set(keys) <= set(one.dimensions)]
        if wider:
            sql = _narrower(min(wider, key=lambda one: one.cells).name, keys, weighted=weighted)
        else:
            rows = _feedback(keys, weighted=weighted)
            sql = str(ibis.to_sql(rollup(rows, unit, keys, weighted=weighted), dialect="duckdb"))
        con.execute(f"CREATE TABLE {name} AS {sql} ORDER BY day")
        ((cells,),) = con.execute(f"SELECT count(*) FROM {name}").fetchall()
        found.append(Rollup(name=name, unit=unit, dimensions=keys, cells=cells))
    return tuple(found)


def make_order_rollups(
    con: duckdb.DuckDBPyConnection, dimensions: Sequence[Dimension]
) -> tuple[Rollup, ...]:
    """Creates rollups of `orders` by month: by all dimensions, and where that does not pay by each.

    Cells of (day, dimensions) with n, total, squares and cubes. Returns () where orders are few.
    """
    ((rows,),) = con.execute("SELECT count(*) FROM orders").fetchall()
    if rows < _MANY_ORDERS:
        return ()
    every = tuple(d.key for d in dimensions if "orders" in d.tables)
    found: list[Rollup] = []
    for keys in dict.fromkeys([every, (), *((key,) for key in every)]):
        columns = {"day": "date", "amount": "float64", **dict.fromkeys(keys, "string")}
        orders = ibis.table(columns, "orders")
        day = orders.day.truncate("M").cast("date")
        groups = {"day": day, **{key: orders[key] for key in keys}}
        sums = orders.group_by(**groups).aggregate(**amounts(orders))
        name = f"orders_by_month_{len(found)}"
        con.execute(f"CREATE TABLE {name} AS {ibis.to_sql(sums, dialect='duckdb')} ORDER BY day")
        ((cells,),) = con.execute(f"SELECT count(*) FROM {name}").fetchall()
        if rows < cells * ROWS_PER_CELL:
            con.execute(f"DROP TABLE {name}")
            continue
        found.append(Rollup(name=name, unit="month", dimensions=keys, cells=cells))
        if keys == every:
            break
    return tuple(found)


def amounts(orders: ir.Table) -> dict[str, ir.Value]:
    """How many orders, the sum of their amounts, and of the squares and cubes of these."""
    amount = orders.amount
    return {
        "n": amount.count(),
        "total": amount.sum().fill_null(0.0),
        "squares": (amount * amount).sum().fill_null(0.0),
        "cubes": (amount * amount * amount).sum().fill_null(0.0),
    }


def candidates(dimensions: Sequence[Dimension]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Unit and dimensions of the rollups to try; most views need the touchpoint.

    By month all dimensions together, then each three, two and one of them; by day each one. What
    was said with an answer is looked at by itself: it would make many more of all others.
    """
    keys = _keys(dimensions)
    always = tuple(key for key in keys if key == "touchpoint")
    said = [key for key in keys if key in ("reason", "language")]
    others = [key for key in keys if key not in (*always, *said)]
    sizes = [("month", len(others)), ("month", 3), ("month", 2), ("month", 1), ("day", 1)]
    for unit, size in dict.fromkeys((unit, min(size, len(others))) for unit, size in sizes):
        chosen = list(combinations(others, size))
        if len(chosen) <= _MOST_OF_A_SIZE:
            yield from ((unit, always + some) for some in chosen)
    yield from ((unit, (*always, key)) for unit in ("month", "day") for key in said)


def candidates_of_comments(dimensions: Sequence[Dimension]) -> Iterator[tuple[str, ...]]:
    """Dimensions of the rollups by month to try that tell of comments; the widest come first."""
    if any(one.several and "feedback" in one.tables for one in dimensions):
        keys = [key for key in _keys(dimensions) if key not in ("reason", "language")]
        always = tuple(key for key in keys if key == "touchpoint")
        yield from ((*always, key, *OF_COMMENTS) for key in keys if key not in always)
        yield (*always, *OF_COMMENTS)


def _feedback(keys: Sequence[str], *, weighted: bool) -> ir.Table:
    """The rows of which a rollup of these dimensions is made."""
    columns = {"day": "date", "answer": "string", **dict.fromkeys(keys, "string")}
    columns |= {"weight": "float64"} if weighted else {}
    if WROTE not in keys:
        return ibis.table(columns, "feedback")
    columns = {**columns, "voice": "boolean", "comment": "string"}
    rows = ibis.table({key: kind for key, kind in columns.items() if key != WROTE}, "feedback")
    return rows.mutate(**{WROTE: wrote(rows)})


def wrote(rows: ir.Table) -> ir.BooleanValue:
    """`WROTE` of rows that have `comment`; without `voice` nothing is known of copies."""
    own: ir.BooleanValue = rows.comment.notnull()
    return own & rows.voice.fill_null(True) if "voice" in rows.columns else own


def _keys(dimensions: Sequence[Dimension]) -> list[str]:
    return [d.key for d in dimensions if "feedback" in d.tables and not d.several]


def _take_sample(
    con: duckdb.DuckDBPyConnection,
    dimensions: Sequence[Dimension],
    of_comments: Sequence[Sequence[str]],
) -> None:
    """Creates `sampled`: the month in the middle of the rows, which stands for all months.

    Rows that are alike are one, with `_rows`, how many they are.
    """
    names = dict.fromkeys(("day", "answer", *_keys(dimensions), *chain(*of_comments)))
    columns = ", ".join(
        f"{_WROTE_SQL} AS {WROTE}" if name == WROTE else ident(name) for name in names
    )
    ((month,),) = con.execute(
        "SELECT date_trunc('month', day)::VARCHAR FROM feedback "
        "WHERE rowid = (SELECT count(*) // 2 FROM feedback)"
    ).fetchall()
    con.execute(
        f"CREATE TEMP TABLE sampled AS SELECT {columns}, count(*) AS _rows FROM feedback "
        f"WHERE day >= DATE '{month}' AND day < DATE '{month}' + INTERVAL 1 MONTH GROUP BY ALL"
    )


def _pays(
    con: duckdb.DuckDBPyConnection, unit: str, keys: tuple[str, ...], per_cell: float
) -> bool:
    """Has the sampled month enough rows, and enough of them in each cell?"""
    columns = ", ".join([*(ident(key) for key in ("answer", *keys)), *["day"] * (unit == "day")])
    ((rows, cells),) = con.execute(
        "SELECT (SELECT sum(_rows) FROM sampled), "
        f"(SELECT count(*) FROM (SELECT DISTINCT {columns} FROM sampled))"
    ).fetchall()
    return bool(rows >= cells * per_cell and (unit == "month" or rows >= _MANY_ROWS))


def rollup(rows: ir.Table, unit: str, dimensions: Sequence[str], *, weighted: bool) -> ir.Table:
    """Feedback as day (the first of its month), answer, dimensions, sums."""
    sums = {"n": rows.count(), **(weight_sums(rows) if weighted else {})}
    day = rows.day.truncate("M") if unit == "month" else rows.day
    groups = {key: rows[key] for key in ("answer", *dimensions)}
    return rows.group_by(day=day.cast("date"), **groups).aggregate(**sums)


def _narrower(wider: str, keys: Sequence[str], *, weighted: bool) -> str:
    """SELECT of a rollup from one that has its dimensions and more: fewer cells than rows."""
    sums = {"n": "BIGINT"} | ({"nw": "BIGINT", "w": "DOUBLE", "w2": "DOUBLE"} if weighted else {})
    columns = ["day", "answer", *(ident(key) for key in keys)]
    columns += [f"CAST(sum({name}) AS {kind}) AS {name}" for name, kind in sums.items()]
    return f"SELECT {', '.join(columns)} FROM {wider} GROUP BY ALL"


def weight_sums(rows: ir.Table) -> dict[str, ir.Value]:
    """Answers that have a weight, and the sums of the weights and of their squares."""
    # An answer without a weight has no part in weighted figures.
    weight = rows.weight.fill_null(0.0)
    nw = (weight > 0).sum().cast("int64")
    return {"nw": nw, "w": weight.sum(), "w2": (weight * weight).sum()}
